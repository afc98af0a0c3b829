//! What the names in the patterns of a file stand for.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::super::RuleSet;
use super::super::file::File;
use super::super::frame::BUNDLED;
use super::super::pattern::{Atom, Names, Node};
use super::super::propose::Clue;
use super::super::vocabulary::{self, Lists};
use super::super::word::WordList;
use crate::attribution::CueLexicon;
use crate::gazetteer;

/// The lists of the gazetteer that rules can name.
const GAZETTEER: [gazetteer::List; 10] = [
    gazetteer::List::User,
    gazetteer::List::People,
    gazetteer::List::Organizations,
    gazetteer::List::Places,
    gazetteer::List::Demonyms,
    gazetteer::List::GivenNames,
    gazetteer::List::Surnames,
    gazetteer::List::Titles,
    gazetteer::List::Roles,
    gazetteer::List::NameWords,
];

/// The names of one file and of those it imports, then the cue classes, then the lists of the gazetteer, then the bundled lists.
#[derive(Clone, Copy)]
pub(super) struct FileNames<'a> {
    pub lists: &'a BTreeMap<String, Arc<WordList>>,
    pub parts: &'a BTreeMap<String, Node>,
    pub clues: &'a BTreeMap<String, Vec<Clue>>,
    /// Whether its lists take the place of bundled ones.
    pub own: bool,
    /// The bundled rules, whose lists and parts others can name.
    pub bundled: Option<&'a RuleSet>,
    pub lexicon: &'a CueLexicon,
    pub used: &'a RefCell<FxHashSet<*const WordList>>,
}

/// No lists of clues.
const NO_CLUES: &BTreeMap<String, Vec<Clue>> = &BTreeMap::new();

impl<'a> FileNames<'a> {
    /// Those of a file with these lists and parts, without clues.
    pub fn new(
        file: &File,
        lists: &'a BTreeMap<String, Arc<WordList>>,
        parts: &'a BTreeMap<String, Node>,
        lexicon: &'a CueLexicon,
        bundled: Option<&'a RuleSet>,
        used: &'a RefCell<FxHashSet<*const WordList>>,
    ) -> Self {
        FileNames {
            lists,
            parts,
            clues: NO_CLUES,
            own: file.ruleset.id.as_ref() == BUNDLED,
            bundled,
            lexicon,
            used,
        }
    }
}

impl Names for FileNames<'_> {
    fn list(&self, name: &str) -> Option<Atom> {
        if let Some(list) = self.lists.get(name) {
            self.used.borrow_mut().insert(Arc::as_ptr(list));
            return Some(Atom::List(list.clone()));
        }
        if name == "cue" {
            return Some(Atom::CueClass(None));
        }
        if self.lexicon.class(name).is_some() {
            return Some(Atom::CueClass(Some(name.into())));
        }
        let list = GAZETTEER.into_iter().find(|list| list.as_str() == name);
        let bundled = || Some(Atom::List(self.bundled?.lists.get(name)?.clone()));
        list.map(Atom::Gazetteer).or_else(bundled)
    }

    fn bundled(&self, name: &str) -> Option<Lists> {
        let own = self.own || !self.lists.contains_key(name);
        vocabulary::named(name).filter(|_| own)
    }

    fn part(&self, name: &str) -> Option<&Node> {
        let bundled = || self.bundled?.parts.get(name);
        self.parts.get(name).or_else(bundled)
    }

    fn clues(&self, name: &str) -> Option<&[Clue]> {
        let bundled = || self.bundled?.clues.get(name);
        self.clues.get(name).or_else(bundled).map(Vec::as_slice)
    }

    fn has_lemma(&self, lemma: &str) -> bool {
        self.lexicon.number(lemma).is_some()
    }

    fn known(&self, sigil: char) -> Vec<&str> {
        let mut known: Vec<&str> = vec![];
        if sigil == '<' {
            known.extend(self.parts.keys().map(String::as_str));
            let bundled = self.bundled.into_iter().flat_map(|set| set.parts.keys());
            known.extend(bundled.map(String::as_str));
        } else if sigil == '~' {
            known.extend(self.lexicon.iter().map(|cue| cue.lemma.as_str()));
        } else {
            known.extend(self.lists.keys().map(String::as_str));
            known.extend(self.lexicon.classes());
            known.extend(GAZETTEER.iter().map(|list| -> &str { list.as_str() }));
            let bundled = self.bundled.into_iter().flat_map(|set| set.lists.keys());
            known.extend(bundled.map(String::as_str));
        }
        known.sort_unstable();
        known.dedup();
        known
    }
}
