//! The surroundings of a cue, among which its source and content are looked for.

mod features;
mod place;

use std::ops::Range;

pub(super) use features::{
    Part, WORD_FEATURES, exact_hashes, features, near_hashes, part_of_cue, part_of_place,
    part_of_words, place_hashes, sum,
};
pub(super) use place::Place;

use super::cue::Scene;
use crate::attribution::complement::quotation_end;
use crate::attribution::engine::Found;
use crate::attribution::verb_group::verb_group;
use crate::text::TokenKind;
use crate::words::Tag;
use place::role_flags;

/// The tokens around a cue among which its source and content are looked for reach at most so far.
const REACH: usize = 140;

/// The window of a cue: its sentence, and what quotations and frames add on either side, within the paragraph.
pub(super) fn window(scene: &Scene<'_>, cue: &Range<usize>) -> Range<usize> {
    let p = &scene.p;
    let paragraph = scene.paragraph(cue.start);
    let sentence = scene.sentence(cue.start);
    let (mut start, mut end) = (sentence.start, sentence.end);
    if let Some(proposal) = scene
        .proposal(cue.start)
        .or_else(|| cue.clone().find_map(|k| scene.proposal(k)))
    {
        for range in proposal.content.iter().chain(&proposal.source) {
            start = start.min(range.start);
            end = end.max(range.end);
        }
    }
    // A quotation that reaches into the sentence, or ends right before it.
    let reaches =
        start > paragraph.start && (p.token(start).quoted() || p.token(start - 1).quoted());
    if reaches
        && let Some(quotation) = p
            .views
            .quotations
            .get(p.token(start - 1).quotation as usize)
    {
        start = scene.sentence(quotation.open as usize).start;
    }
    if end < paragraph.end && p.kind(end) == TokenKind::Open {
        end = quotation_end(p, end);
    } else if end < paragraph.end && p.token(end).quoted() && p.token(end - 1).quoted() {
        let quotation = &p.views.quotations[p.token(end).quotation as usize];
        end = quotation.close as usize + usize::from(quotation.closed);
    }
    // "Lee continued:" and the quotation in the next paragraph.
    let mut limit = paragraph.end;
    if end == limit && p.kind(end - 1) == TokenKind::Colon && end < p.words.len() {
        limit = quotation_end(p, end).min(scene.paragraph(end).end);
        end = if p.kind(end) == TokenKind::Open {
            limit
        } else {
            scene.sentence(end).end
        };
        limit = limit.max(end);
    }
    start
        .max(paragraph.start)
        .max(cue.start.saturating_sub(REACH))..end.min(limit).min(cue.end + REACH)
}

/// What of the cue all tokens of its window share.
pub(super) struct CueFacts {
    cue: Range<usize>,
    pub values: CueValues,
    quotation: u32,
    sentence: u32,
    /// What each token of the window is beside the cue.
    beside: Vec<Beside>,
}

/// What the features of a token look at of its cue.
#[derive(Clone, Copy, Debug)]
pub(super) struct CueValues {
    stem: u32,
    complement: u32,
    form: u32,
    frame: u32,
    strength: u32,
    /// The words beside the cue.
    before: u32,
    behind: u32,
}

impl CueValues {
    /// All values are zero.
    const NOTHING: CueValues = CueValues {
        stem: 0,
        complement: 0,
        form: 0,
        frame: 0,
        strength: 0,
        before: 0,
        behind: 0,
    };
}

/// What a token of the window is beside the cue.
#[derive(Clone, Copy, Debug, Default)]
struct Beside {
    /// What stands between them: commas, finite verbs, and all of it with other cues and what joins clauses, as one number.
    commas: u8,
    verbs: u8,
    path: u8,
    /// What it is in what the frames propose for the cue, and for others.
    frame: u8,
    other: u8,
}

