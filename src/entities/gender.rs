//! The gender that a name or the words before it tell, for the choice of pronouns.

use super::Context;
use crate::Span;
use crate::gazetteer::{Entry, Flags, Gender, List};
use crate::rules::{Lists, Vocabulary};

/// The gender that a word tells by itself.
pub(super) fn of_word(vocabulary: &Vocabulary, word: &str) -> Option<Gender> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let lists = vocabulary.lists(&word);
    if lists.contains(Lists::FEMALE) {
        Some(Gender::Female)
    } else if lists.contains(Lists::MALE) {
        Some(Gender::Male)
    } else {
        None
    }
}

/// How many must have had a name as given name for each one who has it as surname, so that it tells a gender where it stands alone:
/// "Elizabeth" does, "James" does not.
const MOSTLY_GIVEN: u64 = 50;

/// The gender of the person named by the span: by a title or noun before it, by the given name in it.
pub(super) fn of_name(context: &Context<'_>, span: Span) -> Option<Gender> {
    let tokens = context.tokens(span);
    let before = tokens
        .start
        .checked_sub(1)
        .filter(|&b| context.p.token(b).sentence == context.p.token(tokens.start).sentence);
    let told = before
        .and_then(|b| of_word(context.vocabulary, context.p.word(b)))
        .or_else(|| {
            // "Sir Elton John", but "Susan King".
            let first = tokens.start..tokens.end - 1;
            first
                .map(|k| context.p.word(k))
                .find_map(|word| of_word(context.vocabulary, word))
        });
    if told.is_some() {
        return told;
    }
    let alone = tokens.len() < 2;
    let given = |k: usize| {
        let token = context.p.token(k).span;
        let names = || {
            let hits = context.hits_at(token.start).iter();
            hits.filter(|hit| hit.span == token)
                .map(|hit| context.gazetteer.entry(hit.entry))
        };
        let bearers = |list| -> u64 {
            let names = names().filter(|name| name.list == list);
            names.map(|name| u64::from(name.prior)).sum()
        };
        let surname = |entry: &Entry<'_>| {
            entry.flags.contains(Flags::SURNAME)
                && bearers(List::GivenNames) < bearers(List::Surnames) * MOSTLY_GIVEN
        };
        names()
            .filter(|entry| entry.list == List::GivenNames)
            .filter(|entry| !alone || !surname(entry))
            .find_map(|entry| entry.gender)
    };
    // The surname says nothing, and "MacKenzie" alone is one; a Chinese name has its given name last.
    let last = if alone { tokens.end } else { tokens.end - 1 };
    (tokens.start..last).find_map(given)
}
