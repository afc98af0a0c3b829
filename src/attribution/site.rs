//! One cue candidate, and whether a frame fits there.

use std::ops::Range;

use super::candidates::Candidate;
use super::complement::{Complement, Follows, follows, is_open};
use super::content::Contents;
use super::cues::{Cue, CueKind, CueLexicon};
use super::engine::{Fit, Found, Misfit, Part, Worth};
use super::frames::{Atom, ContentAtom, Frame, SourceAtom};
use super::source;
use super::verb_group::{VerbForm, VerbGroup, verb_group};
use crate::text::{Token, TokenKind};
use crate::words::{Classes, Phrases, Tag};

/// Cues inside quotations report what the quoted speaker says others said; news corpora do not annotate those.
const IN_QUOTATION: f32 = 0.05;
/// "I think", "we hope": the writer or a speaker whose quotation marks are missing.
const FIRST_PERSON: f32 = 0.5;

/// A cue candidate with all that the frames ask of it.
pub(super) struct Site<'a> {
    contents: Contents<'a>,
    p: Phrases<'a>,
    candidate: &'a Candidate,
    cue: Option<&'a Cue>,
    group: VerbGroup,
    follows: Follows,
    /// Behind the cue and the adverbs and days that follow it.
    after: usize,
    /// The sentence.
    start: usize,
    end: usize,
    /// The source of the sentence's cue before this one.
    same: Option<Range<usize>>,
}

/// What a frame has collected so far.
#[derive(Default)]
struct Draft {
    source: Option<Range<usize>>,
    before: Option<Range<usize>>,
    behind: Option<Range<usize>>,
    /// The cue takes a preposition along: "complained *about*".
    cue_end: usize,
}

/// What the cue itself must be comes before all parts.
const CONDITIONS: u32 = 3;

fn missing(passed: u32, part: Part, at: usize) -> Misfit {
    let at = at as u32;
    Misfit { passed, part, at }
}

impl<'a> Site<'a> {
    pub fn new(
        contents: Contents<'a>,
        candidate: &'a Candidate,
        lexicon: &'a CueLexicon,
        same: Option<Range<usize>>,
    ) -> Option<Self> {
        let p = contents.p;
        let first = candidate.first as usize;
        let sentence = &p.views.sentences[p.token(first).sentence as usize];
        let (start, end) = (sentence.first as usize, sentence.end as usize);
        let after = candidate.end as usize;
        let group = verb_group(&p, first, start);
        if candidate.kind == CueKind::Adjective
            && !(group.first..first).any(|k| p.tag(k) == Tag::Auxiliary)
        {
            return None;
        }
        Some(Site {
            contents,
            p,
            candidate,
            cue: candidate.cue.map(|index| lexicon.cue(index)),
            group,
            follows: follows(&p, after, end),
            after: p.skip_modifiers(after, end),
            start,
            end,
            same,
        })
    }

    fn first(&self) -> usize {
        self.candidate.first as usize
    }

    fn quotation(&self) -> u32 {
        self.p.token(self.first()).quotation
    }

    /// The attribution that a frame makes here.
    pub fn fit(&self, frame: &Frame, index: u32) -> Result<Fit, Misfit> {
        self.allows(frame)?;
        let mut draft = Draft {
            cue_end: self.candidate.end as usize,
            ..Draft::default()
        };
        let left = if frame.conditions.kind == CueKind::Noun {
            self.first()
        } else {
            self.group.first
        };
        self.match_left(frame, left, &mut draft)?;
        let mut at = self.match_right(frame, &mut draft)?;
        let passed = CONDITIONS + (frame.left.len() + frame.right.len()) as u32;
        let mut content: Vec<Range<usize>> =
            draft.before.iter().chain(&draft.behind).cloned().collect();
        if frame.conditions.goes_on && draft.behind.is_none() {
            at = self.tail_end(at);
            let whole = draft.before.clone().is_none_or(|before| {
                source::has_main_verb(&self.p, before)
                    || self.p.kind(at.min(self.p.words.len() - 1)) == TokenKind::Stop
            });
            content.extend(self.contents.goes_on(at, self.end, self.quotation(), whole));
        }
        content.retain(|range| !range.is_empty());
        if content.is_empty() {
            return Err(missing(passed, Part::Content, at));
        }
        let first = if frame.conditions.kind == CueKind::Noun {
            self.first()
        } else {
            self.group.first
        };
        let worth = self.worth(frame, &draft);
        let found = Found {
            head: self.first(),
            score: worth.score(),
            source: draft.source,
            cue: first..draft.cue_end,
            content,
            entry: self.candidate.cue,
            negated: self.group.negated,
            frame: Some(index),
            known: frame.known,
        };
        Ok(Fit { found, worth })
    }

