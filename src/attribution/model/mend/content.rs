//! Where the content of one report begins and ends.

use std::ops::Range;

use super::is_comma;
use crate::attribution::model::cue::Scene;
use crate::attribution::model::decode::Candidate;
use crate::text::TokenKind;
use crate::words::Tag;

/// "blamed “naive” defending": a quotation that is part of a noun phrase is said with the rest of it.
pub(super) fn go_on_behind_quotation(scene: &Scene<'_>, candidate: &mut Candidate) {
    let p = &scene.p;
    let cue = candidate.cue.end;
    let Some(range) = candidate.content.last_mut().filter(|r| r.start >= cue) else {
        return;
    };
    let (next, sentence) = (range.end, scene.sentence(range.start));
    let words = |i: usize| p.kind(i) == TokenKind::Close && p.kind(i - 1) == TokenKind::Word;
    if next < sentence.end
        && words(next - 1)
        && matches!(p.tag(next), Tag::Noun | Tag::Plural | Tag::Gerund)
        && !p.token(next).quoted()
    {
        range.end = p.base_end(next, sentence.end).max(next + 1);
    }
}

/// "“It ticked,” she says, curled up on the sofa.": how it is said is no part of it.
pub(super) fn leave_out_manner(scene: &Scene<'_>, candidate: &mut Candidate) {
    let p = &scene.p;
    let cue = candidate.cue.end;
    let quoted = |range: &Range<usize>| p.kind(range.start) == TokenKind::Open;
    let Some(first) = candidate
        .content
        .first()
        .filter(|r| quoted(r) && r.end <= cue)
    else {
        return;
    };
    let own = p.token(first.end - 1).sentence;
    let leads = p.is(cue - 1, &["at", "in", "on", "during", "from", "outside"]);
    candidate.content.retain(|range| {
        let how = range.start > cue
            && is_comma(scene, range.start - 1)
            && matches!(
                p.tag(range.start),
                Tag::Participle | Tag::Past | Tag::Gerund
            );
        // "“No,” she said at | yesterday's meeting."
        let place = leads && range.start == cue && !p.token(range.start).quoted();
        !(how || place) || p.token(range.start).sentence != own
    });
}

/// "hit back last night": when something was said is not what was said.
pub(super) fn is_time(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    const TIMES: &[&str] = &[
        "last",
        "this",
        "next",
        "on",
        "in",
        "early",
        "late",
        "earlier",
        "later",
        "again",
        "night",
        "day",
        "week",
        "month",
        "year",
        "morning",
        "afternoon",
        "evening",
        "weekend",
        "now",
        "then",
        "soon",
        "the",
        "same",
    ];
    let p = &scene.p;
    // "denies this", "said the same": no time.
    if let [only] = &candidate.content[..]
        && p.is(only.end - 1, &["this", "same"])
    {
        return false;
    }
    let mut words = candidate.content.iter().flat_map(Clone::clone);
    words.all(|i| p.is_day(i) || p.is(i, TIMES) || p.tag(i) == Tag::Number)
}

/// "a profit of 3 million for the first | half of the year": content does not end within a noun phrase.
pub(super) fn end_behind_noun(scene: &Scene<'_>, candidate: &mut Candidate) {
    let p = &scene.p;
    let cue = candidate.cue.end;
    let Some(range) = candidate.content.last_mut().filter(|r| r.start >= cue) else {
        return;
    };
    let (last, end) = (range.end - 1, scene.sentence(range.start).end);
    if range.end < end
        && matches!(
            p.tag(last),
            Tag::Determiner | Tag::Possessive | Tag::Adjective
        )
        && p.token(last).quotation == p.token(range.end).quotation
        && p.tag(range.end).is_nominal()
        && !p.is_day(range.end)
    {
        range.end = p.end(last, end).max(range.end);
    }
}
