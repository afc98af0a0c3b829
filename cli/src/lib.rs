//! The command as a library, for those that start it in another way: the program `onrecord` and the Python package.
//!
//! Rust programs want the crate `onrecord`, which brings none of the crates that a command needs.

#![forbid(unsafe_code)]

mod args;
mod batch;
#[cfg_attr(not(feature = "parquet"), path = "no_columns.rs")]
mod columns;
mod compile;
mod convert;
mod diff;
mod eval;
mod exchange;
mod explain;
mod inventory;
mod manual;
mod names;
mod open;
mod options;
mod overview;
mod pipeline;
mod progress;
mod read;
mod report;
mod rules;
mod tag;
mod train;
mod unpack;
mod writer;

use std::ffi::OsString;

use clap::{CommandFactory, Parser};
use clap_complete::Shell;

use args::{Cli, Command};
pub use options::{MadeTagger, files, tagger};

/// The call or a file could not be used; clap ends with the same for a call that it cannot read.
const UNUSABLE: u8 = 2;

/// Runs a call, whose first word is the command's name, and gives its exit status: 0 done; 1 done, but some documents or tests failed;
/// 2 the call or a file could not be used.
pub fn run(call: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> u8 {
    let cli = match Cli::try_parse_from(call) {
        Ok(cli) => cli,
        Err(said) => {
            // Help that was asked for goes to stdout, and nobody may listen there any more.
            let _ = said.print();
            return u8::try_from(said.exit_code()).unwrap_or(UNUSABLE);
        }
    };
    let status = match cli.command {
        Command::Tag(args) => tag::run(&args),
        Command::Test(args) => rules::test(&args),
        Command::Lint(args) => rules::lint(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Schema => rules::print(onrecord::rules::SCHEMA).map(|()| 0),
        Command::Explain(args) => explain::run(&args),
        Command::WhyNot(args) => rules::why_not(&args),
        Command::Compile(args) => compile::run(&args),
        Command::Train(args) => train::run(&args),
        Command::Convert(args) => convert::run(&args),
        Command::Report(args) => overview::run(&args),
        Command::Stats(args) => compile::stats(&args),
        Command::Completions { shell } => completions(shell),
    };
    status.unwrap_or_else(|fatal| {
        report::say("error", fatal);
        UNUSABLE
    })
}

fn completions(shell: Shell) -> Result<u8, tag::Fatal> {
    let mut script = vec![];
    clap_complete::generate(shell, &mut Cli::command(), "onrecord", &mut script);
    rules::print(&String::from_utf8_lossy(&script)).map(|()| 0)
}
