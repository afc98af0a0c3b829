//! Views over the text: tokens, sentences, paragraphs, quotations. The text itself is never changed.

use crate::Span;

mod abbreviations;
pub mod chars;
pub(crate) mod datelines;
mod paragraphs;
mod quotations;
mod sentences;
mod token;
mod tokenizer;

pub use token::{Shape, Token, TokenKind};

/// The views that all later stages work on.
///
/// ```
/// use onrecord::text::Views;
/// let text = "\u{201c}No,\u{201d} said Sen. Ann Lee. She left.";
/// let views = Views::new(text);
/// assert_eq!(views.sentences.len(), 2);
/// assert_eq!(&text[views.quotations[0].span], "\u{201c}No,\u{201d}");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Views {
    /// All tokens in text order. White space lies between them and in none of them.
    pub tokens: Vec<Token>,
    /// All sentences in text order; together they hold every token.
    pub sentences: Vec<Sentence>,
    /// All paragraphs in text order; together they hold every sentence.
    pub paragraphs: Vec<Paragraph>,
    /// All quotations, by their opening mark; an inner one follows the one that holds it.
    pub quotations: Vec<Quotation>,
}

/// A run of tokens that ends at a full stop, question or exclamation mark or with its paragraph; a dateline is one, too.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Sentence {
    /// From its first to its last token.
    pub span: Span,
    /// Its first token, an index into [`Views::tokens`].
    pub first: u32,
    /// One past its last token.
    pub end: u32,
    /// Its paragraph, an index into [`Views::paragraphs`].
    pub paragraph: u32,
}

/// What a paragraph is made of; names and speech are only looked for in prose and headlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParagraphKind {
    /// Running text.
    Prose,
    /// A short line without a final full stop that stands before prose: a headline or subheading.
    Headline,
    /// Link lists, menus, copyright lines, telephone numbers: what a scraped page has around the article.
    Furniture,
    /// Text in another script than the Latin one.
    Foreign,
}

impl ParagraphKind {
    /// Whether names and speech are looked for in it.
    pub const fn is_text(self) -> bool {
        matches!(self, ParagraphKind::Prose | ParagraphKind::Headline)
    }
}

/// A block of text between line breaks.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Paragraph {
    /// From its first to its last token.
    pub span: Span,
    /// What it is made of.
    pub kind: ParagraphKind,
    /// Its first token, an index into [`Views::tokens`].
    pub first: u32,
    /// One past its last token.
    pub end: u32,
    /// Its first sentence, an index into [`Views::sentences`].
    pub first_sentence: u32,
    /// One past its last sentence.
    pub end_sentence: u32,
}

/// A stretch between an opening and a closing quotation mark.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Quotation {
    /// With its marks; up to the end of the paragraph where it is never closed.
    pub span: Span,
    /// The token of the opening mark, an index into [`Views::tokens`].
    pub open: u32,
    /// The token of the closing mark, or one past the last token inside where there is none.
    pub close: u32,
    /// Whether a closing mark stands in the text.
    pub closed: bool,
    /// The quotation that holds this one, an index into [`Views::quotations`].
    pub parent: Option<u32>,
    /// The quotation in the paragraph before that this one continues: news leaves the mark at the end of
    /// a paragraph open where the same speaker goes on, and opens it again.
    pub continues: Option<u32>,
    /// Whether its marks are single ones.
    pub single: bool,
}

impl Views {
    /// Reads a text.
    pub fn new(text: &str) -> Self {
        let mut views = Views::default();
        views.read(text);
        views
    }

    /// Reads a text into the buffers of an earlier one. Linear in the length of the text.
    pub fn read(&mut self, text: &str) {
        self.tokens.clear();
        self.sentences.clear();
        self.paragraphs.clear();
        self.quotations.clear();
        tokenizer::tokenize(text, &mut self.tokens);
        paragraphs::paragraphs(text, &self.tokens, &mut self.paragraphs);
        quotations::quotations(
            text,
            &mut self.tokens,
            &self.paragraphs,
            &mut self.quotations,
        );
        sentences::sentences(
            text,
            &mut self.tokens,
            &mut self.paragraphs,
            &mut self.sentences,
        );
        quotations::settle(&mut self.tokens, &self.sentences, &mut self.quotations);
    }
}
