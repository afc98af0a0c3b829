//! `onrecord compile` and `onrecord stats`, and tagging with what they made.

mod common;

use assert_cmd::assert::Assert;
use common::{Call, lines, onrecord};

const SHIPS: &str = "# licence: CC0-1.0\n\
    name\tlabel\tid\taliases\n\
    Sørlandet\tORG\tship:1\tFullrigger Sørlandet\n\
    Polar Wind\tORG\tship:2\n\
    Polar Wind\tPERSON\tdj:9\n";

fn run(call: &Call, args: &[&str]) -> Assert {
    onrecord().current_dir(call.path("")).args(args).assert()
}

fn stdout(result: &Assert) -> String {
    String::from_utf8(result.get_output().stdout.clone()).unwrap()
}

fn compiled() -> Call {
    let call = Call::new();
    call.file("ships.tsv", SHIPS);
    run(&call, &["compile", "ships.tsv", "-o", "ships.gaz"]).success();
    call
}

#[test]
fn compiled_names_are_found_beside_the_bundled_ones() {
    let call = compiled();
    call.file("a.txt", "The Sørlandet left Oslo. POLAR WIND followed.");
    for gazetteer in ["ships.gaz", "ships.tsv"] {
        let result = call.tag(&["--gazetteer", gazetteer, "a.txt"]).success();
        let mentions = lines(&result)[0]["mentions"].clone();
        let texts: Vec<_> = (mentions.as_array().unwrap().iter())
            .map(|m| m["text"].clone())
            .collect();
        assert!(
            texts.contains(&"Sørlandet".into()),
            "{gazetteer}: {texts:?}"
        );
        assert!(texts.contains(&"Oslo".into()), "{gazetteer}: {texts:?}");
    }
}

#[test]
fn the_report_says_what_was_compiled() {
    let call = compiled();
    let result = run(
        &call,
        &["compile", "ships.tsv", "-o", "ships.gaz", "--report"],
    )
    .success();
    let report = stdout(&result);
    for line in [
        "entries     3\n",
        "names       4\n",
        &format!(
            "list        ships.tsv: {} bytes, licence: CC0-1.0\n",
            SHIPS.len()
        ),
        "shared      1 names have more than one entry\n  Polar Wind: ORG ship:2, PERSON dj:9\n",
    ] {
        assert!(report.contains(line), "{report}");
    }
    assert_eq!(
        stdout(&run(&call, &["stats", "ships.gaz"]).success()),
        report
    );
}

#[test]
fn lists_that_changed_are_told() {
    let call = compiled();
    call.file("ships.tsv", format!("{SHIPS}Statsraad Lehmkuhl\tORG\n"));
    let result = run(&call, &["stats", "ships.gaz"]).code(1);
    assert_eq!(
        call.stderr(&result),
        "error: ships.tsv has changed since ships.gaz was compiled; compile it again\n"
    );
}

#[test]
fn files_that_are_no_gazetteers_say_so() {
    let call = compiled();
    let whole = std::fs::read(call.path("ships.gaz")).unwrap();
    call.file("short.gaz", &whole[..whole.len() - 1]);
    call.file("header.gaz", &whole[..100]);
    let mut damaged = whole.clone();
    *damaged.last_mut().unwrap() ^= 1;
    call.file("damaged.gaz", damaged);
    let mut old = whole.clone();
    old[8] = 0;
    call.file("old.gaz", old);
    call.file("picture.gaz", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    for (file, expected) in [
        (
            "short.gaz",
            "short.gaz: it is cut off or has something behind it; copy it again",
        ),
        (
            "header.gaz",
            "header.gaz: it is cut off; copy it again or compile it again",
        ),
        (
            "old.gaz",
            "old.gaz: it was compiled by another version of onrecord, in another format; compile it again",
        ),
        (
            "picture.gaz",
            "picture.gaz:1: not valid UTF-8; save the list as UTF-8 text",
        ),
        ("none.gaz", "none.gaz: "),
    ] {
        call.file("a.txt", "Oslo.");
        let result = call.tag(&["--gazetteer", file, "a.txt"]).code(2);
        let stderr = call.stderr(&result);
        assert!(
            stderr.starts_with(&format!("error: {expected}")),
            "{stderr}"
        );
        run(&call, &["stats", file]).code(2);
    }
    let result = run(&call, &["stats", "damaged.gaz"]).code(1);
    assert!(
        call.stderr(&result)
            .starts_with("error: damaged.gaz: its content is damaged")
    );
    let result = run(&call, &["compile", "ships.gaz", "-o", "again.gaz"]).code(2);
    assert!(call.stderr(&result).contains("it is compiled already"));
}

#[test]
fn later_gazetteers_correct_earlier_ones() {
    let call = compiled();
    call.file(
        "changes.tsv",
        "name\tlabel\tid\tkind\tfeatures\tweak_aliases\tnot_before\taction\n\
        Sørlandet Line\tORG\tship:1\tcarrier\tflag=NO\tthe Line\tStreet\toverride\n\
        Polar Wind\tPERSON\t\t\t\t\t\tremove\n",
    );
    run(&call, &["compile", "changes.tsv", "-o", "changes.gaz"]).success();
    call.file(
        "a.txt",
        "The Fullrigger Sørlandet is gone. Sørlandet Line sold Polar Wind. The ship of the Line sank.",
    );
    for base in ["ships.gaz", "ships.tsv"] {
        for changes in ["changes.gaz", "changes.tsv"] {
            let options = ["--gazetteer", base, "--gazetteer", changes];
            let options = [&["--no-default-gazetteers", "a.txt"], &options[..]].concat();
            let entities = lines(&call.tag(&options).success())[0]["entities"].clone();
            let entities = entities.as_array().unwrap();
            let by_kb = |kb: &str| entities.iter().find(|e| e["kb"] == kb);
            let line = by_kb("ship:1").unwrap();
            assert_eq!(line["name"], "Sørlandet Line", "{options:?}");
            assert_eq!(
                (&line["sub_label"], &line["features"]["flag"]),
                (&"carrier".into(), &"NO".into())
            );
            assert_eq!(line["mentions"].as_array().unwrap().len(), 2);
            assert!(by_kb("ship:2").is_some() && by_kb("dj:9").is_none());
            let wind = by_kb("ship:2").unwrap();
            assert!(wind["candidates"].is_null(), "{wind}");
        }
    }
}

#[test]
fn names_of_other_languages_are_left_out() {
    let call = Call::new();
    call.file(
        "papers.tsv",
        "name\tlabel\tid\tlanguages\nDie Óra\tORG\tx:1\tde|hu\n",
    );
    call.file("a.txt", "“Die Óra” wrote it.");
    for (language, found) in [("hu", true), ("en", false)] {
        let options = ["a.txt", "--gazetteer", "papers.tsv", "--language", language];
        let entities = lines(&call.tag(&options).success())[0]["entities"].clone();
        let mut ids = entities.as_array().unwrap().iter().map(|e| &e["kb"]);
        assert_eq!(ids.any(|kb| kb == "x:1"), found, "{language}");
    }
}
