//! Names of organizations by head ("Ministry of X") and by suffix ("X Inc."); what is told by the words around is in data/rules/mentions.toml.

use super::candidate::Candidate;
use super::evidence::{Evidence, Marks};
use crate::Label;
use crate::rules::Lists;
use crate::text::TokenKind;

/// How far a name goes to the left or right of its head or suffix, in tokens.
const REACH: usize = 8;

pub(super) fn propose(e: &Evidence<'_>, out: &mut Vec<Candidate>) {
    for i in 0..e.len() {
        if !e.capital(i) {
            continue;
        }
        if e.listed(i, Lists::THINGS) {
            head(e, i, None, out);
            suffix(e, i, None, out);
        } else if e.is(i, Marks::ORG_SUFFIX | Marks::ORG_HEAD) {
            if e.is(i, Marks::ORG_HEAD) {
                head(e, i, Some(Label::Org), out);
            }
            suffix(e, i, Some(Label::Org), out);
        }
    }
}

/// "Ministry of Public Security", "Bank of England", "Commission on Human Rights".
fn head(e: &Evidence<'_>, head: usize, label: Option<Label>, out: &mut Vec<Candidate>) {
    let Some(end) = complement(e, head) else {
        return;
    };
    let first = left_end(e, head);
    let caps = e.is(head, Marks::CAPS_LINE | Marks::TITLE_CASE);
    let (score, by) = match label {
        _ if caps => (0.6, "mention:org-head"),
        Some(_) => (0.93, "mention:org-head"),
        None => (0.8, "mention:thing"),
    };
    let span = e.span(first, end);
    out.push(Candidate::name(span, first..end, label, score, by));
}

/// The end of "of X", "for X and Y" behind a head.
fn complement(e: &Evidence<'_>, head: usize) -> Option<usize> {
    if !e.joined(head)
        || !matches!(
            e.word(head + 1),
            "of" | "for"
                | "on"
                | "de"
                | "del"
                | "da"
                | "do"
                | "des"
                | "du"
                | "für"
                | "against"
                | "OF"
                | "FOR"
        )
    {
        return None;
    }
    let mut end = head + 2;
    if e.word(end) == "the" || e.word(end) == "THE" {
        end += 1;
    }
    if !part(e, end) || !e.joined(head + 1) {
        return None;
    }
    end += 1;
    while end < head + REACH * 2 {
        if !e.joined(end - 1) {
            break;
        }
        if part(e, end) {
            end += 1;
        } else if let Some(next) = connector(e, end) {
            end = next;
        } else {
            break;
        }
    }
    Some(end)
}

/// Behind a part of a head's complement: "and Trade", ", Forestry and Fisheries", "of Chile", "'s Affairs".
fn connector(e: &Evidence<'_>, i: usize) -> Option<usize> {
    // Fields of work are words of the language; a name behind "and" is another name.
    let field = |i: usize| {
        part(e, i)
            && e.is(i, Marks::COMMON)
            && !e.is(
                i,
                Marks::SURE_GIVEN | Marks::SURE_SURNAME | Marks::PLACE | Marks::ORG,
            )
    };
    match e.word(i) {
        "and" | "&" if field(i + 1) && e.is(i - 1, Marks::COMMON) => Some(i + 2),
        "of" | "for" | "on" if part(e, i + 1) => Some(i + 2),
        "of" | "for" | "on" if e.word(i + 1) == "the" && part(e, i + 2) => Some(i + 3),
        "," if field(i + 1) && e.is(i - 1, Marks::COMMON) && list_goes_on(e, i + 2) => Some(i + 2),
        _ if e.kind(i) == Some(TokenKind::Clitic)
            && e.is(i - 1, Marks::COMMON)
            && part(e, i + 1) =>
        {
            Some(i + 2)
        }
        _ => None,
    }
}

/// Whether an enumeration of capitals ends in "and X" within a few words.
fn list_goes_on(e: &Evidence<'_>, from: usize) -> bool {
    (from..from + 4).any(|i| matches!(e.word(i), "and" | "&") && e.capital(i + 1))
}

