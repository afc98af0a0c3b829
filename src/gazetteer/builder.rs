//! Reads lists into a [`Gazetteer`].

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use onrecord_mmap::Bytes;

use super::automaton::Automaton;
use super::compile::{Compiler, LONGEST_FORM};
use super::entry::{Action, NewEntry};
use super::extras::{Extras, NewExtras, features};
use super::image::Image;
use super::table::{Row, Table};
use super::{Case, Entry, Flags, Gazetteer, Layer, List, ListSource};
use crate::text::chars::is_word;
use crate::{BuildError, Label, LoadError};

/// Gathers lists and compiles them.
///
/// A list is a table with tabs between its columns: lines that begin with `#` are comments, the first other line names the
/// columns. Of these `name` and `label` are needed; the labels are PERSON, ORG, PLACE, NORP and ROLE. The others are, with `|` between the parts of
/// those that hold several:
///
/// | column | what it holds |
/// |---|---|
/// | `id` | an identifier that travels to the output |
/// | `aliases` | further forms of the name |
/// | `weak_aliases` | forms that count only where the name or an alias stands somewhere in the text |
/// | `case`, `accents` | `exact`, `caps`, `smart` or `any`, as [`Case`] explains; `exact` or `any` |
/// | `kind` | a finer label, which travels to the output |
/// | `prior` | a whole number: of several entries with one name, the one with the largest comes first; where more than 64 have it, the 64 largest are found by it |
/// | `features` | `key=value`, whatever shall travel to the output |
/// | `languages` | the languages of texts in which it is found, see [`languages`](GazetteerBuilder::languages) |
/// | `not_before`, `not_after` | words with which it is not found where they come right behind it or stand right before it |
/// | `with`, `without` | words of which one must stand, or none may stand, in the same sentence |
/// | `action` | what it does to entries before it: `add`, `override` or `remove`, as [`Action`](super::Action) explains |
///
/// ```
/// use onrecord::gazetteer::Gazetteer;
/// let list = "name\tlabel\tid\taliases\nZürich Insurance\tORG\torg:7\tZürich Group|ZIG\n";
/// let gazetteer = Gazetteer::builder().list("insurers.tsv", list).build()?;
/// let mut hits = vec![];
/// gazetteer.find("ZIG fell.", &mut hits);
/// assert_eq!(gazetteer.entry(hits[0].entry).kb, "org:7");
///
/// let wrong = "name\tlabel\nZürich Insurance\tCOMPANY\n";
/// let error = Gazetteer::builder().list("insurers.tsv", wrong).build().unwrap_err();
/// assert!(error.to_string().starts_with("insurers.tsv:2: unknown label \"COMPANY\""));
/// # Ok::<(), onrecord::BuildError>(())
/// ```
#[derive(Clone, Debug)]
pub struct GazetteerBuilder<'a> {
    case: Case,
    any_accents: bool,
    any_initials: bool,
    languages: Vec<String>,
    engine: Option<Engine>,
    sources: Vec<Source<'a>>,
}

impl Default for GazetteerBuilder<'_> {
    fn default() -> Self {
        GazetteerBuilder {
            case: Case::default(),
            any_accents: false,
            any_initials: true,
            languages: vec![],
            engine: None,
            sources: vec![],
        }
    }
}

/// Larger lists go into the flat table: an automaton takes ten times its memory, and fifty times as long to build.
const MOST_IN_AUTOMATON: u32 = 20_000;

/// How names are looked for. Both ways find the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Engine {
    Automaton,
    Table,
}

#[derive(Clone, Debug)]
enum Source<'a> {
    File(PathBuf),
    Text(PathBuf, &'a str),
    Built(Gazetteer),
}

impl<'a> GazetteerBuilder<'a> {
    /// Adds the lists that come with onrecord.
    #[must_use]
    pub fn bundled(self) -> Self {
        self.gazetteer(Gazetteer::bundled().clone())
    }

    /// Adds a gazetteer that is built already.
    #[must_use]
    pub fn gazetteer(mut self, gazetteer: Gazetteer) -> Self {
        self.sources.push(Source::Built(gazetteer));
        self
    }

    /// In which letter case the names of the lists given are found, where the list does not say;
    /// [`Case::ExactOrCaps`] unless this is called.
    #[must_use]
    pub fn case(mut self, case: Case) -> Self {
        self.case = case;
        self
    }

