//! The second look: what the first one found in the whole text says more of each possible name.
//!
//! The first look sees a name, what stands beside it and lists. The second one sees what the first thinks of the same string elsewhere, of the
//! name's words in other names, of the names beside it ("Leeds 2 Hull 0") and of those in the lines above and below, as in tables.

use rustc_hash::FxHashMap;

use super::super::evidence::Evidence;
use super::atoms::{Atoms, join};
use super::islands::{Island, Segment};
use super::weights::{AGAIN_BITS, COLUMNS, Weights, row};
use super::{LABELS, PerLabel};
use crate::attribution::model::hash::{self, mix, template};
use crate::text::Shape;

/// What is less likely by the first look is no name.
const POSSIBLE: f32 = 0.02;
/// Less likely names say nothing of their string elsewhere.
const TELLING: f32 = 0.3;
/// Less likely names say nothing of those beside them.
const LIKELY: f32 = 0.5;
/// Longer lines are prose and no rows of a table.
const LONGEST_ROW: usize = 16;
/// What stands between two names is seen up to so many tokens.
const LONGEST_GAP: usize = 4;

/// Stand for a label where there is no name, and where the line has fewer names.
const NO_NAME: u32 = 9;
const NO_MORE: u32 = 8;

/// A possible name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Possible {
    pub segment: Segment,
    /// Its scores by the first look.
    pub scores: PerLabel,
    likely: PerLabel,
    /// The index of its best label.
    label: usize,
}

impl Possible {
    fn new(segment: Segment, scores: PerLabel, likely: PerLabel) -> Self {
        let mut label = 0;
        for y in 1..LABELS.len() {
            if likely[y] > likely[label] {
                label = y;
            }
        }
        Possible {
            segment,
            scores,
            likely,
            label,
        }
    }

    /// The probability of its best label.
    fn best(&self) -> f32 {
        self.likely[self.label]
    }
}

/// Leaves an island only the segments that are possible names, by the scores and probabilities of all, and adds them to `possible`.
pub(super) fn sift(
    island: &mut Island<'_>,
    scores: &[PerLabel],
    likely: &[PerLabel],
    possible: &mut Vec<Possible>,
) {
    let start = possible.len();
    let all = island.segments.iter().zip(scores).zip(likely);
    let all = all.map(|((&segment, &scores), &likely)| Possible::new(segment, scores, likely));
    possible.extend(all.filter(|name| name.best() >= POSSIBLE));
    island.segments.clear();
    let left = possible[start..].iter().map(|name| name.segment);
    island.segments.extend(left);
}

/// Where a word stands in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum At {
    Alone,
    First,
    Inside,
    Last,
}

impl At {
    fn of(s: &Segment, i: usize) -> At {
        match (i == s.first, i + 1 == s.end) {
            (true, true) => At::Alone,
            (true, false) => At::First,
            (false, true) => At::Last,
            (false, false) => At::Inside,
        }
    }
}

/// A name that is beside others.
#[derive(Clone, Copy, Debug)]
struct Name {
    first: usize,
    end: usize,
    label: u32,
}

/// The first token of a line, and the first name that does not begin before it.
#[derive(Clone, Copy, Debug)]
struct Line {
    token: usize,
    name: usize,
}

/// What the first look found in a text.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The sums of the probabilities of strings, and of words in names.
    strings: FxHashMap<u32, PerLabel>,
    words: FxHashMap<(u32, At), PerLabel>,
    names: Vec<Name>,
    /// And one behind the last.
    lines: Vec<Line>,
}

impl Found {
    pub fn read(e: &Evidence<'_>, possible: &[Possible]) -> Self {
        let mut found = Found::default();
        for name in possible.iter().filter(|name| name.best() >= TELLING) {
            let s = &name.segment;
            add(found.strings.entry(string(e, s)).or_default(), &name.likely);
            for i in s.first..s.end {
                let key = (hash::word(e.word(i)), At::of(s, i));
                add(found.words.entry(key).or_default(), &name.likely);
            }
        }
        let likely = possible.iter().filter(|name| name.best() >= LIKELY);
        found.names.extend(likely.map(|name| Name {
            first: name.segment.first,
            end: name.segment.end,
            label: name.label as u32,
        }));
        let mut name = 0;
        for token in 0..=e.len() {
            if token == 0 || token == e.len() || e.shape(token).contains(Shape::LINE_START) {
                let rest = &found.names[name..];
                name += rest.iter().take_while(|n| n.first < token).count();
                found.lines.push(Line { token, name });
            }
        }
        found
    }

    /// What is added to the scores of a possible name, in units of the table; `beside` are all of its island.
    pub fn score(
        &self,
        e: &Evidence<'_>,
        atoms: &Atoms,
        beside: &[Possible],
        name: &Possible,
        weights: &Weights,
    ) -> [i32; LABELS.len()] {
        let mut sums = [0; LABELS.len()];
        self.features(e, atoms, beside, name, |hash| {
            let weights = &weights.again.values[row(hash, AGAIN_BITS) as usize * COLUMNS..];
            for (sum, &weight) in sums.iter_mut().zip(weights) {
                *sum += i32::from(weight);
            }
        });
        sums
    }

