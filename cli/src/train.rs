//! `onrecord train`: fits the attribution model on annotated documents.

use std::io;
use std::path::Path;

use onrecord::train::{Annotated, Settings, train};

use crate::args::TrainArgs;
use crate::compile::replace;
use crate::exchange::From;
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

/// The annotated documents of a file or directory, in any format that can be read.
fn read(path: &Path, documents: &mut Vec<Annotated>) -> Result<(), Fatal> {
    let fault = |error: io::Error| format!("{}: cannot be read: {error}", path.display());
    let from = From::guess(path).map_err(fault)?;
    let mut broken = None;
    let read = from.read(path, &mut |annotated| {
        match annotated {
            Ok(annotated) => documents.push(Annotated::new(&annotated)),
            Err(failure) => broken = Some(failure),
        }
        broken.is_none()
    });
    read.map_err(fault)?;
    match broken {
        Some(failure) => Err(format!("{}: {}", failure.place(), failure.error)),
        None => Ok(()),
    }
}