impl CueFacts {
    pub fn new(
        scene: &Scene<'_>,
        cue: &Range<usize>,
        head: usize,
        complement: u32,
        window: &Range<usize>,
    ) -> Self {
        let p = &scene.p;
        let sentence = scene.sentence(head);
        let proposal = cue.clone().find_map(|k| scene.proposal(k));
        let mut beside = vec![Beside::default(); window.len()];
        look_between(scene, (window.start..cue.start).rev(), window, &mut beside);
        look_between(scene, cue.end..window.end, window, &mut beside);
        for (roles, beside) in scene.roles[window.clone()].iter().zip(&mut beside) {
            beside.other = role_flags(roles);
        }
        if let Some(proposal) = proposal {
            place::look_at(scene, proposal, window, &mut beside);
        }
        CueFacts {
            cue: cue.clone(),
            values: CueValues {
                stem: scene.atoms[head].stem,
                complement,
                form: verb_group(p, head, sentence.start).form as u32,
                frame: proposal.and_then(|f| f.frame).unwrap_or(99),
                before: scene.atom(cue.start as isize - 1).word,
                behind: scene.atom(cue.end as isize).word,
                strength: proposal.map_or(0, |f| 1 + (f.score * 4.0) as u32),
            },
            quotation: p.token(head).quotation,
            sentence: p.token(head).sentence,
            beside,
        }
    }
}

/// Notes for the tokens on one side of the cue, from there outwards, what stands between.
fn look_between(
    scene: &Scene<'_>,
    outwards: impl Iterator<Item = usize>,
    window: &Range<usize>,
    beside: &mut [Beside],
) {
    let (mut commas, mut verbs, mut cues, mut clauses) = (0, 0, 0, 0);
    for k in outwards {
        let here = &mut beside[k - window.start];
        (here.commas, here.verbs) = (commas, verbs);
        here.path = (commas * 4 + verbs) * 9 + cues * 3 + clauses;
        let joins = matches!(
            scene.p.tag(k),
            Tag::Subordinator | Tag::Wh | Tag::Conjunction
        );
        commas = (commas + u8::from(scene.p.kind(k) == TokenKind::Comma)).min(3);
        verbs = (verbs + u8::from(scene.atoms[k].finite)).min(3);
        cues = (cues + u8::from(scene.candidates.verb_at(k))).min(2);
        clauses = (clauses + u8::from(joins)).min(2);
    }
}

/// Less likely proposals say nothing about other cues.
const LIKELY: f32 = 0.3;

/// For each token in how many likely proposals it is part of the cue, part of the source, and the begin of content.
pub(super) fn roles(proposals: &[Found], roles: &mut [[u8; 3]]) {
    for f in proposals.iter().filter(|f| f.score >= LIKELY) {
        let mut count = |i: usize, role: usize| roles[i][role] = roles[i][role].saturating_add(1);
        f.cue.clone().for_each(|i| count(i, 0));
        f.source
            .iter()
            .flat_map(Range::clone)
            .for_each(|i| count(i, 1));
        f.content.iter().for_each(|range| count(range.start, 2));
    }
}

/// The class of a token that transitions look at.
pub(super) fn transition_class(scene: &Scene<'_>, i: usize) -> u32 {
    let p = &scene.p;
    match p.kind(i) {
        TokenKind::Open => 1,
        TokenKind::Close => 2,
        TokenKind::Comma => 3,
        TokenKind::Stop => 4,
        TokenKind::Colon | TokenKind::Semicolon | TokenKind::Dash => 5,
        TokenKind::BracketOpen | TokenKind::BracketClose => 6,
        TokenKind::Symbol => 7,
        TokenKind::Clitic => 8,
        TokenKind::Number => 9,
        TokenKind::Word if scene.atoms[i].tag == Tag::Name as u32 => 10,
        TokenKind::Word => match p.tag(i) {
            Tag::Noun | Tag::Plural | Tag::Name => 10,
            Tag::Pronoun => 11,
            Tag::Verb | Tag::VerbS | Tag::Past | Tag::Auxiliary | Tag::Modal => 12,
            Tag::Participle | Tag::Gerund => 13,
            Tag::Preposition | Tag::To => 14,
            Tag::Subordinator | Tag::Wh => 15,
            Tag::Conjunction => 16,
            Tag::Determiner | Tag::Possessive => 17,
            Tag::Adjective => 18,
            _ => 0,
        },
    }
}
/// How many of those classes there are.
pub(super) const TRANSITION_CLASSES: usize = 19;
