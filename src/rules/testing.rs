//! Runs the tests that rules carry.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::RuleSet;
use super::index::Firing;
use super::marks::{Group, Marked};
use super::pattern::Role;
use super::rule::{Action, Rule, Test};
use super::variants::variants;
use crate::{Attribution, Document, Scratch, Span, Tagger};

/// How what was found differs from what a test expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It does not.
    Validated,
    /// Nothing was found where something is marked.
    Missing,
    /// Something was found where nothing is marked.
    Noisy,
    /// It was found, but not as it is marked.
    WrongSpan,
}

impl Outcome {
    /// The outcome as reports spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Validated => "validated",
            Outcome::Missing => "missing",
            Outcome::Noisy => "noisy",
            Outcome::WrongSpan => "wrong span",
        }
    }
}

/// A test that was run.
#[derive(Clone, Debug)]
pub struct Tested {
    /// The rule: SET/ID.
    pub rule: String,
    /// The file.
    pub path: PathBuf,
    /// The line of the test, from 1.
    pub line: usize,
    /// The text, without marks.
    pub text: String,
    /// What came out; of several failures, the first one.
    pub outcome: Outcome,
    /// In which setting it failed: alone, in the full set, and in which variant.
    pub setting: String,
    /// The text with carets under the difference; empty where there is none.
    pub shown: String,
    /// Why it need not pass yet.
    pub todo: Option<String>,
}

impl Tested {
    /// Whether it did not pass though it should.
    pub fn failed(&self) -> bool {
        self.outcome != Outcome::Validated && self.todo.is_none()
    }
}

