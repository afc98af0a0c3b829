//! Which mentions are short forms of longer names: "Geng" after "Geng Haoran", "WHO" after its full name, "the League" after "League of Rights".

use rustc_hash::{FxHashMap, FxHashSet};

use super::candidate::Candidate;
use super::evidence::{Evidence, Marks};
use super::organization::is_acronym;
use super::vocabulary::{COMPANY, NAME_SUFFIXES, NUMERALS, PARTICLES};
use crate::{Label, MentionKind, Span};

/// The full names that a string stands for, the first one of each text.
type Forms<'a> = FxHashMap<(&'a str, Label), Span>;

/// Tells the short forms among the mentions which full name they stand for.
pub(super) fn link(e: &Evidence<'_>, mentions: &mut [Candidate]) {
    let acronyms: FxHashSet<&str> = mentions
        .iter()
        .filter(|m| m.end == m.first + 1 && is_acronym(e, m.first))
        .map(|m| e.word(m.first))
        .collect();
    let mut forms = Forms::default();
    for full in mentions.iter().filter(|m| m.end > m.first + 1) {
        match full.label {
            Some(Label::Person) => person_forms(e, full, &mut forms),
            Some(Label::Org) => organization_forms(e, full, &acronyms, &mut forms),
            _ => {}
        }
    }
    for mention in mentions.iter_mut() {
        let Some(label) = mention.label else { continue };
        // "De Wit" for "Joost de Wit".
        let particle = mention.end > mention.first + 1
            && PARTICLES.contains(&e.word(mention.first).to_lowercase().as_str());
        let last = particle
            .then(|| e.word(mention.end - 1))
            .unwrap_or_default();
        let full = forms.get(&(&e.text[mention.span], label));
        if let Some(&full) = full.or_else(|| forms.get(&(last, label))) {
            mention.kind = MentionKind::Short;
            mention.antecedent = Some(full);
            if has_particle(e, mention, full) {
                mention.first -= 1;
                mention.span = e.span(mention.first, mention.end);
            }
        }
    }
    for i in 1..mentions.len() {
        // A name in brackets behind an organization is its short form: "National Weather Agency (Sinwet)".
        let (full, short) = (&mentions[i - 1], &mentions[i]);
        let beside = short.first == full.end + 1
            && e.kind(full.end) == Some(crate::text::TokenKind::BracketOpen)
            && short.end == short.first + 1;
        if beside && full.label == Some(Label::Org) && short.label == Some(Label::Org) {
            let full = full.span;
            mentions[i].kind = MentionKind::Short;
            mentions[i].antecedent = Some(full);
        }
    }
}

/// Whether the particle of the full name stands before a surname that was found without it: "De Wit" for "Joost de Wit".
fn has_particle(e: &Evidence<'_>, surname: &Candidate, full: Span) -> bool {
    let before = e.before(surname.first);
    if surname.label != Some(Label::Person) || before.len() > 5 {
        return false;
    }
    let particle = before.to_lowercase();
    PARTICLES.contains(&particle.as_str())
        && e.text[full].to_lowercase().ends_with(&format!(
            "{particle} {}",
            e.text[surname.span].to_lowercase()
        ))
}

/// "Geng" and "Haoran" for "Geng Haoran"; "Smith" and "Ann" for "Ann Smith".
fn person_forms<'a>(e: &Evidence<'a>, full: &Candidate, forms: &mut Forms<'a>) {
    let mut end = full.end;
    let suffix = |i: usize| NAME_SUFFIXES.contains(&e.word(i)) || NUMERALS.contains(&e.word(i));
    while end > full.first && suffix(end - 1) {
        end -= 1;
    }
    let mut add = |first: usize, end: usize| {
        forms
            .entry((&e.text[e.span(first, end)], Label::Person))
            .or_insert(full.span);
    };
    for i in full.first..end {
        let named = e.capital(i) && !e.is(i, Marks::TITLE | Marks::FUNCTION | Marks::CALENDAR);
        if named && e.word(i).len() > 1 {
            add(i, i + 1);
        }
        // With its particle and without given names: "van Gogh", "Garcia Lopez".
        if i > full.first && i + 1 < end {
            add(i, end);
        }
    }
}

/// The acronym of the capitals, the name without its company suffix, and "the League" for "League of Rights".
fn organization_forms<'a>(
    e: &Evidence<'a>,
    full: &Candidate,
    acronyms: &FxHashSet<&'a str>,
    forms: &mut Forms<'a>,
) {
    let mut add = |text: &'a str| {
        forms.entry((text, Label::Org)).or_insert(full.span);
    };
    let company = |i: usize| COMPANY.contains(&e.word(i).trim_end_matches('.'));
    let mut end = full.end;
    while end > full.first + 1 && company(end - 1) {
        end -= 1;
    }
    let plain = Marks::COMMON | Marks::DEMONYM | Marks::PLACE;
    if end < full.end && !(full.first..end).all(|i| e.is(i, plain)) {
        add(&e.text[e.span(full.first, end)]);
    }
    for i in full.first..full.end {
        if e.is(i, Marks::ORG_HEAD) && !company(i) {
            add(e.word(i));
        }
    }
    let first = e.word(full.first);
    if !e.is(full.first, plain) && e.capital(full.first) {
        add(first);
    }
    let initials: String = (full.first..full.end)
        .filter(|&i| e.capital(i))
        .filter_map(|i| e.word(i).chars().next())
        .collect();
    if let Some(&acronym) = acronyms.get(initials.as_str()) {
        add(acronym);
    }
}
