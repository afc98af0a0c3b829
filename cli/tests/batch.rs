//! Runs that are killed, interrupted or meet a full disk, and go on.

mod common;

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use common::{Call, lines};
use serde_json::{Value, json};

/// Every hundredth record is damaged.
fn news(records: usize) -> String {
    let mut news = String::new();
    for i in 0..records {
        if i % 100 == 7 {
            news += "{\"id\": \"broken\", \"text\": \n";
            continue;
        }
        let text = "“Oslo will pay,” Ingrid Moe said. Zoë Brandt denied it 🎤. ".repeat(i % 9);
        let line = json!({"id": i, "text": text, "date": "2024-05-01", "pages": [i]});
        news += &format!("{line}\n");
    }
    news
}

const BATCH: [&str; 5] = ["news.jsonl", "-o", "out.jsonl", "--errors", "failed.jsonl"];

fn results(call: &Call) -> [String; 2] {
    ["out.jsonl", "failed.jsonl"].map(|name| fs::read_to_string(call.path(name)).unwrap())
}

fn left_over(call: &Call) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(call.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("out.jsonl."))
        .collect();
    names.sort();
    names
}

fn start(call: &Call, args: &[&str]) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin("onrecord"))
        .current_dir(call.path(""))
        .arg("tag")
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The run of `BATCH` that nothing disturbs.
fn undisturbed(news: &str) -> [String; 2] {
    let call = Call::new();
    call.file("news.jsonl", news);
    call.tag(&BATCH).code(1);
    assert_eq!(left_over(&call), ["out.jsonl.manifest.json"]);
    results(&call)
}

#[test]
fn killed_at_random_moments_and_resumed() {
    let news = news(3000);
    let expected = undisturbed(&news);
    let call = Call::new();
    call.file("news.jsonl", &news);
    let args = [&BATCH[..], &["--resume", "--checkpoint", "0.01"]].concat();
    let mut random = 20_240_501_u64;
    let (mut kills, mut resumed) = (0, 0);
    let checkpoint = || -> Value {
        let checkpoint = fs::read(call.path("out.jsonl.checkpoint")).unwrap_or_default();
        serde_json::from_slice(&checkpoint).unwrap_or_default()
    };
    let done = || checkpoint()["counts"]["read"].as_u64().unwrap_or(0);
    while kills < 20 {
        let before = done();
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let mut run = start(&call, &args);
        // Every second run shall have got somewhere, on however slow a machine.
        while kills % 2 == 1 && done() == before && run.try_wait().unwrap().is_none() {
            sleep(Duration::from_millis(5));
        }
        sleep(Duration::from_millis((random >> 33) % 180));
        if run.try_wait().unwrap().is_some() {
            assert!(results(&call) == expected, "after {kills} kills");
            for name in ["out.jsonl", "failed.jsonl"] {
                fs::remove_file(call.path(name)).unwrap();
            }
            continue;
        }
        run.kill().unwrap();
        run.wait().unwrap();
        kills += 1;
        resumed += usize::from(done() > 0);
        let left = checkpoint();
        let may_be_complete = left.is_null() || left["complete"] == true;
        assert!(may_be_complete || !call.path("out.jsonl").exists());
    }
    assert!(resumed >= 10, "{resumed} runs had something to resume");
    call.tag(&args).code(1);
    assert!(results(&call) == expected);
    assert_eq!(left_over(&call), ["out.jsonl.manifest.json"]);
    assert_eq!(expected[0].lines().count(), 2970);
    assert_eq!(expected[1].lines().count(), 30);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_ends_cleanly_and_goes_on() {
    let news = news(3000);
    let call = Call::new();
    call.file("news.jsonl", &news);
    let run = start(&call, &BATCH);
    // Until then the signal would end it at once.
    while !call.path("out.jsonl.checkpoint").exists() {
        sleep(Duration::from_millis(5));
    }
    sleep(Duration::from_millis(30));
    let id = run.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    let output = run.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(stderr.contains("--resume goes on"), "{stderr}");

    // Another call must not go on with it, nor begin anew by mistake.
    for (args, complaint) in [
        (&[][..], "did not end"),
        (&["--resume", "--no-model"], "other options"),
        (&["--resume", "--keep", "none"], "other options"),
        (&["--resume", "news.jsonl"], "other inputs"),
    ] {
        let result = call.tag(&[&BATCH[..], args].concat()).code(2);
        assert!(call.stderr(&result).contains(complaint), "{complaint}");
    }
    let part = fs::read_to_string(call.path("out.jsonl.part")).unwrap();
    assert!(part.is_empty() || part.ends_with('\n'));
    let resume = [&BATCH[..], &["--resume"]].concat();
    fs::rename(call.path("news.jsonl"), call.path("away")).unwrap();
    call.file("news.jsonl", news.replacen("Zoë", "Zoé", 1));
    if !part.is_empty() {
        let result = call.tag(&resume).code(2);
        assert!(
            call.stderr(&result)
                .contains("not those that the run began with")
        );
    }
    fs::rename(call.path("away"), call.path("news.jsonl")).unwrap();
    call.tag(&resume).code(1);
    assert!(results(&call) == undisturbed(&news));
    // Once more there is nothing to do.
    let result = call.tag(&resume).code(1);
    assert!(call.stderr(&result).contains("complete"));
}

/// A limit on the size of files stands for a disk that is full; both are errors of the same calls.
#[cfg(unix)]
#[test]
fn a_full_disk() {
    let news = news(1500);
    let call = Call::new();
    call.file("news.jsonl", &news);
    let onrecord = assert_cmd::cargo::cargo_bin("onrecord");
    let limited = |blocks: u32, args: &[&str]| {
        Command::new("sh")
            .current_dir(call.path(""))
            .args([
                "-c",
                &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""),
                "sh",
            ])
            .arg(&onrecord)
            .arg("tag")
            .args(args)
            .output()
            .unwrap()
    };
    let output = limited(500, &[&BATCH[..], &["--checkpoint", "0.02"]].concat());
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("error: out.jsonl: "), "{stderr}");
    assert!(stderr.contains("--resume goes on"), "{stderr}");
    assert!(!call.path("out.jsonl").exists());
    call.tag(&[&BATCH[..], &["--resume"]].concat()).code(1);
    assert!(results(&call) == undisturbed(&news));
}

