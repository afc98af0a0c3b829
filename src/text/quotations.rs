//! Finds quotations: pairs marks of every make, tells apostrophes from quotation marks, nests, and chains
//! the quotations that news reopens at each paragraph. Never fails: what cannot be paired stays a symbol.

use super::token::{Shape, Token, TokenKind};
use super::{Paragraph, Quotation, Sentence};
use crate::Span;

/// Marks that can close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Double,
    Single,
    Guillemet,
    Angle,
    Corner,
}

/// Which way a mark points by its form; straight marks point neither way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Points {
    Open,
    Close,
    Either,
}

/// Quotations nested deeper than this are no language; their marks stay symbols.
const DEEPEST: usize = 8;

fn mark(text: &str) -> Option<(Style, Points)> {
    Some(match text {
        "\"" | "＂" => (Style::Double, Points::Either),
        "“" | "„" | "‟" | "``" | "〝" => (Style::Double, Points::Open),
        "”" | "''" | "〞" => (Style::Double, Points::Close),
        "'" => (Style::Single, Points::Either),
        "‘" | "‚" | "‛" | "`" => (Style::Single, Points::Open),
        "’" => (Style::Single, Points::Close),
        "«" => (Style::Guillemet, Points::Open),
        "»" => (Style::Guillemet, Points::Close),
        "‹" => (Style::Angle, Points::Open),
        "›" => (Style::Angle, Points::Close),
        "「" | "『" => (Style::Corner, Points::Open),
        "」" | "』" => (Style::Corner, Points::Close),
        _ => return None,
    })
}

/// Words that lose their first letters to an apostrophe, which then opens nothing.
const ELIDED: &[&str] = &[
    "bout", "cause", "em", "n", "neath", "round", "til", "till", "tis", "twas",
];

/// Finds the quotations of all paragraphs and marks their tokens as [`TokenKind::Open`] and [`TokenKind::Close`].
pub(super) fn quotations(
    text: &str,
    tokens: &mut [Token],
    paragraphs: &[Paragraph],
    quotations: &mut Vec<Quotation>,
) {
    let mut unclosed = None;
    for paragraph in paragraphs {
        let mut pass = Pass {
            text,
            tokens,
            paragraph,
            quotations,
            stack: vec![],
            last_single_close: None,
        };
        unclosed = pass.run(unclosed);
    }
}

struct Pass<'a> {
    text: &'a str,
    tokens: &'a mut [Token],
    paragraph: &'a Paragraph,
    quotations: &'a mut Vec<Quotation>,
    /// The open quotations, outermost first, with the mark that opened each.
    stack: Vec<(u32, Style, char)>,
    /// The last mark in the paragraph that could close a single quotation.
    last_single_close: Option<usize>,
}

