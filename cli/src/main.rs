//! The onrecord command.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(onrecord_cli::run(std::env::args_os()))
}
