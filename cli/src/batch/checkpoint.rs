//! How far a run has got.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Call, beside};
use crate::tag::Fatal;

#[derive(Debug, Serialize, Deserialize)]
pub struct Checkpoint {
    pub call: Call,
    pub counts: Counts,
    /// Of all documents that were read: see `Raw::chain`.
    pub chain: u64,
    pub output_bytes: u64,
    pub errors_bytes: u64,
    /// Whether only the renaming is left.
    pub complete: bool,
}

/// What came of the documents so far. Equal for equal input.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    /// Documents read, the failed ones with them.
    pub read: usize,
    /// Documents in the output.
    pub documents: usize,
    /// Documents that failed.
    pub failed: usize,
    /// Files that could not be used.
    pub unusable: usize,
    /// Bytes of text.
    pub text_bytes: u64,
    pub mentions: u64,
    pub entities: u64,
    pub attributions: u64,
}

impl Checkpoint {
    pub fn new(call: Call) -> Self {
        Checkpoint {
            call,
            counts: Counts::default(),
            chain: 0,
            output_bytes: 0,
            errors_bytes: 0,
            complete: false,
        }
    }

    /// `None` where there is none.
    pub fn read(path: &Path) -> Result<Option<Self>, Fatal> {
        let bytes = match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            bytes => bytes.map_err(|error| format!("{}: {error}", path.display()))?,
        };
        serde_json::from_slice(&bytes).map(Some).map_err(|error| {
            format!(
                "{}: not a checkpoint of this version ({error}); delete it to begin anew",
                path.display()
            )
        })
    }

    /// Whoever reads meanwhile sees the old or the new one.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        write_whole(path, &serde_json::to_vec(self)?)
    }
}

/// Writes a file such that nobody ever finds half of it.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = beside(path, "new");
    fs::write(&new, bytes)?;
    fs::File::open(&new)?.sync_data()?;
    fs::rename(&new, path)
}
