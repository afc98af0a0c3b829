//! Annotated texts for other programs, and from them.
//!
//! | module | program or standard | written | read | offsets |
//! |---|---|---|---|---|
//! | [`brat`] | brat standoff, as the PolNeAR corpus uses it (Newell, Margolin and Ruths 2018) | yes | yes | characters |
//! | [`citron`] | the BBC's Citron | yes | yes | characters |
//! | [`label_studio`] | Label Studio | yes | yes | characters |
//! | [`jsonl`] | onrecord, with the text in it | yes | yes | characters; any are read |
//! | [`displacy`] | spaCy's displaCy, entities and spans | yes | | characters, tokens |
//! | [`spacy`] | spaCy's `Doc.from_json`, and so `DocBin` | yes | | characters |
//! | [`conll`] | columns, a token a line | yes | | characters |
//! | [`web_annotation`] | W3C Web Annotation | yes | | characters |
//! | [`table`] | tables, as CSV or rows: a mention each, an attribution each | yes | | characters |
//!
//! Everything works on an [`AnnotatedText`]: a text and the [`Record`] of what is marked in it.
//!
//! ```
//! use onrecord::Tagger;
//! use onrecord::interchange::{AnnotatedText, brat};
//! use onrecord::output::{Offsets, Record};
//!
//! let text = "Angela Merkel said no.";
//! let document = Tagger::default().tag(text);
//! let annotated = AnnotatedText::new(text, Record::new("a", &document, Offsets::Char))?;
//! let ann = brat::write(&annotated);
//! assert!(ann.contains("\tSource 0 13\tAngela Merkel\n"));
//!
//! let read = brat::read("a", text, &ann)?;
//! assert_eq!(read.record.attributions, annotated.record.attributions);
//! # Ok::<(), onrecord::interchange::InterchangeError>(())
//! ```

pub mod brat;
pub mod citron;
pub mod conll;
pub mod displacy;
pub mod jsonl;
pub mod label_studio;
mod rest;
pub mod spacy;
pub mod table;
#[cfg(test)]
mod tests;
mod tokens;
pub mod web_annotation;

use std::borrow::Cow;

use thiserror::Error;

use crate::output::{OffsetMap, Offsets, Record};

/// A text and what is marked in it.
#[derive(Clone, Debug, PartialEq)]
pub struct AnnotatedText<'d> {
    /// The text.
    pub text: Cow<'d, str>,
    /// What is marked, in characters of the text.
    pub record: Record<'d>,
}

/// What was wrong with an annotated text.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{0}")]
pub struct InterchangeError(String);

impl InterchangeError {
    fn new(message: impl Into<String>) -> Self {
        InterchangeError(message.into())
    }
}

impl<'d> AnnotatedText<'d> {
    /// Takes a record with offsets in any unit.
    ///
    /// # Errors
    /// An offset outside the text or inside a character, an index of a mention or attribution that is not there.
    pub fn new(
        text: impl Into<Cow<'d, str>>,
        mut record: Record<'d>,
    ) -> Result<Self, InterchangeError> {
        let text = text.into();
        let map = OffsetMap::new(&text);
        let unit = record.offsets;
        let settle = |start: &mut u32, end: &mut u32| {
            let bytes = map.byte(*start, unit).zip(map.byte(*end, unit));
            let Some((from, to)) = bytes.filter(|(from, to)| from <= to) else {
                return Err(InterchangeError(format!(
                    "the span [{start}, {end}) lies outside the text or cuts a character; are offsets really counted in {unit:?}?"
                )));
            };
            *start = map.offset(from, Offsets::Char);
            *end = map.offset(to, Offsets::Char);
            Ok(())
        };
        for mention in &mut record.mentions {
            settle(&mut mention.start, &mut mention.end)?;
        }
        for a in &mut record.attributions {
            for [start, end] in [&mut a.source, &mut a.cue, &mut a.content]
                .into_iter()
                .flatten()
            {
                settle(start, end)?;
            }
        }
        record.offsets = Offsets::Char;
        let mentions = record.mentions.len();
        let entity_mentions = record.entities.iter().flat_map(|e| &e.mentions);
        if let Some(index) = entity_mentions.clone().find(|&&m| m as usize >= mentions) {
            return Err(InterchangeError(format!(
                "an entity has the mention {index}, but there are {mentions}"
            )));
        }
        Ok(AnnotatedText { text, record })
    }
}

/// Cuts spans out of a text.
struct Slices<'t> {
    map: OffsetMap<'t>,
}

impl<'t> Slices<'t> {
    fn new(text: &'t str) -> Self {
        Slices {
            map: OffsetMap::new(text),
        }
    }

    fn byte(&self, at: u32) -> usize {
        let byte = self.map.byte(at, Offsets::Char);
        byte.map_or(self.map.text().len(), |byte| byte as usize)
    }

    fn get(&self, [start, end]: [u32; 2]) -> &'t str {
        &self.map.text()[self.byte(start)..self.byte(end)]
    }

    fn join(&self, spans: &[[u32; 2]]) -> String {
        let parts: Vec<&str> = spans.iter().map(|&span| self.get(span)).collect();
        parts.join(" ")
    }
}
