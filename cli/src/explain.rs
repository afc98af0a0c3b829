//! `onrecord explain`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use onrecord::Tagger;

use crate::args::{TaggerArgs, Unit};
use crate::read;
use crate::report::Report;
use crate::rules::print;
use crate::tag::{self, Fatal};

pub const MANUAL: &str = "\
Examples:
  onrecord explain '“The plan is dead,” Ann Lee said.'
  onrecord explain article.txt --rules desk.toml
  onrecord explain article.txt --format json | jq .cues

Scores are probabilities. Numbers with a sign say how much something speaks for a
decision or against it: +2 makes yes seven times as likely as no, -2 no as yes, and
all of a decision together make its probability. For text the four largest are shown.

Exit status:
  0  done
  1  done, but some documents failed
  2  the call or a file could not be used";

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The text itself, or a file with texts as `onrecord tag` reads them, or - for standard input
    #[arg(value_name = "TEXT|FILE|-")]
    input: String,

    /// How to write
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,

    /// The unit of all offsets in json
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Unit::Char)]
    offsets: Unit,

    #[command(flatten)]
    tagger: TaggerArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Sentences for people
    Text,
    /// One JSON object a document: what `onrecord tag` prints, with the reasons
    Json,
}

/// Explains everything that is asked for and gives the exit status.
pub fn run(args: &ExplainArgs) -> Result<u8, Fatal> {
    let tagger = tag::build(&args.tagger)?;
    if !is_file(&args.input) {
        explain(args, &tagger, "text", &args.input)?;
        return Ok(0);
    }
    let mut report = Report::new(false);
    let mut result = Ok(());
    read::texts(&[PathBuf::from(&args.input)], &mut |document| {
        result = match document {
            Ok(text) => explain(args, &tagger, &text.id, &text.text),
            Err(failure) => report.fail(&failure).map_err(|error| error.to_string()),
        };
        result.is_ok()
    })?;
    result?;
    report.finish().map_err(|error| error.to_string())
}

/// Whether a file is meant: one that is there, or one word with an extension that texts have.
fn is_file(input: &str) -> bool {
    let named =
        |extension: &str| input.ends_with(extension) && !input.contains(char::is_whitespace);
    input == "-" || Path::new(input).exists() || named(".txt") || named(".jsonl")
}

fn explain(args: &ExplainArgs, tagger: &Tagger, id: &str, text: &str) -> Result<(), Fatal> {
    let explained = tagger.explain(text);
    print(&match args.format {
        Format::Text => format!("{id}\n\n{explained}\n"),
        Format::Json => explained.to_json(id, tag::offsets(args.offsets)) + "\n",
    })
}
