//! What the matches of rules do to mentions and attributions.
//!
//! The total order, in which an earlier match wins over a later one: higher priority; among equals a veto before what it takes away,
//! a mention or attribution of a rule before a bundled one; then the earlier start; then the longer span; then the earlier rule.
//! What the program finds without rules has the priority 0.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::RuleIndex;
use super::index::Firing;
use super::matcher::Text;
use super::pattern::Role;
use super::rule::{Action, Rule};
use crate::attribution::{ExtraCue, settle};
use crate::text::{Token, TokenKind};
use crate::{Attribution, Label, Mention, MentionKind, QuotationKind, Span};

impl Firing {
    /// The spans of a role.
    pub fn spans(&self, role: Role) -> Vec<Span> {
        let of_role = self.captures.iter().filter(|(r, _)| *r == role);
        of_role.map(|&(_, span)| span).collect()
    }

    /// What a mention rule or veto is about: the parts named so, or all of the match.
    pub fn subjects(&self, role: Role) -> Vec<Span> {
        let spans = self.spans(role);
        if spans.is_empty() {
            vec![self.whole]
        } else {
            spans
        }
    }
}

/// Spans that do not overlap.
#[derive(Default)]
struct Taken(BTreeMap<u32, u32>);

impl Taken {
    /// Takes the span if it is free.
    fn take(&mut self, span: Span) -> bool {
        let last = self.0.range(..span.end).next_back();
        let free = last.is_none_or(|(_, &end)| end <= span.start);
        if free {
            self.0.insert(span.start, span.end);
        }
        free
    }
}

impl RuleIndex {
    /// Applies the rules on mentions; afterwards these are by start again and do not overlap. Rules on entities see what these have
    /// left, and their aliases compete with the mentions of the others.
    pub(crate) fn mentions(&self, text: Text<'_>, mentions: &mut Vec<Mention>) -> Vec<Firing> {
        let mut firings = self.find(&self.on_mentions, &Text { mentions, ..text });
        let before = mentions.clone();
        self.settle(&before, &firings, &[], mentions);
        let on_entities = self.find(&self.on_entities, &Text { mentions, ..text });
        let aliases = self.aliases(&on_entities, mentions);
        if !aliases.is_empty() {
            self.settle(&before, &firings, &aliases, mentions);
        }
        firings.extend(on_entities);
        firings
    }

    /// What is left of the mentions after the matches of rules on mentions, and the aliases that others found.
    fn settle(
        &self,
        before: &[Mention],
        firings: &[Firing],
        aliases: &[(u32, Span, Label)],
        mentions: &mut Vec<Mention>,
    ) {
        if firings.is_empty() && aliases.is_empty() {
            return;
        }
        let made = |rule: &Rule, span, label, kind| Mention {
            span,
            label,
            kind,
            entity: None,
            antecedent: None,
            score: rule.score,
            by: Cow::Owned(rule.by()),
        };
        let mut candidates: Vec<(i32, u32, Mention)> = vec![];
        candidates.extend(before.iter().map(|m| (0, u32::MAX, m.clone())));
        let bundled = candidates.len();
        for &(number, span, label) in aliases {
            let rule = &self.rules[number as usize];
            let mention = made(rule, span, label, MentionKind::Short);
            candidates.push((rule.priority, number, mention));
        }
        for firing in firings {
            let rule = &self.rules[firing.rule as usize];
            for span in firing.subjects(Role::Span) {
                let label = match rule.action {
                    Action::Mention(label) => Some(label),
                    Action::Extend => inside(&candidates[..bundled], span)
                        .map(|(_, _, m)| m.label)
                        .next(),
                    _ => None,
                };
                let Some(label) = label else { continue };
                let mention = made(rule, span, label, MentionKind::Name);
                candidates.push((rule.priority, firing.rule, mention));
            }
        }
        candidates.sort_by_key(|(_, rule, m)| (m.span.start, Reverse(m.span.end), *rule));
        let mut removed = vec![false; candidates.len()];
        for firing in firings {
            let rule = &self.rules[firing.rule as usize];
            let Action::RemoveMentions(label) = rule.action else {
                continue;
            };
            for span in firing.subjects(Role::Span) {
                remove(&candidates, span, rule.priority, label, &mut removed);
            }
        }
        let mut order: Vec<usize> = (0..candidates.len()).filter(|&i| !removed[i]).collect();
        order.sort_by_key(|&i| {
            let (priority, rule, m) = &candidates[i];
            let bundled = *rule == u32::MAX;
            (
                Reverse(*priority),
                bundled,
                m.span.start,
                Reverse(m.span.end),
                *rule,
            )
        });
        let mut taken = Taken::default();
        order.retain(|&i| taken.take(candidates[i].2.span));
        order.sort_unstable();
        mentions.clear();
        mentions.extend(order.into_iter().map(|i| candidates[i].2.clone()));
        forget_removed_antecedents(mentions);
    }

