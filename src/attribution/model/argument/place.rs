//! Where a token stands: what features of it look at beside words.

use std::ops::Range;

use super::super::cue::{Scene, bucket};
use super::{CueFacts, LIKELY};
use crate::attribution::engine::Found;
use crate::text::Token;

/// Where a token stands in a range: 0 outside, else 1 begin, 2 inside, 3 end, 4 alone.
fn place(range: &Range<usize>, i: usize) -> u32 {
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

/// What holds of a token beside its words. Tokens in a row share much of it; the keys below say what.
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
    pub fn new(scene: &Scene<'_>, facts: &CueFacts<'_>, window: &Range<usize>, i: usize) -> Self {
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
        let [commas, verbs, cues, clauses] = facts.between[i - window.start].map(u32::from);
        let (mut in_source, mut in_content) = (0, 0);
        if let Some(proposal) = facts.proposal {
            in_source = proposal.source.as_ref().map_or(0, |range| place(range, i));
            let places = proposal.content.iter().map(|range| place(range, i));
            in_content = places.max().unwrap_or(0);
        }
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
            commas,
            verbs,
            path: (commas * 4 + verbs) * 9 + cues * 3 + clauses,
            frame: in_source * 5 + in_content,
            other: other_roles(scene, facts.proposal, i),
        }
    }

    /// All that the features of the exact distance look at, but for the cue.
    pub fn exact_key(&self) -> [u32; 2] {
        [self.side, self.exact]
    }

    /// All that the features of the level of the distance look at.
    pub fn near_key(&self) -> [u32; 7] {
        [
            self.side,
            self.near,
            self.from_start,
            self.to_end,
            self.quote,
            self.frame,
            self.other,
        ]
    }

    /// All that the features of the place look at.
    pub fn place_key(&self) -> [u32; 7] {
        [
            self.side,
            self.same_sentence,
            self.quote,
            self.edge,
            self.path,
            self.frame,
            self.other,
        ]
    }
}

/// What the token is in what the frames propose for other cues: 1 part of a cue, 2 of a source, 4 begin of content.
fn other_roles(scene: &Scene<'_>, own: Option<&Found>, i: usize) -> u32 {
    let [mut cues, mut sources, mut begins] = scene.roles[i];
    if let Some(own) = own.filter(|f| f.score >= LIKELY) {
        cues -= u8::from(own.cue.contains(&i));
        sources -= u8::from(own.source.as_ref().is_some_and(|s| s.contains(&i)));
        begins -= u8::from(own.content.iter().any(|c| c.start == i));
    }
    u32::from(cues > 0) + 2 * u32::from(sources > 0) + 4 * u32::from(begins > 0)
}
