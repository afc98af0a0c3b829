//! Whether a word may be one of a few that somebody looks for.

use super::{NUMBERS, Phrases, number};

/// What some words look like. Most words of a text are words of the language and none of these: a bit tells that, before anything is folded or hashed.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordSet {
    /// A bit for each number of the lexicon.
    numbers: Vec<u64>,
    /// How long they are, by their first letter: for words without a number.
    lengths: [u32; 32],
}

impl WordSet {
    /// Without words.
    pub const EMPTY: WordSet = WordSet {
        numbers: Vec::new(),
        lengths: [0; 32],
    };

    /// The place of a word, which folding does not change where it has ASCII letters only.
    fn place(word: &str) -> (usize, u32) {
        let first = word.as_bytes().first().copied().unwrap_or_default();
        (usize::from(first % 32), 1 << word.len().min(31))
    }

    pub fn add(&mut self, word: &str) {
        let number = number(word) as usize;
        self.numbers.resize(NUMBERS.div_ceil(64), 0);
        self.numbers[number / 64] |= 1 << (number % 64);
        let (first, length) = WordSet::place(word);
        self.lengths[first] |= length;
    }

    /// Whether token `i` may be one of them but for capitals, accents, and other makes of apostrophes and hyphens.
    #[inline]
    pub fn may_have(&self, p: &Phrases<'_>, i: usize) -> bool {
        let number = p.words[i].number;
        if number != 0 {
            let bits = self.numbers.get(number as usize / 64);
            return bits.is_some_and(|bits| bits & 1 << (number % 64) != 0);
        }
        let form = p.word(i);
        let (first, length) = WordSet::place(form);
        let folded = |b: u8| !b.is_ascii() || b == b'`';
        self.lengths[first] & length != 0 || form.bytes().any(folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Views;
    use crate::words;

    #[test]
    fn none_of_the_words_is_missed() {
        let mut set = WordSet::default();
        for word in ["water", "Zorbik", "o'clock", "éclair"] {
            set.add(word);
        }
        let text = "Water WATER water ZORBIK zorbik o’clock O'Clock Éclair \u{65}\u{301}clair fire Zorbika and";
        let views = Views::new(text);
        let mut tags = vec![];
        words::tag(text, &views, &mut tags);
        let p = Phrases {
            text,
            views: &views,
            words: &tags,
        };
        let may = |i| (p.word(i), set.may_have(&p, i));
        let found: Vec<_> = (0..tags.len()).map(may).collect();
        assert_eq!(found.len(), 12);
        for (word, may) in found {
            assert_eq!(may, !["fire", "Zorbika", "and"].contains(&word), "{word}");
        }
        assert!(!WordSet::EMPTY.may_have(&p, 2));
    }
}
