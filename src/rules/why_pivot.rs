//! Why a rule with a pivot does not match: what is missing first from there outwards, to the right and then to the left.

use std::ops::Range;

use super::index::Index;
use super::matcher::{Furthest, Matcher, Miss, Text};
use super::program::{Cut, Outwards, Program};
use super::rule::Rule;
use super::why_not::{Failure, Reason, failed};
use crate::Span;

/// What is missing where the pattern comes furthest; none if it has no pivot.
pub(super) fn furthest(text: &Text<'_>, rule: &Rule) -> Option<Reason> {
    let programs = Outwards::plain(&rule.program, &Cut::of(&rule.node)?)?;
    let mut matcher = Matcher::default();
    let mut best: Option<(u32, Reason)> = None;
    for paragraph in Index::paragraphs(text) {
        for at in paragraph.first as usize..paragraph.end as usize {
            let (right, left) = matcher.furthest_outwards(text, &programs, rule.window, at);
            // All that is right of a pivot counts for more than all but a part of that.
            let passed = match &left {
                Some(left) => 1000 + left.passed,
                None => right.passed,
            };
            if best.as_ref().is_some_and(|(most, _)| *most >= passed) {
                continue;
            }
            let reason = match left {
                Some(left) => failed_left(text, &programs.back, at, &left),
                None => failed(
                    text,
                    rule,
                    Furthest {
                        start: at as u32,
                        ..right
                    },
                ),
            };
            best = Some((passed, reason));
        }
    }
    Some(best.map_or_else(
        || failed(text, rule, Furthest::default()),
        |(_, reason)| reason,
    ))
}

/// What is missing left of the pivot, which begins with this token.
fn failed_left(text: &Text<'_>, back: &Program, pivot: usize, found: &Furthest) -> Reason {
    let tokens = &text.p.views.tokens;
    let first = pivot - found.at as usize;
    let over = !text.follows(first);
    let start = tokens[first].span.start;
    let places = found
        .misses
        .iter()
        .map(|&(step, _)| back.places[step as usize].clone());
    let mut atoms: Vec<Range<usize>> = places.collect();
    atoms.sort_by_key(|place| (place.start, place.end));
    atoms.dedup();
    let forbidden = found
        .misses
        .first()
        .is_some_and(|(_, miss)| *miss == Miss::Present);
    Reason::Atom {
        at: match over {
            true => Span::new(start, start),
            false => tokens[first - 1].span,
        },
        atoms,
        failure: match (forbidden, over) {
            (true, _) => Failure::Forbidden,
            (_, true) => Failure::End,
            _ => Failure::Absent,
        },
        before: Some(tokens[first].span.cover(tokens[pivot].span)),
    }
}
