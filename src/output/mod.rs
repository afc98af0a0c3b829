//! A tagged document for others to read: JSON Lines, a page, a terminal.
//!
//! | function | for | holds the text |
//! |---|---|---|
//! | [`Record`] | programs: one JSON object a document, offsets in the [unit](Offsets) of their language | no |
//! | [`html`] | readers: one self-contained page with everything marked | yes |
//! | [`Pretty`] | a terminal: who is named, who said what | the spans |
//!
//! Inside the library all offsets are bytes; they become characters or UTF-16 units here and nowhere else.

pub mod html;
mod offsets;
mod owned;
mod pretty;
mod record;
#[cfg(test)]
pub(crate) mod sample;

pub use offsets::{LineColumn, OffsetMap, Offsets};
pub use pretty::Pretty;
pub use record::{AttributionRecord, CandidateRecord, EntityRecord, MentionRecord, Record};
