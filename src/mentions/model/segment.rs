//! The features of a whole segment.

use super::super::evidence::{Evidence, Marks};
use super::LABELS;
use super::atoms::{Atoms, join};
use super::islands::{Island, Segment};
use super::weights::{Numbered, SEGMENT_BITS, SegmentSums, Weights, row};
use crate::attribution::model::hash::{mix, template};
use crate::text::TokenKind;

pub(super) fn score(
    e: &Evidence<'_>,
    atoms: &Atoms,
    island: &Island<'_>,
    s: &Segment,
    weights: &Weights,
) -> [i32; LABELS.len()] {
    let mut sums = SegmentSums::default();
    features(e, atoms, island, s, |hash| {
        weights.add_segment(row(hash, SEGMENT_BITS), &mut sums)
    });
    sums.get()
}

/// Calls `feature` with the hash of each feature of a segment.
pub(super) fn features(
    e: &Evidence<'_>,
    atoms: &Atoms,
    island: &Island<'_>,
    s: &Segment,
    mut feature: impl FnMut(u32),
) {
    let length = ((s.end - s.first).min(6)) as u32;
    let last = s.end - 1;
    let (l1, l2) = (atoms.at(e, s.first, -1), atoms.at(e, s.first, -2));
    let (r1, r2) = (atoms.at(e, last, 1), atoms.at(e, last, 2));
    let (head, tail) = (atoms.own(s.first), atoms.own(last));
    let classes =
        (s.first..s.end.min(s.first + 6)).fold(0, |hash, i| mix(hash, atoms.own(i).class));
    // Whether the run of capitals goes on.
    let capital_before = s.first > 0 && e.joined(s.first - 1) && e.capital(s.first - 1);
    let capital_behind = e.joined(last) && e.capital(s.end);
    let whole = u32::from(capital_before) | u32::from(capital_behind) << 1;
    let style = (e.marks[s.first] & (Marks::TITLE_CASE | Marks::CAPS_LINE)).bits();
    let mut all = Numbered {
        number: 0,
        feature: &mut feature,
    };
    all.add([length]);
    all.add([length, whole, style]);
    all.add([classes]);
    all.add([classes, whole]);
    all.add([classes, style]);
    all.add([l1.word, length.min(3)]);
    all.add([r1.word, length.min(3)]);
    all.add([l1.word, r1.word]);
    all.add([l1.tag, r1.tag]);
    all.add([l1.class, r1.class, classes]);
    all.add([l1.class, classes]);
    all.add([r1.class, classes]);
    all.add([l2.word, l1.word, length.min(2)]);
    all.add([r1.word, r2.word, length.min(2)]);
    all.add([l1.word, classes]);
    all.add([r1.word, classes]);
    all.add([head.word, length.min(3)]);
    all.add([tail.word, length.min(3)]);
    all.add([head.word, tail.word, u32::from(s.end > s.first + 2)]);
    all.add([tail.word, tail.class, l1.word]);
    all.add([head.lists, tail.lists]);
    let start = e.token(s.first).sentence;
    let at_start = s.first == 0 || e.token(s.first - 1).sentence != start;
    let at_end = !e.joined(last);
    all.add([u32::from(at_start) | u32::from(at_end) << 1, classes]);
    all.add([u32::from(brackets(e, s)), head.class, length.min(2)]);
    // What vectors say of its words.
    let kinds = (s.first..s.end.min(s.first + 6)).fold(0, |hash, i| mix(hash, atoms.own(i).kind));
    all.add([kinds]);
    all.add([head.topic, length.min(3)]);
    all.add([tail.topic, length.min(3)]);
    let mut add = |number: u32, values: &[u32]| {
        feature(
            values
                .iter()
                .fold(template(number), |hash, &value| mix(hash, value)),
        );
    };
    // What the rules and lists say.
    let mut any = false;
    for c in island.rules_at(s) {
        any = true;
        let label = c.label.map_or(9, |label| label as u32);
        let by = c.by.hash(e);
        if c.chosen {
            add(46, &[label, (c.score * 10.0) as u32]);
            add(47, &[by, label]);
            continue;
        }
        add(40, &[by, label, (c.score * 10.0) as u32]);
        add(41, &[by, label, whole]);
        add(42, &[label, (c.score * 8.0) as u32]);
    }
    if !any {
        add(43, &[length, style]);
    }
    let mut beyond = [0_u32; 16];
    for c in island
        .rules
        .iter()
        .filter(|c| c.first < s.end && s.first < c.end && !(c.first == s.first && c.end == s.end))
    {
        let label = c.label.map_or(9, |label| label as usize);
        let larger = c.first <= s.first && s.end <= c.end;
        let score = if c.chosen {
            6
        } else {
            (c.score * 5.0) as u32 + 1
        };
        let slot = &mut beyond[label];
        *slot = (*slot).max(score << 1 | u32::from(larger));
    }
    let best = beyond.iter().copied().fold(0, u32::max);
    add(44, &[join(&beyond[..5]), beyond[9]]);
    for (label, &score) in beyond.iter().enumerate().filter(|(_, s)| **s > 0) {
        add(45, &[label as u32, score, u32::from(score == best)]);
    }
}

/// Whether it stands in brackets alone.
fn brackets(e: &Evidence<'_>, s: &Segment) -> bool {
    s.first > 0
        && e.kind(s.first - 1) == Some(TokenKind::BracketOpen)
        && e.kind(s.end) == Some(TokenKind::BracketClose)
}
