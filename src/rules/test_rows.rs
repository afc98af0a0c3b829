//! The tests that rules carry, as the files have them.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;

use super::checker::{Checker, inside};
use super::diagnostic::Source;
use super::file::{Text, Todo};
use super::marks::{self, Marked};
use super::pattern::Role;

/// A test that a rule carries.
#[derive(Clone, Debug)]
pub(super) struct Test {
    pub marked: Marked,
    /// The file, where it is not the rule's own.
    pub path: Option<PathBuf>,
    pub line: usize,
    /// Of a rule that proposes: how likely it takes what is marked, where that is tested.
    pub score: Option<f32>,
    /// Why it need not pass yet.
    pub todo: Option<String>,
}

/// The tests of a rule in its file.
pub(super) struct TestRows<'a> {
    pub finds: &'a [Spanned<Text>],
    pub ignores: &'a [Spanned<Text>],
    pub todo: &'a [Todo],
    /// Where the rule is named.
    pub at: Range<usize>,
    pub enabled: bool,
    /// Whether they may say how likely something is.
    pub scored: bool,
    /// What may be marked beside the span; none for anything.
    pub roles: Option<&'a Vec<Role>>,
}

/// Reads the tests, and says what is wrong with them or lacking.
pub(super) fn tests(check: &mut Checker<'_>, row: &TestRows<'_>) -> Vec<Test> {
    let mut tests = vec![];
    let finds = row.finds.iter().map(|test| (test, Some(true), None));
    let ignores = row.ignores.iter().map(|test| (test, Some(false), None));
    let todo = row
        .todo
        .iter()
        .map(|t| (&t.test, None, Some(t.reason.as_ref())));
    for (test, positive, todo) in finds.chain(ignores).chain(todo) {
        let mut score = None;
        let (text, path) = match test.as_ref() {
            Text::Inline(text) => (Cow::Borrowed(text), None),
            Text::Scored(scored) => {
                score = Some(scored.score as f32);
                if !row.scored || positive == Some(false) {
                    let message = "only what a rule that proposes finds has a score";
                    check.error("R0041", test.span(), message, "write the text alone: '...'");
                }
                (Cow::Borrowed(&scored.test), None)
            }
            Text::File(file) => {
                let directory = check.source.path.parent().unwrap_or(Path::new(""));
                let path = directory.join(&file.file);
                match std::fs::read_to_string(&path) {
                    Ok(text) => (Cow::Owned(text), Some(path)),
                    Err(error) => {
                        let message = format!("{}: cannot be read: {error}", path.display());
                        let remedy =
                            "check the name; a path counts from the directory of this file";
                        check.error("R0026", test.span(), message, remedy);
                        continue;
                    }
                }
            }
        };
        match marks::read(&text) {
            Err((at, message, remedy)) => match &path {
                Some(path) => {
                    let file = Source::new(path, &text);
                    check
                        .problems
                        .push(file.error("R0018", at, message, remedy));
                }
                None => {
                    let at = inside(check.source, test.span(), &text, at);
                    check.error("R0018", at, message, remedy);
                }
            },
            Ok(marked) => {
                if positive == Some(true) && marked.groups.is_empty() {
                    check.error(
                        "R0018",
                        test.span(),
                        "a text in finds has no marks",
                        "mark what is to be found, [[cue:said]], or move the text to ignores",
                    );
                } else if positive == Some(false) && !marked.groups.is_empty() {
                    check.error(
                        "R0018",
                        test.span(),
                        "a text in ignores has marks",
                        "remove the marks, or move it to finds",
                    );
                }
                let unknown = marked.groups.iter().flatten().find(|(role, _)| {
                    let known = row.roles.is_none_or(|known| known.contains(role));
                    *role != Role::Span && !known
                });
                if let Some((role, _)) = unknown {
                    let message = format!(
                        "the test marks a {0}, but the pattern has no {{{0}:...}}",
                        role.as_str()
                    );
                    check.error(
                        "R0018",
                        test.span(),
                        message,
                        "remove the mark, or add the part to the pattern",
                    );
                }
                tests.push(Test {
                    marked,
                    line: match path {
                        Some(_) => 1,
                        None => check.source.line(test.span().start),
                    },
                    path,
                    score,
                    todo: todo.cloned(),
                });
            }
        }
    }
    if row.finds.is_empty() {
        let remedy = "add finds = ['...'], a text with marks around what the rule finds";
        check.error(
            "R0015",
            row.at.clone(),
            "the rule has no positive test",
            remedy,
        );
    }
    if row.ignores.is_empty() {
        let remedy = "add ignores = ['...'], a text that looks alike but must not match";
        check.error(
            "R0016",
            row.at.clone(),
            "the rule has no negative test",
            remedy,
        );
    }
    if !row.enabled {
        check.warn(
            "R0025",
            row.at.clone(),
            "the rule is switched off",
            "remove enabled = false to use it",
        );
    }
    tests
}
