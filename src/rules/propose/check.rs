//! Reads how a rule proposes, and says what is wrong with that, or with rules that do not.

use std::ops::Range;

use super::{Every, Proposal, clue};
use crate::rules::checker::Checker;
use crate::rules::file::Row;
use crate::rules::pattern::{Atom, Names, Node};
use crate::rules::program::check_pivot;

/// Reads how a rule proposes, and says what is wrong with it.
pub(in crate::rules) fn compile(
    check: &mut Checker<'_>,
    row: &Row,
    node: Option<&Node>,
    names: &dyn Names,
) -> Option<Proposal> {
    let mut proposal = Proposal::default();
    if node.is_some_and(|node| pivot(check, row, node)) {
        let every = row.every.as_ref().map(|key| ("every", key.span()));
        let within = row.window.within.as_ref().map(|key| ("within", key.span()));
        for (key, at) in every.into_iter().chain(within) {
            let message = format!("a rule with a pivot has no {key}");
            let remedy = "remove it: each pivot makes one name, within its sentence";
            check.error("R0050", at, message, remedy);
        }
    }
    if let Some(given) = &row.every {
        let all = [Every::End, Every::Span];
        proposal.every = all[check.one_of("choice of matches", given, &["end", "span"])?];
    }
    proposal.clues = clue::read(check, &row.clues, names)?;
    Some(proposal)
}

/// Whether the pattern has a pivot; what is wrong with it is told.
fn pivot(check: &mut Checker<'_>, row: &Row, node: &Node) -> bool {
    check_pivot(node).unwrap_or_else(|(at, message, remedy)| {
        let at = check.inside(&row.pattern, at);
        check.error("R0050", at, message, remedy);
        true
    })
}

/// Tells of what only rules that propose have or can know.
pub(in crate::rules) fn foreign(check: &mut Checker<'_>, row: &Row, node: Option<&Node>) {
    let keys = row.every.as_ref().map(|key| ("every", key.span()));
    let clues = row.clues.first().map(|clue| ("clues", clue.span()));
    for (key, at) in keys.into_iter().chain(clues) {
        let message = format!("only a rule that proposes has {key}");
        check.error(
            "R0041",
            at,
            message,
            "remove it, or write action = \"propose\"",
        );
    }
    if node.is_some_and(|node| pivot(check, row, node)) {
        let message = "only a rule that proposes has a pivot";
        let remedy = "remove the {pivot:}, or write action = \"propose\"";
        check.error("R0041", row.pattern.span(), message, remedy);
    }
    if let Some(at) = node.and_then(evidence) {
        let at = check.inside(&row.pattern, at);
        let message = "this is known only before names are chosen";
        let remedy = "write action = \"propose\", or use another atom: PERSON, @titles, <Capital>";
        check.error("R0049", at, message, remedy);
    }
}

/// The first atom that asks what only rules that propose can know.
fn evidence(node: &Node) -> Option<Range<usize>> {
    match node {
        Node::Atom(Atom::Class(class), at) => class.needs_evidence().then(|| at.clone()),
        Node::Atom(..) | Node::Gap(..) => None,
        Node::Sequence(nodes) | Node::Either(nodes) => nodes.iter().find_map(evidence),
        Node::Part(node, at) => evidence(node).map(|_| at.clone()),
        Node::Repeat(node, ..) | Node::Capture(_, node, _) | Node::Not { node, .. } => {
            evidence(node)
        }
    }
}
