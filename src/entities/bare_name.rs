//! Names that nothing but a pronoun beside them tells to be persons': "Holly did press charges, but she regretted it".
//!
//! A bare given name or surname is no evidence by itself, and the rules for mentions rightly leave it. A pronoun near it that means some person
//! is: so capitalised words that no mention holds are taken where a pronoun of a fitting gender stands beside them, and then everywhere in the text.

use rustc_hash::FxHashMap;

use super::Context;
use super::pronoun::pronoun;
use crate::gazetteer::{Flags, Gender, List};
use crate::rules::Lists;
use crate::text::{ParagraphKind, Shape, TokenKind};
use crate::words::{Classes, Tag};
use crate::{Label, Mention, MentionKind, Span};

/// Longer runs of capitals are titles and headings.
const LONGEST: usize = 3;
/// How likely such a name is a person's.
const SCORE: f32 = 0.6;

/// Pronouns that each sentence holds: of women, of men.
type Pronouns = Vec<[bool; 2]>;

/// Adds the names; the mentions stay sorted.
pub(super) fn add(context: &Context<'_>, mentions: &mut Vec<Mention>) {
    let Some(pronouns) = pronouns(context) else {
        return;
    };
    let mut runs: Vec<Run<'_>> = vec![];
    let mut uses: FxHashMap<&str, Uses> = FxHashMap::default();
    each_run(context, mentions, |first, end| {
        let span = context
            .p
            .token(first)
            .span
            .cover(context.p.token(end - 1).span);
        let name = context.text(span);
        uses.entry(name)
            .or_default()
            .add(context, &pronouns, first, end);
        runs.push(Run { span, name });
    });
    runs.retain(|run| uses[run.name].is_name());
    if runs.is_empty() {
        return;
    }
    mentions.extend(runs.into_iter().map(|run| Mention {
        span: run.span,
        label: Label::Person,
        kind: MentionKind::Name,
        entity: None,
        antecedent: None,
        score: SCORE,
        by: "mention:beside-pronoun".into(),
    }));
    mentions.sort_by_key(|m| m.span.start);
}

/// Capitalised words that may be a name.
struct Run<'a> {
    span: Span,
    name: &'a str,
}

/// What the words of a run are by the lists and the lexicon.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Words {
    /// No name of a person.
    #[default]
    Other,
    /// In no list and no lexicon: "Xeneize", a foreign name, a firm.
    Unknown,
    /// A surname that is a common word too: "White".
    Common,
    /// A given name or surname that is nothing else.
    Listed,
    /// Several words, one of which is a given name or surname.
    Full,
}

/// How a run of words is used in a text, all places together.
#[derive(Default)]
struct Uses {
    words: Words,
    /// Places beside a pronoun of a fitting gender.
    beside: u32,
    /// Places where it is a subject, object or owner.
    clause: u32,
    /// Places with an article or an owner, or before a noun, or where things and places stand: "the Xeneize", "his own Bill", "Xeneize fans".
    thing: u32,
    /// Places after "in" or "at".
    place: u32,
    /// Places where no sentence begins.
    inside: u32,
}

impl Uses {
    fn add(&mut self, context: &Context<'_>, pronouns: &Pronouns, first: usize, end: usize) {
        let p = &context.p;
        let (words, gender) = words(context, first, end);
        self.words = self.words.max(words);
        if words == Words::Other {
            return;
        }
        let sentence = context.sentence(first);
        if beside(context, pronouns, first, gender) {
            self.beside += 1;
        }
        self.clause += u32::from(in_clause(context, first, end));
        self.inside += u32::from(!p.token(first).shape.contains(Shape::SENTENCE_START));
        let before = first.checked_sub(1).filter(|&b| b >= sentence.start);
        let article = before.is_some_and(|b| {
            let noun = matches!(p.tag(b), Tag::Noun | Tag::Plural) && self.words == Words::Unknown;
            matches!(p.tag(b), Tag::Determiner | Tag::Possessive)
                || p.is(b, &["own"])
                || noun && p.token(b).shape.contains(Shape::LOWER)
        });
        let noun = end < sentence.end
            && p.kind(end) == TokenKind::Word
            && p.token(end).shape.contains(Shape::LOWER)
            && matches!(p.tag(end), Tag::Noun | Tag::Plural);
        self.thing += u32::from(article || noun);
        self.place += u32::from(
            before.is_some_and(|b| context.vocabulary.has(Lists::BEFORE_PLACES, p.word(b))),
        );
    }

    /// Whether all that is taken together tells a person's name.
    fn is_name(&self) -> bool {
        if self.beside == 0 {
            return false;
        }
        match self.words {
            Words::Other => false,
            Words::Full => self.thing == 0,
            Words::Listed => {
                let clause = self.thing <= self.clause && self.place < self.clause;
                clause || self.inside > 0 && self.thing == 0 && self.place == 0
            }
            Words::Common => {
                self.clause > 0 && self.inside > 0 && self.thing == 0 && self.place == 0
            }
            Words::Unknown => self.clause > self.place && self.thing == 0,
        }
    }
}

/// Which pronouns stand in which sentence; `None` where there is none at all.
fn pronouns(context: &Context<'_>) -> Option<Pronouns> {
    let p = &context.p;
    let mut found = vec![[false; 2]; p.views.sentences.len()];
    let mut any = false;
    for (i, word) in p.words.iter().enumerate() {
        if word
            .classes
            .intersects(Classes::PRONOUN | Classes::POSSESSIVE)
            && let Some(pronoun) = pronoun(p.word(i))
        {
            found[p.token(i).sentence as usize][usize::from(pronoun.gender == Gender::Male)] = true;
            any = true;
        }
    }
    any.then_some(found)
}

