//! The formats, and how a file shows which it has.

use std::path::Path;

use serde_json::Value;

use super::fields::{FIELDS, known_label};
use super::geonames;

/// How a list of names is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// A table with a header and tabs between the columns; nothing is quoted.
    Tsv,
    /// A table with a header and commas, semicolons or another delimiter between the columns, as RFC 4180 has it.
    Csv,
    /// JSON Lines, one entry a line, with the keys of our tables.
    JsonLines,
    /// spaCy's and Prodigy's `patterns.jsonl`: phrases, and tokens with LOWER, ORTH or TEXT.
    Spacy,
    /// Spark NLP's JSON Lines for its entity ruler.
    SparkJson,
    /// Spark NLP's `LABEL|name`.
    SparkCsv,
    /// GATE's index of lists, `lists.def`, with the lists beside it.
    Gate,
    /// One of GATE's lists by itself.
    GateList,
    /// CoreNLP's mapping for RegexNER.
    RegexNer,
    /// CoreNLP's characters file: `name;gender;alias;alias`.
    Characters,
    /// flashtext's JSON object: each name with a list of its variants.
    FlashtextJson,
    /// flashtext's lines of `variant=>name`; a name alone on its line, too.
    Flashtext,
    /// A dump of GeoNames: `allCountries.txt`, `cities500.txt`, ...
    GeoNames,
    /// Wikidata's JSON dump, whole or filtered, with or without the array around it.
    Wikidata,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 14] = [
        Format::Tsv,
        Format::Csv,
        Format::JsonLines,
        Format::Spacy,
        Format::SparkJson,
        Format::SparkCsv,
        Format::Gate,
        Format::GateList,
        Format::RegexNer,
        Format::Characters,
        Format::FlashtextJson,
        Format::Flashtext,
        Format::GeoNames,
        Format::Wikidata,
    ];

    /// The word that the command has for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Format::Tsv => "tsv",
            Format::Csv => "csv",
            Format::JsonLines => "jsonl",
            Format::Spacy => "spacy",
            Format::SparkJson => "spark-jsonl",
            Format::SparkCsv => "spark-csv",
            Format::Gate => "gate",
            Format::GateList => "gate-list",
            Format::RegexNer => "regexner",
            Format::Characters => "characters",
            Format::FlashtextJson => "flashtext-json",
            Format::Flashtext => "flashtext",
            Format::GeoNames => "geonames",
            Format::Wikidata => "wikidata",
        }
    }

    /// What it is, in a few words.
    pub const fn description(self) -> &'static str {
        match self {
            Format::Tsv => "a table with a header and tabs",
            Format::Csv => "a table with a header and commas or semicolons",
            Format::JsonLines => "JSON Lines, one entry a line",
            Format::Spacy => "spaCy's patterns",
            Format::SparkJson => "Spark NLP's JSON Lines",
            Format::SparkCsv => "Spark NLP's lines of LABEL|name",
            Format::Gate => "GATE's index of lists",
            Format::GateList => "one of GATE's lists",
            Format::RegexNer => "CoreNLP's mapping for RegexNER",
            Format::Characters => "CoreNLP's characters",
            Format::FlashtextJson => "flashtext's names with lists of variants",
            Format::Flashtext => "flashtext's lines of variant=>name",
            Format::GeoNames => "a dump of GeoNames",
            Format::Wikidata => "a dump of Wikidata",
        }
    }

    /// The format of a file by its name and its first bytes; `None` if neither tells.
    pub(super) fn recognise(path: &Path, beginning: &str) -> Option<Format> {
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.unwrap_or_default().to_ascii_lowercase();
        let packed = [".gz", ".bz2", ".zst"];
        let name = packed
            .iter()
            .find_map(|end| name.strip_suffix(end))
            .unwrap_or(&name);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension {
            "def" => return Some(Format::Gate),
            "lst" => return Some(Format::GateList),
            _ => {}
        }
        let mut lines = beginning
            .lines()
            .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        let first = lines.next().unwrap_or_default().trim_end();
        let by_content = match first.trim_start().chars().next() {
            Some('[') => of_array(first, lines.next().unwrap_or_default()),
            Some('{') => Some(of_object(first)),
            _ => of_line(first),
        };
        by_content.or(match extension {
            "tsv" | "tab" => Some(Format::Tsv),
            "csv" => Some(Format::Csv),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            _ => None,
        })
    }
}

fn of_array(first: &str, second: &str) -> Option<Format> {
    let item = format!("{first}{second}");
    let wikidata = item.contains("\"type\":\"item\"") || item.contains("\"labels\"");
    (wikidata || first.trim() == "[" && second.is_empty()).then_some(Format::Wikidata)
}

fn of_object(first: &str) -> Format {
    let line = first.strip_suffix(',').unwrap_or(first);
    let Ok(Value::Object(object)) = serde_json::from_str(line) else {
        // Long items of Wikidata are cut off here.
        return if line.contains("\"labels\":") {
            Format::Wikidata
        } else if line.len() < 2 || line.ends_with(['{', '[', ',', ']']) {
            Format::FlashtextJson
        } else {
            Format::JsonLines
        };
    };
    let has = |key| object.contains_key(key);
    if has("labels") && (has("claims") || has("type")) {
        Format::Wikidata
    } else if has("pattern") {
        Format::Spacy
    } else if has("patterns") {
        Format::SparkJson
    } else if !has("name") && object.values().all(Value::is_array) {
        Format::FlashtextJson
    } else {
        Format::JsonLines
    }
}

