//! GeoNames' dumps: `allCountries.txt`, `cities500.txt` and so on.

use super::fields::{self, Record};
use super::sink::Sink;
use crate::Label;
use crate::text::chars::is_word;

pub(super) const COLUMNS: usize = 19;

pub(super) const LICENCE: &str = "CC BY 4.0, GeoNames (https://www.geonames.org)";

/// A line of 19 columns with tabs between them. The feature class becomes the kind, the population the prior.
pub(super) fn line(line: &str, sink: &mut Sink<'_>) -> Result<(), String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let Ok(columns) = <[&str; COLUMNS]>::try_from(columns) else {
        return Err(format!(
            "{} columns, but a line of GeoNames has {COLUMNS}, with tabs between them; take the file as it was published",
            line.split('\t').count()
        ));
    };
    let [id, name, ascii, alternate, _, _, class, code, country, ..] = columns;
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!(
            "{id:?} is no number of GeoNames; mend or remove the line"
        ));
    }
    let mut aliases = vec![];
    for alias in std::iter::once(ascii).chain(alternate.split(',')) {
        let alias = alias.trim();
        // The column mixes codes of airports and languages and the addresses of pages with the names.
        let is_name = alias.contains(is_word) && !is_code(alias) && !alias.contains("://");
        if is_name && alias != name && !aliases.iter().any(|other| other == alias) {
            aliases.push(alias.to_owned());
        }
    }
    let mut record = Record {
        name: name.trim().to_owned(),
        kind: kind(class, code).to_owned(),
        id: format!("geonames:{id}"),
        aliases,
        prior: fields::number("population", columns[14])?,
        country: country.to_owned(),
        ..Record::default()
    };
    record.label = Some(sink.options.label.unwrap_or(Label::Place));
    sink.take(record)
}

/// "PAR", "CDG": a code and, what is worse, often a word in capitals.
fn is_code(alias: &str) -> bool {
    alias.len() <= 4
        && alias
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// What the bundled list of places calls it.
fn kind(class: &str, code: &str) -> &'static str {
    match (class, code) {
        ("A", code) if code.starts_with("PCL") => "country",
        ("A", _) => "division",
        ("H", _) => "water",
        ("L", _) => "region",
        ("P", _) => "city",
        ("R", _) => "road",
        ("S", _) => "building",
        ("T", "ISL" | "ISLS") => "island",
        ("T", _) => "mountain",
        ("U", _) => "water",
        ("V", _) => "region",
        _ => "",
    }
}