/// Where this user may mount one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_file_system() {
    let news = news(1500);
    let call = Call::new();
    call.file("news.jsonl", &news);
    fs::create_dir(call.path("disk")).unwrap();
    let script = "mount -t tmpfs -o size=200k tmpfs disk || exit 77
        tag() { \"$1\" tag news.jsonl -o disk/out.jsonl --errors failed.jsonl --checkpoint 0.02 --resume; }
        tag \"$1\" && exit 3; [ $? = 2 ] || exit 4
        [ -e disk/out.jsonl ] && exit 5
        mount -o remount,size=64m disk
        tag \"$1\"; [ $? = 1 ] || exit 6
        cp disk/out.jsonl out.jsonl";
    let output = Command::new("unshare")
        .current_dir(call.path(""))
        .args(["--mount", "sh", "-c", script, "sh"])
        .arg(assert_cmd::cargo::cargo_bin("onrecord"))
        .output();
    let Ok(output) = output else { return };
    let stderr = String::from_utf8_lossy(&output.stderr);
    if output.status.code() == Some(77) || stderr.starts_with("unshare:") {
        return;
    }
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    assert!(stderr.contains("No space left"), "{stderr}");
    assert!(results(&call) == undisturbed(&news));
}

#[cfg(unix)]
#[test]
fn an_output_that_is_no_file_is_written_to_directly() {
    let call = Call::new();
    call.file("news.jsonl", news(1500));
    call.tag(&["news.jsonl", "-o", "/dev/null"]).code(1);
    call.tag(&["news.jsonl", "-o", "/dev/null", "--resume"])
        .code(2);
    let result = call.tag(&["news.jsonl", "-o", "/dev/full"]).code(2);
    assert!(call.stderr(&result).contains("error: /dev/full: "));
}

#[test]
fn an_input_that_vanishes() {
    let call = Call::new();
    let many = 120;
    for i in 0..many {
        call.file(
            &format!("news/{i:03}.txt"),
            "“Oslo will pay,” Ingrid Moe said. ".repeat(20),
        );
    }
    let args = ["news", "-o", "out.jsonl", "--checkpoint", "0"];
    let run = start(&call, &args);
    while !call.path("out.jsonl.checkpoint").exists() {
        sleep(Duration::from_millis(5));
    }
    fs::rename(call.path("news/119.txt"), call.path("away")).unwrap();
    let output = run.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("119.txt"), "{stderr}");
    assert!(stderr.contains("119 documents are done"), "{stderr}");
    fs::rename(call.path("away"), call.path("news/119.txt")).unwrap();
    call.tag(&[&args[..], &["--resume"]].concat()).code(0);
    let out = fs::read_to_string(call.path("out.jsonl")).unwrap();
    assert_eq!(out.lines().count(), many);
}

