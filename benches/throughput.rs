//! How fast the library tags, on one thread.
//!
//! `cargo bench --bench throughput -- [FILE.jsonl]` tags every `text` of a JSON Lines file, or without one the bundled example
//! article many times over. It counts what it finds, in every round and with fresh and reused buffers, and panics where
//! the counts differ, so that a fast wrong answer cannot pass.

use std::time::Instant;

use onrecord::{Document, Scratch, Tagger};

const ROUNDS: usize = 3;

fn main() {
    // Cargo passes `--bench` itself.
    let path = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"));
    let texts = match &path {
        Some(path) => read(path),
        None => vec![include_str!("../examples/article.txt").to_owned(); 500],
    };
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} documents, {:.2} MB", texts.len(), bytes as f64 / 1e6);
    let start = Instant::now();
    let model = !std::env::args().any(|argument| argument == "--no-model");
    let tagger = Tagger::builder()
        .model(model)
        .build()
        .expect("the bundled data is valid");
    // The lexicons are read at the first text.
    tagger.tag("");
    println!(
        "tagger built in {:.0} ms",
        start.elapsed().as_secs_f64() * 1e3
    );

    let fresh = texts
        .iter()
        .map(|text| Counts::of(&tagger.tag(text)))
        .fold(Counts::default(), Counts::add);
    assert!(
        fresh.mentions > 0 && fresh.attributions > 0,
        "nothing was found"
    );
    let mut best = f64::INFINITY;
    let mut scratch = Scratch::default();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let mut counts = Counts::default();
        for text in &texts {
            counts = counts.add(Counts::of(&tagger.tag_into(text, &mut scratch)));
        }
        best = best.min(start.elapsed().as_secs_f64());
        assert_eq!(
            counts, fresh,
            "a round with reused buffers found something else"
        );
    }
    println!(
        "{} mentions, {} entities, {} attributions in every round",
        fresh.mentions, fresh.entities, fresh.attributions
    );
    println!(
        "{:.2} MB/s (best of {ROUNDS} rounds, one thread)",
        bytes as f64 / 1e6 / best
    );
}

fn read(path: &str) -> Vec<String> {
    let lines = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let text = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).ok()?["text"]
            .as_str()
            .map(str::to_owned)
    };
    lines
        .lines()
        .map(|line| text(line).unwrap_or_else(|| panic!("{path}: a line without `text`")))
        .collect()
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Counts {
    mentions: usize,
    entities: usize,
    attributions: usize,
}

impl Counts {
    fn of(document: &Document<'_>) -> Self {
        Counts {
            mentions: document.mentions.len(),
            entities: document.entities.len(),
            attributions: document.attributions.len(),
        }
    }

    fn add(self, other: Self) -> Self {
        Counts {
            mentions: self.mentions + other.mentions,
            entities: self.entities + other.entities,
            attributions: self.attributions + other.attributions,
        }
    }
}
