//! What the first look has shown of the whole document, as features of the second.

use rustc_hash::FxHashMap;

use super::super::evidence::Evidence;
use super::islands::{Island, Islands, Segment};
use super::numbers::step;
use super::weights::{COLUMNS, DOCUMENT_BITS, Weights, add as add_row, row};
use super::{LABELS, PerLabel};
use crate::attribution::model::hash::{mix, template};

/// How the document reads a string.
#[derive(Clone, Copy, Debug, Default)]
struct Reading {
    /// Over all places where it may be a name: the sum of the probabilities.
    sum: PerLabel,
    /// How many of these places there are.
    places: f32,
}

/// How a word is used in longer names: the sums of the probabilities of names that end with it, and of those that hold it elsewhere.
#[derive(Clone, Copy, Debug, Default)]
struct Use {
    last: PerLabel,
    elsewhere: PerLabel,
}

/// What is known of a document after the first look.
pub(super) struct Seen {
    strings: FxHashMap<u32, Reading>,
    words: FxHashMap<u32, Use>,
    /// For acronyms: the initials of long organizations.
    initials: FxHashMap<u32, f32>,
    /// For each token and label the probability that it stands in a name.
    tokens: Vec<PerLabel>,
}

/// A hash of the segment's words without case.
fn key(e: &Evidence<'_>, first: usize, end: usize) -> u32 {
    (first..end).fold(7, |hash, i| mix(hash, folded(e.word(i))))
}

fn folded(word: &str) -> u32 {
    crate::attribution::model::hash::word(word)
}

/// Names that are less likely say nothing of their words.
const LEAST: f32 = 0.1;

impl Seen {
    pub fn gather(e: &Evidence<'_>, islands: &Islands<'_>, looks: &[Vec<PerLabel>]) -> Self {
        let mut seen = Seen {
            strings: FxHashMap::default(),
            words: FxHashMap::default(),
            initials: FxHashMap::default(),
            tokens: vec![[0.0; LABELS.len()]; e.len()],
        };
        for (island, look) in islands.iter().zip(looks) {
            for (s, p) in island.segments.iter().zip(look) {
                let reading = seen.strings.entry(key(e, s.first, s.end)).or_default();
                for y in 0..LABELS.len() {
                    reading.sum[y] += p[y];
                }
                reading.places += 1.0;
                if p.iter().all(|&p| p < LEAST) {
                    continue;
                }
                for i in s.first..s.end {
                    for y in 0..LABELS.len() {
                        seen.tokens[i][y] += p[y];
                    }
                }
                if s.end > s.first + 1 {
                    for i in s.first..s.end {
                        if e.capital(i) {
                            let used = seen.words.entry(folded(e.word(i))).or_default();
                            let sums = if i + 1 == s.end {
                                &mut used.last
                            } else {
                                &mut used.elsewhere
                            };
                            for y in 0..LABELS.len() {
                                sums[y] += p[y];
                            }
                        }
                    }
                    if p[1] > LEAST
                        && let Some(initials) = initials(e, s)
                    {
                        let best = seen.initials.entry(initials).or_default();
                        *best = best.max(p[1]);
                    }
                }
            }
        }
        seen
    }

    pub fn score(
        &self,
        e: &Evidence<'_>,
        island: &Island<'_>,
        s: &Segment,
        look: &[PerLabel],
        weights: &Weights,
    ) -> [i32; COLUMNS] {
        let mut sums = [0; COLUMNS];
        self.features(e, island, s, look, |hash| {
            add_row(&weights.document, row(hash, DOCUMENT_BITS), &mut sums)
        });
        sums
    }

