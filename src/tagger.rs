//! The whole pipeline behind one call.

use std::sync::Arc;

use crate::attribution;
use crate::entities;
use crate::explain::CueReasons;
use crate::gazetteer::{Gazetteer, Hit};
use crate::mentions;
use crate::rules::{self, Looks, RuleIndex, RuleSet};
use crate::text::Views;
use crate::words::{self, Phrases, Word};
use crate::{BuildError, Document, Entity, Mention, Model, Only};

/// How far a text is tagged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Depth {
    /// Mentions, without entities.
    Mentions,
    /// Mentions with their entities, roles and pronouns.
    Entities,
    /// All.
    Attributions,
}

/// Offsets have 32 bits.
const LONGEST_TEXT: usize = u32::MAX as usize;

/// Tags texts. Cheap to clone and shared between threads: the compiled data stands behind an [`Arc`].
#[derive(Clone, Debug)]
pub struct Tagger {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// Without one, the bundled one, which all taggers share.
    gazetteer: Option<Gazetteer>,
    rules: RuleIndex,
    min_score: f32,
    only: Option<Only>,
    pronouns: bool,
    model: Decider,
}

/// Who decides what is an attribution.
#[derive(Clone, Debug)]
enum Decider {
    Frames,
    Bundled,
    Own(Model),
}

impl Decider {
    /// None where the frames decide.
    fn weights(&self) -> Option<&attribution::model::Weights> {
        match self {
            Decider::Frames => None,
            Decider::Bundled => Some(attribution::model::bundled()),
            Decider::Own(model) => Some(model.weights()),
        }
    }
}

/// Chooses the gazetteer and what to look for; made by [`Tagger::builder`].
#[derive(Clone, Debug)]
pub struct TaggerBuilder {
    gazetteer: Option<Gazetteer>,
    rules: Vec<RuleSet>,
    min_score: f32,
    only: Option<Only>,
    pronouns: bool,
    model: Decider,
}

/// Buffers that one thread reuses from text to text.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    views: Views,
    words: Vec<Word>,
    hits: Vec<Hit>,
    looks: Looks,
    attribution: attribution::Buffers,
}

impl Tagger {
    /// A builder with the bundled gazetteers, cues and rules.
    pub fn builder() -> TaggerBuilder {
        TaggerBuilder {
            gazetteer: None,
            rules: vec![],
            min_score: 0.0,
            only: None,
            pronouns: true,
            model: Decider::Bundled,
        }
    }

    /// The names that it knows.
    pub fn gazetteer(&self) -> &Gazetteer {
        match &self.inner.gazetteer {
            Some(gazetteer) => gazetteer,
            None => Gazetteer::bundled(),
        }
    }

