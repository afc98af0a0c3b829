//! Where names can be: runs of capitalised words, and the spans in them.

use super::super::candidate::Candidate;
use super::super::evidence::{Evidence, Marks};
use crate::rules::Lists;
use crate::text::{Shape, TokenKind};

/// Longer runs are cut.
const LONGEST_ISLAND: usize = 24;
/// Longer names are found by rules only.
const LONGEST_NAME: usize = 8;

/// A span that may be a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Segment {
    /// One past its last token.
    pub end: usize,
    /// Its first token.
    pub first: usize,
}

/// A run of words that hold names.
#[derive(Debug)]
pub(super) struct Island<'r> {
    pub first: usize,
    pub end: usize,
    /// By end, then by start.
    pub segments: Vec<Segment>,
    /// What the rules propose in it.
    pub rules: &'r [Candidate],
}

impl Island<'_> {
    /// What the rules propose for exactly this span.
    pub fn rules_at(&self, s: &Segment) -> impl Iterator<Item = &Candidate> {
        let s = *s;
        self.rules
            .iter()
            .filter(move |c| c.first == s.first && c.end == s.end)
    }
}

/// The islands of a text, in order.
pub(super) struct Islands<'r> {
    islands: Vec<Island<'r>>,
    /// What the rules choose outside of islands, or over the end of a cut one.
    pub outside: Vec<&'r Candidate>,
}

impl<'r> Islands<'r> {
    /// `rules` must be sorted by their first tokens.
    pub fn find(e: &Evidence<'_>, rules: &'r [Candidate]) -> Self {
        let mut islands = vec![];
        let mut outside = vec![];
        let mut next = 0;
        let mut i = 0;
        while i < e.len() {
            if !begins(e, i) {
                i += 1;
                continue;
            }
            let mut end = reach(e, i);
            let first_rule = next + rules[next..].partition_point(|c| c.first < i);
            outside.extend(rules[next..first_rule].iter().filter(|c| c.chosen));
            next = first_rule;
            // Rules may go further: over commas and quotation marks.
            while let Some(rule) = rules.get(next).filter(|c| c.first < end) {
                if rule.end <= i + LONGEST_ISLAND {
                    end = end.max(rule.end);
                }
                next += 1;
                if rules.get(next).is_none_or(|c| c.first >= end) {
                    let further = further(e, i, end);
                    if further == end {
                        break;
                    }
                    end = further;
                }
            }
            let inside = &rules[first_rule..next];
            let mut segments = segments(e, i, end);
            for rule in inside {
                let segment = Segment {
                    first: rule.first,
                    end: rule.end,
                };
                if rule.end <= end && !segments.contains(&segment) {
                    segments.push(segment);
                }
            }
            segments.sort_unstable();
            outside.extend(inside.iter().filter(|c| c.chosen && c.end > end));
            islands.push(Island {
                first: i,
                end,
                segments,
                rules: inside,
            });
            i = end;
        }
        outside.extend(rules[next..].iter().filter(|c| c.chosen));
        Islands { islands, outside }
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Island<'r>> {
        self.islands.iter_mut()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Island<'r>> {
        self.islands.iter()
    }
}

/// Whether a name may begin with token `i`.
fn begins(e: &Evidence<'_>, i: usize) -> bool {
    if e.is(i, Marks::CLOSED) {
        return false;
    }
    e.capital(i)
        || e.kind(i) == Some(TokenKind::Number) && e.joined(i) && e.capital(i + 1)
        || e.kind(i) == Some(TokenKind::Word)
            && e.joined(i)
            && e.capital(i + 1)
            && matches!(
                e.word(i),
                "al" | "el"
                    | "de"
                    | "van"
                    | "von"
                    | "bin"
                    | "ibn"
                    | "der"
                    | "den"
                    | "di"
                    | "da"
                    | "le"
                    | "la"
                    | "du"
            )
}

/// Whether a name may end with token `i`.
fn ends(e: &Evidence<'_>, i: usize) -> bool {
    e.capital(i)
        || e.kind(i) == Some(TokenKind::Number) && i > 0 && e.joined(i - 1) && e.capital(i - 1)
        || e.listed(i, Lists::NAME_SUFFIXES)
        || syllable(e, i)
}

/// Whether a short word follows a hyphen that stands apart: "Lee Ka - chiu".
fn syllable(e: &Evidence<'_>, i: usize) -> bool {
    i > 1
        && e.word(i - 1) == "-"
        && e.joined(i - 1)
        && e.joined(i - 2)
        && e.capital(i - 2)
        && e.kind(i) == Some(TokenKind::Word)
        && e.word(i).len() < 6
}

/// Whether a name may go over token `i`.
fn joins(e: &Evidence<'_>, i: usize) -> bool {
    match e.kind(i) {
        Some(TokenKind::Word) => {
            let word = e.word(i);
            matches!(
                word,
                "of" | "the"
                    | "for"
                    | "on"
                    | "and"
                    | "in"
                    | "&"
                    | "at"
                    | "to"
                    | "des"
                    | "do"
                    | "für"
                    | "against"
                    | "with"
            ) || e.vocabulary.has(Lists::PARTICLES, word)
        }
        Some(TokenKind::Clitic | TokenKind::Dash) => true,
        Some(TokenKind::Symbol) => matches!(e.word(i), "&" | "/" | "-" | "+" | "!" | "'" | "’"),
        Some(TokenKind::Stop) => e.word(i) == ".",
        _ => false,
    }
}

/// The end of the run of words that hang together, from `first` on.
fn reach(e: &Evidence<'_>, first: usize) -> usize {
    further(e, first, first + 1)
}

fn further(e: &Evidence<'_>, first: usize, from: usize) -> usize {
    let mut end = from;
    loop {
        let mut next = end;
        while next < end + 3 && e.joined(next - 1) && !e.capital(next) && joins(e, next) {
            next += 1;
        }
        if next >= e.len()
            || next >= first + LONGEST_ISLAND
            || !e.joined(next - 1)
            || !(e.capital(next)
                || next == end && ends(e, next)
                || begins(e, next)
                || syllable(e, next))
        {
            return end;
        }
        end = next + 1;
    }
}

/// Whether a word in capitals behind one in small letters is none of its name: "Ann Lee PRESSER".
fn shouted(e: &Evidence<'_>, i: usize) -> bool {
    e.shape(i).contains(Shape::ALL_CAPS)
        && !e.shape(i - 1).contains(Shape::ALL_CAPS)
        && e.word(i).len() > 5
        && !e.is(
            i,
            Marks::CAPS_LINE | Marks::NAME | Marks::ORG_SUFFIX | Marks::ORG,
        )
}

fn segments(e: &Evidence<'_>, first: usize, end: usize) -> Vec<Segment> {
    let length = end - first;
    let mut segments = Vec::with_capacity(length * (length + 1).min(2 * LONGEST_NAME) / 2);
    for from in first..end {
        if !begins(e, from) {
            continue;
        }
        // A name ends before a currency's sign: "US $5".
        for to in from + 1..=end.min(from + LONGEST_NAME) {
            if to > from + 1 && shouted(e, to - 1) {
                break;
            }
            let named = !e.word(to).starts_with('$');
            if named && (ends(e, to - 1) || to == from + 1 && e.capital(from)) {
                segments.push(Segment {
                    first: from,
                    end: to,
                });
            }
            if to < end && !e.joined(to - 1) {
                break;
            }
        }
    }
    segments
}
