//! CoreNLP's mapping files for RegexNER, and its characters files.

use super::fields::{Record, gender};
use super::sink::Sink;
use super::tokens::{self, Choice};
use crate::Label;

/// Pattern, label, labels that may be overwritten, priority and group, with tabs between them.
pub(super) fn mapping(line: &str, sink: &mut Sink<'_>) -> Result<(), String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let (&[pattern, label], further) = columns
        .split_first_chunk::<2>()
        .ok_or("no tab between pattern and label; maybe there are spaces in its place")?;
    if further.len() > 3 {
        return Err(format!(
            "{} columns, but there are at most 5: pattern, label, labels to overwrite, priority, group",
            columns.len()
        ));
    }
    if further.iter().any(|column| !column.trim().is_empty()) {
        sink.note("labels to overwrite, priorities and groups were not used: of names that overlap, the longest wins");
    }
    if pattern.trim_start().starts_with("( ") || pattern.contains("[{") || pattern.contains("[ {") {
        return Err(
            "this is TokensRegex, which no name can be; write the names out, or a rule instead"
                .to_owned(),
        );
    }
    let tokens: Vec<Choice> = pattern
        .split_whitespace()
        .map(expand)
        .collect::<Result<_, _>>()?;
    let mut names = tokens::names(&tokens)?.into_iter();
    let mut record = Record {
        name: names.next().unwrap_or_default(),
        aliases: names.collect(),
        ..Record::default()
    };
    sink.label(label, &mut record)?;
    sink.take(record)
}

/// The words that a regular expression for one token stands for, where these are few: literals, `a|b`, `(a|b)`, `x?`, `(abc)?`, `[Aa]`.
///
/// A full stop is taken for itself, since it almost always is one ("Inc."), unless an operator follows it.
fn expand(regex: &str) -> Result<Choice, String> {
    let mut rest = regex;
    let words = alternatives(&mut rest, 0)?;
    if rest.is_empty() {
        Ok(words)
    } else {
        Err(format!("in {regex:?} a bracket closes that none opens"))
    }
}

/// Words that a token may stand for.
const MOST: usize = 64;

/// Brackets inside brackets.
const DEEPEST: usize = 8;

fn alternatives(rest: &mut &str, depth: usize) -> Result<Choice, String> {
    if depth > DEEPEST {
        return Err("too many brackets in brackets; write the names out".to_owned());
    }
    let mut all = Choice::new();
    let mut words = vec![String::new()];
    loop {
        let mut chars = rest.chars();
        let part = match chars.next() {
            None | Some(')') => {
                all.append(&mut words);
                return within(all);
            }
            Some('|') => {
                *rest = chars.as_str();
                all.append(&mut words);
                words.push(String::new());
                continue;
            }
            Some('(') => {
                *rest = chars.as_str();
                *rest = rest.strip_prefix("?:").unwrap_or(rest);
                let inner = alternatives(rest, depth + 1)?;
                *rest = rest
                    .strip_prefix(')')
                    .ok_or("a bracket opens that none closes")?;
                inner
            }
            Some('[') => {
                let (class, behind) = chars
                    .as_str()
                    .split_once(']')
                    .ok_or("a bracket opens that none closes")?;
                if class.is_empty() || class.contains(['^', '-', '\\', '[', '&']) {
                    return Err(not_literal(&format!("[{class}]")));
                }
                *rest = behind;
                class.chars().map(String::from).collect()
            }
            Some('\\') => {
                let escaped = chars.next().filter(|c| !c.is_alphanumeric());
                let escaped = escaped.ok_or_else(|| not_literal("a class of characters"))?;
                *rest = chars.as_str();
                vec![escaped.to_string()]
            }
            Some(c @ ('*' | '+' | '{' | '}' | '^' | '$' | '?')) => {
                return Err(not_literal(&c.to_string()));
            }
            Some(c) => {
                *rest = chars.as_str();
                if c == '.' && rest.starts_with(['*', '+', '?', '{']) {
                    return Err(not_literal("."));
                }
                vec![c.to_string()]
            }
        };
        let mut part = part;
        if let Some(behind) = rest.strip_prefix('?') {
            *rest = behind;
            part.push(String::new());
        }
        let pairs = words
            .iter()
            .flat_map(|word| part.iter().map(move |end| word.clone() + end));
        words = within(pairs.take(MOST + 1).collect())?;
    }
}

fn within(words: Choice) -> Result<Choice, String> {
    if words.len() <= MOST {
        Ok(words)
    } else {
        Err(format!(
            "a token stands for more than {MOST} words; split the pattern"
        ))
    }
}

fn not_literal(what: &str) -> String {
    format!(
        "{what:?} makes this a regular expression that no list of names can be; write the names out, or a rule instead"
    )
}

/// `name;gender;alias;alias`: the characters of a story.
pub(super) fn character(line: &str, sink: &mut Sink<'_>) -> Result<(), String> {
    let mut fields = line.split(';').map(str::trim);
    let name = fields.next().unwrap_or_default().to_owned();
    let word = fields.next().unwrap_or_default();
    let gender = gender(word);
    if gender.is_none() && !word.is_empty() {
        return Err(format!(
            "{word:?} is no gender; write M, F or nothing between the first two semicolons"
        ));
    }
    sink.take(Record {
        name,
        label: Some(sink.options.label.unwrap_or(Label::Person)),
        gender,
        aliases: fields
            .filter(|alias| !alias.is_empty())
            .map(str::to_owned)
            .collect(),
        ..Record::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_become_words() {
        for (regex, expected) in [
            ("Inc.", &["Inc."][..]),
            (r"U\.S\.", &["U.S."]),
            ("colou?r", &["colour", "color"]),
            ("[Aa]pple", &["Apple", "apple"]),
            ("(North|South)ern", &["Northern", "Southern"]),
            ("a|b(c)?", &["a", "bc", "b"]),
            ("Straße", &["Straße"]),
        ] {
            assert_eq!(expand(regex).unwrap(), expected, "{regex}");
        }
        for (regex, expected) in [
            (".*", "\".\" makes this a regular expression"),
            ("[A-Z]x", "\"[A-Z]\" makes this"),
            (r"\d+", "a class of characters"),
            ("a)", "a bracket closes"),
            ("(a", "a bracket opens"),
            ("[ab", "a bracket opens"),
            ("(((((((((a)))))))))", "too many brackets"),
            ("(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)", "more than 64 words"),
            ("?", "\"?\" makes this"),
        ] {
            let error = expand(regex).unwrap_err();
            assert!(error.contains(expected), "{regex}: {error}");
        }
    }
}
