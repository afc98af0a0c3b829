//! Datelines, which are no part of what is said: "BERGEN, Nov 24 (Reuters) - The harbour is closed, officials said."

use std::ops::Range;

use crate::text::{Shape, TokenKind};
use crate::words::Phrases;

/// No dateline has more tokens.
const LONGEST: usize = 16;

/// The tokens without the dateline of their paragraph, if they begin with one.
pub(super) fn left_out(p: &Phrases<'_>, tokens: &Range<usize>) -> Range<usize> {
    let end = end(p, tokens.start).filter(|&end| end < tokens.end);
    end.unwrap_or(tokens.start)..tokens.end
}

/// One past the dash of the dateline that begins with this token.
fn end(p: &Phrases<'_>, first: usize) -> Option<usize> {
    let sentence = &p.views.sentences[p.token(first).sentence as usize];
    let paragraph = &p.views.paragraphs[sentence.paragraph as usize];
    if first != paragraph.first as usize {
        return None;
    }
    let last = (paragraph.end as usize).min(first + LONGEST);
    let dash = (first..last).find(|&k| p.kind(k) == TokenKind::Dash)?;
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
    // A place in capitals, or an agency in brackets; and then a sentence begins.
    let place = p.token(first).shape.contains(Shape::ALL_CAPS);
    let agency = dash > first && p.kind(dash - 1) == TokenKind::BracketClose;
    let next = dash + 1;
    let begins = next < paragraph.end as usize
        && (p.token(next).capitalised() || p.kind(next) != TokenKind::Word);
    ((place || agency) && begins && (first..dash).all(fits)).then_some(next)
}
