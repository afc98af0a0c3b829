//! "He", "she", "his", ..., and the persons they mean.
//!
//! Each person named shortly before, or a few words behind in the same sentence, is a candidate. A linear scorer over named features (see
//! `features.rs`) gives each a weight, and so has "nobody"; the person whose mentions have the largest share of all is meant. The share is
//! the probability. Features and notions are those of salience (Lappin and Leass 1994) and of the surface signs of binding; the weights were
//! fitted on ambiguous pronouns (GAP, Webster et al. 2018).

use std::collections::VecDeque;

use super::antecedent::Antecedent;
use super::features::{self, History, Values, Weights};
use super::{Context, Draft};
use crate::gazetteer::Gender;
use crate::text::{ParagraphKind, Token, TokenKind};
use crate::words::{Classes, Tag};
use crate::{Label, Mention, MentionKind};

/// So many mentions of persons are remembered.
const RECENT: usize = 24;
/// A name further back, in tokens, is not meant.
const REACH: usize = 250;
/// A name further behind the pronoun, in tokens, is not meant.
const AHEAD: usize = 30;
/// So many mentions behind the pronoun are looked at.
const AHEAD_MENTIONS: usize = 6;

/// How a pronoun stands in its sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Subject,
    Object,
    Possessive,
    Reflexive,
}

/// A pronoun of the third person singular that means a person.
#[derive(Clone, Copy)]
pub(super) struct Pronoun {
    pub gender: Gender,
    pub case: Case,
}

/// What the word is as a pronoun, if it is one.
pub(super) fn pronoun(word: &str) -> Option<Pronoun> {
    let mut small = [0; 7];
    let small = small.get_mut(..word.len())?;
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    let (gender, case) = match &*small {
        b"he" => (Gender::Male, Case::Subject),
        b"she" => (Gender::Female, Case::Subject),
        b"him" => (Gender::Male, Case::Object),
        b"his" => (Gender::Male, Case::Possessive),
        b"her" => (Gender::Female, Case::Possessive),
        b"hers" => (Gender::Female, Case::Object),
        b"himself" => (Gender::Male, Case::Reflexive),
        b"herself" => (Gender::Female, Case::Reflexive),
        _ => return None,
    };
    Some(Pronoun { gender, case })
}

/// A candidate for one pronoun, with what speaks for it.
pub(super) struct Candidate {
    pub antecedent: Antecedent,
    pub values: Values,
}

/// Adds a mention for each "he", "she", "his", ..., with the person it means where one is found.
pub(super) fn add(context: &Context<'_>, mentions: &mut Vec<Mention>, drafts: &mut [Draft]) {
    add_with(context, mentions, drafts, features::bundled(), |_, _| ());
}

