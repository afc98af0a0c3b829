//! Fits the conditional random field: forward-backward over each cue's window.

use std::ops::Range;

use super::super::argument::{self, CueFacts, TRANSITION_CLASSES};
use super::super::cue;
use super::super::lattice::{self, CLASSES, COARSE, PARTS, Part, STATES};
use super::super::weights::{ARGUMENT_BITS, TRANSITIONS, Table};
use super::Settings;
use super::documents::Prepared;
use super::gradient::{Learner, leaves_out, rows, shuffled};
use super::labels::{self, encode};

/// Each step leaves out so many of the features, drawn anew (dropout): weights that stand in for each other are learned together, which is
/// worth nearly a point of the arguments of a given cue.
const DROPPED: f32 = 0.4;

/// The windows of all cues with their right labels, one behind the other.
#[derive(Default)]
struct Sequences {
    /// The features of each token; none for the cues' tokens.
    features: Vec<u32>,
    ends: Vec<u32>,
    classes: Vec<u32>,
    states: Vec<u8>,
    /// The tokens of each window.
    windows: Vec<Range<usize>>,
}

/// One of them.
struct Sequence<'a> {
    rows: &'a [u32],
    ends: &'a [u32],
    first: usize,
    classes: &'a [u32],
    states: &'a [u8],
}

