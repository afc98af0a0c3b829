//! What stands between a name and a pronoun of the same sentence.

use super::list::join;
use crate::entities::Context;
use crate::text::TokenKind;
use crate::words::Tag;

/// A sentence is looked over for the beginning of a pronoun's phrase for so many tokens.
const PHRASE: usize = 60;

/// What stands between two places of a sentence.
#[derive(Clone, Copy, Default)]
pub(super) struct Between {
    /// Verbs that have a subject.
    pub verbs: usize,
    pub comma: bool,
    /// The last word that joins clauses, by its place on the axis of words that do.
    pub joined: Option<usize>,
}

impl Between {
    pub fn new(context: &Context<'_>, from: usize, to: usize) -> Self {
        let p = &context.p;
        let mut found = Between::default();
        for k in from..to {
            found.comma |= p.kind(k) == TokenKind::Comma;
            found.verbs += usize::from(p.is_finite(k));
            if matches!(p.tag(k), Tag::Subordinator | Tag::Conjunction | Tag::Wh) {
                found.joined = Some(join(p.word(k)));
            }
        }
        found
    }

    /// Whether a clause begins here, so that both may be the same person: "Lee said they told him".
    pub fn has_clause(&self) -> bool {
        self.comma || self.joined.is_some() || self.verbs > 1
    }
}

/// Whether the sentence has a verb with a subject before the pronoun at `i`: "In her first year" has none.
pub(super) fn has_verb_before(context: &Context<'_>, i: usize) -> bool {
    let start = context.sentence(i).start.max(i.saturating_sub(PHRASE));
    (start..i).any(|k| context.p.is_finite(k))
}