    /// Tags a text. Never fails, whatever the text; time and memory grow linearly with it.
    pub fn tag<'t>(&self, text: &'t str) -> Document<'t> {
        self.tag_into(text, &mut Scratch::default())
    }

    /// Tags a text with buffers kept from the last one, which saves most allocations.
    pub fn tag_into<'t>(&self, text: &'t str, scratch: &mut Scratch) -> Document<'t> {
        self.trace(text, scratch, &mut vec![])
    }

    /// A tagger with these rules alone beside all that is bundled but the model: what the tests of a rule say must not
    /// change when the model is fitted anew.
    ///
    /// # Panics
    /// If two rules have the same name, which no set that was loaded at once has.
    pub(crate) fn with_rules(sets: &[RuleSet]) -> Tagger {
        let rules = RuleIndex::new(sets).expect("the names of a loaded set differ");
        let (gazetteer, only, min_score) = (None, None, 0.0);
        Tagger {
            inner: Arc::new(Inner {
                gazetteer,
                rules,
                min_score,
                only,
                pronouns: true,
                model: Decider::Frames,
            }),
        }
    }

    /// The rules of the sets it was given.
    pub(crate) fn rules(&self) -> &RuleIndex {
        &self.inner.rules
    }

    /// Leaves a rule out from now on, or none.
    ///
    /// # Panics
    /// If the tagger has been cloned.
    pub(crate) fn skip_rule(&mut self, rule: Option<u32>) {
        let inner = Arc::get_mut(&mut self.inner).expect("the tagger is not shared");
        inner.rules.skip(rule);
    }

    /// Tags a text and appends each match of a rule to `firings`.
    pub(crate) fn trace<'t>(
        &self,
        text: &'t str,
        scratch: &mut Scratch,
        firings: &mut Vec<rules::Firing>,
    ) -> Document<'t> {
        let depth = match self.inner.only {
            Some(Only::Entities) => Depth::Entities,
            _ => Depth::Attributions,
        };
        let mut document = self.trace_to(depth, text, scratch, firings);
        if self.inner.min_score > 0.0 {
            document.retain_scores(self.inner.min_score);
        }
        if self.inner.only == Some(Only::Attributions) {
            document.retain_attributions();
        }
        document
    }

    /// [`Tagger::trace`] up to a stage, and without leaving anything out.
    pub(crate) fn trace_to<'t>(
        &self,
        depth: Depth,
        text: &'t str,
        scratch: &mut Scratch,
        firings: &mut Vec<rules::Firing>,
    ) -> Document<'t> {
        let near = within_reach(text);
        let mentions = self.read(near, scratch);
        let mut document = self.decide(near, mentions, depth, scratch, firings);
        document.text = text;
        if near.len() < text.len() {
            let end = near.len();
            let message = format!("only the first {end} bytes were tagged: split the text");
            document.errors.push(message);
        }
        document
    }

    /// Reads a text into the buffers; returns its mentions before any rule of a set was asked.
    pub(crate) fn read(&self, text: &str, scratch: &mut Scratch) -> Vec<Mention> {
        let Scratch {
            views, words, hits, ..
        } = scratch;
        views.read(text);
        words::tag(text, views, words);
        self.gazetteer().find_in(text, views, hits);
        let mut looks = std::mem::take(&mut scratch.looks);
        let found = self.names(text, scratch, &mut looks);
        scratch.looks = looks;
        found
    }

    /// The mentions of the text that was read into the buffers, before any rule of a set was asked.
    pub(crate) fn names(&self, text: &str, scratch: &Scratch, looks: &mut Looks) -> Vec<Mention> {
        let Scratch {
            views, words, hits, ..
        } = scratch;
        let (gazetteer, names) = (self.gazetteer(), self.inner.rules.names());
        let mut found = mentions::find_by(text, views, words, gazetteer, names, hits, looks);
        let p = Phrases { text, views, words };
        entities::add_bare_names(p, gazetteer, names.vocabulary, hits, &mut found);
        found
    }

    /// What rules look at: the text that was read into the buffers, with these mentions.
    pub(crate) fn look<'a>(
        &'a self,
        text: &'a str,
        scratch: &'a Scratch,
        mentions: &'a [Mention],
    ) -> rules::Text<'a> {
        let Scratch {
            views, words, hits, ..
        } = scratch;
        rules::Text {
            p: Phrases { text, views, words },
            gazetteer: self.gazetteer(),
            hits,
            mentions,
            lexicon: self.inner.rules.lexicon(),
            vocabulary: self.inner.rules.vocabulary(),
            marks: &[],
            lists: &[],
            classes: rules::Classes::NONE,
        }
    }

    /// For each word that makes an attribution of the document or could have made one, why it does or does not.
    pub(crate) fn explain_cues(
        &self,
        text: &str,
        scratch: &Scratch,
        document: &Document<'_>,
    ) -> Vec<CueReasons> {
        let look = self.look(text, scratch, &document.mentions);
        let rules = &self.inner.rules;
        attribution::explain(&attribution::Scene {
            p: look.p,
            mentions: &document.mentions,
            lexicon: rules.lexicon(),
            extra: &rules.cues(&look).0,
            frames: &rules.frames(),
            weights: self.inner.model.weights(),
            attributions: &document.attributions,
        })
    }

    /// Gives the mentions of the text that was read into the buffers their entities, and adds roles and pronouns; `told` is what rules
    /// say of them.
    pub(crate) fn resolve(
        &self,
        text: &str,
        scratch: &Scratch,
        told: &[entities::Told<'_>],
        mentions: &mut Vec<Mention>,
    ) -> Vec<Entity> {
        let Scratch {
            views, words, hits, ..
        } = scratch;
        entities::resolve(
            Phrases { text, views, words },
            self.gazetteer(),
            self.inner.rules.vocabulary(),
            hits,
            self.inner.pronouns,
            told,
            mentions,
        )
    }

    /// Goes on from the mentions of the text that was read into the buffers; appends each match of a rule to `firings`.
    pub(crate) fn decide<'t>(
        &self,
        text: &'t str,
        mut mentions: Vec<Mention>,
        depth: Depth,
        scratch: &mut Scratch,
        firings: &mut Vec<rules::Firing>,
    ) -> Document<'t> {
        let rules = &self.inner.rules;
        let on_mentions = rules.mentions(self.look(text, scratch, &[]), &mut mentions);
        let told = rules.told(&on_mentions);
        firings.extend(on_mentions);
        let mut document = Document {
            text,
            mentions,
            entities: vec![],
            attributions: vec![],
            errors: vec![],
        };
        if depth == Depth::Mentions {
            return document;
        }
        document.entities = self.resolve(text, scratch, &told, &mut document.mentions);
        if depth == Depth::Entities {
            return document;
        }
        let (cues, cue_firings) = rules.cues(&self.look(text, scratch, &document.mentions));
        firings.extend(cue_firings);
        let Scratch {
            views,
            words,
            attribution,
            ..
        } = scratch;
        let phrases = Phrases { text, views, words };
        document.attributions = attribution::attributions(
            phrases,
            &document.mentions,
            rules.lexicon(),
            &cues,
            &rules.frames(),
            self.inner.model.weights(),
            attribution,
        );
        rules.name_cues(&scratch.views.tokens, &cues, &mut document.attributions);
        let text = self.look(text, scratch, &document.mentions);
        firings.extend(rules.attributions(&text, &mut document.attributions));
        let p = Phrases {
            text: document.text,
            views: &scratch.views,
            words: &scratch.words,
        };
        attribution::speaker::resolve(
            &p,
            rules.vocabulary(),
            &mut document.mentions,
            &mut document.entities,
            &mut document.attributions,
            self.inner.pronouns,
        );
        document
    }
}

