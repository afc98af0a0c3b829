//! Runs `tests/data/attributions.toml`: every attribution must be found with exactly these spans, in every variant of its text.

use onrecord::{Span, Tagger};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    test: Vec<Test>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Test {
    text: String,
    #[serde(default)]
    none: bool,
    speaker: Option<String>,
    kind: Option<String>,
    lemma: Option<String>,
    negated: Option<bool>,
}

/// The spans of an attribution as texts: sources, cues, contents.
type Parts = [Vec<String>; 3];

/// A text without its marks, and what they mark.
fn unmark(marked: &str) -> (String, Parts) {
    let mut parts = Parts::default();
    let mut text = String::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once("[[") {
        let (mark, behind) = after.split_once("]]").expect("a mark that is closed");
        let (role, content) = mark.split_once(':').expect("a mark with a role");
        let role = ["source", "cue", "content"]
            .iter()
            .position(|r| *r == role)
            .expect("a known role");
        parts[role].push(content.to_owned());
        text.push_str(before);
        text.push_str(content);
        rest = behind;
    }
    text.push_str(rest);
    (text, parts)
}

fn curly(text: &str) -> String {
    let mut open = false;
    let turned = text.chars().map(|c| match c {
        '"' => {
            open = !open;
            if open { '“' } else { '”' }
        }
        '\'' => '’',
        c => c,
    });
    turned.collect()
}

/// A change of a text that changes nothing of what is said in it, with its name.
type Variant = (&'static str, fn(&str) -> String);

fn variants() -> Vec<Variant> {
    vec![
        ("as it is", str::to_owned),
        ("CRLF", |text| text.replace('\n', "\r\n")),
        ("NBSP", |text| text.replace(' ', "\u{a0}")),
        ("a paragraph before", |text| {
            format!("Rain fell in the north — 12 mm.\n\n{text}")
        }),
        ("a paragraph behind", |text| {
            format!("{text}\n\nRain fell in the north… 😀")
        }),
        ("a byte order mark", |text| format!("\u{feff}{text}")),
    ]
}

/// What differs from the expected, in words.
fn check(tagger: &Tagger, text: &str, expected: &Parts, test: &Test) -> Result<(), String> {
    let document = tagger.tag(text);
    let slices = |spans: &[Span]| {
        spans
            .iter()
            .map(|&span| text[span.range()].to_owned())
            .collect::<Vec<_>>()
    };
    let found: Vec<Parts> = document
        .attributions
        .iter()
        .map(|a| [slices(&a.source), slices(&a.cue), slices(&a.content)])
        .collect();
    if test.none {
        return if found.is_empty() {
            Ok(())
        } else {
            Err(format!("found {found:#?}"))
        };
    }
    let index = found
        .iter()
        .position(|parts| parts == expected)
        .ok_or_else(|| format!("expected {expected:#?}\nfound {found:#?}"))?;
    let attribution = &document.attributions[index];
    let is = |name: &str, found: &str, expected: &Option<String>| match expected {
        Some(expected) if expected != found => {
            Err(format!("{name} is {found:?}, not {expected:?}"))
        }
        _ => Ok(()),
    };
    is(
        "the speaker",
        document.speaker_name(attribution).unwrap_or(""),
        &test.speaker,
    )?;
    is("the kind", attribution.kind.as_str(), &test.kind)?;
    is("the lemma", &attribution.cue_lemma, &test.lemma)?;
    is(
        "negation",
        &attribution.negated.to_string(),
        &test.negated.map(|negated| negated.to_string()),
    )
}

#[test]
fn attributions_by_the_model_in_every_variant() {
    in_every_variant(&Tagger::default());
}

#[test]
fn attributions_by_rules_in_every_variant() {
    in_every_variant(&Tagger::builder().model(false).build().unwrap());
}

fn in_every_variant(tagger: &Tagger) {
    let file: File = toml::from_str(include_str!("data/attributions.toml")).expect("valid TOML");
    let mut failures = vec![];
    let mut run = |name: &str, text: &str, expected: &Parts, test: &Test| {
        if let Err(problem) = check(tagger, text, expected, test) {
            failures.push(format!("{name}: {text:?}\n{problem}"));
        }
    };
    for test in &file.test {
        let (text, expected) = unmark(&test.text);
        for (name, change) in variants() {
            let parts = expected.clone().map(|texts| {
                texts
                    .iter()
                    .map(|text| change_inside(change, text))
                    .collect()
            });
            run(name, &change(&text), &parts, test);
        }
        // Curly marks pair over the whole text, so the parts are cut out of the turned text.
        if text.matches('"').count() % 2 == 0 {
            let (text, expected) = unmark(&curly(&test.text));
            run("curly marks", &text, &expected, test);
        }
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

/// The change as it shows inside a span, without what it adds around the text.
fn change_inside(change: fn(&str) -> String, text: &str) -> String {
    let around = change("");
    let changed = change(text);
    let (before, behind) = (change("\u{1}"), around);
    let start = before.find('\u{1}').expect("the text stays in");
    changed[start..changed.len() - (behind.len() - start)].to_owned()
}
