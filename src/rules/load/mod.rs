//! Reads rule files: TOML, lists, imports.

mod idle;
mod lists;
mod names;
mod rules;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::RuleSet;
use super::checker::Checker;
use super::cues::{self, Cues};
use super::diagnostic::{Diagnostic, Source};
use super::file::{File, List};
use super::frame::BUNDLED;
use super::pattern::Node;
use super::propose::Clue;
use super::rule::Rule;
use super::vocabulary::Change;
use super::word::WordList;
use crate::attribution::CueLexicon;
use lists::word_list;

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
            if !self.lists.contains_key(&imported) {
                self.file(&imported, Some((&source, import.span())));
            }
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
