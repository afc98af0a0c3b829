//! "It said", "the company said": an organization or a country speaks on.
//!
//! "It" mostly means no entity at all, and which one it means is hard to say (Hobbs 1978). Only one use is sure enough: "it" as the source
//! in the sentence behind a report whose speaker is an organization or a place, with no other one in between that could be meant.

use crate::rules::{Lists, Vocabulary};
use crate::words::Phrases;
use crate::{Attribution, Entity, EntityId, Label, Mention, MentionKind, Span};

/// How likely it is, roughly.
const SCORE: f32 = 0.8;

/// Adds a mention for each such "it", and gives its attribution the speaker. `mentions` are sorted by start, attributions by cue.
pub(super) fn add(
    p: &Phrases<'_>,
    vocabulary: &Vocabulary,
    mentions: &mut Vec<Mention>,
    entities: &mut [Entity],
    attributions: &mut [Attribution],
) {
    let mut found: Vec<(Span, EntityId, Span)> = vec![];
    let mut last: Option<usize> = None;
    let mut named = Named::default();
    for i in 0..attributions.len() {
        if attributions[i].source.is_empty() {
            continue;
        }
        if let Some(outer) = attributions[i].within {
            // "Siemens said it expected": whoever says so.
            if let Some(it) = it(p, &attributions[i])
                && let Some(speaker) =
                    speaks_of_itself(p, entities, &attributions[outer as usize], it)
            {
                attributions[i].speaker = Some(speaker);
                found.push((it, speaker, attributions[outer as usize].source[0]));
            }
            continue;
        }
        if let Some(before) = last
            && let Some(it) = it(p, &attributions[i])
            && let Some(speaker) = speaks_on(p, mentions, entities, &attributions[before], it)
        {
            attributions[i].speaker = Some(speaker);
            found.push((it, speaker, attributions[before].source[0]));
        }
        if let Some(before) = last
            && attributions[i].speaker.is_none()
        {
            let (reports, own) = attributions.split_at_mut(i);
            let (before, own) = (&reports[before], &mut own[0]);
            own.speaker = called_by_kind(p, mentions, before, own).filter(|&speaker| {
                is_called(vocabulary, &entities[speaker.index()], last_word(p, own))
            });
        }
        if attributions[i].speaker.is_none() && is_the_noun(p, &attributions[i]).is_some() {
            let only = named.only(mentions, attributions[i].source[0].start);
            attributions[i].speaker = only.filter(|&speaker| {
                is_called(
                    vocabulary,
                    &entities[speaker.index()],
                    last_word(p, &attributions[i]),
                )
            });
        }
        last = Some(i);
    }
    found.sort_unstable_by_key(|(it, ..)| it.start);
    insert(mentions, entities, &found);
}

/// The "it" that is the source, before its cue and outside of quotations.
fn it(p: &Phrases<'_>, attribution: &Attribution) -> Option<Span> {
    let [source] = attribution.source[..] else {
        return None;
    };
    let cue = attribution.cue.first()?;
    let it = p.text[source].eq_ignore_ascii_case("it");
    (it && source.end <= cue.start && !p.token(token(p, source.start)).quoted()).then_some(source)
}

/// Who spoke before, if that is an organization or a place and nothing else of the kind stands between, but for what the report says.
fn speaks_on(
    p: &Phrases<'_>,
    mentions: &[Mention],
    entities: &[Entity],
    before: &Attribution,
    it: Span,
) -> Option<EntityId> {
    let speaker = before.speaker?;
    let source = *before.source.first()?;
    let is_body = |label| matches!(label, Label::Org | Label::Place);
    if !is_body(entities[speaker.index()].label) {
        return None;
    }
    // The report ends in the sentence before.
    let parts = [&before.source, &before.cue, &before.content];
    let end = parts.into_iter().flatten().map(|span| span.end).max()?;
    let sentence = |byte: u32| p.token(token(p, byte)).sentence;
    if end > it.start || sentence(it.start) != sentence(end - 1) + 1 {
        return None;
    }
    let from = mentions.partition_point(|m| m.span.start < source.end);
    let mut between = mentions[from..]
        .iter()
        .take_while(|m| m.span.start < it.start);
    let reported = |m: &Mention| before.content.iter().any(|c| c.contains(m.span));
    // "told Reuters that", "said on Twitter that"
    let hearer = |m: &Mention| {
        let cue = before.cue.last().map_or(u32::MAX, |c| c.end);
        m.span.start >= cue
            && before
                .content
                .first()
                .is_some_and(|c| m.span.end <= c.start)
    };
    let rival = between
        .any(|m| is_body(m.label) && m.entity != Some(speaker) && !reported(m) && !hearer(m));
    (!rival).then_some(speaker)
}

