//! Noun phrases and clauses, found by the tags of their words: a stand-in for a parser.
//!
//! All positions are indices into the tokens of the text. Every walk stays inside the range that it is given and ends
//! after a bounded number of steps.

mod before;
#[cfg(test)]
mod tests;

use super::{Classes, Tag, Word};
use crate::Span;
use crate::text::{Token, TokenKind, Views};

/// No walk over a noun phrase takes more steps; phrases are never so long.
const LONGEST: usize = 48;

/// The tagged tokens of a text, with questions about phrases.
#[derive(Clone, Copy, Debug)]
pub struct Phrases<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens, sentences and quotations.
    pub views: &'a Views,
    /// What its tokens are, one for each.
    pub words: &'a [Word],
}

/// The first letter of a word, whatever its case.
#[inline(always)]
fn first_letter(word: &[u8]) -> u8 {
    word.first().map_or(0, |byte| byte % 32)
}

impl<'a> Phrases<'a> {
    /// The token at `i`.
    pub fn token(&self, i: usize) -> &'a Token {
        &self.views.tokens[i]
    }

    /// The tag of the token at `i`.
    pub fn tag(&self, i: usize) -> Tag {
        self.words[i].tag
    }

    /// The kind of the token at `i`.
    pub fn kind(&self, i: usize) -> TokenKind {
        self.views.tokens[i].kind
    }

    /// The token at `i` as it is written.
    pub fn word(&self, i: usize) -> &'a str {
        &self.text[self.views.tokens[i].span]
    }

    /// Whether the token at `i` is one of these words, in any case.
    ///
    /// Inlined, so that the compiler knows which lengths and first letters they have: these are asked first, which spares most tokens the rest.
    #[inline(always)]
    pub fn is(&self, i: usize, words: &[&str]) -> bool {
        let (mut lengths, mut letters) = (0_u32, 0_u32);
        for word in words {
            lengths |= 1 << (word.len() % 32);
            letters |= 1 << first_letter(word.as_bytes());
        }
        let span = self.views.tokens[i].span;
        lengths >> (span.len() % 32) & 1 == 1
            && letters >> first_letter(&self.text.as_bytes()[span.start as usize..]) & 1 == 1
            && self.is_one_of(span, words)
    }

    #[inline(never)]
    fn is_one_of(&self, span: Span, words: &[&str]) -> bool {
        let text = &self.text[span];
        words.iter().any(|word| word.eq_ignore_ascii_case(text))
    }

    /// Whether the token at `i` is a weekday, "yesterday", "today" or "tonight".
    pub fn is_day(&self, i: usize) -> bool {
        self.words[i].classes.contains(Classes::WEEKDAY)
            || self.is(i, &["yesterday", "today", "tonight"])
    }

    /// Whether the tokens at `a` and `b` stand in the same quotation, or both in none.
    pub fn same_quotation(&self, a: usize, b: usize) -> bool {
        self.token(a).quotation == self.token(b).quotation
    }

    /// Whether the word at `i` is a verb that has a subject: "said", "has", "claims", but not "to say" or "was told".
    pub fn is_finite(&self, i: usize) -> bool {
        let before = if i > 0 { self.tag(i - 1) } else { Tag::Other };
        match self.tag(i) {
            Tag::Auxiliary | Tag::Modal => !self.is(i, &["be", "been", "being", "having"]),
            Tag::Past | Tag::VerbS => !matches!(before, Tag::To | Tag::Auxiliary | Tag::Modal),
            Tag::Verb => matches!(
                before,
                Tag::Pronoun | Tag::Plural | Tag::Wh | Tag::Adverb | Tag::Subordinator
            ),
            _ => false,
        }
    }

    /// Whether a noun phrase can end with the token at `i`.
    pub fn is_nominal(&self, i: usize) -> bool {
        self.tag(i).is_nominal()
            || self.words[i].classes.intersects(Classes::ANY_NOUN) && !self.is_finite(i)
    }

    /// The end of the noun phrase that begins at `i`, without anything that hangs on it; `i` where none begins there.
    pub fn base_end(&self, i: usize, end: usize) -> usize {
        let end = end.min(i + LONGEST);
        let mut k = i;
        let mut noun = false;
        while k < end {
            match self.tag(k) {
                Tag::Pronoun if k == i => return k + 1,
                Tag::Determiner if noun => break,
                Tag::Determiner | Tag::Possessive | Tag::Adjective | Tag::Number => {}
                Tag::Noun | Tag::Plural | Tag::Name => noun = true,
                Tag::Adverb | Tag::Participle | Tag::Past if !noun && k > i => {}
                Tag::Participle if k == i && k + 1 < end && self.tag(k + 1).is_nominal() => {}
                Tag::Gerund if !noun => {}
                // "the “historic” deal", "U.K.-based": marks inside.
                _ if self.kind(k) == TokenKind::Symbol && k > i && k + 1 < end => {}
                _ => break,
            }
            k += 1;
        }
        // A symbol never ends a phrase.
        while k > i && self.kind(k - 1) == TokenKind::Symbol {
            k -= 1;
        }
        k
    }

    /// The end of the noun phrase that begins at `i` with what hangs on it: "the head of the agency, who left, ".
    pub fn end(&self, i: usize, end: usize) -> usize {
        self.end_with(i, end, 1)
    }

    /// The same, but an apposition with a verb of its own is none: "According to Lee, the agency said ...".
    pub fn strict_end(&self, i: usize, end: usize) -> usize {
        self.end_with(i, end, 0)
    }

    fn end_with(&self, i: usize, end: usize, verbs: usize) -> usize {
        let mut k = self.base_end(i, end).max(i + 1).min(end);
        if self.tag(i) == Tag::Pronoun {
            return k;
        }
        let limit = end.min(i + LONGEST);
        while k < limit {
            let next = self.tail(i, k, end, verbs);
            if next == k {
                break;
            }
            k = next;
        }
        k
    }

    /// One more part of the phrase that begins at `i` and reaches to `k`: a possession, "of ...", a coordination, an apposition.
    fn tail(&self, i: usize, k: usize, end: usize, verbs: usize) -> usize {
        if self.token(i).quoted() && !self.same_quotation(i, k) {
            return k;
        }
        let follows = if k + 1 < end {
            self.base_end(k + 1, end)
        } else {
            k + 1
        };
        match self.kind(k) {
            TokenKind::Clitic if self.tag(k) == Tag::Possessive => follows,
            TokenKind::BracketOpen => self
                .find(k, end, TokenKind::BracketClose)
                .map_or(k, |close| close + 1),
            TokenKind::Comma if k + 1 < end && self.begins_apposition(k + 1) => {
                self.apposition_end(k + 1, end, verbs).unwrap_or(k)
            }
            TokenKind::Word
                if self.is(
                    k,
                    &["of", "for", "at", "in", "from", "with", "on", "to", "by"],
                ) =>
            {
                let time = k + 1 < end
                    && (self.is_day(k + 1) || self.is(k + 1, &["interview", "statement"]));
                let frame = !self.is(k, &["of", "for"])
                    && k + 1 < end
                    && self.is(k + 1, &["a", "an", "his", "her", "their"]);
                if follows <= k + 1 || time || frame {
                    k
                } else {
                    follows
                }
            }
            TokenKind::Word if self.is(k, &["and"]) || self.word(k) == "&" => {
                if follows <= k + 1 || follows < end && self.is_finite(follows) {
                    k
                } else {
                    follows
                }
            }
            TokenKind::Word if self.is(k, &["who", "whose"]) => self.clause_end(k, end),
            _ => k,
        }
    }

    fn begins_apposition(&self, i: usize) -> bool {
        match self.tag(i) {
            Tag::Determiner => true,
            Tag::Possessive => !self.is(i, &["his", "her"]),
            Tag::Noun | Tag::Plural | Tag::Adjective | Tag::Name | Tag::Participle => {
                !self.is(i, &["other", "such"])
            }
            _ => self.is(
                i,
                &[
                    "who", "whose", "which", "one", "himself", "herself", "formerly",
                ],
            ),
        }
    }

    /// The end of the apposition that begins at `i`: before the next comma or the end; none where it is a clause of its own.
    fn apposition_end(&self, i: usize, end: usize, most_verbs: usize) -> Option<usize> {
        let relative = self.is(i, &["who", "whose", "which"]);
        let k = self.clause_end(i, end);
        let verbs = (i..k).filter(|&v| self.is_finite(v)).count();
        let ends_sentence = most_verbs > 0 && (k == end || self.kind(k) != TokenKind::Comma);
        (relative || verbs == 0 || verbs <= most_verbs || ends_sentence).then_some(k)
    }

    /// The next comma, semicolon or quotation from `i` on, or the end without its full stop.
    fn clause_end(&self, i: usize, end: usize) -> usize {
        let limit = end.min(i + LONGEST);
        let mut k = i;
        while k < limit
            && !matches!(
                self.kind(k),
                TokenKind::Comma
                    | TokenKind::Semicolon
                    | TokenKind::Open
                    | TokenKind::Stop
                    | TokenKind::Dash
            )
        {
            k += 1;
        }
        k
    }

    fn find(&self, i: usize, end: usize, kind: TokenKind) -> Option<usize> {
        (i..end.min(i + LONGEST)).find(|&k| self.kind(k) == kind)
    }

    /// Whether a clause, a subject with its verb, begins at `i`.
    pub fn is_clause(&self, i: usize, end: usize) -> bool {
        if i >= end {
            return false;
        }
        if self.is(i, &["I", "he", "she", "we", "they", "there"]) {
            return true;
        }
        let mut relative = false;
        let mut k = i;
        let end = end.min(i + 20);
        while k < end {
            if self.is_finite(k) {
                return k > i;
            }
            match self.kind(k) {
                TokenKind::Comma
                | TokenKind::Semicolon
                | TokenKind::Colon
                | TokenKind::Stop
                | TokenKind::Dash => return false,
                _ => {}
            }
            if self.is(k, &["who", "which", "that"]) && k > i {
                if relative {
                    return false;
                }
                relative = true;
                k += 1;
                while k < end && !self.is_finite(k) {
                    k += 1;
                }
            } else if self.tag(k) == Tag::Subordinator {
                return false;
            }
            k += 1;
        }
        false
    }

    /// Skips adverbs and days from `i` on: "said *again on Monday* that".
    pub fn skip_modifiers(&self, i: usize, end: usize) -> usize {
        let mut k = i;
        let end = end.min(i + 12);
        while k < end {
            let adverb = self.tag(k) == Tag::Adverb && !self.is(k, &["there", "both"]);
            let on_day = self.is(k, &["on", "late", "early", "last", "this"])
                && k + 1 < end
                && self.is_day(k + 1);
            let part_of_day = k > i && self.is(k, &["morning", "afternoon", "evening", "night"]);
            if !(adverb || on_day || part_of_day || self.is_day(k)) {
                break;
            }
            k += 1;
        }
        k
    }
}
