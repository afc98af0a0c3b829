//! Tries the frames at each cue candidate.

use std::ops::Range;

use super::candidates::{Candidate, Candidates};
use super::complement::Complement;
use super::content::Contents;
use super::cues::CueLexicon;
use super::frames::{Frame, Frames};
use super::site::Site;
use super::verb_group::VerbForm;
use crate::words::Phrases;

/// An attribution in tokens, before its speaker and nesting are known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// The first token of the lexicon's word.
    pub head: usize,
    pub source: Option<Range<usize>>,
    pub cue: Range<usize>,
    pub content: Vec<Range<usize>>,
    /// The lexicon entry; none for a colon.
    pub entry: Option<u32>,
    pub negated: bool,
    pub score: f32,
    /// The index of the frame that made it; none where the model did.
    pub frame: Option<u32>,
    /// By which number the model knows that frame.
    pub known: u32,
}

/// Less likely attributions are dropped. Flat from 0.25 to 0.35 on PolNeAR.
pub(super) const LEAST_SCORE: f32 = 0.3;

/// All attributions of at least this score that the frames find, by cue.
pub(super) fn find(
    p: Phrases<'_>,
    candidates: &Candidates,
    lexicon: &CueLexicon,
    frames: &Frames,
    least_score: f32,
    found: &mut Vec<Found>,
) {
    let contents = Contents { p, candidates };
    let mut skip = 0;
    for candidate in &candidates.list {
        if (candidate.first as usize) < skip {
            continue;
        }
        let same = earlier_source(&p, found, candidate.first as usize);
        let Some(site) = Site::new(contents, candidate, lexicon, same) else {
            continue;
        };
        let mut frames = frames.order.iter().map(|&i| (&frames.list[i as usize], i));
        let fit = frames.find_map(|(frame, index)| site.fit(frame, index).ok());
        let Some(Fit {
            found: attribution, ..
        }) = fit
        else {
            continue;
        };
        // A source behind its cue may hold words that look like cues.
        if let Some(source) = &attribution.source {
            skip = skip.max(source.end);
        }
        if attribution.score >= least_score {
            found.push(attribution);
        }
    }
}

/// A frame that fits at a cue candidate, and what its score is made of.
pub(super) struct Fit {
    pub found: Found,
    pub worth: Worth,
}

/// What the score of an attribution is the product of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Worth {
    /// How often the lexicon's word is a cue with what follows it.
    pub strength: f32,
    /// How much more or less often the frame is right.
    pub frame: f32,
    /// Less than 1 inside a quotation.
    pub quoted: f32,
    /// Less than 1 where the source is the writer.
    pub writer: f32,
}

impl Worth {
    pub fn score(&self) -> f32 {
        let mut score = self.strength * self.frame;
        score *= self.quoted;
        score *= self.writer;
        score.min(0.99)
    }
}

/// Why a frame does not fit at a cue candidate: the first part of it that was not there, and where that should have stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Misfit {
    /// How many of its conditions and parts were there.
    pub passed: u32,
    pub part: Part,
    /// The token at which it was looked for: left of the cue, one past the last that it could have had.
    pub at: u32,
}

/// A part or condition of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// The word is none of its cues.
    Cue,
    Form(VerbForm),
    Complement(Complement),
    /// By its place from the cue outwards.
    Left(u32),
    Right(u32),
    /// All parts are there, but what was said is not.
    Content,
    /// All of it is there, but its score is too low.
    Score,
}

/// Where one frame comes furthest in a text without making an attribution there, with the cue word; `None` where the text has no
/// word that could be a cue.
pub(super) fn misfit(
    p: Phrases<'_>,
    candidates: &Candidates,
    lexicon: &CueLexicon,
    frame: &Frame,
    found: &[Found],
) -> Option<(Range<usize>, Misfit)> {
    let contents = Contents { p, candidates };
    let mut furthest: Option<(Range<usize>, Misfit)> = None;
    for candidate in &candidates.list {
        let same = earlier_source(&p, found, candidate.first as usize);
        let word = candidate.first as usize..candidate.end as usize;
        let site = Site::new(contents, candidate, lexicon, same);
        let tried = site.map(|site| site.fit(frame, 0));
        let nothing = Misfit {
            passed: 0,
            part: Part::Cue,
            at: candidate.first,
        };
        let misfit = match tried {
            Some(Err(misfit)) => misfit,
            Some(Ok(_)) => Misfit {
                passed: u32::MAX,
                part: Part::Score,
                ..nothing
            },
            None => nothing,
        };
        if furthest
            .as_ref()
            .is_none_or(|(_, f)| misfit.passed > f.passed)
        {
            furthest = Some((word, misfit));
        }
    }
    furthest
}

/// All frames that fit at a cue candidate, in their order: the first one makes the attribution. `found` are those of the cues before it.
pub(super) fn fits(
    p: Phrases<'_>,
    candidates: &Candidates,
    candidate: &Candidate,
    lexicon: &CueLexicon,
    frames: &Frames,
    found: &[Found],
) -> Vec<Fit> {
    let contents = Contents { p, candidates };
    let same = earlier_source(&p, found, candidate.first as usize);
    let site = Site::new(contents, candidate, lexicon, same);
    let fit = |site: &Site<'_>, &index: &u32| site.fit(&frames.list[index as usize], index).ok();
    let all = site.iter().flat_map(|site| {
        let order = frames.order.iter();
        order.filter_map(|index| fit(site, index))
    });
    all.collect()
}

/// For each token what was found for the cue candidate there, plus one; 0 for nothing.
pub(super) fn by_token(p: &Phrases<'_>, found: &[Found]) -> Vec<u32> {
    let mut table = vec![0; p.words.len()];
    for (index, f) in found.iter().enumerate() {
        table[f.head] = index as u32 + 1;
    }
    table
}

/// The source of a cue before this one in the sentence: of the outermost whose content ends right here ("denied that ..., but did not
/// say"), else of the last.
fn earlier_source(p: &Phrases<'_>, found: &[Found], cue: usize) -> Option<Range<usize>> {
    let sentence = p.token(cue).sentence;
    let earlier = found
        .iter()
        .rev()
        .take(8)
        .take_while(|f| p.token(f.cue.start).sentence == sentence);
    let with_source = earlier.filter(|f| f.source.is_some() && f.score >= LEAST_SCORE);
    let ends_here = |f: &&Found| {
        f.content
            .last()
            .is_some_and(|content| content.end <= cue && cue - content.end <= 6)
    };
    let outermost = with_source.clone().filter(ends_here).last();
    outermost
        .or_else(|| with_source.clone().next())
        .and_then(|f| f.source.clone())
}