/// The argument table and the transition table, fitted.
pub(super) fn fit(
    documents: &[Prepared<'_>],
    chosen: &[usize],
    settings: &Settings,
    progress: &mut impl FnMut(&str),
) -> (Table, Table) {
    let mut sequences = Sequences::default();
    for &index in chosen {
        collect(&documents[index], &mut sequences);
    }
    let Sequences {
        features,
        mut ends,
        classes,
        states,
        windows,
    } = sequences;
    progress(&format!(
        "arguments: {} sequences of {} tokens",
        windows.len(),
        states.len()
    ));
    let rows = rows(&features, &mut ends, ARGUMENT_BITS);
    drop(features);
    let sequence = |window: &Range<usize>| Sequence {
        rows: &rows,
        ends: &ends,
        first: window.start,
        classes: &classes[window.clone()],
        states: &states[window.clone()],
    };
    let mut arguments = Learner::new(CLASSES << ARGUMENT_BITS);
    let mut transitions = Learner::new(TRANSITIONS);
    let mut work = Work::default();
    for epoch in 0..settings.epochs {
        let mut loss = 0.0;
        for i in shuffled(windows.len(), settings.seed + 100 + epoch as u64) {
            let sequence = sequence(&windows[i as usize]);
            loss += work.update(&sequence, &mut arguments, &mut transitions);
        }
        progress(&format!(
            "epoch {}: loss {:.4} a sequence",
            epoch + 1,
            loss / windows.len().max(1) as f64
        ));
        if epoch >= settings.epochs / 2 {
            arguments.average();
            transitions.average();
        }
    }
    (
        Table::quantise(&arguments.finish()),
        Table::quantise(&transitions.finish()),
    )
}

fn collect(document: &Prepared<'_>, out: &mut Sequences) {
    let scene = document.scene();
    for (&head, &index) in &document.heads {
        let gold = &document.gold[index];
        let cue = gold.cue_run(head);
        let window = argument::window(&scene, &cue);
        let marked = gold.labels(&window, &cue);
        let facts = CueFacts::new(&scene, &cue, head, cue::complement(&scene, head), &window);
        let first = out.states.len();
        out.states
            .extend(encode(&marked).into_iter().map(|s| s as u8));
        for i in window.clone() {
            if !cue.contains(&i) {
                let features = &mut out.features;
                argument::features(&scene, &facts, &window, i, |_, hash| features.push(hash));
            }
            out.ends.push(out.features.len() as u32);
            out.classes.push(argument::transition_class(&scene, i));
        }
        out.windows.push(first..out.states.len());
    }
}

/// Arrays that are used again for each sequence.
#[derive(Default)]
struct Work {
    emissions: Vec<[f32; STATES]>,
    forward: Vec<[f32; STATES]>,
    backward: Vec<[f32; STATES]>,
    /// The features that are not left out.
    kept: Vec<u32>,
    kept_ends: Vec<u32>,
    random: u64,
}

const NEVER: f32 = -1e30;

impl Work {
    /// One step of gradient descent; returns the sequence's negative log-likelihood.
    fn update(
        &mut self,
        sequence: &Sequence<'_>,
        arguments: &mut Learner,
        transitions: &mut Learner,
    ) -> f64 {
        let len = sequence.states.len();
        self.thin(sequence);
        self.emit(sequence, arguments);
        let transition = |t: usize, a: usize, b: usize| {
            transitions.weights[transition_row(a, b, sequence.classes[t - 1], sequence.classes[t])]
        };
        self.forward.clear();
        self.forward.push(std::array::from_fn(|s| {
            if lattice::may_start(s) {
                self.emissions[0][s]
            } else {
                NEVER
            }
        }));
        for t in 1..len {
            let before = self.forward[t - 1];
            self.forward.push(std::array::from_fn(|b| {
                if self.emissions[t][b] <= NEVER {
                    return NEVER;
                }
                self.emissions[t][b]
                    + log_sum(lattice::predecessors(b).map(|a| before[a] + transition(t, a, b)))
            }));
        }
        self.backward.clear();
        self.backward.resize(len, [NEVER; STATES]);
        self.backward[len - 1] =
            std::array::from_fn(|s| if lattice::may_end(s) { 0.0 } else { NEVER });
        for t in (0..len - 1).rev() {
            let mut row = [NEVER; STATES];
            for (a, value) in row.iter_mut().enumerate() {
                let next = (0..STATES)
                    .filter(|&b| lattice::may_follow(a, b) && self.emissions[t + 1][b] > NEVER);
                *value = log_sum(next.map(|b| {
                    transition(t + 1, a, b) + self.emissions[t + 1][b] + self.backward[t + 1][b]
                }));
            }
            self.backward[t] = row;
        }
        let total =
            log_sum((0..STATES).map(|s| self.forward[len - 1][s] + self.backward[len - 1][s]));
        let mut gold = self.emissions[0][sequence.states[0] as usize];
        for t in 1..len {
            let (a, b) = (sequence.states[t - 1] as usize, sequence.states[t] as usize);
            gold += transition(t, a, b) + self.emissions[t][b];
        }
        // The gradients of the transitions, then the steps, so that all come from the same weights.
        let mut steps: Vec<(usize, f32)> = vec![];
        for t in 1..len {
            for b in 0..STATES {
                if self.emissions[t][b] <= NEVER {
                    continue;
                }
                for a in lattice::predecessors(b) {
                    let expected = (self.forward[t - 1][a]
                        + transition(t, a, b)
                        + self.emissions[t][b]
                        + self.backward[t][b]
                        - total)
                        .exp();
                    let right = f32::from(u8::from(
                        sequence.states[t - 1] as usize == a && sequence.states[t] as usize == b,
                    ));
                    if (expected - right).abs() > 1e-4 {
                        steps.push((
                            transition_row(a, b, sequence.classes[t - 1], sequence.classes[t]),
                            expected - right,
                        ));
                    }
                }
            }
        }
        self.step_arguments(sequence, arguments, total);
        for (row, gradient) in steps {
            transitions.step(row, gradient);
        }
        f64::from(total - gold)
    }

    fn thin(&mut self, sequence: &Sequence<'_>) {
        self.kept.clear();
        self.kept_ends.clear();
        for t in 0..sequence.states.len() {
            for &row in sequence.features(t) {
                if !leaves_out(&mut self.random, DROPPED) {
                    self.kept.push(row);
                }
            }
            self.kept_ends.push(self.kept.len() as u32);
        }
    }

    fn emit(&mut self, sequence: &Sequence<'_>, arguments: &Learner) {
        self.emissions.clear();
        for t in 0..sequence.states.len() {
            if sequence.features(t).is_empty() {
                self.emissions.push(std::array::from_fn(|s| {
                    if PARTS[s] == Part::Cue { 0.0 } else { NEVER }
                }));
                continue;
            }
            let mut sums = [0.0_f32; CLASSES];
            for &row in part(&self.kept, &self.kept_ends, t) {
                for (sum, weight) in sums
                    .iter_mut()
                    .zip(&arguments.weights[row as usize * CLASSES..])
                {
                    *sum += weight;
                }
            }
            let sums = sums.map(|sum| sum * (1.0 / (1.0 - DROPPED)));
            self.emissions.push(std::array::from_fn(|s| match PARTS[s] {
                Part::Cue => NEVER,
                part => labels::classes(part).iter().map(|&class| sums[class]).sum(),
            }));
        }
    }

    fn step_arguments(&self, sequence: &Sequence<'_>, arguments: &mut Learner, total: f32) {
        for t in 0..sequence.states.len() {
            let rows = part(&self.kept, &self.kept_ends, t);
            let mut gradient = [0.0_f32; CLASSES];
            for (s, part) in PARTS.iter().enumerate() {
                let classes = labels::classes(*part);
                if classes.is_empty() {
                    continue;
                }
                let expected = (self.forward[t][s] + self.backward[t][s] - total).exp();
                let right = f32::from(u8::from(sequence.states[t] as usize == s));
                for &class in classes {
                    gradient[class] += expected - right;
                }
            }
            for &row in rows {
                for (class, &g) in gradient.iter().enumerate() {
                    if g.abs() > 1e-4 {
                        arguments.step(row as usize * CLASSES + class, g);
                    }
                }
            }
        }
    }
}

impl Sequence<'_> {
    fn features(&self, t: usize) -> &[u32] {
        part(self.rows, self.ends, self.first + t)
    }
}

/// The rows of one token.
fn part<'a>(rows: &'a [u32], ends: &[u32], t: usize) -> &'a [u32] {
    let start = if t == 0 { 0 } else { ends[t - 1] as usize };
    &rows[start..ends[t] as usize]
}

fn log_sum(values: impl Iterator<Item = f32> + Clone) -> f32 {
    let largest = values.clone().fold(NEVER, f32::max);
    if largest <= NEVER {
        return NEVER;
    }
    largest + values.map(|v| (v - largest).exp()).sum::<f32>().ln()
}

/// The row of a transition: by the classes of the two tokens, then by the parts of the two states.
fn transition_row(a: usize, b: usize, class_before: u32, class: u32) -> usize {
    let classes = class_before as usize * TRANSITION_CLASSES + class as usize;
    (classes * COARSE + PARTS[a] as usize) * COARSE + PARTS[b] as usize
}
