//! Lines of a source, none of which can take more memory than it may.

use std::io::{self, BufRead};

/// Bytes of the longest line of most formats.
pub(super) const LONGEST: usize = 1 << 20;

/// Reads line after line into one buffer.
pub(super) struct Lines<R> {
    source: R,
    longest: usize,
    buffer: Vec<u8>,
    /// The number of the last line, from 1.
    pub(super) number: u64,
}

/// A line, or why there is none to read.
pub(super) type Line<'l> = Result<&'l str, String>;

impl<R: BufRead> Lines<R> {
    pub(super) fn new(source: R, longest: usize) -> Self {
        Lines {
            source,
            longest,
            buffer: vec![],
            number: 0,
        }
    }

    /// The next line without its end; `None` where there is no more. The byte order mark is no part of the first one.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.buffer.clear();
        let Some(length) = self.fill()? else {
            return Ok(None);
        };
        self.number += 1;
        if length > self.buffer.len() as u64 {
            return Ok(Some(Err(format!(
                "the line has {length} bytes, and it may have {}; split it, or check that the file is what --from says",
                self.longest
            ))));
        }
        let mut line = &self.buffer[..];
        if self.number == 1 {
            line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        }
        line = line.strip_suffix(b"\r").unwrap_or(line);
        Ok(Some(std::str::from_utf8(line).map_err(|error| {
            format!(
                "byte {} of the line is not valid UTF-8; save the list as UTF-8 text",
                error.valid_up_to() + 1
            )
        })))
    }

    /// Puts a line into the buffer, as far as it may go, and gives its whole length.
    fn fill(&mut self) -> io::Result<Option<u64>> {
        let mut length = 0;
        let mut any = false;
        loop {
            let chunk = match self.source.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                return Ok(any.then_some(length));
            }
            any = true;
            let end = chunk.iter().position(|&b| b == b'\n');
            let part = &chunk[..end.unwrap_or(chunk.len())];
            let room = self.longest - self.buffer.len();
            self.buffer.extend_from_slice(&part[..part.len().min(room)]);
            length += part.len() as u64;
            let used = part.len() + usize::from(end.is_some());
            self.source.consume(used);
            if end.is_some() {
                return Ok(Some(length));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_all_kinds() {
        let text = b"\xEF\xBB\xBFone\r\n\n\xFF\n0123456789\nlast";
        // A buffer of three bytes makes every line come in pieces.
        let mut lines = Lines::new(io::BufReader::with_capacity(3, &text[..]), 8);
        let mut read = vec![];
        while let Some(line) = lines.next().unwrap() {
            read.push(line.map(str::to_owned).map_err(|e| e[..20].to_owned()));
        }
        assert_eq!(
            read,
            [
                Ok("one".to_owned()),
                Ok(String::new()),
                Err("byte 1 of the line i".to_owned()),
                Err("the line has 10 byte".to_owned()),
                Ok("last".to_owned()),
            ]
        );
        assert_eq!(lines.number, 5);
    }
}
