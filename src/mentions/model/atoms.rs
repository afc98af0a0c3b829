//! What the features are made of: for each token a few numbers.

use super::super::evidence::{Evidence, Marks};
use super::islands::Islands;
use super::uses::{self, Uses};
use crate::attribution::model::hash::{self, mix};
use crate::gazetteer::List;
use crate::rules::Lists;
use crate::text::{Shape, TokenKind};
use crate::words::{Tag, clusters};

/// What the features ask of a token.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Atom {
    /// The word, where it is one of the language or one that names are made with; else what it looks like.
    pub word: u32,
    /// The tag, or the kind of a mark.
    pub tag: u32,
    /// Its letters: capitals, digits, hyphens.
    pub shape: u32,
    /// All lists that it stands in.
    pub lists: u32,
    /// The most telling of them.
    pub class: u32,
    /// The last two letters, the last three, the first three.
    pub letters: [u32; 3],
    /// By word vectors, what kind of word it is and what it is about.
    pub kind: u32,
    pub topic: u32,
    /// In what names of several words it stands, and where in them.
    pub inside: u32,
    /// How the word is used in the whole text.
    pub uses: Uses,
}

/// The atoms of a text; outside it stands a mark of its own.
pub(super) struct Atoms {
    /// For each token the place of its atom: few have one.
    places: Vec<u32>,
    /// The first is that of all others.
    atoms: Vec<Atom>,
}

/// What is no word has kinds and topics beside those of words.
const OTHER_KINDS: u32 = 0x100;
const OTHER_TOPICS: u32 = 0x200;

/// So far beside a name do features look.
const REACH: usize = 2;

const OUTSIDE: Atom = Atom {
    word: 1,
    tag: 63,
    shape: 1,
    lists: 1,
    class: 63,
    letters: [1; 3],
    kind: OTHER_KINDS,
    topic: OTHER_TOPICS,
    inside: 0,
    uses: Uses::empty(),
};

impl Atoms {
    /// Those of the islands' tokens and of two on either side, which the features ask for.
    pub fn read(e: &Evidence<'_>, islands: &Islands<'_>) -> Self {
        let mut places = vec![0; e.len()];
        let most: usize = islands.iter().map(|i| i.end - i.first + 2 * REACH).sum();
        let mut atoms = Vec::with_capacity(1 + most);
        atoms.push(OUTSIDE);
        let mut done = 0;
        for island in islands.iter() {
            let end = (island.end + REACH).min(e.len());
            let start = island.first.saturating_sub(REACH).max(done);
            for (i, place) in (start..end).zip(&mut places[start..end]) {
                *place = atoms.len() as u32;
                atoms.push(atom(e, i));
            }
            done = end;
        }
        // Every word with a capital stands in an island.
        uses::read(e, |i, uses| atoms[places[i] as usize].uses = uses);
        for known in e.known.iter().filter(|known| !known.joined()) {
            let list = match e.gazetteer.list(known.entry) {
                List::Places => 1,
                List::Organizations => 2,
                List::People => 3,
                _ => continue,
            };
            if known.end > known.first + 1 {
                let last = known.end - known.first - 1;
                for (i, &place) in places[known.first..known.end].iter().enumerate() {
                    if place == 0 {
                        continue;
                    }
                    let atom = &mut atoms[place as usize];
                    let at = u32::from(i == 0) | (u32::from(i == last) << 1);
                    // The longest comes first.
                    if atom.inside == 0 {
                        atom.inside = list << 2 | at;
                    }
                }
            }
        }
        Atoms { places, atoms }
    }

    /// The atom of a token of the same sentence; what lies outside of it looks the same everywhere.
    pub fn at(&self, e: &Evidence<'_>, base: usize, offset: isize) -> &Atom {
        base.checked_add_signed(offset)
            .filter(|&i| i < self.places.len() && e.token(i).sentence == e.token(base).sentence)
            .map_or(&OUTSIDE, |i| self.own(i))
    }

    pub fn own(&self, i: usize) -> &Atom {
        &self.atoms[self.places[i] as usize]
    }
}

/// Marks that are lists.
const LISTS: Marks =
    Marks::from_bits_truncate(((1 << 18) - 1) | Marks::SEEN_SMALL.bits() | Marks::ORG.bits());

/// Words of these are seen by their letters.
const SPELT: Marks = Marks::TITLE
    .union(Marks::TITLE_END)
    .union(Marks::ROLE_END)
    .union(Marks::ORG_HEAD)
    .union(Marks::ORG_SUFFIX)
    .union(Marks::PLACE_HEAD)
    .union(Marks::PLACE_SUFFIX)
    .union(Marks::CALENDAR)
    .union(Marks::FUNCTION);

fn atom(e: &Evidence<'_>, i: usize) -> Atom {
    let text = e.word(i);
    let token = e.token(i);
    let marks = e.marks[i];
    let kind = token.kind;
    let hash = hash::word(text);
    let word = match kind {
        TokenKind::Word => {
            let spelt = e.words[i].known
                && !(token.shape.contains(Shape::ALL_CAPS) && !marks.contains(Marks::CAPS_LINE))
                || marks.intersects(SPELT)
                || !marks.contains(Marks::CAPITAL);
            if spelt { hash } else { 2 }
        }
        TokenKind::Number => number(text),
        TokenKind::Clitic => 4,
        TokenKind::Open | TokenKind::Close => 5,
        _ => hash,
    };
    let [sort, topic] = match kind {
        TokenKind::Word => cluster(text, hash),
        kind => [
            OTHER_KINDS + 1 + kind as u32,
            OTHER_TOPICS + 1 + kind as u32,
        ],
    };
    let tag = match kind {
        TokenKind::Word => tag(e, i),
        kind => 32 + kind as u32,
    };
    let letters = if kind == TokenKind::Word && marks.contains(Marks::CAPITAL) {
        [
            ending(text, 2),
            ending(text, 3),
            hash::word(beginning(text, 3)),
        ]
    } else {
        [0; 3]
    };
    Atom {
        word,
        tag,
        shape: shape(e, i),
        lists: (marks & LISTS).bits(),
        class: class(e, i),
        letters,
        kind: sort,
        topic,
        inside: 0,
        uses: Uses::empty(),
    }
}

