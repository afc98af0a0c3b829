//! How right antecedents are, on files of GAP (Webster, Recasens, Axelrod and Baldridge 2018): a pronoun and two names,
//! each of which is what the pronoun refers to or not.

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::figures::{Figures, Tally};
use super::gold::{Document, Name};
use crate::tag::Fatal;

/// A row of a GAP file. Offsets are in characters.
#[derive(Debug, Deserialize)]
pub struct Row {
    #[serde(rename = "ID")]
    id: String,
    #[serde(rename = "Text")]
    text: String,
    #[serde(rename = "Pronoun")]
    pronoun: String,
    #[serde(rename = "Pronoun-offset")]
    pronoun_at: u32,
    #[serde(rename = "A")]
    a: String,
    #[serde(rename = "A-offset")]
    a_at: u32,
    #[serde(rename = "A-coref")]
    a_right: String,
    #[serde(rename = "B")]
    b: String,
    #[serde(rename = "B-offset")]
    b_at: u32,
    #[serde(rename = "B-coref")]
    b_right: String,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct Scores {
    pub masculine: Figures,
    pub feminine: Figures,
    pub all: Figures,
    /// Pronouns that have an entity, right or wrong.
    pub resolved: usize,
    pub pronouns: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// The pronoun has no entity.
    Unresolved,
    /// No mention covers the right name.
    NameNotFound,
    /// The right name has another entity than the pronoun.
    Missed,
    /// A wrong name has the pronoun's entity.
    Wrong,
}

#[derive(Debug, Serialize)]
pub struct Fault {
    pub class: Class,
    pub document: String,
    pub pronoun: String,
    pub name: String,
}

/// Reads a GAP file with its documents.
pub fn read(path: &Path) -> Result<(Vec<Row>, Vec<Document>), Fatal> {
    let fault = |error: csv::Error| format!("{}: {error}", path.display());
    let reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .quoting(false)
        .from_path(path);
    let rows: Vec<Row> = reader
        .map_err(fault)?
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(fault)?;
    if rows.is_empty() {
        return Err(format!("{}: no row in it", path.display()));
    }
    let documents = rows
        .iter()
        .map(|row| Document::unannotated(&row.id, &row.text))
        .collect();
    Ok((rows, documents))
}

/// Scores predictions, in the order of the rows.
pub fn score(rows: &[Row], predicted: &[Option<Document>]) -> (Scores, Vec<Fault>) {
    let (mut masculine, mut feminine, mut all) =
        (Tally::default(), Tally::default(), Tally::default());
    let mut resolved = 0;
    let mut faults = vec![];
    for (row, predicted) in rows.iter().zip(predicted) {
        let mentions = predicted
            .as_ref()
            .and_then(|p| p.mentions.as_deref())
            .unwrap_or_default();
        let length = row.pronoun.chars().count() as u32;
        let (start, end) = (row.pronoun_at, row.pronoun_at + length);
        let covers = |m: &&Name| m.start <= start && end <= m.end && m.end - m.start <= length + 1;
        let own: BTreeSet<u32> = mentions
            .iter()
            .filter(covers)
            .filter_map(|m| m.entity)
            .collect();
        resolved += usize::from(!own.is_empty());
        let gender = match row.pronoun.to_lowercase().as_str() {
            "she" | "her" | "hers" => &mut feminine,
            _ => &mut masculine,
        };
        let names = [
            (&row.a, row.a_at, &row.a_right),
            (&row.b, row.b_at, &row.b_right),
        ];
        for (name, at, right) in names {
            let name_end = at + name.chars().count() as u32;
            let over: Vec<u32> = (mentions.iter())
                .filter(|m| m.start < name_end && at < m.end)
                .filter_map(|m| m.entity)
                .collect();
            let linked = over.iter().any(|entity| own.contains(entity));
            let right = right.eq_ignore_ascii_case("true");
            for tally in [&mut *gender, &mut all] {
                tally.add(
                    usize::from(linked && right),
                    usize::from(linked),
                    usize::from(right),
                );
            }
            let class = match (linked, right) {
                (true, true) | (false, false) => continue,
                (true, false) => Class::Wrong,
                (false, true) if own.is_empty() => Class::Unresolved,
                (false, true) if over.is_empty() => Class::NameNotFound,
                (false, true) => Class::Missed,
            };
            faults.push(Fault {
                class,
                document: row.id.clone(),
                pronoun: row.pronoun.clone(),
                name: name.clone(),
            });
        }
    }
    let scores = Scores {
        masculine: masculine.figures(),
        feminine: feminine.figures(),
        all: all.figures(),
        resolved,
        pronouns: rows.len(),
    };
    (scores, faults)
}
