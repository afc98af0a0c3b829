//! Lays entries out as an [`Image`].

use onrecord_simd::prefetch;
use rustc_hash::{FxHashMap, FxHashSet};

use super::case::Case;
use super::entry::{Action, Entry, EntryId, NewEntry};
use super::extras::NewExtras;
use super::filter::{Beginning, NewFilter};
use super::first_words::NewFirstWords;
use super::fold::{fold, is_name_char};
use super::hash::Units;
use super::image::{
    CLASS, Class, Form, FormFlags, Image, Numbers, SECTIONS, push_form, push_varint,
};
use super::slots::{self, Free, Key};
use super::{ListSource, initials};
use crate::BuildError;
use crate::text::chars::{is_mark, is_space, is_word};

/// Bytes of the longest name.
pub(super) const LONGEST_FORM: usize = 4096;

/// How many forms before it is written the bytes of a form are asked for.
const AHEAD: usize = 16;

/// Where the number of an entry's name stands in its bytes.
const NAME: usize = 0;

/// Entries while they are compiled. They are laid out as they come, so that little is kept twice.
#[derive(Default)]
pub(super) struct Compiler {
    /// The text of all forms.
    text: String,
    forms: Vec<NewForm>,
    entries: Vec<u8>,
    facts: Vec<u8>,
    classes: Vec<u8>,
    strings: Vec<u8>,
    class_numbers: FxHashMap<Box<[u8]>, u32>,
    /// The last class, if it has no strings, and its number: most often it is the next one too.
    last: (Option<[u8; 4]>, u32),
    /// The key of the class that is looked for.
    key: Vec<u8>,
    /// The longest word, folded.
    longest_word: usize,
    /// The most units of a name.
    most_units: usize,
    /// Whether there are weak forms or extras.
    extras: bool,
    /// The entries with actions.
    acting: Vec<EntryId>,
}

/// A form whose text lies in [`Compiler::text`].
struct NewForm {
    at: usize,
    len: u16,
    flags: FormFlags,
    entry: EntryId,
    /// Whether it is the entry's name.
    name: bool,
    /// Whether it is looked for, and not only kept because it is the name as the list has it.
    found: bool,
}

/// The sections that names are found with.
struct Layout {
    first_words: Vec<u8>,
    openings: Vec<u8>,
    beginnings: Vec<u8>,
    words: Vec<u8>,
    phrases: Vec<u8>,
    forms: Vec<u8>,
}

impl Compiler {
    /// Makes room for so many bytes of names and so many entries: to grow step by step would copy the first ones again and again.
    pub(super) fn reserve(&mut self, bytes: usize, entries: usize) {
        self.text.reserve(bytes);
        self.forms.reserve(entries);
        self.entries.reserve(entries * super::image::ENTRY);
    }

    pub(super) fn push(&mut self, new: &NewEntry<'_>) {
        let id = EntryId((self.entries.len() / super::image::ENTRY) as u32);
        let (entry, extras) = (&new.entry, &new.extras);
        let class = self.class(Class::of(entry, !extras.is_empty()));
        self.entries.extend_from_slice(&[0; 4]);
        self.entries.extend_from_slice(&class.to_le_bytes());
        let facts = self.facts(entry, extras);
        self.entries.extend_from_slice(&facts.to_le_bytes());
        self.extras |= !extras.weak.is_empty() || !extras.is_empty();
        if extras.action != Action::Add {
            self.acting.push(id);
        }
        let removes = extras.action == Action::Remove;
        let mut flags = FormFlags::empty();
        flags.set(FormFlags::ANY_ACCENTS, new.any_accents);
        flags.set(FormFlags::CONDITIONAL, extras.conditional());
        let strong = std::iter::once(&entry.name).chain(&new.aliases);
        let weak = extras.weak.iter().map(|form| (form, FormFlags::WEAK));
        let forms = strong.map(|form| (form, FormFlags::empty())).chain(weak);
        for (nth, (form, weak)) in forms.enumerate() {
            let trimmed = trim(form);
            let as_written = trimmed.len() == form.len();
            if nth == 0 && (!as_written || removes) {
                self.push_form(form, id, FormFlags::empty(), true, false);
            }
            if trimmed.is_empty() || removes {
                continue;
            }
            let flags = flags | weak;
            let case = new.case.flags(trimmed);
            self.push_form(trimmed, id, case | flags, nth == 0 && as_written, true);
            if new.any_initials {
                for form in initials::variants(trimmed) {
                    // "U.S." in any case is not "us".
                    let case = match new.case {
                        Case::Any if !form.contains('.') => Case::Smart,
                        case => case,
                    };
                    self.push_form(&form, id, case.flags(&form) | flags, false, true);
                }
            }
        }
    }

