//! Hashes of the beginnings of names.
//!
//! A name is read in units: a word, or a single character between words; white space is no unit by itself, because no
//! name ends in it. Each unit goes into a rolling hash, so that "New York Times" has the three hashes of "new", "new york"
//! and "new york times". Everything is folded; the hash of a word in ASCII is taken sixteen bytes at a time.

use super::fold::{Folded, Keep, is_name_char};
use crate::text::chars::is_space;

/// More bytes than a character with all its marks has.
const LONGEST_PIECE: usize = 80;

/// Reads the units of a text from a word's start on.
#[derive(Clone, Copy)]
pub(super) struct Units<'t> {
    text: &'t str,
    /// The end of what was read.
    pub(super) at: usize,
    /// The hash of what was read.
    pub(super) hash: u64,
    /// Words longer than this, folded, are in no name.
    longest: usize,
}

impl<'t> Units<'t> {
    pub(super) fn new(text: &'t str, at: usize, seed: u64, longest: usize) -> Self {
        Units {
            text,
            at,
            hash: seed,
            longest,
        }
    }

    /// Reads one unit with the white space before it. `None` where no name goes on; what `at` and `hash` say then is of no use.
    pub(super) fn advance(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        loop {
            let before = self.at;
            let b = *bytes.get(before)?;
            if b == b' ' && bytes.get(before + 1).is_some_and(u8::is_ascii_alphanumeric) {
                // By far the most frequent case.
                self.hash = space(self.hash);
                self.at += 1;
                let end = self.word_end();
                return self.word(end);
            }
            let c = self.text[before..].chars().next()?;
            if is_name_char(c) {
                let end = self.word_end();
                let hash = self.hash;
                self.word(end)?;
                if self.hash != hash {
                    return Some(());
                }
                // A word of marks only, which fold to nothing.
                continue;
            }
            let mut folded = Folded::new(self.text, before, Keep::KEY);
            let piece = folded.next()?;
            self.at = folded.at;
            if !is_space(c) {
                self.hash = mix_bytes(self.hash, piece.bytes());
                return Some(());
            }
            self.hash = space(self.hash);
        }
    }

    fn word_end(&self) -> usize {
        let rest = &self.text[self.at..];
        // A longer word is in no name, so it does not matter where it ends: nothing is read twice for long.
        let most = self
            .longest
            .saturating_mul(LONGEST_PIECE)
            .saturating_add(64);
        let ascii = rest
            .bytes()
            .take(most)
            .position(|b| !b.is_ascii_alphanumeric());
        match ascii {
            Some(n) if rest.as_bytes()[n].is_ascii() => self.at + n,
            None if rest.len() <= most => self.text.len(),
            None => self.at + most,
            Some(n) => {
                let foreign = rest[n..].char_indices().take(most);
                let mut end = rest.len();
                for (at, c) in foreign {
                    end = n + at;
                    if !is_name_char(c) {
                        break;
                    }
                    end += c.len_utf8();
                }
                self.at + end
            }
        }
    }

    /// Reads the word that ends at `end`.
    #[inline]
    pub(super) fn word(&mut self, end: usize) -> Option<()> {
        match ascii_word(self.text.as_bytes(), self.at, end, self.hash, self.longest) {
            Some(hash) => self.hash = hash,
            None => self.foreign_word(end)?,
        }
        self.at = end;
        Some(())
    }

    #[cold]
    fn foreign_word(&mut self, end: usize) -> Option<()> {
        // Marks at its end must not be read together with what comes behind it.
        let mut folded = Folded::new(&self.text[..end], self.at, Keep::KEY);
        let mut chunk = [0; 16];
        let (mut filled, mut length) = (0, 0);
        let mut hash = self.hash;
        while folded.at < end {
            let Some(piece) = folded.next() else {
                // Marks that no character follows fold to nothing.
                if folded.at == end {
                    break;
                }
                return None;
            };
            for &byte in piece.bytes() {
                chunk[filled] = byte;
                filled += 1;
                length += 1;
                if filled == 16 {
                    hash = mix(hash, halves(chunk));
                    (chunk, filled) = ([0; 16], 0);
                }
            }
            if length > self.longest {
                return None;
            }
        }
        if filled > 0 {
            hash = mix(hash, halves(chunk));
        }
        self.hash = hash;
        Some(())
    }
}

