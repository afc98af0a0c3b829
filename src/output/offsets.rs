//! From bytes to the units that other programs count in.

use serde::{Deserialize, Serialize};

use crate::Span;

/// The unit that offsets are given in. All count from 0, and ends are exclusive.
///
/// ```
/// use onrecord::Span;
/// use onrecord::output::{OffsetMap, Offsets};
///
/// let text = "Zoë 🎤 said";
/// let said = Span::new(10, 14);
/// assert_eq!(&text[said], "said");
///
/// let map = OffsetMap::new(text);
/// assert_eq!(map.span(said, Offsets::Byte), [10, 14]);
/// assert_eq!(map.span(said, Offsets::Char), [6, 10]); // Python, spaCy, brat, W3C annotations
/// assert_eq!(map.span(said, Offsets::Utf16), [7, 11]); // JavaScript, Java, CoreNLP, GATE, UIMA
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Offsets {
    /// Bytes of the UTF-8 text, as in Rust and Go.
    Byte,
    /// Unicode code points, as in Python, spaCy, brat and W3C Web Annotation.
    #[default]
    Char,
    /// UTF-16 code units, as in JavaScript, Java, CoreNLP, GATE and UIMA.
    Utf16,
}

/// A place in the text as an editor shows it, both parts counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The line; lines end at `\n`.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

/// Converts the byte offsets of one text to other units and back.
///
/// Building it reads the text once; every conversion then reads at most 64 bytes, however long the text
/// and its lines are.
#[derive(Clone, Debug)]
pub struct OffsetMap<'t> {
    text: &'t str,
    /// Where all characters are one byte wide, only lines need counting.
    ascii: bool,
    /// What lies before each block, and a last one for what lies before the end.
    before: Vec<Counts>,
}

/// How many bytes lie between two counted places.
const BLOCK: usize = 64;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Counts {
    /// Characters, counted by their first bytes.
    chars: u32,
    /// Characters that take two UTF-16 units.
    wide: u32,
    /// Line breaks.
    lines: u32,
    /// The byte at which the last line starts.
    line_start: u32,
}

impl Counts {
    fn add(&mut self, bytes: &[u8], from: usize) {
        // Each loop counts one thing so that it compiles to vector instructions.
        let count = |test: fn(u8) -> bool| bytes.iter().map(|&b| u32::from(test(b))).sum::<u32>();
        self.chars += count(|b| b & 0xC0 != 0x80);
        self.wide += count(|b| b >= 0xF0);
        let lines = count(|b| b == b'\n');
        if lines > 0 {
            self.lines += lines;
            let last = bytes.iter().rposition(|&b| b == b'\n').unwrap_or(0);
            self.line_start = (from + last + 1) as u32;
        }
    }
}

