//! Whom a pronoun could mean, and what speaks for each.

use super::features::{self, Values, Weights};
use super::pronoun::{self, Candidate};
use super::told::{self, Told};
use super::{Context, description, group, role_mention};
use crate::explain::Reason;
use crate::gazetteer::{Gazetteer, Hit};
use crate::rules::Vocabulary;
use crate::words::Phrases;
use crate::{EntityId, Mention, Span};

/// A person whom a pronoun could mean.
pub(crate) struct Meant {
    pub entity: EntityId,
    /// The mention that speaks most for it.
    pub nearest: Span,
    pub probability: f32,
    pub reasons: Vec<Reason>,
}

/// For each pronoun its span and the persons that it could mean, the likeliest first. `mentions` are those that
/// [`resolve`](super::resolve) was given.
pub(crate) fn pronouns(
    p: Phrases<'_>,
    gazetteer: &Gazetteer,
    vocabulary: &Vocabulary,
    hits: &[Hit],
    told: &[Told<'_>],
    mentions: &mut Vec<Mention>,
) -> Vec<(Span, Vec<Meant>)> {
    let context = Context {
        p,
        gazetteer,
        vocabulary,
        hits,
    };
    let mut drafts = group::group(&context, mentions);
    told::apply(&context, mentions, &mut drafts, told);
    description::describe(&context, mentions, &mut drafts);
    role_mention::add(&context, mentions, &drafts);
    let weights = features::bundled();
    let mut all = vec![];
    let watch = |token: usize, candidates: &[Candidate]| {
        all.push((p.token(token).span, meant(weights, candidates)));
    };
    pronoun::add_with(&context, mentions, &mut drafts, weights, watch);
    all
}

fn meant(weights: &Weights, candidates: &[Candidate]) -> Vec<Meant> {
    let shares = pronoun::shares(weights, candidates);
    let mut persons: Vec<(Meant, f32)> = vec![];
    for (candidate, share) in candidates.iter().zip(shares) {
        let Candidate { antecedent, values } = candidate;
        let known = persons
            .iter_mut()
            .find(|(meant, _)| meant.entity == antecedent.entity);
        let (meant, most) = match known {
            Some(known) => known,
            None => {
                let meant = Meant {
                    entity: antecedent.entity,
                    nearest: antecedent.span,
                    probability: 0.0,
                    reasons: vec![],
                };
                persons.push((meant, 0.0));
                persons.last_mut().expect("just pushed")
            }
        };
        meant.probability += share;
        if share > *most || meant.reasons.is_empty() {
            *most = share;
            meant.nearest = antecedent.span;
            meant.reasons = reasons(weights, values);
        }
    }
    let mut persons: Vec<Meant> = persons.into_iter().map(|(meant, _)| meant).collect();
    persons.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    persons
}

fn reasons(weights: &Weights, values: &Values) -> Vec<Reason> {
    let names = features::names();
    let reasons = values.iter().map(|(i, value)| Reason {
        what: names[i].replace('_', " ").replace('/', ", "),
        weight: weights[i] * value,
    });
    let mut reasons: Vec<Reason> = reasons.filter(|reason| reason.weight != 0.0).collect();
    reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    reasons
}
