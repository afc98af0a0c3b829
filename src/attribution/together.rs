//! Several who speak together: "Lee and Kim said", and then "both men", "the two", "they".
//!
//! Names side by side are read off the source. Who a plural means is mostly not one entity and hard to say, so only those are taken who spoke
//! together last, or for "both" and "the two" the only two persons that the sentence and the one before it name.

use crate::gazetteer::Gender;
use crate::text::TokenKind;
use crate::words::{Phrases, Tag};
use crate::{Attribution, Entity, EntityId, Label, Mention, MentionKind, Span};

/// Who spoke together last is looked for so many paragraphs back.
const PARAGRAPHS: u32 = 2;
/// More mentions than this between two places are not looked at, which keeps the work linear.
const NEAR: usize = 64;

/// Gives attributions that several made the others besides their speaker. `mentions` are sorted by start, attributions by cue.
pub(super) fn add(
    p: &Phrases<'_>,
    mentions: &[Mention],
    entities: &[Entity],
    attributions: &mut [Attribution],
    pronouns: bool,
) {
    let mut last: Option<Together> = None;
    for attribution in attributions {
        let [source] = attribution.source[..] else {
            continue;
        };
        let mut all = side_by_side(p, mentions, source, attribution.speaker);
        if all.is_empty()
            && let Some(plural) = Plural::of(&p.text[source])
            && (pronouns || plural != Plural::They)
        {
            all = last
                .as_ref()
                .filter(|last| last.near(p, source) && plural.fits(entities, &last.all))
                .map(|last| last.all.clone())
                .or_else(|| plural.both(p, mentions, entities, source))
                .unwrap_or_default();
        }
        if let [first, others @ ..] = &all[..]
            && !others.is_empty()
        {
            attribution.speaker = Some(*first);
            attribution.also = others.to_vec();
            last = Some(Together { all, source });
        }
    }
}

/// Who spoke together.
struct Together {
    all: Vec<EntityId>,
    source: Span,
}

impl Together {
    fn near(&self, p: &Phrases<'_>, later: Span) -> bool {
        paragraph(p, later) - paragraph(p, self.source) <= PARAGRAPHS
    }
}

/// The entities whose names stand side by side in a source, the speaker first; none if it speaks alone.
fn side_by_side(
    p: &Phrases<'_>,
    mentions: &[Mention],
    source: Span,
    speaker: Option<EntityId>,
) -> Vec<EntityId> {
    let from = mentions.partition_point(|m| m.span.start < source.start);
    let inside = mentions[from..]
        .iter()
        .take_while(|m| m.span.start < source.end);
    let mut names = inside.filter(|m| is_name(m) && m.span.end <= source.end);
    let Some(first) = names.next().filter(|m| m.entity.is_some()) else {
        return vec![];
    };
    // In "a study by Lee and Kim" and "aides to Lee and Kim" others speak.
    if !(token(p, source)..token(p, first.span)).all(|k| leads(p, k)) {
        return vec![];
    }
    let (mut all, mut last) = (vec![first], first);
    // Behind a comma the chain holds only if an "and" comes.
    let mut joined = 1;
    for name in names.take(NEAR) {
        let link = match is_body(first.label) == is_body(name.label) {
            true => link(p, last.span, name.span, all.len() == 1),
            false => None,
        };
        match link {
            _ if goes_on(p, name.span) => {}
            Some(Link::And) => {
                all.push(name);
                joined = all.len();
                last = name;
            }
            Some(Link::Comma) => {
                all.push(name);
                last = name;
            }
            None => {}
        }
    }
    let mut entities = vec![];
    for entity in all[..joined].iter().filter_map(|m| m.entity) {
        if !entities.contains(&entity) {
            entities.push(entity);
        }
    }
    match speaker {
        // The head of the source is another one: "the lawyer of Lee and Kim".
        Some(speaker) if !entities.contains(&speaker) => vec![],
        _ => entities,
    }
}

enum Link {
    And,
    Comma,
}