fn of_line(line: &str) -> Option<Format> {
    let is_header = |delimiter| {
        let mut fields = line
            .split(delimiter)
            .map(|f: &str| f.trim_matches('"').trim());
        fields.clone().any(|field| field == "name")
            && (fields.clone().count() > 1 || line == "name")
            && fields.any(|field| FIELDS.contains(&field))
    };
    let tabs: Vec<&str> = line.split('\t').collect();
    if is_header('\t') {
        return Some(Format::Tsv);
    }
    if is_header(',') || is_header(';') {
        return Some(Format::Csv);
    }
    if tabs.len() == geonames::COLUMNS && tabs[0].bytes().all(|b| b.is_ascii_digit()) {
        return Some(Format::GeoNames);
    }
    if line.contains("=>") {
        return Some(Format::Flashtext);
    }
    if (2..=5).contains(&tabs.len()) && known_label(tabs[1]).is_some() {
        return Some(Format::RegexNer);
    }
    if let Some((label, _)) = line.split_once('|')
        && known_label(label).is_some()
    {
        return Some(Format::SparkCsv);
    }
    let mut semicolons = line.split(';').map(str::trim).skip(1);
    if semicolons
        .next()
        .is_some_and(|gender| matches!(gender, "M" | "F" | ""))
    {
        return Some(Format::Characters);
    }
    let mut parts = line.split(':');
    if parts
        .next()
        .is_some_and(|file| file.trim_end().ends_with(".lst"))
    {
        return Some(Format::Gate);
    }
    None
}

/// The delimiter of a CSV file's header.
pub(super) fn delimiter(beginning: &str) -> char {
    let mut lines = beginning.lines();
    let header = lines.find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let count = |delimiter| header.unwrap_or_default().matches(delimiter).count();
    if count(';') > count(',') { ';' } else { ',' }
}

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let mut all = Format::ALL.into_iter();
        all.find(|format| format.as_str() == word).ok_or_else(|| {
            let words = Format::ALL.map(Format::as_str).join(", ");
            format!("the formats are {words}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_recognised() {
        let geonames = "2\tX\tX\t\t1.0\t2.0\tP\tPPL\tNO\t\t\t\t\t\t9\t\t\tEurope/Oslo\t2020-01-01";
        for (name, beginning, expected) in [
            (
                "a.tsv",
                "# licence: CC0\nname\tlabel\nOslo\tPLACE\n",
                Some(Format::Tsv),
            ),
            ("a.txt", "label\tname\n", Some(Format::Tsv)),
            ("a.tsv", "nmae\tlabel\n", Some(Format::Tsv)),
            ("a", "name,label\r\n", Some(Format::Csv)),
            ("a", "\"name\";\"label\"\n", Some(Format::Csv)),
            (
                "a",
                "{\"name\": \"Oslo\", \"label\": \"PLACE\"}\n",
                Some(Format::JsonLines),
            ),
            (
                "a",
                "{\"label\":\"GPE\",\"pattern\":\"Oslo\"}",
                Some(Format::Spacy),
            ),
            (
                "a",
                "{\"label\":\"GPE\",\"patterns\":[\"Oslo\"]}",
                Some(Format::SparkJson),
            ),
            ("a", "PERSON|Jon Snow\n", Some(Format::SparkCsv)),
            ("lists.def", "x", Some(Format::Gate)),
            ("a", "city.lst :location:city\n", Some(Format::Gate)),
            ("city.lst", "Oslo\n", Some(Format::GateList)),
            (
                "a",
                "Bachelor of Arts\tTITLE\tMISC\t2.0\n",
                Some(Format::RegexNer),
            ),
            (
                "a",
                "Connor;M;Connor;Connor Wells\n",
                Some(Format::Characters),
            ),
            (
                "a",
                "{\"java\": [\"java_2e\"]}",
                Some(Format::FlashtextJson),
            ),
            ("a", "{\n  \"java\": [\n", Some(Format::FlashtextJson)),
            ("a", "java_2e=>java\n", Some(Format::Flashtext)),
            ("a", geonames, Some(Format::GeoNames)),
            (
                "a.gz",
                "[\n{\"type\":\"item\",\"id\":\"Q1\",\"labels\":{",
                Some(Format::Wikidata),
            ),
            (
                "a",
                "{\"type\":\"item\",\"id\":\"Q1\",\"labels\":{}},\n",
                Some(Format::Wikidata),
            ),
            ("a", "Oslo\nBergen\n", None),
            ("a", "", None),
            ("a.csv.gz", "", Some(Format::Csv)),
        ] {
            let found = Format::recognise(Path::new(name), beginning);
            assert_eq!(found, expected, "{name} {beginning}");
        }
        for format in Format::ALL {
            assert_eq!(format.as_str().parse(), Ok(format));
        }
    }
}
