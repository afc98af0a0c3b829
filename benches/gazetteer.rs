//! How fast names are found, against other ways to find them, on one thread.
//!
//! `cargo bench --bench gazetteer -- [SIZE...] [FILE.jsonl]` makes dictionaries of these sizes (`1k`, `100k`, `1M`, ...) out of the
//! bundled lists, the same ones each time, and looks for them in every `text` of a JSON Lines file, or without one in the
//! bundled example article. All that is timed is CPU time, so that other work on the machine disturbs little. onrecord searches a compiled
//! file that is mapped into memory.
//!
//! The task is the same for all: the longest names that begin and end at the edges of words, from left to right, none over another.
//! A plain reference says how many there are. onrecord and fst must find just as many; `aho-corasick` and daachorse,
//! used as they usually are (leftmost-longest, and hits inside words dropped), lose some, which the table shows.

#[path = "gazetteer/names.rs"]
mod names;
#[path = "gazetteer/rivals.rs"]
mod rivals;

use std::time::Duration;

use cpu_time::ProcessTime;
use onrecord::gazetteer::{Case, Gazetteer, Overlap};

use rivals::{AhoCorasick, Daachorse, Fst, Rival};

/// Passes over the text, at least; the best one counts.
const ROUNDS: usize = 15;

/// A machine with other work on it is slow for some tenths of a second on end: the passes of each engine must go on for longer.
const LEAST: Duration = Duration::from_secs(2);

/// Building an automaton of so many names takes minutes and gigabytes.
const MOST_FOR_RIVALS: usize = 1_000_000;

fn main() {
    let mut sizes = vec![];
    let mut file = None;
    // Cargo passes `--bench` itself.
    for argument in std::env::args().skip(1).filter(|a| !a.starts_with("--")) {
        match size(&argument) {
            Some(size) => sizes.push(size),
            None => file = Some(argument),
        }
    }
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000, 100_000];
    }
    let text = names::plain(&match &file {
        Some(path) => texts(path),
        None => include_str!("../examples/article.txt").repeat(100),
    });
    println!("text: {:.2} MB", text.len() as f64 / 1e6);
    for size in sizes {
        for case in [Case::Exact, Case::Any] {
            compare(size, case, &text);
        }
    }
}

fn size(argument: &str) -> Option<usize> {
    let (digits, unit) = match argument.strip_suffix(['k', 'M']) {
        Some(digits) if argument.ends_with('k') => (digits, 1_000),
        Some(digits) => (digits, 1_000_000),
        None => (argument, 1),
    };
    digits.parse::<usize>().ok().map(|n| n * unit)
}