    /// Where an entry's facts stand. Many have none: these share the first.
    fn facts(&mut self, entry: &Entry<'_>, extras: &NewExtras<'_>) -> u32 {
        let none = entry.prior == 0 && entry.kb.is_empty() && extras.is_empty();
        if none && !self.facts.is_empty() {
            return 0;
        }
        if !none && self.facts.is_empty() {
            self.facts.extend_from_slice(&[0, 0]);
        }
        let at = self.facts.len() as u32;
        push_varint(&mut self.facts, entry.prior);
        push_varint(&mut self.facts, entry.kb.len() as u32);
        self.facts.extend_from_slice(entry.kb.as_bytes());
        if !extras.is_empty() {
            extras.write(&mut self.facts);
        }
        at
    }

    fn push_form(&mut self, form: &str, entry: EntryId, flags: FormFlags, name: bool, found: bool) {
        let at = self.text.len();
        let longest = match longest_plain_word(form) {
            Some(longest) if form.len() <= LONGEST_FORM => {
                self.text.push_str(form);
                longest
            }
            _ => {
                self.push_spaced(form);
                let words = self.text[at..].split(|c| !is_name_char(c));
                words.map(|word| fold(word).len()).max().unwrap_or_default()
            }
        };
        if found {
            self.longest_word = self.longest_word.max(longest);
        }
        self.forms.push(NewForm {
            at,
            len: (self.text.len() - at) as u16,
            flags,
            entry,
            name,
            found,
        });
    }

    /// Adds the text of a form. A run of white space is one space in the key, so that it may be one here.
    fn push_spaced(&mut self, form: &str) {
        let at = self.text.len();
        let mut space = false;
        for c in form.chars() {
            if !(space && is_space(c)) {
                self.text.push(if is_space(c) { ' ' } else { c });
            }
            space = is_space(c);
            if self.text.len() - at > LONGEST_FORM {
                break;
            }
        }
    }

    fn class(&mut self, class: Class<'_>) -> u32 {
        let plain = class.plain();
        if plain.is_some() && plain == self.last.0 {
            return self.last.1;
        }
        self.key.clear();
        class.key(&mut self.key);
        let next = (self.classes.len() / CLASS) as u32;
        let number = match self.class_numbers.get(&self.key[..]) {
            Some(&number) => number,
            None => {
                class.write(&mut self.classes, &mut self.strings);
                self.class_numbers.insert(self.key[..].into(), next);
                next
            }
        };
        self.last = (plain, number);
        number
    }

    /// The bytes of the image.
    ///
    /// # Errors
    ///
    /// If the names are too many or too long for offsets of 32 bits.
    pub(super) fn finish(mut self, sources: &[ListSource]) -> Result<Vec<u8>, BuildError> {
        let most = u32::MAX as usize;
        if self.text.len() + self.forms.len() * 8 > most
            || self.facts.len() > most
            || self.strings.len() > most
        {
            return Err(BuildError::too_large());
        }
        // Another seed is needed once in a hundred tries with ten million names.
        let mut seed = 0x5851_f42d_4c95_7f2d_u64;
        let layout = loop {
            if let Some(layout) = self.lay_out(seed) {
                break layout;
            }
            seed = seed.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(1);
        };
        let numbers = Numbers {
            seed,
            longest_word: self.longest_word as u32,
            most_units: self.most_units as u32,
            entries: (self.entries.len() / super::image::ENTRY) as u32,
            forms: self.forms.iter().filter(|form| form.found).count() as u32,
            extras: self.extras,
        };
        if self.extras {
            let acting = self.acting.iter().map(|id| id.0);
            for number in acting.chain([self.acting.len() as u32]) {
                self.facts.extend_from_slice(&number.to_le_bytes());
            }
        }
        let sections: [Vec<u8>; SECTIONS] = [
            layout.first_words,
            layout.openings,
            layout.beginnings,
            layout.words,
            layout.phrases,
            layout.forms,
            self.entries,
            self.facts,
            self.classes,
            self.strings,
            serde_json::to_vec(sources).unwrap_or_default(),
        ];
        Ok(Image::write(numbers, sections))
    }

