//! The text with its marks.

use std::fmt::{Result, Write};

use html_escape::{encode_double_quoted_attribute, encode_text};

use super::pieces::{Mark, Part, Piece, pieces};
use crate::{Document, Span};

/// Writes every line of the text as a paragraph. `anchor` is the article's.
pub(super) fn write(out: &mut String, anchor: &str, document: &Document<'_>) -> Result {
    let mut numbers = numbers(document).into_iter().peekable();
    let mut open = false;
    for piece in pieces(document) {
        let mut start = piece.span.start;
        // A mark may go on over line breaks; a paragraph does not.
        for line in document.text[piece.span].split_inclusive('\n') {
            let span = Span::new(start, start + line.len() as u32);
            start = span.end;
            let line_end = line.ends_with('\n');
            let line = line.trim_end_matches(['\n', '\r']);
            if !line.is_empty() {
                if !open {
                    out.push_str("<p dir=\"auto\">");
                    open = true;
                }
                write_piece(out, anchor, document, &piece, span, line)?;
            }
            while let Some((_, i)) = numbers.next_if(|&(at, _)| at <= span.end) {
                write_number(out, anchor, document, i)?;
            }
            if line_end && open {
                out.push_str("</p>\n");
                open = false;
            }
        }
    }
    if open {
        out.push_str("</p>\n");
    }
    Ok(())
}

/// Where the number of each attribution stands: after its cue, or else after the first stretch of its content.
fn numbers(document: &Document<'_>) -> Vec<(u32, usize)> {
    let mut numbers: Vec<(u32, usize)> = document
        .attributions
        .iter()
        .enumerate()
        .filter_map(|(i, a)| {
            let span = a.cue.last().or(a.content.first()).or(a.source.last())?;
            Some((span.end, i))
        })
        .collect();
    numbers.sort_unstable();
    numbers
}

fn write_number(out: &mut String, anchor: &str, document: &Document<'_>, i: usize) -> Result {
    let attribution = &document.attributions[i];
    let speaker = document.speaker_name(attribution).unwrap_or("not named");
    let n = i + 1;
    // The digits are made by the style sheet, so that copied text is the text.
    write!(
        out,
        "<a class=\"n\" id=\"{anchor}r{n}\" href=\"#{anchor}a{n}\" data-a=\"{n}\" aria-label=\"attribution {n}, speaker: {}\"></a>",
        encode_double_quoted_attribute(speaker)
    )
}

/// `line` is what of the piece stands on one line, and `span` its place.
fn write_piece(
    out: &mut String,
    anchor: &str,
    document: &Document<'_>,
    piece: &Piece,
    span: Span,
    line: &str,
) -> Result {
    if piece.marks.is_empty() {
        out.push_str(&encode_text(line));
        return Ok(());
    }
    let mut mention = None;
    let mut attributions: Vec<u32> = Vec::new();
    for &(whole, mark) in &piece.marks {
        match mark {
            Mark::Attribution(_, i) => attributions.push(i + 1),
            Mark::Mention(i) => {
                // An element has one id; mentions that begin together need one each.
                if let Some((outer, o)) = mention.replace((whole, i as usize))
                    && outer.start == span.start
                {
                    write!(out, "<span id=\"{anchor}m{}\"></span>", o + 1)?;
                }
            }
        }
    }
    attributions.dedup();
    out.push_str("<span");
    if let Some((_, i)) = mention.filter(|(whole, _)| whole.start == span.start) {
        write!(out, " id=\"{anchor}m{}\"", i + 1)?;
    }
    write!(
        out,
        " class=\"{}\"",
        classes(document, piece, span).join(" ")
    )?;
    if !attributions.is_empty() {
        let numbers: Vec<String> = attributions.iter().map(u32::to_string).collect();
        write!(out, " data-a=\"{}\"", numbers.join(" "))?;
    }
    if let Some((_, i)) = mention {
        write!(out, " data-m=\"{}\"", i + 1)?;
        if let Some(entity) = document.mentions[i].entity {
            write!(out, " data-e=\"{}\"", entity.0 + 1)?;
        }
    }
    write!(out, ">{}</span>", encode_text(line))
}

/// What the style sheet must know: the parts that the piece belongs to, and which marks begin or end with it.
fn classes(document: &Document<'_>, piece: &Piece, span: Span) -> Vec<&'static str> {
    let mut classes = Vec::new();
    let over = |part| {
        piece
            .marks
            .iter()
            .filter(move |(_, mark)| matches!(mark, Mark::Attribution(p, _) if *p == part))
    };
    if over(Part::Source).next().is_some() {
        classes.push("s");
    }
    if over(Part::Cue).next().is_some() {
        classes.push("c");
    }
    let contents = over(Part::Content).count();
    if contents > 0 {
        classes.push("q");
    }
    if contents > 1 {
        classes.push("deep");
    }
    if over(Part::Content).any(|(whole, _)| whole.start == span.start) {
        classes.push("first");
    }
    let mentions = || {
        piece.marks.iter().filter_map(|&(whole, mark)| match mark {
            Mark::Mention(i) => Some((whole, &document.mentions[i as usize])),
            Mark::Attribution(..) => None,
        })
    };
    if let Some((_, innermost)) = mentions().next_back() {
        classes.extend(["m", super::class(innermost.label)]);
        if mentions().any(|(whole, _)| whole.start == span.start) {
            classes.push("begin");
        }
        if mentions().any(|(whole, _)| whole.end == span.end) {
            classes.push("end");
        }
    }
    classes
}
