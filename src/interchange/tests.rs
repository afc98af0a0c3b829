//! Round trips, and each format over the hand-made document.

use serde_json::Value;

use super::*;
use crate::output::sample;

fn sample() -> AnnotatedText<'static> {
    let document = Box::leak(Box::new(sample::document()));
    let mut record = Record::new("sample", document, Offsets::Char);
    record.meta.insert("date".to_owned(), "2024-05-01".into());
    AnnotatedText::new(document.text, record).unwrap()
}

#[test]
fn nothing_is_lost_on_the_way_to_a_format_and_back() {
    let annotated = sample();
    let ann = brat::write(&annotated);
    assert_eq!(
        brat::read("sample", &annotated.text, &ann).unwrap(),
        annotated
    );
    assert_eq!(
        jsonl::read("other", &jsonl::write(&annotated)).unwrap(),
        annotated
    );
    let json = citron::write(&annotated);
    assert_eq!(citron::read("other", &json).unwrap(), annotated);
    let json = label_studio::write(&annotated);
    let mut read = label_studio::read("other", &json).unwrap();
    // Regions have no order among parts of one attribution but that of the file.
    read.record.attributions.sort_by_key(|a| {
        let same =
            |b: &&crate::output::AttributionRecord<'_>| b.cue == a.cue && b.content == a.content;
        annotated.record.attributions.iter().position(|b| same(&b))
    });
    assert_eq!(read, annotated);
}

#[test]
fn brat_has_the_shape_of_polnear() {
    let ann = brat::write(&sample());
    for line in [
        "\tSource 48 111\tIngrid Moe, a spokeswoman",
        "\tAttribution-no-source ",
        "E1\tAttribution:T4 Content:T1 Cue:T2 Source:T3\n",
    ] {
        assert!(ann.contains(line), "{line}\n{ann}");
    }
    let texts = ann.lines().filter(|line| line.starts_with('T'));
    assert!(texts.clone().count() > 20);
    assert!(texts.clone().all(|line| line.split('\t').count() == 3));
    assert!(
        texts.clone().any(|line| line.contains(';')),
        "a discontinuous span"
    );
}

#[test]
fn brat_files_of_others() {
    let text = "Zoë 🎤 said\nno, twice.";
    let ann = "T1\tSource 0 3\tZoë\nT2\tCue 6 10\tsaid\nT3\tContent 11 13;15 20\tno twice\n\
               T4\tAttribution 6 10\tsaid\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n\
               T5\tPER 0 3\tZoë\nA1\tSure E1\n#1\tAnnotatorNotes T5\ta singer\n";
    let read = brat::read("x", text, ann).unwrap();
    let a = &read.record.attributions[0];
    let slices = Slices::new(text);
    assert_eq!(
        [&a.source, &a.cue, &a.content].map(|s| slices.join(s)),
        ["Zoë", "said", "no twice"]
    );
    assert_eq!(read.record.mentions[0].text, "Zoë");
    assert_eq!(read.record.mentions[0].label, crate::Label::Person);
    for (ann, complaint) in [
        ("T1\tSource x 3\tZoë\n", "line 1"),
        (
            "T1\tSource 0 99\tZoë\nE1\tAttribution:T1 Source:T1",
            "outside",
        ),
        ("E1\tAttribution:T4 Source:T1", "T1 is not there"),
        ("T1 Source\n", "no tab"),
    ] {
        let error = brat::read("x", text, ann).unwrap_err().to_string();
        assert!(error.contains(complaint), "{error}");
    }
}

#[test]
fn citron_of_citron_itself() {
    let json = r#"{"text": "🎤 Ann Lee left. “No,” she said.", "quotes": [{"id": 0, "confidence": 0.8,
        "cue": {"start": 26, "end": 30, "text": "said"}, "sources": [{"start": 22, "end": 25, "text": "she"}],
        "contents": [{"start": 16, "end": 21, "text": "“No,”"}], "coreferences": [{"start": 2, "end": 9, "text": "Ann Lee"}]}],
        "coreference_groups": [[{"start": 2, "end": 9, "text": "Ann Lee"}, {"start": 22, "end": 25, "text": "she"}]]}"#;
    let read = citron::read("x", json).unwrap();
    let a = &read.record.attributions[0];
    assert_eq!(a.speaker_name.as_deref(), Some("Ann Lee"));
    assert_eq!(a.kind, crate::QuotationKind::Direct);
    assert_eq!(Slices::new(&read.text).join(&a.cue), "said");
    assert_eq!(read.record.entities[0].mentions, [0, 1]);
}

