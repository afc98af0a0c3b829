//! `onrecord eval`, on figures that were worked out by hand.

// It has more than this file needs.
mod common;

use std::path::{Path, PathBuf};

use common::{Call, onrecord};
use serde_json::{Value, json};

/// Where a part of a text stands, in characters.
fn at(text: &str, part: &str) -> [usize; 2] {
    let byte = text.find(part).unwrap();
    let start = text[..byte].chars().count();
    [start, start + part.chars().count()]
}

fn attribution(text: &str, source: &str, cue: &str, content: &str) -> Value {
    json!({"source": [at(text, source)], "cue": [at(text, cue)], "content": [at(text, content)]})
}

fn file(call: &Call, name: &str, lines: &[Value]) -> PathBuf {
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    call.file(name, lines.join("\n"));
    call.path(name)
}

fn eval(args: &[&Path]) -> Value {
    let output = onrecord()
        .arg("eval")
        .args(args)
        .args(["--json", "--errors", "9"])
        .assert()
        .success();
    serde_json::from_slice(&output.get_output().stdout).unwrap()
}

const FIRST: &str = "Zoë Brandt, the mayor, said on Monday that “the bridge — our bridge — 🌉 stays”.\r\nUnions warned of a strike.";
const SECOND: &str = "The council hopes to vote in May, its clerk wrote.";

fn gold(call: &Call) -> PathBuf {
    let first = [
        attribution(
            FIRST,
            "Zoë Brandt, the mayor,",
            "said",
            "that “the bridge — our bridge — 🌉 stays”",
        ),
        attribution(FIRST, "Unions", "warned", "of a strike"),
    ];
    let second = [attribution(
        SECOND,
        "The council",
        "hopes",
        "to vote in May",
    )];
    file(
        call,
        "gold.jsonl",
        &[
            json!({"id": "a", "text": FIRST, "attributions": first}),
            json!({"id": 2, "text": SECOND, "attributions": second}),
        ],
    )
}

#[test]
fn what_is_equal_is_right() {
    let call = Call::new();
    let gold = gold(&call);
    let scores = eval(&[&gold, &gold]);
    let figures = &scores["attributions"]["figures"];
    let all = json!({"p": 100.0, "r": 100.0, "f1": 100.0});
    assert_eq!(figures["AR"], all);
    assert_eq!(figures["AR_exact"], all);
    assert_eq!(
        figures["AR_recall_by_kind"],
        json!({"indirect": [100.0, 2], "mixed": [100.0, 1]})
    );
    assert_eq!(scores["attributions"]["errors"], json!({}));
}

#[test]
fn errors_are_counted_by_class_and_shown() {
    let call = Call::new();
    let gold = gold(&call);
    let first = [
        // Right, but not exactly: of the four words of the source three are there.
        attribution(
            FIRST,
            "Zoë Brandt, the",
            "said",
            "that “the bridge — our bridge — 🌉 stays”",
        ),
        // Another source.
        attribution(FIRST, "Monday", "warned", "of a strike"),
        // Nothing is there.
        attribution(FIRST, "our", "stays", "🌉"),
    ];
    // The second document is missing, and one is not asked for.
    let predicted = file(
        &call,
        "predicted.jsonl",
        &[
            json!({"id": "a", "attributions": first}),
            json!({"id": "other", "attributions": first}),
        ],
    );
    let output = onrecord()
        .args(["eval", "--errors", "1", "--json"])
        .args([&gold, &predicted])
        .assert()
        .success();
    let output = output.get_output();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        stderr.contains("1 documents have no prediction"),
        "{stderr}"
    );
    let scores: Value = serde_json::from_slice(&output.stdout).unwrap();
    let figures = &scores["attributions"]["figures"];
    assert_eq!(figures["AR"], json!({"p": 33.3, "r": 33.3, "f1": 33.3}));
    assert_eq!(figures["AR_exact"]["f1"], json!(0.0));
    assert_eq!(figures["source_given_content"], json!(50.0));
    assert_eq!(
        figures["token"]["cue"],
        json!({"p": 66.7, "r": 66.7, "f1": 66.7})
    );
    // Zoë Brandt the of Zoë Brandt the mayor Unions The council; proposed besides: Monday our.
    assert_eq!(
        figures["token"]["source"],
        json!({"p": 60.0, "r": 42.9, "f1": 50.0})
    );
    let errors = &scores["attributions"]["errors"];
    for class in ["missed", "source", "spurious"] {
        assert_eq!(errors[class]["count"], 1, "{class}");
    }
    assert_eq!(
        errors["source"]["examples"][0]["proposed"]["source"],
        "Monday"
    );
    assert_eq!(
        errors["missed"]["examples"][0]["annotated"]["content"],
        "to vote in May"
    );
}

#[test]
fn offsets_may_count_bytes_or_utf16() {
    let call = Call::new();
    let text = "🌉 Zoë said no.";
    let gold = file(
        &call,
        "g.jsonl",
        &[
            json!({"id": "a", "text": text, "attributions": [attribution(text, "Zoë", "said", "no")]}),
        ],
    );
    for (unit, source, cue, content) in [
        ("byte", [5, 9], [10, 14], [15, 17]),
        ("utf16", [3, 6], [7, 11], [12, 14]),
    ] {
        let roles = json!({"source": [source], "cue": [cue], "content": [content]});
        let predicted = file(
            &call,
            "p.jsonl",
            &[json!({"id": "a", "offsets": unit, "attributions": [roles]})],
        );
        let scores = eval(&[&gold, &predicted]);
        assert_eq!(
            scores["attributions"]["figures"]["AR_exact"]["f1"], 100.0,
            "{unit}"
        );
    }
}

