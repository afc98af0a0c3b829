//! Why the model decided as it did: the sums of its decisions, by what their features look at.

use std::ops::Range;

use super::argument::{self, CueFacts};
use super::cue::{self, Scene};
use super::decode::{self, Candidate};
use super::ranker::{self, Company};
use super::sums::weight;
use super::weights::{Weights, logistic};
use super::{LEAST_CUE, LEAST_SCORE};

/// What a feature looks at. One that looks at several things counts for the most telling of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::attribution) enum Aspect {
    /// Nothing: how often the answer is yes at all.
    Always,
    Word,
    Before,
    Behind,
    Complement,
    Subject,
    Frames,
    Quotes,
    Place,
    OtherCues,
    Names,
    Distance,
    Between,
    Cue,
    Source,
    Content,
    Order,
    /// How sure the chain is of its reading.
    Sureness,
    Rest,
}

use Aspect::*;

/// The templates of each aspect, by their numbers in the feature functions; those that are not listed count as the rest.
type Templates = &'static [(Aspect, &'static [usize])];

const CUE: Templates = &[
    (Always, &[0]),
    (Word, &[1, 2, 3, 4, 49, 69]),
    (
        Before,
        &[
            5, 7, 9, 11, 12, 14, 17, 18, 20, 44, 50, 51, 54, 55, 57, 59, 75, 77,
        ],
    ),
    (
        Behind,
        &[6, 8, 10, 13, 15, 16, 19, 45, 46, 56, 58, 60, 76, 78],
    ),
    (Complement, &[21, 22, 23, 24, 25, 39, 40]),
    (Quotes, &[26, 27, 28, 61, 72]),
    (Subject, &[29, 30, 31, 32, 52, 73, 74]),
    (Frames, &[33, 34, 35, 36]),
    (Place, &[37, 38, 67, 68]),
    (OtherCues, &[41, 42, 43, 53, 62, 63, 70, 71, 79, 80, 81, 82]),
    (Names, &[47, 48, 64, 65, 66]),
];

const ARGUMENT: Templates = &[
    (Distance, &[0, 1, 11, 12, 13, 32, 33, 53, 54, 55, 66, 67]),
    (Word, &[2, 3, 37, 40]),
    (Before, &[4, 6, 8, 9, 36, 38, 48, 56, 58]),
    (Behind, &[5, 7, 10, 35, 39, 57, 59]),
    (Complement, &[14, 15, 62, 63, 64]),
    (Quotes, &[16, 17, 18, 41, 43, 51]),
    (Between, &[19, 20, 21, 34, 52, 65, 68, 69, 70, 71, 72, 73]),
    (Place, &[22, 23, 50, 60, 61]),
    (Names, &[24, 25, 49]),
    (Frames, &[26, 27, 28, 29, 30, 31, 42, 44]),
    (OtherCues, &[45, 46, 47]),
];

const RANKER: Templates = &[
    (Always, &[0]),
    (Cue, &[1, 2, 77, 78, 79, 80, 81, 83]),
    (Frames, &[3, 4, 5, 38, 39, 40]),
    (Source, &[6, 13, 14, 15, 26, 33, 64, 65, 67, 68]),
    (Content, &[7, 8, 9, 10, 11, 12, 30, 31, 36, 42, 73, 74]),
    (Order, &[16, 17, 18, 19, 34, 41]),
    (Quotes, &[20, 21]),
    (Word, &[22, 23, 24, 25, 32, 75, 76]),
    (
        OtherCues,
        &[27, 28, 29, 37, 57, 58, 59, 60, 61, 62, 63, 66, 86],
    ),
    (Behind, &[35, 69, 72]),
    (Before, &[70, 71]),
    (
        Sureness,
        &[
            43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 84, 85,
        ],
    ),
    (Place, &[82]),
];

fn aspect(templates: Templates, number: usize) -> Aspect {
    let found = templates.iter().find(|(_, all)| all.contains(&number));
    found.map_or(Rest, |&(aspect, _)| aspect)
}

/// The sum of a decision, in parts; above 0 speaks for yes.
#[derive(Clone, Debug, Default)]
pub(in crate::attribution) struct Sum {
    /// By aspect, in multiples of the table's unit.
    parts: Vec<(Aspect, i32)>,
    unit: f32,
}

impl Sum {
    fn of(templates: Templates, values: impl Iterator<Item = i8>, unit: f32) -> Self {
        let mut sum = Sum {
            parts: vec![],
            unit,
        };
        for (number, value) in values.enumerate() {
            sum.add(aspect(templates, number), i32::from(value));
        }
        sum
    }

    fn add(&mut self, aspect: Aspect, value: i32) {
        match self.parts.iter_mut().find(|(a, _)| *a == aspect) {
            Some((_, sum)) => *sum += value,
            None => self.parts.push((aspect, value)),
        }
    }

