//! The features of a whole attribution: is all of it right?

use super::cue::{Scene, bucket};
use super::decode::Candidate;
use super::hash::{Features, mix, template};
use super::weights::RANKER_ROWS;
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

/// The features of the candidate with this index.
pub(super) fn features(
    scene: &Scene<'_>,
    candidates: &[Candidate],
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
    let near = index.saturating_sub(6)..(index + 7).min(candidates.len());
    let holds = |outer: &Candidate, inner: &Candidate| {
        outer.content.iter().any(|r| r.contains(&inner.head))
    };
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
            hash = mix(hash, value);
        }
        out.push(((hash ^ (hash >> 16)).wrapping_mul(0x7feb_352d) >> 8) % RANKER_ROWS as u32);
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
}