    /// Calls `feature` with the hash of each feature of a possible name.
    pub fn features(
        &self,
        e: &Evidence<'_>,
        atoms: &Atoms,
        beside: &[Possible],
        name: &Possible,
        mut feature: impl FnMut(u32),
    ) {
        let s = &name.segment;
        let mut add = |number: u32, values: &[u32]| {
            let start = template(number);
            feature(values.iter().fold(start, |hash, &value| mix(hash, value)));
        };
        let length = (s.end - s.first).min(3) as u32;
        let own = name.label as u32 * 8 + level(name.best());
        add(1, &[own]);
        // The same string elsewhere.
        let mut same = self.strings.get(&string(e, s)).copied().unwrap_or_default();
        if name.best() >= TELLING {
            remove(&mut same, &name.likely);
        }
        let same = same.map(level);
        add(2, &same);
        add(3, &[join(&same), own]);
        for (y, &level) in same.iter().enumerate() {
            add(4, &[y as u32, level, length]);
        }
        // Its words in other names.
        let (first, last) = (s.first, s.end - 1);
        let word = |i: usize, at: At| self.word(e, beside, i, at);
        if length == 1 {
            let (first_of, last_of) = (word(first, At::First), word(first, At::Last));
            add(5, &first_of);
            add(6, &last_of);
            add(7, &word(first, At::Inside));
            add(8, &[join(&first_of), join(&last_of), join(&same)]);
        } else {
            add(9, &word(first, At::Alone));
            add(10, &word(last, At::Alone));
            add(11, &word(last, At::Last));
            add(12, &word(first, At::First));
        }
        // The names beside it.
        let class = atoms.own(last).class;
        let before = self.names.partition_point(|n| n.end <= s.first);
        let behind = self.names.partition_point(|n| n.first < s.end);
        let left = before.checked_sub(1).map(|i| &self.names[i]);
        let left = left.map_or([NO_NAME, 0], |n| [n.label, gap(e, atoms, n.end, s.first)]);
        let right = self.names.get(behind);
        let right = right.map_or([NO_NAME, 0], |n| [n.label, gap(e, atoms, s.end, n.first)]);
        add(13, &left);
        add(14, &right);
        add(15, &[left[0], left[1], class]);
        add(16, &[right[0], right[1], class]);
        add(17, &[left[0], left[1], right[0], right[1]]);
        // Those with the same place in the lines above and below.
        let line = self.lines.partition_point(|l| l.token <= s.first) - 1;
        if self.is_row(line) {
            let place = before.saturating_sub(self.lines[line].name);
            let up = line.checked_sub(1);
            let up = up.map_or(NO_NAME, |up| self.in_row(up, place));
            let down = self.in_row(line + 1, place);
            // 32 and more: numbers and marks.
            let number = u32::from(atoms.at(e, last, 1).class >= 32);
            let start = u32::from(e.shape(s.first).contains(Shape::LINE_START));
            add(18, &[up, down, start]);
            add(19, &[up, start, number, class]);
            add(20, &[down, start, number, class]);
        }
    }

    /// What is thought of token `i`'s word where it has such a place in other names.
    fn word(&self, e: &Evidence<'_>, beside: &[Possible], i: usize, at: At) -> [u32; LABELS.len()] {
        let key = (hash::word(e.word(i)), at);
        let mut all = self.words.get(&key).copied().unwrap_or_default();
        for other in beside.iter().filter(|other| other.best() >= TELLING) {
            let o = &other.segment;
            if o.first <= i && i < o.end && At::of(o, i) == at {
                remove(&mut all, &other.likely);
            }
        }
        all.map(level)
    }

    /// Whether a line is there and short.
    fn is_row(&self, line: usize) -> bool {
        let next = self.lines.get(line + 1);
        next.is_some_and(|next| next.token - self.lines[line].token <= LONGEST_ROW)
    }

    /// The label of a name of a line, if that is short.
    fn in_row(&self, line: usize, place: usize) -> u32 {
        if !self.is_row(line) {
            return NO_NAME;
        }
        let names = &self.names[self.lines[line].name..self.lines[line + 1].name];
        names.get(place).map_or(NO_MORE, |name| name.label)
    }
}

/// The hash of a segment's words.
fn string(e: &Evidence<'_>, s: &Segment) -> u32 {
    (s.first..s.end).fold(0, |all, i| mix(all, hash::word(e.word(i))))
}

fn add(sums: &mut PerLabel, likely: &PerLabel) {
    for (sum, p) in sums.iter_mut().zip(likely) {
        *sum += p;
    }
}

fn remove(sums: &mut PerLabel, likely: &PerLabel) {
    for (sum, p) in sums.iter_mut().zip(likely) {
        *sum -= p;
    }
}

/// A sum of probabilities as a small number.
fn level(sum: f32) -> u32 {
    match sum {
        s if s < 0.1 => 0,
        s if s < 0.5 => 1,
        s if s < 0.9 => 2,
        s if s < 1.9 => 3,
        _ => 4,
    }
}

/// What stands between two names, if they are close and in one sentence.
fn gap(e: &Evidence<'_>, atoms: &Atoms, from: usize, to: usize) -> u32 {
    if to.saturating_sub(from) > LONGEST_GAP || e.token(from - 1).sentence != e.token(to).sentence {
        return 1;
    }
    (from..to).fold(2, |all, i| mix(all, atoms.own(i).word))
}
