//! Literal words of rules, and lists of them.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::text::chars::{is_apostrophe, is_hyphen};
use crate::text::{Shape, TokenKind, Views};
use crate::words::Phrases;

/// A word as rules compare it: composed (NFC), with straight apostrophes and hyphens, without soft hyphens.
pub(super) fn normal(word: &str) -> Cow<'_, str> {
    if word.is_ascii() && !word.contains('`') {
        return Cow::Borrowed(word);
    }
    let mark = |c| match c {
        c if is_apostrophe(c) => '\'',
        c if is_hyphen(c) => '-',
        c => c,
    };
    let seen = |c: &char| !matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}');
    let chars = || word.chars().filter(seen).map(mark);
    let composed = is_nfc_quick(chars()) == IsNormalized::Yes;
    // A curly quotation mark, "Müller".
    if composed && word.chars().eq(chars()) {
        return Cow::Borrowed(word);
    }
    match composed {
        true => Cow::Owned(chars().collect()),
        false => Cow::Owned(chars().nfc().collect()),
    }
}

/// The word in its normal form and in small letters: the key that words are looked up by.
pub(super) fn key(word: &str) -> Cow<'_, str> {
    let word = normal(word);
    if !word.is_ascii() {
        return Cow::Owned(word.to_lowercase());
    }
    match word.bytes().any(|b| b.is_ascii_uppercase()) {
        true => Cow::Owned(word.to_ascii_lowercase()),
        false => word,
    }
}

/// A token that stands in a pattern or list as itself.
///
/// One in small letters is found in any case; one with a capital as written, or all in capitals, as headlines have it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Literal {
    pub key: Box<str>,
    /// The form as written, where it has a capital.
    written: Option<Box<str>>,
}

impl Literal {
    fn new(word: &str) -> Self {
        let (normal, key) = (normal(word), key(word));
        Literal {
            written: (normal != key).then(|| normal.as_ref().into()),
            key: key.as_ref().into(),
        }
    }

    /// The tokens of a text, which is cut as all texts are.
    pub fn tokens(text: &str) -> Vec<Literal> {
        // Letters alone are one token.
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphabetic()) {
            return vec![Literal::new(text)];
        }
        let views = Views::new(text);
        views
            .tokens
            .iter()
            .map(|t| Literal::new(&text[t.span]))
            .collect()
    }

    /// Whether it is the token at `i`.
    pub fn is_at(&self, p: &Phrases<'_>, i: usize) -> bool {
        let word = p.word(i);
        if word.is_ascii() && self.key.len() != word.len() || *key(word) != *self.key {
            return false;
        }
        match &self.written {
            Some(written) => {
                *normal(word) == **written || p.token(i).shape.contains(Shape::ALL_CAPS)
            }
            None => true,
        }
    }

    /// As it is written.
    pub fn as_written(&self) -> &str {
        self.written.as_deref().unwrap_or(&self.key)
    }

    /// Whether it is found wherever the other one is.
    pub fn covers(&self, other: &Literal) -> bool {
        self.key == other.key && (self.written.is_none() || self.written == other.written)
    }

    /// Whether it is found with a capital first letter only.
    pub fn has_capital(&self) -> bool {
        let written = self.written.as_deref().unwrap_or("");
        written.starts_with(char::is_uppercase)
    }

    /// Whether it is a comma, which may also stand inside the quotation before it.
    pub fn is_comma(&self) -> bool {
        &*self.key == ","
    }
}

/// A list of words and phrases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WordList {
    /// By the key of the first word, longest first.
    phrases: FxHashMap<Box<str>, Vec<Vec<Literal>>>,
}

