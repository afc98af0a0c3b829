//! Tables for spreadsheets and data frames: a row a mention, or a row an attribution. In CSV, lines end with `\n` and cells are quoted
//! where they must be, as RFC 4180 has it; parts of a split span are joined by ` … `, their offsets stand as `3-9;12-20`.

use serde::Serialize;

use super::{AnnotatedText, Slices};
use crate::EntityId;
use crate::output::EntityRecord;

/// The first line of a table of mentions.
pub const MENTION_COLUMNS: &str = "document,start,end,text,label,kind,entity,name,kb,score,by\n";

/// The first line of a table of attributions.
pub const ATTRIBUTION_COLUMNS: &str = "document,number,speaker,speaker_name,speaker_kb,also,kind,cue_lemma,cue_class,negated,within,score,by,source,cue,content,source_spans,cue_spans,content_spans\n";

/// A row of a table of mentions. Offsets count characters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MentionRow<'a> {
    /// The document's id.
    pub document: &'a str,
    /// Its first character.
    pub start: u32,
    /// The character after its last one.
    pub end: u32,
    /// The text between the two.
    pub text: &'a str,
    /// What it names.
    pub label: &'static str,
    /// How it names it.
    pub kind: &'static str,
    /// The number of its entity in the document.
    pub entity: Option<EntityId>,
    /// The entity's canonical name.
    pub name: Option<&'a str>,
    /// The gazetteer's identifier of the entity.
    pub kb: Option<&'a str>,
    /// How likely it is right.
    pub score: f32,
    /// What made it.
    pub by: &'a str,
}

/// A row of a table of attributions. Offsets count characters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AttributionRow<'a> {
    /// The document's id.
    pub document: &'a str,
    /// Its number in the document, from 0.
    pub number: usize,
    /// The number of the speaker's entity in the document.
    pub speaker: Option<EntityId>,
    /// The speaker's canonical name.
    pub speaker_name: Option<&'a str>,
    /// The gazetteer's identifier of the speaker.
    pub speaker_kb: Option<&'a str>,
    /// The canonical names of who else speaks, joined by "; ".
    pub also: Option<String>,
    /// Whether the content is quoted.
    pub kind: &'static str,
    /// The cue's dictionary form.
    pub cue_lemma: &'a str,
    /// The cue's class.
    pub cue_class: &'a str,
    /// Whether the cue is negated.
    pub negated: bool,
    /// The number of the attribution whose content holds this one.
    pub within: Option<u32>,
    /// How likely it is right.
    pub score: f32,
    /// What made it.
    pub by: &'a str,
    /// The words of the source.
    pub source: String,
    /// The words of the cue.
    pub cue: String,
    /// The words of the content.
    pub content: String,
    /// Where the source stands.
    pub source_spans: String,
    /// Where the cue stands.
    pub cue_spans: String,
    /// Where the content stands.
    pub content_spans: String,
}

/// A row for each mention.
pub fn mention_rows<'a>(annotated: &'a AnnotatedText<'_>) -> Vec<MentionRow<'a>> {
    let record = &annotated.record;
    let row = |m: &'a crate::output::MentionRecord<'_>| {
        let entity = entity(annotated, m.entity);
        MentionRow {
            document: &record.id,
            start: m.start,
            end: m.end,
            text: &m.text,
            label: m.label.as_str(),
            kind: m.kind.as_str(),
            entity: m.entity,
            name: entity.map(|e| &*e.name),
            kb: entity.and_then(|e| e.kb.as_deref()),
            score: m.score,
            by: &m.by,
        }
    };
    record.mentions.iter().map(row).collect()
}

/// A row for each attribution.
pub fn attribution_rows<'a>(annotated: &'a AnnotatedText<'_>) -> Vec<AttributionRow<'a>> {
    let record = &annotated.record;
    let slices = Slices::new(&annotated.text);
    let words = |spans: &[[u32; 2]]| {
        let parts: Vec<&str> = spans.iter().map(|&span| slices.get(span)).collect();
        parts.join(" … ")
    };
    let places = |spans: &[[u32; 2]]| {
        let place = |[start, end]: &[u32; 2]| format!("{start}-{end}");
        spans.iter().map(place).collect::<Vec<_>>().join(";")
    };
    let rows = record.attributions.iter().enumerate();
    rows.map(|(number, a)| AttributionRow {
        document: &record.id,
        number,
        speaker: a.speaker,
        speaker_name: a.speaker_name.as_deref(),
        speaker_kb: entity(annotated, a.speaker).and_then(|e| e.kb.as_deref()),
        also: {
            let also = a.also.iter().filter_map(|&id| entity(annotated, Some(id)));
            let names: Vec<&str> = also.map(|e| &*e.name).collect();
            (!names.is_empty()).then(|| names.join("; "))
        },
        kind: a.kind.as_str(),
        cue_lemma: &a.cue_lemma,
        cue_class: &a.cue_class,
        negated: a.negated,
        within: a.within,
        score: a.score,
        by: &a.by,
        source: words(&a.source),
        cue: words(&a.cue),
        content: words(&a.content),
        source_spans: places(&a.source),
        cue_spans: places(&a.cue),
        content_spans: places(&a.content),
    })
    .collect()
}

fn entity<'a>(
    annotated: &'a AnnotatedText<'_>,
    id: Option<EntityId>,
) -> Option<&'a EntityRecord<'a>> {
    let entities = &annotated.record.entities;
    id.and_then(|id| entities.iter().find(|e| e.id == id))
}

/// A line of CSV for each mention.
pub fn mentions(annotated: &AnnotatedText<'_>) -> String {
    let mut out = String::new();
    for row in mention_rows(annotated) {
        write(
            &mut out,
            &[
                row.document,
                &row.start.to_string(),
                &row.end.to_string(),
                row.text,
                row.label,
                row.kind,
                &number(row.entity.map(|id| id.0)),
                row.name.unwrap_or_default(),
                row.kb.unwrap_or_default(),
                &row.score.to_string(),
                row.by,
            ],
        );
    }
    out
}

/// A line of CSV for each attribution.
pub fn attributions(annotated: &AnnotatedText<'_>) -> String {
    let mut out = String::new();
    for row in attribution_rows(annotated) {
        write(
            &mut out,
            &[
                row.document,
                &row.number.to_string(),
                &number(row.speaker.map(|id| id.0)),
                row.speaker_name.unwrap_or_default(),
                row.speaker_kb.unwrap_or_default(),
                row.also.as_deref().unwrap_or_default(),
                row.kind,
                row.cue_lemma,
                row.cue_class,
                if row.negated { "true" } else { "false" },
                &number(row.within),
                &row.score.to_string(),
                row.by,
                &row.source,
                &row.cue,
                &row.content,
                &row.source_spans,
                &row.cue_spans,
                &row.content_spans,
            ],
        );
    }
    out
}

fn number(number: Option<u32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn write(out: &mut String, cells: &[&str]) {
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
