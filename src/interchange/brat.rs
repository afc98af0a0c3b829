//! brat's standoff format in the shape of the PolNeAR corpus: `Source`, `Cue` and `Content` tied together by an
//! `Attribution` event.
//!
//! A document is a text file and an `.ann` file of the same name; the directory needs [`ANNOTATION_CONF`] as
//! `annotation.conf`. Names are spans of their label, with the gazetteer's identifier as a normalization. What brat has no
//! place for (scores, deciding rules, entities) stands in notes as JSON, which [`read`] takes up again.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::rest::{AttributionRest, MentionRest, RecordRest, label};
use super::{AnnotatedText, InterchangeError, Slices};
use crate::output::Record;

/// brat's configuration for a directory of these files.
pub const ANNOTATION_CONF: &str = "\
[entities]
Source
Cue
Content
PERSON
ORG
PLACE
NORP
ROLE

[relations]
<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]
Attribution Source:Source, Cue:Cue, Content:Content
Attribution-no-source Cue?:Cue, Content:Content

[attributes]
";

#[derive(Serialize, Deserialize)]
struct MentionNote<'d> {
    mention: MentionRest<'d>,
}

#[derive(Serialize, Deserialize)]
struct AttributionNote<'d> {
    attribution: AttributionRest<'d>,
}

#[derive(Serialize, Deserialize)]
struct RecordNote<'d> {
    document: RecordRest<'d>,
}

/// The `.ann` file.
pub fn write(annotated: &AnnotatedText<'_>) -> String {
    let record = &annotated.record;
    let mut ann = Ann {
        slices: Slices::new(&annotated.text),
        out: String::new(),
        spans: 0,
        notes: 0,
    };
    for (number, a) in record.attributions.iter().enumerate() {
        let roles = [
            ("Content", &a.content),
            ("Cue", &a.cue),
            ("Source", &a.source),
        ];
        let mut arguments = String::new();
        for (role, spans) in roles {
            if let Some(id) = ann.span(role, spans) {
                let _ = write!(arguments, " {role}:{id}");
            }
        }
        let kind = if a.source.is_empty() {
            "Attribution-no-source"
        } else {
            "Attribution"
        };
        let trigger = [&a.cue, &a.content, &a.source];
        let trigger = trigger.into_iter().find(|spans| !spans.is_empty());
        let Some(trigger) = trigger.and_then(|spans| ann.span(kind, spans)) else {
            continue;
        };
        let event = format!("E{}", number + 1);
        let _ = writeln!(ann.out, "{event}\t{kind}:{trigger}{arguments}");
        ann.note(
            &event,
            &AttributionNote {
                attribution: AttributionRest::of(a),
            },
        );
    }
    let mut references = 0;
    for m in &record.mentions {
        let Some(id) = ann.span(m.label.as_str(), &[[m.start, m.end]]) else {
            continue;
        };
        let entity = (m.entity).and_then(|id| record.entities.iter().find(|e| e.id == id));
        if let Some((entity, kb)) = entity.and_then(|e| Some((e, e.kb.as_deref()?))) {
            references += 1;
            let name = one_line(&entity.name);
            let kb = if kb.contains(':') {
                kb.to_owned()
            } else {
                format!("kb:{kb}")
            };
            let _ = writeln!(ann.out, "N{references}\tReference {id} {kb}\t{name}");
        }
        ann.note(
            &id,
            &MentionNote {
                mention: MentionRest::of(m),
            },
        );
    }
    let rest = RecordRest::of(record);
    if ann.spans > 0
        && !(rest.entities.is_empty() && rest.errors.is_empty() && rest.meta.is_empty())
    {
        ann.note("T1", &RecordNote { document: rest });
    }
    ann.out
}

struct Ann<'t> {
    slices: Slices<'t>,
    out: String,
    spans: usize,
    notes: usize,
}

impl Ann<'_> {
    fn span(&mut self, label: &str, spans: &[[u32; 2]]) -> Option<String> {
        if spans.is_empty() {
            return None;
        }
        self.spans += 1;
        let places: Vec<String> = spans
            .iter()
            .map(|[start, end]| format!("{start} {end}"))
            .collect();
        let _ = writeln!(
            self.out,
            "T{}\t{label} {}\t{}",
            self.spans,
            places.join(";"),
            one_line(&self.slices.join(spans))
        );
        Some(format!("T{}", self.spans))
    }

    fn note(&mut self, of: &str, what: &impl Serialize) {
        self.notes += 1;
        let json = serde_json::to_string(what).expect("notes serialise");
        let _ = writeln!(self.out, "#{}\tAnnotatorNotes {of}\t{json}", self.notes);
    }
}

