//! Fits the weights by which pronouns find the person they mean.
//!
//! `cargo run --release --features train --example train_pronouns -- GAP.tsv [even|odd|all] [FEATURE...] > data/model/pronouns.tsv`, where GAP.tsv has the columns
//! of the GAP data set (Webster et al. 2018): ID, Text, Pronoun, Pronoun-offset, A, A-offset, A-coref, B, B-offset, B-coref, with offsets in
//! characters. `even` and `odd` take the rows whose number in ID is so; features that are named are left out. The same rows give the same weights.

use std::process::ExitCode;

use onrecord::train::{AmbiguousPronoun, train_pronouns};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(path) = arguments.first() else {
        eprintln!("usage: train_pronouns GAP.tsv [even|odd|all] [FEATURE...] > pronouns.tsv");
        return ExitCode::from(2);
    };
    let half = arguments.get(1).map_or("all", String::as_str);
    let ablated: Vec<&str> = arguments.iter().skip(2).map(String::as_str).collect();
    match run(path, half, &ablated) {
        Ok(weights) => {
            print!(
                "# Weights of what speaks for a person as the one a pronoun means: src/entities/features.rs.\n{weights}"
            );
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

fn run(path: &str, half: &str, ablated: &[&str]) -> Result<String, String> {
    let lines = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let mut rows = vec![];
    for (number, line) in lines.lines().enumerate().skip(1) {
        let row = AmbiguousPronoun::from_tsv(line)
            .map_err(|problem| format!("{path}:{}: {problem}", number + 1))?;
        let id = line.split('\t').next().unwrap_or_default();
        let odd = id.ends_with(['1', '3', '5', '7', '9']);
        if half == "all" || odd == (half == "odd") {
            rows.push(row);
        }
    }
    train_pronouns(&rows, ablated)
}
