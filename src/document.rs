//! What tagging returns: a text with its mentions, entities and attributions.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Span;
use crate::gazetteer::Gender;

/// What a mention names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Label {
    /// A person: "Angela Merkel", "Geng", "he".
    Person,
    /// An organization: "Ministry of Public Security", "WHO", "Acme Inc.".
    Org,
    /// A country, city, region, river, street: "China", "Shanghai".
    Place,
    /// A nationality, religion or party used for its people: "Americans", "Democrats".
    Norp,
    /// A role without a name: "a military spokesman", "officials".
    Role,
}

impl Label {
    /// All labels, in the order of the total order that breaks ties.
    pub const ALL: [Label; 5] = [
        Label::Person,
        Label::Org,
        Label::Place,
        Label::Norp,
        Label::Role,
    ];

    /// The label as the output spells it: `PERSON`, `ORG`, `PLACE`, `NORP`, `ROLE`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Label::Person => "PERSON",
            Label::Org => "ORG",
            Label::Place => "PLACE",
            Label::Norp => "NORP",
            Label::Role => "ROLE",
        }
    }
}

/// How a mention names its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// A full name: "Geng Yansheng".
    Name,
    /// A surname or acronym that stands for a longer name: "Geng", "WHO".
    Short,
    /// A description: "the spokesman".
    Role,
    /// A third-person pronoun: "he".
    Pronoun,
}

impl MentionKind {
    /// The kind as the output spells it: `name`, `short`, `role`, `pronoun`.
    pub const fn as_str(self) -> &'static str {
        match self {
            MentionKind::Name => "name",
            MentionKind::Short => "short",
            MentionKind::Role => "role",
            MentionKind::Pronoun => "pronoun",
        }
    }
}

/// The number of an entity in its document: an index into [`Document::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntityId(pub u32);

impl EntityId {
    /// The index into [`Document::entities`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A span of the text that names a person, an organization, a place, a people or a role.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Mention {
    /// Where it stands, in bytes.
    pub span: Span,
    /// What it names.
    pub label: Label,
    /// How it names it.
    pub kind: MentionKind,
    /// The entity that it belongs to; `None` for a pronoun or role that could not be resolved.
    pub entity: Option<EntityId>,
    /// For a short form, role or pronoun: the span of the earlier mention that it was resolved to.
    pub antecedent: Option<Span>,
    /// How likely the mention and its label are right, in [0, 1].
    pub score: f32,
    /// The rule or gazetteer that made it: "gazetteer:places", "mention:title-name", "resolve:pronoun".
    pub by: Cow<'static, str>,
}

/// Somebody or something that the text names, with all its mentions.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Entity {
    /// Its number in this document.
    pub id: EntityId,
    /// What it is.
    pub label: Label,
    /// The canonical name: the gazetteer's, or the longest form in the document.
    pub name: String,
    /// The gazetteer's identifier, such as `iso3166:CN` or `geonames:1796236`.
    pub kb: Option<String>,
    /// For persons: the role that an apposition or title gives, "defense ministry spokesman".
    pub role: Option<String>,
    /// For persons: the organization or country that the role belongs to, "Renmin University of China".
    pub affiliation: Option<String>,
    /// For persons: the gender that a title, a noun ("spokeswoman") or the given name tells, or else the pronouns that mean them.
    pub gender: Option<Gender>,
    /// The gazetteer's finer label: "country", "media".
    pub sub_label: Option<String>,
    /// The [features](crate::gazetteer::Entry::features) of its entry in the gazetteer.
    pub features: BTreeMap<String, String>,
    /// What the name that it was found by may mean by the gazetteer, the likeliest [first](crate::gazetteer::Gazetteer::candidates);
    /// empty where it has one meaning.
    pub candidates: Vec<Candidate>,
    /// Indices into [`Document::mentions`], in text order.
    pub mentions: Vec<u32>,
}

/// An entry of the gazetteer that a name may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Candidate {
    /// Its identifier.
    pub kb: Option<String>,
    /// What it is.
    pub label: Label,
    /// Its finer label.
    pub sub_label: Option<String>,
    /// Its canonical name.
    pub name: String,
    /// How much there is of it, as its list says: 0 where that is unknown.
    pub prior: u32,
}

/// How content is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuotationKind {
    /// All of it stands between quotation marks.
    Direct,
    /// None of it does.
    Indirect,
    /// Some of it does.
    Mixed,
}

impl QuotationKind {
    /// The kind as the output spells it: `direct`, `indirect`, `mixed`.
    pub const fn as_str(self) -> &'static str {
        match self {
            QuotationKind::Direct => "direct",
            QuotationKind::Indirect => "indirect",
            QuotationKind::Mixed => "mixed",
        }
    }
}

