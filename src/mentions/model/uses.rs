//! How a word is used in the whole document: what stands beside it, wherever it occurs.

use rustc_hash::FxHashMap;

use super::super::evidence::{Evidence, Marks};
use crate::attribution::model::hash;
use crate::rules::Lists;
use crate::text::{Shape, TokenKind};
use crate::words::Tag;
use bitflags::bitflags;

/// What speaks for a person.
pub(super) const PERSON: Uses = Uses::TITLE
    .union(Uses::GIVEN)
    .union(Uses::SURNAME)
    .union(Uses::SAYS);
/// What speaks for a place.
pub(super) const PLACE: Uses = Uses::IN
    .union(Uses::COMMA)
    .union(Uses::PLACE_HEAD)
    .union(Uses::AT);
/// What speaks for an organization.
pub(super) const ORG: Uses = Uses::THE
    .union(Uses::ORG_HEAD)
    .union(Uses::BRACKET)
    .union(Uses::NOUN)
    .union(Uses::ALONE)
    .union(Uses::NUMBER);
/// What says that it is a name at all.
pub(super) const NAME: Uses = Uses::MIDDLE
    .union(Uses::TWICE)
    .union(Uses::OFTEN)
    .union(Uses::OWNER)
    .union(Uses::ROW)
    .union(Uses::VERB);

bitflags! {
    /// What was seen beside a word, anywhere in the text.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(super) struct Uses: u32 {
        /// Behind a title or a role: "Chairman Lee".
        const TITLE = 1;
        /// Behind a given name or an initial.
        const GIVEN = 1 << 1;
        /// Before a surname, or a title's end: "Ann Lee".
        const SURNAME = 1 << 2;
        /// Before a verb of saying, or "who".
        const SAYS = 1 << 3;
        /// Behind "in", "near", "from".
        const IN = 1 << 4;
        /// Behind a comma, before a comma or the sentence's end, after another name: "Lyon, France".
        const COMMA = 1 << 5;
        /// Before the head of an organization.
        const ORG_HEAD = 1 << 6;
        /// Before the head of a place.
        const PLACE_HEAD = 1 << 7;
        /// Behind "the".
        const THE = 1 << 8;
        /// In brackets, or before them.
        const BRACKET = 1 << 9;
        /// Before "'s".
        const OWNER = 1 << 10;
        /// With a capital where a word would have none.
        const MIDDLE = 1 << 11;
        /// Behind "of", "by", "with", "against".
        const OTHER_PREPOSITION = 1 << 12;
        /// Twice or more.
        const TWICE = 1 << 13;
        /// Four times or more.
        const OFTEN = 1 << 14;
        /// Between marks or at a line's edge: a row of a table.
        const ALONE = 1 << 15;
        /// Before or behind a number.
        const NUMBER = 1 << 16;
        /// Behind "at".
        const AT = 1 << 17;
        /// Before "and" or "," and another name, or behind it.
        const ROW = 1 << 18;
        /// Before a verb of any other kind.
        const VERB = 1 << 19;
        /// As an adjective: before a small noun.
        const NOUN = 1 << 20;
    }
}

/// Calls `each` with every word with a capital and how it is used.
pub(super) fn read(e: &Evidence<'_>, mut each: impl FnMut(usize, Uses)) {
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut words: Vec<Uses> = vec![];
    let mut places: Vec<(u32, u32)> = vec![];
    // Words that are not in capitals: "WEIR" in a headline is used as "Weir" is below.
    let mut cased: FxHashMap<u32, u32> = FxHashMap::default();
    for i in 0..e.len() {
        if !e.capital(i) {
            continue;
        }
        let number = *numbers.entry(e.word(i)).or_insert(words.len() as u32);
        if number as usize == words.len() {
            words.push(Uses::empty());
            if e.has_caps_line && !e.shape(i).contains(Shape::ALL_CAPS) {
                cased.insert(hash::word(e.word(i)), number);
            }
        }
        let uses = &mut words[number as usize];
        let mut seen = here(e, i);
        if !uses.is_empty() {
            seen |= Uses::TWICE;
        }
        if uses.contains(Uses::TWICE) {
            seen |= Uses::OFTEN;
        }
        *uses |= seen;
        places.push((i as u32, number));
    }
    for (i, number) in places {
        let (i, mut uses) = (i as usize, words[number as usize]);
        if e.shouted(i)
            && let Some(&other) = cased.get(&hash::word(e.word(i)))
        {
            uses |= words[other as usize];
        }
        each(i, uses);
    }
}

