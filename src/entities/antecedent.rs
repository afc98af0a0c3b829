//! A person named or meant somewhere, with how it stands in its sentence: what a pronoun may go back to.

use super::Context;
use crate::rules::Lists;
use crate::text::TokenKind;
use crate::words::Tag;
use crate::{EntityId, MentionKind, Span};

/// The longest apposition, in tokens, that is looked over for the verb behind a name.
const APPOSITION: usize = 24;

/// A mention of a person.
#[derive(Clone, Copy)]
pub(super) struct Antecedent {
    pub entity: EntityId,
    pub span: Span,
    pub kind: MentionKind,
    /// Its first token.
    pub token: usize,
    /// One past its last token.
    pub end: usize,
    pub sentence: u32,
    pub paragraph: u32,
    pub quotation: u32,
    /// A verb with a tense follows.
    pub subject: bool,
    /// The verb is one of saying.
    pub speaker: bool,
    /// "Lee's"
    pub possessive: bool,
    /// Nothing but a word stands before it in its sentence.
    pub first: bool,
    /// "with Lee"
    pub after_preposition: bool,
    /// "met Lee"
    pub after_verb: bool,
    /// "Lee and Coe"
    pub coordinated: bool,
    /// "Lee, who"
    pub relative: bool,
}

impl Antecedent {
    pub fn new(context: &Context<'_>, entity: EntityId, span: Span, kind: MentionKind) -> Self {
        let p = &context.p;
        let tokens = context.tokens(span);
        let sentence = context.sentence(tokens.start);
        // The verb behind the name, over an apposition: "Lee, head of the agency, said".
        let mut k = tokens.end;
        if k < sentence.end && matches!(p.kind(k), TokenKind::Comma | TokenKind::BracketOpen) {
            let closing = if p.kind(k) == TokenKind::Comma {
                TokenKind::Comma
            } else {
                TokenKind::BracketClose
            };
            let close = (k + 1..sentence.end.min(k + APPOSITION)).find(|&c| p.kind(c) == closing);
            k = close.map_or(k, |close| close + 1);
        }
        k = p.skip_modifiers(k, sentence.end);
        let subject = k < sentence.end && p.is_finite(k);
        let before = tokens.start.checked_sub(1).filter(|&b| b >= sentence.start);
        let tag_before = before.map_or(Tag::Other, |b| p.tag(b));
        // "..., said Lee"
        let inverted =
            before.is_some_and(|b| p.is(b, &["said", "says", "spokesman", "spokeswoman"]));
        let joins = |k: usize| p.is(k, &["and", "or", "&"]);
        Antecedent {
            entity,
            span,
            kind,
            token: tokens.start,
            end: tokens.end,
            sentence: p.token(tokens.start).sentence,
            paragraph: p.views.sentences[p.token(tokens.start).sentence as usize].paragraph,
            quotation: p.token(tokens.start).quotation,
            subject,
            speaker: inverted || subject && context.vocabulary.has(Lists::SAYING, p.word(k)),
            possessive: tokens.end < sentence.end
                && p.kind(tokens.end) == TokenKind::Clitic
                && p.tag(tokens.end) == Tag::Possessive
                || tag_before != Tag::Other
                    && kind == MentionKind::Pronoun
                    && p.tag(tokens.start) == Tag::Possessive,
            first: tokens.start <= sentence.start + 1,
            after_preposition: matches!(tag_before, Tag::Preposition | Tag::To),
            after_verb: matches!(
                tag_before,
                Tag::Verb | Tag::VerbS | Tag::Past | Tag::Participle | Tag::Gerund
            ),
            relative: tokens.end + 1 < p.words.len()
                && (p.is(tokens.end, &["who"]) || p.is(tokens.end + 1, &["who"])),
            coordinated: before.is_some_and(joins)
                || tokens.end < sentence.end && joins(tokens.end),
        }
    }
}
