//! Opens lists, packed ones too, and keeps what a compiled file shall say of them.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use onrecord::gazetteer::{ListSource, SourceReader};

use crate::progress::Progress;
use crate::unpack::unpack;

/// The bytes as they lie on the disk.
type Raw = Rc<RefCell<SourceReader<Box<dyn Read>>>>;

/// All lists that were opened.
#[derive(Default)]
pub struct Opened {
    lists: Vec<(PathBuf, Raw)>,
}

/// Shares a reader with [`Opened`].
struct Shared(Raw);

impl Read for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.borrow_mut().read(buffer)
    }
}

impl Opened {
    /// Opens a list. What is compressed shows by its first bytes, whatever its name.
    pub fn open(&mut self, path: &Path, progress: &Progress) -> io::Result<Box<dyn BufRead>> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::Error::other("it is a directory; name the files in it"));
        }
        let source = progress.read(file, metadata.len());
        let source = Rc::new(RefCell::new(SourceReader::new(source, metadata.len())));
        if metadata.is_file() {
            // A pipe cannot be looked at again.
            self.lists.push((path.to_owned(), Rc::clone(&source)));
        }
        unpack(Shared(source))
    }

    /// Describes the lists, each by its path from `directory` on.
    pub fn sources(
        self,
        directory: &Path,
        licences: &[(PathBuf, String)],
    ) -> io::Result<Vec<ListSource>> {
        let mut sources = vec![];
        for (path, reader) in self.lists {
            let Ok(reader) = Rc::try_unwrap(reader) else {
                continue;
            };
            let licence = licences.iter().find(|(of, _)| *of == path);
            let licence = licence.map_or_else(String::new, |(_, licence)| licence.clone());
            let name = from(directory, &path);
            sources.push(reader.into_inner().finish(name, licence)?);
        }
        Ok(sources)
    }
}

/// The path of a file from a directory on, so that both can be moved together; as it is where there is none.
fn from(directory: &Path, path: &Path) -> String {
    let relative = || {
        let directory = directory.canonicalize().ok()?;
        let path = path.canonicalize().ok()?;
        let up = directory
            .ancestors()
            .position(|ancestor| path.starts_with(ancestor))?;
        let shared = directory.ancestors().nth(up)?;
        let mut relative: PathBuf = std::iter::repeat_n("..", up).collect();
        relative.push(path.strip_prefix(shared).ok()?);
        Some(relative)
    };
    let path = relative().unwrap_or_else(|| path.to_owned());
    path.to_string_lossy().replace('\\', "/")
}
