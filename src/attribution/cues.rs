//! The cue lexicon: which words report, in which class, and how likely with which complement. The cue sections of rule sets are
//! read into it, those of `data/rules/cues*.toml` first.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::complement::Complement;
use crate::rules::RuleSet;
use crate::words::{self, NUMBERS, Word};

/// What kind of word a cue is, which decides how its source and content stand to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CueKind {
    /// "said"
    Verb,
    /// "claim" in "her claim that ..."
    Noun,
    /// "confident" in "is confident that ..."
    Adjective,
    /// "according to"
    Phrase,
    /// The colon behind a speaker's name.
    Mark,
}

/// An entry of the cue lexicon.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Cue {
    /// The dictionary form: "say", "call for".
    pub lemma: String,
    /// The class: "say", "claim", "deny" ...
    pub class: Arc<str>,
    /// What kind of word it is.
    pub kind: CueKind,
    /// Whether an object before the complement is the person addressed.
    pub hearer: bool,
    /// By which number the trained model knows it.
    pub(crate) known: u32,
    /// How likely it is a cue with each complement; see [`Cue::strength`].
    pub(crate) takes: [[f32; 8]; 2],
}

impl Cue {
    /// The probability that the word is a cue with this complement.
    ///
    /// `alternative` is, for a verb, whether a noun phrase stands in between ("told *reporters* that"); for a noun, whether it has
    /// a possessor ("*her* claim that").
    pub fn strength(&self, complement: Complement, alternative: bool) -> f32 {
        self.takes[usize::from(alternative)][complement as usize]
    }
}

/// What the verbs of a class have in common.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CueClass {
    /// The average strength of its verbs.
    pub strength: f32,
    /// As [`Cue::takes`], where it is known.
    pub takes: [[Option<f32>; 8]; 2],
}

/// All cues with their forms.
///
/// ```
/// use onrecord::attribution::{Complement, CueLexicon};
/// let lexicon = CueLexicon::bundled();
/// let (cue, words) = lexicon.longest(&["called", "for", "calm"]).unwrap();
/// assert_eq!((cue.lemma.as_str(), words), ("call for", 2));
/// let (said, _) = lexicon.longest(&["said"]).unwrap();
/// assert!(said.strength(Complement::That, false) > 0.9);
/// ```
#[derive(Clone, Debug, Default)]
pub struct CueLexicon {
    cues: Vec<Cue>,
    /// By the first word of the form: the other words, longest form first.
    forms: FxHashMap<Box<str>, Vec<Form>>,
    /// The first words that have a number in the lexicon of words, a bit for each number: most words of a text are none of them.
    first: Vec<u64>,
    classes: BTreeMap<Arc<str>, CueClass>,
    numbers: FxHashMap<(CueKind, String), u32>,
}

#[derive(Clone, Debug)]
struct Form {
    rest: Box<[Box<str>]>,
    cue: u32,
    /// Whether it came into a lexicon that had the word's class already, and goes before what was there.
    later: bool,
}

/// A form has at most so many words.
pub(crate) const LONGEST_FORM: usize = 5;

