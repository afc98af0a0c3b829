//! The forms of names while they are gathered, and the tables that they are found with.
//!
//! Forms lie in an image as they came, so that nothing that lies in order has to be read in the order of hashes, which is none. Those of
//! a name that has several are the exception: they must stand together, and are moved behind the others.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;

use super::entry::EntryId;
use super::filter::{Beginning, NewFilter};
use super::first_words::NewFirstWords;
use super::hash::Units;
use super::image::{ENTRY, FLAGS, Form, FormFlags, push_form, read_form, read_varint};
use super::slots::{self, Free, Key, Keys};

/// Where the number of an entry's name stands in its bytes.
const NAME: usize = 0;
/// And where that of its facts does, which its prior begins.
const FACTS: usize = 8;

/// Bits for each beginning of more than one unit.
const BITS: usize = 12;

/// By how many forms a name is found: one that thousands of entries share, such as "First Baptist Church" in a list of places, would
/// take thousands of hits wherever it stands.
pub(super) const MOST_SHARED: usize = 64;

/// Behind a form while it is hashed, so that sixteen bytes can be read of its last word, too.
const PADDING: &str = "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n";

/// Gathers forms.
pub(super) struct NewForms {
    seed: u64,
    first_words: NewFirstWords,
    /// The hashes of beginnings of more than one unit that go on.
    going_on: FxHashSet<u64>,
    /// Names that are one word are few, and asked for most: they have a table of their own, and their forms stand together.
    words: Part,
    phrases: Part,
    /// What is not looked for, and only kept because it is the name as the list has it.
    kept: Vec<u8>,
    /// The most units of a name.
    most_units: usize,
    /// The form that is hashed.
    padded: String,
}

/// Forms that have a table of their own.
#[derive(Default)]
struct Part {
    keys: Keys,
    forms: Vec<u8>,
    /// How many keys are of forms by which nothing is found.
    left_out: usize,
}

/// The sections that names are found with, and what the header says of them.
pub(super) struct Found {
    pub(super) seed: u64,
    pub(super) count: u32,
    pub(super) most_units: u32,
    pub(super) first_words: Vec<u8>,
    pub(super) openings: Vec<u8>,
    pub(super) beginnings: Vec<u8>,
    pub(super) words: Vec<u8>,
    pub(super) phrases: Vec<u8>,
    pub(super) forms: [Vec<u8>; 3],
}

impl Default for NewForms {
    fn default() -> Self {
        NewForms::new(0x5851_f42d_4c95_7f2d)
    }
}

impl NewForms {
    fn new(seed: u64) -> Self {
        NewForms {
            seed,
            first_words: NewFirstWords::default(),
            going_on: FxHashSet::default(),
            words: Part::default(),
            phrases: Part::default(),
            kept: vec![],
            most_units: 0,
            padded: String::new(),
        }
    }

