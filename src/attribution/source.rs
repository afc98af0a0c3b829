//! Where the source of a cue stands.

use std::ops::Range;

use crate::text::TokenKind;
use crate::words::{Phrases, Tag};

/// How far back the subject of a sentence is looked for.
const SUBJECT_WINDOW: usize = 60;

/// The noun phrase in front of the verb group that begins at `first`, in the sentence that begins at `start`.
pub(super) fn before(p: &Phrases<'_>, first: usize, start: usize) -> Option<Range<usize>> {
    let mut j = first;
    // "Lee on Tuesday also said"
    while j > start && (p.tag(j - 1) == Tag::Adverb || p.is_day(j - 1)) {
        j -= 1;
    }
    if j > start && j < first && p.is(j - 1, &["on"]) {
        j -= 1;
    }
    p.before(j, start)
}

/// The subject of the first verb of the sentence that begins at `start`, looked for up to `end`.
pub(super) fn sentence_subject(p: &Phrases<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    let verb = (start + 1..end.min(start + SUBJECT_WINDOW)).find(|&k| p.is_finite(k))?;
    before(p, verb, start)
}

/// The possessor in front of the noun at `noun`: "her", "Lee's".
pub(super) fn possessor(p: &Phrases<'_>, noun: usize, start: usize) -> Option<Range<usize>> {
    let mut k = noun;
    while k > start
        && noun - k < 4
        && matches!(
            p.tag(k - 1),
            Tag::Adjective | Tag::Noun | Tag::Name | Tag::Participle | Tag::Number
        )
    {
        k -= 1;
    }
    let clitic = k
        .checked_sub(1)
        .filter(|&c| c >= start && p.tag(c) == Tag::Possessive)?;
    if p.kind(clitic) != TokenKind::Clitic {
        return Some(clitic..k);
    }
    Some(p.before(clitic, start)?.start..k)
}

/// Whether the tokens hold a verb of their own outside any relative clause: what is quoted in "Prices fell, Lee said".
pub(super) fn has_main_verb(p: &Phrases<'_>, range: Range<usize>) -> bool {
    let mut relative = false;
    for k in range {
        if p.kind(k) == TokenKind::Comma {
            relative = false;
        } else if p.is(k, &["who", "which", "whose"]) {
            relative = true;
        } else if p.is_finite(k) && !relative {
            return true;
        }
    }
    false
}
