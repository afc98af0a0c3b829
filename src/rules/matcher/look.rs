//! What classes see of a token.

use rustc_hash::FxHashMap;

use super::Text;
use crate::mentions::{Marks, is_acronym};
use crate::rules::Lists;
use crate::rules::word::{key, normal};
use crate::text::{Shape, TokenKind};
use crate::words::{Classes, Tag, Word};

/// All that a class can tell tokens by: two that look the same are of the same classes. There are a few hundred looks in a text and few more
/// in a hundred texts, since most words are words of the language that no rule mentions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Look {
    marks: Marks,
    lists: Lists,
    word: Mentioned,
    shape: Shape,
    kind: TokenKind,
    tag: Tag,
    plural: bool,
    short: bool,
    acronym: bool,
}

/// How classes mention a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Mentioned {
    Not,
    /// The word with this number,
    As(u32),
    /// but for its apostrophes or hyphens,
    Normal(u32),
    /// or for its capitals.
    Small(u32),
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
        Look {
            marks,
            lists,
            word: Mentioned::of(text, form, word),
            shape: token.shape & SHAPE,
            kind: token.kind,
            tag: word.tag,
            plural: word.classes.contains(Classes::PLURAL),
            short: form.len() <= 3 || form.chars().nth(3).is_none(),
            acronym: is_acronym(form, token.shape, marks),
        }
    }
}

impl Mentioned {
    #[inline]
    fn of(text: &Text<'_>, form: &str, word: &Word) -> Mentioned {
        if !text.classes.may_mention(form, word) {
            return Mentioned::Not;
        }
        let of = |word: &str| text.classes.word(word);
        if let Some(number) = of(form) {
            return Mentioned::As(number);
        }
        let normal = of(&normal(form)).map(Mentioned::Normal);
        let found = normal.or_else(|| of(&key(form)).map(Mentioned::Small));
        found.unwrap_or(Mentioned::Not)
    }
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
const MOST: usize = 1 << 14;

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
