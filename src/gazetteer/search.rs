//! Finds the names of one image in a text.
//!
//! A search only begins at the start of a word, and only if the word is among the names' first words, which
//! most are not. From there on one of two engines looks for the names that go on: the filters and flat tables of the image, or an
//! [`Automaton`]. Both find the same.
//!
//! The words of a batch are led through one step after the other, all through the first, then those that are left through the
//! second. So few branches are left that the processor cannot foresee, and what it must wait for from memory, it waits for
//! together. The steps: which words can begin a name ([`FirstWords`]); how far do names go on from there ([`Filter`]); which of
//! these are names ([`Slots`]).

use std::cmp::Reverse;

use super::automaton::Automaton;
use super::edges::Edges;
use super::filter::Filter;
use super::first_words::{FirstWords, apart};
use super::hash::{Units, advance, ascii_word};
use super::image::{Forms, Image, Section};
use super::list::List;
use super::slots::Slots;
use crate::Span;

/// The beginning of a name in the text, from some word on.
#[derive(Clone, Copy, Default)]
struct Walk {
    hash: u64,
    /// Where it ends, in bytes.
    end: u32,
    /// The number of its first word, among those of the batch.
    first: u16,
    /// The number of the word that comes next.
    next: u16,
}

/// A place where a name may stand.
#[derive(Clone, Copy, Default)]
struct Place {
    start: u32,
    end: u32,
    forms: u32,
}

/// What an image has for finding names.
struct Finder<'g> {
    first_words: FirstWords<'g>,
    beginnings: Filter<'g>,
    words: Slots<'g>,
    phrases: Slots<'g>,
    forms: Forms<'g>,
    seed: u64,
    longest_word: usize,
    most_units: u32,
}

impl<'g> Finder<'g> {
    fn of(image: &'g Image) -> Self {
        let section = |section| image.section(section);
        Finder {
            first_words: FirstWords::new(section(Section::FirstWords), section(Section::Openings)),
            beginnings: Filter::new(section(Section::Beginnings)),
            words: Slots::new(section(Section::Words)),
            phrases: Slots::new(section(Section::Phrases)),
            forms: image.forms(),
            seed: image.seed(),
            longest_word: image.longest_word(),
            most_units: image.most_units(),
        }
    }
}

/// Calls `found` with each place where a name may stand and where its forms are: by start, at one start the
/// longer first. What is found is equal but for what folding takes away, or, very rarely, not even that.
pub(super) fn search(
    image: &Image,
    automaton: Option<&Automaton>,
    text: &str,
    mut found: impl FnMut(Span, u32),
) {
    let finder = Finder::of(image);
    let mut edges = Edges::new(text);
    let mut batch = Batch::default();
    while let Some(words) = edges.next() {
        batch.short.len = 0;
        batch.long.clear();
        match automaton {
            Some(automaton) => batch.walk(&finder, automaton, text, words),
            None => batch.look_up(&finder, text, words),
        }
        batch.places(|place| found(Span::new(place.start, place.end), place.forms));
    }
}

/// What is found of some words of the text. Each step is a function of its own and stays one, so that its loop has the
/// registers for itself.
#[derive(Default)]
struct Batch {
    /// The numbers of words with which a name may begin.
    likely: List<u16>,
    /// These words.
    first: List<Walk>,
    /// What the filter of first words is asked for each of them.
    asked: List<u64>,
    /// Those that may be names by themselves.
    words: List<Walk>,
    /// Beginnings of names that may go on.
    walks: List<Walk>,
    /// Those of them that may be names.
    ended: List<Walk>,
    phrases: Vec<Walk>,
    /// Names that are one word, by their start.
    short: List<Place>,
    /// Other names.
    long: Vec<Place>,
}

impl Batch {
    /// Finds names by the tables of the image.
    fn look_up(&mut self, finder: &Finder<'_>, text: &str, words: &[[u32; 2]]) {
        self.hash_first_words(finder, text, words);
        self.sift_first_words(finder);
        self.phrases.clear();
        for _ in 1..finder.most_units {
            if self.walks.len == 0 {
                break;
            }
            self.advance(finder, text, words);
            self.sift(finder);
        }
        self.read_slots(finder, words);
    }

    #[inline(never)]
    fn hash_first_words(&mut self, finder: &Finder<'_>, text: &str, words: &[[u32; 2]]) {
        finder.first_words.likely(text, words, &mut self.likely);
        self.first.len = 0;
        self.asked.len = 0;
        for &word in self.likely.items() {
            let Some(&[start, end]) = words.get(usize::from(word)) else {
                break;
            };
            let Some((hash, small)) = first_hash(finder, text, start, end) else {
                continue;
            };
            let asked = apart(hash, small);
            finder.first_words.prefetch(asked);
            self.asked.push(asked);
            self.first.push(Walk {
                hash,
                end,
                first: word,
                next: word + 1,
            });
        }
    }

    #[inline(never)]
    fn sift_first_words(&mut self, finder: &Finder<'_>) {
        self.words.len = 0;
        self.walks.len = 0;
        for (&asked, &walk) in self.asked.items().iter().zip(self.first.items()) {
            let known = finder.first_words.get(asked);
            self.words.push_if(known.ends, walk);
            self.walks.push_if(known.goes_on, walk);
        }
    }

