//! A rule without all others: what it finds by itself, for tests and for those who ask why it finds nothing.

use std::borrow::Cow;
use std::sync::Arc;

use super::RuleIndex;
use super::index::{Firing, Index};
use super::matcher::Text;
use super::pattern::Role;
use super::propose::{NameRules, Proposers};
use super::rule::{Action, Rule};
use crate::attribution::frames::Frames;
use crate::attribution::{Buffers, attributions};
use crate::{Attribution, Span, mentions};

/// A rule, ready to be tried on many texts.
pub(super) struct Alone {
    pub rule: Arc<Rule>,
    index: Index,
    proposers: Proposers,
}

impl Alone {
    pub fn new(rule: Arc<Rule>) -> Alone {
        Alone {
            index: Index::new(std::slice::from_ref(&rule), |_| true),
            proposers: Proposers::new(std::iter::once(rule.clone())),
            rule,
        }
    }

    /// What it finds: a frame from the cues on, the cues of a class by the frames of all rules, what proposes by the evidence on each
    /// token, all others where they match.
    pub fn find(&self, all: &RuleIndex, text: &Text<'_>) -> Vec<Firing> {
        let frames = match (&self.rule.frame, &self.rule.action) {
            (Some(frame), _) => Cow::Owned(Frames::alone(frame)),
            (None, Action::Class(_)) => all.frames(),
            (None, Action::Propose(_)) => return self.likely(all, text),
            _ => return self.index.find(text, std::slice::from_ref(&self.rule)),
        };
        let found = attributions(
            text.p,
            text.mentions,
            text.lexicon,
            &[],
            &frames,
            None,
            &mut Buffers::default(),
        );
        let of_class = |a: &&Attribution| match &self.rule.action {
            Action::Class(class) => *a.cue_class == **class,
            _ => true,
        };
        let firing = |a: &Attribution| {
            let role =
                |role, spans: &[Span]| spans.iter().map(|&span| (role, span)).collect::<Vec<_>>();
            let mut captures = role(Role::Source, &a.source);
            captures.extend(role(Role::Cue, &a.cue));
            captures.extend(role(Role::Content, &a.content));
            captures.sort_by_key(|&(role, span)| (span.start, span.end, role));
            let whole = captures.iter().map(|&(_, span)| span).reduce(Span::cover);
            Firing {
                rule: 0,
                whole: whole.unwrap_or_default(),
                captures,
            }
        };
        found.iter().filter(of_class).map(firing).collect()
    }

    /// What a rule that proposes says of a text, with the scores.
    pub fn proposed(&self, all: &RuleIndex, text: &Text<'_>) -> Vec<(Span, f32)> {
        let rules = NameRules {
            proposers: &self.proposers,
            ..all.names()
        };
        mentions::proposed_by(text, rules)
    }

    /// What it takes for likelier to be a name than not.
    fn likely(&self, all: &RuleIndex, text: &Text<'_>) -> Vec<Firing> {
        let proposed = self.proposed(all, text).into_iter();
        let mut spans: Vec<Span> = proposed
            .filter(|(_, score)| *score >= mentions::THRESHOLD)
            .map(|(span, _)| span)
            .collect();
        spans.sort_unstable_by_key(|span| (span.start, span.end));
        spans.dedup();
        let firing = |span| Firing {
            rule: 0,
            whole: span,
            captures: vec![(Role::Span, span)],
        };
        spans.into_iter().map(firing).collect()
    }
}
