//! Why a text was tagged as it was: for each mention, entity and attribution the rule or the weights that made it, what competed with
//! it, and why that lost.
//!
//! [`Tagger::explain`] tags a text and gives reasons. It takes a few times as long as tagging, and is not what a batch wants. Reasons are
//! sentences for people; numbers beside them are the program's own: scores are probabilities, weights are in nats (2 makes yes seven times
//! as likely as no, -2 no as yes), and all weights of a decision add up to the logarithm of its odds.
//!
//! ```
//! use onrecord::Tagger;
//!
//! let explained = Tagger::default().explain("“The plan is dead,” Angela Merkel said.");
//! let cue = &explained.cues[0];
//! assert_eq!(cue.attribution, Some(0));
//! assert!(cue.judged.as_ref().unwrap().probability > 0.5);
//! assert!(explained.to_string().contains("“said”"));
//! ```

mod made_by;
mod mentions;
mod record;
mod rules;
mod show;

use serde::Serialize;

use crate::tagger::Depth;
use crate::{Document, Label, Scratch, Span, Tagger};
use made_by::in_words;

/// A tagged text with its reasons.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explanation<'t> {
    /// What was found; nothing is left out for its score or by [`TaggerBuilder::only`](crate::TaggerBuilder::only).
    pub document: Document<'t>,
    /// For each mention of the document, why it is one.
    pub mentions: Vec<MentionReasons>,
    /// For each word that makes an attribution or could have made one, why it does or does not; by start.
    pub cues: Vec<CueReasons>,
    /// What the rules of users matched, in the order in which they were asked.
    pub rules: Vec<RuleReasons>,
}

/// Why a mention is one, and of its entity.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MentionReasons {
    /// What made it.
    pub why: String,
    /// Why it belongs to its entity, or to none.
    pub entity: String,
    /// What else was proposed for its words, the likeliest first.
    pub rivals: Vec<MentionRival>,
    /// For a pronoun: the persons it could mean, the likeliest first.
    pub persons: Vec<PersonReasons>,
}

/// A mention that was proposed and is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MentionRival {
    /// Where it stands, in bytes.
    #[serde(serialize_with = "record::pair")]
    pub span: Span,
    /// What it would name; none for things such as laws.
    pub label: Option<Label>,
    /// How likely the rule that proposed it says it is.
    pub score: f32,
    /// The rule or list.
    pub by: String,
    /// Why it lost.
    pub lost: String,
}

/// A person whom a pronoun could mean.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PersonReasons {
    /// The canonical name.
    pub name: String,
    /// The mention that speaks most for it, in bytes.
    #[serde(serialize_with = "record::pair")]
    pub nearest: Span,
    /// How likely it is meant, given all its mentions.
    pub probability: f32,
    /// What speaks for and against it at that mention.
    pub reasons: Vec<Reason>,
}

/// One thing that speaks for a decision, or against it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Reason {
    /// What it is.
    pub what: String,
    /// How much it says, in nats; below 0 where it speaks against.
    pub weight: f32,
}

/// A yes or no of the model.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Judgement {
    /// How likely yes is.
    pub probability: f32,
    /// Why: those that say most first.
    pub reasons: Vec<Reason>,
}

/// Why a word makes an attribution, or why not.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CueReasons {
    /// The word, in bytes.
    #[serde(serialize_with = "record::pair")]
    pub span: Span,
    /// The index of the attribution that it makes, in [`Document::attributions`].
    pub attribution: Option<u32>,
    /// What came of it and why.
    pub why: String,
    /// Whether it is a cue, as far as the model was asked.
    pub judged: Option<Judgement>,
    /// The readings that were weighed: the one that won, if one did, first.
    pub readings: Vec<Reading>,
}

/// What may be source and content of a cue.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Reading {
    /// The source, in bytes.
    #[serde(serialize_with = "record::pairs")]
    pub source: Vec<Span>,
    /// The content, in bytes.
    #[serde(serialize_with = "record::pairs")]
    pub content: Vec<Span>,
    /// How likely all of it is right.
    pub score: f32,
    /// The rule, or "model".
    pub by: String,
    /// Why it lost; none for the one that won.
    pub lost: Option<String>,
    /// Why its words are the source, as far as the model was asked.
    pub source_reasons: Vec<Reason>,
    /// Why its words are the content.
    pub content_reasons: Vec<Reason>,
    /// Why all of it is right.
    pub reasons: Vec<Reason>,
}

/// A match of a rule of a user.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RuleReasons {
    /// Its name, SET/ID.
    pub rule: String,
    /// All that it matched, in bytes.
    #[serde(serialize_with = "record::pair")]
    pub span: Span,
    /// What came of it.
    pub why: String,
}

impl Tagger {
    /// Tags a text, and says why each mention, entity and attribution is what it is, what competed with it, and why that lost.
    ///
    /// Like tagging it never fails and takes linear time, but several times as long.
    pub fn explain<'t>(&self, text: &'t str) -> Explanation<'t> {
        let mut scratch = Scratch::default();
        let mut firings = vec![];
        let document = self.trace_to(Depth::Attributions, text, &mut scratch, &mut firings);
        let text = crate::tagger::within_reach(text);
        let mentions = mentions::reasons(self, text, &scratch, &document);
        let cues = self.explain_cues(text, &scratch, &document);
        let rules = rules::reasons(self, &document, &firings);
        Explanation {
            document,
            mentions,
            cues,
            rules,
        }
    }
}