    /// Everything that depends on the seed; `None` if another one is needed.
    fn lay_out(&mut self, seed: u64) -> Option<Layout> {
        let mut keys = Keys::default();
        // What is not needed is never touched, and costs nothing.
        keys.words.reserve(self.forms.len());
        keys.phrases.reserve(self.forms.len());
        for (number, form) in self.forms.iter().enumerate().filter(|(_, form)| form.found) {
            let text = &self.text[form.at..form.at + usize::from(form.len)];
            let units = keys.push(text, number as u32, form.flags, seed, self.longest_word);
            self.most_units = self.most_units.max(units);
        }
        keys.words.sort_unstable();
        keys.phrases.sort_unstable();
        let mut written = Vec::with_capacity(self.text.len() + self.forms.len() * 6);
        let (text, forms, entries) = (&self.text, &self.forms, &mut self.entries);
        let mut write = |form: &NewForm, more: bool| {
            let at = written.len() as u32;
            if form.name {
                let name = form.entry.index() * super::image::ENTRY + NAME;
                entries[name..name + 4].copy_from_slice(&at.to_le_bytes());
            }
            let mut flags = form.flags;
            flags.set(FormFlags::MORE, more);
            let text = &text.as_bytes()[form.at..form.at + usize::from(form.len)];
            push_form(
                &mut written,
                Form {
                    entry: form.entry,
                    flags,
                    text,
                },
            );
            at
        };
        let mut write_all = |all: &[Key], free| {
            let mut done = 0;
            slots::build(all, free, |keys| {
                let mut first = 0;
                for (i, key) in keys.iter().enumerate() {
                    // The order of hashes is none in memory.
                    if let Some(key) = all.get(done + 2 * AHEAD) {
                        prefetch(&forms[key.form as usize]);
                    }
                    if let Some(key) = all.get(done + AHEAD) {
                        text.as_bytes()
                            .get(forms[key.form as usize].at)
                            .map(prefetch);
                    }
                    done += 1;
                    let at = write(&forms[key.form as usize], i + 1 < keys.len());
                    if i == 0 {
                        first = at;
                    }
                }
                first
            })
        };
        // Names of one word are few, and asked for most.
        let words = write_all(&keys.words, Free::Third)?;
        let phrases = write_all(&keys.phrases, Free::Few)?;
        for form in forms.iter().filter(|form| !form.found) {
            write(form, false);
        }
        let beginnings = keys.beginnings();
        let (first_words, openings) = keys.first_words.build();
        Some(Layout {
            first_words,
            openings,
            beginnings,
            words,
            phrases,
            forms: written,
        })
    }
}

/// What the sections that names are found with are made of.
#[derive(Default)]
struct Keys {
    first_words: NewFirstWords,
    words: Vec<Key>,
    phrases: Vec<Key>,
    /// The hashes of beginnings of more than one unit that go on.
    going_on: FxHashSet<u64>,
}

/// Bits for each beginning of more than one unit.
const BITS: usize = 12;

impl Keys {
    /// Adds a form with this number, and gives the number of its units.
    fn push(
        &mut self,
        form: &str,
        number: u32,
        flags: FormFlags,
        seed: u64,
        longest: usize,
    ) -> usize {
        let mut units = Units::new(form, 0, seed, longest);
        if units.advance().is_none() {
            return 0;
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
        self.first_words.push(first, form, flags, end, second);
        let keys = if count == 1 {
            &mut self.words
        } else {
            &mut self.phrases
        };
        keys.push(Key {
            hash: units.hash,
            form: number,
        });
        count
    }

    fn beginnings(&self) -> Vec<u8> {
        let mut filter = NewFilter::new(self.phrases.len() + self.going_on.len(), BITS);
        for key in &self.phrases {
            filter.add(
                key.hash,
                Beginning {
                    ends: true,
                    goes_on: false,
                },
            );
        }
        for &hash in &self.going_on {
            filter.add(
                hash,
                Beginning {
                    ends: false,
                    goes_on: true,
                },
            );
        }
        filter.bytes()
    }
}

/// What of a form is looked for: from its first letter or digit on, without what folds to nothing at its end.
fn trim(form: &str) -> &str {
    if let [first, .., last] = form.as_bytes()
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return form;
    }
    let mut form = form.trim_start_matches(|c| !is_name_char(c) || is_mark(c));
    loop {
        let bare = form.trim_end_matches(is_space);
        let without_marks = bare.trim_end_matches(is_mark);
        if without_marks.len() == bare.len() || without_marks.ends_with(is_word) {
            return bare;
        }
        form = without_marks;
    }
}

/// The bytes of the longest word of a form that is of ASCII, with single spaces, as most are; `None` for others.
fn longest_plain_word(form: &str) -> Option<usize> {
    let (mut longest, mut word, mut before) = (0, 0, b' ');
    for b in form.bytes() {
        if !(b.is_ascii_graphic() || b == b' ' && before != b' ') {
            return None;
        }
        word = if b.is_ascii_alphanumeric() {
            word + 1
        } else {
            0
        };
        longest = longest.max(word);
        before = b;
    }
    Some(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_what_can_not_begin_or_end_a_name() {
        for (form, expected) in [
            (" ’s-Hertogenbosch ", "s-Hertogenbosch"),
            ("Yahoo! ", "Yahoo!"),
            ("Ay\u{301}", "Ay\u{301}"),
            ("New \u{301}\u{ad} ", "New"),
            ("\u{301} New", "New"),
            ("!?", ""),
        ] {
            assert_eq!(trim(form), expected);
        }
    }
}
