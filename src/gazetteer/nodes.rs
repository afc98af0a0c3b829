//! The flat table of the beginnings of names.
//!
//! Every beginning of a name that ends with a unit (see [`Units`]) is a node, found by its hash. A node is one
//! slot of eight bytes: a fingerprint of the hash, whether names end here, whether names go on, and where the forms
//! of the names that end here stand. There are no pointers and no steps by the byte: a word of the text costs one slot at most. A
//! wrong slot (one lookup in about 2³⁰) costs a further look only, for each name is compared with the text in the end.

use super::hash::Units;

const FINGERPRINT: u64 = (1 << 30) - 1;
const ENDS: u64 = 1 << 30;
const GOES_ON: u64 = 1 << 31;

/// Slots looked at for one hash. The builder makes sure that none needs more; in a damaged file it keeps every look short.
const LONGEST_PROBE: usize = 256;

/// Four of five slots are used.
const fn capacity(nodes: usize) -> usize {
    nodes + nodes / 4
}

/// A slot that was found.
#[derive(Clone, Copy)]
pub(super) struct Node(u64);

impl Node {
    /// Where the forms of the names that end here stand.
    pub(super) fn forms(self) -> Option<u32> {
        (self.0 & ENDS != 0).then_some((self.0 >> 32) as u32)
    }

    pub(super) fn goes_on(self) -> bool {
        self.0 & GOES_ON != 0
    }
}

/// The table as it lies in a file or in memory.
#[derive(Clone, Copy)]
pub(super) struct Nodes<'g> {
    slots: &'g [[u8; 8]],
    /// What the number of slots was before some were added at the end, so that nothing wraps around.
    capacity: u64,
}

impl<'g> Nodes<'g> {
    /// `capacity` must be what [`build`] said.
    pub(super) fn new(bytes: &'g [u8], capacity: u64) -> Self {
        Nodes {
            slots: bytes.as_chunks().0,
            capacity,
        }
    }

    /// Reads the slot where a hash would stand, so that it is near when it is asked for.
    #[inline]
    pub(super) fn touch(self, hash: u64) -> u8 {
        let slot = self.slots.get(home(hash, self.capacity));
        slot.map_or(0, |slot| slot[0])
    }

    #[inline]
    pub(super) fn get(self, hash: u64) -> Option<Node> {
        let home = home(hash, self.capacity);
        for slot in self.slots.get(home..)?.iter().take(LONGEST_PROBE) {
            let slot = u64::from_le_bytes(*slot);
            if slot & (ENDS | GOES_ON) == 0 {
                return None;
            }
            if slot & FINGERPRINT == hash & FINGERPRINT {
                return Some(Node(slot));
            }
        }
        None
    }
}

fn home(hash: u64, capacity: u64) -> usize {
    ((u128::from(hash) * u128::from(capacity)) >> 64) as usize
}

/// A beginning of a name while the table is built.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Beginning {
    pub(super) hash: u64,
    /// The number of the form that ends here; the largest number where none does.
    pub(super) form: u32,
}

impl Beginning {
    pub(super) const NO_FORM: u32 = u32::MAX;

    /// All beginnings of a form.
    pub(super) fn of(form: &str, number: u32, seed: u64, longest: usize, all: &mut Vec<Beginning>) {
        let first = all.len();
        let mut units = Units::new(form, 0, seed, longest);
        while units.at < form.len() && units.advance().is_some() {
            all.push(Beginning {
                hash: units.hash,
                form: Beginning::NO_FORM,
            });
        }
        if let Some(last) = all[first..].last_mut() {
            last.form = number;
        }
    }
}

/// Builds the table from beginnings in their order; gives it and its capacity. `place` is called once for each name, in the order of
/// their hashes, with the range of its forms among the beginnings, and says where they will stand. `None` if two hashes
/// cannot be told apart, so that another seed is needed.
pub(super) fn build(
    beginnings: &[Beginning],
    mut place: impl FnMut(&[Beginning]) -> u32,
) -> Option<(Vec<u8>, u64)> {
    let groups = || beginnings.chunk_by(|a, b| a.hash == b.hash);
    let capacity = capacity(groups().count()) as u64;
    let mut slots: Vec<u64> = Vec::with_capacity(capacity as usize + LONGEST_PROBE);
    for group in groups() {
        let hash = group[0].hash;
        let home = home(hash, capacity);
        let slot = hash & FINGERPRINT;
        // The hashes come in their order, so that the next free slot is behind the last one used.
        if slots.len() < home {
            slots.resize(home, 0);
        }
        let cluster = &slots[home..];
        if cluster.len() >= LONGEST_PROBE || cluster.iter().any(|other| other & FINGERPRINT == slot)
        {
            return None;
        }
        let ends = group.partition_point(|b| b.form != Beginning::NO_FORM);
        let slot = if ends < group.len() {
            slot | GOES_ON
        } else {
            slot
        };
        slots.push(match ends {
            0 => slot,
            _ => slot | ENDS | u64::from(place(&group[..ends])) << 32,
        });
    }
    // A free slot ends every probe.
    slots.push(0);
    let mut bytes = Vec::with_capacity(slots.len() * 8);
    for slot in slots {
        bytes.extend_from_slice(&slot.to_le_bytes());
    }
    Some((bytes, capacity))
}