    /// Whether the cue is as the frame wants it.
    fn allows(&self, frame: &Frame) -> Result<(), Misfit> {
        let conditions = &frame.conditions;
        let first = self.first();
        let cue = match (&frame.cues, self.candidate.cue) {
            (Some(cues), Some(cue)) => cues[cue as usize],
            _ => true,
        };
        if conditions.kind != self.candidate.kind || !cue {
            return Err(missing(0, Part::Cue, first));
        }
        if conditions.kind == CueKind::Verb && conditions.form != self.group.form {
            return Err(missing(1, Part::Form(self.group.form), first));
        }
        let complement = self.follows.complement;
        match &conditions.complement {
            Some(list) if !list.contains(&complement) => {
                Err(missing(2, Part::Complement(complement), self.after))
            }
            _ => Ok(()),
        }
    }

    fn match_left(&self, frame: &Frame, from: usize, draft: &mut Draft) -> Result<(), Misfit> {
        let p = &self.p;
        let mut j = from;
        for (part, atom) in (0..).zip(&frame.left) {
            let here = missing(CONDITIONS + part, Part::Left(part), j);
            match atom {
                Atom::MaybeComma | Atom::Comma => {
                    let comma = j > 0 && p.kind(j - 1) == TokenKind::Comma;
                    if !comma && *atom == Atom::Comma {
                        return Err(here);
                    }
                    j -= usize::from(comma);
                }
                Atom::Words(words) => {
                    let before = j.checked_sub(1).filter(|&b| b >= self.start).ok_or(here)?;
                    if !words.iter().any(|word| p.is(before, &[word])) {
                        return Err(here);
                    }
                    j = before;
                }
                Atom::Start => {
                    let opens = j == self.start
                        || j <= self.start + 2
                            && (self.start..j).all(|k| {
                                matches!(p.tag(k), Tag::Conjunction | Tag::Adverb)
                                    || p.kind(k) == TokenKind::Open
                            });
                    if !opens {
                        return Err(here);
                    }
                }
                Atom::Source(kind) => {
                    let source = self.source_left(*kind, j).ok_or(here)?;
                    if !matches!(kind, SourceAtom::Same) {
                        j = source.start;
                    }
                    draft.source = Some(source);
                }
                Atom::Content(kind) => {
                    let content = match kind {
                        ContentAtom::Quoted => self.contents.quoted_before(j, self.first()),
                        ContentAtom::Clause => {
                            let whole = self.follows.complement != Complement::After;
                            self.contents.clause_before(j, self.start, whole)
                        }
                        ContentAtom::Subject => source::before(p, j, self.start),
                        _ => self
                            .contents
                            .quoted_before(j, self.first())
                            .or_else(|| self.contents.clause_before(j, self.start, false)),
                    };
                    let content = content.ok_or(here)?;
                    j = content.start;
                    draft.before = Some(content);
                }
            }
        }
        Ok(())
    }

    fn source_left(&self, kind: SourceAtom, j: usize) -> Option<Range<usize>> {
        let p = &self.p;
        match kind {
            SourceAtom::Owner => source::possessor(p, j, self.start),
            SourceAtom::Same => self.same_source(j),
            SourceAtom::Name => {
                let paragraph_start = self.start
                    == p.views.paragraphs
                        [p.views.sentences[p.token(j).sentence as usize].paragraph as usize]
                        .first as usize;
                let name = self.start..j;
                let capital = |k: usize| {
                    p.token(k).capitalised() && !p.words[k].classes.intersects(Classes::FUNCTION)
                };
                let spoken = is_open(p, self.candidate.end as usize);
                (paragraph_start
                    && spoken
                    && !name.is_empty()
                    && name.len() <= 8
                    && name.clone().all(capital))
                .then_some(name)
            }
            SourceAtom::Np | SourceAtom::Strict => source::before(p, j, self.start),
        }
    }

    /// The source of a verb without a subject of its own.
    fn same_source(&self, j: usize) -> Option<Range<usize>> {
        let p = &self.p;
        let comma = j > self.start && p.kind(j - 1) == TokenKind::Comma;
        if self.group.form == VerbForm::Participle && !comma {
            // "a report alleging that"
            let before = j > self.start && !matches!(p.tag(j - 1), Tag::Preposition | Tag::To);
            if let Some(source) = source::before(p, j, self.start).filter(|_| before) {
                return Some(source);
            }
        }
        let subject = || source::sentence_subject(p, self.start, self.first());
        self.same.clone().or_else(subject)
    }

    /// Matches what stands behind the cue; returns where it ends.
    fn match_right(&self, frame: &Frame, draft: &mut Draft) -> Result<usize, Misfit> {
        let p = &self.p;
        let mut k = self.candidate.end as usize;
        let before = CONDITIONS + frame.left.len() as u32;
        for (part, atom) in (0..).zip(&frame.right) {
            let here = missing(before + part, Part::Right(part), k);
            match atom {
                Atom::MaybeComma | Atom::Comma => {
                    let comma = k < self.end && p.kind(k) == TokenKind::Comma;
                    if !comma && *atom == Atom::Comma {
                        return Err(here);
                    }
                    k += usize::from(comma);
                }
                // Within a few words: "was criticized last week by".
                Atom::Words(words) => {
                    k = 1
                        + (k..self.end.min(k + 6))
                            .find(|&x| words.iter().any(|word| p.is(x, &[word])))
                            .ok_or(here)?
                }
                Atom::Start => return Err(here),
                Atom::Source(kind) => {
                    let from = if frame.conditions.kind == CueKind::Verb {
                        p.skip_modifiers(k, self.end)
                    } else {
                        k
                    };
                    let names = from < self.end
                        && (p.tag(from).begins_phrase() || p.tag(from) == Tag::Past);
                    if !names {
                        return Err(here);
                    }
                    k = if *kind == SourceAtom::Strict {
                        p.strict_end(from, self.end)
                    } else {
                        p.end(from, self.end)
                    };
                    draft.source = Some(from..k);
                }
                Atom::Content(kind) => {
                    let content = match kind {
                        ContentAtom::Paragraph => self.contents.paragraph_after(k).ok_or(here)?,
                        ContentAtom::Any => self.content_behind(draft).ok_or(here)?,
                        ContentAtom::Quotation => self.quotation_behind().ok_or(here)?,
                        _ => self
                            .contents
                            .after(k, self.end, self.quotation(), Complement::Clause),
                    };
                    k = content.end;
                    draft.behind = Some(content);
                }
            }
        }
        Ok(k)
    }

