//! `onrecord test` and `onrecord lint`.

use std::io::{self, Write};
use std::path::PathBuf;

use onrecord::rules::{ReportFormat, RuleSet, Severity};

use crate::args::{LintArgs, TestArgs, TestFormat};
use crate::report;
use crate::tag::Fatal;

/// The rules of files and directories; an error holds everything that is wrong with them.
pub fn load(paths: &[PathBuf]) -> Result<RuleSet, Fatal> {
    let rules =
        RuleSet::load(paths).map_err(|error| format!("the rules cannot be used\n\n{error}\n"))?;
    if rules.is_empty() {
        let names: Vec<_> = paths
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        return Err(format!(
            "{}: no rules there; name .toml files or a directory with some",
            names.join(" ")
        ));
    }
    Ok(rules)
}

/// Runs the tests of rules and gives the exit status.
pub fn test(args: &TestArgs) -> Result<u8, Fatal> {
    let rules = load(&args.rules)?;
    let report = rules.test(args.filter.as_deref());
    print(&report.write(match args.format {
        TestFormat::People => ReportFormat::People,
        TestFormat::Json => ReportFormat::Json,
        TestFormat::Junit => ReportFormat::Junit,
        TestFormat::Tap => ReportFormat::Tap,
    }))?;
    // The lines for people say so themselves.
    if report.tests.is_empty() && args.format != TestFormat::People {
        report::say(
            "error",
            "no test was run, which counts as a failure: check the files and --filter",
        );
    }
    Ok(u8::from(!report.passed()))
}

/// Says what is wrong with rule files and gives the exit status.
pub fn lint(args: &LintArgs) -> Result<u8, Fatal> {
    let (diagnostics, usable) = match RuleSet::load(&args.rules) {
        Ok(rules) if rules.is_empty() && rules.lint().is_empty() => {
            load(&args.rules).map(|_| (vec![], true))?
        }
        Ok(rules) => (rules.lint().to_vec(), true),
        Err(error) => (error.diagnostics().to_vec(), false),
    };
    let mut out = String::new();
    for diagnostic in &diagnostics {
        out += &format!("{diagnostic}\n\n");
    }
    let errors = diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .count();
    out += &format!("{errors} errors, {} warnings\n", diagnostics.len() - errors);
    print(&out)?;
    Ok(match (usable, errors) {
        (false, _) => 2,
        (true, 0) => 0,
        (true, _) => 1,
    })
}

/// Writes to standard output, and does without where nobody listens there any more.
pub fn print(text: &str) -> Result<(), Fatal> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("standard output: {error}"))
        }
        _ => Ok(()),
    }
}
