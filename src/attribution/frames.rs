//! Frames: in which order source, cue and content stand. Rules of the kind `frame` are compiled into these.

use super::complement::Complement;
use super::cues::CueKind;
use super::verb_group::VerbForm;

/// An order of source, cue and content, with the conditions under which it is looked for.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// "rule:" and the name, as the output has it.
    pub by: String,
    /// By which number the model knows it.
    pub known: u32,
    /// What stands before the cue, nearest first.
    pub left: Vec<Atom>,
    /// What stands behind the cue, nearest first.
    pub right: Vec<Atom>,
    /// For each cue of the lexicon whether it may be the cue here; none for any.
    pub cues: Option<Vec<bool>>,
    pub conditions: Conditions,
}

/// What a frame asks of the cue beside its words, and what it is worth.
#[derive(Clone, Debug)]
pub(crate) struct Conditions {
    pub kind: CueKind,
    pub form: VerbForm,
    pub complement: Option<Vec<Complement>>,
    /// Whether content may go on behind what the pattern covers: `"No," she said. "Never."`
    pub goes_on: bool,
    /// By whether somebody is addressed, then by complement.
    pub scores: [[f32; 8]; 2],
}

impl Frame {
    /// How much more or less often than the lexicon's strength the whole attribution is right.
    pub fn score(&self, complement: Complement, addressed: bool) -> f32 {
        self.conditions.scores[usize::from(addressed)][complement as usize]
    }
}

/// One element of a frame.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Atom {
    /// A word, or one of several, in small letters.
    Words(Vec<Box<str>>),
    /// A comma that must stand there.
    Comma,
    /// A comma that may stand there.
    MaybeComma,
    /// The start of the sentence, but for a conjunction.
    Start,
    Source(SourceAtom),
    Content(ContentAtom),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SourceAtom {
    /// The noun phrase that stands there, with its apposition.
    Np,
    /// The noun phrase without an apposition that could be a clause.
    Strict,
    /// The source of the sentence's cue before this one, or the subject of the sentence.
    Same,
    /// A possessor: "her", "Lee's".
    Owner,
    /// The capitalised line up to here: a speaker's name before a colon.
    Name,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContentAtom {
    /// Left: the quotation that ends there, with the words of its sentence.
    Quoted,
    /// Left: the clause from the start of the sentence. Right: the clause up to its end.
    Clause,
    /// Left: all of the sentence up to here. Right: whatever follows the cue, by its complement.
    Any,
    /// Left: a noun phrase that is what the cue is about.
    Subject,
    /// Right: the rest of the paragraph.
    Paragraph,
    /// Right: the quotation that follows.
    Quotation,
}

/// The frames of a tagger.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frames {
    /// Those that are bundled first.
    pub list: Vec<Frame>,
    /// In which order they are tried; the first that fits makes the attribution.
    pub order: Vec<u32>,
    /// How many of them are bundled.
    pub bundled: usize,
}
