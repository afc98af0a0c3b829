//! Spans that may be mentions, and the choice among those that overlap.

use std::borrow::Cow;

use super::evidence::Evidence;
use crate::attribution::model::hash;
use crate::{Label, MentionKind, Span};

/// A span that a rule or list proposes.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) span: Span,
    /// Its first token.
    pub(super) first: usize,
    /// One past its last token.
    pub(super) end: usize,
    /// `None` for names of things without a label, such as laws: they keep their parts from being taken for names.
    pub(super) label: Option<Label>,
    pub(super) kind: MentionKind,
    /// How likely it is right, in [0, 1].
    pub(super) score: f32,
    pub(super) by: By,
    /// For short forms: the full name.
    pub(super) antecedent: Option<Span>,
    /// Whether the rules by themselves take it for a mention.
    pub(super) chosen: bool,
    /// What is added to its score in the choice.
    pub(super) trust: f32,
}

/// What proposes a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// A list, or a step of this stage.
    Step(&'static str),
    /// The rule with this number.
    Rule(u32),
}

impl From<&'static str> for By {
    fn from(step: &'static str) -> Self {
        By::Step(step)
    }
}

impl By {
    /// As the output has it.
    pub(super) fn name(self, e: &Evidence<'_>) -> Cow<'static, str> {
        match self {
            By::Step(name) => Cow::Borrowed(name),
            By::Rule(number) => e.rules.proposers.by(number),
        }
    }

    /// The hash by which the model knows it.
    pub(super) fn hash(self, e: &Evidence<'_>) -> u32 {
        match self {
            By::Step(name) => hash::word(name),
            By::Rule(number) => e.rules.proposers.hash(number),
        }
    }
}

/// Less likely candidates are no mentions.
pub(crate) const THRESHOLD: f32 = 0.5;

/// Rules are sure from this score on: neither list nor model knows better.
const SURE: f32 = 0.97;

/// No score is higher.
const MOST: f32 = 0.99;

/// How much more one long name is worth than its parts side by side, for each token after the first.
const JOINING: f64 = 0.25;

impl Candidate {
    /// A full name.
    pub(super) fn name(
        span: Span,
        tokens: std::ops::Range<usize>,
        label: Option<Label>,
        score: f32,
        by: impl Into<By>,
    ) -> Self {
        Candidate {
            span,
            first: tokens.start,
            end: tokens.end,
            label,
            kind: MentionKind::Name,
            score: score.clamp(0.0, MOST),
            by: by.into(),
            antecedent: None,
            chosen: false,
            trust: 0.0,
        }
    }

    /// Whether a rule proposes it that is sure.
    pub(super) fn is_sure(&self) -> bool {
        matches!(self.by, By::Rule(_)) && self.score >= SURE
    }

    /// Its score in the choice.
    fn preference(&self) -> f32 {
        if self.is_sure() {
            return 1.0;
        }
        (self.score + self.trust).min(MOST)
    }

    /// What it adds when chosen: long names explain more of the text than short ones.
    fn weight(&self) -> f64 {
        let tokens = (self.end - self.first) as f64;
        f64::from(self.preference()) * (tokens + JOINING * (tokens - 1.0))
    }
}

/// The candidates of the heaviest set that does not overlap, by start.
///
/// Weighted interval scheduling: linear but for the sort and the binary searches. Ties go to the candidate that
/// ends first, then to the longer one, then to the one that was proposed first.
pub(super) fn choose(candidates: &[Candidate]) -> Vec<Candidate> {
    let likely = |c: &Candidate| c.preference() >= THRESHOLD && !c.span.is_empty();
    let all = candidates.iter().enumerate();
    let likely = all.filter(|(_, c)| likely(c));
    // By end, start and place, in one number, which is soon compared.
    let key = |end: u32, start: u32, i: usize| {
        u128::from(end) << 64 | u128::from(start) << 32 | i as u128
    };
    let mut order: Vec<u128> = Vec::with_capacity(candidates.len());
    order.extend(likely.map(|(i, c)| key(c.span.end, c.span.start, i)));
    order.sort_unstable();
    let candidate = |i: usize| &candidates[order[i] as u32 as usize];
    // best[i] is the weight of the best set among the first i candidates.
    let mut best = vec![0.0_f64; order.len() + 1];
    let mut before = vec![0_usize; order.len()];
    for (i, &key) in order.iter().enumerate() {
        let start = (key >> 32) as u32;
        before[i] = order[..i].partition_point(|&key| (key >> 64) as u32 <= start);
        best[i + 1] = best[i].max(best[before[i]] + candidate(i).weight());
    }
    let mut chosen = vec![];
    let mut i = order.len();
    while i > 0 {
        if best[i] == best[i - 1] {
            i -= 1;
        } else {
            chosen.push(candidate(i - 1).clone());
            i = before[i - 1];
        }
    }
    chosen.reverse();
    chosen
}
