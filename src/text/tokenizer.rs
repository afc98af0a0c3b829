//! Cuts a text into tokens in one pass.

use super::abbreviations::{self, Abbreviation};
use super::chars::{
    is_apostrophe, is_foreign, is_hyphen, is_line_break, is_mark, is_space, is_word,
};
use super::token::{Shape, Token, TokenKind};
use crate::Span;

/// Appends the tokens of `text`. Quotation marks come out as [`TokenKind::Symbol`]; the quotation pass tells what they are.
pub(super) fn tokenize(text: &str, tokens: &mut Vec<Token>) {
    let mut cursor = Cursor { text, at: 0 };
    let mut before = Shape::SPACE_BEFORE | Shape::LINE_START;
    while let Some(c) = cursor.peek() {
        if c == ' ' {
            before |= Shape::SPACE_BEFORE;
            cursor.at += 1;
            continue;
        }
        if is_space(c) {
            before |= Shape::SPACE_BEFORE;
            if is_line_break(c) {
                before |= Shape::LINE_START;
            }
            cursor.at += c.len_utf8();
            continue;
        }
        let start = cursor.at;
        if cursor.small_word() {
            tokens.push(Token {
                span: Span::new(start as u32, cursor.at as u32),
                kind: TokenKind::Word,
                shape: before | Shape::LOWER,
                sentence: 0,
                quotation: Token::NONE,
            });
            before = Shape::empty();
            continue;
        }
        let kind = cursor.token(c, before, tokens);
        let span = Span::new(start as u32, cursor.at as u32);
        let mut shape = before;
        if matches!(kind, TokenKind::Word | TokenKind::Number) {
            shape |= word_shape(&text[span]);
        }
        tokens.push(Token {
            span,
            kind,
            shape,
            sentence: 0,
            quotation: Token::NONE,
        });
        before = Shape::empty();
    }
}

