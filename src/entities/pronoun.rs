//! Third-person pronouns and the persons they mean.
//!
//! Salience in the manner of Lappin and Leass (1994): each person named shortly before gets points for nearness, for being a subject or a
//! speaker, for being named often; gender and position rule some out. The points are few and readable rather than learned.

use super::gender::Gender;
use super::{Context, Draft};
use crate::text::{ParagraphKind, TokenKind};
use crate::words::{Classes, Tag};
use crate::{EntityId, Label, Mention, MentionKind, Span};

/// So many mentions of persons are remembered.
const RECENT: usize = 16;
/// A name further back, in tokens, is not meant.
const REACH: usize = 250;

/// A person named or meant before.
#[derive(Clone, Copy)]
struct Antecedent {
    entity: EntityId,
    span: Span,
    token: usize,
    end: usize,
    sentence: u32,
    paragraph: u32,
    subject: bool,
    speaker: bool,
    possessive: bool,
    quotation: u32,
}

/// How a pronoun stands in its sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Subject,
    Object,
    Possessive,
    Reflexive,
}

fn pronoun(word: &str) -> Option<(Gender, Case)> {
    Some(match word.to_ascii_lowercase().as_str() {
        "he" => (Gender::Male, Case::Subject),
        "she" => (Gender::Female, Case::Subject),
        "him" => (Gender::Male, Case::Object),
        "his" => (Gender::Male, Case::Possessive),
        "her" => (Gender::Female, Case::Possessive),
        "hers" => (Gender::Female, Case::Object),
        "himself" => (Gender::Male, Case::Reflexive),
        "herself" => (Gender::Female, Case::Reflexive),
        _ => return None,
    })
}

/// Adds a mention for each "he", "she", "his", ..., with the person it means where one is found.
pub(super) fn add(context: &Context<'_>, mentions: &mut Vec<Mention>, drafts: &mut [Draft]) {
    let p = &context.p;
    let mut recent: Vec<Antecedent> = vec![];
    let mut counts = vec![0_u32; drafts.len()];
    let mut found = vec![];
    let mut next = 0;
    for i in 0..p.words.len() {
        while next < mentions.len()
            && (mentions[next].span.start as usize) < p.token(i).span.end as usize
        {
            if let (Label::Person | Label::Role, Some(entity)) =
                (mentions[next].label, mentions[next].entity)
            {
                counts[entity.index()] += 1;
                remember(
                    &mut recent,
                    antecedent(context, entity, mentions[next].span),
                );
            }
            next += 1;
        }
        if p.kind(i) != TokenKind::Word
            || !p.words[i]
                .classes
                .intersects(Classes::PRONOUN | Classes::POSSESSIVE)
        {
            continue;
        }
        let Some((gender, mut case)) = pronoun(p.word(i)) else {
            continue;
        };
        if matches!(
            paragraph_kind(context, i),
            ParagraphKind::Furniture | ParagraphKind::Foreign
        ) {
            continue;
        }
        if case == Case::Possessive && p.tag(i) == Tag::Pronoun {
            case = Case::Object; // "told her"
        }
        let best = choose(context, &recent, &counts, drafts, i, gender, case)
            .map(|(chosen, score)| (*chosen, score));
        if let Some((chosen, _)) = best {
            drafts[chosen.entity.index()].gender.get_or_insert(gender);
            counts[chosen.entity.index()] += 1;
            remember(
                &mut recent,
                antecedent(context, chosen.entity, p.token(i).span),
            );
        }
        found.push(Mention {
            span: p.token(i).span,
            label: Label::Person,
            kind: MentionKind::Pronoun,
            entity: best.map(|(chosen, _)| chosen.entity),
            antecedent: best.map(|(chosen, _)| chosen.span),
            score: best.map_or(0.5, |(_, score)| score),
            by: "resolve:pronoun".into(),
        });
    }
    mentions.append(&mut found);
    mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
}

fn paragraph_kind(context: &Context<'_>, i: usize) -> ParagraphKind {
    let sentence = &context.p.views.sentences[context.p.token(i).sentence as usize];
    context.p.views.paragraphs[sentence.paragraph as usize].kind
}

fn remember(recent: &mut Vec<Antecedent>, antecedent: Antecedent) {
    if recent.len() == RECENT {
        recent.remove(0);
    }
    recent.push(antecedent);
}

