//! Fitting the mention model on texts whose names are marked (feature `train`).

mod examples;
mod lines;
mod variants;

use super::super::candidate::Candidate;
use super::super::evidence::Evidence;
use super::atoms::Atoms;
use super::islands::Islands;
use super::second_look::Seen;
use super::weights::{COLUMNS, DOCUMENT_BITS, PLACES, SEGMENT_BITS, TOKEN_BITS, Weights};
use super::{PerLabel, lattice};
use crate::attribution::model::train::Settings;
use crate::attribution::model::train::gradient::{Learner, shuffled};
use crate::attribution::model::weights::Table;
use crate::gazetteer::Gazetteer;
use crate::text::Views;
use crate::words;
use crate::{Label, Span};
use examples::{Example, Gold};
use variants::Variant;

/// A text and its names.
#[derive(Clone, Debug)]
pub(crate) struct GoldNames {
    pub text: String,
    pub names: Vec<(Span, Label)>,
}

/// Runs `look` with what the model sees of a text.
fn scene<R>(
    text: &str,
    variant: Variant,
    look: impl FnOnce(&Evidence<'_>, &Atoms, &[Candidate]) -> R,
) -> R {
    let views = Views::new(text);
    let (mut tags, mut hits) = (vec![], vec![]);
    words::tag(text, &views, &mut tags);
    let gazetteer = Gazetteer::bundled();
    gazetteer.find(text, &mut hits);
    variant.forget(text, &mut hits);
    let e = Evidence::gather(text, &views, &tags, gazetteer, &hits);
    let rules = super::super::propose(&e);
    let atoms = Atoms::read(&e);
    look(&e, &atoms, &rules)
}

/// Weights while they are fitted.
struct Learners {
    token: Learner,
    segment: Learner,
}

/// Fits a model. The same texts and settings give the same weights.
pub(crate) fn train(
    documents: &[GoldNames],
    settings: &Settings,
    mut progress: impl FnMut(&str),
) -> Weights {
    let variants = Variant::ALL;
    let documents: Vec<GoldNames> = documents
        .iter()
        .cloned()
        .chain(lines::documents())
        .collect();
    let texts: Vec<Vec<GoldNames>> = documents
        .iter()
        .map(|d| variants.iter().map(|v| v.rewrite(d)).collect())
        .collect();
    let prepared: Vec<Vec<Vec<Example>>> = texts
        .iter()
        .map(|texts| {
            texts
                .iter()
                .zip(variants)
                .map(|(d, &v)| {
                    scene(&d.text, v, |e, a, rules| {
                        examples::first_look(e, a, rules, &d.names)
                    })
                })
                .collect()
        })
        .collect();
    progress("read");
    let mut second: Vec<Example> = vec![];
    for fold in 0..settings.folds {
        let inside: Vec<&Example> = (0..documents.len())
            .filter(|i| i % settings.folds != fold)
            .flat_map(|i| prepared[i].iter().flatten())
            .collect();
        let weights = fit_first(&inside, settings);
        for i in (0..documents.len()).filter(|i| i % settings.folds == fold) {
            for (d, &v) in texts[i].iter().zip(variants) {
                scene(&d.text, v, |e, a, rules| {
                    second_examples(e, a, rules, d, &weights, &mut second)
                });
            }
        }
        progress(&format!("fold {fold}"));
    }
    let all: Vec<&Example> = prepared.iter().flatten().flatten().collect();
    let mut weights = fit_first(&all, settings);
    progress(&format!("first look: {} islands", all.len()));
    weights.document = fit_second(&second, settings);
    weights
}

fn second_examples(
    e: &Evidence<'_>,
    atoms: &Atoms,
    rules: &[Candidate],
    document: &GoldNames,
    weights: &Weights,
    out: &mut Vec<Example>,
) {
    let islands = Islands::find(e, rules);
    let scores = super::first_scores(e, atoms, &islands, weights);
    let looks: Vec<Vec<PerLabel>> = islands
        .iter()
        .zip(&scores)
        .map(|(island, scores)| lattice::probabilities(island, scores))
        .collect();
    let seen = Seen::gather(e, &islands, &looks);
    let gold = Gold::new(e, &document.names);
    for ((island, look), scores) in islands.iter().zip(&looks).zip(scores) {
        if let Some(mut example) = Example::new(island, &gold) {
            example.base = scores;
            for s in &island.segments {
                example.add_segment(DOCUMENT_BITS, |feature| {
                    seen.features(e, island, s, look, feature)
                });
            }
            out.push(example);
        }
    }
}

fn fit_first(examples: &[&Example], settings: &Settings) -> Weights {
    let mut learners = Learners {
        token: Learner::new(PLACES << TOKEN_BITS),
        segment: Learner::new(COLUMNS << SEGMENT_BITS),
    };
    for epoch in 0..settings.epochs {
        for i in shuffled(examples.len(), settings.seed + epoch as u64) {
            examples[i as usize].learn(Some(&mut learners.token), &mut learners.segment);
        }
        if epoch >= settings.epochs / 2 {
            learners.token.average();
            learners.segment.average();
        }
    }
    Weights {
        token: Table::quantise(&learners.token.finish()),
        segment: Table::quantise(&learners.segment.finish()),
        document: Table {
            unit: 1.0,
            values: vec![0; COLUMNS << DOCUMENT_BITS],
        },
    }
}

fn fit_second(examples: &[Example], settings: &Settings) -> Table {
    let mut learner = Learner::new(COLUMNS << DOCUMENT_BITS);
    for epoch in 0..settings.epochs {
        for i in shuffled(examples.len(), settings.seed + epoch as u64) {
            examples[i as usize].learn(None, &mut learner);
        }
        if epoch >= settings.epochs / 2 {
            learner.average();
        }
    }
    Table::quantise(&learner.finish())
}

/// Right, proposed and marked names of texts for each label, by these weights.
pub(crate) fn count(
    documents: &[GoldNames],
    weights: &Weights,
) -> [[usize; 3]; super::LABELS.len()] {
    let mut counts = [[0; 3]; super::LABELS.len()];
    for d in documents {
        let views = Views::new(&d.text);
        let (mut tags, mut hits) = (vec![], vec![]);
        words::tag(&d.text, &views, &mut tags);
        Gazetteer::bundled().find(&d.text, &mut hits);
        let found =
            super::super::find_with(&d.text, &views, &tags, Gazetteer::bundled(), &hits, weights);
        for (y, label) in super::LABELS.into_iter().enumerate() {
            let found: Vec<Span> = found
                .iter()
                .filter(|m| m.label == label)
                .map(|m| m.span)
                .collect();
            counts[y][0] += found
                .iter()
                .filter(|&&span| d.names.contains(&(span, label)))
                .count();
            counts[y][1] += found.len();
            counts[y][2] += d.names.iter().filter(|n| n.1 == label).count();
        }
    }
    counts
}
