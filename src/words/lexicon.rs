//! The bundled word lists: `data/words/words.tsv` (from WordNet) and `data/words/function.tsv`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::classes::{Classes, Tag};

/// What is known of a word outside any sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// All that it can be.
    pub classes: Classes,
    /// What it is most often.
    pub tag: Tag,
    /// Whether it stands in the lists; the rest are guesses by ending.
    pub known: bool,
}

static WORDS: LazyLock<FxHashMap<&'static [u8], Reading>> = LazyLock::new(|| {
    let mut words: FxHashMap<&'static [u8], Reading> = FxHashMap::default();
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
        words.insert(word.as_bytes(), reading);
    }
    for (word, class) in rows(include_str!("../../data/words/function.tsv")) {
        let Some((tag, classes)) = function_class(class) else {
            continue;
        };
        let reading = words.entry(word.as_bytes()).or_default();
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
    }
    words
});

/// The rows of a bundled list of two columns, without comments and header.
fn rows(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
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
    if let Some(&reading) = WORDS.get(lower) {
        return reading;
    }
    if let Some(hyphen) = lower.iter().rposition(|&b| b == b'-') {
        return hyphenated(&lower[hyphen + 1..]);
    }
    by_ending(lower)
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
    let mut reading = WORDS.get(last).copied().unwrap_or_else(|| by_ending(last));
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
