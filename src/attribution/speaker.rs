//! From the words of a source to the entity that speaks.

use std::ops::Range;

use once_cell::unsync::Lazy;
use rustc_hash::FxHashMap;

use super::{itself, together, turns};
use crate::rules::{Lists, Vocabulary};
use crate::text::TokenKind;
use crate::words::{Phrases, Tag};
use crate::{Attribution, Entity, EntityId, Label, Mention, MentionKind, Span};

/// Gives each attribution its speaker, where its source names or means an entity, and the pronouns among the sources the entities that they mean as
/// sources. `mentions` are sorted by start, attributions by cue.
pub(crate) fn resolve(
    p: &Phrases<'_>,
    vocabulary: &Vocabulary,
    mentions: &mut Vec<Mention>,
    entities: &mut [Entity],
    attributions: &mut [Attribution],
    pronouns: bool,
) {
    // Made where a source is such letters.
    let initials = Lazy::new(|| initials(entities));
    for i in 0..attributions.len() {
        let speaker = attributions[i].source.first().and_then(|&source| {
            speaker(p, vocabulary, mentions, source)
                .or_else(|| antecedent_of_who(p, mentions, &attributions[..i], source))
                .or_else(|| match &p.text[source] {
                    letters if are_letters(letters) => *initials.get(letters)?,
                    _ => None,
                })
        });
        attributions[i].speaker = speaker;
    }
    if pronouns {
        turns::take(p, mentions, entities, attributions);
        itself::add(p, vocabulary, mentions, entities, attributions);
    }
    together::add(p, mentions, entities, attributions, pronouns);
}

/// "Lee, who said", "Siemens, which said": the speaker whose source ends before the pronoun, or the name that does.
fn antecedent_of_who(
    p: &Phrases<'_>,
    mentions: &[Mention],
    before: &[Attribution],
    source: Span,
) -> Option<EntityId> {
    let tokens = &p.views.tokens;
    let who = tokens.partition_point(|t| t.span.end <= source.start);
    let word = &p.text[source];
    let (person, thing) = (
        word.eq_ignore_ascii_case("who"),
        word.eq_ignore_ascii_case("which"),
    );
    if !person && !thing {
        return None;
    }
    let mut last = who.checked_sub(1)?;
    if p.kind(last) == TokenKind::Comma {
        last = last.checked_sub(1)?;
    }
    let last = tokens[last].span;
    let reports = before.iter().rev().take(NEAR);
    let ends_there = |a: &&Attribution| {
        let end = a.source.last().map_or(0, |s| s.end);
        end >= last.end && end <= source.start
    };
    if let Some(entity) = reports.filter(ends_there).find_map(|a| a.speaker) {
        return Some(entity);
    }
    let next = mentions.partition_point(|m| m.span.start < source.start);
    let named = mentions[..next].iter().rev().take(NEAR);
    let fits =
        |label| (label == Label::Person) == person && matches!(label, Label::Person | Label::Org);
    let mut named = named.filter(|m| m.span.end == last.end && fits(m.label));
    named.find_map(|m| m.entity)
}

/// "IV" in "IV: Yes."
fn are_letters(source: &str) -> bool {
    (2..=3).contains(&source.len()) && source.bytes().all(|b| b.is_ascii_uppercase())
}

/// Whom letters mean in an interview with Ingrid Vollan: the only person with these initials, if there is but one.
fn initials(entities: &[Entity]) -> FxHashMap<String, Option<EntityId>> {
    let mut all = FxHashMap::default();
    for person in entities.iter().filter(|e| e.label == Label::Person) {
        let words = person.name.split_whitespace();
        let letters: String = words.filter_map(|word| word.chars().next()).collect();
        let known = all.entry(letters);
        known.and_modify(|id| *id = None).or_insert(Some(person.id));
    }
    all
}

/// A tagged text whose mentions are in order and agree with its entities, for tests.
#[cfg(test)]
pub(super) fn checked<'t>(tagger: &crate::Tagger, text: &'t str) -> crate::Document<'t> {
    let document = tagger.tag(text);
    assert!(document.mentions.is_sorted_by_key(|m| m.span.start));
    for (i, mention) in document.mentions.iter().enumerate() {
        for entity in &document.entities {
            let holds = entity.mentions.contains(&(i as u32));
            assert_eq!(holds, mention.entity == Some(entity.id), "{mention:?}");
            assert!(entity.mentions.is_sorted());
        }
    }
    document
}

