//! The cue decision: is this word, here, a cue? And how far does the cue reach?

use std::ops::Range;

use super::around::Around;
use super::atoms::{Atom, OUTSIDE};
use super::hash::{Features, feature};
use super::known;
use crate::attribution::candidates::Candidates;
use crate::attribution::complement::follows;
use crate::attribution::engine::Found;
use crate::text::TokenKind;
use crate::words::{Classes, Phrases, Tag};

/// All that the feature functions look at.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub p: Phrases<'a>,
    pub atoms: &'a [Atom],
    pub candidates: &'a Candidates,
    /// For each token what the frames propose for the cue that begins there, plus one; 0 for nothing.
    pub proposal_at: &'a [u32],
    pub proposals: &'a [Found],
    /// For each token the likely proposal whose content holds it, plus one; see [`holders`].
    pub holder_at: &'a [u32],
    /// What stands in each token's sentence.
    pub around: &'a [Around],
    /// What each token is in the likely proposals; see [`roles`](super::argument::roles).
    pub roles: &'a [[u8; 3]],
}

impl<'a> Scene<'a> {
    #[inline]
    pub fn atom(&self, i: isize) -> &'a Atom {
        usize::try_from(i)
            .ok()
            .and_then(|i| self.atoms.get(i))
            .unwrap_or(&OUTSIDE)
    }

    #[inline]
    pub fn proposal(&self, i: usize) -> Option<&'a Found> {
        self.proposals
            .get((self.proposal_at[i] as usize).checked_sub(1)?)
    }

    /// The likely proposal of another cue whose content holds the token.
    fn holder(&self, i: usize) -> Option<&'a Found> {
        self.proposals
            .get((self.holder_at[i] as usize).checked_sub(1)?)
    }

    #[inline]
    pub fn sentence(&self, i: usize) -> Range<usize> {
        let sentence = &self.p.views.sentences[self.p.token(i).sentence as usize];
        sentence.first as usize..sentence.end as usize
    }

    pub fn paragraph(&self, i: usize) -> Range<usize> {
        let sentence = &self.p.views.sentences[self.p.token(i).sentence as usize];
        let paragraph = &self.p.views.paragraphs[sentence.paragraph as usize];
        paragraph.first as usize..paragraph.end as usize
    }

    /// Whether the token may be the head of a cue.
    pub fn may_be_cue(&self, i: usize) -> bool {
        let named = self.p.tag(i) == Tag::Name;
        match self.p.kind(i) {
            TokenKind::Colon => true,
            TokenKind::Word => {
                self.candidates.at(i).is_some()
                    || self.p.words[i].classes.intersects(Classes::ANY_VERB)
                        && !named
                        && !matches!(self.p.tag(i), Tag::Auxiliary | Tag::Modal)
                    || named && self.names_a_verb(i)
            }
            _ => false,
        }
    }

    /// A verb with the capital letter of a headline: "Lee Says No".
    fn names_a_verb(&self, i: usize) -> bool {
        self.atoms[i].label == 0
            && self.p.words[i]
                .classes
                .intersects(Classes::VERB_S | Classes::PAST)
    }
}

/// Less likely proposals hold nothing.
const LIKELY: f32 = 0.3;
/// Content holds no more tokens than this, as many as a sentence may have: a long quotation with many cues beside it must not cost its square.
const HELD: usize = 300;

/// For each token the likely proposal whose content holds it, plus one: the one with the nearest cue; 0 for none.
pub(super) fn holders(proposals: &[Found], holder_at: &mut [u32]) {
    for (number, f) in (1..).zip(proposals).filter(|(_, f)| f.score >= LIKELY) {
        for i in f.content.iter().flat_map(Range::clone).take(HELD) {
            let other = (holder_at[i] as usize).checked_sub(1);
            if other.is_none_or(|other| f.head.abs_diff(i) < proposals[other].head.abs_diff(i)) {
                holder_at[i] = number;
            }
        }
    }
}

/// A number from 0 to 7 for a distance or length in tokens.
#[inline]
pub(super) fn bucket(distance: usize) -> u32 {
    const LEVELS: [u8; 27] = [
        0, 1, 2, 3, 4, 4, 4, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 7,
    ];
    u32::from(LEVELS[distance.min(26)])
}

/// The nearest token on the left that is no auxiliary, adverb or negation: where a subject would end.
fn subject(scene: &Scene<'_>, i: usize) -> (u32, u32, u32) {
    let start = scene.sentence(i).start;
    let mut k = i;
    while k > start
        && matches!(
            scene.p.tag(k - 1),
            Tag::Auxiliary | Tag::Modal | Tag::Adverb | Tag::Negation
        )
        && scene.p.kind(k - 1) == TokenKind::Word
    {
        k -= 1;
    }
    if k == start {
        return (62, 0, 0);
    }
    let atom = scene.atom(k as isize - 1);
    (atom.tag, atom.label, atom.word)
}