/// A capitalised word inside a name of an organization.
fn part(e: &Evidence<'_>, i: usize) -> bool {
    (e.capital(i) || e.kind(i) == Some(TokenKind::Number) && e.capital(i + 1))
        && !e.is(i, Marks::CALENDAR)
        && !(e.is(i, Marks::FUNCTION)
            && !e.is(i, Marks::NAME | Marks::PLACE)
            && (e.starts_sentence(i)
                || !matches!(e.word(i), "First" | "Second" | "Third" | "One" | "All")))
}

/// "X University", "X & Y Inc."; things such as laws in the same way.
fn suffix(e: &Evidence<'_>, last: usize, label: Option<Label>, out: &mut Vec<Candidate>) {
    let first = left_end(e, last);
    let mut end = last + 1;
    // "Co., Ltd."
    if e.kind(end) == Some(TokenKind::Comma)
        && matches!(e.word(end + 1), "Ltd" | "Ltd." | "Inc" | "Inc.")
        && label.is_some()
    {
        end += 2;
    }
    if first == last {
        return;
    }
    let named = (first..last).any(|i| {
        e.is(
            i,
            Marks::PLACE | Marks::IN_PLACE | Marks::DEMONYM | Marks::ORG,
        ) || !e.is(i, Marks::COMMON | Marks::SEEN_SMALL) && e.kind(i) == Some(TokenKind::Word)
    });
    let word = e.word(last);
    let score = match label {
        _ if e.is(last, Marks::TITLE_CASE | Marks::CAPS_LINE) => 0.45,
        None => 0.8,
        Some(_) if e.vocabulary.has(Lists::PLACE_FIRST, word) => 0.5,
        Some(_) if e.vocabulary.has(Lists::WEAK_SUFFIXES, word) => {
            if named {
                0.75
            } else {
                0.4
            }
        }
        Some(_) if named => 0.88,
        Some(_) => 0.8,
    };
    let by = if label.is_some() {
        "mention:org-suffix"
    } else {
        "mention:thing"
    };
    out.push(Candidate::name(
        e.span(first, end),
        first..end,
        label,
        score,
        by,
    ));
}

/// The first token of the name that holds token `i`, to the left.
fn left_end(e: &Evidence<'_>, i: usize) -> usize {
    let mut first = i;
    while first > 0 && first + REACH > i && e.joined(first - 1) {
        let before = first - 1;
        // "President Doe Foundation" has its president's name, "Chairman Acme Inc." has not.
        if e.is(before, Marks::TITLE_END)
            && !e.is(before, Marks::ORG_HEAD | Marks::ORG_SUFFIX)
            && !part_of_name(e, before, first < i)
        {
            break;
        }
        let joins = if part(e, before) {
            !(e.capital_by_place(before)
                && !e.is(before, Marks::NAME | Marks::PLACE)
                && e.starts_sentence(before))
        } else if before > 0 && e.joined(before - 1) && part(e, before - 1) {
            match e.word(before) {
                "&" => true,
                // "Food and Drug Administration", but "Iran and the Guard Corps".
                "and" => {
                    e.is(before - 1, Marks::COMMON)
                        && e.is(first, Marks::COMMON)
                        && !e.starts_sentence(before - 1)
                }
                // "Bank of America Corp."
                "of" => e.is(before - 1, Marks::ORG_HEAD),
                // "People's Party", "Workers' Union"
                _ => {
                    e.kind(before) == Some(TokenKind::Clitic)
                        && e.is(before - 1, Marks::COMMON)
                        && !e.is(before - 1, Marks::NAME | Marks::PLACE)
                }
            }
        } else {
            false
        };
        if !joins {
            break;
        }
        first = before;
    }
    // A name begins with a capital.
    while first < i && !part(e, first) {
        first += 1;
    }
    // "the Chinese Ministry of Defence" places a ministry of that name.
    let governmental = e.listed(i, Lists::GOVERNMENTAL);
    if first < i && governmental && e.is(first, Marks::DEMONYM) {
        first += 1;
    }
    first
}

/// Whether a title stands inside a name: "Bishop Doe School", "Lagos Magistrate Court", "the Democrat Party".
fn part_of_name(e: &Evidence<'_>, title: usize, far: bool) -> bool {
    e.listed(title, Lists::NAMESAKES)
        || far && e.is(title + 1, Marks::COMMON)
        || !far
            && (e.before(title) == "the" || title > 0 && e.joined(title - 1) && part(e, title - 1))
}
