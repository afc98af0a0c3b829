//! `onrecord diff`: what two rule sets change, in every format.

mod common;

use assert_cmd::assert::Assert;
use common::{Call, lines, onrecord};

const OLD: &str = "[ruleset]\nid = 'desk'\n[[rule]]\nid = 'fish'\nkind = 'mention'\nlabel = 'ORG'\nmatch = 'Old Fish'\n\
    [[rule]]\nid = 'cod'\nkind = 'mention'\nlabel = 'ORG'\nmatch = 'Old Cod'\n";
const NEW: &str = "[ruleset]\nid = 'desk'\n[[rule]]\nid = 'fish'\nkind = 'mention'\nlabel = 'PLACE'\nmatch = 'The Old Fish'\n\
    [[rule]]\nid = 'wire'\nkind = 'attribution'\nmatch = '{source:Zorb} {cue:via} {content:<sentence>}'\n";

fn diff(args: &[&str]) -> (Call, Assert) {
    let call = Call::new();
    call.file("old.toml", OLD);
    call.file("new.toml", NEW);
    call.file(
        "texts/a.txt",
        "🎤 The Old Fish left.\nOld Cod <b>stays</b>.",
    );
    call.file("texts/b.txt", "Nothing is here.");
    call.file(
        "c.jsonl",
        "{\"id\": \"c1\", \"text\": \"Zorb via cod & chips.\"}\nbroken\n",
    );
    let mut command = onrecord();
    command.current_dir(call.path("")).arg("diff").args(args);
    let result = command.assert();
    (call, result)
}

fn out(result: &Assert) -> String {
    String::from_utf8(result.get_output().stdout.clone()).unwrap()
}

#[test]
fn lines_for_people_tell_totals_and_changes() {
    let (_call, result) = diff(&["old.toml", "new.toml", "--corpus", "texts"]);
    let shown = out(&result.code(0));
    for part in [
        "1 of 2 documents differ\nmentions: 0 gained, 1 lost, 1 changed\nattributions: 0 gained, 0 lost, 0 changed\n",
        "  rule:desk/cod: 0 gained, 1 lost, 0 changed\n",
        "\na\n  line 1: mention changed\n    - “Old Fish” ORG = Old Fish (0.90, rule:desk/fish)\n    + “The Old Fish” PLACE",
        "  line 2: mention lost\n    - “Old Cod” ORG",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
}

#[test]
fn json_has_counts_and_offsets_and_failures_set_the_status() {
    let args = [
        "none", "new.toml", "--corpus", "texts", "--corpus", "c.jsonl", "--format", "json",
    ];
    let (call, result) = diff(&args);
    let result = result.code(1);
    assert!(call.stderr(&result).contains("c.jsonl"));
    let json = &lines(&result)[0];
    assert_eq!(
        (&json["documents"], &json["changed_documents"]),
        (&3.into(), &2.into())
    );
    assert_eq!(json["attributions"]["gained"], 1);
    assert_eq!(json["by"]["rule:desk/wire"]["gained"], 1);
    let change = &json["changes"][0];
    assert_eq!(
        (&change["document"], &change["old"]),
        (&"a".into(), &serde_json::Value::Null)
    );
    let span = &change["new"]["spans"][0];
    assert_eq!(
        (&span["start"], &span["end"], &span["text"]),
        (&2.into(), &14.into(), &"The Old Fish".into())
    );
    let roles: Vec<_> = json["changes"][1]["new"]["spans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["role"].clone())
        .collect();
    assert_eq!(roles, ["source", "cue", "content"]);
    let same = |threads| out(&diff(&[&args[..], &["--threads", threads]].concat()).1);
    assert_eq!(same("1"), same("8"));
}

#[test]
fn the_page_needs_nothing_else_and_is_escaped() {
    let (call, result) = diff(&[
        "old.toml", "new.toml", "--corpus", "texts", "--corpus", "c.jsonl", "--format", "html",
        "-o", "d.html",
    ]);
    assert_eq!(out(&result.code(1)), "");
    let page = std::fs::read_to_string(call.path("d.html")).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    for part in [
        "<title>What new.toml changes against old.toml</title>",
        "<mark class=\"place\" title=\"PLACE\">The Old Fish</mark> left.",
        "<mark class=\"org\" title=\"ORG\">Old Cod</mark> &lt;b&gt;stays&lt;/b&gt;.",
        "<mark class=\"content\" title=\"content\">cod &amp; chips</mark>.",
        "article class=\"attribution gained\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(
        !page.contains("{{") && !page.contains("src=") && !page.contains("http"),
        "{page}"
    );
}

#[test]
fn the_status_tells_of_changes_where_it_is_asked_to() {
    let ask = |old: &str, new: &str| {
        let (_call, result) = diff(&[old, new, "--corpus", "texts", "--exit-code", "--most", "1"]);
        (result.get_output().status.code(), out(&result))
    };
    let (status, shown) = ask("old.toml", "new.toml");
    assert_eq!(status, Some(1));
    assert!(
        shown.ends_with("1 more changes; --most shows more\n"),
        "{shown}"
    );
    let (status, shown) = ask("new.toml", "new.toml");
    assert_eq!(status, Some(0));
    assert!(shown.starts_with("0 of 2 documents differ\n"), "{shown}");
    assert_eq!(ask("old.toml", "nowhere.toml").0, Some(2));
}
