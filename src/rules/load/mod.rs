//! Reads rule files: TOML, lists, imports.

mod names;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::RuleSet;
use super::cues::{self, Cues};
use super::diagnostic::{Diagnostic, Source, nearest};
use super::file::{File, List};
use super::frame::BUNDLED;
use super::pattern::{self, Node};
use super::propose::{self, Clue};
use super::rule::{self, Checker, Rule};
use super::useless;
use super::vocabulary::{self, Change};
use super::word::WordList;
use crate::attribution::CueLexicon;
use names::FileNames;

/// Everything read so far.
#[derive(Default)]
pub(super) struct Loader {
    pub rules: Vec<Rule>,
    pub cues: Cues,
    /// The bundled lexicon with these cues; none where they change nothing.
    pub lexicon: Option<CueLexicon>,
    /// What lists do to those that the stages look into.
    pub words: Vec<Change>,
    pub problems: Vec<Diagnostic>,
    /// Whether these are the rules that are bundled, which know of no others.
    bundling: bool,
    /// The files whose rules are not compiled yet, in the order in which they were read.
    pending: Vec<Pending>,
    /// The names of all rules, also of those that cannot be used.
    names: FxHashSet<String>,
    /// Lists by the file that they stand in.
    pub lists: BTreeMap<PathBuf, BTreeMap<String, Arc<WordList>>>,
    /// Parts of patterns by the file that they stand in, with those that it imports.
    pub parts: RefCell<BTreeMap<PathBuf, BTreeMap<String, Node>>>,
    /// Lists of clues, in the same way.
    pub clues: BTreeMap<PathBuf, BTreeMap<String, Vec<Clue>>>,
    /// What is wrong with parts.
    wrong_parts: RefCell<Vec<Diagnostic>>,
    /// The files that are being read, outermost first.
    open: Vec<PathBuf>,
    /// For each rule the number of its file, and where its pattern stands in it.
    places: Vec<(usize, Range<usize>)>,
    /// For each kind and pattern the first rule that has them.
    patterns: FxHashMap<Key, String>,
    /// The lists that patterns name, by their addresses.
    used: RefCell<FxHashSet<*const WordList>>,
}

/// The kind of a rule, its cue and form as far as it has them, and its pattern.
type Key = (String, Option<String>, Option<String>, String);

/// A file that was read, and whose lists are known.
struct Pending {
    path: PathBuf,
    text: String,
    file: File,
}

impl Loader {
    /// For the rules that are bundled.
    pub fn of_bundled() -> Self {
        Loader {
            bundling: true,
            ..Loader::default()
        }
    }

    /// Reads a file, or all .toml files of a directory and those inside it, by name.
    pub fn path(&mut self, path: &Path) {
        if !path.is_dir() {
            self.file(path, None);
            return;
        }
        let found = fs::read_dir(path).and_then(|all| {
            all.map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<Vec<_>, _>>()
        });
        match found {
            Err(error) => self.unreadable(path, None, &error),
            Ok(mut paths) => {
                paths.sort();
                for path in paths {
                    if path.is_dir() || path.extension().is_some_and(|e| e == "toml") {
                        self.path(&path);
                    }
                }
            }
        }
    }

