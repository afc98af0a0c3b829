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
use super::image::{Image, Section};
use super::nodes::Nodes;
use crate::Span;

/// A walk through the table that began at a word with which some name begins.
#[derive(Clone, Copy, Default)]
struct Walk {
    /// Where it began, and how far it has come, in bytes.
    start: u32,
    at: u32,
    /// The number of the word that comes next, among those of the batch.
    next: u32,
    hash: u64,
}

/// A place where a name may stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    start: u32,
    end: u32,
    forms: u32,
}

/// Calls `found` with each place where a name may stand and where its forms are in the image: by start, at one start
/// the shorter first. What is found is equal but for what folding takes away, or, very rarely, not even that.
pub(super) fn search(
    image: &Image,
    automaton: Option<&Automaton>,
    text: &str,
    mut found: impl FnMut(Span, u32),
) {
    let Some(first_words) = FirstWords::new(image.first_words()) else {
        return;
    };
    let nodes = Nodes::new(image.nodes(), image.capacity());
    let forms = image.section(Section::Forms);
    let (seed, longest) = (image.seed(), image.longest_word());
    let mut edges = Edges::new(text);
    let mut walks = [Walk::default(); BATCH_WORDS];
    let mut places = vec![];
    while let Some(words) = edges.next() {
        let mut count = 0;
        for (word, &[start, end]) in words.iter().enumerate() {
            let (at, until) = (start as usize, end as usize);
            let (hash, small) = match ascii_word(text.as_bytes(), at, until, seed, longest) {
                Some(hash) => (hash, text.as_bytes()[at] >= b'a'),
                None => {
                    let mut units = Units::new(text, at, seed, longest);
                    if units.word(until).is_none() {
                        continue;
                    }
                    let small = text[at..].starts_with(char::is_lowercase);
                    (units.hash, small)
                }
            };
            walks[count] = Walk {
                start,
                at: end,
                next: word as u32 + 1,
                hash,
            };
            count += usize::from(first_words.contains(hash, small));
        }
        if let Some(automaton) = automaton {
            for walk in &walks[..count] {
                automaton.walk(text, walk.start as usize, |end, forms| {
                    found(Span::new(walk.start, end as u32), forms);
                });
            }
            continue;
        }
        places.clear();
        for _ in 0..image.most_units() {
            touch_all(walks[..count].iter().map(|walk| nodes.touch(walk.hash)));
            count = step(
                nodes,
                text,
                longest,
                words,
                &mut walks[..count],
                &mut places,
            );
            if count == 0 {
                break;
            }
        }
        places.sort_unstable();
        touch_all(places.iter().map(|place| {
            let form = forms.get(place.forms as usize);
            form.copied().unwrap_or_default()
        }));
        for place in &places {
            found(Span::new(place.start, place.end), place.forms);
        }
    }
}

/// Makes sure that all is read, so that none of it has to be waited for later.
fn touch_all(bytes: impl Iterator<Item = u8>) {
    std::hint::black_box(bytes.fold(0, |all, byte| all ^ byte));
}

/// Takes each walk a unit further; those that go on come to stand first. Gives their number.
fn step(
    nodes: Nodes<'_>,
    text: &str,
    longest: usize,
    words: &[[u32; 2]],
    walks: &mut [Walk],
    places: &mut Vec<Place>,
) -> usize {
    let mut kept = 0;
    for i in 0..walks.len() {
        let mut walk = walks[i];
        let Some(node) = nodes.get(walk.hash) else {
            continue;
        };
        if let Some(forms) = node.forms() {
            places.push(Place {
                start: walk.start,
                end: walk.at,
                forms,
            });
        }
        if !node.goes_on() {
            continue;
        }
        let mut units = Units::new(text, walk.at as usize, walk.hash, longest);
        let next = words.get(walk.next as usize);
        if units.advance_to(next).is_none() {
            continue;
        }
        // A unit that is no word comes before the next word.
        walk.next += u32::from(next.is_some_and(|&[start, _]| (start as usize) < units.at));
        (walk.at, walk.hash) = (units.at as u32, units.hash);
        walks[kept] = walk;
        kept += 1;
    }
    kept
}
