//! All that decides what a run's output is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use walkdir::WalkDir;

use super::sha256;
use crate::args::{TagArgs, TaggerArgs};
use crate::read::Inputs;
use crate::tag::Fatal;

/// By what it is: the version, the bundled data, options, gazetteers, rules, inputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Call(BTreeMap<String, Value>);

impl Call {
    /// `format` is the format with everything that it takes.
    pub fn new(args: &TagArgs, found: &Inputs, format: &str) -> Result<Self, Fatal> {
        let bundled: BTreeMap<&str, String> = onrecord::bundled::FILES
            .iter()
            .map(|(name, bytes)| (*name, sha256(bytes)))
            .collect();
        let names = (found.inputs.iter().map(|input| input.name()))
            .chain(found.failures.iter().map(|failure| failure.file.clone()));
        let names: Vec<String> = names.collect();
        let reading = &args.reading;
        let options = json!({
            "format": format,
            "only": args.only.map(|half| format!("{half:?}").to_lowercase()),
            "with_text": args.with_text,
            "input": format!("{:?}", args.input).to_lowercase(),
            "text_field": reading.text_field,
            "id_field": reading.id_field,
            "keep": reading.keep,
            "max_bytes": reading.max_bytes,
            "min_score": args.tagger.min_score,
            "model": !args.tagger.no_model,
            "pronouns": !args.tagger.no_pronouns,
            "default_gazetteers": !args.tagger.no_default_gazetteers,
            "languages": args.tagger.language,
            "lists": format!("{:?}", args.tagger.lists),
            "errors": args.errors.is_some(),
        });
        let inputs = json!({
            "named": args.inputs,
            "files": names.len(),
            "names_sha256": sha256(names.join("\0").as_bytes()),
        });
        let parts = [
            ("version", json!(env!("CARGO_PKG_VERSION"))),
            ("bundled data", json!(bundled)),
            ("options", options),
            ("gazetteers", hashes(&args.tagger.gazetteer)?),
            ("rules", hashes(&args.tagger.rules)?),
            ("model", hashes(args.tagger.model.as_slice())?),
            ("inputs", inputs),
        ];
        Ok(Call(
            parts.map(|(name, part)| (name.to_owned(), part)).into(),
        ))
    }

    /// The names of the parts that are not the same.
    pub fn differs(&self, other: &Call) -> Vec<&str> {
        let parts = self
            .0
            .iter()
            .filter(|(name, part)| other.0.get(*name) != Some(part));
        parts.map(|(name, _)| name.as_str()).collect()
    }
}

/// The files that a tagger is made of, and their hashes.
pub fn files(args: &TaggerArgs) -> Result<Vec<(String, String)>, Fatal> {
    let mut all = vec![];
    for paths in [&args.gazetteer[..], &args.rules, args.model.as_slice()] {
        for (path, hash) in hashed(paths)? {
            all.push((path.to_string_lossy().into_owned(), hash));
        }
    }
    Ok(all)
}

fn hashes(paths: &[PathBuf]) -> Result<Value, Fatal> {
    let files = hashed(paths)?.into_iter();
    let files = files.map(|(path, hash)| json!({"file": path, "sha256": hash}));
    Ok(files.collect())
}

fn hashed(paths: &[PathBuf]) -> Result<Vec<(PathBuf, String)>, Fatal> {
    let mut files = vec![];
    for path in paths {
        for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
            let entry = entry.map_err(|error| error.to_string())?;
            let rules = entry.path().extension().is_some_and(|e| e == "toml");
            if entry.file_type().is_file() && (rules || entry.depth() == 0) {
                let hash = hash(entry.path())?;
                files.push((entry.into_path(), hash));
            }
        }
    }
    Ok(files)
}

fn hash(path: &Path) -> Result<String, Fatal> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(sha256(&bytes))
}
