//! Files that earlier versions wrote; `compat/README.md` says what they are.

use onrecord::gazetteer::{Gazetteer, Hit};

#[test]
fn gazetteers_of_other_formats_say_what_to_do() {
    for bytes in [
        &include_bytes!("compat/gazetteer-1.gaz")[..],
        include_bytes!("compat/gazetteer-2.gaz"),
        include_bytes!("compat/gazetteer-3.gaz"),
        include_bytes!("compat/gazetteer-3-tight.gaz"),
        include_bytes!("compat/gazetteer-4.gaz"),
        include_bytes!("compat/gazetteer-4-tight.gaz"),
        include_bytes!("compat/gazetteer-5.gaz"),
        include_bytes!("compat/gazetteer-6.gaz"),
    ] {
        let error = Gazetteer::from_bytes("old.gaz", bytes).unwrap_err();
        assert_eq!(
            error.to_string(),
            "old.gaz: it was compiled by another version of onrecord, in another format; compile it again with `onrecord compile`"
        );
    }
}

#[test]
fn gazetteers_of_format_7() {
    let bytes = include_bytes!("compat/gazetteer-7.gaz");
    let kept = Gazetteer::from_bytes("gazetteer-7.gaz", bytes).unwrap();
    assert!(kept.is_intact());
    let text = "ZURICH GROUP, ZÜRICH GROUP, NGO ĐINH and Polar\nWind, POLAR WIND";
    let mut hits: Vec<Hit> = vec![];
    kept.find(text, &mut hits);
    let found: Vec<_> = hits
        .iter()
        .map(|hit| (&text[hit.span], kept.entry(hit.entry).name))
        .collect();
    assert_eq!(
        found,
        [
            ("ZÜRICH GROUP", "Zürich Insurance"),
            ("NGO ĐINH", "Ngô Đình"),
            ("Polar\nWind", "Polar Wind"),
        ]
    );
    assert_eq!(kept.entry(hits[0].entry).kb, "org:7");
    assert_eq!(kept.sources()[0].licence, "CC0-1.0");
}

#[test]
fn gazetteers_of_format_8() {
    let bytes = include_bytes!("compat/gazetteer-8.gaz");
    let kept = Gazetteer::from_bytes("gazetteer-8.gaz", bytes).unwrap();
    assert!(kept.is_intact());
    let base = include_bytes!("compat/gazetteer-7.gaz");
    let base = Gazetteer::from_bytes("gazetteer-7.gaz", base).unwrap();
    let builder = Gazetteer::builder().gazetteer(base).gazetteer(kept);
    let both = builder.build().unwrap();
    let text = "Polar Wind. Ngô Đình paid the Group\u{a0}a premium.\n\nA premium for Z.I.G., not for Zürich Group Street";
    let mut hits: Vec<Hit> = vec![];
    both.find(text, &mut hits);
    let found: Vec<_> = hits
        .iter()
        .map(|hit| (&text[hit.span], both.entry(hit.entry)))
        .map(|(slice, entry)| (slice, entry.kb, entry.kind))
        .collect();
    assert_eq!(
        found,
        [
            ("Ngô Đình", "", ""),
            ("Ngô Đình", "p:1", ""),
            ("the Group", "org:7", "insurer"),
            ("Z.I.G.", "org:7", "insurer"),
            // Not before "Street", but the entry of the other file asks for nothing.
            ("Zürich Group", "org:7", ""),
        ]
    );
    let insurer = both.entry(hits[2].entry);
    assert_eq!(insurer.prior, 12);
    let features: Vec<_> = insurer.features().collect();
    assert_eq!(features, [("seat", "Zürich"), ("founded", "1872")]);
    assert_eq!(insurer.languages().collect::<Vec<_>>(), ["en", "de"]);
}

/// If this fails, the layout, the folding or how full tables are has changed: keep new samples beside the old ones, and raise the version where old
/// files would be read wrongly.
#[test]
fn the_current_version_writes_the_same_bytes() {
    let list = include_str!("compat/names-3.tsv");
    let compiled = Gazetteer::builder()
        .any_initials(false)
        .list("tests/compat/names-3.tsv", list)
        .compile()
        .unwrap();
    assert_eq!(compiled, include_bytes!("compat/gazetteer-7.gaz"));
    let list = include_str!("compat/names-4.tsv");
    let compiled = Gazetteer::builder()
        .list("tests/compat/names-4.tsv", list)
        .compile()
        .unwrap();
    assert_eq!(compiled, include_bytes!("compat/gazetteer-8.gaz"));
}
