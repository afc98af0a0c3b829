//! Where a pattern can begin: what must come within the next tokens, and what may stand before that. Most tokens begin nothing, and to see
//! that takes a few bits.

use std::sync::Arc;

use crate::mentions::Marks;
use crate::rules::Lists;
use crate::rules::matcher::{Matcher, Text};
use crate::rules::pattern::{Atom, Node, TokenClass};
use crate::rules::program::{Classes, joined};
use crate::text::TokenKind;

/// So far a needed token is looked for; what may need one further behind is tried.
const FARTHEST: usize = 32;

/// A way to begin: behind a certain token come those that are needed. Classes are told by their numbers.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    /// The number of the rule.
    pub rule: u32,
    /// What its first token is.
    pub first: TokenClass,
    behind: Option<Behind<u32>>,
    needs: Vec<Leg<u32>>,
}

/// What the token before a match must be, or what none must be that is there.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Behind<C> {
    class: C,
    wanted: bool,
}

/// What comes at some place of a match: at least so many tokens of the first class, and then one of the second.
#[derive(Clone, Copy, Debug)]
struct Leg<C> {
    least: usize,
    between: C,
    need: C,
}

/// The same with the classes themselves, of which a token has one.
type Classy = Leg<Vec<TokenClass>>;

struct Ways {
    behind: Option<Behind<TokenClass>>,
    /// What the first token must not be.
    never: Vec<TokenClass>,
    needs: Vec<Classy>,
}

/// More is not asked before a match is tried.
const MOST_NEEDS: usize = 3;

/// The ways in which a rule with this number can begin, whose matches may go on from sentence to sentence in a paragraph.
pub(super) fn of(rule: u32, node: &Node, paragraph: bool, classes: &mut Classes) -> Vec<Lead> {
    let node = &joined(node);
    let first: Vec<TokenClass> = marks(node).into_iter().map(TokenClass::Mark).collect();
    let told = match paragraph {
        true => None,
        false => told(rule, node, &first, classes),
    };
    let anywhere = || Lead {
        rule,
        first: TokenClass::All(first.as_slice().into()),
        behind: None,
        needs: vec![],
    };
    told.unwrap_or_else(|| vec![anywhere()])
}

/// None if the pattern can begin with what is no class.
fn told(rule: u32, node: &Node, first: &[TokenClass], classes: &mut Classes) -> Option<Vec<Lead>> {
    let mut all = vec![];
    ways(node, &mut all)?;
    let mut number = |class: TokenClass| classes.add(&class);
    let leads = all.into_iter().map(|ways| {
        let mut first = first.to_vec();
        first.extend(ways.needs.iter().map(Classy::first));
        let not = |class| TokenClass::Not(Arc::new(class));
        first.extend(ways.never.into_iter().map(not));
        let behind = match ways.behind {
            Some(Behind { class, wanted }) => Some(Behind {
                class: number(class)?,
                wanted,
            }),
            None => None,
        };
        let needs = ways.needs.into_iter().map(|leg| {
            Some(Leg {
                least: leg.least,
                between: number(TokenClass::Any(leg.between.into()))?,
                need: number(TokenClass::Any(leg.need.into()))?,
            })
        });
        let needs = needs.collect::<Option<_>>()?;
        let first = TokenClass::All(first.into());
        Some(Lead {
            rule,
            first,
            behind,
            needs,
        })
    });
    leads.collect()
}

impl Lead {
    /// Whether a match may begin with token `at`, which is what its first one must be, of a sentence with this end.
    pub fn opens(&self, text: &Text<'_>, matcher: &mut Matcher, at: usize, end: usize) -> bool {
        let behind = |Behind { class, wanted }| {
            (text.follows(at) && matcher.is(text, class, at - 1)) == wanted
        };
        if !self.behind.is_none_or(behind) {
            return false;
        }
        self.needs
            .iter()
            .all(|leg| leg.is_there(text, matcher, at, end))
    }
}