/// The clusters of a word with this hash, or of the last part of one with a hyphen; 0 where nothing is known.
fn cluster(text: &str, hash: u32) -> [u32; 2] {
    let part = || {
        text.rsplit_once('-')
            .and_then(|(_, part)| clusters::of(hash::word(part)))
    };
    match clusters::of(hash).or_else(part) {
        Some(c) => [1 + u32::from(c.kind), 1 + u32::from(c.topic)],
        None => [0; 2],
    }
}

fn tag(e: &Evidence<'_>, i: usize) -> u32 {
    // A capital makes a name of what could be anything; what else it could be says the lexicon.
    if e.capital(i) {
        Tag::Name as u32
    } else {
        e.tag(i) as u32
    }
}

/// What a number may be: a count by its digits, a year, an amount, a time, a date, the result of a match, the nth.
fn number(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let kind = match bytes.iter().find(|b| !b.is_ascii_digit()) {
        None if bytes.len() == 4 && matches!(bytes[0], b'1' | b'2') => 7,
        None => bytes.len().min(6) as u32,
        Some(b',') => 8,
        Some(b'.') => 9,
        Some(b':') => 10,
        Some(b'-') if bytes.len() > 7 => 11,
        Some(b'-') if bytes.last().is_some_and(u8::is_ascii_digit) => 12,
        Some(_) => 13,
    };
    // Beside the values of words that are not spelt out.
    0x100 + kind
}

fn ending(text: &str, letters: usize) -> u32 {
    if text.is_ascii() {
        return hash::word(&text[text.len().saturating_sub(letters)..]);
    }
    let from = text
        .char_indices()
        .rev()
        .nth(letters - 1)
        .map_or(0, |(at, _)| at);
    hash::word(&text[from..])
}

fn beginning(text: &str, letters: usize) -> &str {
    if text.is_ascii() {
        return &text[..letters.min(text.len())];
    }
    let to = text
        .char_indices()
        .nth(letters)
        .map_or(text.len(), |(at, _)| at);
    &text[..to]
}

fn shape(e: &Evidence<'_>, i: usize) -> u32 {
    let shape = e.shape(i);
    let letters = e.word(i).len();
    let size = match letters {
        0..=1 => 0,
        2 => 1,
        3..=4 => 2,
        5..=6 => 3,
        _ => 4,
    };
    let word = e.word(i);
    let inner = word.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    let apostrophe = word.bytes().any(|b| b == b'\'') || !word.is_ascii() && word.contains('’');
    let form = Shape::CAPITAL
        | Shape::ALL_CAPS
        | Shape::DIGIT
        | Shape::HYPHEN
        | Shape::ABBREVIATION
        | Shape::INITIAL;
    u32::from((shape & form).bits())
        | u32::from(inner) << 16
        | u32::from(apostrophe) << 17
        | size << 18
        | (e.marks[i] & (Marks::TITLE_CASE | Marks::CAPS_LINE)).bits()
}

/// The most telling of a token's lists, as a small number.
fn class(e: &Evidence<'_>, i: usize) -> u32 {
    let marks = e.marks[i];
    let order = [
        (Marks::CALENDAR, 1),
        (Marks::TITLE, 2),
        (Marks::ORG_SUFFIX, 3),
        (Marks::ORG_HEAD, 4),
        (Marks::PLACE_SUFFIX, 5),
        (Marks::PLACE_HEAD, 6),
        (Marks::DEMONYM, 7),
        (Marks::COUNTRY, 8),
        (Marks::SURE_GIVEN, 9),
        (Marks::SURE_SURNAME, 10),
        (Marks::PLACE, 11),
        (Marks::ORG, 12),
        (Marks::GIVEN, 13),
        (Marks::SURNAME, 14),
    ];
    if e.shape(i).contains(Shape::INITIAL) {
        return 20;
    }
    match e.kind(i) {
        Some(TokenKind::Word) => {}
        Some(kind) => return 32 + kind as u32,
        None => return 63,
    }
    if !marks.contains(Marks::CAPITAL) {
        return if e.listed(i, Lists::PARTICLES) {
            21
        } else if marks.contains(Marks::FUNCTION) {
            22
        } else if marks.intersects(Marks::ROLE_END | Marks::TITLE_END) {
            23
        } else {
            24
        };
    }
    if marks.contains(Marks::FUNCTION) {
        return 25;
    }
    if let Some(&(_, class)) = order.iter().find(|(list, _)| marks.intersects(*list)) {
        return class;
    }
    if e.shape(i).contains(Shape::ALL_CAPS) && !marks.contains(Marks::CAPS_LINE) {
        26
    } else if e.words[i].known {
        27
    } else {
        28
    }
}

/// A few values in one number.
pub(super) fn join(values: &[u32]) -> u32 {
    values
        .iter()
        .fold(0x1234_5678, |hash, &value| mix(hash, value))
}
