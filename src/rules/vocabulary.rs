//! The word lists of the rule sets that the stages themselves look into: `data/rules/mentions.toml` and `entities.toml`.

use once_cell::sync::Lazy;

use bitflags::bitflags;
use rustc_hash::FxHashMap;

use super::RuleSet;
use crate::attribution::CueLexicon;
use crate::words::{Phrases, WordSet};

bitflags! {
    /// The lists that have a word.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub(crate) struct Lists: u32 {
        const COMPANY = 1 << 0;
        const PARTICLES = 1 << 1;
        const NAME_SUFFIXES = 1 << 2;
        const SAYING = 1 << 3;
        const LOCATIVE = 1 << 4;
        const GEOGRAPHIC = 1 << 5;
        const PLACE_NOUNS = 1 << 6;
        const ORG_NOUNS = 1 << 7;
        const THINGS = 1 << 8;
        const OTHER_ACRONYMS = 1 << 9;
        const GOVERNMENTAL = 1 << 10;
        const NAMESAKES = 1 << 11;
        const WEAK_SUFFIXES = 1 << 12;
        const PLACE_FIRST = 1 << 13;
        const PLACES_OF = 1 << 14;
        const PLACE_ADJECTIVES = 1 << 15;
        const BEARINGS = 1 << 16;
        const NUMERALS = 1 << 17;
        const JOINED = 1 << 18;
        const FEMALE = 1 << 19;
        const MALE = 1 << 20;
        const DOCUMENTS = 1 << 21;
        const BEFORE_PLACES = 1 << 22;
        const NAMING = 1 << 23;
        const BODIES = 1 << 24;
        const COMPANY_NOUNS = 1 << 25;
        const POST_NOMINALS = 1 << 26;
        const KIN = 1 << 27;
    }
}

/// The names of the lists in rule files.
pub(super) const NAMES: [(&str, Lists); 28] = [
    ("company-forms", Lists::COMPANY),
    ("particles", Lists::PARTICLES),
    ("name-suffixes", Lists::NAME_SUFFIXES),
    ("saying", Lists::SAYING),
    ("locative", Lists::LOCATIVE),
    ("geographic", Lists::GEOGRAPHIC),
    ("place-nouns", Lists::PLACE_NOUNS),
    ("org-nouns", Lists::ORG_NOUNS),
    ("things", Lists::THINGS),
    ("other-acronyms", Lists::OTHER_ACRONYMS),
    ("governmental", Lists::GOVERNMENTAL),
    ("namesakes", Lists::NAMESAKES),
    ("weak-suffixes", Lists::WEAK_SUFFIXES),
    ("place-first", Lists::PLACE_FIRST),
    ("places-of", Lists::PLACES_OF),
    ("place-adjectives", Lists::PLACE_ADJECTIVES),
    ("bearings", Lists::BEARINGS),
    ("numerals", Lists::NUMERALS),
    ("joined-particles", Lists::JOINED),
    ("female", Lists::FEMALE),
    ("male", Lists::MALE),
    ("documents", Lists::DOCUMENTS),
    ("before-places", Lists::BEFORE_PLACES),
    ("naming", Lists::NAMING),
    ("bodies", Lists::BODIES),
    ("company-nouns", Lists::COMPANY_NOUNS),
    ("post-nominals", Lists::POST_NOMINALS),
    ("kin", Lists::KIN),
];

/// The list of this name.
pub(super) fn named(name: &str) -> Option<Lists> {
    let found = NAMES.iter().find(|(known, _)| *known == name);
    found.map(|&(_, list)| list)
}

/// What a rule set does to a list.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub list: Lists,
    pub words: Vec<String>,
    /// Whether they take the place of what is there.
    pub replaces: bool,
}

/// All words with the lists that have them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    words: FxHashMap<Box<str>, Lists>,
    /// What these look like.
    looks: WordSet,
}

static BUNDLED: Lazy<Vocabulary> = Lazy::new(|| {
    let mut vocabulary = Vocabulary::default();
    let changes = &RuleSet::bundled().words;
    changes.iter().for_each(|change| vocabulary.apply(change));
    vocabulary
});

impl Vocabulary {
    /// The lists that come with onrecord.
    pub(crate) fn bundled() -> &'static Vocabulary {
        &BUNDLED
    }

    pub(super) fn apply(&mut self, change: &Change) {
        if change.replaces {
            let all = self.words.values_mut();
            all.for_each(|lists| lists.remove(change.list));
        }
        for word in &change.words {
            *self.words.entry(word.as_str().into()).or_default() |= change.list;
            self.looks.add(word);
        }
    }

    /// The lists that have the word as it is written.
    pub(crate) fn lists(&self, word: &str) -> Lists {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// The lists that have token `i` as it is written.
    #[inline]
    pub(crate) fn lists_of(&self, p: &Phrases<'_>, i: usize) -> Lists {
        if !self.looks.may_have(p, i) {
            return Lists::empty();
        }
        self.lists(p.word(i))
    }

    /// Whether the list, or one of several, has the word.
    pub(crate) fn has(&self, list: Lists, word: &str) -> bool {
        self.lists(word).intersects(list)
    }
}

/// The first of the words that is no form of a verb of the lexicon.
pub(super) fn no_cue<'c>(forms: &'c [String], lexicon: &CueLexicon) -> Option<&'c str> {
    let mut forms = forms.iter().map(String::as_str);
    forms.find(|form| !lexicon.has_verb_form(form))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_bundled_and_has_words() {
        for (name, list) in NAMES {
            let vocabulary = Vocabulary::bundled();
            assert!(
                vocabulary.words.values().any(|lists| lists.contains(list)),
                "{name}"
            );
        }
        assert!(Vocabulary::bundled().has(Lists::SAYING, "says"));
        assert!(!Vocabulary::bundled().has(Lists::SAYING, "saying"));
    }
}
