//! An entry as a list has it, and the fields that it is read from.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::Label;
use crate::gazetteer::builder::{ACCENTS, CASES};
use crate::gazetteer::compile::LONGEST_FORM;
use crate::gazetteer::entry::NewEntry;
use crate::gazetteer::extras::{Extras, NewExtras, features};
use crate::gazetteer::{Action, Case, Entry, Flags, Gender, List};
use crate::text::chars::is_word;

/// An entry on its way from a list to the compiler.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub(super) struct Record {
    pub(super) name: String,
    pub(super) label: Option<Label>,
    /// The finer label that a list has: "city", "GPE".
    pub(super) kind: String,
    pub(super) id: String,
    pub(super) aliases: Vec<String>,
    pub(super) case: Option<Case>,
    pub(super) any_accents: Option<bool>,
    pub(super) prior: u32,
    pub(super) gender: Option<Gender>,
    pub(super) country: String,
    pub(super) role: String,
    pub(super) weak_aliases: Vec<String>,
    pub(super) features: Vec<(String, String)>,
    pub(super) languages: Vec<String>,
    pub(super) not_before: Vec<String>,
    pub(super) not_after: Vec<String>,
    pub(super) with: Vec<String>,
    pub(super) without: Vec<String>,
    pub(super) action: Action,
}

impl Record {
    /// Tells records apart, well enough for more than any list has.
    pub(super) fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        Hash::hash(self, &mut hasher);
        hasher.finish()
    }

    /// As the compiler takes it, with what holds for a whole list.
    pub(super) fn entry(&self, case: Case, any_accents: bool) -> NewEntry<'_> {
        NewEntry {
            entry: Entry {
                list: List::User,
                name: &self.name,
                kb: &self.id,
                label: self.label,
                kind: &self.kind,
                flags: Flags::empty(),
                prior: self.prior,
                gender: self.gender,
                country: &self.country,
                role: &self.role,
                extras: Extras::default(),
            },
            aliases: borrow(&self.aliases),
            case: self.case.unwrap_or(case),
            any_accents: self.any_accents.unwrap_or(any_accents),
            any_initials: true,
            extras: NewExtras {
                weak: borrow(&self.weak_aliases),
                features: (self.features.iter())
                    .map(|(key, value)| (key.as_str(), value.as_str()))
                    .collect(),
                languages: borrow(&self.languages),
                not_before: borrow(&self.not_before),
                not_after: borrow(&self.not_after),
                with: borrow(&self.with),
                without: borrow(&self.without),
                action: self.action,
            },
        }
    }

    /// A field that holds several.
    pub(super) fn list(&mut self, field: &str) -> Option<&mut Vec<String>> {
        Some(match field {
            "aliases" => &mut self.aliases,
            "weak_aliases" => &mut self.weak_aliases,
            "languages" => &mut self.languages,
            "not_before" => &mut self.not_before,
            "not_after" => &mut self.not_after,
            "with" => &mut self.with,
            "without" => &mut self.without,
            _ => return None,
        })
    }
}

fn borrow(strings: &[String]) -> Vec<&str> {
    strings.iter().map(String::as_str).collect()
}

/// The columns of our own tables and the keys of our own JSON Lines.
pub(super) const FIELDS: [&str; 19] = [
    "name",
    "label",
    "id",
    "aliases",
    "weak_aliases",
    "kind",
    "case",
    "accents",
    "prior",
    "gender",
    "country",
    "role",
    "features",
    "languages",
    "not_before",
    "not_after",
    "with",
    "without",
    "action",
];

