//! Annotated documents, brought onto tokens.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::argument;
use super::super::around::{self, Around};
use super::super::atoms::{self, Atom};
use super::super::cue::{self, Scene};
use super::super::decode::Candidate;
use super::labels::Label;
use crate::attribution::CueLexicon;
use crate::attribution::candidates::Candidates;
use crate::attribution::engine::{self, Found};
use crate::attribution::frames::Frames;
use crate::gazetteer::Gazetteer;
use crate::rules::Vocabulary;
use crate::text::{TokenKind, Views};
use crate::words::{self, Phrases, Tag, Word};
use crate::{Span, entities, mentions};

/// A text with its attributions, in bytes.
#[derive(Clone, Debug)]
pub(crate) struct GoldDocument {
    pub text: String,
    pub attributions: Vec<GoldAttribution>,
}

/// An annotated attribution.
#[derive(Clone, Debug, Default)]
pub(crate) struct GoldAttribution {
    pub source: Vec<Span>,
    pub cue: Vec<Span>,
    pub content: Vec<Span>,
}

/// The tokens of an annotated attribution, each list in text order.
#[derive(Clone, Debug)]
pub(crate) struct GoldTokens {
    source: Vec<usize>,
    cue: Vec<usize>,
    content: Vec<usize>,
}

/// An annotated document with everything that the features ask for.
pub(crate) struct Prepared<'t> {
    text: &'t str,
    views: Views,
    words: Vec<Word>,
    atoms: Vec<Atom>,
    around: Vec<Around>,
    candidates: Candidates,
    proposals: Vec<Found>,
    proposal_at: Vec<u32>,
    holder_at: Vec<u32>,
    roles: Vec<[u8; 3]>,
    pub gold: Vec<GoldTokens>,
    /// The head of each gold cue that has one, with the attribution's index.
    pub heads: BTreeMap<usize, usize>,
    /// Which tokens are words: scores count those.
    is_word: Vec<bool>,
}

impl<'t> Prepared<'t> {
    pub fn new(document: &'t GoldDocument, gazetteer: &Gazetteer, lexicon: &CueLexicon) -> Self {
        let text = document.text.as_str();
        let views = Views::new(text);
        let (mut tagged, mut hits) = (vec![], vec![]);
        words::tag(text, &views, &mut tagged);
        gazetteer.find(text, &mut hits);
        let mut found = mentions::find(text, &views, &tagged, gazetteer, &hits);
        let p = Phrases {
            text,
            views: &views,
            words: &tagged,
        };
        let vocabulary = Vocabulary::bundled();
        entities::add_bare_names(p, gazetteer, vocabulary, &hits, &mut found);
        entities::resolve(p, gazetteer, vocabulary, &hits, true, &[], &mut found);
        let mut own = vec![];
        atoms::read(&p, &found, &mut own);
        let (mut candidates, mut proposals) = (Candidates::default(), vec![]);
        candidates.find(&p, lexicon, &[]);
        engine::find(
            p,
            &candidates,
            lexicon,
            Frames::bundled(),
            0.0,
            &mut proposals,
        );
        let mut own_around = vec![];
        around::read(&p, &own, &candidates, &mut own_around);
        let proposal_at = engine::by_token(&p, &proposals);
        let mut holder_at = vec![0; tagged.len()];
        cue::holders(&proposals, &mut holder_at);
        let mut roles = vec![[0; 3]; tagged.len()];
        argument::roles(&proposals, &mut roles);
        let is_word = views
            .tokens
            .iter()
            .map(|t| {
                matches!(
                    t.kind,
                    TokenKind::Word | TokenKind::Number | TokenKind::Clitic
                )
            })
            .collect();
        let mut prepared = Prepared {
            text,
            atoms: own,
            around: own_around,
            candidates,
            proposals,
            proposal_at,
            holder_at,
            roles,
            gold: vec![],
            heads: BTreeMap::new(),
            is_word,
            words: tagged,
            views,
        };
        for attribution in &document.attributions {
            prepared.add_gold(attribution);
        }
        prepared
    }