#[test]
fn the_manifest_is_the_same_for_any_number_of_threads() {
    let call = Call::new();
    call.file("news.jsonl", news(300));
    call.file("names.tsv", "name\tlabel\nTidewatch\tORG\n");
    let manifest = |threads| {
        let args = [
            &BATCH[..],
            &["--gazetteer", "names.tsv", "--threads", threads],
        ]
        .concat();
        call.tag(&args).code(1);
        let manifest = fs::read(call.path("out.jsonl.manifest.json")).unwrap();
        serde_json::from_slice::<Value>(&manifest).unwrap()
    };
    let (one, many) = (manifest("1"), manifest("7"));
    assert_eq!(one["run"], many["run"]);
    assert_eq!(many["circumstances"]["threads"], 7);
    let run = &one["run"];
    let counts = ["read", "documents", "failed"].map(|name| &run["counts"][name]);
    assert_eq!(counts, [&json!(300), &json!(297), &json!(3)]);
    assert_eq!(run["call"]["gazetteers"][0]["file"], "names.tsv");
    let out = fs::read(call.path("out.jsonl")).unwrap();
    assert_eq!(run["output"]["bytes"], out.len());
}

#[test]
fn other_fields_travel_to_the_output() {
    let call = Call::new();
    let number = "123456789012345678901234567890.50";
    let line = format!(
        r#"{{"z": {number}, "id": "a", "body": "Zoë 🎤.", "text": "x", "a": {{"b": [1, null]}}}}"#
    );
    call.file("a.jsonl", &line);
    let tag = |options: &[&str]| {
        let result = call.tag(&[&["a.jsonl", "--text-field", "body"], options].concat());
        String::from_utf8(result.code(0).get_output().stdout.clone()).unwrap()
    };
    let all = format!(r#""meta":{{"z":{number},"text":"x","a":{{"b": [1, null]}}}}}}"#);
    assert!(tag(&[]).ends_with(&(all + "\n")), "{}", tag(&[]));
    assert!(tag(&["--keep", "text,none"]).ends_with("\"meta\":{\"text\":\"x\"}}\n"));
    assert!(!tag(&["--keep", "none"]).contains("meta"));
    assert!(tag(&["--with-text"]).contains(r#""text":"Zoë 🎤.","mentions""#));
    call.file(
        "a.csv",
        "no,body,when\n7,\"Oslo, Bergen\nand Zürich\",May\n8,short\n",
    );
    let args = [
        "a.csv",
        "--text-field",
        "body",
        "--id-field",
        "no",
        "--with-text",
    ];
    let result = call.tag(&args).code(1);
    let rows = lines(&result);
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&rows[0]["id"], &rows[0]["meta"]),
        (&json!("7"), &json!({"when": "May"}))
    );
    assert_eq!(rows[0]["text"], "Oslo, Bergen\nand Zürich");
    assert!(
        call.stderr(&result)
            .contains("error: a.csv:4: 2 cells under 3 columns")
    );
}

#[test]
fn a_document_that_is_too_long_is_named() {
    let call = Call::new();
    let long = "Oslo ".repeat(300);
    call.file("news/a.txt", &long);
    call.file("news/b.txt", "Oslo.");
    call.file(
        "news/c.jsonl",
        format!("{{\"text\":\"{long}\"}}\n{{\"text\":\"Oslo.\"}}"),
    );
    call.file("c.csv", format!("text\n{long}\nOslo.\n"));
    let args = [
        "news",
        "c.csv",
        "--max-bytes",
        "1K",
        "--errors",
        "failed.jsonl",
    ];
    let result = call.tag(&args).code(1);
    assert_eq!(lines(&result).len(), 3);
    let failed = fs::read_to_string(call.path("failed.jsonl")).unwrap();
    assert_eq!(failed.matches("longer than 1024 bytes; split").count(), 3);
    call.file("d.csv", format!("text\n\"{}", "x\n".repeat(200_000)));
    let result = call.tag(&["d.csv", "--max-bytes", "1K"]).code(2);
    assert!(call.stderr(&result).contains("quotation mark"));
}

#[test]
fn packed_files_and_globs() {
    use std::io::Write;
    let call = Call::new();
    let mut packed = Vec::new();
    for text in [
        "{\"id\":\"a\",\"text\":\"Oslo.\"}\n",
        "{\"id\":\"b\",\"text\":\"Bergen.\"}\n",
    ] {
        let mut gz = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
        gz.write_all(text.as_bytes()).unwrap();
        packed.extend(gz.finish().unwrap());
    }
    call.file("in/a.jsonl.gz", &packed);
    // The magic number tells, not the name.
    call.file("in/plain.jsonl", &packed);
    let zstd = |text: &str| {
        use ruzstd::encoding::{CompressionLevel, compress_to_vec};
        compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)
    };
    call.file(
        "in/deep/z.txt.zst",
        [zstd("Oslo "), zstd("Bergen")].concat(),
    );
    call.file("in/deep/t.csv", "id,text\nc,Zürich\n");
    let mut bz = bzip2::write::BzEncoder::new(vec![], bzip2::Compression::fast());
    bz.write_all(b"{\"id\":\"e\",\"text\":\"Oslo.\"}\n{\"id\":\"f\",\"text\":\"Oslo.\"}\n")
        .unwrap();
    call.file("in/e.jsonl.bz2", bz.finish().unwrap());
    let ids = |args: &[&str]| -> Vec<String> {
        let rows = lines(&call.tag(args).code(0));
        rows.iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(&["in"]), ["a", "b", "deep/z", "e", "f", "a", "b"]);
    assert_eq!(ids(&["in/e.jsonl.bz2"]), ["e", "f"]);
    assert_eq!(ids(&["in", "--glob", "*.csv"]), ["c"]);
    assert_eq!(ids(&["in", "--glob", "deep/*"]), ["c", "deep/z"]);
    let result = call.tag(&["in/deep/z.txt.zst", "--with-text"]).code(0);
    assert_eq!(lines(&result)[0]["text"], "Oslo Bergen");
    call.file("bad.txt.zst", &zstd(&"Oslo ".repeat(100))[..20]);
    let result = call.tag(&["bad.txt.zst"]).code(2);
    let stderr = call.stderr(&result);
    assert!(
        stderr.contains("damaged or cut off Zstandard data"),
        "{stderr}"
    );
    // What stands before the damage is tagged.
    call.file("bad.jsonl.gz", &packed[..packed.len() - 20]);
    let result = call.tag(&["bad.jsonl.gz"]).code(2);
    assert_eq!(lines(&result)[0]["id"], "a");
    let stderr = call.stderr(&result);
    assert!(
        stderr.starts_with("error: bad.jsonl.gz: damaged or cut off gzip data ("),
        "{stderr}"
    );
    assert!(stderr.ends_with("; get the file again\n"), "{stderr}");
    call.tag(&["in", "--glob", "*.pdf"]).code(2);
    call.tag(&["in", "--glob", "[x"]).code(2);
}

