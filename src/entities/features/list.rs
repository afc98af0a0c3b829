//! The names of the features, as `data/model/pronouns.tsv` has them: single ones, then families whose members have a number each.

use once_cell::sync::Lazy;

use crate::entities::pronoun::Case;
use crate::text::TokenKind;
use crate::words::Tag;

macro_rules! features {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal,)*) => {
        /// A feature of a pair of pronoun and antecedent.
        #[derive(Clone, Copy)]
        pub(in crate::entities) enum Feature { $($(#[doc = $doc])* $name,)* }
        const SINGLE: &[&str] = &[$($text,)*];
    };
}

features! {
    /// How well "nobody in this text" does, whatever the candidates.
    Nobody = "nobody",
    Sentence0 = "same_sentence",
    Sentence1 = "sentence_before",
    Sentence2 = "two_sentences_before",
    Sentence3 = "three_sentences_before",
    OtherParagraph = "other_paragraph",
    /// The logarithm of the distance in tokens.
    Distance = "log_distance",
    /// How many mentions of others stand between.
    Between = "others_between",
    Behind = "behind_the_pronoun",
    BehindPossessive = "behind_a_possessive_pronoun",
    BehindFirst = "behind_a_pronoun_that_begins_the_sentence",
    BehindSubject = "behind_the_pronoun_and_subject",
    SubjectForSubject = "subject_for_subject",
    SubjectForObject = "subject_for_object",
    SubjectForPossessive = "subject_for_possessive",
    SubjectHere = "subject_in_same_sentence",
    First = "begins_its_sentence",
    FirstForFirst = "begins_its_sentence_as_the_pronoun_does",
    Speaker = "speaks",
    Possessor = "possessor",
    PossessorForPossessive = "possessor_for_possessive",
    AfterPreposition = "after_preposition",
    AfterPrepositionHere = "after_preposition_in_same_sentence",
    AfterVerb = "object",
    ObjectForObject = "object_for_object",
    Coordinated = "coordinated",
    IsPronoun = "is_a_pronoun",
    SamePronoun = "is_a_pronoun_of_the_same_case",
    IsRole = "is_a_role",
    IsShort = "is_a_short_form",
    Last = "last_meant_by_a_pronoun",
    GenderFits = "gender_of_name_fits",
    GenderDiffers = "gender_of_name_differs",
    MeantSo = "meant_by_such_pronouns_before",
    MeantOtherwise = "meant_by_other_pronouns_before",
    /// The logarithm of the number of mentions before.
    Count = "log_mentions_before",
    /// The logarithm of the number of names of it in the whole text, behind the pronoun too.
    CountAll = "log_names_in_the_text",
    /// Named by a surname or given name alone, without a full name before.
    OneWord = "named_by_one_word",
    Topic = "first_person_of_the_text",
    Leads = "first_person_of_the_paragraph",
    ClauseSubject = "subject_of_the_clause_of_an_object_pronoun",
    ClauseObject = "beside_the_subject_pronoun_in_its_clause",
    ReflexiveHere = "subject_of_the_sentence_of_a_reflexive",
    ReflexiveElsewhere = "other_sentence_than_a_reflexive",
    Apposed = "before_a_comma_and_the_possessive_pronoun",
    OwnPhrase = "in_the_phrase_of_the_possessive_pronoun",
    SpeakerOutside = "speaks_around_the_quotation_of_the_pronoun",
    NamedInside = "named_in_a_quotation_outside_of_which_the_pronoun_stands",
    RelativeWho = "has_a_relative_clause",
    /// "Lee and his brother"
    AndOwner = "before_and_with_the_possessive_pronoun",
    /// "Lee and two of his brothers"
    AndOwnerFurther = "before_and_with_a_phrase_of_the_possessive_pronoun",
    /// "When he left Lee wept"
    NoComma = "behind_without_a_comma_between",
    OthersBehind = "others_between_behind_the_pronoun",
    /// Nobody else is named before the pronoun.
    Alone = "only_person_before",
    /// Another mention stands nearer to the pronoun.
    NotLast = "named_or_meant_again_before_the_pronoun",
}

/// Features with one member for each combination of what stands on their axes, named "sentence_before/subject/for_owner".
pub(super) struct Family {
    /// The number of the first member.
    first: usize,
    axes: &'static [&'static [&'static str]],
}

impl Family {
    const fn len(&self) -> usize {
        let (mut len, mut k) = (1, 0);
        while k < self.axes.len() {
            len *= self.axes[k].len();
            k += 1;
        }
        len
    }

    /// The number of the member with these places on the axes.
    pub fn member<const N: usize>(&self, places: [usize; N]) -> usize {
        debug_assert_eq!(N, self.axes.len());
        let inside = places.iter().zip(self.axes).fold(0, |sum, (place, axis)| {
            debug_assert!(*place < axis.len());
            sum * axis.len() + place
        });
        self.first + inside
    }

    fn names(&self) -> Vec<String> {
        let mut names = vec![String::new()];
        for axis in self.axes {
            names = names
                .iter()
                .flat_map(|name| axis.iter().map(move |value| (name, value)))
                .map(|(name, value)| match name.as_str() {
                    "" => (*value).to_owned(),
                    _ => format!("{name}/{value}"),
                })
                .collect();
        }
        names
    }
}

macro_rules! families {
    ($($(#[doc = $doc:literal])* $name:ident behind $before:expr => [$($axis:expr),*];)*) => {
        $($(#[doc = $doc])* pub(super) const $name: Family = Family { first: $before, axes: &[$(&$axis),*] };)*
        const FAMILIES: &[Family] = &[$($name),*];
    };
}

families! {
    /// Where the antecedent stands, what it is there, and what the pronoun is in its clause.
    JOINT behind SINGLE.len() => [PLACES, PARTS, CASES];
    /// What stands beside a name or role: see [`beside`].
    BESIDE behind JOINT.first + JOINT.len() => [["before_it", "behind_it"], KINDS];
    /// Verbs with a subject between antecedent and pronoun in one sentence.
    VERBS behind BESIDE.first + BESIDE.len() => [["no_verb_between", "one_verb_between", "two_verbs_between", "more_verbs_between"]];
    VERBS_JOINT behind VERBS.first + VERBS.len() => [["no_verb_between", "one_verb_between", "more_verbs_between"], ["no_subject", "subject"], CASES];
    /// The last word between antecedent and pronoun that joins clauses.
    JOINED behind VERBS_JOINT.first + VERBS_JOINT.len() => [["joined_by"], JOINS];
    /// "In her first year, Lee ...": whether verbs with a subject stand in the sentence before the pronoun, and between it and the antecedent.
    FRONTED behind JOINED.first + JOINED.len() => [["behind_a_comma"], ["no_verb_before", "verb_before"], ["no_verb_between", "verb_between"]];
    /// The same, the name right behind the comma.
    FRONTED_NEXT behind FRONTED.first + FRONTED.len() => [["right_behind_the_comma"], ["no_subject", "subject"]];
    /// How many others were mentioned after it.
    RANK behind FRONTED_NEXT.first + FRONTED_NEXT.len() => [["latest_person", "second_latest_person", "third_latest_person", "fourth_latest_person", "earlier_person"]];
}

const PLACES: [&str; 5] = [
    "same_sentence",
    "sentence_before",
    "earlier",
    "behind",
    "anywhere",
];
const PARTS: [&str; 5] = ["subject", "after_preposition", "object", "owner", "other"];
const CASES: [&str; 3] = ["for_subject", "for_owner", "for_object"];

/// What stands beside a name: marks by their kind, words by what they are.
const KINDS: [&str; 27] = [
    "edge_of_the_sentence",
    "comma",
    "opening_bracket",
    "closing_bracket",
    "mark",
    "other_word",
    "noun",
    "plural",
    "name",
    "verb",
    "verb_in_s",
    "past_tense",
    "participle",
    "verb_in_ing",
    "adjective",
    "adverb",
    "determiner",
    "possessive",
    "pronoun",
    "preposition",
    "to",
    "conjunction",
    "subordinator",
    "question_word",
    "auxiliary",
    "modal",
    "negation_or_number",
];

/// The place of what stands beside a name on the axis of [`BESIDE`].
pub(super) fn beside(kind: TokenKind, tag: Tag) -> usize {
    match kind {
        TokenKind::Comma => 1,
        TokenKind::BracketOpen => 2,
        TokenKind::BracketClose => 3,
        TokenKind::Word | TokenKind::Clitic | TokenKind::Number => match tag {
            Tag::Other => 5,
            Tag::Noun => 6,
            Tag::Plural => 7,
            Tag::Name => 8,
            Tag::Verb => 9,
            Tag::VerbS => 10,
            Tag::Past => 11,
            Tag::Participle => 12,
            Tag::Gerund => 13,
            Tag::Adjective => 14,
            Tag::Adverb => 15,
            Tag::Determiner => 16,
            Tag::Possessive => 17,
            Tag::Pronoun => 18,
            Tag::Preposition => 19,
            Tag::To => 20,
            Tag::Conjunction => 21,
            Tag::Subordinator => 22,
            Tag::Wh => 23,
            Tag::Auxiliary => 24,
            Tag::Modal => 25,
            Tag::Negation | Tag::Number => 26,
        },
        _ => 4,
    }
}

/// Nothing stands beside the name in its sentence.
pub(super) const EDGE: usize = 0;

const JOINS: [&str; 14] = [
    "other", "and", "but", "that", "when", "as", "because", "who", "while", "after", "before",
    "if", "or", "which",
];

/// The place of a word that joins clauses on the axis of [`JOINED`].
pub(super) fn join(word: &str) -> usize {
    let same = |join: &&str| join.eq_ignore_ascii_case(word);
    JOINS.iter().position(same).unwrap_or(0)
}

/// The place of a pronoun's case on an axis of cases.
pub(super) const fn case(case: Case) -> usize {
    match case {
        Case::Subject => 0,
        Case::Possessive => 1,
        Case::Object | Case::Reflexive => 2,
    }
}

pub(in crate::entities) const LEN: usize = RANK.first + RANK.len();

/// The names of the features, as the file of weights has them.
pub(in crate::entities) fn names() -> &'static [String] {
    static NAMES: Lazy<Vec<String>> = Lazy::new(|| {
        let single = SINGLE.iter().map(|&name| name.to_owned());
        single
            .chain(FAMILIES.iter().flat_map(Family::names))
            .collect()
    });
    &NAMES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_have_the_numbers_of_their_names() {
        let names = names();
        assert_eq!(names.len(), LEN);
        assert_eq!(
            names[JOINT.member([1, 0, 1])],
            "sentence_before/subject/for_owner"
        );
        assert_eq!(
            names[BESIDE.member([1, beside(TokenKind::Comma, Tag::Other)])],
            "behind_it/comma"
        );
        assert_eq!(
            names[JOINED.member([0, join("Because")])],
            "joined_by/because"
        );
        assert_eq!(names[RANK.member([4])], "earlier_person");
        let mut sorted = names.to_vec();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), LEN);
    }
}
