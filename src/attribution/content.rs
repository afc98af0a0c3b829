//! Where content begins and ends, on either side of a cue.

use std::ops::Range;

use super::candidates::Candidates;
use super::complement::{Complement, is_open, quotation_end};
use super::source::has_main_verb;
use crate::text::TokenKind;
use crate::words::{Classes, Phrases, Tag};

/// The text around a cue, with the cue candidates of the document: what content is cut out of.
#[derive(Clone, Copy)]
pub(super) struct Contents<'a> {
    pub p: Phrases<'a>,
    pub candidates: &'a Candidates,
}

/// Whether content is a whole clause or may be less; phrases end sooner.
fn is_phrase(complement: Complement) -> bool {
    matches!(
        complement,
        Complement::Object | Complement::Prep | Complement::To
    )
}

impl<'a> Contents<'a> {
    fn sentence(&self, i: usize) -> Range<usize> {
        let sentence = &self.p.views.sentences[self.p.token(i).sentence as usize];
        sentence.first as usize..sentence.end as usize
    }

    fn paragraph_end(&self, i: usize) -> usize {
        let sentence = &self.p.views.sentences[self.p.token(i).sentence as usize];
        self.p.views.paragraphs[sentence.paragraph as usize].end as usize
    }

    pub(super) fn is_close(&self, i: usize) -> bool {
        self.p.kind(i) == TokenKind::Close
    }

    /// The content that begins at `from` behind a cue, in the sentence that ends at `end`; `quotation` is the cue's own.
    pub fn after(
        &self,
        from: usize,
        end: usize,
        quotation: u32,
        complement: Complement,
    ) -> Range<usize> {
        let p = &self.p;
        if is_open(p, from) {
            return self.after_quotation(from, end);
        }
        if from >= end {
            return from..from; // the text or sentence ends with the cue
        }
        let mut k = from;
        while k < end {
            let own = p.token(k).quotation;
            if own != quotation {
                if p.kind(k) != TokenKind::Open {
                    break; // the cue's own quotation ends
                }
                k = quotation_end(p, k);
                continue;
            }
            if self.is_close(k) && quotation != crate::text::Token::NONE
                || k > from && self.ends_content(from, k, end, complement)
            {
                break;
            }
            k += 1;
        }
        from..self.trim(from, k.min(self.paragraph_end(from)))
    }

    /// A quotation is content as a whole, with what the sentence adds to it: `"a mess" that nobody wants`.
    fn after_quotation(&self, from: usize, end: usize) -> Range<usize> {
        let p = &self.p;
        let close = quotation_end(p, from);
        let last = p.kind(close.saturating_sub(2).max(from));
        let sentence_end = self.sentence(close - 1).end.max(end);
        if close < sentence_end
            && last != TokenKind::Stop
            && !matches!(p.kind(close), TokenKind::Stop | TokenKind::Comma)
        {
            let more = self.after(
                close,
                sentence_end,
                p.token(close).quotation,
                Complement::Quote,
            );
            return from..more.end.max(close);
        }
        from..close
    }

    /// Whether the content ends before the token at `k`.
    fn ends_content(&self, from: usize, k: usize, end: usize, complement: Complement) -> bool {
        let p = &self.p;
        match p.kind(k) {
            TokenKind::Semicolon => return true,
            TokenKind::Dash => return matches!(complement, Complement::Object | Complement::Prep),
            TokenKind::Comma => return k + 1 < end && self.ends_at_comma(k + 1, end, complement),
            _ => {}
        }
        if p.is(k, &["and", "but"]) {
            // "said he would go and told her to stay"
            let verb = self.skip_adverbs(k + 1, end);
            return verb < end
                && self.candidates.verb_at(verb)
                && p.is_finite(verb)
                && p.words[verb]
                    .classes
                    .intersects(Classes::PAST | Classes::VERB_S);
        }
        if matches!(complement, Complement::Object | Complement::To) && k + 1 < end {
            let time = p.is_day(k + 1)
                || p.is(k, &["last", "this"])
                    && p.is(
                        k + 1,
                        &[
                            "week", "month", "year", "summer", "spring", "fall", "autumn", "winter",
                        ],
                    )
                || p.is(k, &["in"]) && p.tag(k + 1) == Tag::Number;
            if p.is(k, &["on", "last", "this", "in"]) && time {
                return true;
            }
        }
        if complement == Complement::Object && p.is_day(k) && k + 2 >= end {
            return true;
        }
        matches!(complement, Complement::Object | Complement::Prep)
            && k > from
            && p.is(k, &["after", "when", "while", "because", "before"])
    }

