//! What is known of each token before any rule runs: lists it stands in, what else the word can be, how its sentence is written.

use bitflags::bitflags;
use rustc_hash::FxHashSet;

use crate::Span;
use crate::gazetteer::{EntryId, Flags, Gazetteer, Hit, HitForm, List};
use crate::rules::{self, Lists, NameRules, Vocabulary};
use crate::text::chars::{is_apostrophe, is_hyphen};
use crate::text::{ParagraphKind, Sentence, Shape, Token, TokenKind, Views};
use crate::words::{Classes, NUMBERS, Phrases, Tag, Word};

bitflags! {
    /// What a token is by itself.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub(crate) struct Marks: u32 {
        /// A given name.
        const GIVEN = 1;
        /// A given name, and no common word or place.
        const SURE_GIVEN = 1 << 1;
        /// A surname.
        const SURNAME = 1 << 2;
        /// A surname, and no common word.
        const SURE_SURNAME = 1 << 3;
        /// In a title with a capital: "Prime", "Minister".
        const TITLE = 1 << 4;
        /// The last word of a title, in any case.
        const TITLE_END = 1 << 5;
        /// The last word of a role: "spokesman".
        const ROLE_END = 1 << 6;
        /// "Ministry", "Bank": with "of" behind it.
        const ORG_HEAD = 1 << 7;
        /// "Inc.", "University".
        const ORG_SUFFIX = 1 << 8;
        /// "Lake", "San".
        const PLACE_HEAD = 1 << 9;
        /// "River", "County".
        const PLACE_SUFFIX = 1 << 10;
        /// In a demonym.
        const DEMONYM = 1 << 11;
        /// A place by itself.
        const PLACE = 1 << 12;
        /// In a place of several words.
        const IN_PLACE = 1 << 13;
        /// A country.
        const COUNTRY = 1 << 14;
        /// A weekday or month.
        const CALENDAR = 1 << 15;
        /// A closed-class word: "The", "He".
        const FUNCTION = 1 << 16;
        /// A word of the language.
        const COMMON = 1 << 17;
        /// Stands with a small letter elsewhere in the text.
        const SEEN_SMALL = 1 << 18;
        /// In furniture or foreign text: no names here.
        const CLOSED = 1 << 19;
        /// A capital says nothing here: all words of the sentence have one.
        const TITLE_CASE = 1 << 20;
        /// In a sentence of capitals.
        const CAPS_LINE = 1 << 21;
        /// An organization by itself.
        const ORG = 1 << 22;
        /// A word with a capital, in Latin letters, that may be part of a name.
        const CAPITAL = 1 << 23;
        /// A name by which somebody widely known goes.
        const WELL_KNOWN = 1 << 24;
        /// Any given name or surname.
        const NAME = Self::GIVEN.bits() | Self::SURNAME.bits();
    }
}

/// An entry with a label of its own, found on token boundaries or in a hyphenated word.
pub(super) struct Known {
    pub(super) span: Span,
    /// Its first token.
    pub(super) first: usize,
    /// One past its last token.
    pub(super) end: usize,
    pub(super) entry: EntryId,
    pub(super) form: HitForm,
}

impl Known {
    /// Whether a hyphen joins it to another word.
    pub(super) fn joined(&self) -> bool {
        self.form
            .intersects(HitForm::HYPHEN_BEFORE | HitForm::HYPHEN_AFTER)
    }
}

/// Everything that the rules look at.
pub(super) struct Evidence<'a> {
    pub(super) text: &'a str,
    pub(super) views: &'a Views,
    pub(super) words: &'a [Word],
    pub(super) gazetteer: &'a Gazetteer,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) rules: NameRules<'a>,
    hits: &'a [Hit],
    pub(super) marks: Vec<Marks>,
    /// The lists that have each token as it is written.
    lists: Vec<Lists>,
    /// How common each token is as a given name, a surname and a place: the binary logarithm of the number, plus one; 0 if it is none.
    pub(super) priors: Vec<[u8; 3]>,
    pub(super) known: Vec<Known>,
    /// Whether a line is in capitals.
    pub(super) has_caps_line: bool,
}

