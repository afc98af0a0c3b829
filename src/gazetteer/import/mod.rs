//! Reads lists of names as others write them, line by line, into a [`Gazetteer`].
//!
//! Nothing is kept but what the compiled gazetteer needs, and no line takes more memory than its format may need, so that dumps of any size can
//! be read. A row that is no name is handed to the caller with file, line, reason and remedy, and the rest is read.
//!
//! ```
//! use onrecord::gazetteer::import::{Import, ImportOptions};
//!
//! let patterns = r#"{"label": "GPE", "pattern": [{"LOWER": "san"}, {"LOWER": "francisco"}], "id": "sf"}
//! {"label": "GPE", "pattern": [{"IS_ALPHA": true}]}"#;
//! let mut import = Import::new(ImportOptions::default());
//! let mut rejects = vec![];
//! import.read("patterns.jsonl", patterns.as_bytes(), &mut |reject| rejects.push(reject))?;
//! assert!(rejects[0].to_string().starts_with("patterns.jsonl:2: the key \"IS_ALPHA\" of a token cannot be a name"));
//!
//! let cities = import.build()?;
//! let mut hits = vec![];
//! cities.find("SAN FRANCISCO fog", &mut hits);
//! assert_eq!(cities.entry(hits[0].entry).kb, "sf");
//! # Ok::<(), onrecord::BuildError>(())
//! ```

mod fields;
mod flashtext;
mod format;
mod gate;
mod geonames;
mod json;
mod lines;
mod patterns;
mod regexner;
mod sink;
mod sniff;
mod table;
#[cfg(test)]
mod tests;
mod tokens;
mod wikidata;

use std::fmt;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::compile::Compiler;
use super::{Case, Gazetteer, ListSource};
use crate::{BuildError, Label, LoadError};
use lines::Lines;
use sink::Sink;
use sniff::Sniffed;

pub use format::Format;
pub use sink::Imported;

/// How lists are read.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// The format; each file shows its own if there is none here.
    pub format: Option<Format>,
    /// In which letter case names are found, where the list does not say.
    pub case: Case,
    /// Whether names are found with and without their accents, where the list does not say.
    pub any_accents: bool,
    /// The label of names whose list says nothing.
    pub label: Option<Label>,
    /// What labels of the lists mean, besides those that are known; capitals do not matter.
    pub labels: Vec<(String, Label)>,
    /// What stands between the columns of CSV, Spark NLP's CSV and GATE's lists.
    pub delimiter: Option<char>,
    /// Of Wikidata: the languages whose labels and aliases are names; the first that an item has gives its name. English if empty.
    pub languages: Vec<String>,
    /// Of Wikidata: the classes whose instances are taken, as `Q5`, each with a label. If empty, people and the most frequent classes
    /// of places and organizations.
    pub classes: Vec<(String, Label)>,
    /// Entries with a smaller prior are left out: inhabitants in GeoNames, site links in Wikidata.
    pub min_prior: u32,
}

/// A row that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// The file that it stands in.
    pub file: PathBuf,
    /// Its line, from 1.
    pub line: u64,
    /// What is wrong, and what to do about it.
    pub reason: String,
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.reason)
    }
}

/// Opens a list that an index names.
pub type OpenList<'o> = dyn FnMut(&Path) -> io::Result<Box<dyn BufRead>> + 'o;

/// Lists that are read, one after the other, and then compiled together.
#[derive(Default)]
pub struct Import {
    options: ImportOptions,
    compiler: Compiler,
    seen: FxHashSet<u64>,
    sources: Vec<ListSource>,
}

impl fmt::Debug for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Import")
            .field("options", &self.options)
            .field("sources", &self.sources)
            .finish_non_exhaustive()
    }
}

impl Import {
    /// Without any list yet.
    pub fn new(mut options: ImportOptions) -> Self {
        if options.languages.is_empty() {
            options.languages.push("en".to_owned());
        }
        Import {
            options,
            ..Import::default()
        }
    }

    /// Changes how the next lists are read.
    pub fn options(&mut self) -> &mut ImportOptions {
        &mut self.options
    }

    /// Tells the format of a file by its name and by the beginning of its content, without reading more.
    pub fn recognise(path: impl AsRef<Path>, beginning: &[u8]) -> Option<Format> {
        let beginning = String::from_utf8_lossy(beginning);
        Format::recognise(path.as_ref(), &beginning)
    }

    /// Reads a list, and the files beside it that it names, if it is an index of GATE.
    ///
    /// `path` is for messages and helps to recognise the format. `reject` gets each row that cannot be taken.
    ///
    /// # Errors
    ///
    /// If the source cannot be read or is no list of names at all. What was read of it until then stays.
    pub fn read(
        &mut self,
        path: impl AsRef<Path>,
        source: impl BufRead,
        reject: &mut dyn FnMut(Reject),
    ) -> Result<Imported, LoadError> {
        let mut open = |path: &Path| -> io::Result<Box<dyn BufRead>> {
            Ok(Box::new(BufReader::new(std::fs::File::open(path)?)))
        };
        self.read_with(path, source, &mut open, reject)
    }