/// The same with other weights; `watch` sees each pronoun's token and candidates.
pub(super) fn add_with(
    context: &Context<'_>,
    mentions: &mut Vec<Mention>,
    drafts: &mut [Draft],
    weights: &Weights,
    mut watch: impl FnMut(usize, &[Candidate]),
) {
    let p = &context.p;
    let persons: Vec<Antecedent> = mentions
        .iter()
        .filter(|m| matches!(m.label, Label::Person | Label::Role))
        .filter_map(|m| Some(Antecedent::new(context, m.entity?, m.span, m.kind)))
        .collect();
    let nobody = features::score(weights, &features::nobody());
    let mut recent: VecDeque<Antecedent> = VecDeque::with_capacity(RECENT + 1);
    let mut counts = vec![0_u32; drafts.len()];
    let mut named = vec![0_u32; drafts.len()];
    for person in &persons {
        named[person.entity.index()] += 1;
    }
    let mut meant = vec![[0_u32; 2]; drafts.len()];
    let mut last = [None; 2];
    let mut leads: Option<(u32, usize)> = None;
    let mut candidates = vec![];
    let mut odds = Odds::default();
    let mut found = vec![];
    let mut next = 0;
    for i in 0..p.words.len() {
        while next < persons.len() && persons[next].span.start < p.token(i).span.end {
            let person = persons[next];
            counts[person.entity.index()] += 1;
            if leads.is_none_or(|(paragraph, _)| paragraph != person.paragraph) {
                leads = Some((person.paragraph, person.entity.index()));
            }
            remember(&mut recent, person);
            next += 1;
        }
        if p.kind(i) != TokenKind::Word
            || !p.words[i]
                .classes
                .intersects(Classes::PRONOUN | Classes::POSSESSIVE)
        {
            continue;
        }
        let Some(mut pronoun) = pronoun(p.word(i)) else {
            continue;
        };
        let sentence = p.token(i).sentence;
        let paragraph = p.views.sentences[sentence as usize].paragraph;
        if matches!(
            p.views.paragraphs[paragraph as usize].kind,
            ParagraphKind::Furniture | ParagraphKind::Foreign
        ) {
            continue;
        }
        if pronoun.case == Case::Possessive && p.tag(i) == Tag::Pronoun && !owns(context, i) {
            pronoun.case = Case::Object; // "told her"
        }
        let own = usize::from(pronoun.gender == Gender::Male);
        let history = History {
            drafts,
            counts: &counts,
            named: &named,
            meant: &meant,
            last: last[own],
            topic: persons.first().map(|person| person.entity.index()),
            leads: leads
                .filter(|(p, _)| *p == paragraph)
                .map(|(_, entity)| entity),
            speaker: speaker(&recent, &persons[next..], p.token(i)),
        };
        let behind = persons[next..].iter().take(AHEAD_MENTIONS);
        let behind = behind.filter(|c| c.sentence == sentence && c.token - i <= AHEAD);
        let before = recent.iter().rev().filter(|c| i - c.token <= REACH);
        candidates.clear();
        collect(context, &history, pronoun, i, before, &mut candidates);
        features::rank(&mut candidates);
        collect(context, &history, pronoun, i, behind, &mut candidates);
        watch(i, &candidates);
        odds.weigh(weights, nobody, &candidates);
        let best = odds.choose(&candidates);
        if let Some((chosen, _)) = best {
            let entity = chosen.entity.index();
            counts[entity] += 1;
            meant[entity][own] += 1;
            last[own] = Some(entity);
            let span = p.token(i).span;
            remember(
                &mut recent,
                Antecedent::new(context, chosen.entity, span, MentionKind::Pronoun),
            );
        }
        found.push(Mention {
            span: p.token(i).span,
            label: Label::Person,
            kind: MentionKind::Pronoun,
            entity: best.map(|(chosen, _)| chosen.entity),
            antecedent: best.map(|(chosen, _)| chosen.span),
            score: best.map_or(0.5, |(_, score)| score),
            by: "resolve:pronoun".into(),
        });
    }
    // Whom pronouns mean mostly tells the gender of those whose name does not.
    for (draft, [female, male]) in drafts.iter_mut().zip(meant) {
        if draft.gender.is_none() && female != male {
            draft.gender = Some(if male > female {
                Gender::Male
            } else {
                Gender::Female
            });
        }
    }
    mentions.append(&mut found);
    mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
}

/// Whether "her" at token `i` belongs to what follows, though that looks like none: "Her winning goal", "of her leaving", "her other house".
fn owns(context: &Context<'_>, i: usize) -> bool {
    let p = &context.p;
    let sentence = context.sentence(i);
    let tag = |k: usize| match sentence.contains(&k) {
        true => p.tag(k),
        false => Tag::Other,
    };
    let noun = |k: usize| matches!(tag(k), Tag::Noun | Tag::Plural | Tag::Adjective);
    if i + 1 >= sentence.end {
        return false;
    }
    let first = i == sentence.start && p.kind(i + 1) == TokenKind::Word;
    let gerund = tag(i + 1) == Tag::Gerund;
    let loose =
        gerund || tag(i + 1) == Tag::Adverb || p.is(i + 1, &["other", "many", "few", "several"]);
    first || gerund && i > sentence.start && tag(i - 1) == Tag::Preposition || loose && noun(i + 2)
}

