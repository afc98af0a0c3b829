//! Chooses each word's reading by its neighbours.

use super::Word;
use super::classes::{Classes, Tag};
use super::lexicon::look_up_at;
use crate::text::{Shape, Token, TokenKind, Views};

/// Fills `words` with one [`Word`] for each token of the views.
///
/// ```
/// use onrecord::{text::Views, words::{self, Tag}};
/// let text = "He claims the claims were made.";
/// let views = Views::new(text);
/// let mut words = vec![];
/// words::tag(text, &views, &mut words);
/// assert_eq!((words[1].tag, words[3].tag), (Tag::VerbS, Tag::Plural));
/// ```
pub fn tag(text: &str, views: &Views, words: &mut Vec<Word>) {
    words.clear();
    words.extend(views.tokens.iter().map(|token| first_reading(text, token)));
    for sentence in &views.sentences {
        let range = sentence.first as usize..sentence.end as usize;
        in_context(text, &views.tokens[range.clone()], &mut words[range]);
    }
}

/// The likeliest reading of a token by itself.
fn first_reading(text: &str, token: &Token) -> Word {
    match token.kind {
        TokenKind::Word => {
            let (reading, number, small) = look_up_at(text, token.span);
            let function = reading.classes.intersects(Classes::FUNCTION);
            let mid_capital = token.shape.contains(Shape::CAPITAL)
                && !token.shape.contains(Shape::SENTENCE_START);
            // "US" and "WHO" are no pronouns.
            let acronym = mid_capital && token.shape.contains(Shape::ALL_CAPS);
            let is_name = token.shape.contains(Shape::CAPITAL)
                && (acronym || !function && (mid_capital || !reading.known));
            let wh = Classes::PRONOUN | Classes::POSSESSIVE | Classes::DETERMINER;
            let tag = if is_name {
                Tag::Name
            } else if reading.classes.contains(Classes::WH) && reading.classes.intersects(wh) {
                Tag::Wh
            } else if token.span.len() == 2 && matches!(&text[token.span], "to" | "To") {
                Tag::To
            } else {
                reading.tag
            };
            Word {
                classes: reading.classes,
                tag,
                known: reading.known,
                number,
                small,
            }
        }
        TokenKind::Number => Word {
            classes: Classes::NUMBER,
            tag: Tag::Number,
            known: true,
            ..Word::default()
        },
        TokenKind::Clitic => {
            let word = &text[token.span];
            let (classes, tag) = match word.trim_start_matches(crate::text::chars::is_apostrophe) {
                "ll" | "d" | "LL" | "D" => (Classes::MODAL | Classes::AUXILIARY, Tag::Modal),
                "re" | "ve" | "m" | "RE" | "VE" | "M" => (Classes::AUXILIARY, Tag::Auxiliary),
                _ => (Classes::POSSESSIVE, Tag::Possessive),
            };
            Word {
                classes,
                tag,
                known: true,
                ..Word::default()
            }
        }
        _ => Word::default(),
    }
}

/// What the rules below look at: the kind of the last word that decides what may follow.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// Nothing that says much.
    Start,
    /// An article, possessive, adjective or preposition: a noun is due.
    Phrase,
    /// A singular noun or a name: its verb ends in -s or stands in the past.
    Singular,
    /// A plural noun: a base form or the past is due.
    Plural,
    /// A pronoun, or a subject and an adverb: a verb is due.
    Pronoun,
    /// A verb: its object is due.
    Object,
    /// "to" or a modal or "do": a base form is due.
    Base,
    /// "have": a participle is due.
    Have,
    /// "be": a participle, -ing form or adjective is due.
    Be,
}

fn in_context(text: &str, tokens: &[Token], words: &mut [Word]) {
    let mut before = Before::Start;
    for i in 0..words.len() {
        let Word { classes, tag, .. } = words[i];
        let next = words.get(i + 1).copied().unwrap_or_default();
        let chosen = match tag {
            Tag::Noun
            | Tag::Plural
            | Tag::Verb
            | Tag::VerbS
            | Tag::Past
            | Tag::Participle
            | Tag::Gerund
            | Tag::Adjective
            | Tag::Adverb => {
                if tag == Tag::Plural
                    && classes.contains(Classes::VERB_S)
                    && follows_speech(tokens, i)
                    && names(words, i + 1)
                {
                    Tag::VerbS
                } else if tag == Tag::Verb
                    && before == Before::Object
                    && classes.intersects(Classes::ADJECTIVE | Classes::NOUN)
                    && names_by_role(words, i + 1)
                {
                    Tag::Adjective
                } else {
                    choose(classes, tag, before, next)
                }
            }
            Tag::Possessive if tokens[i].kind == TokenKind::Clitic => clitic(i, words),
            Tag::Possessive if classes.contains(Classes::OBJECT_PRONOUN) && !begins_noun(next) => {
                Tag::Pronoun
            }
            Tag::Pronoun if classes.contains(Classes::POSSESSIVE) && begins_noun(next) => {
                Tag::Possessive
            }
            Tag::Determiner
                if classes.contains(Classes::DEMONSTRATIVE)
                    && text[tokens[i].span].eq_ignore_ascii_case("that") =>
            {
                that(before, i, words)
            }
            tag => tag,
        };
        words[i].tag = chosen;
        let in_phrase = chosen == Tag::Name
            && i > 0
            && tokens[i - 1].span.len() <= 2
            && words[i - 1].tag == Tag::Determiner;
        // "an American studies expert": the noun is still to come.
        if in_phrase {
            continue;
        }
        before = after(
            chosen,
            classes,
            before,
            || &text[tokens[i].span],
            tokens[i].kind,
        );
    }
}