/// All tests that were run.
#[derive(Clone, Debug, Default)]
pub struct TestReport {
    /// The tests, in the order of the files.
    pub tests: Vec<Tested>,
    /// The rules without a positive or negative test, each with what it lacks.
    pub untested: Vec<(String, &'static str)>,
}

impl TestReport {
    /// Whether at least one test ran, all passed and no rule lacks one.
    pub fn passed(&self) -> bool {
        !self.tests.is_empty() && self.untested.is_empty() && !self.tests.iter().any(Tested::failed)
    }
}

/// A difference between what a test expects and what was found.
struct Difference {
    outcome: Outcome,
    expected: Group,
    found: Group,
}

impl RuleSet {
    /// Runs the tests of the rules whose name holds `filter`: each rule alone, then in the full set with all that the
    /// program brings itself, then the variants of the text.
    pub fn test(&self, filter: Option<&str>) -> TestReport {
        let mut report = TestReport::default();
        let chosen = |rule: &&Arc<Rule>| filter.is_none_or(|f| rule.name.contains(f));
        let full = Tagger::with_rules(std::slice::from_ref(self));
        let mut scratch = Scratch::default();
        for rule in self.rules.iter().filter(|rule| rule.enabled).filter(chosen) {
            let regular = || rule.tests.iter().filter(|test| test.todo.is_none());
            for (positive, what) in [(true, "a positive test"), (false, "a negative test")] {
                if !regular().any(|test| test.marked.groups.is_empty() != positive) {
                    report.untested.push((rule.name.clone(), what));
                }
            }
            let one = RuleSet {
                rules: vec![rule.clone()],
                remarks: vec![],
            };
            let alone = Tagger::with_rules(&[one]);
            for test in &rule.tests {
                report
                    .tests
                    .push(run(rule, test, &alone, &full, &mut scratch));
            }
        }
        report
    }
}

fn run(rule: &Rule, test: &Test, alone: &Tagger, full: &Tagger, scratch: &mut Scratch) -> Tested {
    let mut firings = vec![];
    let mut check = |name: &str, marked: &Marked| {
        firings.clear();
        alone.trace(&marked.text, scratch, &mut firings);
        if let Some(difference) = compare(rule, &marked.groups, &firings) {
            return Some((format!("alone{name}"), difference));
        }
        let document = full.tag_into(&marked.text, scratch);
        let difference = compare_document(rule, &marked.groups, &document)?;
        Some((format!("in the full set{name}"), difference))
    };
    let mut failure = check("", &test.marked).map(|f| (f, test.marked.text.clone()));
    if failure.is_none() {
        failure = variants(&test.marked).into_iter().find_map(|variant| {
            let name = format!(", {}", variant.name);
            check(&name, &variant.marked).map(|f| (f, variant.marked.text))
        });
    }
    let (outcome, setting, shown) = match failure {
        None => (Outcome::Validated, String::new(), String::new()),
        Some(((setting, difference), text)) => {
            (difference.outcome, setting, show(&text, &difference))
        }
    };
    Tested {
        rule: rule.name.clone(),
        path: Path::new(&rule.path).to_owned(),
        line: test.line,
        text: test.marked.text.clone(),
        outcome,
        setting,
        shown,
        todo: test.todo.clone(),
    }
}

/// What the rule itself found, in the form of marks.
fn groups(rule: &Rule, firings: &[Firing]) -> Vec<Group> {
    let each = |firing: &Firing, role| -> Vec<Group> {
        let spans = firing.subjects(role).into_iter();
        spans.map(|span| vec![(role, span)]).collect()
    };
    let of_firing = |firing: &Firing| match rule.action {
        Action::Attribution => vec![firing.captures.clone()],
        Action::Cue(_) | Action::RemoveAttributions => each(firing, Role::Cue),
        _ => each(firing, Role::Span),
    };
    firings.iter().flat_map(of_firing).collect()
}

fn compare(rule: &Rule, expected: &[Group], firings: &[Firing]) -> Option<Difference> {
    let mut found = groups(rule, firings);
    let mut missing: Option<Group> = None;
    for group in expected {
        let mut group = group.clone();
        if matches!(rule.action, Action::Cue(_)) {
            group.retain(|&(role, _)| role == Role::Cue);
        }
        match found.iter().position(|f| *f == group) {
            Some(i) => {
                found.remove(i);
            }
            None => missing = missing.or(Some(group)),
        }
    }
    let Some(expected) = missing else {
        let found = found.into_iter().next()?;
        return Some(Difference {
            outcome: Outcome::Noisy,
            expected: vec![],
            found,
        });
    };
    let near = found.into_iter().find(|f| overlap(f, &expected));
    Some(differing(expected, near))
}

fn overlap(a: &Group, b: &Group) -> bool {
    a.iter().any(|(_, x)| b.iter().any(|(_, y)| x.overlaps(*y)))
}

fn differing(expected: Group, found: Option<Group>) -> Difference {
    Difference {
        outcome: if found.is_some() {
            Outcome::WrongSpan
        } else {
            Outcome::Missing
        },
        expected,
        found: found.unwrap_or_default(),
    }
}

fn parts(a: &Attribution) -> Group {
    let role = |role, spans: &[Span]| spans.iter().map(|&span| (role, span)).collect::<Vec<_>>();
    let mut group = role(Role::Source, &a.source);
    group.extend(role(Role::Cue, &a.cue));
    group.extend(role(Role::Content, &a.content));
    group.sort_by_key(|&(role, span)| (span.start, span.end, role));
    group
}

/// What the whole document has against what the test expects.
fn compare_document(
    rule: &Rule,
    expected: &[Group],
    document: &Document<'_>,
) -> Option<Difference> {
    if expected.is_empty() {
        let by = format!("rule:{}", rule.name);
        let mentions = document.mentions.iter().filter(|m| m.by == by);
        let mention = mentions.map(|m| vec![(Role::Span, m.span)]).next();
        let attributions = document.attributions.iter().filter(|a| a.by == by);
        let found = mention.or_else(|| attributions.map(parts).next())?;
        return Some(Difference {
            outcome: Outcome::Noisy,
            expected: vec![],
            found,
        });
    }
    expected
        .iter()
        .find_map(|group| compare_group(rule, group, document))
}

fn compare_group(rule: &Rule, group: &Group, document: &Document<'_>) -> Option<Difference> {
    let span = group.first()?.1;
    let mention = |accept: &dyn Fn(&crate::Mention) -> bool| {
        let found = document.mentions.iter().find(|m| accept(m));
        found.map(|m| vec![(Role::Span, m.span)])
    };
    let noisy = |found| Difference {
        outcome: Outcome::Noisy,
        expected: vec![],
        found,
    };
    match &rule.action {
        Action::Mention(_) | Action::Extend => {
            let fits = |m: &crate::Mention| match rule.action {
                Action::Mention(label) => m.label == label,
                _ => true,
            };
            match mention(&|m| m.span == span && fits(m)) {
                Some(_) => None,
                None => Some(differing(
                    group.clone(),
                    mention(&|m| m.span.overlaps(span)),
                )),
            }
        }
        Action::RemoveMentions(label) => {
            mention(&|m| span.contains(m.span) && label.is_none_or(|l| l == m.label)).map(noisy)
        }
        Action::RemoveAttributions => {
            let cue = |a: &&Attribution| a.cue.iter().any(|c| c.overlaps(span));
            document
                .attributions
                .iter()
                .find(cue)
                .map(|a| noisy(parts(a)))
        }
        Action::Attribution => {
            let mut found: Vec<Group> = document.attributions.iter().map(parts).collect();
            if found.contains(group) {
                return None;
            }
            found.retain(|f| overlap(f, group));
            Some(differing(group.clone(), found.into_iter().next()))
        }
        Action::Cue(_) => {
            let cue = group
                .iter()
                .find(|(role, _)| *role == Role::Cue)
                .map_or(span, |&(_, span)| span);
            let with_cue = |a: &&Attribution| a.cue.iter().any(|c| c.contains(cue));
            let found = document.attributions.iter().find(with_cue).map(parts);
            let marked = |found: &Group| {
                let mut others = group.iter().filter(|(role, _)| *role != Role::Cue);
                others.all(|part| found.contains(part))
            };
            match found {
                Some(found) if marked(&found) => None,
                found => Some(differing(group.clone(), found)),
            }
        }
    }
}

/// The text with carets under what differs.
fn show(text: &str, difference: &Difference) -> String {
    use unicode_width::UnicodeWidthStr;
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let mut shown = line.trim_end().to_owned();
    let mut carets = |group: &Group, other: &Group, what: &str| {
        for part in group.iter().filter(|part| !other.contains(part)) {
            let &(role, span) = part;
            let span = Span::new(span.start, span.end.min(line.len() as u32));
            let before = " ".repeat(line[..span.start as usize].width());
            let under = "^".repeat(line[span].width().max(1));
            shown += &format!("\n{before}{under} {} {what}", role.as_str());
        }
    };
    carets(&difference.expected, &difference.found, "expected");
    carets(&difference.found, &difference.expected, "found");
    shown
}
