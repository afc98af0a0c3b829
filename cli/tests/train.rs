//! `onrecord train`, and tagging with what it made.

mod common;

use common::{Call, lines, onrecord};

/// Source, cue and content of texts in which everybody mumbles, which is no cue elsewhere.
const GOLD: [[&str; 3]; 4] = [
    ["Ann Lee", "mumbled", "that the bridge was closed"],
    ["The mayor", "mumbled", "that prices had risen"],
    ["Élodie Roux", "mumbled", "that she would go"],
    ["He", "mumbled", "that it was late"],
];

fn gold() -> String {
    let line = |n: usize, [source, cue, content]: [&str; 3]| {
        let text = format!("{source} {cue} {content}.");
        let span = |part: &str| {
            let start = text[..text.find(part).unwrap()].chars().count();
            [[start, start + part.chars().count()]]
        };
        let attribution =
            serde_json::json!({"source": span(source), "cue": span(cue), "content": span(content)});
        serde_json::json!({"id": n.to_string(), "text": text, "attributions": [attribution]})
            .to_string()
    };
    // Ten times each: so few words need many looks.
    let all = (0..40).map(|n| line(n, GOLD[n % GOLD.len()]));
    all.collect::<Vec<_>>().join("\n")
}

fn train(call: &Call, args: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = onrecord();
    command
        .current_dir(call.path(""))
        .arg("train")
        .args(args)
        .assert()
}

#[test]
fn a_trained_model_finds_what_it_was_shown_and_is_the_same_each_time() {
    let call = Call::new();
    call.file("gold.jsonl", gold());
    for model in ["a.model", "b.model"] {
        let result = train(&call, &["gold.jsonl", "-o", model, "--epochs", "8"]).success();
        assert!(call.stderr(&result).contains("40 documents"));
    }
    let read = |name: &str| std::fs::read(call.path(name)).unwrap();
    assert!(read("a.model") == read("b.model"), "two trainings differ");
    call.file("x.txt", "Eva Coe mumbled that the road was closed.");
    let result = call.tag(&["--model", "a.model", "x.txt"]).success();
    let attributions = lines(&result)[0]["attributions"].clone();
    assert_eq!(
        attributions[0]["cue"],
        serde_json::json!([[8, 15]]),
        "{attributions}"
    );
    assert_eq!(
        attributions[0]["source"],
        serde_json::json!([[0, 7]]),
        "{attributions}"
    );
}

#[test]
fn what_is_wrong_with_annotations_and_models_is_said() {
    let call = Call::new();
    let broken = gold().replacen("[8,15]", "[8,99]", 2);
    call.file("gold.jsonl", broken);
    let result = train(&call, &["gold.jsonl", "-o", "a.model"]).code(2);
    let said = call.stderr(&result);
    assert!(
        said.contains("gold.jsonl:1: the span [8, 99) lies outside the text"),
        "{said}"
    );
    assert!(!call.path("a.model").exists());
    call.file("few.jsonl", gold().lines().next().unwrap());
    let result = train(&call, &["few.jsonl", "-o", "a.model"]).code(2);
    assert!(call.stderr(&result).contains("fewer than --folds 5"));
    call.file("x.txt", "No.");
    let result = call.tag(&["--model", "gold.jsonl", "x.txt"]).code(2);
    let said = call.stderr(&result);
    assert!(
        said.contains("gold.jsonl: is no attribution model"),
        "{said}"
    );
}
