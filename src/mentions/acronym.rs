//! Acronyms: "World Health Organization (WHO)", and those that stand alone.

use super::candidate::Candidate;
use super::evidence::{Evidence, Marks};
use super::organization::is_acronym;
use crate::rules::Lists;
use crate::text::TokenKind;
use crate::{Label, MentionKind};

/// How many words before its bracket an acronym stands for at most.
const REACH: usize = 12;

pub(super) fn propose(e: &Evidence<'_>, out: &mut Vec<Candidate>) {
    for i in 0..e.len() {
        if !is_acronym(e, i) {
            continue;
        }
        let bracketed = i > 1
            && e.kind(i - 1) == Some(TokenKind::BracketOpen)
            && e.kind(i + 1) == Some(TokenKind::BracketClose);
        match bracketed.then(|| long_form(e, i)).flatten() {
            Some(first) => {
                let thing = e.listed(i - 2, Lists::THINGS);
                let label = (!thing).then_some(Label::Org);
                let name = first..i - 1;
                // "Body Mass Index (BMI)": words of the language, and none of an organization.
                let common = name.clone().all(|i| {
                    e.is(i, Marks::COMMON | Marks::FUNCTION)
                        && !e.is(i, Marks::ORG_HEAD | Marks::ORG_SUFFIX)
                });
                let score = if common { 0.45 } else { 0.93 };
                out.push(Candidate::name(
                    e.span(first, i - 1),
                    name,
                    label,
                    score,
                    "mention:acronym-name",
                ));
                out.push(Candidate::name(
                    e.token(i).span,
                    i..i + 1,
                    label,
                    score,
                    "mention:acronym",
                ));
            }
            None => lone(e, i, out),
        }
    }
}

/// A single name in brackets behind an organization is its short form: "National Weather Agency (Sinwet)".
pub(super) fn propose_brackets(e: &Evidence<'_>, chosen: &[Candidate], all: &mut Vec<Candidate>) {
    for full in chosen {
        let i = full.end + 1;
        let short = full.label == Some(Label::Org)
            && e.kind(full.end) == Some(TokenKind::BracketOpen)
            && e.kind(i + 1) == Some(TokenKind::BracketClose)
            && e.capital(i)
            && !e.is(i, Marks::PLACE | Marks::DEMONYM | Marks::CALENDAR);
        if short {
            let mut candidate = Candidate::name(
                e.token(i).span,
                i..i + 1,
                Some(Label::Org),
                0.8,
                "mention:acronym",
            );
            candidate.kind = MentionKind::Short;
            candidate.antecedent = Some(full.span);
            all.push(candidate);
        }
    }
}

/// The first token of the name before the bracket whose capitals the acronym is made of.
fn long_form(e: &Evidence<'_>, acronym: usize) -> Option<usize> {
    let letters: Vec<char> = e
        .word(acronym)
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect();
    let mut left = letters.len();
    let mut i = acronym - 1;
    let from = i.saturating_sub(REACH);
    while i > from && left > 0 {
        i -= 1;
        if !e.joined(i) {
            return None;
        }
        let first = e.word(i).chars().next()?;
        if first.to_uppercase().eq(letters[left - 1].to_uppercase()) {
            left -= 1;
            if left == 0 && e.capital(i) {
                return Some(i);
            }
        } else if e.capital(i) && left == letters.len() {
            return None;
        }
    }
    None
}

/// "the XYZ", "XYZ said", "XYZ researcher".
fn lone(e: &Evidence<'_>, i: usize, out: &mut Vec<Candidate>) {
    if e.is(i, Marks::PLACE | Marks::DEMONYM) || e.word(i).len() > 6 {
        return;
    }
    let mut score: f32 = 0.45;
    if i > 0 && e.joined(i - 1) && matches!(e.word(i - 1), "the" | "The") {
        score += 0.15;
    }
    if e.listed(i + 1, Lists::SAYING) {
        score += 0.25;
    }
    if e.is(i + 1, Marks::ROLE_END) {
        score += 0.2;
    }
    if e.kind(i + 1) == Some(TokenKind::Clitic) {
        score += 0.1;
    }
    out.push(Candidate::name(
        e.token(i).span,
        i..i + 1,
        Some(Label::Org),
        score,
        "mention:lone-acronym",
    ));
}
