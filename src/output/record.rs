//! The JSON Lines contract: one object a document.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{OffsetMap, Offsets};
use crate::gazetteer::Gender;
use crate::{Candidate, Document, EntityId, Label, MentionKind, QuotationKind, Span};

/// A document as programs read it: what `onrecord tag` prints, one a line.
///
/// Fields are only ever added within a major version. Reading ignores what it does not know, so that a program built
/// with an older version reads the lines of a newer one.
///
/// ```
/// use onrecord::Tagger;
/// use onrecord::output::{Offsets, Record};
///
/// let document = Tagger::default().tag("Angela Merkel said no.");
/// let line = Record::new("greeting", &document, Offsets::Char).to_json();
/// assert!(line.starts_with(r#"{"id":"greeting","offsets":"char","mentions":["#));
///
/// let record: Record = serde_json::from_str(&line)?;
/// assert_eq!(record.mentions.len(), document.mentions.len());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Record<'d> {
    /// The caller's name for the document.
    pub id: Cow<'d, str>,
    /// The unit of all offsets below.
    pub offsets: Offsets,
    /// The text, where it is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Cow<'d, str>>,
    /// All mentions, by start.
    pub mentions: Vec<MentionRecord<'d>>,
    /// All entities, by first mention.
    pub entities: Vec<EntityRecord<'d>>,
    /// All attributions, by the start of the cue.
    pub attributions: Vec<AttributionRecord<'d>>,
    /// What could not be read or tagged and why, in sentences for people.
    #[serde(default)]
    pub errors: Vec<Cow<'d, str>>,
    /// Other fields that the document came with.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub meta: Map<String, Value>,
}

/// A [`Mention`](crate::Mention) in a [`Record`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MentionRecord<'d> {
    /// Its first unit.
    pub start: u32,
    /// The unit after its last one.
    pub end: u32,
    /// The text between the two.
    pub text: Cow<'d, str>,
    /// What it names.
    pub label: Label,
    /// How it names it.
    pub kind: MentionKind,
    /// The `id` of its entity.
    pub entity: Option<EntityId>,
    /// How likely the mention and its label are right, in [0, 1], rounded to three decimals.
    pub score: f32,
    /// The rule or gazetteer that made it.
    pub by: Cow<'d, str>,
}

/// An [`Entity`](crate::Entity) in a [`Record`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EntityRecord<'d> {
    /// What mentions and attributions call it by.
    pub id: EntityId,
    /// What it is.
    pub label: Label,
    /// The canonical name.
    pub name: Cow<'d, str>,
    /// The gazetteer's identifier.
    pub kb: Option<Cow<'d, str>>,
    /// For persons: the role that the text gives.
    pub role: Option<Cow<'d, str>>,
    /// For persons: what the role belongs to.
    pub affiliation: Option<Cow<'d, str>>,
    /// For persons: `female` or `male`, where the text or the given name tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// The gazetteer's finer label; left out where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_label: Option<Cow<'d, str>>,
    /// What its list has under names of its own; left out where there is nothing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub features: BTreeMap<Cow<'d, str>, Cow<'d, str>>,
    /// What its name may mean, the likeliest first; left out where it has one meaning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<CandidateRecord<'d>>,
    /// Indices into [`Record::mentions`].
    pub mentions: Vec<u32>,
}

/// A [`Candidate`](crate::Candidate) in a [`Record`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CandidateRecord<'d> {
    /// The gazetteer's identifier.
    pub kb: Option<Cow<'d, str>>,
    /// What it is.
    pub label: Label,
    /// The gazetteer's finer label; left out where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_label: Option<Cow<'d, str>>,
    /// The canonical name.
    pub name: Cow<'d, str>,
    /// How much there is of it, as its list says.
    pub prior: u32,
}

/// An [`Attribution`](crate::Attribution) in a [`Record`]. Spans are `[start, end]`, the end exclusive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AttributionRecord<'d> {
    /// Who; empty where the text names nobody.
    pub source: Vec<[u32; 2]>,
    /// The word or phrase that signals the report; empty for a quotation without one.
    pub cue: Vec<[u32; 2]>,
    /// What was said.
    pub content: Vec<[u32; 2]>,
    /// The `id` of the entity behind the source.
    pub speaker: Option<EntityId>,
    /// That entity's name; `null`, never a made-up name, where it is not known.
    pub speaker_name: Option<Cow<'d, str>>,
    /// Who speaks together with the speaker: "Lee and Kim", "both men"; left out where the speaker speaks alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<EntityId>,
    /// Whether the content is quoted.
    pub kind: QuotationKind,
    /// The cue's dictionary form.
    pub cue_lemma: Cow<'d, str>,
    /// The cue's class.
    pub cue_class: Cow<'d, str>,
    /// Whether the cue is negated.
    pub negated: bool,
    /// The index in [`Record::attributions`] of the one whose content holds this one.
    pub within: Option<u32>,
    /// How likely the whole attribution is right, in [0, 1], rounded to three decimals.
    pub score: f32,
    /// The rule that made it.
    pub by: Cow<'d, str>,
}

