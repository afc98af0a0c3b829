//! A gazetteer as it lies in a file and, byte for byte, in memory.
//!
//! Opening one reads the header only. All numbers are little-endian; nothing needs to be aligned. Every reader here checks
//! its bounds and gives nothing where the bytes make no sense, so that a damaged or hostile file that passes [`Image::open`] can
//! lead to wrong names, never to a panic.
//!
//! | section | what it holds |
//! |---|---|
//! | `FirstWords` | the [filter](super::filter) of the first words of names |
//! | `Openings` | the set of the [openings](super::first_words) of first words, if it would stop many words |
//! | `Beginnings` | the filter of the beginnings of names that have more than a word |
//! | `Words` | the [flat table](super::slots) of names that are one word |
//! | `Phrases` | that of all others |
//! | `Forms` | the forms of each name, one after the other: entry (4 bytes), [flags](FormFlags) (1), length (1, or 255 and 2), text |
//! | `Entries` | twelve bytes for each entry: where its name's form, its class and its facts are |
//! | `Facts` | prior, length of the identifier, identifier; if the class says so, length of the [extras](super::extras), extras |
//! | `Classes` | what many entries share: list, label, flags, gender (a byte each), kind, country, role (a string each) |
//! | `Strings` | the strings of the classes |
//! | `About` | JSON: sources with their hashes and licences |

mod class;
mod read;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use bitflags::bitflags;
use onrecord_simd::prefetch;

use super::entry::{Brief, Entry, EntryId, List};
use super::extras::Extras;
use super::{ListSource, Sizes, fold, hash};
use crate::LoadError;
pub(super) use class::Class;
use class::of_number;
use read::Reader;
pub(super) use read::{FLAGS, push_form, push_varint, read_form, read_varint};

/// Not text, and damaged by whatever rewrites line breaks.
const MAGIC: [u8; 8] = *b"\x89GAZ\r\n\x1a\n";

/// Goes up with every change of the layout.
const FORMAT: u32 = 7;

/// The format of files with weak forms or [extras](super::extras), which readers of the other one would not heed. At the end of
/// `Facts` these have the numbers of the entries with actions, four bytes each, and how many there are.
const FORMAT_WITH_EXTRAS: u32 = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    FirstWords,
    Openings,
    Beginnings,
    Words,
    Phrases,
    Forms,
    Entries,
    Facts,
    Classes,
    Strings,
    About,
}

impl Section {
    /// Those that names are found with.
    const TABLE: [Section; 5] = [
        Section::FirstWords,
        Section::Openings,
        Section::Beginnings,
        Section::Words,
        Section::Phrases,
    ];
}

pub(super) const SECTIONS: usize = 11;

/// Sections begin at multiples of this, so that what is read together lies in one line of a processor's cache.
const ALIGNMENT: usize = 64;

/// The bytes of an entry in [`Section::Entries`].
pub(super) const ENTRY: usize = 12;

/// The bytes of a class in [`Section::Classes`].
pub(super) const CLASS: usize = 28;

bitflags! {
    /// How a form is found.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(super) struct FormFlags: u8 {
        /// In capitals, too.
        const CAPS = 1;
        /// In any case.
        const ANY_CASE = 1 << 1;
        /// With and without accents.
        const ANY_ACCENTS = 1 << 2;
        /// The next form belongs to the same key.
        const MORE = 1 << 3;
        /// Counts only where another form of the entry stands in the text.
        const WEAK = 1 << 4;
        /// The entry is found in some places only.
        const CONDITIONAL = 1 << 5;
        /// It is the name of its entry. Only while an image is made.
        const NAME = 1 << 6;
    }
}

/// A way to write an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form<'g> {
    pub(super) entry: EntryId,
    pub(super) flags: FormFlags,
    pub(super) text: &'g [u8],
}

impl<'g> Form<'g> {
    pub(super) fn as_str(self) -> &'g str {
        text(self.text)
    }
}

/// What the header says besides where the sections are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Numbers {
    pub(super) seed: u64,
    /// The bytes of the longest word, folded.
    pub(super) longest_word: u32,
    /// The most units of a name.
    pub(super) most_units: u32,
    pub(super) entries: u32,
    pub(super) forms: u32,
    /// Whether there are weak forms or extras.
    pub(super) extras: bool,
}

pub(super) const HEADER: usize = 8 + 4 + 4 + 8 + 4 + 4 + 4 + 4 + 8 + 8 + SECTIONS * 16 + 8;

