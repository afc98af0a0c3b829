//! What a source is, by its first bytes.

use std::io::{self, BufRead, Chain, Cursor, Read};

/// A source of which the beginning is known.
pub(super) struct Sniffed<R> {
    source: Chain<Cursor<Vec<u8>>, R>,
    beginning: Vec<u8>,
}

/// Bytes that are looked at.
const BEGINNING: u64 = 1 << 14;

/// Beginnings of what is no text, what it is, and the remedy.
const KINDS: [(&[u8], &str); 13] = [
    (
        b"\x89GAZ",
        "compiled already; give the lists that it was made of",
    ),
    (
        b"\x89PNG",
        "a PNG picture, not a list of names; give the list itself",
    ),
    (
        b"\xFF\xD8\xFF",
        "a JPEG picture, not a list of names; give the list itself",
    ),
    (
        b"%PDF",
        "a PDF file, not a list of names; save the names as text",
    ),
    (
        b"PK\x03\x04",
        "a ZIP archive (spreadsheets are some, too); unpack it, or save the sheet as CSV",
    ),
    (
        b"\x1F\x8B",
        "compressed with gzip; decompress it, or give it to the command, which does",
    ),
    (
        b"BZh",
        "compressed with bzip2; decompress it, or give it to the command, which does",
    ),
    (
        b"\x28\xB5\x2F\xFD",
        "compressed with zstd; decompress it, or give it to the command, which does",
    ),
    (b"\xFD7zXZ", "compressed with xz; decompress it with xz -d"),
    (
        b"PAR1",
        "a Parquet file, not a list of names; save it as CSV or JSON Lines",
    ),
    (
        b"SQLite format 3",
        "an SQLite database, not a list of names; save the names as CSV",
    ),
    (
        b"\xFF\xFE",
        "UTF-16 text; convert it with iconv -f UTF-16 -t UTF-8",
    ),
    (
        b"\xFE\xFF",
        "UTF-16 text; convert it with iconv -f UTF-16 -t UTF-8",
    ),
];

impl<R: BufRead> Sniffed<R> {
    pub(super) fn new(mut source: R) -> io::Result<Self> {
        let mut beginning = vec![];
        (&mut source).take(BEGINNING).read_to_end(&mut beginning)?;
        Ok(Sniffed {
            source: Cursor::new(beginning.clone()).chain(source),
            beginning,
        })
    }

    /// What it is, if it is no text, and the remedy.
    pub(super) fn not_text(&self) -> Option<&'static str> {
        let mut kinds = KINDS.iter();
        if let Some((_, what)) = kinds.find(|(magic, _)| self.beginning.starts_with(magic)) {
            return Some(what);
        }
        self.beginning
            .contains(&0)
            .then_some("no text: it holds zero bytes; give a list of names as UTF-8 text")
    }

    /// Its first bytes as a text, as far as they are one.
    pub(super) fn beginning(&self) -> &str {
        let bytes = self.beginning.strip_prefix(b"\xEF\xBB\xBF");
        let bytes = bytes.unwrap_or(&self.beginning);
        match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        }
    }
}

impl<R: BufRead> Read for Sniffed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.source.read(buffer)
    }
}

impl<R: BufRead> BufRead for Sniffed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.source.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.source.consume(amount);
    }
}