impl<'d> Record<'d> {
    /// Takes a document over, with its offsets in the given unit.
    pub fn new(id: &'d str, document: &'d Document<'_>, unit: Offsets) -> Self {
        let map = OffsetMap::new(document.text);
        let spans = |spans: &[Span]| spans.iter().map(|&s| map.span(s, unit)).collect();
        Record {
            id: id.into(),
            offsets: unit,
            text: None,
            mentions: document
                .mentions
                .iter()
                .map(|m| {
                    let [start, end] = map.span(m.span, unit);
                    MentionRecord {
                        start,
                        end,
                        text: document.text[m.span].into(),
                        label: m.label,
                        kind: m.kind,
                        entity: m.entity,
                        score: thousandths(m.score),
                        by: m.by.as_ref().into(),
                    }
                })
                .collect(),
            entities: document
                .entities
                .iter()
                .map(|e| EntityRecord {
                    id: e.id,
                    label: e.label,
                    name: e.name.as_str().into(),
                    kb: e.kb.as_deref().map(Cow::from),
                    role: e.role.as_deref().map(Cow::from),
                    affiliation: e.affiliation.as_deref().map(Cow::from),
                    gender: e.gender,
                    sub_label: e.sub_label.as_deref().map(Cow::from),
                    features: e
                        .features
                        .iter()
                        .map(|(key, value)| (key.into(), value.into()))
                        .collect(),
                    candidates: e.candidates.iter().map(candidate).collect(),
                    mentions: e.mentions.clone(),
                })
                .collect(),
            attributions: document
                .attributions
                .iter()
                .map(|a| AttributionRecord {
                    source: spans(&a.source),
                    cue: spans(&a.cue),
                    content: spans(&a.content),
                    speaker: a.speaker,
                    speaker_name: document.speaker_name(a).map(Cow::from),
                    also: a.also.clone(),
                    kind: a.kind,
                    cue_lemma: a.cue_lemma.as_ref().into(),
                    cue_class: a.cue_class.as_ref().into(),
                    negated: a.negated,
                    within: a.within,
                    score: thousandths(a.score),
                    by: a.by.as_ref().into(),
                })
                .collect(),
            errors: document.errors.iter().map(Cow::from).collect(),
            meta: Map::new(),
        }
    }

    /// The record as one line of JSON, without the line break.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings, numbers and lists always serialise")
    }
}

fn candidate(candidate: &Candidate) -> CandidateRecord<'_> {
    CandidateRecord {
        kb: candidate.kb.as_deref().map(Cow::from),
        label: candidate.label,
        sub_label: candidate.sub_label.as_deref().map(Cow::from),
        name: candidate.name.as_str().into(),
        prior: candidate.prior,
    }
}

/// More decimals than a score can mean would only make files longer and differences noisy.
fn thousandths(score: f32) -> f32 {
    (score * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn one_line_in_the_order_of_the_contract() {
        let document = sample::document();
        let record = Record::new("sample", &document, Offsets::Char);
        insta::assert_snapshot!(record.to_json().replace("{\"", "\n{\""));
        assert!(!record.to_json().contains('\n'));
    }

    #[test]
    fn reads_what_it_wrote() {
        let document = sample::document();
        for unit in [Offsets::Byte, Offsets::Char, Offsets::Utf16] {
            let record = Record::new("sample", &document, unit);
            let read: Record<'static> =
                serde_json::from_reader(record.to_json().as_bytes()).unwrap();
            assert_eq!(read, record);
        }
    }

    #[test]
    fn offsets_slice_the_text_in_their_unit() {
        let document = sample::document();
        let chars: Vec<char> = document.text.chars().collect();
        let utf16: Vec<u16> = document.text.encode_utf16().collect();
        let record = |unit| Record::new("sample", &document, unit);
        assert!(record(Offsets::Char).mentions.len() > 5);
        for m in record(Offsets::Byte).mentions {
            assert_eq!(document.text[m.start as usize..m.end as usize], *m.text);
        }
        for m in record(Offsets::Char).mentions {
            let slice = &chars[m.start as usize..m.end as usize];
            assert_eq!(slice.iter().collect::<String>(), *m.text);
        }
        for m in record(Offsets::Utf16).mentions {
            let slice = &utf16[m.start as usize..m.end as usize];
            assert_eq!(String::from_utf16(slice).unwrap(), *m.text);
        }
    }

    #[test]
    fn scores_have_three_decimals() {
        for (score, json) in [
            (0.97, "0.97"),
            (1.0, "1.0"),
            (0.0, "0.0"),
            (2.0 / 3.0, "0.667"),
        ] {
            assert_eq!(serde_json::to_string(&thousandths(score)).unwrap(), json);
        }
    }
}