/// Reads one unit, as [`Units::advance`] does, from the end of what was read. `next` is the word that comes next in the
/// text, where it is known. Gives the end and the hash of what was read with it.
#[inline(always)]
pub(super) fn advance(
    text: &str,
    at: u32,
    hash: u64,
    longest: usize,
    next: Option<&[u32; 2]>,
) -> Option<(u32, u64)> {
    let bytes = text.as_bytes();
    let b = *bytes.get(at as usize)?;
    let (at, spaced) = if b == b' ' {
        (at + 1, space(hash))
    } else {
        (at, hash)
    };
    match next {
        Some(&[start, end]) if start == at => {
            if let Some(hash) = ascii_word(bytes, start as usize, end as usize, spaced, longest) {
                return Some((end, hash));
            }
        }
        _ => {
            if let Some((length, folded)) = punctuation(bytes.get(at as usize..)?) {
                return Some((at + length, mix(spaced, [folded, 0])));
            }
        }
    }
    advance_slowly(text, at - u32::from(b == b' '), hash, longest)
}

/// The length and the folded bytes of a frequent character that is neither space nor part of a word.
#[inline(always)]
fn punctuation(bytes: &[u8]) -> Option<(u32, u64)> {
    match *bytes {
        [b'`', ..] => Some((1, u64::from(b'\''))),
        [b, ..] if b.is_ascii_punctuation() => Some((1, u64::from(b))),
        // Quotation marks, apostrophes and dashes.
        [0xe2, 0x80, b @ 0x90..=0xa7, ..] => {
            let folded = match b {
                0x90..=0x93 => u64::from(b'-'),
                0x98 | 0x99 | 0x9b => u64::from(b'\''),
                _ => u64::from_le_bytes([0xe2, 0x80, b, 0, 0, 0, 0, 0]),
            };
            Some((3, folded))
        }
        _ => None,
    }
}

#[cold]
#[inline(never)]
fn advance_slowly(text: &str, at: u32, hash: u64, longest: usize) -> Option<(u32, u64)> {
    let mut units = Units::new(text, at as usize, hash, longest);
    units.advance()?;
    Some((units.at as u32, units.hash))
}

/// The hash with a word of ASCII letters and digits added; `None` for other words and for those that are too long.
#[inline(always)]
pub(super) fn ascii_word(
    bytes: &[u8],
    start: usize,
    end: usize,
    hash: u64,
    longest: usize,
) -> Option<u64> {
    let len = end - start;
    match bytes.get(start..).and_then(<[u8]>::first_chunk::<16>) {
        // Almost all words are short, and almost all have sixteen bytes of text from their start on.
        Some(chunk) if len <= 16 => short_ascii_word(chunk, len, hash),
        _ => long_ascii_word(bytes.get(start..end)?, hash, longest),
    }
}

/// The same for a word of so many bytes, of which sixteen may be, with what stands behind it.
#[inline(always)]
pub(super) fn short_ascii_word<const N: usize>(
    window: &[u8; N],
    len: usize,
    hash: u64,
) -> Option<u64> {
    let [low, high] = MASKS[len];
    let [first, second] = halves(*window.first_chunk()?);
    let small = [(first | SMALL) & low, (second | SMALL) & high];
    ((small[0] | small[1]) & NOT_ASCII == 0).then(|| mix(hash, small))
}

/// The same for a word behind a space.
#[inline(always)]
pub(super) fn spaced_word(
    bytes: &[u8],
    start: u32,
    end: u32,
    hash: u64,
    longest: usize,
) -> Option<u64> {
    ascii_word(bytes, start as usize, end as usize, space(hash), longest)
}

/// The bit that makes ASCII letters small and leaves digits as they are.
const SMALL: u64 = u64::from_le_bytes([0x20; 8]);
const NOT_ASCII: u64 = u64::from_le_bytes([0x80; 8]);

/// For each length, the bits that a word has in two times eight bytes.
pub(super) const MASKS: [[u64; 2]; 17] = {
    let mut masks = [[u64::MAX; 2]; 17];
    let mut len = 0;
    while len < 16 {
        let bits = (1_u128 << (8 * len)) - 1;
        masks[len] = [bits as u64, (bits >> 64) as u64];
        len += 1;
    }
    masks
};

