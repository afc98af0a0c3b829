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
use super::first_words::{FirstWords, apart, turn, turn_before};
use super::hash::{Units, advance, short_ascii_word, spaced_word};
use super::image::{Forms, Image, Section};
use super::list::{Filling, List};
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

/// A word as the filter of first words is asked about it.
#[derive(Clone, Copy, Default)]
struct Asked {
    hash: u64,
    /// The hash that tells small first letters from others, where the filter does.
    apart: u64,
    /// How what comes next turns the bits in the filter.
    turn: u8,
}

impl Asked {
    #[inline(always)]
    fn new(finder: &Finder<'_>, text: &str, [start, end]: [u32; 2], tells_small: bool) -> Self {
        let bytes = text.as_bytes();
        let len = (end - start) as usize;
        // A word of ASCII, of sixteen bytes at most, as almost all are.
        let rest = bytes.get(start as usize..);
        if let Some(window) = rest.and_then(<[u8]>::first_chunk::<18>)
            && len <= 16
            && let Some(hash) = short_ascii_word(window, len, finder.seed)
        {
            let turn = turn_before([window[len], window[len + 1]]);
            return Asked::of(hash, tells_small & (window[0] >= b'a'), turn);
        }
        let (hash, small) = any_word(finder, text, start, end);
        Asked::of(hash, tells_small & small, turn(bytes, end as usize))
    }

    #[inline(always)]
    fn of(hash: u64, small: bool, turn: u8) -> Self {
        Asked {
            hash,
            apart: apart(hash, small),
            turn,
        }
    }
}

/// The hash of a word, and whether it begins with a small letter. A word that is in no name has whatever hash: what is found by it is
/// compared with the text like all else.
#[cold]
#[inline(never)]
fn any_word(finder: &Finder<'_>, text: &str, start: u32, end: u32) -> (u64, bool) {
    let mut units = Units::new(text, start as usize, finder.seed, finder.longest_word);
    let hash = units.word(end as usize).map(|()| units.hash);
    let small = text[start as usize..].starts_with(char::is_lowercase);
    (hash.unwrap_or_default(), small)
}

impl Walk {
    /// A unit further, if there is one that a name may have.
    #[inline(always)]
    fn advance(mut self, finder: &Finder<'_>, text: &str, words: &[[u32; 2]]) -> Option<Walk> {
        let next = words.get(usize::from(self.next));
        let (bytes, longest) = (text.as_bytes(), finder.longest_word);
        let spaced = bytes.get(self.end as usize) == Some(&b' ');
        // By far the most frequent case has one branch.
        if let Some(&[start, end]) = next
            && spaced & (start.wrapping_sub(1) == self.end)
            && let Some(hash) = spaced_word(bytes, start, end, self.hash, longest)
        {
            (self.end, self.hash) = (end, hash);
            self.next += 1;
        } else {
            (self.end, self.hash) = advance(text, self.end, self.hash, longest, next)?;
            // A unit that is no word comes before the next word.
            let over = next.is_some_and(|&[start, _]| start < self.end);
            self.next += u16::from(over);
        }
        finder.beginnings.prefetch(self.hash);
        Some(self)
    }
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
    /// What there is to ask about each of them.
    asked: List<Asked>,
    /// Where in these lists the words stand that may be names by themselves.
    words: List<u16>,
    /// Where those stand that names may go on from.
    openings: List<u16>,
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
        if finder.most_units > 1 {
            self.set_out(finder, text, words);
            self.sift(finder);
        }
        for _ in 2..finder.most_units {
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
        let asked = self.asked.refill();
        if finder.first_words.tells_small() {
            let likely = self.likely.items().iter();
            let likely = likely.filter_map(|&number| words.get(usize::from(number)));
            ask(finder, text, likely, true, asked);
        } else {
            ask(finder, text, words.iter(), false, asked);
        }
    }

    #[inline(never)]
    fn sift_first_words(&mut self, finder: &Finder<'_>) {
        let (mut words, mut openings) = (self.words.refill(), self.openings.refill());
        for (number, asked) in (0..).zip(self.asked.items()) {
            let known = finder.first_words.get(asked.apart, asked.turn);
            words.push_if(known.ends, number);
            openings.push_if(known.goes_on, number);
        }
    }

    /// Makes walks of two units of the words that names may go on from.
    #[inline(never)]
    fn set_out(&mut self, finder: &Finder<'_>, text: &str, words: &[[u32; 2]]) {
        let mut walks = self.walks.refill();
        for &at in self.openings.items() {
            let first = self.likely.get(at);
            let walk = Walk {
                hash: self.asked.get(at).hash,
                end: words.get(usize::from(first)).map_or(0, |word| word[1]),
                first,
                next: first + 1,
            };
            if let Some(walk) = walk.advance(finder, text, words) {
                walks.push(walk);
            }
        }
    }

    /// Takes the walks a unit further.
    #[inline(never)]
    fn advance(&mut self, finder: &Finder<'_>, text: &str, words: &[[u32; 2]]) {
        let mut count = 0;
        let walks = self.walks.items_mut();
        for i in 0..walks.len() {
            if let Some(walk) = walks[i].advance(finder, text, words) {
                walks[count] = walk;
                count += 1;
            }
        }
        self.walks.len = count;
    }

    /// Adds the walks that may be names to `phrases`, and keeps those that may go on.
    #[inline(never)]
    fn sift(&mut self, finder: &Finder<'_>) {
        let mut ended = self.ended.refill();
        let mut count = 0;
        let walks = self.walks.items_mut();
        for i in 0..walks.len() {
            let walk = walks[i];
            let known = finder.beginnings.get(walk.hash);
            ended.push_if(known.ends, walk);
            walks[count] = walk;
            count += usize::from(known.goes_on);
        }
        drop(ended);
        self.walks.len = count;
        self.phrases.extend_from_slice(self.ended.items());
    }

    /// Looks up `words` and `phrases`.
    #[inline(never)]
    fn read_slots(&mut self, finder: &Finder<'_>, words: &[[u32; 2]]) {
        let alone = self.words.items();
        for &at in alone {
            finder.words.prefetch(self.asked.get(at).hash);
        }
        let phrases = &self.phrases;
        phrases
            .iter()
            .for_each(|walk| finder.phrases.prefetch(walk.hash));
        let place = |walk: &Walk, forms| Place {
            start: words.get(usize::from(walk.first)).map_or(0, |word| word[0]),
            end: walk.end,
            forms,
        };
        let mut short = self.short.refill();
        for &at in alone {
            let forms = finder.words.get(self.asked.get(at).hash);
            let word = words.get(usize::from(self.likely.get(at)));
            let [start, end] = word.copied().unwrap_or_default();
            let place = Place {
                start,
                end,
                forms: forms.unwrap_or_default(),
            };
            short.push_if(forms.is_some(), place);
        }
        drop(short);
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
            let word @ [start, _] = words[usize::from(word)];
            let asked = Asked::new(finder, text, word, finder.first_words.tells_small());
            let known = finder.first_words.get(asked.apart, asked.turn);
            if known.ends || known.goes_on {
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

/// Makes of words what there is to ask about them, and asks the memory for it.
#[inline(always)]
fn ask<'w>(
    finder: &Finder<'_>,
    text: &str,
    words: impl Iterator<Item = &'w [u32; 2]>,
    tells_small: bool,
    mut asked: Filling<'_, Asked>,
) {
    for &word in words {
        let new = Asked::new(finder, text, word, tells_small);
        finder.first_words.prefetch(new.apart);
        asked.push(new);
    }
}
