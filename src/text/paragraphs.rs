//! Lines to paragraphs, and what each paragraph is: prose, a headline, page furniture or another script.

use super::chars::is_line_break;
use super::token::{Shape, Token, TokenKind};
use super::{Paragraph, ParagraphKind};
use crate::Span;

/// A line of tokens.
struct Line {
    first: usize,
    end: usize,
    blank_before: bool,
}

/// Appends the paragraphs of the tokens. Sentence ranges are filled in by the sentence pass.
pub(super) fn paragraphs(text: &str, tokens: &[Token], paragraphs: &mut Vec<Paragraph>) {
    let lines = lines(text, tokens);
    let wrapped = is_hard_wrapped(text, tokens, &lines);
    for line in &lines {
        let joins = !line.blank_before
            && paragraphs.last().is_some_and(|p| {
                let last = &tokens[p.end as usize - 1];
                wrapped || runs_on(last, &tokens[line.first])
            });
        let span = Span::new(tokens[line.first].span.start, tokens[line.end - 1].span.end);
        match paragraphs.last_mut().filter(|_| joins) {
            Some(last) => {
                last.end = line.end as u32;
                last.span = last.span.cover(span);
            }
            None => paragraphs.push(Paragraph {
                span,
                kind: ParagraphKind::Prose,
                first: line.first as u32,
                end: line.end as u32,
                first_sentence: 0,
                end_sentence: 0,
            }),
        }
    }
    label(text, tokens, paragraphs);
}

fn lines(text: &str, tokens: &[Token]) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![];
    for (i, token) in tokens.iter().enumerate() {
        if i > 0 && !token.shape.contains(Shape::LINE_START) {
            continue;
        }
        let gap_start = if i == 0 { 0 } else { tokens[i - 1].span.end };
        let gap = &text[Span::new(gap_start, token.span.start)];
        let breaks =
            gap.chars().filter(|&c| is_line_break(c)).count() - gap.matches("\r\n").count();
        if let Some(last) = lines.last_mut() {
            last.end = i;
        }
        lines.push(Line {
            first: i,
            end: tokens.len(),
            blank_before: breaks > 1,
        });
    }
    lines
}

/// Whether a line break between these two tokens falls inside a sentence.
fn runs_on(last: &Token, next: &Token) -> bool {
    let open_ended = matches!(
        last.kind,
        TokenKind::Word
            | TokenKind::Number
            | TokenKind::Clitic
            | TokenKind::Comma
            | TokenKind::Semicolon
    ) && !last.shape.contains(Shape::ABBREVIATION);
    let goes_on = next.kind == TokenKind::Word
        && next.shape.contains(Shape::LOWER)
        && !next.shape.contains(Shape::CAPITAL);
    open_ended && goes_on
}

/// Texts from mail and old archives break every line at about 70 columns; there only blank lines end a paragraph.
fn is_hard_wrapped(text: &str, tokens: &[Token], lines: &[Line]) -> bool {
    let (mut inner, mut wrapped, mut longest) = (0, 0, 0);
    for pair in lines.windows(2) {
        let span = Span::new(
            tokens[pair[0].first].span.start,
            tokens[pair[0].end - 1].span.end,
        );
        longest = longest.max(text[span].len());
        if !pair[1].blank_before {
            inner += 1;
            wrapped += usize::from(runs_on(&tokens[pair[0].end - 1], &tokens[pair[1].first]));
        }
    }
    inner >= 3 && longest <= 120 && wrapped * 3 > inner
}

/// A line shorter than this may be a menu item.
const MENU_TOKENS: u32 = 10;
/// So many menu items in a row make a menu.
const MENU_LINES: usize = 3;

