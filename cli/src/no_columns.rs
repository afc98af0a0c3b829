//! What stands in for [`columns`](crate::columns) where the command is built without Parquet.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use onrecord::interchange::AnnotatedText;

use crate::read::Reader;

/// What a file has a row for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    Documents,
    Mentions,
    Attributions,
}

fn absent<T>() -> io::Result<T> {
    Err(io::Error::new(
        io::ErrorKind::InvalidInput,
        "this onrecord was built without Parquet; install it with `cargo install --path cli --features parquet`",
    ))
}

pub fn read(_: &mut Reader<'_>, _: &Arc<str>, _: &Path) -> io::Result<bool> {
    absent()
}

/// A file that cannot be written.
pub struct Tables<W: Write + Send>(W);

impl<W: Write + Send> Tables<W> {
    pub fn new(_: Table, _: W) -> io::Result<Self> {
        absent()
    }

    pub fn add_lines(&mut self, _: &Path) -> io::Result<()> {
        absent()
    }

    pub fn add(&mut self, _: &AnnotatedText<'_>) -> io::Result<()> {
        absent()
    }

    pub fn finish(self) -> io::Result<W> {
        Ok(self.0)
    }
}