    /// Takes the walks a unit further.
    #[inline(never)]
    fn advance(&mut self, finder: &Finder<'_>, text: &str, words: &[[u32; 2]]) {
        let mut count = 0;
        let walks = self.walks.items_mut();
        for i in 0..walks.len() {
            let walk = walks[i];
            let next = words.get(usize::from(walk.next));
            let Some((end, hash)) = advance(text, walk.end, walk.hash, finder.longest_word, next)
            else {
                continue;
            };
            finder.beginnings.prefetch(hash);
            // A unit that is no word comes before the next word.
            let over = next.is_some_and(|&[start, _]| start < end);
            walks[count] = Walk {
                hash,
                end,
                first: walk.first,
                next: walk.next + u16::from(over),
            };
            count += 1;
        }
        self.walks.len = count;
    }

    /// Adds the walks that may be names to `phrases`, and keeps those that may go on.
    #[inline(never)]
    fn sift(&mut self, finder: &Finder<'_>) {
        self.ended.len = 0;
        let mut count = 0;
        let walks = self.walks.items_mut();
        for i in 0..walks.len() {
            let walk = walks[i];
            let known = finder.beginnings.get(walk.hash);
            self.ended.push_if(known.ends, walk);
            walks[count] = walk;
            count += usize::from(known.goes_on);
        }
        self.walks.len = count;
        self.phrases.extend_from_slice(self.ended.items());
    }

    /// Looks up `words` and `phrases`.
    #[inline(never)]
    fn read_slots(&mut self, finder: &Finder<'_>, words: &[[u32; 2]]) {
        let alone = self.words.items();
        alone
            .iter()
            .for_each(|word| finder.words.prefetch(word.hash));
        let phrases = &self.phrases;
        phrases
            .iter()
            .for_each(|walk| finder.phrases.prefetch(walk.hash));
        let place = |walk: &Walk, forms| Place {
            start: words.get(usize::from(walk.first)).map_or(0, |word| word[0]),
            end: walk.end,
            forms,
        };
        for word in alone {
            let forms = finder.words.get(word.hash);
            let place = place(word, forms.unwrap_or_default());
            self.short.push_if(forms.is_some(), place);
        }
        for walk in phrases {
            if let Some(forms) = finder.phrases.get(walk.hash) {
                self.long.push(place(walk, forms));
            }
        }
        for place in self.short.items().iter().chain(&self.long) {
            finder.forms.prefetch(place.forms);
        }
    }

    /// Finds names by the automaton.
    fn walk(&mut self, finder: &Finder<'_>, automaton: &Automaton, text: &str, words: &[[u32; 2]]) {
        finder.first_words.likely(text, words, &mut self.likely);
        for &word in self.likely.items() {
            let [start, end] = words[usize::from(word)];
            let known = first_hash(finder, text, start, end)
                .map(|(hash, small)| finder.first_words.get(apart(hash, small)));
            if known.is_some_and(|known| known.ends || known.goes_on) {
                automaton.walk(text, start as usize, |end, forms| {
                    let end = end as u32;
                    self.long.push(Place { start, end, forms });
                });
            }
        }
    }

    /// All that was found, in order.
    #[inline(always)]
    fn places(&mut self, mut each: impl FnMut(Place)) {
        self.long
            .sort_unstable_by_key(|place| (place.start, Reverse(place.end)));
        let (short, long) = (self.short.items(), &self.long[..]);
        let (mut words, mut phrases) = (0, 0);
        while words + phrases < short.len() + long.len() {
            let (word, phrase) = (short.get(words), long.get(phrases));
            // A word is shorter than any phrase that begins with it.
            let (place, is_phrase) = match (word, phrase) {
                (Some(word), Some(phrase)) if word.start < phrase.start => (word, false),
                (_, Some(phrase)) => (phrase, true),
                (Some(word), None) => (word, false),
                (None, None) => break,
            };
            each(*place);
            words += usize::from(!is_phrase);
            phrases += usize::from(is_phrase);
        }
    }
}

/// The hash of a word, and whether it begins with a small letter; `None` if it is in no name.
#[inline(always)]
fn first_hash(finder: &Finder<'_>, text: &str, start: u32, end: u32) -> Option<(u64, bool)> {
    let (at, until) = (start as usize, end as usize);
    let (seed, longest) = (finder.seed, finder.longest_word);
    match ascii_word(text.as_bytes(), at, until, seed, longest) {
        Some(hash) => Some((hash, text.as_bytes()[at] >= b'a')),
        None => foreign_first_hash(finder, text, start, end),
    }
}

#[cold]
#[inline(never)]
fn foreign_first_hash(
    finder: &Finder<'_>,
    text: &str,
    start: u32,
    end: u32,
) -> Option<(u64, bool)> {
    let (seed, longest) = (finder.seed, finder.longest_word);
    let mut units = Units::new(text, start as usize, seed, longest);
    units.word(end as usize)?;
    let small = text[start as usize..].starts_with(char::is_lowercase);
    Some((units.hash, small))
}
