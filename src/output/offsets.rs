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
/// Building it reads the text once; every conversion is then a look at one block of 64 bytes, however long the text
/// and its lines are.
#[derive(Clone, Debug)]
pub struct OffsetMap<'t> {
    text: &'t str,
    /// Where all characters are one byte wide, only lines need counting.
    ascii: bool,
    /// A last one for what lies before the end.
    blocks: Vec<Block>,
}

/// How many bytes a block has: a bit for each fits into a word.
const BLOCK: usize = 64;

/// What lies before 64 bytes of the text, and which of them begin something, the first byte in the lowest bit.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    before: Counts,
    /// The first bytes of characters.
    chars: u64,
    /// The first bytes of characters that take two UTF-16 units.
    wide: u64,
    /// Line breaks.
    lines: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    chars: u32,
    /// Characters that take two UTF-16 units.
    wide: u32,
    lines: u32,
    /// The byte at which the last line starts.
    line_start: u32,
}

impl Block {
    fn new(bytes: &[u8], before: Counts) -> Self {
        let mut block = Block {
            before,
            ..Block::default()
        };
        for (i, eight) in bytes.chunks(8).enumerate() {
            // Continuation bytes fill up the last word: they begin nothing.
            let mut word = [0x80; 8];
            word[..eight.len()].copy_from_slice(eight);
            let word = u64::from_le_bytes(word);
            let continues = word & !(word << 1) & HIGH;
            let wide = word & (word << 1) & (word << 2) & (word << 3) & HIGH;
            let other = word ^ ((HIGH >> 7) * u64::from(b'\n'));
            let line = !(((other & !HIGH) + !HIGH) | other) & HIGH;
            block.chars |= gather(continues ^ HIGH) << (8 * i);
            block.wide |= gather(wide) << (8 * i);
            block.lines |= gather(line) << (8 * i);
        }
        block
    }

    /// What lies before its byte `n`, which is the byte `n` from `start` of the text.
    fn counts(&self, n: usize, start: usize) -> Counts {
        // What lies behind is shifted out; a shift by all bits is none.
        let first = |bits: u64| bits.checked_shl((BLOCK - n) as u32).unwrap_or(0);
        let lines = first(self.lines);
        Counts {
            chars: self.before.chars + first(self.chars).count_ones(),
            wide: self.before.wide + first(self.wide).count_ones(),
            lines: self.before.lines + lines.count_ones(),
            line_start: match lines {
                0 => self.before.line_start,
                lines => (start + n - lines.leading_zeros() as usize) as u32,
            },
        }
    }
}

/// The highest bit of each of eight bytes.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The highest bits of eight bytes side by side, that of the lowest byte lowest.
fn gather(high: u64) -> u64 {
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

impl<'t> OffsetMap<'t> {
    /// Counts a text.
    pub fn new(text: &'t str) -> Self {
        let mut blocks = Vec::with_capacity(text.len() / BLOCK + 2);
        let mut before = Counts::default();
        for (i, bytes) in text.as_bytes().chunks(BLOCK).enumerate() {
            let block = Block::new(bytes, before);
            before = block.counts(bytes.len(), i * BLOCK);
            blocks.push(block);
        }
        // The end may be the start of a block that has no bytes.
        blocks.push(Block {
            before,
            ..Block::default()
        });
        OffsetMap {
            text,
            ascii: before.chars as usize == text.len(),
            blocks,
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
        let block = self.blocks.partition_point(|b| units(&b.before) <= offset) - 1;
        // A character that straddles two blocks is counted with the first, so the rest begins at the boundary.
        let mut byte = (block * BLOCK).min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte += 1;
        }
        let mut at = units(&self.blocks[block].before);
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
        let (block, n) = (byte as usize / BLOCK, byte as usize % BLOCK);
        self.blocks[block].counts(n, block * BLOCK)
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
