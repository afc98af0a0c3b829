//! From weights to attributions: cues, their extent, their source and content, and a score for the whole.

use std::ops::Range;

use super::argument::{self, CueFacts};
use super::cue::{self, Scene};
use super::emissions::{self, Words};
use super::hash::Features;
use super::lattice::{self, Emission, PARTS, Part, Scores, State, Steps};
use super::mend;
use super::ranker::{self, Company};
use super::sureness::{Rivals, Sureness};
use super::weights::{Weights, logistic};
use crate::text::TokenKind;
use crate::words::Tag;

/// An attribution that the model proposes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    /// The token that was judged to be a cue.
    pub head: usize,
    pub cue: Range<usize>,
    /// What follows the head; see [`cue::complement`].
    pub complement: u32,
    pub source: Option<Range<usize>>,
    pub content: Vec<Range<usize>>,
    /// Whether the frames make it rather than the chain; the ranker chooses.
    pub by_frame: bool,
    /// The probability that the head is a cue, and its logarithm of the odds.
    pub cue_probability: f32,
    pub cue_odds: f32,
    /// How sure the chain is of its reading.
    pub sureness: Sureness,
    /// The probability that the whole is right.
    pub score: f32,
}

/// Buffers of the model.
#[derive(Clone, Debug, Default)]
pub(crate) struct Buffers {
    features: Features,
    words: Words,
    emissions: Vec<Emission>,
    forward: Vec<Scores>,
    path: Vec<State>,
    rivals: Rivals,
}

/// The frames' own reading of a cue is a candidate from this score on.
const PROPOSED: f32 = 0.3;
/// And from this score on even where the cue model sees no cue.
const CONFIDENT: f32 = 0.6;
/// A frame with this score backs a reading that is the same as its own,
const BACKING: f32 = 0.45;
/// which is then kept from this score on: reports within reports, which news corpora seldom mark and readers want.
const LEAST_BACKED: f32 = 0.03;
/// Without such a frame the chain is not asked about words that are less likely cues: hardly any of them would be kept.
const LEAST_ALONE: f32 = 0.12;
/// No sentence has more cues.
const MOST_CUES: usize = 24;
/// A cue reaches so many tokens to either side of its head at most.
const CUE_REACH: usize = 6;

/// All candidates whose head is a cue with at least this probability. `score` is not yet set.
pub(super) fn candidates(
    weights: &Weights,
    scene: &Scene<'_>,
    least: f32,
    buffers: &mut Buffers,
    out: &mut Vec<Candidate>,
) {
    out.clear();
    buffers.words.forget();
    for paragraph in &scene.p.views.paragraphs {
        if !paragraph.kind.is_text() {
            continue;
        }
        for head in paragraph.first as usize..paragraph.end as usize {
            if !scene.may_be_cue(head) {
                continue;
            }
            let complement = cue::complement(scene, head);
            cue::features(scene, head, complement, &mut buffers.features);
            let odds = weights.cue_odds(&buffers.features);
            let probability = logistic(odds);
            let proposal = scene
                .proposal(head)
                .filter(|f| f.score >= PROPOSED && !f.content.is_empty());
            let backed = proposal.is_some_and(|f| f.score >= BACKING);
            let least = least.max(if backed { 0.0 } else { LEAST_ALONE });
            if probability < least && proposal.is_none_or(|f| f.score < CONFIDENT) {
                continue;
            }
            // Every decision looks at its whole sentence: a sentence of cues alone must not cost the square of its length.
            let sentence = scene.p.token(head).sentence;
            if out.len() >= MOST_CUES
                && scene.p.token(out[out.len() - MOST_CUES].head).sentence == sentence
            {
                continue;
            }
            let cue = extent(weights, scene, head, buffers);
            // The chain is the dearest part: it is not asked about words that are hardly cues.
            let (source, content, sureness) = if probability < least {
                (None, vec![], Sureness::NONE)
            } else {
                arguments(weights, scene, head, &cue, complement, buffers)
            };
            let candidate = Candidate {
                head,
                cue,
                complement,
                source,
                content,
                by_frame: false,
                cue_probability: probability,
                cue_odds: odds,
                sureness,
                score: 0.0,
            };
            if let Some(f) =
                proposal.filter(|f| f.source != candidate.source || f.content != candidate.content)
            {
                out.push(Candidate {
                    cue: f.cue.clone(),
                    source: f.source.clone(),
                    content: f.content.clone(),
                    by_frame: true,
                    ..candidate.clone()
                });
            }
            if !candidate.content.is_empty() {
                out.push(candidate);
            }
        }
    }
}

