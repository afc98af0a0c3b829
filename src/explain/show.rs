//! An explanation for people to read.

use std::fmt::{self, Write as _};

use super::{Explanation, Judgement, Reading, Reason};
use crate::output::OffsetMap;
use crate::{Label, Span};

/// So many reasons, rivals and persons are written; programs get all of them.
const MOST: usize = 4;
/// Longer contents are cut in the middle.
const WIDTH: usize = 70;

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let map = OffsetMap::new(self.document.text);
        let line = |span: Span| map.line_column(span.start).line;
        let document = &self.document;
        writeln!(f, "who and what is named")?;
        for (mention, reasons) in document.mentions.iter().zip(&self.mentions) {
            writeln!(
                f,
                "\n  “{}” (line {}) is {} {}: {} ({:.2}, {})",
                self.short(&[mention.span]),
                line(mention.span),
                if mention.label == Label::Org {
                    "an"
                } else {
                    "a"
                },
                mention.label.as_str(),
                reasons.why,
                mention.score,
                mention.by
            )?;
            writeln!(f, "    means {}", reasons.entity)?;
            for person in reasons.persons.iter().take(MOST) {
                write!(f, "    {:.0} % {}", person.probability * 100.0, person.name)?;
                writeln!(f, ": {}", listed(&person.reasons))?;
            }
            for rival in reasons.rivals.iter().take(MOST) {
                let label = rival
                    .label
                    .map_or("the name of a thing", |label| label.as_str());
                writeln!(
                    f,
                    "    not “{}” as {label} ({:.2}, {}): {}",
                    self.short(&[rival.span]),
                    rival.score,
                    rival.by,
                    rival.lost
                )?;
            }
        }
        writeln!(f, "\nwho said what")?;
        for cue in &self.cues {
            let word = &document.text[cue.span];
            match cue
                .attribution
                .map(|index| &document.attributions[index as usize])
            {
                Some(a) => writeln!(
                    f,
                    "\n  “{word}” (line {}): {} — {} — {}",
                    line(cue.span),
                    self.or_nobody(&a.source),
                    self.short(&a.cue),
                    self.short(&a.content)
                )?,
                None => writeln!(f, "\n  “{word}” (line {}): nothing", line(cue.span))?,
            }
            writeln!(f, "    {}", cue.why)?;
            if let Some(Judgement { reasons, .. }) = &cue.judged {
                writeln!(f, "    a cue? {}", listed(reasons))?;
            }
            for reading in cue.readings.iter().take(MOST) {
                f.write_str(&self.reading(reading))?;
            }
        }
        if !self.rules.is_empty() {
            writeln!(f, "\nrules of yours")?;
            for rule in &self.rules {
                let (span, at) = (self.short(&[rule.span]), line(rule.span));
                writeln!(
                    f,
                    "\n  {} matches “{span}” (line {at}): {}",
                    rule.rule, rule.why
                )?;
            }
        }
        Ok(())
    }
}

impl Explanation<'_> {
    fn reading(&self, reading: &Reading) -> String {
        let mut said = String::new();
        if let Some(lost) = &reading.lost {
            let _ = writeln!(
                said,
                "    not {} — {} ({:.2}, {}): {lost}",
                self.or_nobody(&reading.source),
                self.short(&reading.content),
                reading.score,
                reading.by,
            );
        }
        let won = reading.lost.is_none();
        for (question, reasons) in [
            ("the source?", &reading.source_reasons),
            ("the content?", &reading.content_reasons),
            ("all of it right?", &reading.reasons),
        ] {
            if !reasons.is_empty() && (won || question == "all of it right?") {
                let indent = if won { "    " } else { "      " };
                let _ = writeln!(said, "{indent}{question} {}", listed(reasons));
            }
        }
        said
    }

    fn or_nobody(&self, spans: &[Span]) -> String {
        match spans {
            [] => "(nobody named)".to_owned(),
            spans => self.short(spans),
        }
    }

    /// The text of spans in one line, cut where it is long.
    fn short(&self, spans: &[Span]) -> String {
        let parts = spans.iter().map(|&span| &self.document.text[span]);
        let parts: Vec<String> = parts
            .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        let whole = parts.join(" … ");
        let letters: Vec<char> = whole.chars().collect();
        if letters.len() <= WIDTH {
            return whole;
        }
        let half = WIDTH / 2;
        let (start, end) = (&letters[..half], &letters[letters.len() - half..]);
        format!("{} … {}", String::from_iter(start), String::from_iter(end))
    }
}

/// What says most, with its weights.
fn listed(reasons: &[Reason]) -> String {
    let shown = reasons.iter().take(MOST);
    let shown: Vec<String> = shown
        .map(|reason| format!("{:+.1} {}", reason.weight, reason.what))
        .collect();
    shown.join("; ")
}
