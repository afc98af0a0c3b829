//! Fitting the attribution model on annotated documents (feature `train`).
//!
//! ```no_run
//! use onrecord::train::{Annotated, Settings, train};
//! let line = r#"{"id": "a", "text": "Lee said no.", "attributions": [{"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 11]]}]}"#;
//! let documents = vec![Annotated::from_json(line).unwrap()];
//! let model: Vec<u8> = train(&documents, &Settings::default(), |step| eprintln!("{step}"));
//! ```

use serde::Deserialize;

use crate::attribution::CueLexicon;
use crate::attribution::model::Weights;
use crate::attribution::model::train::{self as fit, GoldAttribution, GoldDocument, Prepared};
use crate::entities::train::{self as pronouns, Ambiguous};
use crate::gazetteer::Gazetteer;
use crate::interchange::AnnotatedText;
use crate::mentions::model::Weights as MentionWeights;
use crate::mentions::model::train::{self as fit_names, GoldNames};
use crate::output::{AttributionRecord, OffsetMap, Offsets};
use crate::{Label, Mention, Span};

pub use crate::attribution::model::train::Settings;

/// A text with the attributions that people marked in it.
#[derive(Clone, Debug)]
pub struct Annotated {
    document: GoldDocument,
}

#[derive(Deserialize)]
struct Row {
    text: String,
    attributions: Vec<Marked>,
}

/// Offsets in characters, as PolNeAR's converted files and onrecord's own output have them.
#[derive(Deserialize)]
struct Marked {
    #[serde(default)]
    source: Vec<[usize; 2]>,
    #[serde(default)]
    cue: Vec<[usize; 2]>,
    #[serde(default)]
    content: Vec<[usize; 2]>,
}

impl Annotated {
    /// Takes the attributions of an annotated text, which may come from any of the formats of [`interchange`](crate::interchange).
    pub fn new(annotated: &AnnotatedText<'_>) -> Self {
        let map = OffsetMap::new(&annotated.text);
        let byte = |at| map.byte(at, Offsets::Char);
        let spans = |spans: &[[u32; 2]]| {
            let spans = spans.iter();
            let span = |&[start, end]: &[u32; 2]| Some(Span::new(byte(start)?, byte(end)?));
            spans.filter_map(span).collect()
        };
        let attributions = annotated.record.attributions.iter();
        let attribution = |a: &AttributionRecord<'_>| GoldAttribution {
            source: spans(&a.source),
            cue: spans(&a.cue),
            content: spans(&a.content),
        };
        Annotated {
            document: GoldDocument {
                attributions: attributions.map(attribution).collect(),
                text: annotated.text.to_string(),
            },
        }
    }

    /// Reads a line of JSON with `text` and `attributions`, each with lists of `[start, end]` in characters.
    ///
    /// # Errors
    /// Broken JSON, a missing field, an offset behind the end of the text; in words.
    pub fn from_json(line: &str) -> Result<Self, String> {
        let row: Row = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let mut bytes: Vec<u32> = row.text.char_indices().map(|(at, _)| at as u32).collect();
        bytes.push(row.text.len() as u32);
        let spans = |pairs: &[[usize; 2]]| {
            let span = |&[start, end]: &[usize; 2]| match (bytes.get(start), bytes.get(end)) {
                (Some(&start), Some(&end)) if start <= end => Ok(Span::new(start, end)),
                _ => Err(format!(
                    "[{start}, {end}] lies outside the text of {} characters; offsets must count characters",
                    bytes.len() - 1
                )),
            };
            pairs.iter().map(span).collect::<Result<Vec<_>, _>>()
        };
        let attributions = row
            .attributions
            .iter()
            .map(|a| {
                Ok(GoldAttribution {
                    source: spans(&a.source)?,
                    cue: spans(&a.cue)?,
                    content: spans(&a.content)?,
                })
            })
            .collect::<Result<_, String>>()?;
        Ok(Annotated {
            document: GoldDocument {
                text: row.text,
                attributions,
            },
        })
    }
}

