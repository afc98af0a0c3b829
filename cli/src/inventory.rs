//! What is in a gazetteer, for people and for programs.

use std::fmt::Write as _;

use onrecord::gazetteer::{EntryId, Gazetteer, ListSource, Sizes};
use serde::Serialize;

use crate::args::ReportFormat;
use crate::rules::print;
use crate::tag::Fatal;

/// Names that are shown of each sort.
const SHOWN: usize = 20;

/// The report of `compile --report` and `stats`.
#[derive(Serialize)]
pub struct Inventory {
    entries: usize,
    names: usize,
    bytes: Bytes,
    lists: Vec<ListSource>,
    /// Known where the lists were just read.
    #[serde(skip_serializing_if = "Option::is_none")]
    rejects: Option<u64>,
    /// Names with more than one entry.
    shared: Names,
    /// Names that are common words.
    common: Names,
}

#[derive(Serialize)]
struct Bytes {
    total: usize,
    table: usize,
    names: usize,
    entries: usize,
}

#[derive(Serialize)]
struct Names {
    count: usize,
    /// The first of them, by the alphabet.
    first: Vec<Name>,
}

#[derive(Serialize)]
struct Name {
    name: String,
    entries: Vec<Shown>,
}

#[derive(Serialize)]
struct Shown {
    label: Option<&'static str>,
    id: String,
}

impl Inventory {
    pub fn of(gazetteer: &Gazetteer, rejects: Option<u64>) -> Self {
        let Sizes {
            entries,
            names,
            table,
            strings,
            total,
            ..
        } = gazetteer.sizes();
        Inventory {
            entries,
            names,
            bytes: Bytes {
                total,
                table,
                names: strings,
                entries: total - table - strings,
            },
            lists: gazetteer.sources(),
            rejects,
            shared: Names::first(gazetteer, gazetteer.shared_names()),
            common: Names::first(gazetteer, gazetteer.common_names()),
        }
    }

    pub fn print(&self, format: ReportFormat) -> Result<(), Fatal> {
        print(&match format {
            ReportFormat::Text => self.text(),
            ReportFormat::Json => {
                let json = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
                json + "\n"
            }
        })
    }

    fn text(&self) -> String {
        let mut out = String::new();
        let bytes = |bytes: usize| {
            let each = bytes as f64 / self.names.max(1) as f64;
            format!("{bytes} ({each:.1} a name)")
        };
        let mut rows = vec![
            ("entries", self.entries.to_string()),
            ("names", self.names.to_string()),
            ("bytes", bytes(self.bytes.total)),
            ("  table", bytes(self.bytes.table)),
            ("  names", bytes(self.bytes.names)),
            ("  entries", bytes(self.bytes.entries)),
        ];
        for list in &self.lists {
            let mut row = format!("{}: {} bytes", list.name, list.bytes);
            if !list.licence.is_empty() {
                row.push_str(", licence: ");
                row.push_str(&list.licence);
            }
            rows.push(("list", row));
        }
        rows.extend(self.rejects.map(|rejects| ("rejects", rejects.to_string())));
        for (key, value) in rows {
            let _ = writeln!(out, "{key:<12}{value}");
        }
        self.shared
            .write("shared", "have more than one entry", &mut out);
        self.common
            .write("common", "are common words, too", &mut out);
        out
    }
}

impl Names {
    fn first<'g>(
        gazetteer: &'g Gazetteer,
        names: impl Iterator<Item = (&'g str, Vec<EntryId>)>,
    ) -> Self {
        let mut names: Vec<_> = names.collect();
        let count = names.len();
        names.sort_unstable();
        names.truncate(SHOWN);
        let shown = |id| {
            let entry = gazetteer.entry(id);
            Shown {
                label: entry.label.map(|label| label.as_str()),
                id: entry.kb.to_owned(),
            }
        };
        let first = names.into_iter().map(|(name, entries)| Name {
            name: name.to_owned(),
            entries: entries.into_iter().map(shown).collect(),
        });
        Names {
            count,
            first: first.collect(),
        }
    }

    fn write(&self, key: &str, what: &str, out: &mut String) {
        let _ = writeln!(out, "{key:<12}{} names {what}", self.count);
        for Name { name, entries } in &self.first {
            let entries = entries.iter().map(|entry| {
                let label = entry.label.unwrap_or("-");
                match entry.id.as_str() {
                    "" => label.to_owned(),
                    id => format!("{label} {id}"),
                }
            });
            let entries: Vec<_> = entries.collect();
            let _ = writeln!(out, "  {name}: {}", entries.join(", "));
        }
        if self.count > SHOWN {
            let _ = writeln!(out, "  and {} more", self.count - SHOWN);
        }
    }
}
