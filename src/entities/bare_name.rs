//! Names that nothing but a pronoun beside them tells to be persons': "Holly did press charges, but she regretted it".
//!
//! A bare given name or surname is no evidence by itself, and the rules for mentions rightly leave it. A pronoun near it that means some person
//! is: so capitalised words that no mention holds are taken where a pronoun of a fitting gender stands beside them, and then everywhere in the text.

use rustc_hash::FxHashSet;

use super::Context;
use super::pronoun::pronoun;
use crate::gazetteer::{Flags, Gender, List};
use crate::text::{ParagraphKind, Shape, TokenKind};
use crate::words::{Classes, Tag};
use crate::{Label, Mention, MentionKind, Span};

/// Longer runs of capitals are titles and headings.
const LONGEST: usize = 3;
/// How likely such a name is a person's.
const SCORE: f32 = 0.6;

/// Pronouns that each sentence holds: of women, of men.
type Pronouns = Vec<[bool; 2]>;

/// Adds the names; the mentions stay sorted.
pub(super) fn add(context: &Context<'_>, mentions: &mut Vec<Mention>) {
    let Some(pronouns) = pronouns(context) else {
        return;
    };
    let mut told: FxHashSet<&str> = FxHashSet::default();
    let mut runs: Vec<Span> = vec![];
    each_run(context, mentions, |first, end| {
        let span = context
            .p
            .token(first)
            .span
            .cover(context.p.token(end - 1).span);
        runs.push(span);
        if is_name(context, &pronouns, first, end) {
            told.insert(context.text(span));
        }
    });
    if told.is_empty() {
        return;
    }
    runs.retain(|&span| told.contains(context.text(span)));
    mentions.extend(runs.into_iter().map(|span| Mention {
        span,
        label: Label::Person,
        kind: MentionKind::Name,
        entity: None,
        antecedent: None,
        score: SCORE,
        by: "mention:beside-pronoun".into(),
    }));
    mentions.sort_by_key(|m| m.span.start);
}

/// Which pronouns stand in which sentence; `None` where there is none at all.
fn pronouns(context: &Context<'_>) -> Option<Pronouns> {
    let p = &context.p;
    let mut found = vec![[false; 2]; p.views.sentences.len()];
    let mut any = false;
    for (i, word) in p.words.iter().enumerate() {
        if word
            .classes
            .intersects(Classes::PRONOUN | Classes::POSSESSIVE)
            && let Some(pronoun) = pronoun(p.word(i))
        {
            found[p.token(i).sentence as usize][usize::from(pronoun.gender == Gender::Male)] = true;
            any = true;
        }
    }
    any.then_some(found)
}

/// Calls `each` for all runs of capitalised words in prose that touch no mention.
fn each_run(context: &Context<'_>, mentions: &[Mention], mut each: impl FnMut(usize, usize)) {
    let p = &context.p;
    let mut next = 0;
    let mut i = 0;
    while i < p.words.len() {
        let start = p.token(i).span.start;
        while next < mentions.len() && mentions[next].span.end <= start {
            next += 1;
        }
        let end = (i..p.words.len())
            .take_while(|&k| {
                let free = mentions
                    .get(next)
                    .is_none_or(|m| m.span.start >= p.token(k).span.end);
                free && capitalised(context, k)
                    && (k == i
                        || p.token(k).span.start == p.token(k - 1).span.end + 1
                            && p.token(k).sentence == p.token(i).sentence)
            })
            .take(LONGEST + 1)
            .last()
            .map_or(i, |k| k + 1);
        let beside = mentions
            .get(next)
            .is_some_and(|m| end > i && m.span.start <= p.token(end - 1).span.end + 1)
            || next > 0 && mentions[next - 1].span.end + 1 >= start;
        let goes_on = i > 0 && capitalised(context, i - 1) && p.token(i - 1).span.end + 1 == start;
        if end > i && end - i <= LONGEST && !beside && !goes_on {
            each(i, end);
        }
        i = end.max(i + 1);
    }
}

fn capitalised(context: &Context<'_>, k: usize) -> bool {
    let p = &context.p;
    let token = p.token(k);
    let classes = p.words[k].classes;
    let sentence = &p.views.sentences[token.sentence as usize];
    token.capitalised()
        && !token
            .shape
            .intersects(Shape::ALL_CAPS | Shape::DIGIT | Shape::ABBREVIATION | Shape::INITIAL)
        && !classes.intersects(Classes::FUNCTION | Classes::WEEKDAY | Classes::MONTH)
        && p.views.paragraphs[sentence.paragraph as usize].kind == ParagraphKind::Prose
}

/// Whether the run is a person's name by its words, its place in the clause, and the pronouns beside it.
fn is_name(context: &Context<'_>, pronouns: &Pronouns, first: usize, end: usize) -> bool {
    let p = &context.p;
    let mut gender = None;
    let mut listed = false;
    for k in first..end {
        let token = p.token(k);
        let begins = token.shape.contains(Shape::SENTENCE_START);
        let (mut given, mut surname) = (false, false);
        for hit in context
            .hits_at(token.span.start)
            .iter()
            .filter(|hit| hit.span == token.span)
        {
            let entry = context.gazetteer.entry(hit.entry);
            let word = entry.flags.contains(Flags::WORD);
            match entry.list {
                List::GivenNames => {
                    given |= !word || !begins;
                    gender = gender.or(entry.gender);
                }
                List::Surnames => surname |= !word,
                _ => return false,
            }
        }
        if !(given || surname) && p.words[k].known {
            return false;
        }
        listed |= given || surname && end - first > 1;
        listed |= surname && !p.words[k].known;
    }
    if !listed && !in_clause(context, first, end) {
        return false;
    }
    let sentence = p.token(first).sentence as usize;
    let paragraph = p.views.sentences[sentence].paragraph;
    let near = sentence.saturating_sub(1)..(sentence + 3).min(p.views.sentences.len());
    near.filter(|&s| p.views.sentences[s].paragraph == paragraph)
        .any(|s| match gender {
            Some(Gender::Female) => pronouns[s][0],
            Some(Gender::Male) => pronouns[s][1],
            None => pronouns[s][0] || pronouns[s][1],
        })
}

/// Whether the words have a verb, or are one's object.
fn in_clause(context: &Context<'_>, first: usize, end: usize) -> bool {
    let p = &context.p;
    let sentence = context.sentence(first);
    let verb = p.skip_modifiers(end, sentence.end);
    let subject = verb < sentence.end && p.is_finite(verb);
    let object = first > sentence.start && matches!(p.tag(first - 1), Tag::VerbS | Tag::Past);
    let owner =
        end < sentence.end && p.kind(end) == TokenKind::Clitic && p.tag(end) == Tag::Possessive;
    subject || object || owner
}