fn prepare(documents: &[Annotated]) -> Vec<Prepared<'_>> {
    documents
        .iter()
        .map(|d| Prepared::new(&d.document, Gazetteer::bundled(), CueLexicon::bundled()))
        .collect()
}

/// Fits a model and returns it as the bytes of a model file. The same documents and settings give the same bytes.
pub fn train(documents: &[Annotated], settings: &Settings, progress: impl FnMut(&str)) -> Vec<u8> {
    fit::train(&prepare(documents), settings, progress).to_bytes()
}

/// Right, proposed and annotated attributions of documents at a threshold, by a model file's bytes.
pub fn count(documents: &[Annotated], model: &[u8], least: f32) -> Option<[usize; 3]> {
    let weights = Weights::from_bytes(model).ok()?;
    Some(fit::count(&prepare(documents), &weights, least))
}

/// A text with the names that people marked in it.
#[derive(Clone, Debug)]
pub struct AnnotatedNames {
    names: GoldNames,
}

#[derive(Deserialize)]
struct NamesRow {
    text: String,
    entities: Vec<MarkedName>,
}

#[derive(Deserialize)]
struct MarkedName {
    start: usize,
    end: usize,
    label: String,
}

impl AnnotatedNames {
    /// Reads a line of JSON with `text` and `entities`, each with `start` and `end` in characters and a `label`: `PERSON`, `ORG` or `LOC` (`PLACE`); others are
    /// left out. "The" at the start and "'s" at the end of a name are cut off.
    ///
    /// # Errors
    /// Broken JSON, a missing field, an offset behind the end of the text; in words.
    pub fn from_json(line: &str) -> Result<Self, String> {
        let row: NamesRow = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let mut bytes: Vec<u32> = row.text.char_indices().map(|(at, _)| at as u32).collect();
        bytes.push(row.text.len() as u32);
        let mut names = vec![];
        for name in &row.entities {
            let label = match name.label.as_str() {
                "PERSON" | "PER" => Label::Person,
                "ORG" => Label::Org,
                "LOC" | "PLACE" | "GPE" | "FAC" => Label::Place,
                _ => continue,
            };
            let (Some(&start), Some(&end)) = (bytes.get(name.start), bytes.get(name.end)) else {
                return Err(format!(
                    "[{}, {}] lies outside the text of {} characters; offsets must count characters",
                    name.start,
                    name.end,
                    bytes.len() - 1
                ));
            };
            let text = &row.text[start as usize..(end as usize).max(start as usize)];
            let article = ["The ", "the ", "THE "]
                .iter()
                .find(|a| text.starts_with(**a));
            let possessor = ["'s", "’s"].iter().find(|s| text.ends_with(**s));
            let start = start + article.map_or(0, |a| a.len() as u32);
            let end = end - possessor.map_or(0, |s| s.len() as u32);
            if start < end {
                names.push((Span::new(start, end), label));
            }
        }
        Ok(AnnotatedNames {
            names: GoldNames {
                text: row.text,
                names,
            },
        })
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.names.text
    }

    /// The marked names, as the lines have them, in bytes.
    pub fn names(&self) -> &[(Span, Label)] {
        &self.names.names
    }
}

/// A text with a pronoun and two names, as a row of the GAP data set (Webster et al. 2018).
#[derive(Clone, Debug)]
pub struct AmbiguousPronoun {
    example: Ambiguous,
}

impl AmbiguousPronoun {
    /// Reads a line of tab-separated values: id, text, pronoun, its offset, then name, offset and TRUE or FALSE for each of two names; offsets
    /// count characters.
    ///
    /// # Errors
    /// A missing column, an offset that is no number or where the word does not stand; in words.
    pub fn from_tsv(line: &str) -> Result<Self, String> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [_, text, pronoun, at, a, a_at, a_is, b, b_at, b_is, ..] = columns.as_slice() else {
            return Err(format!("{} columns where 10 are needed", columns.len()));
        };
        let span = |word: &str, offset: &str| {
            let number: usize = offset
                .parse()
                .map_err(|_| format!("the offset \"{offset}\" is no number"))?;
            let start = text.char_indices().nth(number).map(|(at, _)| at);
            match start.filter(|&at| text[at..].starts_with(word)) {
                Some(at) => Ok(Span::new(at as u32, (at + word.len()) as u32)),
                None => Err(format!(
                    "\"{word}\" does not stand at character {number}; offsets must count characters"
                )),
            }
        };
        Ok(AmbiguousPronoun {
            example: Ambiguous {
                text: (*text).to_owned(),
                pronoun: span(pronoun, at)?,
                names: [
                    (span(a, a_at)?, a_is.eq_ignore_ascii_case("true")),
                    (span(b, b_at)?, b_is.eq_ignore_ascii_case("true")),
                ],
            },
        })
    }
}

