//! Fits the weights of the features of pronouns on pronouns with two names, one or none of which is meant.

use super::features::{self, LEN, Values, Weights, names};
use super::{Context, bare_name, description, doubtful, group, pronoun, role_mention};
use crate::gazetteer::Gazetteer;
use crate::text::Views;
use crate::{EntityId, Label, Mention, MentionKind, Span, mentions, words};

/// How often the pronouns before are resolved anew with the weights so far.
const ROUNDS: usize = 4;
/// Steps down the gradient in each round.
const STEPS: usize = 1000;
/// The length of a step.
const RATE: f32 = 0.5;
/// Draws the weights towards nothing.
const DECAY: f32 = 0.002;

/// Weights that are set and not fitted. In GAP both names have the pronoun's gender, so it cannot teach what gender is worth; nor has it
/// reflexives, and few quotations.
const SET: [(&str, f32); 5] = [
    ("gender_of_name_fits", 0.5),
    ("gender_of_name_differs", -8.0),
    ("subject_of_the_sentence_of_a_reflexive", 2.0),
    ("other_sentence_than_a_reflexive", -2.0),
    // Nobody is "he" in his own words.
    ("speaks_around_the_quotation_of_the_pronoun", -4.0),
];

/// A text with a pronoun and two names, and whether it means each.
#[derive(Clone, Debug)]
pub(crate) struct Ambiguous {
    pub text: String,
    pub pronoun: Span,
    pub names: [(Span, bool); 2],
}

/// The candidates of one pronoun; "nobody" comes first.
struct Choice {
    values: Vec<Values>,
    right: Vec<bool>,
}

/// Fits weights and returns them as the lines of a file of weights.
pub(crate) fn fit(examples: &[Ambiguous], ablated: &[&str]) -> Result<String, String> {
    if let Some(wrong) = ablated
        .iter()
        .find(|name| !names().iter().any(|n| n == *name))
    {
        return Err(format!("\"{wrong}\" is no feature"));
    }
    let mut weights = [0.0; LEN];
    for _ in 0..ROUNDS {
        let choices: Vec<Choice> = examples
            .iter()
            .filter_map(|example| choice(example, &weights))
            .collect();
        descend(&choices, &mut weights, ablated);
    }
    let lines = names()
        .iter()
        .zip(weights)
        .map(|(name, weight)| format!("{name}\t{weight:.3}\n"));
    Ok(lines.collect())
}

fn choice(example: &Ambiguous, weights: &Weights) -> Option<Choice> {
    let text = example.text.as_str();
    let views = Views::new(text);
    let (mut tags, mut hits) = (vec![], vec![]);
    words::tag(text, &views, &mut tags);
    let gazetteer = Gazetteer::bundled();
    gazetteer.find(text, &mut hits);
    let mut found = mentions::find(text, &views, &tags, gazetteer, &hits);
    // The weights are not to learn which names are missed.
    for (span, _) in example.names {
        let known = |m: &Mention| m.span.overlaps(span) && m.label == Label::Person;
        if !found.iter().any(known) {
            found.retain(|m| !m.span.overlaps(span));
            found.push(Mention {
                span,
                label: Label::Person,
                kind: MentionKind::Name,
                entity: None,
                antecedent: None,
                score: 1.0,
                by: "given".into(),
            });
        }
    }
    found.sort_by_key(|m| m.span.start);
    let p = words::Phrases {
        text,
        views: &views,
        words: &tags,
    };
    let context = Context {
        p,
        gazetteer,
        vocabulary: crate::rules::Vocabulary::bundled(),
        hits: &hits,
    };
    doubtful::tell(&context, &mut found);
    bare_name::add(&context, &mut found);
    let mut drafts = group::group(&context, &mut found);
    description::describe(&context, &found, &mut drafts);
    role_mention::add(&context, &mut found, &drafts);
    let entities = |span: Span| -> Vec<EntityId> {
        found
            .iter()
            .filter(|m| m.span.overlaps(span))
            .filter_map(|m| m.entity)
            .collect()
    };
    let [a, b] = example.names.map(|(span, _)| entities(span));
    let [(_, a_right), (_, b_right)] = example.names;
    let neither = !a_right && !b_right;
    let is_right = |entity: EntityId| {
        let (in_a, in_b) = (a.contains(&entity), b.contains(&entity));
        if neither {
            !in_a && !in_b
        } else {
            in_a && a_right || in_b && b_right
        }
    };
    let mut result = None;
    pronoun::add_with(
        &context,
        &mut found,
        &mut drafts,
        weights,
        |token, candidates| {
            if p.token(token).span == example.pronoun {
                let mut values = vec![features::nobody()];
                values.extend(candidates.iter().map(|c| c.values));
                let mut right = vec![neither];
                right.extend(candidates.iter().map(|c| is_right(c.antecedent.entity)));
                result = Some(Choice { values, right });
            }
        },
    );
    result.filter(|choice| choice.right.contains(&true))
}

/// Gradient descent on the log-likelihood of the right candidates together.
fn descend(choices: &[Choice], weights: &mut Weights, ablated: &[&str]) {
    for step in 0..STEPS {
        let mut gradient = [0.0_f64; LEN];
        for choice in choices {
            let scores: Vec<f32> = choice
                .values
                .iter()
                .map(|v| features::score(weights, v))
                .collect();
            let top = scores.iter().copied().fold(f32::MIN, f32::max);
            let shares: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
            let all: f32 = shares.iter().sum();
            let right: f32 = shares
                .iter()
                .zip(&choice.right)
                .filter(|(_, r)| **r)
                .map(|(s, _)| s)
                .sum();
            for ((values, share), is_right) in choice.values.iter().zip(&shares).zip(&choice.right)
            {
                let wanted = if *is_right {
                    share / right.max(1e-20)
                } else {
                    0.0
                };
                let difference = f64::from(wanted - share / all);
                for (i, value) in values.iter() {
                    gradient[i] += difference * f64::from(value);
                }
            }
        }
        let rate = RATE / (1.0 + step as f32 / 300.0);
        for ((weight, sum), name) in weights.iter_mut().zip(gradient).zip(names()) {
            if ablated.contains(&name.as_str()) {
                *weight = 0.0;
                continue;
            }
            if let Some(&(_, set)) = SET.iter().find(|(set, _)| set == name) {
                *weight = set;
                continue;
            }
            *weight += rate * ((sum / choices.len() as f64) as f32 - DECAY * *weight);
        }
    }
}
