//! Who the source of one report is, and where it begins and ends.

use super::is_comma;
use crate::attribution::model::cue::Scene;
use crate::attribution::model::decode::Candidate;
use crate::text::TokenKind;
use crate::words::Tag;

/// The label of persons in the atoms.
const PERSON: u32 = 1;

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

/// "a post on Monday the mayor said", "in recent years critics said": the source begins behind the time.
pub(super) fn begin_behind_time(scene: &Scene<'_>, candidate: &mut Candidate) {
    let p = &scene.p;
    let Some(source) = &mut candidate.source else {
        return;
    };
    let led = source.start > 0 && p.is(source.start - 1, &["in", "over", "for", "within"]);
    let begins = |&i: &usize| {
        let phrase = p.kind(i) == TokenKind::Word
            && (matches!(p.tag(i), Tag::Determiner | Tag::Pronoun) || led && p.is_nominal(i));
        let time =
            p.is_day(i - 1) || led && p.is(i - 1, &["days", "weeks", "months", "years", "decades"]);
        time && phrase
    };
    if source.end <= candidate.cue.start
        && let Some(at) = (source.start + 1..source.end).rev().find(begins)
    {
        source.start = at;
    }
}

/// "(according to Lee) is right": a source ends before the bracket that closes around it.
pub(super) fn end_at_bracket(scene: &Scene<'_>, candidate: &mut Candidate) {
    let p = &scene.p;
    let Some(source) = &mut candidate.source else {
        return;
    };
    let mut depth = 0;
    for i in source.clone() {
        match p.kind(i) {
            TokenKind::BracketOpen => depth += 1,
            TokenKind::BracketClose if depth == 0 && i > source.start => {
                source.end = i;
                return;
            }
            TokenKind::BracketClose => depth -= 1,
            _ => {}
        }
    }
}

/// "a firm that lets bakers move to bigger shops said", "critics have in recent years said": what a preposition governs is no subject.
pub(super) fn begin_at_subject(scene: &Scene<'_>, candidate: &mut Candidate) {
    let p = &scene.p;
    let (Some(source), cue) = (&mut candidate.source, &candidate.cue) else {
        return;
    };
    let sentence = scene.sentence(cue.start);
    // "in delegates naming him": a participle belongs to its own noun.
    if source.end != cue.start
        || source.start <= sentence.start + 1
        || p.word(candidate.head).ends_with("ing")
    {
        return;
    }
    let before = source.start - 1;
    if !matches!(p.tag(before), Tag::Preposition | Tag::To)
        || p.is(
            before,
            &["than", "as", "like", "after", "before", "since", "until"],
        )
        || p.token(before).quotation != p.token(cue.start).quotation
    {
        return;
    }
    if p.tag(before - 1) == Tag::Auxiliary && p.is(before - 1, &["have", "has", "had"]) {
        if let Some(subject) = p.before(before - 1, sentence.start) {
            *source = subject;
        }
        return;
    }
    let who = |&i: &usize| p.is(i, &["that", "who", "which"]);
    let ends = |&i: &usize| !is_comma(scene, i) && p.kind(i) != TokenKind::Semicolon;
    let mut clause = (sentence.start + 1..before).rev().take_while(ends);
    if let Some(that) = clause.find(who)
        && p.is_nominal(that - 1)
        && matches!(
            (that + 1..before).filter(|&i| p.is_finite(i)).count(),
            1 | 2
        )
        && !(that + 1..before).any(|i| scene.proposal(i).is_some())
        && let Some(subject) = p.before(that, sentence.start)
    {
        source.start = subject.start;
    }
}

/// "She was slammed for staging it by the union": who it is done by speaks, not its subject.
pub(super) fn take_agent(scene: &Scene<'_>, candidate: &mut Candidate) {
    let p = &scene.p;
    let cue = candidate.cue.clone();
    let (Some(source), [content]) = (&mut candidate.source, &mut candidate.content[..]) else {
        return;
    };
    let is_passive = matches!(p.tag(candidate.head), Tag::Participle | Tag::Past)
        && cue
            .clone()
            .any(|i| p.is(i, &["was", "were", "been", "being"]));
    // "were outraged by reports" of what was done by others
    if !is_passive
        || source.end > cue.start
        || content.start < cue.end
        || p.is(content.start, &["by"])
        || p.is(cue.end - 1, &["by"])
    {
        return;
    }
    let by = |&i: &usize| p.is(i, &["by"]) && !p.token(i).quoted();
    if let Some(at) = (content.start + 1..content.end).rev().find(by)
        && at + 1 < content.end
        && p.tag(at + 1) != Tag::Gerund
        && p.end(at + 1, content.end) == content.end
    {
        *source = at + 1..content.end;
        content.end = at;
    }
}

/// "Lee cited the firm as saying": who is cited says it.
pub(super) fn take_cited(scene: &Scene<'_>, candidate: &mut Candidate) {
    /// No cited source has more tokens.
    const LONGEST: usize = 16;
    let p = &scene.p;
    let Some(source) = &mut candidate.source else {
        return;
    };
    let head = candidate.head;
    if head == 0 || !p.is(head, &["saying"]) || !p.is(head - 1, &["as"]) {
        return;
    }
    let cites = |&i: &usize| {
        p.is(
            i,
            &["cited", "cites", "citing", "quoted", "quotes", "quoting"],
        )
    };
    let from = source
        .end
        .max(scene.sentence(head).start)
        .max(head.saturating_sub(LONGEST));
    if let Some(at) = (from..head - 1).rev().find(cites)
        && at + 2 < head
    {
        *source = at + 1..head - 1;
    }
}

/// "Captain Lee, head of the harbour at Oslo | said": a person in front of what describes him, with which the sentence begins, is the source.
pub(super) fn take_in_name(scene: &Scene<'_>, candidate: &mut Candidate) {
    /// No title and name have more tokens.
    const LONGEST: usize = 10;
    let p = &scene.p;
    let Some(source) = &mut candidate.source else {
        return;
    };
    let start = scene.sentence(source.start).start;
    let range = start..source.start.saturating_sub(1);
    let person = |i: usize| scene.atoms[i].label == PERSON;
    let name = |i: usize| p.token(i).capitalised() || person(i);
    if source.end <= candidate.cue.start
        && range.len() > 1
        && range.len() <= LONGEST
        && is_comma(scene, range.end)
        && person(range.end - 1)
        && p.tag(start) != Tag::Preposition
        && range.clone().all(name)
        && !source.clone().any(person)
        // "Lee, officials in Lund say, was late", "Lee, who left, said"
        && source.len() > 2
        && !is_comma(scene, candidate.cue.end.min(p.words.len() - 1))
        && matches!(
            p.tag(source.start),
            Tag::Noun | Tag::Name | Tag::Adjective | Tag::Number
        )
    {
        source.start = start;
    }
}