/// brat holds the text of a span in one line.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

/// An annotation that spans text.
struct Marked {
    label: String,
    spans: Vec<[u32; 2]>,
}

/// Reads an `.ann` file, of ours or another's: attributions, and names where they have labels that are known.
///
/// # Errors
/// A line that is not brat's, a span outside the text, an event with an argument that is not there.
pub fn read(id: &str, text: &str, ann: &str) -> Result<AnnotatedText<'static>, InterchangeError> {
    let mut marked: BTreeMap<(usize, &str), Marked> = BTreeMap::new();
    let mut order: BTreeMap<&str, usize> = BTreeMap::new();
    let mut events: Vec<(&str, Vec<(&str, &str)>)> = vec![];
    let mut notes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (at, line) in ann.lines().enumerate() {
        let wrong = |what: &str| InterchangeError(format!("line {}: {what}", at + 1));
        let mut parts = line.splitn(3, '\t');
        let (Some(key), Some(what)) = (parts.next(), parts.next()) else {
            if line.trim().is_empty() {
                continue;
            }
            return Err(wrong("no tab in it"));
        };
        match key.as_bytes()[..] {
            [b'T', ..] => {
                let (label, places) = what.split_once(' ').ok_or_else(|| wrong("no span"))?;
                let spans = places.split(';').map(span).collect::<Option<_>>();
                let spans = spans.ok_or_else(|| wrong("a span is two numbers"))?;
                order.insert(key, order.len());
                let marks = Marked {
                    label: label.to_owned(),
                    spans,
                };
                marked.insert((order[key], key), marks);
            }
            [b'E', ..] => {
                let mut arguments = what
                    .split_whitespace()
                    .map(|argument| argument.split_once(':'));
                let kind = arguments.next().flatten();
                if kind.is_some_and(|(kind, _)| kind.starts_with("Attribution")) {
                    let arguments: Option<Vec<_>> = arguments.collect();
                    let arguments = arguments.ok_or_else(|| wrong("an argument is ROLE:ID"))?;
                    events.push((key, arguments));
                }
            }
            [b'#', ..] => {
                let of = what.split_whitespace().nth(1).unwrap_or_default();
                notes
                    .entry(of)
                    .or_default()
                    .push(parts.next().unwrap_or_default());
            }
            _ => {}
        }
    }
    let slices = Slices::new(text);
    let attributions = events.iter().map(|(key, arguments)| {
        let mut roles = [vec![], vec![], vec![]];
        for (role, target) in arguments {
            let to = match role.trim_end_matches(|c: char| c.is_ascii_digit()) {
                "Source" => 0,
                "Cue" => 1,
                "Content" => 2,
                _ => continue,
            };
            let spans = order.get(target).and_then(|&at| marked.get(&(at, *target)));
            let spans = spans.ok_or_else(|| {
                InterchangeError(format!("{key}: its {role} {target} is not there"))
            })?;
            roles[to].extend_from_slice(&spans.spans);
        }
        let [source, cue, content] = roles;
        let rest = note(&notes, key, |note: AttributionNote<'static>| {
            note.attribution
        });
        let rest = rest.unwrap_or_else(|| AttributionRest::foreign("brat", &slices.join(&content)));
        Ok(rest.with(source, cue, content))
    });
    let attributions = attributions.collect::<Result<Vec<_>, _>>()?;
    let mentions = marked.iter().filter_map(|((_, key), marks)| {
        let label = label(&marks.label)?;
        let rest = note(&notes, key, |note: MentionNote<'static>| note.mention);
        let rest = rest.unwrap_or_else(|| MentionRest::foreign("brat"));
        let span = [marks.spans.first()?[0], marks.spans.last()?[1]];
        Some(rest.with(span, slices.get(span), label))
    });
    let rest = note(&notes, "T1", |note: RecordNote<'static>| note.document);
    let record: Record<'static> =
        rest.unwrap_or_default()
            .with(id, mentions.collect(), attributions);
    AnnotatedText::new(text.to_owned(), record)
}

fn span(place: &str) -> Option<[u32; 2]> {
    let (start, end) = place.split_once(' ')?;
    Some([start.parse().ok()?, end.parse().ok()?])
}

/// The note of ours on something; people write notes of other kinds.
fn note<'n, N: Deserialize<'n>, T>(
    notes: &BTreeMap<&str, Vec<&'n str>>,
    of: &str,
    part: impl Fn(N) -> T,
) -> Option<T> {
    let ours = notes
        .get(of)?
        .iter()
        .find_map(|note| serde_json::from_str(note).ok());
    ours.map(part)
}
