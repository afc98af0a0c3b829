//! Why a rule did not fire on a text: the first atom that was not there, in the attempt that came furthest.

use std::ops::Range;
use std::sync::Arc;

use super::RuleIndex;
use super::alone::Alone;
use super::entity;
use super::frame;
use super::index::{Firing, Index};
use super::matcher::{Furthest, Matcher, Miss, Text};
use super::rule::{Action, Rule};
use super::why_pivot;
use crate::attribution::frames::{Frame, Frames};
use crate::attribution::{self, Complement, Part, VerbForm};
use crate::tagger::{Depth, Scratch, Tagger};
use crate::{Document, Span, mentions};

/// The answer to why a rule did not fire on a text, from [`Tagger::why_not`]; it displays for people.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WhyNot {
    /// The rule: SET/ID.
    pub rule: String,
    /// Its pattern.
    pub pattern: String,
    /// The text.
    pub text: String,
    /// Why.
    pub reason: Reason,
}

/// Why a rule did not fire.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// It did fire, here.
    Fired(Vec<Span>),
    /// It is switched off.
    Off,
    /// Its pattern matches here, but what it made did not stay, because of this rule or list, if it is known.
    Lost(Span, Option<String>),
    /// It is a class of cues, none of which makes an attribution in the text.
    Class,
    /// The pattern does not match.
    Atom {
        /// Where it ought to have gone on: a token of the text, or its end.
        at: Span,
        /// What of the pattern was not there: byte ranges in it, more than one where there are alternatives.
        atoms: Vec<Range<usize>>,
        /// What kind of failure it was.
        failure: Failure,
        /// What was matched up to there, if anything was.
        before: Option<Span>,
    },
}

/// How an atom failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// Something else stands there.
    Absent,
    /// What a negative look forbids stands there.
    Forbidden,
    /// The match would need more tokens than its window has.
    Window,
    /// The sentence (or the paragraph, for a rule with such a window) is over.
    End,
    /// The text has no token at all, or none in a language that rules look at.
    Empty,
    /// Of a frame: no word of the text is one of its cues.
    NoCue,
    /// Of a frame: the cue is a verb in this form, and the rule asks for another one.
    Form(VerbForm),
    /// Of a frame: this follows the cue, and the rule does not have it among its complements.
    Complement(Complement),
    /// Of a frame: all is there but something that was said.
    Content,
    /// Of a rule that proposes: its pattern matches, but its score and clues make that no likely name.
    Unlikely,
    /// Of a frame: all is there, but it is too seldom right with this cue, see [`score`](crate::Attribution::score).
    Score,
}

impl Tagger {
    /// Why the rule with this name, SET/ID, did not fire on a text; `None` if there is no such rule. Those that are bundled are in the
    /// set "onrecord".
    ///
    /// ```
    /// use onrecord::Tagger;
    /// use onrecord::rules::RuleSet;
    ///
    /// let rules = RuleSet::parse("fish.toml", "[ruleset]\nid = 'fish'\n[[rule]]\nid = 'sold'\nkind = 'mention'\nlabel = 'ORG'\nmatch = '{span:<Capital>} sold fish'\n")?;
    /// let tagger = Tagger::builder().rules(rules).build()?;
    /// let answer = tagger.why_not("Zoë sold cod.", "fish/sold").unwrap();
    /// assert!(answer.to_string().contains("\"cod\" stands where the pattern asks for fish"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn why_not(&self, text: &str, rule: &str) -> Option<WhyNot> {
        let (number, rule) = self.rules().get(rule)?;
        Some(WhyNot {
            rule: rule.name.clone(),
            pattern: rule.pattern.clone(),
            text: text.to_owned(),
            reason: self.reason(text, number, rule),
        })
    }

    fn reason(&self, text: &str, number: Option<u32>, rule: &Arc<Rule>) -> Reason {
        if !rule.enabled {
            return Reason::Off;
        }
        let mut scratch = Scratch::default();
        let names = self.read(text, &mut scratch);
        let mut firings = vec![];
        let document = self.decide(
            text,
            names.clone(),
            Depth::Attributions,
            &mut scratch,
            &mut firings,
        );
        if rule.frame.is_some() || matches!(rule.action, Action::Class(_)) {
            let by = rule.by();
            let made = document.attributions.iter().filter(|a| match &rule.action {
                Action::Class(class) => *a.cue_class == **class,
                _ => a.by == by,
            });
            let spans: Vec<Span> = made.filter_map(|a| a.cue.first().copied()).collect();
            if !spans.is_empty() {
                return Reason::Fired(spans);
            }
            let look = self.look(text, &scratch, &document.mentions);
            let alone = Alone::new(rule.clone()).find(self.rules(), &look);
            return match (alone.first(), &rule.frame) {
                (Some(first), _) => Reason::Lost(first.whole, winner(first.whole, &document)),
                (None, Some(frame)) => misfit(&look, rule, frame, &self.rules().frames()),
                (None, None) => Reason::Class,
            };
        }
        firings.retain(|firing| Some(firing.rule) == number);
        if let Some(first) = firings.first() {
            let stays = |firing: &&Firing| stays(rule, firing, &document);
            let spans: Vec<Span> = firings.iter().filter(stays).map(|f| f.whole).collect();
            if spans.is_empty() {
                return Reason::Lost(first.whole, winner(first.whole, &document));
            }
            return Reason::Fired(spans);
        }
        if let Action::Propose(_) = rule.action {
            let look = self.look(text, &scratch, &[]);
            let marks = mentions::marks(&look, self.rules().names());
            let found = Alone::new(rule.clone()).find(self.rules(), &look);
            let by = rule.by();
            let kept = document.mentions.iter().filter(|m| m.by == by);
            let kept: Vec<Span> = kept.map(|m| m.span).collect();
            return match found.first() {
                _ if !kept.is_empty() => Reason::Fired(kept),
                Some(first) => Reason::Lost(first.whole, winner(first.whole, &document)),
                None => unlikely(
                    &Text {
                        marks: &marks,
                        ..look
                    },
                    rule,
                ),
            };
        }
        let mentions = if rule.action.before_entities() {
            names
        } else {
            document.mentions
        };
        furthest(&self.look(text, &scratch, &mentions), rule)
    }
}