fn label(text: &str, tokens: &[Token], paragraphs: &mut [Paragraph]) {
    let mut run = 0;
    let mut bullets = 0;
    for i in 0..=paragraphs.len() {
        let item = paragraphs
            .get(i)
            .map(|p| menu_item(text, &tokens[p.first as usize..p.end as usize]));
        match item {
            Some(Some(bullet)) => {
                run += 1;
                bullets += usize::from(bullet);
                continue;
            }
            _ if bullets >= MENU_LINES => paragraphs[i - run..i]
                .iter_mut()
                .for_each(|p| p.kind = ParagraphKind::Furniture),
            _ => {}
        }
        (run, bullets) = (0, 0);
    }
    for i in 0..paragraphs.len() {
        let own = &tokens[paragraphs[i].first as usize..paragraphs[i].end as usize];
        let next_is_prose = paragraphs
            .get(i + 1)
            .is_some_and(|p| ends_sentence(&tokens[p.first as usize..p.end as usize]));
        if is_foreign(text, own) {
            paragraphs[i].kind = ParagraphKind::Foreign;
        } else if paragraphs[i].kind == ParagraphKind::Prose {
            if is_notice(text, paragraphs[i].span, own) {
                paragraphs[i].kind = ParagraphKind::Furniture;
            } else if own.len() <= 25 && next_is_prose && !ends_sentence(own) {
                paragraphs[i].kind = ParagraphKind::Headline;
            }
        }
    }
}

/// `Some(true)` for a short bulleted line without a full stop, `Some(false)` for any other short line without one.
fn menu_item(text: &str, tokens: &[Token]) -> Option<bool> {
    let first = &text[tokens[0].span];
    let bullet = matches!(first, "-" | "|" | "•" | "·" | "*" | "»" | "›" | "→");
    (tokens.len() as u32 <= MENU_TOKENS && !ends_sentence(tokens)).then_some(bullet)
}

fn ends_sentence(tokens: &[Token]) -> bool {
    let last = tokens.iter().rev().find(|t| {
        !matches!(
            t.kind,
            TokenKind::Symbol | TokenKind::BracketClose | TokenKind::Close
        )
    });
    last.is_some_and(|t| {
        matches!(t.kind, TokenKind::Stop | TokenKind::Colon)
            || t.shape.contains(Shape::ABBREVIATION)
    })
}

/// More than a quarter of the letters in a script that we know nothing of; a Chinese name in brackets stays below that.
fn is_foreign(text: &str, tokens: &[Token]) -> bool {
    if !tokens.iter().any(|t| t.shape.contains(Shape::FOREIGN)) {
        return false;
    }
    let (mut foreign, mut letters) = (0, 0);
    for token in tokens {
        for c in text[token.span].chars().filter(|c| c.is_alphabetic()) {
            letters += 1;
            foreign += usize::from(super::chars::is_foreign(c));
        }
    }
    foreign * 4 > letters
}

/// So many characters have the words that notices begin with, at most.
const LONGEST_START: usize = 24;

/// So many plain words has what stands behind a copyright line, at least, if that is an article.
const ARTICLE: usize = 5;

/// Whether an article goes on in the line of its notice: "Copyright 2020. Ann Lee told reporters that the schools would stay shut."
fn holds_article(whole: &str, tokens: &[Token]) -> bool {
    let word = |t: &Token| &whole[t.span];
    let small = |t: &&Token| word(t).starts_with(|c: char| c.is_lowercase());
    let year = |t: &Token| t.kind == TokenKind::Number && t.span.len() == 4;
    let end = tokens
        .windows(2)
        .position(|t| year(&t[0]) && word(&t[1]) == ".");
    let notice = [
        "rights",
        "reserved",
        "permission",
        "published",
        "terms",
        "licence",
        "license",
        "trademark",
    ];
    end.is_some_and(|end| {
        let rest = &tokens[end..];
        rest.iter().filter(small).count() >= ARTICLE
            && !rest.iter().any(|t| notice.contains(&word(t)))
    })
}

