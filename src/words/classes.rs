//! What a word can be, and what it is in its sentence.

use bitflags::bitflags;

bitflags! {
    /// Everything that a word can be: its parts of speech and the closed classes it belongs to.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Classes: u64 {
        /// A singular or mass noun.
        const NOUN = 1;
        /// A plural noun.
        const PLURAL = 1 << 1;
        /// A verb's base form, which is also its present tense: "say".
        const VERB = 1 << 2;
        /// A verb's third person: "says".
        const VERB_S = 1 << 3;
        /// A past tense: "said", "wrote".
        const PAST = 1 << 4;
        /// A past participle: "said", "written".
        const PARTICIPLE = 1 << 5;
        /// An -ing form.
        const GERUND = 1 << 6;
        /// An adjective.
        const ADJECTIVE = 1 << 7;
        /// An adverb.
        const ADVERB = 1 << 8;
        /// "he", "she", "they", "we", "I", "it", "who".
        const SUBJECT_PRONOUN = 1 << 9;
        /// "him", "her", "them".
        const OBJECT_PRONOUN = 1 << 10;
        /// "his", "her", "their".
        const POSSESSIVE = 1 << 11;
        /// "himself".
        const REFLEXIVE = 1 << 12;
        /// "the", "a", "an", "each".
        const DETERMINER = 1 << 13;
        /// "this", "those".
        const DEMONSTRATIVE = 1 << 14;
        /// "some", "many", "most".
        const QUANTIFIER = 1 << 15;
        /// "of", "in".
        const PREPOSITION = 1 << 16;
        /// "and", "or", "but".
        const CONJUNCTION = 1 << 17;
        /// "that", "because", "when".
        const SUBORDINATOR = 1 << 18;
        /// "who", "which", "what", "how".
        const WH = 1 << 19;
        /// Forms of be, have and do.
        const AUXILIARY = 1 << 20;
        /// "will", "would", "can".
        const MODAL = 1 << 21;
        /// "not", "never", "no", and words that end in "n't".
        const NEGATION = 1 << 22;
        /// "also", "later", "still": adverbs that stand between a subject and its verb.
        const COMMON_ADVERB = 1 << 23;
        /// "two", "dozen".
        const NUMBER = 1 << 24;
        /// "Monday".
        const WEEKDAY = 1 << 25;
        /// "January".
        const MONTH = 1 << 26;
        /// Any verb form.
        const ANY_VERB = Self::VERB.bits() | Self::VERB_S.bits() | Self::PAST.bits() | Self::PARTICIPLE.bits() | Self::GERUND.bits();
        /// A verb form that has a tense.
        const FINITE = Self::VERB.bits() | Self::VERB_S.bits() | Self::PAST.bits();
        /// Any noun.
        const ANY_NOUN = Self::NOUN.bits() | Self::PLURAL.bits();
        /// A pronoun that can be a subject or object.
        const PRONOUN = Self::SUBJECT_PRONOUN.bits() | Self::OBJECT_PRONOUN.bits() | Self::REFLEXIVE.bits();
        /// Words that begin a noun phrase.
        const BEGINS_PHRASE = Self::DETERMINER.bits() | Self::DEMONSTRATIVE.bits() | Self::QUANTIFIER.bits() | Self::POSSESSIVE.bits() | Self::NUMBER.bits();
        /// Any closed class: words that are no names, whatever their capital.
        const FUNCTION = Self::PRONOUN.bits() | Self::POSSESSIVE.bits() | Self::DETERMINER.bits() | Self::DEMONSTRATIVE.bits() | Self::QUANTIFIER.bits()
            | Self::PREPOSITION.bits() | Self::CONJUNCTION.bits() | Self::SUBORDINATOR.bits() | Self::WH.bits() | Self::AUXILIARY.bits()
            | Self::MODAL.bits() | Self::NEGATION.bits() | Self::COMMON_ADVERB.bits();
    }
}

/// What a token is in its sentence: the likeliest of its readings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tag {
    /// A mark, or a word of which nothing is known.
    #[default]
    Other,
    /// A singular or mass noun.
    Noun,
    /// A plural noun.
    Plural,
    /// A capitalised word that is no common word: part of a name.
    Name,
    /// A base form or present tense: "say".
    Verb,
    /// A third person: "says".
    VerbS,
    /// A past tense.
    Past,
    /// A past participle.
    Participle,
    /// An -ing form.
    Gerund,
    /// An adjective.
    Adjective,
    /// An adverb.
    Adverb,
    /// A word that begins a noun phrase: article, demonstrative, quantifier.
    Determiner,
    /// "his", "their", and the clitic "'s" of a possessor.
    Possessive,
    /// A personal pronoun.
    Pronoun,
    /// A preposition.
    Preposition,
    /// "to".
    To,
    /// "and", "or", "but".
    Conjunction,
    /// "that", "because".
    Subordinator,
    /// "who", "which", "what".
    Wh,
    /// Forms of be, have and do that help another verb or stand alone.
    Auxiliary,
    /// "will", "would".
    Modal,
    /// "not", "never".
    Negation,
    /// A number in digits or letters.
    Number,
}

impl Tag {
    /// Whether a noun phrase can begin with it.
    pub const fn begins_phrase(self) -> bool {
        matches!(
            self,
            Tag::Name
                | Tag::Noun
                | Tag::Plural
                | Tag::Determiner
                | Tag::Adjective
                | Tag::Pronoun
                | Tag::Possessive
                | Tag::Number
                | Tag::Participle
        )
    }

    /// Whether it is a verb with a tense.
    pub const fn is_finite(self) -> bool {
        matches!(
            self,
            Tag::Verb | Tag::VerbS | Tag::Past | Tag::Auxiliary | Tag::Modal
        )
    }

    /// Whether it can be the last word of a noun phrase.
    pub const fn is_nominal(self) -> bool {
        matches!(
            self,
            Tag::Noun | Tag::Plural | Tag::Name | Tag::Pronoun | Tag::Number
        )
    }

    /// The tag of a part-of-speech letter of `data/words/words.tsv`.
    pub(super) const fn of_letter(letter: u8) -> Option<(Tag, Classes)> {
        Some(match letter {
            b'n' => (Tag::Noun, Classes::NOUN),
            b'N' => (Tag::Plural, Classes::PLURAL),
            b'v' => (Tag::Verb, Classes::VERB),
            b'z' => (Tag::VerbS, Classes::VERB_S),
            b'd' => (Tag::Past, Classes::PAST),
            b'p' => (Tag::Participle, Classes::PARTICIPLE),
            b'g' => (Tag::Gerund, Classes::GERUND),
            b'a' => (Tag::Adjective, Classes::ADJECTIVE),
            b'r' => (Tag::Adverb, Classes::ADVERB),
            _ => return None,
        })
    }
}
