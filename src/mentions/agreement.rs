//! One sense per discourse (Gale, Church and Yarowsky 1992): a word that names a company in one place of a text hardly names a person in another.

use rustc_hash::{FxHashMap, FxHashSet};

use super::candidate::{By, Candidate};
use super::evidence::{Evidence, Marks};
use crate::rules::Lists;
use crate::text::TokenKind;
use crate::words::{Classes, Tag};
use crate::{Label, MentionKind};

/// The labels that a lone word may have in two places.
const LABELS: [Label; 3] = [Label::Person, Label::Org, Label::Place];
const PERSON: usize = 0;
const PLACE: usize = 2;

/// So much more speaks for another label of an organization or a place: the two are often the same word, in two senses.
const TWICE: f32 = 2.0;

/// Gives a lone word that is a person here the label that it has with more evidence elsewhere in the text, unless somebody in it is called so in full
/// or with a title; and an organization or a place the other one of these, for which there is twice as much.
pub(super) fn settle(e: &Evidence<'_>, chosen: &mut [Candidate]) {
    let label_of = |c: &Candidate| LABELS.iter().position(|&label| c.label == Some(label));
    let lone = |c: &Candidate| c.end == c.first + 1 && e.span(c.first, c.end) == c.span;
    let titled = |c: &Candidate| c.first > 0 && e.is(c.first - 1, Marks::TITLE | Marks::TITLE_END);
    // What a user's list or a sure rule says stays.
    let fixed = |c: &Candidate| c.is_sure() || c.by == By::Step("gazetteer:user");
    settle_teams(e, chosen, fixed);
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
    for c in chosen.iter_mut().filter(|c| lone(c) && !fixed(c)) {
        let word = e.word(c.first);
        let (Some(label), Some(sense)) = (label_of(c), senses.get(word)) else {
            continue;
        };
        let best = if sense[1] > sense[2] { 1 } else { 2 };
        let more = if label == PERSON { 1.0 } else { TWICE };
        // "In Oslo" is the town, however often its team is named.
        let there = label == PLACE && e.vocabulary.has(Lists::LOCATIVE, e.before(c.first));
        if best != label
            && !there
            && sense[best] > more * sense[label]
            && !(label == PERSON && persons.contains(word))
        {
            c.label = Some(LABELS[best]);
            (c.kind, c.antecedent) = (MentionKind::Name, None);
        }
    }
}

/// From so many towns on whose teams a text tells of, it is about sport.
const SPORT: usize = 3;

/// A town whose team a sure rule has found ("beat Oslo 2-1") is its team throughout the text, but where something leads to a place ("in Oslo"), a
/// comma or bracket says where it lies, and in datelines. Where a text tells of many teams, each town that does something is one.
fn settle_teams(e: &Evidence<'_>, chosen: &mut [Candidate], fixed: impl Fn(&Candidate) -> bool) {
    let is_place = |i: usize| e.is(i, Marks::PLACE | Marks::IN_PLACE) && !e.is(i, Marks::COUNTRY);
    let is_town = |c: &Candidate| is_place(c.first) && is_place(c.end - 1);
    let text = |c: &Candidate| &e.text[c.span];
    let sure_team = |c: &&Candidate| c.label == Some(Label::Org) && c.is_sure() && is_town(c);
    let teams: FxHashSet<&str> = chosen.iter().filter(sure_team).map(text).collect();
    if teams.is_empty() {
        return;
    }
    let leads = |i: usize| e.words[i].classes.contains(Classes::PREPOSITION);
    let placed = |c: &Candidate| {
        let behind = e.word(c.end);
        // "Lund, Texas" and "a Texas paper".
        let before = c.first.checked_sub(1);
        let within = before.is_some_and(|i| {
            leads(i) || e.tag(i) == Tag::Determiner || e.word(i) == "," && i > 0 && e.capital(i - 1)
        });
        within
            || e.capital(c.end) && e.joined(c.end - 1)
            || e.kind(c.end) == Some(TokenKind::BracketOpen)
            || behind == "," && e.capital(c.end + 1)
            || behind.len() == DATE.len() && behind.matches('-').count() == 2
    };
    let acts = |c: &Candidate| {
        let before = c.first.checked_sub(1).map(|i| e.tag(i));
        is_town(c)
            && e.tag(c.end).is_finite()
            && !matches!(
                before,
                Some(Tag::Determiner | Tag::Adjective | Tag::Noun | Tag::Name)
            )
    };
    for c in chosen.iter_mut() {
        let place = c.label == Some(Label::Place) && !fixed(c) && !placed(c);
        if place && (teams.contains(text(c)) || teams.len() >= SPORT && acts(c)) {
            c.label = Some(Label::Org);
            (c.kind, c.antecedent) = (MentionKind::Name, None);
        }
    }
}

/// As the wires of the nineties have it behind the town of a dateline.
const DATE: &str = "1996-08-19";
