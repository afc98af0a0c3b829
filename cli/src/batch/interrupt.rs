//! Ctrl-C and the signals that ask a program to end.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

/// What shells expect of a program that was interrupted.
pub const INTERRUPTED: u8 = 130;

static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on the first signal asks the run to end after the documents in hand, the second ends it at once.
pub fn listen() {
    // Without a handler the first signal ends the run at once, and the last checkpoint stays.
    let _ = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::Relaxed) {
            process::exit(i32::from(INTERRUPTED));
        }
    });
}

/// Whether somebody asked the run to end.
pub fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