/// No stock is traded under more letters and digits.
const LONGEST_STOCK: usize = 8;

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn peek(&self) -> Option<char> {
        self.char_at(self.at)
    }

    fn char_at(&self, at: usize) -> Option<char> {
        match self.text.as_bytes().get(at) {
            Some(&b) if b < 0x80 => Some(b as char),
            Some(_) => self.text[at..].chars().next(),
            None => None,
        }
    }

    /// Moves over one token that begins with `c` and says what it is.
    fn token(&mut self, c: char, before: Shape, tokens: &[Token]) -> TokenKind {
        let opens = || before.contains(Shape::LINE_START) || opens_item(tokens);
        if c.is_alphabetic() || !c.is_ascii() && is_mark(c) {
            // "I. Healy", in a line of a scorecard: an initial and no pronoun.
            if c == 'I' && self.text[self.at..].starts_with("I. ") && opens() {
                self.at += 2;
                return TokenKind::Word;
            }
            return self.word();
        }
        if c.is_numeric() {
            return self.number(opens);
        }
        let space_before = before.contains(Shape::SPACE_BEFORE);
        if is_apostrophe(c)
            && let Some(kind) = self.clitic(c, space_before, tokens)
        {
            return kind;
        }
        let start = self.at;
        let next = self.char_at(start + c.len_utf8());
        self.at += c.len_utf8();
        match c {
            ',' => TokenKind::Comma,
            '.' | '!' | '?' | '…' => {
                self.skip_while(|c| matches!(c, '.' | '!' | '?' | '…'));
                TokenKind::Stop
            }
            '。' | '！' | '？' => TokenKind::Stop,
            '，' | '、' => TokenKind::Comma,
            ':' | '：' => TokenKind::Colon,
            ';' | '；' => TokenKind::Semicolon,
            '(' | '[' | '{' | '（' => TokenKind::BracketOpen,
            ')' | ']' | '}' | '）' => TokenKind::BracketClose,
            '–' | '—' | '―' | '‒' => {
                self.skip_while(|c| matches!(c, '–' | '—' | '―'));
                TokenKind::Dash
            }
            '-' => {
                self.skip_while(|c| c == '-');
                // One alone between two words is the hyphen of "U.K.-based", which the abbreviation cut off; behind a player's number it is a dash.
                let number = tokens.last().is_some_and(|t| t.kind == TokenKind::Number);
                let hyphen =
                    !space_before && !number && self.at == start + 1 && next.is_some_and(is_word);
                if hyphen {
                    TokenKind::Symbol
                } else {
                    TokenKind::Dash
                }
            }
            // `` and '' are the typewriter's double quotation marks.
            '`' | '\'' if next == Some(c) => {
                self.at += 1;
                TokenKind::Symbol
            }
            _ => {
                // An emoji or symbol keeps its variation selectors and joiners, so that no token begins with one.
                self.skip_while(is_mark);
                TokenKind::Symbol
            }
        }
    }

    fn skip_while(&mut self, wanted: impl Fn(char) -> bool) {
        while let Some(c) = self.peek()
            && wanted(c)
        {
            self.at += c.len_utf8();
        }
    }

    /// Moves over a word of small ASCII letters that nothing can go on with, as most words are.
    #[inline]
    fn small_word(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let len = rest
            .iter()
            .position(|b| !b.is_ascii_lowercase())
            .unwrap_or(rest.len());
        let ends = matches!(rest.get(len), Some(b' ' | b',' | b'\n'));
        if len == 0 || !ends {
            return false;
        }
        self.at += len;
        true
    }

    fn skip_word(&mut self) {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_alphanumeric) {
            self.at += 1;
        }
        if bytes.get(self.at).is_some_and(|b| !b.is_ascii()) {
            self.skip_while(is_word);
        }
    }

    fn word(&mut self) -> TokenKind {
        let start = self.at;
        // The letters since the last full stop, and those since the last hyphen in them, too: one alone may be part of "U.S." or "D-N.Y.".
        let (mut part, mut piece) = (start, start);
        loop {
            self.skip_word();
            let Some(c) = self.peek() else { break };
            if matches!(c, ' ' | '\n') || c == ',' && !self.after_digit() {
                break;
            }
            let after = self.at + c.len_utf8();
            let next = self.char_at(after);
            let next_is_word = next.is_some_and(is_word);
            let joins = match c {
                _ if is_hyphen(c) || c == '&' || c == '_' => next_is_word,
                _ if is_apostrophe(c) => {
                    next.is_some_and(char::is_alphabetic) && self.clitic_end(after).is_none()
                }
                // "Rs1,200", "Dh2.3"
                ',' | '.' if self.after_digit() && next.is_some_and(|n| n.is_ascii_digit()) => true,
                '.' => next_is_word && (self.inner_stop(piece, next) || self.is_ticker(start)),
                _ => false,
            };
            if !joins {
                break;
            }
            self.at = after;
            if c == '.' {
                part = after;
            }
            if c == '.' || is_hyphen(c) {
                piece = after;
            }
        }
        if self.peek() == Some('.') && self.owns_stop(start, part) {
            self.at += 1;
        }
        TokenKind::Word
    }

    fn after_digit(&self) -> bool {
        self.at > 0 && self.text.as_bytes()[self.at - 1].is_ascii_digit()
    }

    /// Whether the full stop at the cursor stands inside a word: "U.S", "Ph.D", "Amazon.com", but not "end.The".
    fn inner_stop(&self, part: usize, next: Option<char>) -> bool {
        let letters = self.text[part..self.at]
            .chars()
            .filter(|c| !is_mark(*c))
            .take(3)
            .count();
        let next = next.unwrap_or(' ');
        letters == 1
            || next.is_lowercase()
            || letters == 2 && self.char_at(self.at + 1 + next.len_utf8()) == Some('.')
    }

    /// Whether the full stop at the cursor stands in what a stock is traded as, with an exchange: "(HVT.N)".
    fn is_ticker(&self, start: usize) -> bool {
        let bytes = self.text.as_bytes();
        let stock = &bytes[start..self.at];
        let exchange = bytes[self.at + 1..].iter().take(3);
        let letters = exchange.take_while(|b| b.is_ascii_uppercase()).count();
        let of_stock = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        // A long word is not looked through again at each of its full stops.
        stock.len() <= LONGEST_STOCK
            && stock.iter().all(of_stock)
            && matches!(letters, 1 | 2)
            && matches!(bytes.get(self.at + 1 + letters), Some(b')' | b']'))
    }

    /// Whether the full stop at the cursor belongs to the word: "Sen.", "U.S.", "J."; where "U.S." ends a
    /// sentence too, the sentence pass finds out.
    fn owns_stop(&self, start: usize, part: usize) -> bool {
        if self.char_at(self.at + 1) == Some('.') {
            return false; // an ellipsis
        }
        let word = &self.text[start..self.at];
        let last = self.text[part..self.at].chars().next();
        let one_letter = last.is_some_and(|c| part + c.len_utf8() == self.at);
        if part > start {
            return one_letter || abbreviations::kind(word).is_some();
        }
        one_letter && last.is_some_and(|c| c.is_uppercase() && c != 'I')
            || abbreviations::kind(word).is_some_and(|kind| self.is_abbreviated(kind))
    }

    /// Some abbreviations are words too ("No.", "Sun.", "fig."): those own their full stop only before a number or a name.
    fn is_abbreviated(&self, kind: Abbreviation) -> bool {
        let mut rest = self.text[self.at + 1..].chars();
        let space = rest.next();
        match kind {
            Abbreviation::Number => {
                space.is_some_and(is_space) && rest.next().is_some_and(char::is_numeric)
            }
            _ => true,
        }
    }

    /// Moves over a number; `opens` says whether an item of a list begins with it.
    fn number(&mut self, opens: impl Fn() -> bool) -> TokenKind {
        let start = self.at;
        loop {
            self.skip_word();
            let Some(c) = self.peek() else { break };
            let after = self.at + c.len_utf8();
            let next = self.char_at(after);
            if c == '-' && self.is_shirt(start, after) && opens() {
                break;
            }
            let joins = match c {
                '.' if self.is_ticker(start) => true,
                ',' | '.' | ':' | '/' => next.is_some_and(|n| n.is_numeric()),
                _ => is_hyphen(c) && next.is_some_and(is_word),
            };
            if !joins {
                break;
            }
            self.at = after;
        }
        TokenKind::Number
    }

    /// Whether a player's number and name stand on both sides of the hyphen at the cursor: "9-Peter" in a line-up.
    fn is_shirt(&self, number: usize, name: usize) -> bool {
        let mut letters = self.text[name..].chars();
        self.at - number <= 2
            && letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase)
    }

    /// "'s", "'ll" and their like after a word, and a lone apostrophe after a plural ("workers'").
    fn clitic(&mut self, c: char, space_before: bool, tokens: &[Token]) -> Option<TokenKind> {
        if c == '‘' || c == '`' {
            return None;
        }
        let after_word = tokens.last().is_some_and(|t| {
            matches!(t.kind, TokenKind::Word | TokenKind::Number)
                && t.span.end as usize + usize::from(space_before) == self.at
        });
        // Where all tokens are apart, as in "the bank 's profit", white space stands on both sides.
        let end = self.clitic_end(self.at + c.len_utf8()).filter(|&end| {
            after_word && (!space_before || self.char_at(end).is_some_and(|c| c == ' '))
        })?;
        self.at = end;
        Some(TokenKind::Clitic)
    }

    /// The end of the clitic whose letters begin at `from`, if it is one.
    fn clitic_end(&self, from: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(from..)?;
        let letter = |i: usize| rest.get(i).map_or(0, u8::to_ascii_lowercase);
        let len = match (letter(0), letter(1)) {
            (b'l', b'l') | (b'r', b'e') | (b'v', b'e') => 2,
            (b's' | b'd' | b'm', _) => 1,
            _ => return None,
        };
        let end = from + len;
        (!self.char_at(end).is_some_and(is_word)).then_some(end)
    }
}