/// So many mentions and reports before a "who" are looked at.
const NEAR: usize = 4;

fn speaker(
    p: &Phrases<'_>,
    vocabulary: &Vocabulary,
    mentions: &[Mention],
    source: Span,
) -> Option<EntityId> {
    let is_document = |k: usize| vocabulary.has(Lists::DOCUMENTS, p.word(k));
    let tokens = &p.views.tokens;
    let first = tokens.partition_point(|t| t.span.end <= source.start);
    let end = first + tokens[first..].partition_point(|t| t.span.start < source.end);
    let from = mentions.partition_point(|m| m.span.start < source.start);
    let len = mentions[from..].partition_point(|m| m.span.start < source.end);
    let inside = &mentions[from..from + len];
    // The head of the source is the last word of its first noun phrase.
    let mut head_end = p.base_end(first, end).max(first + 1);
    if let Some(name) = inside
        .iter()
        .find(|m| m.label != Label::Role && covers(m.span, tokens[first].span))
    {
        head_end = first + tokens[first..end].partition_point(|t| t.span.start < name.span.end);
        head_end = p.base_end(first, end).max(head_end);
    }
    // "CPI(M) general secretary Lee", "Zorbik Alliance (ZA) chairman Lee"
    if head_end < end
        && p.kind(head_end) == TokenKind::BracketOpen
        && let Some(close) =
            (head_end..end.min(head_end + 4)).find(|&k| p.kind(k) == TokenKind::BracketClose)
        && close + 1 < end
        && p.is_nominal(close + 1)
    {
        head_end = p.base_end(close + 1, end).max(close + 2);
    }
    let owner = (first..head_end)
        .rev()
        .find(|&k| p.kind(k) == TokenKind::Clitic && p.tag(k) == Tag::Possessive);
    let possessed = head_end < end
        && p.kind(head_end) == TokenKind::Clitic
        && p.tag(head_end) == Tag::Possessive;
    let (owner, head_end) = if possessed {
        (Some(head_end), p.base_end(head_end + 1, end))
    } else {
        (owner, head_end)
    };
    let head = tokens[head_end - 1].span;
    // A name at the end of the phrase: "ministry spokesman Lee"; a pronoun; "the spokesman" who was named before.
    let at_head = |m: &&Mention| m.span.end >= head.end && m.span.start <= head.start;
    let named = inside
        .iter()
        .rev()
        .find(|m| at_head(m) && m.label != Label::Role);
    let mention = named.or_else(|| inside.iter().find(at_head));
    // "Harbour Corp of Norway chairman Lee": what a person heads does not speak.
    let together = (first..end).any(|k| p.is(k, &["and"]));
    if named.is_some_and(|m| m.label == Label::Org)
        && !together
        && let Some(name) = titled(p, inside, first..end)
    {
        return name.entity;
    }
    if let Some(entity) = mention.and_then(|m| m.entity) {
        return Some(entity);
    }
    if let Some(name) = apposed(p, inside, head_end..end).or_else(|| titled(p, inside, first..end))
    {
        return name.entity;
    }
    // "Mandiant's report", "his statement"
    let owner = owner.filter(|_| is_document(head_end - 1));
    let last_of_owner = owner
        .and_then(|k| k.checked_sub(1))
        .map(|k| tokens[k].span)
        .or_else(|| {
            (p.tag(first) == Tag::Possessive && is_document(head_end - 1))
                .then(|| tokens[first].span)
        })?;
    inside
        .iter()
        .find(|m| covers(m.span, last_of_owner))
        .and_then(|m| m.entity)
}