/// Who speaks the quotation in which this token stands: the nearest person with a verb of saying outside of it, in its sentence or else in the
/// one before.
fn speaker(recent: &VecDeque<Antecedent>, behind: &[Antecedent], token: &Token) -> Option<usize> {
    if !token.quoted() {
        return None;
    }
    let speaks = |c: &&Antecedent| c.speaker && c.quotation != token.quotation;
    let here = |c: &&Antecedent| c.sentence == token.sentence;
    let before = || recent.iter().rev().filter(speaks);
    let behind = || behind.iter().take(AHEAD_MENTIONS).filter(speaks);
    let found = before().find(here).or_else(|| behind().find(here));
    let found = found.or_else(|| before().find(|c| c.sentence + 1 == token.sentence));
    found.map(|c| c.entity.index())
}

fn remember(recent: &mut VecDeque<Antecedent>, antecedent: Antecedent) {
    if recent.len() == RECENT {
        recent.pop_front();
    }
    recent.push_back(antecedent);
}

/// Adds the candidates among these mentions, which go away from the pronoun.
fn collect<'c>(
    context: &Context<'_>,
    history: &History<'_>,
    pronoun: Pronoun,
    i: usize,
    mentions: impl Iterator<Item = &'c Antecedent>,
    out: &mut Vec<Candidate>,
) {
    for (between, &antecedent) in mentions.enumerate() {
        if let Some(values) = features::values(context, history, pronoun, i, &antecedent, between) {
            out.push(Candidate { antecedent, values });
        }
    }
}

/// How likely each candidate is meant, as one mention among all and nobody.
pub(super) fn shares(weights: &Weights, candidates: &[Candidate]) -> Vec<f32> {
    let nobody = features::score(weights, &features::nobody());
    let mut odds = Odds::default();
    odds.weigh(weights, nobody, candidates);
    odds.shares.iter().map(|share| share / odds.all).collect()
}

/// How candidates stand against each other.
#[derive(Default)]
struct Odds {
    scores: Vec<f32>,
    /// To be divided by `all`.
    shares: Vec<f32>,
    nobody: f32,
    all: f32,
}

impl Odds {
    fn weigh(&mut self, weights: &Weights, nobody: f32, candidates: &[Candidate]) {
        let scores = candidates
            .iter()
            .map(|c| features::score(weights, &c.values));
        self.scores.clear();
        self.scores.extend(scores);
        let top = self.scores.iter().copied().fold(nobody, f32::max);
        self.shares.clear();
        self.shares
            .extend(self.scores.iter().map(|s| (s - top).exp()));
        self.nobody = (nobody - top).exp();
        self.all = self.shares.iter().sum::<f32>() + self.nobody;
    }

    /// The person with the largest share, its best mention, and the share; `None` where nobody has a larger one. On ties the nearer one.
    fn choose(&self, candidates: &[Candidate]) -> Option<(Antecedent, f32)> {
        let Odds { scores, shares, .. } = self;
        let mut best: Option<(usize, f32)> = None;
        for (first, candidate) in candidates.iter().enumerate() {
            let same = |c: &Candidate| c.antecedent.entity == candidate.antecedent.entity;
            if candidates[..first].iter().any(same) {
                continue;
            }
            let share: f32 = (first..candidates.len())
                .filter(|&k| same(&candidates[k]))
                .map(|k| shares[k])
                .sum();
            if best.is_none_or(|(_, most)| share > most) {
                best = Some((first, share));
            }
        }
        let (first, share) = best.filter(|&(_, share)| share >= self.nobody)?;
        let entity = candidates[first].antecedent.entity;
        let mut chosen = first;
        for k in first..candidates.len() {
            if candidates[k].antecedent.entity == entity && scores[k] > scores[chosen] {
                chosen = k;
            }
        }
        Some((candidates[chosen].antecedent, share / self.all))
    }
}
