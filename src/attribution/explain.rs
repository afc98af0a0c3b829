//! Why words make attributions or do not.

use super::candidates::{Candidate, Candidates, ExtraCue};
use super::complement::{Complement, follows};
use super::cues::CueLexicon;
use super::engine::{self, Fit, Found, LEAST_SCORE};
use super::finish::said;
use super::frames::Frames;
use super::model::{self, Aspect, Sum, Trial};
use crate::explain::{CueReasons, Judgement, Reading, Reason};
use crate::words::Phrases;
use crate::{Attribution, Mention};

/// What the decisions were made with.
pub(crate) struct Scene<'a> {
    pub p: Phrases<'a>,
    pub mentions: &'a [Mention],
    pub lexicon: &'a CueLexicon,
    pub extra: &'a [ExtraCue],
    pub frames: &'a Frames,
    /// None where the frames decide.
    pub weights: Option<&'a model::Weights>,
    /// What came of it all, by cue.
    pub attributions: &'a [Attribution],
}

/// For each word that the lexicon has as a cue or the model takes for one, what came of it and why; by token.
pub(crate) fn explain(scene: &Scene<'_>) -> Vec<CueReasons> {
    let &Scene {
        p,
        lexicon,
        frames,
        mentions,
        ..
    } = scene;
    let mut candidates = Candidates::default();
    candidates.find(&p, lexicon, scene.extra);
    let mut found = vec![];
    engine::find(p, &candidates, lexicon, frames, 0.0, &mut found);
    let explainer = Explainer {
        scene,
        candidates: &candidates,
        found: &found,
        by_cue: by_cue(scene),
    };
    let words: Vec<CueReasons> = match scene.weights {
        Some(weights) => {
            let trials = model::trials(p, mentions, &candidates, &found, weights);
            trials.iter().map(|trial| explainer.trial(trial)).collect()
        }
        None => {
            let list = candidates.list.iter();
            list.map(|candidate| explainer.candidate(candidate, None))
                .collect()
        }
    };
    let mut explained = vec![Explained::No; scene.attributions.len()];
    for reasons in &words {
        if let Some(index) = reasons.attribution {
            let won = reasons
                .readings
                .iter()
                .any(|reading| reading.lost.is_none());
            let how = if won {
                Explained::Reading
            } else {
                Explained::Word
            };
            explained[index as usize] = explained[index as usize].max(how);
        }
    }
    let telling = |reasons: &CueReasons| match reasons.attribution {
        // Of several words in one cue the one that made it.
        Some(index) => {
            explained[index as usize] == Explained::Word
                || reasons
                    .readings
                    .iter()
                    .any(|reading| reading.lost.is_none())
        }
        // Colons stand everywhere: only those that could report are worth a word.
        None => !reasons.readings.is_empty() || &p.text[reasons.span] != ":",
    };
    let mut cues: Vec<CueReasons> = words.into_iter().filter(telling).collect();
    for (index, attribution) in scene.attributions.iter().enumerate() {
        if explained[index] == Explained::No {
            let place = attribution.cue.first().or(attribution.content.first());
            cues.push(CueReasons {
                span: place.copied().unwrap_or_default(),
                attribution: Some(index as u32),
                why: format!("{} made it", attribution.by),
                judged: None,
                readings: vec![],
            });
        }
    }
    cues.sort_by_key(|reasons| (reasons.span.start, reasons.attribution));
    cues
}

/// What reasons are given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    /// Is the word a cue?
    Cue,
    /// Are these words its source or content?
    Words,
    /// Is all of it right?
    Whole,
}

/// By what an attribution is explained.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Explained {
    No,
    /// By a word in its cue.
    Word,
    /// By the reading that won.
    Reading,
}

/// For each token the attribution whose cue it is in, plus one.
fn by_cue(scene: &Scene<'_>) -> Vec<u32> {
    let tokens = &scene.p.views.tokens;
    let mut table = vec![0; tokens.len()];
    for (index, attribution) in scene.attributions.iter().enumerate() {
        for span in &attribution.cue {
            let first = tokens.partition_point(|t| t.span.start < span.start);
            for (token, place) in tokens[first..].iter().zip(&mut table[first..]) {
                if token.span.end > span.end {
                    break;
                }
                *place = index as u32 + 1;
            }
        }
    }
    table
}

struct Explainer<'a> {
    scene: &'a Scene<'a>,
    candidates: &'a Candidates,
    /// What the frames propose, by cue.
    found: &'a [Found],
    by_cue: Vec<u32>,
}

