//! Files that earlier versions wrote; `compat/README.md` says what they are.

use onrecord::gazetteer::{Gazetteer, Hit};

#[test]
fn gazetteers_of_format_1() {
    let bytes = include_bytes!("compat/gazetteer-1.gaz");
    let kept = Gazetteer::from_bytes("gazetteer-1.gaz", bytes).unwrap();
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

/// If this fails, the layout or the folding has changed: raise its version, and keep a new sample beside the old one.
#[test]
fn the_current_version_writes_the_same_bytes() {
    let list = include_str!("compat/names.tsv");
    let compiled = Gazetteer::builder()
        .any_initials(false)
        .list("tests/compat/names.tsv", list)
        .compile()
        .unwrap();
    assert_eq!(compiled, include_bytes!("compat/gazetteer-1.gaz"));
}
