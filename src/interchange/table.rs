//! CSV for spreadsheets and data frames: a row a mention, or a row an attribution. Lines end with `\n`, cells are quoted where
//! they must be, as RFC 4180 has it; parts of a split span are joined by ` … `, their offsets stand as `3-9;12-20`.

use super::{AnnotatedText, Slices};

/// The first line of a table of mentions.
pub const MENTION_COLUMNS: &str = "document,start,end,text,label,kind,entity,name,kb,score,by\n";

/// The first line of a table of attributions.
pub const ATTRIBUTION_COLUMNS: &str = "document,number,speaker,speaker_name,speaker_kb,kind,cue_lemma,cue_class,negated,within,score,by,source,cue,content,source_spans,cue_spans,content_spans\n";

/// A row for each mention.
pub fn mentions(annotated: &AnnotatedText<'_>) -> String {
    let record = &annotated.record;
    let mut out = String::new();
    for m in &record.mentions {
        let entity = m
            .entity
            .and_then(|id| record.entities.iter().find(|e| e.id == id));
        row(
            &mut out,
            &[
                &record.id,
                &m.start.to_string(),
                &m.end.to_string(),
                &m.text,
                m.label.as_str(),
                m.kind.as_str(),
                &m.entity.map(|id| id.0.to_string()).unwrap_or_default(),
                entity.map_or("", |e| &e.name),
                entity.and_then(|e| e.kb.as_deref()).unwrap_or_default(),
                &m.score.to_string(),
                &m.by,
            ],
        );
    }
    out
}

/// A row for each attribution.
pub fn attributions(annotated: &AnnotatedText<'_>) -> String {
    let record = &annotated.record;
    let slices = Slices::new(&annotated.text);
    let words = |spans: &[[u32; 2]]| {
        let parts: Vec<&str> = spans.iter().map(|&span| slices.get(span)).collect();
        parts.join(" … ")
    };
    let places = |spans: &[[u32; 2]]| {
        let places: Vec<String> = spans
            .iter()
            .map(|[start, end]| format!("{start}-{end}"))
            .collect();
        places.join(";")
    };
    let mut out = String::new();
    for (number, a) in record.attributions.iter().enumerate() {
        let entity = a
            .speaker
            .and_then(|id| record.entities.iter().find(|e| e.id == id));
        row(
            &mut out,
            &[
                &record.id,
                &number.to_string(),
                &a.speaker.map(|id| id.0.to_string()).unwrap_or_default(),
                a.speaker_name.as_deref().unwrap_or_default(),
                entity.and_then(|e| e.kb.as_deref()).unwrap_or_default(),
                a.kind.as_str(),
                &a.cue_lemma,
                &a.cue_class,
                if a.negated { "true" } else { "false" },
                &a.within.map(|index| index.to_string()).unwrap_or_default(),
                &a.score.to_string(),
                &a.by,
                &words(&a.source),
                &words(&a.cue),
                &words(&a.content),
                &places(&a.source),
                &places(&a.cue),
                &places(&a.content),
            ],
        );
    }
    out
}

fn row(out: &mut String, cells: &[&str]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            out.push('"');
            *out += &cell.replace('"', "\"\"");
            out.push('"');
        } else {
            *out += cell;
        }
    }
    out.push('\n');
}