impl<'a> Evidence<'a> {
    pub(super) fn gather(
        text: &'a str,
        views: &'a Views,
        words: &'a [Word],
        gazetteer: &'a Gazetteer,
        rules: NameRules<'a>,
        hits: &'a [Hit],
    ) -> Self {
        let list =
            |(token, word): (&Token, &Word)| rules.vocabulary.lists_of(&text[token.span], word);
        let mut evidence = Evidence {
            text,
            views,
            words,
            gazetteer,
            vocabulary: rules.vocabulary,
            rules,
            hits,
            marks: word_marks(text, views, words, rules.vocabulary),
            lists: views.tokens.iter().zip(words).map(list).collect(),
            priors: vec![[0; 3]; views.tokens.len()],
            known: vec![],
            has_caps_line: false,
        };
        evidence.mark_styles();
        evidence.mark_hits(hits);
        evidence
    }

    fn mark_styles(&mut self) {
        for paragraph in &self.views.paragraphs {
            if matches!(
                paragraph.kind,
                ParagraphKind::Furniture | ParagraphKind::Foreign
            ) {
                for mark in &mut self.marks[paragraph.first as usize..paragraph.end as usize] {
                    mark.remove(Marks::CAPITAL);
                    mark.insert(Marks::CLOSED);
                }
            }
        }
        for sentence in &self.views.sentences {
            let style = style(sentence, &self.views.tokens, &self.marks);
            self.has_caps_line |= style == Marks::CAPS_LINE;
            for i in sentence.first..sentence.end {
                self.marks[i as usize] |= style;
            }
        }
    }

    fn mark_hits(&mut self, hits: &[Hit]) {
        let tokens = &self.views.tokens;
        let mut first = 0;
        for hit in hits {
            while first < tokens.len() && tokens[first].span.end <= hit.span.start {
                first += 1;
            }
            let Some(token) = tokens.get(first) else {
                break;
            };
            if self.marks[first].contains(Marks::CLOSED) {
                continue;
            }
            let mut last = first;
            while last + 1 < tokens.len() && tokens[last].span.end < hit.span.end {
                last += 1;
            }
            // "U.S" may be an entry, "U.S." is the token.
            let end = tokens[last].span.end;
            let whole = token.span.start == hit.span.start
                && (end == hit.span.end
                    || end == hit.span.end + 1 && tokens[last].shape.contains(Shape::ABBREVIATION));
            let span = Span::new(hit.span.start, if whole { end } else { hit.span.end });
            if whole {
                self.mark_entry(first, last + 1, hit.entry);
            }
            let joined = hit
                .form
                .intersects(HitForm::HYPHEN_BEFORE | HitForm::HYPHEN_AFTER);
            let one_sentence = tokens[last].sentence == token.sentence;
            if (whole || joined) && one_sentence && labelled(self.gazetteer.list(hit.entry)) {
                self.known.push(Known {
                    span,
                    first,
                    end: last + 1,
                    entry: hit.entry,
                    form: hit.form,
                });
            }
        }
    }

    fn mark_entry(&mut self, first: usize, end: usize, id: EntryId) {
        let entry = self.gazetteer.brief(id);
        let single = end == first + 1;
        let capital = self.views.tokens[first].capitalised();
        let prior = match entry.list {
            List::GivenNames => Some(0),
            List::Surnames => Some(1),
            List::Places => Some(2),
            _ => None,
        };
        if let Some(list) = prior.filter(|_| single) {
            let size = (32 - self.gazetteer.prior(id).0.leading_zeros() + 1) as u8;
            let known = &mut self.priors[first][list];
            *known = size.max(*known);
        }
        let last = &mut self.marks[end - 1];
        if single && entry.flags.contains(Flags::KNOWN) {
            *last |= Marks::WELL_KNOWN;
        }
        match entry.list {
            List::GivenNames if single => {
                *last |= Marks::GIVEN;
                if !entry.flags.intersects(Flags::WORD | Flags::PLACE) {
                    *last |= Marks::SURE_GIVEN;
                }
            }
            List::Surnames if single => {
                *last |= Marks::SURNAME;
                if !entry.flags.contains(Flags::WORD) {
                    *last |= Marks::SURE_SURNAME;
                }
            }
            List::Titles => {
                *last |= Marks::TITLE_END;
                if capital {
                    self.mark_all(first, end, Marks::TITLE);
                }
            }
            List::Roles => {
                *last |= if entry.kind == b"person" {
                    Marks::ROLE_END
                } else {
                    Marks::empty()
                };
            }
            List::NameWords if capital => {
                *last |= match entry.kind {
                    b"head" => Marks::ORG_HEAD,
                    b"suffix" => Marks::ORG_SUFFIX,
                    b"place_head" => Marks::PLACE_HEAD,
                    b"place_suffix" => Marks::PLACE_SUFFIX,
                    _ => Marks::empty(),
                };
            }
            List::Demonyms => self.mark_all(first, end, Marks::DEMONYM),
            List::Organizations if single => *last |= Marks::ORG,
            List::Places => {
                if entry.kind == b"country" {
                    *last |= Marks::COUNTRY;
                }
                if single {
                    *last |= Marks::PLACE;
                } else {
                    self.mark_all(first, end, Marks::IN_PLACE);
                }
            }
            _ => {}
        }
    }