    /// Makes room for so many bytes of so many forms.
    pub(super) fn reserve(&mut self, bytes: usize, forms: usize) {
        // What is not needed is never touched, and costs nothing.
        self.first_words.reserve(forms);
        for part in [&mut self.words, &mut self.phrases] {
            part.forms.reserve(bytes + forms * 6);
            part.keys.reserve(forms);
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.words.forms.len() + self.phrases.forms.len() + self.kept.len()
    }

    /// Adds a form that is not looked for.
    pub(super) fn keep(&mut self, new: Form<'_>) {
        push_form(&mut self.kept, new);
    }

    /// Adds a form that is looked for. `plain` if it is of ASCII, with single spaces.
    pub(super) fn push(&mut self, form: &str, new: Form<'_>, plain: bool) {
        let text = if plain {
            self.padded.clear();
            self.padded.push_str(form);
            self.padded.push_str(PADDING);
            &self.padded
        } else {
            form
        };
        // No word is too long, for the longest is that of a form.
        let mut units = Units::new(text, 0, self.seed, usize::MAX);
        if units.advance().is_none() {
            return self.keep(new);
        }
        let (first, end) = (units.hash, units.at);
        let mut second = None;
        let mut count = 1;
        while units.at < form.len() {
            let before = units.hash;
            if units.advance().is_none() {
                units.hash = before;
                break;
            }
            if count > 1 {
                self.going_on.insert(before);
            }
            second = second.or(Some(units.at));
            count += 1;
        }
        self.first_words.push(first, form, new.flags, end, second);
        self.most_units = self.most_units.max(count);
        let part = match count {
            1 => &mut self.words,
            _ => &mut self.phrases,
        };
        part.keys.push(Key {
            hash: units.hash,
            form: part.forms.len() as u32,
        });
        push_form(&mut part.forms, new);
    }

    /// Makes the sections, and says in the bytes of the entries where their names are. Of the forms of a name that too many entries share those
    /// with the largest priors are found, which `facts` tell.
    pub(super) fn finish(mut self, entries: &mut [u8], facts: &[u8]) -> Found {
        // In large lists most names are phrases, and room for words costs next to nothing.
        let free = match self.words.keys.len() * 4 > self.phrases.keys.len() {
            true => Free::Third,
            false => Free::Half,
        };
        let (words, phrases) = loop {
            let prior = |id| prior(entries, facts, id).unwrap_or_default();
            for part in [&mut self.words, &mut self.phrases] {
                part.arrange(prior, &mut self.kept);
            }
            let words = self.words.table(0, free);
            let phrases = self.phrases.table(self.words.forms.len(), Free::Few);
            match (words, phrases) {
                (Some(words), Some(phrases)) => break (words, phrases),
                // Once in a hundred tries with ten million names.
                _ => self = self.with_another_seed(),
            }
        };
        let beginnings = self.beginnings();
        let (first_words, openings) = self.first_words.build();
        let count = self.words.found() + self.phrases.found();
        let mut forms = [self.words.forms, self.phrases.forms, self.kept];
        let mut from = 0;
        for part in &mut forms {
            place_names(part, from, entries);
            from += part.len();
        }
        Found {
            seed: self.seed,
            count: count as u32,
            most_units: self.most_units as u32,
            first_words,
            openings,
            beginnings,
            words,
            phrases,
            forms,
        }
    }

    /// The same forms with other hashes.
    fn with_another_seed(self) -> Self {
        let seed = self.seed.wrapping_mul(0xd134_2543_de82_ef95);
        let mut new = NewForms::new(seed.wrapping_add(1));
        for part in [self.words.forms, self.phrases.forms] {
            let mut at = 0;
            while let Some((mut form, end)) = read_form(&part, at) {
                form.flags.remove(FormFlags::MORE);
                new.push(form.as_str(), form, false);
                at = end;
            }
        }
        new.kept = self.kept;
        new
    }

    fn beginnings(&self) -> Vec<u8> {
        let phrases = &self.phrases.keys;
        let mut filter = NewFilter::new(phrases.len() + self.going_on.len(), BITS);
        let [ends, goes_on] = [true, false].map(|ends| Beginning {
            ends,
            goes_on: !ends,
        });
        for name in phrases.names() {
            filter.add(name[0].hash, ends);
        }
        for &hash in &self.going_on {
            filter.add(hash, goes_on);
        }
        filter.bytes()
    }
}

impl Part {
    /// The table of the forms, which are [arranged](Part::arrange) and will stand from `from` on; `None` if another seed is needed.
    fn table(&self, from: usize, free: Free) -> Option<Vec<u8>> {
        slots::build(&self.keys, free, from as u32)
    }

    /// How many forms are looked for.
    fn found(&self) -> usize {
        self.keys.len() - self.left_out
    }

    /// Puts the forms of each name together, those by which it is found; the others are only kept.
    fn arrange(&mut self, prior: impl Fn(EntryId) -> u32, kept: &mut Vec<u8>) {
        self.keys.sort();
        self.choose(prior);
        self.gather(kept);
    }

    /// Puts those in front by which a name is found that too many entries share: those with the largest priors, in their order.
    fn choose(&mut self, prior: impl Fn(EntryId) -> u32) {
        let forms = &self.forms;
        for name in self.keys.names_mut() {
            if name.len() <= MOST_SHARED {
                continue;
            }
            name.sort_by_cached_key(|key| {
                let form = read_form(forms, key.form as usize).map(|(form, _)| form);
                let weak = form.is_some_and(|form| form.flags.contains(FormFlags::WEAK));
                (
                    Reverse(form.map_or(0, |form| prior(form.entry))),
                    weak,
                    key.form,
                )
            });
            name[..MOST_SHARED].sort_unstable_by_key(|key| key.form);
        }
    }

