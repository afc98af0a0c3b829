//! The data files that decide what is found, as they are compiled into the library.

/// Each file's path in the repository and its bytes, so that a program can say, by a hash, what a result was made with.
///
/// ```
/// assert!(onrecord::bundled::FILES.iter().any(|(path, _)| *path == "data/cues.toml"));
/// ```
pub static FILES: [(&str, &[u8]); 5] = [
    ("data/cues.toml", include_bytes!("../data/cues.toml")),
    ("data/gazetteer/bundled.gaz", crate::gazetteer::COMPILED),
    ("data/model/attribution.bin", crate::attribution::MODEL),
    (
        "data/model/pronouns.tsv",
        include_bytes!("../data/model/pronouns.tsv"),
    ),
    (
        "data/rules/attribution.toml",
        include_bytes!("../data/rules/attribution.toml"),
    ),
];
