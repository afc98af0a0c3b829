//! The noun phrase in front of a verb, found from its end towards the left.

use std::ops::Range;

use super::{LONGEST, Phrases};
use crate::text::TokenKind;
use crate::words::{Classes, Tag};

impl Phrases<'_> {
    /// The noun phrase that ends before `j` and begins at `start` or later, with its apposition or relative clause.
    pub fn before(&self, j: usize, start: usize) -> Option<Range<usize>> {
        self.before_nested(j, start, 0)
    }

    fn before_nested(&self, j: usize, start: usize, depth: u8) -> Option<Range<usize>> {
        if j <= start || depth > 3 {
            return None;
        }
        let last = j - 1;
        match self.kind(last) {
            TokenKind::BracketClose => {
                let open = (start..last)
                    .rev()
                    .take(LONGEST)
                    .find(|&k| self.kind(k) == TokenKind::BracketOpen)?;
                return Some(self.before_nested(open, start, depth + 1)?.start..j);
            }
            TokenKind::Comma | TokenKind::Dash => {
                let open = self.apposition_before(last, start)?;
                return Some(self.before_nested(open, start, depth + 1)?.start..j);
            }
            _ => {}
        }
        match self.tag(last) {
            Tag::Pronoun if self.words[last].classes.contains(Classes::REFLEXIVE) => {
                return self.before_nested(last, start, depth + 1);
            }
            Tag::Pronoun => return Some(last..j),
            Tag::Wh if self.is(last, &["who", "which"]) => return Some(last..j),
            Tag::Noun
            | Tag::Plural
            | Tag::Name
            | Tag::Adjective
            | Tag::Number
            | Tag::Participle
            | Tag::Past
            | Tag::VerbS
            | Tag::Verb
            | Tag::Adverb
            | Tag::Determiner
            | Tag::Gerund => {}
            Tag::Subordinator
                if self.is(last, &["that"]) && (last == start || self.is_nominal(last - 1)) =>
            {
                return Some(last..j);
            }
            _ if matches!(self.kind(last), TokenKind::Close | TokenKind::Clitic) => {}
            _ => return None,
        }
        let first = self.trim_start(self.walk_left(j, start), j);
        let found = first..j;
        found
            .clone()
            .any(|k| {
                self.is_nominal(k)
                    || matches!(
                        self.tag(k),
                        Tag::Adjective | Tag::Participle | Tag::Determiner
                    )
            })
            .then_some(found)
    }

    /// From the comma or dash at `last` back to the one where the apposition before it begins.
    fn apposition_before(&self, last: usize, start: usize) -> Option<usize> {
        let kind = self.kind(last);
        let mut found = None;
        for k in (start + 1..last).rev().take(LONGEST) {
            if !self.same_quotation(k, last)
                || matches!(
                    self.kind(k),
                    TokenKind::Semicolon | TokenKind::Colon | TokenKind::Stop
                )
            {
                break;
            }
            if self.kind(k) != kind {
                continue;
            }
            let host = self.is_nominal(k - 1)
                || matches!(
                    self.kind(k - 1),
                    TokenKind::BracketClose | TokenKind::Close | TokenKind::Clitic
                );
            if !host
                || !self.begins_apposition(k + 1)
                    && !matches!(
                        self.tag(k + 1),
                        Tag::Gerund | Tag::Past | Tag::Number | Tag::Adverb | Tag::Preposition
                    )
            {
                break;
            }
            found = Some(k);
            // A name behind the comma may be the last part of "X, an officer in Y, Z,": look further left.
            if self.tag(k + 1) != Tag::Name {
                break;
            }
        }
        found
    }

    /// The leftmost token that can belong to the phrase that ends before `j`.
    fn walk_left(&self, j: usize, start: usize) -> usize {
        let mut k = j;
        let limit = start.max(j.saturating_sub(28));
        while k > limit {
            let x = k - 1;
            if !self.same_quotation(x, j - 1)
                && !self.token(j - 1).quoted()
                && self.token(x).quoted()
                && self.kind(x) != TokenKind::Close
            {
                break;
            }
            if matches!(
                self.kind(x),
                TokenKind::Comma
                    | TokenKind::Semicolon
                    | TokenKind::Colon
                    | TokenKind::Dash
                    | TokenKind::Stop
                    | TokenKind::BracketOpen
                    | TokenKind::Open
            ) {
                break;
            }
            match self.tag(x) {
                Tag::Subordinator => break,
                Tag::Conjunction => {
                    let joins_nouns = x > start
                        && k < j
                        && self.is_nominal(x - 1)
                        && !self.is(x, &["but", "yet", "nor", "so"]);
                    if !joins_nouns {
                        break;
                    }
                }
                _ if self.is_finite(x)
                    && !(x == j - 1 && self.words[x].classes.intersects(Classes::ANY_NOUN)) =>
                {
                    match self.relative_before(x, start) {
                        Some(pronoun) => {
                            k = pronoun;
                            continue;
                        }
                        None => break,
                    }
                }
                _ => {}
            }
            k = x;
        }
        k
    }

    /// The "who" or "that" of the relative clause whose verb stands at `verb`.
    fn relative_before(&self, verb: usize, start: usize) -> Option<usize> {
        for y in (start + 1..verb).rev().take(6) {
            if self.is(y, &["who", "which", "that", "whose"]) {
                return self.is_nominal(y - 1).then_some(y);
            }
            if self.tag(y) == Tag::Conjunction
                || self.is_finite(y)
                || matches!(
                    self.kind(y),
                    TokenKind::Comma | TokenKind::Stop | TokenKind::Semicolon
                )
            {
                return None;
            }
        }
        None
    }

    /// Drops what stands before the phrase in its clause: conjunctions, adverbs, a prepositional phrase without a comma.
    fn trim_start(&self, first: usize, j: usize) -> usize {
        let mut a = first;
        while a < j
            && (matches!(
                self.tag(a),
                Tag::Conjunction | Tag::Adverb | Tag::Subordinator | Tag::To | Tag::Negation
            ) || self.tag(a) == Tag::Other && self.kind(a) != TokenKind::Symbol)
        {
            a += 1;
        }
        if a + 1 < j && self.tag(a) == Tag::Preposition {
            let m = self.base_end(a + 1, j);
            let own_phrase = m < j
                && matches!(
                    self.tag(m),
                    Tag::Determiner
                        | Tag::Possessive
                        | Tag::Name
                        | Tag::Noun
                        | Tag::Plural
                        | Tag::Adjective
                        | Tag::Pronoun
                        | Tag::Number
                );
            a = if own_phrase { m } else { a + 1 };
        }
        if a + 1 < j
            && matches!(
                self.tag(a),
                Tag::Gerund | Tag::Auxiliary | Tag::Modal | Tag::Verb | Tag::VerbS
            )
            && !self.token(a).capitalised()
        {
            a = self.base_start(j, a);
        }
        a
    }

    /// The first token of the noun phrase without anything before its article that ends before `j`.
    pub fn base_start(&self, j: usize, start: usize) -> usize {
        let mut k = j;
        while k > start
            && matches!(
                self.tag(k - 1),
                Tag::Noun
                    | Tag::Plural
                    | Tag::Name
                    | Tag::Adjective
                    | Tag::Number
                    | Tag::Participle
                    | Tag::Possessive
            )
            && self.kind(k - 1) != TokenKind::Clitic
        {
            k -= 1;
        }
        while k > start
            && matches!(self.tag(k - 1), Tag::Determiner | Tag::Possessive)
            && self.kind(k - 1) != TokenKind::Clitic
        {
            k -= 1;
        }
        k
    }
}
