//! Runs the tests that rules carry.

mod compare;

use std::path::PathBuf;
use std::sync::Arc;

use super::RuleSet;
use super::alone::Alone;
use super::marks::Marked;
use super::matcher::Text;
use super::rule::{Action, Rule};
use super::test_rows::Test;
use super::variants::variants;
use crate::Mention;
use crate::tagger::{Scratch, Tagger};
use compare::Difference;

/// How what was found differs from what a test expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// It does not.
    Validated,
    /// Nothing was found where something is marked.
    Missing,
    /// Something was found where nothing is marked.
    Noisy,
    /// It was found, but not as it is marked.
    WrongSpan,
    /// It was found, but is more or less likely than the test says.
    WrongScore,
}

impl Outcome {
    /// The outcome as reports spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Validated => "validated",
            Outcome::Missing => "missing",
            Outcome::Noisy => "noisy",
            Outcome::WrongSpan => "wrong span",
            Outcome::WrongScore => "wrong score",
        }
    }
}

/// A test that was run.
#[derive(Clone, Debug)]
#[non_exhaustive]
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
#[non_exhaustive]
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

/// The text of a test as rules look at it.
pub(super) struct Reading<'r> {
    test: &'r Test,
    scratch: Scratch,
    mentions: Vec<Mention>,
}

/// Runs tests with one tagger and one set of buffers.
pub(super) struct Runner {
    /// All rules with all that the program brings itself.
    full: Tagger,
    scratch: Scratch,
}

impl Runner {
    pub fn new(rules: &RuleSet) -> Runner {
        Runner {
            full: Tagger::with_rules(std::slice::from_ref(rules)),
            scratch: Scratch::default(),
        }
    }

    /// Whether a positive test of the rule fails in the full set without it.
    pub fn notices_removal(&mut self, number: u32, rule: &Rule) -> bool {
        let depth = rule.action.depth();
        let proposes = matches!(rule.action, Action::Propose(_));
        let with: Vec<_> = rule
            .regular_tests()
            .map(|test| match proposes {
                true => self.full.read(&test.marked.text, &mut self.scratch),
                false => vec![],
            })
            .collect();
        self.full.skip_rule(Some(number));
        let noticed = rule.regular_tests().zip(with).any(|(test, with)| {
            let (text, groups) = (test.marked.text.as_str(), &test.marked.groups);
            let names = self.full.read(text, &mut self.scratch);
            if proposes {
                // Others may propose it too, but less surely, or not for this reason.
                return names != with;
            }
            let document = self
                .full
                .decide(text, names, depth, &mut self.scratch, &mut vec![]);
            !groups.is_empty() && compare::compare_document(rule, groups, &document).is_some()
        });
        self.full.skip_rule(None);
        noticed
    }

