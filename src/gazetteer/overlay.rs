//! Entries that take others away.

use rustc_hash::{FxHashMap, FxHashSet};

use super::entry::{Action, Entry, EntryId};
use super::fold::fold;
use crate::Label;

/// What the entries with an [`Action`] take away. It is looked up for what is found, so that laying a few entries over many takes no time.
#[derive(Debug, Default)]
pub(super) struct Overlay {
    /// By identifier: entries before the last of these numbers.
    ids: FxHashMap<Box<str>, Vec<u32>>,
    /// By folded name.
    names: FxHashMap<Box<[u8]>, Vec<Taken>>,
}

/// Entries of one name with this label, or any, before this number.
#[derive(Debug)]
struct Taken {
    label: Option<Label>,
    before: u32,
}

impl Overlay {
    pub(super) fn push(&mut self, id: EntryId, entry: &Entry<'_>) {
        if entry.action() == Action::Add {
            return;
        }
        if entry.kb.is_empty() {
            let names = self.names.entry(fold(entry.name).into()).or_default();
            names.push(Taken {
                label: entry.label,
                before: id.0,
            });
        } else {
            self.ids.entry(entry.kb.into()).or_default().push(id.0);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.names.is_empty()
    }

    /// Whether an entry is taken away, or is itself none that can be found.
    pub(super) fn hides(&self, id: EntryId, entry: &Entry<'_>) -> bool {
        entry.action() == Action::Remove || self.takers(id, entry).next().is_some()
    }

    /// The numbers of the entries that take an entry away.
    fn takers(&self, id: EntryId, entry: &Entry<'_>) -> impl Iterator<Item = u32> {
        let by_id = (!self.ids.is_empty()).then(|| self.ids.get(entry.kb));
        let by_name = (!self.names.is_empty()).then(|| self.names.get(&fold(entry.name)[..]));
        let label = entry.label;
        let named = by_name.flatten().into_iter().flatten();
        let named = named.filter(move |taken| taken.label.is_none() || taken.label == label);
        let known = by_id.flatten().into_iter().flatten().copied();
        known
            .chain(named.map(|taken| taken.before))
            .filter(move |&before| id.0 < before)
    }

    /// The entries with an action that have nothing to take away among `entries`.
    pub(super) fn idle<'g>(
        &self,
        entries: impl Iterator<Item = (EntryId, Entry<'g>)>,
    ) -> Vec<EntryId> {
        let by_id = self.ids.values().flatten().copied();
        let by_name = self.names.values().flatten().map(|taken| taken.before);
        let mut idle: FxHashSet<u32> = by_id.chain(by_name).collect();
        for (id, entry) in entries.filter(|(_, entry)| entry.action() != Action::Remove) {
            for taker in self.takers(id, &entry) {
                idle.remove(&taker);
            }
        }
        let mut idle: Vec<EntryId> = idle.into_iter().map(EntryId).collect();
        idle.sort_unstable();
        idle
    }
}