/// Whether a comma or closing mark stands before the token: "It fell, notes Ann Lee".
fn follows_speech(tokens: &[Token], i: usize) -> bool {
    i > 0 && matches!(tokens[i - 1].kind, TokenKind::Comma | TokenKind::Close)
}

/// Whether a name begins at word `i`, or behind one noun: "Ann Lee", "co-author Ann Lee".
fn names(words: &[Word], i: usize) -> bool {
    let tag = |i: usize| words.get(i).map_or(Tag::Other, |word| word.tag);
    tag(i) == Tag::Name || names_by_role(words, i)
}

/// Whether a noun and a name stand at word `i`: "said lead | author Ann Lee".
fn names_by_role(words: &[Word], i: usize) -> bool {
    let tag = |i: usize| words.get(i).map_or(Tag::Other, |word| word.tag);
    tag(i) == Tag::Noun && tag(i + 1) == Tag::Name
}

fn choose(classes: Classes, tag: Tag, before: Before, next: Word) -> Tag {
    let can = |class| classes.intersects(class);
    match before {
        Before::Phrase => {
            if tag == Tag::Adjective || tag == Tag::Adverb && !can(Classes::NOUN) {
                tag
            } else if can(Classes::NOUN)
                && tag != Tag::Plural
                && !(can(Classes::ADJECTIVE) && begins_noun(next))
            {
                Tag::Noun
            } else if can(Classes::PLURAL) {
                Tag::Plural
            } else if can(Classes::ADJECTIVE) || can(Classes::PARTICIPLE) {
                Tag::Adjective
            } else {
                tag
            }
        }
        Before::Singular | Before::Plural | Before::Pronoun => {
            as_predicate(classes, tag, before, next)
        }
        Before::Object if tag == Tag::VerbS && can(Classes::PLURAL) => Tag::Plural,
        Before::Base if can(Classes::VERB) => Tag::Verb,
        Before::Have if can(Classes::PARTICIPLE) => Tag::Participle,
        Before::Be if can(Classes::PARTICIPLE) => Tag::Participle,
        Before::Be if can(Classes::GERUND) => Tag::Gerund,
        _ => tag,
    }
}

/// A word behind a subject, or the next part of a compound: "officials claim damages", "a damage claim".
fn as_predicate(classes: Classes, tag: Tag, before: Before, next: Word) -> Tag {
    let can = |class| classes.intersects(class);
    let pronoun = before == Before::Pronoun;
    // What follows a verb more often than a noun: "the firm claims it", "the claims of".
    let complement = next.classes.intersects(
        Classes::DETERMINER
            | Classes::DEMONSTRATIVE
            | Classes::POSSESSIVE
            | Classes::PRONOUN
            | Classes::SUBORDINATOR
            | Classes::NEGATION,
    ) || matches!(next.tag, Tag::Name | Tag::To | Tag::Gerund)
        || tag == Tag::VerbS && begins_noun(next);
    if can(Classes::PAST) && !(begins_verb(next) && can(Classes::PARTICIPLE)) {
        if can(Classes::ANY_NOUN)
            && !pronoun
            && !complement
            && matches!(tag, Tag::Noun | Tag::Plural)
        {
            tag
        } else {
            Tag::Past
        }
    } else if can(Classes::PAST) {
        Tag::Participle
    } else if can(Classes::VERB_S)
        && before != Before::Plural
        && (pronoun || complement || !can(Classes::PLURAL))
    {
        Tag::VerbS
    } else if can(Classes::VERB)
        && before != Before::Singular
        && !can(Classes::ADVERB)
        && !begins_verb(next)
        && (pronoun || complement || !can(Classes::ANY_NOUN) || tag == Tag::Verb)
    {
        Tag::Verb
    } else if pronoun {
        tag
    } else if can(Classes::NOUN) && matches!(tag, Tag::Verb | Tag::Noun) {
        Tag::Noun
    } else if can(Classes::PLURAL) && matches!(tag, Tag::VerbS | Tag::Plural) {
        Tag::Plural
    } else {
        tag
    }
}

/// "Ann's plan" against "Ann's leaving" and "it's late".
fn clitic(i: usize, words: &[Word]) -> Tag {
    let Some(before) = i.checked_sub(1).map(|before| words[before]) else {
        return Tag::Possessive;
    };
    // "he's", "who's", "that's", "there's"
    let subject = Classes::SUBJECT_PRONOUN | Classes::WH | Classes::DEMONSTRATIVE;
    if before.classes.intersects(subject) || matches!(before.tag, Tag::Pronoun | Tag::Adverb) {
        Tag::Auxiliary
    } else {
        Tag::Possessive
    }
}

