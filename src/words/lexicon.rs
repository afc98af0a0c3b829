//! The bundled word lists: `data/words/words.tsv` (from WordNet) and `data/words/function.tsv`.

use once_cell::sync::Lazy;

use rustc_hash::FxHashMap;

use super::classes::{Classes, Tag};
use crate::Span;

/// What is known of a word outside any sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Reading {
    /// All that it can be.
    pub classes: Classes,
    /// What it is most often.
    pub tag: Tag,
    /// Whether it stands in the lists; the rest are guesses by ending.
    pub known: bool,
}

/// The words of the lists by their letters.
static WORDS: Lazy<Table> = Lazy::new(|| {
    let mut words = Table::default();
    for (word, pos) in rows(include_str!("../../data/words/words.tsv")) {
        let mut reading = Reading {
            known: true,
            ..Reading::default()
        };
        for (tag, classes) in pos.bytes().filter_map(Tag::of_letter) {
            if reading.tag == Tag::Other {
                reading.tag = tag;
            }
            reading.classes |= classes;
        }
        words.insert(word, reading);
    }
    for (word, class) in rows(include_str!("../../data/words/function.tsv")) {
        let Some((tag, classes)) = function_class(class) else {
            continue;
        };
        let mut reading = words.get(word.as_bytes()).unwrap_or_default();
        // The first row of a function word is its main reading, before any that WordNet knows; but "late" stays an adjective.
        let adjective = tag == Tag::Adverb && reading.tag == Tag::Adjective;
        if !adjective
            && !reading
                .classes
                .intersects(Classes::FUNCTION | Classes::NUMBER)
        {
            reading.tag = tag;
        }
        reading.classes |= classes;
        reading.known = true;
        words.insert(word, reading);
    }
    words
});

/// Hash tables whose keys are the letters themselves, so that nothing is compared through a pointer, and so small that what is asked often
/// stays near the processor. Where the letters end, the number of the reading stands.
struct Table {
    /// Words of up to six bytes, which most are.
    short: Vec<u64>,
    /// Words of up to fourteen.
    middle: Vec<u128>,
    /// The few that are longer.
    long: FxHashMap<&'static [u8], Reading>,
    readings: Vec<Reading>,
    /// Where each of them stands.
    numbers: FxHashMap<Reading, usize>,
}

const SHORT: usize = 6;
const MIDDLE: usize = 14;
/// The slots of a table are two to the power of this many.
const SHORT_BITS: u32 = 14;
const MIDDLE_BITS: u32 = 16;

/// All numbers of words are smaller.
pub(crate) const NUMBERS: usize = (1 << SHORT_BITS) + (1 << MIDDLE_BITS);

impl Default for Table {
    fn default() -> Self {
        Table {
            short: vec![0; 1 << SHORT_BITS],
            middle: vec![0; 1 << MIDDLE_BITS],
            long: FxHashMap::default(),
            readings: vec![],
            numbers: FxHashMap::default(),
        }
    }
}

impl Table {
    /// Adds a word, or gives it another reading.
    fn insert(&mut self, word: &'static str, reading: Reading) {
        let Some(letters) = letters(word.as_bytes()) else {
            self.long.insert(word.as_bytes(), reading);
            return;
        };
        let number = *self.numbers.entry(reading).or_insert_with(|| {
            self.readings.push(reading);
            self.readings.len() - 1
        });
        let (Ok(slot) | Err(slot)) = self.probe(letters);
        match slot.checked_sub(1 << SHORT_BITS) {
            None => self.short[slot] = letters as u64 | (number as u64) << (8 * SHORT),
            Some(slot) => self.middle[slot] = letters | (number as u128) << (8 * MIDDLE),
        }
    }

    /// The slot with these letters, or else the empty one where they would be; those of the middle words are counted behind the short ones. Slot 0 is never used.
    #[inline]
    fn probe(&self, letters: u128) -> Result<usize, usize> {
        if let Ok(letters) = u64::try_from(letters)
            && letters < 1 << (8 * SHORT)
        {
            let mut at = (letters.wrapping_mul(MIX) >> (64 - SHORT_BITS)) as usize;
            loop {
                let slot = self.short[at];
                if slot << (64 - 8 * SHORT) == letters << (64 - 8 * SHORT) && at != 0 {
                    return Ok(at);
                } else if slot == 0 && at != 0 {
                    return Err(at);
                }
                at = (at + 1) % (1 << SHORT_BITS);
            }
        }
        let mixed =
            (letters as u64).wrapping_mul(MIX) ^ ((letters >> 64) as u64).wrapping_mul(!MIX);
        let mut at = ((mixed ^ mixed >> 32).wrapping_mul(MIX) >> (64 - MIDDLE_BITS)) as usize;
        loop {
            let slot = self.middle[at];
            if slot << (128 - 8 * MIDDLE) == letters << (128 - 8 * MIDDLE) {
                return Ok(at + (1 << SHORT_BITS));
            } else if slot == 0 {
                return Err(at + (1 << SHORT_BITS));
            }
            at = (at + 1) % (1 << MIDDLE_BITS);
        }
    }

