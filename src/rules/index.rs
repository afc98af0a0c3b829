//! Which rules can match at a token: most rules need a word that few texts have, and are not looked at without it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::matcher::{Captures, Matcher, Text};
use super::program::First;
use super::rule::{Action, Rule};
use super::word::key;
use crate::gazetteer::List;
use crate::text::{Paragraph, ParagraphKind, TokenKind};
use crate::words::{Phrases, WordSet};
use crate::{Label, Span};

/// A match of a rule.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Firing {
    /// The index of the rule.
    pub rule: u32,
    /// All that it matched.
    pub whole: Span,
    pub captures: Captures,
}

/// The rules of one stage, by the words that they need and by what they can begin with.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    words: FxHashMap<Box<str>, OfWord>,
    /// What these look like.
    looks: WordSet,
    /// The rules that need no word.
    always: Vec<u32>,
}

/// What a word in a paragraph sets going.
#[derive(Clone, Debug, Default)]
struct OfWord {
    /// Rules that begin with it and need no other word.
    begin: Vec<u32>,
    /// Rules that need it somewhere in the paragraph.
    need: Vec<u32>,
}

/// The rules that can match in one paragraph, by what they can begin with.
#[derive(Default)]
struct Waiting<'r> {
    words: FxHashMap<&'r str, Vec<u32>>,
    labels: Vec<(Label, u32)>,
    lists: Vec<(List, u32)>,
    quote: Vec<u32>,
    any: Vec<u32>,
}

impl<'r> Waiting<'r> {
    fn clear(&mut self) {
        self.words.clear();
        self.labels.clear();
        self.lists.clear();
        self.quote.clear();
        self.any.clear();
    }

    fn add(&mut self, rule: u32, first: &'r First) {
        if first.any {
            self.any.push(rule);
            return;
        }
        for word in &first.words {
            self.words.entry(word).or_default().push(rule);
        }
        self.labels
            .extend(first.labels.iter().map(|&label| (label, rule)));
        self.lists
            .extend(first.lists.iter().map(|&list| (list, rule)));
        self.quote.extend(first.quote.then_some(rule));
    }
}

impl Index {
    /// Of the enabled rules whose action is accepted.
    pub fn new(rules: &[Arc<Rule>], accept: impl Fn(&Action) -> bool) -> Index {
        let mut index = Index::default();
        for (i, rule) in rules.iter().enumerate() {
            let i = i as u32;
            if !rule.enabled || !accept(&rule.action) {
                continue;
            }
            let first = &rule.first;
            let by_words =
                !first.any && !first.quote && first.labels.is_empty() && first.lists.is_empty();
            let Some(trigger) = &rule.trigger else {
                index.always.push(i);
                continue;
            };
            let begins = by_words && first.words == trigger.words;
            for word in &trigger.words {
                index.looks.add(word);
                let of_word = index.words.entry(word.clone()).or_default();
                if begins {
                    of_word.begin.push(i);
                } else {
                    of_word.need.push(i);
                }
            }
        }
        index
    }

    /// All matches of all rules, by start, then by rule. The matches of one rule do not overlap.
    pub fn find(&self, text: &Text<'_>, rules: &[Arc<Rule>]) -> Vec<Firing> {
        let mut finder = Finder {
            index: self,
            text,
            rules,
            matcher: Matcher::default(),
            taken: FxHashMap::default(),
            mention: 0,
            hit: 0,
            waiting: Waiting::default(),
            needed: vec![],
            due: vec![],
            firings: vec![],
        };
        if self.words.is_empty() && self.always.is_empty() {
            return finder.firings;
        }
        for paragraph in Index::paragraphs(text) {
            finder.paragraph(paragraph);
        }
        finder.firings
    }

    /// What a word sets going, if anything; inlined, because most set nothing going.
    #[inline(always)]
    fn of_word(&self, p: &Phrases<'_>, at: usize) -> Option<&OfWord> {
        if !self.looks.may_have(p, at) {
            return None;
        }
        self.known_word(p.word(at))
    }

    #[inline(never)]
    fn known_word(&self, form: &str) -> Option<&OfWord> {
        self.words.get(&*key(form))
    }

