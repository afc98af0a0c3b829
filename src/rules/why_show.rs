//! The answer to why a rule did not fire, for people.

use std::fmt;
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::why_not::{Failure, Reason, WhyNot};

impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = &self.rule;
        match &self.reason {
            Reason::Fired(spans) => {
                write!(f, "{rule} did match")?;
                underline(f, &self.text, spans.iter().map(|span| span.range()))
            }
            Reason::Class => write!(f, "no cue of {rule} makes an attribution in the text"),
            Reason::Off => write!(f, "{rule} is switched off: remove enabled = false"),
            Reason::Lost(span, winner) => {
                match winner {
                    Some(winner) => write!(
                        f,
                        "{rule} matches, but {winner} won there; a higher priority would change that"
                    )?,
                    None => write!(f, "{rule} matches, but nothing came of it there")?,
                }
                underline(f, &self.text, [span.range()])
            }
            Reason::Atom {
                at,
                atoms,
                failure,
                before,
            } => {
                let asked: Vec<&str> = atoms.iter().map(|at| &self.pattern[at.clone()]).collect();
                let asked = asked.join(" or ");
                let here = &self.text[*at];
                write!(f, "{rule} did not match: ")?;
                match failure {
                    Failure::Absent => {
                        write!(f, "{here:?} stands where the pattern asks for {asked}")?;
                    }
                    Failure::Forbidden => {
                        write!(f, "what stands here is ruled out by {asked}")?;
                    }
                    Failure::Window => write!(
                        f,
                        "the match has more tokens than its window; it wanted {asked} here"
                    )?,
                    Failure::End => {
                        write!(f, "the sentence is over where the pattern asks for {asked}")?
                    }
                    Failure::Empty => {
                        return write!(f, "there is nothing in the text that rules look at");
                    }
                    Failure::NoCue => {
                        write!(f, "no word of the text is a cue like {asked}")?;
                        return underline(f, &self.pattern, atoms.iter().cloned());
                    }
                    Failure::Form(form) => write!(
                        f,
                        "{here:?} is {} here, and the rule asks for another form",
                        form.as_str()
                    )?,
                    Failure::Complement(complement) => write!(
                        f,
                        "{here:?} has the complement {:?}, which the rule does not take",
                        complement.as_str()
                    )?,
                    Failure::Unlikely => write!(
                        f,
                        "its pattern matches {here:?}, but score and clues say that this is hardly a name"
                    )?,
                    Failure::Content => write!(f, "nothing is left for {asked}")?,
                    Failure::Score => write!(
                        f,
                        "all of it is there, but with {here:?} it is too seldom right: its score is below 0.3"
                    )?,
                }
                underline(f, &self.text, [at.range()])?;
                underline(f, &self.pattern, atoms.iter().cloned())?;
                match before {
                    Some(before) => write!(f, "\nmatched up to there: {:?}", &self.text[*before]),
                    None => Ok(()),
                }
            }
        }
    }
}

/// The line of a text that has the first place, with carets under all places in it.
fn underline(
    f: &mut fmt::Formatter<'_>,
    text: &str,
    places: impl IntoIterator<Item = Range<usize>>,
) -> fmt::Result {
    let places: Vec<Range<usize>> = places.into_iter().collect();
    let Some(first) = places.first() else {
        return Ok(());
    };
    let from = text[..first.start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[from..].find('\n').map_or(text.len(), |at| from + at);
    let mut carets = String::new();
    for place in places.iter().filter(|place| place.start <= to) {
        let before = text[from..place.start].width();
        carets += &" ".repeat(before.saturating_sub(carets.len()));
        carets += &"^".repeat(text[place.start..place.end.min(to)].width().max(1));
    }
    let line = text[from..to].replace(char::is_control, " ");
    write!(f, "\n    {line}\n    {carets}")
}
