//! Reads what a pattern asks of one place: literal words, shapes, lists, lemmas, and the named parts.

use std::sync::Arc;

use regex::RegexBuilder;

use super::parse::{Parsed, Parser, one_or};
use super::{Anchor, Atom, Node, PatternError, Role, Shape};
use crate::Label;
use crate::attribution::frames::{ContentAtom, SourceAtom};
use crate::rules::diagnostic::nearest;
use crate::rules::word::Literal;

pub(super) const SHAPES: [(&str, Shape); 13] = [
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

/// Atoms that only frames have.
const FINDERS: [(&str, Atom); 9] = [
    ("strict", Atom::Source(SourceAtom::Strict)),
    ("same", Atom::Source(SourceAtom::Same)),
    ("owner", Atom::Source(SourceAtom::Owner)),
    ("speaker", Atom::Source(SourceAtom::Name)),
    ("quoted", Atom::Content(ContentAtom::Quoted)),
    ("clause", Atom::Content(ContentAtom::Clause)),
    ("any", Atom::Content(ContentAtom::Any)),
    ("subject", Atom::Content(ContentAtom::Subject)),
    ("quotation", Atom::Content(ContentAtom::Quotation)),
];

/// `{pivot:...}`: the part from which a pattern is matched outwards.
const PIVOT: &str = "pivot";

/// A regular expression may become this large when compiled, in bytes.
const LARGEST_REGEX: usize = 1 << 20;

impl Parser<'_> {
    pub fn capture(&mut self) -> Parsed {
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
        if name == PIVOT {
            self.at += len + 2;
            let pivot = Node::Atom(Atom::Anchor(Anchor::Pivot), at);
            return Ok(Node::Sequence(vec![pivot, self.closed(start, '}')?]));
        }
        let Some(role) = Role::from_name(&name) else {
            let known = Role::ALL.into_iter().map(Role::as_str);
            let known = nearest(&name, known.chain([PIVOT]));
            return Err(PatternError {
                code: "R0011",
                ..self.error(
                    at,
                    format!("{name:?} is no part of an attribution, mention or entity"),
                    match known {
                        Some(known) => format!("did you mean {{{known}:...}}?"),
                        None => "use source, cue, content, span, pivot, name, alias, role or affiliation"
                            .to_owned(),
                    },
                )
            });
        };
        self.at += len + 2;
        let node = self.closed(start, '}')?;
        Ok(Node::Capture(role, Box::new(node), start..self.at))
    }

    pub fn shape(&mut self) -> Parsed {
        let start = self.at;
        let len = self.rest().find('>').map_or(self.rest().len(), |i| i + 1);
        self.at += len;
        let name = self.pattern[start + 1..self.at].trim_end_matches('>');
        let shape = SHAPES.iter().find(|(known, _)| *known == name);
        let finder = FINDERS.into_iter().find(|(known, _)| *known == name);
        if let Some((_, atom)) = finder {
            return Ok(Node::Atom(atom, start..self.at));
        }
        let atom = match (name, shape) {
            (_, Some(&(_, shape))) => Atom::Shape(shape),
            ("sentence", _) => Atom::RestOfSentence,
            ("paragraph", _) => Atom::RestOfParagraph,
            _ => match self.names.part(name) {
                Some(part) => return Ok(Node::Part(Box::new(part.clone()), start..self.at)),
                None => Atom::Class(Arc::new(self.class(name, start)?)),
            },
        };
        Ok(Node::Atom(atom, start..self.at))
    }

    /// `/[A-Z]+-\d+/`
    pub fn regex(&mut self) -> Parsed {
        let start = self.at;
        let mut escaped = false;
        let end = self.rest()[1..].find(|c| {
            let closes = c == '/' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        });
        let Some(len) = end else {
            return Err(self.error(
                start..self.pattern.len(),
                "the regular expression is never closed with '/'".to_owned(),
                "add / where it ends, or write \\/ if the text has it",
            ));
        };
        self.at += len + 2;
        let at = start..self.at;
        let written = self.pattern[start + 1..self.at - 1].replace("\\/", "/");
        let regex = RegexBuilder::new(&format!(r"\A(?:{written})"))
            .size_limit(LARGEST_REGEX)
            .build();
        match regex {
            Ok(regex) if regex.is_match("") => Err(PatternError {
                code: "R0012",
                ..self.error(
                    at,
                    "the regular expression matches the empty string".to_owned(),
                    "write + instead of *, or make the whole of it optional: /.../?",
                )
            }),
            Ok(regex) => Ok(Node::Atom(Atom::Regex(regex), at)),
            Err(error) => {
                let said = error.to_string();
                let why = said.lines().last().unwrap_or_default();
                let why = why.trim_start_matches("error: ");
                Err(PatternError {
                    code: "R0027",
                    ..self.error(
                        at,
                        format!("this is no regular expression: {why}"),
                        "correct it; what it may hold is written at docs.rs/regex",
                    )
                })
            }
        }
    }

    pub fn named(&mut self, sigil: char) -> Parsed {
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
                    None => "write the base form of a cue of data/rules/cues.toml, or list the forms under [lists]".to_owned(),
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
    pub fn words(&mut self) -> Parsed {
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
