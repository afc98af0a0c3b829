//! The pattern of a rule as it is written, read into a tree.

use std::ops::Range;
use std::sync::Arc;

use super::diagnostic::nearest;
use super::word::{Literal, WordList};
use crate::Label;
use crate::gazetteer::List;

/// What a named part of a pattern is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// `{source:...}`: who said it.
    Source,
    /// `{cue:...}`: the word that signals the report.
    Cue,
    /// `{content:...}`: what was said.
    Content,
    /// `{span:...}`: what a mention rule or a veto is about.
    Span,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 4] = [Role::Source, Role::Cue, Role::Content, Role::Span];

    /// The role as patterns and tests spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Source => "source",
            Role::Cue => "cue",
            Role::Content => "content",
            Role::Span => "span",
        }
    }

    /// The role with this name.
    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// A pattern or a part of one.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Atom(Atom, Range<usize>),
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    Repeat(Box<Node>, usize, usize),
    /// Any tokens, as few as will do.
    Gap(usize, usize, Range<usize>),
    Capture(Role, Box<Node>, Range<usize>),
    /// What must not stand here, or before here.
    Not {
        behind: bool,
        node: Box<Node>,
    },
}

/// What a pattern asks of the text at one place.
#[derive(Clone, Debug)]
pub(super) enum Atom {
    Literal(Literal),
    List(Arc<WordList>),
    /// A cue of this class; of any for `@cue`.
    CueClass(Option<Box<str>>),
    /// Any form of this cue.
    Lemma(Box<str>),
    Gazetteer(List),
    Label(Label),
    Shape(Shape),
    Quote,
    NounPhrase,
    RestOfSentence,
    RestOfParagraph,
    Anchor(Anchor),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    SentenceStart,
    ParagraphStart,
    SentenceEnd,
    ParagraphEnd,
}

/// What one token looks like or is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Capital,
    Caps,
    Lower,
    Initial,
    Number,
    Word,
    Verb,
    Noun,
    Adjective,
    Adverb,
    Pronoun,
    Determiner,
    Preposition,
}

const SHAPES: [(&str, Shape); 13] = [
    ("Capital", Shape::Capital),
    ("CAPS", Shape::Caps),
    ("lower", Shape::Lower),
    ("initial", Shape::Initial),
    ("number", Shape::Number),
    ("word", Shape::Word),
    ("verb", Shape::Verb),
    ("noun", Shape::Noun),
    ("adjective", Shape::Adjective),
    ("adverb", Shape::Adverb),
    ("pronoun", Shape::Pronoun),
    ("determiner", Shape::Determiner),
    ("preposition", Shape::Preposition),
];

/// No part may be repeated more often, and no gap be longer.
pub(super) const MOST_REPEATS: usize = 60;
/// Groups inside groups.
const DEEPEST: usize = 20;

/// What is wrong with a pattern, and where in it.
#[derive(Debug)]
pub(super) struct PatternError {
    pub code: &'static str,
    pub at: Range<usize>,
    pub message: String,
    pub remedy: String,
}

/// What the names in a pattern stand for.
pub(super) trait Names {
    /// The atom for `@name`.
    fn list(&self, name: &str) -> Option<Atom>;
    /// Whether the cue lexicon has `~lemma`.
    fn has_lemma(&self, lemma: &str) -> bool;
    /// All names for `@`, and all lemmas for `~`, to say what may be meant.
    fn known(&self, sigil: char) -> Vec<&str>;
}

/// Reads a pattern.
pub(super) fn parse(pattern: &str, names: &dyn Names) -> Result<Node, PatternError> {
    let mut parser = Parser {
        pattern,
        names,
        at: 0,
        depth: 0,
    };
    let node = parser.alternatives()?;
    match parser.peek() {
        None => Ok(node),
        Some(c) => Err(parser.error(
            parser.at..parser.at + c.len_utf8(),
            format!("nothing is open that {c:?} could close"),
            format!("remove it, or write \\{c} if the text has it"),
        )),
    }
}

struct Parser<'a> {
    pattern: &'a str,
    names: &'a dyn Names,
    at: usize,
    depth: usize,
}

