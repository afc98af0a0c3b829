//! Names of places: by head ("Lake X"), by suffix ("X River"), by what stands around them.

use super::candidate::Candidate;
use super::evidence::{Evidence, Marks};
use crate::Label;
use crate::rules::Lists;
use crate::text::{Shape, TokenKind};
use crate::words::Tag;

/// How many words a place's name goes to the left of its suffix.
const REACH: usize = 4;

pub(super) fn propose(e: &Evidence<'_>, out: &mut Vec<Candidate>) {
    for i in 0..e.len() {
        if !part(e, i) {
            continue;
        }
        if e.is(i, Marks::PLACE_HEAD) {
            head(e, i, out);
        }
        if e.is(i, Marks::PLACE_SUFFIX) {
            suffix(e, i, out);
        }
        if e.listed(i, Lists::PLACES_OF) {
            of(e, i, out);
        }
        around(e, i, out);
    }
    dateline(e, out);
}

/// A capitalised word that may be part of a place's name.
fn part(e: &Evidence<'_>, i: usize) -> bool {
    e.capital(i)
        && !e.is(
            i,
            Marks::CALENDAR | Marks::DEMONYM | Marks::TITLE | Marks::TITLE_CASE | Marks::CAPS_LINE,
        )
        && !(e.is(i, Marks::FUNCTION) && !e.is(i, Marks::PLACE))
}

fn push(
    e: &Evidence<'_>,
    first: usize,
    end: usize,
    score: f32,
    by: &'static str,
    out: &mut Vec<Candidate>,
) {
    out.push(Candidate::name(
        e.span(first, end),
        first..end,
        Some(Label::Place),
        score,
        by,
    ));
}

/// "Lake Placid", "San Marino", "South Kivu".
fn head(e: &Evidence<'_>, i: usize, out: &mut Vec<Candidate>) {
    if !e.joined(i) || !part(e, i + 1) || e.is(i + 1, Marks::ORG_SUFFIX | Marks::ORG_HEAD) {
        return;
    }
    let next = i + 1;
    let score = if e.listed(i, Lists::GEOGRAPHIC) {
        0.85
    } else if !e.is(i, Marks::COMMON) {
        // "San", "El": articles and saints begin names of people too.
        if e.is(i, Marks::NAME) { 0.55 } else { 0.75 }
    } else if e.is(next, Marks::PLACE) {
        0.85
    } else if e.is(next, Marks::COMMON | Marks::NAME) {
        0.4
    } else {
        0.6
    };
    push(e, i, next + 1, score, "mention:place-head", out);
}

/// "Nile River", "Orange County", "Jalan Besar Road".
fn suffix(e: &Evidence<'_>, last: usize, out: &mut Vec<Candidate>) {
    let mut first = last;
    while first > 0 && first + REACH > last && e.joined(first - 1) && part(e, first - 1) {
        if e.starts_sentence(first - 1)
            && e.capital_by_place(first - 1)
            && !e.is(first - 1, Marks::NAME)
        {
            break;
        }
        first -= 1;
    }
    if first < last {
        push(e, first, last + 1, 0.85, "mention:place-suffix", out);
    }
}

/// "City of York", "Port of Antwerp".
fn of(e: &Evidence<'_>, i: usize, out: &mut Vec<Candidate>) {
    let first = i + 2;
    if !e.joined(i) || !e.joined(i + 1) || e.word(i + 1) != "of" || !part(e, first) {
        return;
    }
    let mut end = first + 1;
    while end < first + 3 && e.joined(end - 1) && part(e, end) {
        end += 1;
    }
    push(e, i, end, 0.85, "mention:place-head", out);
}

/// "in X", "X, Kenya", "X province", "the village of X".
fn around(e: &Evidence<'_>, first: usize, out: &mut Vec<Candidate>) {
    let unit = e.shape(first).contains(Shape::ABBREVIATION)
        || e.kind(first + 1) == Some(TokenKind::Number);
    if unit && !e.is(first, Marks::PLACE) {
        return;
    }
    let inside = first > 0 && e.joined(first - 1) && part(e, first - 1);
    if inside || e.starts_sentence(first) && e.is(first, Marks::COMMON) {
        return;
    }
    let mut end = first + 1;
    while end < first + 4 && e.joined(end - 1) && part(e, end) {
        end += 1;
    }
    let acronym = end == first + 1 && e.shape(first).contains(Shape::ALL_CAPS);
    let common = (first..end)
        .filter(|&i| e.is(i, Marks::COMMON | Marks::SEEN_SMALL | Marks::ORG_SUFFIX))
        .count();
    let mut doubt = 0.2 * common as f32;
    if (first..end).any(|i| e.is(i, Marks::SURE_GIVEN)) {
        doubt += 0.25;
    }
    if acronym {
        doubt += if e.listed(first, Lists::OTHER_ACRONYMS) {
            1.0
        } else {
            0.3
        };
    }
    // "in Qorvi communities": an adjective. "in Harmon's files": a possessor.
    if e.joined(end - 1)
        && (matches!(e.tag(end), Tag::Noun | Tag::Plural) || e.kind(end) == Some(TokenKind::Clitic))
    {
        doubt += 0.2;
    }
    let before = e.before(first);
    let mut score: f32 = 0.0;
    let noun = end < e.len() && e.joined(end - 1) && e.listed(end, Lists::PLACE_NOUNS);
    if noun {
        score = 0.85;
    }
    if before == "of" && first > 1 {
        let noun = e.word(first - 2);
        if e.vocabulary.has(Lists::PLACE_NOUNS, noun) || e.vocabulary.has(Lists::BEARINGS, noun) {
            score = score.max(0.85);
        }
    }
    if e.vocabulary.has(Lists::PLACE_ADJECTIVES, before) {
        score = score.max(0.7);
    }
    // "X, Kenya": a place behind a comma that ends there.
    let wider = e.kind(end) == Some(TokenKind::Comma)
        && e.joined(end)
        && e.is(end + 1, Marks::PLACE | Marks::IN_PLACE)
        && e.capital(end + 1);
    let locative = e.vocabulary.has(Lists::LOCATIVE, before);
    if wider && !e.is(first, Marks::COUNTRY) {
        score = score.max(
            if locative || matches!(before, "from" | "at" | "of" | "to") {
                0.9
            } else {
                0.7
            },
        );
    }
    if locative {
        score = score.max(0.68);
    } else if matches!(before, "from" | "at") {
        score = score.max(0.45);
    }
    if score - doubt > 0.3 {
        push(e, first, end, score - doubt, "mention:place-context", out);
    }
}

/// "BEIJING, Nov 24", "GENEVA (AP) —", "Nairobi —": at the start of a paragraph.
fn dateline(e: &Evidence<'_>, out: &mut Vec<Candidate>) {
    for paragraph in &e.views.paragraphs {
        let first = paragraph.first as usize;
        if e.is(first, Marks::CLOSED) || !e.capital(first) {
            continue;
        }
        let limit = (paragraph.end as usize).min(first + 4);
        let mut end = first + 1;
        while end < limit && e.capital(end) {
            end += 1;
        }
        let caps = (first..end).all(|i| e.shape(i).contains(Shape::ALL_CAPS));
        let mark = end < paragraph.end as usize
            && (matches!(e.kind(end), Some(TokenKind::Dash | TokenKind::BracketOpen))
                || e.kind(end) == Some(TokenKind::Comma)
                    && (e.is(end + 1, Marks::CALENDAR) || caps));
        if mark && caps {
            push(e, first, end, 0.85, "mention:dateline", out);
        }
    }
}
