//! Which words a name can begin with.
//!
//! Two sets, both with a few false positives: one of the first four letters, which spares most words of a text the hash, and a
//! [`Filter`] of the hashes of words. Words with a small first letter stand apart in both: in a list whose case counts, few names
//! begin so, and most words of a text do. Where so many names may begin with a small letter that a set of openings would stop few words,
//! there is none, and the filter makes no difference either, which makes it half as large.
//!
//! Four in ten words of a text begin a name of a million ("The", "In"), but after most of these comes what goes on in none. So the
//! filter also knows the first letter of what follows the word in names: it turns the bits of the word's hash. A word that names
//! go on from in a dozen ways has bits for going on at all instead.

use rustc_hash::FxHashMap;

use super::case::may_begin_small;
use super::filter::{Beginning, Filter, NewFilter};
use super::fold::{fold, is_name_char};
use super::heaps::Heaps;
use super::image::FormFlags;
use super::list::List;

/// Bits in the filter for each thing that is known of a word.
const BITS: usize = 12;

/// The sizes that a set of openings may have, in words of 64 bits: fixed ones, so that no look needs a check of bounds.
const FEW: usize = 1 << 7;
const SOME: usize = 1 << 9;
const MANY: usize = 1 << 11;

/// The sets as they lie in a file or in memory.
#[derive(Clone, Copy)]
pub(super) struct FirstWords<'g> {
    filter: Filter<'g>,
    openings: Openings<'g>,
}