    /// Finds the names of the lists given with and without their accents, where the list does not say: "Zoe" for "Zoë" and
    /// "Zoë" for "Zoe".
    #[must_use]
    pub fn any_accents(mut self, any_accents: bool) -> Self {
        self.any_accents = any_accents;
        self
    }

    /// Whether the initials and acronyms of the lists given are found in all ways in which they are written, which they are unless this is
    /// called: "J. K." as "J.K." and "JK", "U.S." as "US", and the other way round.
    #[must_use]
    pub fn any_initials(mut self, any_initials: bool) -> Self {
        self.any_initials = any_initials;
        self
    }

    /// The languages of the texts, such as `en` or `de-AT`: entries whose list names languages are found only if one of these is among
    /// them. Without this call they are found in all texts.
    ///
    /// ```
    /// use onrecord::gazetteer::Gazetteer;
    /// let list = "name\tlabel\tlanguages\nDie Zeit\tORG\tde\n";
    /// let papers = Gazetteer::builder().list("papers.tsv", list).languages(["en"]).build()?;
    /// let mut hits = vec![];
    /// papers.find("DIE ZEIT", &mut hits);
    /// assert!(hits.is_empty());
    /// # Ok::<(), onrecord::BuildError>(())
    /// ```
    #[must_use]
    pub fn languages(mut self, languages: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.languages = languages.into_iter().map(Into::into).collect();
        self
    }

