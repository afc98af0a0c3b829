//! Runs the program of a pattern from one token on.
//!
//! The matcher tries the preferred way first and goes back where it fails, but remembers every pair of step and token at which
//! it was, and never goes on from one twice: the work from one start is bounded by the steps times the window.

use rustc_hash::FxHashSet;

use super::pattern::{Anchor, Atom, Role, Shape};
use super::program::{Program, Step};
use super::word::is_end_mark;
use crate::attribution::{CueKind, CueLexicon};
use crate::gazetteer::{Gazetteer, Hit};
use crate::text::{self, TokenKind};
use crate::words::{Classes, Phrases, Tag};
use crate::{Mention, Span};

/// What rules look at.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    pub p: Phrases<'a>,
    pub gazetteer: &'a Gazetteer,
    /// All hits of the gazetteer, by start.
    pub hits: &'a [Hit],
    /// By start, without overlaps.
    pub mentions: &'a [Mention],
    pub lexicon: &'a CueLexicon,
}

/// How far a match may reach.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// In steps over atoms and tokens: a quotation or name counts once.
    pub tokens: usize,
    /// Whether it may go on in the next sentence of the paragraph.
    pub paragraph: bool,
}

/// What a match has captured: roles with spans, by start.
pub(crate) type Captures = Vec<(Role, Span)>;

/// `!<(...)` looks so many tokens back.
const BEHIND: usize = 8;

/// Buffers that are reused from match to match.
#[derive(Clone, Debug, Default)]
pub(super) struct Matcher {
    seen: FxHashSet<(u32, u32)>,
    jobs: Vec<Job>,
    open: Vec<(Role, u32)>,
    marks: Vec<(Role, u32, bool)>,
    ends: Vec<usize>,
}

#[derive(Clone, Copy, Debug)]
struct Job {
    step: u32,
    at: u32,
    /// How many tokens and atoms were taken.
    taken: u32,
    /// How many marks of captures were set before.
    marks: u32,
}

impl Matcher {
    /// The end and the captures of the preferred match that begins with token `start`.
    pub fn run(
        &mut self,
        text: &Text<'_>,
        program: &Program,
        window: Window,
        start: usize,
    ) -> Option<(usize, Captures)> {
        let end = self.search(text, program, window, 0, start, None)?;
        self.open.clear();
        let mut captures = vec![];
        for &(role, at, opens) in &self.marks {
            if opens {
                self.open.push((role, at));
            } else if let Some((_, from)) = self.open.pop()
                && from < at
            {
                let tokens = &text.p.views.tokens[from as usize..at as usize];
                captures.push((role, tokens[0].span.cover(tokens[tokens.len() - 1].span)));
            }
        }
        captures.sort_by_key(|&(role, span)| (span.start, span.end, role));
        Some((end, captures))
    }

    /// The end of the preferred match that begins with `step` at token `start`, and ends at `must_end` if given.
    fn search(
        &mut self,
        text: &Text<'_>,
        program: &Program,
        window: Window,
        step: u32,
        start: usize,
        must_end: Option<usize>,
    ) -> Option<usize> {
        self.seen.clear();
        self.jobs.clear();
        self.marks.clear();
        self.jobs.push(Job {
            step,
            at: start as u32,
            taken: 0,
            marks: 0,
        });
        while let Some(mut job) = self.jobs.pop() {
            self.marks.truncate(job.marks as usize);
            loop {
                let at = job.at as usize;
                match program.steps[job.step as usize] {
                    Step::Match if must_end.is_none_or(|end| end == at) => return Some(at),
                    Step::Match => break,
                    Step::Jump(to) => job.step = to,
                    Step::Open(role) => {
                        self.marks.push((role, job.at, true));
                        job.step += 1;
                    }
                    Step::Close(role) => {
                        self.marks.push((role, job.at, false));
                        job.step += 1;
                    }
                    Step::Split(first, second) => {
                        if !self.seen.insert((job.step, job.at)) {
                            break;
                        }
                        self.jobs.push(Job {
                            step: second,
                            marks: self.marks.len() as u32,
                            ..job
                        });
                        job.step = first;
                    }
                    Step::Not { behind, next } => {
                        // Its own buffers: it must not disturb this search.
                        let mut inner = Matcher::default();
                        let inside = job.step + 1;
                        let found = if behind {
                            (at.saturating_sub(BEHIND)..at).any(|from| {
                                text.same_sentence(from, at.saturating_sub(1))
                                    && inner
                                        .search(text, program, window, inside, from, Some(at))
                                        .is_some()
                            })
                        } else {
                            inner
                                .search(text, program, window, inside, at, None)
                                .is_some()
                        };
                        if found {
                            break;
                        }
                        job.step = next;
                    }
                    Step::Any => {
                        if !text.goes_on(start, at, window) || job.taken as usize >= window.tokens {
                            break;
                        }
                        job.at += 1;
                        job.taken += 1;
                        job.step += 1;
                    }
                    Step::Atom(index) => {
                        let atom = &program.atoms[index as usize];
                        let again = at > start && !self.seen.insert((job.step, job.at));
                        if again || job.taken as usize >= window.tokens {
                            break;
                        }
                        self.ends.clear();
                        text.ends(atom, start, at, window, &mut self.ends);
                        let Some(&end) = self.ends.first() else { break };
                        for &other in self.ends[1..].iter().rev() {
                            self.jobs.push(Job {
                                step: job.step + 1,
                                at: other as u32,
                                taken: job.taken + 1,
                                marks: self.marks.len() as u32,
                            });
                        }
                        job.taken += u32::from(end > at);
                        job.at = end as u32;
                        job.step += 1;
                    }
                }
            }
        }
        None
    }
}

impl Text<'_> {
    fn len(&self) -> usize {
        self.p.words.len()
    }

    fn same_sentence(&self, a: usize, b: usize) -> bool {
        self.p.token(a).sentence == self.p.token(b).sentence
    }

    fn sentence(&self, i: usize) -> &text::Sentence {
        &self.p.views.sentences[self.p.token(i).sentence as usize]
    }

    fn paragraph(&self, i: usize) -> &text::Paragraph {
        &self.p.views.paragraphs[self.sentence(i).paragraph as usize]
    }

    /// Whether the token at `at` may follow the one before it in a match that began at `start`.
    fn goes_on(&self, start: usize, at: usize, window: Window) -> bool {
        at < self.len()
            && (at == start
                || self.same_sentence(at - 1, at)
                || window.paragraph
                    && self.sentence(at - 1).paragraph == self.sentence(at).paragraph)
    }

    /// Puts where an atom at token `at` can end into `ends`, the preferred end first.
    fn ends(&self, atom: &Atom, start: usize, at: usize, window: Window, ends: &mut Vec<usize>) {
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
                for hit in here.filter(|h| self.gazetteer.list(h.entry) == *list) {
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
            Atom::Anchor(_) => {}
        }
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
        let key = super::word::key(p.word(at));
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
        let begins = matches!(
            word.tag,
            Tag::Name
                | Tag::Noun
                | Tag::Plural
                | Tag::Determiner
                | Tag::Adjective
                | Tag::Pronoun
                | Tag::Possessive
                | Tag::Number
                | Tag::Participle
        ) || word.classes.intersects(Classes::BEGINS_PHRASE);
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
