//! The verb around a cue word: its auxiliaries, adverbs and negation, and how it relates to a subject.

use crate::text::TokenKind;
use crate::words::{Classes, Phrases, Tag};

/// How a cue verb stands in its clause; this decides where its source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum VerbForm {
    /// It has its own subject: "Lee said".
    Finite,
    /// "Lee left, saying".
    Participle,
    /// "Lee wants to say".
    Infinitive,
    /// "Lee smiled and said".
    Coordinate,
    /// "The plan was criticized".
    Passive,
}

impl VerbForm {
    /// All of them.
    pub const ALL: [VerbForm; 5] = [
        VerbForm::Finite,
        VerbForm::Participle,
        VerbForm::Infinitive,
        VerbForm::Coordinate,
        VerbForm::Passive,
    ];

    /// As data files name it.
    pub const fn as_str(self) -> &'static str {
        match self {
            VerbForm::Finite => "finite",
            VerbForm::Participle => "participle",
            VerbForm::Infinitive => "infinitive",
            VerbForm::Coordinate => "coordinate",
            VerbForm::Passive => "passive",
        }
    }
}

/// A cue verb with what belongs to it on its left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct VerbGroup {
    /// The first token: an auxiliary, adverb or negation, or the verb itself.
    pub first: usize,
    /// How it relates to a subject.
    pub form: VerbForm,
    /// "did not say", "never said".
    pub negated: bool,
}

/// No verb has more words before it than "would not have been publicly".
const LONGEST: usize = 6;

/// The group of the verb at `verb`, in the sentence that begins at `start`.
pub(super) fn verb_group(p: &Phrases<'_>, verb: usize, start: usize) -> VerbGroup {
    let mut first = verb;
    let mut negated = false;
    let mut auxiliary = false;
    let mut be = false;
    while first > start && verb - first < LONGEST {
        let k = first - 1;
        if !p.same_quotation(k, verb) {
            break;
        }
        match p.tag(k) {
            Tag::Auxiliary | Tag::Modal => {
                auxiliary = true;
                be |= is_be(p, k);
            }
            Tag::Negation => {}
            Tag::Adverb
                if !p.is(
                    k,
                    &[
                        "then",
                        "there",
                        "however",
                        "instead",
                        "perhaps",
                        "maybe",
                        "meanwhile",
                    ],
                ) && !p.is_day(k) => {}
            _ => break,
        }
        negated |= p.words[k].classes.contains(Classes::NEGATION);
        first = k;
    }
    // An adverb that opens the sentence, or trails the subject's clause, is not the verb's.
    while first < verb && p.tag(first) == Tag::Adverb && first == start {
        first += 1;
    }
    let classes = p.words[verb].classes;
    let gerund = classes.contains(Classes::GERUND) && !classes.intersects(Classes::FINITE);
    let before = first.checked_sub(1).filter(|&b| b >= start);
    let before_tag = before.map_or(Tag::Other, |b| p.tag(b));
    let form = if be && !gerund && classes.contains(Classes::PARTICIPLE) {
        VerbForm::Passive
    } else if gerund && !auxiliary {
        // "but accusing China had become a habit": a subject, no report.
        let subject = before.is_some_and(|b| p.is(b, &["but"]));
        if subject {
            VerbForm::Infinitive
        } else {
            VerbForm::Participle
        }
    } else if before_tag == Tag::To {
        VerbForm::Infinitive
    } else if before_tag == Tag::Conjunction {
        VerbForm::Coordinate
    } else {
        VerbForm::Finite
    };
    VerbGroup {
        first,
        form,
        negated,
    }
}

fn is_be(p: &Phrases<'_>, k: usize) -> bool {
    p.is(
        k,
        &[
            "is", "are", "was", "were", "be", "been", "being", "am", "isn't", "aren't", "wasn't",
            "weren't",
        ],
    ) || p.kind(k) == TokenKind::Clitic
        && !p.word(k).to_ascii_lowercase().ends_with("ve")
        && !p.word(k).to_ascii_lowercase().ends_with("ll")
        && p.tag(k) == Tag::Auxiliary
}
