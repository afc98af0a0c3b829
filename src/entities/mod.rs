//! Entities: which mentions name the same person, organization or place, what is said of their role, and whom pronouns mean.
//!
//! Mentions come in without an entity; they leave with one, where there is one, and with the role mentions ("the spokesman") and pronouns
//! of the text added. Everything is decided by rules over the mentions and the words around them, in one pass each.

mod antecedent;
mod bare_name;
mod description;
mod doubtful;
mod explain;
mod features;
mod gender;
mod group;
mod kin;
mod names;
mod pronoun;
mod role_mention;
#[cfg(test)]
mod tests;
mod told;
#[cfg(feature = "train")]
pub(crate) mod train;

pub(crate) use explain::pronouns;
pub(crate) use told::{NamedEntity, Told, mention_in};

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::gazetteer::{Gazetteer, Gender, Hit, hits_at};
use crate::rules::Vocabulary;
use crate::words::Phrases;
use crate::{Candidate, Entity, EntityId, Label, Mention, Span};

/// What all rules of this stage look at.
#[derive(Clone, Copy)]
struct Context<'a> {
    p: Phrases<'a>,
    gazetteer: &'a Gazetteer,
    vocabulary: &'a Vocabulary,
    /// All hits of the gazetteer, by start.
    hits: &'a [Hit],
}

/// An entity while its mentions are collected.
#[derive(Clone, Debug)]
struct Draft {
    label: Label,
    name: String,
    kb: Option<String>,
    role: Option<String>,
    affiliation: Option<String>,
    gender: Option<Gender>,
    facts: Facts,
}

/// What else the gazetteer has of an entity.
#[derive(Clone, Debug, Default)]
struct Facts {
    sub_label: Option<String>,
    features: BTreeMap<String, String>,
    candidates: Vec<Candidate>,
}

/// Groups the mentions of a text into entities, and adds role mentions and, if they are asked for, pronouns.
///
/// `mentions` must be sorted by start and not overlap; afterwards that holds again. `told` is what rules say of them.
pub(crate) fn resolve(
    p: Phrases<'_>,
    gazetteer: &Gazetteer,
    vocabulary: &Vocabulary,
    hits: &[Hit],
    pronouns: bool,
    told: &[Told<'_>],
    mentions: &mut Vec<Mention>,
) -> Vec<Entity> {
    let context = Context {
        p,
        gazetteer,
        vocabulary,
        hits,
    };
    let mut drafts = group::group(&context, mentions);
    told::apply(&context, mentions, &mut drafts, told);
    description::describe(&context, mentions, &mut drafts);
    role_mention::add(&context, mentions, &drafts);
    if pronouns {
        pronoun::add(&context, mentions, &mut drafts);
    }
    let mut entities: Vec<Entity> = drafts
        .into_iter()
        .enumerate()
        .map(|(id, draft)| Entity {
            id: EntityId(id as u32),
            label: draft.label,
            name: draft.name,
            kb: draft.kb,
            role: draft.role,
            affiliation: draft.affiliation,
            gender: draft.gender.filter(|_| draft.label == Label::Person),
            sub_label: draft.facts.sub_label,
            features: draft.facts.features,
            candidates: draft.facts.candidates,
            mentions: vec![],
        })
        .collect();
    for (index, mention) in mentions.iter().enumerate() {
        if let Some(id) = mention.entity {
            entities[id.index()].mentions.push(index as u32);
        }
    }
    entities
}

/// Adds the names that only a pronoun beside them tells; before rules of the user, so that these can take them back.
pub(crate) fn add_bare_names(
    p: Phrases<'_>,
    gazetteer: &Gazetteer,
    vocabulary: &Vocabulary,
    hits: &[Hit],
    mentions: &mut Vec<Mention>,
) {
    let context = Context {
        p,
        gazetteer,
        vocabulary,
        hits,
    };
    doubtful::tell(&context, mentions);
    bare_name::add(&context, mentions);
}

impl<'a> Context<'a> {
    fn text(&self, span: Span) -> &'a str {
        &self.p.text[span]
    }

    /// The tokens of a span: from the one that holds its start to one past the one that holds its last byte.
    fn tokens(&self, span: Span) -> std::ops::Range<usize> {
        let tokens = &self.p.views.tokens;
        let first = tokens.partition_point(|t| t.span.end <= span.start);
        let end = first + tokens[first..].partition_point(|t| t.span.start < span.end);
        first..end
    }

    /// The first token of the sentence of token `i`, and one past its last.
    fn sentence(&self, i: usize) -> std::ops::Range<usize> {
        let sentence = &self.p.views.sentences[self.p.token(i).sentence as usize];
        sentence.first as usize..sentence.end as usize
    }

    /// The hits of exactly the span.
    fn hits_of(&self, span: Span) -> &'a [Hit] {
        hits_at(self.hits, span)
    }

    /// The hits that begin where the span begins.
    fn hits_at(&self, start: u32) -> &'a [Hit] {
        let first = self.hits.partition_point(|hit| hit.span.start < start);
        let len = self.hits[first..].partition_point(|hit| hit.span.start == start);
        &self.hits[first..first + len]
    }
}

/// The text with every run of white space as one space: what a name that goes over a line break is called.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    let spaces = |text: &str| text.contains("  ") || text.starts_with(' ') || text.ends_with(' ');
    let other = |b: u8| !b.is_ascii() || b < b' ';
    if !text.bytes().any(other) && !spaces(text) {
        return text.into();
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").into()
}
