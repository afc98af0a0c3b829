//! Datelines, which are no part of what is said: "BERGEN, Nov 24 (Reuters) - The harbour is closed, officials said."

use std::ops::Range;

use super::engine::Found;
use crate::text::{Shape, TokenKind};
use crate::words::Phrases;
use crate::{Label, Mention};

/// No dateline has more tokens.
const LONGEST: usize = 16;

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
    let last = (paragraph.end as usize).min(first + LONGEST);
    if let Some(next) = agency_alone(p, first..last) {
        return Some(next);
    }
    let dash = (first..last).find(|&k| matches!(p.kind(k), TokenKind::Dash | TokenKind::Colon))?;
    let colon = p.kind(dash) == TokenKind::Colon;
    if colon && dash > first + LONGEST_BEFORE_COLON {
        return None;
    }
    let fits = |k: usize| match p.kind(k) {
        TokenKind::Word => p.token(k).capitalised(),
        kind => matches!(
            kind,
            TokenKind::Number
                | TokenKind::Comma
                | TokenKind::Stop
                | TokenKind::Symbol
                | TokenKind::BracketOpen
                | TokenKind::BracketClose
        ),
    };
    // A place in capitals, an agency in brackets, or words with a colon; and then a sentence begins.
    let place = p.token(first).shape.contains(Shape::ALL_CAPS);
    let agency = dash > first && p.kind(dash - 1) == TokenKind::BracketClose;
    let next = dash + 1;
    let begins = next < paragraph.end as usize
        && (p.token(next).capitalised() || p.kind(next) != TokenKind::Word);
    ((place || agency || colon) && begins && (first..dash).all(fits)).then_some(next)
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
