//! `onrecord convert`, `report`, and the formats of `tag` and `eval`.

mod common;

use std::fs;

use common::{Call, lines, onrecord};

const TEXT: &str = "“We 🎤 will pay,” Ingrid Moe, a spokeswoman for Tidewatch, said in Zürich.\n\nShe added: “Now.”";

fn run(call: &Call, args: &[&str]) -> assert_cmd::assert::Assert {
    onrecord().current_dir(call.path("")).args(args).assert()
}

fn tagged() -> Call {
    let call = Call::new();
    for name in ["one", "two"] {
        call.file(&format!("in/{name}.txt"), TEXT.replace("pay", name));
    }
    call.tag(&["in", "--with-text", "-o", "tagged.jsonl"])
        .code(0);
    call
}

fn read(call: &Call, name: &str) -> String {
    fs::read_to_string(call.path(name)).unwrap()
}

#[test]
fn there_and_back() {
    let call = tagged();
    for (to, out) in [
        ("brat", "brat"),
        ("citron", "c.jsonl"),
        ("labelstudio", "l.json"),
    ] {
        run(&call, &["convert", "tagged.jsonl", "--to", to, "-o", out]).code(0);
        run(
            &call,
            &["convert", out, "--to", "jsonl", "-o", "back.jsonl"],
        )
        .code(0);
        assert_eq!(
            read(&call, "back.jsonl"),
            read(&call, "tagged.jsonl"),
            "{to}"
        );
        let result = run(&call, &["eval", out, "tagged.jsonl", "--json"]).code(0);
        let stdout = String::from_utf8(result.get_output().stdout.clone()).unwrap();
        assert!(
            stdout.contains("\"attributions\"") && stdout.contains("\"names\""),
            "{stdout}"
        );
    }
    let ann = read(&call, "brat/one.ann");
    assert!(ann.contains("\tContent 0 16\t“We 🎤 will one,”"), "{ann}");
    assert!(read(&call, "brat/annotation.conf").contains("Attribution"));
    let result = run(&call, &["convert", "tagged.jsonl", "--to", "brat"]).code(2);
    assert!(call.stderr(&result).contains("-o"));
}

#[test]
fn tag_writes_what_convert_writes() {
    let call = tagged();
    for format in [
        "citron",
        "labelstudio",
        "displacy",
        "spacy",
        "conll",
        "w3c",
        "csv",
        "csv-mentions",
    ] {
        call.tag(&["in", "--format", format, "-o", "a"]).code(0);
        run(
            &call,
            &["convert", "tagged.jsonl", "--to", format, "-o", "b"],
        )
        .code(0);
        assert_eq!(read(&call, "a"), read(&call, "b"), "{format}");
    }
    call.tag(&["in", "--format", "brat", "-o", "a-brat"])
        .code(0);
    run(
        &call,
        &["convert", "tagged.jsonl", "--to", "brat", "-o", "b-brat"],
    )
    .code(0);
    for name in ["one.ann", "two.ann", "two.txt", "annotation.conf"] {
        assert_eq!(
            read(&call, &format!("a-brat/{name}")),
            read(&call, &format!("b-brat/{name}"))
        );
    }
}

#[test]
fn lines_without_text_say_what_is_missing() {
    let call = tagged();
    let result = call.tag(&["in"]).code(0);
    assert!(lines(&result).iter().all(|line| line.get("text").is_none()));
    call.tag(&["in", "-o", "bare.jsonl"]).code(0);
    let result = run(&call, &["convert", "bare.jsonl", "--to", "csv"]).code(1);
    assert!(
        call.stderr(&result)
            .contains("bare.jsonl:1: no \"text\"; `onrecord tag --with-text`")
    );
}

/// What a page of a report draws.
fn data_of(page: &str) -> serde_json::Value {
    let data = page.split("id=\"data\">\n").nth(1).unwrap();
    serde_json::from_str(data.split("</script>").next().unwrap()).unwrap()
}

#[test]
fn a_report_counts_all_who_speak_together() {
    let call = Call::new();
    call.file(
        "in/bridge.txt",
        "Rita Holm and Peter Lindqvist said the bridge was safe. Holm said it would open.",
    );
    call.tag(&["in", "--with-text", "-o", "tagged.jsonl"])
        .code(0);
    run(&call, &["report", "tagged.jsonl", "-o", "r.html"]).code(0);
    let data = data_of(&read(&call, "r.html"));
    let said = &data["documents"][0]["attributions"];
    let names = |number: usize| -> Vec<&str> {
        let who = said[number][0].as_array().unwrap().iter();
        who.map(|at| {
            data["speakers"][at.as_u64().unwrap() as usize]["name"]
                .as_str()
                .unwrap()
        })
        .collect()
    };
    assert_eq!(names(0), ["Rita Holm", "Peter Lindqvist"]);
    assert_eq!(names(1), ["Rita Holm"]);
}

#[test]
fn a_report_on_nothing_is_no_page() {
    let call = tagged();
    let bare =
        "{\"id\":\"a\",\"offsets\":\"char\",\"mentions\":[],\"entities\":[],\"attributions\":[]}\n"
            .repeat(25);
    call.file("bare.jsonl", bare);
    let result = run(&call, &["report", "bare.jsonl", "-o", "r.html"]).code(2);
    let stderr = call.stderr(&result);
    assert!(stderr.contains("no page was written"), "{stderr}");
    // The command has no option to keep them.
    assert!(stderr.contains("5 more documents failed\n"), "{stderr}");
    assert!(!call.path("r.html").exists());
}

#[test]
fn a_report_loads_nothing_and_holds_the_articles() {
    let call = tagged();
    run(
        &call,
        &["report", "tagged.jsonl", "-o", "r.html", "--title", "<May>"],
    )
    .code(0);
    let page = read(&call, "r.html");
    assert!(page.contains("<title>&lt;May&gt;</title>"));
    assert!(page.contains("\"name\":\"Ingrid Moe\"") && page.contains("\"gender\":\"f\""));
    assert!(page.contains("We 🎤 will one"));
    for outside in ["https:", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    // Offsets count UTF-16 units, as the page's script does.
    let data = data_of(&page);
    let article = &data["documents"][0];
    let text: Vec<u16> = article["text"].as_str().unwrap().encode_utf16().collect();
    let source = &article["attributions"][0][4][0];
    let [start, end] = [0, 1].map(|at| source[at].as_u64().unwrap() as usize);
    assert!(
        String::from_utf16(&text[start..end])
            .unwrap()
            .starts_with("Ingrid Moe")
    );
    run(
        &call,
        &["report", "tagged.jsonl", "-o", "r.html", "--articles", "1"],
    )
    .code(0);
    let page = read(&call, "r.html");
    assert!(page.contains("will one") && !page.contains("will two"));
}