    fn mark_all(&mut self, first: usize, end: usize, marks: Marks) {
        for mark in &mut self.marks[first..end] {
            *mark |= marks;
        }
    }

    /// As rules look at it.
    pub(super) fn look(&self) -> rules::Text<'_> {
        rules::Text {
            p: Phrases {
                text: self.text,
                views: self.views,
                words: self.words,
            },
            gazetteer: self.gazetteer,
            hits: self.hits,
            mentions: &[],
            lexicon: self.rules.lexicon,
            vocabulary: self.vocabulary,
            marks: &self.marks,
            lists: &self.lists,
            classes: self.rules.proposers.classes(),
        }
    }

    pub(super) fn token(&self, i: usize) -> &'a Token {
        &self.views.tokens[i]
    }

    pub(super) fn len(&self) -> usize {
        self.views.tokens.len()
    }

    pub(super) fn word(&self, i: usize) -> &'a str {
        self.views
            .tokens
            .get(i)
            .map_or("", |token| &self.text[token.span])
    }

    /// Whether token `i` has any of the marks; tokens outside the text have none.
    pub(super) fn is(&self, i: usize, marks: Marks) -> bool {
        self.marks.get(i).is_some_and(|m| m.intersects(marks))
    }

    pub(super) fn kind(&self, i: usize) -> Option<TokenKind> {
        self.views.tokens.get(i).map(|token| token.kind)
    }

    pub(super) fn shape(&self, i: usize) -> Shape {
        self.views.tokens.get(i).map_or(Shape::empty(), |t| t.shape)
    }

    /// Whether token `i` is a word with a capital that may be part of a name.
    pub(super) fn capital(&self, i: usize) -> bool {
        self.is(i, Marks::CAPITAL)
    }

    /// Whether token `i` is in capitals because its line is.
    pub(super) fn shouted(&self, i: usize) -> bool {
        self.is(i, Marks::CAPS_LINE) && self.shape(i).contains(Shape::ALL_CAPS)
    }

    /// Whether one of these lists has token `i` as it is written.
    pub(super) fn listed(&self, i: usize, lists: Lists) -> bool {
        self.lists.get(i).is_some_and(|of| of.intersects(lists))
    }

    /// What token `i` is in its sentence.
    pub(super) fn tag(&self, i: usize) -> Tag {
        self.words.get(i).map_or(Tag::Other, |word| word.tag)
    }

    /// The word before token `i`, with nothing but white space between.
    pub(super) fn before(&self, i: usize) -> &'a str {
        if i > 0 && self.joined(i - 1) {
            self.word(i - 1)
        } else {
            ""
        }
    }

    /// Whether tokens `i` and `i + 1` stand in one sentence with at most white space between them.
    pub(super) fn joined(&self, i: usize) -> bool {
        let tokens = &self.views.tokens;
        i + 1 < tokens.len() && tokens[i].sentence == tokens[i + 1].sentence
    }

    /// The span of the tokens from `first` to before `end`.
    pub(super) fn span(&self, first: usize, end: usize) -> Span {
        self.views.tokens[first]
            .span
            .cover(self.views.tokens[end - 1].span)
    }

    /// Whether the sentence begins with token `i`, quotation marks left aside.
    pub(super) fn starts_sentence(&self, i: usize) -> bool {
        self.shape(i).contains(Shape::SENTENCE_START)
    }

    /// Whether a word with a capital is most likely none but for its place in the sentence or in a title-case line.
    pub(super) fn capital_by_place(&self, i: usize) -> bool {
        (self.starts_sentence(i) || self.is(i, Marks::TITLE_CASE | Marks::CAPS_LINE))
            && (self.is(i, Marks::COMMON | Marks::FUNCTION | Marks::SEEN_SMALL))
    }
}

/// Whether entries of the list are mentions by themselves.
fn labelled(list: List) -> bool {
    matches!(
        list,
        List::User | List::People | List::Organizations | List::Places | List::Demonyms
    )
}

