//! How readers of rule files say what is wrong, and where.

use std::ops::Range;

use super::diagnostic::{Diagnostic, Source};

/// Where and how the problems of a row are said.
pub(super) struct Checker<'a> {
    pub source: &'a Source<'a>,
    pub problems: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    /// Where in the file the bytes of a string stand.
    pub fn inside(&self, string: &toml::Spanned<String>, at: Range<usize>) -> Range<usize> {
        inside(self.source, string.span(), string.as_ref(), at)
    }

    /// Which of the known names it is; an error is told.
    pub fn one_of(
        &mut self,
        what: &str,
        given: &toml::Spanned<String>,
        known: &[&str],
    ) -> Option<usize> {
        let name = given.as_ref().as_str();
        let found = known.iter().position(|known| *known == name);
        if found.is_none() {
            let message = format!("{name:?} is no {what}");
            let remedy = format!("use one of {}", known.join(", "));
            self.error("R0017", given.span(), message, remedy);
        }
        found
    }

    pub fn error(
        &mut self,
        code: &'static str,
        at: Range<usize>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let error = self.source.error(code, at, message, remedy);
        self.problems.push(error);
    }

    pub fn warn(&mut self, code: &'static str, at: Range<usize>, message: &str, remedy: &str) {
        let warning = self.source.error(code, at, message, remedy).warning();
        self.problems.push(warning);
    }
}

/// Where in the file the bytes of a string stand; all of the string where it has escapes.
pub(super) fn inside(
    source: &Source<'_>,
    string: Range<usize>,
    value: &str,
    at: Range<usize>,
) -> Range<usize> {
    match source
        .text
        .get(string.clone())
        .and_then(|raw| raw.find(value))
    {
        Some(offset) => string.start + offset + at.start..string.start + offset + at.end,
        None => string,
    }
}