    /// Adds a file: a list, or one that [`compile`](GazetteerBuilder::compile) made, which is mapped into memory and must not be
    /// changed in place while it is.
    #[must_use]
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.sources.push(Source::File(path.into()));
        self
    }

    /// Adds a list from a string; `name` stands for the path in error messages.
    #[must_use]
    pub fn list<'b>(self, name: impl Into<PathBuf>, text: &'b str) -> GazetteerBuilder<'b>
    where
        'a: 'b,
    {
        let mut sources: Vec<Source<'b>> = self.sources;
        sources.push(Source::Text(name.into(), text));
        GazetteerBuilder {
            case: self.case,
            any_accents: self.any_accents,
            any_initials: self.any_initials,
            languages: self.languages,
            engine: self.engine,
            sources,
        }
    }

    /// Reads and compiles everything. Files that are compiled already are opened as they are, without being read through.
    ///
    /// The order in which lists, files and gazetteers were added is kept, since later entries can [take away](super::Action) earlier ones.
    ///
    /// ```
    /// use onrecord::gazetteer::Gazetteer;
    /// let base = Gazetteer::builder().list("base.tsv", "name\tlabel\tid\nPeking\tPLACE\tcn:1\nOslo\tPLACE\tno:1\n").compile()?;
    /// let base = Gazetteer::from_bytes("base.gaz", base)?;
    /// let changes = "name\tlabel\tid\taction\nBeijing\tPLACE\tcn:1\toverride\nOslo\tPLACE\t\tremove\n";
    /// let places = Gazetteer::builder().gazetteer(base).list("changes.tsv", changes).build()?;
    /// let mut hits = vec![];
    /// places.find("Peking, Oslo, Beijing", &mut hits);
    /// let names: Vec<_> = hits.iter().map(|hit| places.entry(hit.entry).name).collect();
    /// assert_eq!(names, ["Beijing"]);
    /// # Ok::<(), onrecord::BuildError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a file cannot be read or is of no use, a list is malformed (the message names file, line and remedy), or there are more
    /// names than fit.
    pub fn build(self) -> Result<Gazetteer, BuildError> {
        let mut layers = vec![];
        let mut lists = vec![];
        for source in &self.sources {
            let compiled = match source.read()? {
                Read::List(path, text) => {
                    lists.push((path, text));
                    continue;
                }
                Read::Compiled(path, bytes) => Gazetteer::from_bytes(path, bytes)?.layers,
                Read::Built(gazetteer) => gazetteer.layers.clone(),
            };
            self.push_lists(&mut lists, &mut layers)?;
            layers.extend(compiled);
        }
        self.push_lists(&mut lists, &mut layers)?;
        let mut gazetteer = Gazetteer::of(layers);
        gazetteer.languages = self.languages.into();
        Ok(gazetteer)
    }

    /// Compiles lists that were added one after the other into one layer.
    fn push_lists(
        &self,
        lists: &mut Vec<(&Path, Cow<'_, str>)>,
        layers: &mut Vec<Layer>,
    ) -> Result<(), BuildError> {
        if !lists.is_empty() {
            layers.push(self.layer(self.compile_lists(lists)?)?);
            lists.clear();
        }
        Ok(())
    }

    /// Reads and compiles everything into the bytes of a file, which [`GazetteerBuilder::file`] and [`Gazetteer::from_bytes`] open
    /// again in no time.
    ///
    /// # Errors
    ///
    /// As those of [`build`](GazetteerBuilder::build), and if a file is compiled already.
    pub fn compile(self) -> Result<Vec<u8>, BuildError> {
        let mut lists = vec![];
        for source in &self.sources {
            match source.read()? {
                Read::List(path, text) => lists.push((path, text)),
                Read::Compiled(..) | Read::Built(_) => {
                    let path = match source {
                        Source::File(path) => path,
                        _ => Path::new("a gazetteer"),
                    };
                    let problem = "it is compiled already; compile the lists that it was made of";
                    return Err(LoadError::file(path, problem).into());
                }
            }
        }
        self.compile_lists(&lists)
    }

    fn compile_lists(&self, lists: &[(&Path, Cow<'_, str>)]) -> Result<Vec<u8>, BuildError> {
        let mut compiler = Compiler::default();
        for (path, text) in lists {
            let lines = text.bytes().filter(|b| *b == b'\n').count();
            compiler.reserve(text.len(), lines);
            user_list(path, text, self, &mut compiler)?;
        }
        let sources = lists
            .iter()
            .map(|(path, text)| ListSource::of(path.to_string_lossy(), text));
        compiler.finish(&sources.collect::<Vec<_>>())
    }

    fn layer(&self, compiled: Vec<u8>) -> Result<Layer, BuildError> {
        let image = Image::open(Path::new("compiled lists"), Arc::new(compiled))?;
        let engine = self
            .engine
            .unwrap_or(if image.form_count() <= MOST_IN_AUTOMATON {
                Engine::Automaton
            } else {
                Engine::Table
            });
        let automaton = match engine {
            Engine::Automaton => Some(Arc::new(Automaton::new(&image)?)),
            Engine::Table => None,
        };
        Ok(Layer { image, automaton })
    }

    /// Chooses how names are looked for; only tests have a reason to.
    #[cfg(test)]
    pub(super) fn engine(mut self, engine: Engine) -> Self {
        self.engine = Some(engine);
        self
    }
}

/// What a source is.
enum Read<'s> {
    List(&'s Path, Cow<'s, str>),
    Compiled(&'s Path, Bytes),
    Built(&'s Gazetteer),
}

impl Source<'_> {
    fn read(&self) -> Result<Read<'_>, LoadError> {
        match self {
            Source::Built(gazetteer) => Ok(Read::Built(gazetteer)),
            Source::Text(path, text) => Ok(Read::List(path, Cow::Borrowed(text))),
            Source::File(path) => {
                let bytes = Bytes::of_file(path).map_err(|e| LoadError::io(path, e))?;
                if Image::is_one(bytes.as_ref()) {
                    return Ok(Read::Compiled(path, bytes));
                }
                let text = decode(path, bytes.as_ref().to_vec())?;
                Ok(Read::List(path, Cow::Owned(text)))
            }
        }
    }
}

fn decode(path: &Path, bytes: Vec<u8>) -> Result<String, LoadError> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..valid]
            .iter()
            .filter(|&&b| b == b'\n')
            .count();
        LoadError::line(path, line, "not valid UTF-8; save the list as UTF-8 text")
    })
}

/// The columns that a list may have besides `name` and `label`, but for [`EXTRAS`].
const COLUMNS: [&str; 6] = ["id", "aliases", "case", "accents", "kind", "prior"];

/// The columns that few lists have.
const EXTRAS: [&str; 8] = [
    "weak_aliases",
    "features",
    "languages",
    "not_before",
    "not_after",
    "with",
    "without",
    "action",
];

