//! Parquet, in and out.
#![cfg(feature = "parquet")]

mod common;

use std::fs;
use std::time::Duration;

use assert_cmd::cargo::cargo_bin;
use common::{Call, lines, onrecord};
use serde_json::Value;

const NEWS: &str = r#"{"id": "a", "text": "“We 🎤 will pay,” Angela Merkel said.\nShe denied that it was late.", "date": "2031-05-01", "page": 7}
{"id": "b", "text": "Cafe\u0301 owners in Oslo said they were tired.", "page": null}
{"id": "c", "text": "Nothing happened."}
"#;

fn tag(call: &Call, args: &[&str]) {
    call.tag(args).code(0);
}

/// What a file holds, row by row, as JSON.
fn rows(call: &Call, file: &str, id: &str, text: &str) -> Vec<Value> {
    let result = call.tag(&[file, "--id-field", id, "--text-field", text]);
    let metas = lines(&result.code(0)).into_iter();
    metas.map(|line| line["meta"].clone()).collect()
}

/// A table leaves out what is null.
fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(without_nulls);
        }
        Value::Array(values) => values.iter_mut().for_each(without_nulls),
        _ => (),
    }
}

#[test]
fn documents_come_back_as_they_were_tagged() {
    let call = Call::new();
    call.file("news.jsonl", NEWS);
    let result = call.tag(&["news.jsonl", "--offsets", "byte"]).code(0);
    let mut expected = lines(&result);
    tag(
        &call,
        &[
            "news.jsonl",
            "--offsets",
            "byte",
            "--with-text",
            "--format",
            "parquet",
            "-o",
            "out.parquet",
        ],
    );
    let found = rows(&call, "out.parquet", "id", "text");
    assert_eq!(found.len(), 3);
    for (row, line) in found.iter().zip(&mut expected) {
        without_nulls(line);
        assert_eq!(row["offsets"], "byte");
        assert_eq!(row["errors"], line["errors"]);
        assert_eq!(row["mentions"], line["mentions"]);
        for (entity, expected) in
            (row["entities"].as_array().unwrap().iter()).zip(line["entities"].as_array().unwrap())
        {
            assert_eq!(entity["name"], expected["name"]);
            assert_eq!(entity["mentions"], expected["mentions"]);
        }
        let attributions = line["attributions"].as_array_mut().unwrap();
        for a in attributions {
            for part in ["source", "cue", "content"] {
                for span in a[part].as_array_mut().unwrap() {
                    *span = serde_json::json!({"start": span[0], "end": span[1]});
                }
            }
        }
        assert_eq!(row["attributions"], line["attributions"]);
    }
    assert_eq!(found[0]["meta"], r#"{"date":"2031-05-01","page":7}"#);
    assert_eq!(found[2].get("meta"), None);
    let attributions = found[0]["attributions"].as_array().unwrap();
    assert_eq!(attributions[0]["speaker_name"], "Angela Merkel");
}

#[test]
fn tables_have_a_row_for_each_mention_or_attribution() {
    let call = Call::new();
    call.file("news.jsonl", NEWS);
    for (format, csv) in [
        ("parquet-mentions", "csv-mentions"),
        ("parquet-attributions", "csv"),
    ] {
        let out = format!("{format}.parquet");
        tag(&call, &["news.jsonl", "--format", format, "-o", &out]);
        tag(&call, &["news.jsonl", "--format", csv, "-o", "out.csv"]);
        let text = if csv == "csv" { "content" } else { "text" };
        let found = rows(&call, &out, "document", text);
        let expected = rows(&call, "out.csv", "document", text);
        assert_eq!(found.len(), expected.len());
        assert!(found.len() > 2, "{found:?}");
        for (row, line) in found.iter().zip(&expected) {
            for (column, value) in row.as_object().unwrap() {
                let value = value.as_str().map_or(value.to_string(), str::to_owned);
                assert_eq!(value, line[column].as_str().unwrap(), "{column}");
            }
        }
        // What another command makes of the tagged lines is the same.
        tag(&call, &["news.jsonl", "--with-text", "-o", "tagged.jsonl"]);
        let mut convert = onrecord();
        convert.current_dir(call.path(""));
        let args = ["convert", "tagged.jsonl", "--to", format, "-o", "2.parquet"];
        convert.args(args).assert().code(0);
        let read = |name: &str| fs::read(call.path(name)).unwrap();
        assert!(read(&out) == read("2.parquet"), "{format}");
    }
}

#[test]
fn a_killed_run_goes_on() {
    let call = Call::new();
    call.file("news.jsonl", NEWS.repeat(1500));
    let args = ["news.jsonl", "--format", "parquet", "--checkpoint", "0.01"];
    let into = |out: &'static str| [&args[..], &["-o", out]].concat();
    tag(&call, &into("whole.parquet"));
    let mut killed = 0;
    for milliseconds in [50, 150, 400] {
        let mut child = std::process::Command::new(cargo_bin("onrecord"))
            .current_dir(call.path(""))
            .arg("tag")
            .args(into("killed.parquet"))
            .arg("--resume")
            .arg("--quiet")
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
    }
    tag(
        &call,
        &[&into("killed.parquet")[..], &["--resume"]].concat(),
    );
    let read = |name: &str| fs::read(call.path(name)).unwrap();
    assert!(read("whole.parquet") == read("killed.parquet"));
    assert!(killed > 0);
    for left in ["part", "new", "checkpoint"] {
        assert!(!call.path(&format!("killed.parquet.{left}")).exists());
    }
    let manifest = fs::read_to_string(call.path("killed.parquet.manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(
        manifest["run"]["output"]["bytes"],
        read("killed.parquet").len()
    );
}

#[test]
fn what_cannot_be_done_is_said() {
    let call = Call::new();
    call.file("news.jsonl", NEWS);
    let said = |args: &[&str]| call.stderr(&call.tag(args).code(2));
    let stdout = said(&["news.jsonl", "--format", "parquet"]);
    assert!(stdout.contains("name a file with -o"), "{stdout}");
    let pipe = said(&["-", "--input", "parquet", "-o", "x.jsonl"]);
    assert!(pipe.contains("cannot be read from a pipe"), "{pipe}");
    tag(
        &call,
        &["news.jsonl", "--format", "parquet", "-o", "good.parquet"],
    );
    let mut damaged = fs::read(call.path("good.parquet")).unwrap();
    damaged.truncate(damaged.len() / 2);
    call.file("damaged.parquet", &damaged);
    call.file("x.txt", "Angela Merkel left.");
    let result = call.tag(&["damaged.parquet", "x.txt"]).code(2);
    assert!(call.stderr(&result).contains("damaged.parquet: "));
    assert_eq!(lines(&result).len(), 1);
    // Without a text, each row is named.
    let result = call.tag(&["good.parquet", "--text-field", "body"]).code(1);
    let said = call.stderr(&result);
    assert!(said.contains("good.parquet:3: "), "{said}");
}
