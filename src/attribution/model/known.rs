//! The numbers by which the trained model knows cues and frames.
//!
//! `data/model/known.tsv` keeps those that it was fitted with, so that files of rules may change in any order without the model taking one
//! cue for another. What is not there is known by a hash of its name, which a model that is fitted later learns as well.

use once_cell::sync::Lazy;
use rustc_hash::FxHashMap;

use super::hash::word;
use crate::attribution::CueKind;

/// What stands for no cue.
pub(crate) const NO_CUE: u32 = 0;
/// What stands for no frame.
pub(crate) const NO_FRAME: u32 = 99;
/// Set in hashes, so that none is the number of a line.
const HASHED: u32 = 1 << 31;

type Numbers = FxHashMap<&'static str, u32>;

/// By what a line begins with, which is a cue's kind or "frame".
static KNOWN: Lazy<FxHashMap<&'static str, Numbers>> = Lazy::new(|| {
    let mut known: FxHashMap<&str, Numbers> = FxHashMap::default();
    let (mut cues, mut frames) = (NO_CUE + 1.., 0..);
    for line in include_str!("../../../data/model/known.tsv").lines() {
        let Some((kind, name)) = line.split_once('\t').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let number = match kind {
            "frame" => frames.next(),
            _ => cues.next(),
        };
        let number = number.expect("there are always more numbers");
        known.entry(kind).or_default().insert(name, number);
    }
    known
});

fn number(kind: &str, name: &str) -> u32 {
    let known = KNOWN.get(kind).and_then(|numbers| numbers.get(name));
    known.copied().unwrap_or_else(|| word(name) | HASHED)
}

/// The number of the cue with this lemma.
pub(crate) fn cue(kind: CueKind, lemma: &str) -> u32 {
    let kind = match kind {
        CueKind::Verb => "verb",
        CueKind::Noun => "noun",
        CueKind::Adjective => "adjective",
        CueKind::Phrase => "phrase",
        CueKind::Mark => return NO_CUE,
    };
    number(kind, lemma)
}

/// The number of the frame with this name.
pub(crate) fn frame(name: &str) -> u32 {
    number("frame", name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::frames::Frames;

    #[test]
    fn numbers_stay_whatever_the_files_of_rules_say() {
        assert_eq!(cue(CueKind::Verb, "accept"), 1);
        assert_eq!(cue(CueKind::Verb, "acknowledge"), 2);
        assert_ne!(cue(CueKind::Noun, "claim"), cue(CueKind::Verb, "claim"));
        assert_eq!(frame("speaker-colon"), 0);
        assert!(frame("frame-of-a-user") >= HASHED && cue(CueKind::Verb, "zorb") >= HASHED);
    }

    #[test]
    fn every_frame_that_the_model_knows_is_there() {
        let names = Frames::bundled().list.iter().map(|frame| frame.known);
        let known = KNOWN["frame"].len();
        assert_eq!(names.filter(|&number| number < NO_FRAME).count(), known);
    }
}