fn user_list<'a>(
    path: &'a Path,
    text: &'a str,
    builder: &GazetteerBuilder<'_>,
    compiler: &mut Compiler,
) -> Result<(), LoadError> {
    let table = Table::parse(
        path,
        text,
        &["name", "label"],
        &[&COLUMNS[..], &EXTRAS].concat(),
    )?;
    let has_extras = table.has_any(&EXTRAS);
    let mut rows = table.rows();
    while let Some(row) = rows.read() {
        let row = row?;
        let extras = if has_extras {
            extras(&row)?
        } else {
            NewExtras::default()
        };
        let removes = extras.action == Action::Remove;
        let label = match row.get("label") {
            "" if removes => None,
            label => match Label::ALL.into_iter().find(|l| l.as_str() == label) {
                None => {
                    let labels = Label::ALL.map(Label::as_str).join(", ");
                    return Err(row.error(format!("unknown label {label:?}; use one of {labels}")));
                }
                label => label,
            },
        };
        let kb = row.get("id");
        if !(removes && !kb.is_empty() && row.get("name").is_empty()) {
            check_name(&row, "name", row.get("name"))?;
        }
        compiler.push(&NewEntry {
            entry: Entry {
                label,
                kb,
                prior: row.number("prior")?,
                ..new_entry(&row, List::User, "name")?
            },
            aliases: names(&row, "aliases")?,
            case: row.one_of("case", &CASES)?.unwrap_or(builder.case),
            any_accents: row
                .one_of("accents", &ACCENTS)?
                .unwrap_or(builder.any_accents),
            any_initials: builder.any_initials,
            extras,
        });
    }
    Ok(())
}

fn extras<'a>(row: &Row<'a, '_>) -> Result<NewExtras<'a>, LoadError> {
    let extras = NewExtras {
        weak: names(row, "weak_aliases")?,
        features: features(row.get("features")).map_err(|problem| row.error(problem))?,
        languages: row.list("languages"),
        not_before: row.list("not_before"),
        not_after: row.list("not_after"),
        with: row.list("with"),
        without: row.list("without"),
        action: row.one_of("action", &Action::ALL)?.unwrap_or_default(),
    };
    extras.check().map_err(|problem| row.error(problem))?;
    Ok(extras)
}

/// The words of the column `case`.
pub(super) const CASES: [(&str, Case); 4] = [
    ("exact", Case::Exact),
    ("caps", Case::ExactOrCaps),
    ("smart", Case::Smart),
    ("any", Case::Any),
];

/// The words of the column `accents`.
pub(super) const ACCENTS: [(&str, bool); 2] = [("exact", false), ("any", true)];

/// An entry with its name and flags and nothing else.
pub(super) fn new_entry<'a>(
    row: &Row<'a, '_>,
    list: List,
    name_column: &str,
) -> Result<Entry<'a>, LoadError> {
    let mut flags = Flags::empty();
    for letter in row.get("flags").chars() {
        flags |= Flags::of_letter(letter).ok_or_else(|| {
            row.error(format!(
                "unknown flag {letter:?}; the flags are w, g, s, p, k"
            ))
        })?;
    }
    Ok(Entry {
        list,
        name: row.get(name_column),
        kb: "",
        label: None,
        kind: row.get("kind"),
        flags,
        prior: 0,
        gender: None,
        country: row.get("country"),
        role: "",
        extras: Extras::default(),
    })
}

/// The names of a column that holds several.
pub(super) fn names<'a>(row: &Row<'a, '_>, column: &str) -> Result<Vec<&'a str>, LoadError> {
    let names = row.list(column);
    for name in &names {
        check_name(row, column, name)?;
    }
    Ok(names)
}

pub(super) fn check_name(row: &Row<'_, '_>, column: &str, name: &str) -> Result<(), LoadError> {
    if name.len() > LONGEST_FORM {
        Err(row.error(format!(
            "the column {column:?} holds {} bytes, and a name may have {LONGEST_FORM}; shorten it or remove the line",
            name.len()
        )))
    } else if name.contains(is_word) {
        Ok(())
    } else if name.is_empty() {
        Err(row.error(format!(
            "the column {column:?} is empty; write a name or remove the line"
        )))
    } else {
        Err(row.error(format!(
            "{name:?} in column {column:?} has no letter or digit, so it can never be found; remove it"
        )))
    }
}
