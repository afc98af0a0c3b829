//! The lists of rule files.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::Loader;
use super::rules::imports;
use crate::attribution::CueLexicon;
use crate::rules::diagnostic::{Source, nearest};
use crate::rules::file::{File, List};
use crate::rules::frame::BUNDLED;
use crate::rules::vocabulary::{self, Change};
use crate::rules::word::WordList;

impl Loader {
    /// The words of a list; `None` where they cannot be had, or wait for the cues.
    pub(super) fn list(
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
    pub(super) fn change(&mut self, own: bool, name: &str, list: &List, words: &[String]) {
        let extends = matches!(list, List::Extend(_));
        if let Some(list) = vocabulary::named(name).filter(|_| own || extends) {
            self.words.push(Change {
                list,
                words: words.to_vec(),
                replaces: !extends,
            });
        }
    }

    /// Reads the lists that are made of cues, and takes over those of the files that this one imports, which were read before it.
    pub(super) fn lists_of_cues(&mut self, source: &Source<'_>, file: &File) {
        for imported in imports(source.path, file) {
            let theirs = self.lists.get(&imported).cloned().unwrap_or_default();
            let lists = self.lists.entry(source.path.to_owned()).or_default();
            for (name, words) in theirs {
                lists.entry(name).or_insert(words);
            }
        }
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
}

pub(super) fn word_list(words: &[String]) -> WordList {
    WordList::new(words.iter().map(String::as_str))
}
