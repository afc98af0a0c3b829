//! The cue sections of rule files: classes, and the words of each with their forms and probabilities.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::checker::Checker;
use super::diagnostic::nearest;
use super::file::{File, Text, Todo};
use super::matcher::Window;
use super::pattern::{MOST_REPEATS, Node};
use super::program::{First, Program};
use super::propose::Proposal;
use super::rule::{Action, Rule};
use super::test_rows::{TestRows, tests};
use crate::attribution::model::known;
use crate::attribution::{Complement, Cue, CueClass, CueKind, CueLexicon, LONGEST_FORM};

/// The words of one kind by their class, then by their lemma.
pub(super) type Section = BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, CueRow>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClassRow {
    #[allow(dead_code, reason = "read by people")]
    pub about: Option<String>,
    pub strength: Option<Spanned<f32>>,
    #[serde(default)]
    pub takes: Takes,
    #[serde(default)]
    pub finds: Vec<Spanned<Text>>,
    #[serde(default)]
    pub ignores: Vec<Spanned<Text>>,
    #[serde(default)]
    pub todo: Vec<Todo>,
}

type Takes = BTreeMap<Spanned<String>, f32>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CueRow {
    #[serde(default)]
    forms: Vec<String>,
    strength: Option<f32>,
    #[serde(default = "yes")]
    enabled: bool,
    #[serde(default)]
    hearer: bool,
    #[serde(default)]
    takes: Takes,
    #[serde(default)]
    owned: Takes,
    #[serde(default)]
    bare: Takes,
}

fn yes() -> bool {
    true
}

/// What the cue sections of rule files change in a lexicon.
#[derive(Clone, Debug, Default)]
pub(super) struct Cues {
    /// Whether they begin with an empty lexicon, and not with the bundled one.
    pub whole: bool,
    changes: Vec<Change>,
}

#[derive(Clone, Debug)]
enum Change {
    Define(Arc<str>, CueClass),
    Put(Cue, Vec<String>),
    Remove(CueKind, String),
}

impl Cues {
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Makes the changes.
    pub fn apply(&self, lexicon: &mut CueLexicon) {
        for change in &self.changes {
            match change.clone() {
                Change::Define(name, class) => lexicon.define(name, class),
                Change::Put(cue, forms) => lexicon.put(cue, &forms, !self.whole),
                Change::Remove(kind, lemma) => {
                    lexicon.remove(kind, &lemma);
                }
            }
        }
        lexicon.sort();
    }
}

/// Whether a file has cue sections.
pub(super) fn has_cues(file: &File) -> bool {
    !file.class.is_empty()
        || sections(file)
            .iter()
            .any(|(_, section)| !section.is_empty())
}

fn sections(file: &File) -> [(CueKind, &Section); 4] {
    [
        (CueKind::Verb, &file.verb),
        (CueKind::Noun, &file.noun),
        (CueKind::Adjective, &file.adjective),
        (CueKind::Phrase, &file.phrase),
    ]
}

/// Reads the cue sections of a file into the lexicon and the changes; everything that is wrong with them is told.
pub(super) fn read(
    check: &mut Checker<'_>,
    file: &File,
    lexicon: &mut CueLexicon,
    cues: &mut Cues,
) {
    let from = cues.changes.len();
    for (name, row) in &file.class {
        if let Some(class) = class(check, name, row, lexicon) {
            let name: Arc<str> = name.as_ref().as_str().into();
            lexicon.define(name.clone(), class.clone());
            cues.changes.push(Change::Define(name, class));
        }
    }
    for (kind, section) in sections(file) {
        for (class, rows) in section {
            let Some((name, defaults)) = lexicon.class(class.as_ref()) else {
                let remedy = match nearest(class.as_ref(), lexicon.classes()) {
                    Some(near) => format!("did you mean {near}?"),
                    None => format!("add a [class.{}] section", class.as_ref()),
                };
                let message = format!("there is no class of cues {:?}", class.as_ref());
                check.error("R0042", class.span(), message, remedy);
                continue;
            };
            for (lemma, row) in rows {
                let known = lexicon.has(kind, lemma.as_ref());
                let change = change(check, kind, name, defaults, lemma, row, known);
                cues.changes.extend(change);
            }
        }
    }
    let new = Cues {
        whole: cues.whole,
        changes: cues.changes[from..].to_vec(),
    };
    new.apply(lexicon);
}