    /// Whether what begins at `k`, behind a comma, is no longer content.
    fn ends_at_comma(&self, k: usize, end: usize, complement: Complement) -> bool {
        let p = &self.p;
        let phrase = is_phrase(complement);
        if p.is(k, &["according", "citing"])
            || self.candidates.verb_at(k) && p.words[k].classes.contains(Classes::GERUND)
        {
            return true; // ", adding that"
        }
        if p.is(k, &["and", "but", "or"]) && k + 1 < end {
            let verb = self.skip_adverbs(k + 1, end);
            if verb < end && self.candidates.verb_at(verb) && self.has_tense(k + 1, verb) {
                return true;
            }
            if p.is(k, &["but"]) && complement != Complement::Quote && p.is_clause(k + 1, end)
                || phrase && p.is_clause(k + 1, end)
            {
                return true;
            }
            if phrase && verb < end && p.is_finite(verb) {
                return true;
            }
        }
        p.is(k, &["while", "although", "though", "whereas"]) && complement != Complement::Quote
            || phrase
                && p.is(
                    k,
                    &[
                        "who", "which", "as", "when", "after", "where", "saying", "even", "with",
                        "because",
                    ],
                )
    }

    /// The content that ends with a quotation right before `j`: the quotation, with the words before it in its sentence.
    ///
    /// None where a full stop inside the marks ends the sentence, unless a small letter goes on: `"No." she said`.
    pub fn quoted_before(&self, j: usize, cue: usize) -> Option<Range<usize>> {
        let p = &self.p;
        let mut close = j.checked_sub(1)?;
        if p.kind(close) == TokenKind::Comma {
            close = close.checked_sub(1)?;
        }
        if !self.is_close(close) || self.paragraph_end(close) != self.paragraph_end(cue) {
            return None;
        }
        let quotation = p.views.quotations.get(p.token(close).quotation as usize)?;
        // A full stop inside the marks ends the sentence of the quotation; what follows is another one, unless it is "she said".
        let stop = p.word(close - 1) == "."
            && !(close + 1 == j && !p.token(j).capitalised() && p.kind(j) == TokenKind::Word);
        if stop || quotation.close as usize != close {
            return None;
        }
        let open = quotation.open as usize;
        Some(self.with_introduction(open)..close + 1)
    }

    /// The start of a quotation's content: the sentence in which the quotation opens, where that has no cue of its own.
    fn with_introduction(&self, open: usize) -> usize {
        let p = &self.p;
        let start = self.sentence(open).start;
        let outer = p
            .views
            .quotations
            .get(p.token(open).quotation as usize)
            .and_then(|q| q.parent);
        if start + 1 >= open || outer.is_some() || p.kind(open - 1) == TokenKind::Colon {
            return open;
        }
        let cue_between = (start..open)
            .any(|k| self.candidates.verb_at(k) && p.is_finite(k) && !p.token(k).quoted());
        let quoted_between = (start..open).any(|k| p.token(k).quoted());
        if cue_between
            || quoted_between
                && has_main_verb(p, start..open)
                && p.kind(open - 1) == TokenKind::Stop
        {
            return open;
        }
        (start..open)
            .find(|&k| p.tag(k) != Tag::Conjunction && p.kind(k) != TokenKind::Comma)
            .unwrap_or(open)
    }

    /// The content from the start of the sentence (or of the cue's quotation) to the comma before `j`; it must hold a verb if
    /// `whole_clause`.
    pub fn clause_before(
        &self,
        j: usize,
        start: usize,
        whole_clause: bool,
    ) -> Option<Range<usize>> {
        let p = &self.p;
        let end = if j > start && p.kind(j - 1) == TokenKind::Comma {
            j - 1
        } else {
            j
        };
        let mut first = start;
        if let Some(quotation) = p
            .views
            .quotations
            .get(p.token(end.checked_sub(1)?).quotation as usize)
        {
            first = first.max(quotation.open as usize + 1);
        }
        while first < end && p.tag(first) == Tag::Conjunction {
            first += 1;
        }
        (end > first && (!whole_clause || has_main_verb(p, first..end))).then_some(first..end)
    }

