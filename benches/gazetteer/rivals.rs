//! Other ways to find names, and the plain one that says what is right.

use std::borrow::Cow;
use std::collections::HashSet;

use aho_corasick::MatchKind;
use daachorse::{DoubleArrayAhoCorasick, DoubleArrayAhoCorasickBuilder};

/// Another engine, used as its documentation suggests.
pub trait Rival {
    const NAME: &'static str;
    fn build(names: &[String], any_case: bool) -> Self;
    fn bytes(&self) -> usize;
    /// How many names it finds at the edges of words.
    fn count(&self, text: &str, any_case: bool) -> usize;
}

pub struct AhoCorasick(aho_corasick::AhoCorasick);

impl Rival for AhoCorasick {
    const NAME: &'static str = "aho-corasick";

    fn build(names: &[String], any_case: bool) -> Self {
        let automaton = aho_corasick::AhoCorasick::builder()
            .kind(Some(aho_corasick::AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(any_case)
            .build(names);
        AhoCorasick(automaton.expect("the names fit"))
    }

    fn bytes(&self) -> usize {
        self.0.memory_usage()
    }

    fn count(&self, text: &str, _: bool) -> usize {
        let hits = self.0.find_iter(text);
        hits.filter(|hit| is_edge(text, hit.start()) && is_edge(text, hit.end()))
            .count()
    }
}

pub struct Daachorse(DoubleArrayAhoCorasick<u32>);

impl Rival for Daachorse {
    const NAME: &'static str = "daachorse";

    fn build(names: &[String], any_case: bool) -> Self {
        let automaton = DoubleArrayAhoCorasickBuilder::new()
            .match_kind(daachorse::MatchKind::LeftmostLongest)
            .build(names.iter().map(|name| lower(name, any_case).into_owned()));
        Daachorse(automaton.expect("the names fit"))
    }

    fn bytes(&self) -> usize {
        self.0.heap_bytes()
    }

    fn count(&self, text: &str, any_case: bool) -> usize {
        let text = lower(text, any_case);
        let hits = self.0.leftmost_find_iter(text.as_ref());
        hits.filter(|hit| is_edge(&text, hit.start()) && is_edge(&text, hit.end()))
            .count()
    }
}

/// Walked from every word's start, which is exact.
pub struct Fst(fst::Set<Vec<u8>>);

impl Rival for Fst {
    const NAME: &'static str = "fst";

    fn build(names: &[String], any_case: bool) -> Self {
        let mut names: Vec<String> = names
            .iter()
            .map(|name| lower(name, any_case).into_owned())
            .collect();
        names.sort_unstable();
        Fst(fst::Set::from_iter(names).expect("the names are in order"))
    }

    fn bytes(&self) -> usize {
        self.0.as_fst().as_bytes().len()
    }

    fn count(&self, text: &str, any_case: bool) -> usize {
        let fst = self.0.as_fst();
        leftmost_longest(&lower(text, any_case), |rest, is_end| {
            let mut node = fst.root();
            let mut longest = None;
            for (i, &b) in rest.as_bytes().iter().enumerate() {
                let Some(transition) = node.find_input(b) else {
                    break;
                };
                node = fst.node(node.transition_addr(transition));
                if node.is_final() && is_end(i + 1) {
                    longest = Some(i + 1);
                }
            }
            longest
        })
    }
}

/// Asks a set of all names for everything that ends at an edge and is not too long.
pub fn reference(names: &[String], any_case: bool, text: &str) -> usize {
    let names: HashSet<_> = names.iter().map(|name| lower(name, any_case)).collect();
    let most = names
        .iter()
        .map(|name| name.len())
        .max()
        .unwrap_or_default();
    // Every word that no name begins with saves the look at all its ends.
    let word = |s: &str| s.find(|c: char| !c.is_alphanumeric()).unwrap_or(s.len());
    let first: HashSet<_> = names.iter().map(|name| &name[..word(name)]).collect();
    leftmost_longest(&lower(text, any_case), |rest, is_end| {
        let from = word(rest);
        if !first.contains(&rest[..from]) {
            return None;
        }
        (from..=most.min(rest.len()))
            .rev()
            .find(|&end| rest.is_char_boundary(end) && is_end(end) && names.contains(&rest[..end]))
    })
}

/// Counts names from left to right; `longest` gives the length of the longest one at the beginning of a string.
fn leftmost_longest(
    text: &str,
    longest: impl Fn(&str, &dyn Fn(usize) -> bool) -> Option<usize>,
) -> usize {
    let mut found = 0;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let mut next = at + c.len_utf8();
        if c.is_alphanumeric() {
            match longest(&text[at..], &|end| is_edge(text, at + end)) {
                Some(len) => {
                    found += 1;
                    next = at + len;
                }
                None => {
                    let rest = &text[at..];
                    next = at
                        + rest
                            .find(|c: char| !c.is_alphanumeric())
                            .unwrap_or(rest.len());
                }
            }
        }
        at = next;
    }
    found
}

fn lower(s: &str, any_case: bool) -> Cow<'_, str> {
    if any_case {
        // So that "ß" is "SS", too.
        Cow::Owned(s.to_uppercase().to_lowercase())
    } else {
        Cow::Borrowed(s)
    }
}

fn is_edge(text: &str, at: usize) -> bool {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let byte = |at: usize| text.as_bytes().get(at).copied().unwrap_or(b' ');
    let (before, after) = (if at == 0 { b' ' } else { byte(at - 1) }, byte(at));
    if before.is_ascii() && after.is_ascii() {
        return !(before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric());
    }
    !(inside(text[..at].chars().next_back()) && inside(text[at..].chars().next()))
}
