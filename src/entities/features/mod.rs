//! What speaks for and against a person as the one that a pronoun means: named features, each with a weight that can be read in
//! `data/model/pronouns.tsv`.

mod between;
mod list;
mod vector;

use super::antecedent::Antecedent;
use super::description::role_ends;
use super::pronoun::{Candidate, Case, Pronoun};
use super::{Context, Draft};
use crate::gazetteer::Gender;
use crate::text::TokenKind;
use crate::words::Tag;
use crate::{Label, MentionKind};

#[cfg(feature = "train")]
pub(super) use list::LEN;
pub(super) use list::names;
pub(super) use vector::{Values, Weights, bundled, nobody, score};

use between::{Between, has_verb_before};
use list::{BESIDE, EDGE, FRONTED, FRONTED_NEXT, Feature, JOINED, JOINT, RANK, VERBS, VERBS_JOINT};
use vector::{NUMBERS, log};

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
    /// Who speaks the quotation in which the pronoun stands.
    pub speaker: Option<usize>,
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
    others: usize,
) -> Option<Values> {
    use Feature as F;
    let p = &context.p;
    let entity = c.entity.index();
    let draft = &history.drafts[entity];
    if draft.label != Label::Person || is_of_another(context, pronoun, i, c) {
        return None;
    }
    let mut v = Values::default();
    let mut set = |feature: Feature, is: bool| {
        if is {
            v.set(feature as usize);
        }
    };
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
    let between = match (here, behind) {
        (false, _) => Between::default(),
        (true, false) => Between::new(context, c.end, i),
        (true, true) => Between::new(context, i + 1, c.token),
    };
    set(
        F::ClauseSubject,
        here && !behind && !between.has_clause() && c.subject && case == Case::Object,
    );
    set(
        F::ClauseObject,
        behind && case == Case::Subject && !between.has_clause(),
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
    let quoted = p.token(i).quoted();
    set(F::SpeakerOutside, history.speaker == Some(entity));
    set(F::NamedInside, !quoted && p.token(c.token).quoted());
    set(F::RelativeWho, c.relative);
    let after = |k: usize| here && !behind && k < i && p.is(k, &["and"]);
    set(F::AndOwner, possessive && after(c.end) && i == c.end + 1);
    set(
        F::AndOwnerFurther,
        possessive
            && (after(c.end) || here && !behind && c.end < i && p.is(c.end, &["with"]))
            && (2..=4).contains(&(i - c.end))
            && (c.end + 1..i).all(|k| {
                matches!(
                    p.tag(k),
                    Tag::Determiner | Tag::Preposition | Tag::Number | Tag::Noun
                )
            }),
    );
    set(F::NoComma, behind && !between.comma);
    set(F::OthersBehind, behind && others > 0);
    v.numbers = [
        log(i.abs_diff(c.token)),
        others.min(6) as f32,
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
    let case = list::case(case);
    v.set(JOINT.member([place, part, case]));
    v.set(JOINT.member([4, part, case]));
    if !meant {
        let sentence = context.sentence(c.token);
        let beside = |k: Option<usize>| {
            k.filter(|k| sentence.contains(k))
                .map_or(EDGE, |k| list::beside(p.kind(k), p.tag(k)))
        };
        v.set(BESIDE.member([0, beside(c.token.checked_sub(1))]));
        v.set(BESIDE.member([1, beside(Some(c.end))]));
    }
    if behind && between.comma {
        let before = usize::from(has_verb_before(context, i));
        v.set(FRONTED.member([0, before, usize::from(between.verbs > 0)]));
        if p.kind(c.token - 1) == TokenKind::Comma {
            v.set(FRONTED_NEXT.member([0, usize::from(c.subject)]));
        }
    } else if here && !behind {
        let verbs = between.verbs;
        v.set(VERBS.member([verbs.min(3)]));
        v.set(VERBS_JOINT.member([verbs.min(2), usize::from(c.subject), case]));
        if let Some(join) = between.joined {
            v.set(JOINED.member([0, join]));
        }
    }
    Some(v)
}

/// Adds to the values of candidates before a pronoun, the latest first, which is the latest mention of its person and how many others were
/// mentioned behind it.
pub(super) fn rank(candidates: &mut [Candidate]) {
    let mut persons = 0;
    for k in 0..candidates.len() {
        let (nearer, rest) = candidates.split_at_mut(k);
        let entity = rest[0].antecedent.entity;
        if nearer.iter().any(|c| c.antecedent.entity == entity) {
            rest[0].values.set(Feature::NotLast as usize);
        } else {
            rest[0].values.set(RANK.member([persons.min(4)]));
            persons += 1;
        }
    }
    if persons == 1 {
        candidates[0].values.set(Feature::Alone as usize);
    }
}
