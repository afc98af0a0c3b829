//! How fast the library tags, on one thread.
//!
//! `cargo bench --bench throughput -- [--only entities] [--no-model] [FILE.jsonl]` tags every `text` of a JSON Lines file, or without one
//! the bundled example article many times over, and says what each stage takes. Times are those of the processor, so that other programs change little. It counts what it finds, in every round and with fresh and reused buffers, and panics where
//! the counts differ, so that a fast wrong answer cannot pass.

use cpu_time::ProcessTime;
use onrecord::text::Views;
use onrecord::{Document, Only, Scratch, Tagger, mentions, words};

const ROUNDS: usize = 3;

fn main() {
    let mut path = None;
    let mut builder = Tagger::builder();
    let mut names_only = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--bench" => {} // from Cargo
            "--no-model" => builder = builder.model(false),
            "--only" if arguments.next().as_deref() == Some("entities") => {
                names_only = true;
                builder = builder.only(Only::Entities);
            }
            option if option.starts_with("--") => panic!("{option}: see the top of this file"),
            _ => path = Some(argument),
        }
    }
    let texts = match &path {
        Some(path) => read(path),
        None => vec![include_str!("../examples/article.txt").to_owned(); 500],
    };
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} documents, {:.2} MB", texts.len(), bytes as f64 / 1e6);
    let start = ProcessTime::now();
    let tagger = builder.build().expect("the bundled data is valid");
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
        fresh.mentions > 0 && (fresh.attributions > 0) != names_only,
        "nothing was found"
    );
    let mut best = f64::INFINITY;
    let mut scratch = Scratch::default();
    for _ in 0..ROUNDS {
        let start = ProcessTime::now();
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
    stages(&texts, &tagger, best);
}

/// Prints the nanoseconds a byte of the stages that can be run by themselves, and of all others.
fn stages(texts: &[String], tagger: &Tagger, whole: f64) {
    let gazetteer = tagger.gazetteer();
    let (mut views, mut tags, mut hits) = (Views::default(), vec![], vec![]);
    let mut best = [f64::INFINITY; 4];
    for _ in 0..ROUNDS {
        let mut times = [0.0; 4];
        for text in texts {
            let mut stage = 0;
            let mut timed = |run: &mut dyn FnMut()| {
                let start = ProcessTime::now();
                run();
                times[stage] += start.elapsed().as_secs_f64();
                stage += 1;
            };
            timed(&mut || views.read(text));
            timed(&mut || words::tag(text, &views, &mut tags));
            timed(&mut || gazetteer.find(text, &mut hits));
            timed(&mut || drop(mentions::find(text, &views, &tags, gazetteer, &hits)));
        }
        best = std::array::from_fn(|i| times[i].min(best[i]));
    }
    let bytes = texts.iter().map(String::len).sum::<usize>() as f64;
    let rest = whole - best.iter().sum::<f64>();
    let names = ["views", "words", "gazetteer", "mentions", "all others"];
    for (name, seconds) in names.iter().zip(best.into_iter().chain([rest])) {
        println!("{:8.1} ns a byte: {name}", seconds * 1e9 / bytes);
    }
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
