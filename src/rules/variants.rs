//! The same test in other clothes: what a rule finds must not depend on where its text stands or how it is encoded.

use unicode_normalization::UnicodeNormalization;

use super::marks::{Group, Marked};
use crate::Span;
use crate::text::{TokenKind, Views};

/// Stands before or behind the text; nothing is found in it.
const OTHER: &str = "It was quiet there.";

/// A test in other clothes.
pub(super) struct Variant {
    pub name: &'static str,
    pub marked: Marked,
}

/// All variants of a test that differ from it.
pub(super) fn variants(test: &Marked) -> Vec<Variant> {
    let text = test.text.as_str();
    let views = Views::new(text);
    let curly = |at: usize, c: char| {
        let i = views.tokens.partition_point(|t| t.span.end as usize <= at);
        let token = views.tokens.get(i).filter(|t| t.span.start as usize <= at);
        match (c, token.map(|t| t.kind)) {
            ('"', Some(TokenKind::Open)) => '“',
            ('"', Some(TokenKind::Close)) => '”',
            ('\'', Some(TokenKind::Open)) => '‘',
            ('\'', Some(TokenKind::Close | TokenKind::Word | TokenKind::Clitic)) => '’',
            _ => c,
        }
    };
    let straight = |c| match c {
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        c => c,
    };
    let mut all = vec![
        Variant::of(
            test,
            "after another paragraph",
            &format!("{OTHER}\n\n"),
            "",
            |_, c| c.into(),
        ),
        Variant::of(test, "after white space", " \n ", "", |_, c| c.into()),
        Variant::of(test, "before white space", "", " \n", |_, c| c.into()),
        Variant::of(
            test,
            "before another paragraph",
            "",
            &format!("\n\n{OTHER}\n"),
            |_, c| c.into(),
        ),
        Variant::of(test, "in decomposed Unicode (NFD)", "", "", |_, c| {
            [c].into_iter().nfd().collect()
        }),
        Variant::of(test, "with curly quotation marks", "", "", |at, c| {
            curly(at, c).into()
        }),
        Variant::of(test, "with straight quotation marks", "", "", |_, c| {
            straight(c).into()
        }),
        Variant::of(
            test,
            "with CRLF line ends",
            "",
            &format!("\r\n\r\n{OTHER}\r\n"),
            |at, c| {
                if c == '\n' && !text[..at].ends_with('\r') {
                    "\r\n".to_owned()
                } else {
                    c.into()
                }
            },
        ),
        Variant::of(test, "with no-break spaces", "", "", |_, c| {
            if c == ' ' { '\u{a0}' } else { c }.into()
        }),
    ];
    all.retain(|variant| variant.marked.text != text);
    all
}

impl Variant {
    fn of(
        test: &Marked,
        name: &'static str,
        before: &str,
        after: &str,
        change: impl Fn(usize, char) -> String,
    ) -> Variant {
        let mut text = before.to_owned();
        let mut offsets = vec![0; test.text.len() + 1];
        for (at, c) in test.text.char_indices() {
            offsets[at] = text.len() as u32;
            text.push_str(&change(at, c));
        }
        offsets[test.text.len()] = text.len() as u32;
        text.push_str(after);
        let moved =
            |span: Span| Span::new(offsets[span.start as usize], offsets[span.end as usize]);
        let moved = |group: &Group| {
            group
                .iter()
                .map(|&(role, span)| (role, moved(span)))
                .collect()
        };
        let groups = test.groups.iter().map(moved).collect();
        Variant {
            name,
            marked: Marked { text, groups },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::marks;

    #[test]
    fn marks_move_with_the_text() {
        let test =
            marks::read("[[content:\"It's Zoë's,\"]] [[source:Zoë]]\n[[cue:said]].").unwrap();
        let all = variants(&test);
        let shown: Vec<_> = all
            .iter()
            .map(|v| {
                (
                    v.name,
                    &v.marked.text[v.marked.groups[0][0].1],
                    &v.marked.text[v.marked.groups[0][1].1],
                )
            })
            .collect();
        let plain = ("\"It's Zoë's,\"", "Zoë");
        let expected = |name| match name {
            "in decomposed Unicode (NFD)" => ("\"It's Zoe\u{308}'s,\"", "Zoe\u{308}"),
            "with curly quotation marks" => ("“It’s Zoë’s,”", "Zoë"),
            "with no-break spaces" => ("\"It's\u{a0}Zoë's,\"", "Zoë"),
            _ => plain,
        };
        assert_eq!(shown.len(), 8); // its marks are straight already
        for (name, content, source) in shown {
            assert_eq!((content, source), expected(name), "{name}");
        }
    }
}
