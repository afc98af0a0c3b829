//! Fitting the mention model on texts whose names are marked (feature `train`).

mod examples;
mod lines;
mod variants;

use super::super::evidence::Evidence;
use super::atoms::Atoms;
use super::islands::Islands;
use super::weights::{COLUMNS, PLACES, SEGMENT_BITS, TOKEN_BITS, Weights};
use crate::attribution::model::train::Settings;
use crate::attribution::model::train::gradient::{Learner, shuffled};
use crate::attribution::model::weights::Table;
use crate::gazetteer::Gazetteer;
use crate::rules::NameRules;
use crate::text::Views;
use crate::words;
use crate::{Label, Mention, Span};
use examples::Example;
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
    look: impl FnOnce(&Evidence<'_>, &Atoms, &Islands<'_>) -> R,
) -> R {
    let views = Views::new(text);
    let (mut tags, mut hits) = (vec![], vec![]);
    words::tag(text, &views, &mut tags);
    let gazetteer = Gazetteer::bundled();
    gazetteer.find(text, &mut hits);
    variant.forget(text, &mut hits);
    let rules = NameRules::bundled();
    let e = Evidence::gather(text, &views, &tags, gazetteer, rules, &hits);
    let (rules, _) = super::super::propose(&e);
    let islands = Islands::find(&e, &rules);
    let atoms = Atoms::read(&e, &islands);
    look(&e, &atoms, &islands)
}

/// Fits a model. The same texts and settings give the same weights.
pub(crate) fn train(
    documents: &[GoldNames],
    settings: &Settings,
    mut progress: impl FnMut(&str),
) -> Weights {
    let mut examples: Vec<Example> = vec![];
    for document in documents.iter().chain(&lines::documents()) {
        for &variant in Variant::ALL {
            let d = variant.rewrite(document);
            scene(&d.text, variant, |e, atoms, islands| {
                examples.extend(examples::read(e, atoms, islands, &d.names));
            });
        }
    }
    progress(&format!("read {} islands", examples.len()));
    let mut token = Learner::new(PLACES << TOKEN_BITS);
    let mut segment = Learner::new(COLUMNS << SEGMENT_BITS);
    for epoch in 0..settings.epochs {
        for i in shuffled(examples.len(), settings.seed + epoch as u64) {
            examples[i as usize].learn(&mut token, &mut segment);
        }
        if epoch >= settings.epochs / 2 {
            token.average();
            segment.average();
        }
    }
    Weights::new(
        Table::quantise(&token.finish()),
        Table::quantise(&segment.finish()),
    )
}

/// The mentions of a text by these weights.
pub(crate) fn find(text: &str, weights: &Weights) -> Vec<Mention> {
    let views = Views::new(text);
    let (mut tags, mut hits) = (vec![], vec![]);
    words::tag(text, &views, &mut tags);
    let gazetteer = Gazetteer::bundled();
    gazetteer.find(text, &mut hits);
    let rules = NameRules::bundled();
    let e = Evidence::gather(text, &views, &tags, gazetteer, rules, &hits);
    super::super::find_with(&e, weights)
}