impl WordList {
    /// A list of these words and phrases; an empty one is an error of the caller.
    pub fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut list = WordList::default();
        for word in words {
            let tokens = Literal::tokens(word);
            if let Some(first) = tokens.first() {
                let first = first.key.clone();
                list.phrases.entry(first).or_default().push(tokens);
            }
        }
        for phrases in list.phrases.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        }
        list
    }

    /// The list with more words and phrases.
    pub fn with(&self, more: WordList) -> WordList {
        let mut list = self.clone();
        for (first, phrases) in more.phrases {
            let all = list.phrases.entry(first).or_default();
            all.extend(phrases);
            all.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        }
        list
    }

    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// All words and phrases, in no order.
    pub fn phrases(&self) -> impl Iterator<Item = &[Literal]> {
        self.phrases.values().flatten().map(Vec::as_slice)
    }

    /// Whether it has a word or phrase that is found wherever this one is.
    pub fn covers(&self, phrase: &[Literal]) -> bool {
        let first = phrase
            .first()
            .and_then(|first| self.phrases.get(&first.key));
        let covers = |own: &&Vec<Literal>| {
            own.len() == phrase.len() && own.iter().zip(phrase).all(|(a, b)| a.covers(b))
        };
        first.is_some_and(|own| own.iter().any(|own| covers(&own)))
    }

    /// The single words as they are written, in no order.
    pub fn written(&self) -> impl Iterator<Item = Box<str>> {
        let single = self.phrases().filter(|phrase| phrase.len() == 1);
        single.map(|phrase| phrase[0].as_written().into())
    }

    /// The keys of all first words, in no order.
    pub fn first_keys(&self) -> impl Iterator<Item = &str> {
        self.phrases.keys().map(|key| &**key)
    }

    /// The first words of all its phrases, or the last ones.
    pub fn edges(&self, last: bool) -> WordList {
        let mut list = WordList::default();
        for phrase in self.phrases() {
            let edge = if last { phrase.last() } else { phrase.first() };
            if let Some(word) = edge {
                let words = list.phrases.entry(word.key.clone()).or_default();
                let word = vec![word.clone()];
                if !words.contains(&word) {
                    words.push(word);
                }
            }
        }
        list
    }

    /// Whether each of its phrases is a single word.
    pub fn is_of_words(&self) -> bool {
        self.phrases().all(|phrase| phrase.len() == 1)
    }

    /// Whether token `i` is one of its single words.
    pub fn has_word(&self, p: &Phrases<'_>, i: usize) -> bool {
        let phrases = self.phrases.get(&*key(p.word(i)));
        let mut single = phrases
            .into_iter()
            .flatten()
            .filter(|phrase| phrase.len() == 1);
        single.any(|phrase| phrase[0].is_at(p, i))
    }

    /// Puts the ends of all phrases of the list that begin at token `i` into `ends`, longest first.
    pub fn ends(&self, p: &Phrases<'_>, i: usize, ends: &mut Vec<usize>) {
        let Some(phrases) = self.phrases.get(&*key(p.word(i))) else {
            return;
        };
        for phrase in phrases {
            let end = i + phrase.len();
            let sentence = p.token(i).sentence;
            let fits = end <= p.words.len()
                && phrase
                    .iter()
                    .enumerate()
                    .all(|(k, word)| p.token(i + k).sentence == sentence && word.is_at(p, i + k));
            if fits {
                ends.push(end);
            }
        }
    }
}

/// Whether a token says something: a mark that only ends or closes does not.
pub(super) fn is_end_mark(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Stop | TokenKind::Close)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_have_edges() {
        let list =
            WordList::new(["think tank", "rights group", "lobby group", "charity"].into_iter());
        let edges = |last| {
            let mut edges: Vec<_> = list.edges(last).written().collect();
            edges.sort();
            edges
        };
        assert_eq!(edges(false).concat(), "charitylobbyrightsthink");
        assert_eq!(edges(true).concat(), "charitygrouptank");
    }

    #[test]
    fn letters_alone_are_one_token() {
        let words = include_str!("../../data/words/words.tsv").lines();
        let words = words.filter_map(|line| line.split('\t').next());
        let words = words.filter(|word| word.bytes().all(|b| b.is_ascii_alphabetic()));
        // As many on a line as a sentence may have.
        let words: Vec<&str> = words.collect();
        for some in words.chunks(100) {
            let text = some.join(" ");
            let views = Views::new(&text);
            let tokens: Vec<&str> = views.tokens.iter().map(|t| &text[t.span]).collect();
            assert_eq!(tokens, some);
        }
        assert!(words.len() > 10_000);
    }

    #[test]
    fn words_are_normal_in_every_make() {
        for (word, is) in [
            ("They’re", "They're"),
            ("co‐op", "co-op"),
            ("co\u{ad}op", "coop"),
            ("“", "“"),
            ("Mu\u{308}ller", "Müller"),
            ("Mu\u{308}ller’s", "Müller's"),
            ("Müller’s", "Müller's"),
            ("`tis", "'tis"),
        ] {
            assert_eq!(normal(word), is);
            assert_eq!(key(word), is.to_lowercase());
        }
    }

    #[test]
    fn a_list_of_words_has_them_as_its_phrases_do() {
        let text = "Müller Led Ann Lee, led by ANN: NOT led by ann";
        let views = Views::new(text);
        let mut words = vec![];
        crate::words::tag(text, &views, &mut words);
        let p = Phrases {
            text,
            views: &views,
            words: &words,
        };
        let list = WordList::new(["led", "Ann", "not"].into_iter());
        assert!(list.is_of_words());
        let has = |i: &usize| list.has_word(&p, *i);
        let found: Vec<&str> = (0..words.len()).filter(has).map(|i| p.word(i)).collect();
        assert_eq!(found, ["Led", "Ann", "led", "ANN", "NOT", "led"]);
        for i in 0..words.len() {
            let mut ends = vec![];
            list.ends(&p, i, &mut ends);
            assert_eq!(ends, Vec::from_iter(has(&i).then_some(i + 1)), "{i}");
        }
        assert!(!WordList::new(["led by"].into_iter()).is_of_words());
    }
}
