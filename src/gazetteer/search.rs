//! Finds the names of one image in a text.
//!
//! A search only begins at the start of a word, and only if the word's hash is among those of the names' first words, which
//! most are not. From there on one of two engines looks for the names that go on: the flat table of the image, or an
//! [`Automaton`]. Both find the same.
//!
//! The walks through the table go side by side, a step of all at a time: what the next step of each will read is touched before
//! any of it is needed, so that the memory is waited for once a step and not once a word.

use super::automaton::Automaton;
use super::edges::{BATCH_WORDS, Edges};
use super::first_words::FirstWords;
use super::hash::{Units, ascii_word};
use super::image::{Forms, Image};
use super::nodes::Nodes;
use crate::Span;

/// A walk through the table that began at a word with which some name begins.
#[derive(Clone, Copy, Default)]
struct Walk {
    hash: u64,
    /// How far it has come, in bytes.
    at: u32,
    /// The number of the word that comes next, among those of the batch.
    next: u16,
    /// The number of its beginning, among those of the batch.
    beginning: u16,
}

/// A word with which a name may begin.
#[derive(Clone, Copy, Default)]
struct Beginning {
    start: u32,
    /// The longest name found here: one more than its number, or 0 for none.
    longest: u32,
}

/// A place where a name may stand.
#[derive(Clone, Copy)]
struct Place {
    end: u32,
    forms: u32,
    /// The next shorter one with the same start, as [`Beginning::longest`] says it.
    shorter: u32,
}

/// The places of a batch, for each beginning in a chain from the longest to the shortest.
struct Places {
    beginnings: [Beginning; BATCH_WORDS],
    places: Vec<Place>,
}

impl Places {
    /// Adds one that is longer than those that the beginning has.
    #[inline]
    fn push(&mut self, beginning: usize, end: u32, forms: u32) {
        let longest = &mut self.beginnings[beginning].longest;
        self.places.push(Place {
            end,
            forms,
            shorter: *longest,
        });
        *longest = self.places.len() as u32;
    }
}

/// Calls `found` with each place where a name may stand and where its forms are: by start, at one start the
/// longer first. What is found is equal but for what folding takes away, or, very rarely, not even that.
pub(super) fn search(
    image: &Image,
    forms: Forms<'_>,
    automaton: Option<&Automaton>,
    text: &str,
    mut found: impl FnMut(Span, u32),
) {
    let Some(first_words) = FirstWords::new(image.first_words()) else {
        return;
    };
    let nodes = Nodes::new(image.nodes(), image.capacity());
    let (seed, longest, most_units) = (image.seed(), image.longest_word(), image.most_units());
    let mut edges = Edges::new(text);
    let mut walks = [Walk::default(); BATCH_WORDS];
    let mut found_here = Places {
        beginnings: [Beginning::default(); BATCH_WORDS],
        places: vec![],
    };
    let mut likely = [0; BATCH_WORDS];
    while let Some(words) = edges.next() {
        let likely = first_words.likely(text, words, &mut likely);
        let mut count = 0;
        for &word in likely {
            let [start, end] = words[usize::from(word)];
            let Some((hash, small)) = first_hash(text, start, end, seed, longest) else {
                continue;
            };
            walks[count] = Walk {
                hash,
                at: end,
                next: word + 1,
                beginning: count as u16,
            };
            found_here.beginnings[count] = Beginning { start, longest: 0 };
            count += usize::from(first_words.contains(hash, small));
        }
        let begun = count;
        found_here.places.clear();
        if let Some(automaton) = automaton {
            for beginning in 0..begun {
                let start = found_here.beginnings[beginning].start;
                automaton.walk(text, start as usize, |end, forms| {
                    found_here.push(beginning, end as u32, forms);
                });
            }
        } else {
            for _ in 0..most_units {
                touch_all(walks[..count].iter().map(|walk| nodes.touch(walk.hash)));
                let walks = &mut walks[..count];
                count = step(nodes, text, longest, words, walks, &mut found_here);
                if count == 0 {
                    break;
                }
            }
        }
        let places = &found_here.places;
        touch_all(places.iter().map(|place| forms.touch(place.forms)));
        for beginning in &found_here.beginnings[..begun] {
            let mut next = beginning.longest;
            while let Some(place) = places.get((next as usize).wrapping_sub(1)) {
                found(Span::new(beginning.start, place.end), place.forms);
                next = place.shorter;
            }
        }
    }
}

/// The hash of a word, and whether it begins with a small letter; `None` if it is in no name.
#[inline(always)]
fn first_hash(text: &str, start: u32, end: u32, seed: u64, longest: usize) -> Option<(u64, bool)> {
    let (start, end) = (start as usize, end as usize);
    match ascii_word(text.as_bytes(), start, end, seed, longest) {
        Some(hash) => Some((hash, text.as_bytes()[start] >= b'a')),
        None => {
            let mut units = Units::new(text, start, seed, longest);
            units.word(end)?;
            Some((units.hash, text[start..].starts_with(char::is_lowercase)))
        }
    }
}

/// Makes sure that all is read, so that none of it has to be waited for later.
#[inline(always)]
fn touch_all(bytes: impl Iterator<Item = u8>) {
    std::hint::black_box(bytes.fold(0, |all, byte| all ^ byte));
}

/// Takes each walk a unit further; those that go on come to stand first. Gives their number.
#[inline(always)]
fn step(
    nodes: Nodes<'_>,
    text: &str,
    longest: usize,
    words: &[[u32; 2]],
    walks: &mut [Walk],
    places: &mut Places,
) -> usize {
    let mut kept = 0;
    for i in 0..walks.len() {
        let mut walk = walks[i];
        let Some(node) = nodes.get(walk.hash) else {
            continue;
        };
        if let Some(forms) = node.forms() {
            places.push(usize::from(walk.beginning), walk.at, forms);
        }
        if !node.goes_on() {
            continue;
        }
        let mut units = Units::new(text, walk.at as usize, walk.hash, longest);
        let next = words.get(usize::from(walk.next));
        if units.advance_to(next).is_none() {
            continue;
        }
        // A unit that is no word comes before the next word.
        walk.next += u16::from(next.is_some_and(|&[start, _]| (start as usize) < units.at));
        (walk.at, walk.hash) = (units.at as u32, units.hash);
        walks[kept] = walk;
        kept += 1;
    }
    kept
}
