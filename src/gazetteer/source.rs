//! Describes lists while they are read.

use std::io::{self, Read};

use super::ListSource;
use super::hash::Checksum;

/// Reads a list and describes it on the way, so that a large one need not be read twice.
#[derive(Debug)]
pub struct SourceReader<R> {
    reader: R,
    checksum: Checksum,
    bytes: u64,
}

impl<R: Read> SourceReader<R> {
    /// Of a source of so many bytes.
    pub fn new(reader: R, length: u64) -> Self {
        SourceReader {
            reader,
            checksum: Checksum::new(length),
            bytes: 0,
        }
    }

    /// Reads what is left, and gives the description.
    ///
    /// # Errors
    ///
    /// If the rest cannot be read.
    pub fn finish(mut self, name: impl Into<String>, licence: String) -> io::Result<ListSource> {
        io::copy(&mut self, &mut io::sink())?;
        Ok(ListSource {
            name: name.into(),
            bytes: self.bytes,
            checksum: format!("{:016x}", self.checksum.finish()),
            licence,
        })
    }
}

impl<R: Read> Read for SourceReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.checksum.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_make_the_same_description() {
        let list = "# made by hand\n# licence: CC0-1.0\nname\tlabel\nSørlandet\tORG\n";
        for piece in 1..=list.len() {
            let length = list.len() as u64;
            let mut reader = SourceReader::new(list.as_bytes(), length);
            // What is not asked for is read at the end.
            let mut buffer = vec![0; piece];
            reader.read_exact(&mut buffer[..piece / 2]).unwrap();
            let _ = reader.read(&mut buffer[..piece / 3]).unwrap();
            let read = reader.finish("ships.tsv", "CC0-1.0".to_owned()).unwrap();
            assert_eq!(read, ListSource::of("ships.tsv", list), "{piece}");
        }
        let inside = ListSource::of("x.tsv", "name # licence: none\r\nA#\n#licence:MIT\r\n");
        assert_eq!(inside.licence, "MIT");
    }
}