type Parsed = Result<Node, PatternError>;

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.pattern[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn takes(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn error(&self, at: Range<usize>, message: String, remedy: impl Into<String>) -> PatternError {
        PatternError {
            code: "R0010",
            at,
            message,
            remedy: remedy.into(),
        }
    }

    /// `a b | c d`: with white space around it, the bar stands between whole sequences.
    fn alternatives(&mut self) -> Parsed {
        let mut all = vec![self.sequence()?];
        while self.takes("|") {
            all.push(self.sequence()?);
        }
        Ok(one_or(all, Node::Either))
    }

    fn sequence(&mut self) -> Parsed {
        let mut items = vec![];
        loop {
            self.skip_space();
            match self.peek() {
                None | Some(')' | '}' | '|') => return Ok(one_or(items, Node::Sequence)),
                Some(_) => items.push(self.tight()?),
            }
        }
    }

    /// `a|b`: without white space the bar stands between the two items beside it.
    fn tight(&mut self) -> Parsed {
        let mut all = vec![self.repeated()?];
        while self.rest().starts_with('|') {
            let bar = self.at..self.at + 1;
            self.at += 1;
            if self
                .peek()
                .is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '}' | '|'))
            {
                return Err(self.error(
                    bar,
                    "the bar has white space on one side only".to_owned(),
                    "write a|b between two items, or a b | c d between two sequences",
                ));
            }
            all.push(self.repeated()?);
        }
        Ok(one_or(all, Node::Either))
    }

    fn repeated(&mut self) -> Parsed {
        let start = self.at;
        let item = self.item()?;
        if self.takes("?") {
            return Ok(Node::Repeat(Box::new(item), 0, 1));
        }
        let counts = self.rest().starts_with('{')
            && self.rest()[1..].starts_with(|c: char| c.is_ascii_digit() || c == ',');
        if !counts {
            return Ok(item);
        }
        let (min, max) = self.counts()?;
        let anchors = matches!(item, Node::Not { .. } | Node::Atom(Atom::Anchor(_), _));
        if anchors {
            return Err(self.error(
                start..self.at,
                "what takes no words cannot be repeated".to_owned(),
                "remove the {...} behind it",
            ));
        }
        Ok(match item {
            Node::Gap(_, _, at) => Node::Gap(min, max, at),
            item => Node::Repeat(Box::new(item), min, max),
        })
    }

    /// `{2,5}`, `{3}`
    fn counts(&mut self) -> Result<(usize, usize), PatternError> {
        let start = self.at;
        let len = self.rest().find('}').map_or(self.rest().len(), |i| i + 1);
        let inner = self.rest()[1..len].trim_end_matches('}').to_owned();
        self.at += len;
        let (min, max) = inner.split_once(',').unwrap_or((&inner, &inner));
        match (min.trim().parse(), max.trim().parse()) {
            (Ok(min), Ok(max)) if min <= max && 0 < max && max <= MOST_REPEATS => Ok((min, max)),
            _ => Err(PatternError {
                code: "R0019",
                ..self.error(
                    start..self.at,
                    format!("{{{inner}}} is no limit"),
                    format!(
                        "write {{least,most}} with numbers up to {MOST_REPEATS}, such as {{0,5}}"
                    ),
                )
            }),
        }
    }

    fn item(&mut self) -> Parsed {
        let start = self.at;
        if self.takes("!<(") {
            return Ok(Node::Not {
                behind: true,
                node: Box::new(self.closed(start, ')')?),
            });
        }
        if self.takes("!(") {
            return Ok(Node::Not {
                behind: false,
                node: Box::new(self.closed(start, ')')?),
            });
        }
        if self.takes("(") {
            return self.closed(start, ')');
        }
        if self.takes("...") {
            return Ok(Node::Gap(0, 5, start..self.at));
        }
        for (mark, anchor) in [
            ("^^", Anchor::ParagraphStart),
            ("^", Anchor::SentenceStart),
            ("$$", Anchor::ParagraphEnd),
            ("$", Anchor::SentenceEnd),
        ] {
            if self.takes(mark) {
                return Ok(Node::Atom(Atom::Anchor(anchor), start..self.at));
            }
        }
        match self.peek() {
            Some('{') => self.capture(),
            Some('<') => self.shape(),
            Some(sigil @ ('@' | '~')) => self.named(sigil),
            _ => self.words(),
        }
    }

    /// The inside of a group, up to its closing mark.
    fn closed(&mut self, start: usize, close: char) -> Parsed {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error(
                start..self.at,
                format!("more than {DEEPEST} groups stand inside each other"),
                "make two rules of it",
            ));
        }
        let node = self.alternatives()?;
        self.depth -= 1;
        if self.peek() != Some(close) {
            return Err(self.error(
                start..self.at.max(start + 1),
                format!("this is never closed with {close:?}"),
                format!("add {close:?} where it ends"),
            ));
        }
        self.at += close.len_utf8();
        Ok(node)
    }

    fn capture(&mut self) -> Parsed {
        let start = self.at;
        let inner = &self.rest()[1..];
        let len = inner.find([':', '}']).unwrap_or(inner.len());
        let (name, colon) = (
            inner[..len].trim().to_owned(),
            inner[len..].starts_with(':'),
        );
        let at = start..start + 1 + len;
        if !colon {
            return Err(self.error(
                at,
                format!("{{{name}}} does not say what it looks for"),
                "write {source:np}, {cue:@say}, {content:quote} or {span:<Capital>}",
            ));
        }
        let Some(role) = Role::from_name(&name) else {
            let known = nearest(&name, Role::ALL.into_iter().map(Role::as_str));
            return Err(PatternError {
                code: "R0011",
                ..self.error(
                    at,
                    format!("{name:?} is no part of an attribution or mention"),
                    match known {
                        Some(known) => format!("did you mean {{{known}:...}}?"),
                        None => "use source, cue, content or span".to_owned(),
                    },
                )
            });
        };
        self.at += len + 2;
        let node = self.closed(start, '}')?;
        Ok(Node::Capture(role, Box::new(node), start..self.at))
    }

    fn shape(&mut self) -> Parsed {
        let start = self.at;
        let len = self.rest().find('>').map_or(self.rest().len(), |i| i + 1);
        self.at += len;
        let name = self.pattern[start + 1..self.at].trim_end_matches('>');
        let shape = SHAPES.iter().find(|(known, _)| *known == name);
        let atom = match (name, shape) {
            (_, Some(&(_, shape))) => Atom::Shape(shape),
            ("sentence", _) => Atom::RestOfSentence,
            ("paragraph", _) => Atom::RestOfParagraph,
            _ => {
                return Err(self.error(
                    start..self.at,
                    format!("<{name}> is no shape"),
                    format!(
                        "use one of <{}>, <sentence>, <paragraph>",
                        SHAPES.map(|(known, _)| known).join(">, <")
                    ),
                ));
            }
        };
        Ok(Node::Atom(atom, start..self.at))
    }

    fn named(&mut self, sigil: char) -> Parsed {
        let start = self.at;
        self.at += 1;
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let len = self
            .rest()
            .find(|c| !inside(c))
            .unwrap_or(self.rest().len());
        let mut name = self.rest()[..len].to_owned();
        self.at += len;
        if sigil == '~' && name.contains('_') {
            name = name.replace('_', " "); // "~call_for"
        }
        let atom = if sigil == '@' {
            self.names.list(&name)
        } else {
            self.names
                .has_lemma(&name)
                .then(|| Atom::Lemma(name.as_str().into()))
        };
        match atom {
            Some(atom) => Ok(Node::Atom(atom, start..self.at)),
            None => {
                let known = self.names.known(sigil);
                let what = if sigil == '@' {
                    "list or class of cues"
                } else {
                    "cue"
                };
                let remedy = match nearest(&name, known.iter().copied()) {
                    Some(near) => format!("did you mean {sigil}{near}?"),
                    None if sigil == '@' => format!(
                        "add it under [lists]; there are also @cue and {}",
                        known.iter().map(|k| format!("@{k}")).collect::<Vec<_>>().join(" ")
                    ),
                    None => "write the base form of a cue of data/cues.toml, or list the forms under [lists]".to_owned(),
                };
                Err(PatternError {
                    code: "R0006",
                    ..self.error(
                        start..self.at,
                        format!("there is no {what} {sigil}{name}"),
                        remedy,
                    )
                })
            }
        }
    }

    /// Literal words up to white space or a mark with a meaning; cut into tokens as texts are.
    fn words(&mut self) -> Parsed {
        let start = self.at;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            let escaped = c == '\\';
            if !escaped
                && (c.is_whitespace()
                    || "(){}|?<>@~^$!".contains(c)
                    || self.rest().starts_with("..."))
            {
                break;
            }
            self.at += c.len_utf8();
            if !escaped {
                text.push(c);
            } else if let Some(next) = self.peek() {
                text.push(next);
                self.at += next.len_utf8();
            }
        }
        // "said,?": only the comma may be missing.
        if self.peek() == Some('?') && text.len() > 1 && text.ends_with([',', ':', ';']) {
            text.pop();
            self.at -= 1;
        }
        let at = start..self.at;
        let raw = &self.pattern[at.clone()];
        if let Some(atom) = keyword(raw.trim_end_matches([',', ':', ';'])) {
            // "quote," is a quotation and a comma.
            let end = start + raw.trim_end_matches([',', ':', ';']).len();
            self.at = end;
            return Ok(Node::Atom(atom, start..end));
        }
        if text.contains(['"', '“', '”', '«', '»']) {
            return Err(self.error(
                at,
                "quotation marks are found in pairs".to_owned(),
                "write quote for a whole quotation",
            ));
        }
        let tokens = Literal::tokens(&text);
        if tokens.is_empty() {
            let next = self.peek().unwrap_or(' ');
            return Err(self.error(
                start..start + next.len_utf8(),
                format!("{next:?} says nothing here"),
                format!("write \\{next} if the text has it"),
            ));
        }
        let atoms = tokens
            .into_iter()
            .map(|word| Node::Atom(Atom::Literal(word), at.clone()))
            .collect();
        Ok(one_or(atoms, Node::Sequence))
    }
}

fn keyword(word: &str) -> Option<Atom> {
    Some(match word {
        "quote" => Atom::Quote,
        "np" => Atom::NounPhrase,
        _ => Atom::Label(
            Label::ALL
                .into_iter()
                .find(|label| label.as_str() == word)?,
        ),
    })
}

fn one_or(mut nodes: Vec<Node>, many: impl Fn(Vec<Node>) -> Node) -> Node {
    if nodes.len() == 1 {
        nodes.remove(0)
    } else {
        many(nodes)
    }
}
