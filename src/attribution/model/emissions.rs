//! The scores of the tokens around a cue as parts of its source and content: the sums of their features' weights.

use std::ops::Range;

use super::argument::{self, CueFacts, Place};
use super::cue::Scene;
use super::lattice::{COARSE, Emission, FORBIDDEN, Part};
use super::sums::Sums;
use super::weights::Weights;

/// The scores of all tokens of a window.
pub(super) fn read(
    weights: &Weights,
    scene: &Scene<'_>,
    facts: &CueFacts,
    cue: &Range<usize>,
    window: &Range<usize>,
    words: &mut Words,
    emissions: &mut Vec<Emission>,
) {
    emissions.clear();
    let cue_parts = [0, 1].map(|side| argument::part_of_cue(&facts.values, side));
    let (mut exact, mut near, mut around) = (Shared::NONE, Shared::NONE, Shared::NONE);
    let mut beside = Shared {
        key: NO_KEY,
        value: [0; argument::WORD_FEATURES],
    };
    for i in window.clone() {
        if cue.contains(&i) {
            emissions.push(cue_emission());
            continue;
        }
        let (values, place) = (&facts.values, &Place::new(scene, facts, window, i));
        let key = place.key();
        let sums = exact.get(key & Place::EXACT, || {
            weights.arguments(&argument::exact_hashes(values, place))
        });
        let sums = sums.with(*near.get(key & Place::NEAR, || {
            weights.arguments(&argument::near_hashes(values, place))
        }));
        let sums = sums.with(*around.get(key & Place::AROUND, || {
            weights.arguments(&argument::place_hashes(values, place))
        }));
        let beside = beside.get(key & Place::BESIDE_WORDS, || {
            let cue = &cue_parts[place.side as usize];
            argument::sum(cue, &argument::part_of_place(place))
        });
        let features = argument::sum(words.part(scene, i), beside);
        emissions.push(emission(sums.with(weights.arguments(&features))));
    }
}

/// What is kept as long as all that it hangs on stays the same.
struct Shared<T> {
    key: u64,
    value: T,
}

/// No key is like that.
const NO_KEY: u64 = u64::MAX;

impl Shared<Sums> {
    const NONE: Self = Shared {
        key: NO_KEY,
        value: Sums::NONE,
    };
}

impl<T> Shared<T> {
    #[inline(always)]
    fn get(&mut self, key: u64, make: impl FnOnce() -> T) -> &T {
        if self.key != key {
            self.key = key;
            self.value = make();
        }
        &self.value
    }
}

/// What words add to the hashes of their features, kept for the next cues of their sentence.
#[derive(Clone, Debug)]
pub(super) struct Words {
    /// For each slot the token whose part it has, plus one.
    tokens: [u32; SLOTS],
    parts: Vec<argument::Part>,
}

const SLOTS: usize = 256;

impl Default for Words {
    fn default() -> Self {
        Words {
            tokens: [0; SLOTS],
            parts: vec![[0; argument::WORD_FEATURES]; SLOTS],
        }
    }
}

impl Words {
    /// To be called before another text.
    pub fn forget(&mut self) {
        self.tokens.fill(0);
    }

    #[inline(always)]
    fn part(&mut self, scene: &Scene<'_>, i: usize) -> &argument::Part {
        let (slot, token) = (i % SLOTS, i as u32 + 1);
        if self.tokens[slot] != token {
            self.tokens[slot] = token;
            argument::part_of_words(scene, i, &mut self.parts[slot]);
        }
        &self.parts[slot]
    }
}

/// The emissions of a token that is the cue.
fn cue_emission() -> Emission {
    let mut parts = [FORBIDDEN; COARSE];
    parts[Part::Cue as usize] = 0.0;
    Emission::new(parts)
}

/// The emissions of any other token, from its sums for the six classes, in sixteenths.
#[inline(always)]
fn emission(sums: Sums) -> Emission {
    let [inside, begin, end, s_inside, s_begin, s_end] = sums.get().map(|sum| (sum * 16) as f32);
    Emission::new([
        0.0,
        FORBIDDEN,
        inside + begin,
        inside,
        inside + end,
        inside + begin + end,
        s_inside + s_begin,
        s_inside,
        s_inside + s_end,
        s_inside + s_begin + s_end,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::CueLexicon;
    use crate::attribution::candidates::Candidates;
    use crate::attribution::engine;
    use crate::attribution::frames::Frames;
    use crate::attribution::model::{Reading, bundled, cue};
    use crate::text::Views;
    use crate::words::{self, Phrases};

    /// What is kept from token to token and from cue to cue must not hide that something else is looked at.
    #[test]
    fn the_scores_are_those_of_all_features() {
        let text = "\"We told them,\" Ann Lee said on Monday, \"that it was late; nobody answered.\" \
            Kim, who had warned the ministry, added: \"They say so now, but they denied it when we asked.\" \
            According to the minister, officials claimed that Lee had promised to go, and that she said no.";
        let views = Views::new(text);
        let mut tagged = vec![];
        words::tag(text, &views, &mut tagged);
        let p = Phrases {
            text,
            views: &views,
            words: &tagged,
        };
        let lexicon = CueLexicon::bundled();
        let (mut candidates, mut proposals) = (Candidates::default(), vec![]);
        candidates.find(&p, lexicon, &[]);
        let frames = Frames::bundled();
        engine::find(p, &candidates, lexicon, frames, 0.0, &mut proposals);
        let mut reading = Reading::default();
        let scene = reading.scene(p, &[], &candidates, &proposals);
        let (mut words, mut emissions) = (Words::default(), vec![]);
        let mut compared = 0;
        for candidate in &candidates.list {
            let (head, cue) = (
                candidate.first as usize,
                candidate.first as usize..candidate.end as usize,
            );
            let window = argument::window(&scene, &cue);
            let complement = cue::complement(&scene, head);
            let facts = CueFacts::new(&scene, &cue, head, complement, &window);
            read(
                bundled(),
                &scene,
                &facts,
                &cue,
                &window,
                &mut words,
                &mut emissions,
            );
            for (i, found) in window.clone().zip(&emissions) {
                if cue.contains(&i) {
                    continue;
                }
                let mut sums = Sums::default();
                argument::features(&scene, &facts, &window, i, |_, hash| {
                    sums.add([bundled().argument_row(hash)]);
                });
                assert_eq!(*found, emission(sums), "{:?} for {cue:?}", p.word(i));
                compared += 1;
            }
        }
        assert!(compared > 100, "{compared}");
    }
}
