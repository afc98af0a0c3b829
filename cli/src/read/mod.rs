//! From the files that a call names to documents: which files ([`Inputs`]), the pieces of them that hold one document each
//! ([`Raw`], cut by one thread), and the text in each piece ([`Text`], read by the threads that tag).

mod csv;
mod documents;
mod input;
mod lines;
mod record;

pub use documents::{Body, Raw, Reader};
pub use input::{Content, Input, Inputs};
pub use record::{Fields, Keep, Note, Text};

/// Spans are 32 bits wide.
const LONGEST: u64 = u32::MAX as u64;
