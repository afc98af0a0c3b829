//! Tables with a header: tabs, commas or semicolons between the columns.

use std::collections::VecDeque;
use std::io::BufRead;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

use super::fields::{self, FIELDS, Record};
use super::lines::{LONGEST, Lines};
use super::sink::Sink;
use super::{Problem, each_line};

/// A field in quotation marks goes over no more lines, so that a mark that nobody closed takes few rows with it.
const MOST_LINES: usize = 50;

/// Reads a table of ours. In one with tabs nothing is quoted; one with other delimiters is CSV as RFC 4180 has it, in which a
/// field in quotation marks may go over lines.
pub(super) fn read(
    source: &mut dyn BufRead,
    delimiter: u8,
    sink: &mut Sink<'_>,
) -> Result<(), Problem> {
    let mut table = Table {
        rows: Rows::new(delimiter),
        columns: None,
        open: VecDeque::new(),
    };
    each_line(&mut Lines::new(source, LONGEST), sink, |line, sink| {
        table.line(line, sink)
    })?;
    while !table.open.is_empty() {
        table.give_up(sink)?;
    }
    match table.columns {
        Some(_) => Ok(()),
        None => Err(Problem::Line(format!(
            "the file has no rows; its first line must name the columns, out of: {}",
            FIELDS.join(", ")
        ))),
    }
}

struct Table {
    rows: Rows,
    columns: Option<Vec<String>>,
    /// The lines of a row whose quotation mark is open.
    open: VecDeque<(u64, String)>,
}

impl Table {
    fn line(&mut self, line: &str, sink: &mut Sink<'_>) -> Result<(), Problem> {
        if self.open.is_empty() {
            if let Some(comment) = line.strip_prefix('#') {
                if let Some(licence) = comment.trim().strip_prefix("licence:")
                    && sink.done.licence.is_empty()
                {
                    sink.done.licence = licence.trim().to_owned();
                }
                return Ok(());
            }
            if line.trim().is_empty() {
                return Ok(());
            }
        }
        if self.rows.push(line) {
            let last = sink.line;
            if let Some((first, _)) = self.open.front() {
                sink.line = *first;
            }
            self.open.clear();
            let taken = self.row(sink);
            if let Err(Problem::Row(reason)) = taken {
                sink.reject(reason);
            } else {
                taken?;
            }
            sink.line = last;
            return Ok(());
        }
        self.open.push_back((sink.line, line.to_owned()));
        let bytes: usize = self.open.iter().map(|(_, line)| line.len()).sum();
        if self.open.len() > MOST_LINES || bytes > LONGEST {
            self.give_up(sink)?;
        }
        Ok(())
    }

    /// Rejects the line that opened a quotation mark, and reads the ones behind it again.
    fn give_up(&mut self, sink: &mut Sink<'_>) -> Result<(), Problem> {
        let last = sink.line;
        let mut again = std::mem::take(&mut self.open);
        self.rows.reset();
        if let Some((number, _)) = again.pop_front() {
            sink.line = number;
            sink.reject(
                "a quotation mark opens a field here and none closes it; close it, or write it twice if it is part of the name",
            );
        }
        for (number, line) in again {
            sink.line = number;
            self.line(&line, sink)?;
        }
        sink.line = last;
        Ok(())
    }

    fn row(&mut self, sink: &mut Sink<'_>) -> Result<(), Problem> {
        let Some(columns) = &self.columns else {
            let columns = self.rows.fields().map(|field| field.trim().to_owned());
            self.columns = Some(header(columns.collect(), sink)?);
            return Ok(());
        };
        let fields = self.rows.fields().count();
        if fields > columns.len() {
            return Err(Problem::Row(format!(
                "{fields} fields, but the header has {} columns; remove the extra delimiters",
                columns.len()
            )));
        }
        let mut record = Record::default();
        let mut label = "";
        for (column, field) in columns.iter().zip(self.rows.fields()) {
            if column == "label" {
                label = field;
            } else if let Some(list) = record.list(column) {
                let parts = field.split('|').map(str::trim);
                list.extend(parts.filter(|part| !part.is_empty()).map(str::to_owned));
            } else {
                fields::set(&mut record, column, field)?;
            }
        }
        sink.label(label, &mut record)?;
        Ok(sink.take(record)?)
    }
}

/// Checks the names of the columns.
fn header(columns: Vec<String>, sink: &Sink<'_>) -> Result<Vec<String>, Problem> {
    for (i, name) in columns.iter().enumerate() {
        let problem = if !FIELDS.contains(&name.as_str()) {
            format!(
                "unknown column {name:?}; the columns are: {}",
                FIELDS.join(", ")
            )
        } else if columns[..i].contains(name) {
            format!("the column {name:?} stands twice; remove one")
        } else {
            continue;
        };
        return Err(Problem::Line(problem));
    }
    let needed = if sink.options.label.is_some() {
        &["name"][..]
    } else {
        &["name", "label"]
    };
    match needed.iter().find(|n| !columns.iter().any(|c| c == *n)) {
        Some(missing) => Err(Problem::Line(format!(
            "the column {missing:?} is missing; add it to the header line"
        ))),
        None => Ok(columns),
    }
}

/// Splits rows into fields.
struct Rows {
    reader: Reader,
    /// The fields, one behind the other.
    output: Vec<u8>,
    /// Where they end.
    ends: Vec<usize>,
    /// What of both is filled.
    filled: (usize, usize),
    complete: bool,
}

impl Rows {
    fn new(delimiter: u8) -> Self {
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .quoting(delimiter != b'\t')
            .terminator(Terminator::Any(b'\n'))
            .build();
        Rows {
            reader,
            output: vec![0; 256],
            ends: vec![0; FIELDS.len() + 1],
            filled: (0, 0),
            complete: true,
        }
    }

    fn reset(&mut self) {
        self.reader.reset();
        self.complete = true;
    }

    /// Reads a line, and says whether a row is complete with it.
    fn push(&mut self, line: &str) -> bool {
        if std::mem::replace(&mut self.complete, false) {
            self.filled = (0, 0);
        }
        for mut input in [line.as_bytes(), b"\n"] {
            while !input.is_empty() && !self.complete {
                let (result, read, written, ended) = self.reader.read_record(
                    input,
                    &mut self.output[self.filled.0..],
                    &mut self.ends[self.filled.1..],
                );
                input = &input[read..];
                self.filled.0 += written;
                self.filled.1 += ended;
                match result {
                    ReadRecordResult::OutputFull => self.output.resize(2 * self.output.len(), 0),
                    ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                    ReadRecordResult::Record | ReadRecordResult::End => self.complete = true,
                    ReadRecordResult::InputEmpty => {}
                }
            }
        }
        self.complete
    }

    fn fields(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends[..self.filled.1].iter().map(move |&end| {
            let field = &self.output[start..end];
            start = end;
            // The delimiter is in ASCII, so that fields of a text are texts.
            std::str::from_utf8(field).unwrap_or_default()
        })
    }
}
