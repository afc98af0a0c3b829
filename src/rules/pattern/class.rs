//! What one token is, by several properties at once: `<Name !common>`, `<given | surname>`, `<@things>`.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::parse::Parser;
use super::words::SHAPES;
use super::{Atom, Node, PatternError, Shape};
use crate::mentions::Marks;
use crate::rules::Lists;
use crate::rules::diagnostic::nearest;
use crate::rules::word::{Literal, WordList};
use crate::text::{self, TokenKind};

/// What a token must be.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::rules) enum TokenClass {
    /// What the lists and the text say of it; any of these.
    Mark(Marks),
    Shape(Shape),
    Flag(text::Shape),
    Kind(TokenKind),
    /// Of up to three letters.
    Short,
    /// A noun that could be more than one.
    Plural,
    /// A finite verb.
    Finite,
    /// Capitals that may be short for a name.
    Acronym,
    /// A word as it is written.
    Words(Arc<FxHashSet<Box<str>>>),
    /// The same of a bundled list, with the words that rule sets of users add to it.
    Listed(Lists),
    /// A word as patterns have it.
    Literal(Literal),
    /// One of a list that has single words only.
    OneOf(Arc<WordList>),
    Not(Arc<TokenClass>),
    All(Arc<[TokenClass]>),
    Any(Arc<[TokenClass]>),
}

/// The names of what is known of tokens before there are names, in `<...>`.
const NAMES: [(&str, TokenClass); 39] = [
    ("Name", TokenClass::Mark(Marks::CAPITAL)),
    ("given", TokenClass::Mark(Marks::GIVEN)),
    ("sure-given", TokenClass::Mark(Marks::SURE_GIVEN)),
    ("surname", TokenClass::Mark(Marks::SURNAME)),
    ("sure-surname", TokenClass::Mark(Marks::SURE_SURNAME)),
    ("title", TokenClass::Mark(Marks::TITLE)),
    ("title-end", TokenClass::Mark(Marks::TITLE_END)),
    ("role-end", TokenClass::Mark(Marks::ROLE_END)),
    ("org-head", TokenClass::Mark(Marks::ORG_HEAD)),
    ("org-suffix", TokenClass::Mark(Marks::ORG_SUFFIX)),
    ("place-head", TokenClass::Mark(Marks::PLACE_HEAD)),
    ("place-suffix", TokenClass::Mark(Marks::PLACE_SUFFIX)),
    ("demonym", TokenClass::Mark(Marks::DEMONYM)),
    ("place", TokenClass::Mark(Marks::PLACE)),
    ("in-place", TokenClass::Mark(Marks::IN_PLACE)),
    ("well-known", TokenClass::Mark(Marks::WELL_KNOWN)),
    ("country", TokenClass::Mark(Marks::COUNTRY)),
    ("org", TokenClass::Mark(Marks::ORG)),
    ("calendar", TokenClass::Mark(Marks::CALENDAR)),
    ("function", TokenClass::Mark(Marks::FUNCTION)),
    ("common", TokenClass::Mark(Marks::COMMON)),
    ("seen-small", TokenClass::Mark(Marks::SEEN_SMALL)),
    ("title-case", TokenClass::Mark(Marks::TITLE_CASE)),
    ("caps-line", TokenClass::Mark(Marks::CAPS_LINE)),
    ("acronym", TokenClass::Acronym),
    ("first", TokenClass::Flag(text::Shape::SENTENCE_START)),
    ("abbreviation", TokenClass::Flag(text::Shape::ABBREVIATION)),
    ("digit", TokenClass::Flag(text::Shape::DIGIT)),
    ("short", TokenClass::Short),
    ("plural", TokenClass::Plural),
    ("finite", TokenClass::Finite),
    ("figure", TokenClass::Kind(TokenKind::Number)),
    ("comma", TokenClass::Kind(TokenKind::Comma)),
    ("dash", TokenClass::Kind(TokenKind::Dash)),
    ("bracket-open", TokenClass::Kind(TokenKind::BracketOpen)),
    ("bracket-close", TokenClass::Kind(TokenKind::BracketClose)),
    ("quote-open", TokenClass::Kind(TokenKind::Open)),
    ("quote-close", TokenClass::Kind(TokenKind::Close)),
    ("clitic", TokenClass::Kind(TokenKind::Clitic)),
];

impl TokenClass {
    /// Of all tokens.
    pub fn any() -> TokenClass {
        TokenClass::All(Arc::new([]))
    }

    /// Whether it asks what only rules that propose names can know.
    pub fn needs_evidence(&self) -> bool {
        match self {
            TokenClass::Mark(_) | TokenClass::Acronym => true,
            TokenClass::Not(class) => class.needs_evidence(),
            TokenClass::All(all) | TokenClass::Any(all) => {
                all.iter().any(TokenClass::needs_evidence)
            }
            _ => false,
        }
    }

    /// How many of a thousand tokens are of it, by a rough guess.
    pub fn frequency(&self) -> u32 {
        match self {
            TokenClass::Mark(marks) => {
                let common = Marks::COMMON | Marks::FUNCTION;
                let capital = Marks::CAPITAL | Marks::SEEN_SMALL;
                let capital = capital | Marks::TITLE_CASE | Marks::CAPS_LINE;
                let often = marks.intersection(common).bits().count_ones() * 500;
                let some = marks.intersection(capital).bits().count_ones() * 200;
                often + some + marks.bits().count_ones() * 10
            }
            TokenClass::Words(_) | TokenClass::OneOf(_) => 10,
            TokenClass::Listed(_) | TokenClass::Acronym => 10,
            TokenClass::Kind(_) | TokenClass::Literal(_) => 50,
            TokenClass::Shape(_) | TokenClass::Flag(_) => 200,
            TokenClass::Short | TokenClass::Plural | TokenClass::Finite => 200,
            TokenClass::Not(class) => 1000_u32.saturating_sub(class.frequency()),
            TokenClass::All(all) => {
                let least = all.iter().map(TokenClass::frequency).min();
                least.unwrap_or(1000)
            }
            TokenClass::Any(any) => any.iter().map(TokenClass::frequency).sum(),
        }
    }