/// How far the cue with this head reaches.
fn extent(
    weights: &Weights,
    scene: &Scene<'_>,
    head: usize,
    buffers: &mut Buffers,
) -> Range<usize> {
    let sentence = scene.sentence(head);
    let (mut start, mut end) = (head, head + 1);
    let mut takes = |edge: usize, next: usize| {
        cue::extent_features(scene, head, edge, next, &mut buffers.features);
        weights.cue_odds(&buffers.features) > 0.0
    };
    while start > sentence.start && head - start < CUE_REACH && takes(start, start - 1) {
        start -= 1;
    }
    while end < sentence.end && end - head < CUE_REACH && takes(end - 1, end) {
        end += 1;
    }
    // "The firm | insists": a subject is no part of the cue.
    let begins_phrase = |i: usize| {
        matches!(scene.p.tag(i), Tag::Determiner | Tag::Possessive)
            && (i + 1..head).all(|k| !scene.p.tag(k).is_finite())
    };
    if start < head && begins_phrase(start) {
        start = head;
    }
    // "said demand had doubled", "said interest in it grew": a clause, or its first words, is what was said and no part of the cue.
    let says = scene.p.is(head, &["say", "says", "said", "saying"]);
    if (head + 1..end).any(|i| scene.p.is_finite(i)) || says && begins_clause(scene, head + 1) {
        end = head + 1;
    }
    // "told almost | no one": the words of the next phrase are no part of it either.
    let mut begun = false;
    while end > head + 2
        && (matches!(scene.p.tag(end - 1), Tag::Determiner | Tag::Possessive)
            || begun && scene.p.tag(end - 1) == Tag::Adverb)
    {
        (begun, end) = (true, end - 1);
    }
    // A mark is no part of a cue's words: "said:", "(said".
    while end > head + 1 && !may_end_cue(scene, head, end - 1) {
        end -= 1;
    }
    while start < head && !is_word(scene, start) {
        start += 1;
    }
    start..end
}

/// Whether a noun phrase begins here that is no day: "said Monday" against "said prices".
fn begins_clause(scene: &Scene<'_>, i: usize) -> bool {
    let p = &scene.p;
    i < p.words.len()
        && matches!(
            p.tag(i),
            Tag::Noun | Tag::Plural | Tag::Determiner | Tag::Possessive | Tag::Adjective
        )
        && !p.is_day(i)
        && !p.is(i, &["this", "last", "late"])
}

/// "as" belongs to "described as", but not to "said yesterday as".
fn may_end_cue(scene: &Scene<'_>, head: usize, i: usize) -> bool {
    is_word(scene, i)
        && (i == head + 1
            || !matches!(scene.p.tag(i), Tag::Subordinator | Tag::Conjunction)
                && !scene.p.is(i, &["as", "while", "when"]))
}

fn is_word(scene: &Scene<'_>, i: usize) -> bool {
    matches!(
        scene.p.kind(i),
        TokenKind::Word | TokenKind::Number | TokenKind::Clitic
    )
}

