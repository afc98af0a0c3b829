//! Tables: one document a row; the first row names the columns.

use std::cell::Cell;
use std::io::{self, BufRead, Cursor, Read};
use std::rc::Rc;
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};

use super::{Body, Reader, UTF16, is_utf16};

/// How much of the first line is looked at to tell the delimiter.
const LONGEST_HEADER: u64 = 1 << 16;

/// Gives the rows of a table; those of one with commas may have semicolons instead.
pub fn read(
    reader: &mut Reader<'_>,
    name: &Arc<str>,
    mut source: Box<dyn BufRead>,
    delimiter: u8,
) -> io::Result<bool> {
    let mut header = vec![];
    source
        .by_ref()
        .take(LONGEST_HEADER)
        .read_until(b'\n', &mut header)?;
    if is_utf16(&header, None) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, UTF16));
    }
    // What spreadsheets write where the comma stands in numbers.
    let delimiter = match delimiter {
        b',' if !header.contains(&b',') && header.contains(&b';') => b';',
        _ => delimiter,
    };
    let budget = Rc::new(Cell::new(0));
    let source = Bounded {
        source: Cursor::new(header).chain(source),
        budget: budget.clone(),
    };
    let mut table = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(source);
    let renew = || budget.set(reader.max_bytes.saturating_add(1 << 18));
    renew();
    let columns = Arc::new(table.byte_headers().map_err(fault)?.clone());
    let mut row = ByteRecord::new();
    loop {
        budget.set(reader.max_bytes.saturating_add(1 << 18));
        if !table.read_byte_record(&mut row).map_err(fault)? {
            return Ok(true);
        }
        let line = row.position().map(|position| position.line() as usize);
        let body = if row.as_slice().len() as u64 > reader.max_bytes {
            Body::Failed(reader.too_long(name, line, None))
        } else {
            Body::Row(columns.clone(), row.clone())
        };
        if !reader.give(name, line, body) {
            return Ok(false);
        }
    }
}

fn fault(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::new(io::ErrorKind::InvalidData, format!("{other:?}")),
    }
}

/// A forgotten quotation mark makes one row of the rest of a table, which memory might not hold.
struct Bounded<R> {
    source: R,
    budget: Rc<Cell<u64>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(into)?;
        match self.budget.get().checked_sub(read as u64) {
            Some(rest) => self.budget.set(rest),
            None => {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "a row is longer than --max-bytes; is a quotation mark not closed?",
                ));
            }
        }
        Ok(read)
    }
}
