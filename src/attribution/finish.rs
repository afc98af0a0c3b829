//! From tokens to attributions: spans, quotation kind, quotations over several paragraphs, nesting.

use std::borrow::Cow;
use std::ops::Range;

use super::bare;
use super::cues::CueLexicon;
use super::dateline;
use super::engine::Found;
use super::frames::Frames;
use crate::text::{Token, TokenKind};
use crate::words::Phrases;
use crate::{Attribution, QuotationKind, Span};

/// Makes attributions of what the frames found, by the start of the cue.
pub(super) fn finish(
    p: Phrases<'_>,
    lexicon: &CueLexicon,
    frames: &Frames,
    found: &mut [Found],
) -> Vec<Attribution> {
    follow_paragraphs(&p, found);
    found.sort_by_key(|f| (f.cue.start, f.cue.end));
    bare::take(&p, lexicon, found);
    let mut attributions: Vec<Attribution> = found
        .iter()
        .map(|f| {
            let cue = f.entry.map(|index| lexicon.cue(index));
            Attribution {
                source: said(&p, f.source.as_slice()),
                cue: spans(&p, std::slice::from_ref(&f.cue)),
                content: said(&p, &f.content),
                speaker: None,
                also: vec![],
                kind: quotation_kind(&p, f),
                cue_lemma: Cow::Owned(
                    cue.map_or_else(|| p.word(f.head).to_lowercase(), |cue| cue.lemma.clone()),
                ),
                cue_class: cue.map_or(Cow::Borrowed(class_of(&p, f.head)), |cue| {
                    Cow::Owned(cue.class.to_string())
                }),
                negated: f.negated,
                within: None,
                score: f.score,
                by: f.frame.map_or(Cow::Borrowed("model"), |frame| {
                    Cow::Owned(frames.list[frame as usize].by.clone())
                }),
            }
        })
        .collect();
    settle(&mut attributions);
    attributions
}

/// Brings `within` up to date, and drops what cannot be right together. The attributions are by cue.
pub(crate) fn settle(attributions: &mut Vec<Attribution>) {
    nest(attributions);
    drop_mutual(attributions);
}

/// The class of a cue that the lexicon does not have.
fn class_of(p: &Phrases<'_>, head: usize) -> &'static str {
    if p.kind(head) == TokenKind::Colon {
        "say"
    } else {
        "other"
    }
}

/// Sources and contents as spans of the text, without datelines.
pub(super) fn said(p: &Phrases<'_>, ranges: &[Range<usize>]) -> Vec<Span> {
    let without = |tokens: &Range<usize>| dateline::left_out(p, tokens);
    spans(p, &ranges.iter().map(without).collect::<Vec<_>>())
}

/// Token ranges as spans of the text.
fn spans(p: &Phrases<'_>, ranges: &[Range<usize>]) -> Vec<Span> {
    ranges
        .iter()
        .filter(|r| !r.is_empty())
        .map(|r| p.token(r.start).span.cover(p.token(r.end - 1).span))
        .collect()
}

/// A quotation that its paragraph leaves open goes on in the next one; its paragraphs become further content.
fn follow_paragraphs(p: &Phrases<'_>, found: &mut [Found]) {
    let quotations = &p.views.quotations;
    let mut next = vec![None; quotations.len()];
    for (i, quotation) in quotations.iter().enumerate() {
        if let Some(earlier) = quotation.continues {
            next[earlier as usize] = Some(i);
        }
    }
    let mut owned = vec![false; quotations.len()];
    for f in found {
        let last = f.content.last().map_or(0, |r| r.end.saturating_sub(1));
        let mut at = p
            .views
            .tokens
            .get(last)
            .map_or(Token::NONE, |t| t.quotation) as usize;
        while let Some(Some(following)) = next.get(at).copied()
            && !std::mem::replace(&mut owned[following], true)
        {
            let quotation = &quotations[following];
            f.content.push(
                quotation.open as usize..quotation.close as usize + usize::from(quotation.closed),
            );
            at = following;
        }
    }
}

/// Whether the content is quoted, by its words; the quotation in which the cue itself stands does not count.
fn quotation_kind(p: &Phrases<'_>, f: &Found) -> QuotationKind {
    let own = p.token(f.cue.start).quotation;
    let (mut quoted, mut plain) = (false, false);
    for k in f
        .content
        .iter()
        .flat_map(|tokens| dateline::left_out(p, tokens))
    {
        if matches!(p.kind(k), TokenKind::Word | TokenKind::Number) {
            let in_quotation = p.token(k).quotation != own && p.token(k).quoted();
            quoted |= in_quotation;
            plain |= !in_quotation;
        }
    }
    match (quoted, plain) {
        (true, false) => QuotationKind::Direct,
        (true, true) => QuotationKind::Mixed,
        _ => QuotationKind::Indirect,
    }
}

/// How far back the attribution that holds another one is looked for.
const NESTING_WINDOW: usize = 16;

/// Finds for each attribution the smallest content that holds its cue.
fn nest(attributions: &mut [Attribution]) {
    for i in 0..attributions.len() {
        attributions[i].within = None;
        let Some(&cue) = attributions[i].cue.first() else {
            continue;
        };
        let near = i.saturating_sub(NESTING_WINDOW)..(i + NESTING_WINDOW).min(attributions.len());
        let holder = near
            .filter(|&j| j != i)
            .filter_map(|j| {
                attributions[j]
                    .content
                    .iter()
                    .find(|span| span.contains(cue))
                    .map(|span| (span.len(), j))
            })
            .min();
        attributions[i].within = holder.map(|(_, j)| j as u32);
    }
}

/// Of two attributions that each hold the other's cue, at most one can be right: the likelier, then the earlier one.
fn drop_mutual(attributions: &mut Vec<Attribution>) {
    let mut drop = vec![false; attributions.len()];
    for i in 0..attributions.len() {
        if let Some(j) = attributions[i].within.map(|j| j as usize)
            && attributions[j].within == Some(i as u32)
        {
            let worse = if attributions[i].score < attributions[j].score
                || attributions[i].score == attributions[j].score && i > j
            {
                i
            } else {
                j
            };
            drop[worse] = true;
        }
    }
    if drop.contains(&true) {
        let mut index = 0;
        attributions.retain(|_| {
            index += 1;
            !drop[index - 1]
        });
        nest(attributions);
    }
}
