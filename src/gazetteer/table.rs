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
    /// Where each field ends in the text.
    ends: &'t [usize; MOST_COLUMNS],
}

/// Reads the rows of a [`Table`], each into the same place.
pub(super) struct Rows<'a, 't> {
    table: &'t Table<'a>,
    rest: &'a str,
    line: usize,
    ends: [usize; MOST_COLUMNS],
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

    pub(super) fn rows(&self) -> Rows<'a, '_> {
        Rows {
            table: self,
            rest: self.text,
            line: 0,
            ends: [0; MOST_COLUMNS],
        }
    }
}

impl<'a> Rows<'a, '_> {
    /// The next row, if there is one.
    #[inline(always)]
    pub(super) fn read(&mut self) -> Option<Result<Row<'a, '_>, LoadError>> {
        let (text, fields) = loop {
            if self.rest.is_empty() {
                return None;
            }
            let (text, fields) = self.split_line();
            self.line += 1;
            if self.line > self.table.header && says_something(text) {
                break (text, fields);
            }
        };
        let row = Row {
            table: self.table,
            line: self.line,
            text,
            ends: &self.ends,
        };
        let columns = self.table.columns.len();
        Some(if fields > columns {
            Err(row.error(format!(
                "{fields} fields, but the header has {columns} columns; remove the extra tabs"
            )))
        } else {
            Ok(row)
        })
    }

    /// Takes a line from the rest, and gives it with the number of its fields. Both are short: to look at each byte once is faster than to
    /// search for the next break and the next tab.
    fn split_line(&mut self) -> (&'a str, usize) {
        let mut fields = 0;
        let mut end = |at| {
            if let Some(end) = self.ends.get_mut(fields) {
                *end = at;
            }
            fields += 1;
        };
        let mut len = self.rest.len();
        for (at, byte) in self.rest.bytes().enumerate() {
            if byte > b'\n' {
                continue;
            }
            if byte == b'\n' {
                len = at;
                break;
            }
            if byte == b'\t' {
                end(at);
            }
        }
        end(len);
        self.ends[fields.min(MOST_COLUMNS)..].fill(len);
        let text = &self.rest[..len];
        self.rest = self.rest.get(len + 1..).unwrap_or_default();
        (text, fields)
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
    numbered.filter(|(_, line)| says_something(line))
}

fn says_something(line: &str) -> bool {
    match line.as_bytes() {
        [first, ..] if first.is_ascii_graphic() => *first != b'#',
        _ => !line.trim().is_empty(),
    }
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
        let end = self.ends[number];
        let start = match number {
            0 => 0,
            _ => self.ends[number - 1] + 1,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_in_many_ways_and_fields_may_be_missing() {
        let text = "# a list\n\nname\tlabel\tid\r\nOslo\tPLACE\r\n\t \n#x\ty\tz\tw\nÅs\t\tno:7\n Bergen \t\tno:2\t\nBodø";
        let table = Table::parse(Path::new("a.tsv"), text, &["name"], &["label", "id"]).unwrap();
        let mut rows = table.rows();
        let mut read = vec![];
        while let Some(row) = rows.read() {
            read.push(match row {
                Ok(row) => ["name", "label", "id", "kind"]
                    .map(|c| row.get(c))
                    .join("|"),
                Err(error) => error.to_string(),
            });
        }
        assert_eq!(
            read,
            [
                "Oslo|PLACE||",
                "Ås||no:7|",
                "a.tsv:8: 4 fields, but the header has 3 columns; remove the extra tabs",
                "Bodø|||",
            ]
        );
    }
}
