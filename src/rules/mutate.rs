//! Which rules, and which atoms of their patterns, could be removed without a test failing.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::RuleSet;
use super::alone::Alone;
use super::pattern::{Anchor, Atom, Node};
use super::rule::Rule;
use super::testing::Runner;

/// What `onrecord test --mutate` finds, from [`RuleSet::mutate`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct MutationReport {
    /// How many rules were removed, each once.
    pub rules: usize,
    /// How many atoms were removed, each once.
    pub atoms: usize,
    /// What can be removed without a test failing, in the order of the files.
    pub unnoticed: Vec<Mutant>,
}

/// A rule, or a rule without one of its atoms.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mutant {
    /// The rule: SET/ID.
    pub rule: String,
    /// Its file.
    pub path: PathBuf,
    /// Its pattern, or a clue of it.
    pub pattern: String,
    /// The removed atom, a byte range in the pattern; `None` where the whole rule was removed.
    pub atom: Option<Range<usize>>,
}

/// The share of atoms, in percent, that may go unnoticed.
const TOLERATED: usize = 5;

impl MutationReport {
    /// The rules that could be removed.
    pub fn unnoticed_rules(&self) -> usize {
        self.unnoticed.iter().filter(|m| m.atom.is_none()).count()
    }

    /// The atoms that could be removed.
    pub fn unnoticed_atoms(&self) -> usize {
        self.unnoticed.len() - self.unnoticed_rules()
    }

    /// Whether no rule and at most 5 % of the atoms can be removed without a test failing.
    pub fn passed(&self) -> bool {
        self.rules > 0
            && self.unnoticed_rules() == 0
            && self.unnoticed_atoms() * 100 <= self.atoms * TOLERATED
    }
}

impl std::fmt::Display for MutationReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for mutant in &self.unnoticed {
            let (rule, path) = (&mutant.rule, mutant.path.display());
            match &mutant.atom {
                None => writeln!(
                    f,
                    "{rule} ({path}): no test fails without the rule: what it finds is found without it"
                )?,
                Some(at) => {
                    use unicode_width::UnicodeWidthStr;
                    let atom = &mutant.pattern[at.clone()];
                    let before = " ".repeat(mutant.pattern[..at.start].width());
                    writeln!(f, "{rule} ({path}): no test fails without {atom}")?;
                    writeln!(f, "    {}", mutant.pattern.replace(char::is_control, " "))?;
                    writeln!(f, "    {before}{}", "^".repeat(atom.width().max(1)))?;
                }
            }
        }
        let (rules, atoms) = (self.unnoticed_rules(), self.unnoticed_atoms());
        writeln!(
            f,
            "{} rules removed, {rules} unnoticed; {} atoms removed, {atoms} unnoticed ({:.1} %)",
            self.rules,
            self.atoms,
            100.0 * atoms as f64 / self.atoms.max(1) as f64
        )
    }
}

impl RuleSet {
    /// Removes each rule whose name holds `filter` from the full set, and each atom from its pattern, and says which of these
    /// changes none of the rule's tests notices.
    pub fn mutate(&self, filter: Option<&str>) -> MutationReport {
        let mut report = MutationReport::default();
        let mut runner = Runner::new(self);
        // Clues of a list are taken away once for all rules that use it: whether one noticed, and what is said if none did.
        let mut shared: BTreeMap<(Box<str>, usize), (bool, Mutant)> = BTreeMap::new();
        for (number, rule) in self.rules.iter().enumerate() {
            if !rule.enabled || !filter.is_none_or(|filter| rule.name.contains(filter)) {
                continue;
            }
            let mutant = |atom| Mutant {
                rule: rule.name.clone(),
                path: rule.path.clone(),
                pattern: rule.pattern.clone(),
                atom,
            };
            report.rules += 1;
            if !runner.notices_removal(number as u32, rule) {
                report.unnoticed.push(mutant(None));
            }
            let readings = runner.readings(rule);
            let mut places = vec![];
            leaves(&rule.node, &mut places);
            report.atoms += places.len();
            for (target, at) in places.into_iter().enumerate() {
                let changed =
                    without(&rule.node, target).and_then(|node| rule.with(node, self.lexicon()));
                let noticed = changed.is_none_or(|changed| {
                    runner.notices(&Alone::new(Arc::new(changed)), &readings)
                });
                if !noticed {
                    report.unnoticed.push(mutant(Some(at)));
                }
            }
            for number in 0..rule.proposal.clues.len() {
                let mut changed = Rule::clone(rule);
                let clue = changed.proposal.clues.remove(number);
                let noticed = runner.notices(&Alone::new(Arc::new(changed)), &readings);
                let mutant = Mutant {
                    atom: Some(0..clue.written.len()),
                    pattern: clue.written,
                    ..mutant(None)
                };
                match clue.shared {
                    Some(clue) => shared.entry(clue).or_insert((false, mutant)).0 |= noticed,
                    None => {
                        report.atoms += 1;
                        report.unnoticed.extend((!noticed).then_some(mutant));
                    }
                }
            }
        }
        report.atoms += shared.len();
        let unnoticed = shared.into_values().filter(|(noticed, _)| !noticed);
        report.unnoticed.extend(unnoticed.map(|(_, mutant)| mutant));
        report
    }
}

/// The places of all that can be removed: atoms, gaps and negative looks.
fn leaves(node: &Node, places: &mut Vec<Range<usize>>) {
    match node {
        Node::Atom(Atom::Anchor(Anchor::Pivot), _) => {}
        Node::Atom(_, at) | Node::Gap(_, _, at) => places.push(at.clone()),
        Node::Not { place, .. } | Node::Part(_, place) => places.push(place.clone()),
        Node::Sequence(nodes) | Node::Either(nodes) => {
            nodes.iter().for_each(|node| leaves(node, places));
        }
        Node::Repeat(node, ..) | Node::Capture(_, node, _) => leaves(node, places),
    }
}

/// The pattern without the leaf with this number; `None` if nothing is left.
fn without(node: &Node, target: usize) -> Option<Node> {
    remove(node, &mut { target })
}

fn remove(node: &Node, left: &mut usize) -> Option<Node> {
    let all = |nodes: &[Node], left: &mut usize| -> Vec<Node> {
        nodes.iter().filter_map(|node| remove(node, left)).collect()
    };
    Some(match node {
        Node::Atom(Atom::Anchor(Anchor::Pivot), _) => node.clone(),
        Node::Atom(..) | Node::Gap(..) | Node::Not { .. } | Node::Part(..) => {
            let this = *left == 0;
            *left = left.wrapping_sub(1);
            return (!this).then(|| node.clone());
        }
        Node::Sequence(nodes) => Node::Sequence(all(nodes, left)),
        Node::Either(nodes) => {
            let nodes = all(nodes, left);
            if nodes.is_empty() {
                return None;
            }
            Node::Either(nodes)
        }
        Node::Repeat(node, min, max) => Node::Repeat(Box::new(remove(node, left)?), *min, *max),
        Node::Capture(role, node, at) => {
            Node::Capture(*role, Box::new(remove(node, left)?), at.clone())
        }
    })
}
