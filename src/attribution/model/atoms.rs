//! What the features are made of: for each token a few numbers that are computed once.

use super::hash;
use crate::text::{Token, TokenKind};
use crate::words::{Classes, Phrases, Tag};
use crate::{Label, Mention, MentionKind};

/// What the features ask of a token.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Atom {
    /// The word; a name is seen as its label only, so that the model learns nothing about persons.
    pub word: u32,
    /// The word without its ending.
    pub stem: u32,
    /// The last three letters.
    pub ending: u32,
    /// The tag, or the kind of a mark.
    pub tag: u32,
    /// The label of the mention that holds it; 0 for none.
    pub label: u32,
    /// Whether it is inside a quotation, and whether it is one of its marks.
    pub quoted: u32,
    /// Whether it is a verb with a tense.
    pub finite: bool,
}

impl Atom {
    /// All values are zero.
    pub const NOTHING: Atom = Atom {
        word: 0,
        stem: 0,
        ending: 0,
        tag: 0,
        label: 0,
        quoted: 0,
        finite: false,
    };
}

/// Stands for what lies outside the text.
pub(super) const OUTSIDE: Atom = Atom {
    word: 1,
    stem: 1,
    ending: 1,
    tag: 63,
    label: 0,
    quoted: 0,
    finite: false,
};

/// Fills `atoms` with one atom for each token.
pub(super) fn read(p: &Phrases<'_>, mentions: &[Mention], atoms: &mut Vec<Atom>) {
    atoms.clear();
    let mut next = 0;
    for (i, token) in p.views.tokens.iter().enumerate() {
        while next < mentions.len() && mentions[next].span.end <= token.span.start {
            next += 1;
        }
        let mention = mentions.get(next).filter(|m| m.span.start < token.span.end);
        atoms.push(atom(p, i, token, mention));
    }
}

fn atom(p: &Phrases<'_>, i: usize, token: &Token, mention: Option<&Mention>) -> Atom {
    let text = p.word(i);
    let word = &p.words[i];
    let label = mention.map_or(0, label);
    let named = matches!(label, 1..=3)
        || label == 0
            && word.tag == Tag::Name
            && !word.classes.intersects(Classes::WEEKDAY | Classes::MONTH);
    let tag = match token.kind {
        // "Miller" is a common noun too, but not in a name.
        TokenKind::Word if named => Tag::Name as u32,
        TokenKind::Word => word.tag as u32,
        kind => 32 + kind as u32,
    };
    let (word_hash, stem_hash, ending) = if named {
        let class = hash::mix(0x5bd1_e995, label);
        (class, class, class)
    } else if token.kind == TokenKind::Number {
        (2, 2, 2)
    } else {
        let tail = if text.is_ascii() {
            text.len().saturating_sub(3)
        } else {
            text.char_indices().rev().nth(2).map_or(0, |(at, _)| at)
        };
        let [whole, stem] = hash::word_and_beginning(text, stem(text).len());
        let word = match straight(text) {
            Some(straight) => hash::word(straight),
            None => whole,
        };
        (word, stem, hash::word(&text[tail..]))
    };
    let mark = match token.kind {
        TokenKind::Open => 1,
        TokenKind::Close => 2,
        _ if token.quoted() => 3,
        _ => 0,
    };
    Atom {
        word: word_hash,
        stem: stem_hash,
        ending,
        tag,
        label,
        quoted: mark,
        finite: p.is_finite(i),
    }
}

/// Curly apostrophes as straight ones, where the whole token is a clitic or mark.
fn straight(text: &str) -> Option<&'static str> {
    match text {
        "’s" => Some("'s"),
        "’" => Some("'"),
        "“" | "”" => Some("\""),
        _ => None,
    }
}

fn label(mention: &Mention) -> u32 {
    match (mention.label, mention.kind) {
        (_, MentionKind::Pronoun) => 6,
        (Label::Person, _) => 1,
        (Label::Org, _) => 2,
        (Label::Place, _) => 3,
        (Label::Norp, _) => 4,
        (Label::Role, _) => 5,
    }
}

/// The word without a verb's or plural's ending: forms of one lemma mostly share it.
fn stem(word: &str) -> &str {
    let length = match word.as_bytes() {
        [stem @ .., b'i', b'n', b'g'] | [stem @ .., b'i', b'e', b'd' | b's'] if stem.len() >= 3 => {
            stem.len()
        }
        [stem @ .., b'e', b'd' | b's'] if stem.len() >= 3 => stem.len(),
        [stem @ .., b's' | b'e' | b'y'] if stem.len() >= 3 => stem.len(),
        all => all.len(),
    };
    &word[..length]
}
