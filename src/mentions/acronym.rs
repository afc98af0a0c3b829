//! Acronyms: "World Health Organization (WHO)", those that stand alone, and "rapid gland tests (RGT)", which name nothing.

use super::candidate::Candidate;
use super::evidence::{Evidence, Marks};
use crate::rules::Lists;
use crate::text::{Shape, TokenKind};
use crate::{Label, MentionKind};
use rustc_hash::FxHashSet;

/// How many words before its bracket an acronym stands for at most.
const REACH: usize = 12;

pub(super) fn propose(e: &Evidence<'_>, out: &mut Vec<Candidate>) {
    let mut of_words = FxHashSet::default();
    for i in 2..e.len() {
        let bracketed = e.kind(i - 1) == Some(TokenKind::BracketOpen)
            && e.kind(i + 1) == Some(TokenKind::BracketClose);
        if !bracketed || !is_name(e, i) {
            continue;
        }
        let full = long_form(e, i);
        if full.is_some_and(|first| names_nothing(e, first, i - 2)) {
            of_words.insert(e.word(i));
            continue;
        }
        let Some(first) = full.filter(|&first| e.capital(first)) else {
            // Rules see those without brackets.
            if e.word(i).len() <= 6 && !e.is(i, Marks::PLACE | Marks::DEMONYM) {
                let (span, label) = (e.token(i).span, Some(Label::Org));
                let by = "mention:lone-acronym";
                out.push(Candidate::name(span, i..i + 1, label, 0.45, by));
            }
            continue;
        };
        // "Government of National Accord" is none.
        let thing = e.listed(i - 2, Lists::THINGS) && !has_head(e, first, i - 2);
        let label = (!thing).then_some(Label::Org);
        let name = first..i - 1;
        // "Body Mass Index (BMI)": words of the language, and none of an organization.
        let common = name.clone().all(|i| {
            e.is(i, Marks::COMMON | Marks::FUNCTION)
                && !e.is(i, Marks::ORG_HEAD | Marks::ORG_SUFFIX)
        });
        let score = if common { 0.45 } else { 0.93 };
        let span = e.span(first, i - 1);
        let full = Candidate::name(span, name, label, score, "mention:acronym-name");
        let span = e.token(i).span;
        let short = Candidate::name(span, i..i + 1, label, score, "mention:acronym");
        out.extend([full, short]);
    }
    if of_words.is_empty() {
        return;
    }
    for i in (0..e.len()).filter(|&i| e.capital(i) && of_words.contains(e.word(i))) {
        let by = "mention:acronym-of-words";
        out.push(Candidate::name(e.token(i).span, i..i + 1, None, 0.97, by));
    }
}

/// Whether a long form names no organization: "rapid gland tests", "superintendent of docks".
fn names_nothing(e: &Evidence<'_>, first: usize, last: usize) -> bool {
    let last = last - usize::from(e.kind(last) == Some(TokenKind::Clitic));
    let body = e.capital(last) || e.listed(last, Lists::BODIES | Lists::ORG_NOUNS);
    let role = |i| e.is(i, Marks::ROLE_END | Marks::TITLE_END);
    // "Association of Boat Makers": those who belong to it.
    !body || role(last) && !has_head(e, first, last) || role(first) && !e.capital(first)
}

/// Whether an organization's name begins or goes on with such a word before its last one: "Association", "Government".
fn has_head(e: &Evidence<'_>, first: usize, last: usize) -> bool {
    (first..last).any(|i| e.capital(i) && e.is(i, Marks::ORG_HEAD))
}

/// Whether a word may be the acronym of a name: capitals of a line that has others.
pub(crate) fn is_acronym(word: &str, shape: Shape, marks: Marks) -> bool {
    marks.contains(Marks::CAPITAL)
        && shape.contains(Shape::ALL_CAPS)
        && (2..=8).contains(&word.len())
        && word.is_ascii()
        && !is_code(word)
        && !marks.intersects(Marks::CAPS_LINE | Marks::CLOSED)
}

/// Whether a word is made of capitals that say where something belongs: "HVT.N", "D-N.Y.", and not "U.N.".
pub(super) fn is_code(word: &str) -> bool {
    let inside = word.trim_end_matches('.');
    inside.contains('.')
        && inside.split('.').any(|part| part.len() > 1)
        && !inside.contains(char::is_lowercase)
}

/// Whether a token is an acronym, and none of those that name no organization.
pub(super) fn is_name(e: &Evidence<'_>, i: usize) -> bool {
    let word = e.word(i);
    is_acronym(word, e.shape(i), e.marks[i])
        && !e
            .vocabulary
            .has(Lists::OTHER_ACRONYMS, word.trim_end_matches('.'))
}

/// A single name in brackets behind an organization is its short form: "National Weather Agency (Sinwet)".
pub(super) fn propose_brackets(e: &Evidence<'_>, chosen: &[Candidate], all: &mut Vec<Candidate>) {
    for full in chosen {
        let i = full.end + 1;
        let short = full.label == Some(Label::Org)
            && e.kind(full.end) == Some(TokenKind::BracketOpen)
            && e.kind(i + 1) == Some(TokenKind::BracketClose)
            && e.capital(i)
            && !is_code(e.word(i))
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
            if left == 0 {
                return Some(i);
            }
        } else if e.capital(i) && left == letters.len() {
            return None;
        }
    }
    None
}