/// Copyright lines and other notices that belong to the page, not to the article.
fn is_notice(whole: &str, span: Span, tokens: &[Token]) -> bool {
    let text = &whole[span];
    if !tokens
        .iter()
        .any(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number))
    {
        // A line of marks alone. Quotation marks may hold a quotation open over it, which does no harm.
        return true;
    }
    if tokens.len() > 60 {
        return false;
    }
    // Most paragraphs have none of the words that all notices have.
    let may_start = text.starts_with(|c: char| "©(casrftp".contains(c.to_ascii_lowercase()));
    let may_contain = tokens.iter().any(|token| {
        let word = &whole[token.span];
        let begins = |with: &str| {
            let start = word.as_bytes().get(..with.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
        };
        matches!(token.kind, TokenKind::Word | TokenKind::Symbol)
            && ["©", "reserved", "broadcast", "policy"]
                .into_iter()
                .any(begins)
    });
    if !may_start && !may_contain {
        return false;
    }
    // Only the beginning is looked at where nothing may stand further behind.
    let end = match text.char_indices().nth(LONGEST_START) {
        Some((end, _)) if !may_contain => end,
        _ => text.len(),
    };
    let lower = text[..end].to_lowercase();
    let starts = [
        "©",
        "(c) ",
        "copyright ",
        "all rights reserved",
        "advertisement",
        "share this",
        "read more:",
        "related:",
        "follow us",
        "click here",
        "subscribe to",
        "sign up for",
        "terms of use",
        "privacy policy",
    ];
    starts.iter().any(|s| lower.starts_with(s)) && !holds_article(whole, tokens)
        || may_contain
            && [
                "all rights reserved",
                "copyright ©",
                "© 19",
                "© 20",
                "may not be published, broadcast",
                "cookie policy",
            ]
            .iter()
            .any(|s| lower.contains(s))
}

#[cfg(test)]
mod tests {
    use super::super::Views;
    use super::ParagraphKind::{self, *};

    fn read(text: &str) -> Vec<(&str, ParagraphKind)> {
        Views::new(text)
            .paragraphs
            .iter()
            .map(|p| (&text[p.span], p.kind))
            .collect()
    }

    #[test]
    fn single_breaks_in_scraped_pages() {
        assert_eq!(
            read("NORWAY'S fleet not involved\nA minister said no.\r\nShe left.\r\n\r\nEnd."),
            [
                ("NORWAY'S fleet not involved", Headline),
                ("A minister said no.", Prose),
                ("She left.", Prose),
                ("End.", Prose)
            ]
        );
    }

    #[test]
    fn hard_wrapped_lines_are_joined() {
        let text = "The ministry said on Monday\nthat it would not act before\nthe end of the year, because\nof costs. It gave no\ndetails.\n\nNext.";
        let found = read(text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].0.ends_with("details."));
    }

    #[test]
    fn menus_footers_and_other_scripts() {
        let text = "He left.\n- About Us\n- |\n- Contact\n-\nRSS\n- |\n- Call Center: 962288\n- 沪ICP证:05050403号-1\nCopyright © 1999- Daily. All rights reserved.\n互联网新闻信息服务许可证";
        let found = read(text);
        assert_eq!(found[0].1, Prose);
        for (line, kind) in &found[1..] {
            assert!(matches!(kind, Furniture | Foreign), "{line}: {kind:?}");
        }
    }

    #[test]
    fn an_article_behind_its_notice_is_read() {
        let text = "Copyright 2020. Ann Coe told reporters that the schools would stay shut.";
        assert_eq!(read(text)[0].1, Prose);
        let text = "Copyright 2020. Parts of this page must not be copied or sold without written permission.";
        assert_eq!(read(text)[0].1, Furniture);
    }

    #[test]
    fn a_name_in_another_script_is_no_foreign_text() {
        assert_eq!(
            read("Xi Jinping (习近平) spoke in Beijing on Monday.")[0].1,
            Prose
        );
    }
}