fn class(
    check: &mut Checker<'_>,
    name: &Spanned<String>,
    row: &ClassRow,
    lexicon: &CueLexicon,
) -> Option<CueClass> {
    let known = lexicon.class(name.as_ref()).map(|(_, class)| class.clone());
    let Some(strength) = &row.strength else {
        if known.is_none() {
            let message = format!("the new class {:?} has no strength", name.as_ref());
            let remedy = "add strength = 0.5: how often its verbs are cues";
            check.error("R0042", name.span(), message, remedy);
        } else if !row.takes.is_empty() {
            let remedy = "add the strength that the numbers belong to";
            check.error(
                "R0042",
                name.span(),
                "a class with takes needs a strength",
                remedy,
            );
        }
        return None;
    };
    probability(check, "strength", *strength.as_ref(), strength.span());
    let mut takes = [[None; 8]; 2];
    fill(check, &row.takes, &["", "np-"], |row, at, p| {
        takes[row][at] = Some(p);
    });
    Some(CueClass {
        strength: *strength.as_ref(),
        takes,
    })
}

/// No cue is certain.
const CERTAIN: f32 = 0.97;

fn change(
    check: &mut Checker<'_>,
    kind: CueKind,
    class: &Arc<str>,
    defaults: &CueClass,
    lemma: &Spanned<String>,
    row: &CueRow,
    known: bool,
) -> Option<Change> {
    let at = lemma.span();
    let name = lemma.as_ref();
    if !row.enabled {
        if !known {
            let message = format!("there is no cue {name:?} of this kind to switch off");
            check.error("R0006", at, message, "remove the line, or correct the word");
            return None;
        }
        return Some(Change::Remove(kind, name.clone()));
    }
    // An adjective has one form.
    let forms = if kind == CueKind::Adjective && row.forms.is_empty() {
        vec![name.clone()]
    } else {
        row.forms.clone()
    };
    let wrong = |form: &&String| {
        let words = form.split(' ');
        words.clone().any(str::is_empty) || words.count() > LONGEST_FORM
    };
    if forms.is_empty() {
        let message = format!("the cue {name:?} has no forms");
        let remedy = "list its inflected forms: forms = [\"say\", \"says\", \"said\", \"saying\"]";
        check.error("R0043", at.clone(), message, remedy);
    } else if let Some(form) = forms.iter().find(wrong) {
        let message = format!("{form:?} is no form of a cue");
        let remedy = format!("write one to {LONGEST_FORM} words with single spaces between them");
        check.error("R0043", at.clone(), message, remedy);
    }
    let Some(strength) = row.strength else {
        let message = format!("the cue {name:?} has no strength");
        let remedy = "add strength = 0.5: how often it is a cue where it stands";
        check.error("R0043", at, message, remedy);
        return None;
    };
    probability(check, "strength", strength, at.clone());
    let mut takes = [[0.0; 8]; 2];
    let mut set = |row: usize, at: usize, p: f32| takes[row][at] = p;
    match kind {
        CueKind::Verb => {
            for (row, given) in defaults.takes.iter().enumerate() {
                for (at, p) in given.iter().enumerate() {
                    let scaled = p.map(|p| (p * strength / defaults.strength).min(CERTAIN));
                    set(row, at, scaled.unwrap_or(0.0));
                }
            }
            fill(check, &row.takes, &["", "np-"], set);
        }
        CueKind::Noun => {
            fill(check, &row.bare, &[""], |_, at, p| set(0, at, p));
            fill(check, &row.owned, &[""], |_, at, p| set(1, at, p));
        }
        CueKind::Adjective => fill(check, &row.takes, &[""], set),
        CueKind::Phrase | CueKind::Mark => takes = [[strength; 8]; 2],
    }
    let only_nouns = !row.owned.is_empty() || !row.bare.is_empty();
    let has_takes = !row.takes.is_empty();
    let foreign = match kind {
        CueKind::Noun => has_takes.then_some(("takes", "write owned and bare")),
        CueKind::Phrase => (has_takes || only_nouns).then_some(("takes", "remove it")),
        _ => only_nouns.then_some(("owned or bare", "write takes")),
    };
    if let Some((key, remedy)) = foreign {
        let message = format!("a cue of this kind has no {key}");
        check.error("R0044", at, message, remedy);
    }
    let cue = Cue {
        lemma: name.clone(),
        class: class.clone(),
        kind,
        known: known::cue(kind, name),
        hearer: row.hearer,
        takes,
    };
    Some(Change::Put(cue, forms))
}

