//! `onrecord compile` and `onrecord stats`, and tagging with what they made.

mod common;

use assert_cmd::assert::Assert;
use common::{Call, lines, onrecord};

const SHIPS: &str = "# licence: CC0-1.0\n\
    name\tlabel\tid\taliases\n\
    Sørlandet\tORG\tship:1\tFullrigger Sørlandet\n\
    Polar Wind\tORG\tship:2\n\
    Polar Wind\tPERSON\tdj:9\n";

// "name\tlabel\nPolar Wind\tORG\n", packed.
const GZIP: &[u8] = &[
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xcb, 0x4b, 0xcc, 0x4d, 0xe5, 0xcc,
    0x49, 0x4c, 0x4a, 0xcd, 0xe1, 0x0a, 0xc8, 0xcf, 0x49, 0x2c, 0x52, 0x08, 0xcf, 0xcc, 0x4b, 0xe1,
    0xf4, 0x0f, 0x72, 0xe7, 0x02, 0x00, 0x18, 0x64, 0x61, 0x15, 0x1a, 0x00, 0x00, 0x00,
];
const BZIP2: &[u8] = &[
    0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0xb0, 0x96, 0x02, 0xdd, 0x00, 0x00,
    0x0b, 0x57, 0x80, 0x00, 0x30, 0x40, 0x00, 0x00, 0x80, 0xd0, 0x80, 0x36, 0x27, 0x90, 0x00, 0x20,
    0x00, 0x22, 0x80, 0xc9, 0x82, 0x66, 0xa1, 0x4d, 0x32, 0x31, 0x31, 0x31, 0x15, 0xa0, 0x82, 0x91,
    0xa2, 0x1d, 0x62, 0x33, 0x53, 0x30, 0xa0, 0xd8, 0x0d, 0x7c, 0x5d, 0xc9, 0x14, 0xe1, 0x42, 0x42,
    0xc2, 0x58, 0x0b, 0x74,
];
const ZSTD: &[u8] = &[
    0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58, 0xd1, 0x00, 0x00, 0x6e, 0x61, 0x6d, 0x65, 0x09, 0x6c, 0x61,
    0x62, 0x65, 0x6c, 0x0a, 0x50, 0x6f, 0x6c, 0x61, 0x72, 0x20, 0x57, 0x69, 0x6e, 0x64, 0x09, 0x4f,
    0x52, 0x47, 0x0a, 0x79, 0xb4, 0xde, 0x0e,
];

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
    let stats = stdout(&run(&call, &["stats", "ships.gaz"]).success());
    assert_eq!(stats, report.replace("rejects     0\n", ""));
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
            "picture.gaz: this is a PNG picture, not a list of names; give the list itself",
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
    assert!(call.stderr(&result).contains("this is compiled already"));
}

#[test]
fn compressed_lists_are_read_whatever_their_name() {
    let call = Call::new();
    for (name, bytes) in [("a.tsv", GZIP), ("b.tsv", BZIP2), ("c.tsv", ZSTD)] {
        call.file(name, bytes);
        let result = run(&call, &["compile", name, "-o", "x.gaz", "--report=json"]).success();
        let report: serde_json::Value = serde_json::from_str(&stdout(&result)).unwrap();
        assert_eq!(
            (&report["names"], &report["rejects"]),
            (&1.into(), &0.into()),
            "{name}"
        );
        assert_eq!(report["lists"][0]["bytes"], bytes.len(), "{name}");
        call.file(name, &bytes[..bytes.len() / 2]);
        let result = run(&call, &["compile", name, "-o", "y.gaz"]).code(2);
        assert!(
            call.stderr(&result)
                .starts_with(&format!("error: {name}: "))
        );
        assert!(!call.path("y.gaz").exists());
    }
}