impl RuleIndex {
    /// The rule that matched; and where nothing of what it made is in the document, what stands there instead.
    pub(crate) fn outcome(
        &self,
        firing: &Firing,
        document: &Document<'_>,
    ) -> (&str, Option<Option<String>>) {
        let rule = &self.rules[firing.rule as usize];
        let lost = !stays(rule, firing, document);
        (&rule.name, lost.then(|| winner(firing.whole, document)))
    }
}

/// Whether something of what a match made is in the document.
fn stays(rule: &Rule, firing: &Firing, document: &Document<'_>) -> bool {
    let by = rule.by();
    let touches = |span: Span| span.overlaps(firing.whole);
    let mentions = || document.mentions.iter().filter(|m| touches(m.span));
    let attributions = || {
        let parts = |a: &crate::Attribution| [&a.cue[..], &a.content[..]].concat();
        document
            .attributions
            .iter()
            .filter(move |a| parts(a).into_iter().any(touches))
    };
    match &rule.action {
        Action::Entity(named) => entity::holds(named.as_deref(), &firing.of_entity(), document),
        Action::Mention(_) | Action::Propose(_) | Action::Extend => mentions().any(|m| m.by == by),
        Action::Attribution | Action::Frame => attributions().any(|a| a.by == by),
        Action::Cue(_) => attributions().any(|a| a.by == by),
        Action::Class(_) => attributions().next().is_some(),
        // A veto has fired when nothing is left.
        Action::RemoveMentions(label) => {
            firing
                .subjects(super::pattern::Role::Span)
                .iter()
                .all(|span| {
                    let left = |m: &crate::Mention| {
                        span.contains(m.span) && label.is_none_or(|label| label == m.label)
                    };
                    !document.mentions.iter().any(left)
                })
        }
        Action::RemoveAttributions => {
            firing
                .subjects(super::pattern::Role::Cue)
                .iter()
                .all(|span| {
                    let mut cues = document.attributions.iter().flat_map(|a| &a.cue);
                    !cues.any(|cue| cue.overlaps(*span))
                })
        }
    }
}

/// What stands in the document instead.
fn winner(span: Span, document: &Document<'_>) -> Option<String> {
    let mention = document.mentions.iter().find(|m| m.span.overlaps(span));
    let of_cue = |a: &&crate::Attribution| a.cue.iter().any(|cue| cue.overlaps(span));
    let attribution = document.attributions.iter().find(of_cue);
    mention
        .map(|m| m.by.to_string())
        .or_else(|| attribution.map(|a| a.by.to_string()))
}

/// Why a rule proposes nothing that is likely: its pattern does not match, or its clues speak against it.
fn unlikely(text: &Text<'_>, rule: &Rule) -> Reason {
    let mut matcher = Matcher::default();
    let tokens = &text.p.views.tokens;
    for at in 0..tokens.len() {
        if let Some((end, _)) = matcher.run(text, &rule.program, rule.window, at) {
            return Reason::Atom {
                at: tokens[at].span.cover(tokens[end.max(at + 1) - 1].span),
                atoms: std::iter::once(0..rule.pattern.len()).collect(),
                failure: Failure::Unlikely,
                before: None,
            };
        }
    }
    furthest(text, rule)
}

