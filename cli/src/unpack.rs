//! Reads packed files as what they hold.

use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

/// How much is read at once.
const BUFFER: usize = 1 << 16;

/// Unpacks gzip, bzip2 and Zstandard, which their first bytes tell, whatever the file is called.
pub fn unpack(mut source: impl Read + 'static) -> io::Result<Box<dyn BufRead>> {
    // A pipe may give them one by one.
    let mut magic = vec![];
    source.by_ref().take(4).read_to_end(&mut magic)?;
    let begins = |with: &[u8]| magic.starts_with(with);
    let [gzip, bzip2, zstd] = [b"\x1F\x8B".as_slice(), b"BZh", b"\x28\xB5\x2F\xFD"].map(begins);
    let source = BufReader::with_capacity(BUFFER, Cursor::new(magic).chain(source));
    let (unpacked, packer): (Box<dyn Read>, _) = if gzip {
        (Box::new(MultiGzDecoder::new(source)), "gzip")
    } else if bzip2 {
        (Box::new(MultiBzDecoder::new(source)), "bzip2")
    } else if zstd {
        let frames = Frames {
            frame: None,
            source: Some(source),
        };
        (Box::new(frames), "Zstandard")
    } else {
        return Ok(Box::new(source));
    };
    let unpacked = Packed { unpacked, packer };
    Ok(Box::new(BufReader::with_capacity(BUFFER, unpacked)))
}

/// Says what is wrong where the packed data are damaged.
struct Packed {
    unpacked: Box<dyn Read>,
    packer: &'static str,
}

impl Read for Packed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.unpacked
            .read(into)
            .map_err(|error| match error.kind() {
                ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof => {
                    let packer = self.packer;
                    let problem =
                        format!("damaged or cut off {packer} data ({error}); get the file again");
                    io::Error::new(ErrorKind::InvalidData, problem)
                }
                _ => error,
            })
    }
}

/// Zstandard frames one behind the other, as `zstd` and parallel packers write them.
struct Frames<R: BufRead> {
    frame: Option<Box<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>>,
    source: Option<R>,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let damaged = |error: String| io::Error::new(ErrorKind::InvalidData, error);
        loop {
            if let Some(frame) = &mut self.frame {
                let read = frame
                    .read(into)
                    .map_err(|error| damaged(error.to_string()))?;
                if read > 0 || into.is_empty() {
                    return Ok(read);
                }
            }
            if let Some(frame) = self.frame.take() {
                self.source = Some(frame.into_inner());
            }
            let Some(mut source) = self.source.take() else {
                return Ok(0);
            };
            if source.fill_buf()?.is_empty() {
                return Ok(0);
            }
            let frame =
                StreamingDecoder::new(source).map_err(|error| damaged(error.to_string()))?;
            self.frame = Some(Box::new(frame));
        }
    }
}