impl Pass<'_> {
    /// `unclosed` is the quotation that the paragraph before left open; returns the one that this paragraph leaves open.
    fn run(&mut self, unclosed: Option<(u32, Style)>) -> Option<(u32, Style)> {
        let (first, end) = (self.paragraph.first as usize, self.paragraph.end as usize);
        let is_single = |i: &usize| {
            let token = &self.tokens[*i];
            token.kind == TokenKind::Symbol
                && matches!(mark(&self.text[token.span]), Some((Style::Single, points)) if points != Points::Open)
        };
        self.last_single_close = (first..end)
            .rev()
            .filter(is_single)
            .find(|&i| !self.space_before(i) && !self.word_follows(i));
        for i in first..end {
            if self.tokens[i].kind != TokenKind::Symbol {
                continue;
            }
            let sign = &self.text[self.tokens[i].span];
            let Some((style, points)) = mark(sign) else {
                continue;
            };
            let sign = sign.chars().next().unwrap_or_default();
            if style == Style::Single {
                self.single(i, points, sign);
            } else {
                self.double(i, style, points, sign);
            }
            if i == first
                && let Some((index, open_style)) = unclosed
                && open_style == style
                && let Some(last) = self.quotations.last_mut().filter(|q| q.open == i as u32)
            {
                last.continues = Some(index);
            }
        }
        let outermost = self.stack.first().map(|&(index, style, _)| (index, style));
        while let Some((index, ..)) = self.stack.pop() {
            self.finish(index, end as u32, false);
        }
        outermost
    }

    fn space_before(&self, i: usize) -> bool {
        i == self.paragraph.first as usize || self.tokens[i].shape.contains(Shape::SPACE_BEFORE)
    }

    /// Whether something that a quotation can begin with stands right behind token `i`.
    fn word_follows(&self, i: usize) -> bool {
        i + 1 < self.paragraph.end as usize
            && !self.tokens[i + 1].shape.contains(Shape::SPACE_BEFORE)
            && match self.tokens[i + 1].kind {
                TokenKind::Word
                | TokenKind::Number
                | TokenKind::Clitic
                | TokenKind::BracketOpen => true,
                TokenKind::Symbol => {
                    mark(&self.text[self.tokens[i + 1].span]).is_none_or(|(style, points)| {
                        points != Points::Close && style == Style::Single
                    })
                }
                TokenKind::Stop => self.text[self.tokens[i + 1].span].len() > 1,
                _ => false,
            }
    }

    /// Whether a quotation may begin at token `i` by what stands before it.
    fn left_edge(&self, i: usize) -> bool {
        self.space_before(i)
            || matches!(
                self.tokens[i - 1].kind,
                TokenKind::Open
                    | TokenKind::BracketOpen
                    | TokenKind::Dash
                    | TokenKind::Colon
                    | TokenKind::Symbol
            )
    }

    fn is_open(&self, style: Style) -> bool {
        self.stack.iter().any(|&(_, s, _)| s == style)
    }

    fn double(&mut self, i: usize, style: Style, points: Points, sign: char) {
        let open = self
            .stack
            .iter()
            .rev()
            .find(|&&(_, s, _)| s == style)
            .map(|&(_, _, sign)| sign);
        let opens = match points {
            // German and Danish marks: „so“, »so«; Swedish ones: ”so”; a slip: "so.“
            Points::Open if open.is_none() => true,
            Points::Open if matches!(open, Some('„' | '»')) => self.word_follows(i),
            Points::Open => self.space_before(i) || self.word_follows(i),
            Points::Close => open.is_none() && self.left_edge(i) && self.word_follows(i),
            Points::Either if open.is_some() => self.space_before(i) && self.word_follows(i),
            Points::Either => self.left_edge(i) && i + 1 < self.paragraph.end as usize,
        };
        if opens {
            // The same mark again before it was closed: the first was never closed, or the typist forgot.
            self.close(i, style, false);
            self.open(i, style, sign);
        } else if open.is_some() {
            self.close(i, style, true);
        }
    }

    fn single(&mut self, i: usize, points: Points, sign: char) {
        let follows = self.word_follows(i);
        let before = i
            .checked_sub(1)
            .filter(|_| !self.space_before(i))
            .map(|b| &self.text[self.tokens[b].span]);
        let plural = before.is_some_and(|word| word.ends_with(['s', 'S', 'z', 'x']))
            && self.tokens[i - 1].kind == TokenKind::Word;
        if self.is_open(Style::Single) && points != Points::Open {
            if before.is_none() || follows {
                return; // an apostrophe: 'em, ’90s
            }
            // "the workers' rights" inside single marks, where another mark is left to close them.
            let goes_on = self
                .tokens
                .get(i + 1)
                .is_some_and(|t| t.kind == TokenKind::Word && !t.shape.contains(Shape::CAPITAL));
            if plural && goes_on && self.last_single_close.is_some_and(|last| last > i) {
                self.tokens[i].kind = TokenKind::Clitic;
            } else {
                self.close(i, Style::Single, true);
            }
            return;
        }
        let closes_later = self.last_single_close.is_some_and(|last| last > i);
        if self.left_edge(i)
            && follows
            && !self.is_elision(i)
            && (points == Points::Open || points == Points::Either && closes_later)
        {
            self.open(i, Style::Single, sign);
        } else if plural && points != Points::Open {
            self.tokens[i].kind = TokenKind::Clitic;
        }
    }

    /// "'90s", "'em": the apostrophe stands for letters.
    fn is_elision(&self, i: usize) -> bool {
        let next = &self.text[self.tokens[i + 1].span];
        let decade = self.tokens[i + 1].kind == TokenKind::Number
            && next.len() <= 3
            && !self.is_open(Style::Single);
        decade || ELIDED.contains(&next.to_ascii_lowercase().as_str())
    }

    fn open(&mut self, i: usize, style: Style, sign: char) {
        if self.stack.len() >= DEEPEST {
            return;
        }
        self.tokens[i].kind = TokenKind::Open;
        let parent = self.stack.last().map(|&(index, ..)| index);
        self.stack.push((self.quotations.len() as u32, style, sign));
        self.quotations.push(Quotation {
            span: self.tokens[i].span,
            open: i as u32,
            close: i as u32 + 1,
            closed: false,
            parent,
            continues: None,
            single: style == Style::Single,
        });
    }

    /// Ends the innermost quotation of this style and all inside it, at mark `i`, or before it where `i` is no closing mark.
    fn close(&mut self, i: usize, style: Style, closes: bool) {
        let Some(depth) = self.stack.iter().rposition(|&(_, s, _)| s == style) else {
            return;
        };
        while self.stack.len() > depth {
            let (index, ..) = self.stack.pop().expect("longer than depth");
            self.finish(index, i as u32, closes && self.stack.len() == depth);
        }
        if closes {
            self.tokens[i].kind = TokenKind::Close;
        }
    }

    fn finish(&mut self, index: u32, close: u32, closed: bool) {
        let quotation = &mut self.quotations[index as usize];
        let last = if closed { close } else { close - 1 };
        quotation.close = close;
        quotation.closed = closed;
        quotation.span.end = self.tokens[last as usize].span.end;
    }
}

