//! Byte ranges in the original text.

use std::fmt;
use std::ops::{Index, Range};

use serde::{Deserialize, Serialize};

/// A half-open range `[start, end)` of **bytes** in the original text.
///
/// Every span that onrecord hands out lies inside the text and on character boundaries, so slicing never panics:
///
/// ```
/// use onrecord::Span;
/// let text = "Zoë Müller said no.";
/// let span = Span::new(0, 12);
/// assert_eq!(&text[span], "Zoë Müller");
/// assert_eq!(span.len(), 12); // bytes; `output::Offsets` gives characters or UTF-16 units
/// ```
///
/// Offsets are 32 bits wide: a document may have up to 4 GiB.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The span from byte `start` to byte `end`, exclusive.
    pub const fn new(start: u32, end: u32) -> Self {
        Span { start, end }
    }

    /// Its length in bytes.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it covers nothing.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The same range for slicing.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies wholly inside this span.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The span without white space at either end.
    pub fn trim(self, text: &str) -> Span {
        let s = &text[self];
        let start = self.start + (s.len() - s.trim_start().len()) as u32;
        Span::new(start, start.max(self.start + s.trim_end().len() as u32))
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl Index<Span> for str {
    type Output = str;
    #[inline]
    fn index(&self, span: Span) -> &str {
        &self[span.range()]
    }
}

impl Index<Span> for String {
    type Output = str;
    fn index(&self, span: Span) -> &str {
        &self.as_str()[span]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_white_space_of_any_width() {
        let text = "a \u{a0}é\u{2003}\r\nb";
        let span = Span::new(1, text.len() as u32 - 1);
        assert_eq!(&text[span.trim(text)], "é");
        assert!(Span::new(1, 2).trim(text).is_empty());
    }
}
