//! The features of a token as part of a cue's source or content.

use std::ops::Range;

use super::cue::{Scene, bucket};
use super::hash::{mix, template};
use crate::attribution::complement::{follows, quotation_end};
use crate::attribution::engine::Found;
use crate::attribution::verb_group::verb_group;
use crate::text::TokenKind;
use crate::words::Tag;

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
pub(super) struct CueFacts<'a> {
    cue: Range<usize>,
    /// What the frames propose for it.
    proposal: Option<&'a Found>,
    stem: u32,
    complement: u32,
    form: u32,
    quotation: u32,
    sentence: u32,
    frame: u32,
    strength: u32,
    /// The words beside the cue.
    before: u32,
    behind: u32,
    /// For each token of the window, what stands between it and the cue: commas, finite verbs, other cues, capped.
    between: Vec<[u8; 4]>,
}

impl<'a> CueFacts<'a> {
    pub fn new(scene: &Scene<'a>, cue: &Range<usize>, head: usize, window: &Range<usize>) -> Self {
        let p = &scene.p;
        let sentence = scene.sentence(head);
        let end = scene
            .candidates
            .at(head)
            .map_or(head + 1, |c| c.end as usize);
        let follow = follows(p, end, sentence.end);
        let proposal = cue.clone().find_map(|k| scene.proposal(k));
        let mut between = vec![[0; 4]; window.len()];
        let mut count = |order: &mut dyn Iterator<Item = usize>| {
            let mut counts = [0_u8; 4];
            for k in order {
                between[k - window.start] = counts;
                counts[0] = (counts[0] + u8::from(p.kind(k) == TokenKind::Comma)).min(3);
                counts[1] = (counts[1] + u8::from(scene.atoms[k].finite)).min(3);
                counts[2] = (counts[2] + u8::from(scene.candidates.verb_at(k))).min(2);
                counts[3] = (counts[3]
                    + u8::from(matches!(
                        p.tag(k),
                        Tag::Subordinator | Tag::Wh | Tag::Conjunction
                    )))
                .min(2);
            }
        };
        count(&mut (window.start..cue.start).rev());
        count(&mut (cue.end..window.end));
        CueFacts {
            cue: cue.clone(),
            proposal,
            stem: scene.atoms[head].stem,
            complement: follow.complement as u32 * 2 + u32::from(follow.addressed),
            form: verb_group(p, head, sentence.start).form as u32,
            quotation: p.token(head).quotation,
            sentence: p.token(head).sentence,
            frame: proposal.and_then(|f| f.frame).unwrap_or(99),
            before: scene.atom(cue.start as isize - 1).word,
            behind: scene.atom(cue.end as isize).word,
            strength: proposal.map_or(0, |f| 1 + (f.score * 4.0) as u32),
            between,
        }
    }
}

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