/// Reads probabilities by complement.
fn fill(
    check: &mut Checker<'_>,
    takes: &Takes,
    prefixes: &[&str],
    mut set: impl FnMut(usize, usize, f32),
) {
    for (name, p) in takes {
        let found = prefixes.iter().enumerate().rev().find_map(|(row, prefix)| {
            let complement = name.as_ref().strip_prefix(prefix)?;
            Some((row, Complement::from_name(complement)?))
        });
        let Some((row, complement)) = found else {
            let known = Complement::ALL.map(Complement::as_str).join(", ");
            let message = format!("{:?} is no complement", name.as_ref());
            check.error("R0044", name.span(), message, format!("use one of {known}"));
            continue;
        };
        probability(check, name.as_ref(), *p, name.span());
        set(row, complement as usize, *p);
    }
}

fn probability(check: &mut Checker<'_>, what: &str, p: f32, at: Range<usize>) {
    if !(0.0..=1.0).contains(&p) {
        let message = format!("{what} = {p} is no probability");
        check.error("R0044", at, message, "write a number from 0 to 1");
    }
}

/// For each known class that the file is about, a rule that carries its tests.
pub(super) fn class_rules(
    check: &mut Checker<'_>,
    set: &str,
    path: &Path,
    file: &File,
    lexicon: &CueLexicon,
) -> Vec<Rule> {
    let mut classes: BTreeMap<&str, Range<usize>> = BTreeMap::new();
    for name in file.class.keys() {
        classes.insert(name.as_ref(), name.span());
    }
    for (_, section) in sections(file) {
        for name in section.keys() {
            classes.entry(name.as_ref()).or_insert(name.span());
        }
    }
    let rule = |(name, at): (&str, Range<usize>)| {
        let row = file.class.iter().find(|(key, _)| key.as_ref() == name);
        let (finds, ignores, todo) = row.map_or((&[][..], &[][..], &[][..]), |(_, row)| {
            (&row.finds[..], &row.ignores[..], &row.todo[..])
        });
        let rows = TestRows {
            finds,
            ignores,
            todo,
            at,
            scored: false,
            enabled: true,
            roles: None,
        };
        let node = Node::Sequence(vec![]);
        Rule {
            name: format!("{set}/class.{name}"),
            action: Action::Class(name.into()),
            priority: 0,
            score: 1.0,
            enabled: true,
            window: Window {
                tokens: MOST_REPEATS,
                paragraph: false,
            },
            pattern: String::new(),
            program: Program::new(&node, 0).expect("an empty pattern compiles"),
            node,
            first: First::default(),
            trigger: None,
            frame: None,
            proposal: Proposal::default(),
            tests: tests(check, &rows),
            path: path.to_owned(),
        }
    };
    let known = classes
        .into_iter()
        .filter(|(name, _)| lexicon.class(name).is_some());
    known.map(rule).collect()
}
