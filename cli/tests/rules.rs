//! `onrecord test`, `onrecord lint` and `onrecord tag --rules` as their users call them.

mod common;

use common::{Call, lines, onrecord};
use serde_json::json;

const GOOD: &str = "[ruleset]\nid = 'desk'\n[[rule]]\nid = 'fish'\nkind = 'mention'\nlabel = 'ORG'\nmatch = 'Old Fish'\n\
    finds = ['The [[span:Old Fish]] left.']\nignores = ['A fish.']\n";

#[test]
fn test_prints_in_every_format_and_sets_the_status() {
    let call = Call::new();
    call.file("rules/good.toml", GOOD);
    call.file(
        "bad.toml",
        GOOD.replace("[[span:Old Fish]] left", "Old [[span:Fish & Co]] left"),
    );
    let test = |args: &[&str]| {
        let result = onrecord()
            .current_dir(call.path(""))
            .arg("test")
            .args(args)
            .assert();
        let output = result.get_output();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout.clone()).unwrap(),
            String::from_utf8(output.stderr.clone()).unwrap(),
        )
    };
    assert_eq!(
        test(&["rules"]),
        (0, "2 passed, 0 failed, 0 todo\n".to_owned(), String::new())
    );
    let (status, out, _) = test(&["bad.toml"]);
    assert_eq!(status, 1);
    assert!(
        out.contains("FAILED desk/fish (bad.toml:8): wrong span, alone"),
        "{out}"
    );
    let (_, out, _) = test(&["bad.toml", "--format", "junit"]);
    assert!(
        out.contains("failures=\"1\"") && out.contains("Fish &amp; Co"),
        "{out}"
    );
    let (_, out, _) = test(&["bad.toml", "--format", "tap"]);
    assert!(
        out.contains("1..2\nnot ok 1 - desk/fish bad.toml:8\n"),
        "{out}"
    );
    let (status, out, _) = test(&["rules", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (
            status,
            &json["passed"],
            json["tests"].as_array().unwrap().len()
        ),
        (0, &true.into(), 2)
    );
    assert_eq!(test(&["rules", "--filter", "ship"]).0, 1);
    let (status, _, err) = test(&["rules", "nowhere.toml"]);
    assert_eq!(status, 2);
    assert!(
        err.contains("error[R0009]: nowhere.toml: cannot be read"),
        "{err}"
    );
}

#[test]
fn lint_says_what_is_wrong() {
    let call = Call::new();
    call.file("good.toml", GOOD);
    call.file("bad.toml", GOOD.replace("Old Fish'", "@fishes'"));
    call.file("untested.toml", GOOD.replace("ignores = ['A fish.']", ""));
    for (file, status, said) in [
        ("good.toml", 0, "0 errors, 0 warnings\n"),
        (
            "bad.toml",
            2,
            "error[R0006]: there is no list or class of cues @fishes\n --> bad.toml:7:10\n",
        ),
        (
            "untested.toml",
            1,
            "error[R0016]: the rule has no negative test",
        ),
    ] {
        let result = onrecord()
            .current_dir(call.path(""))
            .args(["lint", file])
            .assert()
            .code(status);
        let out = String::from_utf8(result.get_output().stdout.clone()).unwrap();
        assert!(out.contains(said), "{out}");
    }
    let result = onrecord()
        .current_dir(call.path(""))
        .args(["lint", "bad.toml", "--format", "json"])
        .assert()
        .code(2);
    let said = &lines(&result)[0];
    assert_eq!((&said["errors"], &said["warnings"]), (&json!(1), &json!(0)));
    let problem = &said["diagnostics"][0];
    let place = ["code", "file", "line", "column"].map(|key| problem[key].clone());
    assert_eq!(json!(place), json!(["R0006", "bad.toml", 7, 10]));
}

#[test]
fn tag_uses_rules() {
    let call = Call::new();
    call.file("good.toml", GOOD);
    call.file("a.txt", "The Old Fish left.");
    let result = call.tag(&["a.txt", "--rules", "good.toml"]).code(0);
    assert_eq!(lines(&result)[0]["mentions"][0]["by"], "rule:desk/fish");
    let result = call.tag(&["a.txt", "--rules", "none.toml"]).code(2);
    let said = call.stderr(&result);
    assert!(
        said.contains("error[R0009]: none.toml: cannot be read"),
        "{said}"
    );
}

#[test]
fn why_not_and_mutate_answer_and_set_the_status() {
    let call = Call::new();
    call.file("good.toml", GOOD);
    let two = "[[rule]]\nid = 'cod'\nkind = 'mention'\nlabel = 'ORG'\nmatch = 'Big|Old Zorb'\n\
        finds = ['The [[span:Big Zorb]] left.']\nignores = ['A zorb.', 'Big.']\n";
    call.file("weak.toml", format!("{GOOD}{two}"));
    for (args, status, said) in [
        (
            &["test", "good.toml", "--mutate"][..],
            0,
            "1 rules removed, 0 unnoticed; 2 atoms removed, 0 unnoticed (0.0 %)\n",
        ),
        (
            &["test", "weak.toml", "--mutate"],
            1,
            "desk/cod (weak.toml): no test fails without Old\n    Big|Old Zorb\n        ^^^\n",
        ),
        (
            &["test", "weak.toml", "--mutate", "--filter", "fish"],
            0,
            "1 rules removed",
        ),
        (
            &["test", "good.toml", "--mutate", "--filter", "none"],
            1,
            "0 rules removed",
        ),
        (
            &[
                "why-not",
                "Old cod.",
                "--rule",
                "fish",
                "--rules",
                "good.toml",
            ],
            1,
            "desk/fish did not match: \"cod\" stands where the pattern asks for Fish\n    Old cod.\n        ^^^\n",
        ),
        (
            &[
                "why-not",
                "Old Fish.",
                "--rule",
                "desk/fish",
                "--rules",
                "good.toml",
            ],
            0,
            "desk/fish did match\n    Old Fish.\n    ^^^^^^^^\n",
        ),
        (
            &[
                "why-not",
                "The plan was criticized.",
                "--rule",
                "passive-by",
            ],
            1,
            "onrecord/passive-by did not match: \".\" stands where the pattern asks for by\n",
        ),
        (
            &["why-not", "x", "--rule", "fisch", "--rules", "good.toml"],
            2,
            "error: --rule fisch: there is no such rule; there are desk/fish",
        ),
    ] {
        let result = onrecord().current_dir(call.path("")).args(args).assert();
        let output = result.get_output();
        let out = [&output.stdout[..], &output.stderr[..]].concat();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(output.status.code(), Some(status), "{args:?}: {out}");
        assert!(out.contains(said), "{args:?}: {out}");
    }
}