/// Who said what: a source, a cue and a content, as the PolNeAR corpus (Newell, Margolin and Ruths 2018) marks them.
///
/// Each role is a list of spans, because news splits them: in `"China," he said, "was a victim"` the content has two.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Attribution {
    /// Who: the whole noun phrase with titles and appositions. Empty where the text names nobody.
    pub source: Vec<Span>,
    /// The word or phrase that signals the report, with its auxiliaries, negation and adverbs.
    pub cue: Vec<Span>,
    /// What was said, with its quotation marks and the word "that".
    pub content: Vec<Span>,
    /// The entity behind the source.
    pub speaker: Option<EntityId>,
    /// Who speaks together with the speaker, in text order: Kim in "Lee and Kim said". Empty for nearly all.
    pub also: Vec<EntityId>,
    /// Whether the content is quoted.
    pub kind: QuotationKind,
    /// The cue's dictionary form: "say". Empty where the cue is a colon.
    pub cue_lemma: Cow<'static, str>,
    /// The cue's class: "say", "claim", "deny", "think", ... as in `data/rules/cues*.toml`.
    pub cue_class: Cow<'static, str>,
    /// Whether the cue is negated: "did not say".
    pub negated: bool,
    /// The index of the attribution whose content holds this one.
    pub within: Option<u32>,
    /// How likely the whole attribution is right, in [0, 1].
    pub score: f32,
    /// The rule that made it.
    pub by: Cow<'static, str>,
}

impl Attribution {
    /// The speaker and who speaks together with the speaker; nobody where the speaker is not known.
    ///
    /// ```
    /// use onrecord::Tagger;
    /// let document = Tagger::default().tag("Rita Holm and Peter Lindqvist said the bridge was safe.");
    /// let speakers = document.attributions[0].speakers();
    /// let names: Vec<_> = speakers.map(|id| &document.entity(id).name).collect();
    /// assert_eq!(names, ["Rita Holm", "Peter Lindqvist"]);
    /// ```
    pub fn speakers(&self) -> impl Iterator<Item = EntityId> {
        self.speaker.into_iter().chain(self.also.iter().copied())
    }
}

/// A tagged text.
///
/// ```
/// use onrecord::{Label, Tagger};
/// let document = Tagger::default().tag("Angela Merkel said Germany would act.");
/// let merkel = &document.mentions[0];
/// assert_eq!(&document.text[merkel.span], "Angela Merkel");
/// assert_eq!(merkel.label, Label::Person);
/// assert_eq!(format!("{} {}", merkel.label, merkel.kind), "PERSON name");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Document<'t> {
    /// The text, as it was given.
    pub text: &'t str,
    /// All mentions, by start, then by longer first.
    pub mentions: Vec<Mention>,
    /// All entities, by first mention.
    pub entities: Vec<Entity>,
    /// All attributions, by the start of the cue.
    pub attributions: Vec<Attribution>,
    /// What could not be tagged and why, in sentences for people; empty for nearly every text.
    pub errors: Vec<String>,
}

/// As the output spells them.
macro_rules! display {
    ($($type:ty),*) => {
        $(impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        })*
    };
}

display!(Label, MentionKind, QuotationKind);

impl<'t> Document<'t> {
    /// The entity with this number.
    ///
    /// # Panics
    ///
    /// If the number is from another document.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.index()]
    }

    /// The mentions of an entity, in text order: names, short forms, roles and pronouns.
    ///
    /// ```
    /// use onrecord::Tagger;
    /// let document = Tagger::default().tag("Angela Merkel left. She was tired, Merkel said.");
    /// let merkel = document.mentions[0].entity.unwrap();
    /// let forms: Vec<&str> = document.mentions_of(merkel).map(|m| &document.text[m.span]).collect();
    /// assert_eq!(forms, ["Angela Merkel", "She", "Merkel"]);
    /// ```
    pub fn mentions_of(&self, id: EntityId) -> impl Iterator<Item = &Mention> {
        let indices = self.entity(id).mentions.iter();
        indices.filter_map(|&index| self.mentions.get(index as usize))
    }

    /// The entity of the shortest mention that holds the span: `None` where no mention does, or where it was not resolved.
    ///
    /// ```
    /// use onrecord::{Span, Tagger};
    /// let document = Tagger::default().tag("Angela Merkel left.");
    /// let surname = Span::new(7, 13);
    /// assert_eq!(document.entity_at(surname).unwrap().name, "Angela Merkel");
    /// assert_eq!(document.entity_at(Span::new(14, 18)), None);
    /// ```
    pub fn entity_at(&self, span: Span) -> Option<&Entity> {
        let holding = self.mentions.iter().filter(|m| m.span.contains(span));
        let mention = holding.min_by_key(|m| m.span.len())?;
        mention.entity.map(|id| self.entity(id))
    }

    /// The speaker's canonical name, where the attribution's source was resolved.
    pub fn speaker_name(&self, attribution: &Attribution) -> Option<&str> {
        attribution.speaker.map(|id| self.entity(id).name.as_str())
    }

    /// The texts of the given spans of this document, joined by one space.
    ///
    /// ```
    /// use onrecord::{Span, Tagger};
    /// let document = Tagger::default().tag("No, he said, never.");
    /// assert_eq!(document.join(&[Span::new(0, 3), Span::new(13, 18)]), "No, never");
    /// ```
    pub fn join(&self, spans: &[Span]) -> String {
        let parts: Vec<&str> = spans.iter().map(|&span| &self.text[span]).collect();
        parts.join(" ")
    }
}
