//! The features of a whole attribution: is all of it right?

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::cue::{Scene, bucket};
use super::decode::Candidate;
use super::hash::{self, Features, template, with};
use crate::attribution::complement::follows;
use crate::attribution::verb_group::verb_group;
use crate::text::TokenKind;

/// Eight levels of a length in tokens.
fn length(tokens: usize) -> u32 {
    match tokens {
        0..=3 => tokens as u32,
        4..=6 => 4,
        7..=12 => 5,
        13..=25 => 6,
        _ => 7,
    }
}

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
    let end = scene
        .candidates
        .at(c.head)
        .map_or(c.head + 1, |x| x.end as usize);
    let follow = follows(p, end, sentence.end);
    let complement = follow.complement as u32 * 2 + u32::from(follow.addressed);
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
    let frame = scene.proposal(c.head).and_then(|f| f.frame).unwrap_or(99);
    let strength = scene
        .proposal(c.head)
        .map_or(0, |f| 1 + (f.score * 10.0) as u32);
    let holds = |outer: &Candidate, inner: &Candidate| {
        outer.content.iter().any(|r| r.contains(&inner.head))
    };
    let near = index.saturating_sub(12)..(index + 13).min(candidates.len());
    let sure = &c.sureness;
    let odds = (c.cue_odds * 2.0 + 8.0).clamp(0.0, 24.0) as u32;
    let likelihood = |j: usize| 1 + (candidates[j].cue_probability * 4.0) as u32;
    let others = near
        .clone()
        .filter(|&j| candidates[j].head != c.head && !candidates[j].by_frame);
    let in_sentence = others
        .clone()
        .filter(|&j| sentence.contains(&candidates[j].head));
    let likely = in_sentence
        .clone()
        .filter(|&j| candidates[j].cue_probability >= LIKELY)
        .count()
        .min(4) as u32;
    let left = in_sentence
        .clone()
        .filter(|&j| j < index)
        .map(likelihood)
        .max()
        .unwrap_or(0);
    let right = in_sentence
        .clone()
        .filter(|&j| j > index)
        .map(likelihood)
        .max()
        .unwrap_or(0);
    let previous = in_sentence.clone().rfind(|&j| j < index);
    let next = in_sentence.clone().find(|&j| j > index);
    let stem_at = |j: Option<usize>| j.map_or(0, |j| scene.atoms[candidates[j].head].stem);
    let crosses = |j: &usize| {
        let o = &candidates[*j];
        let shared = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        o.content
            .iter()
            .any(|a| c.content.iter().any(|b| shared(a, b)))
            && !holds(o, c)
            && !holds(c, o)
    };
    let crossing = others
        .clone()
        .filter(crosses)
        .map(likelihood)
        .max()
        .unwrap_or(0);
    let in_source = |j: &usize| {
        candidates[*j]
            .source
            .as_ref()
            .is_some_and(|s| s.contains(&c.head))
    };
    let in_source = others
        .clone()
        .filter(in_source)
        .map(likelihood)
        .max()
        .unwrap_or(0);
    let same_source = |j: &usize| c.source.is_some() && candidates[*j].source == c.source;
    let same_source = others
        .filter(same_source)
        .map(likelihood)
        .max()
        .unwrap_or(0);
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
    let inside = near
        .clone()
        .filter(|&j| candidates[j].head != c.head && holds(&candidates[j], c))
        .map(|j| 1 + (candidates[j].cue_probability * 3.0) as u32)
        .max()
        .unwrap_or(0);
    let outside = near
        .clone()
        .filter(|&j| candidates[j].head != c.head && holds(c, &candidates[j]))
        .count()
        .min(3) as u32;
    let rival = near
        .filter(|&j| candidates[j].head != c.head && candidates[j].content == c.content)
        .map(|j| 1 + u32::from(candidates[j].cue_probability > c.cue_probability))
        .max()
        .unwrap_or(0);
    let to_end = u32::from(last + 1 >= sentence.end)
        + 2 * u32::from(
            p.kind(last + 1 - usize::from(last + 1 >= p.words.len())) == TokenKind::Stop,
        );
    let mut add = |number: u32, values: &[u32]| {
        let mut hash = template(300 + number);
        for &value in values {
            hash = with(hash, value);
        }
        out.push(hash);
    };
    add(0, &[]);
    add(1, &[probability]);
    add(2, &[probability, complement]);
    add(3, &[coarse, agrees]);
    add(4, &[agrees, frame]);
    add(5, &[agrees, strength]);
    add(6, &[length(source_len)]);
    add(7, &[length(content_len), complement]);
    add(8, &[length(content_len), coarse]);
    add(9, &[starts.tag, complement]);
    add(10, &[starts.word]);
    add(11, &[ends.tag, behind.tag]);
    add(12, &[behind.word]);
    add(13, &[source_first, source_last]);
    add(14, &[source_label, coarse]);
    add(15, &[source_word]);
    add(16, &[order]);
    add(17, &[order, complement]);
    add(18, &[gap, form]);
    add(19, &[content_gap, complement]);
    add(20, &[quoted]);
    add(21, &[quoted, coarse]);
    add(22, &[head.stem]);
    add(23, &[head.stem, complement]);
    add(24, &[head.stem, coarse]);
    add(25, &[form, coarse]);
    add(26, &[form, source_label]);
    add(27, &[inside, coarse]);
    add(28, &[outside, coarse]);
    add(29, &[rival, coarse]);
    add(30, &[to_end, complement]);
    add(31, &[to_end, length(content_len)]);
    add(32, &[c.cue.len().min(5) as u32, head.tag]);
    add(33, &[source_label, complement, order]);
    add(34, &[gap, source_last]);
    add(35, &[scene.atom(c.cue.end as isize).tag, complement]);
    add(36, &[starts.tag, ends.tag]);
    add(37, &[inside, quoted]);
    add(38, &[origin, frame, complement]);
    add(39, &[origin, frame, strength]);
    add(40, &[origin, head.stem]);
    add(41, &[origin, gap, content_gap]);
    add(42, &[origin, starts.tag, ends.tag]);
    add(43, &[sure.source]);
    add(44, &[sure.start]);
    add(45, &[sure.end]);
    add(46, &[sure.least]);
    add(47, &[sure.presence, u32::from(c.source.is_some())]);
    add(48, &[sure.evidence]);
    add(49, &[sure.least, coarse]);
    add(50, &[sure.evidence, coarse]);
    add(51, &[sure.source / 3, sure.start / 3, sure.end / 3]);
    add(52, &[sure.end, behind.tag]);
    add(53, &[sure.start, starts.tag]);
    add(54, &[sure.end, complement]);
    add(55, &[sure.source, source_label]);
    add(56, &[sure.evidence, complement]);
    add(57, &[likely, coarse]);
    add(58, &[left, right, coarse]);
    add(59, &[crossing, coarse]);
    add(60, &[in_source, coarse]);
    add(61, &[same_source, coarse]);
    add(62, &[stem_at(previous), head.stem]);
    add(63, &[stem_at(next), head.stem]);
    add(64, &[speaks, source_label]);
    add(65, &[speaks, coarse]);
    add(66, &[often, coarse]);
    add(67, &[source_end]);
    add(68, &[source_end, head.stem]);
    add(69, &[head.word, r1.word]);
    add(70, &[head.word, l1.word]);
    add(71, &[l1.word, coarse]);
    add(72, &[r1.word, coarse]);
    add(73, &[starts.word, head.stem]);
    add(74, &[ends.word]);
    add(75, &[words]);
    add(76, &[words, complement]);
    add(77, &[odds]);
    add(78, &[odds, complement]);
    add(79, &[odds, source_label]);
    add(80, &[odds, sure.least / 3]);
    add(81, &[odds, origin]);
    add(82, &[first_word]);
    add(83, &[kind, odds]);
    add(84, &[origin, sure.source, sure.start / 3, sure.end / 3]);
    add(85, &[origin, agrees, sure.least]);
    add(86, &[likely, inside, crossing]);
}
