//! What speaks for and against a person as the one that a pronoun means: named features, each with a weight that can be read in
//! `data/model/pronouns.tsv`.

use once_cell::sync::Lazy;

use super::antecedent::Antecedent;
use super::description::role_ends;
use super::pronoun::{Case, Pronoun};
use super::{Context, Draft};
use crate::gazetteer::Gender;
use crate::text::TokenKind;
use crate::words::Tag;
use crate::{Label, MentionKind};

macro_rules! features {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal,)*) => {
        /// A feature of a pair of pronoun and antecedent.
        #[derive(Clone, Copy)]
        pub(super) enum Feature { $($(#[doc = $doc])* $name,)* }
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
}

/// Where the antecedent stands, ...
const PLACES: [&str; 5] = [
    "same_sentence",
    "sentence_before",
    "earlier",
    "behind",
    "anywhere",
];
/// ... what it is there, ...
const PARTS: [&str; 5] = ["subject", "after_preposition", "object", "owner", "other"];
/// ... and what the pronoun is in its clause.
const CASES: [&str; 3] = ["subject", "owner", "object"];

/// One feature for each place, part and case, behind the single ones: "sentence_before/subject/for_owner".
pub(super) const LEN: usize = SINGLE.len() + PLACES.len() * PARTS.len() * CASES.len();

/// The names of the features, as the file of weights has them.
pub(super) fn names() -> &'static [String] {
    static NAMES: Lazy<Vec<String>> = Lazy::new(|| {
        let mut names: Vec<String> = SINGLE.iter().map(|&name| name.to_owned()).collect();
        for place in PLACES {
            for part in PARTS {
                names.extend(CASES.map(|case| format!("{place}/{part}/for_{case}")));
            }
        }
        names
    });
    &NAMES
}

/// The index of the feature of a place, a part and a case.
fn joint(place: usize, part: usize, case: Case) -> usize {
    let case = match case {
        Case::Subject => 0,
        Case::Possessive => 1,
        Case::Object | Case::Reflexive => 2,
    };
    SINGLE.len() + (place * PARTS.len() + part) * CASES.len() + case
}

/// The values of all features for one candidate: most are the case or not, a few are numbers.
#[derive(Clone, Copy, Default)]
pub(super) struct Values {
    /// Which are the case, by their numbers.
    set: u128,
    numbers: [f32; NUMBERS.len()],
}

/// The features that are numbers, in their order.
const NUMBERS: [Feature; 4] = [
    Feature::Distance,
    Feature::Between,
    Feature::Count,
    Feature::CountAll,
];

/// The same as bits.
const NUMBERED: u128 = {
    let (mut bits, mut k) = (0, 0);
    while k < NUMBERS.len() {
        bits |= 1 << NUMBERS[k] as u32;
        k += 1;
    }
    bits
};

const _: () = assert!(LEN <= u128::BITS as usize);

impl Values {
    fn set(&mut self, feature: usize) {
        self.set |= 1 << feature;
    }

    /// The features that are not nothing, with their values, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, f32)> + use<'_> {
        let mut rest = self.set;
        let mut numbers = NUMBERS.iter().zip(self.numbers).peekable();
        std::iter::from_fn(move || {
            if rest == 0 {
                return None;
            }
            let index = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            let number = numbers.next_if(|(feature, _)| **feature as usize == index);
            Some((index, number.map_or(1.0, |(_, value)| value)))
        })
    }
}

/// The natural logarithm of a number and one.
fn log(number: usize) -> f32 {
    static LOGS: Lazy<Vec<f32>> = Lazy::new(|| (0..512).map(|n| (n as f32).ln_1p()).collect());
    match LOGS.get(number) {
        Some(&log) => log,
        None => (number as f32).ln_1p(),
    }
}

/// A weight for each feature.
pub(super) type Weights = [f32; LEN];

/// The weights that come with the library.
pub(super) fn bundled() -> &'static Weights {
    static WEIGHTS: Lazy<Weights> = Lazy::new(|| {
        read(include_str!("../../data/model/pronouns.tsv")).expect("bundled weights are valid")
    });
    &WEIGHTS
}

/// Reads lines of a feature's name, a tab and a weight.
fn read(lines: &str) -> Result<Weights, String> {
    let mut weights = [0.0; LEN];
    for (number, line) in lines.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = || {
            format!(
                "line {}: \"{line}\" is no feature with a weight",
                number + 1
            )
        };
        let (name, weight) = line.split_once('\t').ok_or_else(wrong)?;
        let index = names().iter().position(|n| n == name).ok_or_else(wrong)?;
        weights[index] = weight.parse().map_err(|_| wrong())?;
    }
    Ok(weights)
}

