//! The gender that a name or the words before it tell, for the choice of pronouns.

use super::Context;
use crate::Span;
use crate::gazetteer::{Flags, Gender, List};
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
            tokens
                .clone()
                .find_map(|k| of_word(context.vocabulary, context.p.word(k)))
        });
    if told.is_some() {
        return told;
    }
    let alone = tokens.len() < 2;
    let given = |k: usize| {
        let token = context.p.token(k).span;
        let names = context
            .hits_at(token.start)
            .iter()
            .filter(|hit| hit.span == token)
            .map(|hit| context.gazetteer.brief(hit.entry));
        names
            .filter(|entry| entry.list == List::GivenNames)
            .filter(|entry| !alone || !entry.flags.contains(Flags::SURNAME))
            .find_map(|entry| entry.gender)
    };
    // The surname says nothing, and "MacKenzie" alone is one; a Chinese name has its given name last.
    let last = if alone { tokens.end } else { tokens.end - 1 };
    (tokens.start..last).find_map(given)
}