#[test]
fn names_are_compared_with_their_labels() {
    let call = Call::new();
    let text = "Mr. Osei of the WHO flew to Accra’s port. Berlin beat Lagos. Monday.";
    let name = |part: &str, label: &str| {
        let [start, end] = at(text, part);
        json!({"start": start, "end": end, "label": label})
    };
    let gold = [
        name("Osei", "PER"),
        name("the WHO", "ORG"),
        name("Accra", "GPE"),
        name("Berlin", "ORG"),
        name("Lagos", "ORG"),
    ];
    let own = [
        name("Mr. Osei", "PERSON"),
        name("WHO", "ORG"),
        name("Accra’s", "PLACE"),
        name("Berlin", "PLACE"),
        name("Monday", "DATE"),
    ];
    let gold = file(
        &call,
        "g.jsonl",
        &[json!({"id": "a", "text": text, "entities": gold})],
    );
    let own = file(
        &call,
        "p.jsonl",
        &[json!({"id": "a", "mentions": &own[..4]})],
    );
    let micro = |scores: &Value| {
        let lines = scores["names"]["figures"].as_array().unwrap().clone();
        let line = lines
            .into_iter()
            .find(|line| line["name"] == "MICRO")
            .unwrap();
        (line["p"].clone(), line["r"].clone(), line["gold"].clone())
    };
    assert_eq!(
        micro(&eval(&[&gold, &own])),
        (json!(0.0), json!(0.0), json!(5))
    );
    let trimmed = eval(&[&gold, &own, Path::new("--trim")]);
    assert_eq!(micro(&trimmed), (json!(75.0), json!(60.0), json!(5)));
    assert_eq!(trimmed["names"]["errors"]["label"]["count"], 1);
    assert_eq!(trimmed["names"]["errors"]["missed"]["count"], 1);
}

const GAP: &str = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL\n\
x-1\tZoë met \"Ann\" before she left.\tshe\t21\tZoë\t0\tTRUE\tAnn\t9\tFALSE\thttp://example.org\n\
x-2\tIvo met Jan before he left.\the\t19\tIvo\t0\tFALSE\tJan\t8\tTRUE\thttp://example.org\n";

#[test]
fn pronouns_are_compared_by_entity() {
    let call = Call::new();
    call.file("gap.tsv", GAP);
    let gold = call.path("gap.tsv");
    let mention = |start: u32, end: u32, entity: u32| json!({"start": start, "end": end, "label": "PERSON", "entity": entity});
    let own = file(
        &call,
        "p.jsonl",
        &[
            json!({"id": "x-1", "mentions": [mention(0, 3, 0), mention(9, 12, 1), mention(21, 24, 0)]}),
            json!({"id": "x-2", "mentions": [mention(0, 3, 0), mention(8, 11, 1), mention(19, 21, 0)]}),
        ],
    );
    let scores = eval(&[&gold, &own]);
    let figures = &scores["pronouns"]["figures"];
    assert_eq!(figures["feminine"]["f1"], 100.0);
    assert_eq!(figures["masculine"]["f1"], 0.0);
    assert_eq!(figures["all"], json!({"p": 50.0, "r": 50.0, "f1": 50.0}));
    assert_eq!(
        scores["pronouns"]["errors"]["missed"]["examples"][0]["name"],
        "Jan"
    );
}

#[test]
fn without_predictions_the_texts_are_tagged() {
    let call = Call::new();
    let text = "“The bridge stays,” Zoë Brandt said.";
    let gold = file(
        &call,
        "g.jsonl",
        &[
            json!({"id": "a", "text": text, "attributions": [attribution(text, "Zoë Brandt", "said", "“The bridge stays,”")]}),
        ],
    );
    assert_eq!(
        eval(&[&gold])["attributions"]["figures"]["AR_exact"]["f1"],
        100.0
    );
    let people = onrecord().arg("eval").arg(&gold).assert().success();
    let people = String::from_utf8_lossy(&people.get_output().stdout).into_owned();
    assert!(
        people.contains("the same, exactly      100.0   100.0   100.0"),
        "{people}"
    );
}

#[test]
fn bad_files_are_named_with_line_and_remedy() {
    let call = Call::new();
    for (lines, message) in [
        (vec![], "no annotated document"),
        (vec![json!({"text": "a"})], "g.jsonl:1: missing field `id`"),
        (vec![json!({"id": "a", "text": "é"})], "nothing to score"),
        (
            vec![json!({"id": "a", "text": "é", "attributions": [{"cue": [[0, 2]]}]})],
            "g.jsonl:1: offset 2 lies outside the text",
        ),
        (
            vec![
                json!({"id": 1, "text": "a", "entities": []}),
                json!({"id": "1", "text": "b"}),
            ],
            "g.jsonl:2: the id \"1\" stands in line 1 too",
        ),
    ] {
        let gold = file(&call, "g.jsonl", &lines);
        let output = onrecord().arg("eval").arg(&gold).assert().code(2);
        let stderr = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
        assert!(stderr.contains(message), "{stderr}");
    }
    let gold = gold(&call);
    let other = file(&call, "p.jsonl", &[json!({"id": "z"})]);
    let output = onrecord()
        .arg("eval")
        .args([&gold, &other])
        .assert()
        .code(2);
    assert!(
        String::from_utf8_lossy(&output.get_output().stderr)
            .contains("no document in it has the id")
    );
}