/// A quotation that is never closed, and that no later paragraph continues, ends with its sentence: a forgotten mark
/// must not swallow the paragraph. Then tells each token its innermost quotation.
pub(super) fn settle(tokens: &mut [Token], sentences: &[Sentence], quotations: &mut [Quotation]) {
    let mut continued = vec![false; quotations.len()];
    for quotation in quotations.iter() {
        if let Some(earlier) = quotation.continues {
            continued[earlier as usize] = true;
        }
    }
    for (index, (quotation, continued)) in quotations.iter_mut().zip(continued).enumerate() {
        if !quotation.closed && !continued && quotation.continues.is_none() {
            let sentence = sentences[tokens[quotation.open as usize].sentence as usize];
            quotation.close = quotation.close.min(sentence.end);
            quotation.span = Span::new(
                quotation.span.start,
                tokens[quotation.close as usize - 1].span.end,
            );
        }
        let end = if quotation.closed {
            quotation.close + 1
        } else {
            quotation.close
        };
        // Inner quotations come later and overwrite; depth is limited, so this stays linear.
        for token in &mut tokens[quotation.open as usize..end as usize] {
            token.quotation = index as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Views;

    /// Every quotation as "text", with its depth, "?" where it is not closed and "+" where it continues another.
    fn read(text: &str) -> Vec<String> {
        let views = Views::new(text);
        let depth = |mut q: u32| {
            let mut depth = 0;
            while let Some(parent) = views.quotations[q as usize].parent {
                (q, depth) = (parent, depth + 1);
            }
            depth
        };
        let signs = |q: &super::Quotation| {
            format!(
                "{}{}",
                if q.closed { "" } else { "?" },
                if q.continues.is_some() { "+" } else { "" }
            )
        };
        views
            .quotations
            .iter()
            .enumerate()
            .map(|(i, q)| format!("{}{} {}", depth(i as u32), signs(q), &text[q.span]))
            .collect()
    }

    #[test]
    fn pairs_marks() {
        for (text, expected) in [
            (
                "\"We will,\" he said, \"act.\"",
                "0 \"We will,\"|0 \"act.\"",
            ),
            ("“No,” said Ann. ‘Yes,’ said Bo.", "0 “No,”|0 ‘Yes,’"),
            (
                "He said: «Non!» „Nein“ »Nej« ”Nej”",
                "0 «Non!»|0 „Nein“|0 »Nej«|0 ”Nej”",
            ),
            (
                "“She told me ‘never’ twice,” he said.",
                "0 “She told me ‘never’ twice,”|1 ‘never’",
            ),
            (
                "\"She told me 'it's the workers' party' twice,\" he said.",
                "0 \"She told me 'it's the workers' party' twice,\"|1 'it's the workers' party'",
            ),
            ("``Quite,'' he said.", "0 ``Quite,''"),
            ("\"No.“ She left. “No,“ he said.", "0 \"No.“|0 “No,“"),
            ("(\"no\")—\"yes\"", "0 \"no\"|0 \"yes\""),
            (
                "The workers' rights in the ’90s, rock 'n' roll, give 'em hell.",
                "",
            ),
            ("It is 6\" tall, James' hat and Ann's.", ""),
            ("“An open one. Then more.", "0? “An open one."),
            ("“A first “second” one.", "0? “A first|0 “second”"),
            ("他说：「不」", "0 「不」"),
            ("\u{a0}“é”\u{a0}😀", "0 “é”"),
        ] {
            assert_eq!(read(text).join("|"), expected, "{text}");
        }
    }

    #[test]
    fn goes_on_over_paragraphs() {
        let text = "“We came. We saw.\n\n“We left,” he said.\n\n“Not so,” she said.";
        assert_eq!(
            read(text),
            ["0? “We came. We saw.", "0+ “We left,”", "0 “Not so,”"]
        );
    }

    #[test]
    fn tokens_know_their_innermost_quotation() {
        let text = "“a ‘b’ c” d";
        let views = Views::new(text);
        let found: Vec<(&str, Option<u32>)> = views
            .tokens
            .iter()
            .map(|t| (&text[t.span], t.quoted().then_some(t.quotation)))
            .collect();
        assert_eq!(
            found,
            [
                ("“", Some(0)),
                ("a", Some(0)),
                ("‘", Some(1)),
                ("b", Some(1)),
                ("’", Some(1)),
                ("c", Some(0)),
                ("”", Some(0)),
                ("d", None)
            ]
        );
    }

    #[test]
    fn only_marks() {
        for marks in ["\"", "“", "”", "'", "‘", "«", "„", "`", "\"'", "“‘"] {
            let text = marks.repeat(3_000);
            Views::new(&text);
        }
    }
}
