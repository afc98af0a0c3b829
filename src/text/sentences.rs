//! Cuts paragraphs into sentences.

use super::abbreviations::{self, Abbreviation};
use super::datelines;
use super::token::{Shape, Token, TokenKind};
use super::{Paragraph, Sentence};
use crate::Span;

/// A sentence of more tokens is cut, so that no later stage sees one that grows with the text. No real sentence is that long.
pub(super) const LONGEST: usize = 300;

/// Appends the sentences, and writes them into the tokens and paragraphs.
pub(super) fn sentences(
    text: &str,
    tokens: &mut [Token],
    paragraphs: &mut [Paragraph],
    sentences: &mut Vec<Sentence>,
) {
    for (p, paragraph) in paragraphs.iter_mut().enumerate() {
        paragraph.first_sentence = sentences.len() as u32;
        let end = paragraph.end as usize;
        let mut first = paragraph.first as usize;
        let dateline = datelines::end(&tokens[first..end]).map(|length| first + length - 1);
        for i in paragraph.first as usize..end {
            if i + 1 < end
                && i + 1 - first < LONGEST
                && dateline != Some(i)
                && !breaks_after(text, &tokens[first..end], i - first)
            {
                continue;
            }
            for token in &mut tokens[first..=i] {
                token.sentence = sentences.len() as u32;
            }
            mark_starts(&mut tokens[first..=i]);
            let span = Span::new(tokens[first].span.start, tokens[i].span.end);
            sentences.push(Sentence {
                span,
                first: first as u32,
                end: i as u32 + 1,
                paragraph: p as u32,
            });
            first = i + 1;
        }
        paragraph.end_sentence = sentences.len() as u32;
    }
}

/// Whether a sentence ends after token `i`; `tokens` begins with the sentence and ends with the paragraph.
fn breaks_after(text: &str, tokens: &[Token], i: usize) -> bool {
    let next = &tokens[i + 1];
    if matches!(
        next.kind,
        TokenKind::Close
            | TokenKind::BracketClose
            | TokenKind::Stop
            | TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::Semicolon
            | TokenKind::Clitic
            | TokenKind::Dash
    ) {
        return false;
    }
    // The mark that may end the sentence, before any closing quotation marks and brackets.
    let mut at = i;
    while at > 0 && matches!(tokens[at].kind, TokenKind::Close | TokenKind::BracketClose) {
        at -= 1;
    }
    let mark = &tokens[at];
    if mark.kind != TokenKind::Stop && !mark.shape.contains(Shape::ABBREVIATION) {
        return false;
    }
    // What the next sentence would begin with: the word behind opening marks.
    let start = tokens[i + 1..].iter().take(3).find(|t| {
        !matches!(
            t.kind,
            TokenKind::Open | TokenKind::BracketOpen | TokenKind::Symbol
        )
    });
    let capital =
        start.is_none_or(|t| t.shape.contains(Shape::CAPITAL) || !t.shape.contains(Shape::LOWER));
    if mark.kind == TokenKind::Stop {
        let numbering = at == 1 && tokens[0].kind == TokenKind::Number && &text[mark.span] == ".";
        return capital && !numbering;
    }
    if !capital || at != i && tokens[at + 1].kind != TokenKind::Close {
        return false;
    }
    let word = text[mark.span].trim_end_matches('.');
    let next_word = start.map_or("", |t| &text[t.span]);
    let starter = is_one_of(STARTERS, next_word) || next.kind == TokenKind::Open;
    match abbreviations::kind(word) {
        Some(Abbreviation::Title | Abbreviation::Latin | Abbreviation::Number) => false,
        Some(Abbreviation::Unit) => {
            start.is_some_and(|t| t.kind == TokenKind::Word && t.shape.contains(Shape::LOWER))
                && !is_one_of(DAYS, next_word)
        }
        Some(_) => starter,
        // "J." begins a name more often than it ends a sentence.
        None => starter && !mark.shape.contains(Shape::INITIAL),
    }
}

/// Words that begin a sentence far more often than they follow an abbreviation with a capital letter.
const STARTERS: &str = " A According After All Also Although An And Another As At Because Before Both But By Despite During \
    Each Even For From He Her Here His How However I If In Instead It Its Last Many Meanwhile More Most My No Not Now On \
    Once One Only Other Our Several She Since So Some Still Such That The Their Then There These They This Those Though \
    Through To Two Under Until We What When Where Whether While Who Why With Yet You ";

/// What follows the time of day within a sentence: "5 p.m. Monday".
const DAYS: &str = " Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July \
    August September October November December Eastern Central Pacific ";

fn is_one_of(list: &str, word: &str) -> bool {
    list.match_indices(word)
        .any(|(i, _)| list[..i].ends_with(' ') && list[i + word.len()..].starts_with(' '))
}

/// Marks the words whose capital letter comes from their place: the first of the sentence, and the first inside a quotation.
fn mark_starts(tokens: &mut [Token]) {
    let mut fresh = true;
    for token in tokens {
        match token.kind {
            TokenKind::Word | TokenKind::Number => {
                if fresh {
                    token.shape |= Shape::SENTENCE_START;
                }
                fresh = false;
            }
            TokenKind::Open => fresh = true,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Views;
    use super::*;

    #[test]
    fn cuts() {
        for (text, expected) in [
            (
                "Sen. Lee met Gov. Ann B. Coe. They left.",
                "Sen. Lee met Gov. Ann B. Coe.|They left.",
            ),
            (
                "He left the U.S. The war went on.",
                "He left the U.S.|The war went on.",
            ),
            ("The U.S. Army said no.", "The U.S. Army said no."),
            (
                "“Stay!” she said. “Go!” He went.",
                "“Stay!” she said.|“Go!”|He went.",
            ),
            ("\"No.\" \"Yes.\" Both left.", "\"No.\"|\"Yes.\"|Both left."),
            (
                "It was 5 p.m. Monday. At 6 p.m. They met.",
                "It was 5 p.m. Monday.|At 6 p.m.|They met.",
            ),
            (
                "Acme Inc. said so. So did Coe Corp. It paid.",
                "Acme Inc. said so.|So did Coe Corp.|It paid.",
            ),
            (
                "BERGEN, Sept. 14 (Zorb) -- The boat left. It sank - twice.",
                "BERGEN, Sept. 14 (Zorb) --|The boat left.|It sank - twice.",
            ),
            (
                "Bergen (Zorb) - The boat left.",
                "Bergen (Zorb) -|The boat left.",
            ),
            ("Bergen - The boat left.", "Bergen - The boat left."),
            (
                "1. First point. 2. Second... and more",
                "1. First point.|2. Second... and more",
            ),
            (
                "He paid $3.5 million (Dec. 3). Why? Nobody knows…",
                "He paid $3.5 million (Dec. 3).|Why?|Nobody knows…",
            ),
        ] {
            let views = Views::new(text);
            let found: Vec<&str> = views.sentences.iter().map(|s| &text[s.span]).collect();
            assert_eq!(found.join("|"), expected);
        }
    }

    #[test]
    fn no_sentence_is_longer_than_the_limit() {
        let text = "word ".repeat(10_000);
        let views = Views::new(&text);
        assert!(
            views
                .sentences
                .iter()
                .all(|s| (s.end - s.first) as usize <= LONGEST)
        );
        assert_eq!(
            views.sentences.last().unwrap().end as usize,
            views.tokens.len()
        );
    }
}
