//! `onrecord explain`: texts, files and formats.

mod common;

use common::{Call, lines, onrecord};

const TEXT: &str = "“The plan is dead,” Zoë Quist said.";

fn explain(call: &Call, args: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = onrecord();
    command.current_dir(call.path("")).arg("explain").args(args);
    command.assert()
}

#[test]
fn a_text_is_explained_for_people() {
    let result = explain(&Call::new(), &[TEXT]).code(0);
    let out = String::from_utf8(result.get_output().stdout.clone()).unwrap();
    for part in [
        "text\n\nwho and what is named\n",
        "“Zoë Quist” (line 1) is a PERSON: ",
        "“said” (line 1): Zoë Quist — said — “The plan is dead,”",
        "a cue? +",
        "the quotation marks in its sentence",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
}

#[test]
fn files_are_explained_document_by_document() {
    let call = Call::new();
    call.file("a.txt", TEXT);
    call.file(
        "b.jsonl",
        format!("{{\"id\": \"one\", \"text\": \"{TEXT}\"}}\n{{\"id\": 2}}\n{{\"id\": 3, \"text\": \"\"}}\n"),
    );
    let result = explain(&call, &["a.txt", "--format", "json", "--no-model"]).code(0);
    let found = lines(&result);
    assert_eq!(found[0]["id"], "a");
    assert_eq!(found[0]["cues"][0]["attribution"], 0);
    let tagged = lines(&call.tag(&["a.txt", "--no-model"]).code(0));
    for key in ["id", "offsets", "mentions", "entities", "attributions"] {
        assert_eq!(found[0][key], tagged[0][key], "{key}");
    }
    let result = explain(&call, &["b.jsonl", "--format", "json", "--offsets", "byte"]).code(1);
    let found = lines(&result);
    let ids: Vec<_> = found.iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, ["one", "3"]);
    assert!(call.stderr(&result).contains("no \"text\""));
}

#[test]
fn a_missing_file_is_no_text() {
    let call = Call::new();
    let result = explain(&call, &["nowhere.txt"]).code(2);
    assert!(call.stderr(&result).contains("nowhere.txt"));
    explain(&call, &["No nowhere.txt here, she said."]).code(0);
}