    /// As [`read`](Import::read), with `open` for the files that an index names.
    ///
    /// # Errors
    ///
    /// As those of [`read`](Import::read).
    pub fn read_with(
        &mut self,
        path: impl AsRef<Path>,
        mut source: impl BufRead,
        open: &mut OpenList<'_>,
        reject: &mut dyn FnMut(Reject),
    ) -> Result<Imported, LoadError> {
        let path = path.as_ref();
        let source: &mut dyn BufRead = &mut source;
        let mut source = Sniffed::new(source).map_err(|error| LoadError::io(path, error))?;
        if let Some(what) = source.not_text() {
            return Err(LoadError::file(path, format!("this is {what}")));
        }
        let format = match self.options.format {
            Some(format) => format,
            None => Format::recognise(path, source.beginning()).ok_or_else(|| {
                let formats = Format::ALL.map(Format::as_str).join(", ");
                LoadError::file(
                    path,
                    format!("neither its name nor its beginning tells what format it has; say so with --from, one of {formats}"),
                )
            })?,
        };
        let mut sink = Sink {
            options: &self.options,
            compiler: &mut self.compiler,
            seen: &mut self.seen,
            reject,
            path: path.to_owned(),
            line: 0,
            done: Imported {
                format: Some(format),
                ..Imported::default()
            },
        };
        match read(format, &mut source, open, &mut sink) {
            Ok(()) => Ok(sink.done),
            Err(Problem::Io(error)) => Err(LoadError::io(path, error)),
            Err(Problem::Row(problem) | Problem::Line(problem)) => {
                Err(LoadError::line(path, sink.line.max(1) as usize, problem))
            }
        }
    }

    /// Notes where a list came from, so that a compiled file can tell when it has changed.
    pub fn source(&mut self, source: ListSource) {
        self.sources.push(source);
    }

    /// Compiles what was read into the bytes of a file, as [`GazetteerBuilder::compile`](super::GazetteerBuilder::compile) does.
    ///
    /// # Errors
    ///
    /// If there are more names than fit.
    pub fn compile(self) -> Result<Vec<u8>, BuildError> {
        self.compiler.finish(&self.sources)
    }

    /// Compiles what was read for use right away.
    ///
    /// # Errors
    ///
    /// If there are more names than fit.
    pub fn build(self) -> Result<Gazetteer, BuildError> {
        Ok(Gazetteer::from_bytes("imported lists", self.compile()?)?)
    }
}

/// What a reader cannot go on with.
enum Problem {
    /// This row, but the others are good.
    Row(String),
    /// This line, and with it the file.
    Line(String),
    /// The source.
    Io(io::Error),
}

impl From<String> for Problem {
    fn from(reason: String) -> Self {
        Problem::Row(reason)
    }
}

fn read(
    format: Format,
    source: &mut Sniffed<&mut dyn BufRead>,
    open: &mut OpenList<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Problem> {
    let longest = match format {
        Format::Wikidata => wikidata::LONGEST,
        _ => lines::LONGEST,
    };
    let delimiter = sink.options.delimiter;
    let mut by_line = |sink: &mut Sink<'_>, line: &mut RowReader<'_>| {
        each_line(
            &mut Lines::new(&mut *source, longest),
            sink,
            |text, sink| {
                if text.trim().is_empty() {
                    return Ok(());
                }
                line(text, sink)
            },
        )
    };
    macro_rules! by_line {
        ($read:expr) => {
            by_line(sink, &mut |line, sink| Ok($read(line, sink)?))
        };
    }
    match format {
        Format::Tsv => table::read(source, b'\t', sink),
        Format::Csv => {
            let delimiter = delimiter.unwrap_or_else(|| format::delimiter(source.beginning()));
            let delimiter = u8::try_from(delimiter).map_err(|_| {
                Problem::Line("the delimiter of CSV must be a character of ASCII".to_owned())
            })?;
            table::read(source, delimiter, sink)
        }
        Format::JsonLines => by_line!(json::line),
        Format::Spacy => by_line!(patterns::spacy),
        Format::SparkJson => by_line!(patterns::spark),
        Format::SparkCsv => {
            let delimiter = delimiter.unwrap_or('|');
            by_line!(|line, sink| patterns::spark_csv(line, delimiter, sink))
        }
        Format::Gate => by_line(sink, &mut |line, sink| gate::index_line(line, open, sink)),
        Format::GateList => {
            let mut all = fields::Record::default();
            sink.label("", &mut all).map_err(Problem::Line)?;
            gate::list(source, &all, sink)
        }
        Format::RegexNer => by_line!(regexner::mapping),
        Format::Characters => by_line!(regexner::character),
        Format::FlashtextJson | Format::Flashtext => {
            let mut none = fields::Record::default();
            sink.label("", &mut none).map_err(Problem::Line)?;
            match format {
                Format::Flashtext => by_line!(flashtext::line),
                _ => flashtext::object(source, sink),
            }
        }
        Format::GeoNames => {
            sink.done.licence = geonames::LICENCE.to_owned();
            by_line!(geonames::line)
        }
        Format::Wikidata => {
            sink.done.licence = wikidata::LICENCE.to_owned();
            by_line!(wikidata::line)
        }
    }
}

/// Reads a row.
type RowReader<'r> = dyn FnMut(&str, &mut Sink<'_>) -> Result<(), Problem> + 'r;

/// Hands each line to `take` and its rejects to the sink.
fn each_line(
    lines: &mut Lines<impl BufRead>,
    sink: &mut Sink<'_>,
    mut take: impl FnMut(&str, &mut Sink<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    loop {
        let number = lines.number + 1;
        let Some(line) = lines.next().map_err(Problem::Io)? else {
            return Ok(());
        };
        sink.line = number;
        let taken = line.map_err(Problem::Row).and_then(|line| take(line, sink));
        match taken {
            Err(Problem::Row(reason)) => sink.reject(reason),
            taken => taken?,
        }
    }
}