/// Whatever owns the bytes: a vector, a mapped file, the program itself.
type Owner = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A compiled gazetteer. Cheap to clone.
#[derive(Clone)]
pub(super) struct Image {
    owner: Owner,
    numbers: Numbers,
    checksum: u64,
    sections: [(usize, usize); SECTIONS],
}

impl Image {
    /// Whether bytes begin as a compiled gazetteer does.
    pub(super) fn is_one(bytes: &[u8]) -> bool {
        bytes.starts_with(&MAGIC)
    }

    /// Lays out sections in their order, each of which may be in parts.
    pub(super) fn write(numbers: Numbers, sections: [&[&[u8]]; SECTIONS]) -> Vec<u8> {
        let padded = |length: usize| length.next_multiple_of(ALIGNMENT);
        let lengths = sections.map(|parts| parts.iter().map(|part| part.len()).sum::<usize>());
        let length = padded(HEADER) + lengths.map(padded).iter().sum::<usize>();
        let mut bytes = Vec::with_capacity(length);
        bytes.resize(padded(HEADER), 0);
        let mut places = vec![];
        for (parts, section) in sections.iter().zip(lengths) {
            places.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
            places.extend_from_slice(&(section as u64).to_le_bytes());
            parts.iter().for_each(|part| bytes.extend_from_slice(part));
            bytes.resize(padded(bytes.len()), 0);
        }
        let mut header = Vec::with_capacity(HEADER);
        header.extend_from_slice(&MAGIC);
        let format = if numbers.extras {
            FORMAT_WITH_EXTRAS
        } else {
            FORMAT
        };
        header.extend_from_slice(&format.to_le_bytes());
        header.extend_from_slice(&fold::VERSION.to_le_bytes());
        header.extend_from_slice(&numbers.seed.to_le_bytes());
        for number in [
            numbers.longest_word,
            numbers.most_units,
            numbers.entries,
            numbers.forms,
        ] {
            header.extend_from_slice(&number.to_le_bytes());
        }
        header.extend_from_slice(&(length as u64).to_le_bytes());
        header.extend_from_slice(&hash::checksum(&bytes[HEADER..]).to_le_bytes());
        header.extend_from_slice(&places);
        header.extend_from_slice(&hash::checksum(&header).to_le_bytes());
        bytes[..HEADER].copy_from_slice(&header);
        bytes
    }

    /// Checks the header of what [`write`](Image::write) wrote. Takes the same short time for every size: the sections are not read.
    pub(super) fn open(path: &Path, owner: Owner) -> Result<Self, LoadError> {
        let bytes = (*owner).as_ref();
        let wrong = |problem: &str| Err(LoadError::file(path, problem));
        if !Image::is_one(bytes) {
            return wrong("this is no compiled gazetteer; make one with `onrecord compile`");
        }
        let mut read = Reader { bytes, at: 8 };
        let (format, folding) = (read.u32(), read.u32());
        if !matches!(format, Some(FORMAT | FORMAT_WITH_EXTRAS)) {
            return wrong(
                "it was compiled by another version of onrecord, in another format; compile it again with `onrecord compile`",
            );
        }
        if folding != Some(fold::VERSION) {
            return wrong(
                "it was compiled by another version of onrecord, which folds names in another way; compile it again with `onrecord compile`",
            );
        }
        let Some(header) = bytes.get(..HEADER) else {
            return wrong("it is cut off; copy it again or compile it again");
        };
        let (checked, sum) = header.split_at(HEADER - 8);
        if hash::checksum(checked).to_le_bytes() != sum {
            return wrong("its header is damaged; copy it again or compile it again");
        }
        let decoded = read.header();
        let Some((mut numbers, length, checksum, sections)) = decoded else {
            return wrong("its header makes no sense; compile it again");
        };
        numbers.extras = format == Some(FORMAT_WITH_EXTRAS);
        if length != bytes.len() as u64 {
            return wrong(
                "it is cut off or has something behind it; copy it again or compile it again",
            );
        }
        let image = Image {
            owner: Arc::clone(&owner),
            numbers,
            checksum,
            sections,
        };
        if !image.is_consistent(bytes.len()) {
            return wrong("its header makes no sense; compile it again");
        }
        Ok(image)
    }

