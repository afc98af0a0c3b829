//! The Aho-Corasick automaton over the keys, for lists that are built where they are used.
//!
//! The usual way to match whole words, leftmost-longest first and a boundary test afterwards, loses names: with "St. John"
//! and "St. John's W" on "St. John's Way" the longer one wins and is then thrown away. Here the automaton is walked
//! **anchored** from a word's start, and every key on the way that ends at a word's edge is reported.

use aho_corasick::automaton::{Automaton as _, StateID};
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{Anchored, MatchKind};

use super::fold::{Folded, Keep, fold, is_name_char};
use super::image::Image;
use crate::BuildError;

#[derive(Clone, Debug)]
pub(super) struct Automaton {
    nfa: NFA,
    start: StateID,
    /// For each key, where its forms stand.
    forms: Vec<u32>,
}

impl Automaton {
    /// Over the keys of an image.
    pub(super) fn new(image: &Image) -> Result<Self, BuildError> {
        let keys: Vec<(Vec<u8>, u32)> = image
            .keys()
            .map(|(at, form)| (fold(&String::from_utf8_lossy(form.text)), at))
            .collect();
        let nfa = NFA::builder()
            .match_kind(MatchKind::Standard)
            .prefilter(false)
            .build(keys.iter().map(|(key, _)| key))
            .map_err(BuildError::automaton)?;
        let start = nfa
            .start_state(Anchored::Yes)
            .map_err(BuildError::automaton)?;
        let forms = keys.iter().map(|&(_, forms)| forms).collect();
        Ok(Automaton { nfa, start, forms })
    }

    /// Calls `found` with the end of each key that begins at `start`, shorter ones first, and where its forms stand.
    pub(super) fn walk(&self, text: &str, start: usize, mut found: impl FnMut(usize, u32)) {
        let mut state = self.start;
        let mut depth = 0;
        let mut folded = Folded::new(text, start, Keep::KEY);
        while let Some(piece) = folded.next() {
            for &byte in piece.bytes() {
                state = self.nfa.next_state(Anchored::Yes, state, byte);
                depth += 1;
            }
            if self.nfa.is_dead(state) {
                return;
            }
            if self.nfa.is_match(state) && is_edge(text, folded.at) {
                // A state also reports the keys that are suffixes of the one it stands for.
                let whole = (0..self.nfa.match_len(state))
                    .map(|i| self.nfa.match_pattern(state, i))
                    .find(|&key| self.nfa.pattern_len(key) == depth);
                if let Some(key) = whole {
                    found(folded.at, self.forms[key.as_usize()]);
                }
            }
        }
    }
}

/// Whether no word goes on over this offset.
fn is_edge(text: &str, at: usize) -> bool {
    let within = |c: Option<char>| c.is_some_and(is_name_char);
    !(within(text[at..].chars().next()) && within(text[..at].chars().next_back()))
}
