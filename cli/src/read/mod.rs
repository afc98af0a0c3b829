//! From the files that a call names to documents: which files ([`Inputs`]), the pieces of them that hold one document each
//! ([`Raw`], cut by one thread), and the text in each piece ([`Text`], read by the threads that tag).

mod csv;
mod documents;
mod input;
mod lines;
mod record;

use std::path::PathBuf;

use crate::args::InputKind;
use crate::report::Failure;
use crate::tag::Fatal;
pub use documents::{Body, Raw, Reader};
pub use input::{Content, Input, Inputs};
pub use record::{Fields, Keep, Note, Text};

const UTF16: &str = "UTF-16 text; convert it to UTF-8, for example with iconv -f UTF-16 -t UTF-8";

/// Whether bytes begin as UTF-16 does; `ascii` is what such a text would begin with, if anything is known of that.
fn is_utf16(bytes: &[u8], ascii: Option<u8>) -> bool {
    match *bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => true,
        [0, byte, ..] | [byte, 0, ..] => Some(byte) == ascii,
        _ => false,
    }
}

/// Spans are 32 bits wide.
const LONGEST: u64 = u32::MAX as u64;

/// Reads all documents of files and directories in order, with the usual fields; `take` says whether to go on. What could not be found
/// comes first.
pub fn texts(
    paths: &[PathBuf],
    take: &mut dyn FnMut(Result<Text, Failure>) -> bool,
) -> Result<(), Fatal> {
    let found = Inputs::find(paths, InputKind::Auto, &[])?;
    let fields = Fields {
        text: "text".to_owned(),
        id: "id".to_owned(),
        keep: Keep::None,
    };
    for failure in found.failures {
        if !take(Err(failure)) {
            return Ok(());
        }
    }
    let mut each = |raw| take(Text::read(raw, &fields));
    let mut reader = Reader::new(LONGEST, false, &mut each);
    for input in &found.inputs {
        if !reader.read(input) {
            break;
        }
    }
    Ok(())
}
