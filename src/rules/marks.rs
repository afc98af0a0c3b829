//! Tests with marks in the text: `'[[source:Merkel]] [[cue:said]] no.'`.

use std::ops::Range;

use super::pattern::Role;
use crate::Span;

/// The text of a test without its marks, and what stood between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Marked {
    pub text: String,
    /// What is to be found; of a mention each mark is one, of an attribution all marks with the same number together.
    pub groups: Vec<Group>,
}

/// One find that a test expects, as roles with spans, by start.
pub(super) type Group = Vec<(Role, Span)>;

/// Reads a test. An error is a place in it, what is wrong there, and the remedy.
pub(super) fn read(test: &str) -> Result<Marked, (Range<usize>, String, String)> {
    let mut text = String::new();
    let mut open: Vec<(usize, Role, u32, u32)> = vec![];
    let mut marks: Vec<(u32, Role, Span)> = vec![];
    let mut at = 0;
    while let Some(c) = test[at..].chars().next() {
        let rest = &test[at..];
        if rest.starts_with("[[") {
            let len = rest.find(':').unwrap_or(rest.len().min(12));
            let name = rest.get(2..len).unwrap_or("");
            let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
            let Some(role) = Role::from_name(letters) else {
                return Err((
                    at..at + len.max(2),
                    format!("{name:?} is no mark"),
                    "write [[source:...]], [[cue:...]], [[content:...]], [[span:...]], [[name:...]], [[alias:...]], [[role:...]] or [[affiliation:...]], with a number behind the name for further finds: [[cue2:...]]".to_owned(),
                ));
            };
            let number = name[letters.len()..].parse().unwrap_or(1);
            open.push((at, role, number, text.len() as u32));
            at += len + 1;
        } else if rest.starts_with("]]") && !open.is_empty() {
            if let Some((_, role, number, start)) = open.pop() {
                marks.push((number, role, Span::new(start, text.len() as u32)));
            }
            at += 2;
        } else {
            text.push(c);
            at += c.len_utf8();
        }
    }
    if let Some(&(at, ..)) = open.first() {
        return Err((
            at..test.len(),
            "this mark is never closed".to_owned(),
            "write ]] where it ends".to_owned(),
        ));
    }
    marks.sort_by_key(|&(number, role, span)| (number, span.start, span.end, role));
    let mut groups: Vec<(u32, Group)> = vec![];
    for (number, role, span) in marks {
        match groups.last_mut() {
            Some((last, group)) if *last == number && role != Role::Span => {
                group.push((role, span))
            }
            _ => groups.push((number, vec![(role, span)])),
        }
    }
    let groups = groups.into_iter().map(|(_, group)| group).collect();
    Ok(Marked { text, groups })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out() {
        let marked =
            read("[[content:“Zoë [[ ]]” if said]] [[source:Zoë]] [[cue:said]].").unwrap_err();
        assert_eq!(marked.1, "\" ]]” if said]] [[source\" is no mark");
        let marked = read("a]] [[content:“Zoë,”]] [[source:Zoë]] [[cue:said]].").unwrap();
        assert_eq!(marked.text, "a]] “Zoë,” Zoë said.");
        let slices: Vec<_> = marked.groups[0]
            .iter()
            .map(|&(role, span)| (role, &marked.text[span]))
            .collect();
        assert_eq!(
            slices,
            [
                (Role::Content, "“Zoë,”"),
                (Role::Source, "Zoë"),
                (Role::Cue, "said")
            ]
        );
    }

    #[test]
    fn every_span_is_a_find_and_numbers_part_attributions() {
        assert_eq!(read("[[span:A]] and [[span:B]]").unwrap().groups.len(), 2);
        let text = "[[cue:Say]] [[content:a]], [[cue2:say]] [[content2:b]]";
        assert_eq!(read(text).unwrap().groups.len(), 2);
    }

    #[test]
    fn broken_marks_have_a_place() {
        assert_eq!(read("x [[cue:said").unwrap_err().0, 2..12);
        assert!(read("[[").is_err());
        assert!(read("[[é").is_err());
    }
}
