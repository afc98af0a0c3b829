//! One sense per discourse (Gale, Church and Yarowsky 1992): a word that names a company in one place of a text hardly names a person in another.

use rustc_hash::{FxHashMap, FxHashSet};

use super::candidate::{By, Candidate};
use super::evidence::{Evidence, Marks};
use crate::{Label, MentionKind};

/// The labels that a lone word may have in two places.
const LABELS: [Label; 3] = [Label::Person, Label::Org, Label::Place];
const PERSON: usize = 0;

/// So much more speaks for another label of an organization or a place: the two are often the same word, in two senses.
const TWICE: f32 = 2.0;

/// Gives a lone word that is a person here the label that it has with more evidence elsewhere in the text, unless somebody in it is called so in full
/// or with a title; and an organization or a place the other one of these, for which there is twice as much.
pub(super) fn settle(e: &Evidence<'_>, chosen: &mut [Candidate]) {
    let label_of = |c: &Candidate| LABELS.iter().position(|&label| c.label == Some(label));
    let lone = |c: &Candidate| c.end == c.first + 1 && e.span(c.first, c.end) == c.span;
    let titled = |c: &Candidate| c.first > 0 && e.is(c.first - 1, Marks::TITLE | Marks::TITLE_END);
    // How much speaks for each label of a lone word: the scores of its mentions.
    let mut senses: FxHashMap<&str, [f32; 3]> = FxHashMap::default();
    let mut persons: FxHashSet<&str> = FxHashSet::default();
    for c in chosen.iter() {
        let Some(label) = label_of(c) else { continue };
        if lone(c) {
            senses.entry(e.word(c.first)).or_default()[label] += c.score;
        }
        if label == PERSON && (!lone(c) || titled(c)) {
            persons.extend((c.first..c.end).map(|i| e.word(i)));
        }
    }
    // What a user's list or a sure rule says stays.
    let fixed = |c: &Candidate| c.is_sure() || c.by == By::Step("gazetteer:user");
    for c in chosen.iter_mut().filter(|c| lone(c) && !fixed(c)) {
        let word = e.word(c.first);
        let (Some(label), Some(sense)) = (label_of(c), senses.get(word)) else {
            continue;
        };
        let best = if sense[1] > sense[2] { 1 } else { 2 };
        let more = if label == PERSON { 1.0 } else { TWICE };
        if best != label
            && sense[best] > more * sense[label]
            && !(label == PERSON && persons.contains(word))
        {
            c.label = Some(LABELS[best]);
            (c.kind, c.antecedent) = (MentionKind::Name, None);
        }
    }
}
