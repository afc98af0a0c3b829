//! Mentions: which spans of the text name a person, an organization, a place or a people.
//!
//! Rules and lists propose candidates with scores; where they overlap, the set with the most evidence wins. Then the text itself is asked:
//! what was told clearly in one place ("Ministry spokesman Geng Haoran") holds for the short forms and bare repetitions everywhere
//! else ("Geng"), and the choice is made again. Linear in the length of the text: each rule looks a few words to
//! either side.

mod acronym;
mod candidate;
mod definition;
mod enumeration;
mod evidence;
mod known;
mod organization;
mod person;
mod place;
mod propagate;
#[cfg(test)]
mod tests;
mod vocabulary;

use crate::Mention;
use crate::gazetteer::{Gazetteer, Hit};
use crate::text::Views;
use crate::words::Word;
use evidence::Evidence;

/// Finds the mentions of a text, by start; they do not overlap.
///
/// `views`, `words` and `hits` must be those of the text. The mentions have no entity yet; short forms carry the span of
/// the full name as antecedent.
///
/// ```
/// use onrecord::{Label, MentionKind, gazetteer::Gazetteer, mentions, text::Views, words};
/// let text = "Energy ministry spokesman Geng Haoran denied it. Geng also thanked Norway.";
/// let views = Views::new(text);
/// let (mut tags, mut hits) = (vec![], vec![]);
/// words::tag(text, &views, &mut tags);
/// Gazetteer::bundled().find(text, &mut hits);
/// let found = mentions::find(text, &views, &tags, Gazetteer::bundled(), &hits);
/// let names: Vec<_> = found.iter().map(|m| (&text[m.span], m.label, m.kind)).collect();
/// assert_eq!(names, [
///     ("Geng Haoran", Label::Person, MentionKind::Name),
///     ("Geng", Label::Person, MentionKind::Short),
///     ("Norway", Label::Place, MentionKind::Name),
/// ]);
/// ```
pub fn find(
    text: &str,
    views: &Views,
    words: &[Word],
    gazetteer: &Gazetteer,
    hits: &[Hit],
) -> Vec<Mention> {
    let evidence = Evidence::gather(text, views, words, gazetteer, hits);
    let mut candidates = vec![];
    known::propose(&evidence, &mut candidates);
    organization::propose(&evidence, &mut candidates);
    acronym::propose(&evidence, &mut candidates);
    place::propose(&evidence, &mut candidates);
    person::propose(&evidence, &mut candidates);
    definition::propose(&evidence, &mut candidates);
    let mut first_pass = candidates.clone();
    let chosen = candidate::choose(&mut first_pass);
    acronym::propose_brackets(&evidence, &chosen, &mut candidates);
    enumeration::propose(&evidence, &chosen, &mut candidates);
    propagate::propose(&evidence, &chosen, &mut candidates);
    candidate::choose(&mut candidates)
        .into_iter()
        .filter_map(|c| {
            Some(Mention {
                span: c.span,
                label: c.label?,
                kind: c.kind,
                entity: None,
                antecedent: c.antecedent.filter(|&full| full != c.span),
                score: c.score,
                by: c.by.into(),
            })
        })
        .collect()
}
