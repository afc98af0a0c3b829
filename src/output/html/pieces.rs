//! The text cut wherever a mark begins or ends.
//!
//! Marks overlap, nest and come in several spans, which HTML elements cannot do. So every stretch of text between two
//! edges becomes a piece of its own that knows all the marks over it, and elements never nest.

use crate::{Document, Span};

/// What a piece is in an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Content,
    Source,
    Cue,
}

/// A mark over a stretch of text. The order is the one in which marks lie over each other, outer ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// A part of the attribution with this index.
    Attribution(Part, u32),
    /// The mention with this index.
    Mention(u32),
}

/// A stretch of text without an edge inside.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub span: Span,
    /// The marks over it with the whole span of each: larger spans first, so that the last mark is the innermost one.
    pub marks: Vec<(Span, Mark)>,
}

/// All pieces of a document, in text order; together they are the whole text.
pub(super) fn pieces(document: &Document<'_>) -> Vec<Piece> {
    let marks = marks(document);
    let mut edges: Vec<u32> = marks.iter().flat_map(|(s, _)| [s.start, s.end]).collect();
    edges.extend([0, document.text.len() as u32]);
    edges.sort_unstable();
    edges.dedup();

    let mut upcoming = marks.into_iter().peekable();
    let mut open: Vec<(Span, Mark)> = Vec::new();
    edges
        .windows(2)
        .map(|edge| {
            let span = Span::new(edge[0], edge[1]);
            open.retain(|(s, _)| s.end > span.start);
            while let Some(mark) = upcoming.next_if(|(s, _)| s.start == span.start) {
                open.push(mark);
            }
            let mut marks = open.clone();
            marks.sort_by_key(|&(s, mark)| (u32::MAX - s.len(), mark));
            Piece { span, marks }
        })
        .collect()
}

/// All marks, by start.
fn marks(document: &Document<'_>) -> Vec<(Span, Mark)> {
    let mut marks = Vec::new();
    for (i, m) in document.mentions.iter().enumerate() {
        marks.push((m.span, Mark::Mention(i as u32)));
    }
    for (i, a) in document.attributions.iter().enumerate() {
        for (part, spans) in [
            (Part::Content, &a.content),
            (Part::Source, &a.source),
            (Part::Cue, &a.cue),
        ] {
            marks.extend(
                spans
                    .iter()
                    .map(|&s| (s, Mark::Attribution(part, i as u32))),
            );
        }
    }
    marks.retain(|(s, _)| !s.is_empty());
    marks.sort_unstable();
    marks
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;
    use super::*;

    #[test]
    fn pieces_are_the_whole_text_and_each_knows_all_its_marks() {
        let document = sample::document();
        let pieces = pieces(&document);
        let text: String = pieces.iter().map(|p| &document.text[p.span]).collect();
        assert_eq!(text, document.text);
        let marks = marks(&document);
        for piece in &pieces {
            let over = marks.iter().filter(|(s, _)| s.overlaps(piece.span));
            assert_eq!(piece.marks.len(), over.clone().count());
            assert!(over.into_iter().all(|(s, _)| s.contains(piece.span)));
        }
    }

    #[test]
    fn the_innermost_mark_comes_last() {
        let document = sample::document();
        let pieces = pieces(&document);
        let marks = |part: &str| {
            let piece = pieces.iter().find(|p| &document.text[p.span] == part);
            let piece = piece.unwrap_or_else(|| panic!("no piece {part:?}"));
            piece.marks.iter().map(|&(_, m)| m).collect::<Vec<_>>()
        };
        use Mark::{Attribution, Mention};
        assert_eq!(
            marks("Ministry of Fisheries"),
            [Attribution(Part::Source, 0), Mention(3), Mention(4)]
        );
        assert_eq!(
            marks("the union"),
            [Attribution(Part::Content, 2), Attribution(Part::Source, 3)]
        );
        assert_eq!(
            marks("Denmark"),
            [
                Attribution(Part::Content, 2),
                Attribution(Part::Content, 3),
                Mention(8)
            ]
        );
    }

    #[test]
    fn a_text_without_marks_is_one_piece() {
        let mut document = sample::document();
        document.mentions.clear();
        document.attributions.clear();
        assert_eq!(pieces(&document).len(), 1);
        document.text = "";
        assert!(pieces(&document).is_empty());
    }
}
