//! spaCy's displaCy: `displacy.render(json.loads(line), style="ent", manual=True)`, or `style="span"` for attributions, which
//! overlap.

use serde_json::json;

use super::AnnotatedText;
use super::tokens::Tokens;
use super::web_annotation::page;

/// One document, as one line of JSON without the line break: `ents` are the names, the outer ones of those within others; `spans` are
/// sources, cues and contents over `tokens`.
pub fn write(annotated: &AnnotatedText<'_>) -> String {
    let record = &annotated.record;
    let tokens = Tokens::of(annotated);
    let mut ents = vec![];
    let mut free = 0;
    for m in &record.mentions {
        if m.start < free {
            continue;
        }
        free = m.end;
        let entity = m
            .entity
            .and_then(|id| record.entities.iter().find(|e| e.id == id));
        let kb = entity.and_then(|e| e.kb.as_deref());
        ents.push(json!({
            "start": m.start, "end": m.end, "label": m.label.as_str(),
            "kb_id": kb.unwrap_or_default(), "kb_url": kb.and_then(page).unwrap_or_else(|| "#".to_owned()),
        }));
    }
    let mut spans = vec![];
    for a in &record.attributions {
        for (label, pieces) in [
            ("SOURCE", &a.source),
            ("CUE", &a.cue),
            ("CONTENT", &a.content),
        ] {
            for &piece in pieces {
                let touched = tokens.touched(piece);
                spans.push(json!({
                    "start": piece[0], "end": piece[1], "label": label,
                    "start_token": touched.start, "end_token": touched.end,
                }));
            }
        }
    }
    let slices = super::Slices::new(&annotated.text);
    let words: Vec<&str> = tokens.spans.iter().map(|&span| slices.get(span)).collect();
    json!({
        "text": annotated.text, "title": record.id, "ents": ents, "spans": spans, "tokens": words,
        "settings": {},
    })
    .to_string()
}
