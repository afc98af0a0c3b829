//! A bar on stderr for work that takes long; nothing where no terminal shows it.

use std::io::{self, IsTerminal, Read};

use indicatif::{ProgressBar, ProgressStyle};

/// How much of the lists is read.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub fn new(quiet: bool) -> Self {
        let bar = if quiet || !io::stderr().is_terminal() {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(0)
        };
        let style = ProgressStyle::with_template(
            "{msg} [{bar:30}] {bytes} of {total_bytes}, {bytes_per_sec}, {eta} to go",
        );
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("=> "));
        }
        Progress { bar }
    }

    /// Counts what is read of a source of so many bytes.
    pub fn read(&self, source: impl Read + 'static, length: u64) -> Box<dyn Read> {
        if self.bar.is_hidden() {
            return Box::new(source);
        }
        self.bar.inc_length(length);
        Box::new(self.bar.wrap_read(source))
    }

    /// What is being done.
    pub fn stage(&self, what: &str) {
        self.bar.set_message(what.to_owned());
    }

    /// Takes the bar away, so that lines can be written.
    pub fn suspend<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
