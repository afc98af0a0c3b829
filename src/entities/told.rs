//! What rules tell of entities: that mentions name the same one, which one that is, and what role somebody has.

use rustc_hash::FxHashMap;

use super::{Context, Draft, description, names};
use crate::{EntityId, Label, Mention, Span};

/// An entity that a rule names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamedEntity {
    pub name: String,
    pub label: Label,
    pub kb: Option<String>,
}

/// What a match of a rule tells.
#[derive(Clone, Debug)]
pub(crate) struct Told<'r> {
    /// The mentions that name one entity, first that by which it goes.
    pub names: Vec<Span>,
    /// That entity, where the rule names it.
    pub entity: Option<&'r NamedEntity>,
    pub role: Option<Span>,
    pub affiliation: Option<Span>,
}

/// The mention with this span, or else the first inside of it. They are by start, and longer ones first.
pub(crate) fn mention_in(mentions: &[Mention], span: Span) -> Option<usize> {
    let from = mentions.partition_point(|m| m.span.start < span.start);
    let near = mentions[from..].iter();
    let mut inside = (from..)
        .zip(near.take_while(|m| m.span.start < span.end))
        .filter(|(_, m)| span.contains(m.span));
    inside.next().map(|(i, _)| i)
}

/// Makes one entity of those that are the same, and writes down names and roles. What is told first stays.
pub(super) fn apply(
    context: &Context<'_>,
    mentions: &mut [Mention],
    drafts: &mut Vec<Draft>,
    told: &[Told<'_>],
) {
    if told.is_empty() {
        return;
    }
    let mut same = Same((0..drafts.len()).collect());
    let mut names = Names::of(drafts);
    for told in told {
        let entity_of = |span: &Span| {
            let mention = mention_in(mentions, *span)?;
            Some(mentions[mention].entity?.index())
        };
        let mut ids = told.names.iter().filter_map(entity_of);
        let Some(first) = ids.next().map(|id| same.root(id)) else {
            continue;
        };
        for id in ids {
            same.join(drafts, first, id);
        }
        if let Some(named) = told.entity.filter(|n| n.label == drafts[first].label) {
            if let Some(known) = names.find(named) {
                same.join(drafts, first, known);
            }
            drafts[first].name.clone_from(&named.name);
            drafts[first].kb = named.kb.clone().or(drafts[first].kb.take());
            names.add(named, first);
        }
        let role = told.role.map(|span| context.text(span));
        let affiliation = told.affiliation.map(|span| {
            let other = mention_in(mentions, span).and_then(|i| mentions[i].entity);
            match other {
                Some(id) => drafts[same.root(id.index())].name.clone(),
                None => super::one_line(context.text(span)).into_owned(),
            }
        });
        description::write(context, &mut drafts[first], role, affiliation);
    }
    same.renumber(mentions, drafts);
}

/// Entities by their names and identifiers, which is made only where a rule asks.
struct Names(FxHashMap<(Label, String), usize>);

impl Names {
    fn of(drafts: &[Draft]) -> Names {
        let mut names = FxHashMap::default();
        for (id, draft) in drafts.iter().enumerate().rev() {
            names.insert((draft.label, folded(&draft.name)), id);
            let kb = draft.kb.clone().into_iter();
            names.extend(kb.map(|kb| ((draft.label, kb), id)));
        }
        Names(names)
    }

    fn find(&self, named: &NamedEntity) -> Option<usize> {
        let kb = named.kb.clone().map(|kb| (named.label, kb));
        kb.and_then(|kb| self.0.get(&kb))
            .or_else(|| self.0.get(&(named.label, folded(&named.name))))
            .copied()
    }

    fn add(&mut self, named: &NamedEntity, id: usize) {
        self.0.insert((named.label, folded(&named.name)), id);
        let kb = named.kb.clone().into_iter();
        self.0.extend(kb.map(|kb| ((named.label, kb), id)));
    }
}

fn folded(name: &str) -> String {
    let mut folded = String::new();
    names::fold(name, &mut folded);
    folded
}

/// For each entity the one that it is the same as: itself, if it is its own.
struct Same(Vec<usize>);

impl Same {
    fn root(&mut self, mut id: usize) -> usize {
        while self.0[id] != id {
            self.0[id] = self.0[self.0[id]];
            id = self.0[id];
        }
        id
    }

    /// Takes `other` into `kept`, which is no part of another one, if they have one label.
    fn join(&mut self, drafts: &mut [Draft], kept: usize, other: usize) {
        let other = self.root(other);
        if other == kept || drafts[other].label != drafts[kept].label {
            return;
        }
        self.0[other] = kept;
        let taken = drafts[other].clone();
        let draft = &mut drafts[kept];
        if draft.kb.is_none() {
            draft.kb = taken.kb;
            draft.facts = taken.facts;
        }
        draft.role = draft.role.take().or(taken.role);
        draft.affiliation = draft.affiliation.take().or(taken.affiliation);
        draft.gender = draft.gender.or(taken.gender);
    }

    /// Numbers the entities that are left by their first mention.
    fn renumber(mut self, mentions: &mut [Mention], drafts: &mut Vec<Draft>) {
        let mut numbers = vec![None; drafts.len()];
        let mut left: Vec<Draft> = vec![];
        for mention in mentions {
            let Some(id) = mention.entity else { continue };
            let root = self.root(id.index());
            let number = *numbers[root].get_or_insert_with(|| {
                left.push(drafts[root].clone());
                EntityId(left.len() as u32 - 1)
            });
            mention.entity = Some(number);
        }
        *drafts = left;
    }
}
