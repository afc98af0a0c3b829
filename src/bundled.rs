//! The data files that decide what is found, as they are compiled into the library.

macro_rules! file {
    ($path:literal) => {
        (
            concat!("data/", $path),
            include_bytes!(concat!("../data/", $path)),
        )
    };
}
/// Each file's path in the repository and its bytes, so that a program can say, by a hash, what a result was made with.
///
/// ```
/// assert!(onrecord::bundled::FILES.iter().any(|(path, _)| *path == "data/rules/cues.toml"));
/// ```
pub static FILES: [(&str, &[u8]); 23] = [
    ("data/gazetteer/bundled.gaz", crate::gazetteer::COMPILED),
    file!("model/attribution.bin"),
    file!("model/known.tsv"),
    file!("model/mentions.bin"),
    file!("model/pronouns.tsv"),
    file!("rules/attribution.toml"),
    file!("rules/cues.toml"),
    file!("rules/cues_claims.toml"),
    file!("rules/cues_minds.toml"),
    file!("rules/entities.toml"),
    file!("rules/mentions.toml"),
    file!("rules/mentions_companies.toml"),
    file!("rules/mentions_definitions.toml"),
    file!("rules/mentions_organizations.toml"),
    file!("rules/mentions_people.toml"),
    file!("rules/mentions_places.toml"),
    file!("rules/mentions_results.toml"),
    file!("rules/mentions_teams.toml"),
    file!("rules/mentions_things.toml"),
    file!("words/abbreviations.tsv"),
    file!("words/clusters.bin"),
    file!("words/function.tsv"),
    file!("words/words.tsv"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_listed() {
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        for folder in ["model", "rules", "words"] {
            for entry in std::fs::read_dir(data.join(folder)).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                let path = format!("data/{folder}/{name}");
                assert!(FILES.iter().any(|(listed, _)| *listed == path), "{path}");
            }
        }
    }
}
