//! Roles and affiliations: "defense ministry spokesman Lee", "Lee, an expert at Lund University,".

use std::ops::Range;

use super::{Context, Draft, gender, one_line};
use crate::gazetteer::List;
use crate::rules::Lists;
use crate::text::TokenKind;
use crate::words::{Classes, Tag};
use crate::{Label, Mention};

/// No apposition is longer.
const LONGEST: usize = 40;

/// Writes roles and affiliations into the persons' entities; the first one that the text gives stays.
pub(super) fn describe(context: &Context<'_>, mentions: &[Mention], drafts: &mut [Draft]) {
    for (index, mention) in mentions.iter().enumerate() {
        let (Label::Person, Some(id)) = (mention.label, mention.entity) else {
            continue;
        };
        let tokens = context.tokens(mention.span);
        // "Dr. Lee, professor of law,": what she is says more than how she is addressed.
        let addressed = tokens.start > 0
            && context
                .p
                .is(tokens.start - 1, &["Dr", "Dr.", "Prof", "Prof."]);
        let title = before(context, mentions, index, tokens.start);
        let (first, last) = if addressed {
            (None, title)
        } else {
            (title, None)
        };
        let found = first
            .or_else(|| behind(context, mentions, index, tokens.end))
            .or(last)
            .or_else(|| apposed_before(context, mentions, index, tokens.clone()));
        let Some(description) = found else { continue };
        let affiliation = description
            .affiliation
            .map(|other| affiliation(context, mentions, drafts, other));
        let draft = &mut drafts[id.index()];
        write(context, draft, Some(&description.role), affiliation);
    }
}

/// Writes a role and an affiliation into an entity that has none yet.
pub(super) fn write(
    context: &Context<'_>,
    draft: &mut Draft,
    role: Option<&str>,
    affiliation: Option<String>,
) {
    if let Some(role) = role {
        let mut words = role.split_whitespace();
        let told = || words.find_map(|word| gender::of_word(context.vocabulary, word));
        draft.gender = draft.gender.or_else(told);
        draft
            .role
            .get_or_insert_with(|| one_line(role).into_owned());
    }
    draft.affiliation = draft.affiliation.take().or(affiliation);
}

struct Description {
    role: String,
    /// The mention that the role belongs to.
    affiliation: Option<usize>,
}

fn affiliation(
    context: &Context<'_>,
    mentions: &[Mention],
    drafts: &[Draft],
    mention: usize,
) -> String {
    match mentions[mention].entity {
        Some(id) => drafts[id.index()].name.clone(),
        None => one_line(context.text(mentions[mention].span)).into_owned(),
    }
}

/// Whether a role or title of the lists ends with token `last`.
pub(super) fn role_ends(context: &Context<'_>, last: usize, start: usize) -> bool {
    role_spans(context, start.max(last.saturating_sub(4))..last + 1, last)
}

/// Whether one goes from one of these tokens to token `last`.
fn role_spans(context: &Context<'_>, mut from: Range<usize>, last: usize) -> bool {
    let end = context.p.token(last).span.end;
    from.any(|first| {
        let begins = context.hits_at(context.p.token(first).span.start).iter();
        begins.filter(|hit| hit.span.end == end).any(|hit| {
            matches!(
                context.gazetteer.list(hit.entry),
                List::Roles | List::Titles
            )
        })
    })
}

/// "NSFO president Lee", "defense ministry spokesman Lee", "US Secretary of State Lee".
fn before(
    context: &Context<'_>,
    mentions: &[Mention],
    index: usize,
    name: usize,
) -> Option<Description> {
    let p = &context.p;
    let start = context.sentence(name).start;
    let last = name.checked_sub(1).filter(|&last| last >= start)?;
    if !role_ends(context, last, start) || is_honorific(p.word(last)) {
        return None;
    }
    let mut first = last;
    while first > start && name - first < 8 {
        let k = first - 1;
        let part = matches!(
            p.tag(k),
            Tag::Noun | Tag::Plural | Tag::Name | Tag::Adjective | Tag::Participle
        ) || p.is(k, &["of", "for"])
            && role_spans(context, k.saturating_sub(1)..k, last)
            && first == last
            || p.kind(k) == TokenKind::Clitic && p.tag(k) == Tag::Possessive
            // "Finance Minister Lee", where "finance" could be a verb.
            || p.token(k).capitalised()
                && p.token(k + 1).capitalised()
                && p.words[k].classes.intersects(Classes::ANY_NOUN);
        if !part || p.is_day(k) {
            break;
        }
        first = k;
    }
    role_of(context, mentions, index, first..name)
}

fn is_honorific(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.').to_ascii_lowercase().as_str(),
        "mr" | "mrs" | "ms" | "miss" | "sir" | "lady" | "dame" | "lord"
    )
}

/// The role in the tokens, without the mention it begins with, which is the affiliation.
fn role_of(
    context: &Context<'_>,
    mentions: &[Mention],
    index: usize,
    tokens: Range<usize>,
) -> Option<Description> {
    let p = &context.p;
    let mut first = tokens.start;
    let mut affiliation = None;
    for (other, mention) in mentions
        .iter()
        .enumerate()
        .take(index + 1)
        .skip(index.saturating_sub(4))
    {
        let own = context.tokens(mention.span);
        if other != index
            && own.start >= tokens.start
            && own.end < tokens.end
            && matches!(mention.label, Label::Org | Label::Place)
        {
            affiliation = Some(other);
            first = own.end;
        }
    }
    while first < tokens.end
        && (p.kind(first) == TokenKind::Clitic
            || matches!(p.tag(first), Tag::Determiner | Tag::Possessive)
            || p.is(first, &["of", "own"]))
    {
        first += 1;
    }
    if first >= tokens.end {
        return None;
    }
    let span = p.token(first).span.cover(p.token(tokens.end - 1).span);
    Some(Description {
        role: one_line(context.text(span)).into_owned(),
        affiliation,
    })
}