fn furthest(text: &Text<'_>, rule: &Rule) -> Reason {
    if let Some(reason) = why_pivot::furthest(text, rule) {
        return reason;
    }
    let mut matcher = Matcher::default();
    let mut found = Furthest::default();
    for paragraph in Index::paragraphs(text) {
        for start in paragraph.first as usize..paragraph.end as usize {
            // What matches but for a negative look failed by that.
            matcher.blind = true;
            matcher.furthest = None;
            let but_for_looks = matcher.run(text, &rule.program, rule.window, start);
            matcher.blind = false;
            matcher.furthest = Some(match but_for_looks {
                Some(_) => Furthest::default(),
                None => std::mem::take(&mut found),
            });
            matcher.run(text, &rule.program, rule.window, start);
            let seen = matcher.furthest.take().unwrap_or_default();
            match seen.forbidden {
                Some((step, at)) if but_for_looks.is_some() => {
                    return failed(
                        text,
                        rule,
                        Furthest {
                            start: start as u32,
                            at,
                            misses: vec![(step, Miss::Present)],
                            ..seen
                        },
                    );
                }
                _ if but_for_looks.is_some() => {}
                _ => found = seen,
            }
        }
    }
    failed(text, rule, found)
}

pub(super) fn failed(text: &Text<'_>, rule: &Rule, found: Furthest) -> Reason {
    let tokens = &text.p.views.tokens;
    let (start, at) = (found.start as usize, found.at as usize);
    let Some(&(_, miss)) = found.misses.first() else {
        return Reason::Atom {
            at: Span::new(0, 0),
            atoms: vec![],
            failure: Failure::Empty,
            before: None,
        };
    };
    let mut atoms: Vec<Range<usize>> = vec![];
    for &(step, _) in &found.misses {
        let place = rule.program.places[step as usize].clone();
        if !atoms.contains(&place) {
            atoms.push(place);
        }
    }
    atoms.sort_by_key(|place| place.start);
    let over = !text.goes_on(start, at, rule.window);
    let end = tokens[..at].last().map_or(0, |token| token.span.end);
    Reason::Atom {
        at: match over {
            true => Span::new(end, end),
            false => tokens[at].span,
        },
        atoms,
        failure: match miss {
            Miss::Present => Failure::Forbidden,
            Miss::Window => Failure::Window,
            Miss::Absent if over => Failure::End,
            Miss::Absent => Failure::Absent,
        },
        before: (start < at).then(|| tokens[start].span.cover(tokens[at - 1].span)),
    }
}

/// What a frame lacks where it comes furthest.
fn misfit(text: &Text<'_>, rule: &Rule, frame: &Frame, frames: &Frames) -> Reason {
    let tokens = &text.p.views.tokens;
    let (left, cue, right) = frame::places(&rule.node);
    let failed = |at: Span, atoms: Vec<Range<usize>>, failure, before| Reason::Atom {
        at,
        atoms,
        failure,
        before,
    };
    let nowhere = Span::new(0, 0);
    if tokens.is_empty() {
        return failed(nowhere, vec![], Failure::Empty, None);
    }
    let found = attribution::misfit(text.p, text.lexicon, frames, frame);
    let Some((word, misfit)) = found.filter(|(_, misfit)| misfit.passed > 0) else {
        return failed(nowhere, vec![cue], Failure::NoCue, None);
    };
    let sentence = &text.p.views.sentences[tokens[word.start].sentence as usize];
    let at = misfit.at as usize;
    let word = tokens[word.start].span.cover(tokens[word.end - 1].span);
    let all_content = || {
        let mut captured = vec![];
        super::compile::roles(&rule.node, &mut captured);
        captured.retain(|(role, _)| *role == super::pattern::Role::Content);
        captured.into_iter().map(|(_, at)| at).collect()
    };
    match misfit.part {
        Part::Cue => failed(nowhere, vec![cue], Failure::NoCue, None),
        Part::Form(form) => failed(word, vec![cue], Failure::Form(form), None),
        Part::Complement(complement) => {
            failed(word, vec![cue], Failure::Complement(complement), None)
        }
        Part::Left(i) => {
            let atoms = vec![left[i as usize].clone()];
            match at.checked_sub(1) {
                Some(before) if before >= sentence.first as usize => {
                    failed(tokens[before].span, atoms, Failure::Absent, Some(word))
                }
                _ => {
                    let start = tokens[at].span.start;
                    failed(Span::new(start, start), atoms, Failure::End, Some(word))
                }
            }
        }
        Part::Right(i) => {
            let atoms = vec![right[i as usize].clone()];
            if at < sentence.end as usize {
                failed(tokens[at].span, atoms, Failure::Absent, Some(word))
            } else {
                let end = tokens[at - 1].span.end;
                failed(Span::new(end, end), atoms, Failure::End, Some(word))
            }
        }
        Part::Content => failed(word, all_content(), Failure::Content, Some(word)),
        Part::Score => failed(word, vec![cue], Failure::Score, None),
    }
}
