//! Fits the mention model on texts whose names are marked, and counts what a model finds.
//!
//! `cargo run --release --features train --example train_mentions -- MODEL.bin GOLD.jsonl... [--count HELD_OUT.jsonl]`, where each line of GOLD.jsonl has `text` and
//! `entities`, each of these with `start` and `end` in characters and a `label`. The same texts give the same bytes. The model that
//! comes with onrecord (`data/model/mentions.bin`) was fitted so on 257 articles of world news (Shan et al. 2023) and 145 of wikigold.

use std::process::ExitCode;

use onrecord::train::{AnnotatedNames, Settings, count_mentions, train_mentions};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut files = arguments.split(|argument| argument == "--count");
    let (Some([model, gold @ ..]), held_out) = (files.next(), files.next().unwrap_or_default())
    else {
        eprintln!("usage: train_mentions MODEL.bin GOLD.jsonl... [--count HELD_OUT.jsonl...]");
        return ExitCode::from(2);
    };
    match run(model, gold, held_out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

fn run(model: &str, gold: &[String], held_out: &[String]) -> Result<(), String> {
    let mut texts = vec![];
    for path in gold {
        texts.extend(read(path)?);
    }
    let settings = Settings {
        epochs: 10,
        folds: 5,
        seed: 1,
    };
    let bytes = if gold.is_empty() {
        std::fs::read(model).map_err(|error| format!("{model}: {error}"))?
    } else {
        train_mentions(&texts, &settings, |step| eprintln!("{step}"))
    };
    if !gold.is_empty() {
        std::fs::write(model, &bytes).map_err(|error| format!("{model}: {error}"))?;
    }
    for path in held_out {
        let counts = count_mentions(&read(path)?, &bytes).ok_or("the model cannot be read")?;
        let total = (0..3)
            .map(|i| counts.iter().map(|c| c[i]).sum())
            .collect::<Vec<usize>>();
        for (label, c) in ["PERSON", "ORG", "PLACE", "all"].iter().zip(
            counts
                .iter()
                .map(|c| c.as_slice())
                .chain([total.as_slice()]),
        ) {
            let f1 = 200.0 * c[0] as f64 / (c[1] + c[2]).max(1) as f64;
            println!(
                "{path} {label}: {} right, {} found, {} marked, F1 {f1:.2}",
                c[0], c[1], c[2]
            );
        }
    }
    Ok(())
}

fn read(path: &str) -> Result<Vec<AnnotatedNames>, String> {
    let lines = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let lines = lines.lines().enumerate();
    lines
        .map(|(number, line)| {
            AnnotatedNames::from_json(line)
                .map_err(|problem| format!("{path}:{}: {problem}", number + 1))
        })
        .collect()
}
