//! Opens lists, decompresses them, and keeps what a compiled file shall say of them.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use onrecord::gazetteer::{ListSource, SourceReader};

use crate::progress::Progress;

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
        decompress(Shared(source))
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

fn decompress(mut source: Shared) -> io::Result<Box<dyn BufRead>> {
    let mut magic = vec![];
    (&mut source).take(4).read_to_end(&mut magic)?;
    let kind = [magic.get(..2), magic.get(..3), magic.get(..4)];
    let source: Chain<Cursor<Vec<u8>>, Shared> = Cursor::new(magic.clone()).chain(source);
    let source = BufReader::with_capacity(1 << 16, source);
    let text: Box<dyn Read> = match kind {
        [Some(b"\x1F\x8B"), ..] => Box::new(flate2::bufread::MultiGzDecoder::new(source)),
        [_, Some(b"BZh"), _] => Box::new(bzip2::bufread::MultiBzDecoder::new(source)),
        [_, _, Some(b"\x28\xB5\x2F\xFD")] => {
            Box::new(zstd::stream::read::Decoder::with_buffer(source)?)
        }
        _ => return Ok(Box::new(source)),
    };
    Ok(Box::new(BufReader::with_capacity(1 << 16, text)))
}
