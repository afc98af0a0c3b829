//! What is known of each token before any rule runs: what it is by itself, and the lists it stands in.

pub(super) use super::marks::Marks;
use super::marks::{style, word_marks};
use crate::Span;
use crate::gazetteer::{EntryId, Flags, Gazetteer, Hit, HitForm, List};
use crate::rules::{self, Lists, NameRules, Vocabulary};
use crate::text::{ParagraphKind, Shape, Token, TokenKind, Views};
use crate::words::{Phrases, Tag, Word};

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
        let p = Phrases { text, views, words };
        let lists = (0..words.len()).map(|i| rules.vocabulary.lists_of(&p, i));
        let mut evidence = Evidence {
            text,
            views,
            words,
            gazetteer,
            vocabulary: rules.vocabulary,
            rules,
            hits,
            marks: word_marks(text, views, words, rules.vocabulary),
            lists: lists.collect(),
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