    fn is_consistent(&self, length: usize) -> bool {
        let inside = self.sections.iter().all(|&(start, len)| {
            start >= HEADER && start.checked_add(len).is_some_and(|end| end <= length)
        });
        let most = 16 * super::compile::LONGEST_FORM as u32;
        inside
            && self.numbers.longest_word <= most
            && self.numbers.most_units <= most
            && self.section(Section::Entries).len() as u64
                == u64::from(self.numbers.entries) * ENTRY as u64
            && self.section(Section::Classes).len().is_multiple_of(CLASS)
    }

    /// Reads everything once, and says whether it is what was written.
    pub(super) fn is_intact(&self) -> bool {
        let bytes = (*self.owner).as_ref();
        bytes
            .get(HEADER..)
            .is_some_and(|body| hash::checksum(body) == self.checksum)
    }

    pub(super) fn sizes(&self) -> Sizes {
        let size = |section| self.section(section).len();
        Sizes {
            entries: self.numbers.entries as usize,
            names: self.numbers.forms as usize,
            table: Section::TABLE.into_iter().map(size).sum(),
            strings: size(Section::Forms),
            total: self.bytes().len(),
        }
    }

    /// The lists that it was compiled from; those of a damaged file are unknown.
    pub(super) fn sources(&self) -> Vec<ListSource> {
        serde_json::from_slice(self.section(Section::About)).unwrap_or_default()
    }

    pub(super) fn bytes(&self) -> &[u8] {
        (*self.owner).as_ref()
    }

    pub(super) fn section(&self, section: Section) -> &[u8] {
        let (start, len) = self.sections[section as usize];
        // The bytes of an owner could change; then there is nothing here.
        (*self.owner)
            .as_ref()
            .get(start..start + len)
            .unwrap_or_default()
    }

    pub(super) fn seed(&self) -> u64 {
        self.numbers.seed
    }

    pub(super) fn longest_word(&self) -> usize {
        self.numbers.longest_word as usize
    }

    pub(super) fn most_units(&self) -> u32 {
        self.numbers.most_units
    }

    pub(super) fn len(&self) -> u32 {
        self.numbers.entries
    }

    pub(super) fn form_count(&self) -> u32 {
        self.numbers.forms
    }

    /// The forms of all keys.
    pub(super) fn forms(&self) -> Forms<'_> {
        Forms {
            bytes: self.section(Section::Forms),
            entries: self.len(),
        }
    }

    /// One form of each key, with where the key's forms stand.
    pub(super) fn keys(&self) -> impl Iterator<Item = (u32, Form<'_>)> {
        let mut read = self.reader(Section::Forms, 0);
        let mut more = false;
        let all = (0..self.numbers.forms).map_while(move |_| {
            let at = read.at as u32;
            let form = read.form()?;
            let first = !std::mem::replace(&mut more, form.flags.contains(FormFlags::MORE));
            Some((first, at, form))
        });
        all.filter(|(first, ..)| *first)
            .map(|(_, at, form)| (at, form))
    }

    /// The list of an entry, without the rest.
    pub(super) fn list(&self, id: EntryId) -> List {
        let list = || {
            let mut entry = self.reader(Section::Entries, id.index().checked_mul(ENTRY)? + 4);
            let class = entry.u32()? as usize;
            let number = self
                .reader(Section::Classes, class.checked_mul(CLASS)?)
                .u8()?;
            of_number(&List::ALL, number)
        };
        list().unwrap_or(List::User)
    }

    fn reader(&self, section: Section, at: usize) -> Reader<'_> {
        Reader {
            bytes: self.section(section),
            at,
        }
    }

    /// Whether there are weak forms or extras.
    pub(super) fn has_extras(&self) -> bool {
        self.numbers.extras
    }

    /// The entries with actions.
    pub(super) fn acting(&self) -> impl Iterator<Item = EntryId> {
        let facts = self.section(Section::Facts);
        let list = facts.split_last_chunk().filter(|_| self.numbers.extras);
        let list = list.and_then(|(rest, count)| {
            let bytes = (u32::from_le_bytes(*count) as usize).checked_mul(4)?;
            rest.get(rest.len().checked_sub(bytes)?..)
        });
        let numbers = list.unwrap_or_default().as_chunks().0.iter();
        numbers
            .map(|number| EntryId(u32::from_le_bytes(*number)))
            .filter(|id| id.0 < self.len())
    }

    /// What an entry shares with others.
    #[inline]
    pub(super) fn brief(&self, id: EntryId) -> Option<Brief<'_>> {
        let mut read = self.reader(Section::Entries, id.index().checked_mul(ENTRY)? + 4);
        Some(Class::brief(self, read.u32()?))
    }

    /// The prior of an entry, and whether it has an identifier.
    pub(super) fn prior(&self, id: EntryId) -> Option<(u32, bool)> {
        let mut read = self.reader(Section::Entries, id.index().checked_mul(ENTRY)? + 8);
        let mut facts = self.reader(Section::Facts, read.u32()? as usize);
        let prior = facts.varint().unwrap_or_default();
        Some((prior, facts.varint().is_some_and(|len| len > 0)))
    }

    /// What is known of an entry; of one that a damaged file holds nonsense for, less.
    pub(super) fn entry(&self, id: EntryId) -> Option<Entry<'_>> {
        let mut read = self.reader(Section::Entries, id.index().checked_mul(ENTRY)?);
        let (name_at, class, facts_at) = (read.u32()?, read.u32()?, read.u32()?);
        let mut forms = self.reader(Section::Forms, name_at as usize);
        let mut facts = self.reader(Section::Facts, facts_at as usize);
        let class = Class::read(self, class).unwrap_or_default();
        let prior = facts.varint().unwrap_or_default();
        let mut bytes = || facts.varint().and_then(|len| facts.take(len as usize));
        let kb = bytes().map_or("", text);
        let extras = if class.extras { bytes() } else { None };
        Some(Entry {
            list: class.list,
            name: forms.form().map_or("", |form| text(form.text)),
            prior,
            kb,
            extras: Extras {
                bytes: extras.unwrap_or_default(),
            },
            label: class.label,
            kind: class.kind,
            flags: class.flags,
            gender: class.gender,
            country: class.country,
            role: class.role,
        })
    }
}