/// "that" joins a clause after a verb or noun and points in front of a noun.
fn that(before: Before, i: usize, words: &[Word]) -> Tag {
    let next = words.get(i + 1).copied().unwrap_or_default();
    let after_word = i > 0
        && (words[i - 1]
            .classes
            .intersects(Classes::ANY_VERB | Classes::ANY_NOUN | Classes::ADJECTIVE)
            || words[i - 1].tag == Tag::Name);
    // "in that case", but "is sure that"
    let points = before == Before::Phrase && i > 0 && words[i - 1].tag != Tag::Adjective
        || next.tag == Tag::Noun
            && next.classes.contains(Classes::NOUN)
            && !next.classes.contains(Classes::PLURAL)
            && !after_word;
    if points || next.tag.is_finite() && !after_word {
        Tag::Determiner
    } else {
        Tag::Subordinator
    }
}

fn begins_noun(word: Word) -> bool {
    matches!(
        word.tag,
        Tag::Noun | Tag::Plural | Tag::Name | Tag::Adjective | Tag::Number
    ) || word
        .classes
        .intersects(Classes::ANY_NOUN | Classes::ADJECTIVE)
        && !word.classes.intersects(Classes::FUNCTION)
}

fn begins_verb(word: Word) -> bool {
    word.tag.is_finite() && !word.classes.intersects(Classes::ANY_NOUN)
}

fn after<'t>(
    tag: Tag,
    classes: Classes,
    before: Before,
    word: impl Fn() -> &'t str,
    kind: TokenKind,
) -> Before {
    match tag {
        Tag::Determiner | Tag::Possessive | Tag::Adjective | Tag::Preposition => Before::Phrase,
        Tag::Pronoun if classes.contains(Classes::SUBJECT_PRONOUN) => Before::Pronoun,
        Tag::Wh => Before::Pronoun,
        Tag::Name | Tag::Noun => Before::Singular,
        Tag::Plural => Before::Plural,
        Tag::To | Tag::Modal => Before::Base,
        Tag::Auxiliary => match word().as_bytes().first().map(u8::to_ascii_lowercase) {
            Some(b'h') => Before::Have,
            Some(b'd') => Before::Base,
            Some(b'\'') | Some(0xe2) if word().ends_with("ve") => Before::Have,
            _ => Before::Be,
        },
        // Adverbs and negation stand between: "did not say", "also said".
        Tag::Adverb | Tag::Negation if matches!(before, Before::Singular | Before::Plural) => {
            Before::Pronoun
        }
        Tag::Adverb | Tag::Negation => before,
        Tag::Verb | Tag::VerbS | Tag::Past | Tag::Participle | Tag::Gerund => Before::Object,
        _ if kind == TokenKind::Open => before,
        _ => Before::Start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each word with its tag, as `word/Tag`.
    fn read(text: &str) -> String {
        let views = Views::new(text);
        let mut words = vec![];
        tag(text, &views, &mut words);
        let tagged = views
            .tokens
            .iter()
            .zip(&words)
            .filter(|(t, _)| !matches!(t.kind, TokenKind::Stop | TokenKind::Comma));
        tagged
            .map(|(t, w)| format!("{}/{:?}", &text[t.span], w.tag))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn nouns_and_verbs_of_one_form() {
        assert_eq!(
            read("He claims the claims hurt."),
            "He/Pronoun claims/VerbS the/Determiner claims/Plural hurt/Past"
        );
        assert_eq!(
            read("They did not report his report."),
            "They/Pronoun did/Auxiliary not/Negation report/Verb his/Possessive report/Noun"
        );
        assert!(
            read("Officials say they plan to plan.")
                .starts_with("Officials/Plural say/Verb they/Pronoun plan/Verb to/To plan/Verb")
        );
    }

    #[test]
    fn auxiliaries() {
        assert_eq!(
            read("Ann Lee has said it's late."),
            "Ann/Name Lee/Name has/Auxiliary said/Participle it/Pronoun 's/Auxiliary late/Adjective"
        );
        assert_eq!(
            read("Lee’s plan was also told."),
            "Lee/Name ’s/Possessive plan/Noun was/Auxiliary also/Adverb told/Participle"
        );
    }

    #[test]
    fn who_speaks_behind_a_comma() {
        assert!(read("It fell, notes Ann Lee.").contains("notes/VerbS"));
        assert!(read("“It fell,” jokes co-author Ann Lee.").contains("jokes/VerbS"));
        assert!(read("“It fell,” said lead author Ann Lee.").contains("lead/Adjective author"));
        assert!(read("“It fell,” sources close to Lee said.").contains("sources/Plural"));
    }

    #[test]
    fn that_joins_or_points() {
        assert!(read("She said that prices fell.").contains("that/Subordinator"));
        assert!(read("In that case, no.").contains("that/Determiner"));
    }
}