/// The best source and content of a cue.
fn arguments(
    weights: &Weights,
    scene: &Scene<'_>,
    head: usize,
    cue: &Range<usize>,
    complement: u32,
    buffers: &mut Buffers,
) -> (Option<Range<usize>>, Vec<Range<usize>>, Sureness) {
    let window = argument::window(scene, cue);
    let facts = CueFacts::new(scene, cue, head, complement, &window);
    let Buffers {
        words,
        emissions,
        forward,
        path,
        rivals,
        ..
    } = buffers;
    emissions::read(weights, scene, &facts, cue, &window, words, emissions);
    let mut before = 0;
    let classes = window.clone().map(|i| argument::transition_class(scene, i));
    let steps: Vec<&Steps> = classes
        .map(|class| weights.steps(std::mem::replace(&mut before, class), class))
        .collect();
    lattice::viterbi(emissions, &steps, forward, path);
    let (mut source, mut content) = spans(path, window.start);
    rivals.compare(emissions, forward, &steps);
    if content.is_empty()
        && let Some(t) = rivals.likeliest_content()
    {
        // Without content the cue is none: whether it is one is for the ranker to say, of the best reading that has content.
        emissions[t].forbid_all_but_content();
        lattice::viterbi(emissions, &steps, forward, path);
        (source, content) = spans(path, window.start);
    }
    // A bullet or an emoji in front of a quotation is no part of it.
    for range in &mut content {
        while range.len() > 1
            && scene.p.kind(range.start) == TokenKind::Symbol
            && scene.p.kind(range.start + 1) == TokenKind::Open
        {
            range.start += 1;
        }
    }
    close_brackets(scene, &mut content);
    let nat = weights.argument.unit / 16.0;
    let sureness = Sureness::new(rivals, window.start, nat, &source, &content);
    (source, content, sureness)
}

/// "(some 40 miles)": a bracket that opens in the content and closes right behind it is closed there.
fn close_brackets(scene: &Scene<'_>, content: &mut [Range<usize>]) {
    for range in content {
        let count = |kind| range.clone().filter(|&i| scene.p.kind(i) == kind).count();
        if range.end < scene.p.words.len()
            && scene.p.kind(range.end) == TokenKind::BracketClose
            && count(TokenKind::BracketOpen) > count(TokenKind::BracketClose)
        {
            range.end += 1;
        }
    }
}

/// The runs of source and content in a sequence of states that begins at token `start`.
pub(super) fn spans(path: &[State], start: usize) -> (Option<Range<usize>>, Vec<Range<usize>>) {
    let mut source: Option<Range<usize>> = None;
    let mut content: Vec<Range<usize>> = vec![];
    for (t, state) in path.iter().enumerate() {
        let i = start + t;
        let part = PARTS[state.0 as usize];
        if part.is_source() {
            match &mut source {
                Some(range) => range.end = i + 1,
                None => source = Some(i..i + 1),
            }
        } else if part.is_content() {
            match content.last_mut() {
                Some(range)
                    if range.end == i
                        && !matches!(part, Part::ContentBegin | Part::ContentSingle) =>
                {
                    range.end = i + 1
                }
                _ => content.push(i..i + 1),
            }
        }
    }
    (source, content)
}

/// Whether a frame that is not unlikely reads the cue in the same way.
fn is_backed(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    scene.proposal(candidate.head).is_some_and(|f| {
        f.score >= BACKING && f.source == candidate.source && f.content == candidate.content
    })
}

/// Scores the candidates, and keeps those that reach `least`.
pub(super) fn rank(
    weights: &Weights,
    scene: &Scene<'_>,
    least: f32,
    buffers: &mut Buffers,
    candidates: &mut Vec<Candidate>,
) {
    let company = Company::new(scene, candidates);
    let scores: Vec<f32> = (0..candidates.len())
        .map(|index| {
            ranker::features(scene, candidates, &company, index, &mut buffers.features);
            logistic(weights.ranker_odds(&buffers.features))
        })
        .collect();
    // Of two readings of a cue the likelier, then the chain's.
    let better = |i: usize, j: usize| {
        candidates[j].head == candidates[i].head
            && (scores[j], !candidates[j].by_frame) > (scores[i], !candidates[i].by_frame)
    };
    let keep: Vec<bool> = (0..candidates.len())
        .map(|i| {
            let least = if is_backed(scene, &candidates[i]) {
                least.min(LEAST_BACKED)
            } else {
                least
            };
            scores[i] >= least
                && !(i > 0 && better(i, i - 1))
                && !(i + 1 < candidates.len() && better(i, i + 1))
        })
        .collect();
    let mut index = 0;
    candidates.retain_mut(|candidate| {
        candidate.score = scores[index];
        index += 1;
        keep[index - 1]
    });
    mend::mend(scene, candidates);
}
