//! A file that is written from its beginning to its end, in more than one run if need be.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::tag::Fatal;

/// Knows how many bytes of it are good, and their hash.
pub struct Kept {
    file: BufWriter<File>,
    bytes: u64,
    hash: Sha256,
}

const BUFFER: usize = 1 << 17;

impl Kept {
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Kept {
            file: BufWriter::with_capacity(BUFFER, File::create(path)?),
            bytes: 0,
            hash: Sha256::new(),
        })
    }

    /// Goes on behind the first `bytes`; what stands after them is cut off.
    pub fn resume(path: &Path, bytes: u64) -> Result<Self, Fatal> {
        let fault = |error| format!("{}: cannot be resumed: {error}", path.display());
        let mut options = OpenOptions::new();
        let mut file = options.read(true).write(true).open(path).map_err(fault)?;
        let length = file.metadata().map_err(fault)?.len();
        if length < bytes {
            return Err(format!(
                "{}: has {length} bytes, but the checkpoint says {bytes}; delete the checkpoint to begin anew",
                path.display()
            ));
        }
        file.set_len(bytes).map_err(fault)?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; BUFFER];
        loop {
            match file.read(&mut buffer).map_err(fault)? {
                0 => break,
                read => hash.update(&buffer[..read]),
            }
        }
        file.seek(SeekFrom::Start(bytes)).map_err(fault)?;
        Ok(Kept {
            file: BufWriter::with_capacity(BUFFER, file),
            bytes,
            hash,
        })
    }

    /// After an error, none of `bytes` counts.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    pub fn sha256(&self) -> String {
        hex(&self.hash.clone().finalize())
    }

    /// Hands all bytes over to the disk.
    pub fn settle(&mut self) -> io::Result<()> {
        self.file.flush()?;
        match self.file.get_ref().sync_data() {
            // Not every file is on a disk.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            synced => synced,
        }
    }

    pub fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.append(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The hash of a file, as `sha256sum` prints it.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
