//! The [W3C Web Annotation](https://www.w3.org/TR/annotation-model/) model: an annotation page a document, an annotation for each mention and
//! attribution, each place with its position and with its words and what stands around them, which survives small changes of the text.

use serde_json::{Value, json};

use super::{AnnotatedText, Slices};

/// How many characters of context a place has on each side.
const CONTEXT: u32 = 32;

/// One document, as one line of JSON-LD without the line break.
pub fn write(annotated: &AnnotatedText<'_>) -> String {
    let record = &annotated.record;
    let slices = Slices::new(&annotated.text);
    let length = annotated.text.chars().count() as u32;
    let place = |span: [u32; 2]| {
        let [start, end] = span;
        json!({
            "source": record.id,
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector", "exact": slices.get(span),
                    "prefix": slices.get([start.saturating_sub(CONTEXT), start]),
                    "suffix": slices.get([end, (end + CONTEXT).min(length)]),
                },
            ],
        })
    };
    let mut items: Vec<Value> = vec![];
    for (number, m) in record.mentions.iter().enumerate() {
        let mut body =
            vec![json!({"type": "TextualBody", "purpose": "tagging", "value": m.label.as_str()})];
        if let Some(entity) = m
            .entity
            .and_then(|id| record.entities.iter().find(|e| e.id == id))
        {
            body.push(
                json!({"type": "TextualBody", "purpose": "describing", "value": entity.name}),
            );
            if let Some(page) = entity.kb.as_deref().and_then(page) {
                body.push(json!({"purpose": "identifying", "source": page}));
            }
        }
        items.push(json!({
            "id": format!("#mention-{number}"), "type": "Annotation", "motivation": "identifying",
            "body": body, "target": place([m.start, m.end]),
        }));
    }
    for (number, a) in record.attributions.iter().enumerate() {
        let mut targets: Vec<Value> = vec![];
        for (role, pieces) in [
            ("source", &a.source),
            ("cue", &a.cue),
            ("content", &a.content),
        ] {
            for &piece in pieces {
                let mut target = place(piece);
                target["id"] = json!(format!("#attribution-{number}-{role}-{}", targets.len()));
                target["type"] = json!("SpecificResource");
                target["purpose"] = json!(role);
                targets.push(target);
            }
        }
        let mut body = vec![
            json!({"type": "TextualBody", "purpose": "tagging", "value": "attribution"}),
            json!({"type": "TextualBody", "purpose": "classifying", "value": a.kind.as_str()}),
        ];
        if let Some(name) = &a.speaker_name {
            body.push(json!({"type": "TextualBody", "purpose": "describing", "value": name}));
        }
        items.push(json!({
            "id": format!("#attribution-{number}"), "type": "Annotation", "motivation": "linking",
            "body": body, "target": targets,
        }));
    }
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": record.id, "type": "AnnotationPage",
        "items": items,
    })
    .to_string()
}

/// The page of an identifier on the web.
pub(super) fn page(kb: &str) -> Option<String> {
    match kb.split_once(':') {
        Some(("geonames", id)) => Some(format!("https://www.geonames.org/{id}")),
        Some(("wikidata", id)) => Some(format!("http://www.wikidata.org/entity/{id}")),
        Some(("http" | "https", _)) => Some(kb.to_owned()),
        _ => {
            let digits = kb.strip_prefix('Q')?;
            let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            number.then(|| format!("http://www.wikidata.org/entity/{kb}"))
        }
    }
}
