//! Columns: a token a line, an empty line between sentences.
//!
//! The columns, with tabs between them: the token's number in its sentence, the token, its first character and the one after its last, its name tag, and what
//! it is in attributions. Tags are IOB2: `B-PERSON I-PERSON O`. The last column holds `B-Source:1`, `I-Content:0` and so on, with
//! the number of the attribution and `|` between them, because contents hold attributions; or `_`.

use std::fmt::Write;

use super::tokens::Tokens;
use super::{AnnotatedText, Slices};
use crate::MentionKind;

/// One document, with comment lines before it and an empty line behind it.
pub fn write(annotated: &AnnotatedText<'_>) -> String {
    let record = &annotated.record;
    let tokens = Tokens::of(annotated);
    let slices = Slices::new(&annotated.text);
    let mut names = vec![String::from("O"); tokens.spans.len()];
    for m in &record.mentions {
        if !matches!(m.kind, MentionKind::Name | MentionKind::Short) {
            continue;
        }
        let touched = tokens.touched([m.start, m.end]);
        // Of names within names the outer one, which comes first.
        if names[touched.clone()].iter().all(|tag| tag == "O") {
            for (at, token) in touched.enumerate() {
                names[token] = format!("{}-{}", if at == 0 { 'B' } else { 'I' }, m.label.as_str());
            }
        }
    }
    let mut roles = vec![String::new(); tokens.spans.len()];
    for (number, a) in record.attributions.iter().enumerate() {
        for (role, spans) in [
            ("Source", &a.source),
            ("Cue", &a.cue),
            ("Content", &a.content),
        ] {
            for &span in spans {
                for (at, token) in tokens.touched(span).enumerate() {
                    let bar = if roles[token].is_empty() { "" } else { "|" };
                    let begin = if at == 0 { 'B' } else { 'I' };
                    let _ = write!(roles[token], "{bar}{begin}-{role}:{number}");
                }
            }
        }
    }
    let mut out = format!("# newdoc id = {}\n", record.id.replace('\n', " "));
    let mut sentences = tokens.sentences.iter().peekable();
    let mut in_sentence = 0;
    for (token, &span) in tokens.spans.iter().enumerate() {
        if sentences.next_if(|&&first| first == token).is_some() {
            if token > 0 {
                out.push('\n');
            }
            in_sentence = 0;
        }
        in_sentence += 1;
        let role = if roles[token].is_empty() {
            "_"
        } else {
            &roles[token]
        };
        let _ = writeln!(
            out,
            "{in_sentence}\t{}\t{}\t{}\t{}\t{role}",
            slices.get(span).replace(char::is_whitespace, " "),
            span[0],
            span[1],
            names[token]
        );
    }
    out.push('\n');
    out
}
