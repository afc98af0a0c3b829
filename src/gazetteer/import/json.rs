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
            "aliases" => aliases(&value, &mut record)?,
            "features" if value.is_object() => features(&value, &mut record)?,
            _ => match record.list(&key) {
                Some(list) => *list = texts(&key, &value)?,
                None => fields::set(&mut record, &key, &text(&key, &value)?)?,
            },
        }
    }
    sink.label(&label, &mut record)?;
    sink.take(record)
}

/// Texts, or objects that say which are weak: `{"t": "Merkel", "weak": true}`.
fn aliases(value: &Value, record: &mut Record) -> Result<(), String> {
    let one = std::slice::from_ref(value);
    for alias in value.as_array().map_or(one, Vec::as_slice) {
        match alias {
            Value::Null => {}
            Value::Object(alias) => {
                let mut name = String::new();
                let mut weak = false;
                for (key, value) in alias {
                    match (key.as_str(), value) {
                        ("t", value) => name = text(key, value)?,
                        ("weak", Value::Bool(is)) => weak = *is,
                        _ => {
                            return Err(format!(
                                "{key:?}: {value} in an alias; write {{\"t\": \"NAME\", \"weak\": true}}"
                            ));
                        }
                    }
                }
                let list = if weak {
                    &mut record.weak_aliases
                } else {
                    &mut record.aliases
                };
                list.push(name);
            }
            alias => record.aliases.push(text("aliases", alias)?),
        }
    }
    Ok(())
}

/// `{"flag": "NO", "built": [1998, 2003]}`: a feature for each value.
fn features(value: &Value, record: &mut Record) -> Result<(), String> {
    for (key, values) in value.as_object().into_iter().flatten() {
        for value in texts(key, values)? {
            record.features.push((key.clone(), value));
        }
    }
    Ok(())
}