/// The command of `examples/spark.py`, as a worker of Spark runs it.
#[cfg(unix)]
#[test]
fn a_task_of_spark_ends_well_where_a_row_is_bad_and_badly_where_the_call_is() {
    let example = include_str!("../../examples/spark.py");
    let (_, command) = example.split_once("COMMAND = \"").unwrap();
    let (command, _) = command.split_once("\"\n").unwrap();
    let command = command
        .replace("\\\"", "\"")
        .replace("{onrecord}", env!("CARGO_BIN_EXE_onrecord"));
    let call = Call::new();
    let worker = |command: &str, rows: &str| {
        let mut shell = assert_cmd::Command::new("sh");
        let shell = shell.current_dir(call.path("")).args(["-c", command]);
        shell.write_stdin(rows).assert()
    };
    let rows = "{\"id\":1,\"text\":\"Oslo is rainy.\",\"day\":\"May\"}\n{\"id\":2,\"text\":null}\n{\"id\":3,\"text\":\"So is Bergen.\"}\n";
    let result = worker(&command, rows).code(0);
    let ids: Vec<_> = lines(&result).iter().map(|l| l["id"].clone()).collect();
    assert_eq!(ids, ["1", "3"]);
    assert!(call.stderr(&result).contains("stdin:2: "));
    worker(&command.replace("--quiet", "--quite"), rows).failure();
}
