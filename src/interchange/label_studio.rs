//! Label Studio: a task a document, what was found as its predictions.
//!
//! Every span is a region, also every part of a split one; the parts of an attribution hang on its first region, which
//! is the cue where there is one, by relations with the labels `source`, `cue` and `content`. [`CONFIG`] is the labelling configuration of a
//! project. [`read`] takes the annotations of people first and predictions where there are none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::rest::{AttributionRest, MentionRest, RecordRest, label};
use super::{AnnotatedText, InterchangeError, Slices};

/// The labelling configuration.
pub const CONFIG: &str = r##"<View>
  <Relations>
    <Relation value="source"/>
    <Relation value="cue"/>
    <Relation value="content"/>
  </Relations>
  <Labels name="label" toName="text">
    <Label value="Source" background="#b45309"/>
    <Label value="Cue" background="#be123c"/>
    <Label value="Content" background="#0f766e"/>
    <Label value="PERSON" background="#1d4ed8"/>
    <Label value="ORG" background="#7e22ce"/>
    <Label value="PLACE" background="#15803d"/>
    <Label value="NORP" background="#a16207"/>
    <Label value="ROLE" background="#475569"/>
  </Labels>
  <Text name="text" value="$text" granularity="word"/>
</View>
"##;

const ROLES: [&str; 3] = ["source", "cue", "content"];

/// One task, as one line of JSON without the line break. A file to import is a JSON array of them.
pub fn write(annotated: &AnnotatedText<'_>) -> String {
    let record = &annotated.record;
    let slices = Slices::new(&annotated.text);
    let region = |id: &str, span: [u32; 2], label: &str| {
        json!({
            "id": id, "from_name": "label", "to_name": "text", "type": "labels",
            "value": {"start": span[0], "end": span[1], "text": slices.get(span), "labels": [label]},
        })
    };
    let mut result: Vec<Value> = vec![];
    for (number, a) in record.attributions.iter().enumerate() {
        let mut head: Option<String> = None;
        let parts = [
            (1, "Cue", &a.cue),
            (2, "Content", &a.content),
            (0, "Source", &a.source),
        ];
        let mut relations = vec![];
        for (role, label, spans) in parts {
            for (at, &span) in spans.iter().enumerate() {
                let id = format!("a{number}-{}-{at}", ROLES[role]);
                let mut region = region(&id, span, label);
                match &head {
                    None => {
                        region["score"] = short(&a.score);
                        region["meta"] = json!({"onrecord": short(&AttributionRest::of(a))});
                        head = Some(id);
                    }
                    Some(head) => relations.push(json!({
                        "type": "relation", "from_id": head, "to_id": id,
                        "direction": "right", "labels": [ROLES[role]],
                    })),
                }
                result.push(region);
            }
        }
        result.extend(relations);
    }
    for (number, m) in record.mentions.iter().enumerate() {
        let mut region = region(&format!("m{number}"), [m.start, m.end], m.label.as_str());
        region["score"] = short(&m.score);
        region["meta"] = json!({"onrecord": short(&MentionRest::of(m))});
        result.push(region);
    }
    let task = json!({
        "data": {"id": record.id, "text": annotated.text, "onrecord": short(&RecordRest::of(record))},
        "predictions": [{
            "model_version": concat!("onrecord ", env!("CARGO_PKG_VERSION")),
            "result": result,
        }],
    });
    task.to_string()
}

/// By way of text, because 32-bit numbers get digits that nobody wrote when they become 64 bits wide.
fn short(what: &impl Serialize) -> Value {
    let json = serde_json::to_string(what).expect("records serialise");
    serde_json::from_str(&json).expect("what was written can be read")
}

#[derive(Deserialize)]
struct Task {
    #[serde(default)]
    id: Value,
    data: Data,
    #[serde(default)]
    annotations: Vec<Results>,
    #[serde(default)]
    predictions: Vec<Results>,
}

#[derive(Deserialize)]
struct Data {
    #[serde(default)]
    id: Value,
    text: String,
    #[serde(default)]
    onrecord: RecordRest<'static>,
}

#[derive(Default, Deserialize)]
struct Results {
    #[serde(default)]
    was_cancelled: bool,
    result: Vec<Item>,
}