    /// Calls `feature` with the hash of each feature of a segment; `look` is what the first look said of the island's segments.
    pub fn features(
        &self,
        e: &Evidence<'_>,
        island: &Island<'_>,
        s: &Segment,
        look: &[PerLabel],
        mut feature: impl FnMut(u32),
    ) {
        let mut add = |number: u32, values: &[u32]| {
            feature(
                values
                    .iter()
                    .fold(template(number), |hash, &value| mix(hash, value)),
            );
        };
        let own = island
            .segments
            .iter()
            .position(|t| t == s)
            .map_or([0.0; LABELS.len()], |i| look[i]);
        let single = s.end == s.first + 1;
        let length = (s.end - s.first).min(3) as u32;
        let own_best = best(&own);
        let own_steps = own.map(step);
        add(1, &[length]);
        for y in 0..LABELS.len() as u32 {
            add(2, &[y, own_steps[y as usize], length]);
        }
        // The same string elsewhere.
        let mut rest = self
            .strings
            .get(&key(e, s.first, s.end))
            .copied()
            .unwrap_or_default();
        rest.places -= 1.0;
        for y in 0..LABELS.len() {
            rest.sum[y] = (rest.sum[y] - own[y]).max(0.0);
        }
        let places = (rest.places as u32).min(4);
        add(3, &[places, length]);
        if places > 0 {
            let mean = rest.sum.map(|sum| step((sum / rest.places).min(1.0)));
            let sum = rest.sum.map(step);
            let best = best(&rest.sum);
            add(4, &[mean[0], mean[1], mean[2]]);
            add(5, &[sum[0], sum[1], sum[2]]);
            for y in 0..LABELS.len() as u32 {
                add(6, &[y, mean[y as usize], own_steps[y as usize]]);
                add(7, &[y, sum[y as usize], length]);
            }
            add(
                8,
                &[
                    best,
                    mean[best as usize],
                    own_best,
                    own_steps[own_best as usize],
                ],
            );
        }
        if single {
            let word = folded(e.word(s.first));
            let mut used = self.words.get(&word).copied().unwrap_or_default();
            // Without what this island itself says.
            for (t, p) in island.segments.iter().zip(look) {
                if t.end == t.first + 1 || p.iter().all(|&p| p < LEAST) {
                    continue;
                }
                for i in (t.first..t.end).filter(|&i| folded(e.word(i)) == word) {
                    let sums = if i + 1 == t.end {
                        &mut used.last
                    } else {
                        &mut used.elsewhere
                    };
                    for y in 0..LABELS.len() {
                        sums[y] = (sums[y] - p[y]).max(0.0);
                    }
                }
            }
            for y in 0..LABELS.len() as u32 {
                add(10, &[y, step(used.last[y as usize]), own_steps[y as usize]]);
                add(
                    11,
                    &[y, step(used.elsewhere[y as usize]), own_steps[y as usize]],
                );
            }
            let (last, elsewhere) = (best(&used.last), best(&used.elsewhere));
            add(
                12,
                &[
                    last,
                    step(used.last[last as usize]),
                    elsewhere,
                    step(used.elsewhere[elsewhere as usize]),
                    own_best,
                ],
            );
            if let Some(&p) = self.initials.get(&spelt(e.word(s.first))) {
                add(13, &[step(p)]);
            }
        } else {
            // Do its words name the same by themselves elsewhere? "Geng" for "Geng Haoran".
            for (number, i) in [(14, s.first), (15, s.end - 1)] {
                let alone = self
                    .strings
                    .get(&key(e, i, i + 1))
                    .copied()
                    .unwrap_or_default();
                let sum = alone.sum.map(step);
                let best = best(&alone.sum);
                add(
                    number,
                    &[
                        best,
                        sum[best as usize],
                        own_best,
                        (alone.places as u32).min(3),
                    ],
                );
            }
            for (number, i) in [(16, s.first), (17, s.end - 1)] {
                let used = self
                    .words
                    .get(&folded(e.word(i)))
                    .copied()
                    .unwrap_or_default();
                let sums = if number == 16 {
                    used.elsewhere
                } else {
                    used.last
                };
                add(
                    number,
                    &[best(&sums), step(sums[best(&sums) as usize]), own_best],
                );
            }
        }
        // Names in a row are of one sort.
        let before = self.beside(e, s.first, true);
        let behind = self.beside(e, s.end - 1, false);
        for (number, other) in [(20, before), (21, behind)] {
            if let Some((join, p)) = other {
                let best = best(&p);
                add(number, &[join, best, step(p[best as usize]), length]);
                add(
                    number + 2,
                    &[
                        best,
                        step(p[best as usize]),
                        own_best,
                        own_steps[own_best as usize],
                    ],
                );
            }
        }
        if let (Some((a, p)), Some((b, q))) = (before, behind) {
            add(24, &[a, b, best(&p), best(&q)]);
        }
    }

    /// What stands on the other side of a comma or "and", and which of these it is.
    fn beside(&self, e: &Evidence<'_>, i: usize, before: bool) -> Option<(u32, PerLabel)> {
        let step = |i: usize| -> Option<usize> {
            if before {
                (i > 0 && e.joined(i - 1)).then(|| i - 1)
            } else {
                e.joined(i).then_some(i + 1)
            }
        };
        let mut join = 0;
        let mut at = step(i)?;
        for _ in 0..2 {
            let kind = match e.word(at) {
                "," => 1,
                "and" | "&" | "or" => 2,
                "/" | "-" | "–" => 4,
                "(" | ")" => 8,
                "'s" | "’s" => 16,
                _ => break,
            };
            join |= kind;
            at = step(at)?;
        }
        Some((join, self.tokens[at]))
    }
}

fn best(p: &PerLabel) -> u32 {
    (0..LABELS.len()).fold(0, |best, y| if p[y] > p[best] { y } else { best }) as u32
}

/// The hash of the capitals that a long name's words begin with.
fn initials(e: &Evidence<'_>, s: &Segment) -> Option<u32> {
    let mut letters = String::new();
    for i in (s.first..s.end).filter(|&i| e.capital(i)) {
        letters.extend(e.word(i).chars().next());
    }
    (letters.len() > 1).then(|| spelt(&letters))
}

fn spelt(acronym: &str) -> u32 {
    acronym
        .bytes()
        .filter(|&b| b != b'.')
        .fold(11, |hash, b| mix(hash, u32::from(b.to_ascii_lowercase())))
}