/// The first four letters of names, or fewer if the first word has fewer, folded.
#[derive(Clone, Copy)]
enum Openings<'g> {
    Few(&'g [[u8; 8]; FEW]),
    Some(&'g [[u8; 8]; SOME]),
    Many(&'g [[u8; 8]; MANY]),
    /// So many that they would stop few words.
    All,
}

impl<'g> FirstWords<'g> {
    /// From what [`NewFirstWords::build`] gave.
    pub(super) fn new(filter: &'g [u8], openings: &'g [u8]) -> Self {
        let (words, _) = openings.as_chunks();
        let openings = if let Ok(words) = words.try_into() {
            Openings::Few(words)
        } else if let Ok(words) = words.try_into() {
            Openings::Some(words)
        } else if let Ok(words) = words.try_into() {
            Openings::Many(words)
        } else {
            Openings::All
        };
        FirstWords {
            filter: Filter::new(filter),
            openings,
        }
    }

    /// Lists the numbers of the words that begin with letters that a name can begin with.
    #[inline(never)]
    pub(super) fn likely(self, text: &str, words: &[[u32; 2]], likely: &mut List<u16>) {
        match self.openings {
            Openings::Few(set) => sift(set, text, words, likely),
            Openings::Some(set) => sift(set, text, words, likely),
            Openings::Many(set) => sift(set, text, words, likely),
            Openings::All => {
                let mut likely = likely.refill();
                (0..words.len() as u16).for_each(|word| likely.push(word));
            }
        }
    }

    /// Asks for what [`get`](FirstWords::get) will read.
    #[inline(always)]
    pub(super) fn prefetch(self, hash: u64) {
        self.filter.prefetch(hash);
    }

    /// Whether words with a small first letter have [another hash](apart) in the filter.
    #[inline(always)]
    pub(super) fn tells_small(self) -> bool {
        !matches!(self.openings, Openings::All)
    }

    /// What is known of a word; `hash` is what [`apart`] gives, `turn` what [`turn`] does.
    #[inline(always)]
    pub(super) fn get(self, hash: u64, turn: u8) -> Beginning {
        let [ends, anyhow, goes_on] = self.filter.has(hash, [ENDS, ANYHOW, u32::from(turn)]);
        Beginning {
            ends,
            goes_on: anyhow | goes_on,
        }
    }
}

/// How the bits of a word in the filter are turned where a name ends with it.
const ENDS: u32 = 0;

/// Where names go on in so many ways that it does not matter what comes next.
const ANYHOW: u32 = 1;

/// Where any name goes on, for what cannot be told from one byte.
const SOMEHOW: u8 = 33;

/// With more ways than this, a word's bits would fill those of others.
const MOST_WAYS: u32 = 12;

/// Where a name goes on with a unit that begins with this byte, folded.
const TURNS: [u8; 256] = {
    let mut turns = [SOMEHOW; 256];
    let mut b = b'!';
    while b <= b'~' {
        let folded = match b {
            b'`' => b'\'',
            b => b | 0x20,
        };
        // All turns are less than 64: `_` would be the one that is not.
        if b != b'_' {
            turns[b as usize] = 1 + (folded & 0x1f | folded >> 1 & 0x20);
        }
        b += 1;
    }
    turns
};

/// What to ask of a word that ends there, by the byte that comes next.
#[inline(always)]
pub(super) fn turn(text: &[u8], end: usize) -> u8 {
    match text.get(end..).and_then(<[u8]>::first_chunk) {
        Some(next) => turn_before(*next),
        None => SOMEHOW,
    }
}

/// The same by the two bytes that come next.
#[inline(always)]
pub(super) fn turn_before([first, second]: [u8; 2]) -> u8 {
    let next = if first == b' ' { second } else { first };
    TURNS[usize::from(next)]
}

/// The same for a form, of which the second unit ends at `until`.
fn turn_in_form(form: &str, end: usize, until: usize) -> u8 {
    match turn(form.as_bytes(), end) {
        SOMEHOW => {
            let folded = fold(&form[end..until]);
            let first = folded.iter().find(|b| **b != b' ');
            first.map_or(SOMEHOW, |b| TURNS[usize::from(*b)])
        }
        turn => turn,
    }
}

/// Another hash for words with a small first letter.
#[inline(always)]
pub(super) fn apart(hash: u64, small: bool) -> u64 {
    // No branch: it could not be foreseen.
    hash.rotate_left(24 * u32::from(small))
}

fn sift<const N: usize>(
    set: &[[u8; 8]; N],
    text: &str,
    words: &[[u32; 2]],
    likely: &mut List<u16>,
) {
    let mut likely = likely.refill();
    for (number, &[start, end]) in (0..).zip(words) {
        let at = start as usize;
        let four = text.as_bytes().get(at..at + 4);
        let keep = match four.and_then(<[u8]>::first_chunk) {
            Some(four) => {
                let mask = MASKS[(end - start).min(4) as usize];
                let letters = (u32::from_le_bytes(*four) | SMALL) & mask;
                let (word, bit) = position::<N>(letters, four[0] >= b'a');
                let word = u64::from_le_bytes(set[word]);
                (word >> bit & 1 != 0) | (letters & NOT_ASCII != 0)
            }
            None => true,
        };
        likely.push_if(keep, number);
    }
}

/// The bit that makes ASCII letters small and leaves digits as they are.
const SMALL: u32 = u32::from_le_bytes([0x20; 4]);
const NOT_ASCII: u32 = u32::from_le_bytes([0x80; 4]);

/// For each length, the bits that a word has in four bytes.
const MASKS: [u32; 5] = [0, 0xff, 0xffff, 0xff_ffff, 0xffff_ffff];

/// Where the bit of folded letters stands in a set of so many words. The upper half is for words with a small first letter.
#[inline(always)]
fn position<const N: usize>(letters: u32, small: bool) -> (usize, u32) {
    let hash = letters.wrapping_mul(0x9e37_79b1) >> (27 - N.trailing_zeros());
    let bit = hash | u32::from(small) << (5 + N.trailing_zeros());
    ((bit / 64) as usize % N, bit % 64)
}

/// Gathers the first words of names.
#[derive(Default)]
pub(super) struct NewFirstWords {
    heaps: Heaps<FirstWord>,
    openings: FxHashMap<u32, u8>,
}

/// The first word of a form.
#[derive(Clone, Copy)]
struct FirstWord {
    hash: u64,
    /// Its first letters, if they are ASCII.
    opening: u32,
    /// How the bits in the filter are turned.
    turn: u8,
    /// Whether it may have a small first letter.
    small: bool,
}

impl NewFirstWords {
    /// Makes room for so many.
    pub(super) fn reserve(&mut self, forms: usize) {
        self.heaps.reserve(forms);
    }

    /// Adds the first word of a form, which has this hash and ends at `end`; `until` is the end of the second unit, if there is one.
    pub(super) fn push(
        &mut self,
        hash: u64,
        form: &str,
        flags: FormFlags,
        end: usize,
        until: Option<usize>,
    ) {
        let first = FirstWord {
            hash,
            opening: opening(form).map_or(NOT_ASCII, u32::from_le_bytes),
            turn: until.map_or(ENDS as u8, |until| turn_in_form(form, end, until)),
            small: may_begin_small(flags, form),
        };
        self.heaps.push(hash, first);
    }

    /// The bytes that [`FirstWords`] reads.
    pub(super) fn build(mut self) -> (Vec<u8>, Vec<u8>) {
        let mut words = self.count();
        let openings = self.openings();
        if openings.is_empty() {
            // What may begin with a small letter may also begin with another.
            words.iter_mut().for_each(|(_, [_, small])| *small = 0);
        }
        let things = words.iter().flat_map(|(_, turns)| turns);
        let things = things.map(|turns| turns.count_ones() as usize).sum();
        let mut filter = NewFilter::new(things, BITS);
        for (hash, turns) in words {
            for (small, turns) in [false, true].into_iter().zip(turns) {
                let all = (0..u64::BITS).filter(|turn| turns >> turn & 1 != 0);
                all.for_each(|turn| filter.add_turned(apart(hash, small), turn));
            }
        }
        (filter.bytes(), openings)
    }

    /// For each hash the turns, as bits, and those for words with a small first letter.
    fn count(&mut self) -> Vec<(u64, [u64; 2])> {
        let mut all = vec![];
        let mut words = FxHashMap::<u64, [u64; 2]>::default();
        for heap in self.heaps.iter() {
            for first in heap {
                let turns = match first.turn {
                    0 => 1 << ENDS,
                    turn => 1 << SOMEHOW | 1 << turn,
                };
                let old = words.entry(first.hash).or_default();
                let new = [
                    old[0] | turns,
                    if first.small { old[1] | turns } else { old[1] },
                ];
                if *old != new {
                    *old = new;
                    if first.opening != NOT_ASCII {
                        *self.openings.entry(first.opening).or_default() |=
                            1 | u8::from(first.small) << 1;
                    }
                }
            }
            all.extend(words.drain());
        }
        for turns in all.iter_mut().flat_map(|(_, turns)| turns) {
            if (*turns & !(1 << ENDS | 1 << SOMEHOW)).count_ones() > MOST_WAYS {
                *turns = *turns & 1 << ENDS | 1 << ANYHOW;
            }
        }
        all
    }

    fn openings(&self) -> Vec<u8> {
        let small = self.openings.values().filter(|known| **known & 2 != 0);
        let (small, all) = (small.count(), self.openings.len());
        // Most words of a text have a small first letter.
        let fits = |words: usize| small * 12 <= words * 32 && all * 3 / 2 <= words * 32;
        if fits(FEW) {
            self.set::<FEW>()
        } else if fits(SOME) {
            self.set::<SOME>()
        } else if small * 4 <= MANY * 32 {
            self.set::<MANY>()
        } else {
            vec![]
        }
    }

    fn set<const N: usize>(&self) -> Vec<u8> {
        let mut set = [0_u64; N];
        for (&letters, known) in &self.openings {
            for (small, bit) in [(false, 1), (true, 2)] {
                if known & bit != 0 {
                    let (word, bit) = position::<N>(letters, small);
                    set[word] |= 1 << bit;
                }
            }
        }
        set.iter().flat_map(|word| word.to_le_bytes()).collect()
    }
}

/// The first four letters of the first word of a form, folded; `None` if they are not ASCII.
fn opening(form: &str) -> Option<[u8; 4]> {
    let mut four = [0; 4];
    let letters = form.bytes().take(4);
    let letters = letters.take_while(u8::is_ascii_alphanumeric);
    let length = four
        .iter_mut()
        .zip(letters)
        .map(|(four, b)| *four = b)
        .count();
    if length == 4 || form.as_bytes().get(length).is_none_or(u8::is_ascii) {
        four.make_ascii_lowercase();
        return Some(four);
    }
    // Words that fold to something else than ASCII are nowhere ASCII in their first four bytes.
    let word = form
        .find(|c| !is_name_char(c))
        .map_or(form, |end| &form[..end]);
    let folded = fold(word);
    let length = folded.len().min(4);
    four = [0; 4];
    four[..length].copy_from_slice(&folded[..length]);
    four.is_ascii().then_some(four)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::edges::Edges;
    use crate::gazetteer::hash::Units;

    /// The words of a text with which one of the names may begin.
    fn first_words<'t>(names: &[(&str, FormFlags)], text: &'t str) -> Vec<&'t str> {
        let mut new = NewFirstWords::default();
        for (name, flags) in names {
            let mut units = Units::new(name, 0, 0, 64);
            units.advance().unwrap();
            let (hash, end) = (units.hash, units.at);
            let until = units.advance().map(|()| units.at);
            new.push(hash, name, *flags, end, until);
        }
        let (filter, openings) = new.build();
        let first_words = FirstWords::new(&filter, &openings);
        let mut likely = List::default();
        let mut edges = Edges::new(text);
        let mut found = vec![];
        while let Some(words) = edges.next() {
            first_words.likely(text, words, &mut likely);
            for &word in likely.items() {
                let [start, end] = words[usize::from(word)].map(|at| at as usize);
                let mut units = Units::new(text, start, 0, 64);
                units.word(end).unwrap();
                let small = text[start..].starts_with(char::is_lowercase);
                let small = small && first_words.tells_small();
                let known = first_words.get(apart(units.hash, small), turn(text.as_bytes(), end));
                if known.ends || known.goes_on {
                    found.push(&text[start..end]);
                }
            }
        }
        found
    }

    #[test]
    fn in_the_cases_that_a_name_may_have() {
        let exact = FormFlags::empty();
        let text = "Oslo OSLO oslo, The the. A’s a 3M é É Ébène ebene EBENE Zu\u{308}rich";
        let found = first_words(&[("Oslo", exact), ("A’s", exact), ("3M", exact)], text);
        assert_eq!(found, ["Oslo", "OSLO", "A", "3M"]);
        let found = first_words(&[("oslo", exact), ("é", exact)], text);
        assert_eq!(found, ["Oslo", "OSLO", "oslo", "é", "É"]);
        let any_case = FormFlags::ANY_CASE;
        let found = first_words(&[("Ébène", any_case), ("the", any_case)], text);
        assert_eq!(found, ["The", "the", "Ébène", "ebene", "EBENE"]);
        let found = first_words(&[("Zürich", FormFlags::ANY_ACCENTS)], text);
        assert_eq!(found, ["Zu\u{308}rich"]);
    }

    #[test]
    fn before_what_a_name_goes_on_with() {
        let any_case = FormFlags::ANY_CASE;
        let names = [
            ("Oslo By", any_case),
            ("O‘Hara", any_case),
            ("x Émile", any_case),
        ];
        let text = "Oslo Gate, OSLO BY. oslo-by, Oslo\u{a0}by, Oslo  by Oslo; O'Hara, o`Hara, O’Hara O Hara, X emile, x é";
        let places = first_words(&names, text).into_iter();
        let places = places.map(|word| word.as_ptr() as usize - text.as_ptr() as usize);
        let following: Vec<_> = places
            .map(|at| text[at..].chars().take(6).collect::<String>())
            .collect();
        let expected: [String; 8] = [
            "OSLO B",
            "Oslo\u{a0}b",
            "Oslo  ",
            "O'Hara",
            "o`Hara",
            "O’Hara",
            "X emil",
            "x é",
        ]
        .map(str::to_owned);
        assert_eq!(following, expected);
        // After so many that what follows does not matter.
        let many: Vec<String> = ('a'..='z').map(|c| format!("Oslo {c}")).collect();
        let many: Vec<_> = many.iter().map(|name| (&name[..], any_case)).collect();
        assert_eq!(first_words(&many, "Oslo! oslo;"), ["Oslo", "oslo"]);
    }

    #[test]
    fn many_openings_need_a_larger_set_or_none() {
        let letters = || b'a'..=b'z';
        let pairs = || letters().flat_map(|a| letters().map(move |b| [a, b]));
        let names = pairs().flat_map(|[a, b]| {
            let others = pairs().map(move |[c, d]| String::from_utf8(vec![a, b, c, d]).unwrap());
            others.step_by(7)
        });
        let names: Vec<String> = names.collect();
        for (count, size) in [(1, FEW), (600, SOME), (10_000, MANY), (names.len(), 0)] {
            let mut new = NewFirstWords::default();
            for (number, name) in names[..count].iter().enumerate() {
                let hash = (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                new.push(hash, name, FormFlags::ANY_CASE, name.len(), None);
            }
            let (filter, openings) = new.build();
            assert_eq!(openings.len(), size * 8, "{count}");
            // Where there is no set, words with a small first letter have nothing of their own in the filter.
            let first_words = FirstWords::new(&filter, &openings);
            let things = count * (1 + usize::from(first_words.tells_small()));
            assert_eq!(filter.len(), (things * BITS / 64 + 1) * 8);
            assert_eq!(first_words.tells_small(), size > 0);
            let small = first_words.get(apart(0, first_words.tells_small()), SOMEHOW);
            assert!(small.ends);
        }
    }
}
