//! A set of the beginnings of names, with a few false positives.
//!
//! Most words of a text begin no name, and most that do ("New") are followed by what goes on in none. A filter
//! says so from one word of memory, without a look into the tables, which are far larger. For each beginning it knows two
//! things: whether a name ends there, and whether one goes on.
//!
//! It is a Bloom filter whose bits for one hash all stand in one word of 64 (F. Putze, P. Sanders, J. Singler: Cache-, hash- and
//! space-efficient Bloom filters, 2007): two for each of the two things, and those for one thing are those for the other, turned.

use onrecord_simd::prefetch;

/// What is known of the beginning of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Beginning {
    /// A name ends here.
    pub(super) ends: bool,
    /// A name goes on.
    pub(super) goes_on: bool,
}

/// A filter as it lies in a file or in memory.
#[derive(Clone, Copy)]
pub(super) struct Filter<'g> {
    words: &'g [[u8; 8]],
}

impl<'g> Filter<'g> {
    pub(super) fn new(bytes: &'g [u8]) -> Self {
        Filter {
            words: bytes.as_chunks().0,
        }
    }

    /// Asks for what [`get`](Filter::get) will read.
    #[inline(always)]
    pub(super) fn prefetch(self, hash: u64) {
        if let Some(word) = self.words.get(place(hash, self.words.len())) {
            prefetch(word);
        }
    }

    /// Whether the bits of this hash are there, after each of these turns.
    #[inline(always)]
    pub(super) fn has<const N: usize>(self, hash: u64, turns: [u32; N]) -> [bool; N] {
        let word = self.words.get(place(hash, self.words.len()));
        let word = word.map_or(0, |word| u64::from_le_bytes(*word));
        turns.map(|turn| {
            let mask = mask(hash).rotate_left(turn);
            word & mask == mask
        })
    }

    /// What is known of the beginning with this hash. What it says is so may not be so, but what it says is not so is not.
    #[inline(always)]
    pub(super) fn get(self, hash: u64) -> Beginning {
        let [ends, goes_on] = self.has(hash, [0, GOES_ON]);
        Beginning { ends, goes_on }
    }
}

/// How far the bits for the one thing stand from those for the other.
const GOES_ON: u32 = 31;

#[inline(always)]
fn mask(hash: u64) -> u64 {
    1 << (hash % 64) | 1 << (hash / 64 % 64)
}

#[inline(always)]
fn place(hash: u64, words: usize) -> usize {
    (((hash >> 32) * words as u64) >> 32) as usize
}

/// A filter while it is filled.
pub(super) struct NewFilter {
    words: Vec<u64>,
}

impl NewFilter {
    /// With so many bits for each of so many things.
    pub(super) fn new(things: usize, bits: usize) -> Self {
        NewFilter {
            words: vec![0; things * bits / 64 + 1],
        }
    }

    pub(super) fn add(&mut self, hash: u64, beginning: Beginning) {
        if beginning.ends {
            self.add_turned(hash, 0);
        }
        if beginning.goes_on {
            self.add_turned(hash, GOES_ON);
        }
    }

    /// Adds the bits of a hash after a turn.
    pub(super) fn add_turned(&mut self, hash: u64, turn: u32) {
        let word = place(hash, self.words.len());
        self.words[word] |= mask(hash).rotate_left(turn);
    }

    /// The bytes that [`Filter`] reads.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let bytes: Vec<_> = self.words.iter().map(|word| word.to_le_bytes()).collect();
        bytes.into_flattened()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn forgets_nothing_and_believes_little(hashes in prop::collection::vec(any::<(u64, bool, bool)>(), 1..400)) {
            let mut filter = NewFilter::new(hashes.len() * 2, 16);
            for &(hash, ends, goes_on) in &hashes {
                filter.add(hash, Beginning { ends, goes_on });
            }
            let bytes = filter.bytes();
            let filter = Filter::new(&bytes);
            for &(hash, ends, goes_on) in &hashes {
                let known = filter.get(hash);
                prop_assert!(known.ends >= ends && known.goes_on >= goes_on);
            }
            let others = hashes.iter().map(|(hash, ..)| filter.get(hash.wrapping_mul(3)));
            let wrong = others.filter(|known| known.ends).count();
            prop_assert!(wrong <= 20 + hashes.len() / 8, "{}", wrong);
        }
    }

    #[test]
    fn an_empty_one_has_nothing() {
        let nothing = Beginning {
            ends: false,
            goes_on: false,
        };
        assert_eq!(Filter::new(&[]).get(7), nothing);
        assert_eq!(Filter::new(&NewFilter::new(0, 16).bytes()).get(7), nothing);
    }
}
