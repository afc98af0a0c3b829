//! spaCy's and Prodigy's `patterns.jsonl`, and Spark NLP's JSON Lines and CSV.

use serde_json::Value;

use super::fields::Record;
use super::json::{object, text, texts};
use super::sink::Sink;
use super::tokens::{self, Choice};
use crate::gazetteer::Case;

/// `{"label": "GPE", "pattern": "Oslo", "id": "q:585"}`, or a list of tokens for the pattern.
pub(super) fn spacy(line: &str, sink: &mut Sink<'_>) -> Result<(), String> {
    let (mut record, mut label, mut pattern) = (Record::default(), String::new(), Value::Null);
    for (key, value) in object(line)? {
        match key.as_str() {
            "label" => label = text(&key, &value)?,
            "id" => record.id = text(&key, &value)?,
            "pattern" => pattern = value,
            _ => {
                return Err(format!(
                    "unknown key {key:?}; a pattern has the keys label, pattern and id"
                ));
            }
        }
    }
    sink.label(&label, &mut record)?;
    match pattern {
        Value::String(name) => record.name = name,
        Value::Array(tokens) => {
            let (names, case) = of_tokens(&tokens)?;
            let mut names = names.into_iter();
            record.name = names.next().unwrap_or_default();
            record.aliases = names.collect();
            record.case = Some(case);
        }
        Value::Null => return Err("the key \"pattern\" is missing; write it".to_owned()),
        _ => return Err("\"pattern\" is neither a text nor a list of tokens".to_owned()),
    }
    sink.take(record)
}

/// The names that a pattern of tokens stands for, and their case.
fn of_tokens(tokens: &[Value]) -> Result<(Vec<String>, Case), String> {
    let mut choices = vec![];
    let mut case = None;
    for token in tokens {
        let Value::Object(token) = token else {
            return Err("a token is no JSON object; write it as {\"LOWER\": \"word\"}".to_owned());
        };
        let (mut choice, mut optional) = (Choice::new(), false);
        for (key, value) in token {
            let this = match key.to_ascii_uppercase().as_str() {
                "LOWER" => Case::Any,
                "ORTH" | "TEXT" => Case::Exact,
                "OP" => {
                    match value.as_str() {
                        Some("?") => optional = true,
                        Some("1") => {}
                        _ => {
                            return Err(format!(
                                "the operator \"OP\": {value} cannot be a name; only \"?\" can"
                            ));
                        }
                    }
                    continue;
                }
                _ => {
                    return Err(format!(
                        "the key {key:?} of a token cannot be a name; LOWER, ORTH, TEXT and OP can; write the names out, or a rule instead"
                    ));
                }
            };
            if case.is_some_and(|case| case != this) {
                return Err(
                    "the pattern mixes LOWER with ORTH or TEXT, but a name has one letter case; use one of them"
                        .to_owned(),
                );
            }
            if !choice.is_empty() {
                return Err("a token has two words; write one of LOWER, ORTH, TEXT".to_owned());
            }
            case = Some(this);
            choice = words(key, value)?;
            for word in &choice {
                if word.is_empty() || word.contains(char::is_whitespace) {
                    return Err(format!(
                        "{word:?} is not one token, so it can never match; write each word as a token of its own"
                    ));
                }
                if this == Case::Any && *word != word.to_lowercase() {
                    return Err(format!(
                        "LOWER with capitals ({word:?}) can never match; write it small, or use TEXT"
                    ));
                }
            }
        }
        if choice.is_empty() {
            return Err(
                "a token without a word stands for any word; write the names out".to_owned(),
            );
        }
        if optional {
            choice.push(String::new());
        }
        choices.push(choice);
    }
    Ok((tokens::names(&choices)?, case.unwrap_or_default()))
}

/// `"word"` or `{"IN": ["word", "other"]}`.
fn words(key: &str, value: &Value) -> Result<Choice, String> {
    match value {
        Value::String(word) => Ok(vec![word.clone()]),
        Value::Object(object) => match (object.len(), object.iter().next()) {
            (1, Some((predicate, Value::Array(values)))) if predicate == "IN" => {
                values.iter().map(|value| text("IN", value)).collect()
            }
            (_, Some((predicate, _))) => Err(format!(
                "{predicate:?} under {key:?} cannot be a name; a word or \"IN\" with a list can"
            )),
            (_, None) => Err(format!("{key:?} is empty; write a word")),
        },
        _ => Err(format!(
            "{key:?} is no text; write a word in quotation marks"
        )),
    }
}

/// Spark NLP's `{"id": "ships", "label": "ORG", "patterns": ["Polar Wind", "Nordlicht"]}`. Each pattern is an entry of its own.
pub(super) fn spark(line: &str, sink: &mut Sink<'_>) -> Result<(), String> {
    let (mut record, mut label, mut patterns) = (Record::default(), String::new(), None);
    for (key, value) in object(line)? {
        match key.as_str() {
            "label" => label = text(&key, &value)?,
            "id" => record.id = text(&key, &value)?,
            "patterns" => patterns = Some(texts(&key, &value)?),
            "regex" if value == Value::Bool(false) => {}
            "regex" => {
                return Err(
                    "the patterns are regular expressions, which no name can be; write the names out, or a rule instead"
                        .to_owned(),
                );
            }
            _ => {
                return Err(format!(
                    "unknown key {key:?}; a line has the keys id, label, patterns and regex"
                ));
            }
        }
    }
    let patterns = patterns.ok_or("the key \"patterns\" is missing; write it")?;
    sink.label(&label, &mut record)?;
    for name in patterns {
        let taken = sink.take(Record {
            name,
            ..record.clone()
        });
        if let Err(reason) = taken {
            sink.reject(reason);
        }
    }
    Ok(())
}

/// Spark NLP's `PERSON|Jon`.
pub(super) fn spark_csv(line: &str, delimiter: char, sink: &mut Sink<'_>) -> Result<(), String> {
    let Some((label, name)) = line.split_once(delimiter) else {
        return Err(format!(
            "no {delimiter:?} between label and name; write LABEL{delimiter}NAME, or say with --delimiter what stands there"
        ));
    };
    let mut record = Record {
        name: name.trim().to_owned(),
        ..Record::default()
    };
    sink.label(label, &mut record)?;
    sink.take(record)
}