impl CueLexicon {
    /// The lexicon that comes with onrecord: `data/rules/cues*.toml`.
    pub fn bundled() -> &'static CueLexicon {
        RuleSet::bundled().lexicon()
    }

    /// Defines a class, or anew.
    pub(crate) fn define(&mut self, name: Arc<str>, class: CueClass) {
        self.classes.insert(name, class);
    }

    /// The class of this name.
    pub(crate) fn class(&self, name: &str) -> Option<(&Arc<str>, &CueClass)> {
        self.classes.get_key_value(name)
    }

    /// The names of all classes, sorted.
    pub(crate) fn classes(&self) -> impl Iterator<Item = &str> {
        self.classes.keys().map(|name| &**name)
    }

    /// Adds a cue, or puts it in the place of the one of its kind and lemma. Forms have 1 to [`LONGEST_FORM`] words.
    /// To be followed by [`CueLexicon::sort`].
    pub(crate) fn put(&mut self, cue: Cue, forms: &[String], later: bool) {
        self.remove(cue.kind, &cue.lemma);
        let key = (cue.kind, cue.lemma.clone());
        let number = *self.numbers.entry(key).or_insert(self.cues.len() as u32);
        match self.cues.get_mut(number as usize) {
            Some(place) => *place = cue,
            None => self.cues.push(cue),
        }
        for form in forms {
            let mut parts = form
                .split(' ')
                .map(|word| word.to_lowercase().into_boxed_str());
            let first = parts.next().unwrap_or_default();
            let known = words::number(&first) as usize;
            self.first.resize(NUMBERS.div_ceil(64), 0);
            self.first[known / 64] |= 1 << (known % 64);
            let form = Form {
                rest: parts.collect(),
                cue: number,
                later,
            };
            self.forms.entry(first).or_default().push(form);
        }
    }

    /// Forgets the forms of a cue; false if there is none. Its number stays.
    pub(crate) fn remove(&mut self, kind: CueKind, lemma: &str) -> bool {
        let Some(&number) = self.numbers.get(&(kind, lemma.to_owned())) else {
            return false;
        };
        for forms in self.forms.values_mut() {
            forms.retain(|form| form.cue != number);
        }
        true
    }

    /// The lexicon without the cues of a class.
    pub(crate) fn without(&self, class: &str) -> CueLexicon {
        let mut lexicon = self.clone();
        for forms in lexicon.forms.values_mut() {
            forms.retain(|form| *self.cue(form.cue).class != *class);
        }
        lexicon
    }

    /// Longer forms first; then verbs before nouns; then what rules of users added; then the order in which they were added.
    pub(crate) fn sort(&mut self) {
        let Self { cues, forms, .. } = self;
        let kind = |form: &Form| cues[form.cue as usize].kind;
        for forms in forms.values_mut() {
            forms.sort_by_key(|form| {
                (
                    std::cmp::Reverse(form.rest.len()),
                    kind(form),
                    !form.later,
                    form.cue,
                )
            });
        }
    }

    /// Whether there is a cue of this kind and lemma.
    pub(crate) fn has(&self, kind: CueKind, lemma: &str) -> bool {
        self.numbers.contains_key(&(kind, lemma.to_owned()))
    }

    /// The number of the first cue with this lemma; verbs come before nouns.
    pub(crate) fn number(&self, lemma: &str) -> Option<u32> {
        let kinds = [
            CueKind::Verb,
            CueKind::Noun,
            CueKind::Adjective,
            CueKind::Phrase,
        ];
        let mut found = kinds
            .into_iter()
            .filter_map(|kind| self.numbers.get(&(kind, lemma.to_owned())));
        found.next().copied()
    }

    /// The cue with this number.
    pub(crate) fn cue(&self, index: u32) -> &Cue {
        &self.cues[index as usize]
    }

    /// The first words, in small letters, of all forms of the cues that are accepted; in no order.
    pub(crate) fn first_words(&self, accept: impl Fn(&Cue) -> bool) -> impl Iterator<Item = &str> {
        let accepted = move |forms: &[Form]| forms.iter().any(|form| accept(self.cue(form.cue)));
        let forms = self.forms.iter();
        forms
            .filter(move |(_, forms)| accepted(forms))
            .map(|(word, _)| &**word)
    }

    /// Whether a word is a form of a verb.
    pub(crate) fn has_verb_form(&self, word: &str) -> bool {
        let forms = self.forms.get(word).into_iter().flatten();
        let mut alone = forms.filter(|form| form.rest.is_empty());
        alone.any(|form| self.cue(form.cue).kind == CueKind::Verb)
    }

    /// All cues, verbs first, by class and lemma.
    pub fn iter(&self) -> impl Iterator<Item = &Cue> {
        self.cues.iter()
    }

    /// The cue with the longest form that these words, in small letters, begin with, and its number of words.
    pub fn longest(&self, words: &[&str]) -> Option<(&Cue, usize)> {
        let mut matches = self.matches(words.first()?, |k| words.get(k).copied());
        matches.next().map(|(index, len)| (self.cue(index), len))
    }

    /// Whether a form may begin with the word; if not, none does.
    #[inline]
    pub(crate) fn may_begin_with(&self, word: &Word) -> bool {
        let number = word.number as usize;
        let bits = self.first.get(number / 64);
        number == 0 || bits.is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }

    /// All cues with a form that begins with the word `first`, in small letters, longest form first; `word` gives the
    /// following words, which may have capitals.
    pub(crate) fn matches<'a>(
        &'a self,
        first: &str,
        word: impl Fn(usize) -> Option<&'a str> + 'a,
    ) -> impl Iterator<Item = (u32, usize)> + 'a {
        let forms = self.forms.get(first).map_or(&[][..], Vec::as_slice);
        let fits = move |form: &&Form| {
            form.rest
                .iter()
                .enumerate()
                .all(|(k, rest)| word(k + 1).is_some_and(|w| w.eq_ignore_ascii_case(rest)))
        };
        forms
            .iter()
            .filter(fits)
            .map(|form| (form.cue, form.rest.len() + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_lexicon_has_verbs_nouns_adjectives_and_phrases() {
        let lexicon = CueLexicon::bundled();
        for kind in [
            CueKind::Verb,
            CueKind::Noun,
            CueKind::Adjective,
            CueKind::Phrase,
        ] {
            assert!(lexicon.iter().any(|cue| cue.kind == kind), "{kind:?}");
        }
        assert!(
            lexicon
                .iter()
                .filter(|cue| cue.kind == CueKind::Verb)
                .count()
                > 300
        );
    }
}
