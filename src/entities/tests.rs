//! Runs `tests/data/pronouns.tsv`: whom each pronoun of a text means.

use crate::{MentionKind, Tagger};

#[test]
fn pronouns_mean_whom_they_should() {
    let cases = include_str!("../../tests/data/pronouns.tsv");
    let tagger = Tagger::default();
    let mut failed = vec![];
    let mut count = 0;
    for line in cases
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let (text, expected) = line.split_once('\t').expect("a text and the names");
        let text = text.replace("\\n", "\n");
        let document = tagger.tag(&text);
        let pronouns = document
            .mentions
            .iter()
            .filter(|m| m.kind == MentionKind::Pronoun);
        let meant: Vec<String> = pronouns
            .map(|m| {
                let name = m.entity.map_or("-", |id| document.entity(id).name.as_str());
                format!("{}={name}", &text[m.span])
            })
            .collect();
        count += 1;
        if meant.join("; ") != expected {
            failed.push(format!(
                "{text}\n  expected {expected}\n  found    {}",
                meant.join("; ")
            ));
        }
    }
    assert!(count > 10);
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}
