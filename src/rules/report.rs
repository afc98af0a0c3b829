//! Test reports for people and for other programs.

use std::fmt::Write;

use serde_json::json;

use super::testing::{Outcome, TestReport, Tested};

/// How a test report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReportFormat {
    /// Lines for people: what failed, and a summary.
    People,
    /// One JSON object.
    Json,
    /// JUnit's XML, which most services that run tests read.
    Junit,
    /// The Test Anything Protocol.
    Tap,
}

impl TestReport {
    /// How many tests failed.
    pub fn failures(&self) -> usize {
        self.tests.iter().filter(|test| test.failed()).count()
    }

    /// The report in a format; it ends with a line break.
    pub fn write(&self, format: ReportFormat) -> String {
        match format {
            ReportFormat::People => self.people(),
            ReportFormat::Json => self.json(),
            ReportFormat::Junit => self.junit(),
            ReportFormat::Tap => self.tap(),
        }
    }

    fn people(&self) -> String {
        let mut out = String::new();
        for test in &self.tests {
            match (&test.todo, test.outcome) {
                (None, Outcome::Validated) => {}
                (None, outcome) => {
                    let (what, setting) = (outcome.as_str(), &test.setting);
                    let _ = writeln!(
                        out,
                        "FAILED {} ({}): {what}, {setting}",
                        test.rule,
                        place(test)
                    );
                    for line in test.shown.lines() {
                        let _ = writeln!(out, "    {line}");
                    }
                    out.push('\n');
                }
                (Some(reason), Outcome::Validated) => {
                    let _ = writeln!(
                        out,
                        "todo {} ({}) passes now; move it to finds or ignores. It was: {reason}",
                        test.rule,
                        place(test)
                    );
                }
                (Some(_), _) => {}
            }
        }
        for (rule, what) in &self.untested {
            let _ = writeln!(out, "FAILED {rule}: has no test of this kind: {what}");
        }
        let todo = self.tests.iter().filter(|t| t.todo.is_some()).count();
        let failed = self.failures();
        let passed = self.tests.len() - failed - todo;
        let _ = write!(out, "{passed} passed, {failed} failed, {todo} todo");
        if !self.untested.is_empty() {
            let _ = write!(out, ", {} tests lacking", self.untested.len());
        }
        out.push('\n');
        if self.tests.is_empty() {
            out.push_str(
                "no test was run, which counts as a failure: check the files and --filter\n",
            );
        }
        out
    }

    fn json(&self) -> String {
        let test = |t: &Tested| {
            json!({
                "rule": t.rule, "file": t.path.display().to_string(), "line": t.line, "text": t.text,
                "outcome": t.outcome.as_str(), "failed": t.failed(), "setting": t.setting, "shown": t.shown, "todo": t.todo,
            })
        };
        let lacking = |(rule, what): &(String, &str)| json!({"rule": rule, "lacks": what});
        let report = json!({
            "passed": self.passed(),
            "tests": self.tests.iter().map(test).collect::<Vec<_>>(),
            "untested": self.untested.iter().map(lacking).collect::<Vec<_>>(),
        });
        format!("{report}\n")
    }

    fn junit(&self) -> String {
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"onrecord\" tests=\"{}\" failures=\"{}\" skipped=\"{}\">\n",
            self.tests.len() + self.untested.len(),
            self.failures() + self.untested.len(),
            self.tests.iter().filter(|t| t.todo.is_some()).count(),
        );
        for test in &self.tests {
            let _ = write!(
                out,
                "  <testcase classname=\"{}\" name=\"{}\">",
                xml(&test.rule),
                xml(&format!("{}: {}", place(test), test.text))
            );
            if let Some(reason) = &test.todo {
                let _ = write!(out, "<skipped message=\"{}\"/>", xml(reason));
            } else if test.failed() {
                let what = format!("{}, {}", test.outcome.as_str(), test.setting);
                let _ = write!(
                    out,
                    "<failure message=\"{}\">{}</failure>",
                    xml(&what),
                    xml(&test.shown)
                );
            }
            out.push_str("</testcase>\n");
        }
        for (rule, what) in &self.untested {
            let _ = writeln!(
                out,
                "  <testcase classname=\"{}\" name=\"has {what}\"><failure message=\"lacks {what}\"/></testcase>",
                xml(rule)
            );
        }
        out + "</testsuite>\n"
    }

    fn tap(&self) -> String {
        let mut out = format!(
            "TAP version 13\n1..{}\n",
            self.tests.len() + self.untested.len()
        );
        for (i, test) in self.tests.iter().enumerate() {
            let ok = if test.outcome == Outcome::Validated {
                "ok"
            } else {
                "not ok"
            };
            let todo = test
                .todo
                .as_ref()
                .map_or(String::new(), |reason| format!(" # TODO {reason}"));
            let _ = writeln!(out, "{ok} {} - {} {}{todo}", i + 1, test.rule, place(test));
            if test.failed() {
                let _ = writeln!(out, "# {}, {}", test.outcome.as_str(), test.setting);
                for line in test.shown.lines() {
                    let _ = writeln!(out, "# {line}");
                }
            }
        }
        for (i, (rule, what)) in self.untested.iter().enumerate() {
            let _ = writeln!(
                out,
                "not ok {} - {rule} has {what}",
                self.tests.len() + i + 1
            );
        }
        out
    }
}

fn place(test: &Tested) -> String {
    format!("{}:{}", test.path.display(), test.line)
}

/// Text in XML; what XML 1.0 cannot hold is left out.
fn xml(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let text: String = text.chars().filter(allowed).collect();
    html_escape::encode_double_quoted_attribute(&text).into_owned()
}
