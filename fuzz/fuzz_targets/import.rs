//! What all targets of importers do: read the bytes as a list, and look for a name that was taken.

use std::io::{self, BufRead, BufReader, Cursor};
use std::path::Path;

use onrecord::gazetteer::import::{Format, Import, ImportOptions};

/// Reads `bytes` in a format, with a small buffer so that lines come in pieces.
pub fn read(format: Format, bytes: &[u8]) {
    let mut import = Import::new(ImportOptions {
        format: Some(format),
        label: bytes
            .first()
            .filter(|b| *b % 4 != 0)
            .map(|_| onrecord::Label::Org),
        ..ImportOptions::default()
    });
    let mut rejects = 0;
    let mut open =
        |_: &Path| -> io::Result<Box<dyn BufRead>> { Ok(Box::new(Cursor::new(bytes.to_vec()))) };
    let source = BufReader::with_capacity(7, bytes);
    let read = import.read_with("fuzz", source, &mut open, &mut |reject| {
        assert!(!reject.reason.is_empty());
        rejects += 1;
    });
    if let Ok(read) = read {
        assert_eq!(read.rejects, rejects);
        let names = import.build().expect("so few names fit");
        assert_eq!(names.len() as u64, read.entries);
        let mut hits = vec![];
        for (_, entry) in names.iter().take(8) {
            names.find(entry.name, &mut hits);
        }
    }
}
