//! The features of a token as part of a cue's source or content.

use std::ops::Range;

use super::super::cue::Scene;
use super::super::hash::{template, with};
use super::{CueFacts, Place};

/// The features of token `i`, each given to `sink` as its template and its hash.
///
/// They come in four parts, since all but the last are often the same for the next token: as long as the key of the part is.
pub(in crate::attribution::model) fn features(
    scene: &Scene<'_>,
    facts: &CueFacts<'_>,
    window: &Range<usize>,
    i: usize,
    mut sink: impl FnMut(u32, u32),
) {
    let place = Place::new(scene, facts, window, i);
    exact_features(facts, &place, &mut sink);
    near_features(facts, &place, &mut sink);
    place_features(facts, &place, &mut sink);
    word_features(scene, facts, &place, i, &mut sink);
}

/// Makes the features of a token on one side of its cue.
struct Adder<'s, S> {
    side: u32,
    sink: &'s mut S,
}

impl<S: FnMut(u32, u32)> Adder<'_, S> {
    /// The feature of a template with these values. Inlined, so that a template's number becomes the constant that its hash begins with.
    #[inline(always)]
    fn template<const N: usize>(&mut self, number: u32, values: [u32; N]) {
        let mut hash = with(template(200 + number), self.side);
        for value in values {
            hash = with(hash, value);
        }
        (self.sink)(number, hash);
    }
}

/// The features of the exact distance; see [`Place::exact_key`].
pub(in crate::attribution::model) fn exact_features(
    facts: &CueFacts<'_>,
    place: &Place,
    sink: &mut impl FnMut(u32, u32),
) {
    let &Place { side, exact, .. } = place;
    let mut add = Adder { side, sink };
    add.template(12, [facts.stem, exact]);
    add.template(15, [facts.complement, exact, facts.form]);
    add.template(53, [facts.behind, exact]);
    add.template(55, [facts.before, exact]);
}

/// The features of the level of the distance; see [`Place::near_key`].
pub(in crate::attribution::model) fn near_features(
    facts: &CueFacts<'_>,
    place: &Place,
    sink: &mut impl FnMut(u32, u32),
) {
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
    let s = side + 2 * facts.form;
    let mut add = Adder { side, sink };
    add.template(0, [near]);
    add.template(17, [quote, near]);
    add.template(33, [s, near]);
    add.template(47, [other, frame, near]);
    add.template(60, [near, from_start]);
    add.template(61, [near, to_end]);
    add.template(66, [facts.stem, facts.complement, near]);
    add.template(67, [facts.stem, facts.form, near]);
}

/// The features of the place; see [`Place::place_key`].
pub(in crate::attribution::model) fn place_features(
    facts: &CueFacts<'_>,
    place: &Place,
    sink: &mut impl FnMut(u32, u32),
) {
    let &Place {
        side,
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
    let mut add = Adder { side, sink };
    add.template(16, [quote, same_sentence]);
    add.template(18, [quote, facts.complement, same_sentence]);
    add.template(19, [path]);
    add.template(21, [commas, verbs, facts.complement]);
    add.template(22, [edge, same_sentence]);
    add.template(23, [edge, facts.complement, commas]);
    add.template(26, [frame]);
    add.template(27, [frame, facts.frame]);
    add.template(28, [frame, facts.strength, facts.complement]);
    add.template(31, [frame, path]);
    add.template(42, [quote, frame]);
    add.template(43, [facts.stem, quote, same_sentence]);
    add.template(44, [facts.form, facts.complement, frame]);
    add.template(46, [other, path]);
    add.template(52, [facts.stem, path]);
    add.template(65, [facts.behind, path]);
    add.template(73, [same_sentence, quote, path]);
}

/// All other features: those that look at words, tags and names.
pub(in crate::attribution::model) fn word_features(
    scene: &Scene<'_>,
    facts: &CueFacts<'_>,
    place: &Place,
    i: usize,
    sink: &mut impl FnMut(u32, u32),
) {
    // Twice the code, but the side is known in each.
    match place.side {
        0 => word_features_of(0, scene, facts, place, i, sink),
        _ => word_features_of(1, scene, facts, place, i, sink),
    }
}

#[inline(always)]
fn word_features_of(
    side: u32,
    scene: &Scene<'_>,
    facts: &CueFacts<'_>,
    place: &Place,
    i: usize,
    sink: &mut impl FnMut(u32, u32),
) {
    let at = i as isize;
    let a = scene.atom(at);
    let (l1, r1) = (scene.atom(at - 1), scene.atom(at + 1));
    let (l2, r2) = (scene.atom(at - 2), scene.atom(at + 2));
    let &Place {
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
    let s = side + 2 * facts.form;
    let mut add = Adder { side, sink };
    add.template(1, [exact, a.tag]);
    add.template(2, [a.word]);
    add.template(3, [a.tag, near]);
    add.template(4, [l1.word, a.word]);
    add.template(5, [a.word, r1.word]);
    add.template(6, [l1.tag, a.tag]);
    add.template(7, [a.tag, r1.tag]);
    add.template(8, [l1.tag, a.tag, r1.tag]);
    add.template(9, [l1.word, a.tag]);
    add.template(10, [a.tag, r1.word]);
    add.template(11, [a.word, near]);
    add.template(13, [facts.stem, a.tag, near]);
    add.template(14, [facts.complement, near, a.tag]);
    add.template(20, [path, a.tag]);
    add.template(24, [a.label, l1.label, r1.label]);
    add.template(25, [a.label, near, facts.form]);
    add.template(29, [frame, a.tag]);
    add.template(30, [frame, r1.tag]);
    add.template(32, [same_sentence, near, a.tag]);
    add.template(34, [s, a.tag, commas]);
    add.template(35, [r1.word, near]);
    add.template(36, [l1.word, near]);
    add.template(37, [facts.stem, a.word]);
    add.template(38, [facts.stem, l1.word]);
    add.template(39, [facts.stem, r1.word]);
    add.template(40, [a.ending, near]);
    add.template(41, [quote, l1.quoted, r1.quoted]);
    add.template(45, [other, a.tag]);
    add.template(48, [facts.stem, l1.word, a.tag]);
    add.template(49, [a.label, a.tag, l1.tag, r1.tag]);
    add.template(50, [edge, a.tag, r1.tag]);
    add.template(51, [quote, a.tag, r1.tag]);
    add.template(54, [facts.behind, a.tag, near]);
    add.template(56, [l2.word, l1.word]);
    add.template(57, [r1.word, r2.word]);
    add.template(58, [l2.tag, l1.tag, a.tag]);
    add.template(59, [a.tag, r1.tag, r2.tag]);
    add.template(62, [facts.complement, a.word]);
    add.template(63, [facts.complement, l1.word, a.tag]);
    add.template(64, [facts.complement, r1.word, a.tag]);
    add.template(68, [path, l1.word]);
    add.template(69, [path, a.word]);
    add.template(70, [path, l1.tag, a.tag]);
    add.template(71, [path, a.tag, r1.tag]);
    add.template(72, [facts.complement, path, a.tag]);
}
