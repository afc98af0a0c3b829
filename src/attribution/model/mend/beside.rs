//! What reports that stand beside each other leave to one another.

use std::ops::Range;

use super::is_comma;
use crate::attribution::model::cue::Scene;
use crate::attribution::model::decode::Candidate;
use crate::text::TokenKind;
use crate::words::Tag;

/// So many candidates on either side are compared with one.
const NEAR: usize = 4;

/// "Lee said it was late. “We must go,” Kim added.": a quotation that another cue of its sentence reports is not said by both.
pub(super) fn leave_to_nearer_cues(scene: &Scene<'_>, candidates: &mut [Candidate]) {
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
pub(super) fn take_over_sources(scene: &Scene<'_>, candidates: &mut [Candidate]) {
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
pub(super) fn part_around_reports(scene: &Scene<'_>, candidates: &mut [Candidate]) {
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
pub(super) fn end_before_semicolons(scene: &Scene<'_>, candidates: &mut [Candidate]) {
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
pub(super) fn end_before_participles(scene: &Scene<'_>, candidates: &mut [Candidate]) {
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
pub(super) fn end_relative_clauses(scene: &Scene<'_>, candidates: &mut [Candidate]) {
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
