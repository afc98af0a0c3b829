//! Where an atom of a pattern can end that begins at a token.

use super::{Text, Window};
use crate::attribution::CueKind;
use crate::gazetteer::{EntryId, List};
use crate::mentions::is_acronym;
use crate::rules::pattern::{Anchor, Atom, Shape, TokenClass};
use crate::rules::word::{is_end_mark, key};
use crate::text::{self, TokenKind};
use crate::words::{Classes, Tag};
use crate::{Label, Span};

/// How far a regular expression sees.
const REGEX_TOKENS: usize = 20;
const REGEX_BYTES: usize = 400;

impl Text<'_> {
    fn len(&self) -> usize {
        self.p.words.len()
    }

    pub(in crate::rules) fn same_sentence(&self, a: usize, b: usize) -> bool {
        self.p.token(a).sentence == self.p.token(b).sentence
    }

    pub(super) fn sentence(&self, i: usize) -> &text::Sentence {
        &self.p.views.sentences[self.p.token(i).sentence as usize]
    }

    fn paragraph(&self, i: usize) -> &text::Paragraph {
        &self.p.views.paragraphs[self.sentence(i).paragraph as usize]
    }

    /// Whether the token at `at` may follow the one before it in a match that began at `start`.
    pub(in crate::rules) fn goes_on(&self, start: usize, at: usize, window: Window) -> bool {
        at < self.len()
            && (at == start
                || self.same_sentence(at - 1, at)
                || window.paragraph
                    && self.sentence(at - 1).paragraph == self.sentence(at).paragraph)
    }

    /// Whether token `at` stands in the sentence of the one before it.
    pub(in crate::rules) fn follows(&self, at: usize) -> bool {
        at > 0 && at < self.len() && self.same_sentence(at - 1, at)
    }

    /// Puts where an atom at token `at` can end into `ends`, the preferred end first.
    pub(super) fn ends(
        &self,
        atom: &Atom,
        start: usize,
        at: usize,
        window: Window,
        ends: &mut Vec<usize>,
    ) {
        let p = &self.p;
        if let Atom::Anchor(anchor) = atom {
            if self.anchored(*anchor, at) {
                ends.push(at);
            }
            return;
        }
        // American commas stand inside the quotation: "No," she said.
        if let Atom::Literal(word) = atom
            && word.is_comma()
            && at >= start + 2
            && p.kind(at - 1) == TokenKind::Close
            && (p.kind(at - 2) == TokenKind::Comma || matches!(p.word(at - 2), "!" | "?"))
        {
            ends.push(at);
            return;
        }
        if !self.goes_on(start, at, window) {
            return;
        }
        match atom {
            Atom::Literal(word) => ends.extend(word.is_at(p, at).then_some(at + 1)),
            Atom::List(list) => list.ends(p, at, ends),
            Atom::CueClass(class) => self.cue_ends(at, ends, |cue| {
                class.as_deref().is_none_or(|class| *cue.class == *class)
            }),
            Atom::Lemma(lemma) => self.cue_ends(at, ends, |cue| *cue.lemma == **lemma),
            Atom::Gazetteer(list) => {
                let from = p.token(at).span.start;
                let first = self.hits.partition_point(|hit| hit.span.start < from);
                let here = self.hits[first..]
                    .iter()
                    .take_while(|h| h.span.start == from);
                for hit in here.filter(|h| self.lists(h.entry).contains(&Some(*list))) {
                    ends.extend(self.end_of(at, hit.span));
                }
                ends.dedup();
            }
            Atom::Label(label) => {
                let from = p.token(at).span.start;
                let i = self.mentions.partition_point(|m| m.span.start < from);
                let here = self.mentions.get(i).filter(|m| m.span.start == from);
                if let Some(mention) = here.filter(|m| m.label == *label) {
                    ends.extend(self.end_of(at, mention.span));
                }
            }
            Atom::Shape(shape) => ends.extend(self.has_shape(*shape, at).then_some(at + 1)),
            Atom::Class(class) => ends.extend(self.is_class(class, at).then_some(at + 1)),
            Atom::Regex(regex) => ends.extend(self.regex_end(regex, at)),
            Atom::Quote => {
                if p.kind(at) == TokenKind::Open
                    && let Some(quotation) = p.views.quotations.get(p.token(at).quotation as usize)
                    && quotation.open as usize == at
                    && quotation.closed
                {
                    ends.push(quotation.close as usize + 1);
                }
            }
            Atom::NounPhrase => self.noun_phrase(at, ends),
            Atom::RestOfSentence => {
                let end = self.before_end_marks(at, self.sentence(at).end as usize);
                ends.extend((end > at).then_some(end));
            }
            Atom::RestOfParagraph => ends.push(self.paragraph(at).end as usize),
            Atom::Anchor(_) | Atom::Source(_) | Atom::Content(_) => {}
        }
    }

    /// Of an atom that takes one token, if it is sure to: whether that is at `at`.
    pub(super) fn is_single(&self, atom: &Atom, at: usize) -> Option<bool> {
        let inside = at < self.len();
        match atom {
            Atom::Literal(word) if !word.is_comma() => Some(inside && word.is_at(&self.p, at)),
            Atom::Shape(shape) => Some(inside && self.has_shape(*shape, at)),
            Atom::Class(class) => Some(inside && self.is_class(class, at)),
            _ => None,
        }
    }

    /// Whether a token is of a class.
    pub(in crate::rules) fn is_class(&self, class: &TokenClass, at: usize) -> bool {
        let p = &self.p;
        match class {
            TokenClass::Mark(marks) => self.marks.get(at).is_some_and(|m| m.intersects(*marks)),
            TokenClass::Shape(shape) => self.has_shape(*shape, at),
            TokenClass::Flag(flag) => p.token(at).shape.contains(*flag),
            TokenClass::Kind(kind) => p.kind(at) == *kind,
            TokenClass::Short => p.word(at).chars().nth(3).is_none(),
            TokenClass::Plural => p.words[at].classes.contains(Classes::PLURAL),
            TokenClass::Finite => p.words[at].tag.is_finite(),
            TokenClass::Acronym => self
                .marks
                .get(at)
                .is_some_and(|&marks| is_acronym(p.word(at), p.token(at).shape, marks)),
            TokenClass::Words(words) => words.contains(p.word(at)),
            TokenClass::Literal(word) => word.is_at(p, at),
            TokenClass::OneOf(list) => list.has_word(p, at),
            TokenClass::Listed(lists) => self.vocabulary.has(*lists, p.word(at)),
            TokenClass::Not(class) => !self.is_class(class, at),
            TokenClass::All(all) => all.iter().all(|class| self.is_class(class, at)),
            TokenClass::Any(any) => any.iter().any(|class| self.is_class(class, at)),
        }
    }

    /// The lists that rules find an entry in: its own, and for the user's names that of their label too.
    pub(in crate::rules) fn lists(&self, entry: EntryId) -> [Option<List>; 2] {
        let list = self.gazetteer.list(entry);
        let label = (list == List::User).then(|| self.gazetteer.entry(entry).label);
        let of_label = match label.flatten() {
            Some(Label::Person) => Some(List::People),
            Some(Label::Org) => Some(List::Organizations),
            Some(Label::Place) => Some(List::Places),
            Some(Label::Norp) => Some(List::Demonyms),
            Some(Label::Role) => Some(List::Roles),
            _ => None,
        };
        [Some(list), of_label]
    }

    /// One past the last token of what a regular expression matches from token `at` on, if it ends where a token ends.
    fn regex_end(&self, regex: &regex::Regex, at: usize) -> Option<usize> {
        let from = self.p.token(at).span.start as usize;
        let last = (at + REGEX_TOKENS).min(self.sentence(at).end as usize) - 1;
        let mut to = (self.p.token(last).span.end as usize).min(from + REGEX_BYTES);
        while !self.p.text.is_char_boundary(to) {
            to -= 1;
        }
        let found = regex.find(&self.p.text[from..to])?;
        let span = Span::new(from as u32, (from + found.end()) as u32);
        self.end_of(at, span)
    }

    /// One past the last token of a span that begins with token `at`, if it ends where a token ends.
    fn end_of(&self, at: usize, span: Span) -> Option<usize> {
        let tokens = &self.p.views.tokens;
        let end = at + tokens[at..].partition_point(|t| t.span.start < span.end);
        (tokens[end - 1].span.end == span.end).then_some(end)
    }

    fn before_end_marks(&self, from: usize, mut end: usize) -> usize {
        while end > from && is_end_mark(self.p.kind(end - 1)) {
            end -= 1;
        }
        end
    }

    fn anchored(&self, anchor: Anchor, at: usize) -> bool {
        let opens = |first: usize| (first..at).all(|k| self.p.kind(k) == TokenKind::Open);
        let near = |first: u32| at - (first as usize) < 4 && opens(first as usize);
        let ends = |end: u32| {
            let marks = at..end as usize;
            marks.len() <= 4 && marks.clone().all(|k| is_end_mark(self.p.kind(k)))
        };
        let inside = at < self.len();
        let last = at.checked_sub(1);
        match anchor {
            Anchor::SentenceStart => inside && near(self.sentence(at).first),
            Anchor::ParagraphStart => inside && near(self.paragraph(at).first),
            Anchor::SentenceEnd => last.is_some_and(|last| ends(self.sentence(last).end)),
            Anchor::Pivot => true,
            Anchor::ParagraphEnd => last.is_some_and(|last| ends(self.paragraph(last).end)),
        }
    }

    fn cue_ends(
        &self,
        at: usize,
        ends: &mut Vec<usize>,
        accept: impl Fn(&crate::attribution::Cue) -> bool,
    ) {
        let p = &self.p;
        let key = key(p.word(at));
        let end = self.sentence(at).end as usize;
        let found = self
            .lexicon
            .matches(&key, |k| (at + k < end).then(|| p.word(at + k)));
        for (index, len) in found {
            let cue = self.lexicon.cue(index);
            // "the claims" is no form of the verb.
            let noun = matches!(
                p.tag(at),
                Tag::Noun | Tag::Plural | Tag::Adjective | Tag::Adverb
            );
            if accept(cue) && !(cue.kind == CueKind::Verb && noun) {
                ends.push(at + len);
            }
        }
        ends.dedup();
    }

    fn has_shape(&self, shape: Shape, at: usize) -> bool {
        let (token, word) = (self.p.token(at), &self.p.words[at]);
        let is_word = token.kind == TokenKind::Word;
        let has = |flag| token.shape.contains(flag);
        match shape {
            Shape::Capital => token.capitalised(),
            Shape::Caps => is_word && has(text::Shape::ALL_CAPS),
            Shape::Lower => is_word && !has(text::Shape::CAPITAL),
            Shape::Initial => is_word && has(text::Shape::INITIAL),
            Shape::Number => token.kind == TokenKind::Number || word.tag == Tag::Number,
            Shape::Word => is_word,
            Shape::Verb => {
                word.tag.is_finite() || matches!(word.tag, Tag::Participle | Tag::Gerund)
            }
            Shape::Noun => matches!(word.tag, Tag::Noun | Tag::Plural),
            Shape::Adjective => word.tag == Tag::Adjective,
            Shape::Adverb => word.tag == Tag::Adverb,
            Shape::Pronoun => word.tag == Tag::Pronoun,
            Shape::Determiner => word.tag == Tag::Determiner,
            Shape::Preposition => word.tag == Tag::Preposition,
        }
    }

    /// The noun phrase with its apposition, then without it.
    fn noun_phrase(&self, at: usize, ends: &mut Vec<usize>) {
        let p = &self.p;
        let word = &p.words[at];
        let begins = word.tag.begins_phrase() || word.classes.intersects(Classes::BEGINS_PHRASE);
        if !begins || !matches!(p.kind(at), TokenKind::Word | TokenKind::Number) {
            return;
        }
        let end = self.sentence(at).end as usize;
        ends.extend(
            [p.end(at, end), p.base_end(at, end)]
                .into_iter()
                .filter(|&e| e > at),
        );
        ends.dedup();
    }
}