/// The features of token `i`, each given to `sink` as its hash.
pub(super) fn features(
    scene: &Scene<'_>,
    facts: &CueFacts<'_>,
    window: &Range<usize>,
    i: usize,
    mut sink: impl FnMut(u32),
) {
    let p = &scene.p;
    let at = i as isize;
    let a = scene.atom(at);
    let (l1, r1) = (scene.atom(at - 1), scene.atom(at + 1));
    let (l2, r2) = (scene.atom(at - 2), scene.atom(at + 2));
    let cue = &facts.cue;
    let (side, distance) = if i < cue.start {
        (0, cue.start - i)
    } else {
        (1, i + 1 - cue.end)
    };
    let near = bucket(distance);
    let exact = distance.min(12) as u32;
    let same_sentence =
        (p.token(i).sentence as i64 - i64::from(facts.sentence)).clamp(-2, 2) as u32;
    let quotation = p.token(i).quotation;
    // In no quotation, in the cue's, in another.
    let quote = a.quoted * 3
        + u32::from(quotation == facts.quotation)
        + 2 * u32::from(
            facts.quotation != crate::text::Token::NONE && quotation == facts.quotation,
        );
    let [commas, verbs, cues, clauses] = facts.between[i - window.start].map(u32::from);
    let path = (commas * 4 + verbs) * 9 + cues * 3 + clauses;
    let sentence = scene.sentence(i);
    let edge = u32::from(i == sentence.start)
        + 2 * u32::from(i + 1 == sentence.end)
        + 4 * u32::from(i == window.start);
    let (mut in_source, mut in_content) = (0, 0);
    if let Some(proposal) = facts.proposal {
        in_source = proposal.source.as_ref().map_or(0, |range| place(range, i));
        in_content = proposal
            .content
            .iter()
            .map(|range| place(range, i))
            .max()
            .unwrap_or(0);
    }
    let frame = in_source * 5 + in_content;
    let s = side + 2 * facts.form;
    let other = other_roles(scene, facts.proposal, i);
    let mut add = |number: u32, values: &[u32]| {
        let mut hash = mix(template(200 + number), side);
        for &value in values {
            hash = mix(hash, value);
        }
        sink(hash);
    };
    add(0, &[near]);
    add(1, &[exact, a.tag]);
    add(2, &[a.word]);
    add(3, &[a.tag, near]);
    add(4, &[l1.word, a.word]);
    add(5, &[a.word, r1.word]);
    add(6, &[l1.tag, a.tag]);
    add(7, &[a.tag, r1.tag]);
    add(8, &[l1.tag, a.tag, r1.tag]);
    add(9, &[l1.word, a.tag]);
    add(10, &[a.tag, r1.word]);
    add(11, &[a.word, near]);
    add(12, &[facts.stem, exact]);
    add(13, &[facts.stem, a.tag, near]);
    add(14, &[facts.complement, near, a.tag]);
    add(15, &[facts.complement, exact, facts.form]);
    add(16, &[quote, same_sentence]);
    add(17, &[quote, near]);
    add(18, &[quote, facts.complement, same_sentence]);
    add(19, &[path]);
    add(20, &[path, a.tag]);
    add(21, &[commas, verbs, facts.complement]);
    add(22, &[edge, same_sentence]);
    add(23, &[edge, facts.complement, commas]);
    add(24, &[a.label, l1.label, r1.label]);
    add(25, &[a.label, near, facts.form]);
    add(26, &[frame]);
    add(27, &[frame, facts.frame]);
    add(28, &[frame, facts.strength, facts.complement]);
    add(29, &[frame, a.tag]);
    add(30, &[frame, r1.tag]);
    add(31, &[frame, path]);
    add(32, &[same_sentence, near, a.tag]);
    add(33, &[s, near]);
    add(34, &[s, a.tag, commas]);
    add(35, &[r1.word, near]);
    add(36, &[l1.word, near]);
    add(37, &[facts.stem, a.word]);
    add(38, &[facts.stem, l1.word]);
    add(39, &[facts.stem, r1.word]);
    add(40, &[a.ending, near]);
    add(41, &[quote, l1.quoted, r1.quoted]);
    add(42, &[quote, frame]);
    add(43, &[facts.stem, quote, same_sentence]);
    add(44, &[facts.form, facts.complement, frame]);
    add(45, &[other, a.tag]);
    add(46, &[other, path]);
    add(47, &[other, frame, near]);
    add(48, &[facts.stem, l1.word, a.tag]);
    add(49, &[a.label, a.tag, l1.tag, r1.tag]);
    add(50, &[edge, a.tag, r1.tag]);
    add(51, &[quote, a.tag, r1.tag]);
    add(52, &[facts.stem, path]);
    add(53, &[facts.behind, exact]);
    add(54, &[facts.behind, a.tag, near]);
    add(55, &[facts.before, exact]);
    add(56, &[l2.word, l1.word]);
    add(57, &[r1.word, r2.word]);
    add(58, &[l2.tag, l1.tag, a.tag]);
    add(59, &[a.tag, r1.tag, r2.tag]);
    add(60, &[near, bucket(i - sentence.start)]);
    add(61, &[near, bucket(sentence.end - i)]);
    add(62, &[facts.complement, a.word]);
    add(63, &[facts.complement, l1.word, a.tag]);
    add(64, &[facts.complement, r1.word, a.tag]);
    add(65, &[facts.behind, path]);
    add(66, &[facts.stem, facts.complement, near]);
    add(67, &[facts.stem, facts.form, near]);
    add(68, &[path, l1.word]);
    add(69, &[path, a.word]);
    add(70, &[path, l1.tag, a.tag]);
    add(71, &[path, a.tag, r1.tag]);
    add(72, &[facts.complement, path, a.tag]);
    add(73, &[same_sentence, quote, path]);
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
