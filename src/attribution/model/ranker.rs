//! The features of a whole attribution: is all of it right?

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::cue::{Scene, bucket};
use super::decode::Candidate;
use super::hash::{self, Features, feature, with};
use super::known;
use crate::attribution::verb_group::verb_group;
use crate::text::TokenKind;

/// What the candidates of a document say about each other.
pub(super) struct Company {
    /// How many likely cues have this stem, and how many unlikely ones.
    stems: FxHashMap<u32, [u8; 2]>,
    /// How many likely cues have a source that ends with this word.
    sources: FxHashMap<u32, u8>,
}

impl Company {
    pub fn new(scene: &Scene<'_>, candidates: &[Candidate]) -> Self {
        let mut company = Company {
            stems: FxHashMap::default(),
            sources: FxHashMap::default(),
        };
        for c in candidates.iter().filter(|c| !c.by_frame) {
            let stem = company.stems.entry(scene.atoms[c.head].stem).or_default();
            let count = &mut stem[usize::from(c.cue_probability < LIKELY)];
            *count = count.saturating_add(1);
            if let Some(word) = speaker_word(scene, c).filter(|_| c.cue_probability >= LIKELY) {
                let count = company.sources.entry(word).or_default();
                *count = count.saturating_add(1);
            }
        }
        company
    }
}

/// From here on a cue is likely.
const LIKELY: f32 = 0.5;

/// The last word of the source, whatever it is.
fn speaker_word(scene: &Scene<'_>, c: &Candidate) -> Option<u32> {
    let source = c.source.as_ref()?;
    Some(hash::word(scene.p.word(source.end - 1)))
}

/// What the candidates near one say about it. Probabilities of their cues are in levels from 1 on; 0 stands for none.
#[derive(Default)]
struct Others {
    /// How many likely cues its sentence has.
    likely: u32,
    /// The likeliest cue on either side, in its sentence, and the stems of the nearest.
    left: u32,
    right: u32,
    previous: u32,
    next: u32,
    /// The likeliest cue whose content shares some words with its content.
    crossing: u32,
    /// The likeliest whose source holds its cue, and which has the same source.
    in_source: u32,
    same_source: u32,
    /// The likeliest whose content holds its cue, and how many cues its own content holds.
    inside: u32,
    outside: u32,
    /// Whether another has the same content: 1, and 2 if its cue is likelier.
    rival: u32,
}

/// So many candidates on either side are near.
const NEAR: usize = 12;

impl Others {
    fn of(
        scene: &Scene<'_>,
        candidates: &[Candidate],
        index: usize,
        sentence: &Range<usize>,
    ) -> Self {
        let c = &candidates[index];
        let holds = |outer: &Candidate, inner: &Candidate| {
            outer.content.iter().any(|r| r.contains(&inner.head))
        };
        let shared = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        let near = index.saturating_sub(NEAR)..(index + NEAR + 1).min(candidates.len());
        let mut all = Others::default();
        for j in near {
            let o = &candidates[j];
            if o.head == c.head {
                continue;
            }
            let (holds_it, is_held) = (holds(o, c), holds(c, o));
            if holds_it {
                all.inside = all.inside.max(1 + (o.cue_probability * 3.0) as u32);
            }
            all.outside += u32::from(is_held);
            if o.content == c.content {
                let likelier = u32::from(o.cue_probability > c.cue_probability);
                all.rival = all.rival.max(1 + likelier);
            }
            if o.by_frame {
                continue;
            }
            let likelihood = 1 + (o.cue_probability * 4.0) as u32;
            let raise = |most: &mut u32, holds: bool| {
                if holds {
                    *most = likelihood.max(*most);
                }
            };
            if sentence.contains(&o.head) {
                all.likely += u32::from(o.cue_probability >= LIKELY);
                let stem = scene.atoms[o.head].stem;
                if j < index {
                    all.previous = stem;
                } else if all.right == 0 {
                    all.next = stem;
                }
                raise(&mut all.left, j < index);
                raise(&mut all.right, j > index);
            }
            let mut pairs = o
                .content
                .iter()
                .flat_map(|a| c.content.iter().map(move |b| (a, b)));
            raise(
                &mut all.crossing,
                !holds_it && !is_held && pairs.any(|(a, b)| shared(a, b)),
            );
            raise(
                &mut all.in_source,
                o.source.as_ref().is_some_and(|s| s.contains(&c.head)),
            );
            raise(
                &mut all.same_source,
                c.source.is_some() && o.source == c.source,
            );
        }
        all.likely = all.likely.min(4);
        all.outside = all.outside.min(3);
        all
    }
}

