//! Files as bytes, mapped into memory where that is possible. One of the two crates of onrecord that need unsafe code.

#![deny(missing_docs)]

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The bytes of a file.
#[derive(Debug)]
pub struct Bytes(Inner);

#[derive(Debug)]
enum Inner {
    Mapped(memmap2::Mmap),
    Read(Vec<u8>),
}

impl Bytes {
    /// Maps a file. What cannot be mapped, such as a pipe, is read.
    ///
    /// Nobody may change the file in place while it is mapped: the bytes would change under their reader, and if it is
    /// made shorter, the system ends the program. Replacing it with another of the same name does no harm.
    ///
    /// # Errors
    ///
    /// If the file cannot be opened or read.
    pub fn of_file(path: &Path) -> io::Result<Bytes> {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_file() && metadata.len() > 0 {
            // SAFETY: The map is only ever read, as bytes, and each reader in onrecord copes with any bytes and checks its
            // bounds each time. That nobody writes into the file is asked of the caller, as it is of all who map files.
            #[allow(unsafe_code)]
            let map = unsafe { memmap2::Mmap::map(&file) };
            if let Ok(map) = map {
                return Ok(Bytes(Inner::Mapped(map)));
            }
        }
        let mut bytes = vec![];
        file.read_to_end(&mut bytes)?;
        Ok(Bytes(Inner::Read(bytes)))
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        match &self.0 {
            Inner::Mapped(map) => map,
            Inner::Read(bytes) => bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_any_length() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        for content in ["", "é", &"long ".repeat(10_000)] {
            std::fs::write(&path, content).unwrap();
            assert_eq!(Bytes::of_file(&path).unwrap().as_ref(), content.as_bytes());
        }
        assert!(Bytes::of_file(&directory.path().join("none")).is_err());
        assert!(Bytes::of_file(directory.path()).is_err());
    }
}
