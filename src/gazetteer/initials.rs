//! The ways in which initials are written: "J. K.", "J.K." and "JK"; "U.S." and "US".

use super::fold::is_name_char;

/// A longer word in capitals is a name in capitals, and no acronym that somebody writes with full stops.
const LONGEST_ACRONYM: usize = 4;

/// How initials are written.
#[derive(Clone, Copy)]
enum Style {
    Spaced,
    Stops,
    Bare,
}

/// A part of a name.
enum Part<'f> {
    Initials(Vec<char>),
    Other(&'f str),
}

/// The other ways to write the initials of a form, and acronyms with and without full stops; mostly there are none.
pub(super) fn variants(form: &str) -> Vec<String> {
    let parts = parts(form);
    let mut variants: Vec<String> = vec![];
    if parts.iter().all(|part| matches!(part, Part::Other(_))) {
        return variants;
    }
    for style in [Style::Spaced, Style::Stops, Style::Bare] {
        let written: String = parts.iter().map(|part| write(part, style)).collect();
        if written != form && !variants.contains(&written) {
            variants.push(written);
        }
    }
    variants
}

fn write(part: &Part<'_>, style: Style) -> String {
    match (part, style) {
        (Part::Other(other), _) => (*other).to_owned(),
        (Part::Initials(letters), Style::Bare) => letters.iter().collect(),
        (Part::Initials(letters), _) => {
            let between = if let Style::Spaced = style { ". " } else { "." };
            let letters: Vec<String> = letters.iter().map(char::to_string).collect();
            letters.join(between) + "."
        }
    }
}

fn parts(form: &str) -> Vec<Part<'_>> {
    let mut parts = vec![];
    let (mut at, mut other) = (0, 0);
    while let Some(c) = form[at..].chars().next() {
        if !is_name_char(c) {
            at += c.len_utf8();
            continue;
        }
        match initials(form, at) {
            Some((letters, end)) => {
                parts.push(Part::Other(&form[other..at]));
                parts.push(Part::Initials(letters));
                (at, other) = (end, end);
            }
            None => at += word(&form[at..]).len(),
        }
    }
    parts.push(Part::Other(&form[other..]));
    parts
}

fn word(text: &str) -> &str {
    let end = text.find(|c| !is_name_char(c)).unwrap_or(text.len());
    &text[..end]
}

/// The initials that begin at a word's start, and where they end.
fn initials(form: &str, at: usize) -> Option<(Vec<char>, usize)> {
    let (mut letters, mut end) = (vec![], at);
    let mut next = at;
    while let Some(letter) = single_capital(&form[next..]) {
        let rest = &form[next + letter.len_utf8()..];
        if let Some(rest) = rest.strip_prefix('.') {
            letters.push(letter);
            end = form.len() - rest.len();
            next = form.len() - rest.trim_start_matches([' ', '\u{a0}']).len();
        } else {
            // "U.S": the last one without its stop.
            if !letters.is_empty() && next == end {
                letters.push(letter);
                end = form.len() - rest.len();
            }
            break;
        }
    }
    if letters.is_empty() {
        return bare(form, at);
    }
    let after = &form[end..];
    // "J.Smith" without its initial's stop would be "JSmith".
    let apart = !after.starts_with(is_name_char);
    (apart && (letters.len() > 1 || after.contains(is_name_char))).then_some((letters, end))
}

/// Initials without stops: the acronym that a name begins with, or a letter between its words.
fn bare(form: &str, at: usize) -> Option<(Vec<char>, usize)> {
    let word = word(&form[at..]);
    let end = at + word.len();
    let letters: Vec<char> = word.chars().take(LONGEST_ACRONYM + 1).collect();
    let capitals = letters.iter().all(|c| c.is_uppercase());
    let fits = match letters.len() {
        1 => at > 0 && form[end..].contains(is_name_char) && form.contains(char::is_lowercase),
        2..=LONGEST_ACRONYM => at == 0 && (end == form.len() || form[end..].starts_with(' ')),
        _ => false,
    };
    (capitals && fits).then_some((letters, end))
}

/// The capital that is a word by itself.
fn single_capital(text: &str) -> Option<char> {
    let mut chars = word(text).chars();
    let letter = chars.next().filter(|c| c.is_uppercase())?;
    chars.next().is_none().then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_to_write_them() {
        for (form, expected) in [
            ("J. K. Rowling", &["J.K. Rowling", "JK Rowling"][..]),
            ("J.K. Rowling", &["J. K. Rowling", "JK Rowling"]),
            ("JK Rowling", &["J. K. Rowling", "J.K. Rowling"]),
            ("U.S.", &["U. S.", "US"]),
            ("U.S", &["U. S.", "U.S.", "US"]),
            ("WHO", &["W. H. O.", "W.H.O."]),
            ("U.S. Steel", &["U. S. Steel", "US Steel"]),
            ("Washington, D.C.", &["Washington, D. C.", "Washington, DC"]),
            ("George W. Bush", &["George W Bush"]),
            ("George W Bush", &["George W. Bush"]),
            ("É. Ö. Œuvre", &["É.Ö. Œuvre", "ÉÖ Œuvre"]),
            (
                "J.\u{a0}K. Rowling",
                &["J. K. Rowling", "J.K. Rowling", "JK Rowling"],
            ),
        ] {
            assert_eq!(variants(form), expected, "{form}");
        }
    }

    #[test]
    fn what_are_no_initials() {
        for form in [
            "",
            "Angela Merkel",
            "St. Louis",
            "John Paul II",
            "Malcolm X",
            "Plan B.",
            "UNESCO",
            "Acme Inc.",
            "Vitamin C",
            "AC/DC",
            "A",
            "ok",
            "沪",
            "J.Smith",
            "A.é",
        ] {
            assert_eq!(variants(form), [""; 0], "{form}");
        }
    }
}
