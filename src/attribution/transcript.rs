//! Interviews and transcripts, whose paragraphs begin with who speaks: "Q: When did you know? / A: On Tuesday. I told my boss."

use rustc_hash::FxHashMap;

use super::engine::Found;
use super::frames::Frames;
use crate::text::{Token, TokenKind, datelines};
use crate::words::Phrases;

/// A label has no more tokens.
const LONGEST: usize = 4;
/// How sure a turn is. Readers take nearly all for reports; of three transcripts in PolNeAR two have all turns marked and the longest has none (23 of 62).
const SCORE: f32 = 0.5;
/// The frame for one such paragraph.
const FRAME: &str = "speaker-colon";

/// In a transcript each paragraph that begins with a speaker is what he says, as a whole. Nothing is done without the frame for it.
pub(super) fn take_over(p: &Phrases<'_>, frames: &Frames, found: &mut Vec<Found>) {
    let Some(frame) = frames.list.iter().position(|f| f.by.ends_with(FRAME)) else {
        return;
    };
    let turns = turns(p);
    if turns.is_empty() {
        return;
    }
    let is_label = |f: &Found| {
        let next = turns.partition_point(|turn| turn.0 <= f.head);
        next > 0 && f.head <= turns[next - 1].1
    };
    found.retain(|f| !is_label(f));
    found.extend(turns.into_iter().map(|(first, colon, end)| Found {
        head: colon,
        source: Some(first..colon),
        cue: colon..colon + 1,
        content: std::iter::once(colon + 1..end).collect(),
        entry: None,
        negated: false,
        score: SCORE,
        frame: Some(frame as u32),
        known: frames.list[frame].known,
    }));
    found.sort_by_key(|f| (f.cue.start, f.cue.end));
}

/// The turns of a transcript, each as its label's first token, its colon and its end; none for other texts. Two who speak at least twice make a
/// transcript, or a question and an answer.
fn turns(p: &Phrases<'_>) -> Vec<(usize, usize, usize)> {
    let labelled = p.views.paragraphs.iter().filter_map(|paragraph| {
        let (first, end) = (paragraph.first as usize, paragraph.end as usize);
        let tokens = &p.views.tokens[first..end];
        let head = &tokens[..tokens.len().min(LONGEST + 1)];
        let colon = head.iter().position(|t| t.kind == TokenKind::Colon)?;
        let label = &tokens[..colon];
        // "Lee: 1,204 votes" stands in a list.
        let closes = |t: &&Token| matches!(t.kind, TokenKind::Close | TokenKind::BracketClose);
        let last = tokens.iter().rev().find(|t| !closes(t));
        let fits = paragraph.kind.is_text()
            && !label.is_empty()
            && label.iter().all(datelines::fits)
            && colon + 1 < tokens.len()
            && last.is_some_and(|t| t.kind == TokenKind::Stop);
        fits.then_some((first, first + colon, end))
    });
    let all: Vec<_> = labelled.collect();
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    let label = |&(first, colon, _): &(usize, usize, usize)| {
        &p.text[p.token(first).span.cover(p.token(colon - 1).span)]
    };
    for turn in &all {
        *counts.entry(label(turn)).or_default() += 1;
    }
    let asked = counts.contains_key("Q") && counts.contains_key("A");
    let transcript = asked || counts.values().filter(|&&count| count > 1).count() > 1;
    if transcript { all } else { vec![] }
}

#[cfg(test)]
mod tests {
    use crate::Tagger;

    /// Each attribution as "source: content (speaker)".
    fn read(text: &str) -> Vec<String> {
        let document = Tagger::default().tag(text);
        let turns = document.attributions.iter().filter(|a| a.cue_lemma == ":");
        let line = |a: &crate::Attribution| {
            let content: Vec<&str> = a.content.iter().map(|&span| &text[span]).collect();
            let speaker = document.speaker_name(a).unwrap_or("nobody");
            format!(
                "{}: {} ({speaker})",
                &text[a.source[0]],
                content.join(" ... ")
            )
        };
        turns.map(line).collect()
    }

    #[test]
    fn questions_and_answers() {
        let text = "Q: When did you know?\n\nA: On Tuesday. I told my boss, and he said to wait.\n\nQ: Why?\n\nA: Ask him.";
        assert_eq!(
            read(text),
            [
                "Q: When did you know? (nobody)",
                "A: On Tuesday. I told my boss, and he said to wait. (nobody)",
                "Q: Why? (nobody)",
                "A: Ask him. (nobody)",
            ]
        );
    }

    #[test]
    fn initials_are_those_of_who_is_named() {
        let text = "Ingrid Vollan runs the ferries. She spoke to Nils Hake.\n\nNH: Are you late?\n\nIV: Yes. We are.\n\nNH: Why?\n\nIV: Snow.";
        assert_eq!(
            read(text),
            [
                "NH: Are you late? (Nils Hake)",
                "IV: Yes. We are. (Ingrid Vollan)",
                "NH: Why? (Nils Hake)",
                "IV: Snow. (Ingrid Vollan)",
            ]
        );
    }

    #[test]
    fn a_list_is_no_transcript() {
        let text = "Score: Three to one.\n\nGoals: Lee, Kim and Coe.\n\nThe match was late.";
        assert_eq!(read(text), [""; 0]);
        let votes = "The count so far.\n\nLee: 1,204\n\nKim: 988\n\nLee: 1,300\n\nKim: 1,001";
        assert!(read(votes).is_empty(), "{:?}", read(votes));
    }
}