/// The forms of keys, looked up once for a whole text.
#[derive(Clone, Copy)]
pub(super) struct Forms<'g> {
    bytes: &'g [u8],
    entries: u32,
}

impl<'g> Forms<'g> {
    /// The forms of one key.
    #[inline]
    pub(super) fn of_key(self, at: u32) -> impl Iterator<Item = Form<'g>> {
        let mut read = Reader {
            bytes: self.bytes,
            at: at as usize,
        };
        let mut more = true;
        std::iter::from_fn(move || {
            if !more {
                return None;
            }
            let form = read.form().filter(|form| form.entry.0 < self.entries)?;
            more = form.flags.contains(FormFlags::MORE);
            Some(form)
        })
    }

    /// The form of a key that has one only, if it has at most sixteen bytes, with whatever stands behind it.
    #[inline(always)]
    pub(super) fn short(self, at: u32) -> Option<(Form<'g>, &'g [u8; 16])> {
        let &[e, n, t, r, flags, len] = self.bytes.get(at as usize..)?.first_chunk()?;
        let window = self.bytes.get(at as usize + 6..)?.first_chunk()?;
        let entry = EntryId(u32::from_le_bytes([e, n, t, r]));
        let flags = FormFlags::from_bits_truncate(flags);
        let text = window.get(..usize::from(len))?;
        let alone = entry.0 < self.entries && !flags.contains(FormFlags::MORE);
        alone.then_some((Form { entry, flags, text }, window))
    }

    /// Asks for what [`of_key`](Forms::of_key) will read.
    #[inline(always)]
    pub(super) fn prefetch(self, at: u32) {
        if let Some(form) = self.bytes.get(at as usize) {
            prefetch(form);
        }
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Image")
            .field("numbers", &self.numbers)
            .finish_non_exhaustive()
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

impl Reader<'_> {
    #[allow(clippy::type_complexity)]
    fn header(&mut self) -> Option<(Numbers, u64, u64, [(usize, usize); SECTIONS])> {
        let numbers = Numbers {
            seed: self.u64()?,
            longest_word: self.u32()?,
            most_units: self.u32()?,
            entries: self.u32()?,
            forms: self.u32()?,
            extras: false,
        };
        let (length, checksum) = (self.u64()?, self.u64()?);
        let mut sections = [(0, 0); SECTIONS];
        for section in &mut sections {
            *section = (
                usize::try_from(self.u64()?).ok()?,
                usize::try_from(self.u64()?).ok()?,
            );
        }
        Some((numbers, length, checksum, sections))
    }
}

/// Makes the checksum of the header right again, which somebody has changed.
#[cfg(any(test, fuzzing))]
pub fn seal(bytes: &mut [u8]) {
    let sum = hash::checksum(&bytes[..HEADER - 8]);
    bytes[HEADER - 8..HEADER].copy_from_slice(&sum.to_le_bytes());
}
