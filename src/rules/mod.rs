//! Rule sets as data: patterns over words, mentions, quotations and cues that add, correct or take away what the program finds,
//! each with tests of its own. `docs/rules.md` is the guide.
//!
//! ```
//! use onrecord::Tagger;
//! use onrecord::rules::RuleSet;
//!
//! let rules = RuleSet::parse("fish.toml", r#"
//! [ruleset]
//! id = "fish"
//!
//! [[rule]]
//! id = "briefing"
//! kind = "attribution"
//! match = '^^ {source:PERSON} {cue:BRIEFING:} {content:<sentence>}'
//! finds = ['[[source:Ann Lee]] [[cue:BRIEFING:]] [[content:Cod is safe]].']
//! ignores = ['The briefing: a long one.']
//! "#)?;
//! assert!(rules.test(None).passed());
//!
//! let tagger = Tagger::builder().rules(rules).build()?;
//! let document = tagger.tag("Ann Lee BRIEFING: We will pay.");
//! assert_eq!(document.attributions[0].by, "rule:fish/briefing");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod alone;
mod apply;
mod cargo_tests;
mod checker;
mod compile;
mod cover;
mod cues;
mod diagnostic;
mod entity;
mod file;
mod frame;
mod index;
mod load;
mod marks;
mod matcher;
mod mutate;
mod pattern;
mod program;
mod propose;
mod report;
mod rule;
mod test_rows;
mod testing;
mod useless;
mod variants;
mod vocabulary;
mod why_not;
mod why_pivot;
mod why_show;
mod word;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

pub use cargo_tests::{CargoTests, write_cargo_tests};
pub use diagnostic::{Diagnostic, RuleError, Severity};
pub use mutate::{Mutant, MutationReport};
pub use report::ReportFormat;
pub use testing::{Outcome, TestReport, Tested};
pub use why_not::{Failure, Reason, WhyNot};

pub(crate) use index::Firing;
pub(crate) use matcher::{Looks, Text};
pub(crate) use program::Classes;
pub(crate) use propose::{NameRules, Proposed, Proposers};
pub(crate) use vocabulary::{Lists, Vocabulary};

use crate::attribution::CueLexicon;
use crate::attribution::frames::Frames;
use cues::Cues;
use index::Index;
use load::Loader;
use pattern::Node;
use propose::Clue;
use rule::{Action, Rule};
use vocabulary::Change;
use word::WordList;

/// The JSON Schema (2020-12) of rule files, for editors that check TOML as it is written; `onrecord schema` prints it.
///
/// What it accepts may still be wrong in what it cannot see, such as patterns; [`RuleSet::lint`] tells that.
pub const SCHEMA: &str = include_str!("schema.json");

/// Rules from one or more files, checked and compiled.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    rules: Vec<Arc<Rule>>,
    cues: Arc<Cues>,
    /// With these cues; none where there are none.
    lexicon: Option<Arc<CueLexicon>>,
    /// What it does to the lists that the stages look into.
    words: Vec<Change>,
    /// The lists of its files, by name.
    lists: Arc<BTreeMap<String, Arc<WordList>>>,
    /// The parts of patterns in them, by name.
    parts: Arc<BTreeMap<String, Node>>,
    /// The lists of clues in them, by name.
    clues: Arc<BTreeMap<String, Vec<Clue>>>,
    /// Warnings, and rules that lack a test.
    remarks: Vec<Diagnostic>,
}

impl RuleSet {
    /// Reads a rule set from memory; `path` stands in messages, and imports and lists are looked for beside it.
    ///
    /// # Errors
    /// Everything that is wrong with it but missing tests, which [`RuleSet::lint`] tells.
    pub fn parse(path: impl AsRef<Path>, toml: &str) -> Result<RuleSet, RuleError> {
        let mut loader = Loader::default();
        loader.text(path.as_ref(), toml);
        RuleSet::finish(loader)
    }

    /// Reads rule files, and all `.toml` files of directories.
    ///
    /// # Errors
    /// Everything that is wrong with any of them but missing tests, which [`RuleSet::lint`] tells.
    pub fn load<P: AsRef<Path>>(paths: &[P]) -> Result<RuleSet, RuleError> {
        let mut loader = Loader::default();
        for path in paths {
            loader.path(path.as_ref());
        }
        RuleSet::finish(loader)
    }

