//! Entries that take others away.

use rustc_hash::FxHashMap;

use super::entry::{Action, Entry, EntryId};
use super::fold::fold;
use crate::Label;

/// What the entries with an [`Action`] take away. It is looked up for what is found, so that laying a few entries over many takes no time.
#[derive(Debug, Default)]
pub(super) struct Overlay {
    /// By identifier: entries before this number.
    ids: FxHashMap<Box<str>, u32>,
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
            // Numbers come in their order, so that the largest stays.
            self.ids.insert(entry.kb.into(), id.0);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.names.is_empty()
    }

    /// Whether an entry is taken away, or is itself none that can be found.
    pub(super) fn hides(&self, id: EntryId, entry: &Entry<'_>) -> bool {
        let by_id = || self.ids.get(entry.kb).is_some_and(|&before| id.0 < before);
        let by_name = || {
            let names = self.names.get(&fold(entry.name)[..]);
            names.into_iter().flatten().any(|taken| {
                id.0 < taken.before && (taken.label.is_none() || taken.label == entry.label)
            })
        };
        entry.action() == Action::Remove
            || !self.ids.is_empty() && by_id()
            || !self.names.is_empty() && by_name()
    }
}