/// "Siemens said it expected": an organization or a place, where the "it" is the first word of what it says.
fn speaks_of_itself(
    p: &Phrases<'_>,
    entities: &[Entity],
    outer: &Attribution,
    it: Span,
) -> Option<EntityId> {
    let speaker = outer.speaker?;
    let is_body = matches!(entities[speaker.index()].label, Label::Org | Label::Place);
    let content = *outer.content.first()?;
    let first = token(p, content.start);
    let first = first + usize::from(p.is(first, &["that"]));
    (is_body && token(p, it.start) == first && outer.cue.last()?.end <= it.start).then_some(speaker)
}

/// "The company said", "the ministry added": who spoke before, where no other organization was named since but in what was said.
fn called_by_kind(
    p: &Phrases<'_>,
    mentions: &[Mention],
    before: &Attribution,
    own: &Attribution,
) -> Option<EntityId> {
    let speaker = before.speaker?;
    let first = is_the_noun(p, own)?;
    let source = own.source[0];
    let spoke = *before.source.last()?;
    if spoke.end > source.start {
        return None;
    }
    let paragraph = |i: usize| p.views.sentences[p.token(i).sentence as usize].paragraph;
    if paragraph(first) - paragraph(token(p, spoke.start)) > 1 {
        return None;
    }
    let from = mentions.partition_point(|m| m.span.start < spoke.end);
    let mut between = mentions[from..]
        .iter()
        .take_while(|m| m.span.start < source.start);
    let said = |m: &Mention| {
        let mut content = before.content.iter().chain(&own.content);
        content.any(|c| c.contains(m.span))
    };
    let rival = between.any(|m| m.label == Label::Org && m.entity != Some(speaker) && !said(m));
    (!rival).then_some(speaker)
}

/// The first token of a source of two words, "the company".
fn is_the_noun(p: &Phrases<'_>, own: &Attribution) -> Option<usize> {
    let [source] = own.source[..] else {
        return None;
    };
    let first = token(p, source.start);
    let two = first + 1 < p.words.len() && p.token(first + 1).span.end == source.end;
    (two && p.is(first, &["the"])).then_some(first)
}

/// The organizations that were named so far.
#[derive(Default)]
struct Named {
    seen: usize,
    first: Option<EntityId>,
    times: u32,
    others: bool,
}

impl Named {
    /// The only one that was named before this place, if more than once. Each place is behind the last one.
    fn only(&mut self, mentions: &[Mention], place: u32) -> Option<EntityId> {
        let more = mentions[self.seen..]
            .iter()
            .take_while(|m| m.span.start < place);
        for m in more {
            self.seen += 1;
            if m.label == Label::Org && m.kind != MentionKind::Pronoun {
                self.first = self.first.or(m.entity);
                self.others |= m.entity != self.first;
                self.times += 1;
            }
        }
        self.first.filter(|_| !self.others && self.times > 1)
    }
}

/// The last word of the source.
fn last_word<'t>(p: &Phrases<'t>, own: &Attribution) -> &'t str {
    let end = own.source.last().map_or(0, |source| source.end);
    p.word(token(p, end.saturating_sub(1)))
}

/// Whether an organization may be called so: by the last word of its name, or as any company, if it is none of another kind ("the Finance Ministry").
fn is_called(vocabulary: &Vocabulary, entity: &Entity, noun: &str) -> bool {
    let noun = noun.to_lowercase();
    let words = || entity.name.split_whitespace();
    let last = words().next_back().unwrap_or_default();
    let own_kind = || noun.len() > 3 && last.to_lowercase().ends_with(&*noun);
    let company = || vocabulary.has(Lists::COMPANY, last.trim_end_matches('.'));
    let of_another_kind =
        || words().any(|word| vocabulary.has(Lists::BODIES, word.to_lowercase().as_str()));
    entity.label == Label::Org
        && (own_kind()
            || vocabulary.has(Lists::COMPANY_NOUNS, noun.as_str())
                && (company() || !of_another_kind()))
}

fn token(p: &Phrases<'_>, byte: u32) -> usize {
    p.views.tokens.partition_point(|t| t.span.end <= byte)
}

