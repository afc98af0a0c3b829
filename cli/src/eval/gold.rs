//! Annotated documents and predictions, brought to characters.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufRead;
use std::path::Path;

use onrecord::interchange::AnnotatedText;
use onrecord::output::{OffsetMap, Offsets, Record};
use onrecord::{Scratch, Tagger};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::exchange::From;
use crate::tag::Fatal;
use crate::unpack::unpack;

/// `[start, end]`, the end exclusive.
pub type Range = [u32; 2];

/// Of an annotated or predicted document what the scorers read. The fields are those of `onrecord tag`'s lines; names may also stand in
/// `entities` with `start`, `end` and `label`, as in spaCy's and Prodigy's files.
#[derive(Debug, Deserialize)]
pub struct Document {
    #[serde(deserialize_with = "string_or_number")]
    pub id: String,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub offsets: Offsets,
    pub attributions: Option<Vec<Attribution>>,
    pub mentions: Option<Vec<Name>>,
    entities: Option<Vec<Value>>,
    #[serde(skip)]
    pub names: Option<Vec<Name>>,
}

/// Who, the words that signal the report, what.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
pub struct Attribution {
    #[serde(default)]
    pub source: Vec<Range>,
    #[serde(default)]
    pub cue: Vec<Range>,
    #[serde(default)]
    pub content: Vec<Range>,
}

/// A mention, or a name in another program's file.
#[derive(Clone, Debug, Deserialize)]
pub struct Name {
    pub start: u32,
    pub end: u32,
    pub label: String,
    pub kind: Option<String>,
    #[serde(default)]
    pub entity: Option<u32>,
}

impl Document {
    /// A text to be tagged.
    pub fn unannotated(id: &str, text: &str) -> Self {
        Document {
            id: id.to_owned(),
            text: text.to_owned(),
            offsets: Offsets::Char,
            attributions: None,
            mentions: None,
            entities: None,
            names: None,
        }
    }

    /// Where nobody marked names, there are none to score.
    fn from_annotated(annotated: AnnotatedText<'_>) -> Self {
        let mut document = Document::from(annotated.record);
        document.text = annotated.text.into_owned();
        if document.mentions.as_ref().is_some_and(Vec::is_empty) {
            document.mentions = None;
            document.names = None;
        }
        document
    }

    /// Puts names where they are looked for and all offsets into characters of `text`, in which they must lie.
    fn settle(&mut self, text: &str) -> Result<(), String> {
        self.names = match &self.mentions {
            Some(mentions) => Some(names(mentions)),
            None => (self.entities.take())
                .map(|entities| entities.into_iter().map(serde_json::from_value).collect())
                .transpose()
                .map_err(|error| format!("\"entities\": {error}"))?,
        };
        let map = OffsetMap::new(text);
        let unit = self.offsets;
        let offset = |at: &mut u32| match map.byte(*at, unit) {
            Some(byte) => {
                *at = map.offset(byte, Offsets::Char);
                Ok(())
            }
            None => Err(format!(
                "offset {at} lies outside the text or inside a character; are offsets really counted in {unit:?}? (\"offsets\" names the unit)"
            )),
        };
        for a in self.attributions.iter_mut().flatten() {
            for [start, end] in [&mut a.source, &mut a.cue, &mut a.content]
                .into_iter()
                .flatten()
            {
                offset(start).and_then(|()| offset(end))?;
            }
        }
        let lists = [&mut self.names, &mut self.mentions];
        for name in lists.into_iter().flatten().flatten() {
            offset(&mut name.start).and_then(|()| offset(&mut name.end))?;
        }
        self.offsets = Offsets::Char;
        Ok(())
    }
}

impl std::convert::From<Record<'_>> for Document {
    /// The offsets must be in characters.
    fn from(record: Record<'_>) -> Self {
        let mentions: Vec<Name> = (record.mentions.iter())
            .map(|m| Name {
                start: m.start,
                end: m.end,
                label: serde_json::to_value(m.label)
                    .expect("a label is a string")
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
                kind: serde_json::to_value(m.kind)
                    .expect("a kind is a string")
                    .as_str()
                    .map(str::to_owned),
                entity: m.entity.map(|id| id.0),
            })
            .collect();
        Document {
            id: record.id.into_owned(),
            text: String::new(),
            offsets: record.offsets,
            attributions: Some(
                (record.attributions.into_iter())
                    .map(|a| Attribution {
                        source: a.source,
                        cue: a.cue,
                        content: a.content,
                    })
                    .collect(),
            ),
            names: Some(names(&mentions)),
            mentions: Some(mentions),
            entities: None,
        }
    }
}

