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
    /// Empties the list, to be filled again.
    #[inline(always)]
    pub(super) fn refill(&mut self) -> Filling<'_, T> {
        Filling {
            items: &mut self.items,
            list_len: &mut self.len,
            len: 0,
        }
    }

    /// The thing at a place, wherever the list ends.
    #[inline(always)]
    pub(super) fn get(&self, at: u16) -> T
    where
        T: Copy,
    {
        self.items[usize::from(at) % ROOM]
    }

    pub(super) fn items(&self) -> &[T] {
        &self.items[..self.len.min(ROOM)]
    }

    pub(super) fn items_mut(&mut self) -> &mut [T] {
        &mut self.items[..self.len.min(ROOM)]
    }
}

/// A list while it is filled. Its length is kept apart and in a register, since the compiler cannot tell that no item is written there.
pub(super) struct Filling<'l, T> {
    items: &'l mut [T; ROOM],
    list_len: &'l mut usize,
    len: usize,
}

impl<T> Filling<'_, T> {
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
}

impl<T> Drop for Filling<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        *self.list_len = self.len;
    }
}
