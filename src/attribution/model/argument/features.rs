//! The features of a token as part of a cue's source or content.
//!
//! The hash of a feature is a sum: each of its values adds its product with a power of one number. So what the values of a word add can be
//! kept from cue to cue, what those of a cue add from token to token, and what those of a place add as long as the place stays the same.

use std::ops::Range;

use super::super::atoms::Atom;
use super::super::cue::Scene;
use super::super::hash::{template, with};
use super::{CueFacts, CueValues, Place};

/// The features of token `i`, each given to `sink` as its template and its hash.
///
/// They come in four parts, since all but the last are often the same for the next token: as long as the key of the part is.
pub(in crate::attribution::model) fn features(
    scene: &Scene<'_>,
    facts: &CueFacts,
    window: &Range<usize>,
    i: usize,
    mut sink: impl FnMut(u32, u32),
) {
    let (cue, place) = (&facts.values, &Place::new(scene, facts, window, i));
    let maker = Numbered { side: place.side };
    let mut all = |features: &[(u32, u32)]| features.iter().for_each(|&(t, hash)| sink(t, hash));
    all(&exact_features(maker, cue, place));
    all(&near_features(maker, cue, place));
    all(&place_features(maker, cue, place));
    all(&word_features(maker, cue, place, &Words::at(scene, i)));
}

/// Makes features. A trait, so that each function below can be asked for all that is known of them or for hashes alone.
trait Make: Copy {
    type Feature;

    /// The feature of a template with these values.
    fn make<const N: usize>(self, number: u32, values: [u32; N]) -> Self::Feature;
}

/// Makes hashes of features of a token on one side of its cue.
#[derive(Clone, Copy)]
struct Whole {
    side: u32,
}

/// Makes what some of the values add to the hashes.
#[derive(Clone, Copy)]
struct Added;

/// Makes templates with their hashes.
#[derive(Clone, Copy)]
struct Numbered {
    side: u32,
}

// Inlined, so that a template's number becomes the constant that its hash begins with.
impl Make for Whole {
    type Feature = u32;

    #[inline(always)]
    fn make<const N: usize>(self, number: u32, values: [u32; N]) -> u32 {
        let mut hash = with(template(200 + number), self.side);
        for value in values {
            hash = with(hash, value);
        }
        hash
    }
}

impl Make for Added {
    type Feature = u32;

    #[inline(always)]
    fn make<const N: usize>(self, _: u32, values: [u32; N]) -> u32 {
        let mut hash = 0;
        for value in values {
            hash = with(hash, value);
        }
        hash
    }
}

impl Make for Numbered {
    type Feature = (u32, u32);

    fn make<const N: usize>(self, number: u32, values: [u32; N]) -> (u32, u32) {
        (number, Whole { side: self.side }.make(number, values))
    }
}

/// The features of the exact distance; see [`Place::EXACT`].
#[inline(always)]
fn exact_features<M: Make>(maker: M, cue: &CueValues, place: &Place) -> [M::Feature; 4] {
    let exact = place.exact;
    [
        maker.make(12, [cue.stem, exact]),
        maker.make(15, [cue.complement, exact, cue.form]),
        maker.make(53, [cue.behind, exact]),
        maker.make(55, [cue.before, exact]),
    ]
}

/// The features of the level of the distance; see [`Place::NEAR`].
#[inline(always)]
fn near_features<M: Make>(maker: M, cue: &CueValues, place: &Place) -> [M::Feature; 8] {
    let &Place {
        side,
        near,
        from_start,
        to_end,
        quote,
        frame,
        other,
        ..
    } = place;
    let s = side + 2 * cue.form;
    [
        maker.make(0, [near]),
        maker.make(17, [quote, near]),
        maker.make(33, [s, near]),
        maker.make(47, [other, frame, near]),
        maker.make(60, [near, from_start]),
        maker.make(61, [near, to_end]),
        maker.make(66, [cue.stem, cue.complement, near]),
        maker.make(67, [cue.stem, cue.form, near]),
    ]
}

/// The features of the place; see [`Place::AROUND`].
#[inline(always)]
fn place_features<M: Make>(maker: M, cue: &CueValues, place: &Place) -> [M::Feature; 17] {
    let &Place {
        same_sentence,
        quote,
        edge,
        commas,
        verbs,
        path,
        frame,
        other,
        ..
    } = place;
    [
        maker.make(16, [quote, same_sentence]),
        maker.make(18, [quote, cue.complement, same_sentence]),
        maker.make(19, [path]),
        maker.make(21, [commas, verbs, cue.complement]),
        maker.make(22, [edge, same_sentence]),
        maker.make(23, [edge, cue.complement, commas]),
        maker.make(26, [frame]),
        maker.make(27, [frame, cue.frame]),
        maker.make(28, [frame, cue.strength, cue.complement]),
        maker.make(31, [frame, path]),
        maker.make(42, [quote, frame]),
        maker.make(43, [cue.stem, quote, same_sentence]),
        maker.make(44, [cue.form, cue.complement, frame]),
        maker.make(46, [other, path]),
        maker.make(52, [cue.stem, path]),
        maker.make(65, [cue.behind, path]),
        maker.make(73, [same_sentence, quote, path]),
    ]
}

/// The hashes of the features of the exact distance.
pub(in crate::attribution::model) fn exact_hashes(cue: &CueValues, place: &Place) -> [u32; 4] {
    exact_features(Whole { side: place.side }, cue, place)
}

/// The hashes of the features of the level of the distance.
pub(in crate::attribution::model) fn near_hashes(cue: &CueValues, place: &Place) -> [u32; 8] {
    near_features(Whole { side: place.side }, cue, place)
}