    fn finish(mut loader: Loader) -> Result<RuleSet, RuleError> {
        loader.compile();
        let untested = |d: &Diagnostic| matches!(d.code, "R0015" | "R0016");
        let fatal = |d: &Diagnostic| d.severity == Severity::Error && !untested(d);
        if loader.problems.iter().any(fatal) {
            return Err(RuleError::new(loader.problems));
        }
        Ok(RuleSet {
            rules: loader.rules.into_iter().map(Arc::new).collect(),
            cues: Arc::new(loader.cues),
            lexicon: loader.lexicon.map(Arc::new),
            words: loader.words,
            lists: Arc::new(loader.lists.into_values().flatten().collect()),
            parts: Arc::new(loader.parts.into_inner().into_values().flatten().collect()),
            clues: Arc::new(loader.clues.into_values().flatten().collect()),
            remarks: loader.problems,
        })
    }

    /// The cues that onrecord knows together with those of the set.
    ///
    /// ```
    /// use onrecord::rules::RuleSet;
    ///
    /// let rules = RuleSet::parse("desk.toml", "[ruleset]\nid = 'desk'\n[verb.say]\nyodel = { forms = ['yodel', 'yodels', 'yodelled', 'yodelling'], strength = 0.8 }\n")?;
    /// let (cue, _) = rules.lexicon().longest(&["yodelled"]).unwrap();
    /// assert_eq!(&*cue.class, "say");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn lexicon(&self) -> &CueLexicon {
        match &self.lexicon {
            Some(lexicon) => lexicon,
            None => CueLexicon::bundled(),
        }
    }

    /// How many rules it has.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The names of the rules, SET/ID, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| rule.name.as_str())
    }

    /// What should be better: rules without tests (errors), doubles and rules that are switched off (warnings).
    pub fn lint(&self) -> &[Diagnostic] {
        &self.remarks
    }
}

/// The rules of a tagger, by stage and by what they begin with.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuleIndex {
    /// Those of the sets, and the bundled ones on entities.
    rules: Vec<Arc<Rule>>,
    on_mentions: Index,
    /// Of those on entities, with the bundled ones.
    on_entities: Index,
    on_cues: Index,
    on_attributions: Index,
    /// Of the rules and the bundled ones; none where the bundled ones are all.
    frames: Option<Frames>,
    /// With the cues of the rules; none where the bundled ones are all.
    lexicon: Option<Arc<CueLexicon>>,
    /// With the words of the rule sets; none where the bundled ones are all.
    vocabulary: Option<Arc<Vocabulary>>,
    /// With the rules that propose; none where the bundled ones are all.
    proposers: Option<Arc<Proposers>>,
    /// A rule that is left out, with the lexicon that is left.
    skipped: Option<(u32, Arc<CueLexicon>, Arc<Proposers>)>,
}

/// Adds the bundled rules on entities and on attributions; where the set of the bundled ones has been replaced, those of the new one stay alone.
fn add_bundled(rules: &mut Vec<Arc<Rule>>) {
    let kinds = [
        |action: &Action| matches!(action, Action::Entity(_)),
        |action: &Action| matches!(action, Action::Attribution),
    ];
    for of_kind in kinds {
        let replaces = |rule: &Arc<Rule>| {
            of_kind(&rule.action) && rule.name.split('/').next() == Some(frame::BUNDLED)
        };
        if !rules.iter().any(replaces) {
            let bundled = RuleSet::bundled().rules.iter();
            let added: Vec<_> = bundled
                .filter(|rule| of_kind(&rule.action))
                .cloned()
                .collect();
            rules.extend(added);
        }
    }
}

impl RuleIndex {
    /// Of several sets; an error is a name that two of them have, or a cue that one takes from another.
    pub(crate) fn new(sets: &[RuleSet]) -> Result<RuleIndex, String> {
        let mut names = rustc_hash::FxHashSet::default();
        let lexicon = lexicon(sets);
        let mut rules: Vec<Arc<Rule>> = sets
            .iter()
            .flat_map(|set| set.rules.iter().cloned())
            .collect();
        if let Some(lexicon) = lexicon.as_ref().filter(|_| sets.len() > 1) {
            for rule in &mut rules {
                *rule = rule.linked(lexicon).map(Arc::new).ok_or_else(|| {
                    format!(
                        "the rule {} needs a cue that another rule set has taken away",
                        rule.name
                    )
                })?;
            }
        }
        for rule in &rules {
            if !names.insert(rule.name.as_str()) {
                return Err(format!(
                    "the rule {} is there twice; give the rule sets different ids",
                    rule.name
                ));
            }
        }
        let frames = (lexicon.is_some() || rules.iter().any(|rule| rule.frame.is_some()))
            .then(|| Frames::new(&rules, lexicon.as_deref()));
        let proposers = Proposers::of_rules(&rules).map(Arc::new);
        add_bundled(&mut rules);
        Ok(RuleIndex {
            on_mentions: Index::new(&rules, Action::on_mentions),
            on_entities: Index::new(&rules, |action| matches!(action, Action::Entity(_))),
            on_cues: Index::new(&rules, |action| matches!(action, Action::Cue(_))),
            on_attributions: Index::new(&rules, |action| {
                matches!(action, Action::Attribution | Action::RemoveAttributions)
            }),
            frames,
            lexicon,
            vocabulary: vocabulary(sets),
            proposers,
            rules,
            skipped: None,
        })
    }

