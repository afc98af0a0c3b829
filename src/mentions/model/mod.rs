//! The decision which candidates are mentions: a linear model over named, hashed features, with a second look at the document.
//!
//! The text is cut into islands: runs of capitalised words with what may join them. In an island every way to cut it into names and other
//! words has a weight, the sum of its names' scores (a semi-Markov conditional random field without transitions: Sarawagi and Cohen 2004), so that each
//! candidate gets its probability exactly. What the first look has shown of the document (how the same string, its words and its neighbours were
//! read) are the features of the second. The rules' candidates are features too. Names are never features by their letters, but
//! for endings and beginnings, so that the model learns how names look and where they stand and not who was in the news.

mod atoms;
mod islands;
mod lattice;
mod numbers;
mod second_look;
mod segment;
mod token;
#[cfg(feature = "train")]
pub(crate) mod train;
mod weights;

use std::sync::LazyLock;

use super::candidate::Candidate;
use super::evidence::Evidence;
use crate::{Label, Span};
use atoms::Atoms;
use islands::{Island, Islands};
pub(crate) use weights::Weights;

static BUNDLED: LazyLock<Weights> = LazyLock::new(|| {
    Weights::from_bytes(include_bytes!("../../../data/model/mentions.bin"))
        .expect("the bundled model is valid")
});

/// The model that comes with onrecord.
pub(super) fn bundled() -> &'static Weights {
    &BUNDLED
}

/// The labels that the model tells apart, in the order of its tables.
pub(super) const LABELS: [Label; 3] = [Label::Person, Label::Org, Label::Place];

/// For each label a number.
pub(super) type PerLabel = [f32; LABELS.len()];

/// Less likely candidates are no mentions.
const LEAST: f32 = 0.4;

/// The likely mentions, with their probabilities; they may overlap. `rules` must be sorted by their first tokens.
pub(super) fn decide(e: &Evidence<'_>, rules: &[Candidate], weights: &Weights) -> Vec<Candidate> {
    let atoms = Atoms::read(e);
    let islands = Islands::find(e, rules);
    let mut scores = first_scores(e, &atoms, &islands, weights);
    let first_look: Vec<Vec<PerLabel>> = islands
        .iter()
        .zip(&scores)
        .map(|(island, scores)| lattice::probabilities(island, scores))
        .collect();
    let seen = second_look::Seen::gather(e, &islands, &first_look);
    let mut decided = vec![];
    for (index, island) in islands.iter().enumerate() {
        for (s, score) in island.segments.iter().zip(&mut scores[index]) {
            let more = seen.score(e, island, s, &first_look[index], weights);
            for y in 0..LABELS.len() {
                score[y] += more[y] as f32 * weights.document.unit;
            }
        }
        let probabilities = lattice::probabilities(island, &scores[index]);
        for (s, p) in island.segments.iter().zip(&probabilities) {
            for (y, &label) in LABELS.iter().enumerate() {
                if p[y] >= LEAST {
                    decided.push(candidate(e, island, s, label, p[y]));
                }
            }
        }
    }
    decided
}

/// For each island the scores of its segments without what the document says.
fn first_scores(
    e: &Evidence<'_>,
    atoms: &Atoms,
    islands: &Islands<'_>,
    weights: &Weights,
) -> Vec<Vec<PerLabel>> {
    let mut sums = token::Sums::default();
    let scores = islands.iter().map(|island| {
        sums.read(e, atoms, island, weights);
        let score = |s: &islands::Segment| {
            let own = segment::score(e, atoms, island, s, weights);
            let tokens = sums.segment(s.first - island.first, s.end - island.first);
            std::array::from_fn(|y| {
                tokens[y] as f32 * weights.token.unit + own[y] as f32 * weights.segment.unit
            })
        };
        island.segments.iter().map(score).collect()
    });
    scores.collect()
}

fn candidate(
    e: &Evidence<'_>,
    island: &Island<'_>,
    s: &islands::Segment,
    label: Label,
    probability: f32,
) -> Candidate {
    let span: Span = e.span(s.first, s.end);
    let rule = island
        .rules_at(s)
        .filter(|c| c.label == Some(label))
        .max_by(|a, b| a.score.total_cmp(&b.score));
    let by = rule.map_or("mention:model", |rule| rule.by);
    Candidate::name(span, s.first..s.end, Some(label), probability, by)
}