fn here(e: &Evidence<'_>, i: usize) -> Uses {
    let mut uses = Uses::empty();
    let before = e.before(i);
    let behind = if e.joined(i) { e.word(i + 1) } else { "" };
    let previous = i.wrapping_sub(1);
    let styled = e.is(i, Marks::TITLE_CASE | Marks::CAPS_LINE);
    let has_before = !before.is_empty();
    let has_behind = !behind.is_empty();
    let mut set = |flag: Uses, condition: bool| uses.set(flag, condition);
    set(
        Uses::TITLE,
        has_before && e.is(previous, Marks::TITLE_END | Marks::ROLE_END),
    );
    set(
        Uses::GIVEN,
        has_before
            && (e.is(previous, Marks::SURE_GIVEN) || e.shape(previous).contains(Shape::INITIAL)),
    );
    set(
        Uses::SURNAME,
        has_behind && e.capital(i + 1) && e.is(i + 1, Marks::SURE_SURNAME),
    );
    let next = if behind == "," && e.joined(i + 1) {
        e.word(i + 2)
    } else {
        behind
    };
    set(
        Uses::SAYS,
        e.vocabulary.has(Lists::SAYING, behind) || next == "who",
    );
    set(
        Uses::IN,
        matches!(
            before,
            "in" | "In" | "near" | "from" | "across" | "throughout" | "inside" | "outside"
        ),
    );
    set(
        Uses::COMMA,
        before == ","
            && i > 1
            && e.capital(i - 2)
            && matches!(behind, "" | "," | "." | ")" | "-" | "–" | "—"),
    );
    set(
        Uses::ORG_HEAD,
        has_behind && e.is(i + 1, Marks::ORG_HEAD | Marks::ORG_SUFFIX),
    );
    set(
        Uses::PLACE_HEAD,
        has_behind && e.is(i + 1, Marks::PLACE_HEAD | Marks::PLACE_SUFFIX),
    );
    set(Uses::THE, matches!(before, "the" | "The"));
    set(
        Uses::BRACKET,
        before == "(" && behind == ")" || behind == "(" && e.capital(i + 2),
    );
    set(Uses::OWNER, e.kind(i + 1) == Some(TokenKind::Clitic));
    set(Uses::MIDDLE, !styled && !e.starts_sentence(i));
    set(
        Uses::OTHER_PREPOSITION,
        matches!(before, "of" | "by" | "with" | "against" | "for" | "to"),
    );
    set(Uses::AT, before == "at");
    set(
        Uses::ALONE,
        !has_before && (behind.is_empty() || e.kind(i + 1) == Some(TokenKind::Number)),
    );
    set(
        Uses::NUMBER,
        e.kind(i + 1) == Some(TokenKind::Number) && has_behind
            || has_before && e.kind(previous) == Some(TokenKind::Number),
    );
    set(
        Uses::ROW,
        matches!(behind, "and" | ",") && e.capital(i + 2)
            || matches!(before, "and" | ",") && i > 1 && e.capital(i - 2),
    );
    let tag = e.tag(i + 1);
    let small = has_behind && !e.capital(i + 1);
    set(
        Uses::VERB,
        small && matches!(tag, Tag::Verb | Tag::VerbS | Tag::Past | Tag::Auxiliary),
    );
    set(Uses::NOUN, small && tag == Tag::Noun);
    uses
}