/// The name in apposition to a head that ends where these tokens begin: "The spokesman, Lee,"; if it is the only person, also behind more words
/// and with others before it: "The member for schools, Cllr Lee (Lib Dem),", "the witness, bank clerk Lee,".
fn apposed<'m>(
    p: &Phrases<'_>,
    inside: &'m [Mention],
    behind: Range<usize>,
) -> Option<&'m Mention> {
    let tokens = &p.views.tokens;
    let comma = behind.clone().find(|&k| {
        matches!(
            p.kind(k),
            TokenKind::Comma | TokenKind::Dash | TokenKind::BracketOpen
        )
    })?;
    let first = comma + 1;
    if first >= behind.end || (behind.start..comma).any(|k| p.is_finite(k)) {
        return None;
    }
    // "Lee's assistant, former captain Coe,": who is owned to is not the one.
    let is_owner = |m: &Mention| {
        let next = tokens.partition_point(|t| t.span.start < m.span.end);
        next < behind.start && p.kind(next) == TokenKind::Clitic
    };
    let mut persons = inside
        .iter()
        .filter(|m| m.label == Label::Person && m.kind != MentionKind::Pronoun && !is_owner(m));
    if comma == behind.start
        && let Some(name) = persons
            .clone()
            .find(|m| m.span.start == tokens[first].span.start)
    {
        return Some(name);
    }
    let only = persons.next().filter(|_| persons.next().is_none())?;
    let phrase = first..p.base_end(first, behind.end);
    let last = tokens[phrase].last()?;
    // "My plumber, a philosopher named Lee,"
    let at = tokens.partition_point(|t| t.span.end <= only.span.start);
    let named = at > first && p.is(at - 1, &["named", "called", "surnamed"]);
    // "Lee QC", "Lee SC": letters behind a name
    let letters = last.span.end > only.span.end
        && are_letters(p.text[Span::new(only.span.end, last.span.end)].trim());
    (last.span.end == only.span.end || letters || named).then_some(only)
}

/// The name that ends a source of capitals: "President and CEO Lee", "Marshal Lee", whose first word a sentence may begin with as a verb.
fn titled<'m>(p: &Phrases<'_>, inside: &'m [Mention], source: Range<usize>) -> Option<&'m Mention> {
    let mut last = source.end - 1;
    // "(趙少康)", "(R-Ohio)"
    if p.kind(last) == TokenKind::BracketClose {
        let open = |&k: &usize| p.kind(k) == TokenKind::BracketOpen;
        last = source.clone().rev().find(open)?.checked_sub(1)?;
    }
    let end = p.token(last).span.end;
    let name = inside
        .iter()
        .find(|m| m.span.end == end && m.label == Label::Person)?;
    let before = |&k: &usize| p.token(k).span.start < name.span.start;
    let first = source.start;
    let role = source.clone().take_while(before).last();
    // "Leader of the Opposition Lee", "Broadcasting Corp of China chairman Lee"
    let title = |k: usize| {
        let joins =
            p.is(k, &["and", "of"]) || k > first && p.is(k, &["the"]) && p.is(k - 1, &["of"]);
        let role =
            k > first && role == Some(k) && p.token(k - 1).capitalised() && p.tag(k) == Tag::Noun;
        p.kind(k) == TokenKind::Word && (p.token(k).capitalised() || joins || role)
    };
    source.take_while(before).all(title).then_some(name)
}

fn covers(span: Span, other: Span) -> bool {
    span.contains(other) || other.contains(span)
}

#[cfg(test)]
mod tests {
    use crate::Tagger;

    #[test]
    fn a_name_ends_its_titles() {
        for source in [
            "Leader of the Opposition Angela Merkel",
            "Harbour Corp of Norway chairman Angela Merkel (安格拉)",
            "Minister of Economic Affairs Angela Merkel (安格拉)",
            "Counsel assisting the inquest, Angela Merkel SC,",
        ] {
            let text = format!("{source} said that prices would fall.");
            let document = super::checked(&Tagger::default(), &text);
            let speaker = document.speaker_name(&document.attributions[0]);
            assert_eq!(speaker, Some("Angela Merkel"), "{text}");
        }
        let text = "The lawyer of chairman Angela Merkel said that prices would fall.";
        let document = super::checked(&Tagger::default(), text);
        assert_eq!(document.speaker_name(&document.attributions[0]), None);
    }

    #[test]
    fn an_organization_is_a_which() {
        let text = "The ferry was stopped by Siemens, which said that prices would fall.";
        let document = super::checked(&Tagger::default(), text);
        let said = document.attributions.iter().find(|a| a.cue_lemma == "say");
        assert_eq!(document.speaker_name(said.unwrap()), Some("Siemens"));
    }

    #[test]
    fn brackets_in_a_party_s_name_do_not_end_the_source() {
        for text in [
            "CPI(M) general secretary Angela Merkel said that prices would fall.",
            "Baltic People's Alliance (BPA) chairman Angela Merkel said that prices would fall.",
        ] {
            let document = super::checked(&Tagger::default(), text);
            let speaker = document.speaker_name(&document.attributions[0]);
            assert_eq!(speaker, Some("Angela Merkel"), "{text}");
        }
    }
}
