//! From the words of a source to the entity that speaks.

use crate::rules::{Lists, Vocabulary};
use crate::text::TokenKind;
use crate::words::{Phrases, Tag};
use crate::{Attribution, EntityId, Label, Mention, Span};

/// Gives each attribution its speaker, where its source names or means an entity. `mentions` are sorted by start.
pub(crate) fn resolve(
    p: &Phrases<'_>,
    vocabulary: &Vocabulary,
    mentions: &[Mention],
    attributions: &mut [Attribution],
) {
    for attribution in attributions {
        attribution.speaker = attribution
            .source
            .first()
            .and_then(|&source| speaker(p, vocabulary, mentions, source));
    }
}

fn speaker(
    p: &Phrases<'_>,
    vocabulary: &Vocabulary,
    mentions: &[Mention],
    source: Span,
) -> Option<EntityId> {
    let is_document = |k: usize| vocabulary.has(Lists::DOCUMENTS, p.word(k));
    let tokens = &p.views.tokens;
    let first = tokens.partition_point(|t| t.span.end <= source.start);
    let end = first + tokens[first..].partition_point(|t| t.span.start < source.end);
    let from = mentions.partition_point(|m| m.span.start < source.start);
    let len = mentions[from..].partition_point(|m| m.span.start < source.end);
    let inside = &mentions[from..from + len];
    // The head of the source is the last word of its first noun phrase.
    let mut head_end = p.base_end(first, end).max(first + 1);
    if let Some(name) = inside
        .iter()
        .find(|m| m.label != Label::Role && covers(m.span, tokens[first].span))
    {
        head_end = first + tokens[first..end].partition_point(|t| t.span.start < name.span.end);
        head_end = p.base_end(first, end).max(head_end);
    }
    let owner = (first..head_end)
        .rev()
        .find(|&k| p.kind(k) == TokenKind::Clitic && p.tag(k) == Tag::Possessive);
    let possessed = head_end < end
        && p.kind(head_end) == TokenKind::Clitic
        && p.tag(head_end) == Tag::Possessive;
    let (owner, head_end) = if possessed {
        (Some(head_end), p.base_end(head_end + 1, end))
    } else {
        (owner, head_end)
    };
    let head = tokens[head_end - 1].span;
    // A name at the end of the phrase: "ministry spokesman Lee"; a pronoun; "the spokesman" who was named before.
    let at_head = |m: &&Mention| m.span.end >= head.end && m.span.start <= head.start;
    let named = inside
        .iter()
        .rev()
        .find(|m| at_head(m) && m.label != Label::Role);
    let mention = named.or_else(|| inside.iter().find(at_head));
    if let Some(entity) = mention.and_then(|m| m.entity) {
        return Some(entity);
    }
    // "The spokesman, Lee,": the name in apposition.
    let apposed =
        head_end + 1 < end && matches!(p.kind(head_end), TokenKind::Comma | TokenKind::Dash);
    if apposed
        && let Some(name) = inside
            .iter()
            .find(|m| m.label == Label::Person && m.span.start == tokens[head_end + 1].span.start)
    {
        return name.entity;
    }
    // "Mandiant's report", "his statement"
    let owner = owner.filter(|_| is_document(head_end - 1));
    let last_of_owner = owner
        .and_then(|k| k.checked_sub(1))
        .map(|k| tokens[k].span)
        .or_else(|| {
            (p.tag(first) == Tag::Possessive && is_document(head_end - 1))
                .then(|| tokens[first].span)
        })?;
    inside
        .iter()
        .find(|m| covers(m.span, last_of_owner))
        .and_then(|m| m.entity)
}

fn covers(span: Span, other: Span) -> bool {
    span.contains(other) || other.contains(span)
}