    fn get(&self, word: &[u8]) -> Option<Reading> {
        match letters(word) {
            Some(letters) => self.with_letters(letters).map(|(_, reading)| reading),
            None => self.long.get(word).copied(),
        }
    }

    #[inline]
    fn with_letters(&self, letters: u128) -> Option<(u32, Reading)> {
        let slot = self.probe(letters).ok()?;
        let reading = match slot.checked_sub(1 << SHORT_BITS) {
            None => (self.short[slot] >> (8 * SHORT)) as usize,
            Some(slot) => (self.middle[slot] >> (8 * MIDDLE)) as usize,
        };
        Some((slot as u32, self.readings[reading]))
    }
}

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// The bytes of a word as a number, the first one lowest; none where they are too many.
fn letters(word: &[u8]) -> Option<u128> {
    let mut bytes = [0; size_of::<u128>()];
    bytes[..MIDDLE].get_mut(..word.len())?.copy_from_slice(word);
    Some(u128::from_le_bytes(bytes))
}

/// Those of a word of a text, without a look at each.
#[inline]
fn letters_at(text: &str, span: Span) -> Option<u128> {
    let len = span.len() as usize;
    if len > MIDDLE {
        return None;
    }
    match text.as_bytes()[span.start as usize..].first_chunk() {
        Some(bytes) => Some(u128::from_le_bytes(*bytes) & ((1 << (8 * len)) - 1)),
        None => letters(text[span].as_bytes()), // at the end of the text
    }
}

/// A one in each byte.
const EACH: u128 = u128::MAX / 0xff;
/// The bit that no byte of ASCII has.
const FOREIGN: u128 = EACH * 0x80;

/// ASCII letters in small ones.
#[inline]
fn in_small(letters: u128) -> u128 {
    // The highest bit of each byte says whether it is a capital: no sum of seven bits reaches the next byte.
    let from_a = letters + EACH * (0x80 - b'A' as u128);
    let behind_z = letters + EACH * (0x7f - b'Z' as u128);
    letters | (from_a & !behind_z & FOREIGN) >> 2
}

/// The rows of a bundled list of two columns, without comments and header.
fn rows(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut rest = Some(list);
    let lines = std::iter::from_fn(move || {
        let (line, behind) = cut(rest?, b'\n');
        rest = behind;
        Some(line)
    });
    let rows = lines.filter(|line| !line.starts_with('#')).skip(1);
    rows.filter_map(|line| match cut(line, b'\t') {
        (word, Some(behind)) => Some((word, behind)),
        _ => None,
    })
}

