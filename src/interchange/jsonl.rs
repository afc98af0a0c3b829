//! onrecord's own JSON with the text in it, as `onrecord tag --with-text` prints it, and annotated documents with as little as spans.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::rest::{AttributionRest, MentionRest, RecordRest, label};
use super::{AnnotatedText, InterchangeError, Slices};
use crate::output::{Offsets, Record};

/// One document, as one line of JSON without the line break.
pub fn write(annotated: &AnnotatedText<'_>) -> String {
    let mut record = annotated.record.clone();
    record.text = Some(Cow::from(&*annotated.text));
    record.to_json()
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    text: Option<String>,
    #[serde(default)]
    offsets: Offsets,
    #[serde(default)]
    mentions: Vec<Value>,
    #[serde(default)]
    attributions: Vec<Value>,
    #[serde(default)]
    entities: Vec<Value>,
    #[serde(default)]
    errors: Vec<Cow<'static, str>>,
    #[serde(default)]
    meta: Map<String, Value>,
}

#[derive(Deserialize)]
struct Spans {
    #[serde(default)]
    source: Vec<[u32; 2]>,
    #[serde(default)]
    cue: Vec<[u32; 2]>,
    #[serde(default)]
    content: Vec<[u32; 2]>,
}

#[derive(Deserialize)]
struct Name {
    start: u32,
    end: u32,
    label: String,
}

/// Reads one document. Attributions need `source`, `cue` and `content`, mentions `start`, `end` and `label`; mentions may also stand in
/// `entities`, as in spaCy's files.
///
/// # Errors
/// Broken JSON, no `text`, a span outside the text.
pub fn read(id: &str, json: &str) -> Result<AnnotatedText<'static>, InterchangeError> {
    let wrong = |error: serde_json::Error| InterchangeError::new(error.to_string());
    let line: Line = serde_json::from_str(json).map_err(wrong)?;
    let text = line.text.ok_or_else(|| {
        InterchangeError::new("no \"text\"; `onrecord tag --with-text` puts it into each line")
    })?;
    let id = match line.id {
        Value::String(id) => id,
        Value::Number(id) => id.to_string(),
        _ => id.to_owned(),
    };
    let mut attributions = vec![];
    for value in line.attributions {
        attributions.push(match serde_json::from_value(value.clone()) {
            Ok(attribution) => attribution,
            Err(_) => {
                let Spans {
                    source,
                    cue,
                    content,
                } = serde_json::from_value(value).map_err(wrong)?;
                AttributionRest::foreign("gold", "").with(source, cue, content)
            }
        });
    }
    let mut rest = RecordRest {
        entities: vec![],
        errors: line.errors,
        meta: line.meta,
    };
    let mut mentions = vec![];
    let mut names = line.mentions;
    for value in line.entities {
        match serde_json::from_value(value.clone()) {
            Ok(entity) => rest.entities.push(entity),
            Err(_) => names.push(value),
        }
    }
    for value in names {
        mentions.push(match serde_json::from_value(value.clone()) {
            Ok(mention) => mention,
            Err(_) => {
                let name: Name = serde_json::from_value(value).map_err(wrong)?;
                // Dates and sums of money are no business of ours.
                let Some(label) = label(&name.label) else {
                    continue;
                };
                MentionRest::foreign("gold").with([name.start, name.end], "", label)
            }
        });
    }
    let mut record: Record<'static> = rest.with(&id, mentions, attributions);
    record.offsets = line.offsets;
    let mut annotated = AnnotatedText::new(text, record)?;
    let slices = Slices::new(&annotated.text);
    for mention in &mut annotated.record.mentions {
        if mention.text.is_empty() {
            mention.text = slices.get([mention.start, mention.end]).to_owned().into();
        }
    }
    for a in &mut annotated.record.attributions {
        if a.by == "gold" {
            let content = slices.join(&a.content);
            a.kind = AttributionRest::foreign("gold", &content).kind;
        }
    }
    Ok(annotated)
}
