//! Finds the names of one image in a text.
//!
//! A search only begins at the start of a word, and only if the word's hash is among those of the names' first words, which
//! most are not. From there on one of two engines looks for the names that go on: the flat table of the image, or an
//! [`Automaton`]. Both find the same.

use super::automaton::Automaton;
use super::edges::{BATCH_WORDS, Edges};
use super::first_words::FirstWords;
use super::hash::{Units, ascii_word};
use super::image::Image;
use super::nodes::Nodes;
use crate::Span;

/// A word that some name begins with.
#[derive(Clone, Copy, Default)]
struct Candidate {
    /// Its number among the words of the batch.
    word: u32,
    hash: u64,
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
    let (seed, longest) = (image.seed(), image.longest_word());
    let most_units = image.most_units() as usize;
    let mut edges = Edges::new(text);
    let mut candidates = [Candidate::default(); BATCH_WORDS];
    while let Some(words) = edges.next() {
        let mut count = 0;
        for (word, &[start, end]) in words.iter().enumerate() {
            let (start, end) = (start as usize, end as usize);
            let (hash, small) = match ascii_word(text.as_bytes(), start, end, seed, longest) {
                Some(hash) => (hash, text.as_bytes()[start] >= b'a'),
                None => {
                    let mut units = Units::new(text, start, seed, longest);
                    if units.word(end).is_none() {
                        continue;
                    }
                    let small = text[start..].starts_with(char::is_lowercase);
                    (units.hash, small)
                }
            };
            candidates[count] = Candidate {
                word: word as u32,
                hash,
            };
            count += usize::from(first_words.contains(hash, small));
        }
        let candidates = &candidates[..count];
        if automaton.is_none() {
            // All at once, so that no look at a large table has to wait for the one before.
            let touched = candidates
                .iter()
                .fold(0, |all, c| all ^ nodes.touch(c.hash));
            std::hint::black_box(touched);
        }
        for &Candidate { word, hash } in candidates {
            let [start, end] = words[word as usize];
            if let Some(automaton) = automaton {
                automaton.walk(text, start as usize, |end, forms| {
                    found(Span::new(start, end as u32), forms);
                });
                continue;
            }
            let mut units = Units::new(text, end as usize, hash, longest);
            for next in word as usize + 1..=word as usize + most_units {
                let Some(node) = nodes.get(units.hash) else {
                    break;
                };
                if let Some(forms) = node.forms() {
                    found(Span::new(start, units.at as u32), forms);
                }
                if !node.goes_on() || units.advance_to(words.get(next)).is_none() {
                    break;
                }
            }
        }
    }
}
