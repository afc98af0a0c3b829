//! The flat table of names.
//!
//! Every name has one slot of eight bytes, found by the hash of the whole name: four bytes of the hash, and where the forms of the
//! name stand. Eight slots are a bucket, as much as a processor reads at once. There are no pointers and no steps by the byte. A wrong
//! slot (one lookup in about 2³⁰) costs a further look only, for each name is compared with the text in the end.

use onrecord_simd::prefetch;

use super::heaps::Heaps;

/// The slots of a bucket.
const SLOTS: usize = 8;

/// Its bytes: the marks of all slots, then where the forms of each stand.
const BUCKET: usize = SLOTS * 8;

/// Buckets behind those that a hash can mean, for what finds no room in these.
const SPARE: usize = 4;

/// Buckets looked at for one hash. The builder makes sure that none needs more; in a damaged file it keeps every look short.
const LONGEST_PROBE: usize = 8;

/// How many slots stay free.
#[derive(Clone, Copy, Debug)]
pub(super) enum Free {
    /// One of six. With fewer, it would happen that a name of ten million is [too far](LONGEST_PROBE) from its place. One name in ten is
    /// not in the bucket where it is looked for first.
    Few,
    /// One of three: one name in thirty is not in the bucket where it is looked for first.
    Third,
    /// Half: hardly any.
    Half,
}

/// Buckets for so many names.
const fn buckets(names: usize, free: Free) -> usize {
    let slots = match free {
        Free::Few => names + names / 5,
        Free::Third => names + names / 2,
        Free::Half => names * 2,
    };
    slots.div_ceil(SLOTS) + SPARE
}

/// The table as it lies in a file or in memory.
#[derive(Clone, Copy)]
pub(super) struct Slots<'g> {
    buckets: &'g [[u8; BUCKET]],
}

impl<'g> Slots<'g> {
    pub(super) fn new(bytes: &'g [u8]) -> Self {
        Slots {
            buckets: bytes.as_chunks().0,
        }
    }

    /// Asks for what [`get`](Slots::get) will read.
    #[inline(always)]
    pub(super) fn prefetch(self, hash: u64) {
        if let Some(bucket) = self.buckets.get(home(hash, self.buckets.len())) {
            prefetch(bucket);
        }
    }

    /// Where the forms of the name with this hash stand.
    #[inline(always)]
    pub(super) fn get(self, hash: u64) -> Option<u32> {
        let bucket = self.buckets.get(home(hash, self.buckets.len()))?;
        let (found, is_full) = look(bucket, mark(hash));
        // One branch, which is hardly ever taken.
        if found.is_none() & is_full {
            return self.get_further(hash);
        }
        found
    }

    #[cold]
    fn get_further(self, hash: u64) -> Option<u32> {
        let from = home(hash, self.buckets.len()) + 1;
        for bucket in self.buckets.get(from..)?.iter().take(LONGEST_PROBE - 1) {
            let (found, is_full) = look(bucket, mark(hash));
            if found.is_some() || !is_full {
                return found;
            }
        }
        None
    }
}

/// What a bucket has for a mark, and whether it is full, so that the next one may have more. All slots are compared, without a
/// branch that could not be foreseen.
#[inline(always)]
fn look(bucket: &[u8; BUCKET], mark: u32) -> (Option<u32>, bool) {
    let (numbers, _) = bucket.as_chunks::<4>();
    let (mut found, mut forms, mut last) = (0, 0, 0);
    for i in 0..SLOTS {
        let other = u32::from_le_bytes(numbers[i]);
        let same = u32::from(other == mark).wrapping_neg();
        found |= same;
        forms |= same & u32::from_le_bytes(numbers[SLOTS + i]);
        last = other;
    }
    ((found != 0).then_some(forms), last != 0)
}

/// What tells a hash from others in its bucket; 0 is a free slot.
#[inline(always)]
fn mark(hash: u64) -> u32 {
    (hash as u32).max(1)
}

#[inline(always)]
fn home(hash: u64, buckets: usize) -> usize {
    ((u128::from(hash) * buckets.saturating_sub(SPARE) as u128) >> 64) as usize
}

/// A name while the table is built: its hash, and where one of its forms stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) hash: u64,
    pub(super) form: u32,
}

/// Keys while they are gathered and put in order.
#[derive(Default)]
pub(super) struct Keys {
    heaps: Heaps<Key>,
}

impl Keys {
    pub(super) fn reserve(&mut self, keys: usize) {
        self.heaps.reserve(keys);
    }

