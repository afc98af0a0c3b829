//! Input and calls that are wrong in every way that happens.

mod common;

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};

use common::{Call, lines, onrecord};
use serde_json::{Value, json};

#[test]
fn a_missing_file_is_named_and_the_others_are_tagged() {
    let call = Call::new();
    call.file("a.txt", "Oslo.");
    let result = call.tag(&["gone.txt", "a.txt"]).code(2);
    assert_eq!(
        call.stderr(&result),
        "error: gone.txt: no such file or directory\n"
    );
    assert_eq!(lines(&result)[0]["id"], "a");
}

#[test]
fn a_directory_without_text() {
    let call = Call::new();
    call.file("pictures/a.png", "");
    let result = call.tag(&["pictures"]).code(2);
    assert!(
        call.stderr(&result)
            .starts_with("error: pictures: no .txt or .jsonl file")
    );
    assert!(result.get_output().stdout.is_empty());
}

#[test]
fn a_format_that_is_not_read_is_refused_unless_called_text() {
    let call = Call::new();
    call.file("a.html", "<p>Oslo.");
    let result = call.tag(&["a.html"]).code(2);
    assert!(call.stderr(&result).contains("--input text"));
    assert_eq!(
        lines(&call.tag(&["a.html", "--input", "text"]).code(0)).len(),
        1
    );
}

#[test]
fn bytes_that_are_not_utf8_are_replaced_and_said_once() {
    let call = Call::new();
    call.file("a.txt", b"Jos\xE9 and Andr\xE9.");
    let result = call.tag(&["a.txt"]).code(0);
    assert_eq!(call.stderr(&result).matches("U+FFFD").count(), 1);
    assert!(call.stderr(&result).starts_with("note: a.txt: "));
    let errors = &lines(&result)[0]["errors"];
    assert!(errors[0].as_str().unwrap().contains("U+FFFD"));

    let line = b"{\"text\": \"Jos\xE9\"}\n";
    call.file("b.jsonl", line.repeat(3));
    let result = call.tag(&["b.jsonl"]).code(0);
    assert_eq!(call.stderr(&result).matches("U+FFFD").count(), 1);
    assert!(call.stderr(&result).starts_with("note: b.jsonl:1: "));
    for line in lines(&result) {
        assert!(line["errors"][0].as_str().unwrap().contains("U+FFFD"));
    }
}

#[test]
fn what_is_no_utf8_text_at_all_is_refused() {
    let call = Call::new();
    call.file("wide.txt", b"\xFF\xFEO\0s\0l\0o\0");
    call.file("binary", b"\x7FELF\0\0\0");
    let result = call.tag(&["wide.txt", "binary"]).code(2);
    let stderr = call.stderr(&result);
    assert!(stderr.contains("error: wide.txt: UTF-16 text"), "{stderr}");
    assert!(stderr.contains("error: binary: not a text"), "{stderr}");
}