fn antecedent(context: &Context<'_>, entity: EntityId, span: Span) -> Antecedent {
    let p = &context.p;
    let tokens = context.tokens(span);
    let sentence = context.sentence(tokens.start);
    // The verb behind the name, over an apposition: "Lee, head of the agency, said".
    let mut k = tokens.end;
    if k < sentence.end && p.kind(k) == TokenKind::Comma {
        let close = (k + 1..sentence.end.min(k + 24)).find(|&c| p.kind(c) == TokenKind::Comma);
        k = close.map_or(k, |close| close + 1);
    }
    k = p.skip_modifiers(k, sentence.end);
    let verb = k < sentence.end && p.is_finite(k);
    // "..., said Lee"
    let inverted = tokens.start > sentence.start
        && p.is(
            tokens.start - 1,
            &["said", "says", "spokesman", "spokeswoman"],
        );
    Antecedent {
        entity,
        span,
        token: tokens.start,
        end: tokens.end,
        sentence: p.token(tokens.start).sentence,
        paragraph: p.views.sentences[p.token(tokens.start).sentence as usize].paragraph,
        subject: verb,
        speaker: inverted
            || verb
                && p.is(
                    k,
                    &[
                        "said",
                        "says",
                        "told",
                        "added",
                        "asked",
                        "wrote",
                        "warned",
                        "argued",
                        "noted",
                        "explained",
                        "replied",
                    ],
                ),
        possessive: tokens.end < sentence.end
            && p.kind(tokens.end) == TokenKind::Clitic
            && p.tag(tokens.end) == Tag::Possessive,
        quotation: p.token(tokens.start).quotation,
    }
}

/// The likeliest antecedent of the pronoun at token `i`, with a score that falls where another one is nearly as likely.
fn choose<'r>(
    context: &Context<'_>,
    recent: &'r [Antecedent],
    counts: &[u32],
    drafts: &[Draft],
    i: usize,
    gender: Gender,
    case: Case,
) -> Option<(&'r Antecedent, f32)> {
    let p = &context.p;
    let sentence = p.token(i).sentence;
    let paragraph = p.views.sentences[sentence as usize].paragraph;
    let mut best: Option<(&Antecedent, f32)> = None;
    let mut runner_up = 0.0_f32;
    for candidate in recent
        .iter()
        .filter(|c| c.token < i && i - c.token <= REACH)
    {
        let draft = &drafts[candidate.entity.index()];
        if draft.label != Label::Person || draft.gender.is_some_and(|known| known != gender) {
            continue;
        }
        if case == Case::Object
            && candidate.sentence == sentence
            && candidate.subject
            && !clause_between(context, candidate.end, i)
        {
            continue; // "Lee told him": somebody else
        }
        let mut points = match sentence - candidate.sentence {
            0 => 5.0,
            1 => 4.0,
            2 => 2.5,
            3 => 1.5,
            _ => 0.5,
        };
        if candidate.paragraph != paragraph {
            points -= 0.5;
        }
        points += if candidate.subject { 2.0 } else { 0.0 };
        points += if candidate.speaker { 1.0 } else { 0.0 };
        points -= if candidate.possessive { 0.5 } else { 0.0 };
        points += 0.25 * counts[candidate.entity.index()].min(6) as f32;
        points += if draft.gender == Some(gender) {
            1.0
        } else {
            0.0
        };
        // What is quoted speaks of others than the speaker who is named outside.
        if p.token(i).quotation != candidate.quotation && p.token(i).quoted() && candidate.speaker {
            points -= 2.5;
        }
        // The nearer of two in the same place.
        points -= (i - candidate.token) as f32 * 0.01;
        if case == Case::Reflexive && candidate.sentence != sentence {
            points -= 3.0;
        }
        match best {
            Some((chosen, most)) if chosen.entity != candidate.entity && points <= most => {
                runner_up = runner_up.max(points)
            }
            Some((chosen, most)) => {
                if points > most {
                    if chosen.entity != candidate.entity {
                        runner_up = runner_up.max(most);
                    }
                    best = Some((candidate, points));
                }
            }
            None => best = Some((candidate, points)),
        }
    }
    let (chosen, most) = best?;
    let margin = (most - runner_up).clamp(0.0, 4.0);
    Some((chosen, 0.55 + 0.1 * margin))
}

/// Whether a clause begins between a name and a pronoun, so that both may be the same person: "Lee said they told him".
fn clause_between(context: &Context<'_>, from: usize, to: usize) -> bool {
    let verbs = (from..to).filter(|&k| context.p.is_finite(k)).count();
    verbs > 1
        || (from..to).any(|k| {
            matches!(
                context.p.tag(k),
                Tag::Subordinator | Tag::Conjunction | Tag::Wh
            ) || context.p.kind(k) == TokenKind::Comma
        })
}
