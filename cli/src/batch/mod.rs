//! A run into a file that nothing can spoil: the output has another name until it is complete, and a checkpoint beside
//! it says how far the run got.

mod call;
mod checkpoint;
mod file;
pub mod interrupt;
mod manifest;
mod progress;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use crate::columns::{Table, Tables};
use crate::tag::Fatal;
pub use call::{Call, files};
pub use checkpoint::{Checkpoint, Counts};
pub use file::{Kept, sha256};
pub use progress::Progress;

/// A run in progress.
pub struct Batch {
    output: PathBuf,
    part: Kept,
    pub state: Checkpoint,
    every: Duration,
    noted: Instant,
    started: SystemTime,
    clock: Instant,
    manifest: bool,
}

/// What there is to do.
pub enum Opened {
    Begun(Box<Batch>),
    /// The run had ended already.
    Complete(Counts),
}

/// What a batch is to be.
pub struct Wanted<'a> {
    pub output: &'a Path,
    pub call: Call,
    pub resume: bool,
    pub every: f64,
    pub manifest: bool,
}

impl Batch {
    /// Begins a run, or goes on with one.
    ///
    /// # Errors
    /// An unfinished run that nobody asked to resume or that was another call; a file that cannot be used.
    pub fn open(wanted: Wanted<'_>) -> Result<Opened, Fatal> {
        // A link stays one: what it points to is replaced.
        let output = fs::canonicalize(wanted.output).unwrap_or_else(|_| wanted.output.to_owned());
        let checkpoint = beside(&output, "checkpoint");
        let earlier = Checkpoint::read(&checkpoint)?;
        let state = match earlier {
            Some(_) if !wanted.resume => {
                return Err(format!(
                    "{}: of a run that did not end; go on with it by --resume, or delete the file to begin anew",
                    checkpoint.display()
                ));
            }
            Some(state) => {
                let differs = state.call.differs(&wanted.call);
                if !differs.is_empty() {
                    return Err(format!(
                        "{}: cannot be resumed with other {}; call as before, or delete the file to begin anew",
                        checkpoint.display(),
                        differs.join(", ")
                    ));
                }
                state
            }
            None if wanted.resume && output.exists() => {
                return match manifest::read(&beside(&output, "manifest.json")) {
                    Some((call, counts)) if call.differs(&wanted.call).is_empty() => {
                        Ok(Opened::Complete(counts))
                    }
                    _ => Err(format!(
                        "{}: there, but no run into it to resume; leave --resume out to write over it",
                        output.display()
                    )),
                };
            }
            None => Checkpoint::new(wanted.call),
        };
        let part = beside(&output, "part");
        if state.complete && !part.exists() && output.exists() {
            let counts = state.counts.clone();
            remove(&checkpoint)?;
            return Ok(Opened::Complete(counts));
        }
        let part = if state.output_bytes == 0 {
            Kept::create(&part)
                .map_err(|error| format!("{}: cannot be written: {error}", output.display()))?
        } else {
            Kept::resume(&part, state.output_bytes)?
        };
        Ok(Opened::Begun(Box::new(Batch {
            output,
            part,
            state,
            every: Duration::from_secs_f64(wanted.every),
            noted: Instant::now(),
            started: SystemTime::now(),
            clock: Instant::now(),
            manifest: wanted.manifest,
        })))
    }

    /// Adds to the output.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.part.append(bytes)
    }

    /// Whether it is time for a checkpoint.
    pub fn due(&self) -> bool {
        self.noted.elapsed() >= self.every
    }

    /// Makes what is done last.
    pub fn note(&mut self, errors: Option<&mut Kept>) -> io::Result<()> {
        self.part.settle()?;
        if let Some(errors) = errors {
            errors.settle()?;
            self.state.errors_bytes = errors.bytes();
        }
        self.state.output_bytes = self.part.bytes();
        self.state.write(&beside(&self.output, "checkpoint"))?;
        self.noted = Instant::now();
        Ok(())
    }

    /// Gives the output its name; lines that shall be a table become one.
    pub fn finish(
        mut self,
        errors: Option<&mut Kept>,
        threads: usize,
        table: Option<Table>,
    ) -> io::Result<()> {
        self.state.complete = true;
        self.note(errors)?;
        let lines = beside(&self.output, "part");
        let mut whole = lines.clone();
        if let Some(table) = table {
            whole = beside(&self.output, "new");
            let mut tables = Tables::new(table, Kept::create(&whole)?)?;
            tables.add_lines(&lines)?;
            self.part = tables.finish()?;
            self.part.settle()?;
        }
        if self.manifest {
            manifest::write(
                &beside(&self.output, "manifest.json"),
                &manifest::Run {
                    state: &self.state,
                    output_bytes: self.part.bytes(),
                    output_sha256: self.part.sha256(),
                    started: self.started,
                    seconds: self.clock.elapsed().as_secs_f64(),
                    threads,
                },
            )?;
        }
        fs::rename(&whole, &self.output)?;
        if whole != lines {
            fs::remove_file(lines)?;
        }
        fs::remove_file(beside(&self.output, "checkpoint"))
    }
}

/// A run into something that is no plain file, like a pipe or `/dev/null`, cannot be resumed.
pub fn can_be_resumed(output: &Path) -> bool {
    output.metadata().map_or(true, |data| data.is_file())
}

fn beside(output: &Path, extension: &str) -> PathBuf {
    let mut name = output.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn remove(path: &Path) -> Result<(), Fatal> {
    fs::remove_file(path).map_err(|error| format!("{}: {error}", path.display()))
}