impl<'t> OffsetMap<'t> {
    /// Counts a text.
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::with_capacity(text.len() / BLOCK + 2);
        let mut counts = Counts::default();
        before.push(counts);
        for (i, block) in text.as_bytes().chunks(BLOCK).enumerate() {
            counts.add(block, i * BLOCK);
            before.push(counts);
        }
        OffsetMap {
            text,
            ascii: counts.chars as usize == text.len(),
            before,
        }
    }

    /// The text that it was made for.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The byte offset in another unit. An offset inside a character counts as the start of the next one, and one
    /// past the end of the text as its end.
    pub fn offset(&self, byte: u32, unit: Offsets) -> u32 {
        let byte = byte.min(self.text.len() as u32);
        match unit {
            Offsets::Byte => byte,
            _ if self.ascii => byte,
            Offsets::Char => self.counts(byte).chars,
            Offsets::Utf16 => {
                let counts = self.counts(byte);
                counts.chars + counts.wide
            }
        }
    }

    /// A span as `[start, end]` in another unit.
    pub fn span(&self, span: Span, unit: Offsets) -> [u32; 2] {
        [self.offset(span.start, unit), self.offset(span.end, unit)]
    }

    /// The byte offset for an offset in another unit: the way back. `None` where the text is shorter, or where the
    /// offset lies inside a character.
    ///
    /// ```
    /// use onrecord::output::{OffsetMap, Offsets};
    /// let map = OffsetMap::new("é🎤!");
    /// assert_eq!(map.byte(2, Offsets::Char), Some(6));
    /// assert_eq!(map.byte(3, Offsets::Utf16), Some(6));
    /// assert_eq!(map.byte(2, Offsets::Utf16), None); // between the halves of 🎤
    /// assert_eq!(map.byte(4, Offsets::Char), None); // there are only three
    /// ```
    pub fn byte(&self, offset: u32, unit: Offsets) -> Option<u32> {
        if unit == Offsets::Byte || self.ascii {
            return self
                .text
                .is_char_boundary(offset as usize)
                .then_some(offset);
        }
        let wide = u32::from(unit == Offsets::Utf16);
        let units = |counts: &Counts| counts.chars + counts.wide * wide;
        let block = self.before.partition_point(|c| units(c) <= offset) - 1;
        // A character that straddles two blocks is counted with the first, so the rest begins at the boundary.
        let mut byte = (block * BLOCK).min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte += 1;
        }
        let mut at = units(&self.before[block]);
        for c in self.text[byte..].chars() {
            if at >= offset {
                break;
            }
            at += 1 + wide * (c.len_utf16() as u32 - 1);
            byte += c.len_utf8();
        }
        (at == offset).then_some(byte as u32)
    }

    /// Line and column of a byte offset.
    ///
    /// ```
    /// use onrecord::output::{LineColumn, OffsetMap};
    /// let text = "é\nça va";
    /// let va = text.find("va").unwrap() as u32;
    /// assert_eq!(OffsetMap::new(text).line_column(va), LineColumn { line: 2, column: 4 });
    /// ```
    pub fn line_column(&self, byte: u32) -> LineColumn {
        let byte = byte.min(self.text.len() as u32);
        let counts = self.counts(byte);
        let column = if self.ascii {
            byte - counts.line_start
        } else {
            counts.chars - self.counts(counts.line_start).chars
        };
        LineColumn {
            line: counts.lines + 1,
            column: column + 1,
        }
    }

    /// What lies before a byte of the text.
    fn counts(&self, byte: u32) -> Counts {
        let start = byte as usize / BLOCK * BLOCK;
        let mut counts = self.before[start / BLOCK];
        counts.add(&self.text.as_bytes()[start..byte as usize], start);
        counts
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the map must give, by reading the whole text before the offset.
    fn slow(text: &str, byte: usize) -> (u32, u32, LineColumn) {
        let before = &text[..byte];
        let line = before.rsplit('\n').next().unwrap_or("");
        (
            before.chars().count() as u32,
            before.encode_utf16().count() as u32,
            LineColumn {
                line: before.matches('\n').count() as u32 + 1,
                column: line.chars().count() as u32 + 1,
            },
        )
    }

    fn check(text: &str) {
        let map = OffsetMap::new(text);
        for byte in (0..=text.len()).filter(|&b| text.is_char_boundary(b)) {
            let (chars, utf16, place) = slow(text, byte);
            let byte = byte as u32;
            assert_eq!(map.offset(byte, Offsets::Byte), byte);
            assert_eq!(map.offset(byte, Offsets::Char), chars, "{text:?} {byte}");
            assert_eq!(map.offset(byte, Offsets::Utf16), utf16, "{text:?} {byte}");
            assert_eq!(map.line_column(byte), place, "{text:?} {byte}");
            for unit in [Offsets::Byte, Offsets::Char, Offsets::Utf16] {
                assert_eq!(map.byte(map.offset(byte, unit), unit), Some(byte));
            }
        }
        let (chars, utf16, _) = slow(text, text.len());
        assert_eq!(map.byte(chars + 1, Offsets::Char), None);
        assert_eq!(map.byte(utf16 + 1, Offsets::Utf16), None);
        assert_eq!(map.byte(text.len() as u32 + 1, Offsets::Byte), None);
        assert_eq!(map.offset(u32::MAX, Offsets::Char), chars);
    }

    #[test]
    fn counts_across_blocks() {
        check("");
        check(&"a".repeat(2 * BLOCK));
        check(&"\r\n".repeat(BLOCK));
        // Characters of every width on every side of a block's edge.
        for c in ["é", "中", "🎤", "e\u{301}", "\u{feff}"] {
            for lead in BLOCK - 5..=BLOCK + 1 {
                check(&format!("{}{c}\n{c} and after", "x".repeat(lead)));
            }
            check(&c.repeat(BLOCK));
        }
    }

    #[test]
    fn an_offset_inside_a_character_is_the_start_of_the_next() {
        let map = OffsetMap::new("a🎤b");
        assert_eq!(map.offset(3, Offsets::Char), 2);
        assert_eq!(map.byte(3, Offsets::Byte), None);
    }

    proptest! {
        #[test]
        fn all_units_round_trip(text in r"([a-z \n]{0,40}[é“”中🎤\r\u{301}]{0,9}){0,20}") {
            check(&text);
        }
    }
}