    fn add_gold(&mut self, attribution: &GoldAttribution) {
        let tokens = |spans: &[Span]| {
            let mut list: Vec<usize> = vec![];
            for &span in spans {
                let first = self
                    .views
                    .tokens
                    .partition_point(|t| t.span.end <= span.start);
                let len = self.views.tokens[first..].partition_point(|t| t.span.start < span.end);
                list.extend(first..first + len);
            }
            list.sort_unstable();
            list.dedup();
            list
        };
        let gold = GoldTokens {
            source: tokens(&attribution.source),
            cue: tokens(&attribution.cue),
            content: tokens(&attribution.content),
        };
        let scene = self.scene();
        let verb = |&&i: &&usize| {
            matches!(
                scene.p.tag(i),
                Tag::Verb | Tag::VerbS | Tag::Past | Tag::Participle | Tag::Gerund
            )
        };
        let head = gold
            .cue
            .iter()
            .find(|i| {
                verb(i)
                    && !matches!(scene.p.tag(**i), Tag::Auxiliary | Tag::Modal)
                    && scene.may_be_cue(**i)
            })
            .or_else(|| gold.cue.iter().find(|i| scene.may_be_cue(**i)));
        if let Some(&head) = head {
            self.heads.entry(head).or_insert(self.gold.len());
        }
        self.gold.push(gold);
    }

    pub(in crate::attribution::model) fn scene(&self) -> Scene<'_> {
        Scene {
            p: Phrases {
                text: self.text,
                views: &self.views,
                words: &self.words,
            },
            atoms: &self.atoms,
            around: &self.around,
            candidates: &self.candidates,
            proposal_at: &self.proposal_at,
            holder_at: &self.holder_at,
            proposals: &self.proposals,
            roles: &self.roles,
        }
    }

    /// Which candidates are right: the cues overlap, source and content agree by half (Dice) with one of the gold attributions, which counts
    /// once for each head.
    pub(in crate::attribution::model) fn right(&self, candidates: &[Candidate]) -> Vec<bool> {
        let mut used = vec![usize::MAX; self.gold.len()];
        candidates
            .iter()
            .map(|c| {
                let fits = |g: &GoldTokens| {
                    g.cue.iter().any(|i| c.cue.contains(i))
                        && self.dice(&g.content, &c.content) >= 0.5
                        && self.dice(&g.source, c.source.as_slice()) >= 0.5
                };
                let free = |i: usize| used[i] == usize::MAX || used[i] == c.head;
                let found = (0..self.gold.len()).find(|&i| free(i) && fits(&self.gold[i]));
                if let Some(i) = found {
                    used[i] = c.head;
                }
                found.is_some()
            })
            .collect()
    }

    fn dice(&self, gold: &[usize], ranges: &[Range<usize>]) -> f32 {
        let words = |i: &usize| self.is_word[*i];
        let own = gold.iter().filter(|i| words(i)).count();
        let other: usize = ranges.iter().flat_map(Range::clone).filter(words).count();
        let both = gold
            .iter()
            .filter(|i| words(i) && ranges.iter().any(|r| r.contains(i)))
            .count();
        if own + other == 0 {
            1.0
        } else {
            2.0 * both as f32 / (own + other) as f32
        }
    }
}

impl GoldTokens {
    /// The run of cue tokens that holds the head.
    pub fn cue_run(&self, head: usize) -> Range<usize> {
        let (mut start, mut end) = (head, head + 1);
        while start > 0 && self.cue.binary_search(&(start - 1)).is_ok() {
            start -= 1;
        }
        while self.cue.binary_search(&end).is_ok() {
            end += 1;
        }
        start..end
    }

    /// The labels of the tokens of a window; only the source's first run counts, and nothing of it may be content.
    pub(in crate::attribution::model) fn labels(
        &self,
        window: &Range<usize>,
        cue: &Range<usize>,
    ) -> Vec<Label> {
        let first_run = self
            .source
            .iter()
            .copied()
            .filter(|i| window.contains(i) && !cue.contains(i))
            .enumerate()
            .take_while(|(n, i)| {
                let begin = self
                    .source
                    .iter()
                    .copied()
                    .find(|i| window.contains(i) && !cue.contains(i));
                begin.is_some_and(|begin| *i == begin + n)
            });
        let source: Vec<usize> = first_run.map(|(_, i)| i).collect();
        window
            .clone()
            .map(|i| {
                if cue.contains(&i) {
                    Label::Cue
                } else if source.binary_search(&i).is_ok() {
                    Label::Source
                } else if self.content.binary_search(&i).is_ok() {
                    Label::Content
                } else {
                    Label::Outside
                }
            })
            .collect()
    }
}
