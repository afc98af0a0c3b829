//! Tab-separated tables: `#` comments, a header line, rows.

use std::path::Path;

use crate::LoadError;

/// A table and the place where it came from, for messages.
pub(super) struct Table<'a> {
    path: &'a Path,
    columns: Vec<&'a str>,
    /// The number of the column whose [`slot`] it is, plus one, or of one of them.
    slots: [u8; SLOTS],
    text: &'a str,
    /// The line of the header, from 1.
    header: usize,
}

/// One row of a [`Table`].
#[derive(Clone, Copy)]
pub(super) struct Row<'a, 't> {
    table: &'t Table<'a>,
    line: usize,
    text: &'a str,
    /// Where each field ends in the text: small, because rows are passed on by the million.
    ends: [u32; MOST_COLUMNS],
}

/// More columns than any list has.
const MOST_COLUMNS: usize = 24;

/// Places for columns to be found at.
const SLOTS: usize = 64;

impl<'a> Table<'a> {
    /// Splits a table. The header may only have columns of `known`, and must have all of `needed`.
    pub(super) fn parse(
        path: &'a Path,
        text: &'a str,
        needed: &[&str],
        known: &[&str],
    ) -> Result<Self, LoadError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let columns = || [needed, known].concat().join(", ");
        let Some((line, header)) = lines(text).next() else {
            let problem = format!(
                "the file has no rows; its first line must name the columns, out of: {}",
                columns()
            );
            return Err(LoadError::line(path, 1, problem));
        };
        let names: Vec<&str> = header.split('\t').map(str::trim).collect();
        for (i, name) in names.iter().enumerate() {
            let problem = if !needed.contains(name) && !known.contains(name) {
                format!(
                    "unknown column {name:?}; the columns are, separated by tabs: {}",
                    columns()
                )
            } else if names[..i].contains(name) {
                format!("the column {name:?} stands twice; remove one")
            } else {
                continue;
            };
            return Err(LoadError::line(path, line, problem));
        }
        if let Some(missing) = needed.iter().find(|n| !names.contains(n)) {
            let problem = format!("the column {missing:?} is missing; add it to the header line");
            return Err(LoadError::line(path, line, problem));
        }
        let mut slots = [0; SLOTS];
        for (number, name) in (1..).zip(&names) {
            slots[slot(name)] = number;
        }
        Ok(Table {
            path,
            slots,
            columns: names,
            text,
            header: line,
        })
    }

    /// Whether the header has one of these columns.
    pub(super) fn has_any(&self, columns: &[&str]) -> bool {
        self.columns.iter().any(|column| columns.contains(column))
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Result<Row<'a, '_>, LoadError>> {
        lines(self.text)
            .skip_while(|&(line, _)| line <= self.header)
            .map(|(line, text)| {
                let mut row = Row {
                    table: self,
                    line,
                    text,
                    ends: [text.len() as u32; MOST_COLUMNS],
                };
                let mut fields = 1;
                // Fields are short: to look at each byte is faster than to search for the next tab.
                for (at, _) in text.bytes().enumerate().filter(|(_, byte)| *byte == b'\t') {
                    if let Some(end) = row.ends.get_mut(fields - 1) {
                        *end = at as u32;
                    }
                    fields += 1;
                }
                if fields > self.columns.len() {
                    Err(row.error(format!(
                        "{fields} fields, but the header has {} columns; remove the extra tabs",
                        self.columns.len()
                    )))
                } else {
                    Ok(row)
                }
            })
    }
}

/// Where a column is looked for, so that one that a table has not costs little for each row.
#[inline(always)]
fn slot(column: &str) -> usize {
    match column.as_bytes() {
        [first, second, ..] => {
            (usize::from(*first) + usize::from(*second) + 3 * column.len()) % SLOTS
        }
        _ => 0,
    }
}

/// The lines that say something, with their numbers from 1.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text.lines().enumerate().map(|(i, line)| (i + 1, line));
    numbered.filter(|(_, line)| match line.as_bytes() {
        [first, ..] if first.is_ascii_graphic() => *first != b'#',
        _ => !line.trim().is_empty(),
    })
}

impl<'a> Row<'a, '_> {
    /// The trimmed field of a column; empty where the row or the table has none.
    #[inline(always)]
    pub(super) fn get(&self, column: &str) -> &'a str {
        let columns = &self.table.columns;
        let Some(number) = usize::from(self.table.slots[slot(column)]).checked_sub(1) else {
            return "";
        };
        if columns[number] == column {
            return self.field(number);
        }
        let other = columns.iter().position(|name| *name == column);
        other.map_or("", |number| self.field(number))
    }

    fn field(&self, number: usize) -> &'a str {
        let end = self.ends[number] as usize;
        let start = match number {
            0 => 0,
            _ => self.ends[number - 1] as usize + 1,
        };
        let field = self.text.get(start..end).unwrap_or_default();
        match field.as_bytes() {
            [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => field,
            _ => field.trim(),
        }
    }

    /// The non-empty parts of a field that holds several, separated by `|`.
    #[inline]
    pub(super) fn list(&self, column: &str) -> Vec<&'a str> {
        match self.get(column) {
            "" => vec![],
            field => {
                let parts = field.split('|').map(str::trim);
                parts.filter(|part| !part.is_empty()).collect()
            }
        }
    }

    /// A whole number; 0 where the field is empty. Too large ones count as the largest that fits.
    #[inline]
    pub(super) fn number(&self, column: &str) -> Result<u32, LoadError> {
        match self.get(column) {
            "" => Ok(0),
            field => match field.parse::<u64>() {
                Ok(number) => Ok(u32::try_from(number).unwrap_or(u32::MAX)),
                Err(_) => Err(self.error(format!(
                    "{field:?} in column {column:?} is no whole number; write digits only or leave it empty"
                ))),
            },
        }
    }

    /// What a field that is one of several words stands for; `None` where it is empty.
    #[inline]
    pub(super) fn one_of<T: Copy>(
        &self,
        column: &str,
        words: &[(&str, T)],
    ) -> Result<Option<T>, LoadError> {
        let field = self.get(column);
        if field.is_empty() {
            return Ok(None);
        }
        match words.iter().find(|(word, _)| *word == field) {
            Some((_, meaning)) => Ok(Some(*meaning)),
            None => {
                let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
                Err(self.error(format!(
                    "{field:?} in column {column:?} is not one of {}; write one of them or leave it empty",
                    words.join(", ")
                )))
            }
        }
    }

    pub(super) fn error(&self, problem: impl Into<String>) -> LoadError {
        LoadError::line(self.table.path, self.line, problem)
    }
}
