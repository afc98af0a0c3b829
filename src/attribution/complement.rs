//! What follows a cue: the complement decides whether a verb reports ("said that ...") or not ("said a prayer").

use crate::text::TokenKind;
use crate::words::{Classes, Phrases, Tag};

/// What stands behind a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Complement {
    /// Nothing: the end of the sentence, a comma. What was said stands before.
    After,
    /// A quotation: `said: "No"`, `said "No"`; a colon counts as one.
    Quote,
    /// "that" and a clause.
    That,
    /// A clause without "that".
    Clause,
    /// "to" and a verb.
    To,
    /// "whether", "how", "why" ...
    Wh,
    /// A preposition and its phrase: "complained about prices".
    Prep,
    /// A noun phrase: "criticized the plan".
    Object,
}

impl Complement {
    /// All of them.
    pub const ALL: [Complement; 8] = [
        Complement::After,
        Complement::Quote,
        Complement::That,
        Complement::Clause,
        Complement::To,
        Complement::Wh,
        Complement::Prep,
        Complement::Object,
    ];

    /// As `data/rules/cues.toml` and `data/rules/attribution.toml` name it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Complement::After => "after",
            Complement::Quote => "quote",
            Complement::That => "that",
            Complement::Clause => "clause",
            Complement::To => "to",
            Complement::Wh => "wh",
            Complement::Prep => "prep",
            Complement::Object => "object",
        }
    }

    /// The complement of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Complement::ALL.into_iter().find(|c| c.as_str() == name)
    }
}

/// A complement and where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Follows {
    pub complement: Complement,
    /// The token at which content begins, behind adverbs, days and the person addressed.
    pub at: usize,
    /// Whether somebody is addressed in between: "told *reporters* that".
    pub addressed: bool,
}

/// A quotation shorter than this many tokens, marks included, is a word in quotation marks, not speech.
const SPEECH_TOKENS: usize = 7;

/// What follows the verb that ends before `after`; `end` is the end of its sentence.
pub(super) fn follows(p: &Phrases<'_>, after: usize, end: usize) -> Follows {
    let at = p.skip_modifiers(after, end);
    let found = |complement| Follows {
        complement,
        at,
        addressed: false,
    };
    if let Some(complement) = direct(p, at, end) {
        return found(complement);
    }
    // "told reporters that", "asked Ann on Monday whether"
    let phrase = p.base_end(at, end);
    if phrase == at {
        return found(if p.tag(at) == Tag::Gerund {
            Complement::Object
        } else {
            Complement::After
        });
    }
    let behind = p.skip_modifiers(phrase, end);
    if behind < end {
        let complement = match p.kind(behind) {
            TokenKind::Comma | TokenKind::Colon if is_open(p, behind + 1) => {
                Some(Complement::Quote)
            }
            TokenKind::Open if quotation_len(p, behind) > SPEECH_TOKENS => Some(Complement::Quote),
            _ if p.is(behind, &["that"]) => Some(Complement::That),
            _ if begins_infinitive(p, behind, end) => Some(Complement::To),
            _ if p.is(behind, &["how", "what", "why", "whether", "if"]) => Some(Complement::Wh),
            _ => None,
        };
        if let Some(complement) = complement {
            return Follows {
                complement,
                at: behind,
                addressed: true,
            };
        }
    }
    found(Complement::Object)
}

/// The complement that begins right at `at`, where it is no noun phrase.
fn direct(p: &Phrases<'_>, at: usize, end: usize) -> Option<Complement> {
    if at >= end {
        return Some(Complement::After);
    }
    Some(match p.kind(at) {
        TokenKind::Comma | TokenKind::Colon if is_open(p, at + 1) => Complement::Quote,
        TokenKind::Open => {
            let len = quotation_len(p, at);
            let capital = at + 1 < end && p.token(at + 1).capitalised();
            if len >= SPEECH_TOKENS || len > 2 && capital {
                Complement::Quote
            } else {
                Complement::Object
            }
        }
        TokenKind::Colon => Complement::Quote,
        TokenKind::Word | TokenKind::Number | TokenKind::Symbol => {
            if p.is(at, &["that"]) && p.tag(at) == Tag::Subordinator {
                Complement::That
            } else if p.tag(at) == Tag::To {
                if begins_infinitive(p, at, end) {
                    Complement::To
                } else {
                    Complement::Prep
                }
            } else if p.is(
                at,
                &[
                    "how", "what", "why", "whether", "if", "who", "when", "where",
                ],
            ) {
                Complement::Wh
            } else if p.tag(at) == Tag::Preposition {
                Complement::Prep
            } else if matches!(p.tag(at), Tag::Conjunction | Tag::Subordinator) {
                Complement::After
            } else if p.is_clause(at, end) {
                Complement::Clause
            } else {
                return None;
            }
        }
        _ => Complement::After,
    })
}

fn begins_infinitive(p: &Phrases<'_>, i: usize, end: usize) -> bool {
    p.tag(i) == Tag::To
        && i + 1 < end
        && (p.words[i + 1].classes.intersects(Classes::VERB) || p.is(i + 1, &["be", "have", "do"]))
        && p.tag(i + 1) != Tag::Name
        // Those whom one writes and speaks to.
        && !p.is(i + 1, &["staff", "people", "crew", "press"])
}

/// Whether a quotation begins at `i`.
pub(super) fn is_open(p: &Phrases<'_>, i: usize) -> bool {
    i < p.words.len() && p.kind(i) == TokenKind::Open
}

/// The tokens of the quotation that opens at `i`, marks included.
pub(super) fn quotation_len(p: &Phrases<'_>, i: usize) -> usize {
    quotation_end(p, i).saturating_sub(i)
}

/// One past the last token of the quotation whose mark stands at `i`.
pub(super) fn quotation_end(p: &Phrases<'_>, i: usize) -> usize {
    match p.views.quotations.get(p.token(i).quotation as usize) {
        Some(q) => q.close as usize + usize::from(q.closed),
        None => i + 1,
    }
}
