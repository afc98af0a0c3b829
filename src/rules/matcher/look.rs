//! What classes see of a token.

use rustc_hash::FxHashMap;

use super::Text;
use crate::mentions::is_acronym;
use crate::rules::Lists;
use crate::rules::word::{key, normal};
use crate::text::Shape;
use crate::words::Classes;

/// All that a class can tell tokens by: two that look the same are of the same classes. There are a few hundred looks in a text and few more
/// in a hundred texts, since most words are words of the language that no rule mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Look {
    /// Marks and lists.
    known: u64,
    /// How classes mention the word, its shape, tag and kind, each in bits of its own.
    form: u64,
}

/// What classes see of a shape.
const SHAPE: Shape = Shape::CAPITAL
    .union(Shape::ALL_CAPS)
    .union(Shape::DIGIT)
    .union(Shape::ABBREVIATION)
    .union(Shape::INITIAL)
    .union(Shape::SENTENCE_START);

impl Look {
    /// That of a token that these lists have.
    fn of(text: &Text<'_>, lists: Lists, at: usize) -> Look {
        let (token, word) = (text.p.token(at), &text.p.words[at]);
        let (marks, form) = (text.marks[at], text.p.word(at));
        let short = match form.as_bytes().first_chunk::<4>() {
            Some(first) => !first.is_ascii() && form.chars().nth(3).is_none(),
            None => true,
        };
        let flags = [
            word.classes.contains(Classes::PLURAL),
            short,
            is_acronym(form, token.shape, marks),
        ];
        let flags = flags
            .into_iter()
            .fold(0, |all, flag| all << 1 | u64::from(flag));
        let kinds = flags << 13 | (token.kind as u64) << 8 | word.tag as u64;
        let shape = u64::from((token.shape & SHAPE).bits());
        Look {
            known: u64::from(marks.bits()) << 32 | u64::from(lists.bits()),
            form: mentioned(text, at) << 32 | shape << 16 | kinds,
        }
    }
}

/// How classes mention a token's word: not; with this number; but for its apostrophes or hyphens; or but for its capitals.
#[inline]
fn mentioned(text: &Text<'_>, at: usize) -> u64 {
    let as_of = |word: &str, way: u64| {
        let number = text.classes.word(word)?;
        Some(u64::from(number) << 2 | way)
    };
    if !text.classes.may_mention(&text.p, at) {
        return 0;
    }
    let form = text.p.word(at);
    let found = as_of(form, 1).or_else(|| {
        // Most words have nothing that could be left aside.
        let small = key(form);
        let other = || as_of(&normal(form), 2).or_else(|| as_of(&small, 3));
        (*small != *form).then(other).flatten()
    });
    found.unwrap_or(0)
}

/// What was found out about looks, from text to text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Looks {
    /// The number of the classes.
    classes: u64,
    /// For each look the first of its cells.
    first: FxHashMap<Look, u32>,
    /// A cell has for some classes a bit each that tells whether it was asked, and one for the answer.
    pub(super) cells: Vec<[u64; 2]>,
}

/// With more cells than this all are forgotten before the next text.
const MOST: usize = 1 << 15;

impl Looks {
    /// Gets ready for a text.
    pub(super) fn prepare(&mut self, text: &Text<'_>) {
        if self.classes != text.classes.id() || self.cells.len() > MOST {
            self.classes = text.classes.id();
            self.first.clear();
            self.cells.clear();
        }
    }

    /// The first of the cells of a token that these lists have.
    pub(super) fn first(&mut self, text: &Text<'_>, lists: Lists, at: usize) -> u32 {
        let look = Look::of(text, lists, at);
        if let Some(&first) = self.first.get(&look) {
            return first;
        }
        let first = self.cells.len();
        let cells = text.classes.len().div_ceil(u64::BITS as usize);
        self.cells.resize(first + cells, [0; 2]);
        self.first.insert(look, first as u32);
        first as u32
    }
}
