//! Words and what they are in their sentence: a lexicon of parts of speech and a few rules of context.
//!
//! This is a stand-in for a part-of-speech tagger, as good as the rules above it need: it tells "the claims" from
//! "he claims". The lexicon comes from WordNet (Fellbaum 1998) with its SemCor counts.

mod classes;
pub(crate) mod clusters;
mod lexicon;
mod phrases;
mod set;
mod tagging;

pub use classes::{Classes, Tag};
pub(crate) use lexicon::{NUMBERS, number};
pub use lexicon::{Reading, look_up};
pub use phrases::Phrases;
pub(crate) use set::WordSet;
pub use tagging::tag;

/// A token's readings: what it can be and what it is here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Word {
    /// All that the word can be.
    pub classes: Classes,
    /// What it is in its sentence.
    pub tag: Tag,
    /// Whether the lexicon has it (in small letters).
    pub known: bool,
    /// Its number in the lexicon; 0 where it has none. Words with the same one differ in capitals at most.
    pub(crate) number: u32,
    /// Whether a word that has a number is written in small letters.
    pub(crate) small: bool,
}
