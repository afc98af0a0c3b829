//! Parquet files (feature `parquet`): documents out of them, and tagged documents into them.
//!
//! A Parquet file ends with the index of itself and cannot be added to, so a run writes JSON Lines, which it can resume, and turns
//! them into Parquet when they are complete.

mod read;
mod schema;
mod write;

use std::io;

pub use read::read;
pub use write::{Table, Tables};

/// What Arrow says of a file is the file's fault, unless the disk said it.
fn fault(error: parquet::errors::ParquetError) -> io::Error {
    match error {
        parquet::errors::ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::new(io::ErrorKind::InvalidData, error.to_string()),
        },
        error => io::Error::new(io::ErrorKind::InvalidData, error.to_string()),
    }
}

fn arrow_fault(error: arrow_schema::ArrowError) -> io::Error {
    match error {
        arrow_schema::ArrowError::IoError(_, error) => error,
        error => io::Error::new(io::ErrorKind::InvalidData, error.to_string()),
    }
}
