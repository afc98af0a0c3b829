//! Things by the first bits of their hashes.
//!
//! What is put in order or counted by hashes in one piece is read and written all over the memory; what is first thrown on heaps is
//! small enough, heap by heap, to be worked on in a processor's cache.

/// A heap for each first eight bits of a hash.
pub(super) struct Heaps<T> {
    heaps: Vec<Vec<T>>,
}

const HEAPS: usize = 1 << 8;

impl<T> Default for Heaps<T> {
    fn default() -> Self {
        let heaps = std::iter::repeat_with(Vec::new).take(HEAPS);
        Heaps {
            heaps: heaps.collect(),
        }
    }
}

impl<T> Heaps<T> {
    /// Makes room for so many things.
    pub(super) fn reserve(&mut self, things: usize) {
        // Hashes fall onto heaps nearly evenly.
        let each = things / HEAPS + things / HEAPS / 8;
        self.heaps.iter_mut().for_each(|heap| heap.reserve(each));
    }

    #[inline]
    pub(super) fn push(&mut self, hash: u64, thing: T) {
        self.heaps[(hash >> 56) as usize].push(thing);
    }

    pub(super) fn len(&self) -> usize {
        self.heaps.iter().map(Vec::len).sum()
    }

    /// The heaps in the order of their hashes.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[T]> {
        self.heaps.iter().map(Vec::as_slice)
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut [T]> {
        self.heaps.iter_mut().map(Vec::as_mut_slice)
    }
}
