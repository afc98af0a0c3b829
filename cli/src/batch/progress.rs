//! How far a run is, on stderr.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressStyle};

use super::Counts;

/// A bar on a terminal, elsewhere a line now and then.
pub struct Progress {
    bar: Option<ProgressBar>,
    /// The size of all inputs, where it is known.
    total: Option<u64>,
    begun: Instant,
    shown: Option<Instant>,
    /// What an earlier run did is not this one's speed.
    before: Option<(u64, u64)>,
}

/// What is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(700);
const BAR_EVERY: Duration = Duration::from_millis(200);
const LINE_EVERY: Duration = Duration::from_secs(30);

impl Progress {
    pub fn new(total: Option<u64>) -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let bar = total.map_or_else(ProgressBar::no_length, ProgressBar::new);
            let template = match total {
                Some(_) => "{bar:25} {percent}% {msg}",
                None => "{spinner} {msg}",
            };
            bar.set_style(ProgressStyle::with_template(template).expect("a valid template"));
            bar
        });
        Progress {
            bar,
            total,
            begun: Instant::now(),
            shown: None,
            before: None,
        }
    }

    /// `position` is how many bytes of the inputs are done.
    pub fn show(&mut self, counts: &Counts, position: u64) {
        let (text_before, position_before) =
            *self.before.get_or_insert((counts.text_bytes, position));
        let every = match (&self.bar, self.shown) {
            (Some(_), None) => PATIENCE,
            (Some(_), Some(_)) => BAR_EVERY,
            (None, _) => LINE_EVERY,
        };
        if self.shown.unwrap_or(self.begun).elapsed() < every {
            return;
        }
        self.shown = Some(Instant::now());
        let seconds = self.begun.elapsed().as_secs_f64();
        let mut line = format!(
            "{} documents, {:.1} MB/s",
            HumanCount(counts.read as u64),
            (counts.text_bytes - text_before) as f64 / 1e6 / seconds
        );
        let errors = counts.failed + counts.unusable;
        if errors > 0 {
            line += &format!(", {} errors", HumanCount(errors as u64));
        }
        if let Some(total) = self.total
            && position > position_before
        {
            let rest = total.saturating_sub(position) as f64;
            let left = rest * seconds / (position - position_before) as f64;
            line += &format!(", {} left", HumanDuration(Duration::from_secs_f64(left)));
        }
        match &self.bar {
            Some(bar) => {
                bar.set_position(position);
                bar.set_message(line);
            }
            None => crate::report::say("progress", line),
        }
    }

    /// Says something without tearing the bar.
    pub fn around(&self, say: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