/// Puts in what a field says; not the label, which depends on the call, and not a [list](Record::list).
pub(super) fn set(record: &mut Record, field: &str, value: &str) -> Result<(), String> {
    let value = value.trim();
    match field {
        "name" => record.name = value.to_owned(),
        "id" => record.id = value.to_owned(),
        "kind" => record.kind = value.to_owned(),
        "country" => record.country = value.to_owned(),
        "role" => record.role = value.to_owned(),
        "case" => record.case = one_of(field, value, &CASES)?,
        "accents" => record.any_accents = one_of(field, value, &ACCENTS)?,
        "gender" => record.gender = one_of(field, value, &GENDERS)?,
        "prior" => record.prior = number(field, value)?,
        "action" => record.action = one_of(field, value, &Action::ALL)?.unwrap_or_default(),
        "features" => {
            let all = features(value)?.into_iter();
            (record.features).extend(all.map(|(key, value)| (key.to_owned(), value.to_owned())));
        }
        _ => {
            return Err(format!(
                "unknown key {field:?}; the keys are: {}",
                FIELDS.join(", ")
            ));
        }
    }
    Ok(())
}

const GENDERS: [(&str, Gender); 6] = [
    ("f", Gender::Female),
    ("F", Gender::Female),
    ("female", Gender::Female),
    ("m", Gender::Male),
    ("M", Gender::Male),
    ("male", Gender::Male),
];

/// What a word of a few stands for; nothing for an empty one.
pub(super) fn one_of<T: Copy>(
    field: &str,
    value: &str,
    words: &[(&str, T)],
) -> Result<Option<T>, String> {
    if value.is_empty() {
        return Ok(None);
    }
    match words.iter().find(|(word, _)| *word == value) {
        Some((_, meaning)) => Ok(Some(*meaning)),
        None => {
            let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            Err(format!(
                "{value:?} in {field:?} is not one of {}; write one of them or leave it empty",
                words.join(", ")
            ))
        }
    }
}

/// A whole number. Too large ones count as the largest that fits.
pub(super) fn number(field: &str, value: &str) -> Result<u32, String> {
    match value.parse::<u64>() {
        _ if value.is_empty() => Ok(0),
        Ok(number) => Ok(u32::try_from(number).unwrap_or(u32::MAX)),
        Err(_) => Err(format!(
            "{value:?} in {field:?} is no whole number; write digits only or leave it empty"
        )),
    }
}

/// A gender as some lists write it: nothing where it says neither.
pub(super) fn gender(word: &str) -> Option<Gender> {
    GENDERS.iter().find(|(w, _)| *w == word).map(|&(_, g)| g)
}

/// Why a name cannot be one, and what to do.
pub(super) fn check_name(what: &str, name: &str) -> Result<(), String> {
    if name.trim().is_empty() {
        Err(format!("the {what} is empty; write one or remove it"))
    } else if name.len() > LONGEST_FORM {
        Err(format!(
            "the {what} has {} bytes, and it may have {LONGEST_FORM}; shorten or remove it",
            name.len()
        ))
    } else if !name.contains(is_word) {
        Err(format!(
            "the {what} {name:?} has no letter or digit, so it can never be found; remove it"
        ))
    } else {
        Ok(())
    }
}

/// The label that a word of well-known label sets stands for.
pub(super) fn known_label(word: &str) -> Option<Label> {
    /// The words of OntoNotes, CoNLL, CoreNLP, ANNIE and Wikipedia's NER sets, in small letters.
    const WORDS: [(&str, Label); 30] = [
        ("person", Label::Person),
        ("per", Label::Person),
        ("people", Label::Person),
        ("human", Label::Person),
        ("person_full", Label::Person),
        ("org", Label::Org),
        ("organization", Label::Org),
        ("organisation", Label::Org),
        ("company_name", Label::Org),
        ("place", Label::Place),
        ("loc", Label::Place),
        ("location", Label::Place),
        ("gpe", Label::Place),
        ("fac", Label::Place),
        ("facility", Label::Place),
        ("city", Label::Place),
        ("country", Label::Place),
        ("region", Label::Place),
        ("province", Label::Place),
        ("state_or_province", Label::Place),
        ("norp", Label::Norp),
        ("nationality", Label::Norp),
        ("religion", Label::Norp),
        ("ideology", Label::Norp),
        ("demonym", Label::Norp),
        ("role", Label::Role),
        ("title", Label::Role),
        ("jobtitle", Label::Role),
        ("job_title", Label::Role),
        ("profession", Label::Role),
    ];
    let word = word.trim().to_lowercase();
    WORDS.iter().find(|(w, _)| *w == word).map(|&(_, l)| l)
}
