//! Fits the attribution model on annotated articles.
//!
//! `cargo run --release --features train --example train_model -- GOLD.jsonl MODEL.bin`, where each line of GOLD.jsonl has `text` and
//! `attributions`, each of these with lists of `[start, end]` in characters for `source`, `cue` and `content`. The same articles give the same
//! bytes. The model that comes with onrecord (`data/model/attribution.bin`) was fitted so on 735 articles of PolNeAR's training part.

use std::process::ExitCode;

use onrecord::train::{Annotated, Settings, train};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [gold, model] = arguments.as_slice() else {
        eprintln!("usage: train_model GOLD.jsonl MODEL.bin");
        return ExitCode::from(2);
    };
    match run(gold, model) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

fn run(gold: &str, model: &str) -> Result<(), String> {
    let lines = std::fs::read_to_string(gold).map_err(|error| format!("{gold}: {error}"))?;
    let read = |(number, line): (usize, &str)| {
        Annotated::from_json(line).map_err(|problem| format!("{gold}:{}: {problem}", number + 1))
    };
    let documents = lines
        .lines()
        .enumerate()
        .map(read)
        .collect::<Result<Vec<_>, _>>()?;
    let bytes = train(&documents, &Settings::default(), |step| eprintln!("{step}"));
    std::fs::write(model, bytes).map_err(|error| format!("{model}: {error}"))
}
