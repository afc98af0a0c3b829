//! `onrecord tag` as its users call it. What is found in the texts is the library's matter and not looked at here.

mod common;

use std::fs;

use common::{Call, lines, onrecord};

#[test]
fn a_file_a_directory_and_json_lines() {
    let call = Call::new();
    call.file("b.txt", "Oslo said no.");
    call.file("news/z.txt", "Z.");
    call.file("news/a/z.txt", "A.");
    call.file(
        "news/m.jsonl",
        "{\"text\": \"M.\"}\n\n{\"id\": 7, \"text\": \"N.\"}\n",
    );
    call.file("news/picture.png", "");
    let result = call.tag(&["b.txt", "news"]).code(0);
    let ids: Vec<String> = lines(&result)
        .iter()
        .map(|line| line["id"].as_str().unwrap().replace('\\', "/"))
        .collect();
    assert_eq!(ids, ["b", "a/z", "news/m.jsonl:1", "7", "z"]);
    assert_eq!(
        call.stderr(&result),
        "note: news: 1 file left out that are neither .txt nor .jsonl\n"
    );
}

#[test]
fn standard_input_is_text_or_json_lines() {
    for args in [&["tag"][..], &["tag", "-"]] {
        let result = onrecord().args(args).write_stdin("Oslo.").assert().code(0);
        assert_eq!(lines(&result)[0]["id"], "stdin");
    }
    let result = onrecord()
        .arg("tag")
        .write_stdin("{\"text\": \"Oslo.\"}")
        .assert();
    let stderr = String::from_utf8_lossy(&result.get_output().stderr).into_owned();
    assert!(stderr.contains("--input jsonl"), "{stderr}");
    let json = "{\"id\": \"x\", \"text\": \"Oslo.\"}\n{\"text\": \"Bergen.\"}";
    let args = ["tag", "--input", "jsonl", "-"];
    let result = onrecord().args(args).write_stdin(json).assert().code(0);
    let ids: Vec<_> = lines(&result).iter().map(|l| l["id"].clone()).collect();
    assert_eq!(ids, ["x", "stdin:2"]);
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let call = Call::new();
    let mut json = String::new();
    for i in 0..300 {
        let text = "Angela Merkel said Oslo would pay. ".repeat(i % 7);
        json += &format!("{{\"id\": {i}, \"text\": \"{text}\"}}\n");
    }
    call.file("many.jsonl", &json);
    for format in ["jsonl", "pretty", "html"] {
        let tag = |threads| {
            let args = ["many.jsonl", "-q", "--format", format, "--threads", threads];
            call.tag(&args).code(0).get_output().stdout.clone()
        };
        let one = tag("1");
        assert!(one.len() > 300);
        assert!(one == tag("2") && one == tag("7"), "{format}");
    }
}

#[test]
fn formats() {
    let call = Call::new();
    call.file("a.txt", "Oslo & Bergen.");
    let show = |format| {
        let result = call.tag(&["a.txt", "a.txt", "--format", format]).code(0);
        String::from_utf8(result.get_output().stdout.clone()).unwrap()
    };
    assert_eq!(show("jsonl").lines().count(), 2);
    let html = show("html");
    assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"));
    assert_eq!(html.matches("<article").count(), 2);
    assert!(html.contains("&amp;"));
    let pretty = show("pretty");
    assert_eq!(pretty.lines().filter(|line| *line == "a").count(), 2);
    assert!(pretty.contains("\n\na\n"), "documents stand apart");
}

#[test]
fn colours_when_asked_for() {
    let call = Call::new();
    call.file("a.txt", "Oslo.");
    let shown = |color, no_color: &str| {
        let mut command = call.command(&["a.txt", "--format", "pretty", "--color", color]);
        let result = command.env("NO_COLOR", no_color).assert().code(0);
        result.get_output().stdout.contains(&0x1b)
    };
    assert!(shown("always", ""));
    assert!(shown("always", "1"));
    assert!(!shown("never", ""));
    assert!(!shown("auto", ""), "no terminal");
    assert!(!shown("auto", "1"));
}

#[test]
fn offsets_say_their_unit() {
    let call = Call::new();
    call.file("a.txt", "Oslo.");
    for unit in ["byte", "char", "utf16"] {
        let result = call.tag(&["a.txt", "--offsets", unit]).code(0);
        assert_eq!(lines(&result)[0]["offsets"], unit);
    }
    assert_eq!(lines(&call.tag(&["a.txt"]))[0]["offsets"], "char");
}

