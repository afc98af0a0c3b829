//! Who said what: cues, and for each cue its source and content.
//!
//! The cue lexicon (`data/cues.toml`) proposes candidates; the frames of `data/rules/attribution.toml` say where source and content stand
//! around them. The notions follow the PolNeAR corpus (Newell, Margolin and Ruths 2018).

mod candidates;
mod complement;
mod content;
mod cues;
mod engine;
mod finish;
mod frames;
pub(crate) mod model;
mod source;
pub(crate) mod speaker;
mod verb_group;

pub(crate) use candidates::ExtraCue;
pub use complement::Complement;
pub use cues::{Cue, CueKind, CueLexicon};
pub(crate) use finish::settle;
pub use verb_group::VerbForm;

use crate::words::Phrases;
use crate::{Attribution, Mention};

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
    weights: Option<&model::Weights>,
    buffers: &mut Buffers,
) -> Vec<Attribution> {
    let frames = frames::bundled();
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
            *found = decided;
        }
        None => engine::find(p, candidates, lexicon, frames, engine::LEAST_SCORE, found),
    }
    finish::finish(p, lexicon, frames, found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Views;
    use crate::words;

    /// An example of a frame without its marks, and what stands between [ ], < > and { }.
    fn unmark(example: &str) -> (String, [Vec<String>; 3]) {
        let mut text = String::new();
        let mut parts: [Vec<String>; 3] = Default::default();
        let mut open: Vec<(usize, usize)> = vec![];
        for c in example.chars() {
            if let Some(role) = "[<{".find(c) {
                open.push((role, text.len()));
            } else if "]>}".contains(c) {
                let (role, start) = open.pop().expect("an open mark");
                parts[role].push(text[start..].to_owned());
            } else {
                text.push(c);
            }
        }
        (text, parts)
    }

    #[test]
    fn every_frame_finds_its_example() {
        let mut buffers = Buffers::default();
        let mut failures = vec![];
        for frame in frames::bundled() {
            let (text, expected) = unmark(&frame.example);
            let views = Views::new(&text);
            let mut tags = vec![];
            words::tag(&text, &views, &mut tags);
            let phrases = Phrases {
                text: &text,
                views: &views,
                words: &tags,
            };
            let found = attributions(phrases, &[], CueLexicon::bundled(), &[], None, &mut buffers);
            let slices = |spans: &[crate::Span]| {
                spans
                    .iter()
                    .map(|&span| text[span].to_owned())
                    .collect::<Vec<_>>()
            };
            let parts = |a: &Attribution| [slices(&a.source), slices(&a.cue), slices(&a.content)];
            if !found
                .iter()
                .any(|a| a.by == frame.by && parts(a) == expected)
            {
                let found: Vec<_> = found
                    .iter()
                    .map(|a| (a.by.clone(), parts(a), a.score))
                    .collect();
                failures.push(format!(
                    "{} does not find {}: {found:?}",
                    frame.by, frame.example
                ));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}
