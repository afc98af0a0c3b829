//! `onrecord test`, `onrecord lint` and `onrecord why-not`.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use onrecord::Tagger;
use onrecord::rules::{Diagnostic, Reason, ReportFormat, RuleSet, Severity};
use serde_json::{Value, json};

use crate::args::{LintArgs, ReportFormat as Format, TestArgs, TestFormat, WhyNotArgs};
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
    let filter = args.filter.as_deref();
    if args.mutate {
        let report = rules.mutate(filter);
        print(&report.to_string())?;
        return Ok(u8::from(!report.passed()));
    }
    let mut line = Progress::new(!args.quiet);
    let report = rules.test_with(filter, |done, total| line.show(done, total));
    drop(line);
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

/// A line on the terminal that tells how many tests are done; others see nothing.
struct Progress {
    wanted: bool,
    shown: Option<Instant>,
    start: Instant,
}

impl Progress {
    /// A run that ends sooner shows no line; the line changes as often.
    const PAUSE: Duration = Duration::from_millis(200);

    fn new(wanted: bool) -> Self {
        Progress {
            wanted: wanted && io::stderr().is_terminal(),
            shown: None,
            start: Instant::now(),
        }
    }

    fn show(&mut self, done: usize, total: usize) {
        if self.wanted && self.shown.unwrap_or(self.start).elapsed() >= Self::PAUSE {
            self.shown = Some(Instant::now());
            let _ = write!(io::stderr(), "\r{done} of {total} tests");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// Says why a rule does not match a text, and gives the exit status.
pub fn why_not(args: &WhyNotArgs) -> Result<u8, Fatal> {
    let rules = match args.rules[..] {
        [] => RuleSet::default(),
        _ => load(&args.rules)?,
    };
    let name = rule_name(&rules, &args.rule)?;
    let tagger = Tagger::builder().rules(rules).build();
    let tagger = tagger.map_err(|error| error.to_string())?;
    let answer = tagger
        .why_not(&args.text, &name)
        .expect("the rule is there");
    print(&format!("{answer}\n"))?;
    Ok(u8::from(!matches!(answer.reason, Reason::Fired(_))))
}

/// The full name of a rule that is given by its name or its id.
fn rule_name(rules: &RuleSet, given: &str) -> Result<String, Fatal> {
    let is_meant =
        |name: &&str| *name == given || name.split_once('/').is_some_and(|(_, id)| id == given);
    let mut found: Vec<&str> = rules.names().filter(is_meant).collect();
    if found.is_empty() {
        found.extend(RuleSet::bundled().names().filter(is_meant));
    }
    match found[..] {
        [name] => Ok(name.to_owned()),
        [] => {
            let own = match rules.is_empty() {
                true => RuleSet::bundled(),
                false => rules,
            };
            let names: Vec<&str> = own.names().take(20).collect();
            let mut names = names.join(", ");
            if own.len() > 20 {
                names += &format!(" and {} more", own.len() - 20);
            }
            Err(format!(
                "--rule {given}: there is no such rule; there are {names}"
            ))
        }
        _ => Err(format!("--rule {given}: name one of {}", found.join(", "))),
    }
}

/// Says what is wrong with rule files and gives the exit status.
/// "1 error", "2 errors".
fn counted(n: usize, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {what}{plural}")
}

pub fn lint(args: &LintArgs) -> Result<u8, Fatal> {
    let (diagnostics, usable) = match RuleSet::load(&args.rules) {
        Ok(rules) if rules.is_empty() && rules.lint().is_empty() => {
            load(&args.rules).map(|_| (vec![], true))?
        }
        Ok(rules) => (rules.lint().to_vec(), true),
        Err(error) => (error.diagnostics().to_vec(), false),
    };
    let is_error = |d: &&Diagnostic| d.severity == Severity::Error;
    let errors = diagnostics.iter().filter(is_error).count();
    let warnings = diagnostics.len() - errors;
    print(&match args.format {
        Format::Text => {
            let shown = diagnostics.iter().map(|d| format!("{d}\n\n"));
            shown.collect::<String>()
                + &format!(
                    "{}, {}\n",
                    counted(errors, "error"),
                    counted(warnings, "warning")
                )
        }
        Format::Json => {
            let shown: Vec<Value> = diagnostics.iter().map(to_json).collect();
            let all = json!({"errors": errors, "warnings": warnings, "diagnostics": shown});
            format!("{all}\n")
        }
    })?;
    Ok(match (usable, errors) {
        (false, _) => 2,
        (true, 0) => 0,
        (true, _) => 1,
    })
}

fn to_json(diagnostic: &Diagnostic) -> Value {
    json!({
        "code": diagnostic.code,
        "severity": match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "file": diagnostic.path,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "message": diagnostic.message,
        "remedy": diagnostic.remedy,
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
