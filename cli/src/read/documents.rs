//! Cuts inputs into pieces with one document each.

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ::csv::ByteRecord;
use twox_hash::XxHash3_64;

use super::{Content, Input, LONGEST, csv, lines};
use crate::columns;
use crate::report::Failure;
use crate::unpack::unpack;

/// A document as it stands in its file.
pub struct Raw {
    pub file: Arc<str>,
    /// Its line, in files of many documents.
    pub line: Option<usize>,
    pub body: Body,
    /// A hash of it and of all before it: two runs that agree in it have read the same so far.
    pub chain: u64,
    /// How many bytes of all inputs have been read when it was complete; packed ones where they are packed.
    pub position: u64,
}

impl Raw {
    /// How many bytes it holds.
    pub fn bytes(&self) -> usize {
        match &self.body {
            Body::Text { bytes, .. } | Body::Line(bytes) => bytes.len(),
            Body::Row(_, row) => row.as_slice().len(),
            Body::Failed(_) | Body::Lost(_) => 0,
        }
    }
}

pub enum Body {
    /// A file's bytes and its document's id.
    Text { id: String, bytes: Vec<u8> },
    /// A line of JSON; the byte order mark is gone.
    Line(Vec<u8>),
    /// The columns of a table and one row of it.
    Row(Arc<ByteRecord>, ByteRecord),
    /// What cannot be read.
    Failed(Failure),
    /// Something was there when the run began and is gone.
    Lost(Failure),
}

/// Reads documents one after the other.
pub struct Reader<'t> {
    /// Longer documents are refused.
    pub max_bytes: u64,
    /// Whether what is gone or cannot be read on ends the run, because it can be resumed.
    loss_ends: bool,
    chain: u64,
    position: Arc<AtomicU64>,
    take: &'t mut dyn FnMut(Raw) -> bool,
}

const ENDED: bool = false;

impl<'t> Reader<'t> {
    /// Gives the documents to `take`, which says whether to go on.
    pub fn new(max_bytes: u64, loss_ends: bool, take: &'t mut dyn FnMut(Raw) -> bool) -> Self {
        Reader {
            max_bytes: max_bytes.min(LONGEST),
            loss_ends,
            chain: 0,
            position: Arc::default(),
            take,
        }
    }

    /// Reads an input to its end, and says whether to go on.
    pub fn read(&mut self, input: &Input) -> bool {
        let name: Arc<str> = input.name().into();
        let read = match input.content() {
            Content::Text => (self.open(input)).and_then(|source| self.text(&name, input, source)),
            Content::JsonLines => {
                (self.open(input)).and_then(|source| lines::read(self, &name, source))
            }
            Content::Csv(delimiter) => {
                (self.open(input)).and_then(|source| csv::read(self, &name, source, delimiter))
            }
            Content::Parquet => match input.path() {
                Some(path) => columns::read(self, &name, path),
                None => Err(io::Error::new(
                    io::ErrorKind::InvalidInput,
                    "Parquet cannot be read from a pipe; name a file",
                )),
            },
        };
        match read {
            Ok(go_on) => go_on,
            Err(error) => {
                let failure = Failure::unusable(&name, error.to_string());
                let damaged = [
                    io::ErrorKind::PermissionDenied,
                    io::ErrorKind::InvalidData,
                    io::ErrorKind::InvalidInput,
                    io::ErrorKind::UnexpectedEof,
                    io::ErrorKind::IsADirectory,
                ];
                let body = if damaged.contains(&error.kind()) || !self.loss_ends {
                    Body::Failed(failure)
                } else {
                    Body::Lost(failure)
                };
                self.give(&name, None, body)
            }
        }
    }

    fn open(&self, input: &Input) -> io::Result<Box<dyn BufRead>> {
        let source: Box<dyn Read> = match input.path() {
            None => Box::new(io::stdin().lock()),
            Some(path) => Box::new(File::open(path)?),
        };
        unpack(Counted {
            source,
            position: self.position.clone(),
        })
    }

    /// Notes bytes of the inputs as read.
    #[cfg(feature = "parquet")]
    pub fn count(&self, bytes: u64) {
        self.position.fetch_add(bytes, Ordering::Relaxed);
    }

    fn text(
        &mut self,
        name: &Arc<str>,
        input: &Input,
        source: Box<dyn BufRead>,
    ) -> io::Result<bool> {
        let mut bytes = Vec::new();
        source.take(self.max_bytes + 1).read_to_end(&mut bytes)?;
        let id = input.id().to_owned();
        let body = if bytes.len() as u64 > self.max_bytes {
            Body::Failed(self.too_long(name, None, Some(id)))
        } else {
            Body::Text { id, bytes }
        };
        Ok(self.give(name, None, body))
    }

    pub fn too_long(&self, file: &str, line: Option<usize>, id: Option<String>) -> Failure {
        Failure {
            file: file.to_owned(),
            line,
            id,
            error: format!(
                "longer than {} bytes; split it into documents, or allow more with --max-bytes",
                self.max_bytes
            ),
            whole_file: false,
        }
    }

    pub fn give(&mut self, file: &Arc<str>, line: Option<usize>, body: Body) -> bool {
        let mut mix = |bytes: &[u8]| self.chain = XxHash3_64::oneshot_with_seed(self.chain, bytes);
        match &body {
            Body::Text { id, bytes } => {
                mix(id.as_bytes());
                mix(bytes);
            }
            Body::Line(bytes) => mix(bytes),
            Body::Row(_, row) => {
                row.iter().for_each(&mut mix);
            }
            Body::Failed(failure) => mix(failure.error.as_bytes()),
            Body::Lost(_) => {}
        }
        let lost = matches!(body, Body::Lost(_));
        let go_on = (self.take)(Raw {
            file: file.clone(),
            line,
            body,
            chain: self.chain,
            position: self.position.load(Ordering::Relaxed),
        });
        if lost { ENDED } else { go_on }
    }
}

/// Counts what is read.
struct Counted {
    source: Box<dyn Read>,
    position: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(into)?;
        self.position.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
