//! A pattern with a pivot, `{span:<Name>{0,3} {pivot:<org-head>} of <Name>}`: it is matched from there to the left and to the right.

use std::ops::Range;

use super::{Classes, Program, Step};
use crate::rules::pattern::{Anchor, Atom, Node, Role};

/// What is wrong with a pivot: where, what, and the remedy.
pub(in crate::rules) type Problem = (Range<usize>, &'static str, &'static str);

/// A pattern cut where its pivot begins.
#[derive(Clone, Debug)]
pub(in crate::rules) struct Cut {
    /// What stands left of it, turned round; named parts are left aside.
    pub left: Node,
    /// The pivot and what stands right of it.
    pub right: Node,
}

impl Cut {
    /// Of a pattern; none if it has no pivot in its outermost sequence.
    pub fn of(node: &Node) -> Option<Cut> {
        let (mut left, mut right) = (vec![], vec![]);
        cut(node, &mut left, &mut right).then_some(Cut {
            left: Node::Sequence(left),
            right: Node::Sequence(right),
        })
    }
}

/// The programs of a pattern with a pivot.
#[derive(Clone, Debug)]
pub(in crate::rules) struct Outwards {
    /// Of all of it.
    pub whole: Program,
    /// The step of that with which the pivot begins.
    pub pivot: u32,
    /// What is named left of the pivot.
    pub named: Named,
    /// The same from right to left.
    pub back: Program,
}

/// What is named left of a pivot.
#[derive(Clone, Debug)]
pub(in crate::rules) enum Named {
    Nothing,
    /// One part, which begins with the match and ends with the pivot or behind it.
    FromStart(Role),
    /// What this program finds from the start up to the pivot.
    By(Program),
}

impl Outwards {
    /// Of a pattern, from its program that asks for classes by number.
    pub fn new(whole: &Program, cut: &Cut, classes: &mut Classes) -> Option<Outwards> {
        let mut programs = Outwards::plain(whole, cut)?;
        programs.back = classes.number(&cut.left, &programs.back);
        Some(programs)
    }

    /// The same without numbers, whose steps know their places in the pattern.
    pub fn plain(whole: &Program, cut: &Cut) -> Option<Outwards> {
        let is_pivot = |step: &Step| match step {
            Step::Atom(index) => {
                matches!(whole.atoms[*index as usize], Atom::Anchor(Anchor::Pivot))
            }
            _ => false,
        };
        let at = whole.steps.iter().position(is_pivot)?;
        Some(Outwards {
            pivot: at as u32 + 1,
            named: Named::before(at, whole),
            whole: whole.clone(),
            back: Program::new(&cut.left, 0).ok()?,
        })
    }
}

impl Named {
    /// What is named before a step that nothing jumps over: it stands in no alternative and no repeat.
    fn before(end: usize, program: &Program) -> Named {
        let is_name = |step: &&Step| matches!(step, Step::Open(_) | Step::Close(_));
        let names = program.steps[..end].iter().filter(is_name).count();
        match program.steps[0] {
            _ if names == 0 => Named::Nothing,
            Step::Open(role) if names == 1 => Named::FromStart(role),
            _ => {
                let mut left = program.clone();
                left.steps.truncate(end);
                left.places.truncate(end);
                left.push(Step::Match, 0..0);
                Named::By(left)
            }
        }
    }
}

/// What is wrong with the pivot of a pattern; `Ok(false)` if it has none.
pub(in crate::rules) fn check(node: &Node) -> Result<bool, Problem> {
    let mut places = vec![];
    pivots(node, None, &mut places);
    match (places.as_slice(), Cut::of(node)) {
        ([], _) => Ok(false),
        ([at], None) => Err((
            at.clone(),
            "a pivot stands in every match, and once",
            "move it out of what is optional, repeated, an alternative or looked for",
        )),
        ([_], Some(cut)) => match wide(&cut.left) {
            Some(at) => Err((
                at,
                "left of a pivot stand single tokens",
                "write <@list> for a word of a list, <comma> for a comma, or move the pivot before it",
            )),
            None => Ok(true),
        },
        ([_, second, ..], _) => Err((
            second.clone(),
            "a pattern has one pivot",
            "name the rarer word so, or make two rules of it",
        )),
    }
}

fn cut(node: &Node, left: &mut Vec<Node>, right: &mut Vec<Node>) -> bool {
    match node {
        Node::Atom(Atom::Anchor(Anchor::Pivot), _) => true,
        Node::Capture(_, node, _) | Node::Part(node, _) => cut(node, left, right),
        Node::Sequence(nodes) => {
            let Some(at) = nodes.iter().position(|node| cut(node, left, right)) else {
                return false;
            };
            left.extend(nodes[..at].iter().rev().map(turned));
            right.extend_from_slice(&nodes[at + 1..]);
            true
        }
        _ => false,
    }
}

/// The same from right to left; a look stays as it is, since it asks about one place.
fn turned(node: &Node) -> Node {
    match node {
        Node::Sequence(nodes) => Node::Sequence(nodes.iter().rev().map(turned).collect()),
        Node::Either(nodes) => Node::Either(nodes.iter().map(turned).collect()),
        Node::Repeat(node, min, max) => Node::Repeat(Box::new(turned(node)), *min, *max),
        Node::Capture(_, node, _) => turned(node),
        Node::Part(node, at) => Node::Part(Box::new(turned(node)), at.clone()),
        Node::Atom(..) | Node::Gap(..) | Node::Not { .. } => node.clone(),
    }
}

/// Where pivots stand, each at the outermost part that has it.
fn pivots(node: &Node, part: Option<&Range<usize>>, places: &mut Vec<Range<usize>>) {
    match node {
        Node::Atom(Atom::Anchor(Anchor::Pivot), at) => places.push(part.unwrap_or(at).clone()),
        Node::Atom(..) | Node::Gap(..) => {}
        Node::Sequence(nodes) | Node::Either(nodes) => {
            nodes.iter().for_each(|node| pivots(node, part, places));
        }
        Node::Part(node, at) => pivots(node, part.or(Some(at)), places),
        Node::Repeat(node, ..) | Node::Capture(_, node, _) | Node::Not { node, .. } => {
            pivots(node, part, places);
        }
    }
}

/// The first atom that may take more than one token.
fn wide(node: &Node) -> Option<Range<usize>> {
    match node {
        Node::Atom(Atom::Anchor(_), _) | Node::Gap(..) | Node::Not { .. } => None,
        Node::Atom(atom, at) => atom.class().is_none().then(|| at.clone()),
        Node::Sequence(nodes) | Node::Either(nodes) => nodes.iter().find_map(wide),
        Node::Part(node, at) => wide(node).map(|_| at.clone()),
        Node::Repeat(node, ..) | Node::Capture(_, node, _) => wide(node),
    }
}