/// "Lee, an American studies expert at Lund University, said"; "Lee, 45, a farmer on the island,".
fn behind(
    context: &Context<'_>,
    mentions: &[Mention],
    index: usize,
    end: usize,
) -> Option<Description> {
    let p = &context.p;
    let sentence = context.sentence(end.checked_sub(1)?);
    let mut from = end;
    if from >= sentence.end || !matches!(p.kind(from), TokenKind::Comma | TokenKind::Dash) {
        return None;
    }
    from += 1;
    if from + 1 < sentence.end && p.tag(from) == Tag::Number && p.kind(from + 1) == TokenKind::Comma
    {
        from += 2;
    }
    // "Lee, M.D., Ph.D., head of research"
    let lettered = |k: usize| context.vocabulary.has(Lists::POST_NOMINALS, p.word(k));
    while from + 1 < sentence.end && lettered(from) && p.kind(from + 1) == TokenKind::Comma {
        from += 2;
    }
    let close = (from..sentence.end.min(from + LONGEST))
        .find(|&k| {
            matches!(
                p.kind(k),
                TokenKind::Comma | TokenKind::Dash | TokenKind::Stop | TokenKind::Semicolon
            )
        })
        .unwrap_or(sentence.end.min(from + LONGEST));
    let head_end = head_end(context, from, close);
    if head_end == from || (from..close).any(|k| p.is_finite(k)) && !p.is(from, &["a", "an", "the"])
    {
        return None;
    }
    let has_article = p.tag(from) == Tag::Determiner;
    let is_role = (from..head_end).any(|k| role_ends(context, k, from));
    let named = mentions[index + 1..]
        .iter()
        .take(2)
        .any(|m| context.tokens(m.span).start == from && m.label == Label::Person);
    // "Lee, a farmer," is one by its article; "Lee, Coe and ..." is not.
    if named
        || !is_role
            && !(has_article && p.is(from, &["a", "an", "the"]) && p.tag(head_end - 1) != Tag::Name)
    {
        return None;
    }
    let mut first = from;
    // "the company's head of research"
    for k in from..head_end {
        if p.kind(k) == TokenKind::Clitic && p.tag(k) == Tag::Possessive {
            first = k + 1;
        }
    }
    while first < head_end
        && (matches!(p.tag(first), Tag::Determiner | Tag::Possessive) || p.is(first, &["own"]))
    {
        first += 1;
    }
    if first >= head_end {
        return None;
    }
    let inside = |m: &&(usize, &Mention)| {
        let own = context.tokens(m.1.span);
        own.start >= from && own.end <= close
    };
    let others: Vec<(usize, &Mention)> = mentions
        .iter()
        .enumerate()
        .skip(index + 1)
        .take(6)
        .collect();
    let organization = others
        .iter()
        .filter(inside)
        .find(|(_, m)| m.label == Label::Org);
    let place = others
        .iter()
        .filter(inside)
        .find(|(_, m)| m.label == Label::Place);
    let role_end = cut_at_mention(context, &others, first, head_end);
    let span = p.token(first).span.cover(p.token(role_end - 1).span);
    Some(Description {
        role: one_line(context.text(span)).into_owned(),
        affiliation: organization.or(place).map(|(other, _)| *other),
    })
}

/// The end of the apposition's head: its noun phrase with "of" and a common noun: "professor of marine law".
fn head_end(context: &Context<'_>, from: usize, close: usize) -> usize {
    let p = &context.p;
    let mut end = p.base_end(from, close);
    while end < close
        && end > from
        && p.kind(end) == TokenKind::Clitic
        && p.tag(end) == Tag::Possessive
    {
        end = p.base_end(end + 1, close);
    }
    if end > from && end + 1 < close && p.is(end, &["of"]) && p.tag(end + 1) != Tag::Determiner {
        let of = p.base_end(end + 1, close);
        if (end + 1..of).all(|k| p.tag(k) != Tag::Name) && of > end + 1 {
            end = of;
        }
    }
    end
}

/// A role that begins with names ("NSFO president") leaves them to the affiliation only where something is left.
fn cut_at_mention(
    context: &Context<'_>,
    others: &[(usize, &Mention)],
    first: usize,
    end: usize,
) -> usize {
    let inside = others
        .iter()
        .map(|(_, m)| context.tokens(m.span))
        .find(|own| own.start > first && own.end <= end);
    inside.map_or(end, |own| own.start)
}

/// "The spokesman, Geng Yansheng, said"
fn apposed_before(
    context: &Context<'_>,
    mentions: &[Mention],
    index: usize,
    name: Range<usize>,
) -> Option<Description> {
    let p = &context.p;
    let sentence = context.sentence(name.start);
    let comma = name
        .start
        .checked_sub(1)
        .filter(|&k| k > sentence.start && p.kind(k) == TokenKind::Comma)?;
    let closed = name.end >= sentence.end
        || matches!(
            p.kind(name.end),
            TokenKind::Comma | TokenKind::Stop | TokenKind::Dash
        );
    if !closed || !role_ends(context, comma - 1, sentence.start) {
        return None;
    }
    let first = p.base_start(comma, sentence.start);
    // A list has neither: "the minister, Lee, ...", "Coe's minister, Lee, ...".
    let owned = first > sentence.start && p.kind(first - 1) == TokenKind::Clitic
        || (first..comma).any(|k| p.kind(k) == TokenKind::Clitic);
    if !matches!(p.tag(first), Tag::Determiner | Tag::Possessive) && !owned {
        return None;
    }
    role_of(context, mentions, index, first..comma)
}