/// The sum of the weights of what is the case, in the order of the features.
pub(super) fn score(weights: &Weights, values: &Values) -> f32 {
    let [low, high] = [values.set as u64, (values.set >> 64) as u64];
    let mut numbers = values.numbers.iter();
    let mut sum = 0.0;
    for (mut rest, first) in [(low, 0), (high, 64)] {
        while rest != 0 {
            let index = first + rest.trailing_zeros() as usize;
            rest &= rest - 1;
            sum += match NUMBERED >> index & 1 {
                0 => weights[index],
                _ => weights[index] * numbers.next().copied().unwrap_or_default(),
            };
        }
    }
    sum
}

/// What is known of the text before a pronoun.
pub(super) struct History<'h> {
    pub drafts: &'h [Draft],
    /// Mentions of each entity so far.
    pub counts: &'h [u32],
    /// Names of each entity in the whole text.
    pub named: &'h [u32],
    /// How often she and he meant each entity so far.
    pub meant: &'h [[u32; 2]],
    /// The entity that the last pronoun of this gender meant.
    pub last: Option<usize>,
    /// The first person of the text.
    pub topic: Option<usize>,
    /// The first person of the paragraph.
    pub leads: Option<usize>,
}

/// "Her neighbour Lee": nobody is his own neighbour; with a comma he may be another's: "With her neighbour, Lee left".
fn is_of_another(context: &Context<'_>, pronoun: Pronoun, i: usize, c: &Antecedent) -> bool {
    /// No role before a name has more words.
    const LONGEST: usize = 6;
    let p = &context.p;
    if pronoun.case != Case::Possessive || c.token <= i + 1 || c.token - i > LONGEST {
        return false;
    }
    let last = c.token - 1;
    p.tag(last) == Tag::Noun
        && !p.is(last, &["family", "team", "crew", "band", "group", "staff"])
        && role_ends(context, last, i + 1)
        && (i + 1..last).all(|k| {
            matches!(
                p.tag(k),
                Tag::Noun | Tag::Adjective | Tag::Name | Tag::Number | Tag::Participle
            )
        })
}