    /// The cues that rules add, by start.
    pub(crate) fn cues(&self, text: &Text<'_>) -> (Vec<ExtraCue>, Vec<Firing>) {
        let firings = self.find(&self.on_cues, text);
        let mut cues: Vec<(Reverse<i32>, u32, ExtraCue)> = vec![];
        for firing in &firings {
            let rule = &self.rules[firing.rule as usize];
            let Action::Cue(like) = &rule.action else {
                continue;
            };
            let like = self.lexicon().number(like);
            let like = like.expect("checked when the rules were put together");
            for span in firing.spans(Role::Cue) {
                let tokens = text.p.views.tokens.as_slice();
                let first = tokens.partition_point(|t| t.span.end <= span.start);
                let end = first + tokens[first..].partition_point(|t| t.span.start < span.end);
                let cue = ExtraCue {
                    first: first as u32,
                    end: end as u32,
                    like,
                    rule: firing.rule,
                };
                cues.push((Reverse(rule.priority), firing.rule, cue));
            }
        }
        cues.sort_by_key(|&(priority, rule, cue)| (cue.first, priority, Reverse(cue.end), rule));
        let mut cues: Vec<ExtraCue> = cues.into_iter().map(|(_, _, cue)| cue).collect();
        cues.dedup_by_key(|cue| cue.first);
        (cues, firings)
    }

    /// Names the rules whose cues made attributions: whatever found source and content, without the rule there would be none.
    pub(crate) fn name_cues(
        &self,
        tokens: &[Token],
        cues: &[ExtraCue],
        attributions: &mut [Attribution],
    ) {
        for attribution in attributions.iter_mut().filter(|_| !cues.is_empty()) {
            let Some(cue) = attribution.cue.first() else {
                continue;
            };
            let start = |extra: &ExtraCue| tokens[extra.first as usize].span.start;
            let from = cues.partition_point(|extra| start(extra) < cue.start);
            if let Some(extra) = cues[from..].first().filter(|e| start(e) < cue.end) {
                attribution.by = self.rules[extra.rule as usize].by().into();
            }
        }
    }

    /// Applies the rules on attributions; afterwards these are by cue again.
    pub(crate) fn attributions(
        &self,
        text: &Text<'_>,
        attributions: &mut Vec<Attribution>,
    ) -> Vec<Firing> {
        let firings = self.find(&self.on_attributions, text);
        if firings.is_empty() {
            return firings;
        }
        let mut candidates: Vec<(i32, u32, Attribution)> = vec![];
        candidates.extend(attributions.drain(..).map(|a| (0, u32::MAX, a)));
        for firing in &firings {
            let rule = &self.rules[firing.rule as usize];
            if rule.action == Action::Attribution {
                candidates.push((rule.priority, firing.rule, attribution(text, rule, firing)));
            }
        }
        candidates.sort_by_key(|(_, rule, a)| (anchor(a).start, Reverse(anchor(a).end), *rule));
        let mut removed = vec![false; candidates.len()];
        for firing in &firings {
            let rule = &self.rules[firing.rule as usize];
            if rule.action != Action::RemoveAttributions {
                continue;
            }
            for veto in firing.subjects(Role::Cue) {
                // A cue has auxiliaries and adverbs around its verb, but not more than this.
                let from = candidates
                    .partition_point(|(_, _, a)| anchor(a).start + LONGEST_CUE < veto.start);
                for (i, (priority, _, a)) in candidates.iter().enumerate().skip(from) {
                    if anchor(a).start >= veto.end {
                        break;
                    }
                    removed[i] |=
                        *priority <= rule.priority && a.cue.iter().any(|c| c.overlaps(veto));
                }
            }
        }
        let mut order: Vec<usize> = (0..candidates.len()).filter(|&i| !removed[i]).collect();
        order.sort_by_key(|&i| {
            let (priority, rule, a) = &candidates[i];
            let bundled = *rule == u32::MAX;
            let span = anchor(a);
            (
                Reverse(*priority),
                bundled,
                span.start,
                Reverse(span.end),
                *rule,
            )
        });
        let mut taken = Taken::default();
        // Bundled attributions never stand in each other's way: only rules take a place.
        let mut ruled = Taken::default();
        order.retain(|&i| {
            let (_, rule, a) = &candidates[i];
            if *rule == u32::MAX {
                let free = ruled
                    .0
                    .range(..anchor(a).end)
                    .next_back()
                    .is_none_or(|(_, &end)| end <= anchor(a).start);
                taken.0.insert(anchor(a).start, anchor(a).end);
                free
            } else {
                taken.take(anchor(a)) && ruled.take(anchor(a))
            }
        });
        order.sort_unstable();
        attributions.extend(order.into_iter().map(|i| candidates[i].2.clone()));
        settle(attributions);
        firings
    }
}

