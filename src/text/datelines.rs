//! Datelines, which begin a text as a sentence of their own: "BERGEN, Nov 24 (Reuters) -".

use super::token::{Shape, Token, TokenKind};

/// No dateline has more tokens.
const LONGEST: usize = 16;

/// One past the dash of the dateline that these tokens of a paragraph begin with: a place in capitals or an agency in brackets
/// before a dash, behind which a sentence begins.
pub(crate) fn end(tokens: &[Token]) -> Option<usize> {
    let head = &tokens[..tokens.len().min(LONGEST)];
    let dash = head.iter().position(|t| t.kind == TokenKind::Dash)?;
    let place = tokens[0].shape.contains(Shape::ALL_CAPS);
    let agency = dash > 0 && tokens[dash - 1].kind == TokenKind::BracketClose;
    ((place || agency) && ends_with(tokens, dash)).then_some(dash + 1)
}

/// Whether only what a dateline may hold stands before this mark, and a sentence begins behind it.
pub(crate) fn ends_with(tokens: &[Token], mark: usize) -> bool {
    let begins = |next: &Token| next.capitalised() || next.kind != TokenKind::Word;
    tokens.get(mark + 1).is_some_and(begins) && tokens[..mark].iter().all(fits)
}

/// Whether a dateline may hold the token.
pub(crate) fn fits(token: &Token) -> bool {
    match token.kind {
        TokenKind::Word => token.capitalised(),
        kind => matches!(
            kind,
            TokenKind::Number
                | TokenKind::Comma
                | TokenKind::Stop
                | TokenKind::Symbol
                | TokenKind::BracketOpen
                | TokenKind::BracketClose
        ),
    }
}
