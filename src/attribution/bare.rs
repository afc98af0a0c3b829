//! Paragraphs that are a quotation and nothing else: who spoke in the paragraph before speaks on.
//!
//! Of 95 such paragraphs in 735 articles of PolNeAR 76 are part of what an earlier cue reports, 14 of what a later one does.

use super::cues::CueLexicon;
use super::engine::Found;
use crate::text::{Token, TokenKind};
use crate::words::Phrases;

/// Shorter quotations are titles, slogans or answers to somebody.
const SHORTEST: usize = 6;
/// Whether a report lies in another one is looked for among so many before and behind it.
const NEAR: usize = 8;
/// A quotation behind a report with one of these is part of it. Whoever asks is answered by somebody else.
const CLASSES: &[&str] = &[
    "say", "tell", "write", "answer", "manner", "state", "announce", "claim", "admit", "deny",
    "promise", "report", "predict",
];

/// Adds such paragraphs to the content of the reports before them. What was found is by cue.
pub(super) fn take(p: &Phrases<'_>, lexicon: &CueLexicon, found: &mut [Found]) {
    let paragraphs = &p.views.paragraphs;
    let mut taken = vec![false; paragraphs.len()];
    for f in found.iter() {
        let parts = f.source.iter().chain([&f.cue]).chain(&f.content);
        for part in parts.filter(|part| !part.is_empty()) {
            // What is reported within a quotation does not tell who speaks it.
            if !p.token(f.cue.start).quoted() {
                taken[paragraph(p, part.start)] = true;
                taken[paragraph(p, part.end - 1)] = true;
            }
        }
    }
    let (mut next, mut speaks) = (0, None);
    for (i, own) in paragraphs.iter().enumerate() {
        let (first, end) = (own.first as usize, own.end as usize);
        let from = next;
        next += found[next..].partition_point(|f| f.cue.start < end);
        if !own.kind.is_text() {
            continue;
        }
        if !taken[i] && is_quotation(p, first, end) {
            let asked = p.word(end - 2) == "?";
            if let Some(f) = speaks {
                let report: &mut Found = &mut found[f];
                report.content.push(first..end);
            }
            speaks = speaks.filter(|_| !asked);
            continue;
        }
        speaks = (from..next)
            .rev()
            .find(|&f| ends(p, lexicon, found, f, end));
    }
}

/// Whether the paragraph is one quotation, which ends with it.
fn is_quotation(p: &Phrases<'_>, first: usize, end: usize) -> bool {
    let quotation = p.views.quotations.get(p.token(first).quotation as usize);
    quotation.is_some_and(|q| {
        q.open as usize == first
            && q.closed
            && q.close as usize + 1 == end
            && q.continues.is_none()
            && end - first > SHORTEST
            && p.kind(end - 2) == TokenKind::Stop
    })
}

/// Whether this report, of which none holds the cue, goes to the last sentence of its paragraph.
fn ends(p: &Phrases<'_>, lexicon: &CueLexicon, found: &[Found], at: usize, end: usize) -> bool {
    let f = &found[at];
    let near = &found[at.saturating_sub(NEAR)..(at + NEAR).min(found.len())];
    let holds = |other: &Found| other.content.iter().any(|r| r.contains(&f.cue.start));
    let class = f.entry.map(|entry| &*lexicon.cue(entry).class);
    let last = p.token(end - 1).sentence;
    let parts = f.source.iter().chain([&f.cue]).chain(&f.content);
    let reaches = parts.map(|part| part.end).max().unwrap_or(0);
    f.source.is_some()
        && class.is_some_and(|class| CLASSES.contains(&class))
        && p.token(f.cue.start).quotation == Token::NONE
        && p.token(reaches.min(end) - 1).sentence == last
        && !near.iter().any(holds)
}

fn paragraph(p: &Phrases<'_>, token: usize) -> usize {
    p.views.sentences[p.token(token).sentence as usize].paragraph as usize
}

#[cfg(test)]
mod tests {
    use crate::Tagger;

    /// What the first report says.
    fn said(text: &str) -> Vec<String> {
        let document = Tagger::default().tag(text);
        let content = &document.attributions[0].content;
        content.iter().map(|&span| text[span].to_owned()).collect()
    }

    #[test]
    fn who_spoke_speaks_on_in_a_paragraph_of_quotation() {
        let text = "“We were late again,” Zoë Lund said.\n\n“Nobody at the harbour told us why.”\n\n“They never do that here.”\n\nThe ferry left.";
        assert_eq!(
            said(text),
            [
                "“We were late again,”",
                "“Nobody at the harbour told us why.”",
                "“They never do that here.”"
            ]
        );
        let text = "Zoë Lund said the crew was late.\n\n“Nobody at the harbour told us why.”";
        assert_eq!(said(text).len(), 2);
    }

    #[test]
    fn somebody_else_may_speak() {
        for text in [
            // who was asked, who is named since, whose paragraph tells who speaks, a title
            "“Why were we late?” Zoë Lund asked.\n\n“Nobody at the harbour told us why.”",
            "Zoë Lund said the crew was late. Peter Novak shook his head.\n\n“Nobody at the harbour told us why.”",
            "“We were late,” Zoë Lund said.\n\n“Nobody told us why,” said Peter Novak.",
            "“We were late,” Zoë Lund said.\n\n“A Harbour Lost”",
        ] {
            assert_eq!(said(text).len(), 1, "{text}");
        }
    }
}
