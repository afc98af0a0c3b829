//! Runs `tests/data/pronouns.tsv`, whom each pronoun of a text means, and `tests/data/entities.tsv`, who is one person or organization.

use crate::{Document, Entity, Label, MentionKind, Tagger};

/// The lines of a file of tests that are not as expected: a text, a tab, and what `read` makes of its document.
fn failures(cases: &str, read: impl Fn(&Document<'_>) -> String) -> Vec<String> {
    let tagger = Tagger::default();
    let lines = cases.lines();
    let cases = lines.filter(|l| !l.is_empty() && !l.starts_with('#'));
    let (mut failed, mut count) = (vec![], 0);
    for line in cases {
        let (text, expected) = line.split_once('\t').expect("a text and what is expected");
        let text = text.replace("\\n", "\n");
        let found = read(&tagger.tag(&text));
        count += 1;
        if found != expected {
            failed.push(format!("{text}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(count > 10);
    failed
}

#[test]
fn pronouns_mean_whom_they_should() {
    let failed = failures(include_str!("../../tests/data/pronouns.tsv"), |document| {
        let mentions = document.mentions.iter();
        let pronouns = mentions.filter(|m| m.kind == MentionKind::Pronoun);
        let meant = pronouns.map(|m| {
            let name = m.entity.map_or("-", |id| document.entity(id).name.as_str());
            format!("{}={name}", &document.text[m.span])
        });
        meant.collect::<Vec<_>>().join("; ")
    });
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn entities_are_who_they_should_be() {
    let failed = failures(include_str!("../../tests/data/entities.tsv"), |document| {
        let entities = document.entities.iter();
        let named = entities.filter(|e| matches!(e.label, Label::Person | Label::Org));
        named
            .map(|e| line(document, e))
            .collect::<Vec<_>>()
            .join("; ")
    });
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

/// "Name = its other names (role @ affiliation)"
fn line(document: &Document<'_>, entity: &Entity) -> String {
    let mentions = entity
        .mentions
        .iter()
        .map(|&m| &document.mentions[m as usize]);
    let names = mentions.filter(|m| matches!(m.kind, MentionKind::Name | MentionKind::Short));
    let mut names: Vec<&str> = names.map(|m| &document.text[m.span]).collect();
    names.retain(|name| *name != entity.name);
    names.sort_unstable();
    names.dedup();
    let mut line = entity.name.clone();
    if !names.is_empty() {
        line += &format!(" = {}", names.join(", "));
    }
    match (&entity.role, &entity.affiliation) {
        (Some(role), Some(affiliation)) => line += &format!(" ({role} @ {affiliation})"),
        (Some(role), None) => line += &format!(" ({role})"),
        _ => {}
    }
    line
}