impl Explainer<'_> {
    fn word(&self, i: usize) -> &str {
        self.scene.p.word(i)
    }

    /// The attribution that has the token as its cue.
    fn made(&self, head: usize) -> Option<(u32, &Attribution)> {
        let index = self.by_cue[head].checked_sub(1)?;
        Some((index, &self.scene.attributions[index as usize]))
    }

    /// What the frames make of a candidate.
    fn candidate(&self, candidate: &Candidate, judged: Option<Judgement>) -> CueReasons {
        let head = candidate.first as usize;
        let before = self.found.partition_point(|f| f.head < head);
        let fits = engine::fits(
            self.scene.p,
            self.candidates,
            candidate,
            self.scene.lexicon,
            self.scene.frames,
            &self.found[..before],
        );
        let made = self.made(head);
        let word = self.word(head);
        let first = fits.first();
        let why = match (first, made) {
            (Some(fit), Some((_, a))) if a.by == *self.by(fit) => format!(
                "the frame {} is the first that fits: {}",
                self.frame(fit),
                self.worth(fit)
            ),
            (_, Some((_, a))) => format!("{} goes before what the frames find", a.by),
            (Some(fit), None) if fit.found.score < LEAST_SCORE => format!(
                "the frame {} fits, but is too seldom right here: {}",
                self.frame(fit),
                self.worth(fit)
            ),
            (Some(fit), None) => format!(
                "the frame {} fits, but the word is part of another attribution's source, or a rule takes it away",
                self.frame(fit)
            ),
            (None, None) => {
                format!("no frame fits “{word}” here: source and content stand otherwise")
            }
        };
        let readings = fits.iter().enumerate().map(|(rank, fit)| Reading {
            source: said(&self.scene.p, fit.found.source.as_slice()),
            content: said(&self.scene.p, &fit.found.content),
            score: fit.found.score,
            by: self.by(fit).to_owned(),
            lost: match (rank, made) {
                (0, Some((_, a))) if a.by == *self.by(fit) => None,
                (0, _) => Some("see above".to_owned()),
                _ => Some("it fits too, but is tried later".to_owned()),
            },
            source_reasons: vec![],
            content_reasons: vec![],
            reasons: vec![],
        });
        CueReasons {
            span: self.scene.p.token(head).span,
            attribution: made.map(|(index, _)| index),
            readings: readings.collect(),
            why,
            judged,
        }
    }

    fn by(&self, fit: &Fit) -> &str {
        let frame = fit.found.frame.unwrap_or(0);
        &self.scene.frames.list[frame as usize].by
    }

    fn frame(&self, fit: &Fit) -> &str {
        self.by(fit).trim_start_matches("rule:")
    }

    /// What the score of a frame's attribution is made of.
    fn worth(&self, fit: &Fit) -> String {
        let worth = fit.worth;
        let cue = fit.found.entry.map(|entry| self.scene.lexicon.cue(entry));
        let mut said = match cue {
            Some(cue) => format!(
                "“{}” reports with what follows it in {:.0} of 100 cases, times {:.2} for the frame",
                cue.lemma,
                worth.strength * 100.0,
                worth.frame
            ),
            None => format!(
                "the frame is right in {:.0} of 100 cases",
                worth.frame * 100.0
            ),
        };
        if worth.quoted < 1.0 {
            said += &format!(", times {} inside a quotation", worth.quoted);
        }
        if worth.writer < 1.0 {
            said += &format!(", times {} for a source in the first person", worth.writer);
        }
        said
    }

    /// What the model makes of a word.
    fn trial(&self, trial: &Trial) -> CueReasons {
        let judged = Judgement {
            probability: trial.cue.probability(),
            reasons: self.reasons(Question::Cue, &trial.cue, trial.head),
        };
        let made = self.made(trial.head);
        // What a frame of a user or a cue rule made is not the model's.
        if let Some(candidate) = self.candidates.at(trial.head)
            && made.is_some_and(|(_, a)| a.by != "model")
        {
            return self.candidate(candidate, Some(judged));
        }
        let kept = trial.readings.iter().any(|reading| reading.kept);
        let mut readings: Vec<Reading> = vec![];
        for reading in &trial.readings {
            let won = reading.kept && made.is_some();
            let lost = if reading.kept {
                "something else took its place"
            } else if kept {
                "the other reading is likelier"
            } else {
                "it is not likely enough"
            };
            let reading = Reading {
                source: said(&self.scene.p, reading.source.as_slice()),
                content: said(&self.scene.p, &reading.content),
                score: reading.whole.probability(),
                by: match (reading.by_frame, self.proposal(trial.head)) {
                    (true, Some(frame)) => frame.to_owned(),
                    _ => "model".to_owned(),
                },
                lost: (!won).then(|| lost.to_owned()),
                source_reasons: self.reasons(Question::Words, &reading.source_sum, trial.head),
                content_reasons: self.reasons(Question::Words, &reading.content_sum, trial.head),
                reasons: self.reasons(Question::Whole, &reading.whole, trial.head),
            };
            readings.push(reading);
        }
        readings.sort_by_key(|reading| reading.lost.is_some());
        let percent = |p: f32| format!("{:.0} %", p * 100.0);
        let word = self.word(trial.head);
        let chance = percent(judged.probability);
        let best = readings.iter().map(|r| r.score).fold(0.0, f32::max);
        let why = match (made, kept, readings.is_empty()) {
            (Some(_), true, _) => format!(
                "“{word}” is a cue ({chance}), and its source and content are right ({})",
                percent(best)
            ),
            (Some((_, a)), false, _) => format!("{} made it", a.by),
            (None, true, _) => {
                format!("“{word}” is a cue ({chance}), but something else took its place")
            }
            (None, false, true) if judged.probability < 0.5 => {
                format!("“{word}” is hardly a cue here: {chance}")
            }
            (None, false, true) => {
                format!("“{word}” may be a cue ({chance}), but no words look like its content")
            }
            (None, false, false) => format!(
                "“{word}” may be a cue ({chance}), but source and content are hardly right: {} at best, {:.0} % are needed",
                percent(best),
                model::LEAST_SCORE * 100.0
            ),
        };
        CueReasons {
            span: self.scene.p.token(trial.head).span,
            attribution: made.map(|(index, _)| index),
            why,
            judged: Some(judged),
            readings,
        }
    }

    /// The frame that the frames propose for a cue.
    fn proposal(&self, head: usize) -> Option<&str> {
        let at = self.found.partition_point(|f| f.head < head);
        let found = self.found.get(at).filter(|f| f.head == head)?;
        Some(&self.scene.frames.list[found.frame? as usize].by)
    }

    fn reasons(&self, question: Question, sum: &Sum, head: usize) -> Vec<Reason> {
        let parts = sum.parts().into_iter();
        let reason = |(aspect, weight)| Reason {
            what: self.what(question, aspect, head),
            weight,
        };
        parts.map(reason).collect()
    }

    /// What features look at, in words.
    fn what(&self, question: Question, aspect: Aspect, head: usize) -> String {
        let p = &self.scene.p;
        let sentence = &p.views.sentences[p.token(head).sentence as usize];
        let (start, end) = (sentence.first as usize, sentence.end as usize);
        let text = |from: usize, to: usize| match from < to {
            true => format!(
                "“{}”",
                &p.text[p.token(from).span.cover(p.token(to - 1).span)]
            ),
            false => "the edge of the sentence".to_owned(),
        };
        let said = match aspect {
            Aspect::Word if question == Question::Words => "its words",
            Aspect::Before if question == Question::Words => "what stands before each of its words",
            Aspect::Behind if question == Question::Words => "what stands behind each of its words",
            Aspect::Names if question == Question::Words => "the names in it",
            Aspect::Always => "how often it is so at all",
            Aspect::Word => return format!("the word {}", text(head, head + 1)),
            Aspect::Before => {
                let from = head.saturating_sub(2).max(start);
                return format!("what stands before it: {}", text(from, head));
            }
            Aspect::Behind => {
                return format!(
                    "what stands behind it: {}",
                    text(head + 1, (head + 3).min(end))
                );
            }
            Aspect::Complement => {
                let after = self
                    .candidates
                    .at(head)
                    .map_or(head + 1, |c| c.end as usize);
                match follows(p, after, end).complement {
                    Complement::After => "no words that it could report follow it",
                    Complement::Quote => "a quotation follows it",
                    Complement::That => "“that” and a clause follow it",
                    Complement::Clause => "a clause follows it",
                    Complement::To => "“to” and a verb follow it",
                    Complement::Wh => "a question word follows it",
                    Complement::Prep => "a preposition follows it",
                    Complement::Object => "a noun phrase follows it",
                }
            }
            Aspect::Subject => "what stands where its subject would",
            Aspect::Frames => match self.proposal(head) {
                Some(frame) => {
                    let frame = frame.trim_start_matches("rule:");
                    return format!("how the frame {frame} reads it");
                }
                None => "no frame fits here",
            },
            Aspect::Quotes => match (start..end).any(|k| p.token(k).quoted()) {
                true => "the quotation marks in its sentence",
                false => "no quotation marks in its sentence",
            },
            Aspect::Place => "the place in the sentence",
            Aspect::OtherCues => "other words that may be cues",
            Aspect::Names => "the names around it",
            Aspect::Distance => "how far from the cue its words stand",
            Aspect::Between => "what stands between them and the cue",
            Aspect::Cue => "how likely the word is a cue",
            Aspect::Source => "how the source looks",
            Aspect::Content => "how long the content is, and how it begins and ends",
            Aspect::Order => "the order of source, cue and content",
            Aspect::Sureness => "how much better this is than other sources and contents",
            Aspect::Rest => "other things",
        };
        said.to_owned()
    }
}
