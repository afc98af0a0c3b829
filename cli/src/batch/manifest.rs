//! What a run was made of and what came out, so that it can be repeated and compared.

use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use serde_json::{Value, json};

use super::checkpoint::write_whole;
use super::{Call, Checkpoint, Counts};

pub struct Run<'r> {
    pub state: &'r Checkpoint,
    pub output_bytes: u64,
    pub output_sha256: String,
    pub started: SystemTime,
    pub seconds: f64,
    pub threads: usize,
}

/// `run` is the same whenever the same is run again; `circumstances` are of the day.
pub fn write(path: &Path, run: &Run<'_>) -> io::Result<()> {
    let state = run.state;
    let started = run.started.duration_since(SystemTime::UNIX_EPOCH);
    let manifest = json!({
        "run": {
            "call": state.call,
            "counts": state.counts,
            "read": format!("{:016x}", state.chain),
            "output": {"bytes": run.output_bytes, "sha256": run.output_sha256},
        },
        "circumstances": {
            "started_unix": started.map_or(0, |since| since.as_secs()),
            "seconds_since_start_or_resume": (run.seconds * 1000.0).round() / 1000.0,
            "threads": run.threads,
        },
    });
    write_whole(path, format!("{manifest:#}\n").as_bytes())
}

/// The call and the counts of a manifest, where there is one.
pub fn read(path: &Path) -> Option<(Call, Counts)> {
    let manifest: Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    let part = |name: &str| manifest["run"][name].clone();
    Some((
        serde_json::from_value(part("call")).ok()?,
        serde_json::from_value(part("counts")).ok()?,
    ))
}