#[test]
fn annotations_of_people_in_label_studio() {
    let region = |id: &str, start: u32, end: u32, label: &str| serde_json::json!({"id": id, "type": "labels", "value": {"start": start, "end": end, "labels": [label]}});
    let joined = |from: &str, to: &str| serde_json::json!({"type": "relation", "from_id": from, "to_id": to, "direction": "right"});
    let task = serde_json::json!({
        "id": 7, "data": {"text": "Ann said no. Bo said yes."},
        "predictions": [{"result": []}],
        "annotations": [{"was_cancelled": true, "result": []}, {"result": [
            region("s", 0, 3, "Source"), region("c", 4, 8, "Cue"), region("q", 9, 11, "Content"),
            region("p", 0, 3, "PERSON"), joined("s", "c"), joined("c", "q"),
            region("d", 16, 20, "Cue"),
        ]}],
    });
    let read = label_studio::read("x", &task.to_string()).unwrap();
    assert_eq!(read.record.id, "7");
    let [first, second] = &read.record.attributions[..] else {
        panic!("{:?}", read.record.attributions)
    };
    assert_eq!(
        [&first.source, &first.cue, &first.content],
        [&[[0, 3]], &[[4, 8]], &[[9, 11]]]
    );
    assert_eq!(second.cue, [[16, 20]]);
    assert_eq!(read.record.mentions[0].text, "Ann");
}

#[test]
fn offsets_of_any_unit_are_read_and_wrong_ones_refused() {
    let document = sample::document();
    for unit in [Offsets::Byte, Offsets::Char, Offsets::Utf16] {
        let annotated =
            AnnotatedText::new(document.text, Record::new("a", &document, unit)).unwrap();
        assert_eq!(annotated.record, Record::new("a", &document, Offsets::Char));
    }
    let record = Record::new("a", &document, Offsets::Char);
    assert!(AnnotatedText::new("short", record).is_err());
}

#[test]
fn columns_say_what_each_token_is() {
    let conll = conll::write(&sample());
    let row = |token: &str| {
        let line = conll
            .lines()
            .find(|line| line.split('\t').nth(1) == Some(token));
        line.unwrap()
            .split('\t')
            .skip(4)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(row("NORWAY"), "B-PLACE _");
    assert_eq!(row("Ingrid"), "B-PERSON B-Source:0");
    assert_eq!(row("Moe"), "I-PERSON I-Source:0");
    let chars: Vec<char> = sample().text.chars().collect();
    for line in conll.lines().filter(|line| line.contains('\t')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [start, end] = [2, 3].map(|at: usize| cells[at].parse::<usize>().unwrap());
        assert_eq!(chars[start..end].iter().collect::<String>(), cells[1]);
    }
}

/// spaCy's tokens, with one space behind each where the text has one, are the text.
#[test]
fn spacy_tokens_rebuild_the_text() {
    for text in ["", " ", "a", "  Zoë  🎤,\r\n\r\n \tsaid. ", "a \n b"] {
        let record = rest::RecordRest::default().with("x", vec![], vec![]);
        let json = spacy::write(&AnnotatedText::new(text, record).unwrap());
        let json: Value = serde_json::from_str(&json).unwrap();
        let chars: Vec<char> = text.chars().collect();
        let mut rebuilt = String::new();
        for token in json["tokens"].as_array().unwrap() {
            let [start, end] = ["start", "end"].map(|at| token[at].as_u64().unwrap() as usize);
            rebuilt.extend(&chars[start..end]);
            if chars.get(end) == Some(&' ') {
                rebuilt.push(' ');
            }
        }
        assert_eq!(rebuilt, text);
    }
}

#[test]
fn tables_quote_what_must_be() {
    let rows = table::mentions(&sample());
    assert_eq!(rows.lines().count(), sample().record.mentions.len());
    let columns = table::MENTION_COLUMNS.matches(',').count();
    assert!(rows.lines().next().unwrap().matches(',').count() == columns);
    let rows = table::attributions(&sample());
    assert!(rows.contains("\"Ingrid Moe, a spokeswoman for"), "{rows}");
    assert!(rows.contains("“We,” … “did not choose this.”"), "{rows}");
}

#[test]
fn web_annotations_quote_their_place() {
    let page: Value = serde_json::from_str(&web_annotation::write(&sample())).unwrap();
    let items = page["items"].as_array().unwrap();
    let oslo = items
        .iter()
        .find(|item| item["target"]["selector"][1]["exact"] == "Oslo")
        .unwrap();
    assert_eq!(
        oslo["body"][2]["source"],
        "https://www.geonames.org/3143244"
    );
    assert!(
        oslo["target"]["selector"][1]["prefix"]
            .as_str()
            .unwrap()
            .ends_with("Fisheries in ")
    );
    let annotated = sample();
    assert_eq!(
        items.len(),
        annotated.record.mentions.len() + annotated.record.attributions.len()
    );
}
