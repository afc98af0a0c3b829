//! Documents out of Parquet.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use arrow_json::LineDelimitedWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::{arrow_fault, fault};
use crate::read::{Body, Reader};

/// Rows that are held together: documents may be long.
const ROWS: usize = 64;

/// Reads each row as the JSON object that it would be in JSON Lines, and says whether to go on.
pub fn read(reader: &mut Reader<'_>, name: &Arc<str>, path: &Path) -> io::Result<bool> {
    let file = File::open(path)?;
    let bytes = file.metadata()?.len();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(fault)?;
    let rows = builder.metadata().file_metadata().num_rows().max(1) as f64;
    let batches = builder.with_batch_size(ROWS).build().map_err(fault)?;
    let (mut row, mut counted) = (0, 0);
    for batch in batches {
        let batch = batch.map_err(arrow_fault)?;
        let mut lines = LineDelimitedWriter::new(Vec::new());
        lines.write(&batch).map_err(arrow_fault)?;
        lines.finish().map_err(arrow_fault)?;
        let lines = lines.into_inner();
        for line in lines.split_inclusive(|&byte| byte == b'\n') {
            row += 1;
            let read = (bytes as f64 * row as f64 / rows) as u64;
            reader.count(read - counted);
            counted = read;
            let body = if line.len() as u64 > reader.max_bytes {
                Body::Failed(reader.too_long(name, Some(row), None))
            } else {
                Body::Line(line.to_vec())
            };
            if !reader.give(name, Some(row), body) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}
