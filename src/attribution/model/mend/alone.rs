//! Where the source and the content of one report begin and end.

use std::ops::Range;

use super::is_comma;
use crate::attribution::model::cue::Scene;
use crate::attribution::model::decode::Candidate;
use crate::text::TokenKind;
use crate::words::Tag;

/// "a day after critics asked": the source begins behind the conjunction.
pub(super) fn begin_behind_conjunction(scene: &Scene<'_>, candidate: &mut Candidate) {
    const TIMES: &[&str] = &[
        "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "night", "week",
        "weeks", "month", "months", "year", "years", "decade", "decades", "moments", "time",
    ];
    /// A time has no more tokens: "nearly two and a half years after".
    const LONGEST: usize = 7;
    let p = &scene.p;
    let Some(source) = &mut candidate.source else {
        return;
    };
    let first = source.start..source.end.min(source.start + LONGEST);
    let joins = |&i: &usize| p.is(i, &["after", "before", "since", "when"]);
    if let Some(at) = first.clone().find(joins)
        && at > first.start
        && at + 1 < source.end
        && p.is(at - 1, TIMES)
    {
        source.start = at + 1;
    }
}

/// "a man with him said", "an MP backing her said": what cannot be a subject ends one.
pub(super) fn begin_before_object(scene: &Scene<'_>, candidate: &mut Candidate) {
    let p = &scene.p;
    let Some(source) = &mut candidate.source else {
        return;
    };
    if source.len() != 1
        || source.start < 2
        || source.end != candidate.cue.start
        || !p.is(source.start, &["him", "them", "me", "us"])
        || !matches!(p.tag(source.start - 1), Tag::Preposition | Tag::Gerund)
    {
        return;
    }
    let sentence = scene.sentence(source.start);
    let first = p.base_start(source.start - 1, sentence.start);
    if first < source.start - 1 {
        source.start = first;
    }
}

/// "The tenement's owner, Argyle Lets, has apologised": what stands before an apposition is no content.
pub(super) fn take_in_apposition(scene: &Scene<'_>, candidate: &mut Candidate) {
    /// No such noun phrase has more tokens.
    const LONGEST: usize = 10;
    let p = &scene.p;
    let (Some(source), [content]) = (&mut candidate.source, &candidate.content[..]) else {
        return;
    };
    let verb = content.clone().any(|i| {
        p.is_finite(i) || matches!(p.tag(i), Tag::To | Tag::Subordinator) || p.token(i).quoted()
    });
    let ends = |i: usize| i > 0 && is_comma(scene, i - 1);
    if content.end + 1 == source.start
        && is_comma(scene, content.end)
        && ends(candidate.cue.start)
        && source.end <= candidate.cue.start
        && content.len() <= LONGEST
        && !verb
    {
        source.start = content.start;
        candidate.content.clear();
    }
}

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
    candidate.content.iter().all(|range| {
        range
            .clone()
            .all(|i| p.is_day(i) || p.is(i, TIMES) || p.tag(i) == Tag::Number)
    })
}