    /// The parts in nats, those that say most first.
    pub fn parts(&self) -> Vec<(Aspect, f32)> {
        let mut parts = self.parts.clone();
        parts.retain(|&(_, sum)| sum != 0);
        parts.sort_by_key(|&(aspect, sum)| (std::cmp::Reverse(sum.abs()), aspect));
        let nats = |(aspect, sum)| (aspect, sum as f32 * self.unit);
        parts.into_iter().map(nats).collect()
    }

    /// The probability of yes.
    pub fn probability(&self) -> f32 {
        let sum: i32 = self.parts.iter().map(|&(_, sum)| sum).sum();
        logistic(sum as f32 * self.unit)
    }
}

/// What the model thinks of a word that may be a cue.
pub(in crate::attribution) struct Trial {
    pub head: usize,
    /// Whether it is a cue.
    pub cue: Sum,
    /// The readings of it, as far as it was likely enough to ask for some.
    pub readings: Vec<Reading>,
}

/// A source and content that the model weighed for a cue.
pub(in crate::attribution) struct Reading {
    pub source: Option<Range<usize>>,
    pub content: Vec<Range<usize>>,
    /// Whether the frames read it so rather than the chain.
    pub by_frame: bool,
    /// Why the chain takes its words for source and content; empty for what the frames read.
    pub source_sum: Sum,
    pub content_sum: Sum,
    /// Whether all of it is right.
    pub whole: Sum,
    /// Whether it was likely enough, and likelier than the other reading.
    pub kept: bool,
}

/// All words that the lexicon knows as cues or that the model takes for one, with what it thinks of them; by token.
pub(in crate::attribution) fn trials(weights: &Weights, scene: &Scene<'_>) -> Vec<Trial> {
    let mut buffers = decode::Buffers::default();
    let mut candidates = vec![];
    decode::candidates(weights, scene, LEAST_CUE, &mut buffers, &mut candidates);
    let mut kept = candidates.clone();
    decode::rank(weights, scene, LEAST_SCORE, &mut buffers, &mut kept);
    let company = Company::new(scene, &candidates);
    let mut trials: Vec<Trial> = vec![];
    let mut next = 0;
    let mut features = vec![];
    for head in 0..scene.p.words.len() {
        let from = next;
        while candidates.get(next).is_some_and(|c| c.head == head) {
            next += 1;
        }
        if from == next && scene.candidates.at(head).is_none() {
            continue;
        }
        cue::features(scene, head, cue::complement(scene, head), &mut features);
        let values = features.iter().map(|&hash| weights.cue.value(hash));
        let cue = Sum::of(CUE, values, weights.cue.unit);
        let readings = (from..next).map(|index| {
            let candidate = &candidates[index];
            ranker::features(scene, &candidates, &company, index, &mut features);
            let values = features.iter().map(|&hash| weights.ranker.value(hash));
            let whole = Sum::of(RANKER, values, weights.ranker.unit);
            let (source_sum, content_sum) = arguments(weights, scene, candidate);
            let same = |k: &Candidate| k.head == head && k.by_frame == candidate.by_frame;
            Reading {
                kept: kept.iter().any(same),
                source: candidate.source.clone(),
                content: candidate.content.clone(),
                by_frame: candidate.by_frame,
                source_sum,
                content_sum,
                whole,
            }
        });
        trials.push(Trial {
            head,
            cue,
            readings: readings.collect(),
        });
    }
    trials
}

/// Why the words of source and content are taken for these: over all their words.
fn arguments(weights: &Weights, scene: &Scene<'_>, candidate: &Candidate) -> (Sum, Sum) {
    let unit = weights.argument.unit;
    let empty = || Sum {
        parts: vec![],
        unit,
    };
    let (mut source, mut content) = (empty(), empty());
    if candidate.by_frame {
        return (source, content);
    }
    let window = argument::window(scene, &candidate.cue);
    let facts = CueFacts::new(
        scene,
        &candidate.cue,
        candidate.head,
        candidate.complement,
        &window,
    );
    let add = |range: &Range<usize>, first_class: usize, sum: &mut Sum| {
        for i in range.clone().filter(|i| window.contains(i)) {
            argument::features(scene, &facts, &window, i, |number, hash| {
                let row = weights.argument_row(hash);
                let weight = |class| i32::from(weight(row, class));
                let mut value = weight(first_class);
                if i == range.start {
                    value += weight(first_class + 1);
                }
                if i + 1 == range.end {
                    value += weight(first_class + 2);
                }
                sum.add(aspect(ARGUMENT, number as usize), value);
            });
        }
    };
    for range in &candidate.content {
        add(range, 0, &mut content);
    }
    if let Some(range) = &candidate.source {
        add(range, 3, &mut source);
    }
    (source, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_has_one_aspect() {
        for (templates, len) in [(CUE, 83), (ARGUMENT, 74), (RANKER, 87)] {
            for number in 0..len {
                let aspects = templates.iter().filter(|(_, all)| all.contains(&number));
                assert_eq!(aspects.count(), 1, "{number}");
            }
            assert_eq!(aspect(templates, len), Rest);
        }
    }
}
