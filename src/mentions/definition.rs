//! Names that the text explains: "Blorvik is a village", "Acme, a maker of bolts,".

use super::candidate::Candidate;
use super::evidence::{Evidence, Marks};
use crate::Label;
use crate::rules::Lists;
use crate::text::TokenKind;
use crate::words::Tag;

/// How far behind the article the noun may stand.
const REACH: usize = 5;

/// A name is at most so many tokens long.
const LONGEST: usize = 4;

pub(super) fn propose(e: &Evidence<'_>, out: &mut Vec<Candidate>) {
    let mut first = 0;
    while first < e.len() {
        if !e.capital(first) {
            first += 1;
            continue;
        }
        let mut end = first + 1;
        while end < first + LONGEST && e.joined(end - 1) && e.capital(end) {
            end += 1;
        }
        if e.joined(end - 1)
            && !(e.capital_by_place(first) || e.is(first, Marks::DEMONYM | Marks::CALENDAR))
            && let Some(label) = definition(e, end)
        {
            let score = if label == Label::Person { 0.6 } else { 0.72 };
            let span = e.span(first, end);
            let by = "mention:definition";
            out.push(Candidate::name(span, first..end, Some(label), score, by));
        }
        first = end;
    }
}

/// What the words from token `i` on say that the name before them is.
fn definition(e: &Evidence<'_>, i: usize) -> Option<Label> {
    let article = match e.word(i) {
        "is" | "was" | "are" | "," => i + 1,
        _ => return None,
    };
    if !matches!(e.word(article), "a" | "an" | "the") {
        return None;
    }
    for noun in article + 1..article + 1 + REACH {
        let inside =
            e.joined(noun - 1) && matches!(e.kind(noun), Some(TokenKind::Word | TokenKind::Number));
        if !inside || e.tag(noun) == Tag::Preposition {
            return None;
        }
        // The last noun of the phrase decides: "a village school".
        let goes_on = matches!(e.tag(noun + 1), Tag::Noun | Tag::Plural) && e.joined(noun);
        if e.capital(noun) || goes_on {
            continue;
        }
        let word = e.word(noun);
        if e.vocabulary.has(Lists::PLACE_NOUNS, word) {
            return Some(Label::Place);
        } else if e.vocabulary.has(Lists::ORG_NOUNS, word) {
            return Some(Label::Org);
        } else if e.is(noun, Marks::ROLE_END) {
            // "In the north, the mayor" and "Ann, the mayor" look the same.
            return (e.word(article) != "the").then_some(Label::Person);
        } else if matches!(e.tag(noun), Tag::Noun | Tag::Plural) {
            return None;
        }
    }
    None
}
