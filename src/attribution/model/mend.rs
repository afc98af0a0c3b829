//! Mends what the decisions for single cues cannot know of each other: who a quotation belongs to, and where source and content end beside other reports.

use std::ops::Range;

use super::cue::Scene;
use super::decode::Candidate;
use crate::text::TokenKind;
use crate::words::Tag;

/// Mends the candidates that are kept; they are by head, one for each. Who is left without content goes.
pub(super) fn mend(scene: &Scene<'_>, candidates: &mut Vec<Candidate>) {
    for candidate in candidates.iter_mut() {
        begin_behind_conjunction(scene, candidate);
        begin_before_object(scene, candidate);
        take_in_apposition(scene, candidate);
        go_on_behind_quotation(scene, candidate);
        leave_out_manner(scene, candidate);
    }
    leave_to_nearer_cues(scene, candidates);
    take_over_sources(scene, candidates);
    part_around_reports(scene, candidates);
    end_before_participles(scene, candidates);
    end_before_semicolons(scene, candidates);
    end_relative_clauses(scene, candidates);
    candidates.retain(|c| !c.content.is_empty() && !is_time(scene, c));
}

/// So many candidates on either side are compared with one.
const NEAR: usize = 4;

/// "a day after critics asked": the source begins behind the conjunction.
fn begin_behind_conjunction(scene: &Scene<'_>, candidate: &mut Candidate) {
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
fn begin_before_object(scene: &Scene<'_>, candidate: &mut Candidate) {
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
fn take_in_apposition(scene: &Scene<'_>, candidate: &mut Candidate) {
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
fn go_on_behind_quotation(scene: &Scene<'_>, candidate: &mut Candidate) {
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
fn leave_out_manner(scene: &Scene<'_>, candidate: &mut Candidate) {
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
fn is_time(scene: &Scene<'_>, candidate: &Candidate) -> bool {
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

/// "Lee said it was late. “We must go,” Kim added.": a quotation that another cue of its sentence reports is not said by both.
fn leave_to_nearer_cues(scene: &Scene<'_>, candidates: &mut [Candidate]) {
    for i in 0..candidates.len() {
        let candidate = &candidates[i];
        let sentence = scene.p.token(candidate.head).sentence;
        let near = i.saturating_sub(NEAR)..(i + 1 + NEAR).min(candidates.len());
        let others: Vec<&Candidate> = near.filter(|&j| j != i).map(|j| &candidates[j]).collect();
        let is_other_s = |range: &Range<usize>| {
            let last = scene.p.token(range.end - 1).sentence;
            scene.p.kind(range.start) == TokenKind::Open
                && scene.p.token(range.start).sentence > sentence
                && others.iter().any(|other| {
                    let own = scene.p.token(other.head).sentence;
                    own == last
                        && !range.contains(&other.head)
                        && other.content.iter().any(|r| r.contains(&range.start))
                })
        };
        let mut kept = candidate.content.clone();
        kept.retain(|range| !is_other_s(range));
        // "It blamed the weather. “Nobody buys coats,” said Lee.": what the frames read is left.
        let frame = scene.proposal(candidate.head).filter(|f| {
            let own = |r: &Range<usize>| scene.p.token(r.start).sentence == sentence;
            kept.is_empty() && !f.content.is_empty() && f.content.iter().all(own)
        });
        match frame {
            Some(f) => {
                candidates[i].source.clone_from(&f.source);
                candidates[i].cue = f.cue.clone();
                candidates[i].content.clone_from(&f.content);
            }
            None => candidates[i].content = kept,
        }
    }
}

/// "It fell, said Lee, noting that it had risen": who said it noted it, not the subject of what was said.
fn take_over_sources(scene: &Scene<'_>, candidates: &mut [Candidate]) {
    for i in 1..candidates.len() {
        let (before, behind) = candidates.split_at_mut(i);
        let (said, noting) = (&before[i - 1], &mut behind[0]);
        let start = noting.cue.start;
        let Some(source) = said.source.as_ref().filter(|s| s.start >= said.cue.end) else {
            continue;
        };
        if scene.p.tag(noting.head) == Tag::Gerund
            && is_comma(scene, start - 1)
            && (source.end == start || source.end == start - 1)
            && noting
                .source
                .as_ref()
                .is_some_and(|s| s.end <= said.cue.start)
        {
            let comma = usize::from(source.end == start);
            noting.source = Some(source.start..source.end - comma);
        }
    }
}

/// "The findings suggest that people lived there, the researchers write": two reports that each hold the other's cue.
/// The one in the middle of the other is around it: its words are no content of the other one.
fn part_around_reports(scene: &Scene<'_>, candidates: &mut [Candidate]) {
    for i in 0..candidates.len() {
        for j in i + 1..(i + 1 + NEAR).min(candidates.len()) {
            let holds = |a: usize, b: usize| {
                let cue = candidates[b].cue.start;
                candidates[a].content.iter().any(|r| r.contains(&cue))
            };
            if !(holds(i, j) && holds(j, i)) {
                continue;
            }
            let around = candidates[j].clone();
            let Some(source) = around.source.filter(|s| s.start > candidates[i].cue.end) else {
                continue;
            };
            let report = source.start.min(around.cue.start)..source.end.max(around.cue.end);
            candidates[i].content = without(scene, &candidates[i].content, &report);
        }
    }
}

/// "I asked whether bikes could stay; he promised to see": what another one reports behind a semicolon is no part of it.
fn end_before_semicolons(scene: &Scene<'_>, candidates: &mut [Candidate]) {
    for i in 0..candidates.len() {
        let (before, behind) = candidates.split_at_mut(i + 1);
        let said = &mut before[i];
        for next in behind.iter().take(NEAR) {
            let Some(source) = next.source.as_ref().filter(|s| s.start > said.cue.end) else {
                continue;
            };
            let mark = source.start - 1;
            if scene.p.kind(mark) != TokenKind::Semicolon || scene.p.token(mark).quoted() {
                continue;
            }
            for range in said.content.iter_mut().filter(|r| r.contains(&mark)) {
                range.end = mark;
            }
            said.content.retain(|range| !range.is_empty());
        }
    }
}

/// "Lee said it was late, telling the radio that ...": the same speaker's next report is no part of the one before.
fn end_before_participles(scene: &Scene<'_>, candidates: &mut [Candidate]) {
    for i in 0..candidates.len() {
        let (before, behind) = candidates.split_at_mut(i + 1);
        let said = &mut before[i];
        for next in behind.iter().take(NEAR) {
            let cue = next.cue.start;
            if next.source != said.source
                || next.source.is_none()
                || !is_comma(scene, cue - 1)
                || scene.p.tag(next.head) != Tag::Gerund
            {
                continue;
            }
            for range in said.content.iter_mut().filter(|r| r.contains(&cue)) {
                range.end = (cue - 1).max(range.start);
            }
            said.content.retain(|range| !range.is_empty());
        }
    }
}

/// The tokens without a part and the commas around it.
fn without(scene: &Scene<'_>, content: &[Range<usize>], part: &Range<usize>) -> Vec<Range<usize>> {
    let is_mark = |i: usize| {
        !matches!(
            scene.p.kind(i),
            TokenKind::Word | TokenKind::Number | TokenKind::Clitic | TokenKind::Symbol
        )
    };
    let mut kept = vec![];
    for range in content {
        if !range.contains(&part.start) {
            kept.push(range.clone());
            continue;
        }
        let (mut end, mut start) = (part.start, part.end.min(range.end));
        while end > range.start && is_comma(scene, end - 1) {
            end -= 1;
        }
        while start < range.end && is_comma(scene, start) {
            start += 1;
        }
        kept.push(range.start..end);
        if !(start..range.end).all(is_mark) {
            kept.push(start..range.end);
        }
    }
    kept.retain(|range| !range.is_empty());
    kept
}

/// So many cues behind that of a relative clause are looked at.
const NEXT_CUES: usize = 4;

/// "Lee, who declined to be named, said it fell": what is said in a relative clause ends before the verb whose subject stands before that clause.
fn end_relative_clauses(scene: &Scene<'_>, candidates: &mut [Candidate]) {
    for i in 0..candidates.len() {
        let (before, behind) = candidates.split_at_mut(i + 1);
        let inner = &mut before[i];
        let Some(who) = inner.source.clone() else {
            continue;
        };
        if who.len() != 1 || !scene.p.is(who.start, &["who", "which"]) {
            continue;
        }
        let mut next = behind.iter().take(NEXT_CUES);
        let outer = next.find(|c| c.source.as_ref().is_some_and(|s| s.start < who.start));
        let end = outer.map(|c| c.cue.start);
        let Some(cue) = end.or_else(|| verb_around(scene, who.start, &inner.content)) else {
            continue;
        };
        for range in inner.content.iter_mut().filter(|r| r.start < cue) {
            while range.end > cue || range.end > range.start && is_comma(scene, range.end - 1) {
                range.end -= 1;
            }
        }
        inner.content.retain(|range| !range.is_empty());
    }
}

/// The verb behind a relative clause in commas: "Lee, who threatened to go, was silent".
fn verb_around(scene: &Scene<'_>, who: usize, content: &[Range<usize>]) -> Option<usize> {
    let p = &scene.p;
    if who == 0 || !is_comma(scene, who - 1) {
        return None;
    }
    let range = content.iter().find(|range| range.start > who)?;
    let own = p.token(who).quotation;
    (range.start + 1..range.end).find(|&i| {
        is_comma(scene, i - 1)
            && p.token(i).quotation == own
            && (matches!(p.tag(i), Tag::Auxiliary | Tag::Modal) || p.is_finite(i))
    })
}

fn is_comma(scene: &Scene<'_>, i: usize) -> bool {
    scene.p.kind(i) == TokenKind::Comma
}

#[cfg(test)]
mod tests {
    use crate::Tagger;

    /// What is said by the cue that ends with this word.
    fn said(text: &str, cue: &str) -> Vec<String> {
        let document = Tagger::default().tag(text);
        let mut all = document.attributions.iter();
        let found = all.find(|a| a.cue.iter().any(|&span| text[span].ends_with(cue)));
        let contents = found.iter().flat_map(|a| &a.content);
        contents.map(|&span| text[span].to_owned()).collect()
    }

    #[test]
    fn a_relative_clause_ends_before_the_verb_around_it() {
        for (text, cue, content) in [
            (
                "Angela Merkel, who declined to be named, said prices would fall.",
                "declined",
                "to be named",
            ),
            (
                "Angela Merkel, who had threatened to veto it, was in Oslo.",
                "threatened",
                "to veto it",
            ),
        ] {
            assert_eq!(said(text, cue), [content]);
        }
    }

    #[test]
    fn a_quotation_is_said_by_the_nearer_cue() {
        let text = "According to Angela Merkel, he stayed for an hour. “He told us it would be rebuilt,” she recalls.";
        assert_eq!(said(text, "to"), ["he stayed for an hour"]);
        assert_eq!(said(text, "recalls"), ["“He told us it would be rebuilt,”"]);
    }

    #[test]
    fn of_two_reports_the_one_in_the_middle_is_around_the_other() {
        let text = "The findings suggest that people lived there, the researchers write.";
        assert_eq!(said(text, "suggest"), ["that people lived there"]);
        assert_eq!(
            said(text, "write"),
            ["The findings suggest that people lived there"]
        );
    }

    #[test]
    fn who_said_it_noted_it() {
        let text = "Analysts had hoped for more, said Angela Merkel, noting that prices had risen.";
        let document = Tagger::default().tag(text);
        let sources: Vec<&str> = document
            .attributions
            .iter()
            .filter(|a| matches!(&*a.cue_lemma, "say" | "note"))
            .map(|a| &text[a.source[0]])
            .collect();
        assert_eq!(sources, ["Angela Merkel", "Angela Merkel"]);
    }

    #[test]
    fn a_cue_ends_before_the_next_phrase() {
        let text = "Angela Merkel told almost no one what she had seen.";
        let document = Tagger::default().tag(text);
        assert_eq!(&text[document.attributions[0].cue[0]], "told almost");
    }

    #[test]
    fn a_source_begins_behind_its_time() {
        let text = "The president praised the deal with Norway, a day after critics questioned whether it was new.";
        let document = Tagger::default().tag(text);
        let asked = document
            .attributions
            .iter()
            .find(|a| a.cue_lemma == "question");
        assert_eq!(&text[asked.unwrap().source[0]], "critics");
    }

    #[test]
    fn how_it_is_said_is_no_part_of_it() {
        let text = "“It was a sort of ticking,” Angela Merkel says, curled up on the sofa.";
        assert_eq!(said(text, "says"), ["“It was a sort of ticking,”"]);
    }

    #[test]
    fn the_next_report_of_the_same_speaker_is_another() {
        let text = "Angela Merkel said the numbers were high, telling reporters the market would cool by Christmas.";
        assert_eq!(said(text, "said"), ["the numbers were high"]);
    }

    #[test]
    fn what_is_left_of_a_report_is_what_the_frames_read() {
        let text = "Angela Merkel agreed that closer ties were needed, but cautioned against a cartel. “Cartels invite lawsuits,” she told the paper.";
        assert_eq!(said(text, "against"), ["a cartel"]);
        assert_eq!(said(text, "told"), ["“Cartels invite lawsuits,”"]);
    }

    #[test]
    fn quoted_words_are_said_with_their_noun() {
        let text = "Angela Merkel blamed “naive” planning.";
        assert_eq!(said(text, "blamed"), ["“naive” planning"]);
    }

    #[test]
    fn what_is_reported_behind_a_semicolon_is_another_report() {
        let text = "Angela Merkel asked whether bikes could be stored inside; Peter Novak promised to look into it.";
        assert_eq!(
            said(text, "asked"),
            ["whether bikes could be stored inside"]
        );
    }

    #[test]
    fn where_it_is_said_is_no_part_of_it() {
        let text = "“This was not an easy decision,” our chief executive Angela Merkel said at yesterday's meeting.";
        let document = Tagger::default().tag(text);
        let content = &document.attributions[0].content;
        assert_eq!(content.len(), 1, "{content:?}");
    }

    #[test]
    fn a_report_may_stand_behind_a_comma() {
        let text = "The harbour is closed for good, notes Angela Merkel.";
        assert_eq!(said(text, "notes"), ["The harbour is closed for good"]);
    }
}