/// Longer cues, in bytes, are not looked for when a veto asks.
const LONGEST_CUE: u32 = 200;

/// The candidates inside a span; they are sorted by start.
fn inside(
    candidates: &[(i32, u32, Mention)],
    span: Span,
) -> impl Iterator<Item = &(i32, u32, Mention)> {
    let from = candidates.partition_point(|(_, _, m)| m.span.start < span.start);
    let near = candidates[from..]
        .iter()
        .take_while(move |(_, _, m)| m.span.start < span.end);
    near.filter(move |(_, _, m)| span.contains(m.span))
}

fn remove(
    candidates: &[(i32, u32, Mention)],
    span: Span,
    priority: i32,
    label: Option<Label>,
    removed: &mut [bool],
) {
    let from = candidates.partition_point(|(_, _, m)| m.span.start < span.start);
    for (i, (own, _, m)) in candidates.iter().enumerate().skip(from) {
        if m.span.start >= span.end {
            break;
        }
        removed[i] |=
            span.contains(m.span) && *own <= priority && label.is_none_or(|l| l == m.label);
    }
}

/// A short form whose full name was taken away stands for itself.
fn forget_removed_antecedents(mentions: &mut [Mention]) {
    let spans: Vec<Span> = mentions.iter().map(|m| m.span).collect();
    for mention in mentions {
        if mention
            .antecedent
            .is_some_and(|full| spans.binary_search(&full).is_err())
        {
            mention.antecedent = None;
        }
    }
}

/// What stands for an attribution when two are compared: its cue, or its content where it has none.
fn anchor(a: &Attribution) -> Span {
    a.cue
        .first()
        .or(a.content.first())
        .copied()
        .unwrap_or_default()
}

fn attribution(text: &Text<'_>, rule: &Rule, firing: &Firing) -> Attribution {
    let (cue, content) = (firing.spans(Role::Cue), firing.spans(Role::Content));
    let written = cue.first().map(|&span| &text.p.text[span]);
    let words: Vec<String> = written
        .unwrap_or("")
        .split_whitespace()
        .map(|word| super::word::key(word).into_owned())
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let known = text.lexicon.longest(&words).map(|(cue, _)| cue);
    Attribution {
        kind: quotation_kind(text, &content),
        source: firing.spans(Role::Source),
        cue,
        content,
        speaker: None,
        also: vec![],
        cue_lemma: known
            .map_or_else(|| words.join(" "), |cue| cue.lemma.clone())
            .into(),
        cue_class: known
            .map_or("say".to_owned(), |cue| cue.class.to_string())
            .into(),
        negated: false,
        within: None,
        score: rule.score,
        by: format!("rule:{}", rule.name).into(),
    }
}

/// Whether the words of the content stand in quotations.
fn quotation_kind(text: &Text<'_>, content: &[Span]) -> QuotationKind {
    let tokens = &text.p.views.tokens;
    let (mut quoted, mut plain) = (false, false);
    for span in content {
        let first = tokens.partition_point(|t| t.span.start < span.start);
        for token in tokens[first..]
            .iter()
            .take_while(|t| t.span.end <= span.end)
        {
            if matches!(token.kind, TokenKind::Word | TokenKind::Number) {
                quoted |= token.quoted();
                plain |= !token.quoted();
            }
        }
    }
    match (quoted, plain) {
        (true, false) => QuotationKind::Direct,
        (true, true) => QuotationKind::Mixed,
        _ => QuotationKind::Indirect,
    }
}
