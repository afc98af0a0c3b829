//! Compiles the lists in `data/gazetteer/` and checks that what is shipped was compiled from them.

use std::path::Path;
use std::{env, fs};

use super::super::builder::{check_name, names, new_entry};
use super::super::compile::Compiler;
use super::super::entry::NewEntry;
use super::super::extras::NewExtras;
use super::super::table::{Row, Table};
use super::super::{Case, Entry, Gender, List, ListSource};
use crate::{BuildError, Label, LoadError};

/// How a list is written down and found.
struct Source {
    list: List,
    path: &'static str,
    columns: &'static [&'static str],
    case: Case,
}

impl Source {
    fn read(&self) -> String {
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(self.path)).unwrap()
    }
}

macro_rules! source {
    ($list:ident, $file:literal, $case:ident, $columns:expr) => {
        Source {
            list: List::$list,
            path: concat!("data/gazetteer/", $file),
            columns: &$columns,
            case: Case::$case,
        }
    };
}

static SOURCES: &[Source] = &[
    source!(
        People,
        "people.tsv",
        ExactOrCaps,
        ["name", "id", "aliases", "role", "country"]
    ),
    source!(
        Organizations,
        "organizations.tsv",
        ExactOrCaps,
        ["name", "id", "aliases", "kind", "flags"]
    ),
    source!(
        Places,
        "places.tsv",
        ExactOrCaps,
        [
            "name",
            "id",
            "aliases",
            "kind",
            "population",
            "country",
            "flags"
        ]
    ),
    source!(
        Demonyms,
        "demonyms.tsv",
        ExactOrCaps,
        ["form", "place_id", "pos", "plural"]
    ),
    source!(
        GivenNames,
        "given_names.tsv",
        ExactOrCaps,
        ["name", "gender", "count", "flags"]
    ),
    source!(
        Surnames,
        "surnames.tsv",
        ExactOrCaps,
        ["name", "count", "flags"]
    ),
    source!(Titles, "titles.tsv", Any, ["title", "kind", "gender"]),
    source!(Roles, "roles.tsv", Any, ["role", "plural", "kind"]),
    source!(
        NameWords,
        "org_words.tsv",
        ExactOrCaps,
        ["word", "position"]
    ),
];

/// The identifier of an organization or place whose table leaves it out: "org:bank-of-zorbik".
fn id_of(prefix: &str, name: &str) -> String {
    assert!(name.is_ascii(), "{name}: write its id into the table");
    let name = name.to_ascii_lowercase().replace('&', " and ");
    let name = name.replace(['\'', '.'], "");
    let words = name.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    format!("{prefix}:{}", words.join("-"))
}

fn compile() -> Result<Vec<u8>, BuildError> {
    let mut compiler = Compiler::default();
    // Read as they are now: a list that was changed needs no other build of this test.
    let texts: Vec<String> = SOURCES.iter().map(Source::read).collect();
    for (source, text) in SOURCES.iter().zip(&texts) {
        let table = Table::parse(Path::new(source.path), text, source.columns, &[])?;
        let mut rows = table.rows();
        while let Some(row) = rows.read() {
            let row = row?;
            let id = match (source.list, row.get("id")) {
                (List::Organizations, "") => id_of("org", row.get("name")),
                (List::Places, "") => id_of("place", row.get("name")),
                (_, id) => id.to_owned(),
            };
            compiler.push(&NewEntry {
                entry: entry(&row, source, &id)?,
                aliases: match row.get("plural") {
                    "" => names(&row, "aliases")?,
                    plural => vec![plural],
                },
                case: source.case,
                any_accents: false,
                any_initials: false,
                extras: NewExtras::default(),
            });
        }
    }
    let sources: Vec<_> = SOURCES
        .iter()
        .zip(&texts)
        .map(|(source, text)| ListSource::of(source.path, text))
        .collect();
    compiler.finish(&sources)
}

fn entry<'a>(row: &Row<'a, '_>, source: &Source, id: &'a str) -> Result<Entry<'a>, LoadError> {
    // `columns` begins with the one that holds the name, wherever it stands in the file.
    let base = new_entry(row, source.list, source.columns[0])?;
    check_name(row, source.columns[0], base.name)?;
    Ok(match source.list {
        List::People => Entry {
            label: Some(Label::Person),
            kb: id,
            role: row.get("role"),
            ..base
        },
        List::Organizations => Entry {
            label: Some(Label::Org),
            kb: id,
            ..base
        },
        List::Places => Entry {
            label: Some(Label::Place),
            kb: id,
            prior: row.number("population")?,
            ..base
        },
        List::Demonyms => Entry {
            label: Some(Label::Norp),
            kb: row.get("place_id"),
            kind: row.get("pos"),
            ..base
        },
        List::Roles => Entry {
            label: Some(Label::Role),
            ..base
        },
        List::NameWords => Entry {
            kind: row.get("position"),
            ..base
        },
        List::GivenNames | List::Surnames | List::Titles | List::User => Entry {
            prior: row.number("count")?,
            gender: match row.get("gender") {
                "f" => Some(Gender::Female),
                "m" => Some(Gender::Male),
                _ => None,
            },
            ..base
        },
    })
}

#[test]
fn the_shipped_lists_are_those_of_the_tables() {
    let compiled = compile().unwrap();
    if env::var_os("ONRECORD_COMPILE_LISTS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/gazetteer/bundled.gaz");
        fs::write(path, &compiled).unwrap();
    } else {
        assert!(
            compiled == super::COMPILED,
            "a table in data/gazetteer/ or the format has changed; compile them again:\n\
             ONRECORD_COMPILE_LISTS=1 cargo test --lib the_shipped_lists"
        );
    }
}
