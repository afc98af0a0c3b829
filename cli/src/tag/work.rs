//! From the documents that were read to what is to be written of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use onrecord::interchange::AnnotatedText;
use onrecord::output::{Offsets, Record, html};
use onrecord::{Document, Scratch, Tagger};

use super::OutputFormat;
use crate::batch::interrupt;
use crate::columns::Table;
use crate::exchange::Exchange;
use crate::read::{Body, Fields, Inputs, Note, Raw, Reader, Text};
use crate::report::Failure;

/// A document's number from 1 and what there is of it.
pub(super) type Task = (usize, Raw);

/// Numbers the documents and leaves out those that an earlier run has done.
pub(super) struct Produce<'p> {
    pub number: usize,
    pub done: usize,
    /// What the documents that are done must hash to.
    pub chain: u64,
    pub sent: &'p AtomicUsize,
    pub take: &'p mut dyn FnMut(Task) -> bool,
}

impl Produce<'_> {
    pub fn all(&mut self, found: &Inputs, max_bytes: u64, keeps_checkpoints: bool) {
        let mut take = |raw: Raw| self.one(raw);
        let mut reader = Reader::new(max_bytes, keeps_checkpoints, &mut take);
        let ended = !found.inputs.iter().all(|input| reader.read(input));
        if !ended && self.number < self.done {
            self.stop("the inputs have become shorter");
        }
    }

    fn one(&mut self, raw: Raw) -> bool {
        if interrupt::asked() {
            return false;
        }
        self.number += 1;
        let lost = matches!(raw.body, Body::Lost(_));
        if self.number < self.done && !lost {
            return true;
        }
        if self.number == self.done && !lost {
            if raw.chain != self.chain {
                self.stop("the inputs are not those that the run began with");
            }
            return raw.chain == self.chain;
        }
        self.sent.fetch_add(1, Ordering::Relaxed);
        (self.take)((self.number, raw))
    }

    fn stop(&mut self, error: &str) {
        let failure = Failure::unusable("--resume", error);
        self.sent.fetch_add(1, Ordering::Relaxed);
        (self.take)((
            self.number,
            Raw {
                file: "".into(),
                line: None,
                body: Body::Lost(failure),
                chain: 0,
                position: 0,
            },
        ));
    }
}

/// A document as it is to be written, and what there is to say about it.
#[derive(Default)]
pub struct Outcome {
    pub shown: Option<String>,
    pub failure: Option<Failure>,
    /// The run cannot go on behind the document before this.
    pub lost: Option<Failure>,
    pub note: Option<(Arc<str>, String, Note)>,
    pub chain: u64,
    pub position: u64,
    pub text_bytes: u64,
    /// Id and text, where they are written, too.
    pub beside: Option<(String, String)>,
    /// How many mentions, entities and attributions.
    pub found: [u64; 3],
}

/// Tags one document after the other.
pub(super) fn worker(
    tagger: &Tagger,
    format: OutputFormat,
    with_text: bool,
    fields: &Fields,
) -> impl FnMut(Task) -> Outcome {
    let mut scratch = Scratch::default();
    move |(number, raw)| {
        let mut outcome = Outcome {
            chain: raw.chain,
            position: raw.position,
            ..Outcome::default()
        };
        if let Body::Lost(failure) = raw.body {
            outcome.lost = Some(failure);
            return outcome;
        }
        let mut text = match Text::read(raw, fields) {
            Ok(text) => text,
            Err(failure) => {
                outcome.failure = Some(failure);
                return outcome;
            }
        };
        let fail = |error| Failure {
            file: text.file.to_string(),
            line: text.line,
            id: Some(text.id.clone()),
            error,
            whole_file: false,
        };
        // No text makes the tagger panic; if one ever does, the others shall not pay for it.
        let tagged = catch_unwind(AssertUnwindSafe(|| {
            let mut document = tagger.tag_into(&text.text, &mut scratch);
            let failed = (!document.errors.is_empty()).then(|| document.errors.join("; "));
            document.errors.splice(0..0, text.remarks.iter().cloned());
            let found = [
                document.mentions.len(),
                document.entities.len(),
                document.attributions.len(),
            ];
            let shown = show(format, number, &text, with_text, &document);
            (shown, failed, found.map(|count| count as u64))
        }));
        match tagged {
            Ok((shown, failed, found)) => {
                outcome.shown = Some(shown);
                outcome.failure = failed.map(fail);
                outcome.found = found;
                outcome.text_bytes = text.text.len() as u64;
                let place = text.place();
                if let OutputFormat::Exchange(Exchange::Brat) = format {
                    outcome.beside = Some((text.id.clone(), std::mem::take(&mut text.text)));
                }
                outcome.note = text.note.take().map(|note| (text.file, place, note));
            }
            Err(_) => {
                scratch = Scratch::default();
                let error = "a fault of onrecord: please report it with this text".to_owned();
                outcome.failure = Some(fail(error));
            }
        }
        outcome
    }
}

fn show(
    format: OutputFormat,
    number: usize,
    text: &Text,
    with_text: bool,
    document: &Document<'_>,
) -> String {
    match format {
        OutputFormat::JsonLines(unit) | OutputFormat::Parquet(_, unit) => {
            let mut record = Record::new(&text.id, document, unit);
            // Tables have words of it.
            let words = !matches!(format.table(), None | Some(Table::Documents));
            record.text = (with_text || words).then_some(document.text.into());
            let mut line = record.to_json();
            if !text.meta.is_empty() {
                // As they came: their numbers may be longer than any that we could hold.
                line.pop();
                line += ",\"meta\":";
                line += &text.meta;
                line.push('}');
            }
            line + "\n"
        }
        OutputFormat::Exchange(exchange) => {
            let mut record = Record::new(&text.id, document, Offsets::Char);
            record.meta = serde_json::from_str(&text.meta).unwrap_or_default();
            let annotated = AnnotatedText::new(document.text, record);
            exchange.write(&annotated.expect("the tagger's spans lie in the text"))
        }
        OutputFormat::Pretty(pretty) => pretty.show(&text.id, document),
        OutputFormat::Html => html::article(&text.id, number, document),
    }
}
