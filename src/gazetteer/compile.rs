//! Lays entries out as an [`Image`].

use rustc_hash::FxHashMap;

use super::case::Case;
use super::entry::{Action, Entry, EntryId, NewEntry};
use super::extras::NewExtras;
use super::fold::{fold, is_name_char};
use super::forms::NewForms;
use super::image::{CLASS, Class, ENTRY, Form, FormFlags, Image, Numbers, push_varint};
use super::{ListSource, initials};
use crate::BuildError;
use crate::text::chars::{is_mark, is_space, is_word};

/// Bytes of the longest name.
pub(super) const LONGEST_FORM: usize = 4096;

/// Entries while they are compiled. They are laid out as they come, so that little is kept twice.
#[derive(Default)]
pub(super) struct Compiler {
    forms: NewForms,
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
    /// A form whose white space is made single spaces.
    spaced: String,
    /// Whether there are weak forms or extras.
    extras: bool,
    /// The entries with actions.
    acting: Vec<EntryId>,
}

impl Compiler {
    /// Makes room for so many bytes of names and so many entries: to grow step by step would copy the first ones again and again.
    pub(super) fn reserve(&mut self, bytes: usize, entries: usize) {
        self.forms.reserve(bytes, entries);
        self.entries.reserve(entries * ENTRY);
    }

    pub(super) fn push(&mut self, new: &NewEntry<'_>) {
        let id = EntryId((self.entries.len() / ENTRY) as u32);
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
        let mut flags = flags;
        flags.set(FormFlags::NAME, name);
        let plain = longest_plain_word(form).filter(|_| form.len() <= LONGEST_FORM);
        let (form, longest) = match plain {
            Some(longest) => (form, longest),
            None => {
                space(form, &mut self.spaced);
                let words = self.spaced.split(|c| !is_name_char(c));
                let longest = words.map(|word| fold(word).len()).max();
                (&self.spaced[..], longest.unwrap_or_default())
            }
        };
        let text = form.as_bytes();
        let new = Form { entry, flags, text };
        if found {
            self.longest_word = self.longest_word.max(longest);
            self.forms.push(form, new, plain.is_some());
        } else {
            self.forms.keep(new);
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
        if self.forms.bytes() > most || self.facts.len() > most || self.strings.len() > most {
            return Err(BuildError::too_large());
        }
        let found = self.forms.finish(&mut self.entries, &self.facts);
        let numbers = Numbers {
            seed: found.seed,
            longest_word: self.longest_word as u32,
            most_units: found.most_units,
            entries: (self.entries.len() / ENTRY) as u32,
            forms: found.count,
            extras: self.extras,
        };
        if self.extras {
            let acting = self.acting.iter().map(|id| id.0);
            for number in acting.chain([self.acting.len() as u32]) {
                self.facts.extend_from_slice(&number.to_le_bytes());
            }
        }
        let forms = found.forms.each_ref().map(|part| &part[..]);
        let sources = serde_json::to_vec(sources).unwrap_or_default();
        Ok(Image::write(
            numbers,
            [
                &[&found.first_words],
                &[&found.openings],
                &[&found.beginnings],
                &[&found.words],
                &[&found.phrases],
                &forms,
                &[&self.entries],
                &[&self.facts],
                &[&self.classes],
                &[&self.strings],
                &[&sources],
            ],
        ))
    }
}

/// Makes a run of white space one space, as it is in the key, so that it may be one in the text.
fn space(form: &str, spaced: &mut String) {
    spaced.clear();
    let mut space = false;
    for c in form.chars() {
        if !(space && is_space(c)) {
            spaced.push(if is_space(c) { ' ' } else { c });
        }
        space = is_space(c);
        if spaced.len() > LONGEST_FORM {
            break;
        }
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
