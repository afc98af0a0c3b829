//! Warnings of what never does anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Loader, Pending};
use crate::rules::diagnostic::Source;
use crate::rules::file::List;
use crate::rules::frame::BUNDLED;
use crate::rules::rule::Rule;
use crate::rules::useless;
use crate::rules::vocabulary;
use crate::rules::word::WordList;

impl Loader {
    /// Warns of what never does anything.
    pub(super) fn useless(&mut self, pending: &[Pending]) {
        let mut sources: BTreeMap<usize, Source<'_>> = BTreeMap::new();
        for (i, j) in useless::shadowed(&self.rules) {
            let (late, early) = (&self.rules[i], &self.rules[j]);
            let kind = |rule: &Rule| std::mem::discriminant(&rule.action);
            // That was told already.
            if late.pattern == early.pattern && kind(late) == kind(early) {
                continue;
            }
            let (number, at) = &self.places[i];
            let file = &pending[*number];
            let source = sources
                .entry(*number)
                .or_insert_with(|| Source::new(&file.path, &file.text));
            let message = format!(
                "wherever this matches, {} does too and goes before it",
                early.name
            );
            let remedy = "give it a higher priority, or remove it";
            let warning = source.error("R0045", at.clone(), message, remedy);
            self.problems.push(warning.warning());
        }
        for Pending { path, text, file } in pending {
            // A file of lists alone is there for others.
            if file.rules.is_empty() {
                continue;
            }
            let source = Source::new(path, text);
            for (name, list) in &file.lists {
                let known = self.lists[path].get(name);
                let used = self.used.borrow();
                let unused =
                    |list: &Arc<WordList>| !list.is_empty() && !used.contains(&Arc::as_ptr(list));
                let looked_into = matches!(list.as_ref(), List::Extend(_))
                    || file.ruleset.id.as_ref() == BUNDLED && vocabulary::named(name).is_some();
                if !looked_into && known.is_some_and(unused) {
                    let message = format!("no pattern names the list @{name}");
                    let remedy = "remove it, or correct the pattern that should name it";
                    let warning = source.error("R0047", list.span(), message, remedy);
                    self.problems.push(warning.warning());
                }
            }
        }
    }
}