#[test]
fn records_in_utf16_are_refused_once_a_file() {
    let wide = |text: &str, mark: &[u8]| -> Vec<u8> {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        mark.iter().copied().chain(units).collect()
    };
    let call = Call::new();
    let rows = "{\"text\": \"Zürich.\"}\n{\"text\": \"Oslo.\"}\n";
    call.file("marked.jsonl", wide(rows, b"\xFF\xFE"));
    call.file("plain.jsonl", wide(rows, b""));
    call.file("table.csv", wide("id,text\n1,Oslo.\n", b"\xFF\xFE"));
    for file in ["marked.jsonl", "plain.jsonl", "table.csv"] {
        let result = call.tag(&[file]).code(2);
        let stderr = call.stderr(&result);
        assert!(
            stderr.starts_with(&format!("error: {file}: UTF-16 text; convert it")),
            "{stderr}"
        );
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
}

#[test]
fn tables_with_semicolons_and_rows_that_do_not_fit() {
    let call = Call::new();
    call.file(
        "a.csv",
        "\u{feff}id;text\r\n1;\"Oslo, he said; cold.\"\r\n2;No, not Zürich.\r\n",
    );
    let result = call.tag(&["a.csv", "--with-text"]).code(0);
    let rows = lines(&result);
    assert_eq!(rows[0]["text"], "Oslo, he said; cold.");
    assert_eq!(
        (&rows[1]["id"], &rows[1]["text"]),
        (&json!("2"), &json!("No, not Zürich."))
    );

    call.file("b.csv", "id,text;more\n1,Oslo; cold\n2\n");
    let result = call.tag(&["b.csv"]).code(1);
    let stderr = call.stderr(&result);
    assert!(stderr.contains("b.csv:2: no \"text\""), "{stderr}");
    assert!(
        stderr.contains("b.csv:3: 1 cell under 2 columns; put"),
        "{stderr}"
    );
}

#[test]
fn what_should_be_tagged_documents_and_is_no_json() {
    let call = Call::new();
    call.file("a.txt", "Oslo.");
    let run = |args: &[&str], file: &str| {
        let mut command = onrecord();
        let command = command.current_dir(call.path(""));
        command.args(args).arg(file).assert()
    };
    for args in [&["report"][..], &["convert", "--to", "csv"], &["eval"]] {
        let result = run(args, "a.txt").code(2);
        let stderr = call.stderr(&result);
        assert!(stderr.contains("a.txt: broken JSON: "), "{stderr}");
        assert!(
            stderr.contains("each document is a JSON object"),
            "{stderr}"
        );
    }
    call.file("b.jsonl", "\u{feff}{\"id\": \"b\", \"text\": \"Oslo.\"}\n");
    run(&["convert", "--to", "conll"], "b.jsonl").code(0);
}

#[test]
fn broken_json_lines_are_named_and_the_others_tagged() {
    let call = Call::new();
    call.file(
        "a.jsonl",
        "\u{feff}{\"id\": \"one\", \"text\": \"Oslo.\"}\n\
         {\"id\": \"two\", \"body\": \"Oslo.\", \"date\": 1}\n\
         {\"text\": \"Os\n\
         [1]\n\
         {\"id\": \"five\", \"text\": null}\r\n\
         {\"id\": {}, \"text\": \"Oslo.\"}\n\
         {\"id\": \"seven\", \"text\": \"Oslo.\"}",
    );
    let result = call.tag(&["a.jsonl", "--errors", "failed.jsonl"]).code(1);
    let ids: Vec<_> = lines(&result).iter().map(|l| l["id"].clone()).collect();
    assert_eq!(ids, ["one", "seven"]);
    let stderr = call.stderr(&result);
    assert!(
        stderr.contains("error: a.jsonl:2: no \"text\"; name the field that holds the text with --text-field (there are: body, date)\n"),
        "{stderr}"
    );
    assert!(
        stderr.contains("error: a.jsonl:3: broken JSON: "),
        "{stderr}"
    );

    let rows = fs::read_to_string(call.path("failed.jsonl")).unwrap();
    let rows: Vec<Value> = rows
        .lines()
        .map(|row| serde_json::from_str(row).unwrap())
        .collect();
    let places: Vec<_> = rows.iter().map(|row| (&row["line"], &row["id"])).collect();
    assert_eq!(
        places,
        [
            (&json!(2), &json!("two")),
            (&json!(3), &Value::Null),
            (&json!(4), &Value::Null),
            (&json!(5), &json!("five")),
            (&json!(6), &Value::Null),
        ]
    );
    assert!(
        rows.iter()
            .all(|row| row["file"] == "a.jsonl" && row["error"].is_string())
    );
}

#[test]
fn a_flood_of_failures_is_counted() {
    let call = Call::new();
    call.file("a.jsonl", "{}\n".repeat(1000));
    let result = call.tag(&["a.jsonl", "--errors", "failed.jsonl"]).code(1);
    let stderr = call.stderr(&result);
    assert_eq!(stderr.lines().count(), 21);
    assert!(
        stderr.ends_with("error: 980 more documents failed\n"),
        "{stderr}"
    );
    let rows = fs::read_to_string(call.path("failed.jsonl")).unwrap();
    assert_eq!(rows.lines().count(), 1000);
}

#[test]
fn an_empty_document_has_its_line() {
    let call = Call::new();
    call.file("empty.txt", "");
    call.file("blank.txt", " \r\n\n");
    let result = call.tag(&["empty.txt", "blank.txt"]).code(0);
    for line in lines(&result) {
        assert_eq!(line["errors"], json!(["the document is empty"]));
    }
    assert_eq!(
        call.stderr(&result),
        "note: empty.txt: the document is empty\nnote: blank.txt: the document is empty\n"
    );
    let result = call.tag(&["empty.txt", "--quiet"]).code(0);
    assert!(call.stderr(&result).is_empty());
}

#[test]
fn a_long_line_and_only_quotation_marks() {
    let call = Call::new();
    call.file("long.txt", "and he said Oslo was cold ".repeat(50_000));
    call.file("marks.txt", "\"“'".repeat(20_000));
    let result = call.tag(&["long.txt", "marks.txt"]).code(0);
    assert!(call.stderr(&result).is_empty());
    assert_eq!(lines(&result).len(), 2);
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    let call = Call::new();
    call.file("a.jsonl", "{\"text\": \"Oslo said no.\"}\n".repeat(20_000));
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("onrecord"))
        .current_dir(call.path(""))
        .args(["tag", "a.jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 5];
    child
        .stdout
        .as_mut()
        .unwrap()
        .read_exact(&mut first)
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(&first, b"{\"id\"");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

#[test]
fn an_output_that_cannot_be_written() {
    let call = Call::new();
    call.file("a.txt", "Oslo.");
    for option in ["-o", "--errors"] {
        let result = call.tag(&["a.txt", option, "no/such/directory"]).code(2);
        assert!(
            call.stderr(&result)
                .contains("directory: cannot be written: ")
        );
    }
}

#[test]
fn an_input_is_never_written_over() {
    let call = Call::new();
    call.file("news/a.txt", "Oslo.");
    for option in ["-o", "--errors"] {
        for input in ["news/a.txt", "news"] {
            let result = call.tag(&[input, option, "news/../news/a.txt"]).code(2);
            assert!(
                call.stderr(&result)
                    .contains("is also the input news/a.txt")
            );
        }
    }
    assert_eq!(
        fs::read_to_string(call.path("news/a.txt")).unwrap(),
        "Oslo."
    );

    let result = call
        .tag(&["news", "-o", "same", "--errors", "same"])
        .code(2);
    assert!(call.stderr(&result).contains("over each other"));
    assert!(!call.path("same").exists());
}

#[test]
fn a_gazetteer_that_cannot_be_read() {
    let call = Call::new();
    call.file("a.txt", "Oslo.");
    call.file("wrong.tsv", "name\tlabel\nPolar Wind\tSHIP\n");
    for (list, complaint) in [
        ("gone.tsv", "error: gone.tsv: "),
        ("wrong.tsv", "rejected: wrong.tsv:2: unknown label"),
    ] {
        let result = call
            .tag(&["a.txt", "--gazetteer", list, "-o", "out"])
            .code(2);
        assert!(
            call.stderr(&result).starts_with(complaint),
            "{}",
            call.stderr(&result)
        );
        assert!(!call.path("out").exists());
    }
}

#[test]
fn calls_that_make_no_sense() {
    let call = Call::new();
    call.file("a.txt", "Oslo.");
    for (args, complaint) in [
        (&["a.txt", "--min-score", "2"][..], "from 0 to 1"),
        (&["a.txt", "--min-score", "NaN"], "from 0 to 1"),
        (&["a.txt", "--threads", "0"], "0 is not in"),
        (&["a.txt", "--format", "xml"], "pretty, html, jsonl, brat"),
        (&["a.txt", "--colour", "auto"], "--color"),
        (&["a.txt", "--no-default-gazetteers"], "--gazetteer"),
    ] {
        let result = call.tag(args).code(2);
        assert!(call.stderr(&result).contains(complaint), "{args:?}");
    }
}
