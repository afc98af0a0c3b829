//! The part of the Python package `onrecord` that is Rust: tagging without Python's lock, and the command.

use std::cell::RefCell;
use std::ffi::{CString, OsString};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use onrecord::output::{Offsets, Record};
use onrecord::{Scratch, Tagger};
use pyo3::exceptions::{PyUserWarning, PyValueError};
use pyo3::prelude::*;

thread_local! {
    /// Each thread of Python keeps its buffers from text to text.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// A tagger that gives the JSON line of a document, as `onrecord tag` writes it.
#[pyclass(frozen, module = "onrecord._onrecord", name = "Lines")]
struct Lines {
    tagger: Tagger,
    offsets: Offsets,
    with_text: bool,
}

#[pymethods]
impl Lines {
    /// By words such as `["--gazetteer", "names.tsv"]`; what the command would say on stderr becomes warnings.
    #[new]
    fn new(py: Python<'_>, options: Vec<String>, offsets: &str, with_text: bool) -> PyResult<Self> {
        let offsets = match offsets {
            "char" => Offsets::Char,
            "utf16" => Offsets::Utf16,
            "byte" => Offsets::Byte,
            other => {
                let wrong = format!("offsets={other:?}: use \"char\", \"utf16\" or \"byte\"");
                return Err(PyValueError::new_err(wrong));
            }
        };
        let made = py.detach(|| onrecord_cli::tagger(options));
        let made = made.map_err(PyValueError::new_err)?;
        let warning = py.get_type::<PyUserWarning>();
        for line in made.said {
            let line = CString::new(line.replace('\0', "\u{FFFD}"))?;
            // The call of the class that Python's part has, and the caller's of that.
            PyErr::warn(py, &warning, &line, 2)?;
        }
        Ok(Lines {
            tagger: made.tagger,
            offsets,
            with_text,
        })
    }

    /// One document's line.
    fn tag(&self, py: Python<'_>, text: &str, id: &str) -> String {
        py.detach(|| SCRATCH.with_borrow_mut(|scratch| self.line(text, id, scratch)))
    }

    /// The lines of many documents, in their order, by so many threads.
    fn tag_all(&self, py: Python<'_>, texts: Vec<(String, String)>, threads: usize) -> Vec<String> {
        py.detach(|| self.all(&texts, threads.clamp(1, texts.len().max(1))))
    }
}

impl Lines {
    fn line(&self, text: &str, id: &str, scratch: &mut Scratch) -> String {
        let document = self.tagger.tag_into(text, scratch);
        let mut record = Record::new(id, &document, self.offsets);
        record.text = self.with_text.then_some(text.into());
        record.to_json()
    }

    fn all(&self, texts: &[(String, String)], threads: usize) -> Vec<String> {
        let next = AtomicUsize::new(0);
        let work = || {
            let (mut scratch, mut done) = (Scratch::default(), vec![]);
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some((text, id)) = texts.get(index) else {
                    return done;
                };
                done.push((index, self.line(text, id, &mut scratch)));
            }
        };
        let mut lines = vec![String::new(); texts.len()];
        thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            for worker in workers {
                let done = worker.join().unwrap_or_else(|panic| resume_unwind(panic));
                for (index, line) in done {
                    lines[index] = line;
                }
            }
        });
        lines
    }
}

/// Runs a call of the command and gives its exit status.
#[pyfunction]
fn run(py: Python<'_>, call: Vec<OsString>) -> u8 {
    py.detach(|| onrecord_cli::run(call))
}

/// The files that options name, each with a hash of its bytes.
#[pyfunction]
fn files(py: Python<'_>, options: Vec<String>) -> PyResult<Vec<(String, String)>> {
    py.detach(|| onrecord_cli::files(options))
        .map_err(PyValueError::new_err)
}

#[pymodule]
fn _onrecord(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<Lines>()?;
    module.add_function(wrap_pyfunction!(run, module)?)?;
    module.add_function(wrap_pyfunction!(files, module)?)
}