/// The hashes of the features of the place.
pub(in crate::attribution::model) fn place_hashes(cue: &CueValues, place: &Place) -> [u32; 17] {
    place_features(Whole { side: place.side }, cue, place)
}

/// How many features look at words, tags and names.
pub(in crate::attribution::model) const WORD_FEATURES: usize = 45;

/// What some of their values add to the hashes of these features.
pub(in crate::attribution::model) type Part = [u32; WORD_FEATURES];

/// No values: zeros add nothing.
const NO_PLACE: &Place = &Place::NOTHING;
const NO_CUE: &CueValues = &CueValues::NOTHING;

/// What a token and its neighbours add.
pub(in crate::attribution::model) fn part_of_words(scene: &Scene<'_>, i: usize, part: &mut Part) {
    *part = word_features(Added, NO_CUE, NO_PLACE, &Words::at(scene, i));
}

/// What the cue adds for the tokens on one side of it.
pub(in crate::attribution::model) fn part_of_cue(cue: &CueValues, side: u32) -> Part {
    let place = Place { side, ..*NO_PLACE };
    word_features(Whole { side }, cue, &place, &Words::NONE)
}

/// What the place of a token adds; see [`Place::BESIDE_WORDS`].
pub(in crate::attribution::model) fn part_of_place(place: &Place) -> Part {
    let place = Place { side: 0, ..*place };
    word_features(Added, NO_CUE, &place, &Words::NONE)
}

/// What both add.
#[inline(always)]
pub(in crate::attribution::model) fn sum(a: &Part, b: &Part) -> Part {
    let mut sum = *a;
    for k in 0..WORD_FEATURES {
        sum[k] = sum[k].wrapping_add(b[k]);
    }
    sum
}

/// A token and its neighbours.
struct Words<'a> {
    l2: &'a Atom,
    l1: &'a Atom,
    a: &'a Atom,
    r1: &'a Atom,
    r2: &'a Atom,
}

impl<'a> Words<'a> {
    /// All values are zero: these words add nothing.
    const NONE: Words<'static> = Words {
        l2: &Atom::NOTHING,
        l1: &Atom::NOTHING,
        a: &Atom::NOTHING,
        r1: &Atom::NOTHING,
        r2: &Atom::NOTHING,
    };

    fn at(scene: &Scene<'a>, i: usize) -> Self {
        let at = i as isize;
        Words {
            l2: scene.atom(at - 2),
            l1: scene.atom(at - 1),
            a: scene.atom(at),
            r1: scene.atom(at + 1),
            r2: scene.atom(at + 2),
        }
    }
}

/// All other features: those that look at words, tags and names. Inlined, so that values that are zero cost nothing.
#[inline(always)]
fn word_features<M: Make>(
    maker: M,
    cue: &CueValues,
    place: &Place,
    words: &Words<'_>,
) -> [M::Feature; WORD_FEATURES] {
    let &Words { l2, l1, a, r1, r2 } = words;
    let &Place {
        side,
        exact,
        near,
        same_sentence,
        quote,
        edge,
        commas,
        path,
        frame,
        other,
        ..
    } = place;
    let s = side + 2 * cue.form;
    [
        maker.make(1, [exact, a.tag]),
        maker.make(2, [a.word]),
        maker.make(3, [a.tag, near]),
        maker.make(4, [l1.word, a.word]),
        maker.make(5, [a.word, r1.word]),
        maker.make(6, [l1.tag, a.tag]),
        maker.make(7, [a.tag, r1.tag]),
        maker.make(8, [l1.tag, a.tag, r1.tag]),
        maker.make(9, [l1.word, a.tag]),
        maker.make(10, [a.tag, r1.word]),
        maker.make(11, [a.word, near]),
        maker.make(13, [cue.stem, a.tag, near]),
        maker.make(14, [cue.complement, near, a.tag]),
        maker.make(20, [path, a.tag]),
        maker.make(24, [a.label, l1.label, r1.label]),
        maker.make(25, [a.label, near, cue.form]),
        maker.make(29, [frame, a.tag]),
        maker.make(30, [frame, r1.tag]),
        maker.make(32, [same_sentence, near, a.tag]),
        maker.make(34, [s, a.tag, commas]),
        maker.make(35, [r1.word, near]),
        maker.make(36, [l1.word, near]),
        maker.make(37, [cue.stem, a.word]),
        maker.make(38, [cue.stem, l1.word]),
        maker.make(39, [cue.stem, r1.word]),
        maker.make(40, [a.ending, near]),
        maker.make(41, [quote, l1.quoted, r1.quoted]),
        maker.make(45, [other, a.tag]),
        maker.make(48, [cue.stem, l1.word, a.tag]),
        maker.make(49, [a.label, a.tag, l1.tag, r1.tag]),
        maker.make(50, [edge, a.tag, r1.tag]),
        maker.make(51, [quote, a.tag, r1.tag]),
        maker.make(54, [cue.behind, a.tag, near]),
        maker.make(56, [l2.word, l1.word]),
        maker.make(57, [r1.word, r2.word]),
        maker.make(58, [l2.tag, l1.tag, a.tag]),
        maker.make(59, [a.tag, r1.tag, r2.tag]),
        maker.make(62, [cue.complement, a.word]),
        maker.make(63, [cue.complement, l1.word, a.tag]),
        maker.make(64, [cue.complement, r1.word, a.tag]),
        maker.make(68, [path, l1.word]),
        maker.make(69, [path, a.word]),
        maker.make(70, [path, l1.tag, a.tag]),
        maker.make(71, [path, a.tag, r1.tag]),
        maker.make(72, [cue.complement, path, a.tag]),
    ]
}
