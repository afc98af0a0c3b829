//! Reads packed files as what they hold.

use std::io::{self, BufRead, BufReader, Cursor, Read};

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
    let unpacked: Box<dyn Read> = if gzip {
        Box::new(MultiGzDecoder::new(source))
    } else if bzip2 {
        Box::new(MultiBzDecoder::new(source))
    } else if zstd {
        Box::new(Frames {
            frame: None,
            source: Some(source),
        })
    } else {
        return Ok(Box::new(source));
    };
    Ok(Box::new(BufReader::with_capacity(BUFFER, unpacked)))
}

/// Zstandard frames one behind the other, as `zstd` and parallel packers write them.
struct Frames<R: BufRead> {
    frame: Option<Box<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>>,
    source: Option<R>,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let damaged = |error: String| io::Error::new(io::ErrorKind::InvalidData, error);
        loop {
            if let Some(frame) = &mut self.frame {
                let read = frame
                    .read(into)
                    .map_err(|error| damaged(format!("damaged Zstandard data: {error}")))?;
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
            let frame = StreamingDecoder::new(source)
                .map_err(|error| damaged(format!("damaged Zstandard data: {error}")))?;
            self.frame = Some(Box::new(frame));
        }
    }
}