impl Leg<u32> {
    fn is_there(&self, text: &Text<'_>, matcher: &mut Matcher, at: usize, end: usize) -> bool {
        for k in at..=end.min(at + FARTHEST) {
            if k >= at + self.least && matcher.is(text, self.need, k) {
                return true;
            }
            // What the first token is was asked before.
            if k == end || k > at && !matcher.is(text, self.between, k) {
                return false;
            }
        }
        true
    }
}

impl Classy {
    /// What the first token of a match is.
    fn first(&self) -> TokenClass {
        let mut any = self.between.clone();
        if self.least == 0 {
            any.extend_from_slice(&self.need);
        }
        TokenClass::Any(any.into())
    }

    /// What is asked first is seldom there, nor is what may stand before it.
    fn cost(&self) -> u32 {
        let of =
            |classes: &[TokenClass]| -> u32 { classes.iter().map(TokenClass::frequency).sum() };
        2 * of(&self.need) + of(&self.between)
    }
}

fn ways(node: &Node, all: &mut Vec<Ways>) -> Option<()> {
    match node {
        Node::Either(nodes) => nodes.iter().try_for_each(|node| ways(node, all)),
        Node::Capture(_, node, _) | Node::Part(node, _) => ways(node, all),
        _ => {
            let (behind, never) = looks(node);
            let needs = needs(node)?;
            let same = all.iter_mut().find(|known| known.behind == behind);
            match same {
                Some(known) => {
                    known.needs = either(std::mem::take(&mut known.needs), needs);
                    known.never.retain(|class| never.contains(class));
                }
                None => all.push(Ways {
                    behind,
                    never,
                    needs,
                }),
            }
            Some(())
        }
    }
}

/// What is needed where a match needs this or that.
fn either(mut one: Vec<Classy>, other: Vec<Classy>) -> Vec<Classy> {
    one.truncate(1);
    for (leg, other) in one.iter_mut().zip(other) {
        leg.least = leg.least.min(other.least);
        leg.between.extend(other.between);
        leg.need.extend(other.need);
    }
    one
}

/// What a pattern says of the token before its first one, and what the first one must not be.
fn looks(node: &Node) -> (Option<Behind<TokenClass>>, Vec<TokenClass>) {
    let (mut before, mut never) = (None, vec![]);
    let nodes = match node {
        Node::Sequence(nodes) => nodes.as_slice(),
        _ => &[],
    };
    for node in nodes {
        let Node::Not {
            behind,
            wanted,
            ref node,
            ..
        } = *node
        else {
            break;
        };
        let class = match &**node {
            // Of a look behind the last token says where it cannot be.
            node if behind && wanted => edge(node, true).map(|any| TokenClass::Any(any.into())),
            Node::Atom(atom, _) => atom.class(),
            _ => None,
        };
        match (behind, class) {
            (true, Some(class)) => before = before.or(Some(Behind { class, wanted })),
            (false, Some(class)) if !wanted => never.push(class),
            _ => {}
        }
    }
    (before, never)
}

/// Tokens that a match must have, with what it may have before them, the rarest first.
fn needs(node: &Node) -> Option<Vec<Classy>> {
    match node {
        Node::Atom(atom, _) => Some(vec![Leg {
            least: 0,
            between: vec![],
            need: vec![needed(atom)?],
        }]),
        Node::Either(nodes) => {
            let mut all = nodes.iter().map(needs);
            let first = all.next()??;
            all.try_fold(first, |all, other| Some(either(all, other?)))
        }
        Node::Repeat(node, 1.., _) | Node::Capture(_, node, _) | Node::Part(node, _) => needs(node),
        Node::Sequence(nodes) => {
            let (mut passed, mut least) = (vec![], 0);
            let mut all = vec![];
            for node in nodes {
                let found = match node {
                    Node::Not {
                        behind: false,
                        wanted: true,
                        node,
                        ..
                    } => first(node).and_then(needs),
                    other => needs(other),
                };
                for mut leg in found.into_iter().flatten() {
                    leg.least += least;
                    leg.between.extend_from_slice(&passed);
                    all.push(leg);
                }
                taken(node, &mut passed);
                least += fewest(node);
            }
            all.sort_by_key(Leg::cost);
            all.truncate(MOST_NEEDS);
            (!all.is_empty()).then_some(all)
        }
        _ => None,
    }
}

