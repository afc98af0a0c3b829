//! Cue candidates: every word of the cue lexicon that stands in the text and is used as its entry says.

use super::cues::{CueKind, CueLexicon};
use super::model::known::NO_CUE;
use crate::text::{ParagraphKind, Shape, TokenKind};
use crate::words::{Classes, Phrases, Tag};

/// A word or phrase of the lexicon in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    /// Its first token.
    pub first: u32,
    /// One past its last token.
    pub end: u32,
    /// Its entry in the lexicon; none for the colon behind a speaker's name.
    pub cue: Option<u32>,
    /// By which number the model knows the entry.
    pub known: u32,
    /// Its kind.
    pub kind: CueKind,
    /// Whether a rule says that it is a cue.
    pub ruled: bool,
}

/// A cue that a rule adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ExtraCue {
    /// Its first token.
    pub first: u32,
    /// One past its last token.
    pub end: u32,
    /// The entry of the lexicon that it is used like.
    pub like: u32,
    /// The number of the rule.
    pub rule: u32,
}

/// All candidates of a text, with a look-up by token.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidates {
    pub list: Vec<Candidate>,
    /// For each token the candidate that begins there, plus one; 0 for none.
    by_token: Vec<u32>,
}

impl Candidates {
    /// The candidate that begins with this token.
    #[inline]
    pub fn at(&self, token: usize) -> Option<&Candidate> {
        let index = *self.by_token.get(token)?;
        self.list.get((index as usize).checked_sub(1)?)
    }

    /// Whether a verb of the lexicon begins with this token.
    #[inline]
    pub fn verb_at(&self, token: usize) -> bool {
        self.at(token)
            .is_some_and(|candidate| candidate.kind == CueKind::Verb)
    }

    /// Finds the candidates of a text. In a headline or prose paragraph only. `extra` are by start.
    pub fn find(&mut self, p: &Phrases<'_>, lexicon: &CueLexicon, extra: &[ExtraCue]) {
        let mut extra = extra.iter().peekable();
        self.list.clear();
        self.by_token.clear();
        self.by_token.resize(p.words.len(), 0);
        for paragraph in &p.views.paragraphs {
            if matches!(
                paragraph.kind,
                ParagraphKind::Furniture | ParagraphKind::Foreign
            ) {
                continue;
            }
            for sentence in &p.views.sentences
                [paragraph.first_sentence as usize..paragraph.end_sentence as usize]
            {
                let mut i = sentence.first as usize;
                while i < sentence.end as usize {
                    while extra.next_if(|cue| (cue.first as usize) < i).is_some() {}
                    let ruled = extra.next_if(|cue| cue.first as usize == i);
                    let ruled = ruled.map(|cue| Candidate {
                        first: cue.first,
                        end: cue.end,
                        cue: Some(cue.like),
                        known: lexicon.cue(cue.like).known,
                        kind: lexicon.cue(cue.like).kind,
                        ruled: true,
                    });
                    let (first, end) = (sentence.first as usize, sentence.end as usize);
                    i = match ruled.or_else(|| find_at(p, lexicon, i, first, end)) {
                        Some(candidate) => {
                            self.list.push(candidate);
                            self.by_token[i] = self.list.len() as u32;
                            candidate.end as usize
                        }
                        None => i + 1,
                    };
                }
            }
        }
    }
}

fn find_at(
    p: &Phrases<'_>,
    lexicon: &CueLexicon,
    i: usize,
    start: usize,
    end: usize,
) -> Option<Candidate> {
    match p.kind(i) {
        TokenKind::Word => {}
        TokenKind::Colon => {
            return Some(Candidate {
                first: i as u32,
                end: i as u32 + 1,
                cue: None,
                known: NO_CUE,
                kind: CueKind::Mark,
                ruled: false,
            });
        }
        _ => return None,
    }
    if !lexicon.may_begin_with(&p.words[i]) {
        return None;
    }
    let word = p.word(i);
    let mut buffer = [0; 24];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let lower = std::str::from_utf8(lower).ok()?;
    let mut found = lexicon.matches(lower, |k| (i + k < end).then(|| p.word(i + k)));
    found.find_map(|(cue, len)| {
        let kind = lexicon.cue(cue).kind;
        let used = match kind {
            CueKind::Verb => is_verb(p, i, start) || len > 2,
            CueKind::Noun => {
                matches!(p.tag(i), Tag::Noun | Tag::Plural | Tag::Verb | Tag::VerbS)
                    && !p.token(i).quoted()
            }
            CueKind::Adjective => p.tag(i) != Tag::Name && i > start && !p.token(i).quoted(),
            CueKind::Phrase | CueKind::Mark => true,
        };
        used.then_some(Candidate {
            first: i as u32,
            end: (i + len) as u32,
            cue: Some(cue),
            known: lexicon.cue(cue).known,
            kind,
            ruled: false,
        })
    })
}

/// Whether the word is used as a verb here.
fn is_verb(p: &Phrases<'_>, i: usize, start: usize) -> bool {
    if matches!(
        p.tag(i),
        Tag::Verb | Tag::VerbS | Tag::Past | Tag::Participle | Tag::Gerund
    ) {
        return true;
    }
    if i == start {
        return false;
    }
    let before = i - 1;
    matches!(p.tag(before), Tag::Pronoun | Tag::Auxiliary | Tag::Modal | Tag::To | Tag::Wh)
        || p.words[before].classes.contains(Classes::NEGATION)
        || p.is(before, &["that"]) && p.tag(before) == Tag::Subordinator
        // "LEE SAYS NO", "Lee Says No": in a headline every word has its capital.
        || p.tag(i) == Tag::Name && p.tag(before) == Tag::Name && p.words[i].classes.intersects(Classes::ANY_VERB) && (p.token(i).shape.contains(Shape::ALL_CAPS) || i >= 2 && p.tag(i - 2) == Tag::Name)
}
