//! The decision which candidates are mentions: a linear model over named, hashed features that corrects the choice of the rules.
//!
//! The text is cut into islands: runs of capitalised words with what may join them. In an island every way to cut it into names and other
//! words has a weight, the sum of its names' scores (a semi-Markov conditional random field without transitions: Sarawagi and Cohen 2004), so that each
//! candidate gets its probability exactly; this is done twice, the second time with what was found in the whole text. What the rules choose, with what the whole document has shown, is the prior, and all their candidates are features. Names are never features by their letters, but
//! for endings, beginnings and the clusters of what is used alike, so that the model learns how names look and where they stand and not who was in the news.

mod again;
mod atoms;
mod islands;
mod lattice;
mod numbers;
mod segment;
mod token;
#[cfg(feature = "train")]
pub(crate) mod train;
mod uses;
mod weights;

use once_cell::sync::Lazy;
use std::cmp::Ordering;

use super::acronym::is_code;
use super::candidate::{By, Candidate, THRESHOLD};
use super::evidence::{Evidence, Marks};
use crate::Label;
use crate::rules::Lists;
use crate::text::TokenKind;
use again::{Found, Possible};
use atoms::Atoms;
use islands::{Island, Islands, Segment};
use lattice::Lattice;
pub(crate) use weights::Weights;

static BUNDLED: Lazy<Weights> = Lazy::new(|| {
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

/// The score of what the rules choose before the model says anything; all else has it with a minus.
const PRIOR: f32 = 1.5;
/// The same for what a rule proposes that is sure.
const SURE_PRIOR: f32 = 6.0;
/// The same for organizations of several words that a list has, unless they may be part of a longer name: "Irish Times" is one name, though some
/// annotators make two of it.
const LISTED_PRIOR: f32 = 3.0;
/// How much less likely a mention may be that the rules choose.
const TRUST: f32 = 0.2;

/// The likely mentions; they may overlap. `rules` must be sorted by their first tokens.
pub(super) fn decide(e: &Evidence<'_>, rules: &[Candidate], weights: &Weights) -> Vec<Candidate> {
    let mut islands = Islands::find(e, rules);
    let atoms = Atoms::read(e, &islands);
    let mut decided: Vec<Candidate> = islands.outside.iter().map(|&c| c.clone()).collect();
    let mut sums = token::Sums::default();
    let mut lattice = Lattice::default();
    let mut scores: Vec<PerLabel> = vec![];
    let mut possible: Vec<Possible> = vec![];
    // Where those of each island end.
    let mut ends = vec![];
    for island in islands.iter_mut() {
        sums.read(e, &atoms, island, weights);
        scores.clear();
        scores.extend(island.segments.iter().map(|s| -> PerLabel {
            let prior = prior(e, island, s);
            let own = segment::score(e, &atoms, island, s, weights);
            let tokens = sums.segment(s.first - island.first, s.end - island.first);
            std::array::from_fn(|y| {
                prior[y]
                    + tokens[y] as f32 * weights.token.unit
                    + own[y] as f32 * weights.segment.unit
            })
        }));
        let likely = lattice.probabilities(island, &scores);
        again::sift(island, &scores, likely, &mut possible);
        ends.push(possible.len());
    }
    let found = Found::read(e, &possible);
    let mut start = 0;
    for (island, &end) in islands.iter().zip(&ends) {
        let possible = &possible[start..end];
        start = end;
        scores.clear();
        scores.extend(possible.iter().map(|name| {
            let own = found.score(e, &atoms, possible, name, weights);
            std::array::from_fn(|y| name.scores[y] + own[y] as f32 * weights.again.unit)
        }));
        let probabilities = lattice.probabilities(island, &scores);
        for (s, p) in island.segments.iter().zip(probabilities) {
            // "IP", "GDP", "HVT.N": what is known to name nothing.
            let nothing = s.end - s.first == 1
                && (e.listed(s.first, Lists::OTHER_ACRONYMS) || is_code(e.word(s.first)));
            if nothing && island.rules_at(s).next().is_none() {
                continue;
            }
            for (y, &label) in LABELS.iter().enumerate() {
                if p[y] >= THRESHOLD - TRUST {
                    decided.push(candidate(e, island, s, label, p[y]));
                }
            }
        }
    }
    decided
}

/// The scores of a segment by the rules' choice alone.
fn prior(e: &Evidence<'_>, island: &Island<'_>, s: &Segment) -> PerLabel {
    let chosen = island.rules_at(s).find(|c| c.chosen);
    let listed = |c: &Candidate| {
        c.by == By::Step("gazetteer:organizations") && s.end - s.first > 1 && stands_alone(e, s)
    };
    let prior = match chosen {
        Some(c) if c.is_sure() => SURE_PRIOR,
        Some(c) if listed(c) => LISTED_PRIOR,
        _ => PRIOR,
    };
    LABELS.map(|label| {
        if chosen.is_some_and(|c| c.label == Some(label)) {
            prior
        } else {
            -prior
        }
    })
}

/// Whether no capital goes before or after a segment, and no number after it; and it is not only a word with its article.
fn stands_alone(e: &Evidence<'_>, s: &Segment) -> bool {
    let capital = |i: usize| e.capital(i) && !e.is(i, Marks::FUNCTION);
    let before = s.first > 0 && e.joined(s.first - 1) && capital(s.first - 1);
    let number = e.kind(s.end) == Some(TokenKind::Number);
    let title = e.is(s.end, Marks::TITLE | Marks::TITLE_END);
    let article = s.end - s.first == 2 && e.is(s.first, Marks::FUNCTION);
    !article && !before && !(e.joined(s.end - 1) && (capital(s.end) && !title || number))
}

/// A segment as a candidate; what the rules say of it with the same label is kept.
fn candidate(
    e: &Evidence<'_>,
    island: &Island<'_>,
    s: &Segment,
    label: Label,
    probability: f32,
) -> Candidate {
    let rule = island
        .rules_at(s)
        .filter(|c| c.label == Some(label))
        .max_by(|a, b| {
            (a.chosen, a.score)
                .partial_cmp(&(b.chosen, b.score))
                .unwrap_or(Ordering::Equal)
        });
    let by = rule.map_or(By::Step("mention:model"), |rule| rule.by);
    let mut candidate = Candidate::name(
        e.span(s.first, s.end),
        s.first..s.end,
        Some(label),
        probability,
        by,
    );
    if let Some(rule) = rule {
        candidate.kind = rule.kind;
        candidate.antecedent = rule.antecedent;
        if rule.chosen {
            candidate.trust = TRUST;
        }
    }
    candidate
}
