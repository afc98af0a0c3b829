//! Mentions: which spans of the text name a person, an organization, a place or a people.
//!
//! Rules and lists propose candidates with scores; where they overlap, the set with the most evidence wins. Then the text itself is asked:
//! what was told clearly in one place ("Ministry spokesman Geng Haoran") holds for the short forms and bare repetitions everywhere
//! else ("Geng"), and the choice is made again. Linear in the length of the text: each rule looks a few words to
//! either side.

mod acronym;
mod agreement;
mod candidate;
mod enumeration;
mod evidence;
mod known;
mod marks;
pub(crate) mod model;
mod propagate;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::gazetteer::{Gazetteer, Hit};
use crate::rules::{self, Looks, NameRules, Proposed};
use crate::text::Views;
use crate::words::Word;
use crate::{Label, Mention, MentionKind, Span};
pub(crate) use acronym::is_acronym;
pub(crate) use candidate::THRESHOLD;
use candidate::{By, Candidate};
use evidence::Evidence;
pub(crate) use marks::Marks;
use rustc_hash::FxHashSet;

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
    let looks = &mut Looks::default();
    find_by(
        text,
        views,
        words,
        gazetteer,
        NameRules::bundled(),
        hits,
        looks,
    )
}

/// As [`find`], with these rules and word lists.
pub(crate) fn find_by(
    text: &str,
    views: &Views,
    words: &[Word],
    gazetteer: &Gazetteer,
    rules: NameRules<'_>,
    hits: &[Hit],
    looks: &mut Looks,
) -> Vec<Mention> {
    let evidence = Evidence::gather(text, views, words, gazetteer, rules, hits);
    find_with(&evidence, looks, model::bundled())
}

/// A span that a rule or list proposes as a mention.
pub(crate) struct Proposal {
    pub span: Span,
    /// None for things such as laws, which keep their parts from being names.
    pub label: Option<Label>,
    /// How likely it is, as the rule or list says.
    pub score: f32,
    pub by: Cow<'static, str>,
}

/// All that rules and lists propose, by start.
pub(crate) fn proposals(
    text: &str,
    views: &Views,
    words: &[Word],
    gazetteer: &Gazetteer,
    rules: NameRules<'_>,
    hits: &[Hit],
) -> Vec<Proposal> {
    let evidence = Evidence::gather(text, views, words, gazetteer, rules, hits);
    let (mut candidates, apart) = propose(&evidence, &mut Looks::default());
    // What the rules would choose stands there a second time.
    candidates.retain(|c| !c.chosen);
    candidates.extend(apart);
    let proposal = |c: Candidate| Proposal {
        span: c.span,
        label: c.label,
        score: c.score,
        by: c.by.name(&evidence),
    };
    let mut proposals: Vec<Proposal> = candidates.into_iter().map(proposal).collect();
    proposals.sort_by(|a, b| {
        let key = |p: &Proposal| (p.span.start, p.span.end, p.label);
        key(a).cmp(&key(b)).then_with(|| a.by.cmp(&b.by))
    });
    proposals
}

/// The mentions by these weights.
fn find_with(evidence: &Evidence<'_>, looks: &mut Looks, weights: &model::Weights) -> Vec<Mention> {
    let (rules, apart) = propose(evidence, looks);
    let mut candidates = model::decide(evidence, &rules, weights);
    candidates.extend(apart);
    let mut chosen = candidate::choose(&candidates);
    agreement::settle(evidence, &mut chosen);
    keep_antecedents(&mut chosen);
    chosen
        .into_iter()
        .filter_map(|c| {
            Some(Mention {
                span: c.span,
                label: c.label?,
                kind: c.kind,
                entity: None,
                antecedent: c.antecedent.filter(|&full| full != c.span),
                score: c.score,
                by: c.by.name(evidence),
            })
        })
        .collect()
}

/// A short form of a name that is no mention after all is a name of its own.
fn keep_antecedents(chosen: &mut [Candidate]) {
    let full: FxHashSet<Span> = chosen.iter().map(|c| c.span).collect();
    for c in chosen {
        if c.antecedent.is_some_and(|span| !full.contains(&span)) {
            c.antecedent = None;
            c.kind = MentionKind::Name;
        }
    }
}

/// What the model does not decide: the user's names, peoples and things.
fn undecided(c: &Candidate) -> bool {
    c.by == By::Step("gazetteer:user")
        || !matches!(c.label, Some(Label::Person | Label::Org | Label::Place))
}

/// What the rules of rule sets propose.
fn by_rules(e: &Evidence<'_>, looks: &mut Looks, out: &mut Vec<Candidate>) {
    let mut proposed = vec![];
    e.rules.proposers.find(&e.look(), looks, &mut proposed);
    for Proposed {
        tokens,
        label,
        score,
        by,
    } in proposed
    {
        let span = e.span(tokens.start, tokens.end);
        out.push(Candidate::name(span, tokens, label, score, By::Rule(by)));
    }
}

/// What these rules alone propose in a text, with what they are sure of.
pub(crate) fn proposed_by(look: &rules::Text<'_>, rules: NameRules<'_>) -> Vec<(Span, f32)> {
    let evidence = gather(look, rules);
    let mut proposed = vec![];
    let looks = &mut Looks::default();
    rules.proposers.find(&evidence.look(), looks, &mut proposed);
    let span = |p: &Proposed| evidence.span(p.tokens.start, p.tokens.end);
    proposed.iter().map(|p| (span(p), p.score)).collect()
}

/// What is known of each token of a text before there are names.
pub(crate) fn marks(look: &rules::Text<'_>, rules: NameRules<'_>) -> Vec<Marks> {
    gather(look, rules).marks
}

fn gather<'a>(look: &rules::Text<'a>, rules: NameRules<'a>) -> Evidence<'a> {
    let rules::Text {
        p, gazetteer, hits, ..
    } = *look;
    Evidence::gather(p.text, p.views, p.words, gazetteer, rules, hits)
}

/// What the rules and lists propose, by the first token, where what they would choose stands a second time; and apart from it what the model
/// does not decide.
fn propose(evidence: &Evidence<'_>, looks: &mut Looks) -> (Vec<Candidate>, Vec<Candidate>) {
    let mut candidates = vec![];
    known::propose(evidence, &mut candidates);
    acronym::propose(evidence, &mut candidates);
    by_rules(evidence, looks, &mut candidates);
    candidates.retain(|c| !c.span.is_empty());
    let first_choice = candidate::choose(&candidates);
    acronym::propose_brackets(evidence, &first_choice, &mut candidates);
    enumeration::propose(evidence, &first_choice, &mut candidates);
    propagate::propose(evidence, &first_choice, &mut candidates);
    let mut chosen = candidate::choose(&candidates);
    for c in &mut chosen {
        c.chosen = true;
    }
    let whole = |c: &Candidate| evidence.span(c.first, c.end) == c.span;
    let mut apart = chosen.clone();
    apart.retain(|c| !whole(c) || undecided(c));
    candidates.extend(chosen);
    candidates.retain(whole);
    candidates.sort_by_key(|c| c.first);
    (candidates, apart)
}
