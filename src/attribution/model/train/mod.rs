//! Fits the attribution model on annotated documents.
//!
//! Everything is deterministic: a fixed seed, one thread, sums in the order of the documents. Logistic regressions and the
//! conditional random field are fitted by AdaGrad (Duchi et al. 2011) with a large initial accumulator, which keeps noisy labels
//! from being learned by heart, and averaged over the last epochs. The last regression, over whole attributions, is trained on what models
//! that have not seen the document propose (jackknife).

mod chain;
mod documents;
pub(crate) mod gradient;
mod labels;
mod logistic;

pub(crate) use documents::{GoldAttribution, GoldDocument, Prepared};

use std::sync::mpsc::{Sender, channel};

use super::LEAST_CUE;
use super::cue::{self, Scene};
use super::decode::{self, Buffers, Candidate};
use super::hash::Features;
use super::ranker::{self, Company};
use super::weights::{CUE_BITS, RANKER_BITS, Table, Weights};
use logistic::Examples;

/// The share of its features that the ranker does without in each step; the cue decisions gain nothing by it.
const DROPPED: f32 = 0.6;

/// How the model is fitted.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How often the examples are gone through.
    pub epochs: usize,
    /// The ranker is trained on the output of models of so many folds.
    pub folds: usize,
    /// The seed of the order of the examples.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            epochs: 6,
            folds: 5,
            seed: 1,
        }
    }
}

/// Fits a model. `progress` is told what is being done.
pub(crate) fn train(
    documents: &[Prepared<'_>],
    settings: &Settings,
    mut progress: impl FnMut(&str),
) -> Weights {
    let mut fitted = all_stages(documents, settings, &mut progress);
    let mut examples = Examples::new(RANKER_BITS);
    for (i, document) in documents.iter().enumerate() {
        rank_examples(document, &fitted[i % settings.folds], &mut examples);
    }
    let mut weights = fitted.pop().expect("one is fitted on all");
    progress("ranker");
    weights.ranker = Table::quantise(&examples.fit(settings.epochs + 4, settings.seed, DROPPED));
    weights
}

/// The cue and argument models without each fold, then those of all documents; each on a thread of its own, so the result is the same.
fn all_stages(
    documents: &[Prepared<'_>],
    settings: &Settings,
    progress: &mut impl FnMut(&str),
) -> Vec<Weights> {
    let fit = &|fold: usize, sender: Sender<String>| {
        let everything = fold == settings.folds;
        let chosen: Vec<usize> = (0..documents.len())
            .filter(|i| everything || i % settings.folds != fold)
            .collect();
        let name = if everything {
            "all documents".to_owned()
        } else {
            format!("without fold {}", fold + 1)
        };
        stages(documents, &chosen, settings, &mut |step: &str| {
            // Nobody listens any more only where the other threads have panicked.
            let _ = sender.send(format!("{name}: {step}"));
        })
    };
    std::thread::scope(|scope| {
        let (sender, steps) = channel();
        let fits: Vec<_> = (0..=settings.folds)
            .map(|fold| {
                let sender = sender.clone();
                scope.spawn(move || fit(fold, sender))
            })
            .collect();
        drop(sender);
        steps.iter().for_each(|step| progress(&step));
        fits.into_iter()
            .map(|fit| fit.join().expect("fitting does not panic"))
            .collect()
    })
}

/// The cue and argument models.
fn stages(
    documents: &[Prepared<'_>],
    chosen: &[usize],
    settings: &Settings,
    progress: &mut impl FnMut(&str),
) -> Weights {
    let mut examples = Examples::new(CUE_BITS);
    let mut features = Features::new();
    for &index in chosen {
        cue_examples(&documents[index], &mut features, &mut examples);
    }
    progress(&format!("cues: {} examples", examples.len()));
    let cue = Table::quantise(&examples.fit(settings.epochs, settings.seed, 0.0));
    let (argument, transition) = chain::fit(documents, chosen, settings, progress);
    Weights::new(
        cue,
        argument,
        transition,
        Table {
            unit: 1.0,
            values: vec![0; 1 << RANKER_BITS],
        },
    )
}

/// The decisions that the cue model has to make in a document, rightly made.
fn cue_examples(document: &Prepared<'_>, features: &mut Features, examples: &mut Examples) {
    let scene = document.scene();
    for paragraph in scene.p.views.paragraphs.iter().filter(|p| p.kind.is_text()) {
        for i in paragraph.first as usize..paragraph.end as usize {
            if scene.may_be_cue(i) {
                cue::features(&scene, i, cue::complement(&scene, i), features);
                examples.add(features, document.heads.contains_key(&i));
            }
        }
    }
    for (&head, &index) in &document.heads {
        let run = document.gold[index].cue_run(head);
        let sentence = scene.sentence(head);
        for next in (sentence.start..head).rev().take(6) {
            extent_example(
                &scene,
                head,
                next + 1,
                next,
                run.contains(&next),
                features,
                examples,
            );
            if !run.contains(&next) {
                break;
            }
        }
        for next in (head + 1..sentence.end).take(5) {
            extent_example(
                &scene,
                head,
                next - 1,
                next,
                run.contains(&next),
                features,
                examples,
            );
            if !run.contains(&next) {
                break;
            }
        }
    }
}

fn extent_example(
    scene: &Scene<'_>,
    head: usize,
    edge: usize,
    next: usize,
    taken: bool,
    features: &mut Features,
    examples: &mut Examples,
) {
    cue::extent_features(scene, head, edge, next, features);
    examples.add(features, taken);
}

/// What the models propose in a document that they have not seen, and whether it is right.
fn rank_examples(document: &Prepared<'_>, weights: &Weights, examples: &mut Examples) {
    let scene = document.scene();
    let (mut buffers, mut candidates) = (Buffers::default(), vec![]);
    decode::candidates(weights, &scene, LEAST_CUE, &mut buffers, &mut candidates);
    let right = document.right(&candidates);
    let mut features = Features::new();
    let company = Company::new(&scene, &candidates);
    for (index, right) in right.into_iter().enumerate() {
        ranker::features(&scene, &candidates, &company, index, &mut features);
        examples.add(&features, right);
    }
}

/// Counts on documents: right, proposed and gold attributions.
pub(crate) fn count(documents: &[Prepared<'_>], weights: &Weights, least: f32) -> [usize; 3] {
    let mut counts = [0; 3];
    let (mut buffers, mut candidates) = (Buffers::default(), Vec::<Candidate>::new());
    for document in documents {
        let scene = document.scene();
        decode::candidates(weights, &scene, LEAST_CUE, &mut buffers, &mut candidates);
        decode::rank(weights, &scene, least, &mut buffers, &mut candidates);
        counts[0] += document
            .right(&candidates)
            .into_iter()
            .filter(|&right| right)
            .count();
        counts[1] += candidates.len();
        counts[2] += document.gold.len();
    }
    counts
}