/// How a name is joined to one before it: "Lee and Kim", "Lee, a doctor, and his wife Kim"; `None` if it is not.
fn link(p: &Phrases<'_>, before: Span, name: Span, first: bool) -> Option<Link> {
    let (start, end) = (behind(p, before), token(p, name));
    if start >= end || end - start > NEAR {
        return None;
    }
    let between = start..end;
    let and = between.clone().rev().find(|&k| p.is(k, &["and", "&"]));
    let Some(and) = and else {
        let comma = end - start == 1 && p.kind(start) == TokenKind::Comma;
        return comma.then_some(Link::Comma);
    };
    let apposed = p.kind(start) == TokenKind::Comma;
    let closed = and > start && p.kind(and - 1) == TokenKind::Comma;
    let direct = and == start || apposed && closed && (and == start + 1 || first);
    (direct && (and + 1..end).all(|k| leads(p, k))).then_some(Link::And)
}

/// A source that means more than one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plural {
    /// "they", for whoever spoke together.
    They,
    /// "both", "the two", with the gender that the noun tells.
    Both(Option<Gender>),
}

impl Plural {
    fn of(source: &str) -> Option<Plural> {
        let lower = source.to_lowercase();
        Some(match lower.as_str() {
            "they" => Plural::They,
            "both" | "the two" | "the pair" | "the couple" | "the duo" | "both of them" => {
                Plural::Both(None)
            }
            "both men" | "the two men" | "the men" | "the brothers" | "the two brothers" => {
                Plural::Both(Some(Gender::Male))
            }
            "both women" | "the two women" | "the women" | "the sisters" | "the two sisters" => {
                Plural::Both(Some(Gender::Female))
            }
            _ => return None,
        })
    }

    fn fits(self, entities: &[Entity], all: &[EntityId]) -> bool {
        match self {
            Plural::They => true,
            Plural::Both(gender) => {
                all.len() == 2
                    && all.iter().all(|id| {
                        let entity = &entities[id.index()];
                        gender.is_none() || fits(entity, gender)
                    })
            }
        }
    }

    /// The only two persons of a fitting gender that are named in the sentence of a source and the one before it.
    fn both(
        self,
        p: &Phrases<'_>,
        mentions: &[Mention],
        entities: &[Entity],
        source: Span,
    ) -> Option<Vec<EntityId>> {
        let Plural::Both(gender) = self else {
            return None;
        };
        let own = p.token(token(p, source)).sentence;
        let next = mentions.partition_point(|m| m.span.start < source.start);
        let mut all: Vec<EntityId> = vec![];
        for mention in mentions[..next].iter().rev().take(NEAR) {
            if own - p.token(token(p, mention.span)).sentence > 1 {
                break;
            }
            if let Some(id) = mention.entity
                && fits(&entities[id.index()], gender)
                && !all.contains(&id)
            {
                all.push(id);
            }
        }
        all.reverse();
        (all.len() == 2).then_some(all)
    }
}

/// Whether an entity is a person who may be of this gender.
fn fits(entity: &Entity, gender: Option<Gender>) -> bool {
    let differs = matches!((entity.gender, gender), (Some(a), Some(b)) if a != b);
    entity.label == Label::Person && !differs
}

fn is_name(mention: &Mention) -> bool {
    matches!(mention.kind, MentionKind::Name | MentionKind::Short) && mention.label != Label::Role
}

fn is_body(label: Label) -> bool {
    label != Label::Person
}

/// Whether a token can stand before a name as part of it: "his colleague, Sen. ".
fn leads(p: &Phrases<'_>, k: usize) -> bool {
    let tag = p.tag(k);
    let word = matches!(
        tag,
        Tag::Adjective | Tag::Determiner | Tag::Possessive | Tag::Number | Tag::Name
    );
    p.kind(k) != TokenKind::Clitic && (word || p.is_nominal(k))
        || matches!(p.kind(k), TokenKind::Stop | TokenKind::Comma)
        || p.is(k, &["both"])
}

