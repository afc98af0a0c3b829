//! What a batch costs beside the library alone, and what a second thread brings.
//!
//! `cargo bench -p onrecord-cli --bench batch -- [--threads N] [--rounds N] FILE.jsonl` repeats the `text`s of a JSON Lines file until there are
//! 40 MB of them. In each round it tags them by the library on one thread, by `onrecord tag FILE -o OUT --threads 1`, and by the same with
//! N threads (2, unless told otherwise), one after the other, so that whatever else the machine does meets all three. Times are those of a clock
//! on the wall, with the start of the program and the writing of the output in them. It panics unless the outputs are the same bytes
//! and have as many mentions as the library found.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use onrecord::{Scratch, Tagger};
use serde_json::{Value, json};

/// Bytes of text that a round tags at least.
const ENOUGH: usize = 40_000_000;

fn main() {
    let (mut threads, mut rounds, mut path) = (2, 5, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|n| n.parse::<usize>().ok());
        match argument.as_str() {
            "--bench" => {} // from Cargo
            "--threads" => threads = number().expect("--threads takes a number"),
            "--rounds" => rounds = number().expect("--rounds takes a number"),
            file => path = Some(PathBuf::from(file)),
        }
    }
    let Some(path) = path else {
        // `cargo test --benches` and the like have none.
        return println!("name a JSON Lines file with the field text");
    };
    let texts = texts(&path);
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} documents, {:.1} MB", texts.len(), bytes as f64 / 1e6);
    let directory = tempfile::tempdir().expect("there is room for temporary files");
    let input = directory.path().join("in.jsonl");
    let mut lines = BufWriter::new(File::create(&input).expect("it can be written"));
    for (id, text) in texts.iter().enumerate() {
        writeln!(lines, "{}", json!({"id": id.to_string(), "text": text})).expect("there is room");
    }
    drop(lines);

    let tagger = Tagger::default();
    tagger.tag("");
    let mut scratch = Scratch::default();
    let speed = |start: Instant| bytes as f64 / 1e6 / start.elapsed().as_secs_f64();
    let mut all: [Vec<f64>; 4] = Default::default();
    println!("library MB/s   1 thread MB/s   of the library   {threads} threads MB/s   times one");
    for round in 0..rounds {
        let start = Instant::now();
        let mentions: usize = texts
            .iter()
            .map(|text| tagger.tag_into(text, &mut scratch).mentions.len())
            .sum();
        let library = speed(start);
        let start = Instant::now();
        let one = tag(&input, 1);
        let alone = speed(start);
        let start = Instant::now();
        let several = tag(&input, threads);
        let together = speed(start);
        assert!(
            one == several,
            "1 and {threads} threads wrote different bytes"
        );
        if round == 0 {
            assert_eq!(
                written(&one),
                mentions,
                "the command found other mentions than the library"
            );
        }
        let figures = [library, alone, alone / library, together];
        print(&figures);
        for (all, figure) in all.iter_mut().zip(figures) {
            all.push(figure);
        }
    }
    println!("medians:");
    print(&all.map(median));
}

fn print(&[library, alone, share, together]: &[f64; 4]) {
    println!(
        "{library:12.2} {alone:15.2} {:15.0}% {together:16.2} {:11.2}",
        share * 100.0,
        together / alone
    );
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// What the command writes.
fn tag(input: &Path, threads: usize) -> Vec<u8> {
    let output = input.with_file_name("out.jsonl");
    let status = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["tag", "--quiet", "--threads", &threads.to_string(), "-o"])
        .args([&output, input])
        .status()
        .expect("onrecord runs");
    assert!(status.success(), "onrecord tag failed");
    fs::read(&output).expect("it was just written")
}

fn written(output: &[u8]) -> usize {
    let lines = output
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty());
    let mentions = |line| -> usize {
        let record: Value = serde_json::from_slice(line).expect("each line is JSON");
        record["mentions"].as_array().map_or(0, Vec::len)
    };
    lines.map(mentions).sum()
}

fn texts(path: &Path) -> Vec<String> {
    let lines = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let texts: Vec<String> = lines
        .lines()
        .map(|line| {
            let record: Value = serde_json::from_str(line).expect("each line is JSON");
            let text = record["text"].as_str().expect("each line has a text");
            text.to_owned()
        })
        .collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    assert!(bytes > 0, "{}: no text", path.display());
    let times = ENOUGH.div_ceil(bytes);
    std::iter::repeat_n(texts, times).flatten().collect()
}
