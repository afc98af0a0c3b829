//! Why a mention is one, and why it belongs to its entity.

use std::collections::HashMap;

use super::{MentionReasons, MentionRival, PersonReasons, in_words};
use crate::mentions::{Proposal, proposals};
use crate::output::OffsetMap;
use crate::rules::Looks;
use crate::{Document, Entity, Mention, MentionKind, Scratch, Span, Tagger, entities};

/// For each mention of the document, why it is one.
pub(super) fn reasons(
    tagger: &Tagger,
    text: &str,
    scratch: &Scratch,
    document: &Document<'_>,
) -> Vec<MentionReasons> {
    let look = tagger.look(text, scratch, &[]);
    let proposed = proposals(
        text,
        look.p.views,
        look.p.words,
        look.gazetteer,
        tagger.rules().names(),
        look.hits,
    );
    // Proposals that begin earlier but reach here are at most this much longer.
    let longest = proposed.iter().map(|p| p.span.len()).max().unwrap_or(0);
    let mut named = tagger.names(text, scratch, &mut Looks::default());
    let firings = tagger.rules().mentions(look, &mut named);
    let pronouns: HashMap<Span, Vec<PersonReasons>> = entities::pronouns(
        look.p,
        look.gazetteer,
        tagger.rules().vocabulary(),
        look.hits,
        &tagger.rules().told(&firings),
        &mut named,
    )
    .into_iter()
    .map(|(span, meant)| {
        let persons = meant.into_iter().map(|meant| PersonReasons {
            name: document.entity(meant.entity).name.clone(),
            nearest: meant.nearest,
            probability: meant.probability,
            reasons: meant.reasons,
        });
        (span, persons.collect())
    })
    .collect();
    let lines = OffsetMap::new(text);
    let mut firsts: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut all = vec![];
    for (index, mention) in document.mentions.iter().enumerate() {
        let rivals = match mention.kind {
            MentionKind::Name | MentionKind::Short => rivals(&proposed, longest, mention),
            _ => vec![],
        };
        let earlier = mention.entity.map(|id| firsts.entry(id.0).or_default());
        let persons = match mention.kind {
            MentionKind::Pronoun => pronouns.get(&mention.span).cloned().unwrap_or_default(),
            _ => vec![],
        };
        let entity = mention.entity.map(|id| document.entity(id));
        let before: Vec<&Mention> = earlier
            .iter()
            .flat_map(|all| all.iter().map(|&i| &document.mentions[i]))
            .collect();
        let entity = link(text, &lines, mention, entity, &before, &persons);
        // Enough to tell by what it is known: its first names.
        if let Some(earlier) = earlier.filter(|all| all.len() < NAMES_KEPT) {
            earlier.push(index);
        }
        all.push(MentionReasons {
            why: why(tagger, mention),
            entity,
            rivals,
            persons,
        });
    }
    all
}

/// So many mentions of an entity are looked at when a later one is compared.
const NAMES_KEPT: usize = 12;

fn why(tagger: &Tagger, mention: &Mention) -> String {
    let by = &*mention.by;
    match (in_words(by), tagger.rules().pattern(by)) {
        (Some(words), _) => words.to_owned(),
        (None, Some((pattern, path))) => {
            format!(
                "the rule {} of {path} found it: {pattern}",
                by.trim_start_matches("rule:")
            )
        }
        (None, None) => format!("{by} found it"),
    }
}

/// What else was proposed for the words of a mention.
fn rivals(proposed: &[Proposal], longest: u32, mention: &Mention) -> Vec<MentionRival> {
    let span = mention.span;
    let from = proposed.partition_point(|p| p.span.start + longest < span.start);
    let mut rivals: Vec<MentionRival> = vec![];
    for proposal in proposed[from..]
        .iter()
        .take_while(|p| p.span.start < span.end)
    {
        let same = proposal.span == span && proposal.label == Some(mention.label);
        if !proposal.span.overlaps(span) || same {
            continue;
        }
        let lost = if proposal.score < 0.5 {
            "its rule says that it is rather none"
        } else if proposal.span == span {
            "it is less likely with this label"
        } else if proposal.span.contains(span) {
            "the longer name is less likely"
        } else if span.contains(proposal.span) {
            "it is part of the longer name"
        } else {
            "the names overlap, and this one is less likely"
        };
        let again = rivals
            .iter_mut()
            .find(|r| r.span == proposal.span && r.label == proposal.label);
        match again {
            Some(known) if known.score >= proposal.score => {}
            Some(known) => {
                known.score = proposal.score;
                known.by = proposal.by.to_string();
            }
            None => rivals.push(MentionRival {
                span: proposal.span,
                label: proposal.label,
                score: proposal.score,
                by: proposal.by.to_string(),
                lost: lost.to_owned(),
            }),
        }
    }
    rivals.sort_by(|a, b| b.score.total_cmp(&a.score));
    rivals
}

/// Why a mention belongs to its entity, in a sentence. `before` are earlier mentions of it.
fn link(
    text: &str,
    lines: &OffsetMap<'_>,
    mention: &Mention,
    entity: Option<&Entity>,
    before: &[&Mention],
    persons: &[PersonReasons],
) -> String {
    let quoted = |span: Span| {
        let line = lines.line_column(span.start).line;
        format!("“{}” in line {line}", &text[span])
    };
    let Some(entity) = entity else {
        return match (mention.kind, persons.first()) {
            (MentionKind::Pronoun, Some(person)) => format!(
                "nobody: even {} is less likely meant than somebody who is not named",
                person.name
            ),
            (MentionKind::Pronoun, None) => "nobody: no person is named close by".to_owned(),
            _ => "nobody in the text has this role as far as it says".to_owned(),
        };
    };
    let name = &entity.name;
    match (mention.kind, mention.antecedent) {
        (MentionKind::Pronoun, Some(full)) => format!(
            "{name} ({:.0} %), above all because of {}",
            mention.score * 100.0,
            quoted(full)
        ),
        (MentionKind::Role, Some(full)) => format!("{name}, whose role it is: {}", quoted(full)),
        (_, Some(full)) => format!("{name}: it is a short form of {}", quoted(full)),
        (_, None) => {
            let words = |span: Span| text[span].to_lowercase();
            let same = before.iter().find(|m| words(m.span) == words(mention.span));
            let first = before.first();
            match (same, first, &entity.kb) {
                (Some(same), ..) => format!("{name}: it is named so before, {}", quoted(same.span)),
                (None, Some(first), Some(kb)) => format!(
                    "{name}: the list knows it by the same identifier, {kb}, as {}",
                    quoted(first.span)
                ),
                (None, Some(first), None) => {
                    format!("{name}: another form of {}", quoted(first.span))
                }
                (None, None, Some(kb)) => {
                    format!("{name}: the list knows it by the identifier {kb}")
                }
                (None, None, None) => format!("{name}: it is named here for the first time"),
            }
        }
    }
}
