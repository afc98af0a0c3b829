//! How what was found differs from what a test marks.

use super::Outcome;
use crate::rules::entity;
use crate::rules::index::Firing;
use crate::rules::marks::Group;
use crate::rules::pattern::Role;
use crate::rules::rule::{Action, Rule};
use crate::{Attribution, Document, Span};

/// A difference between what a test expects and what was found.
pub(super) struct Difference {
    pub outcome: Outcome,
    expected: Group,
    found: Group,
    /// How likely it should be and is, where that differs.
    scores: Option<(f32, f32)>,
}

/// Scores that differ by less are the same.
const SAME: f32 = 0.005;

/// What the rule itself found, in the form of marks.
fn groups(rule: &Rule, firings: &[Firing]) -> Vec<Group> {
    let each = |firing: &Firing, role| -> Vec<Group> {
        let spans = firing.subjects(role).into_iter();
        spans.map(|span| vec![(role, span)]).collect()
    };
    let of_firing = |firing: &Firing| match rule.action {
        Action::Attribution | Action::Frame | Action::Class(_) => vec![firing.captures.clone()],
        Action::Cue(_) | Action::RemoveAttributions => each(firing, Role::Cue),
        Action::Entity(_) => vec![firing.of_entity()],
        _ => each(firing, Role::Span),
    };
    firings.iter().flat_map(of_firing).collect()
}

/// What the matches of the rule alone have against what the test expects.
pub(super) fn compare(rule: &Rule, expected: &[Group], firings: &[Firing]) -> Option<Difference> {
    let mut found = groups(rule, firings);
    let mut missing: Option<Group> = None;
    for group in expected {
        let mut group = group.clone();
        if matches!(rule.action, Action::Cue(_)) {
            group.retain(|&(role, _)| role == Role::Cue);
        }
        let same = |f: &Group| match rule.action {
            Action::Class(_) => group.iter().all(|part| f.contains(part)),
            _ => *f == group,
        };
        match found.iter().position(same) {
            Some(i) => {
                found.remove(i);
            }
            None => missing = missing.or(Some(group)),
        }
    }
    let Some(expected) = missing else {
        let found = found.into_iter().next()?;
        return Some(Difference {
            outcome: Outcome::Noisy,
            expected: vec![],
            found,
            scores: None,
        });
    };
    let near = found.into_iter().find(|f| overlap(f, &expected));
    Some(differing(expected, near))
}

/// What the rule alone proposes against what the test marks, and how likely it should be.
pub(super) fn compare_scores(
    expected: &[Group],
    score: f32,
    proposed: &[(Span, f32)],
) -> Option<Difference> {
    expected.iter().find_map(|group| {
        let span = group.first()?.1;
        let found = proposed.iter().filter(|(other, _)| *other == span);
        let Some(found) = found.map(|&(_, score)| score).reduce(f32::max) else {
            return Some(differing(group.clone(), None));
        };
        ((found - score).abs() >= SAME).then(|| Difference {
            outcome: Outcome::WrongScore,
            expected: group.clone(),
            found: vec![],
            scores: Some((score, found)),
        })
    })
}

fn overlap(a: &Group, b: &Group) -> bool {
    a.iter().any(|(_, x)| b.iter().any(|(_, y)| x.overlaps(*y)))
}

fn differing(expected: Group, found: Option<Group>) -> Difference {
    Difference {
        outcome: if found.is_some() {
            Outcome::WrongSpan
        } else {
            Outcome::Missing
        },
        expected,
        found: found.unwrap_or_default(),
        scores: None,
    }
}

fn parts(a: &Attribution) -> Group {
    let role = |role, spans: &[Span]| spans.iter().map(|&span| (role, span)).collect::<Vec<_>>();
    let mut group = role(Role::Source, &a.source);
    group.extend(role(Role::Cue, &a.cue));
    group.extend(role(Role::Content, &a.content));
    group.sort_by_key(|&(role, span)| (span.start, span.end, role));
    group
}

