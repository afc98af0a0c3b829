//! Rules that propose names: before there are any, each says which words may be one and how likely that is. What is proposed
//! competes with all else that is (see `crate::mentions`), and the likeliest set that does not overlap is chosen.

mod check;
mod clue;
mod lead;

use std::ops::Range;
use std::sync::Arc;

use once_cell::sync::Lazy;
use rustc_hash::FxHashMap;

use super::frame::BUNDLED;
use super::matcher::{Looks, Matcher, Text};
use super::program::{Classes, Cut, Outwards, Program};
use super::rule::{Action, Rule};
use super::vocabulary::Vocabulary;
use super::word::key;
use super::{RuleIndex, RuleSet};
use crate::Label;
use crate::attribution::CueLexicon;
use crate::mentions::Marks;
use crate::words::WordSet;
pub(super) use check::{compile, foreign};
pub(super) use clue::{Clue, read_shared};
use lead::{Lead, Needs};

/// Which matches of a rule are proposed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Every {
    /// Like those of other rules: the first ones that do not overlap, each as its pattern prefers it.
    #[default]
    One,
    /// Of each of these, every end.
    End,
    /// All.
    Span,
}

/// How a rule proposes.
#[derive(Clone, Debug, Default)]
pub(super) struct Proposal {
    pub every: Every,
    pub clues: Vec<Clue>,
}

/// What a rule proposes: tokens that may be a name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Proposed {
    pub tokens: Range<usize>,
    /// None for things that have no label and are no mentions, but keep their words from being others.
    pub label: Option<Label>,
    pub score: f32,
    /// The number of the rule.
    pub by: u32,
}

/// Less likely names are not proposed.
const LEAST: f32 = 0.3;

/// The rules that propose names, by what they can begin with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proposers {
    rules: Vec<Proposer>,
    /// The ways in which rules can begin.
    leads: Vec<Lead>,
    /// For each lead what its sentence must have.
    needs: Vec<Option<Needs>>,
    /// The number of the class of what the first lead begins with; those of the others follow.
    firsts: u32,
    /// The leads of rules that begin with certain words, by the keys of these.
    by_word: FxHashMap<Box<str>, Vec<u32>>,
    /// These words.
    words: WordSet,
    /// All other leads, each a bit.
    by_look: Vec<u64>,
    /// The classes of tokens that the programs of the rules ask for by number.
    classes: Classes,
}

#[derive(Clone, Debug)]
struct Proposer {
    rule: Arc<Rule>,
    search: Search,
    clues: Vec<Clue>,
    /// One past the last of them that can make a name of what is none.
    raising: usize,
    /// What the output says.
    by: std::borrow::Cow<'static, str>,
    /// The hash of its name that the model knows it by.
    hash: u32,
}

/// How the matches of a rule are found.
#[derive(Clone, Debug)]
enum Search {
    /// From each token to the right.
    Right(Program),
    /// From each pivot outwards.
    Outwards(Outwards),
}

static BUNDLED_RULES: Lazy<Proposers> =
    Lazy::new(|| Proposers::new(RuleSet::bundled().rules.iter().cloned()));

/// The rules and lists of a tagger by which names are found.
#[derive(Clone, Copy)]
pub(crate) struct NameRules<'a> {
    pub vocabulary: &'a Vocabulary,
    pub proposers: &'a Proposers,
    pub lexicon: &'a CueLexicon,
}

impl NameRules<'static> {
    /// The bundled ones.
    pub fn bundled() -> Self {
        NameRules {
            vocabulary: Vocabulary::bundled(),
            proposers: Proposers::bundled(),
            lexicon: CueLexicon::bundled(),
        }
    }
}

impl RuleIndex {
    /// By which names are found.
    pub(crate) fn names(&self) -> NameRules<'_> {
        NameRules {
            vocabulary: self.vocabulary(),
            proposers: self.proposers(),
            lexicon: self.lexicon(),
        }
    }
}