fn texts(path: &str) -> String {
    let lines = std::fs::read_to_string(path).expect("the file can be read");
    let text = |line| -> Option<String> {
        let record: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        record["text"].as_str().map(str::to_owned)
    };
    lines
        .lines()
        .filter_map(text)
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// One line of the table.
struct Line {
    engine: &'static str,
    build: Duration,
    bytes: usize,
    pass: Duration,
    found: usize,
}

fn compare(size: usize, case: Case, text: &str) {
    let any_case = case == Case::Any;
    let names = names::names(size, any_case);
    let expected = rivals::reference(&names, any_case, text);
    let mut lines = vec![onrecord(&names, case, text)];
    assert_eq!(
        lines[0].found, expected,
        "onrecord differs from the reference"
    );
    if size <= MOST_FOR_RIVALS {
        lines.push(rival::<AhoCorasick>(&names, any_case, text));
        lines.push(rival::<Daachorse>(&names, any_case, text));
    }
    lines.push(rival::<Fst>(&names, any_case, text));
    let fst = lines.last().expect("there are lines");
    assert_eq!(fst.found, expected, "fst differs from the reference");

    let case = if any_case {
        "in any case"
    } else {
        "in their case"
    };
    println!("\n{size} names {case}: {expected} in the text");
    println!("engine        build s  bytes/name     MB/s   onrecord is      lost");
    let ours = lines[0].pass.as_secs_f64();
    for line in &lines {
        println!(
            "{:<12} {:>8.3} {:>11.1} {:>8.0} {:>8.1} times {:>9}",
            line.engine,
            line.build.as_secs_f64(),
            line.bytes as f64 / size as f64,
            text.len() as f64 / 1e6 / line.pass.as_secs_f64(),
            line.pass.as_secs_f64() / ours,
            expected as i64 - line.found as i64,
        );
    }
}

fn onrecord(names: &[String], case: Case, text: &str) -> Line {
    let mut list = String::from("name\tlabel\n");
    for name in names {
        list.push_str(name);
        list.push_str("\tPERSON\n");
    }
    let start = ProcessTime::now();
    let compiled = Gazetteer::builder()
        .case(case)
        .any_initials(false)
        .list("names", &list)
        .compile();
    let build = start.elapsed();
    let compiled = compiled.expect("the names are good");
    let path = std::env::temp_dir().join(format!("onrecord-bench-{}.gaz", std::process::id()));
    std::fs::write(&path, compiled).expect("the compiled list can be written");
    let before = resident();
    let start = ProcessTime::now();
    let gazetteer = Gazetteer::builder().file(&path).build();
    let gazetteer = gazetteer.expect("it was just compiled");
    let mut hits = vec![];
    gazetteer.find(&names[names.len() / 2], &mut hits);
    let opened = start.elapsed();
    let first = resident();
    assert!(!hits.is_empty(), "a name is found in itself");
    // The file stays mapped as long as the gazetteer is there.
    std::fs::remove_file(&path).expect("it was just written");
    let sizes = gazetteer.sizes();
    let (pass, found) = best(|| {
        gazetteer.find(text, &mut hits);
        Overlap::Longest.apply(&gazetteer, &mut hits);
        hits.len()
    });
    println!(
        "\n{} names: table {:.1}, with strings {:.1}, with entries {:.1} bytes a name",
        sizes.names,
        sizes.table as f64 / sizes.names as f64,
        (sizes.table + sizes.strings) as f64 / sizes.names as f64,
        sizes.total as f64 / sizes.names as f64,
    );
    let grown = |now: usize| now.saturating_sub(before) as f64 / 1e6;
    println!(
        "the file has {:.2} MB; opened and a name found in {:.3} ms, {:.2} MB of it in memory then, {:.2} MB after the text",
        sizes.total as f64 / 1e6,
        opened.as_secs_f64() * 1e3,
        grown(first),
        grown(resident()),
    );
    Line {
        engine: "onrecord",
        build,
        bytes: sizes.table,
        pass,
        found,
    }
}

/// The bytes of mapped files that are in the memory of this process, where the system tells it.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("RssFile:")?.split_whitespace().next());
    kilobytes
        .and_then(|number| number.parse::<usize>().ok())
        .unwrap_or_default()
        * 1024
}

fn rival<R: Rival>(names: &[String], any_case: bool, text: &str) -> Line {
    let start = ProcessTime::now();
    let rival = R::build(names, any_case);
    let build = start.elapsed();
    let (pass, found) = best(|| rival.count(text, any_case));
    Line {
        engine: R::NAME,
        build,
        bytes: rival.bytes(),
        pass,
        found,
    }
}

/// The fastest of several passes, which must all find as many.
fn best(mut pass: impl FnMut() -> usize) -> (Duration, usize) {
    let begun = ProcessTime::now();
    let mut best = (Duration::MAX, pass());
    let mut rounds = 0;
    while rounds < ROUNDS || begun.elapsed() < LEAST {
        let start = ProcessTime::now();
        let found = pass();
        assert_eq!(best.1, found, "two passes differ");
        best.0 = best.0.min(start.elapsed());
        rounds += 1;
    }
    best
}
