//! The text, the id and the other fields of a document.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use csv::ByteRecord;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Body, Raw, UTF16, is_utf16};
use crate::report::Failure;

/// Which fields of a record are what.
#[derive(Clone, Debug)]
pub struct Fields {
    pub text: String,
    pub id: String,
    pub keep: Keep,
}

/// Which other fields go to the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keep {
    All,
    None,
    These(Vec<String>),
}

/// A document to tag.
#[derive(Debug, PartialEq)]
pub struct Text {
    pub id: String,
    pub text: String,
    pub file: Arc<str>,
    pub line: Option<usize>,
    /// Its other fields: a JSON object, or nothing.
    pub meta: String,
    /// What the document's `errors` shall say.
    pub remarks: Vec<String>,
    /// What stderr shall say.
    pub note: Option<Note>,
}

/// A remark for stderr.
#[derive(Debug, PartialEq)]
pub struct Note {
    pub text: String,
    /// Whether it is said once a file.
    pub once: bool,
}

const REPLACED: &str = "bytes that are not UTF-8 were replaced by U+FFFD; offsets count in the text with the replacements";
const JSON_AS_TEXT: &str =
    "tagged as one plain text, though it looks like JSON; --input jsonl reads JSON Lines";
const EMPTY: &str = "the document is empty";

impl Text {
    /// Reads what was cut out of a file.
    pub fn read(raw: Raw, fields: &Fields) -> Result<Self, Failure> {
        let mut text = Text {
            id: String::new(),
            text: String::new(),
            file: raw.file,
            line: raw.line,
            meta: String::new(),
            remarks: vec![],
            note: None,
        };
        match raw.body {
            Body::Failed(failure) | Body::Lost(failure) => return Err(failure),
            Body::Text { id, bytes } => {
                text.id = id;
                text.plain(bytes)?;
            }
            Body::Line(bytes) => text.json(&bytes, fields)?,
            Body::Row(columns, row) => text.row(&columns, &row, fields)?,
        }
        if text.text.trim().is_empty() {
            text.remarks.push(EMPTY.to_owned());
            text.say(EMPTY, false);
        }
        Ok(text)
    }

    /// The file, and the line where the file holds many documents.
    pub fn place(&self) -> String {
        match self.line {
            Some(line) => format!("{}:{line}", self.file),
            None => self.file.to_string(),
        }
    }

    fn say(&mut self, text: &str, once: bool) {
        self.note.get_or_insert_with(|| Note {
            text: text.to_owned(),
            once,
        });
    }

    fn replaced(&mut self) {
        self.remarks.insert(0, REPLACED.to_owned());
        match self.line {
            Some(_) => self.say(&format!("{REPLACED} (said once for each file)"), true),
            None => self.say(REPLACED, false),
        }
    }

    fn fail(&self, id: Option<String>, error: impl Into<String>) -> Failure {
        Failure {
            file: self.file.to_string(),
            line: self.line,
            id,
            error: error.into(),
            whole_file: false,
        }
    }

    fn plain(&mut self, bytes: Vec<u8>) -> Result<(), Failure> {
        let unusable = |problem| Err(Failure::unusable(&self.file, problem));
        if is_utf16(&bytes, None) {
            return unusable(UTF16);
        }
        if bytes.contains(&0) {
            return unusable("not a text: it holds zero bytes");
        }
        let looks_like_json = bytes.starts_with(b"{\"");
        match String::from_utf8(bytes) {
            Ok(text) => self.text = text,
            Err(error) => {
                self.text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                self.replaced();
            }
        }
        if looks_like_json && &*self.file == "stdin" {
            self.say(JSON_AS_TEXT, false);
        }
        Ok(())
    }

