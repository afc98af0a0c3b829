//! Lays entries out as an [`Image`].

use rustc_hash::FxHashMap;

use super::case::Case;
use super::entry::{Action, Entry, EntryId, NewEntry};
use super::extras::NewExtras;
use super::first_words::NewFirstWords;
use super::fold::{fold, is_name_char};
use super::image::{
    CLASS, Class, Form, FormFlags, Image, Numbers, SECTIONS, push_form, push_varint,
};
use super::nodes::{self, Beginning};
use super::{ListSource, initials};
use crate::BuildError;
use crate::text::chars::{is_mark, is_space, is_word};

/// Bytes of the longest name.
pub(super) const LONGEST_FORM: usize = 4096;

/// Where the number of an entry's name stands in its bytes.
const NAME: usize = 0;

/// How many first words are kept in mind, so that few are laid out twice.
const SEEN: usize = 1 << 14;

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
    /// The key of the last class, which most often is the next one too, and its number.
    last: (Vec<u8>, u32),
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
    nodes: Vec<u8>,
    capacity: u64,
    forms: Vec<u8>,
}

impl Compiler {
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
        let mut space = false;
        for c in form.chars() {
            // A run of white space is one space in the key, so that it may be one here.
            if !(space && is_space(c)) {
                self.text.push(if is_space(c) { ' ' } else { c });
            }
            space = is_space(c);
            if self.text.len() - at > LONGEST_FORM {
                break;
            }
        }
        if found {
            let words = self.text[at..].split(|c| !is_name_char(c));
            self.longest_word = words.map(folded_length).fold(self.longest_word, usize::max);
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

    fn class(&mut self, class: Class<'_>) -> u32 {
        self.key.clear();
        class.key(&mut self.key);
        if self.last.0 != self.key {
            let next = (self.classes.len() / CLASS) as u32;
            let number = match self.class_numbers.get(&self.key[..]) {
                Some(&number) => number,
                None => {
                    class.write(&mut self.classes, &mut self.strings);
                    self.class_numbers.insert(self.key[..].into(), next);
                    next
                }
            };
            self.last = (self.key.clone(), number);
        }
        self.last.1
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
            capacity: layout.capacity,
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
            layout.nodes,
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
        let mut beginnings = Vec::with_capacity(self.forms.len() * 2);
        let mut first_words = NewFirstWords::default();
        // A place for each of many beginnings with the last one that came there: most names begin as another one does.
        let mut seen = vec![None; SEEN];
        for (number, form) in self.forms.iter().enumerate().filter(|(_, form)| form.found) {
            let text = &self.text[form.at..form.at + usize::from(form.len)];
            let before = beginnings.len();
            Beginning::of(
                text,
                number as u32,
                seed,
                self.longest_word,
                &mut beginnings,
            );
            self.most_units = self.most_units.max(beginnings.len() - before);
            if let Some(&first) = beginnings.get(before) {
                first_words.push(first.hash, text, form.flags);
                let seen = &mut seen[first.hash as usize % SEEN];
                if first.form == Beginning::NO_FORM {
                    if *seen == Some(first.hash) {
                        beginnings.swap_remove(before);
                    }
                    *seen = Some(first.hash);
                }
            }
        }
        beginnings.sort_unstable();
        beginnings.dedup();
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
        let (nodes, capacity) = nodes::build(&beginnings, |group| {
            let mut first = 0;
            for (i, beginning) in group.iter().enumerate() {
                let at = write(&forms[beginning.form as usize], i + 1 < group.len());
                if i == 0 {
                    first = at;
                }
            }
            first
        })?;
        for form in forms.iter().filter(|form| !form.found) {
            write(form, false);
        }
        Some(Layout {
            first_words: first_words.build(),
            nodes,
            capacity,
            forms: written,
        })
    }
}

/// What of a form is looked for: from its first letter or digit on, without what folds to nothing at its end.
fn trim(form: &str) -> &str {
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

fn folded_length(word: &str) -> usize {
    if word.is_ascii() {
        word.len()
    } else {
        fold(word).len()
    }
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
