//! Where words begin and end, found 64 bytes at a time.
//!
//! Most words of a text are no name. Looking at every character in turn to find their edges would cost more than all the rest
//! of the search, so that the bytes are classified in blocks.

use onrecord_simd::{BLOCK, classify};

use super::fold::is_name_char;

/// Edges found at a time. A block adds 64 at most.
const BATCH: usize = 512;

/// Edges written at a time, whether there are so many or not.
const AT_ONCE: usize = 8;

/// The most words of a batch.
pub(super) const BATCH_WORDS: usize = (BATCH + BLOCK) / 2;

/// The edges of a text's words, in batches: start, end, start, end.
pub(super) struct Edges<'t> {
    text: &'t str,
    /// The next block.
    at: usize,
    /// The edges found, in bytes of the text.
    edges: [u32; BATCH + BLOCK + AT_ONCE],
    len: usize,
    /// One if the last byte belongs to a word.
    inside: u64,
    /// The bits that a character at the end of the block before has in the next one, and which of them are a word's.
    spilled: u64,
    spilled_word: u64,
}

impl<'t> Edges<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Edges {
            text,
            at: 0,
            edges: [0; BATCH + BLOCK + AT_ONCE],
            len: 0,
            inside: 0,
            spilled: 0,
            spilled_word: 0,
        }
    }

    /// Whole words that follow those of the last call, as pairs of edges; `None` at the end of the text.
    pub(super) fn next(&mut self) -> Option<&[[u32; 2]]> {
        // A word that is still open when a batch is full opens the next one.
        let open = self.len % 2;
        if open == 1 {
            self.edges[0] = self.edges[self.len - 1];
        }
        self.len = open;
        let end = self.text.len();
        while self.len < BATCH && self.at < end {
            self.block();
        }
        if self.at >= end && self.len % 2 == 1 {
            self.edges[self.len] = end as u32;
            self.len += 1;
        }
        let words = self.edges[..self.len].as_chunks().0;
        (!words.is_empty() || self.at < end).then_some(words)
    }

    fn block(&mut self) {
        let bytes = &self.text.as_bytes()[self.at..];
        let (words, foreign) = match bytes.first_chunk() {
            Some(block) => classify(block),
            None => {
                let mut block = [b' '; BLOCK];
                block[..bytes.len()].copy_from_slice(bytes);
                classify(&block)
            }
        };
        let words = self.add_foreign(words, foreign);
        // An edge is where a byte of a word stands beside one of none.
        let mut edges = words ^ (words << 1 | self.inside);
        self.inside = words >> 63;
        let at = self.at as u32;
        let mut len = self.len;
        self.len += edges.count_ones() as usize;
        while let Some(slots) = self.edges[len..].first_chunk_mut::<AT_ONCE>() {
            for slot in slots {
                *slot = at.wrapping_add(edges.trailing_zeros());
                edges &= edges.wrapping_sub(1);
            }
            if edges == 0 {
                break;
            }
            len += AT_ONCE;
        }
        self.at += BLOCK;
        if self.at >= self.text.len() {
            // The padding of the last block is no edge of the text.
            self.at = self.text.len();
        }
    }

    /// Adds the words' characters that are not ASCII, a character at a time.
    fn add_foreign(&mut self, words: u64, foreign: u64) -> u64 {
        let mut words = words | self.spilled_word;
        let mut left = foreign & !self.spilled;
        (self.spilled, self.spilled_word) = (0, 0);
        while left != 0 {
            let at = left.trailing_zeros();
            let Some(c) = self.text[self.at + at as usize..].chars().next() else {
                break;
            };
            let bits = ((1u128 << c.len_utf8()) - 1) << at;
            let (here, beyond) = (bits as u64, (bits >> 64) as u64);
            self.spilled = beyond;
            if is_name_char(c) {
                words |= here;
                self.spilled_word = beyond;
            }
            left &= !here;
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edges(text: &str) -> Vec<[u32; 2]> {
        let mut edges = Edges::new(text);
        let mut all = vec![];
        while let Some(words) = edges.next() {
            all.extend_from_slice(words);
        }
        all
    }

    fn one_by_one(text: &str) -> Vec<[u32; 2]> {
        let mut all: Vec<[u32; 2]> = vec![];
        for (at, c) in text.char_indices().filter(|(_, c)| is_name_char(*c)) {
            let (at, end) = (at as u32, (at + c.len_utf8()) as u32);
            match all.last_mut() {
                Some(last) if last[1] == at => last[1] = end,
                _ => all.push([at, end]),
            }
        }
        all
    }

    #[test]
    fn words_over_the_ends_of_blocks_and_batches() {
        for text in [
            String::new(),
            "a".repeat(64),
            "é".repeat(5000),
            format!("{}沪 b", "a".repeat(63)),
            format!("{}“b”", " ".repeat(62)),
            "a ".repeat(3000),
            " ".repeat(9000) + "x",
        ] {
            assert_eq!(edges(&text), one_by_one(&text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_same_as_one_character_at_a_time(text in "([a-zA-Z0-9@\\[`{/:]{1,9}|[ .’ʼé沪😀\u{301}\u{ad}\u{a0}]){0,80}") {
            prop_assert_eq!(edges(&text), one_by_one(&text));
        }
    }
}
