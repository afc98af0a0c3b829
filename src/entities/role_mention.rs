//! Roles without a name: "a military spokesman", "officials", and "the spokesman" who was named before.

use super::description::role_ends;
use super::{Context, Draft};
use crate::gazetteer::List;
use crate::text::{ParagraphKind, Shape};
use crate::words::Tag;
use crate::{EntityId, Label, Mention, MentionKind, Span};

/// How likely a role of the list that stands in a noun phrase of its own is one.
const SCORE: f32 = 0.8;
/// "The spokesman" is one of so many persons named last.
const RECENT: usize = 32;
/// The name behind a role is looked for among so many mentions before it.
const WINDOW: usize = 400;

/// Adds the role mentions of the text; a definite one gets the entity of the last person with that role.
pub(super) fn add(context: &Context<'_>, mentions: &mut Vec<Mention>, drafts: &[Draft]) {
    let p = &context.p;
    let mut found: Vec<Mention> = vec![];
    let mut next = 0;
    let mut persons: Vec<EntityId> = vec![];
    for hit in context.hits {
        if context.gazetteer.list(hit.entry) != List::Roles {
            continue;
        }
        let entry = context.gazetteer.brief(hit.entry);
        // "countries" and "companies" speak too, but a mention of each would say nothing.
        let name = || context.gazetteer.entry(hit.entry).name;
        if entry.kind != b"person" && !matches!(name(), "police" | "authorities") {
            continue;
        }
        while next < mentions.len() && mentions[next].span.start < hit.span.start {
            if let (Label::Person, Some(id)) = (mentions[next].label, mentions[next].entity) {
                persons.retain(|&other| other != id);
                persons.push(id);
                if persons.len() > RECENT {
                    persons.remove(0);
                }
            }
            next += 1;
        }
        let tokens = context.tokens(hit.span);
        let sentence = context.sentence(tokens.start);
        let paragraph = &p.views.paragraphs
            [p.views.sentences[p.token(tokens.start).sentence as usize].paragraph as usize];
        if matches!(
            paragraph.kind,
            ParagraphKind::Furniture | ParagraphKind::Foreign
        ) || !p.is_nominal(tokens.end - 1)
        {
            continue;
        }
        // The whole phrase must end with the role: not "the minister's car", not "spokesman Lee", not "police station".
        let phrase_end = p.base_end(tokens.start, sentence.end);
        if phrase_end > tokens.end {
            continue;
        }
        let first = p.base_start(tokens.end, sentence.start);
        let span = p.token(first).span.cover(p.token(tokens.end - 1).span);
        let taken = |m: &Mention| m.span.overlaps(hit.span);
        if mentions[next.saturating_sub(1)..].iter().take(2).any(taken)
            || found.last().is_some_and(|last| last.span.overlaps(span))
        {
            continue;
        }
        if is_description(context, mentions, first, tokens.end)
            || is_shouted(context, first, tokens.end)
        {
            continue;
        }
        let definite = p.is(first, &["the", "that", "this"]);
        let entity = definite
            .then(|| holder(p.word(tokens.end - 1), &persons, drafts))
            .flatten();
        found.push(Mention {
            span,
            label: Label::Role,
            kind: MentionKind::Role,
            entity,
            antecedent: entity.and_then(|id| last_name(mentions, id, span)),
            score: SCORE,
            by: if entity.is_some() {
                "resolve:role".into()
            } else {
                "gazetteer:roles".into()
            },
        });
    }
    // Names inside a role phrase ("the NSFO president") stay mentions of their own, so spans may nest: outer first.
    mentions.append(&mut found);
    mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
}

/// Whether all of several words are capitals, as in a headline, where nobody sees where a phrase begins.
fn is_shouted(context: &Context<'_>, first: usize, end: usize) -> bool {
    let capitals = |k| context.p.token(k).shape.contains(Shape::ALL_CAPS);
    end - first > 2 && (first..end).all(capitals)
}

/// Whether the phrase describes a person named beside it, and so is no mention of its own.
fn is_description(context: &Context<'_>, mentions: &[Mention], first: usize, end: usize) -> bool {
    let p = &context.p;
    let after = mentions.partition_point(|m| m.span.start < p.token(end - 1).span.end);
    let follows = |gap: usize| {
        mentions
            .get(after)
            .is_some_and(|m| m.label == Label::Person && context.tokens(m.span).start == end + gap)
    };
    let comma_before = first > 0 && p.kind(first - 1) == crate::text::TokenKind::Comma;
    let named_before = comma_before
        && mentions[..after]
            .iter()
            .rev()
            .take(3)
            .any(|m| m.label == Label::Person && context.tokens(m.span).end == first - 1);
    let named_behind = end < p.words.len()
        && p.kind(end) == crate::text::TokenKind::Comma
        && follows(1)
        && p.tag(first) == Tag::Determiner;
    follows(0) || named_before || named_behind && role_ends(context, end - 1, first)
}

/// The last person whose role ends with this noun.
fn holder(noun: &str, persons: &[EntityId], drafts: &[Draft]) -> Option<EntityId> {
    let has = |id: &&EntityId| {
        drafts[id.index()]
            .role
            .as_deref()
            .is_some_and(|role| role.split(' ').any(|word| word.eq_ignore_ascii_case(noun)))
    };
    persons.iter().rev().find(has).copied()
}

fn last_name(mentions: &[Mention], id: EntityId, before: Span) -> Option<Span> {
    let earlier = mentions.partition_point(|m| m.span.start < before.start);
    mentions[..earlier]
        .iter()
        .rev()
        .take(WINDOW)
        .find(|m| m.entity == Some(id) && m.kind == MentionKind::Name)
        .map(|m| m.span)
}
