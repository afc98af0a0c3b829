//! Where tagged documents go.

use std::io::{self, Write};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::batch::interrupt::{self, INTERRUPTED};
use crate::batch::{Batch, Counts};
use crate::exchange::BratDirectory;
use crate::pipeline::Sink;
use crate::report::{Failure, Report, say};
use crate::tag::{Fatal, Outcome, OutputFormat};

/// What is written to.
pub enum Out {
    /// Standard output, a pipe: what is written is gone.
    Stream(Box<dyn Write>),
    /// A file with a checkpoint beside it.
    File(Box<Batch>),
    /// Two files a document.
    Brat(BratDirectory),
}

/// Writes documents, counts them and speaks of what failed.
pub struct Writer<'w> {
    pub out: Out,
    format: OutputFormat,
    counts: Counts,
    report: Report,
    /// How many documents are on the way.
    sent: &'w AtomicUsize,
    taken: usize,
    position: u64,
    /// The file that the last remark was made on.
    remarked: Option<Arc<str>>,
    lost: Option<Failure>,
    /// Whether the file for errors, rather than the output, could not be written.
    errors_broke: bool,
}

impl<'w> Writer<'w> {
    pub fn new(out: Out, format: OutputFormat, report: Report, sent: &'w AtomicUsize) -> Self {
        let counts = match &out {
            Out::Stream(_) | Out::Brat(_) => Counts::default(),
            Out::File(batch) => batch.state.counts.clone(),
        };
        Writer {
            out,
            format,
            counts,
            report,
            sent,
            taken: 0,
            position: 0,
            remarked: None,
            lost: None,
            errors_broke: false,
        }
    }

    /// How many documents an earlier run has done, and their hash.
    pub fn done(&self) -> (usize, u64) {
        match &self.out {
            Out::Stream(_) | Out::Brat(_) => (0, 0),
            Out::File(batch) => (batch.state.counts.read, batch.state.chain),
        }
    }

    pub fn begin(&mut self) -> io::Result<()> {
        (self.counts.failed, self.counts.unusable) = self.report.failed();
        let begun = matches!(&self.out, Out::File(batch) if batch.state.output_bytes > 0);
        if !begun {
            self.write(self.format.begin().as_bytes())?;
        }
        self.note()
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.out {
            Out::Stream(stream) => stream.write_all(bytes),
            Out::File(batch) => batch.append(bytes),
            Out::Brat(_) => Ok(()),
        }
    }

    /// Makes what is done last.
    fn note(&mut self) -> io::Result<()> {
        match &mut self.out {
            Out::Stream(stream) => stream.flush(),
            Out::Brat(_) => Ok(()),
            Out::File(batch) => {
                batch.state.counts = self.counts.clone();
                batch.note(self.report.errors.as_mut())
            }
        }
    }

    /// Ends the run as far as it went, and gives the exit status.
    pub fn end(
        mut self,
        written: io::Result<()>,
        threads: usize,
        out: &str,
        errors: &str,
    ) -> Result<u8, Fatal> {
        self.report.progress = None;
        let written = written.and_then(|()| match interrupt::asked() {
            false => self.write(self.format.end().as_bytes()),
            true => Ok(()),
        });
        match written {
            // Whoever read our output has enough of it.
            Err(error)
                if error.kind() == io::ErrorKind::BrokenPipe
                    && matches!(self.out, Out::Stream(_)) => {}
            Err(error) => {
                // What is half written does not count: the checkpoint before this stays.
                if self.lost.is_some() {
                    self.note().map_err(|error| format!("{out}: {error}"))?;
                }
                let fault = match &self.lost {
                    Some(lost) => format!("{}: {}", lost.file, lost.error),
                    None if self.errors_broke => format!("{errors}: {error}"),
                    None => format!("{out}: {error}"),
                };
                return Err(self.with_remedy(fault));
            }
            Ok(()) if interrupt::asked() => return Ok(self.interrupted()),
            Ok(()) => {
                let failed = |error| format!("{out}: {error}");
                match self.out {
                    Out::Stream(mut stream) => match stream.flush() {
                        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
                        flushed => flushed.map_err(failed)?,
                    },
                    Out::Brat(_) => {}
                    Out::File(mut batch) => {
                        batch.state.counts = self.counts;
                        let kept = self.report.errors.as_mut();
                        let table = self.format.table();
                        batch.finish(kept, threads, table).map_err(failed)?;
                    }
                }
            }
        }
        self.report
            .finish()
            .map_err(|error| format!("{errors}: {error}"))
    }

    fn with_remedy(&self, fault: String) -> String {
        match self.out {
            Out::Stream(_) | Out::Brat(_) => fault,
            Out::File(_) => format!(
                "{fault}; {} documents are done, the same call with --resume goes on",
                self.counts.read
            ),
        }
    }

    fn interrupted(&mut self) -> u8 {
        self.report.progress = None;
        match self.note() {
            Ok(()) => say("note", self.with_remedy("interrupted".to_owned())),
            Err(error) => say("error", error),
        }
        INTERRUPTED
    }
}

impl Sink<Outcome> for Writer<'_> {
    fn take(&mut self, outcome: Outcome) -> io::Result<()> {
        self.taken += 1;
        if let Some(lost) = outcome.lost {
            self.lost = Some(lost);
            return Err(io::ErrorKind::NotFound.into());
        }
        if let Some((file, place, note)) = outcome.note {
            let again = self.remarked.as_ref() == Some(&file);
            if !(note.once && again) {
                self.report.note(format_args!("{place}: {}", note.text));
            }
            if note.once {
                self.remarked = Some(file);
            }
        }
        if let Some(failure) = outcome.failure {
            let written = self.report.fail(&failure);
            self.errors_broke = written.is_err();
            written?;
        }
        let documents = self.counts.documents;
        if let Some(shown) = outcome.shown {
            if documents > 0 {
                self.write(self.format.between().as_bytes())?;
            }
            match (&mut self.out, outcome.beside) {
                (Out::Brat(brat), Some((id, text))) => brat.add(&id, &text, &shown)?,
                _ => self.write(shown.as_bytes())?,
            }
            self.counts.documents += 1;
        }
        self.counts.read += 1;
        (self.counts.failed, self.counts.unusable) = self.report.failed();
        self.counts.text_bytes += outcome.text_bytes;
        let [mentions, entities, attributions] = outcome.found;
        self.counts.mentions += mentions;
        self.counts.entities += entities;
        self.counts.attributions += attributions;
        self.position = outcome.position;
        if let Out::File(batch) = &mut self.out {
            batch.state.chain = outcome.chain;
            if batch.due() {
                self.note()?;
            }
        }
        if let Some(progress) = &mut self.report.progress {
            progress.show(&self.counts, self.position);
        }
        Ok(())
    }

    fn idle(&mut self) -> io::Result<()> {
        if let Out::Stream(stream) = &mut self.out {
            stream.flush()?;
        }
        // The thread that reads may wait for ever, say for a keyboard.
        if interrupt::asked() && self.taken == self.sent.load(Ordering::Relaxed) {
            process::exit(i32::from(self.interrupted()));
        }
        Ok(())
    }
}
