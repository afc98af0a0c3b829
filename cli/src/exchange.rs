//! The formats of other programs, on disk.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use onrecord::interchange::{
    AnnotatedText, InterchangeError, brat, citron, conll, displacy, jsonl, label_studio, spacy,
    table, web_annotation,
};
use serde_json::value::RawValue;
use walkdir::WalkDir;

use crate::columns::Table;
use crate::report::Failure;
use crate::unpack::unpack;

/// What annotated texts are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Exchange {
    /// onrecord's JSON Lines with the text in them
    Jsonl,
    /// brat standoff, as PolNeAR has it; -o is a directory
    Brat,
    /// Citron's JSON, one document a line
    Citron,
    /// Label Studio tasks: one JSON array to import
    Labelstudio,
    /// For spaCy's displaCy, one document a line
    Displacy,
    /// spaCy's JSON for Doc.from_json and DocBin, one document a line
    Spacy,
    /// Columns, one token a line
    Conll,
    /// W3C Web Annotation: JSON-LD, one page a line
    W3c,
    /// A table with a row for each attribution
    Csv,
    /// A table with a row for each mention
    CsvMentions,
    /// Parquet with a row for each document, nested as the JSON Lines; needs -o, as the next two do
    Parquet,
    /// Parquet with a row for each attribution
    ParquetAttributions,
    /// Parquet with a row for each mention
    ParquetMentions,
}

impl Exchange {
    /// What a Parquet file has rows for.
    pub fn table(self) -> Option<Table> {
        match self {
            Exchange::Parquet => Some(Table::Documents),
            Exchange::ParquetAttributions => Some(Table::Attributions),
            Exchange::ParquetMentions => Some(Table::Mentions),
            _ => None,
        }
    }

    /// What stands before all documents.
    pub fn begin(self) -> &'static str {
        match self {
            Exchange::Labelstudio => "[\n",
            Exchange::Csv => table::ATTRIBUTION_COLUMNS,
            Exchange::CsvMentions => table::MENTION_COLUMNS,
            _ => "",
        }
    }

    /// What stands between two documents.
    pub fn between(self) -> &'static str {
        if self == Exchange::Labelstudio {
            ",\n"
        } else {
            ""
        }
    }

    /// What stands behind all documents.
    pub fn end(self) -> &'static str {
        if self == Exchange::Labelstudio {
            "\n]\n"
        } else {
            ""
        }
    }

    pub fn write(self, annotated: &AnnotatedText<'_>) -> String {
        match self {
            Exchange::Jsonl => jsonl::write(annotated) + "\n",
            Exchange::Brat => brat::write(annotated),
            Exchange::Citron => citron::write(annotated) + "\n",
            Exchange::Labelstudio => label_studio::write(annotated),
            Exchange::Displacy => displacy::write(annotated) + "\n",
            Exchange::Spacy => spacy::write(annotated) + "\n",
            Exchange::Conll => conll::write(annotated),
            Exchange::W3c => web_annotation::write(annotated) + "\n",
            Exchange::Csv => table::attributions(annotated),
            Exchange::CsvMentions => table::mentions(annotated),
            Exchange::Parquet | Exchange::ParquetAttributions | Exchange::ParquetMentions => {
                unreachable!("Parquet is written by its table")
            }
        }
    }
}

/// A directory of brat's: a text and an annotation file for each document.
pub struct BratDirectory {
    path: PathBuf,
    names: BTreeSet<String>,
}

impl BratDirectory {
    pub fn create(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        fs::write(path.join("annotation.conf"), brat::ANNOTATION_CONF)?;
        Ok(BratDirectory {
            path: path.to_owned(),
            names: BTreeSet::new(),
        })
    }

    pub fn add(&mut self, id: &str, text: &str, ann: &str) -> io::Result<()> {
        let safe = |c: char| {
            if c.is_alphanumeric() || "-_.,".contains(c) {
                c
            } else {
                '_'
            }
        };
        let name: String = id
            .trim_start_matches('.')
            .chars()
            .map(safe)
            .take(200)
            .collect();
        let mut unique = name.clone();
        let mut number = 1;
        while unique.is_empty() || !self.names.insert(unique.clone()) {
            number += 1;
            unique = format!("{name}-{number}");
        }
        fs::write(self.path.join(format!("{unique}.txt")), text)?;
        fs::write(self.path.join(format!("{unique}.ann")), ann)
    }
}

