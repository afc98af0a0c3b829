//! Datelines, which are no part of what is said: "BERGEN, Nov 24 (Reuters) - The harbour is closed, officials said."

use std::ops::Range;

use super::engine::Found;
use crate::text::{Shape, TokenKind, datelines};
use crate::words::Phrases;
use crate::{Label, Mention};

/// The tokens without the dateline of their paragraph, if they begin with one.
pub(super) fn left_out(p: &Phrases<'_>, tokens: &Range<usize>) -> Range<usize> {
    let end = end(p, tokens.start).filter(|&end| end < tokens.end);
    end.unwrap_or(tokens.start)..tokens.end
}

/// The colon of a dateline is not so far: "NEW DELHI: The bridge is open, the minister said."
const LONGEST_BEFORE_COLON: usize = 4;

/// One past the dash or colon of the dateline that begins with this token.
fn end(p: &Phrases<'_>, first: usize) -> Option<usize> {
    let sentence = &p.views.sentences[p.token(first).sentence as usize];
    let paragraph = &p.views.paragraphs[sentence.paragraph as usize];
    if first != paragraph.first as usize {
        return None;
    }
    if let Some(next) = agency_alone(p, first..paragraph.end as usize) {
        return Some(next);
    }
    let tokens = &p.views.tokens[first..paragraph.end as usize];
    if let Some(length) = datelines::end(tokens) {
        return Some(first + length);
    }
    let before = &tokens[..tokens.len().min(LONGEST_BEFORE_COLON + 1)];
    let colon = before.iter().position(|t| t.kind == TokenKind::Colon)?;
    datelines::ends_with(tokens, colon).then_some(first + colon + 1)
}

/// Behind a dateline without a dash: "Oslo (CNN) The harbour is closed".
fn agency_alone(p: &Phrases<'_>, tokens: Range<usize>) -> Option<usize> {
    let open = tokens
        .clone()
        .take(LONGEST_BEFORE_COLON)
        .find(|&k| p.kind(k) == TokenKind::BracketOpen)?;
    let (agency, close, next) = (open + 1, open + 2, open + 3);
    let place =
        (tokens.start..open).all(|k| p.token(k).capitalised() || p.kind(k) == TokenKind::Comma);
    (open > tokens.start
        && next < tokens.end
        && place
        && p.token(agency).shape.contains(Shape::ALL_CAPS)
        && p.kind(close) == TokenKind::BracketClose
        && p.kind(next) == TokenKind::Word
        && p.token(next).capitalised())
    .then_some(next)
}

/// Whether a colon was read as a report of the town before it: "LAHORE: The bridge is open."
pub(super) fn is_colon_of_place(p: &Phrases<'_>, mentions: &[Mention], f: &Found) -> bool {
    let Some(source) = f.source.as_ref().filter(|_| f.entry.is_none()) else {
        return false;
    };
    let sentence = &p.views.sentences[p.token(source.start).sentence as usize];
    let paragraph = &p.views.paragraphs[sentence.paragraph as usize];
    if source.start != paragraph.first as usize || p.kind(f.head) != TokenKind::Colon {
        return false;
    }
    let span = p
        .token(source.start)
        .span
        .cover(p.token(source.end - 1).span);
    let at = mentions.partition_point(|m| m.span.start < span.start);
    mentions[at..]
        .first()
        .is_some_and(|m| m.span == span && m.label == Label::Place)
}
