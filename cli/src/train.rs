//! `onrecord train`: fits the attribution model on annotated documents.

use std::fs;
use std::path::Path;

use onrecord::train::{Annotated, Settings, train};

use crate::args::TrainArgs;
use crate::compile::replace;
use crate::report::say;
use crate::tag::Fatal;

pub fn run(args: &TrainArgs) -> Result<u8, Fatal> {
    let mut documents = vec![];
    for path in &args.gold {
        read(path, &mut documents)?;
    }
    if documents.len() < args.folds {
        return Err(format!(
            "{} annotated documents are fewer than --folds {}; give more of them",
            documents.len(),
            args.folds
        ));
    }
    let settings = Settings {
        epochs: args.epochs,
        folds: args.folds,
        seed: args.seed,
    };
    let progress = |step: &str| {
        if !args.quiet {
            say("train", step);
        }
    };
    progress(&format!("{} documents", documents.len()));
    let model = train(&documents, &settings, progress);
    replace(&args.output, &model)
        .map_err(|error| format!("{}: cannot be written: {error}", args.output.display()))?;
    Ok(0)
}

/// The annotated documents of a JSON Lines file.
fn read(path: &Path, documents: &mut Vec<Annotated>) -> Result<(), Fatal> {
    let lines = fs::read_to_string(path)
        .map_err(|error| format!("{}: cannot be read: {error}", path.display()))?;
    for (number, line) in lines.lines().enumerate() {
        let document = Annotated::from_json(line)
            .map_err(|problem| format!("{}:{}: {problem}", path.display(), number + 1))?;
        documents.push(document);
    }
    Ok(())
}
