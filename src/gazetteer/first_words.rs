//! Which words a name can begin with.
//!
//! Two sets, both with a few false positives: one of the hashes of words, and for lists whose case counts one of the first
//! two letters, which spares most words of a text the hash. A list in any case has nearly all pairs of letters, and no
//! such set.

use super::case::{letter_cases, may_begin_small};
use super::fold::{fold, is_name_char};
use super::image::FormFlags;

/// Bits for each word: one in about sixteen other words passes.
const BITS: usize = 16;

/// The fewest bits, so that a few names let few other words pass.
const FEWEST: usize = 1 << 13;

/// A bit for each two letters of ASCII.
type Openings = [[u8; 8]; 1 << 8];

/// The words behind the set of hashes: the openings and one that is free, so that no power of two has them.
const BEHIND: usize = (1 << 8) + 1;

/// A set of words, with a few false positives, as it lies in a file or in memory.
#[derive(Clone, Copy)]
pub(super) struct FirstWords<'g> {
    words: &'g [[u8; 8]],
    shift: u32,
    openings: Option<&'g Openings>,
}

impl<'g> FirstWords<'g> {
    /// `None` unless there is a power of two of bits, perhaps with the openings behind it.
    pub(super) fn new(bytes: &'g [u8]) -> Option<Self> {
        let (all, rest) = bytes.as_chunks();
        let (words, behind) = match all.len().checked_sub(BEHIND) {
            Some(words) if words.is_power_of_two() => all.split_at(words),
            _ => (all, &[][..]),
        };
        let fits = rest.is_empty() && words.len().is_power_of_two();
        fits.then(|| FirstWords {
            words,
            shift: shift(words.len()),
            openings: behind.first_chunk(),
        })
    }

    /// The numbers of the words that begin with letters that a name can begin with.
    #[inline(always)]
    pub(super) fn likely<'l, const N: usize>(
        self,
        text: &str,
        words: &[[u32; 2]],
        likely: &'l mut [u16; N],
    ) -> &'l [u16] {
        let Some(openings) = self.openings else {
            for (word, slot) in (0..words.len() as u16).zip(&mut *likely) {
                *slot = word;
            }
            return &likely[..words.len()];
        };
        let mut count = 0;
        for (number, &[start, end]) in (0..).zip(words) {
            let bytes = text.as_bytes().get(start as usize..);
            let opening = match bytes.and_then(<[u8]>::first_chunk) {
                Some(&[first, second]) => {
                    let second = if end - start > 1 { second } else { 0 };
                    opening(first, second)
                }
                None => None,
            };
            likely[count] = number;
            count += usize::from(
                opening
                    .is_none_or(|(word, bit)| u64::from_le_bytes(openings[word]) >> bit & 1 != 0),
            );
        }
        &likely[..count]
    }

    /// Whether some name begins with this word; `small` if it has a small first letter in the text.
    #[inline]
    pub(super) fn contains(self, hash: u64, small: bool) -> bool {
        let (word, bit) = position(hash, small, self.shift);
        u64::from_le_bytes(self.words[word]) >> bit & 1 != 0
    }
}

/// Where the bit of two letters stands; the second is 0 if the word has but one. What is not ASCII has none.
#[inline(always)]
fn opening(first: u8, second: u8) -> Option<(usize, u32)> {
    let number = usize::from(first & 0x7f) << 7 | usize::from(second & 0x7f);
    (first | second < 0x80).then_some((number / 64, (number % 64) as u32))
}

fn shift(words: usize) -> u32 {
    64 - (words * 64).trailing_zeros()
}

/// Words with a small first letter have bits of their own: most names are not looked for there.
#[inline]
fn position(hash: u64, small: bool, shift: u32) -> (usize, u32) {
    let bit = if small { hash.rotate_left(24) } else { hash } >> shift;
    ((bit / 64) as usize, (bit % 64) as u32)
}

/// Gathers the first words of names.
pub(super) struct NewFirstWords {
    hashes: Vec<(u64, bool)>,
    openings: [u64; 1 << 8],
}

impl Default for NewFirstWords {
    fn default() -> Self {
        NewFirstWords {
            hashes: vec![],
            openings: [0; 1 << 8],
        }
    }
}

impl NewFirstWords {
    /// Adds the first word of a form, which has this hash.
    pub(super) fn push(&mut self, hash: u64, form: &str, flags: FormFlags) {
        let new = (hash, may_begin_small(flags, form));
        if self.hashes.last() != Some(&new) {
            self.hashes.push(new);
        }
        let mut set = |first, second| {
            if let Some((word, bit)) = opening(first, second) {
                self.openings[word] |= 1 << bit;
            }
        };
        let mut start = form.chars();
        let first = start.next().unwrap_or_default();
        let second = start
            .next()
            .filter(|&c| is_name_char(c))
            .unwrap_or_default();
        if first.is_ascii() && second.is_ascii() {
            // The text has the same letters, in a case that the form allows, or others that are not ASCII.
            for [first, second] in letter_cases(flags, [first as u8, second as u8]) {
                set(first, second);
            }
        } else {
            let end = form.find(|c| !is_name_char(c)).unwrap_or(form.len());
            let folded = fold(&form[..end]);
            let letter = |i| folded.get(i).copied().unwrap_or_default();
            for [first, second] in letter_cases(FormFlags::ANY_CASE, [letter(0), letter(1)]) {
                set(first, second);
            }
        }
    }

    /// The bytes that [`FirstWords`] reads.
    pub(super) fn build(mut self) -> Vec<u8> {
        self.hashes.sort_unstable();
        self.hashes.dedup();
        let bits = (self.hashes.len() * BITS).next_power_of_two().max(FEWEST);
        let mut words = vec![0_u64; bits / 64];
        let shift = shift(words.len());
        for (hash, may_be_small) in self.hashes {
            for small in [false, true] {
                if may_be_small || !small {
                    let (word, bit) = position(hash, small, shift);
                    words[word] |= 1 << bit;
                }
            }
        }
        let small = || b'a'..=b'z';
        let pairs =
            small().flat_map(|first| small().filter_map(move |second| opening(first, second)));
        let openings = &self.openings;
        let set = pairs.filter(|&(word, bit)| openings[word] >> bit & 1 != 0);
        if set.count() < 26 * 26 / 3 {
            words.extend_from_slice(&self.openings);
            words.push(0);
        }
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }
}
