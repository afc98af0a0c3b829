//! Which words a name can begin with.

/// Bits for each word: one in about sixteen other words passes.
const BITS: usize = 16;

/// The fewest bits, so that a few names let few other words pass.
const FEWEST: usize = 1 << 13;

/// A set of hashes of words, with a few false positives, as it lies in a file or in memory.
#[derive(Clone, Copy)]
pub(super) struct FirstWords<'g> {
    words: &'g [[u8; 8]],
    shift: u32,
}

impl<'g> FirstWords<'g> {
    /// `None` unless there is a power of two of bits.
    pub(super) fn new(bytes: &'g [u8]) -> Option<Self> {
        let (words, rest) = bytes.as_chunks();
        let fits = rest.is_empty() && words.len().is_power_of_two();
        fits.then(|| FirstWords {
            words,
            shift: shift(words.len()),
        })
    }

    /// Whether some name begins with this word; `small` if it has a small first letter in the text.
    #[inline]
    pub(super) fn contains(self, hash: u64, small: bool) -> bool {
        let (word, bit) = position(hash, small, self.shift);
        u64::from_le_bytes(self.words[word]) >> bit & 1 != 0
    }
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

/// Builds the set from its hashes, each with whether it is also looked for with a small first letter.
pub(super) fn build(mut hashes: Vec<(u64, bool)>) -> Vec<u8> {
    hashes.sort_unstable();
    hashes.dedup();
    let bits = (hashes.len() * BITS).next_power_of_two().max(FEWEST);
    let mut words = vec![0_u64; bits / 64];
    let shift = shift(words.len());
    for (hash, may_be_small) in hashes {
        for small in [false, true] {
            if may_be_small || !small {
                let (word, bit) = position(hash, small, shift);
                words[word] |= 1 << bit;
            }
        }
    }
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}
