//! Rule tests as `#[test]`s of a crate that uses them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::{env, fs, io};

use super::alone::Alone;
use super::rule::Rule;
use super::test_rows::Test;
use super::testing::Runner;
use super::{RuleError, RuleSet};

/// The tests of rules, to be run one by one; what [`write_cargo_tests`] writes uses it.
pub struct CargoTests {
    rules: RuleSet,
    runner: Mutex<Runner>,
}

impl CargoTests {
    /// Those of the rules in a file or directory.
    ///
    /// # Errors
    /// Everything that is wrong with the rules, as [`RuleSet::load`].
    pub fn load(path: impl AsRef<Path>) -> Result<CargoTests, RuleError> {
        let rules = RuleSet::load(&[path])?;
        let runner = Mutex::new(Runner::new(&rules));
        Ok(CargoTests { rules, runner })
    }

    /// Runs the test with this number, from 0, of the rule SET/ID.
    ///
    /// # Panics
    /// If the test fails, with the text and carets under the difference; if there is no such test.
    #[track_caller]
    pub fn run(&self, rule: &str, number: usize) {
        let (rule, test) = self
            .rules
            .rules
            .iter()
            .find(|known| known.name == rule)
            .and_then(|rule| Some((rule, rule.tests.get(number)?)))
            .unwrap_or_else(|| panic!("{rule} has no test {number}: build the tests again"));
        let alone = Alone::new(rule.clone());
        // A test that failed poisons nothing: the buffers are filled anew for each text.
        let mut runner = self.runner.lock().unwrap_or_else(PoisonError::into_inner);
        let tested = runner.run(&alone, test);
        drop(runner);
        assert!(
            !tested.failed(),
            "{} ({}:{}): {}, {}\n{}",
            tested.rule,
            tested.path.display(),
            tested.line,
            tested.outcome.as_str(),
            tested.setting,
            tested.shown
        );
    }
}

/// Writes a `#[test]` for each test of the rules in a file or directory, for the build script of a crate that has them.
///
/// The tests are written to `rule_tests.rs` in `OUT_DIR`, in a module for each rule set and in that one for each rule; a `todo` test is ignored, with
/// its reason. A rule that lacks a positive or negative test gets a test that fails. The script runs again when a file changes.
///
/// ```no_run
/// // build.rs
/// # fn build_script() {
/// onrecord::rules::write_cargo_tests("rules").unwrap();
/// # }
/// // tests/rules.rs
/// // include!(concat!(env!("OUT_DIR"), "/rule_tests.rs"));
/// ```
///
/// # Errors
/// What is wrong with the rules, or a file that cannot be written.
pub fn write_cargo_tests(path: impl AsRef<Path>) -> io::Result<()> {
    let path = env::current_dir()?.join(path);
    println!("cargo::rerun-if-changed={}", path.display());
    let rules = RuleSet::load(&[&path]).map_err(|error| io::Error::other(format!("\n{error}")))?;
    let directory = env::var_os("OUT_DIR")
        .ok_or_else(|| io::Error::other("OUT_DIR is not set: call this from a build script"))?;
    fs::write(
        Path::new(&directory).join("rule_tests.rs"),
        source(&rules, &path),
    )
}

/// The source of the tests.
fn source(rules: &RuleSet, path: &Path) -> String {
    let mut out = format!(
        "static RULE_TESTS: std::sync::LazyLock<onrecord::rules::CargoTests> = std::sync::LazyLock::new(|| \
         onrecord::rules::CargoTests::load({path:?}).unwrap_or_else(|error| panic!(\"{{error}}\")));\n"
    );
    let mut sets: Vec<(&str, Vec<&Arc<Rule>>)> = vec![];
    for rule in rules.rules.iter().filter(|rule| rule.enabled) {
        let set = rule.name.split_once('/').map_or("", |(set, _)| set);
        match sets.iter_mut().find(|(known, _)| *known == set) {
            Some((_, rules)) => rules.push(rule),
            None => sets.push((set, vec![rule])),
        }
    }
    let mut modules = BTreeSet::new();
    for (set, rules) in sets {
        let _ = writeln!(out, "mod {} {{", identifier(set, &mut modules));
        let mut inner = BTreeSet::new();
        for rule in rules {
            let id = rule.name.split_once('/').map_or("", |(_, id)| id);
            let _ = writeln!(out, "mod {} {{", identifier(id, &mut inner));
            tests(rule, &mut out);
            out.push_str("}\n");
        }
        out.push_str("}\n");
    }
    out
}

fn tests(rule: &Rule, out: &mut String) {
    let name = &rule.name;
    let (mut finds, mut ignores, mut todos) = (0, 0, 0);
    for (number, Test { marked, todo, .. }) in rule.tests.iter().enumerate() {
        let (what, count) = match (todo, marked.groups.is_empty()) {
            (Some(_), _) => ("todo", &mut todos),
            (None, false) => ("finds", &mut finds),
            (None, true) => ("ignores", &mut ignores),
        };
        *count += 1;
        let ignored = todo.as_ref();
        let ignored = ignored.map_or(String::new(), |reason| format!("#[ignore = {reason:?}] "));
        let _ = writeln!(
            out,
            "#[test] {ignored}fn {what}_{count}() {{ super::super::RULE_TESTS.run({name:?}, {number}) }}"
        );
    }
    for (count, what) in [(finds, "positive"), (ignores, "negative")] {
        if count == 0 {
            let _ = writeln!(
                out,
                "#[test] fn has_a_{what}_test() {{ panic!(\"{{}} has no {what} test\", {name:?}) }}"
            );
        }
    }
}

/// A name of Rust for an id, another one for each: what Rust does not allow becomes `_`.
fn identifier(id: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '_' };
    let mut name: String = id.to_lowercase().chars().map(plain).collect();
    let keyword = KEYWORDS.contains(&name.as_str());
    if keyword || name.starts_with(|c: char| !c.is_alphabetic()) {
        name.insert_str(0, "rule_");
    }
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}

/// What no module can be called.
const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_names_that_differ() {
        let mut taken = BTreeSet::new();
        let names = ["a-b", "a.b", "7up", "match", "Zoë"].map(|id| identifier(id, &mut taken));
        assert_eq!(names, ["a_b", "a_b_", "rule_7up", "rule_match", "zoë"]);
    }

    #[test]
    fn every_test_is_written_and_what_lacks_fails() {
        let toml = "[ruleset]\nid = 'desk'\n[[rule]]\nid = 'big-fish'\nkind = 'mention'\nlabel = 'ORG'\nmatch = 'Big Fish'\n\
            finds = ['[[span:Big Fish]]']\ntodo = [{ test = 'big', reason = 'a \"why\"' }]\n";
        let rules = RuleSet::parse("desk.toml", toml).unwrap();
        let source = source(&rules, Path::new("desk.toml"));
        let calls = |number: usize| {
            let call = format!("super::super::RULE_TESTS.run(\"desk/big-fish\", {number}) ");
            source.contains(&call)
        };
        assert!(calls(0) && calls(1) && !calls(2), "{source}");
        assert!(
            source.contains("mod desk {\nmod big_fish {\n#[test] fn finds_1()"),
            "{source}"
        );
        assert!(
            source.contains(r#"#[ignore = "a \"why\""] fn todo_1()"#),
            "{source}"
        );
        assert!(source.contains("fn has_a_negative_test()"), "{source}");
    }
}