    fn quotation_behind(&self) -> Option<Range<usize>> {
        let from = (self.follows.at..self.end)
            .find(|&k| !matches!(self.p.kind(k), TokenKind::Comma | TokenKind::Colon))?;
        Some(
            self.contents
                .after(from, self.end, self.quotation(), Complement::Quote),
        )
    }

    /// The content that follows the cue, by its complement.
    fn content_behind(&self, draft: &mut Draft) -> Option<Range<usize>> {
        let p = &self.p;
        let Follows {
            complement,
            at,
            addressed,
        } = self.follows;
        let cue = self.cue?;
        let mut from = if addressed && !cue.hearer {
            self.after
        } else {
            at
        };
        match complement {
            Complement::After => return None,
            Complement::Quote => return self.quotation_behind(),
            Complement::Object if cue.hearer => from = self.behind_hearer(from),
            Complement::Clause if &*cue.class == "tell" => {
                // "told Lee prices would fall"
                let behind = p.base_end(from, self.end);
                if p.is_clause(behind, self.end) {
                    from = behind;
                }
            }
            Complement::Prep
                if !matches!(cue.lemma.as_str(), "say" | "write")
                    && !cue.lemma.contains(' ')
                    && p.is(
                        from,
                        &[
                            "of", "about", "for", "on", "against", "in", "with", "to", "at",
                        ],
                    ) =>
            {
                from += 1;
                draft.cue_end = from;
            }
            _ => {}
        }
        if from >= self.end {
            return None;
        }
        if is_open(p, from) {
            return Some(
                self.contents
                    .after(from, self.end, self.quotation(), Complement::Quote),
            );
        }
        Some(
            self.contents
                .after(from, self.end, self.quotation(), complement),
        )
    }

    /// Where content begins behind the person addressed: "told a crowd in Lund on Monday that ...".
    fn behind_hearer(&self, from: usize) -> usize {
        let p = &self.p;
        let behind = p.base_end(from, self.end);
        let begins = (behind..self.end.min(behind + 12))
            .take_while(|&k| p.kind(k) != TokenKind::Stop)
            .find(|&k| p.is(k, &["that"]) || is_open(p, k));
        match begins {
            Some(k) => k,
            None if p.is_clause(behind, self.end) => behind,
            None => from,
        }
    }

    /// The end of what still belongs to "S said *in Lund on Monday*".
    fn tail_end(&self, from: usize) -> usize {
        let p = &self.p;
        let stops = |k: &usize| {
            matches!(
                p.kind(*k),
                TokenKind::Comma | TokenKind::Semicolon | TokenKind::Open
            ) || p.kind(*k) == TokenKind::Stop && *k + 1 >= self.end
                || p.token(*k).quotation != self.quotation()
        };
        (from..self.end).find(stops).unwrap_or(self.end)
    }

    fn worth(&self, frame: &Frame, draft: &Draft) -> Worth {
        let Follows {
            complement,
            addressed,
            ..
        } = self.follows;
        let alternative = if frame.conditions.kind == CueKind::Noun {
            draft.source.is_some()
        } else {
            addressed && self.candidate.kind == CueKind::Verb
        };
        // A quotation that closes before the cue says more than what follows it.
        let closes = draft
            .before
            .as_ref()
            .is_some_and(|before| self.contents.is_close(before.end - 1));
        let strength = self.cue.map_or(1.0, |cue| {
            let own = cue.strength(complement, alternative);
            let by_order = if closes {
                cue.strength(Complement::Quote, false)
            } else if draft.before.is_some() && draft.behind.is_none() {
                cue.strength(Complement::After, false)
            } else {
                0.0
            };
            own.max(by_order)
        });
        let quoted = self.p.token(self.first()).quotation != Token::NONE;
        let writer = draft.source.as_ref().is_some_and(|source| {
            source.len() == 1 && self.p.is(source.start, &["I", "we", "you"])
        });
        Worth {
            strength,
            frame: frame.score(complement, addressed),
            quoted: if quoted { IN_QUOTATION } else { 1.0 },
            writer: if writer { FIRST_PERSON } else { 1.0 },
        }
    }
}
