//! The pattern of a rule as it is written, read into a tree.

mod class;
mod parse;
mod words;

pub(super) use class::TokenClass;
pub(super) use parse::parse;

use std::ops::Range;
use std::sync::Arc;

use super::propose::Clue;
use super::vocabulary::Lists;
use super::word::{Literal, WordList};
use crate::Label;
use crate::attribution::frames::{ContentAtom, SourceAtom};
use crate::gazetteer::List;

/// What a named part of a pattern is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// `{source:...}`: who said it.
    Source,
    /// `{cue:...}`: the word that signals the report.
    Cue,
    /// `{content:...}`: what was said.
    Content,
    /// `{span:...}`: what a mention rule or a veto is about.
    Span,
    /// `{name:...}`: by which an entity goes.
    Name,
    /// `{alias:...}`: another name of it.
    Alias,
    /// `{role:...}`: what somebody is.
    Position,
    /// `{affiliation:...}`: for whom.
    Affiliation,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 8] = [
        Role::Source,
        Role::Cue,
        Role::Content,
        Role::Span,
        Role::Name,
        Role::Alias,
        Role::Position,
        Role::Affiliation,
    ];

    /// The role as patterns and tests spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Source => "source",
            Role::Cue => "cue",
            Role::Content => "content",
            Role::Span => "span",
            Role::Name => "name",
            Role::Alias => "alias",
            Role::Position => "role",
            Role::Affiliation => "affiliation",
        }
    }

    /// The role with this name.
    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// A pattern or a part of one.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Atom(Atom, Range<usize>),
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    Repeat(Box<Node>, usize, usize),
    /// Any tokens, as few as will do.
    Gap(usize, usize, Range<usize>),
    Capture(Role, Box<Node>, Range<usize>),
    /// What must not stand here, or before here; if it is wanted, what must.
    Not {
        behind: bool,
        wanted: bool,
        node: Box<Node>,
        place: Range<usize>,
    },
    /// A pattern of `[parts]`, by its name.
    Part(Box<Node>, Range<usize>),
}

/// What a pattern asks of the text at one place.
#[derive(Clone, Debug)]
pub(super) enum Atom {
    Literal(Literal),
    List(Arc<WordList>),
    /// A cue of this class; of any for `@cue`.
    CueClass(Option<Box<str>>),
    /// Any form of this cue.
    Lemma(Box<str>),
    Gazetteer(List),
    Label(Label),
    Shape(Shape),
    /// One token with several properties.
    Class(Arc<TokenClass>),
    /// Words that this matches as a whole, from their start on.
    Regex(regex::Regex),
    Quote,
    NounPhrase,
    RestOfSentence,
    RestOfParagraph,
    /// What a frame finds for a source or content, from the cue outwards.
    Source(SourceAtom),
    Content(ContentAtom),
    Anchor(Anchor),
}

impl Atom {
    /// Whether it stands between tokens.
    pub fn takes_none(&self) -> bool {
        matches!(self, Atom::Anchor(_))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    SentenceStart,
    ParagraphStart,
    SentenceEnd,
    ParagraphEnd,
    /// Where the pivot begins, from which a pattern is matched outwards.
    Pivot,
}

/// What one token looks like or is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Capital,
    Caps,
    Lower,
    Initial,
    Number,
    Word,
    Verb,
    Noun,
    Adjective,
    Adverb,
    Pronoun,
    Determiner,
    Preposition,
}

/// No part may be repeated more often, and no gap be longer.
pub(super) const MOST_REPEATS: usize = 60;

/// What is wrong with a pattern, and where in it.
#[derive(Debug)]
pub(super) struct PatternError {
    pub code: &'static str,
    pub at: Range<usize>,
    pub message: String,
    pub remedy: String,
}

/// What the names in a pattern stand for.
pub(super) trait Names {
    /// The atom for `@name`.
    fn list(&self, name: &str) -> Option<Atom>;
    /// The bundled list that `@name` is, if users can add words to it.
    fn bundled(&self, name: &str) -> Option<Lists>;
    /// The pattern of `[parts]` with this name.
    fn part(&self, name: &str) -> Option<&Node>;
    /// The list of clues with this name.
    fn clues(&self, name: &str) -> Option<&[Clue]>;
    /// Whether the cue lexicon has `~lemma`.
    fn has_lemma(&self, lemma: &str) -> bool;
    /// All names for `@`, all lemmas for `~`, and for `<` all parts, to say what may be meant.
    fn known(&self, sigil: char) -> Vec<&str>;
}