/// "Kim's lawyer", "a Kim aide": somebody or something else speaks.
fn goes_on(p: &Phrases<'_>, name: Span) -> bool {
    let next = behind(p, name);
    next < p.words.len()
        && (p.kind(next) == TokenKind::Clitic && p.tag(next) == Tag::Possessive
            || p.kind(next) == TokenKind::Word && p.is_nominal(next))
}

fn token(p: &Phrases<'_>, span: Span) -> usize {
    p.views.tokens.partition_point(|t| t.span.end <= span.start)
}

/// The token behind a span.
fn behind(p: &Phrases<'_>, span: Span) -> usize {
    p.views.tokens.partition_point(|t| t.span.start < span.end)
}

fn paragraph(p: &Phrases<'_>, span: Span) -> u32 {
    p.views.sentences[p.token(token(p, span)).sentence as usize].paragraph
}

#[cfg(test)]
mod tests {
    use super::super::speaker::checked;
    use crate::Tagger;

    /// Who makes each attribution.
    fn speakers(text: &str) -> Vec<String> {
        let document = checked(&Tagger::default(), text);
        let names = |a: &crate::Attribution| {
            let names = a.speakers().map(|id| &*document.entity(id).name);
            names.collect::<Vec<_>>().join(", ")
        };
        document.attributions.iter().map(names).collect()
    }

    #[test]
    fn names_side_by_side_speak_together() {
        for (text, expected) in [
            (
                "Rita Holm and Peter Lindqvist said on Monday that the bridge was safe.",
                "Rita Holm, Peter Lindqvist",
            ),
            (
                "Rita Holm, Karl Brandt and Peter Lindqvist said on Monday that the bridge was safe.",
                "Rita Holm, Karl Brandt, Peter Lindqvist",
            ),
            (
                "“The bridge is safe,” said Rita Holm, an engineer, and her colleague Peter Lindqvist.",
                "Rita Holm, Peter Lindqvist",
            ),
            (
                "France and Germany said on Monday that the talks would go on.",
                "France, Germany",
            ),
        ] {
            assert_eq!(speakers(text), [expected], "{text}");
        }
    }

    #[test]
    fn names_that_hang_on_another_do_not() {
        for (text, expected) in [
            (
                "Rita Holm, the head of Siemens and Bosch, said that the bridge was safe.",
                "Rita Holm",
            ),
            (
                "Rita Holm and Peter Lindqvist’s lawyer said that the bridge was safe.",
                "Rita Holm",
            ),
            (
                "Rita Holm of Oslo and Bergen said that the bridge was safe.",
                "Rita Holm",
            ),
            (
                "A study by Rita Holm and Peter Lindqvist said that the bridge was safe.",
                "",
            ),
            (
                "Rita Holm and a Lindqvist aide said that the bridge was safe.",
                "Rita Holm",
            ),
        ] {
            assert_eq!(speakers(text), [expected], "{text}");
        }
    }

    #[test]
    fn both_are_those_who_spoke_together_or_the_only_two() {
        let text = "Rita Holm and Anna Berg said on Monday that the bridge was safe. They said it would open in May.\n\n\
            Both women said that they were glad.";
        assert_eq!(speakers(text), ["Rita Holm, Anna Berg"; 3]);
        let text = "Karl Brandt met Peter Lindqvist in Oslo. Both men said that they were glad.";
        assert_eq!(speakers(text), ["Karl Brandt, Peter Lindqvist"]);
    }

    #[test]
    fn nobody_is_guessed() {
        for text in [
            "Karl Brandt met Peter Lindqvist and Rolf Hansen. Both men said that they were glad.",
            "Karl Brandt met Peter Lindqvist in Oslo. They said that they were glad.",
            "Both men said that they were glad.",
        ] {
            assert_eq!(speakers(text), [""], "{text}");
        }
    }

    #[test]
    fn who_wants_no_pronouns_gets_none() {
        let text = "Rita Holm and Anna Berg said that the bridge was safe. They said it would open in May.";
        let tagger = Tagger::builder().pronouns(false).build().unwrap();
        let document = tagger.tag(text);
        assert_eq!(document.attributions[0].also.len(), 1);
        assert_eq!(document.attributions[1].speaker, None);
    }
}
