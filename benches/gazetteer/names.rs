//! Dictionaries of any size, the same ones each time.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

const PEOPLE: &str = include_str!("../../data/gazetteer/people.tsv");
const ORGANIZATIONS: &str = include_str!("../../data/gazetteer/organizations.tsv");
const PLACES: &str = include_str!("../../data/gazetteer/places.tsv");
const GIVEN_NAMES: &str = include_str!("../../data/gazetteer/given_names.tsv");
const SURNAMES: &str = include_str!("../../data/gazetteer/surnames.tsv");

/// What all engines shall agree on, which know nothing of what onrecord folds: one kind of apostrophe, hyphen and space, no marks.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '’' | '‘' | 'ʼ' | '′' | '`' | '\u{201b}' => plain.push('\''),
            '\u{2010}'..='\u{2013}' | '\u{2212}' => plain.push('-'),
            '\u{ad}'
            | '\u{200c}'
            | '\u{200d}'
            | '\u{300}'..='\u{36f}'
            | '\u{fe00}'..='\u{fe0f}' => {}
            '\u{200b}' | '\u{feff}' | '\u{2060}' => plain.push(' '),
            c if c.is_whitespace() => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// So many names: those of people, organizations and places in the bundled lists in a mixed order, then surnames, then given names
/// with surnames. No two are the same, for `any_case` not in small letters either.
pub fn names(size: usize, any_case: bool) -> Vec<String> {
    let mut random = Random(size as u64);
    let mut listed: Vec<String> = [PEOPLE, ORGANIZATIONS, PLACES]
        .into_iter()
        .flat_map(all_forms)
        .collect();
    random.shuffle(&mut listed);
    let (given, mut surnames) = (first_column(GIVEN_NAMES), first_column(SURNAMES));
    random.shuffle(&mut surnames);
    let alone = surnames.iter().map(|name| (*name).to_owned());
    let both =
        std::iter::repeat_with(|| format!("{} {}", random.pick(&given), random.pick(&surnames)));
    // Of hashes: millions of strings that were freed would be left to whatever allocates next, which is the build that is timed.
    let (mut seen, hasher) = (HashSet::new(), BuildHasherDefault::<DefaultHasher>::new());
    listed
        .into_iter()
        .chain(alone)
        .chain(both)
        .map(|name| plain(&name))
        .filter(|name| name.starts_with(char::is_alphanumeric))
        .filter(|name| {
            seen.insert(if any_case {
                hasher.hash_one(name.to_uppercase().to_lowercase())
            } else {
                hasher.hash_one(name)
            })
        })
        .take(size)
        .collect()
}

fn rows(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
}

fn first_column(list: &str) -> Vec<&str> {
    rows(list)
        .filter_map(|row| row.split('\t').next())
        .collect()
}

fn all_forms(list: &str) -> Vec<String> {
    let header = list
        .lines()
        .find(|line| !line.starts_with('#'))
        .unwrap_or_default();
    let column = |name| {
        header
            .split('\t')
            .position(|column| column == name)
            .expect("the lists have it")
    };
    let columns = [column("name"), column("aliases")];
    let forms = rows(list).flat_map(|row| {
        let fields: Vec<&str> = row.split('\t').collect();
        columns.map(|i| fields.get(i).copied().unwrap_or_default())
    });
    forms
        .flat_map(|field| field.split('|'))
        .filter(|form| !form.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A generator of numbers that are random enough.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(0x5851_f42d_4c95_7f2d)
            .wrapping_add(0x1405_7b7e_f767_814f);
        ((u128::from(self.0) * end as u128) >> 64) as usize
    }

    fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for i in (1..all.len()).rev() {
            let j = self.below(i + 1);
            all.swap(i, j);
        }
    }
}