/// Fits a mention model and returns it as the bytes of a model file. The same texts and settings give the same bytes.
pub fn train_mentions(
    texts: &[AnnotatedNames],
    settings: &Settings,
    progress: impl FnMut(&str),
) -> Vec<u8> {
    let texts: Vec<GoldNames> = texts.iter().map(|t| t.names.clone()).collect();
    fit_names::train(&texts, settings, progress).to_bytes()
}

/// The mentions of a text by the bytes of a mention model file; `None` if they are no such file.
pub fn find_mentions(texts: &[AnnotatedNames], model: &[u8]) -> Option<Vec<Vec<Mention>>> {
    let weights = MentionWeights::from_bytes(model).ok()?;
    let found = |t: &AnnotatedNames| fit_names::find(&t.names.text, &weights);
    Some(texts.iter().map(found).collect())
}

/// Fits the weights by which pronouns find the person they mean, and returns them as the lines of `data/model/pronouns.tsv`. The features that
/// are named in `ablated` are left out.
///
/// # Errors
/// A name in `ablated` that is no feature's.
pub fn train_pronouns(rows: &[AmbiguousPronoun], ablated: &[&str]) -> Result<String, String> {
    let examples: Vec<Ambiguous> = rows.iter().map(|row| row.example.clone()).collect();
    pronouns::fit(&examples, ablated)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: [&str; 2] = [
        r#"{"text": "é Lee said no. “Yes,” Ann Coe said.", "attributions": [{"source": [[2, 5]], "cue": [[6, 10]], "content": [[11, 13]]}, {"source": [[22, 29]], "cue": [[30, 34]], "content": [[15, 21]]}]}"#,
        r#"{"text": "The plan was dead, she added.", "attributions": [{"source": [[19, 22]], "cue": [[23, 28]], "content": [[0, 17]]}]}"#,
    ];

    #[test]
    fn two_trainings_give_the_same_bytes() {
        let documents: Vec<Annotated> = LINES
            .iter()
            .map(|line| Annotated::from_json(line).unwrap())
            .collect();
        let settings = Settings {
            epochs: 2,
            folds: 2,
            seed: 7,
        };
        let model = train(&documents, &settings, |_| ());
        assert_eq!(model, train(&documents, &settings, |_| ()));
        assert!(count(&documents, &model, 0.0).is_some_and(|[_, _, gold]| gold == 3));
    }

    #[test]
    fn weights_of_pronouns_are_the_same_each_time() {
        let line = "a\té Ann Lee met Eva Coe after she left.\tshe\t28\tAnn Lee\t2\tTRUE\tEva Coe\t14\tFALSE\tx";
        let rows = vec![AmbiguousPronoun::from_tsv(line).unwrap()];
        let weights = train_pronouns(&rows, &["speaks"]).unwrap();
        assert_eq!(Ok(&weights), train_pronouns(&rows, &["speaks"]).as_ref());
        assert!(weights.contains("\nspeaks\t0.000\n"), "{weights}");
        assert!(
            train_pronouns(&rows, &["speeks"])
                .unwrap_err()
                .contains("speeks")
        );
        assert!(AmbiguousPronoun::from_tsv(&line.replace("28", "27")).is_err());
    }

    #[test]
    fn offsets_outside_the_text_are_named() {
        let error = Annotated::from_json(r#"{"text": "é", "attributions": [{"cue": [[0, 2]]}]}"#)
            .unwrap_err();
        assert!(
            error.contains("[0, 2] lies outside the text of 1 characters"),
            "{error}"
        );
    }
}
