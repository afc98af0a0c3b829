//! spaCy's own JSON: `Doc(nlp.vocab).from_json(json.loads(line))`, and so `DocBin`.
//!
//! `ents` are the names that lie in no other; `spans["attributions"]` are sources, cues and contents, with the number
//! of the attribution as their `id`, `spans["mentions"]` all mentions.

use serde_json::{Value, json};

use super::tokens::Tokens;
use super::{AnnotatedText, Slices};
use crate::MentionKind;

/// One document, as one line of JSON without the line break.
pub fn write(annotated: &AnnotatedText<'_>) -> String {
    let record = &annotated.record;
    let tokens = Tokens::of(annotated);
    let spans = with_white_space(annotated, &tokens);
    // spaCy refuses spans that end inside a token.
    let whole = |[start, end]: [u32; 2]| {
        let touched = tokens.touched([start, end]);
        let (first, last) = (
            tokens.spans.get(touched.start)?,
            tokens.spans.get(touched.end.checked_sub(1)?)?,
        );
        Some([first[0], last[1]])
    };
    let kb = |m: &crate::output::MentionRecord<'_>| {
        let entity = m
            .entity
            .and_then(|id| record.entities.iter().find(|e| e.id == id));
        entity
            .and_then(|e| e.kb.clone())
            .unwrap_or_default()
            .into_owned()
    };
    let mut ents: Vec<Value> = vec![];
    let mut mentions: Vec<Value> = vec![];
    let mut free = 0;
    for m in &record.mentions {
        let Some([start, end]) = whole([m.start, m.end]) else {
            continue;
        };
        let span = json!({"start": start, "end": end, "label": m.label.as_str(), "kb_id": kb(m)});
        if matches!(m.kind, MentionKind::Name | MentionKind::Short) && start >= free {
            free = end;
            ents.push(span.clone());
        }
        mentions.push(span);
    }
    let mut attributions: Vec<Value> = vec![];
    for (number, a) in record.attributions.iter().enumerate() {
        for (label, pieces) in [
            ("SOURCE", &a.source),
            ("CUE", &a.cue),
            ("CONTENT", &a.content),
        ] {
            for [start, end] in pieces.iter().filter_map(|&piece| whole(piece)) {
                attributions.push(json!({
                    "start": start, "end": end, "label": label, "kb_id": "", "id": number.to_string(),
                }));
            }
        }
    }
    json!({
        "text": annotated.text,
        "ents": ents,
        "spans": {"attributions": attributions, "mentions": mentions},
        "tokens": spans.iter().enumerate().map(|(id, [start, end])| json!({"id": id, "start": start, "end": end})).collect::<Vec<_>>(),
    })
    .to_string()
}

/// spaCy has tokens of white space for all but one space behind a token.
fn with_white_space(annotated: &AnnotatedText<'_>, tokens: &Tokens) -> Vec<[u32; 2]> {
    let slices = Slices::new(&annotated.text);
    let end = annotated.text.chars().count() as u32;
    let mut all = vec![];
    let mut at = 0;
    for &span in tokens.spans.iter().chain([&[end, end]]) {
        let between = slices.get([at, span[0]]);
        let after_token = !all.is_empty();
        let from = at + u32::from(after_token && between.starts_with(' '));
        if from < span[0] {
            all.push([from, span[0]]);
        }
        if span[0] < span[1] {
            all.push(span);
        }
        at = span[1];
    }
    all
}
