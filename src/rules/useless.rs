//! Finds what is there but never does anything: rules that others go before wherever they match, alternatives that come too late, lists
//! that nothing uses.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::cover::covers;
use super::pattern::{Atom, Node};
use super::rule::{Action, Rule};

/// So many rules with the same first word are compared with a rule: sets of a hundred thousand rules load in linear time.
const COMPARED: usize = 16;

/// The rules that another one goes before wherever they match: the numbers of both.
pub(super) fn shadowed(rules: &[Rule]) -> Vec<(usize, usize)> {
    let mut by_word: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut others = vec![];
    for (i, rule) in rules.iter().enumerate() {
        let first = &rule.first;
        if !rule.enabled || rule.frame.is_some() || matches!(rule.action, Action::Class(_)) {
            continue;
        }
        if first.any || first.quote || !first.labels.is_empty() || !first.lists.is_empty() {
            others.push(i);
        }
        for word in &first.words {
            by_word.entry(word).or_default().push(i);
        }
    }
    let mut found = vec![];
    for (i, rule) in rules.iter().enumerate() {
        let word = rule.first.words.first();
        let same = word.and_then(|word| by_word.get(&**word));
        let near = same.into_iter().flatten().take(COMPARED);
        let mut rivals = near.chain(others.iter().take(COMPARED)).copied();
        let compared = rule.enabled && rule.frame.is_none();
        let before = rivals.find(|&j| compared && j != i && goes_before(rules, j, i));
        found.extend(before.map(|j| (i, j)));
    }
    found
}

/// Whether rule `j` wins over rule `i` wherever that matches.
fn goes_before(rules: &[Rule], j: usize, i: usize) -> bool {
    let (strong, weak) = (&rules[j], &rules[i]);
    let veto = |rule: &Rule| {
        matches!(
            rule.action,
            Action::RemoveMentions(_) | Action::RemoveAttributions
        )
    };
    let takes = match (&strong.action, &weak.action) {
        (Action::Mention(_), Action::Mention(_))
        | (Action::Extend, Action::Extend)
        | (Action::Attribution, Action::Attribution)
        | (Action::Cue(_), Action::Cue(_))
        | (Action::RemoveAttributions, Action::RemoveAttributions) => true,
        (Action::RemoveMentions(label), Action::Mention(other)) => {
            label.is_none_or(|label| label == *other)
        }
        (Action::RemoveMentions(label), Action::RemoveMentions(other)) => {
            label.is_none() || label == other
        }
        _ => false,
    };
    // Of equals the rule that was read first wins.
    let order = (strong.priority, veto(strong), j < i);
    let other = (weak.priority, veto(weak), i < j);
    takes
        && order > other
        && (strong.window.tokens >= weak.window.tokens)
        && (strong.window.paragraph || !weak.window.paragraph)
        && covers(&strong.node, &weak.node)
}

/// The places of alternatives that an earlier one matches before them.
pub(super) fn late_alternatives(node: &Node, found: &mut Vec<Range<usize>>) {
    match node {
        Node::Either(nodes) => {
            for (i, node) in nodes.iter().enumerate() {
                if nodes[..i].iter().any(|earlier| covers(earlier, node)) {
                    found.push(place(node));
                }
                late_alternatives(node, found);
            }
        }
        Node::Sequence(nodes) => nodes.iter().for_each(|node| late_alternatives(node, found)),
        Node::Repeat(node, ..) | Node::Capture(_, node, _) | Node::Not { node, .. } => {
            late_alternatives(node, found);
        }
        // It was read once for all patterns that name it.
        Node::Part(..) | Node::Atom(..) | Node::Gap(..) => {}
    }
}

/// Where a part of a pattern stands.
fn place(node: &Node) -> Range<usize> {
    match node {
        Node::Atom(_, at) | Node::Gap(_, _, at) | Node::Capture(_, _, at) | Node::Part(_, at) => {
            at.clone()
        }
        Node::Not { place, .. } => place.clone(),
        Node::Repeat(node, ..) => place(node),
        Node::Sequence(nodes) | Node::Either(nodes) => {
            let ends = nodes.first().zip(nodes.last());
            ends.map_or(0..0, |(first, last)| place(first).start..place(last).end)
        }
    }
}

/// How many tokens a match has at least.
pub(super) fn shortest(node: &Node) -> usize {
    match node {
        Node::Atom(Atom::Anchor(_), _) | Node::Not { .. } => 0,
        Node::Atom(Atom::Quote, _) => 2,
        Node::Atom(..) => 1,
        Node::Sequence(nodes) => nodes.iter().map(shortest).sum(),
        Node::Either(nodes) => nodes.iter().map(shortest).min().unwrap_or(0),
        Node::Repeat(node, min, _) => shortest(node) * min,
        Node::Gap(min, ..) => *min,
        Node::Capture(_, node, _) | Node::Part(node, _) => shortest(node),
    }
}

/// How many tokens a match has at most; many where it may have any number.
pub(super) fn longest(node: &Node) -> usize {
    const ANY: usize = 1000;
    match node {
        Node::Atom(Atom::Anchor(_), _) | Node::Not { .. } => 0,
        Node::Atom(Atom::Literal(_) | Atom::Shape(_) | Atom::Class(_), _) => 1,
        Node::Atom(Atom::List(list), _) => {
            let phrases = list.phrases().map(<[_]>::len);
            phrases.max().unwrap_or(0)
        }
        Node::Atom(..) => ANY,
        Node::Sequence(nodes) => nodes.iter().map(longest).sum(),
        Node::Either(nodes) => nodes.iter().map(longest).max().unwrap_or(0),
        Node::Repeat(node, _, max) => longest(node).saturating_mul(*max),
        Node::Gap(_, max, _) => *max,
        Node::Capture(_, node, _) | Node::Part(node, _) => longest(node),
    }
}
