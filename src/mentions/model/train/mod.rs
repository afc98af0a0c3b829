//! Fitting the mention model on texts whose names are marked (feature `train`).

use std::sync::atomic::{AtomicUsize, Ordering};

mod examples;
mod lines;
mod variants;

use super::super::evidence::Evidence;
use super::PerLabel;
use super::atoms::Atoms;
use super::islands::Islands;
use super::weights::{AGAIN_BITS, COLUMNS, PLACES, SEGMENT_BITS, TOKEN_BITS, Weights};
use crate::attribution::model::train::Settings;
use crate::attribution::model::train::gradient::{Learner, shuffled};
use crate::attribution::model::weights::Table;
use crate::gazetteer::Gazetteer;
use crate::rules::{Looks, NameRules};
use crate::text::Views;
use crate::words;
use crate::{Label, Mention, Span};
use examples::Example;
use variants::Variant;

/// The share of what is fitted that the second look adds: all of it is learned from too few texts.
const AGAIN_SHARE: f32 = 0.3125;

/// The share of the model that has seen a lot of made-up news.
const MADE_UP_SHARE: f32 = 1.0 / 3.0;

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
    look: impl FnOnce(&Evidence<'_>, &Atoms, &mut Islands<'_>) -> R,
) -> R {
    let views = Views::new(text);
    let (mut tags, mut hits) = (vec![], vec![]);
    words::tag(text, &views, &mut tags);
    let gazetteer = Gazetteer::bundled();
    gazetteer.find(text, &mut hits);
    variant.forget(text, &mut hits);
    let rules = NameRules::bundled();
    let e = Evidence::gather(text, &views, &tags, gazetteer, rules, &hits);
    let (rules, _) = super::super::propose(&e, &mut Looks::default());
    let mut islands = Islands::find(&e, &rules);
    let atoms = Atoms::read(&e, &islands);
    look(&e, &atoms, &mut islands)
}

/// Fits a model. The same texts and settings give the same weights.
///
/// It is the average of a model that has seen little made-up news and one that has seen a lot of it (Wortsman et al. 2022, "Robust fine-tuning
/// of zero-shot models"): the first knows the given texts better, the second what these are not like.
pub(crate) fn train(
    documents: &[GoldNames],
    settings: &Settings,
    mut progress: impl FnMut(&str),
) -> Weights {
    let models = [lines::TERSE, lines::ALL]
        .map(|texts| fit_both(documents, &lines::documents(texts), settings, &mut progress));
    let [token, segment, again] = std::array::from_fn(|table| {
        let [one, two] = [&models[0][table], &models[1][table]];
        let pairs = one.iter().zip(two);
        let average: Vec<f32> = pairs.map(|(a, b)| a + (b - a) * MADE_UP_SHARE).collect();
        Table::quantise(&average)
    });
    let again = Table {
        unit: again.unit * AGAIN_SHARE,
        ..again
    };
    Weights::new(token, segment, again)
}

/// The weights of tokens, of segments and of the second look.
///
/// What the second look sees while it is fitted comes from models that have not seen the text (jackknife).
fn fit_both(
    documents: &[GoldNames],
    lines: &[GoldNames],
    settings: &Settings,
    progress: &mut impl FnMut(&str),
) -> [Vec<f32>; 3] {
    let variants = Variant::ALL.iter();
    let all = documents.iter().chain(lines).enumerate();
    // The copies of a block of lines stand side by side.
    let fold =
        |i: usize| i.saturating_sub(documents.len()) / lines::COPIES + i.min(documents.len());
    let texts: Vec<(GoldNames, Variant, usize)> = all
        .flat_map(|(i, document)| {
            let texts = variants.clone();
            texts.map(move |&v| (v.rewrite(document), v, fold(i) % settings.folds))
        })
        .collect();
    let first: Vec<Vec<Example>> = texts
        .iter()
        .map(|(d, variant, _)| {
            scene(&d.text, *variant, |e, atoms, islands| {
                examples::read(e, atoms, islands, &d.names)
            })
        })
        .collect();
    progress("read all islands");
    let fit_without = |fold: usize| {
        let texts = texts.iter().zip(&first);
        let texts = texts.filter(|((.., of), _)| *of != fold);
        let examples: Vec<&Example> = texts.flat_map(|(_, examples)| examples).collect();
        fit(&examples, settings, SEGMENT_BITS)
    };
    let next = AtomicUsize::new(0);
    let mut fitted: Vec<(usize, [Vec<f32>; 2])> = std::thread::scope(|scope| {
        let worker = || {
            let mut done = vec![];
            loop {
                let fold = next.fetch_add(1, Ordering::Relaxed);
                if fold > settings.folds {
                    return done;
                }
                done.push((fold, fit_without(fold)));
            }
        };
        let workers: Vec<_> = (0..2).map(|_| scope.spawn(worker)).collect();
        let done = workers.into_iter().map(|w| w.join().expect("no panic"));
        done.flatten().collect()
    });
    fitted.sort_by_key(|(fold, _)| *fold);
    progress("fitted the first look");
    let mut again: Vec<Example> = vec![];
    for ((d, variant, fold), first) in texts.iter().zip(&first) {
        let [token, segment] = &fitted[*fold].1;
        let scores: Vec<Vec<PerLabel>> = first.iter().map(|e| e.scores(token, segment)).collect();
        scene(&d.text, *variant, |e, atoms, islands| {
            again.extend(examples::read_again(e, atoms, islands, &d.names, &scores));
        });
    }
    let [_, again] = fit(&again.iter().collect::<Vec<_>>(), settings, AGAIN_BITS);
    progress("fitted the second look");
    let [token, segment] = std::mem::take(&mut fitted[settings.folds].1);
    [token, segment, again]
}

/// The weights of tokens and of segments.
fn fit(examples: &[&Example], settings: &Settings, bits: u32) -> [Vec<f32>; 2] {
    let mut token = Learner::new(PLACES << TOKEN_BITS);
    let mut segment = Learner::new(COLUMNS << bits);
    for epoch in 0..settings.epochs {
        for i in shuffled(examples.len(), settings.seed + epoch as u64) {
            examples[i as usize].learn(&mut token, &mut segment);
        }
        if epoch >= settings.epochs / 2 {
            token.average();
            segment.average();
        }
    }
    [token.finish(), segment.finish()]
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
    super::super::find_with(&e, &mut Looks::default(), weights)
}