#[derive(Clone, Deserialize)]
struct Item {
    #[serde(default)]
    id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    value: Region,
    #[serde(default)]
    meta: Meta,
    #[serde(default)]
    from_id: String,
    #[serde(default)]
    to_id: String,
    #[serde(default)]
    direction: String,
    #[serde(default)]
    labels: Option<Vec<String>>,
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct Region {
    #[serde(default)]
    start: u32,
    #[serde(default)]
    end: u32,
    #[serde(default)]
    labels: Vec<String>,
}

#[derive(Clone, Default, Deserialize)]
struct Meta {
    #[serde(default)]
    onrecord: Value,
}

/// Reads one task. An attribution is what hangs together by relations, and a cue or content on which nothing hangs.
///
/// # Errors
/// Broken JSON, a task without a `text`, a span outside the text.
pub fn read(id: &str, json: &str) -> Result<AnnotatedText<'static>, InterchangeError> {
    let task: Task =
        serde_json::from_str(json).map_err(|error| InterchangeError::new(error.to_string()))?;
    let slices = Slices::new(&task.data.text);
    let people = task
        .annotations
        .into_iter()
        .find(|results| !results.was_cancelled);
    let results = people
        .or(task.predictions.into_iter().next())
        .unwrap_or_default();
    let (relations, regions): (Vec<Item>, Vec<Item>) = results
        .result
        .into_iter()
        .partition(|item| item.kind == "relation");
    // Each region's head: itself until a relation says otherwise.
    let index: BTreeMap<&str, usize> = regions
        .iter()
        .enumerate()
        .map(|(at, region)| (region.id.as_str(), at))
        .collect();
    let mut heads: Vec<usize> = (0..regions.len()).collect();
    for relation in &relations {
        let ends = index
            .get(relation.from_id.as_str())
            .zip(index.get(relation.to_id.as_str()));
        let Some((&from, &to)) = ends else {
            return Err(InterchangeError(format!(
                "a relation joins {} and {}, which are not both there",
                relation.from_id, relation.to_id
            )));
        };
        if relation
            .labels
            .iter()
            .flatten()
            .any(|label| !ROLES.contains(&label.as_str()))
        {
            continue;
        }
        let (head, part) = if relation.direction == "left" {
            (to, from)
        } else {
            (from, to)
        };
        // People draw from the source as well as to it; all that is joined is one attribution.
        let (old, new) = (root(&heads, part), root(&heads, head));
        heads[old] = new;
    }
    let mut attributions: BTreeMap<usize, [Vec<[u32; 2]>; 3]> = BTreeMap::new();
    let mut mentions = vec![];
    for (at, region) in regions.iter().enumerate() {
        let span = [region.value.start, region.value.end];
        for name in &region.value.labels {
            if let Some(role) = ROLES
                .iter()
                .position(|role| name.eq_ignore_ascii_case(role))
            {
                attributions.entry(root(&heads, at)).or_default()[role].push(span);
            } else if let Some(label) = label(name) {
                let rest = serde_json::from_value(region.meta.onrecord.clone());
                let rest = rest.unwrap_or_else(|_| MentionRest::foreign("label-studio"));
                mentions.push(rest.with(span, slices.get(span), label));
            }
        }
    }
    let attributions = attributions
        .into_iter()
        .filter_map(|(head, [source, cue, content])| {
            if cue.is_empty() && content.is_empty() {
                return None;
            }
            let rest = serde_json::from_value(regions[head].meta.onrecord.clone());
            let rest = rest.unwrap_or_else(|_| {
                AttributionRest::foreign("label-studio", &slices.join(&content))
            });
            Some(rest.with(source, cue, content))
        });
    let known = [&task.data.id, &task.id]
        .into_iter()
        .find_map(|id| match id {
            Value::String(id) => Some(id.clone()),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        });
    let id = known.unwrap_or_else(|| id.to_owned());
    let record = task
        .data
        .onrecord
        .with(&id, mentions, attributions.collect());
    AnnotatedText::new(task.data.text, record)
}

fn root(heads: &[usize], mut at: usize) -> usize {
    while heads[at] != at {
        at = heads[at];
    }
    at
}
