//! JSON Lines: one document a line.

use std::io::{self, BufRead};
use std::sync::Arc;

use super::{Body, Reader, UTF16, is_utf16};

pub fn read(
    reader: &mut Reader<'_>,
    name: &Arc<str>,
    mut source: Box<dyn BufRead>,
) -> io::Result<bool> {
    for number in 1.. {
        let mut bytes = Vec::new();
        let length = line(&mut source, &mut bytes, reader.max_bytes)?;
        if length == 0 {
            break;
        }
        if number == 1 {
            if is_utf16(&bytes, Some(b'{')) {
                return Err(io::Error::new(io::ErrorKind::InvalidData, UTF16));
            }
            if bytes.starts_with(b"\xEF\xBB\xBF") {
                bytes.drain(..3);
            }
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let body = if length > reader.max_bytes {
            Body::Failed(reader.too_long(name, Some(number), None))
        } else {
            Body::Line(bytes)
        };
        if !reader.give(name, Some(number), body) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Reads a line with its end and says how long it is; of one that is too long only the beginning is kept.
fn line(source: &mut dyn BufRead, into: &mut Vec<u8>, longest: u64) -> io::Result<u64> {
    let mut length = 0;
    loop {
        let some = match source.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            some => some?,
        };
        let end = some.iter().position(|&byte| byte == b'\n');
        let part = &some[..end.map_or(some.len(), |end| end + 1)];
        let used = part.len();
        let room = longest.saturating_sub(into.len() as u64).min(used as u64) as usize;
        into.extend_from_slice(&part[..room]);
        length += used as u64;
        source.consume(used);
        if used == 0 || end.is_some() {
            return Ok(length);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_measured_and_not_held() {
        let mut source = io::BufReader::with_capacity(4, &b"ab\nabcdefghij\nk"[..]);
        let mut read = || {
            let mut bytes = Vec::new();
            let length = line(&mut source, &mut bytes, 6).unwrap();
            (length, String::from_utf8(bytes).unwrap())
        };
        assert_eq!(read(), (3, "ab\n".to_owned()));
        assert_eq!(read(), (11, "abcdef".to_owned()));
        assert_eq!(read(), (1, "k".to_owned()));
        assert_eq!(read(), (0, String::new()));
    }
}