impl Proposers {
    /// The bundled rules.
    pub fn bundled() -> &'static Proposers {
        &BUNDLED_RULES
    }

    /// Of rule sets, with those that are bundled unless one of the sets takes their place; none where the bundled ones are all.
    pub(super) fn of_rules(rules: &[Arc<Rule>]) -> Option<Proposers> {
        let own = || rules.iter().filter(|rule| proposes(rule)).cloned();
        own().next()?;
        let replaced = own().any(|rule| rule.name.split('/').next() == Some(BUNDLED));
        let bundled = RuleSet::bundled().rules.iter().filter(|_| !replaced);
        Some(Proposers::new(bundled.cloned().chain(own())))
    }

    /// Of those of the rules that propose.
    pub(super) fn new(rules: impl Iterator<Item = Arc<Rule>>) -> Proposers {
        let mut all = Proposers {
            classes: Classes::new(),
            ..Proposers::default()
        };
        for rule in rules.filter(|rule| rule.enabled && proposes(rule)) {
            let number = all.rules.len() as u32;
            let cut = Cut::of(&rule.node);
            // Where the search for a match begins.
            let node = cut.as_ref().map_or(&rule.node, |cut| &cut.right);
            let paragraph = rule.window.paragraph;
            let leads = lead::of(number, node, paragraph, &mut all.classes);
            let needs = Needs::of(&rule.node).filter(|_| !paragraph);
            let first = &rule.first;
            let by_look =
                first.any || first.quote || !first.labels.is_empty() || !first.lists.is_empty();
            for lead in leads {
                let number = all.leads.len();
                all.by_look.resize(number / BITS + 1, 0);
                if by_look {
                    all.by_look[number / BITS] |= 1 << (number % BITS);
                } else {
                    for word in &first.words {
                        all.words.add(word);
                        let leads = all.by_word.entry(word.clone()).or_default();
                        leads.push(number as u32);
                    }
                }
                all.leads.push(lead);
                all.needs.push(needs);
            }
            let by = rule.by();
            // Rules of one family, such as definition.place and definition.org, are one for the model.
            let family = by.split('.').next().unwrap_or_default();
            let classes = &mut all.classes;
            let program = classes.number(&rule.node, &rule.program);
            all.rules.push(Proposer {
                search: cut
                    .and_then(|cut| Outwards::new(&program, &cut, classes))
                    .map_or(Search::Right(program), Search::Outwards),
                clues: {
                    let clues = rule.proposal.clues.iter();
                    clues.map(|clue| clue.numbered(classes)).collect()
                },
                raising: {
                    let raises = |clue: &Clue| clue.raises_above(LEAST);
                    let last = rule.proposal.clues.iter().rposition(raises);
                    last.map_or(0, |last| last + 1)
                },
                hash: crate::attribution::model::hash::word(family),
                by: by.into(),
                rule,
            });
        }
        let firsts = all.leads.iter().map(|lead| &lead.first);
        all.firsts = all.classes.add_row(firsts);
        all
    }

    /// Without one of the rules.
    pub(super) fn without(&self, name: &str) -> Proposers {
        let rules = self.rules.iter().map(|proposer| proposer.rule.clone());
        Proposers::new(rules.filter(|rule| rule.name != name))
    }

    /// The classes of tokens that the rules ask for by number.
    pub fn classes(&self) -> &Classes {
        &self.classes
    }

    /// What the output says of a rule.
    pub fn by(&self, rule: u32) -> std::borrow::Cow<'static, str> {
        self.rules[rule as usize].by.clone()
    }

    /// The hash by which the model knows a rule.
    pub fn hash(&self, rule: u32) -> u32 {
        self.rules[rule as usize].hash
    }

    /// Appends all that the rules propose in a text, by start; what is found out about tokens is kept for the next text.
    pub fn find(&self, text: &Text<'_>, looks: &mut Looks, out: &mut Vec<Proposed>) {
        let mut finder = self.finder(text, looks);
        // The leads of rules that can match in a sentence.
        let mut possible = vec![0; self.by_look.len()];
        for sentence in &text.p.views.sentences {
            let tokens = sentence.first as usize..sentence.end as usize;
            if text.marks[tokens.start].contains(Marks::CLOSED) {
                continue;
            }
            finder.end = tokens.end;
            // A look ahead from the last token sees the next one.
            let seen = tokens.start..text.marks.len().min(tokens.end + 1);
            let has = Needs {
                marks: text.marks[seen.clone()]
                    .iter()
                    .fold(Marks::empty(), |all, &marks| all | marks),
                lists: finder.matcher.lists(seen),
            };
            self.possible(&has, &mut possible);
            for at in tokens {
                for (i, (possible, by_look)) in possible.iter().zip(&self.by_look).enumerate() {
                    let first = i * BITS;
                    let may_begin = finder.matcher.may_be(self.firsts + first as u32, at);
                    let mut due = possible & by_look & may_begin;
                    while due != 0 {
                        finder.try_lead(first + due.trailing_zeros() as usize, at, out);
                        due &= due - 1;
                    }
                }
                for &lead in self.leads_by_word(text, at) {
                    let lead = lead as usize;
                    if possible[lead / BITS] >> (lead % BITS) & 1 == 1 {
                        finder.try_lead(lead, at, out);
                    }
                }
            }
        }
        *looks = finder.matcher.into_looks();
    }

    fn finder<'a, 't>(&'a self, text: &'a Text<'t>, looks: &mut Looks) -> Finder<'a, 't> {
        Finder {
            all: self,
            text,
            matcher: Matcher::of(text, std::mem::take(looks)),
            end: 0,
            taken: vec![0; self.rules.len()],
            tried: (0, usize::MAX),
            spans: vec![],
        }
    }

    /// What the rules propose, each tried at each token.
    #[cfg(test)]
    pub fn find_everywhere(&self, text: &Text<'_>) -> Vec<Proposed> {
        let mut finder = self.finder(text, &mut Looks::default());
        let mut out = vec![];
        for sentence in &text.p.views.sentences {
            let tokens = sentence.first as usize..sentence.end as usize;
            for at in tokens.filter(|&at| !text.marks[at].contains(Marks::CLOSED)) {
                for rule in 0..self.rules.len() {
                    let every = self.rules[rule].rule.proposal.every;
                    if every == Every::Span || at >= finder.taken[rule] {
                        finder.try_rule(rule as u32, at, &mut out);
                    }
                }
            }
        }
        out
    }

    /// Sets the bits of the leads whose rules need nothing that a sentence does not have.
    fn possible(&self, has: &Needs, possible: &mut [u64]) {
        let has_all = |needs: &Option<Needs>| needs.is_none_or(|needs| needs.is_in(has));
        for (bits, needs) in possible.iter_mut().zip(self.needs.chunks(BITS)) {
            let each = needs.iter().rev();
            *bits = each.fold(0, |bits, needs| bits << 1 | u64::from(has_all(needs)));
        }
    }

    /// The leads of rules that begin with the word at a token.
    fn leads_by_word(&self, text: &Text<'_>, at: usize) -> &[u32] {
        if self.by_word.is_empty() || !self.words.may_have(&text.p, at) {
            return &[];
        }
        let word = key(text.p.word(at));
        self.by_word.get(&*word).map_or(&[], Vec::as_slice)
    }
}