    /// The texts of the rule's tests, read once for all its mutants.
    pub fn readings<'r>(&self, rule: &'r Rule) -> Vec<Reading<'r>> {
        let read = |test: &'r Test| {
            let text = test.marked.text.as_str();
            let mut scratch = Scratch::default();
            let mut mentions = self.full.read(text, &mut scratch);
            if !rule.action.before_entities() {
                self.full.resolve(text, &scratch, &[], &mut mentions);
            }
            Reading {
                test,
                scratch,
                mentions,
            }
        };
        rule.regular_tests().map(read).collect()
    }

    /// Whether a changed rule, alone, fails on one of the texts.
    pub fn notices(&self, rule: &Alone, readings: &[Reading<'_>]) -> bool {
        readings.iter().any(|reading| {
            let Reading {
                test,
                scratch,
                mentions,
            } = reading;
            let marked = &test.marked;
            let look = self.full.look(&marked.text, scratch, mentions);
            self.alone(rule, marked, test.score, &look).is_some()
        })
    }

    /// What the rule alone does not find in a text as a test says.
    fn alone(
        &self,
        rule: &Alone,
        marked: &Marked,
        score: Option<f32>,
        look: &Text<'_>,
    ) -> Option<Difference> {
        let rules = self.full.rules();
        match score {
            None => {
                let firings = rule.find(rules, look);
                compare::compare(&rule.rule, &marked.groups, &firings)
            }
            Some(score) => {
                let proposed = rule.proposed(rules, look);
                compare::compare_scores(&marked.groups, score, &proposed)
            }
        }
    }

    /// The test as it stands, then its variants, up to the first that fails.
    pub fn run(&mut self, rule: &Alone, test: &Test) -> Tested {
        let score = test.score;
        let failure = self.check(rule, &test.marked, score, "").or_else(|| {
            let mut all = variants(&test.marked).into_iter();
            let name = |name| format!(", {name}");
            all.find_map(|v| self.check(rule, &v.marked, score, &name(v.name)))
        });
        let (outcome, setting, shown) =
            failure.unwrap_or((Outcome::Validated, String::new(), String::new()));
        Tested {
            rule: rule.rule.name.clone(),
            path: test.path.as_ref().unwrap_or(&rule.rule.path).clone(),
            line: test.line,
            text: test.marked.text.clone(),
            outcome,
            setting,
            shown,
            todo: test.todo.clone(),
        }
    }

    /// The rule alone, then with all others, on one text: outcome, setting and what to show.
    ///
    /// Both share the reading of the text, and stop behind the stage at which the rule works.
    fn check(
        &mut self,
        rule: &Alone,
        marked: &Marked,
        score: Option<f32>,
        variant: &str,
    ) -> Option<(Outcome, String, String)> {
        let text = marked.text.as_str();
        let failed = |setting: &str, difference: Difference| {
            let shown = compare::show(text, &difference);
            Some((difference.outcome, format!("{setting}{variant}"), shown))
        };
        let names = self.full.read(text, &mut self.scratch);
        let action = &rule.rule.action;
        let mut named = names.clone();
        if !action.before_entities() {
            self.full.resolve(text, &self.scratch, &[], &mut named);
        }
        let look = self.full.look(text, &self.scratch, &named);
        if let Some(difference) = self.alone(rule, marked, score, &look) {
            return failed("alone", difference);
        }
        if score.is_some() {
            return None; // what others make of it is another question
        }
        let document =
            self.full
                .decide(text, names, action.depth(), &mut self.scratch, &mut vec![]);
        let difference = compare::compare_document(&rule.rule, &marked.groups, &document)?;
        failed("in the full set", difference)
    }
}

impl RuleSet {
    /// Runs the tests of the rules whose name holds `filter`: each rule alone, then in the full set with all that the
    /// program brings itself, then the variants of the text.
    pub fn test(&self, filter: Option<&str>) -> TestReport {
        self.test_with(filter, |_, _| {})
    }

    /// [`RuleSet::test`], telling after each test how many are done and how many there are.
    pub fn test_with(
        &self,
        filter: Option<&str>,
        mut progress: impl FnMut(usize, usize),
    ) -> TestReport {
        let mut report = TestReport::default();
        let chosen = |rule: &&Arc<Rule>| {
            rule.enabled && filter.is_none_or(|filter| rule.name.contains(filter))
        };
        let total = self
            .rules
            .iter()
            .filter(chosen)
            .map(|r| r.tests.len())
            .sum();
        let mut runner = Runner::new(self);
        for rule in self.rules.iter().filter(chosen) {
            for (positive, what) in [(true, "a positive test"), (false, "a negative test")] {
                if !rule
                    .regular_tests()
                    .any(|test| test.marked.groups.is_empty() != positive)
                {
                    report.untested.push((rule.name.clone(), what));
                }
            }
            let alone = Alone::new(rule.clone());
            for test in &rule.tests {
                report.tests.push(runner.run(&alone, test));
                progress(report.tests.len(), total);
            }
        }
        report
    }
}
