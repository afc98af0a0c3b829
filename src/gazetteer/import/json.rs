//! What the readers of JSON share, and our own JSON Lines.

use serde_json::{Map, Value};

use super::fields::{self, Record};
use super::sink::Sink;

/// The object of a line.
pub(super) fn object(line: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(line) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err("this is no JSON object; write one entry a line, in { }".to_owned()),
        Err(error) => Err(broken(&error)),
    }
}

/// A syntax error, without the line, which is always the first one to the parser.
pub(super) fn broken(error: &serde_json::Error) -> String {
    let error = error.to_string();
    let error = error.replace(" at line 1 column ", " at column ");
    format!("broken JSON: {error}; mend or remove the line")
}

/// A text, or a number as text.
pub(super) fn text(key: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Null => Ok(String::new()),
        _ => Err(format!("{key:?} is no text; write it in quotation marks")),
    }
}

/// A list of texts, or a single one.
pub(super) fn texts(key: &str, value: &Value) -> Result<Vec<String>, String> {
    match value {
        Value::Array(values) => values.iter().map(|value| text(key, value)).collect(),
        Value::Null => Ok(vec![]),
        one => Ok(vec![text(key, one)?]),
    }
}

/// One of our own lines: `{"name": "Oslo", "label": "PLACE", "id": "q:585", "aliases": ["Christiania"]}`.
pub(super) fn line(line: &str, sink: &mut Sink<'_>) -> Result<(), String> {
    let mut record = Record::default();
    let mut label = String::new();
    for (key, value) in object(line)? {
        match key.as_str() {
            "label" | "type" => label = text(&key, &value)?,
            "aliases" => record.aliases = texts(&key, &value)?,
            _ => fields::set(&mut record, &key, &text(&key, &value)?)?,
        }
    }
    sink.label(&label, &mut record)?;
    sink.take(record)
}