/// So many leads have their bits in one number.
const BITS: usize = u64::BITS as usize;

fn proposes(rule: &Rule) -> bool {
    matches!(rule.action, Action::Propose(_))
}

/// A walk over a text.
struct Finder<'a, 't> {
    all: &'a Proposers,
    text: &'a Text<'t>,
    matcher: Matcher,
    /// One past the last token of the sentence.
    end: usize,
    /// One past the last token of each rule's last match.
    taken: Vec<usize>,
    /// The rule that was tried last, and where.
    tried: (u32, usize),
    spans: Vec<(usize, Range<usize>)>,
}

impl Finder<'_, '_> {
    /// Tries a rule at a token, if it can begin so there.
    fn try_lead(&mut self, number: usize, at: usize, out: &mut Vec<Proposed>) {
        let (all, text, matcher) = (self.all, self.text, &mut self.matcher);
        let lead = &all.leads[number];
        let rule = lead.rule as usize;
        let every = all.rules[rule].rule.proposal.every;
        let passed = every != Every::Span && at < self.taken[rule];
        if !passed
            && matcher.is(text, all.firsts + number as u32, at)
            && lead.opens(text, matcher, at, self.end)
            && self.tried != (lead.rule, at)
        {
            self.tried = (lead.rule, at);
            self.try_rule(lead.rule, at, out);
        }
    }

    fn try_rule(&mut self, number: u32, at: usize, out: &mut Vec<Proposed>) {
        let proposer = &self.all.rules[number as usize];
        let rule = &proposer.rule;
        let Action::Propose(label) = rule.action else {
            return;
        };
        let every = rule.proposal.every;
        let (text, matcher) = (self.text, &mut self.matcher);
        self.spans.clear();
        match &proposer.search {
            Search::Right(program) => {
                let ends = every != Every::One;
                matcher.spans(text, program, rule.window, at, ends, &mut self.spans);
            }
            Search::Outwards(programs) => {
                let found = matcher.outwards(text, programs, rule.window, at);
                self.spans.extend(found.map(|tokens| (0, tokens)));
            }
        }
        for (end, tokens) in self.spans.drain(..) {
            let taken = &mut self.taken[number as usize];
            *taken = end.max(*taken);
            if tokens.is_empty() {
                continue;
            }
            let mut score = rule.score;
            for (number, clue) in proposer.clues.iter().enumerate() {
                if number >= proposer.raising && score <= LEAST {
                    break;
                }
                clue.apply(text, matcher, &tokens, &mut score);
            }
            if score > LEAST {
                let by = number;
                out.push(Proposed {
                    tokens,
                    label,
                    score,
                    by,
                });
            }
        }
    }
}
