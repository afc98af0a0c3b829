//! Where the readers of all formats put what they read.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::fields::{Record, check_name, known_label};
use super::{Format, ImportOptions, Reject};
use crate::Label;
use crate::gazetteer::Action;
use crate::gazetteer::compile::Compiler;

/// Takes records and rejects out of one file.
pub(super) struct Sink<'s> {
    pub(super) options: &'s ImportOptions,
    pub(super) compiler: &'s mut Compiler,
    /// Hashes of all records, of other files too.
    pub(super) seen: &'s mut FxHashSet<u64>,
    pub(super) reject: &'s mut dyn FnMut(Reject),
    pub(super) path: PathBuf,
    /// The line that is read.
    pub(super) line: u64,
    pub(super) done: Imported,
}

/// What was read from a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The format that it was read in.
    pub format: Option<Format>,
    /// Entries taken.
    pub entries: u64,
    /// Rows rejected, and aliases where the rest of the row was taken.
    pub rejects: u64,
    /// Rows that are no names by what the call asks for: classes of Wikidata that have no label, places below the least prior.
    pub left_out: u64,
    /// What the comments say after `licence:`, or what is known of the format; empty if nothing.
    pub licence: String,
    /// What the format has and a gazetteer does not, each said once.
    pub notes: Vec<String>,
}

impl Sink<'_> {
    /// Puts a label into a record. A word that is no label of ours, but means one, stays as the kind where that is free.
    pub(super) fn label(&self, word: &str, record: &mut Record) -> Result<(), String> {
        if word.trim().is_empty() && record.action == Action::Remove {
            return Ok(());
        }
        let label = self.find_label(word)?;
        record.label = Some(label);
        if record.kind.is_empty() && !word.eq_ignore_ascii_case(label.as_str()) {
            record.kind = word.trim().to_owned();
        }
        Ok(())
    }

    fn find_label(&self, word: &str) -> Result<Label, String> {
        let word = word.trim();
        if word.is_empty() {
            return self.options.label.ok_or_else(|| {
                "the label is empty; write one or give one for all with --label".to_owned()
            });
        }
        let mut mapped = self.options.labels.iter();
        if let Some((_, label)) = mapped.find(|(from, _)| from.eq_ignore_ascii_case(word)) {
            return Ok(*label);
        }
        known_label(word).ok_or_else(|| {
            let labels = Label::ALL.map(Label::as_str).join(", ");
            format!(
                "unknown label {word:?}; use one of {labels}, or say which it is: --map-label {word}=LABEL"
            )
        })
    }

    /// Takes an entry, if it is one. What is wrong with an alias rejects it alone.
    pub(super) fn take(&mut self, mut record: Record) -> Result<(), String> {
        let by_id = record.action == Action::Remove && !record.id.is_empty();
        if !(by_id && record.name.is_empty()) {
            check_name("name", &record.name)?;
        }
        let mut wrong = vec![];
        let name = &record.name;
        for aliases in [&mut record.aliases, &mut record.weak_aliases] {
            aliases.retain(|alias| {
                let checked = check_name("alias", alias);
                let good = checked.is_ok() && alias != name;
                wrong.extend(checked.err());
                good
            });
        }
        for reason in wrong {
            self.reject(format!("{reason} (the rest was taken)"));
        }
        if record.prior < self.options.min_prior {
            self.done.left_out += 1;
            return Ok(());
        }
        let entry = record.entry(self.options.case, self.options.any_accents);
        entry.extras.check()?;
        if !self.seen.insert(record.hash()) {
            return Err(format!(
                "{:?} stands in the lists before, with the same in all fields; remove one",
                record.name
            ));
        }
        self.compiler.push(&entry);
        self.done.entries += 1;
        Ok(())
    }

    /// Rejects something on the line that is read.
    pub(super) fn reject(&mut self, reason: impl Into<String>) {
        self.done.rejects += 1;
        (self.reject)(Reject {
            file: self.path.clone(),
            line: self.line,
            reason: reason.into(),
        });
    }

    /// Says something once.
    pub(super) fn note(&mut self, note: &str) {
        if !self.done.notes.iter().any(|said| said == note) {
            self.done.notes.push(note.to_owned());
        }
    }

    /// Another file that the one read names, until [`back`](Sink::back) is called with what this gives.
    pub(super) fn enter(&mut self, path: &Path) -> (PathBuf, u64) {
        let from = std::mem::replace(&mut self.path, path.to_owned());
        (from, std::mem::take(&mut self.line))
    }

    pub(super) fn back(&mut self, (path, line): (PathBuf, u64)) {
        (self.path, self.line) = (path, line);
    }
}