/// Those that name: no pronouns, no roles.
fn names(mentions: &[Name]) -> Vec<Name> {
    let names = |m: &&Name| matches!(m.kind.as_deref(), None | Some("name" | "short"));
    mentions.iter().filter(names).cloned().collect()
}

/// Programs that number their documents write numbers.
fn string_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(id) => Ok(id),
        Value::Number(id) => Ok(id.to_string()),
        _ => Err(D::Error::custom("\"id\" is neither a string nor a number")),
    }
}

/// The annotated documents of a JSON Lines file, in its order.
pub fn annotated(path: &Path) -> Result<Vec<Document>, Fatal> {
    let fault = |error| format!("{}: {error}", path.display());
    let from = From::guess(path).map_err(fault)?;
    if from != From::Jsonl {
        let mut documents = vec![];
        let mut failure = None;
        let read = from.read(path, &mut |annotated| match annotated {
            Ok(annotated) => {
                documents.push(Document::from_annotated(annotated));
                true
            }
            Err(wrong) => {
                failure = Some(wrong);
                false
            }
        });
        read.map_err(fault)?;
        return match failure {
            Some(wrong) => Err(format!("{}: {}", wrong.file, wrong.error)),
            None if documents.is_empty() => Err(fault(std::io::ErrorKind::NotFound.into())),
            None => Ok(documents),
        };
    }
    let mut documents: Vec<Document> = vec![];
    let mut lines: HashMap<String, usize> = HashMap::new();
    json_lines(path, |line, mut document: Document| {
        if let Some(first) = lines.insert(document.id.clone(), line) {
            return Err(format!(
                "the id {:?} stands in line {first} too; ids must differ",
                document.id
            ));
        }
        let text = std::mem::take(&mut document.text);
        document.settle(&text)?;
        document.text = text;
        documents.push(document);
        Ok(())
    })?;
    if documents.is_empty() {
        return Err(format!("{}: no annotated document in it", path.display()));
    }
    Ok(documents)
}

/// The predictions for annotated documents, in their order; `None` for those without one.
pub fn predicted(path: &Path, gold: &[Document]) -> Result<Vec<Option<Document>>, Fatal> {
    let places: HashMap<&str, usize> = gold
        .iter()
        .enumerate()
        .map(|(at, d)| (d.id.as_str(), at))
        .collect();
    let mut found: Vec<Option<Document>> = gold.iter().map(|_| None).collect();
    json_lines(path, |_, mut document: Document| {
        // Predictions for other documents, say of the whole corpus, are no fault.
        if let Some(&at) = places.get(document.id.as_str()) {
            document.settle(&gold[at].text)?;
            found[at] = Some(document);
        }
        Ok(())
    })?;
    if found.iter().all(Option::is_none) {
        return Err(format!(
            "{}: no document in it has the id of an annotated one",
            path.display()
        ));
    }
    Ok(found)
}

/// What the tagger says of annotated documents.
pub fn tagged(tagger: &Tagger, gold: &[Document]) -> Vec<Option<Document>> {
    let mut scratch = Scratch::default();
    gold.iter()
        .map(|document| {
            let tagged = tagger.tag_into(&document.text, &mut scratch);
            let record = Record::new(&document.id, &tagged, Offsets::Char);
            Some(Document::from(record))
        })
        .collect()
}

/// Reads a line at a time. Errors name file and line.
fn json_lines<T: DeserializeOwned>(
    path: &Path,
    mut take: impl FnMut(usize, T) -> Result<(), String>,
) -> Result<(), Fatal> {
    let name = path.display();
    let source = File::open(path).and_then(unpack);
    let source = source.map_err(|error| format!("{name}: {error}"))?;
    for (at, line) in source.lines().enumerate() {
        let number = at + 1;
        let line = line.map_err(|error| format!("{name}:{number}: {error}"))?;
        let line = line.trim_start_matches('\u{feff}');
        if line.trim().is_empty() {
            continue;
        }
        serde_json::from_str(line)
            .map_err(|error| {
                error
                    .to_string()
                    .replace(" at line 1 column ", " at column ")
            })
            .and_then(|value| take(number, value))
            .map_err(|error| format!("{name}:{number}: {error}"))?;
    }
    Ok(())
}
