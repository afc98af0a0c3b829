//! The onrecord command.

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

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use clap_complete::Shell;

use args::{Cli, Command};

/// The call or a file could not be used; clap ends with the same for a call that it cannot read.
const UNUSABLE: u8 = 2;

fn completions(shell: Shell) -> Result<u8, tag::Fatal> {
    let mut script = vec![];
    clap_complete::generate(shell, &mut Cli::command(), "onrecord", &mut script);
    rules::print(&String::from_utf8_lossy(&script)).map(|()| 0)
}

fn main() -> ExitCode {
    let status = match Cli::parse().command {
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
    ExitCode::from(status.unwrap_or_else(|fatal| {
        report::say("error", fatal);
        UNUSABLE
    }))
}