fn word_marks(text: &str, views: &Views, words: &[Word], vocabulary: &Vocabulary) -> Vec<Marks> {
    let small = SmallWords::of(text, views, words);
    let mut lower = String::new();
    let marks = views.tokens.iter().zip(words).map(|(token, word)| {
        let mut marks = Marks::empty();
        let capital = token.shape.contains(Shape::CAPITAL);
        let form = &text[token.span];
        if token.kind == TokenKind::Word
            && (capital || !word.small && inner_capital(vocabulary, form))
            && !form.starts_with(|c| ('\u{370}'..'\u{1e00}').contains(&c))
        {
            marks |= Marks::CAPITAL;
        }
        if word.classes.intersects(Classes::WEEKDAY | Classes::MONTH) {
            marks |= Marks::CALENDAR;
        }
        // "US" and "WHO" are no pronouns.
        let acronym = token.shape.contains(Shape::ALL_CAPS);
        if word.classes.intersects(Classes::FUNCTION) && !acronym {
            marks |= Marks::FUNCTION;
        }
        if word.known && !acronym {
            marks |= Marks::COMMON;
        }
        if token.capitalised() && !acronym && small.has(form, word, &mut lower) {
            marks |= Marks::SEEN_SMALL;
        }
        marks
    });
    marks.collect()
}

/// The words that stand in a text with a small first letter.
struct SmallWords<'t> {
    /// Those of the lexicon, a bit for each of its numbers.
    known: Vec<u64>,
    others: FxHashSet<&'t str>,
}

impl<'t> SmallWords<'t> {
    fn of(text: &'t str, views: &Views, words: &[Word]) -> Self {
        let mut small = SmallWords {
            known: vec![0; NUMBERS.div_ceil(64)],
            others: FxHashSet::default(),
        };
        for (token, word) in views.tokens.iter().zip(words) {
            if token.kind != TokenKind::Word || token.shape.contains(Shape::CAPITAL) {
                continue;
            }
            if word.small && word.number != 0 {
                small.known[word.number as usize / 64] |= 1 << (word.number % 64);
            } else {
                small.others.insert(&text[token.span]);
            }
        }
        small
    }

    /// Whether a word with a capital is among them; `lower` is a buffer.
    fn has(&self, form: &str, word: &Word, lower: &mut String) -> bool {
        if word.number != 0 {
            return self.known[word.number as usize / 64] & 1 << (word.number % 64) != 0;
        }
        if self.others.is_empty() {
            return false;
        }
        lower.clear();
        if form.is_ascii() {
            lower.push_str(form);
            lower.make_ascii_lowercase();
        } else {
            lower.extend(form.chars().flat_map(char::to_lowercase));
        }
        self.others.contains(lower.as_str())
    }
}

/// Whether a sentence is written in capitals or with a capital on each word of weight.
fn style(sentence: &Sentence, tokens: &[Token], marks: &[Marks]) -> Marks {
    let (mut long, mut caps) = (0, 0);
    // Words of the language: names have capitals anywhere.
    let (mut capital, mut small) = (0, 0);
    for i in sentence.first as usize..sentence.end as usize {
        let token = &tokens[i];
        if token.kind != TokenKind::Word || token.span.len() < 3 {
            continue;
        }
        long += 1;
        if token.shape.contains(Shape::ALL_CAPS) {
            caps += 1;
        } else if marks[i].contains(Marks::COMMON) && !marks[i].contains(Marks::FUNCTION) {
            if token.shape.contains(Shape::CAPITAL) {
                capital += 1;
            } else {
                small += 1;
            }
        }
    }
    if long >= 2 && caps * 5 >= long * 4 {
        Marks::CAPS_LINE
    } else if capital >= 3 && capital >= 5 * small {
        Marks::TITLE_CASE
    } else {
        Marks::empty()
    }
}

/// Whether a word begins with such a particle and has a capital behind it.
fn inner_capital(vocabulary: &Vocabulary, word: &str) -> bool {
    if !word.as_bytes().first().is_some_and(u8::is_ascii_lowercase) {
        return false;
    }
    let joint = |c: char| is_hyphen(c) || is_apostrophe(c);
    word.split_once(joint).is_some_and(|(particle, rest)| {
        rest.chars().next().is_some_and(char::is_uppercase)
            && vocabulary.has(Lists::JOINED, particle)
    })
}
