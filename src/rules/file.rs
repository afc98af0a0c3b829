//! A rule file as TOML has it.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::cues::{ClassRow, Section};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub ruleset: Header,
    #[serde(default)]
    pub lists: BTreeMap<String, Spanned<List>>,
    /// Pieces of patterns, by the name that patterns use in `<...>`.
    #[serde(default)]
    pub parts: BTreeMap<String, Spanned<String>>,
    /// Clues that several rules use, by the name of the list.
    #[serde(default)]
    pub clues: BTreeMap<String, Vec<Spanned<ClueRow>>>,
    #[serde(default, rename = "rule")]
    pub rules: Vec<Spanned<Row>>,
    #[serde(default)]
    pub class: BTreeMap<Spanned<String>, ClassRow>,
    #[serde(default)]
    pub verb: Section,
    #[serde(default)]
    pub noun: Section,
    #[serde(default)]
    pub adjective: Section,
    #[serde(default)]
    pub phrase: Section,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub id: Spanned<String>,
    #[serde(default)]
    pub imports: Vec<Spanned<String>>,
    #[allow(dead_code, reason = "read by people")]
    pub version: Option<String>,
    #[allow(dead_code, reason = "read by people")]
    pub language: Option<String>,
    #[allow(dead_code, reason = "read by people")]
    pub licence: Option<String>,
    #[allow(dead_code, reason = "read by people")]
    pub description: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum List {
    Words(Vec<String>),
    File(ListFile),
    /// What comes to the bundled list of the same name.
    Extend(Extend),
    /// Words that must be forms of cues.
    Cues(OfCues),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Extend {
    pub extend: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfCues {
    pub cues: Vec<String>,
}

/// The text of a test.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Text {
    Inline(String),
    File(ListFile),
    Scored(Scored),
}

/// A text with how likely the rule must take what is marked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scored {
    pub test: String,
    pub score: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListFile {
    pub file: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub id: Spanned<String>,
    pub kind: Spanned<String>,
    #[serde(rename = "match")]
    pub pattern: Spanned<String>,
    #[serde(default = "default_priority")]
    pub priority: i32,
    #[serde(default = "yes")]
    pub enabled: bool,
    pub score: Option<Spanned<Score>>,
    /// Of a frame: the kind of the cue, the form of a verb, what may follow, whether content may go on.
    pub cue: Option<Spanned<String>>,
    pub form: Option<Spanned<String>>,
    pub complement: Option<Vec<Spanned<String>>>,
    pub goes_on: Option<bool>,
    pub label: Option<Spanned<String>>,
    pub action: Option<Spanned<String>>,
    /// Of a rule that proposes: which matches are meant, and what makes its names more or less likely.
    pub every: Option<Spanned<String>>,
    #[serde(default)]
    pub clues: Vec<Spanned<ClueRow>>,
    /// Of an entity rule: the entity that is meant.
    pub name: Option<Spanned<String>>,
    pub kb: Option<Spanned<String>>,
    /// The cue that a cue rule's words are used like.
    pub like: Option<Spanned<String>>,
    #[serde(default)]
    pub window: Window,
    #[serde(default)]
    pub finds: Vec<Spanned<Text>>,
    #[serde(default)]
    pub ignores: Vec<Spanned<Text>>,
    #[serde(default)]
    pub todo: Vec<Todo>,
    #[allow(dead_code, reason = "read by people")]
    pub description: Option<String>,
}

/// How often a rule is right; of a frame, a factor.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Score {
    All(f64),
    ByComplement(BTreeMap<String, f64>),
}

/// What makes a name that is proposed more or less likely: where all patterns match, the score changes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClueRow {
    pub before: Option<Spanned<String>>,
    pub behind: Option<Spanned<String>>,
    pub is: Option<Spanned<String>>,
    pub first: Option<Spanned<String>>,
    pub last: Option<Spanned<String>>,
    pub has: Option<Spanned<String>>,
    pub each: Option<Spanned<String>>,
    pub score: Option<f64>,
    pub least: Option<f64>,
    pub add: Option<f64>,
    /// How much of the way to a score that is nearly sure it goes.
    pub trust: Option<f64>,
    /// In place of all that: the clues of this list.
    #[serde(rename = "use")]
    pub list: Option<Spanned<String>>,
}

impl ClueRow {
    /// Whether it says nothing but which list it uses.
    pub fn is_bare(&self) -> bool {
        let ClueRow {
            before,
            behind,
            is,
            first,
            last,
            has,
            each,
            score,
            least,
            add,
            trust,
            list: _,
        } = self;
        let patterns = [before, behind, is, first, last, has, each];
        let effects = [score, least, add, trust];
        patterns.iter().all(|pattern| pattern.is_none()) && effects.iter().all(|e| e.is_none())
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Window {
    pub tokens: Option<Spanned<i64>>,
    pub within: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Todo {
    pub test: Spanned<Text>,
    pub reason: Spanned<String>,
}

fn default_priority() -> i32 {
    10
}

fn yes() -> bool {
    true
}