/// How many tokens a part of a pattern surely takes. A comma may take none behind a quotation.
fn fewest(node: &Node) -> usize {
    match node {
        Node::Atom(atom, _) => usize::from(atom.class().is_some()),
        Node::Sequence(nodes) => nodes.iter().map(fewest).sum(),
        Node::Either(nodes) => nodes.iter().map(fewest).min().unwrap_or(0),
        Node::Repeat(node, min, _) => fewest(node) * min,
        Node::Capture(_, node, _) | Node::Part(node, _) => fewest(node),
        Node::Gap(..) | Node::Not { .. } => 0,
    }
}

/// The classes of which the first token of a match is, or the last one; none if that cannot be told.
pub(super) fn edge(node: &Node, last: bool) -> Option<Vec<TokenClass>> {
    match node {
        Node::Atom(Atom::List(list), _) if !list.is_of_words() => {
            Some(vec![TokenClass::OneOf(Arc::new(list.edges(last)))])
        }
        Node::Atom(atom, _) => Some(vec![needed(atom)?]),
        Node::Either(nodes) => {
            let all: Option<Vec<_>> = nodes.iter().map(|node| edge(node, last)).collect();
            Some(all?.concat())
        }
        Node::Repeat(node, 1.., _) | Node::Capture(_, node, _) | Node::Part(node, _) => {
            edge(node, last)
        }
        Node::Sequence(nodes) => {
            let mut all = vec![];
            for i in 0..nodes.len() {
                let node = &nodes[if last { nodes.len() - 1 - i } else { i }];
                match (node, optional(node)) {
                    (Node::Not { .. } | Node::Atom(Atom::Anchor(_), _), _) => {}
                    (_, Some(inner)) => all.extend(edge(inner, last)?),
                    _ => {
                        all.extend(edge(node, last)?);
                        return Some(all);
                    }
                }
            }
            None
        }
        _ => None,
    }
}

/// What a look ahead begins with, if it is one atom: the rest may stand behind the end of the sentence.
fn first(node: &Node) -> Option<&Node> {
    match node {
        Node::Atom(..) => Some(node),
        Node::Sequence(nodes) => first(nodes.first()?),
        Node::Repeat(node, 1.., _) | Node::Capture(_, node, _) | Node::Part(node, _) => first(node),
        _ => None,
    }
}

/// The class of a token that an atom needs.
fn needed(atom: &Atom) -> Option<TokenClass> {
    match atom {
        // Where it stands inside the quotation, that closes there.
        Atom::Literal(word) if word.is_comma() => {
            let kinds = [TokenKind::Comma, TokenKind::Close].map(TokenClass::Kind);
            Some(TokenClass::Any(kinds.into()))
        }
        atom => atom.class(),
    }
}

/// Adds the classes of all tokens that a part of a pattern may take, or wider ones that are soon asked for.
fn taken(node: &Node, classes: &mut Vec<TokenClass>) {
    match node {
        Node::Atom(Atom::Anchor(_), _) | Node::Not { .. } => {}
        Node::Atom(atom, _) => {
            let class = needed(atom).unwrap_or_else(TokenClass::any);
            let marks = class.marks();
            let wider = match marks.is_empty() {
                true => class,
                false => TokenClass::Mark(marks),
            };
            if !classes.contains(&wider) {
                classes.push(wider);
            }
        }
        Node::Gap(..) => classes.push(TokenClass::any()),
        Node::Sequence(nodes) | Node::Either(nodes) => {
            nodes.iter().for_each(|node| taken(node, classes));
        }
        Node::Repeat(node, ..) | Node::Capture(_, node, _) | Node::Part(node, _) => {
            taken(node, classes);
        }
    }
}

