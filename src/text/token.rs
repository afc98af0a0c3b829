//! Tokens: words, numbers and marks.

use bitflags::bitflags;

use crate::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenKind {
    /// Letters, with inner apostrophes, hyphens and the full stops of abbreviations: "don't", "Sino-US", "U.S.", "O'Brien".
    Word,
    /// Digits with inner commas, full stops, colons: "1,100", "3.5", "2004", "50th".
    Number,
    /// What is written onto a word but is one of its own: "'s", "'ll", "'re", "'ve", "'d", "'m", and the bare "'" of a plural possessive.
    Clitic,
    /// A mark that opens a quotation.
    Open,
    /// A mark that closes a quotation.
    Close,
    /// A comma.
    Comma,
    /// A full stop, question mark, exclamation mark or ellipsis: what may end a sentence.
    Stop,
    /// A colon.
    Colon,
    /// A semicolon.
    Semicolon,
    /// A dash between words: "–", "—", "--", " - ".
    Dash,
    /// An opening bracket.
    BracketOpen,
    /// A closing bracket.
    BracketClose,
    /// Anything else: "|", "%", "$", "©", an emoji, a quotation mark that neither opens nor closes.
    Symbol,
}

bitflags! {
    /// What a token looks like.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Shape: u16 {
        /// Begins with a capital letter.
        const CAPITAL = 1;
        /// Has at least two letters, and all of them are capitals: "CHINA", "U.S.", "WHO".
        const ALL_CAPS = 1 << 1;
        /// Has a small letter.
        const LOWER = 1 << 2;
        /// Has a digit.
        const DIGIT = 1 << 3;
        /// Has a hyphen inside.
        const HYPHEN = 1 << 4;
        /// Ends with the full stop of an abbreviation, which belongs to the token: "Sen.", "U.S.", "J.".
        const ABBREVIATION = 1 << 5;
        /// A single capital letter, with or without its full stop: "J", "J.".
        const INITIAL = 1 << 6;
        /// Has letters outside the Latin, Greek and Cyrillic scripts.
        const FOREIGN = 1 << 7;
        /// White space stands before it (or the text begins).
        const SPACE_BEFORE = 1 << 8;
        /// The first token of its line.
        const LINE_START = 1 << 9;
        /// The first word of its sentence, where a capital says little.
        const SENTENCE_START = 1 << 10;
    }
}

/// A word, number or mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// What it looks like.
    pub shape: Shape,
    /// Its sentence, an index into [`Views::sentences`](super::Views::sentences).
    pub sentence: u32,
    /// The innermost quotation that holds it (its own marks included), an index into
    /// [`Views::quotations`](super::Views::quotations), or [`Token::NONE`].
    pub quotation: u32,
}

impl Token {
    /// Stands for "no quotation".
    pub const NONE: u32 = u32::MAX;

    /// Whether it stands in a quotation.
    pub const fn quoted(&self) -> bool {
        self.quotation != Token::NONE
    }

    /// Whether it is a word with a capital first letter.
    pub fn capitalised(&self) -> bool {
        self.kind == TokenKind::Word && self.shape.contains(Shape::CAPITAL)
    }
}
