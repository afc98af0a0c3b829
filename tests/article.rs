//! The whole pipeline on `examples/article.txt`, row by row of `tests/article.toml`.

use onrecord::{Attribution, Document, QuotationKind, Span, Tagger};
use serde::Deserialize;

const ARTICLE: &str = include_str!("../examples/article.txt");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    entity: Vec<ExpectedEntity>,
    attribution: Vec<ExpectedAttribution>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedEntity {
    name: String,
    label: String,
    role: Option<String>,
    affiliation: Option<String>,
    #[serde(default)]
    todo: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedAttribution {
    source: String,
    cue: String,
    content: Vec<String>,
    speaker: Option<String>,
    #[serde(default = "indirect")]
    kind: QuotationKind,
    #[serde(default)]
    negated: bool,
    /// How the content begins that this attribution stands in.
    within: Option<String>,
    #[serde(default)]
    todo: bool,
    /// Whether the model draws the cue otherwise, which the row says why.
    #[serde(default)]
    by_rules: bool,
}

fn indirect() -> QuotationKind {
    QuotationKind::Indirect
}

fn expected() -> Expected {
    toml::from_str(include_str!("article.toml")).unwrap()
}

/// Checks every row, and that those marked `todo` still fail.
fn check<'r, R: 'r>(
    rows: impl IntoIterator<Item = &'r R>,
    row_name: impl Fn(&R) -> (String, bool),
    test: impl Fn(&R) -> Result<(), String>,
) {
    let mut problems = Vec::new();
    for row in rows {
        let (name, todo) = row_name(row);
        match (test(row), todo) {
            (Err(problem), false) => problems.push(format!("{name}: {problem}")),
            (Ok(()), true) => problems.push(format!("{name}: is found now: take away `todo`")),
            _ => {}
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn who_is_named() {
    let document = Tagger::default().tag(ARTICLE);
    check(
        &expected().entity,
        |row| (row.name.clone(), row.todo),
        |row| {
            let entity = document.entities.iter().find(|e| e.name == row.name);
            let entity = entity.ok_or("not found")?;
            same("label", &entity.label.as_str(), &row.label.as_str())?;
            same("role", &entity.role, &row.role)?;
            same("affiliation", &entity.affiliation, &row.affiliation)
        },
    );
}

#[test]
fn who_said_what_by_rules() {
    let tagger = Tagger::builder().model(false).build().unwrap();
    let document = tagger.tag(ARTICLE);
    check(
        &expected().attribution,
        |row| (format!("{} {}", row.source, row.cue), row.todo),
        |row| said(&document, row),
    );
}

#[test]
fn who_said_what_by_the_model() {
    let document = Tagger::default().tag(ARTICLE);
    check(
        &expected().attribution,
        |row| {
            let name = format!("{} {}", row.source, row.cue);
            (name, row.todo || row.by_rules)
        },
        |row| said(&document, row),
    );
}

fn said(document: &Document<'_>, row: &ExpectedAttribution) -> Result<(), String> {
    let place = ARTICLE.find(&row.content[0]);
    let start = place.unwrap_or_else(|| panic!("{:?} is not in the article", row.content)) as u32;
    let place = Span::new(start, start + row.content[0].len() as u32);
    let found = document.attributions.iter().find(|a| {
        let over = a.content.iter().any(|span| span.overlaps(place));
        // "Said in a statement" and "said" are the same cue: the annotators of PolNeAR do not agree on its end.
        over && words(&document.join(&a.cue)).starts_with(&words(&row.cue))
            && words(&document.join(&a.source)) == words(&row.source)
    });
    let found: &Attribution = found.ok_or("not found")?;
    same(
        "content",
        &words(&document.join(&found.content)),
        &words(&row.content.join(" ")),
    )?;
    same(
        "speaker",
        &document.speaker_name(found),
        &row.speaker.as_deref(),
    )?;
    same("kind", &found.kind, &row.kind)?;
    same("negated", &found.negated, &row.negated)?;
    let outer = found
        .within
        .map(|i| &document.attributions[i as usize].content);
    match (outer, &row.within) {
        (None, None) => Ok(()),
        (Some(outer), Some(begins)) if document.join(outer).starts_with(begins.as_str()) => Ok(()),
        (outer, begins) => same("within", &outer.map(|o| document.join(o)), begins),
    }
}

/// Only words are compared: which marks at the edges belong to a span is a convention of the corpus.
fn words(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect()
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, expected: &T) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what} is {found:?}, not {expected:?}"))
}

#[test]
fn nothing_is_found_in_the_link_list_the_footer_and_the_chinese_lines() {
    let document = Tagger::default().tag(ARTICLE);
    let list = ARTICLE.find("- About Us").unwrap() as u32;
    let mentions = document.mentions.iter().map(|m| m.span);
    let parts = document
        .attributions
        .iter()
        .flat_map(|a| [&a.source, &a.cue, &a.content]);
    for span in mentions.chain(parts.flatten().copied()) {
        assert!(span.end <= list, "{:?}", &ARTICLE[span]);
    }
}

#[test]
fn windows_line_breaks_change_nothing() {
    let windows = ARTICLE.replace('\n', "\r\n");
    let (lf, crlf) = (
        Tagger::default().tag(ARTICLE),
        Tagger::default().tag(&windows),
    );
    let shown = |document: &Document<'_>| -> Vec<(String, String, Option<String>)> {
        let attributions = document.attributions.iter();
        attributions
            .map(|a| {
                let content = document.join(&a.content).replace("\r\n", "\n");
                let speaker = document.speaker_name(a).map(String::from);
                (document.join(&a.source), content, speaker)
            })
            .collect()
    };
    assert!(shown(&lf).len() > 20);
    assert_eq!(shown(&lf), shown(&crlf));
}