    /// Moves the forms of each name that has several behind all others, one after the other, and those that are too many to `kept`.
    fn gather(&mut self, kept: &mut Vec<u8>) {
        let shared = self.keys.names().filter(|name| name.len() > 1);
        let mut moved: Vec<usize> = shared.flatten().map(|key| key.form as usize).collect();
        if moved.is_empty() {
            return;
        }
        moved.sort_unstable();
        let mut gathered = Vec::with_capacity(self.forms.len());
        // For each of these, how many bytes before it and with it are taken away.
        let mut away = Vec::with_capacity(moved.len());
        let mut from = 0;
        for &at in &moved {
            let end = end_of_form(&self.forms, at);
            gathered.extend_from_slice(&self.forms[from..at]);
            away.push(end - gathered.len());
            from = end;
        }
        gathered.extend_from_slice(&self.forms[from..]);
        for name in self.keys.names_mut() {
            if let [key] = name {
                let before = moved.partition_point(|at| *at < key.form as usize);
                key.form -= before.checked_sub(1).map_or(0, |last| away[last] as u32);
                continue;
            }
            let last = name.len().min(MOST_SHARED) - 1;
            for (nth, key) in name.iter_mut().enumerate() {
                let from = key.form as usize;
                let form = &self.forms[from..end_of_form(&self.forms, from)];
                if nth > last {
                    kept.extend_from_slice(form);
                    self.left_out += 1;
                    continue;
                }
                let to = gathered.len();
                gathered.extend_from_slice(form);
                if nth < last {
                    gathered[to + FLAGS] |= FormFlags::MORE.bits();
                }
                key.form = to as u32;
            }
        }
        self.forms = gathered;
    }
}

fn end_of_form(forms: &[u8], at: usize) -> usize {
    read_form(forms, at).map_or(forms.len(), |(_, end)| end)
}

/// The prior of an entry, as the compiler has laid it out.
fn prior(entries: &[u8], facts: &[u8], id: EntryId) -> Option<u32> {
    let at = entries.get(id.index() * ENTRY + FACTS..)?.first_chunk()?;
    read_varint(facts, u32::from_le_bytes(*at) as usize)
}

/// Tells the entries whose names are among these forms where they stand.
fn place_names(forms: &mut [u8], from: usize, entries: &mut [u8]) {
    let mut at = 0;
    while let Some((form, end)) = read_form(forms, at) {
        if form.flags.contains(FormFlags::NAME) {
            let name = form.entry.index() * ENTRY + NAME;
            entries[name..name + 4].copy_from_slice(&((from + at) as u32).to_le_bytes());
            forms[at + FLAGS] &= !FormFlags::NAME.bits();
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_seed_gives_the_same_forms_in_other_places() {
        let mut forms = NewForms::default();
        let names = [
            "Oslo", "New York", "OSLO", "Bergen", "new york", "Ås", "oslo", "York",
        ];
        for (number, name) in (0..).zip(names) {
            let form = Form {
                entry: EntryId(number),
                flags: FormFlags::ANY_CASE | FormFlags::NAME,
                text: name.as_bytes(),
            };
            forms.push(name, form, name.is_ascii());
        }
        let arranged = |forms: &mut NewForms| {
            for part in [&mut forms.words, &mut forms.phrases] {
                part.arrange(|_| 0, &mut vec![]);
            }
            forms.words.table(0, Free::Third)
        };
        let first = arranged(&mut forms);
        let mut forms = forms.with_another_seed();
        assert_ne!(arranged(&mut forms), first);
        let mut entries = vec![0; names.len() * ENTRY];
        let found = forms.finish(&mut entries, &[]);
        let all = found.forms.concat();
        let mut order = vec![];
        let mut at = 0;
        while let Some((form, end)) = read_form(&all, at) {
            let entry = form.entry.index() * ENTRY;
            assert_eq!(entries[entry..entry + 4], (at as u32).to_le_bytes());
            order.push((form.as_str(), form.flags.contains(FormFlags::MORE)));
            at = end;
        }
        assert_eq!(
            order,
            [
                ("Bergen", false),
                ("Ås", false),
                ("York", false),
                ("Oslo", true),
                ("OSLO", true),
                ("oslo", false),
                ("New York", true),
                ("new york", false),
            ]
        );
    }
}
