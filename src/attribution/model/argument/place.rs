//! Where a token stands: what features of it look at beside words.

use std::ops::Range;

use super::super::cue::{Scene, bucket};
use super::{Beside, CueFacts, LIKELY};
use crate::attribution::engine::Found;
use crate::text::Token;

/// Where a token stands in a range: 0 outside, else 1 begin, 2 inside, 3 end, 4 alone.
fn place(range: &Range<usize>, i: usize) -> u8 {
    if !range.contains(&i) {
        0
    } else if range.len() == 1 {
        4
    } else if i == range.start {
        1
    } else if i + 1 == range.end {
        3
    } else {
        2
    }
}

/// What holds of a token beside its words. Tokens in a row share much of it; the masks below say what.
#[derive(Clone, Copy, Debug)]
pub(in crate::attribution::model) struct Place {
    /// 0 before the cue, 1 behind it.
    pub side: u32,
    /// The distance from the cue, up to 12 and in eight levels, and those from the edges of the sentence.
    pub exact: u32,
    pub near: u32,
    pub from_start: u32,
    pub to_end: u32,
    pub same_sentence: u32,
    /// Whether it is in a quotation, and in which.
    pub quote: u32,
    /// Whether it is the first or last of its sentence or window.
    pub edge: u32,
    /// What stands between it and the cue; `path` is all of it.
    pub commas: u32,
    pub verbs: u32,
    pub path: u32,
    /// What it is in what the frames propose for the cue, and for others.
    pub frame: u32,
    pub other: u32,
}

impl Place {
    /// All values are zero.
    pub const NOTHING: Place = Place {
        side: 0,
        exact: 0,
        near: 0,
        from_start: 0,
        to_end: 0,
        same_sentence: 0,
        quote: 0,
        edge: 0,
        commas: 0,
        verbs: 0,
        path: 0,
        frame: 0,
        other: 0,
    };

    pub fn new(scene: &Scene<'_>, facts: &CueFacts, window: &Range<usize>, i: usize) -> Self {
        let (side, distance) = if i < facts.cue.start {
            (0, facts.cue.start - i)
        } else {
            (1, i + 1 - facts.cue.end)
        };
        let token = scene.p.token(i);
        let sentence = scene.sentence(i);
        let own = facts.quotation != Token::NONE && token.quotation == facts.quotation;
        // In no quotation, in the cue's, in another.
        let quote = scene.atoms[i].quoted * 3
            + u32::from(token.quotation == facts.quotation)
            + 2 * u32::from(own);
        let beside = facts.beside[i - window.start];
        Place {
            side,
            exact: distance.min(12) as u32,
            near: bucket(distance),
            from_start: bucket(i - sentence.start),
            to_end: bucket(sentence.end - i),
            same_sentence: (i64::from(token.sentence) - i64::from(facts.sentence)).clamp(-2, 2)
                as u32,
            quote,
            edge: u32::from(i == sentence.start)
                + 2 * u32::from(i + 1 == sentence.end)
                + 4 * u32::from(i == window.start),
            commas: u32::from(beside.commas),
            verbs: u32::from(beside.verbs),
            path: u32::from(beside.path),
            frame: u32::from(beside.frame),
            other: u32::from(beside.other),
        }
    }

    /// All of it in one number, in which the masks choose.
    pub fn key(&self) -> u64 {
        let parts = [
            (self.side, 1),
            (self.exact, 4),
            (self.near, 3),
            (self.same_sentence & 7, 3),
            (self.quote, 4),
            (self.edge, 3),
            (self.path, 8),
            (self.frame, 5),
            (self.other, 3),
            (self.from_start, 3),
            (self.to_end, 3),
        ];
        let mut end = 0;
        parts.into_iter().fold(0, |key, (value, bits)| {
            end += bits;
            key | u64::from(value) << (end - bits)
        })
    }

    const SIDE: u64 = 1;
    const SENTENCE: u64 = 0b111 << 8;
    const QUOTE: u64 = 0b1111 << 11;
    const EDGE: u64 = 0b111 << 15;
    const PATH: u64 = 0xff << 18;
    const ROLES: u64 = 0xff << 26;

    /// All that the features of the exact distance look at, but for the cue.
    pub const EXACT: u64 = Self::SIDE | 0b1111 << 1;
    /// All that the features of the level of the distance look at.
    pub const NEAR: u64 = Self::SIDE | 0b111 << 5 | Self::QUOTE | Self::ROLES | 0b11_1111 << 34;
    /// All that the features of the place look at.
    pub const AROUND: u64 =
        Self::SIDE | Self::SENTENCE | Self::QUOTE | Self::EDGE | Self::PATH | Self::ROLES;
    /// All that the features of words look at beside them: all but the edges of the sentence.
    pub const BESIDE_WORDS: u64 = (1 << 34) - 1;
}

/// Notes what the tokens of the window are in what the frames propose for the cue, and that this is not what others say of them.
pub(super) fn look_at(
    scene: &Scene<'_>,
    own: &Found,
    window: &Range<usize>,
    beside: &mut [Beside],
) {
    let inside = |range: &Range<usize>| range.start.max(window.start)..range.end.min(window.end);
    for range in &own.content {
        for i in inside(range) {
            let frame = &mut beside[i - window.start].frame;
            *frame = (*frame).max(place(range, i));
        }
    }
    if let Some(range) = &own.source {
        for i in inside(range) {
            beside[i - window.start].frame += 5 * place(range, i);
        }
    }
    if own.score < LIKELY {
        return;
    }
    let begins = own.content.iter().map(|range| range.start..range.start + 1);
    for range in own
        .source
        .iter()
        .cloned()
        .chain([own.cue.clone()])
        .chain(begins)
    {
        for i in inside(&range) {
            let [mut cues, mut sources, mut begins] = scene.roles[i];
            cues -= u8::from(own.cue.contains(&i));
            sources -= u8::from(own.source.as_ref().is_some_and(|s| s.contains(&i)));
            begins -= u8::from(own.content.iter().any(|c| c.start == i));
            beside[i - window.start].other = role_flags(&[cues, sources, begins]);
        }
    }
}

/// What a token is in proposals, by how many make it that: 1 part of a cue, 2 of a source, 4 begin of content.
pub(super) fn role_flags(&[cues, sources, begins]: &[u8; 3]) -> u8 {
    u8::from(cues > 0) + 2 * u8::from(sources > 0) + 4 * u8::from(begins > 0)
}
