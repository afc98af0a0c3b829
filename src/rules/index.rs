//! Which rules can match at a token: most rules begin with a word, and are looked up by it.

use rustc_hash::FxHashMap;

use super::matcher::{Captures, Matcher, Text};
use super::rule::{Action, Rule};
use super::word::key;
use crate::Span;
use crate::text::{ParagraphKind, TokenKind};

/// A match of a rule.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Firing {
    /// The index of the rule.
    pub rule: u32,
    /// All that it matched.
    pub whole: Span,
    pub captures: Captures,
}

/// The rules of one stage by what they can begin with.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    words: FxHashMap<Box<str>, Vec<u32>>,
    labels: FxHashMap<crate::Label, Vec<u32>>,
    lists: Vec<(crate::gazetteer::List, u32)>,
    quote: Vec<u32>,
    any: Vec<u32>,
}

impl Index {
    /// Of the enabled rules whose action is accepted.
    pub fn new(rules: &[std::sync::Arc<Rule>], accept: impl Fn(&Action) -> bool) -> Index {
        let mut index = Index::default();
        for (i, rule) in rules.iter().enumerate() {
            let i = i as u32;
            if !rule.enabled || !accept(&rule.action) {
                continue;
            }
            let first = &rule.first;
            if first.any {
                index.any.push(i);
                continue;
            }
            for word in &first.words {
                index.words.entry(word.clone()).or_default().push(i);
            }
            for label in &first.labels {
                index.labels.entry(*label).or_default().push(i);
            }
            index
                .lists
                .extend(first.lists.iter().map(|&list| (list, i)));
            index.quote.extend(first.quote.then_some(i));
        }
        index
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
            && self.labels.is_empty()
            && self.lists.is_empty()
            && self.quote.is_empty()
            && self.any.is_empty()
    }

    /// All matches of all rules, by start, then by rule. The matches of one rule do not overlap.
    pub fn find(&self, text: &Text<'_>, rules: &[std::sync::Arc<Rule>]) -> Vec<Firing> {
        let mut firings = vec![];
        if self.is_empty() {
            return firings;
        }
        let p = &text.p;
        let mut matcher = Matcher::default();
        // One past the last token of each rule's last match.
        let mut taken: FxHashMap<u32, usize> = FxHashMap::default();
        let (mut mention, mut hit) = (0, 0);
        let mut due: Vec<u32> = vec![];
        for paragraph in &p.views.paragraphs {
            if paragraph.kind == ParagraphKind::Foreign {
                continue;
            }
            for at in paragraph.first as usize..paragraph.end as usize {
                let start = p.token(at).span.start;
                due.clear();
                due.extend(&self.any);
                if !self.words.is_empty()
                    && let Some(rules) = self.words.get(&*key(p.word(at)))
                {
                    due.extend(rules);
                }
                if p.kind(at) == TokenKind::Open {
                    due.extend(&self.quote);
                }
                while text
                    .mentions
                    .get(mention)
                    .is_some_and(|m| m.span.start < start)
                {
                    mention += 1;
                }
                let here = text.mentions.get(mention).filter(|m| m.span.start == start);
                if let Some(rules) = here.and_then(|m| self.labels.get(&m.label)) {
                    due.extend(rules);
                }
                if !self.lists.is_empty() {
                    while text.hits.get(hit).is_some_and(|h| h.span.start < start) {
                        hit += 1;
                    }
                    let hits = text.hits[hit..]
                        .iter()
                        .take_while(|h| h.span.start == start);
                    for found in hits {
                        let list = text.gazetteer.list(found.entry);
                        due.extend(
                            self.lists
                                .iter()
                                .filter(|(l, _)| *l == list)
                                .map(|(_, i)| i),
                        );
                    }
                }
                due.sort_unstable();
                due.dedup();
                for &i in &due {
                    if taken.get(&i).is_some_and(|&end| at < end) {
                        continue;
                    }
                    let rule = &rules[i as usize];
                    let found = matcher.run(text, &rule.program, rule.window, at);
                    let Some((end, captures)) = found.filter(|&(end, _)| end > at) else {
                        continue;
                    };
                    taken.insert(i, end);
                    firings.push(Firing {
                        rule: i,
                        whole: p.token(at).span.cover(p.token(end - 1).span),
                        captures,
                    });
                }
            }
        }
        firings
    }
}
