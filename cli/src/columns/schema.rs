//! The columns of the files that we write.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef};

use super::Table;
use DataType::{Boolean, Float32, UInt32, Utf8};

/// The columns of a table. Those of [`Table::Documents`] are nested as the JSON Lines are.
pub fn schema(table: Table) -> SchemaRef {
    let spans = || list(structure([must("start", UInt32), must("end", UInt32)]));
    Arc::new(Schema::new(match table {
        Table::Documents => vec![
            must("id", Utf8),
            must("offsets", Utf8),
            may("text", Utf8),
            must(
                "mentions",
                list(structure([
                    must("start", UInt32),
                    must("end", UInt32),
                    must("text", Utf8),
                    must("label", Utf8),
                    must("kind", Utf8),
                    may("entity", UInt32),
                    must("score", Float32),
                    must("by", Utf8),
                ])),
            ),
            must(
                "entities",
                list(structure([
                    must("id", UInt32),
                    must("label", Utf8),
                    must("name", Utf8),
                    may("kb", Utf8),
                    may("role", Utf8),
                    may("affiliation", Utf8),
                    may("gender", Utf8),
                    may("sub_label", Utf8),
                    must("features", map()),
                    must(
                        "candidates",
                        list(structure([
                            may("kb", Utf8),
                            must("label", Utf8),
                            may("sub_label", Utf8),
                            must("name", Utf8),
                            must("prior", UInt32),
                        ])),
                    ),
                    must("mentions", list(UInt32)),
                ])),
            ),
            must(
                "attributions",
                list(structure([
                    must("source", spans()),
                    must("cue", spans()),
                    must("content", spans()),
                    may("speaker", UInt32),
                    may("speaker_name", Utf8),
                    may("also", list(UInt32)),
                    must("kind", Utf8),
                    must("cue_lemma", Utf8),
                    must("cue_class", Utf8),
                    must("negated", Boolean),
                    may("within", UInt32),
                    must("score", Float32),
                    must("by", Utf8),
                ])),
            ),
            must("errors", list(Utf8)),
            // The fields that a document came with, as JSON: each may have others.
            may("meta", Utf8),
        ],
        Table::Mentions => vec![
            must("document", Utf8),
            must("start", UInt32),
            must("end", UInt32),
            must("text", Utf8),
            must("label", Utf8),
            must("kind", Utf8),
            may("entity", UInt32),
            may("name", Utf8),
            may("kb", Utf8),
            must("score", Float32),
            must("by", Utf8),
        ],
        Table::Attributions => vec![
            must("document", Utf8),
            must("number", UInt32),
            may("speaker", UInt32),
            may("speaker_name", Utf8),
            may("speaker_kb", Utf8),
            may("also", Utf8),
            must("kind", Utf8),
            must("cue_lemma", Utf8),
            must("cue_class", Utf8),
            must("negated", Boolean),
            may("within", UInt32),
            must("score", Float32),
            must("by", Utf8),
            must("source", Utf8),
            must("cue", Utf8),
            must("content", Utf8),
            must("source_spans", Utf8),
            must("cue_spans", Utf8),
            must("content_spans", Utf8),
        ],
    }))
}

fn must(name: &str, data: DataType) -> Field {
    Field::new(name, data, false)
}

fn may(name: &str, data: DataType) -> Field {
    Field::new(name, data, true)
}

fn structure<const N: usize>(fields: [Field; N]) -> DataType {
    DataType::Struct(fields.into_iter().collect())
}

fn list(of: DataType) -> DataType {
    DataType::List(Arc::new(Field::new_list_field(of, false)))
}

fn map() -> DataType {
    let entry = structure([must("keys", Utf8), may("values", Utf8)]);
    DataType::Map(Arc::new(must("entries", entry)), false)
}
