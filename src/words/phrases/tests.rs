//! Phrases and clauses of short sentences.

use std::ops::Range;

use super::Phrases;
use crate::text::Views;
use crate::words::tag;

fn with(text: &str, check: impl Fn(Phrases<'_>)) {
    let views = Views::new(text);
    let mut words = vec![];
    tag(text, &views, &mut words);
    check(Phrases {
        text,
        views: &views,
        words: &words,
    });
}

fn slice<'t>(p: &Phrases<'t>, range: Range<usize>) -> &'t str {
    &p.text[range
        .clone()
        .map(|i| p.token(i).span)
        .reduce(|a, b| a.cover(b))
        .unwrap_or_default()]
}

#[test]
fn phrases_before_a_verb() {
    for (text, expected) in [
        ("A military spokesman said no.", "A military spokesman"),
        (
            "Jan Coe, an African studies expert at Lund University, said no.",
            "Jan Coe, an African studies expert at Lund University,",
        ),
        (
            "On Monday the head of the agency said no.",
            "the head of the agency",
        ),
        ("But he said no.", "he"),
        (
            "Ann Lee, who leads the party, said no.",
            "Ann Lee, who leads the party,",
        ),
        (
            "The police and the army said no.",
            "The police and the army",
        ),
        (
            "The man who left the house said no.",
            "The man who left the house",
        ),
        ("Ann Lee (D-Ohio) said no.", "Ann Lee (D-Ohio)"),
        ("Prices fell, Lee said no.", "Lee"),
    ] {
        with(text, |p| {
            let said = (0..p.words.len()).find(|&i| p.word(i) == "said").unwrap();
            assert_eq!(
                p.before(said, 0).map(|r| slice(&p, r)),
                Some(expected),
                "{text}"
            );
        });
    }
}

#[test]
fn phrases_behind_a_verb() {
    for (text, expected) in [
        (
            "said a spokesman for the ministry on Monday.",
            "a spokesman for the ministry",
        ),
        (
            "said Ann Lee, head of the Lund office, at noon.",
            "Ann Lee, head of the Lund office",
        ),
        ("said he.", "he"),
        (
            "said Lee’s lawyer and his wife.",
            "Lee’s lawyer and his wife",
        ),
        ("said Zoë Coe, who left in May.", "Zoë Coe, who left in May"),
    ] {
        with(text, |p| {
            assert_eq!(slice(&p, 1..p.end(1, p.words.len())), expected, "{text}")
        });
    }
}

#[test]
fn clauses() {
    with("said prices would fall", |p| {
        assert!(p.is_clause(1, p.words.len()))
    });
    with("said the new prices", |p| {
        assert!(!p.is_clause(1, p.words.len()))
    });
}
