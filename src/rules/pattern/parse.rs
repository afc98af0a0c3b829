//! Reads patterns: sequences, alternatives, groups, repeats and gaps.

use std::ops::Range;

use super::{Anchor, Atom, MOST_REPEATS, Names, Node, PatternError};

/// Groups inside groups.
const DEEPEST: usize = 20;

/// Reads a pattern.
pub(in crate::rules) fn parse(pattern: &str, names: &dyn Names) -> Result<Node, PatternError> {
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

pub(super) struct Parser<'a> {
    pub pattern: &'a str,
    pub names: &'a dyn Names,
    pub at: usize,
    depth: usize,
}

pub(super) type Parsed = Result<Node, PatternError>;

impl Parser<'_> {
    pub fn rest(&self) -> &str {
        &self.pattern[self.at..]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn takes(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    pub fn error(
        &self,
        at: Range<usize>,
        message: String,
        remedy: impl Into<String>,
    ) -> PatternError {
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
            Node::Gap(_, _, at) => Node::Gap(min, max, at.start..self.at),
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
        for (mark, behind, wanted) in [
            ("!<(", true, false),
            ("!(", false, false),
            ("&<(", true, true),
            ("&(", false, true),
        ] {
            if self.takes(mark) {
                return self.look(start, behind, wanted);
            }
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
            Some('/') => self.regex(),
            Some(sigil @ ('@' | '~')) => self.named(sigil),
            _ => self.words(),
        }
    }

    /// The inside of a look, whose mark was read.
    fn look(&mut self, start: usize, behind: bool, wanted: bool) -> Parsed {
        Ok(Node::Not {
            behind,
            wanted,
            node: Box::new(self.closed(start, ')')?),
            place: start..self.at,
        })
    }

    /// The inside of a group, up to its closing mark.
    pub fn closed(&mut self, start: usize, close: char) -> Parsed {
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
}

pub(super) fn one_or(mut nodes: Vec<Node>, many: impl Fn(Vec<Node>) -> Node) -> Node {
    if nodes.len() == 1 {
        nodes.remove(0)
    } else {
        many(nodes)
    }
}
