//! How right names are: exact spans with their label (as CoNLL's shared tasks count), spans alone, and overlaps.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use onrecord::output::{OffsetMap, Offsets};
use regex::Regex;
use serde::Serialize;

use super::figures::{Tally, ratio};
use super::gold::{Document, Name};

/// One line of the table; per cent with two decimals.
#[derive(Debug, PartialEq, Serialize)]
pub struct Line {
    pub name: &'static str,
    pub p: f64,
    pub r: f64,
    pub f1: f64,
    pub gold: usize,
    pub predicted: usize,
}

/// What is wrong with a name, and how often it is.
#[derive(Debug, Serialize)]
pub struct Fault {
    pub class: Class,
    pub text: String,
    pub label: &'static str,
    pub count: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Found with another label.
    Label,
    /// Found with other ends.
    Span,
    /// Not found.
    Missed,
    /// Proposed where nothing is annotated.
    Spurious,
}

const LABELS: [&str; 3] = ["PERSON", "ORG", "LOC"];

/// Conventions differ between corpora in a leading article or title and in a trailing possessive.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[Tt]he|THE|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Sen\.|Rep\.|Gov\.|Gen\.|President|Prime Minister)\s+")
        .expect("a pattern")
});

/// Start, end, label.
type Key = (u32, u32, &'static str);

/// Scores predictions, in the order of the annotated documents. With `trim`, leading articles and titles and trailing
/// possessives are left off on both sides.
pub fn score(
    gold: &[Document],
    predicted: &[Option<Document>],
    trim: bool,
) -> (Vec<Line>, Vec<Fault>) {
    let mut labels = [Tally::default(); LABELS.len()];
    let mut spans = Tally::default();
    let (mut near_proposed, mut near_annotated) = (0, 0);
    let mut faults: BTreeMap<(Class, &'static str, String), usize> = BTreeMap::new();
    for (document, predicted) in gold.iter().zip(predicted) {
        let map = OffsetMap::new(&document.text);
        let keys = |names: Option<&Vec<Name>>| -> BTreeSet<Key> {
            names
                .into_iter()
                .flatten()
                .filter_map(|name| key(&map, name, trim))
                .collect()
        };
        let annotated = keys(document.names.as_ref());
        let proposed = keys(predicted.as_ref().and_then(|p| p.names.as_ref()));
        for (tally, label) in labels.iter_mut().zip(LABELS) {
            let of = |set: &BTreeSet<Key>| set.iter().filter(|key| key.2 == label).count();
            let both = annotated
                .intersection(&proposed)
                .filter(|key| key.2 == label);
            tally.add(both.count(), of(&proposed), of(&annotated));
        }
        let bare = |set: &BTreeSet<Key>| -> BTreeSet<(u32, u32)> {
            set.iter().map(|k| (k.0, k.1)).collect()
        };
        let (a, p) = (bare(&annotated), bare(&proposed));
        spans.add(a.intersection(&p).count(), p.len(), a.len());
        let near =
            |key: &Key, others: &BTreeSet<Key>| touching(key, others).any(|other| other.2 == key.2);
        near_proposed += proposed.iter().filter(|key| near(key, &annotated)).count();
        near_annotated += annotated.iter().filter(|key| near(key, &proposed)).count();

        let text = |key: &Key| slice(&map, key.0, key.1).to_owned();
        for key in annotated.difference(&proposed) {
            let class = if p.contains(&(key.0, key.1)) {
                Class::Label
            } else if touching(key, &proposed).next().is_some() {
                Class::Span
            } else {
                Class::Missed
            };
            *faults.entry((class, key.2, text(key))).or_default() += 1;
        }
        for key in proposed
            .difference(&annotated)
            .filter(|key| touching(key, &annotated).next().is_none())
        {
            *faults
                .entry((Class::Spurious, key.2, text(key)))
                .or_default() += 1;
        }
    }
    let mut all = Tally::default();
    let mut lines: Vec<Line> = vec![];
    for (tally, name) in labels.iter().zip(LABELS) {
        all.add(tally.right, tally.proposed, tally.annotated);
        lines.push(line(name, *tally));
    }
    lines.push(line("MICRO", all));
    lines.push(line("SPAN", spans));
    lines.push(figures(
        "RELAXED",
        ratio(near_proposed, all.proposed),
        ratio(near_annotated, all.annotated),
        all,
    ));
    let mut faults: Vec<Fault> = (faults.into_iter())
        .map(|((class, label, text), count)| Fault {
            class,
            text,
            label,
            count,
        })
        .collect();
    faults.sort_by_key(|fault| std::cmp::Reverse(fault.count));
    (lines, faults)
}

/// The labels of other programs and corpora as the three that are scored; others are not.
fn scored(label: &str) -> Option<&'static str> {
    match label.to_ascii_uppercase().as_str() {
        "PER" | "PERSON" => Some("PERSON"),
        "ORG" | "ORGANIZATION" | "ORGANISATION" => Some("ORG"),
        "GPE" | "LOC" | "FAC" | "PLACE" | "LOCATION" | "FACILITY" => Some("LOC"),
        _ => None,
    }
}

fn key(map: &OffsetMap<'_>, name: &Name, trim: bool) -> Option<Key> {
    let label = scored(&name.label)?;
    let (mut start, mut end) = (name.start, name.end);
    if trim {
        let text = slice(map, start, end);
        // What is left of the name must not be nothing.
        let lead = LEAD.find(text).filter(|lead| lead.end() < text.len());
        let rest = &text[lead.map_or(0, |lead| lead.end())..];
        start += (text.chars().count() - rest.chars().count()) as u32;
        let without = ["'s", "’s", "'", "’"]
            .iter()
            .find_map(|tail| rest.strip_suffix(tail));
        if let Some(without) = without.filter(|without| !without.is_empty()) {
            end = start + without.chars().count() as u32;
        }
    }
    Some((start, end, label))
}

fn slice<'t>(map: &OffsetMap<'t>, start: u32, end: u32) -> &'t str {
    let byte = |at| map.byte(at, Offsets::Char).map(|byte| byte as usize);
    let range = byte(start).zip(byte(end));
    range
        .and_then(|(start, end)| map.text().get(start..end))
        .unwrap_or_default()
}

fn touching<'k>(key: &'k Key, others: &'k BTreeSet<Key>) -> impl Iterator<Item = &'k Key> {
    others
        .iter()
        .filter(move |other| other.0 < key.1 && key.0 < other.1)
}

fn line(name: &'static str, tally: Tally) -> Line {
    let p = ratio(tally.right, tally.proposed);
    let r = ratio(tally.right, tally.annotated);
    figures(name, p, r, tally)
}

fn figures(name: &'static str, p: f64, r: f64, tally: Tally) -> Line {
    let f1 = if p + r == 0.0 {
        0.0
    } else {
        2.0 * p * r / (p + r)
    };
    let percent = |x: f64| {
        format!("{:.2}", 100.0 * x)
            .parse()
            .expect("a printed number")
    };
    Line {
        name,
        p: percent(p),
        r: percent(r),
        f1: percent(f1),
        gold: tally.annotated,
        predicted: tally.proposed,
    }
}