#[test]
fn rejects_are_kept_and_the_rest_is_compiled() {
    let call = Call::new();
    let mut list = "name\tlabel\nOslo\tPLACE\n".to_owned();
    for _ in 0..100 {
        list.push_str("Oslo\tPLACE\n");
    }
    call.file("many.tsv", list);
    call.file("picture.tsv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let compile = [
        "compile",
        "many.tsv",
        "-o",
        "x.gaz",
        "--rejects",
        "rejects.jsonl",
    ];
    let result = run(&call, &compile).code(1);
    let stderr = call.stderr(&result);
    assert_eq!(stderr.lines().count(), 21, "{stderr}");
    assert!(stderr.ends_with("rejected: 80 more; rejects.jsonl has them all\n"));
    let rejects = std::fs::read_to_string(call.path("rejects.jsonl")).unwrap();
    let rows: Vec<serde_json::Value> = (rejects.lines())
        .map(|row| serde_json::from_str(row).unwrap())
        .collect();
    assert_eq!(rows.len(), 100);
    assert_eq!(
        (&rows[99]["file"], &rows[99]["line"]),
        (&"many.tsv".into(), &102.into())
    );
    run(&call, &["stats", "x.gaz"]).success();

    let result = run(
        &call,
        &["compile", "picture.tsv", "many.tsv", "-o", "z.gaz"],
    )
    .code(2);
    assert!(
        call.stderr(&result)
            .starts_with("error: picture.tsv: this is a PNG picture")
    );
    run(&call, &["stats", "z.gaz"]).success();
    let result = run(&call, &["compile", "many.tsv", "-o", "many.tsv"]).code(2);
    assert!(call.stderr(&result).contains("the output is also the list"));
    let result = run(
        &call,
        &["compile", "many.tsv", "-o", "q", "--rejects", "many.tsv"],
    )
    .code(2);
    assert!(
        call.stderr(&result)
            .contains("the file for rejects is also a list")
    );
}

#[test]
fn tagging_refuses_what_its_lists_have_left_behind() {
    let call = compiled();
    call.file("a.txt", "Sørlandet sailed.");
    call.tag(&["--gazetteer", "ships.gaz", "a.txt"]).success();
    // The same size, so that only the content tells.
    call.file("ships.tsv", SHIPS.replace("dj:9", "dj:8"));
    let result = call.tag(&["--gazetteer", "ships.gaz", "a.txt"]).code(2);
    assert_eq!(
        call.stderr(&result),
        "error: ships.tsv has changed since ships.gaz was compiled; compile it again\n"
    );
    std::fs::remove_file(call.path("ships.tsv")).unwrap();
    call.tag(&["--gazetteer", "ships.gaz", "a.txt"]).success();
}

#[test]
fn lists_of_other_formats_are_tagged_with() {
    let call = Call::new();
    call.file("a.txt", "The Sørlandet sailed.");
    call.file(
        "p.jsonl",
        "{\"label\": \"SHIP\", \"pattern\": \"Sørlandet\", \"id\": \"ship:1\"}\n{}\n",
    );
    let tag = [
        "--gazetteer",
        "p.jsonl",
        "--map-label",
        "SHIP=ORG",
        "--quiet",
        "a.txt",
    ];
    let result = call.tag(&tag).code(1);
    assert_eq!(lines(&result)[0]["mentions"][0]["text"], "Sørlandet");
    assert!(call.stderr(&result).starts_with("rejected: p.jsonl:2: "));
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
fn what_takes_nothing_away_is_told() {
    let call = compiled();
    call.file(
        "changes.tsv",
        "name\tlabel\tid\taction\nPolar Wind\tPLACE\t\tremove\nMoon\tORG\tship:7\toverride\nPolar Wind\t\t\tremove\n",
    );
    call.file("a.txt", "Polar Wind is over.");
    let options = ["--gazetteer", "ships.gaz", "--gazetteer", "changes.tsv"];
    let result = call.tag(&[&options[..], &["a.txt"]].concat()).success();
    assert_eq!(
        call.stderr(&result),
        "note: the lists before it have no \"Polar Wind\" as PLACE, so that `remove` takes nothing away\n\
         note: the lists before it have no id \"ship:7\", so that `override` takes nothing away\n"
    );
    let quiet = call.tag(&[&options[..], &["a.txt", "--quiet"]].concat());
    assert_eq!(call.stderr(&quiet.success()), "");
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
