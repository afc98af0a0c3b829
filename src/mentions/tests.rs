//! Tests of all the rules together: a text and the names in it.

use super::evidence::Evidence;
use crate::gazetteer::Gazetteer;
use crate::rules::{Looks, NameRules, Proposed};
use crate::text::Views;
use crate::{Label, Mention, MentionKind, words};

fn find(text: &str) -> Vec<Mention> {
    let views = Views::new(text);
    let (mut tags, mut hits) = (vec![], vec![]);
    words::tag(text, &views, &mut tags);
    Gazetteer::bundled().find(text, &mut hits);
    super::find(text, &views, &tags, Gazetteer::bundled(), &hits)
}

/// The persons, organizations and places of a text as "P:Ann Lee O:Lund University L:Oslo".
fn read(text: &str) -> String {
    let letter = |label| match label {
        Label::Person => "P",
        Label::Org => "O",
        Label::Place => "L",
        _ => "N",
    };
    let names = find(text);
    let names = names.iter().filter(|m| m.label != Label::Norp);
    let parts: Vec<_> = names
        .map(|m| format!("{}:{}", letter(m.label), &text[m.span]))
        .collect();
    parts.join(" ")
}

#[test]
fn names_in_text() {
    let cases = include_str!("../../tests/data/mentions.tsv");
    let mut failed = vec![];
    let mut count = 0;
    for line in cases
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let (text, expected) = line.split_once('\t').unwrap_or((line, ""));
        let text = text.replace("\\n", "\n");
        let found = read(&text);
        count += 1;
        if found != expected {
            failed.push(format!("{text}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(count > 20);
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

/// Most rules are not tried at most tokens.
#[test]
fn rules_propose_what_they_do_if_each_is_tried_at_each_token() {
    let rules = NameRules::bundled();
    let cases = include_str!("../../tests/data/mentions.tsv").lines();
    let cases = cases.map(|line| line.split('\t').next().unwrap_or("").replace("\\n", "\n"));
    let article = include_str!("../../examples/article.txt").to_owned();
    let (mut looks, mut count) = (Looks::default(), 0);
    for text in cases.chain([article]) {
        let views = Views::new(&text);
        let (mut tags, mut hits) = (vec![], vec![]);
        words::tag(&text, &views, &mut tags);
        let gazetteer = Gazetteer::bundled();
        gazetteer.find(&text, &mut hits);
        let evidence = Evidence::gather(&text, &views, &tags, gazetteer, rules, &hits);
        let mut found = vec![];
        let look = evidence.look();
        rules.proposers.find(&look, &mut looks, &mut found);
        let mut expected = rules.proposers.find_everywhere(&look);
        let key = |p: &Proposed| (p.tokens.start, p.tokens.end, p.by);
        found.sort_by_key(key);
        expected.sort_by_key(key);
        assert_eq!(found, expected, "{text}");
        count += found.len();
    }
    assert!(count > 150, "{count}");
}

/// Behind the limit names are found as before, but far slower, which no other test would tell.
#[test]
fn the_classes_of_bundled_rules_have_numbers() {
    assert!(!NameRules::bundled().proposers.classes().is_full());
}

#[test]
fn short_forms_know_their_full_name() {
    let text = "Zoë Müller-Brandt left. Then Müller-Brandt returned.";
    let names = find(text);
    assert_eq!(names[1].kind, MentionKind::Short);
    assert_eq!(&text[names[1].antecedent.unwrap()], "Zoë Müller-Brandt");
}

#[test]
fn mentions_are_in_order_and_inside_the_text() {
    let long = "A. ".repeat(3000) + &"Ab Cd ".repeat(3000) + &"Ministry of ".repeat(2000);
    for text in [
        "",
        "\u{301}",
        "“”“”",
        "AB",
        "The",
        "🇨🇳 China🇨🇳",
        "O'",
        "a\u{ad}B C.\u{301}D",
        &long,
    ] {
        let names = find(text);
        for pair in names.windows(2) {
            assert!(pair[0].span.end <= pair[1].span.start);
        }
        for name in &names {
            assert!(!text[name.span].is_empty() && (0.0..=1.0).contains(&name.score));
        }
    }
}