    /// The frames, with the bundled ones.
    pub(crate) fn frames(&self) -> Cow<'_, Frames> {
        let frames = self.frames.as_ref().unwrap_or_else(|| Frames::bundled());
        let Some((skip, ..)) = &self.skipped else {
            return Cow::Borrowed(frames);
        };
        let mut frames = frames.clone();
        let by = self.rules[*skip as usize].by();
        frames.order.retain(|&i| frames.list[i as usize].by != by);
        Cow::Owned(frames)
    }

    /// The cues, with the bundled ones.
    pub(crate) fn lexicon(&self) -> &CueLexicon {
        match (&self.skipped, &self.lexicon) {
            (Some((_, lexicon, _)), _) | (None, Some(lexicon)) => lexicon,
            (None, None) => CueLexicon::bundled(),
        }
    }

    /// The rules that propose names, with the bundled ones.
    pub(crate) fn proposers(&self) -> &Proposers {
        match (&self.skipped, &self.proposers) {
            (Some((_, _, proposers)), _) | (None, Some(proposers)) => proposers,
            (None, None) => Proposers::bundled(),
        }
    }

    /// The word lists, with the bundled ones.
    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        match &self.vocabulary {
            Some(vocabulary) => vocabulary,
            None => Vocabulary::bundled(),
        }
    }

    /// Leaves a rule out from now on, or none.
    pub(crate) fn skip(&mut self, rule: Option<u32>) {
        self.skipped = None;
        self.skipped = rule.map(|number| {
            let whole = self.lexicon();
            let left = match &self.rules[number as usize].action {
                Action::Class(class) => whole.without(class),
                _ => whole.clone(),
            };
            let proposers = self.proposers().without(&self.rules[number as usize].name);
            (number, Arc::new(left), Arc::new(proposers))
        });
    }

    /// The rule with this name, also of the bundled ones, and its number; these have none.
    fn get(&self, name: &str) -> Option<(Option<u32>, &Arc<Rule>)> {
        let named = |rule: &Arc<Rule>| rule.name == name;
        if let Some(number) = self.rules.iter().position(named) {
            return Some((Some(number as u32), &self.rules[number]));
        }
        let bundled = RuleSet::bundled().rules.iter().find(|rule| named(rule))?;
        Some((None, bundled))
    }

    /// The pattern and the file of the rule that the output calls so.
    pub(crate) fn pattern(&self, by: &str) -> Option<(&str, String)> {
        let mut all = self.rules.iter().chain(&RuleSet::bundled().rules);
        let rule = all.find(|rule| rule.by() == by)?;
        Some((&rule.pattern, rule.path.display().to_string()))
    }

    fn find(&self, index: &Index, text: &Text<'_>) -> Vec<Firing> {
        let mut firings = index.find(text, &self.rules);
        if let Some((skip, ..)) = &self.skipped {
            firings.retain(|firing| firing.rule != *skip);
        }
        firings
    }
}

/// The word lists of several sets together; none where they are the bundled ones. What comes to a list comes after what takes its place.
fn vocabulary(sets: &[RuleSet]) -> Option<Arc<Vocabulary>> {
    let changes = || sets.iter().flat_map(|set| &set.words);
    changes().next()?;
    let mut vocabulary = Vocabulary::bundled().clone();
    for replaces in [true, false] {
        for change in changes().filter(|change| change.replaces == replaces) {
            vocabulary.apply(change);
        }
    }
    Some(Arc::new(vocabulary))
}

/// The lexicon of several sets together; none where it is the bundled one.
fn lexicon(sets: &[RuleSet]) -> Option<Arc<CueLexicon>> {
    let mut with_cues = sets.iter().filter(|set| !set.cues.is_empty());
    let first = with_cues.next()?;
    if with_cues.next().is_none() {
        return first.lexicon.clone();
    }
    let with_cues = || sets.iter().filter(|set| !set.cues.is_empty());
    let mut lexicon = if with_cues().any(|set| set.cues.whole) {
        CueLexicon::default()
    } else {
        CueLexicon::bundled().clone()
    };
    let (whole, others): (Vec<_>, Vec<_>) = with_cues().partition(|set| set.cues.whole);
    for set in whole.into_iter().chain(others) {
        set.cues.apply(&mut lexicon);
    }
    Some(Arc::new(lexicon))
}
