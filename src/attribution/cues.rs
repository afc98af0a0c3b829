//! The cue lexicon, `data/cues.toml`: which words report, in which class, and how likely with which complement.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use super::complement::Complement;
use crate::LoadError;

/// What kind of word a cue is, which decides how its source and content stand to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
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
pub struct Cue {
    /// The dictionary form: "say", "call for".
    pub lemma: String,
    /// The class: "say", "claim", "deny" ...
    pub class: Arc<str>,
    /// What kind of word it is.
    pub kind: CueKind,
    /// Whether an object before the complement is the person addressed.
    pub hearer: bool,
    /// How likely it is a cue with each complement; see [`Cue::strength`].
    takes: [[f32; 8]; 2],
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
}

#[derive(Clone, Debug)]
struct Form {
    rest: Box<[Box<str>]>,
    cue: u32,
}

/// A form has at most so many words.
pub(super) const LONGEST_FORM: usize = 5;

static BUNDLED: LazyLock<CueLexicon> = LazyLock::new(|| {
    CueLexicon::parse(
        include_str!("../../data/cues.toml"),
        Path::new("data/cues.toml"),
    )
    .expect("the bundled cues are valid")
});

impl CueLexicon {
    /// The lexicon that comes with onrecord.
    pub fn bundled() -> &'static CueLexicon {
        &BUNDLED
    }

    /// Reads a lexicon in the format of `data/cues.toml`; `path` is only used in error messages.
    ///
    /// # Errors
    /// Broken TOML, an unknown key, class or complement, a cue without forms, a probability outside 0 to 1.
    pub fn parse(toml: &str, path: &Path) -> Result<Self, LoadError> {
        let file: File =
            toml::from_str(toml).map_err(|error| LoadError::toml(path, toml, &error))?;
        let classes: BTreeMap<&str, Arc<str>> = file
            .class
            .keys()
            .map(|name| (name.as_str(), Arc::from(name.as_str())))
            .collect();
        let line_of = |at: usize| toml[..at].matches('\n').count() + 1;
        let mut lexicon = CueLexicon::default();
        let sections = [
            (CueKind::Verb, &file.verb),
            (CueKind::Noun, &file.noun),
            (CueKind::Adjective, &file.adjective),
            (CueKind::Phrase, &file.phrase),
        ];
        for (kind, section) in sections {
            for (class, entries) in section {
                let (Some(name), Some(defaults)) = (
                    classes.get(class.as_ref().as_str()),
                    file.class.get(class.as_ref()),
                ) else {
                    let problem = format!(
                        "class {0:?} is not defined; add a [class.{0}] section or use one that is there",
                        class.as_ref()
                    );
                    return Err(LoadError::line(path, line_of(class.span().start), problem));
                };
                for (lemma, entry) in entries {
                    let problem = |what: String| {
                        LoadError::line(
                            path,
                            line_of(entry.span().start),
                            format!("{lemma:?}: {what}"),
                        )
                    };
                    let entry = entry.as_ref();
                    let takes = entry.takes(kind, defaults).map_err(problem)?;
                    let cue = Cue {
                        lemma: lemma.clone(),
                        class: name.clone(),
                        kind,
                        hearer: entry.hearer,
                        takes,
                    };
                    // An adjective has one form.
                    let forms = if kind == CueKind::Adjective && entry.forms.is_empty() {
                        std::slice::from_ref(lemma)
                    } else {
                        &entry.forms
                    };
                    lexicon.add(cue, forms).map_err(problem)?;
                }
            }
        }
        for forms in lexicon.forms.values_mut() {
            // Longer forms first; verbs before nouns of the same form, in the order in which they were added.
            forms.sort_by_key(|form| std::cmp::Reverse(form.rest.len()));
        }
        Ok(lexicon)
    }

    fn add(&mut self, cue: Cue, forms: &[String]) -> Result<(), String> {
        if forms.is_empty() {
            return Err("has no forms; list its inflected forms".to_owned());
        }
        let index = self.cues.len() as u32;
        self.cues.push(cue);
        for form in forms {
            let mut words = form
                .split(' ')
                .map(|word| word.to_lowercase().into_boxed_str());
            let first = words
                .next()
                .filter(|word| !word.is_empty())
                .ok_or("has an empty form; remove it")?;
            let rest: Box<[Box<str>]> = words.collect();
            if rest.len() >= LONGEST_FORM {
                return Err(format!(
                    "the form {form:?} has more than {LONGEST_FORM} words; shorten it"
                ));
            }
            self.forms
                .entry(first)
                .or_default()
                .push(Form { rest, cue: index });
        }
        Ok(())
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

    /// All cues, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Cue> {
        self.cues.iter()
    }

    /// The cue with the longest form that these words, in small letters, begin with, and its number of words.
    pub fn longest(&self, words: &[&str]) -> Option<(&Cue, usize)> {
        let mut matches = self.matches(words.first()?, |k| words.get(k).copied());
        matches.next().map(|(index, len)| (self.cue(index), len))
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

type Section = BTreeMap<Spanned<String>, BTreeMap<String, Spanned<Entry>>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    class: BTreeMap<String, ClassDefaults>,
    #[serde(default)]
    verb: Section,
    #[serde(default)]
    noun: Section,
    #[serde(default)]
    adjective: Section,
    #[serde(default)]
    phrase: Section,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassDefaults {
    #[allow(dead_code, reason = "read by people")]
    about: String,
    strength: f32,
    takes: BTreeMap<String, f32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    forms: Vec<String>,
    strength: f32,
    #[serde(default)]
    hearer: bool,
    #[serde(default)]
    takes: BTreeMap<String, f32>,
    #[serde(default)]
    owned: BTreeMap<String, f32>,
    #[serde(default)]
    bare: BTreeMap<String, f32>,
}

/// No cue is certain.
const CERTAIN: f32 = 0.97;

impl Entry {
    fn takes(&self, kind: CueKind, class: &ClassDefaults) -> Result<[[f32; 8]; 2], String> {
        let mut table = [[0.0; 8]; 2];
        match kind {
            CueKind::Verb => {
                for complement in Complement::ALL {
                    for (row, prefix) in ["", "np-"].into_iter().enumerate() {
                        let name = format!("{prefix}{}", complement.as_str());
                        let scaled = class
                            .takes
                            .get(&name)
                            .map(|p| (p * self.strength / class.strength).min(CERTAIN));
                        table[row][complement as usize] =
                            self.takes.get(&name).copied().or(scaled).unwrap_or(0.0);
                    }
                }
                check(&self.takes, &["", "np-"])?;
            }
            CueKind::Noun => {
                for (row, list) in [&self.bare, &self.owned].into_iter().enumerate() {
                    check(list, &[""])?;
                    for (name, p) in list {
                        table[row][Complement::from_name(name).expect("checked") as usize] = *p;
                    }
                }
            }
            CueKind::Adjective => {
                check(&self.takes, &[""])?;
                for (name, p) in &self.takes {
                    table[0][Complement::from_name(name).expect("checked") as usize] = *p;
                }
            }
            CueKind::Phrase | CueKind::Mark => table = [[self.strength; 8]; 2],
        }
        if !(0.0..=1.0).contains(&self.strength) {
            return Err(format!("strength {} is not between 0 and 1", self.strength));
        }
        Ok(table)
    }
}

fn check(takes: &BTreeMap<String, f32>, prefixes: &[&str]) -> Result<(), String> {
    for (name, p) in takes {
        if !prefixes.iter().any(|prefix| {
            name.strip_prefix(prefix)
                .and_then(Complement::from_name)
                .is_some()
        }) {
            let names = Complement::ALL.map(Complement::as_str).join(", ");
            return Err(format!("{name:?} is no complement; use one of {names}"));
        }
        if !(0.0..=1.0).contains(p) {
            return Err(format!("{name} = {p} is not between 0 and 1"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLASS: &str =
        "[class.say]\nabout = \"speech\"\nstrength = 0.5\ntakes = { that = 0.6, np-that = 0.4 }\n";

    fn error(entry: &str) -> String {
        CueLexicon::parse(
            &format!("{CLASS}[verb.say]\n{entry}\n"),
            Path::new("cues.toml"),
        )
        .unwrap_err()
        .to_string()
    }

    #[test]
    fn a_missing_complement_is_scaled_from_its_class() {
        let toml = format!(
            "{CLASS}[verb.say]\nsay = {{ forms = [\"say\", \"said\"], strength = 0.75, takes = {{ clause = 0.2 }} }}\n"
        );
        let lexicon = CueLexicon::parse(&toml, Path::new("cues.toml")).unwrap();
        let say = lexicon.longest(&["said"]).unwrap().0;
        assert!((say.strength(Complement::That, false) - 0.9).abs() < 1e-6);
        assert!((say.strength(Complement::That, true) - 0.6).abs() < 1e-6);
        assert_eq!(say.strength(Complement::Clause, false), 0.2);
        assert_eq!(say.strength(Complement::Object, false), 0.0);
    }

    #[test]
    fn errors_name_file_line_and_remedy() {
        assert!(
            error("say = { forms = [], strength = 0.5 }")
                .starts_with("cues.toml:6: \"say\": has no forms; list")
        );
        assert!(
            error("say = { forms = [\"say\"], strength = 0.5, takes = { thta = 0.5 } }")
                .contains("cues.toml:6: \"say\": \"thta\" is no complement; use one of")
        );
        assert!(error("say = { forms = [\"say\"], strength = 7 }").contains("not between 0 and 1"));
        assert!(error("say = { forms = [\"say\"], strenth = 0.5 }").contains("cues.toml:6"));
        assert!(
            error("[verb.sya]\nsay = { forms = [\"say\"], strength = 0.5 }")
                .contains("class \"sya\" is not defined")
        );
    }

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
