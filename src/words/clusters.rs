//! What word vectors say of words: `data/words/clusters.bin`, which `data/build/clusters.py` writes.
//!
//! The lists know names that somebody listed; vectors know what words are used alike in a billion words of news, so that "Yukos" is told from "Kohl" though no list has them.

/// The clusters of a word. Numbers without an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cluster {
    /// What kind of word it is: a surname, a place, a place and a surname, ...
    pub kind: u8,
    /// What it is about.
    pub topic: u8,
}

/// A magic number; for each bucket and behind the last the number of its first cell; the cells. All numbers have four bytes, the lowest first.
static FILE: &[u8] = include_bytes!("../../data/words/clusters.bin");
const MAGIC: &[u8; 8] = b"onrecWC1";
/// The highest bits of a hash are the number of its bucket, a dozen words.
const BUCKET_BITS: u32 = 13;

const CELL: usize = 4;
const CELLS: usize = MAGIC.len() + ((1 << BUCKET_BITS) + 1) * CELL;

/// The clusters of a word, by the hash of its small letters (FNV-1a); of two words in ten thousand that are not there, those of another.
pub(crate) fn of(hash: u32) -> Option<Cluster> {
    let bucket = (hash >> (32 - BUCKET_BITS)) as usize;
    let cells = &FILE[CELLS + start(bucket) * CELL..CELLS + start(bucket + 1) * CELL];
    let mut cells = cells.chunks_exact(CELL).map(number);
    let cell = cells.find(|cell| cell >> 16 == hash & 0xffff)?;
    Some(Cluster {
        kind: (cell >> 8) as u8,
        topic: cell as u8,
    })
}

/// The first cell of a bucket.
fn start(bucket: usize) -> usize {
    number(&FILE[MAGIC.len() + bucket * CELL..]) as usize
}

fn number(bytes: &[u8]) -> u32 {
    u32::from_le_bytes(*bytes.first_chunk().expect("a number has four bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::model::hash::word;

    #[test]
    fn the_file_is_whole() {
        assert!(FILE.starts_with(MAGIC));
        let starts: Vec<usize> = (0..=1 << BUCKET_BITS).map(start).collect();
        assert!(starts.is_sorted());
        assert_eq!(
            (starts[0], CELLS + starts[1 << BUCKET_BITS] * CELL),
            (0, FILE.len())
        );
    }

    #[test]
    fn words_that_are_used_alike_are_together() {
        let of = |name: &str| of(word(name)).unwrap();
        assert_eq!(of("Tanaka").topic, of("SUZUKI").topic);
        assert_eq!(of("Nairobi").kind, of("Kampala").kind);
        assert_ne!(of("Nairobi").kind, of("Tanaka").kind);
        assert_eq!(super::of(word("Schmaurolskax")), None);
    }
}
