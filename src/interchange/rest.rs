//! What other formats have no place for: kept as JSON where they let notes be kept, so that nothing is lost on the way back.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::output::{AttributionRecord, EntityRecord, MentionRecord, Record};
use crate::{EntityId, Label, MentionKind, QuotationKind};

/// A mention without its span, text and label.
#[derive(Debug, Serialize, Deserialize)]
pub struct MentionRest<'d> {
    pub kind: MentionKind,
    #[serde(default)]
    pub entity: Option<EntityId>,
    #[serde(default = "sure")]
    pub score: f32,
    #[serde(default)]
    pub by: Cow<'d, str>,
}

/// An attribution without its spans.
#[derive(Debug, Serialize, Deserialize)]
pub struct AttributionRest<'d> {
    #[serde(default)]
    pub speaker: Option<EntityId>,
    #[serde(default)]
    pub speaker_name: Option<Cow<'d, str>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<EntityId>,
    pub kind: QuotationKind,
    #[serde(default)]
    pub cue_lemma: Cow<'d, str>,
    #[serde(default)]
    pub cue_class: Cow<'d, str>,
    #[serde(default)]
    pub negated: bool,
    #[serde(default)]
    pub within: Option<u32>,
    #[serde(default = "sure")]
    pub score: f32,
    #[serde(default)]
    pub by: Cow<'d, str>,
}

/// A document without its mentions and attributions.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RecordRest<'d> {
    #[serde(default)]
    pub entities: Vec<EntityRecord<'d>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Cow<'d, str>>,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub meta: Map<String, Value>,
}

/// What people marked they are sure of.
fn sure() -> f32 {
    1.0
}

impl<'d> MentionRest<'d> {
    pub fn of(mention: &MentionRecord<'d>) -> Self {
        MentionRest {
            kind: mention.kind,
            entity: mention.entity,
            score: mention.score,
            by: mention.by.clone(),
        }
    }

    /// Of a mention that another program made.
    pub fn foreign(by: &'static str) -> Self {
        MentionRest {
            kind: MentionKind::Name,
            entity: None,
            score: 1.0,
            by: by.into(),
        }
    }

    pub fn with(self, [start, end]: [u32; 2], text: &str, label: Label) -> MentionRecord<'d> {
        MentionRecord {
            start,
            end,
            text: text.to_owned().into(),
            label,
            kind: self.kind,
            entity: self.entity,
            score: self.score,
            by: self.by,
        }
    }
}

impl<'d> AttributionRest<'d> {
    pub fn of(attribution: &AttributionRecord<'d>) -> Self {
        let a = attribution.clone();
        AttributionRest {
            speaker: a.speaker,
            speaker_name: a.speaker_name,
            also: a.also,
            kind: a.kind,
            cue_lemma: a.cue_lemma,
            cue_class: a.cue_class,
            negated: a.negated,
            within: a.within,
            score: a.score,
            by: a.by,
        }
    }

    /// Of an attribution that another program or a person made; `content` tells its kind.
    pub fn foreign(by: &'static str, content: &str) -> Self {
        AttributionRest {
            speaker: None,
            speaker_name: None,
            also: vec![],
            kind: kind(content),
            cue_lemma: "".into(),
            cue_class: "".into(),
            negated: false,
            within: None,
            score: 1.0,
            by: by.into(),
        }
    }

    pub fn with(
        self,
        source: Vec<[u32; 2]>,
        cue: Vec<[u32; 2]>,
        content: Vec<[u32; 2]>,
    ) -> AttributionRecord<'d> {
        AttributionRecord {
            source,
            cue,
            content,
            speaker: self.speaker,
            speaker_name: self.speaker_name,
            also: self.also,
            kind: self.kind,
            cue_lemma: self.cue_lemma,
            cue_class: self.cue_class,
            negated: self.negated,
            within: self.within,
            score: self.score,
            by: self.by,
        }
    }
}

impl<'d> RecordRest<'d> {
    pub fn of(record: &Record<'d>) -> Self {
        RecordRest {
            entities: record.entities.clone(),
            errors: record.errors.clone(),
            meta: record.meta.clone(),
        }
    }

    pub fn with(
        self,
        id: &str,
        mentions: Vec<MentionRecord<'d>>,
        attributions: Vec<AttributionRecord<'d>>,
    ) -> Record<'d> {
        Record {
            id: id.to_owned().into(),
            offsets: crate::output::Offsets::Char,
            text: None,
            mentions,
            entities: self.entities,
            attributions,
            errors: self.errors,
            meta: self.meta,
        }
    }
}

/// Whether content is quoted, by its marks.
fn kind(content: &str) -> QuotationKind {
    let mark = |c: char| matches!(c, '"' | '\u{201c}' | '\u{201d}' | '«' | '»' | '„');
    let content = content.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.'));
    if content.starts_with(mark) && content.ends_with(mark) {
        QuotationKind::Direct
    } else if content.contains(mark) {
        QuotationKind::Mixed
    } else {
        QuotationKind::Indirect
    }
}

/// Labels by the names that other programs and corpora give them.
pub fn label(name: &str) -> Option<Label> {
    Some(match name.to_ascii_uppercase().as_str() {
        "PERSON" | "PER" => Label::Person,
        "ORG" | "ORGANIZATION" | "ORGANISATION" => Label::Org,
        "PLACE" | "LOC" | "LOCATION" | "GPE" => Label::Place,
        "NORP" => Label::Norp,
        "ROLE" => Label::Role,
        _ => return None,
    })
}