    /// What content goes on with behind "S said", which ends before `z`: the rest of the sentence or the next quotation.
    ///
    /// `whole` is false where the content so far is no clause of its own ("With prices falling, he said, ..."), so that it must go on.
    pub fn goes_on(
        &self,
        z: usize,
        end: usize,
        quotation: u32,
        whole: bool,
    ) -> Option<Range<usize>> {
        let p = &self.p;
        let total = self.paragraph_end(z.checked_sub(1)?);
        if z >= total {
            return None;
        }
        let mut y = z;
        while y < total
            && y < z + 2
            && matches!(
                p.kind(y),
                TokenKind::Comma | TokenKind::Stop | TokenKind::Colon | TokenKind::Semicolon
            )
        {
            y += 1;
        }
        if y > z && y < total && is_open(p, y) {
            let new_sentence = p.kind(z) == TokenKind::Stop;
            return (!new_sentence || self.has_no_cue(y)).then(|| {
                if new_sentence {
                    y..quotation_end(p, y)
                } else {
                    self.after_quotation(y, end)
                }
            });
        }
        if z + 2 < end && p.kind(z) == TokenKind::Comma {
            let next = z + 1;
            let apart = p.words[next].classes.contains(Classes::GERUND)
                || p.is(
                    next,
                    &[
                        "as",
                        "who",
                        "while",
                        "when",
                        "after",
                        "before",
                        "though",
                        "although",
                        "in",
                        "during",
                        "according",
                        "which",
                        "but",
                        "and",
                        "citing",
                        "whose",
                        "on",
                        "a",
                        "the",
                    ],
                )
                || self.candidates.verb_at(next);
            // "Prices fell, Lee said, and stayed low."
            let apart = apart
                && !(p.is(next, &["and", "but"])
                    && !self.candidates.verb_at(next + 1)
                    && p.is_finite(next + 1));
            if !whole || !apart {
                // A clause that is only complete with it has all of the rest of the sentence.
                let kind = if whole {
                    Complement::Clause
                } else {
                    Complement::Quote
                };
                let rest = self.after(next, end, quotation, kind);
                return (rest.len() > 1).then_some(rest);
            }
        }
        self.next_quotation(end)
    }

    /// The quotation with which the next sentence of the paragraph begins, where it has no cue of its own.
    fn next_quotation(&self, end: usize) -> Option<Range<usize>> {
        let total = self.paragraph_end(end.checked_sub(1)?);
        (end < total && is_open(&self.p, end) && self.has_no_cue(end))
            .then(|| end..quotation_end(&self.p, end))
    }

    /// Whether nothing but the end of the paragraph or a new sentence follows the quotation that opens at `open`.
    fn has_no_cue(&self, open: usize) -> bool {
        let p = &self.p;
        let close = quotation_end(p, open);
        if close >= self.paragraph_end(open) {
            return true;
        }
        p.kind(close - 2) == TokenKind::Stop && (p.token(close).capitalised() || is_open(p, close))
    }

    /// The rest of the paragraph.
    pub fn paragraph_after(&self, from: usize) -> Option<Range<usize>> {
        let end = self.paragraph_end(from.checked_sub(1)?);
        (from < end).then_some(from..end)
    }

    /// Whether the verb, or an auxiliary from `from` on, has a tense.
    fn has_tense(&self, from: usize, verb: usize) -> bool {
        (from..=verb).any(|k| self.p.is_finite(k))
    }

    fn skip_adverbs(&self, from: usize, end: usize) -> usize {
        (from..end.min(from + 5))
            .find(|&k| {
                !matches!(
                    self.p.tag(k),
                    Tag::Adverb | Tag::Auxiliary | Tag::Modal | Tag::Negation
                )
            })
            .unwrap_or(end)
    }

    /// The end without marks that do not belong to content.
    fn trim(&self, from: usize, end: usize) -> usize {
        let mut k = end;
        while k > from
            && matches!(
                self.p.kind(k - 1),
                TokenKind::Stop
                    | TokenKind::Comma
                    | TokenKind::Semicolon
                    | TokenKind::Colon
                    | TokenKind::Dash
            )
        {
            k -= 1;
        }
        k
    }
}