/// What speaks for and against `c` as what the pronoun at token `i` means; nothing where it cannot be.
pub(super) fn values(
    context: &Context<'_>,
    history: &History<'_>,
    pronoun: Pronoun,
    i: usize,
    c: &Antecedent,
    between: usize,
) -> Option<Values> {
    use Feature as F;
    let p = &context.p;
    let entity = c.entity.index();
    let draft = &history.drafts[entity];
    if draft.label != Label::Person || is_of_another(context, pronoun, i, c) {
        return None;
    }
    let mut v = Values::default();
    let mut set = |feature: Feature, is: bool| v.set |= u128::from(is) << feature as u32;
    let sentence = p.token(i).sentence;
    let here = c.sentence == sentence;
    let behind = c.token > i;
    let case = pronoun.case;
    let begins = i <= context.sentence(i).start + 1;
    if behind {
        set(F::Behind, true);
        set(F::BehindPossessive, case == Case::Possessive);
        set(F::BehindFirst, begins);
        set(F::BehindSubject, c.subject);
    } else {
        set(
            match sentence - c.sentence {
                0 => F::Sentence0,
                1 => F::Sentence1,
                2 => F::Sentence2,
                _ => F::Sentence3,
            },
            true,
        );
        set(
            F::OtherParagraph,
            p.views.sentences[sentence as usize].paragraph != c.paragraph,
        );
    }
    set(F::SubjectForSubject, c.subject && case == Case::Subject);
    set(F::SubjectForObject, c.subject && case == Case::Object);
    set(
        F::SubjectForPossessive,
        c.subject && case == Case::Possessive,
    );
    set(F::SubjectHere, c.subject && here && !behind);
    set(F::First, c.first && !behind);
    set(F::FirstForFirst, c.first && begins && !here);
    set(F::Speaker, c.speaker);
    set(F::Possessor, c.possessive);
    set(
        F::PossessorForPossessive,
        c.possessive && case == Case::Possessive,
    );
    set(F::AfterPreposition, c.after_preposition);
    set(F::AfterPrepositionHere, c.after_preposition && here);
    set(F::AfterVerb, c.after_verb);
    set(
        F::ObjectForObject,
        (c.after_verb || c.after_preposition) && case == Case::Object,
    );
    set(F::Coordinated, c.coordinated);
    let meant = c.kind == MentionKind::Pronoun;
    set(F::IsPronoun, meant);
    set(
        F::SamePronoun,
        meant && p.word(c.token).eq_ignore_ascii_case(p.word(i)),
    );
    set(F::IsRole, c.kind == MentionKind::Role);
    set(F::IsShort, c.kind == MentionKind::Short);
    set(
        F::OneWord,
        c.kind == MentionKind::Name && c.end - c.token == 1,
    );
    set(F::Last, history.last == Some(entity));
    set(F::GenderFits, draft.gender == Some(pronoun.gender));
    set(
        F::GenderDiffers,
        draft.gender.is_some_and(|g| g != pronoun.gender),
    );
    let own = usize::from(pronoun.gender == Gender::Male);
    let [so, otherwise] = [history.meant[entity][own], history.meant[entity][1 - own]];
    set(F::MeantSo, so > 0);
    set(F::MeantOtherwise, otherwise > so);
    set(F::Topic, history.topic == Some(entity));
    set(F::Leads, history.leads == Some(entity));
    let simple = here && !behind && !clause_between(context, c.end, i);
    set(
        F::ClauseSubject,
        simple && c.subject && case == Case::Object,
    );
    set(
        F::ClauseObject,
        behind && case == Case::Subject && !clause_between(context, i + 1, c.token),
    );
    set(
        F::ReflexiveHere,
        case == Case::Reflexive && here && c.subject,
    );
    set(F::ReflexiveElsewhere, case == Case::Reflexive && !here);
    let possessive = case == Case::Possessive;
    set(
        F::Apposed,
        possessive && c.end + 1 == i && p.kind(c.end) == TokenKind::Comma,
    );
    set(
        F::OwnPhrase,
        possessive
            && behind
            && (i + 1..c.token).all(|k| {
                matches!(
                    p.tag(k),
                    Tag::Noun
                        | Tag::Plural
                        | Tag::Adjective
                        | Tag::Name
                        | Tag::Number
                        | Tag::Participle
                ) || p.kind(k) == TokenKind::Comma && k + 1 == c.token
            }),
    );
    let quotation = p.token(i).quotation;
    let quoted = p.token(i).quoted();
    set(
        F::SpeakerOutside,
        quoted && c.quotation != quotation && c.speaker,
    );
    set(F::NamedInside, !quoted && p.token(c.token).quoted());
    set(F::RelativeWho, c.relative);
    v.numbers = [
        log(i.abs_diff(c.token)),
        between.min(6) as f32,
        log(history.counts[entity].min(20) as usize),
        log(history.named[entity].min(20) as usize),
    ];
    NUMBERS.iter().for_each(|&feature| v.set(feature as usize));
    let place = match (behind, sentence - c.sentence.min(sentence)) {
        (true, _) => 3,
        (false, distance) => distance.min(2) as usize,
    };
    let part = if c.possessive {
        3
    } else if c.subject {
        0
    } else if c.after_preposition {
        1
    } else if c.after_verb {
        2
    } else {
        4
    };
    v.set(joint(place, part, case));
    v.set(joint(4, part, case));
    Some(v)
}

/// Whether a clause begins between two places, so that both may be the same person: "Lee said they told him".
fn clause_between(context: &Context<'_>, from: usize, to: usize) -> bool {
    let joins = |k: usize| {
        matches!(
            context.p.tag(k),
            Tag::Subordinator | Tag::Conjunction | Tag::Wh
        ) || context.p.kind(k) == TokenKind::Comma
    };
    let mut verbs = (from..to).filter(|&k| context.p.is_finite(k));
    (from..to).any(joins) || verbs.nth(1).is_some()
}

/// What stands for "nobody who is named".
pub(super) fn nobody() -> Values {
    let mut values = Values::default();
    values.set(Feature::Nobody as usize);
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_weight() {
        let file = include_str!("../../data/model/pronouns.tsv");
        for name in names() {
            assert!(file.contains(&format!("\n{name}\t")), "{name}");
        }
    }

    #[test]
    fn a_wrong_line_is_named() {
        let error = read("# weights\nspeaks\t0.5\nspeeks\t0.5\n").unwrap_err();
        assert!(error.starts_with("line 3: \"speeks"), "{error}");
    }
}