/// Calls `each` for all runs of capitalised words in prose that touch no mention.
fn each_run(context: &Context<'_>, mentions: &[Mention], mut each: impl FnMut(usize, usize)) {
    let p = &context.p;
    let mut next = 0;
    let mut i = 0;
    while i < p.words.len() {
        if !p.token(i).capitalised() {
            i += 1;
            continue;
        }
        let start = p.token(i).span.start;
        while next < mentions.len() && mentions[next].span.end <= start {
            next += 1;
        }
        let end = (i..p.words.len())
            .take_while(|&k| {
                let free = mentions
                    .get(next)
                    .is_none_or(|m| m.span.start >= p.token(k).span.end);
                free && capitalised(context, k)
                    && (k == i
                        || p.token(k).span.start == p.token(k - 1).span.end + 1
                            && p.token(k).sentence == p.token(i).sentence)
            })
            .take(LONGEST + 1)
            .last()
            .map_or(i, |k| k + 1);
        let beside = mentions
            .get(next)
            .is_some_and(|m| end > i && m.span.start <= p.token(end - 1).span.end + 1)
            || next > 0 && mentions[next - 1].span.end + 1 >= start;
        let touches = |k: usize| p.token(k).capitalised() || p.word(k).starts_with(['-', '–']);
        let goes_on = i > 0
            && touches(i - 1)
            && p.token(i - 1).span.end + 1 >= start
            && !p.token(i - 1).shape.contains(Shape::SENTENCE_START)
            || end < p.words.len() && p.word(end).starts_with(['-', '–']);
        if end > i && end - i <= LONGEST && !beside && !goes_on {
            each(i, end);
        }
        i = end.max(i + 1);
    }
}

fn capitalised(context: &Context<'_>, k: usize) -> bool {
    let p = &context.p;
    let token = p.token(k);
    let classes = p.words[k].classes;
    let sentence = &p.views.sentences[token.sentence as usize];
    token.capitalised()
        && !token
            .shape
            .intersects(Shape::ALL_CAPS | Shape::DIGIT | Shape::ABBREVIATION | Shape::INITIAL)
        && !classes.intersects(Classes::FUNCTION | Classes::WEEKDAY | Classes::MONTH)
        && p.views.paragraphs[sentence.paragraph as usize].kind == ParagraphKind::Prose
}

/// What the words are, and the gender that a given name among them tells.
fn words(context: &Context<'_>, first: usize, end: usize) -> (Words, Option<Gender>) {
    let p = &context.p;
    let mut gender = None;
    let mut listed = false;
    let mut common = false;
    for k in first..end {
        let token = p.token(k);
        let begins = token.shape.contains(Shape::SENTENCE_START);
        let (mut given, mut surname) = (false, false);
        for hit in context
            .hits_at(token.span.start)
            .iter()
            .filter(|hit| hit.span == token.span)
        {
            let entry = context.gazetteer.brief(hit.entry);
            let word = entry.flags.contains(Flags::WORD);
            match entry.list {
                List::GivenNames => {
                    given |= !word || !begins;
                    // "MacKenzie" alone is a surname, whoever bears it.
                    if end - first > 1 || !entry.flags.contains(Flags::SURNAME) {
                        gender = gender.or(entry.gender);
                    }
                }
                List::Surnames => {
                    surname |= !word;
                    common |= word && !given;
                }
                _ => return (Words::Other, None),
            }
        }
        if !(given || surname) && p.words[k].known && !(common && end - first == 1) {
            return (Words::Other, None);
        }
        let name = given || surname || common;
        if !name && (mixed_case(p.word(k)) || token.shape.contains(Shape::HYPHEN)) {
            return (Words::Other, None); // "BankDhofar", "All-State"
        }
        listed |= given || surname;
    }
    let words = match (listed, end - first > 1) {
        (true, true) => Words::Full,
        (true, false) => Words::Listed,
        _ if common => Words::Common,
        _ => Words::Unknown,
    };
    (words, gender)
}

/// A capital behind a small letter: no name of the lists has one but for "Mc" and its like.
fn mixed_case(word: &str) -> bool {
    let mut small = false;
    word.chars().any(|c| {
        let mixed = small && c.is_uppercase();
        small = c.is_lowercase();
        mixed
    }) && !["Mc", "Mac", "De", "Di", "La", "Le", "Fitz"]
        .iter()
        .any(|particle| word.starts_with(particle))
}

/// Whether a pronoun of a fitting gender stands in the sentence before, in the same one, or in the two behind.
fn beside(
    context: &Context<'_>,
    pronouns: &Pronouns,
    first: usize,
    gender: Option<Gender>,
) -> bool {
    let p = &context.p;
    let sentence = p.token(first).sentence as usize;
    let paragraph = p.views.sentences[sentence].paragraph;
    let near = sentence.saturating_sub(1)..(sentence + 3).min(p.views.sentences.len());
    near.filter(|&s| p.views.sentences[s].paragraph == paragraph)
        .any(|s| match gender {
            Some(Gender::Female) => pronouns[s][0],
            Some(Gender::Male) => pronouns[s][1],
            None => pronouns[s][0] || pronouns[s][1],
        })
}

/// Whether the words have a verb, or are one's object.
fn in_clause(context: &Context<'_>, first: usize, end: usize) -> bool {
    let p = &context.p;
    let sentence = context.sentence(first);
    let verb = p.skip_modifiers(end, sentence.end);
    let subject = verb < sentence.end && p.is_finite(verb);
    let object = first > sentence.start && matches!(p.tag(first - 1), Tag::VerbS | Tag::Past);
    let owner =
        end < sentence.end && p.kind(end) == TokenKind::Clitic && p.tag(end) == Tag::Possessive;
    subject || object || owner
}
