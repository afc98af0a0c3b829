//! Whose full name stands there as somebody's relative: "her husband, Ted Vold", "the daughter of Ted Vold", "she married Ted Vold".
//!
//! A surname alone before such a name is not he but whom the text is about, mostly a woman: "Vold wrote nine books. Her husband, Ted Vold,
//! died in 1990."

use super::Context;
use crate::Span;
use crate::rules::Lists;
use crate::text::TokenKind;
use crate::words::Tag;

/// So many words may stand between a relation and a name, or before it and its owner: "daughter of the dentist Ted Vold".
const REACH: usize = 4;

/// Whether `full` has the surname `alone`, and is introduced by what it is to another person.
pub(super) fn is_relative_of(context: &Context<'_>, alone: Span, full: Span) -> bool {
    context.text(full).ends_with(context.text(alone)) && is_relative(context, full)
}

/// Whether the name is introduced by what it is to another person.
pub(super) fn is_relative(context: &Context<'_>, name: Span) -> bool {
    let p = &context.p;
    let first = context.tokens(name).start;
    let start = context.sentence(first).start;
    let kin = |k: usize| context.vocabulary.has(Lists::KIN, p.word(k));
    let owned = |k: usize| {
        let before = (start.max(k.saturating_sub(REACH))..k).rev();
        before
            .take_while(|&k| p.kind(k) != TokenKind::Comma)
            .any(|k| p.tag(k) == Tag::Possessive)
    };
    let mut k = first;
    let before = |k: usize| k.checked_sub(1).filter(|&b| b >= start);
    if let Some(b) = before(k).filter(|&b| p.kind(b) == TokenKind::Comma) {
        k = b;
        return before(k).is_some_and(|b| kin(b) && owned(b));
    }
    // Over a title or profession: "civil engineer", "Rear Admiral".
    while first - k < REACH
        && let Some(b) = before(k)
        && !kin(b)
        && matches!(
            p.tag(b),
            Tag::Noun | Tag::Adjective | Tag::Name | Tag::Determiner
        )
    {
        k = b;
    }
    before(k).is_some_and(|b| {
        kin(b) && owned(b)
            || p.is(b, &["of", "to"])
                && before(b).is_some_and(|b| kin(b) || p.is(b, &["born", "married"]))
            || p.is(
                b,
                &["married", "marries", "marry", "marrying", "wed", "divorced"],
            )
    })
}

#[cfg(test)]
mod tests {
    use crate::Tagger;

    /// The name of the entity that the first "Vold" is.
    fn first(text: &str) -> String {
        let document = Tagger::default().tag(text);
        let vold = document
            .mentions
            .iter()
            .find(|m| text[m.span].ends_with("Vold"))
            .expect("is found");
        let entity = vold.entity.expect("is somebody");
        document.entities[entity.index()].name.clone()
    }

    #[test]
    fn a_surname_before_a_relative_is_another_person() {
        for behind in [
            "is the daughter of the dentist Ted Vold.",
            "lives in Leeds with her husband, Ted Vold.",
            "said her brother Ted Vold had left.",
            "has married Ted Vold.",
        ] {
            assert_eq!(first(&format!("Mrs. Vold {behind} She is 50.")), "Vold");
        }
    }

    #[test]
    fn any_other_full_name_is_the_same_person() {
        for text in [
            "Vold resigns\n\nTed Vold, the mayor, resigned on Monday with his wife beside him.",
            "Mr. Vold left. Ted Vold is a brother of the mayor.",
            "Mr. Vold left. The son said Ted Vold was ill.",
        ] {
            assert_eq!(first(text), "Ted Vold");
        }
    }
}
