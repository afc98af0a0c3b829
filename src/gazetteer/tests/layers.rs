//! Tests of gazetteers of several layers.

use super::super::builder::Engine;
use super::super::*;

const BASE: &str = "name\tlabel\tid\taliases\n\
    Peking\tPLACE\tcn:1\tPékin\n\
    Oslo\tPLACE\tno:1\tChristiania\n\
    Washington\tPLACE\tus:1\n\
    Washington\tPERSON\tp:1\n\
    Polar Wind\tORG\n";

fn compiled(list: &str) -> Vec<u8> {
    Gazetteer::builder()
        .list("base.tsv", list)
        .compile()
        .unwrap()
}

/// The names, lists that are compiled where they are used and files, in every mixture and with both engines: each must find the same.
fn found(lists: &[&str], text: &str) -> Vec<(String, String)> {
    let mut all = vec![];
    for mixture in 0..1 << lists.len() {
        for engine in [Engine::Automaton, Engine::Table] {
            let mut builder = Gazetteer::builder().engine(engine);
            for (i, list) in lists.iter().enumerate() {
                builder = if mixture >> i & 1 == 0 {
                    builder.list("x.tsv", list)
                } else {
                    builder.gazetteer(Gazetteer::from_bytes("x.gaz", compiled(list)).unwrap())
                };
            }
            let gazetteer = builder.build().unwrap();
            let mut hits = vec![];
            gazetteer.find(text, &mut hits);
            let hits = hits.iter().map(|hit| {
                let entry = gazetteer.entry(hit.entry);
                (text[hit.span].to_owned(), entry.kb.to_owned() + entry.name)
            });
            all.push(hits.collect::<Vec<_>>());
        }
    }
    assert!(all.iter().all(|hits| *hits == all[0]), "{all:?}");
    all.swap_remove(0)
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
    expected.iter().map(owned).collect()
}

#[test]
fn later_layers_add_override_and_remove() {
    let text = "Peking (Pékin), Beijing; Oslo, Christiania; WASHINGTON. “Polar\nWind”";
    for (overlay, expected) in [
        (
            "name\tlabel\tid\taction\nBeijing\tPLACE\tcn:1\n",
            &[
                ("Peking", "cn:1Peking"),
                ("Pékin", "cn:1Peking"),
                ("Beijing", "cn:1Beijing"),
                ("Oslo", "no:1Oslo"),
                ("Christiania", "no:1Oslo"),
                ("WASHINGTON", "us:1Washington"),
                ("WASHINGTON", "p:1Washington"),
                ("Polar\nWind", "Polar Wind"),
            ][..],
        ),
        (
            "name\tlabel\tid\taction\n\
            Beijing\tPLACE\tcn:1\toverride\n\
            \t\tno:1\tremove\n\
            WASHINGTON\tPERSON\t\tremove\n\
            Pôlar wind\tORG\tship:1\toverride\n\
            polar wind\t\t\tremove\n",
            &[("Beijing", "cn:1Beijing"), ("WASHINGTON", "us:1Washington")],
        ),
        (
            "name\tlabel\tid\taction\nWashington\t\t\tremove\nPékin\tPLACE\t\tremove\nOslo\tORG\tno:1\toverride\n",
            &[
                ("Peking", "cn:1Peking"),
                ("Pékin", "cn:1Peking"),
                ("Oslo", "no:1Oslo"),
                ("Polar\nWind", "Polar Wind"),
            ],
        ),
    ] {
        assert_eq!(found(&[BASE, overlay], text), pairs(expected), "{overlay}");
    }
}

#[test]
fn only_what_stands_before_is_taken_away() {
    let remove = "name\tlabel\tid\taction\nOslo\tPLACE\t\tremove\n";
    let again = "name\tlabel\tid\nOslo\tPLACE\tno:2\n";
    assert_eq!(
        found(&[remove, BASE], "Oslo"),
        pairs(&[("Oslo", "no:1Oslo")])
    );
    assert_eq!(
        found(&[BASE, remove, again], "Oslo"),
        pairs(&[("Oslo", "no:2Oslo")])
    );
    assert_eq!(found(&[BASE, again, remove], "Oslo"), []);
}

#[test]
fn entries_that_are_taken_away_are_not_listed() {
    let overlay = "name\tlabel\tid\taction\n\t\tno:1\tremove\nBeijing\tPLACE\tcn:1\toverride\n";
    let builder = Gazetteer::builder().list("base.tsv", BASE);
    let gazetteer = builder.list("overlay.tsv", overlay).build().unwrap();
    let names: Vec<_> = gazetteer.iter().map(|(_, entry)| entry.name).collect();
    assert_eq!(names, ["Washington", "Washington", "Polar Wind", "Beijing"]);
}

#[test]
fn bundled_lists_keep_their_place() {
    let remove = "name\tlabel\taction\nNorway\t\tremove\n";
    let norway = |gazetteer: Gazetteer| {
        let mut hits = vec![];
        gazetteer.find("Norway", &mut hits);
        hits.iter()
            .any(|hit| gazetteer.entry(hit.entry).kind == "country")
    };
    let builder = Gazetteer::builder;
    assert!(!norway(
        builder().bundled().list("x.tsv", remove).build().unwrap()
    ));
    assert!(norway(
        builder().list("x.tsv", remove).bundled().build().unwrap()
    ));
}

#[test]
fn names_are_shared_across_layers() {
    let base = Gazetteer::from_bytes("base.gaz", compiled(BASE)).unwrap();
    let overlay = "name\tlabel\tid\taction\nPÉKIN\tORG\to:1\nPolar Wind\tPLACE\nWashington\tPERSON\tp:2\toverride\n\t\tus:1\tremove\n";
    let again = "name\tlabel\nPekin\tORG\n";
    let builder = Gazetteer::builder().gazetteer(base);
    let gazetteer = builder.list("overlay.tsv", overlay);
    let gazetteer = gazetteer.gazetteer(
        Gazetteer::builder()
            .list("again.tsv", again)
            .build()
            .unwrap(),
    );
    let gazetteer = gazetteer.build().unwrap();
    let mut shared: Vec<_> = gazetteer
        .shared_names()
        .map(|(name, entries)| (name, entries.iter().map(|id| id.0).collect::<Vec<_>>()))
        .collect();
    shared.sort_unstable();
    assert_eq!(
        shared,
        [
            ("Polar Wind", vec![4, 6]),
            ("Pékin", vec![0, 5, 9]),
            ("Washington", vec![3, 7]),
        ]
    );
    assert_eq!(
        gazetteer.look_up("polar\u{a0}wind"),
        [EntryId(4), EntryId(6)]
    );
    assert_eq!(gazetteer.look_up("Polar"), []);
}
