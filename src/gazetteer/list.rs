//! A list of what a batch of words has, filled without branches.

use super::edges::BATCH_WORDS;

/// A power of two, so that no index can be out of bounds and none has to be checked.
const ROOM: usize = BATCH_WORDS.next_power_of_two();

/// At most as many things as a batch has words; more take the places of others.
pub(super) struct List<T> {
    items: [T; ROOM],
    pub(super) len: usize,
}

impl<T: Copy + Default> Default for List<T> {
    fn default() -> Self {
        List {
            items: [T::default(); ROOM],
            len: 0,
        }
    }
}

impl<T> List<T> {
    #[inline(always)]
    pub(super) fn push(&mut self, item: T) {
        self.push_if(true, item);
    }

    /// Adds something, or leaves it to be overwritten: which of the two could not be foreseen.
    #[inline(always)]
    pub(super) fn push_if(&mut self, keep: bool, item: T) {
        self.items[self.len % ROOM] = item;
        self.len += usize::from(keep);
    }

    pub(super) fn items(&self) -> &[T] {
        &self.items[..self.len.min(ROOM)]
    }

    pub(super) fn items_mut(&mut self) -> &mut [T] {
        &mut self.items[..self.len.min(ROOM)]
    }
}