#[test]
fn one_half_only() {
    let call = Call::new();
    call.file("a.txt", "“Oslo will pay,” Angela Merkel said.");
    let found = |options: &[&str]| {
        let args = [&["a.txt"], options].concat();
        let line = &lines(&call.tag(&args).code(0))[0];
        ["mentions", "entities", "attributions"].map(|f| line[f].as_array().unwrap().len())
    };
    assert_eq!(found(&[]), [2, 2, 1]);
    assert_eq!(found(&["--only", "entities"]), [2, 2, 0]);
    assert_eq!(found(&["--only", "attributions"]), [0, 1, 1]);
}

#[test]
fn a_threshold_leaves_what_is_likely() {
    let call = Call::new();
    call.file("a.txt", "“Oslo will pay,” Angela Merkel said.");
    let scores = |min_score: f64| -> Vec<f64> {
        let args = ["a.txt", "--min-score", &min_score.to_string()];
        let line = &lines(&call.tag(&args).code(0))[0];
        ["mentions", "attributions"]
            .iter()
            .flat_map(|field| line[field].as_array().unwrap())
            .map(|item| item["score"].as_f64().unwrap())
            .collect()
    };
    let all = scores(0.0);
    let highest = all.iter().copied().fold(0.0, f64::max);
    let few = scores(highest - 0.0005);
    assert!(!few.is_empty() && few.len() < all.len());
    assert!(few.iter().all(|&score| score >= highest - 0.0005));
    assert!(scores(1.0).is_empty());
}

#[test]
fn pronouns_can_be_left_alone() {
    let call = Call::new();
    call.file("a.txt", "Angela Merkel left. She said that Oslo would pay.");
    let found = |args: &[&str]| {
        let line = lines(&call.tag(args).code(0)).remove(0);
        let mentions = line["mentions"].as_array().unwrap().iter();
        let pronouns = mentions.filter(|m| m["kind"] == "pronoun").count();
        (pronouns, line["attributions"][0]["speaker"].is_null())
    };
    assert_eq!(found(&["a.txt"]), (1, false));
    assert_eq!(found(&["a.txt", "--no-pronouns"]), (0, true));
}

#[test]
fn names_of_ones_own() {
    let call = Call::new();
    call.file("a.txt", "The Polar Wind left Oslo.");
    call.file("ships.tsv", "name\tlabel\tid\nPolar Wind\tORG\tship:1\n");
    let ids = |options: &[&str]| -> Vec<String> {
        let args = [&["a.txt"], options].concat();
        let lines = lines(&call.tag(&args).code(0));
        let entities = lines[0]["entities"].as_array().unwrap();
        let ids = entities.iter().filter_map(|e| e["kb"].as_str());
        ids.map(str::to_owned).collect()
    };
    assert_eq!(ids(&[]), ["geonames:3143244"]);
    let both = ids(&["--gazetteer", "ships.tsv"]);
    assert_eq!(both, ["ship:1", "geonames:3143244"]);
    let alone = ["--gazetteer", "ships.tsv", "--no-default-gazetteers"];
    assert_eq!(ids(&alone), ["ship:1"]);
}

#[test]
fn the_output_file_is_written_and_stdout_is_not() {
    let call = Call::new();
    call.file("a.txt", "Oslo.");
    let result = call.tag(&["a.txt", "-o", "out.jsonl"]).code(0);
    assert!(result.get_output().stdout.is_empty());
    let written = fs::read_to_string(call.path("out.jsonl")).unwrap();
    assert!(written.starts_with("{\"id\":\"a\",") && written.ends_with("}\n"));
}

#[test]
fn help_has_examples() {
    for args in [&["--help"][..], &["tag", "--help"]] {
        let result = onrecord().args(args).assert().code(0);
        assert!(String::from_utf8_lossy(&result.get_output().stdout).contains("Exit status:"));
    }
}

#[test]
fn options_stand_under_their_headings() {
    for command in ["tag", "explain", "diff", "compile"] {
        let result = onrecord().args([command, "--help"]).assert().code(0);
        let help = String::from_utf8_lossy(&result.get_output().stdout).into_owned();
        let (_, lists) = help.split_once("Lists of names:").unwrap();
        let (lists, _) = lists.split_once("Examples:").unwrap();
        assert!(lists.contains("--map-label"), "{help}");
        for other in ["--format", "--output", "--threads", "--quiet", "--offsets"] {
            assert!(!lists.contains(other), "{command} {other}");
        }
    }
}

#[test]
fn shells_complete_the_options() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let result = onrecord().args(["completions", shell]).assert().code(0);
        let script = String::from_utf8_lossy(&result.get_output().stdout).into_owned();
        assert!(script.contains("no-default-gazetteers"), "{shell}");
    }
}
