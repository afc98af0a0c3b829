//! What is wrong with a rule file: where, what, and what to do about it.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The rules can be used, but probably do not do what is meant.
    Warning,
    /// The rules cannot be used.
    Error,
}

/// A problem in a rule file, with its place and its remedy.
///
/// It displays as people know it from compilers: the line of the file, and carets under the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// A code that never changes its meaning: "R0012".
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// The line of the file.
    excerpt: String,
    /// How many carets.
    width: usize,
}

impl Diagnostic {
    /// Turns an error into a warning.
    pub(super) fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        writeln!(f, "{severity}[{}]: {}", self.code, self.message)?;
        writeln!(
            f,
            " --> {}:{}:{}",
            self.path.display(),
            self.line,
            self.column
        )?;
        if self.excerpt.is_empty() {
            return write!(f, "  = {}", self.remedy);
        }
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        // Tabs stay tabs, so that the carets stand right whatever their width.
        let indent: String = self
            .excerpt
            .chars()
            .take(self.column - 1)
            .map(|c| if c == '\t' { c } else { ' ' })
            .collect();
        writeln!(f, "{number} | {}", self.excerpt)?;
        writeln!(f, "{margin} | {indent}{}", "^".repeat(self.width))?;
        write!(f, "{margin} = {}", self.remedy)
    }
}

/// A file of text that diagnostics point into.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub path: &'a Path,
    pub text: &'a str,
    /// Where the lines begin.
    lines: Vec<usize>,
}

impl<'a> Source<'a> {
    pub fn new(path: &'a Path, text: &'a str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Source {
            path,
            text,
            lines: std::iter::once(0).chain(breaks).collect(),
        }
    }

    /// The line of a byte, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|&start| start <= at)
    }

    /// An error about these bytes of the file.
    pub fn error(
        &self,
        code: &'static str,
        at: Range<usize>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Diagnostic {
        let mut start = at.start.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let line = self.line(start);
        let line_start = self.lines[line - 1];
        let rest = &self.text[line_start..];
        let excerpt = rest[..rest.find('\n').unwrap_or(rest.len())].trim_end_matches('\r');
        let before = self.text[line_start..start].chars().count();
        let marked = self
            .text
            .get(start..at.end.max(start))
            .map_or(1, |s| s.lines().next().unwrap_or("").chars().count());
        let left = excerpt.chars().count().saturating_sub(before);
        Diagnostic {
            code,
            severity: Severity::Error,
            path: self.path.to_owned(),
            line,
            column: before + 1,
            message: message.into(),
            remedy: remedy.into(),
            excerpt: excerpt.to_owned(),
            width: marked.min(left).max(1),
        }
    }
}

/// Rules could not be loaded: everything that is wrong with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    diagnostics: Vec<Diagnostic>,
}

impl RuleError {
    pub(super) fn new(diagnostics: Vec<Diagnostic>) -> Self {
        RuleError { diagnostics }
    }

    /// All problems, in the order of the files; at least one of them is an error.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, diagnostic) in self.diagnostics.iter().enumerate() {
            if i > 0 {
                f.write_str("\n\n")?;
            }
            diagnostic.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for RuleError {}

/// The known name that looks most like `name`, for "did you mean".
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|k| (distance(name, k), k))
        .filter(|&(d, k)| d <= 1 + k.len().min(name.len()) / 4)
        .min()
        .map(|(_, k)| k)
}

/// How many letters must be added, dropped, replaced, or exchanged with the next one.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = vec![];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1];
        for j in 0..b.len() {
            let replaced = above[j] + usize::from(a[i] != b[j]);
            let mut least = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && (a[i], a[i - 1]) == (b[j - 1], b[j]) {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_of_the_fingers_is_a_distance_of_one() {
        for (wrong, right, expected) in [
            ("", "say", 3),
            ("say", "say", 0),
            ("sya", "say", 1),
            ("sa", "say", 1),
            ("sayy", "say", 1),
            ("sây", "say", 1),
            ("titels", "titles", 1),
            ("yas", "say", 2),
        ] {
            assert_eq!(distance(wrong, right), expected, "{wrong} {right}");
        }
        assert_eq!(nearest("sya", ["claim", "say"].into_iter()), Some("say"));
        assert_eq!(nearest("moo", ["claim", "say"].into_iter()), None);
    }
}
