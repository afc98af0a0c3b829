//! Tagged documents into Parquet.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use onrecord::gazetteer::Gender;
use onrecord::interchange::{AnnotatedText, jsonl, table};
use onrecord::output::{
    AttributionRecord, CandidateRecord, EntityRecord, MentionRecord, Offsets, Record,
};
use onrecord::{EntityId, Label};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde::Serialize;

use super::schema::schema;
use super::{arrow_fault, fault};

/// What a file has a row for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    Documents,
    Mentions,
    Attributions,
}

/// A file that is being written.
pub struct Tables<W: Write + Send> {
    table: Table,
    decoder: Decoder,
    writer: ArrowWriter<W>,
    /// Rows that the decoder holds.
    held: usize,
}

/// Rows that are turned into columns together, and bytes of columns that are written together. A row group of a few
/// megabytes is what readers can skip.
const ROWS: usize = 256;
const GROUP: usize = 32 << 20;

#[derive(Serialize)]
struct DocumentRow<'r> {
    id: &'r str,
    offsets: Offsets,
    text: Option<&'r str>,
    mentions: &'r [MentionRecord<'r>],
    entities: Vec<EntityRow<'r>>,
    attributions: Vec<AttributionRow<'r>>,
    errors: &'r [std::borrow::Cow<'r, str>],
    meta: Option<String>,
}

/// As [`EntityRecord`], with what that leaves out.
#[derive(Serialize)]
struct EntityRow<'r> {
    id: EntityId,
    label: Label,
    name: &'r str,
    kb: Option<&'r str>,
    role: Option<&'r str>,
    affiliation: Option<&'r str>,
    gender: Option<Gender>,
    sub_label: Option<&'r str>,
    features: BTreeMap<&'r str, &'r str>,
    candidates: &'r [CandidateRecord<'r>],
    mentions: &'r [u32],
}

/// As [`AttributionRecord`]; a pair has no names in a list.
#[derive(Serialize)]
struct AttributionRow<'r> {
    source: Vec<SpanRow>,
    cue: Vec<SpanRow>,
    content: Vec<SpanRow>,
    speaker: Option<EntityId>,
    speaker_name: Option<&'r str>,
    also: Option<&'r [EntityId]>,
    kind: &'r str,
    cue_lemma: &'r str,
    cue_class: &'r str,
    negated: bool,
    within: Option<u32>,
    score: f32,
    by: &'r str,
}

#[derive(Serialize)]
struct SpanRow {
    start: u32,
    end: u32,
}

impl<W: Write + Send> Tables<W> {
    pub fn new(table: Table, out: W) -> io::Result<Self> {
        let schema = schema(table);
        let level = ZstdLevel::try_new(3).map_err(fault)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_created_by(concat!("onrecord ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let decoder = ReaderBuilder::new(schema.clone())
            .with_batch_size(ROWS)
            .build_decoder()
            .map_err(arrow_fault)?;
        Ok(Tables {
            table,
            decoder,
            writer: ArrowWriter::try_new(out, schema, Some(properties)).map_err(fault)?,
            held: 0,
        })
    }

    /// Adds what `onrecord tag` wrote: one record a line.
    pub fn add_lines(&mut self, lines: &Path) -> io::Result<()> {
        for line in BufReader::with_capacity(1 << 16, File::open(lines)?).lines() {
            let line = line?;
            match self.table {
                Table::Documents => self.add_record(&serde_json::from_str(&line)?)?,
                _ => self.add(&jsonl::read("", &line).map_err(io::Error::other)?)?,
            }
        }
        Ok(())
    }

    /// Adds a document, with its text.
    pub fn add(&mut self, annotated: &AnnotatedText<'_>) -> io::Result<()> {
        match self.table {
            Table::Documents => {
                let mut record = annotated.record.clone();
                record.text = Some((&*annotated.text).into());
                self.add_record(&record)
            }
            Table::Mentions => self.rows(&table::mention_rows(annotated)),
            Table::Attributions => self.rows(&table::attribution_rows(annotated)),
        }
    }

    fn add_record(&mut self, record: &Record<'_>) -> io::Result<()> {
        let meta = serde_json::to_string(&record.meta)?;
        self.rows(&[DocumentRow {
            id: &record.id,
            offsets: record.offsets,
            text: record.text.as_deref(),
            mentions: &record.mentions,
            entities: record.entities.iter().map(entity).collect(),
            attributions: record.attributions.iter().map(attribution).collect(),
            errors: &record.errors,
            meta: (!record.meta.is_empty()).then_some(meta),
        }])
    }

    fn rows<R: Serialize>(&mut self, rows: &[R]) -> io::Result<()> {
        for rows in rows.chunks(ROWS) {
            self.decoder.serialize(rows).map_err(arrow_fault)?;
            self.held += rows.len();
            if self.held >= ROWS {
                self.settle()?;
            }
        }
        Ok(())
    }

    fn settle(&mut self) -> io::Result<()> {
        self.held = 0;
        if let Some(batch) = self.decoder.flush().map_err(arrow_fault)? {
            self.writer.write(&batch).map_err(fault)?;
        }
        if self.writer.in_progress_size() >= GROUP {
            self.writer.flush().map_err(fault)?;
        }
        Ok(())
    }

    /// Writes what is left, and gives back what was written to.
    pub fn finish(mut self) -> io::Result<W> {
        self.settle()?;
        self.writer.into_inner().map_err(fault)
    }
}

fn entity<'r>(e: &'r EntityRecord<'_>) -> EntityRow<'r> {
    EntityRow {
        id: e.id,
        label: e.label,
        name: &e.name,
        kb: e.kb.as_deref(),
        role: e.role.as_deref(),
        affiliation: e.affiliation.as_deref(),
        gender: e.gender,
        sub_label: e.sub_label.as_deref(),
        features: e.features.iter().map(|(k, v)| (&**k, &**v)).collect(),
        candidates: &e.candidates,
        mentions: &e.mentions,
    }
}

fn attribution<'r>(a: &'r AttributionRecord<'_>) -> AttributionRow<'r> {
    let spans = |spans: &[[u32; 2]]| {
        let span = |&[start, end]: &[u32; 2]| SpanRow { start, end };
        spans.iter().map(span).collect()
    };
    AttributionRow {
        source: spans(&a.source),
        cue: spans(&a.cue),
        content: spans(&a.content),
        speaker: a.speaker,
        speaker_name: a.speaker_name.as_deref(),
        also: (!a.also.is_empty()).then_some(&a.also),
        kind: a.kind.as_str(),
        cue_lemma: &a.cue_lemma,
        cue_class: &a.cue_class,
        negated: a.negated,
        within: a.within,
        score: a.score,
        by: &a.by,
    }
}