#[cold]
fn long_ascii_word(word: &[u8], mut hash: u64, longest: usize) -> Option<u64> {
    if word.len() > longest || !word.is_ascii() {
        return None;
    }
    for part in word.chunks(16) {
        let mut chunk = [0; 16];
        chunk[..part.len()].copy_from_slice(part);
        chunk.make_ascii_lowercase();
        hash = mix(hash, halves(chunk));
    }
    Some(hash)
}

/// The most units of a phrase that is looked for beside names, so that it takes few steps: "O'Brien" has three.
pub(super) const MOST_UNITS: usize = 6;

/// The bytes of its longest word, folded.
pub(super) const LONGEST_WORD: usize = 64;

/// Calls `each` with the end and the hash of every phrase that begins with the word at `at`, shorter ones first.
pub(super) fn phrases(text: &str, at: usize, mut each: impl FnMut(usize, u64)) {
    let mut units = Units::new(text, at, 0, LONGEST_WORD);
    for _ in 0..MOST_UNITS {
        if units.advance().is_none() {
            return;
        }
        each(units.at, units.hash);
    }
}

/// The hash of a phrase, as [`phrases`] gives it; `None` if it does not begin with a word or is too long.
pub(super) fn phrase(phrase: &str) -> Option<u64> {
    let mut last = None;
    phrases(phrase, 0, |end, hash| last = Some((end, hash)));
    let whole = last.filter(|(end, _)| *end == phrase.len() && phrase.starts_with(is_name_char));
    whole.map(|(_, hash)| hash)
}

fn mix_bytes(mut hash: u64, bytes: &[u8]) -> u64 {
    for part in bytes.chunks(16) {
        let mut chunk = [0; 16];
        chunk[..part.len()].copy_from_slice(part);
        hash = mix(hash, halves(chunk));
    }
    hash
}

#[inline(always)]
fn halves(chunk: [u8; 16]) -> [u64; 2] {
    let chunk = u128::from_le_bytes(chunk);
    [chunk as u64, (chunk >> 64) as u64]
}

/// Multiplies to twice the width and folds the halves together: every bit of the input reaches every bit of the output.
#[inline(always)]
const fn mix(hash: u64, [low, high]: [u64; 2]) -> u64 {
    let product = (hash ^ low) as u128 * (high ^ 0x9e37_79b9_7f4a_7c15) as u128;
    (product as u64) ^ (product >> 64) as u64
}

/// The hash with white space added; a unit always follows.
#[inline(always)]
const fn space(hash: u64) -> u64 {
    hash.rotate_left(20) ^ 0x2020_2020_2020_2020
}

/// A checksum of a file's bytes.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut checksum = Checksum::new(bytes.len() as u64);
    checksum.update(bytes);
    checksum.finish()
}

/// The checksum of bytes that come in pieces.
#[derive(Clone, Debug)]
pub(super) struct Checksum {
    hash: u64,
    /// What is not yet eight bytes.
    rest: [u8; 8],
    filled: usize,
}

impl Checksum {
    /// Of so many bytes as there will be.
    pub(super) fn new(length: u64) -> Self {
        Checksum {
            hash: 0x243f_6a88_85a3_08d3 ^ length,
            rest: [0; 8],
            filled: 0,
        }
    }

    pub(super) fn update(&mut self, mut bytes: &[u8]) {
        if self.filled > 0 {
            let taken = bytes.len().min(8 - self.filled);
            self.rest[self.filled..self.filled + taken].copy_from_slice(&bytes[..taken]);
            self.filled += taken;
            bytes = &bytes[taken..];
            if self.filled < 8 {
                return;
            }
            self.chunk(u64::from_le_bytes(self.rest));
        }
        let (chunks, rest) = bytes.as_chunks::<8>();
        for chunk in chunks {
            self.chunk(u64::from_le_bytes(*chunk));
        }
        self.rest[..rest.len()].copy_from_slice(rest);
        self.filled = rest.len();
    }

    fn chunk(&mut self, chunk: u64) {
        self.hash = mix(self.hash.rotate_left(1), [chunk, 0]);
    }

    pub(super) fn finish(self) -> u64 {
        mix_bytes(self.hash.rotate_left(1), &self.rest[..self.filled])
    }
}