/// What follows a word that may be the head of a cue, as a number.
pub(super) fn complement(scene: &Scene<'_>, head: usize) -> u32 {
    let candidate = scene.candidates.at(head);
    let end = candidate.map_or(head + 1, |c| c.end as usize);
    let follow = follows(&scene.p, end, scene.sentence(head).end);
    follow.complement as u32 * 2 + u32::from(follow.addressed)
}

/// The features of the decision whether a cue begins with or is the verb at `i`, which has this [`complement`].
pub(super) fn features(scene: &Scene<'_>, i: usize, complement: u32, out: &mut Features) {
    out.clear();
    let p = &scene.p;
    let at = i as isize;
    let a = scene.atom(at);
    let (l1, l2, l3) = (scene.atom(at - 1), scene.atom(at - 2), scene.atom(at - 3));
    let (r1, r2, r3) = (scene.atom(at + 1), scene.atom(at + 2), scene.atom(at + 3));
    let sentence = scene.sentence(i);
    let candidate = scene.candidates.at(i);
    let (subject_tag, subject_label, subject_word) = subject(scene, i);
    let proposal = scene.proposal(i);
    let frame = proposal.map_or(known::NO_FRAME, |f| f.known);
    let strength = proposal.map_or(0, |f| 1 + (f.score * 10.0) as u32);
    let kind = candidate.map_or(9, |c| c.kind as u32);
    let entry = candidate.map_or(known::NO_CUE, |c| c.known);
    let position = bucket(i - sentence.start);
    let to_end = bucket(sentence.end - i);
    let opens_near = (i + 1..(i + 4).min(sentence.end)).any(|k| p.kind(k) == TokenKind::Open);
    let closes_near = (i.saturating_sub(6)..i).any(|k| p.kind(k) == TokenKind::Close);
    let that_near = (i + 1..(i + 7).min(sentence.end)).any(|k| p.is(k, &["that"]));
    let quote = a.quoted * 4 + u32::from(opens_near) * 2 + u32::from(closes_near);
    let (l4, r4) = (scene.atom(at - 4), scene.atom(at + 4));
    let labels_before = (sentence.start..i)
        .rev()
        .take(10)
        .map(|k| scene.atoms[k].label)
        .find(|&l| l != 0)
        .unwrap_or(0);
    let labels_behind = (i + 1..sentence.end)
        .take(8)
        .map(|k| scene.atoms[k].label)
        .find(|&l| l != 0)
        .unwrap_or(0);
    let around = scene.around[i];
    let others = u32::from(around.verbs);
    let verb_rank = u32::from(around.finite);
    let Around { earlier, later, .. } = around;
    let first_word = scene.atom(sentence.start as isize).word;
    let capital = u32::from(p.token(i).capitalised());
    let paragraph = scene.paragraph(i);
    let para_quote = u32::from(p.kind(paragraph.start) == TokenKind::Open)
        + 2 * u32::from(p.kind(paragraph.end - 1) == TokenKind::Close);
    let holder = scene.holder(i);
    let holder_stem = holder.map_or(0, |f| scene.atoms[f.head].stem);
    let held = holder.map_or(0, |f| 1 + (f.score * 4.0) as u32);
    let speaker = holder.and_then(|f| f.source.as_ref()).map_or(0, |r| {
        let last = scene.atom(r.end as isize - 1);
        1 + last.label * 64 + last.tag
    });
    out.extend([
        feature(0, []),
        feature(1, [a.word]),
        feature(2, [a.stem]),
        feature(3, [a.tag]),
        feature(4, [a.ending]),
        feature(5, [l1.word]),
        feature(6, [r1.word]),
        feature(7, [l2.word]),
        feature(8, [r2.word]),
        feature(9, [l1.tag, a.tag]),
        feature(10, [a.tag, r1.tag]),
        feature(11, [l1.tag, a.tag, r1.tag]),
        feature(12, [l2.tag, l1.tag, a.tag]),
        feature(13, [a.tag, r1.tag, r2.tag]),
        feature(14, [a.stem, l1.word]),
        feature(15, [a.stem, r1.word]),
        feature(16, [a.stem, r1.tag]),
        feature(17, [a.stem, l1.tag]),
        feature(18, [l1.word, r1.word]),
        feature(19, [r1.word, r2.word]),
        feature(20, [l2.word, l1.word]),
        feature(21, [complement]),
        feature(22, [a.stem, complement]),
        feature(23, [a.stem, a.tag, complement]),
        feature(24, [kind, complement]),
        feature(25, [entry, complement]),
        feature(26, [quote]),
        feature(27, [a.stem, quote]),
        feature(28, [quote, complement, subject_tag]),
        feature(29, [subject_tag, subject_label]),
        feature(30, [a.stem, subject_tag, subject_label]),
        feature(31, [subject_word]),
        feature(32, [subject_word, complement]),
        feature(33, [frame]),
        feature(34, [frame, strength]),
        feature(35, [frame, a.stem]),
        feature(36, [strength, complement]),
        feature(37, [position, to_end]),
        feature(38, [a.stem, position]),
        feature(39, [u32::from(that_near), a.tag]),
        feature(40, [a.stem, u32::from(that_near)]),
        feature(41, [others]),
        feature(42, [earlier, a.stem]),
        feature(43, [earlier, complement]),
        feature(44, [l3.word]),
        feature(45, [r3.word]),
        feature(46, [a.stem, r1.word, r2.word]),
        feature(47, [r1.label, r2.label, l1.label]),
        feature(48, [a.stem, r1.label]),
        feature(49, [u32::from(a.finite), a.stem]),
        feature(50, [l1.word, a.tag]),
        feature(51, [l2.word, l1.word, a.tag]),
        feature(52, [kind, a.tag, subject_tag]),
        feature(53, [holder_stem, a.stem]),
        feature(54, [l2.word, l1.word, a.word]),
        feature(55, [l1.word, a.word, r1.word]),
        feature(56, [a.word, r1.word, r2.word]),
        feature(57, [l4.word]),
        feature(58, [r4.word]),
        feature(59, [l2.tag, l1.tag, a.stem]),
        feature(60, [a.stem, r1.tag, r2.tag]),
        feature(61, [u32::from(around.quotes), quote, complement]),
        feature(62, [verb_rank, a.stem]),
        feature(63, [verb_rank, a.tag, complement]),
        feature(64, [labels_before, a.stem]),
        feature(65, [labels_behind, a.stem]),
        feature(66, [labels_before, subject_tag, a.tag, complement]),
        feature(67, [first_word]),
        feature(68, [first_word, a.stem]),
        feature(69, [capital, a.tag, position]),
        feature(70, [later, complement]),
        feature(71, [held, quote, subject_tag]),
        feature(72, [para_quote, quote]),
        feature(73, [subject_word, a.stem]),
        feature(74, [subject_label, r1.tag, a.tag]),
        feature(75, [l3.word, l2.word]),
        feature(76, [r2.word, r3.word]),
        feature(77, [l1.tag, l2.tag, l3.tag]),
        feature(78, [r1.tag, r2.tag, r3.tag]),
        feature(79, [held, complement, subject_tag, a.quoted]),
        feature(80, [held, a.stem]),
        feature(81, [holder_stem, complement]),
        feature(82, [speaker, subject_word]),
    ]);
}

