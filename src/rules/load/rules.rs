//! The rules of rule files, with the parts and clues that they share.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::Loader;
use super::names::FileNames;
use crate::attribution::CueLexicon;
use crate::rules::RuleSet;
use crate::rules::checker::{self, Checker};
use crate::rules::compile;
use crate::rules::cues;
use crate::rules::diagnostic::{Diagnostic, Source};
use crate::rules::file::File;
use crate::rules::pattern::{self, Node};
use crate::rules::propose;

impl Loader {
    /// The parts of a file and of those that it imports. A part may name others, in any order.
    fn parts_of(
        &self,
        source: &Source<'_>,
        file: &File,
        lexicon: &CueLexicon,
    ) -> BTreeMap<String, Node> {
        let mut parts = BTreeMap::new();
        for imported in imports(source.path, file) {
            let all = self.parts.borrow();
            parts.extend(all.get(&imported).cloned().unwrap_or_default());
        }
        let named = file.parts.iter().map(|(name, pattern)| {
            let parts = named_parts(pattern.as_ref());
            let own = parts.filter(|part| file.parts.contains_key(*part));
            (name, pattern, own.collect::<Vec<_>>())
        });
        let mut waiting: Vec<_> = named.collect();
        let mut read = FxHashSet::default();
        while !waiting.is_empty() {
            let ready = |part: &&str| read.contains(*part);
            let (now, later): (Vec<_>, Vec<_>) = waiting
                .into_iter()
                .partition(|(_, _, needs)| needs.iter().all(ready));
            if now.is_empty() {
                let (name, pattern, _) = &later[0];
                let message = format!("the part {name} needs itself");
                let remedy = "write out one of the parts that name each other";
                let error = source.error("R0008", pattern.span(), message, remedy);
                self.wrong_parts.borrow_mut().push(error);
                break;
            }
            for (name, pattern, _) in now {
                read.insert(name.as_str());
                let bundled = (!self.bundling).then(RuleSet::bundled);
                let lists = &self.lists[source.path];
                let names = FileNames::new(file, lists, &parts, lexicon, bundled, &self.used);
                match pattern::parse(pattern.as_ref(), &names) {
                    Ok(node) => {
                        parts.insert(name.clone(), node);
                    }
                    Err(e) => {
                        let at = checker::inside(source, pattern.span(), pattern.as_ref(), e.at);
                        let error = source.error(e.code, at, e.message, e.remedy);
                        self.wrong_parts.borrow_mut().push(error);
                    }
                }
            }
            waiting = later;
        }
        let mut all = self.parts.borrow_mut();
        all.insert(source.path.to_owned(), parts.clone());
        parts
    }

    pub(super) fn rules(&mut self, number: usize, source: &Source<'_>, file: &File) {
        let lexicon = match &self.lexicon {
            Some(lexicon) => lexicon,
            None => CueLexicon::bundled(),
        };
        let lists = &self.lists[source.path];
        let parts = self.parts_of(source, file, lexicon);
        let bundled = (!self.bundling).then(RuleSet::bundled);
        let without_clues = FileNames::new(file, lists, &parts, lexicon, bundled, &self.used);
        let mut clues = BTreeMap::new();
        for imported in imports(source.path, file) {
            clues.extend(self.clues.get(&imported).cloned().unwrap_or_default());
        }
        for (name, rows) in &file.clues {
            let names = FileNames {
                clues: &clues,
                ..without_clues
            };
            let mut check = Checker {
                source,
                problems: &mut self.problems,
            };
            let shared = propose::read_shared(&mut check, name, rows, &names);
            clues.insert(name.clone(), shared);
        }
        self.clues.insert(source.path.to_owned(), clues.clone());
        let names = FileNames {
            clues: &clues,
            ..without_clues
        };
        let set = file.ruleset.id.as_ref();
        check_file(source, file, &mut self.problems);
        for row in &file.rules {
            let row = row.as_ref();
            let id = &row.id;
            if !self.names.insert(format!("{set}/{}", id.as_ref())) {
                let message = format!("the rule {set}/{} is there twice", id.as_ref());
                let remedy = "rename one of them, or remove it";
                self.problems
                    .push(source.error("R0004", id.span(), message, remedy));
                continue;
            }
            let part =
                |key: &Option<toml::Spanned<String>>| key.as_ref().map(|key| key.as_ref().clone());
            let kind = row.kind.as_ref().clone();
            let key = (
                kind,
                part(&row.cue),
                part(&row.form),
                row.pattern.as_ref().clone(),
            );
            let name = format!("{set}/{}", id.as_ref());
            match self.patterns.entry(key) {
                Entry::Vacant(free) => {
                    free.insert(name);
                }
                Entry::Occupied(earlier) => {
                    let message =
                        format!("the rule {} has the same kind and pattern", earlier.get());
                    let remedy = "remove one of them: where both match, one always wins";
                    let warning = source.error("R0022", row.pattern.span(), message, remedy);
                    self.problems.push(warning.warning());
                }
            }
            let rule = compile::compile(source, set, row, &names, lexicon, &mut self.problems);
            if let Some(rule) = rule {
                self.rules.push(rule);
                self.places.push((number, row.pattern.span()));
            }
        }
        self.problems.append(&mut self.wrong_parts.borrow_mut());
        let mut check = Checker {
            source,
            problems: &mut self.problems,
        };
        for rule in cues::class_rules(&mut check, set, source.path, file, lexicon) {
            if self.names.insert(rule.name.clone()) {
                self.rules.push(rule);
                self.places.push((number, file.ruleset.id.span()));
                continue;
            }
            let at = file.ruleset.id.span();
            let message = format!("the tests of {} are there twice", rule.name);
            let remedy = "give the files different ids, or write the class in one of them";
            check.error("R0004", at, message, remedy);
        }
    }
}

/// What is wrong with a file as a whole, and with names in it.
fn check_file(source: &Source<'_>, file: &File, problems: &mut Vec<Diagnostic>) {
    let plain = |id: &str| {
        !id.is_empty()
            && id
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    let ids = file.rules.iter().map(|row| &row.as_ref().id);
    for id in ids
        .chain([&file.ruleset.id])
        .filter(|id| !plain(id.as_ref()))
    {
        let message = format!("{:?} is no id", id.as_ref());
        let remedy = "use letters, digits, and - _ . between them";
        problems.push(source.error("R0003", id.span(), message, remedy));
    }
    if file.rules.is_empty() && file.lists.is_empty() && !cues::has_cues(file) {
        let remedy = "add a [[rule]], or [lists] that other files import";
        let at = file.ruleset.id.span();
        problems.push(source.error("R0024", at, "the file has no rules and no lists", remedy));
    }
}

/// The files that a file imports.
pub(super) fn imports(path: &Path, file: &File) -> impl Iterator<Item = PathBuf> {
    let directory = path.parent().unwrap_or(Path::new(""));
    let imports = file.ruleset.imports.iter();
    imports.map(|import| directory.join(import.as_ref()))
}

/// The names in a pattern in `<...>`, of parts and of all else.
fn named_parts(pattern: &str) -> impl Iterator<Item = &str> {
    let inside = pattern.split('<').skip(1);
    let inside = inside.filter_map(|rest| Some(rest.split_once('>')?.0));
    inside.flat_map(|inner| inner.split(|c: char| c.is_whitespace() || matches!(c, '|' | '!')))
}
