//! Rules of the kind `entity`: mentions that name one entity, the entity that a rule names, roles and affiliations.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use super::checker::Checker;
use super::index::Firing;
use super::marks::Group;
use super::pattern::Role;
use super::rule::Action;
use super::{RuleIndex, file};
use crate::entities::{NamedEntity, Told, mention_in, one_line};
use crate::{Document, Label, Mention, Span};

/// The entity that a row names; none where its pattern has the name. An error is told, and then there is nothing.
pub(super) fn named(
    check: &mut Checker<'_>,
    row: &file::Row,
    label: Option<Label>,
    captured: &[(Role, Range<usize>)],
    parsed: bool,
) -> Option<Option<Arc<NamedEntity>>> {
    let has = |role| captured.iter().any(|&(other, _)| other == role);
    let Some(name) = &row.name else {
        let keys = row.kb.as_ref().map(|key| ("kb", key.span()));
        let label = row.label.as_ref().map(|key| ("label", key.span()));
        for (key, at) in keys.into_iter().chain(label) {
            let message = format!("an entity without a name has no {key}");
            let remedy =
                "add name = \"...\", or remove it: it is that of the mention in {name:...}";
            check.error("R0041", at, message, remedy);
        }
        if parsed && !has(Role::Name) {
            let message = "the rule does not say which entity it is about";
            let remedy =
                "put {name:...} around its mention, or add name = \"...\" and label = \"...\"";
            check.error("R0014", row.pattern.span(), message, remedy);
        } else if parsed && captured.iter().all(|(role, _)| *role == Role::Name) {
            let message = "the rule does not say anything of the entity";
            let remedy =
                "put {alias:...}, {role:...} or {affiliation:...} around a part of the pattern";
            check.error("R0014", row.pattern.span(), message, remedy);
        }
        return Some(None);
    };
    let Some(label) = label else {
        let remedy = "add label = \"PERSON\" (or ORG, PLACE, NORP)";
        check.error("R0014", name.span(), "a named entity needs a label", remedy);
        return None;
    };
    let kb = row.kb.as_ref();
    for key in kb.into_iter().chain([name]) {
        if key.as_ref().trim().is_empty() {
            check.error(
                "R0014",
                key.span(),
                "this is empty",
                "write it, or remove the key",
            );
        }
    }
    Some(Some(Arc::new(NamedEntity {
        name: name.as_ref().clone(),
        label,
        kb: kb.map(|kb| kb.as_ref().clone()),
    })))
}

/// Tells of what only rules on entities have.
pub(super) fn foreign(check: &mut Checker<'_>, row: &file::Row) {
    let name = row.name.as_ref().map(|key| ("name", key.span()));
    let kb = row.kb.as_ref().map(|key| ("kb", key.span()));
    for (key, at) in name.into_iter().chain(kb) {
        let message = format!("only a rule on entities has a {key}");
        check.error(
            "R0041",
            at,
            message,
            "remove it, or write kind = \"entity\"",
        );
    }
}

impl Firing {
    /// What a match of a rule on entities has captured; the alias is all of it, if no part is named.
    pub fn of_entity(&self) -> Group {
        let names = [Role::Name, Role::Alias];
        let mut group = self.captures.clone();
        if !group.iter().any(|(role, _)| names.contains(role)) {
            group.push((Role::Alias, self.whole));
            group.sort_by_key(|&(role, span)| (span.start, span.end, role));
        }
        group
    }
}

fn of_role(group: &Group, wanted: Role) -> impl Iterator<Item = Span> {
    let found = group.iter().filter(move |(role, _)| *role == wanted);
    found.map(|&(_, span)| span)
}

/// The spans of the names in a match, first that by which the entity goes.
fn names(group: &Group) -> Vec<Span> {
    of_role(group, Role::Name)
        .chain(of_role(group, Role::Alias))
        .collect()
}

impl RuleIndex {
    /// The aliases that rules on entities find where there is no such mention, with the labels that they have then.
    pub(super) fn aliases(
        &self,
        firings: &[Firing],
        mentions: &[Mention],
    ) -> Vec<(u32, Span, Label)> {
        let mut found = vec![];
        for firing in firings {
            let Action::Entity(named) = &self.rules[firing.rule as usize].action else {
                continue;
            };
            let group = firing.of_entity();
            let own = || {
                let name = of_role(&group, Role::Name).next()?;
                Some(mentions[mention_in(mentions, name)?].label)
            };
            let Some(label) = named.as_ref().map(|named| named.label).or_else(own) else {
                continue;
            };
            for span in of_role(&group, Role::Alias) {
                let there = mention_in(mentions, span).map(|i| &mentions[i]);
                if !there.is_some_and(|m| m.span == span && m.label == label) {
                    found.push((firing.rule, span, label));
                }
            }
        }
        found
    }

    /// What the matches of rules on entities tell, what counts most first.
    pub(crate) fn told(&self, firings: &[Firing]) -> Vec<Told<'_>> {
        let mut told = vec![];
        for firing in firings {
            let rule = &self.rules[firing.rule as usize];
            let Action::Entity(named) = &rule.action else {
                continue;
            };
            let group = firing.of_entity();
            told.push((
                Reverse(rule.priority),
                Told {
                    names: names(&group),
                    entity: named.as_deref(),
                    role: of_role(&group, Role::Position).next(),
                    affiliation: of_role(&group, Role::Affiliation).next(),
                },
            ));
        }
        told.sort_by_key(|(priority, _)| *priority);
        told.into_iter().map(|(_, told)| told).collect()
    }
}

/// Whether a document says what a match, or the marks of a test, say of an entity.
pub(super) fn holds(named: Option<&NamedEntity>, group: &Group, document: &Document<'_>) -> bool {
    let entity_of = |span| document.mentions[mention_in(&document.mentions, span)?].entity;
    let ids: Option<Vec<_>> = names(group).into_iter().map(entity_of).collect();
    let Some((&id, others)) = ids.as_ref().and_then(|ids| ids.split_first()) else {
        return false;
    };
    let entity = document.entity(id);
    let is_named = |named: &NamedEntity| {
        named.name == entity.name && (named.kb.is_none() || named.kb == entity.kb)
    };
    let text = |span| one_line(&document.text[span]);
    let role = of_role(group, Role::Position).next();
    let affiliation = of_role(group, Role::Affiliation).next().map(|span| {
        let other = entity_of(span).map(|id| document.entity(id).name.as_str().into());
        other.unwrap_or_else(|| text(span))
    });
    others.iter().all(|&other| other == id)
        && named.is_none_or(is_named)
        && role.is_none_or(|span| entity.role.as_deref() == Some(&*text(span)))
        && affiliation.is_none_or(|name| entity.affiliation.as_deref() == Some(&*name))
}