/// The features of the decision whether the cue, which reaches up to `edge`, takes the token at `next` too.
pub(super) fn extent_features(
    scene: &Scene<'_>,
    head: usize,
    edge: usize,
    next: usize,
    out: &mut Features,
) {
    out.clear();
    let right = u32::from(next > head);
    let (h, e, n) = (
        scene.atom(head as isize),
        scene.atom(edge as isize),
        scene.atom(next as isize),
    );
    let step: isize = if right == 1 { 1 } else { -1 };
    let beyond = scene.atom(next as isize + step);
    let beyond2 = scene.atom(next as isize + 2 * step);
    let distance = head.abs_diff(next).min(5) as u32;
    let in_form = u32::from(
        scene
            .candidates
            .at(head)
            .is_some_and(|c| next < c.end as usize),
    );
    let in_proposal = u32::from(scene.proposal(head).is_some_and(|p| p.cue.contains(&next)));
    out.extend([
        feature(100, [right]),
        feature(101, [right, distance]),
        feature(102, [right, n.word]),
        feature(103, [right, n.tag, distance]),
        feature(104, [right, h.stem, n.word]),
        feature(105, [right, h.stem, n.tag, distance]),
        feature(106, [right, n.word, beyond.word]),
        feature(107, [right, n.tag, beyond.tag]),
        feature(108, [right, n.word, beyond.tag]),
        feature(109, [right, in_form, in_proposal, distance]),
        feature(110, [right, in_form, in_proposal, n.word]),
        feature(111, [right, e.word, n.word]),
        feature(112, [right, h.stem, n.word, beyond.word]),
        feature(113, [right, n.tag, beyond.tag, beyond2.tag]),
        feature(114, [right, h.tag, n.tag, e.tag]),
        feature(115, [right, h.stem, n.word, beyond.tag]),
    ]);
}