/// What the whole document has against what the test expects.
pub(super) fn compare_document(
    rule: &Rule,
    expected: &[Group],
    document: &Document<'_>,
) -> Option<Difference> {
    if expected.is_empty() {
        let by = rule.by();
        let mentions = document.mentions.iter().filter(|m| m.by == by);
        let mention = mentions.map(|m| vec![(Role::Span, m.span)]).next();
        let attributions = document.attributions.iter().filter(|a| match &rule.action {
            Action::Class(class) => *a.cue_class == **class,
            _ => a.by == by,
        });
        let found = mention.or_else(|| attributions.map(parts).next())?;
        return Some(Difference {
            outcome: Outcome::Noisy,
            expected: vec![],
            found,
            scores: None,
        });
    }
    expected
        .iter()
        .find_map(|group| compare_group(rule, group, document))
}

fn compare_group(rule: &Rule, group: &Group, document: &Document<'_>) -> Option<Difference> {
    let span = group.first()?.1;
    let mention = |accept: &dyn Fn(&crate::Mention) -> bool| {
        let found = document.mentions.iter().find(|m| accept(m));
        found.map(|m| vec![(Role::Span, m.span)])
    };
    let noisy = |found| Difference {
        outcome: Outcome::Noisy,
        expected: vec![],
        found,
        scores: None,
    };
    match &rule.action {
        // A thing is no mention, and what is in it is none.
        Action::Propose(None) => mention(&|m| span.contains(m.span)).map(noisy),
        Action::Mention(_) | Action::Propose(_) | Action::Extend => {
            let fits = |m: &crate::Mention| match rule.action {
                Action::Mention(label) | Action::Propose(Some(label)) => m.label == label,
                _ => true,
            };
            match mention(&|m| m.span == span && fits(m)) {
                Some(_) => None,
                None => Some(differing(
                    group.clone(),
                    mention(&|m| m.span.overlaps(span)),
                )),
            }
        }
        Action::Entity(named) => {
            let missing = !entity::holds(named.as_deref(), group, document);
            missing.then(|| differing(group.clone(), None))
        }
        Action::RemoveMentions(label) => {
            mention(&|m| span.contains(m.span) && label.is_none_or(|l| l == m.label)).map(noisy)
        }
        Action::RemoveAttributions => {
            let cue = |a: &&Attribution| a.cue.iter().any(|c| c.overlaps(span));
            document
                .attributions
                .iter()
                .find(cue)
                .map(|a| noisy(parts(a)))
        }
        Action::Attribution | Action::Frame => {
            let mut found: Vec<Group> = document.attributions.iter().map(parts).collect();
            if found.contains(group) {
                return None;
            }
            found.retain(|f| overlap(f, group));
            Some(differing(group.clone(), found.into_iter().next()))
        }
        Action::Cue(_) | Action::Class(_) => {
            let cue = group
                .iter()
                .find(|(role, _)| *role == Role::Cue)
                .map_or(span, |&(_, span)| span);
            let with_cue = |a: &&Attribution| match &rule.action {
                Action::Class(class) if *a.cue_class != **class => false,
                _ => a.cue.iter().any(|c| c.contains(cue)),
            };
            let found = document.attributions.iter().find(with_cue).map(parts);
            let marked = |found: &Group| {
                let mut others = group.iter().filter(|(role, _)| *role != Role::Cue);
                others.all(|part| found.contains(part))
            };
            match found {
                Some(found) if marked(&found) => None,
                found => Some(differing(group.clone(), found)),
            }
        }
    }
}

/// The text with carets under what differs.
pub(super) fn show(text: &str, difference: &Difference) -> String {
    use unicode_width::UnicodeWidthStr;
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let mut shown = line.trim_end().to_owned();
    let mut carets = |group: &Group, other: &Group, what: &str| {
        for part in group.iter().filter(|part| !other.contains(part)) {
            let &(role, span) = part;
            let span = Span::new(span.start, span.end.min(line.len() as u32));
            let before = " ".repeat(line[..span.start as usize].width());
            let under = "^".repeat(line[span].width().max(1));
            shown += &format!("\n{before}{under} {} {what}", role.as_str());
            if let Some((expected, found)) = difference.scores {
                shown += &format!(" with the score {expected:.2}, found with {found:.2}");
            }
        }
    };
    carets(&difference.expected, &difference.found, "expected");
    carets(&difference.found, &difference.expected, "found");
    shown
}