    /// Marks of which a token of this class has one; none where it may have none. The rarest that can be told.
    pub fn marks(&self) -> Marks {
        match self {
            TokenClass::Mark(marks) => *marks,
            TokenClass::Acronym => Marks::CAPITAL,
            TokenClass::All(all) => {
                let needed = all.iter().map(TokenClass::marks);
                let needed = needed.filter(|marks| !marks.is_empty());
                needed
                    .min_by_key(|&marks| TokenClass::Mark(marks).frequency())
                    .unwrap_or_default()
            }
            TokenClass::Any(any) => any
                .iter()
                .map(TokenClass::marks)
                .try_fold(Marks::empty(), |all, marks| {
                    (!marks.is_empty()).then_some(all | marks)
                })
                .unwrap_or_default(),
            _ => Marks::empty(),
        }
    }
}

impl Atom {
    /// It as a class of single tokens, if it is one.
    pub fn class(&self) -> Option<TokenClass> {
        match self {
            Atom::Literal(word) if !word.is_comma() => Some(TokenClass::Literal(word.clone())),
            Atom::List(list) if list.is_of_words() => Some(TokenClass::OneOf(list.clone())),
            Atom::Shape(shape) => Some(TokenClass::Shape(*shape)),
            Atom::Class(class) => Some((**class).clone()),
            _ => None,
        }
    }
}

/// The parts of `<a b | c>`, each word with its place in the pattern.
fn words(inner: &str, from: usize) -> Vec<Vec<(&str, Range<usize>)>> {
    let place = |word: &str| {
        let start = from + (word.as_ptr() as usize - inner.as_ptr() as usize);
        start..start + word.len()
    };
    let parts = inner.split('|').map(str::split_whitespace);
    parts
        .map(|words| words.map(|word| (word, place(word))).collect())
        .collect()
}

impl Parser<'_> {
    /// What stands between `<` and `>`, if that is no single shape.
    pub(super) fn class(&self, inner: &str, start: usize) -> Result<TokenClass, PatternError> {
        let mut any = vec![];
        for part in words(inner, start + 1) {
            let mut all = vec![];
            for (word, at) in part {
                let (name, not) = match word.strip_prefix('!') {
                    Some(name) => (name, true),
                    None => (word, false),
                };
                let class = self.property(name, at)?;
                all.push(match not {
                    true => TokenClass::Not(Arc::new(class)),
                    false => class,
                });
            }
            match all.len() {
                0 => {
                    let at = start..start + inner.len() + 2;
                    let message = format!("<{inner}> says nothing on one side of a bar");
                    return Err(self.error(at, message, "write what a token is: <Name !common>"));
                }
                1 => any.extend(all.pop()),
                _ => any.push(TokenClass::All(all.into())),
            }
        }
        Ok(match any.len() {
            1 => any.remove(0),
            _ => TokenClass::Any(any.into()),
        })
    }

    fn property(&self, name: &str, at: Range<usize>) -> Result<TokenClass, PatternError> {
        if let Some(list) = name.strip_prefix('@') {
            return match self.names.list(list) {
                Some(Atom::List(words)) => Ok(match self.names.bundled(list) {
                    Some(lists) => TokenClass::Listed(lists),
                    None => TokenClass::Words(Arc::new(words.written().collect())),
                }),
                _ => {
                    let known = self.names.known('@');
                    let remedy = match nearest(list, known.iter().copied()) {
                        Some(near) => format!("did you mean @{near}?"),
                        None => "add it under [lists]".to_owned(),
                    };
                    let message = format!("there is no list of words @{list}");
                    Err(PatternError {
                        code: "R0006",
                        ..self.error(at, message, remedy)
                    })
                }
            };
        }
        if let Some((_, shape)) = SHAPES.iter().find(|(known, _)| *known == name) {
            return Ok(TokenClass::Shape(*shape));
        }
        if let Some((_, class)) = NAMES.iter().find(|(known, _)| *known == name) {
            return Ok(class.clone());
        }
        match self.names.part(name) {
            Some(Node::Atom(Atom::Class(class), _)) => Ok((**class).clone()),
            Some(Node::Atom(Atom::Shape(shape), _)) => Ok(TokenClass::Shape(*shape)),
            Some(_) => Err(self.error(
                at,
                format!("the part {name} is more than one token"),
                format!("write <{name}> alone"),
            )),
            None => {
                let mut known: Vec<&str> = SHAPES.iter().map(|(known, _)| *known).collect();
                known.extend(NAMES.iter().map(|(known, _)| *known));
                known.extend(self.names.known('<'));
                let remedy = match nearest(name, known.iter().copied()) {
                    Some(near) => format!("did you mean <{near}>?"),
                    None => format!(
                        "use one of <{}>, <sentence>, <paragraph>, or add it under [parts]",
                        SHAPES.map(|(known, _)| known).join(">, <")
                    ),
                };
                Err(self.error(at, format!("<{name}> is no shape"), remedy))
            }
        }
    }
}