    /// `asked` is the place of the import that names the file.
    fn file(&mut self, path: &Path, asked: Option<(&Source<'_>, Range<usize>)>) {
        match fs::read_to_string(path) {
            Ok(text) => self.text(path, &text),
            Err(error) => self.unreadable(path, asked, &error),
        }
    }

    fn unreadable(
        &mut self,
        path: &Path,
        asked: Option<(&Source<'_>, Range<usize>)>,
        error: &std::io::Error,
    ) {
        let message = format!("{}: cannot be read: {error}", path.display());
        let file = Source::new(path, "");
        let (source, at) = asked.unwrap_or((&file, 0..0));
        let remedy = "check the name; a path counts from the directory of the file that names it";
        self.problems
            .push(source.error("R0009", at, message, remedy));
    }

    /// Reads the text of a file. One that was read already is not read again.
    pub fn text(&mut self, path: &Path, text: &str) {
        if self.lists.contains_key(path) {
            return;
        }
        let source = Source::new(path, text);
        let file: File = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => {
                self.problems.push(broken(&source, &error));
                return;
            }
        };
        self.open.push(path.to_owned());
        let directory = path.parent().unwrap_or(Path::new(""));
        let mut lists = BTreeMap::new();
        for import in &file.ruleset.imports {
            let imported = directory.join(import.as_ref());
            if let Some(first) = self.open.iter().position(|open| *open == imported) {
                let names = self.open[first..].iter().map(|p| p.display().to_string());
                let way = names.collect::<Vec<_>>().join(" imports ");
                let message = format!(
                    "the files import each other: {way} imports {}",
                    imported.display()
                );
                let remedy = "remove one of the imports; put what both need into a third file";
                self.problems
                    .push(source.error("R0008", import.span(), message, remedy));
                continue;
            }
            self.file(&imported, Some((&source, import.span())));
            if let Some(imported) = self.lists.get(&imported) {
                lists.extend(imported.clone());
            }
        }
        let own = file.ruleset.id.as_ref() == BUNDLED;
        for (name, list) in &file.lists {
            // Those of cues are read when all cues are known.
            if let Some(words) = self.list(&source, directory, name, list) {
                self.change(own, name, list.as_ref(), &words);
                let mut words = word_list(&words);
                let extends = matches!(list.as_ref(), List::Extend(_));
                if extends && let Some(list) = RuleSet::bundled().lists.get(name) {
                    words = list.with(words);
                }
                lists.insert(name.clone(), Arc::new(words));
            }
        }
        self.lists.insert(path.to_owned(), lists);
        self.open.pop();
        self.pending.push(Pending {
            path: path.to_owned(),
            text: text.to_owned(),
            file,
        });
    }

    /// Compiles the rules of all files, when the cues of all of them are known.
    pub fn compile(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let with_cues = || pending.iter().filter(|p| cues::has_cues(&p.file));
        if with_cues().next().is_some() {
            self.cues.whole = with_cues().any(|p| p.file.ruleset.id.as_ref() == BUNDLED);
            let mut lexicon = if self.cues.whole {
                CueLexicon::default()
            } else {
                CueLexicon::bundled().clone()
            };
            for Pending { path, text, file } in with_cues() {
                let source = Source::new(path, text);
                let mut check = Checker {
                    source: &source,
                    problems: &mut self.problems,
                };
                cues::read(&mut check, file, &mut lexicon, &mut self.cues);
            }
            self.lexicon = Some(lexicon);
        }
        for Pending { path, text, file } in &pending {
            self.lists_of_cues(&Source::new(path, text), file);
        }
        for (number, Pending { path, text, file }) in pending.iter().enumerate() {
            self.rules(number, &Source::new(path, text), file);
        }
        self.useless(&pending);
    }

    /// Warns of what never does anything.
    fn useless(&mut self, pending: &[Pending]) {
        let mut sources: BTreeMap<usize, Source<'_>> = BTreeMap::new();
        for (i, j) in useless::shadowed(&self.rules) {
            let (late, early) = (&self.rules[i], &self.rules[j]);
            let kind = |rule: &Rule| std::mem::discriminant(&rule.action);
            // That was told already.
            if late.pattern == early.pattern && kind(late) == kind(early) {
                continue;
            }
            let (number, at) = &self.places[i];
            let file = &pending[*number];
            let source = sources
                .entry(*number)
                .or_insert_with(|| Source::new(&file.path, &file.text));
            let message = format!(
                "wherever this matches, {} does too and goes before it",
                early.name
            );
            let remedy = "give it a higher priority, or remove it";
            let warning = source.error("R0045", at.clone(), message, remedy);
            self.problems.push(warning.warning());
        }
        for Pending { path, text, file } in pending {
            // A file of lists alone is there for others.
            if file.rules.is_empty() {
                continue;
            }
            let source = Source::new(path, text);
            for (name, list) in &file.lists {
                let known = self.lists[path].get(name);
                let used = self.used.borrow();
                let unused =
                    |list: &Arc<WordList>| !list.is_empty() && !used.contains(&Arc::as_ptr(list));
                let looked_into = matches!(list.as_ref(), List::Extend(_))
                    || file.ruleset.id.as_ref() == BUNDLED && vocabulary::named(name).is_some();
                if !looked_into && known.is_some_and(unused) {
                    let message = format!("no pattern names the list @{name}");
                    let remedy = "remove it, or correct the pattern that should name it";
                    let warning = source.error("R0047", list.span(), message, remedy);
                    self.problems.push(warning.warning());
                }
            }
        }
    }

    /// The words of a list; `None` where they cannot be had, or wait for the cues.
    fn list(
        &mut self,
        source: &Source<'_>,
        directory: &Path,
        name: &str,
        list: &toml::Spanned<List>,
    ) -> Option<Vec<String>> {
        let words = match list.as_ref() {
            List::Words(words) => words.clone(),
            List::Extend(more) => {
                if vocabulary::named(name).is_none() {
                    let known = vocabulary::NAMES.iter().map(|(name, _)| *name);
                    let remedy = match nearest(name, known.clone()) {
                        Some(near) => format!("did you mean {near}?"),
                        None => format!("use one of {}", known.collect::<Vec<_>>().join(", ")),
                    };
                    let message = format!("no list {name} is bundled that could be extended");
                    self.problems
                        .push(source.error("R0048", list.span(), message, remedy));
                    return None;
                }
                more.extend.clone()
            }
            List::Cues(_) => return None,
            List::File(file) => {
                let path = directory.join(&file.file);
                match fs::read_to_string(&path) {
                    Ok(text) => {
                        let lines = text.lines().map(str::trim);
                        let words = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
                        words.map(str::to_owned).collect()
                    }
                    Err(error) => {
                        let message = format!("{}: cannot be read: {error}", path.display());
                        let remedy =
                            "check the name; a path counts from the directory of this file";
                        self.problems
                            .push(source.error("R0007", list.span(), message, remedy));
                        return None;
                    }
                }
            }
        };
        if word_list(&words).is_empty() {
            let remedy = "add words to it, or remove it and what uses it";
            self.problems
                .push(source.error("R0023", list.span(), "the list is empty", remedy));
        }
        Some(words)
    }

    /// Notes what a list does to the one of its name that the stages look into, if there is one.
    fn change(&mut self, own: bool, name: &str, list: &List, words: &[String]) {
        let extends = matches!(list, List::Extend(_));
        if let Some(list) = vocabulary::named(name).filter(|_| own || extends) {
            self.words.push(Change {
                list,
                words: words.to_vec(),
                replaces: !extends,
            });
        }
    }

    /// Reads the lists that are made of cues.
    fn lists_of_cues(&mut self, source: &Source<'_>, file: &File) {
        let own = file.ruleset.id.as_ref() == BUNDLED;
        for (name, list) in &file.lists {
            let List::Cues(of) = list.as_ref() else {
                continue;
            };
            let lexicon = match &self.lexicon {
                Some(lexicon) => lexicon,
                None => CueLexicon::bundled(),
            };
            if let Some(word) = vocabulary::no_cue(&of.cues, lexicon) {
                let message = format!("{word:?} is no form of a cue that is a verb");
                let remedy =
                    "use forms of verbs of data/rules/cues.toml, or a list of words: [\"...\"]";
                let error = source.error("R0006", list.span(), message, remedy);
                self.problems.push(error);
                continue;
            }
            self.change(own, name, list.as_ref(), &of.cues);
            let words = Arc::new(word_list(&of.cues));
            let lists = self.lists.entry(source.path.to_owned()).or_default();
            lists.insert(name.clone(), words);
        }
    }

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
                let names = FileNames {
                    lists: &self.lists[source.path],
                    parts: &parts,
                    clues: &BTreeMap::new(),
                    own: file.ruleset.id.as_ref() == BUNDLED,
                    bundled: (!self.bundling).then(RuleSet::bundled),
                    lexicon,
                    used: &self.used,
                };
                match pattern::parse(pattern.as_ref(), &names) {
                    Ok(node) => {
                        parts.insert(name.clone(), node);
                    }
                    Err(e) => {
                        let at = rule::inside(source, pattern.span(), pattern.as_ref(), e.at);
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

    fn rules(&mut self, number: usize, source: &Source<'_>, file: &File) {
        let lexicon = match &self.lexicon {
            Some(lexicon) => lexicon,
            None => CueLexicon::bundled(),
        };
        let lists = &self.lists[source.path];
        let parts = self.parts_of(source, file, lexicon);
        let without_clues = FileNames {
            lists,
            parts: &parts,
            clues: &BTreeMap::new(),
            own: file.ruleset.id.as_ref() == BUNDLED,
            bundled: (!self.bundling).then(RuleSet::bundled),
            lexicon,
            used: &self.used,
        };
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
            self.problems
                .push(source.error("R0003", id.span(), message, remedy));
        }
        if file.rules.is_empty() && file.lists.is_empty() && !cues::has_cues(file) {
            let remedy = "add a [[rule]], or [lists] that other files import";
            let at = file.ruleset.id.span();
            self.problems.push(source.error(
                "R0024",
                at,
                "the file has no rules and no lists",
                remedy,
            ));
        }
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
            let rule = rule::compile(source, set, row, &names, lexicon, &mut self.problems);
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

/// The files that a file imports.
fn imports(path: &Path, file: &File) -> impl Iterator<Item = PathBuf> {
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

fn word_list(words: &[String]) -> WordList {
    WordList::new(words.iter().map(String::as_str))
}

/// What the TOML parser says, with a place.
fn broken(source: &Source<'_>, error: &toml::de::Error) -> Diagnostic {
    let at = error.span().unwrap_or(0..0);
    let message = error.message();
    let (code, remedy) = if message.starts_with("unknown field") {
        (
            "R0002",
            "correct the key or remove it: unknown keys are never ignored",
        )
    } else if message.starts_with("missing field") {
        ("R0003", "add it")
    } else {
        (
            "R0001",
            "correct the TOML; patterns and tests stand best in single quotes, '...'",
        )
    };
    source.error(code, at, message, remedy)
}