/// What annotated texts are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum From {
    /// JSON Lines with "text", as `tag --with-text` prints them, or annotated by people
    Jsonl,
    /// A directory of .txt and .ann files
    Brat,
    /// Citron's JSON
    Citron,
    /// What Label Studio exports as JSON
    Labelstudio,
}

impl From {
    /// What a file or directory looks like.
    pub fn guess(path: &Path) -> io::Result<Self> {
        if path.is_dir() {
            return Ok(From::Brat);
        }
        let mut first = None;
        documents(path, &mut |_, json| {
            first = Some(json.to_owned());
            false
        })?;
        let has = |name: &str| {
            let object: Option<serde_json::Map<String, serde_json::Value>> = first
                .as_deref()
                .and_then(|json| serde_json::from_str(json).ok());
            object.is_some_and(|object| object.contains_key(name))
        };
        Ok(match () {
            () if has("quotes") => From::Citron,
            () if has("data") => From::Labelstudio,
            () => From::Jsonl,
        })
    }

    /// Reads all documents. `take` says whether to go on. An error is of the whole file.
    pub fn read(
        self,
        path: &Path,
        take: &mut dyn FnMut(Result<AnnotatedText<'static>, Failure>) -> bool,
    ) -> io::Result<()> {
        let name = path.display();
        if self == From::Brat {
            return brat_documents(path, take);
        }
        documents(path, &mut |number, json| {
            let id = format!("{name}:{number}");
            let read = match self {
                From::Jsonl => jsonl::read(&id, json),
                From::Citron => citron::read(&id, json),
                From::Labelstudio => label_studio::read(&id, json),
                From::Brat => unreachable!("brat's are no JSON"),
            };
            take(read.map_err(|error| Failure {
                file: name.to_string(),
                line: Some(number),
                id: None,
                error: error.to_string(),
                whole_file: false,
            }))
        })
    }
}

/// The JSON values of a file: one behind the other, or in one array.
fn documents(path: &Path, take: &mut dyn FnMut(usize, &str) -> bool) -> io::Result<()> {
    let mut source = unpack(File::open(path)?)?;
    if source.fill_buf()?.starts_with("\u{feff}".as_bytes()) {
        source.consume(3);
    }
    while let Some(byte) = source.fill_buf()?.first().copied()
        && byte.is_ascii_whitespace()
    {
        source.consume(1);
    }
    if source.fill_buf()?.first() == Some(&b'[') {
        let all: Vec<Box<RawValue>> = serde_json::from_reader(source).map_err(broken)?;
        let _ = (all.iter().enumerate()).all(|(at, json)| take(at + 1, json.get()));
        return Ok(());
    }
    let values = serde_json::Deserializer::from_reader(source).into_iter::<Box<RawValue>>();
    for (at, json) in values.enumerate() {
        if !take(at + 1, json.map_err(broken)?.get()) {
            break;
        }
    }
    Ok(())
}

fn broken(error: serde_json::Error) -> io::Error {
    if error.is_io() {
        return error.into();
    }
    let problem = format!(
        "broken JSON: {error}; each document is a JSON object, one a line or all in one array"
    );
    io::Error::new(io::ErrorKind::InvalidData, problem)
}

fn brat_documents(
    directory: &Path,
    take: &mut dyn FnMut(Result<AnnotatedText<'static>, Failure>) -> bool,
) -> io::Result<()> {
    for entry in WalkDir::new(directory).sort_by_file_name() {
        let path = entry.map_err(io::Error::from)?.into_path();
        if path.extension().is_none_or(|extension| extension != "ann") {
            continue;
        }
        let below = path
            .strip_prefix(directory)
            .unwrap_or(&path)
            .with_extension("");
        let id = below.to_string_lossy();
        let read = fs::read_to_string(path.with_extension("txt"))
            .and_then(|text| Ok((text, fs::read_to_string(&path)?)))
            .map_err(|error| error.to_string())
            .and_then(|(text, ann)| {
                brat::read(&id, &text, &ann).map_err(|error: InterchangeError| error.to_string())
            });
        let read = read.map_err(|error| Failure {
            file: path.display().to_string(),
            line: None,
            id: Some(Cow::into_owned(id)),
            error,
            whole_file: false,
        });
        if !take(read) {
            break;
        }
    }
    Ok(())
}