    #[inline]
    pub(super) fn push(&mut self, key: Key) {
        self.heaps.push(key.hash, key);
    }

    pub(super) fn len(&self) -> usize {
        self.heaps.len()
    }

    /// Puts the keys in the order of their hashes, at one hash in that of their forms.
    pub(super) fn sort(&mut self) {
        // One number is compared without a branch.
        let order = |key: &Key| u128::from(key.hash) << 32 | u128::from(key.form);
        self.heaps
            .iter_mut()
            .for_each(|heap| heap.sort_unstable_by_key(order));
    }

    /// The keys of each name, if they are in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &[Key]> {
        let heaps = self.heaps.iter();
        heaps.flat_map(|heap| heap.chunk_by(|a, b| a.hash == b.hash))
    }

    pub(super) fn names_mut(&mut self) -> impl Iterator<Item = &mut [Key]> {
        let heaps = self.heaps.iter_mut();
        heaps.flat_map(|heap| heap.chunk_by_mut(|a, b| a.hash == b.hash))
    }
}

/// Builds the table from keys in their order; `from` is where forms begin to stand. `None` if two hashes cannot be told apart, so that
/// another seed is needed.
pub(super) fn build(keys: &Keys, free: Free, from: u32) -> Option<Vec<u8>> {
    let buckets = buckets(keys.names().count(), free);
    let mut bytes = vec![0; buckets * BUCKET];
    let (table, _) = bytes.as_chunks_mut::<BUCKET>();
    // The hashes come in their order, so that the next free slot is behind the last one used.
    let (mut at, mut used) = (0, 0);
    for name in keys.names() {
        let Key { hash, form } = name[0];
        let (home, mark) = (home(hash, buckets), mark(hash));
        if at < home {
            (at, used) = (home, 0);
        }
        if used == SLOTS {
            (at, used) = (at + 1, 0);
        }
        if at - home >= LONGEST_PROBE || at >= buckets {
            return None;
        }
        if table[home..=at]
            .iter()
            .any(|bucket| look(bucket, mark).0.is_some())
        {
            return None;
        }
        let (numbers, _) = table[at].as_chunks_mut::<4>();
        numbers[used] = mark.to_le_bytes();
        numbers[SLOTS + used] = (from + form).to_le_bytes();
        used += 1;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The table of these hashes, in which the forms of each stand where its number says.
    fn table(hashes: &[u64], free: Free) -> Option<Vec<u8>> {
        let mut keys = Keys::default();
        for (form, &hash) in (0..).zip(hashes) {
            keys.push(Key { hash, form });
        }
        keys.sort();
        build(&keys, free, 0)
    }

    proptest! {
        #[test]
        fn finds_each_and_nothing_else(mut hashes in prop::collection::vec(any::<u64>(), 0..2000)) {
            hashes.sort_unstable();
            hashes.dedup();
            for free in [Free::Few, Free::Third, Free::Half] {
                let bytes = table(&hashes, free).unwrap();
                let slots = Slots::new(&bytes);
                for (number, &hash) in (0..).zip(&hashes) {
                    prop_assert_eq!(slots.get(hash), Some(number));
                    prop_assert_eq!(slots.get(hash ^ 1 << 20), None);
                }
            }
        }
    }

    #[test]
    fn what_finds_no_room_is_further_on() {
        // All of these have their home in the first bucket.
        let hashes: Vec<u64> = (1..=3 * SLOTS as u64).collect();
        let bytes = table(&hashes, Free::Few).unwrap();
        let slots = Slots::new(&bytes);
        for (number, &hash) in (0..).zip(&hashes) {
            assert_eq!(slots.get(hash), Some(number));
        }
        assert_eq!(slots.get(0x77), None);
    }

    #[test]
    fn hashes_that_cannot_be_told_apart_need_another_seed() {
        assert_eq!(table(&[5, 5 | 1 << 32], Free::Few), None);
        let crowded: Vec<u64> = (1..=(LONGEST_PROBE * SLOTS) as u64 + 1).collect();
        assert_eq!(table(&crowded, Free::Few), None);
    }

    #[test]
    fn an_empty_or_damaged_table_has_nothing() {
        assert_eq!(Slots::new(&[]).get(7), None);
        let full = vec![0xff; BUCKET * (LONGEST_PROBE + SPARE + 5)];
        assert_eq!(Slots::new(&full).get(7), None);
    }
}
