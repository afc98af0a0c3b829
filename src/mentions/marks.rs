//! What a token is by itself, and what the style of its sentence makes of its capital.

use bitflags::bitflags;
use rustc_hash::FxHashSet;

use crate::rules::{Lists, Vocabulary};
use crate::text::chars::{is_apostrophe, is_hyphen};
use crate::text::{Sentence, Shape, Token, TokenKind, Views};
use crate::words::{Classes, NUMBERS, Word};

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

/// "N7.2", "Dh1,200": a currency with a number.
fn is_amount(form: &str) -> bool {
    let mut bytes = form.bytes().skip_while(|b| !b.is_ascii_digit());
    bytes.any(|b| matches!(b, b'.' | b','))
}

const TIMES: [&str; 19] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// Whether a word with a hyphen joins months or weekdays: "January-March", "Oct-Dec".
fn is_span_of_time(form: &str) -> bool {
    let is_time = |part: &str| part.len() > 2 && TIMES.iter().any(|time| time.starts_with(part));
    form.split(is_hyphen).all(is_time)
}

/// What the words of a text are by themselves.
pub(super) fn word_marks(
    text: &str,
    views: &Views,
    words: &[Word],
    vocabulary: &Vocabulary,
) -> Vec<Marks> {
    let small = SmallWords::of(text, views, words);
    let mut lower = String::new();
    let marks = views.tokens.iter().zip(words).map(|(token, word)| {
        let mut marks = Marks::empty();
        let capital = token.shape.contains(Shape::CAPITAL);
        let form = &text[token.span];
        if token.kind == TokenKind::Word
            && (capital || !word.small && inner_capital(vocabulary, form))
            && !form.starts_with(|c| ('\u{370}'..'\u{1e00}').contains(&c))
            && !(token.shape.contains(Shape::DIGIT) && is_amount(form))
        {
            marks |= Marks::CAPITAL;
        }
        let times = token.shape.contains(Shape::HYPHEN) && is_span_of_time(form);
        if word.classes.intersects(Classes::WEEKDAY | Classes::MONTH) || times {
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
pub(super) fn style(sentence: &Sentence, tokens: &[Token], marks: &[Marks]) -> Marks {
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
