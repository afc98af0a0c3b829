//! Who said what: cues, and for each cue its source and content.
//!
//! The cue lexicon (`data/rules/cues*.toml`) proposes candidates; the frames of `data/rules/attribution.toml` say where source and
//! content stand around them. The notions follow the PolNeAR corpus (Newell, Margolin and Ruths 2018).

mod bare;
mod candidates;
mod complement;
mod content;
mod cues;
mod dateline;
mod engine;
mod explain;
mod finish;
pub(crate) mod frames;
mod itself;
pub(crate) mod model;
mod site;
mod source;
pub(crate) mod speaker;
mod together;
mod transcript;
mod turns;
mod verb_group;

pub(crate) use candidates::ExtraCue;
pub use complement::Complement;
pub use cues::{Cue, CueKind, CueLexicon};
pub(crate) use cues::{CueClass, LONGEST_FORM};
pub(crate) use engine::{Misfit, Part};
pub(crate) use explain::{Scene, explain};
pub(crate) use finish::settle;
pub use verb_group::VerbForm;

use crate::words::Phrases;
use crate::{Attribution, Mention};
use frames::Frames;

/// Buffers of the stage.
#[derive(Clone, Debug, Default)]
pub(crate) struct Buffers {
    candidates: candidates::Candidates,
    found: Vec<engine::Found>,
    model: model::Buffers,
}

/// Finds the attributions of a text, with the cues that rules add, by the frames alone or by the model, to which the frames
/// propose; by start. Speakers are not yet known.
pub(crate) fn attributions(
    p: Phrases<'_>,
    mentions: &[Mention],
    lexicon: &CueLexicon,
    extra: &[ExtraCue],
    frames: &Frames,
    weights: Option<&model::Weights>,
    buffers: &mut Buffers,
) -> Vec<Attribution> {
    let Buffers {
        candidates,
        found,
        model,
    } = buffers;
    candidates.find(&p, lexicon, extra);
    found.clear();
    match weights {
        Some(weights) => {
            engine::find(p, candidates, lexicon, frames, 0.0, found);
            let decided = model::attributions(p, mentions, candidates, found, weights, model);
            *found = keep_own(&p, frames, found, decided);
        }
        None => engine::find(p, candidates, lexicon, frames, engine::LEAST_SCORE, found),
    }
    found.retain(|f| !dateline::is_colon_of_place(&p, mentions, f));
    transcript::take_over(&p, frames, found);
    finish::finish(p, lexicon, frames, found)
}

/// Where one frame comes furthest in a text in which it finds nothing: a cue word, in tokens, and what is missing there. `None` where
/// no word could be a cue.
pub(crate) fn misfit(
    p: Phrases<'_>,
    lexicon: &CueLexicon,
    frames: &Frames,
    frame: &frames::Frame,
) -> Option<(std::ops::Range<usize>, Misfit)> {
    let mut candidates = candidates::Candidates::default();
    candidates.find(&p, lexicon, &[]);
    let mut found = vec![];
    engine::find(p, &candidates, lexicon, frames, 0.0, &mut found);
    engine::misfit(p, &candidates, lexicon, frame, &found)
}

/// What the model decided, but what frames of the user found goes before it.
fn keep_own(
    p: &Phrases<'_>,
    frames: &Frames,
    proposed: &mut Vec<engine::Found>,
    decided: Vec<engine::Found>,
) -> Vec<engine::Found> {
    if frames.list.len() == frames.bundled {
        return decided;
    }
    proposed.retain(|f| {
        let own = f
            .frame
            .is_some_and(|frame| frame as usize >= frames.bundled);
        own && f.score >= engine::LEAST_SCORE
    });
    let mut taken = vec![false; p.words.len()];
    for f in proposed.iter() {
        taken[f.cue.clone()].fill(true);
    }
    let free = |f: &engine::Found| !taken[f.cue.clone()].contains(&true);
    let mut kept = std::mem::take(proposed);
    kept.extend(decided.into_iter().filter(free));
    kept
}
