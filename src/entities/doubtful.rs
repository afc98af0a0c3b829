//! Lone names that the model takes for organizations for want of evidence, and that a pronoun tells to be persons': "For her part in
//! the play, Zorbann won a prize".
//!
//! A word of no list that stands where names act is a surname or a firm, and most lone ones in news are firms. Where the only one in the
//! sentence to whom "her" can belong is that name, it is no firm.

use rustc_hash::FxHashMap;

use super::Context;
use super::pronoun::pronoun;
use crate::rules::Lists;
use crate::text::TokenKind;
use crate::words::Tag;
use crate::{Label, Mention, MentionKind, Span};

/// What the model is surer of than this stays an organization.
const SURE: f32 = 0.8;
/// How likely such a name is a person's.
const SCORE: f32 = 0.6;

/// Makes persons of such names, wherever they stand.
pub(super) fn tell(context: &Context<'_>, mentions: &mut [Mention]) {
    let mut uses: FxHashMap<&str, Option<u32>> = FxHashMap::default();
    for (index, mention) in mentions.iter().enumerate() {
        if mention.label != Label::Org {
            continue;
        }
        let seen = uses.entry(context.text(mention.span)).or_insert(Some(0));
        *seen = match *seen {
            Some(count) if is_doubtful(context, mention) && !is_thing(context, mention.span) => {
                Some(count + u32::from(is_person(context, mentions, index)))
            }
            _ => None,
        };
    }
    for mention in mentions {
        if mention.label == Label::Org
            && uses
                .get(context.text(mention.span))
                .is_some_and(|&told| told > Some(0))
        {
            mention.label = Label::Person;
            mention.score = SCORE;
            mention.by = "mention:beside-pronoun".into();
        }
    }
}

/// One word that nothing but the model names.
fn is_doubtful(context: &Context<'_>, mention: &Mention) -> bool {
    mention.kind == MentionKind::Name
        && mention.score < SURE
        && mention.by == "mention:model"
        && context.tokens(mention.span).len() == 1
}

/// Whether the name stands where only things, places and bodies do: "the Zorb", "Zorb fans", "Zorb said its ...".
fn is_thing(context: &Context<'_>, span: Span) -> bool {
    let p = &context.p;
    let first = context.tokens(span).start;
    let sentence = context.sentence(first);
    let before = first.checked_sub(1).filter(|b| sentence.contains(b));
    let behind = Some(first + 1).filter(|b| sentence.contains(b));
    before.is_some_and(|b| {
        matches!(p.tag(b), Tag::Determiner | Tag::Possessive)
            || context.vocabulary.has(Lists::BEFORE_PLACES, p.word(b))
    }) || behind.is_some_and(|b| {
        p.kind(b) == TokenKind::Word && matches!(p.tag(b), Tag::Noun | Tag::Plural)
    }) || (first..sentence.end).any(|k| p.is(k, &["it", "its", "itself"]))
}

/// Whether the name acts or owns, and a pronoun can mean nobody else.
fn is_person(context: &Context<'_>, mentions: &[Mention], index: usize) -> bool {
    let p = &context.p;
    let span = mentions[index].span;
    let first = context.tokens(span).start;
    let sentence = context.sentence(first);
    let verb = p.skip_modifiers(first + 1, sentence.end);
    let acts = verb < sentence.end && p.is_finite(verb);
    let owns = first + 1 < sentence.end
        && p.kind(first + 1) == TokenKind::Clitic
        && p.tag(first + 1) == Tag::Possessive;
    let alone = || {
        let at = |m: &Mention| context.tokens(m.span).start;
        let other = |m: &&Mention| m.label == Label::Person && sentence.contains(&at(m));
        let near = mentions[..index].iter().rev().take(8);
        let near = near.chain(mentions[index + 1..].iter().take(8));
        near.filter(other).count() == 0
    };
    let told = || {
        // "Though she rarely sang, Zorb ...", and not "he says that Zorb ..."
        let comma = first > sentence.start && p.kind(first - 1) == TokenKind::Comma;
        let here = sentence.clone().filter(|&k| k > verb || comma && k < first);
        let own = p.token(first).sentence as usize;
        let next = p.views.sentences.get(own + 1);
        let next = next.filter(|next| next.paragraph == p.views.sentences[own].paragraph);
        let next = next.map_or(0..0, |s| s.first as usize..s.end.min(s.first + 2) as usize);
        here.chain(next).any(|k| pronoun(p.word(k)).is_some())
    };
    (acts || owns) && alone() && told()
}

#[cfg(test)]
mod tests {
    use crate::{Label, Tagger};

    fn label(text: &str) -> Option<Label> {
        let document = Tagger::default().tag(text);
        let found = document
            .mentions
            .iter()
            .find(|m| text[m.span].starts_with("Zorbann"));
        found.map(|m| m.label)
    }

    #[test]
    fn a_pronoun_that_can_mean_nobody_else_makes_a_person() {
        for text in [
            "For her part in the play, Zorbann won a prize.",
            "In 1998 Zorbann got money from the council. He used it for a boat.",
            "Though he had trained for a year, Zorbann lost the race.",
        ] {
            assert_eq!(label(text), Some(Label::Person), "{text}");
        }
    }

    #[test]
    fn firms_stay_firms() {
        for text in [
            "In 1998 Zorbann got money from the council and opened its first shop.",
            "Shares of Zorbann rose after Ann Lee said she would buy Zorbann for her fund.",
            "He says that Zorbann got money from the council.",
        ] {
            assert_ne!(label(text), Some(Label::Person), "{text}");
        }
    }
}
