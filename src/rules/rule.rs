//! A rule, ready to be applied.

use std::path::PathBuf;
use std::sync::Arc;

use super::frame::{self, BUNDLED};
use super::matcher::Window;
use super::pattern::Node;
use super::program::{First, Program, Trigger};
use super::propose::Proposal;
use super::test_rows::Test;
use crate::Label;
use crate::attribution::CueLexicon;
use crate::attribution::frames::Frame;
use crate::entities::NamedEntity;
use crate::tagger::Depth;

/// What a rule does where its pattern matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// The span is a mention.
    Mention(Label),
    /// The span may be one, or a thing without a label.
    Propose(Option<Label>),
    /// The mention in the span covers all of it.
    Extend,
    /// Mentions in the span (of one label, or any) are none.
    RemoveMentions(Option<Label>),
    /// An attribution with these parts.
    Attribution,
    /// A cue that is used like the one of the lexicon with this lemma.
    Cue(Box<str>),
    /// No pattern: the cues of this class.
    Class(Arc<str>),
    /// Attributions with a cue here are none.
    RemoveAttributions,
    /// Mentions are of one entity, this one if there is one, or somebody has a role.
    Entity(Option<Arc<NamedEntity>>),
    /// An attribution whose parts are found from a cue on, see [`Rule::frame`].
    Frame,
}

impl Action {
    /// How far a text must be tagged to see what it does.
    pub fn depth(&self) -> Depth {
        match self {
            Action::Entity(_) => Depth::Entities,
            _ if self.before_entities() => Depth::Mentions,
            _ => Depth::Attributions,
        }
    }

    /// Whether its pattern sees mentions that have no entities yet, and no pronouns and roles among them.
    pub fn before_entities(&self) -> bool {
        self.on_mentions() || matches!(self, Action::Propose(_) | Action::Entity(_))
    }

    /// The words without which a pattern cannot match, where it is looked for by them: frames are by their cues, and what proposes
    /// is by what is told of each token.
    pub fn trigger(&self, node: &Node, lexicon: &CueLexicon) -> Option<Trigger> {
        match self {
            Action::Frame | Action::Propose(_) | Action::Class(_) => None,
            _ => Trigger::of(node, lexicon),
        }
    }

    /// Whether it works on mentions, before entities are resolved.
    pub fn on_mentions(&self) -> bool {
        matches!(
            self,
            Action::Mention(_) | Action::Extend | Action::RemoveMentions(_)
        )
    }
}

/// A rule that can be applied.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// SET/ID
    pub name: String,
    pub action: Action,
    pub priority: i32,
    pub score: f32,
    pub enabled: bool,
    pub window: Window,
    /// As it is written, and read.
    pub pattern: String,
    pub node: Node,
    pub program: Program,
    pub first: First,
    /// Words of which it needs one, if it does.
    pub trigger: Option<Trigger>,
    /// What a frame looks for; others look for their program.
    pub frame: Option<Frame>,
    /// Of a rule that proposes.
    pub proposal: Proposal,
    pub tests: Vec<Test>,
    pub path: PathBuf,
}

impl Rule {
    /// What the output says it was found by.
    pub fn by(&self) -> String {
        match &self.frame {
            Some(frame) => frame.by.clone(),
            None => match (&self.action, self.name.split_once('/')) {
                (Action::Propose(_), Some((BUNDLED, id))) => format!("mention:{id}"),
                (Action::Entity(_), Some((BUNDLED, id))) => format!("entity:{id}"),
                _ => format!("rule:{}", self.name),
            },
        }
    }

    /// The rule with another pattern, or for another lexicon; `None` if that matches the empty string or lacks a cue it needs.
    pub fn with(&self, node: Node, lexicon: &CueLexicon) -> Option<Rule> {
        if let Some(frame) = &self.frame {
            let changed =
                frame::arrange(frame.by.clone(), &node, frame.conditions.clone(), lexicon);
            return Some(Rule {
                frame: Some(changed.ok()?),
                node,
                ..self.clone()
            });
        }
        let program = Program::new(&node, self.pattern.len()).ok()?;
        Some(Rule {
            first: First::of(&node, lexicon)?,
            trigger: self.action.trigger(&node, lexicon),
            program,
            node,
            ..self.clone()
        })
    }

    /// The rule for another lexicon than that which it was read with; `None` if that lacks the cue that it is like.
    pub fn linked(&self, lexicon: &CueLexicon) -> Option<Rule> {
        match &self.action {
            Action::Class(_) => Some(self.clone()),
            Action::Cue(like) if lexicon.number(like).is_none() => None,
            _ => self.with(self.node.clone(), lexicon),
        }
    }

    /// The tests that must pass.
    pub fn regular_tests(&self) -> impl Iterator<Item = &Test> {
        self.tests.iter().filter(|test| test.todo.is_none())
    }
}