/// What stands before the first such byte of ASCII, and what behind it. Lines and words are too short for the search of the standard library
/// to be the faster one.
fn cut(text: &str, at: u8) -> (&str, Option<&str>) {
    match text.bytes().position(|byte| byte == at) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

fn function_class(class: &str) -> Option<(Tag, Classes)> {
    Some(match class.trim() {
        "pronoun_subject" => (Tag::Pronoun, Classes::SUBJECT_PRONOUN),
        "pronoun_object" => (Tag::Pronoun, Classes::OBJECT_PRONOUN),
        "pronoun_possessive" => (Tag::Possessive, Classes::POSSESSIVE),
        "pronoun_reflexive" => (Tag::Pronoun, Classes::REFLEXIVE),
        "determiner" => (Tag::Determiner, Classes::DETERMINER),
        "demonstrative" => (Tag::Determiner, Classes::DEMONSTRATIVE),
        "quantifier" => (Tag::Determiner, Classes::QUANTIFIER),
        "preposition" => (Tag::Preposition, Classes::PREPOSITION),
        "conjunction" => (Tag::Conjunction, Classes::CONJUNCTION),
        "subordinator" => (Tag::Subordinator, Classes::SUBORDINATOR),
        "wh" => (Tag::Wh, Classes::WH),
        "auxiliary" => (Tag::Auxiliary, Classes::AUXILIARY),
        "auxiliary_negated" => (Tag::Auxiliary, Classes::AUXILIARY.union(Classes::NEGATION)),
        "modal" => (Tag::Modal, Classes::MODAL),
        "modal_negated" => (Tag::Modal, Classes::MODAL.union(Classes::NEGATION)),
        "negation" => (Tag::Negation, Classes::NEGATION),
        "adverb_common" => (Tag::Adverb, Classes::ADVERB.union(Classes::COMMON_ADVERB)),
        "number_word" => (Tag::Number, Classes::NUMBER),
        "weekday" => (Tag::Name, Classes::WEEKDAY.union(Classes::NOUN)),
        "month" => (Tag::Name, Classes::MONTH.union(Classes::NOUN)),
        _ => return None,
    })
}

/// What a word is, looked up without regard to case; by its ending where the lists do not have it.
///
/// ```
/// use onrecord::words::{self, Classes, Tag};
/// assert!(words::look_up("claims").classes.contains(Classes::PLURAL | Classes::VERB_S));
/// assert_eq!(words::look_up("the").tag, Tag::Determiner);
/// assert_eq!(words::look_up("onrecordings").tag, Tag::Plural); // a guess
/// ```
pub fn look_up(word: &str) -> Reading {
    let mut buffer = [0; LONGEST];
    let Some(lower) = lower(word, &mut buffer) else {
        return Reading {
            classes: Classes::NOUN,
            tag: Tag::Noun,
            known: false,
        };
    };
    if let Some(reading) = WORDS.get(lower) {
        return reading;
    }
    if let Some(hyphen) = lower.iter().rposition(|&b| b == b'-') {
        return hyphenated(&lower[hyphen + 1..]);
    }
    by_ending(lower)
}

/// As [`look_up`], of a word of a text; with its number in the lexicon, or 0, and whether it has only small letters. A word that is not ASCII has
/// no number, so that words with the same one differ in nothing but capitals.
#[inline]
pub(super) fn look_up_at(text: &str, span: Span) -> (Reading, u32, bool) {
    if let Some(letters) = letters_at(text, span).filter(|letters| letters & FOREIGN == 0) {
        let small = in_small(letters);
        if let Some((number, reading)) = WORDS.with_letters(small) {
            return (reading, number, small == letters);
        }
    }
    (look_up(&text[span]), 0, false)
}

/// The number of a word in the lexicon, whatever its capitals; 0 where it has none.
pub(crate) fn number(word: &str) -> u32 {
    let (_, number, _) = look_up_at(word, Span::new(0, word.len() as u32));
    number
}

/// Longer words are no English.
const LONGEST: usize = 32;

/// The word in small letters with straight apostrophes; `None` where it is too long.
fn lower<'b>(word: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b [u8]> {
    if word.is_ascii() {
        let out = buffer.get_mut(..word.len())?;
        out.copy_from_slice(word.as_bytes());
        out.make_ascii_lowercase();
        return Some(out);
    }
    let mut len = 0;
    for c in word.chars().flat_map(char::to_lowercase) {
        let c = if matches!(c, '’' | 'ʼ') { '\'' } else { c };
        if c == '\u{ad}' {
            continue; // a soft hyphen
        }
        let end = len + c.len_utf8();
        c.encode_utf8(buffer.get_mut(len..end)?);
        len = end;
    }
    Some(&buffer[..len])
}

/// "long-running" is an adjective, "attorney-general" what its last part is.
fn hyphenated(last: &[u8]) -> Reading {
    let mut reading = WORDS.get(last).unwrap_or_else(|| by_ending(last));
    reading.known = false;
    if !matches!(reading.tag, Tag::Noun | Tag::Plural) {
        reading.tag = Tag::Adjective;
        reading.classes = Classes::ADJECTIVE | reading.classes & Classes::ANY_NOUN;
    }
    reading
}

/// A guess at a word that no list has.
fn by_ending(word: &[u8]) -> Reading {
    let ends = |endings: &[&str]| {
        endings
            .iter()
            .any(|e| word.ends_with(e.as_bytes()) && word.len() > e.len() + 2)
    };
    let (tag, classes) = if ends(&["n't"]) {
        (Tag::Auxiliary, Classes::AUXILIARY | Classes::NEGATION)
    } else if ends(&["ly"]) {
        (Tag::Adverb, Classes::ADVERB)
    } else if ends(&["ing"]) {
        (Tag::Gerund, Classes::GERUND | Classes::NOUN)
    } else if ends(&["ed"]) {
        (
            Tag::Past,
            Classes::PAST | Classes::PARTICIPLE | Classes::ADJECTIVE,
        )
    } else if ends(&[
        "ous", "ful", "ive", "able", "ible", "less", "ical", "ary", "ish",
    ]) {
        (Tag::Adjective, Classes::ADJECTIVE)
    } else if ends(&["ss", "us", "is"]) || !ends(&["s"]) {
        (Tag::Noun, Classes::NOUN)
    } else {
        (Tag::Plural, Classes::PLURAL | Classes::VERB_S)
    };
    Reading {
        classes,
        tag,
        known: false,
    }
}
