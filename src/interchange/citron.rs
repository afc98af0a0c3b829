//! The JSON of [Citron](https://github.com/bbc/citron), the BBC's quote extraction: `text`, `quotes` with `cue`, `sources`,
//! `contents`, `coreferences` and `confidence`, and `coreference_groups`.
//!
//! What Citron has no place for stands under `onrecord`, which [`read`] takes up again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::rest::{AttributionRest, MentionRest, RecordRest};
use super::{AnnotatedText, InterchangeError, Slices};
use crate::output::{AttributionRecord, EntityRecord, MentionRecord};
use crate::{EntityId, Label};

#[derive(Serialize, Deserialize)]
struct Page {
    text: String,
    #[serde(default)]
    quotes: Vec<Quote>,
    #[serde(default)]
    coreference_groups: Vec<Vec<Piece>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    onrecord: Option<Ours>,
}

#[derive(Serialize, Deserialize)]
struct Ours {
    id: String,
    mentions: Vec<MentionRecord<'static>>,
    #[serde(flatten)]
    rest: RecordRest<'static>,
}

#[derive(Serialize, Deserialize)]
struct Quote {
    id: usize,
    #[serde(default)]
    cue: Option<Piece>,
    #[serde(default)]
    sources: Vec<Piece>,
    #[serde(default)]
    contents: Vec<Piece>,
    #[serde(default)]
    coreferences: Vec<Piece>,
    #[serde(default)]
    confidence: f32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    onrecord: Option<OurQuote>,
}

#[derive(Serialize, Deserialize)]
struct OurQuote {
    /// All parts of the cue; Citron has one.
    cue: Vec<[u32; 2]>,
    #[serde(flatten)]
    rest: AttributionRest<'static>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Piece {
    start: u32,
    end: u32,
    text: String,
}

/// One document, as one line of JSON without the line break.
pub fn write(annotated: &AnnotatedText<'_>) -> String {
    let record = &annotated.record.clone().into_owned();
    let slices = Slices::new(&annotated.text);
    let piece = |span: [u32; 2]| Piece {
        start: span[0],
        end: span[1],
        text: slices.get(span).to_owned(),
    };
    let pieces = |spans: &[[u32; 2]]| spans.iter().map(|&span| piece(span)).collect();
    let names = |id: EntityId| -> Vec<Piece> {
        let named = record.mentions.iter().filter(|m| m.entity == Some(id));
        named.map(|m| piece([m.start, m.end])).collect()
    };
    let quotes = record.attributions.iter().enumerate().map(|(id, a)| Quote {
        id,
        cue: a
            .cue
            .first()
            .map(|first| piece([first[0], a.cue[a.cue.len() - 1][1]])),
        sources: pieces(&a.source),
        contents: pieces(&a.content),
        coreferences: a.speaker.map(names).unwrap_or_default(),
        confidence: a.score,
        onrecord: Some(OurQuote {
            cue: a.cue.clone(),
            rest: AttributionRest::of(a),
        }),
    });
    let page = Page {
        text: annotated.text.to_string(),
        quotes: quotes.collect(),
        coreference_groups: record
            .entities
            .iter()
            .map(|e| names(e.id))
            .filter(|g| g.len() > 1)
            .collect(),
        onrecord: Some(Ours {
            id: record.id.to_string(),
            mentions: record.mentions.clone(),
            rest: RecordRest::of(record),
        }),
    };
    serde_json::to_string(&page).expect("pages serialise")
}

/// Reads one document, of ours or of Citron, whose coreference groups become persons.
///
/// # Errors
/// Broken JSON, a span outside the text.
pub fn read(id: &str, json: &str) -> Result<AnnotatedText<'static>, InterchangeError> {
    let page: Page =
        serde_json::from_str(json).map_err(|error| InterchangeError::new(error.to_string()))?;
    let span = |piece: &Piece| [piece.start, piece.end];
    let spans = |pieces: &[Piece]| pieces.iter().map(span).collect::<Vec<_>>();
    let slices = Slices::new(&page.text);
    let (id, mentions, rest) = match page.onrecord {
        Some(ours) => (ours.id, ours.mentions, ours.rest),
        None => groups(id, &page.coreference_groups),
    };
    let entity_at: BTreeMap<[u32; 2], EntityId> = mentions
        .iter()
        .filter_map(|m| Some(([m.start, m.end], m.entity?)))
        .collect();
    let attributions = page
        .quotes
        .into_iter()
        .map(|quote| -> AttributionRecord<'static> {
            let (source, content) = (spans(&quote.sources), spans(&quote.contents));
            if let Some(ours) = quote.onrecord {
                return ours.rest.with(source, ours.cue, content);
            }
            let mut rest = AttributionRest::foreign("citron", &slices.join(&content));
            rest.score = quote.confidence.clamp(0.0, 1.0);
            rest.speaker = quote
                .coreferences
                .iter()
                .find_map(|piece| entity_at.get(&span(piece)).copied());
            rest.speaker_name = rest.speaker.and_then(|speaker| {
                let pieces = quote
                    .coreferences
                    .iter()
                    .filter(|piece| entity_at.get(&span(piece)) == Some(&speaker));
                pieces
                    .max_by_key(|piece| piece.text.len())
                    .map(|piece| piece.text.clone().into())
            });
            rest.with(source, quote.cue.iter().map(span).collect(), content)
        });
    let record = rest.with(&id, mentions.clone(), attributions.collect());
    AnnotatedText::new(page.text, record)
}

fn groups(
    id: &str,
    groups: &[Vec<Piece>],
) -> (String, Vec<MentionRecord<'static>>, RecordRest<'static>) {
    let mut mentions: Vec<MentionRecord<'static>> = vec![];
    for (entity, group) in groups.iter().enumerate() {
        for piece in group {
            let mut rest = MentionRest::foreign("citron");
            rest.entity = Some(EntityId(entity as u32));
            mentions.push(rest.with([piece.start, piece.end], &piece.text, Label::Person));
        }
    }
    mentions.sort_by_key(|m| (m.start, m.end));
    let entities = (0..groups.len()).map(|entity| {
        let entity = EntityId(entity as u32);
        let of = |m: &&MentionRecord<'static>| m.entity == Some(entity);
        let longest = mentions.iter().filter(of).max_by_key(|m| m.text.len());
        EntityRecord {
            id: entity,
            label: Label::Person,
            name: longest.map(|m| m.text.clone()).unwrap_or_default(),
            kb: None,
            role: None,
            affiliation: None,
            gender: None,
            sub_label: None,
            features: BTreeMap::new(),
            candidates: vec![],
            mentions: (0..mentions.len() as u32)
                .filter(|&m| of(&&mentions[m as usize]))
                .collect(),
        }
    });
    let rest = RecordRest {
        entities: entities.collect(),
        ..RecordRest::default()
    };
    (id.to_owned(), mentions, rest)
}