/// Puts the new mentions in their places, each with its entity and antecedent, and counts those behind them anew.
fn insert(mentions: &mut Vec<Mention>, entities: &mut [Entity], found: &[(Span, EntityId, Span)]) {
    if found.is_empty() {
        return;
    }
    let behind: Vec<u32> = mentions.iter().map(|m| m.span.start).collect();
    let moved = |index: u32| {
        let start = behind[index as usize];
        index + found.partition_point(|(it, ..)| it.start <= start) as u32
    };
    for entity in &mut *entities {
        entity
            .mentions
            .iter_mut()
            .for_each(|index| *index = moved(*index));
    }
    for (added, &(span, speaker, antecedent)) in found.iter().enumerate() {
        let own = behind.partition_point(|&start| start < span.start) + added;
        let list = &mut entities[speaker.index()].mentions;
        list.insert(
            list.partition_point(|&index| (index as usize) < own),
            own as u32,
        );
        mentions.insert(
            own,
            Mention {
                span,
                label: entities[speaker.index()].label,
                kind: MentionKind::Pronoun,
                entity: Some(speaker),
                antecedent: Some(antecedent),
                score: SCORE,
                by: "resolve:turn".into(),
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::speaker::checked;
    use crate::{MentionKind, Tagger};

    /// What each "it" stands for.
    fn meant(text: &str) -> Vec<String> {
        let document = checked(&Tagger::default(), text);
        let its = document
            .mentions
            .iter()
            .filter(|m| m.kind == MentionKind::Pronoun && text[m.span].eq_ignore_ascii_case("it"));
        its.map(|m| document.entities[m.entity.unwrap().index()].name.clone())
            .collect()
    }

    #[test]
    fn an_organization_speaks_on() {
        let text = "Siemens said on Monday that it had closed two plants. It added that Germany would lose 300 jobs.\n\n\
            It said the talks with Bosch in Paris went on.";
        assert_eq!(meant(text)[..1], ["Siemens"]);
        let document = Tagger::default().tag(text);
        let speakers: Vec<_> = document
            .attributions
            .iter()
            .map(|a| document.speaker_name(a))
            .collect();
        assert_eq!(speakers[..2], [Some("Siemens"); 2]);
        let it = document
            .mentions
            .iter()
            .find(|m| &text[m.span] == "It")
            .unwrap();
        assert_eq!(&text[it.antecedent.unwrap()], "Siemens");
    }

    #[test]
    fn a_company_is_called_so() {
        let speakers = |text: &str| -> Vec<String> {
            let document = checked(&Tagger::default(), text);
            let names = document
                .attributions
                .iter()
                .map(|a| document.speaker_name(a));
            names
                .map(|name| name.unwrap_or("nobody").to_owned())
                .collect()
        };
        let text = "Siemens said on Monday that it was pleased. “Our staff chose to stay,” the company said in a statement. It added that pay would rise.";
        assert_eq!(speakers(text), ["Siemens"; 3]);
        let text =
            "The Finance Ministry said that it was late. “Taxes will rise,” the ministry said.";
        assert_eq!(speakers(text), ["Finance Ministry"; 2]);
        let text =
            "The Finance Ministry said that it was late. “Taxes will rise,” the company said.";
        assert_eq!(speakers(text), ["Finance Ministry", "nobody"]);
        let text = "Siemens said that it was late. Bosch won. “Taxes will rise,” the company said.";
        assert_ne!(speakers(text)[1], "Siemens");
    }

    #[test]
    fn the_company_is_the_only_one_there_is() {
        let speaker = |text: &str| -> Option<String> {
            let document = checked(&Tagger::default(), text);
            let last = document.attributions.iter().rfind(|a| a.within.is_none());
            last.and_then(|a| document.speaker_name(a))
                .map(str::to_owned)
        };
        let text = "Siemens opened a bakery in Leeds. “We are proud,” said Rita Holm, head of Siemens in Leeds.\n\nThe company said prices would fall.";
        assert_eq!(speaker(text).as_deref(), Some("Siemens"));
        let text = "Siemens bought a bakery from Bosch. “We are proud,” said Rita Holm, head of Siemens in Leeds.\n\nThe company said prices would fall.";
        assert_eq!(speaker(text), None);
    }

    #[test]
    fn who_says_it_expects_speaks_of_itself() {
        let text = "Siemens told Reuters it expected prices to rise. It added that Germany would lose 300 jobs.";
        let document = checked(&Tagger::default(), text);
        let mut names = document
            .attributions
            .iter()
            .map(|a| document.speaker_name(a));
        assert!(
            names.all(|name| name == Some("Siemens")),
            "{:?}",
            document.attributions
        );
        assert_eq!(meant(text), ["Siemens"; 2]);
    }

    #[test]
    fn what_the_report_names_does_not_speak_on() {
        let text =
            "China said on Monday that Japan had sent ships. It warned that they would be stopped.";
        assert_eq!(meant(text), ["China"]);
    }

    #[test]
    fn who_wants_no_pronouns_gets_none() {
        let text =
            "China said on Monday that Japan had sent ships. It warned that they would be stopped.";
        let tagger = Tagger::builder().pronouns(false).build().unwrap();
        let document = tagger.tag(text);
        assert_eq!(document.attributions.len(), 2);
        assert_eq!(document.attributions[1].speaker, None);
    }

    #[test]
    fn nothing_is_guessed() {
        // Another organization came in between, a person spoke, nobody did.
        for text in [
            "Siemens said on Monday that orders fell. Bosch shut a plant in Ohio. It said that prices were stable.",
            "Rita Holm said on Monday that orders fell. It said in the report that prices were stable.",
            "It said on the door that the shop was closed.",
        ] {
            assert_eq!(meant(text), [""; 0], "{text}");
        }
    }
}