/// The part of a text that 32-bit offsets reach.
pub(crate) fn within_reach(text: &str) -> &str {
    let mut end = text.len().min(LONGEST_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

impl Default for Tagger {
    fn default() -> Self {
        Tagger::builder()
            .build()
            .expect("the bundled data is valid")
    }
}

impl TaggerBuilder {
    /// Takes the names from this gazetteer instead of the bundled one.
    ///
    /// ```
    /// use onrecord::Tagger;
    /// use onrecord::gazetteer::Gazetteer;
    ///
    /// let ships = "name\tlabel\nPolar Wind\tORG\n";
    /// let gazetteer = Gazetteer::builder().bundled().list("ships.tsv", ships).build()?;
    /// let tagger = Tagger::builder().gazetteer(gazetteer).build()?;
    /// # assert!(tagger.gazetteer().iter().any(|(_, entry)| entry.name == "Polar Wind"));
    /// # Ok::<(), onrecord::BuildError>(())
    /// ```
    #[must_use]
    pub fn gazetteer(mut self, gazetteer: Gazetteer) -> Self {
        self.gazetteer = Some(gazetteer);
        self
    }

    /// Adds rules; may be called more than once. Of the rules of all sets, those with a higher priority win, then those
    /// that were added first.
    #[must_use]
    pub fn rules(mut self, rules: RuleSet) -> Self {
        self.rules.push(rules);
        self
    }

    /// Leaves out mentions and attributions that are less likely than this, from 0 (all, the default) to 1;
    /// see [`Document::retain_scores`].
    #[must_use]
    pub fn min_score(mut self, min_score: f32) -> Self {
        self.min_score = min_score;
        self
    }

    /// Whether the trained model decides what is an attribution, with what the frames of `data/rules/attribution.toml` propose as evidence: the default.
    /// Without it the frames do alone: they find less, half as fast again, and all that they find can be read there.
    ///
    /// ```
    /// use onrecord::Tagger;
    /// let text = "The plan was dead, Angela Merkel said.";
    /// assert_eq!(Tagger::default().tag(text).attributions[0].by, "model");
    /// let tagger = Tagger::builder().model(false).build()?;
    /// assert!(tagger.tag(text).attributions[0].by.starts_with("rule:"));
    /// # Ok::<(), onrecord::BuildError>(())
    /// ```
    #[must_use]
    pub fn model(mut self, model: bool) -> Self {
        self.model = if model {
            Decider::Bundled
        } else {
            Decider::Frames
        };
        self
    }

    /// Whether pronouns are resolved: the default. Without it they are no mentions, and "she said" has no speaker.
    ///
    /// ```
    /// use onrecord::{MentionKind, Tagger};
    /// let text = "Angela Merkel left. She said that she was tired.";
    /// let pronouns = |tagger: Tagger| {
    ///     let mentions = tagger.tag(text).mentions;
    ///     mentions.iter().filter(|m| m.kind == MentionKind::Pronoun).count()
    /// };
    /// assert_eq!(pronouns(Tagger::default()), 2);
    /// assert_eq!(pronouns(Tagger::builder().pronouns(false).build()?), 0);
    /// # Ok::<(), onrecord::BuildError>(())
    /// ```
    #[must_use]
    pub fn pronouns(mut self, pronouns: bool) -> Self {
        self.pronouns = pronouns;
        self
    }

    /// Takes a model that was trained on other annotations in place of the bundled one.
    #[must_use]
    pub fn own_model(mut self, model: Model) -> Self {
        self.model = Decider::Own(model);
        self
    }

    /// Leaves out one half of what can be found, and the work for it where that saves any.
    #[must_use]
    pub fn only(mut self, only: Only) -> Self {
        self.only = Some(only);
        self
    }

    /// The tagger.
    ///
    /// # Errors
    ///
    /// Two rule sets that have a rule with the same name. Gazetteers and rules are checked when they are built.
    pub fn build(self) -> Result<Tagger, BuildError> {
        let rules = RuleIndex::new(&self.rules).map_err(BuildError::rules)?;
        Ok(Tagger {
            inner: Arc::new(Inner {
                gazetteer: self.gazetteer,
                rules,
                min_score: self.min_score,
                only: self.only,
                pronouns: self.pronouns,
                model: self.model,
            }),
        })
    }
}
