//! What went wrong: on stderr, in the file of `--errors`, and in the exit status.

use std::cell::RefCell;
use std::fmt::Display;
use std::io::{self, Write};

use serde::Serialize;

use crate::batch::{Counts, Kept, Progress};

/// A document or file that could not be tagged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Failure {
    pub file: String,
    /// The line of a JSON Lines file, from 1.
    pub line: Option<usize>,
    /// The document's id, where it is known.
    pub id: Option<String>,
    /// What is wrong, and the remedy.
    pub error: String,
    /// Whether the whole file could not be used, rather than one document in it.
    #[serde(skip)]
    pub whole_file: bool,
}

impl Failure {
    /// A file or directory that could not be used at all.
    pub fn unusable(file: impl Display, error: impl Into<String>) -> Self {
        Failure {
            file: file.to_string(),
            line: None,
            id: None,
            error: error.into(),
            whole_file: true,
        }
    }

    /// The file, and the line where the file holds many documents.
    pub fn place(&self) -> String {
        match self.line {
            Some(line) => format!("{}:{line}", self.file),
            None => self.file.clone(),
        }
    }
}

/// How many failed documents are named on stderr, and how many notes made; a file of a million broken lines shall not
/// fill the screen.
const NAMED: usize = 20;

/// Tells the caller what happens.
pub struct Report {
    quiet: bool,
    /// What to do to see more failed documents than are named here; nothing if the command has no `--errors`.
    pub hint: &'static str,
    pub errors: Option<Kept>,
    pub progress: Option<Progress>,
    notes: usize,
    documents: usize,
    unusable: usize,
}

impl Report {
    pub fn new(quiet: bool) -> Self {
        Report {
            quiet,
            hint: "",
            errors: None,
            progress: None,
            notes: 0,
            documents: 0,
            unusable: 0,
        }
    }

    /// Goes on with the report of an earlier run.
    pub fn go_on(&mut self, counts: &Counts) {
        self.documents = counts.failed;
        self.unusable = counts.unusable;
    }

    /// How many documents and whole files failed.
    pub fn failed(&self) -> (usize, usize) {
        (self.documents, self.unusable)
    }

    /// Speaks without tearing the progress bar.
    fn say(&self, kind: &str, what: impl Display) {
        match &self.progress {
            Some(progress) => progress.around(|| say(kind, what)),
            None => say(kind, what),
        }
    }

    pub fn note(&mut self, note: impl Display) {
        self.notes += 1;
        if !self.quiet && self.notes <= NAMED {
            self.say("note", note);
        }
    }

    /// An error is the file of `--errors` that could not be written.
    pub fn fail(&mut self, failure: &Failure) -> io::Result<()> {
        let place = failure.place();
        if failure.whole_file {
            self.unusable += 1;
            self.say("error", format_args!("{place}: {}", failure.error));
        } else {
            self.documents += 1;
            if self.documents <= NAMED {
                self.say("error", format_args!("{place}: {}", failure.error));
            }
        }
        if let Some(errors) = &mut self.errors {
            let mut row = serde_json::to_vec(failure)?;
            row.push(b'\n');
            errors.append(&row)?;
        }
        Ok(())
    }

    /// The last words, and the exit status.
    pub fn finish(mut self) -> io::Result<u8> {
        self.progress = None;
        if self.documents > NAMED {
            let more = self.documents - NAMED;
            let hint = if self.errors.is_some() { "" } else { self.hint };
            say("error", format_args!("{more} more documents failed{hint}"));
        }
        if self.notes > NAMED && !self.quiet {
            say("note", format_args!("{} more of these", self.notes - NAMED));
        }
        if let Some(errors) = &mut self.errors {
            errors.flush()?;
        }
        Ok(match (self.unusable, self.documents) {
            (0, 0) => 0,
            (0, _) => 1,
            _ => 2,
        })
    }
}

thread_local! {
    /// What is said on this thread, where somebody wants to hear it.
    static HEARD: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Writes to stderr, and does without where nobody listens there any more.
pub fn say(kind: &str, what: impl Display) {
    let line = format!("{kind}: {what}");
    let told = HEARD.with_borrow_mut(|heard| match heard {
        Some(lines) => {
            lines.push(line.clone());
            true
        }
        None => false,
    });
    if !told {
        let _ = writeln!(io::stderr(), "{line}");
    }
}

/// What is done, and what is said meanwhile, which stderr does not get.
pub fn hear<T>(work: impl FnOnce() -> T) -> (T, Vec<String>) {
    HEARD.set(Some(vec![]));
    let done = work();
    (done, HEARD.take().unwrap_or_default())
}