    /// The paragraphs in which rules look.
    pub fn paragraphs<'t>(text: &Text<'t>) -> impl Iterator<Item = &'t Paragraph> {
        let all = text.p.views.paragraphs.iter();
        all.filter(|paragraph| paragraph.kind != ParagraphKind::Foreign)
    }
}

/// A walk over a text.
struct Finder<'a, 't> {
    index: &'a Index,
    text: &'a Text<'t>,
    rules: &'a [Arc<Rule>],
    matcher: Matcher,
    /// One past the last token of each rule's last match.
    taken: FxHashMap<u32, usize>,
    /// The first mention and hit that begin at or behind the token.
    mention: usize,
    hit: usize,
    waiting: Waiting<'a>,
    /// The rules whose needed words the paragraph has.
    needed: Vec<u32>,
    due: Vec<u32>,
    firings: Vec<Firing>,
}

impl Finder<'_, '_> {
    fn paragraph(&mut self, paragraph: &Paragraph) {
        let p = &self.text.p;
        let tokens = paragraph.first as usize..paragraph.end as usize;
        self.needed.clear();
        self.needed.extend(&self.index.always);
        let mut begins = false;
        for at in tokens.clone().filter(|_| !self.index.words.is_empty()) {
            if let Some(of_word) = self.index.of_word(p, at) {
                self.needed.extend(&of_word.need);
                begins |= !of_word.begin.is_empty();
            }
        }
        self.needed.sort_unstable();
        self.needed.dedup();
        if self.needed.is_empty() && !begins {
            return;
        }
        self.waiting.clear();
        for &rule in &self.needed {
            self.waiting.add(rule, &self.rules[rule as usize].first);
        }
        for at in tokens {
            self.collect(at, begins);
            for i in 0..self.due.len() {
                self.try_rule(self.due[i], at);
            }
        }
    }

    /// Puts the rules that can match from token `at` on into `due`, each once, in their order.
    fn collect(&mut self, at: usize, begins: bool) {
        let (p, waiting, due) = (&self.text.p, &self.waiting, &mut self.due);
        due.clear();
        due.extend(&waiting.any);
        if begins || !waiting.words.is_empty() {
            if let Some(of_word) = self.index.of_word(p, at) {
                due.extend(&of_word.begin);
            }
            if let Some(rules) = waiting.words.get(&*key(p.word(at))) {
                due.extend(rules);
            }
        }
        if p.kind(at) == TokenKind::Open {
            due.extend(&waiting.quote);
        }
        let start = p.token(at).span.start;
        if !waiting.labels.is_empty() {
            let mentions = self.text.mentions;
            while mentions
                .get(self.mention)
                .is_some_and(|m| m.span.start < start)
            {
                self.mention += 1;
            }
            let here = mentions.get(self.mention).filter(|m| m.span.start == start);
            let of_label = |label| waiting.labels.iter().filter(move |(l, _)| *l == label);
            due.extend(
                here.into_iter()
                    .flat_map(|m| of_label(m.label))
                    .map(|(_, i)| i),
            );
        }
        if !waiting.lists.is_empty() {
            let hits = self.text.hits;
            while hits.get(self.hit).is_some_and(|h| h.span.start < start) {
                self.hit += 1;
            }
            for found in hits[self.hit..]
                .iter()
                .take_while(|h| h.span.start == start)
            {
                let lists = self.text.lists(found.entry);
                due.extend(
                    waiting
                        .lists
                        .iter()
                        .filter(|(l, _)| lists.contains(&Some(*l)))
                        .map(|(_, i)| i),
                );
            }
        }
        due.sort_unstable();
        due.dedup();
    }

    fn try_rule(&mut self, i: u32, at: usize) {
        if self.taken.get(&i).is_some_and(|&end| at < end) {
            return;
        }
        let rule = &self.rules[i as usize];
        let found = self.matcher.run(self.text, &rule.program, rule.window, at);
        let Some((end, captures)) = found.filter(|&(end, _)| end > at) else {
            return;
        };
        self.taken.insert(i, end);
        let tokens = &self.text.p.views.tokens;
        self.firings.push(Firing {
            rule: i,
            whole: tokens[at].span.cover(tokens[end - 1].span),
            captures,
        });
    }
}