/// What some token of the sentence, or the one behind it, must have: one of these marks, or a place in one of these lists.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Needs {
    pub marks: Marks,
    pub lists: Lists,
}

impl Needs {
    /// Whether one of them is among what a sentence has.
    pub fn is_in(&self, has: &Needs) -> bool {
        has.marks.intersects(self.marks) || has.lists.intersects(self.lists)
    }

    fn of_class(class: &TokenClass) -> Option<Needs> {
        match class {
            TokenClass::Mark(marks) => Some(Needs {
                marks: *marks,
                ..Needs::default()
            }),
            TokenClass::Listed(lists) => Some(Needs {
                lists: *lists,
                ..Needs::default()
            }),
            TokenClass::All(all) => rarest(all.iter().map(Needs::of_class)),
            TokenClass::Any(any) => any_of(any.iter().map(Needs::of_class)),
            _ => None,
        }
    }

    /// What a match of a pattern needs; none if that cannot be told.
    pub fn of(node: &Node) -> Option<Needs> {
        match node {
            Node::Atom(atom, _) => Needs::of_class(&atom.class()?),
            Node::Sequence(nodes) => rarest(nodes.iter().map(Needs::of)),
            Node::Either(nodes) => any_of(nodes.iter().map(Needs::of)),
            Node::Repeat(node, 1.., _) | Node::Capture(_, node, _) | Node::Part(node, _) => {
                Needs::of(node)
            }
            Node::Not {
                wanted: true,
                behind,
                node,
                ..
            } => Needs::of(if *behind { node } else { first(node)? }),
            _ => None,
        }
    }

    fn frequency(&self) -> u32 {
        TokenClass::Mark(self.marks).frequency() + 10 * self.lists.bits().count_ones()
    }
}

fn rarest(all: impl Iterator<Item = Option<Needs>>) -> Option<Needs> {
    all.flatten().min_by_key(Needs::frequency)
}

fn any_of(mut all: impl Iterator<Item = Option<Needs>>) -> Option<Needs> {
    all.try_fold(Needs::default(), |all, one| {
        let one = one?;
        Some(Needs {
            marks: all.marks | one.marks,
            lists: all.lists | one.lists,
        })
    })
}

/// Marks of which the first token of a match has one; `None` if it may be without.
fn marks(node: &Node) -> Option<Marks> {
    let some = |marks: Marks| (!marks.is_empty()).then_some(marks);
    match node {
        Node::Atom(Atom::Class(class), _) => some(class.marks()),
        Node::Sequence(nodes) => {
            let mut first = Marks::empty();
            for node in nodes {
                // What must stand here says it, too.
                if let Node::Not {
                    behind: false,
                    wanted: true,
                    node,
                    ..
                } = node
                    && let Some(marks) = marks(node)
                {
                    return Some(first | marks);
                }
                match (node, optional(node)) {
                    (Node::Not { .. } | Node::Atom(Atom::Anchor(_), _), _) => {}
                    (_, Some(inner)) => first |= marks(inner)?,
                    _ => return Some(first | marks(node)?),
                }
            }
            None
        }
        Node::Either(nodes) => nodes
            .iter()
            .map(marks)
            .try_fold(Marks::empty(), |all, marks| Some(all | marks?)),
        Node::Repeat(node, 1.., _) | Node::Capture(_, node, _) | Node::Part(node, _) => marks(node),
        _ => None,
    }
}

/// What a part that may be missing has inside.
fn optional(node: &Node) -> Option<&Node> {
    match node {
        Node::Repeat(inner, 0, _) => Some(inner),
        Node::Capture(_, inner, _) | Node::Part(inner, _) => optional(inner),
        _ => None,
    }
}