    fn json(&mut self, bytes: &[u8], fields: &Fields) -> Result<(), Failure> {
        let line = String::from_utf8_lossy(bytes.trim_ascii_end());
        let object: Object = serde_json::from_str(&line).map_err(|error| {
            if error.is_data() {
                let object = "a JSON value that is not an object with a text";
                return self.fail(None, object);
            }
            // Every line is line 1 to the parser.
            let error = error.to_string();
            let error = error.replace(" at line 1 column ", " at column ");
            self.fail(None, format!("broken JSON: {error}"))
        })?;
        let id = match object.get(&fields.id).map(RawValue::get) {
            None | Some("null") => None,
            Some(id) if id.starts_with('"') => Some(string(id)),
            Some(id) if id.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => {
                Some(id.to_owned())
            }
            Some(_) => {
                let error = format!("{:?} is neither a string nor a number", fields.id);
                return Err(self.fail(None, error));
            }
        };
        self.text = match object.get(&fields.text).map(RawValue::get) {
            Some(text) if text.starts_with('"') => string(text),
            Some(_) => return Err(self.fail(id, format!("{:?} is not a string", fields.text))),
            None => {
                return Err(self.fail(id, missing(fields, object.0.iter().map(|(name, _)| name))));
            }
        };
        let others = (object.0.iter()).map(|(name, value)| (&**name, value.get()));
        self.meta = fields.meta(others);
        self.id = id.unwrap_or_else(|| self.place());
        if matches!(line, Cow::Owned(_)) {
            self.replaced();
        }
        Ok(())
    }

    fn row(
        &mut self,
        columns: &ByteRecord,
        row: &ByteRecord,
        fields: &Fields,
    ) -> Result<(), Failure> {
        let column = |at: &[u8]| {
            String::from_utf8_lossy(at)
                .trim_start_matches('\u{feff}')
                .to_owned()
        };
        let columns: Vec<String> = columns.iter().map(column).collect();
        let cell = |name: &str| {
            let at = columns.iter().position(|column| column == name)?;
            row.get(at).map(String::from_utf8_lossy)
        };
        let id = cell(&fields.id)
            .filter(|id| !id.is_empty())
            .map(Cow::into_owned);
        if row.len() != columns.len() {
            let count = |n, what| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
            let error = format!(
                "{} under {}; put cells with delimiters, quotation marks or line breaks in quotation marks",
                count(row.len(), "cell"),
                count(columns.len(), "column")
            );
            return Err(self.fail(id, error));
        }
        let Some(text) = cell(&fields.text) else {
            return Err(self.fail(id, missing(fields, columns.iter())));
        };
        self.text = text.into_owned();
        let values: Vec<String> = (row.iter())
            .map(|cell| quoted(&String::from_utf8_lossy(cell)))
            .collect();
        let names = columns.iter().map(String::as_str);
        self.meta = fields.meta(names.zip(values.iter().map(String::as_str)));
        self.id = id.unwrap_or_else(|| self.place());
        if row.iter().any(|cell| str::from_utf8(cell).is_err()) {
            self.replaced();
        }
        Ok(())
    }
}

impl Fields {
    /// A JSON object of the fields to keep, each with its JSON value as it was written.
    fn meta<'f>(&self, others: impl Iterator<Item = (&'f str, &'f str)>) -> String {
        let mut meta = String::new();
        for (name, value) in others {
            let kept = match &self.keep {
                Keep::All => true,
                Keep::None => false,
                Keep::These(names) => names.iter().any(|kept| kept == name),
            };
            if kept && name != self.text && name != self.id {
                meta.push(if meta.is_empty() { '{' } else { ',' });
                meta += &quoted(name);
                meta.push(':');
                meta += value;
            }
        }
        if !meta.is_empty() {
            meta.push('}');
        }
        meta
    }
}

fn missing<'f>(fields: &Fields, there: impl Iterator<Item = &'f String>) -> String {
    let there: Vec<&str> = there
        .map(String::as_str)
        .filter(|&name| name != fields.id)
        .collect();
    format!(
        "no {:?}; name the field that holds the text with --text-field (there are: {})",
        fields.text,
        there.join(", ")
    )
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string serialises")
}

fn string(json: &str) -> String {
    // Half of a surrogate pair is the one thing that is JSON and no text.
    serde_json::from_str(json).unwrap_or_else(|_| json.trim_matches('"').to_owned())
}

/// A JSON object whose values stay as they were written: numbers of any length, fields in their order.
struct Object(Vec<(String, Box<RawValue>)>);

impl Object {
    fn get(&self, name: &str) -> Option<&RawValue> {
        let (_, value) = self.0.iter().find(|(known, _)| known == name)?;
        Some(value)
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut fields: Vec<(String, Box<RawValue>)> = vec![];
                while let Some((name, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    // Of two fields of the same name the last one counts, as in most programs.
                    match fields.iter_mut().find(|(known, _)| *known == name) {
                        Some(known) => known.1 = value,
                        None => fields.push((name, value)),
                    }
                }
                Ok(Object(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}
