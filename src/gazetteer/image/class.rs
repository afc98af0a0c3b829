//! What many entries have in common, stored once.

use super::{CLASS, Image, Section, text};
use crate::Label;
use crate::gazetteer::entry::{Brief, Entry, Flags, Gender, List};

/// What many entries share.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::gazetteer) struct Class<'g> {
    pub(in crate::gazetteer) list: List,
    pub(in crate::gazetteer) label: Option<Label>,
    pub(in crate::gazetteer) flags: Flags,
    pub(in crate::gazetteer) gender: Option<Gender>,
    /// Whether extras stand behind the facts of its entries.
    pub(in crate::gazetteer) extras: bool,
    pub(in crate::gazetteer) kind: &'g str,
    pub(in crate::gazetteer) country: &'g str,
    pub(in crate::gazetteer) role: &'g str,
}

/// Stands beside the flags of a class.
const EXTRAS: u8 = 1 << 7;

impl Default for Class<'_> {
    fn default() -> Self {
        Class {
            list: List::User,
            label: None,
            flags: Flags::empty(),
            gender: None,
            extras: false,
            kind: "",
            country: "",
            role: "",
        }
    }
}

const GENDERS: [Gender; 2] = [Gender::Female, Gender::Male];

/// A number from 1, or 0 for none.
fn number<T: PartialEq>(all: &[T], one: &T) -> u8 {
    all.iter()
        .position(|other| other == one)
        .map_or(0, |i| i as u8 + 1)
}

pub(super) fn of_number<T: Copy>(all: &[T], number: u8) -> Option<T> {
    all.get(usize::from(number).checked_sub(1)?).copied()
}

impl<'g> Class<'g> {
    pub(in crate::gazetteer) fn of(entry: &Entry<'g>, extras: bool) -> Self {
        Class {
            extras,
            list: entry.list,
            label: entry.label,
            flags: entry.flags,
            gender: entry.gender,
            kind: entry.kind,
            country: entry.country,
            role: entry.role,
        }
    }

    /// What tells it from all others.
    pub(in crate::gazetteer) fn key(&self, key: &mut Vec<u8>) {
        key.extend_from_slice(&self.bytes());
        for string in [self.kind, self.country, self.role] {
            key.extend_from_slice(&(string.len() as u32).to_le_bytes());
            key.extend_from_slice(string.as_bytes());
        }
    }

    /// What tells it from all others that have no strings; `None` if it has some.
    pub(in crate::gazetteer) fn plain(&self) -> Option<[u8; 4]> {
        let none = self.kind.is_empty() && self.country.is_empty() && self.role.is_empty();
        none.then(|| self.bytes())
    }

    fn bytes(&self) -> [u8; 4] {
        [
            number(&List::ALL, &self.list),
            self.label.map_or(0, |label| number(&Label::ALL, &label)),
            self.flags.bits() | if self.extras { EXTRAS } else { 0 },
            self.gender.map_or(0, |gender| number(&GENDERS, &gender)),
        ]
    }

    /// Its bytes, with its strings added to those that there are.
    pub(in crate::gazetteer) fn write(&self, classes: &mut Vec<u8>, strings: &mut Vec<u8>) {
        classes.extend_from_slice(&self.bytes());
        for string in [self.kind, self.country, self.role] {
            classes.extend_from_slice(&(strings.len() as u32).to_le_bytes());
            classes.extend_from_slice(&(string.len() as u32).to_le_bytes());
            strings.extend_from_slice(string.as_bytes());
        }
    }

    /// What can be read of it without its other strings.
    #[inline]
    pub(super) fn brief(image: &'g Image, number: u32) -> Brief<'g> {
        let read = || {
            let mut read = image.reader(Section::Classes, (number as usize).checked_mul(CLASS)?);
            let &[list, label, flags, gender] = read.array()?;
            let (at, len) = (read.u32()?, read.u32()?);
            let mut strings = image.reader(Section::Strings, at as usize);
            Some(Brief {
                list: of_number(&List::ALL, list)?,
                label: of_number(&Label::ALL, label),
                flags: Flags::from_bits_truncate(flags),
                gender: of_number(&GENDERS, gender),
                kind: strings.take(len as usize)?,
            })
        };
        read().unwrap_or(Brief {
            list: List::User,
            label: None,
            flags: Flags::empty(),
            gender: None,
            kind: b"",
        })
    }

    pub(super) fn read(image: &'g Image, number: u32) -> Option<Self> {
        let mut read = image.reader(Section::Classes, (number as usize).checked_mul(CLASS)?);
        let &[list, label, flags, gender] = read.array()?;
        let mut string = || {
            let (at, len) = (read.u32()?, read.u32()?);
            let mut strings = image.reader(Section::Strings, at as usize);
            strings.take(len as usize).map(text)
        };
        Some(Class {
            list: of_number(&List::ALL, list)?,
            label: of_number(&Label::ALL, label),
            flags: Flags::from_bits_truncate(flags),
            extras: flags & EXTRAS != 0,
            gender: of_number(&GENDERS, gender),
            kind: string()?,
            country: string()?,
            role: string()?,
        })
    }
}