/// Whether what follows these tokens begins an item of a list.
fn opens_item(tokens: &[Token]) -> bool {
    tokens.last().is_some_and(|t| {
        matches!(
            t.kind,
            TokenKind::Comma | TokenKind::Semicolon | TokenKind::Colon | TokenKind::BracketOpen
        )
    })
}

fn word_shape(word: &str) -> Shape {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Shape::LOWER;
    }
    let mut shape = Shape::empty();
    let (mut letters, mut upper) = (0, 0);
    for (i, c) in word.chars().enumerate() {
        if c.is_alphabetic() {
            letters += 1;
            if c.is_uppercase() {
                upper += 1;
                if i == 0 {
                    shape |= Shape::CAPITAL;
                }
            } else if c.is_lowercase() {
                shape |= Shape::LOWER;
            }
            if is_foreign(c) {
                shape |= Shape::FOREIGN;
            }
        } else if c.is_numeric() {
            shape |= Shape::DIGIT;
        } else if is_hyphen(c) {
            shape |= Shape::HYPHEN;
        }
    }
    if word.ends_with('.') {
        shape |= Shape::ABBREVIATION;
    }
    if upper == letters && letters >= 2 {
        shape |= Shape::ALL_CAPS;
    }
    if upper == 1 && letters == 1 && !shape.contains(Shape::DIGIT) {
        shape |= Shape::INITIAL;
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut tokens = vec![];
        tokenize(text, &mut tokens);
        tokens.iter().map(|t| &text[t.span]).collect()
    }

    #[test]
    fn cuts() {
        for (text, expected) in [
            ("CHINA'S army", "CHINA|'S|army"),
            ("China’s, he’ll", "China|’s|,|he|’ll"),
            ("don't O'Brien l’Oréal", "don't|O'Brien|l’Oréal"),
            ("the workers' rights", "the|workers|'|rights"),
            ("Sen. John F. Kerry", "Sen.|John|F.|Kerry"),
            ("the U.S. and U.K.-based", "the|U.S.|and|U.K.|-|based"),
            ("at 5 p.m. Monday...", "at|5|p.m.|Monday|..."),
            ("Sino-US ties—AT&T", "Sino-US|ties|—|AT&T"),
            (
                "Lee (D-N.Y.) and Coe (R-S.C)",
                "Lee|(|D-N.Y.|)|and|Coe|(|R-S.C|)",
            ),
            (
                "(HVT.N) (6103.T) (EU.It fell.)",
                "(|HVT.N|)|(|6103.T|)|(|EU|.|It|fell|.|)",
            ),
            ("took Vitamin-C. The X-ray.", "took|Vitamin-C|.|The|X-ray|."),
            ("$1,100.50 in 2004.", "$|1,100.50|in|2004|."),
            (
                "a Dh2.3 billion, Rs1,200 fine.",
                "a|Dh2.3|billion|,|Rs1,200|fine|.",
            ),
            ("Then G20, 5", "Then|G20|,|5"),
            (
                "Oslo: 1-Peter Lee; 12-Ann Zorb (9-Kim Coe)",
                "Oslo|:|1|-|Peter|Lee|;|12|-|Ann|Zorb|(|9|-|Kim|Coe|)",
            ),
            ("1-Peter Lee", "1|-|Peter|Lee"),
            ("I. Lee, I. Coe and I. So", "I.|Lee|,|I.|Coe|and|I|.|So"),
            ("a 7-Eleven, 3-D, 100-Year", "a|7-Eleven|,|3-D|,|100-Year"),
            ("end.The Amazon.com", "end|.|The|Amazon.com"),
            ("a 20-year-old man, 50th", "a|20-year-old|man|,|50th"),
            (
                "caf\u{e9} cafe\u{301} s\u{ad}oft",
                "caf\u{e9}|cafe\u{301}|s\u{ad}oft",
            ),
            ("沪ICP证:沪", "沪ICP证|:|沪"),
            ("“No,” 'yes' ``x''", "“|No|,|”|'|yes|'|``|x|''"),
            ("👍🏽 ok", "👍|🏽|ok"),
            ("Ph.D. I.", "Ph.D.|I|."),
            ("No. 3 said “No.”", "No.|3|said|“|No|.|”"),
        ] {
            assert_eq!(words(text).join("|"), expected);
        }
    }

    #[test]
    fn shapes() {
        let mut tokens = vec![];
        tokenize("CHINA U.S. J. McDonald iPhone 沪", &mut tokens);
        let has = |i: usize, shape| tokens[i].shape.contains(shape);
        assert!(has(0, Shape::ALL_CAPS) && has(0, Shape::LINE_START));
        assert!(has(1, Shape::ALL_CAPS | Shape::ABBREVIATION));
        assert!(has(2, Shape::INITIAL | Shape::ABBREVIATION) && !has(2, Shape::ALL_CAPS));
        assert!(has(3, Shape::CAPITAL | Shape::LOWER) && !has(3, Shape::ALL_CAPS));
        assert!(!has(4, Shape::CAPITAL) && has(5, Shape::FOREIGN));
    }
}