/// The features of the candidate with this index.
pub(super) fn features(
    scene: &Scene<'_>,
    candidates: &[Candidate],
    company: &Company,
    index: usize,
    out: &mut Features,
) {
    out.clear();
    let p = &scene.p;
    let c = &candidates[index];
    let head = scene.atom(c.head as isize);
    let sentence = scene.sentence(c.head);
    let probability = (c.cue_probability * 20.0) as u32;
    let coarse = (c.cue_probability * 5.0) as u32;
    let complement = c.complement;
    let form = verb_group(p, c.head, sentence.start).form as u32;
    let source_len = c.source.as_ref().map_or(0, ExactSizeIterator::len);
    let content_len: usize = c.content.iter().map(ExactSizeIterator::len).sum();
    let first = c.content.first().map_or(0, |r| r.start);
    let last = c.content.last().map_or(0, |r| r.end - 1);
    let (starts, ends) = (scene.atom(first as isize), scene.atom(last as isize));
    let behind = scene.atom(last as isize + 1);
    let (source_first, source_last) = c.source.as_ref().map_or((0, 0), |r| {
        (
            scene.atom(r.start as isize).tag,
            scene.atom(r.end as isize - 1).tag,
        )
    });
    let source_label = c.source.as_ref().map_or(9, |r| {
        r.clone().map(|k| scene.atoms[k].label).max().unwrap_or(0)
    });
    let source_word = c
        .source
        .as_ref()
        .filter(|r| r.len() == 1)
        .map_or(0, |r| scene.atoms[r.start].word);
    let order = u32::from(first < c.cue.start)
        + 2 * c
            .source
            .as_ref()
            .map_or(2, |r| u32::from(r.start < c.cue.start))
        + 8 * c.content.len().min(3) as u32;
    let gap = c.source.as_ref().map_or(7, |r| {
        bucket(if r.end <= c.cue.start {
            c.cue.start - r.end
        } else {
            r.start.saturating_sub(c.cue.end)
        })
    });
    let content_gap = bucket(if first < c.cue.start {
        c.cue.start.saturating_sub(last + 1)
    } else {
        first.saturating_sub(c.cue.end)
    });
    let quoted = u32::from(p.token(c.head).quoted())
        + 2 * u32::from(p.kind(first) == TokenKind::Open)
        + 4 * u32::from(p.kind(last) == TokenKind::Close);
    let origin = u32::from(c.by_frame);
    let agrees = 4 * origin
        + scene.proposal(c.head).map_or(4, |f| {
            u32::from(f.source == c.source) + 2 * u32::from(f.content == c.content)
        });
    let frame = scene.proposal(c.head).map_or(known::NO_FRAME, |f| f.known);
    let strength = scene
        .proposal(c.head)
        .map_or(0, |f| 1 + (f.score * 10.0) as u32);
    let sure = &c.sureness;
    let odds = (c.cue_odds * 2.0 + 8.0).clamp(0.0, 24.0) as u32;
    let Others {
        likely,
        left,
        right,
        previous,
        next,
        crossing,
        in_source,
        same_source,
        inside,
        outside,
        rival,
    } = Others::of(scene, candidates, index, &sentence);
    let speaks = speaker_word(scene, c).map_or(7, |w| {
        u32::from(
            company
                .sources
                .get(&w)
                .copied()
                .unwrap_or(0)
                .saturating_sub(u8::from(c.cue_probability >= LIKELY))
                .min(4),
        )
    });
    let [so, not] = company.stems.get(&head.stem).copied().unwrap_or([0; 2]);
    let often = u32::from(so.min(3)) * 4 + u32::from(not.min(3));
    let (l1, r1) = (
        scene.atom(c.cue.start as isize - 1),
        scene.atom(c.cue.end as isize),
    );
    let words = c
        .cue
        .clone()
        .take(6)
        .fold(7, |h, k| with(h, scene.atoms[k].word));
    let kind = scene.candidates.at(c.head).map_or(9, |x| x.kind as u32);
    let source_end = c.source.as_ref().map_or(0, |r| scene.atoms[r.end - 1].word);
    let first_word = scene.atom(sentence.start as isize).word;
    let to_end = u32::from(last + 1 >= sentence.end)
        + 2 * u32::from(
            p.kind(last + 1 - usize::from(last + 1 >= p.words.len())) == TokenKind::Stop,
        );
    out.extend([
        feature(300, []),
        feature(301, [probability]),
        feature(302, [probability, complement]),
        feature(303, [coarse, agrees]),
        feature(304, [agrees, frame]),
        feature(305, [agrees, strength]),
        feature(306, [bucket(source_len)]),
        feature(307, [bucket(content_len), complement]),
        feature(308, [bucket(content_len), coarse]),
        feature(309, [starts.tag, complement]),
        feature(310, [starts.word]),
        feature(311, [ends.tag, behind.tag]),
        feature(312, [behind.word]),
        feature(313, [source_first, source_last]),
        feature(314, [source_label, coarse]),
        feature(315, [source_word]),
        feature(316, [order]),
        feature(317, [order, complement]),
        feature(318, [gap, form]),
        feature(319, [content_gap, complement]),
        feature(320, [quoted]),
        feature(321, [quoted, coarse]),
        feature(322, [head.stem]),
        feature(323, [head.stem, complement]),
        feature(324, [head.stem, coarse]),
        feature(325, [form, coarse]),
        feature(326, [form, source_label]),
        feature(327, [inside, coarse]),
        feature(328, [outside, coarse]),
        feature(329, [rival, coarse]),
        feature(330, [to_end, complement]),
        feature(331, [to_end, bucket(content_len)]),
        feature(332, [c.cue.len().min(5) as u32, head.tag]),
        feature(333, [source_label, complement, order]),
        feature(334, [gap, source_last]),
        feature(335, [scene.atom(c.cue.end as isize).tag, complement]),
        feature(336, [starts.tag, ends.tag]),
        feature(337, [inside, quoted]),
        feature(338, [origin, frame, complement]),
        feature(339, [origin, frame, strength]),
        feature(340, [origin, head.stem]),
        feature(341, [origin, gap, content_gap]),
        feature(342, [origin, starts.tag, ends.tag]),
        feature(343, [sure.source]),
        feature(344, [sure.start]),
        feature(345, [sure.end]),
        feature(346, [sure.least]),
        feature(347, [sure.presence, u32::from(c.source.is_some())]),
        feature(348, [sure.evidence]),
        feature(349, [sure.least, coarse]),
        feature(350, [sure.evidence, coarse]),
        feature(351, [sure.source / 3, sure.start / 3, sure.end / 3]),
        feature(352, [sure.end, behind.tag]),
        feature(353, [sure.start, starts.tag]),
        feature(354, [sure.end, complement]),
        feature(355, [sure.source, source_label]),
        feature(356, [sure.evidence, complement]),
        feature(357, [likely, coarse]),
        feature(358, [left, right, coarse]),
        feature(359, [crossing, coarse]),
        feature(360, [in_source, coarse]),
        feature(361, [same_source, coarse]),
        feature(362, [previous, head.stem]),
        feature(363, [next, head.stem]),
        feature(364, [speaks, source_label]),
        feature(365, [speaks, coarse]),
        feature(366, [often, coarse]),
        feature(367, [source_end]),
        feature(368, [source_end, head.stem]),
        feature(369, [head.word, r1.word]),
        feature(370, [head.word, l1.word]),
        feature(371, [l1.word, coarse]),
        feature(372, [r1.word, coarse]),
        feature(373, [starts.word, head.stem]),
        feature(374, [ends.word]),
        feature(375, [words]),
        feature(376, [words, complement]),
        feature(377, [odds]),
        feature(378, [odds, complement]),
        feature(379, [odds, source_label]),
        feature(380, [odds, sure.least / 3]),
        feature(381, [odds, origin]),
        feature(382, [first_word]),
        feature(383, [kind, odds]),
        feature(384, [origin, sure.source, sure.start / 3, sure.end / 3]),
        feature(385, [origin, agrees, sure.least]),
        feature(386, [likely, inside, crossing]),
    ]);
}
