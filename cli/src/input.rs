//! Which files a call means.

use std::ffi::OsStr;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::args::InputKind;
use crate::report::Failure;

/// Something that documents are read from.
#[derive(Debug, PartialEq)]
pub enum Input {
    /// Standard input.
    Stdin(Content),
    /// A file, and the id of its document where it holds one.
    File {
        path: PathBuf,
        id: String,
        content: Content,
    },
}

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// One document.
    Text,
    /// One document a line.
    JsonLines,
}

/// What a call's arguments come to.
#[derive(Debug, Default)]
pub struct Inputs {
    pub inputs: Vec<Input>,
    /// Files and directories that cannot be used.
    pub failures: Vec<Failure>,
    /// What the caller may want to know.
    pub notes: Vec<String>,
}

/// Extensions of what is neither text nor JSON Lines, so that nobody tags the markup of a page without a warning.
const NOT_TEXT: [&str; 16] = [
    "csv", "doc", "docx", "epub", "gz", "htm", "html", "json", "odt", "parquet", "pdf", "rtf",
    "tsv", "xml", "zip", "zst",
];

impl Inputs {
    /// Finds all files, those of directories in the order of their names.
    pub fn find(paths: &[PathBuf], kind: InputKind) -> Self {
        let mut found = Inputs::default();
        if paths.is_empty() {
            if io::stdin().is_terminal() {
                found.failures.push(Failure::unusable(
                    "standard input",
                    "nothing to read; name files or directories, or pipe text in",
                ));
            } else {
                found.add_stdin(kind);
            }
        }
        for path in paths {
            if path == Path::new("-") {
                found.add_stdin(kind);
            } else if path.is_dir() {
                found.add_directory(path);
            } else {
                found.add_file(path, kind);
            }
        }
        found
    }

    fn add_stdin(&mut self, kind: InputKind) {
        self.inputs.push(Input::Stdin(match kind {
            InputKind::Jsonl => Content::JsonLines,
            InputKind::Auto | InputKind::Text => Content::Text,
        }));
    }

    fn add_file(&mut self, path: &Path, kind: InputKind) {
        // Whether it can be opened shows when it is read; that it is missing is better said before the work begins.
        if let Err(error) = path.metadata() {
            let problem = match error.kind() {
                io::ErrorKind::NotFound => "no such file or directory".to_owned(),
                _ => error.to_string(),
            };
            self.failures
                .push(Failure::unusable(path.display(), problem));
            return;
        }
        let content = match (kind, extension(path).as_deref()) {
            (InputKind::Text, _) => Content::Text,
            (InputKind::Jsonl, _) | (InputKind::Auto, Some("jsonl" | "ndjson")) => {
                Content::JsonLines
            }
            (InputKind::Auto, Some(other)) if NOT_TEXT.contains(&other) => {
                self.failures.push(Failure::unusable(
                    path.display(),
                    format!(
                        "a .{other} file is neither plain text nor JSON Lines; convert it, or read it as it is with --input text"
                    ),
                ));
                return;
            }
            (InputKind::Auto, _) => Content::Text,
        };
        let id = path.file_stem().unwrap_or(path.as_os_str());
        self.inputs.push(Input::File {
            path: path.to_owned(),
            id: id.to_string_lossy().into_owned(),
            content,
        });
    }

    fn add_directory(&mut self, directory: &Path) {
        let before = self.inputs.len() + self.failures.len();
        let mut left_out = 0;
        for entry in WalkDir::new(directory)
            .follow_links(true)
            .sort_by_file_name()
        {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(directory).display();
                    self.failures
                        .push(Failure::unusable(path, error.to_string()));
                    continue;
                }
            };
            if !entry.file_type().is_file() {
                continue;
            }
            let content = match extension(entry.path()).as_deref() {
                Some("txt") => Content::Text,
                Some("jsonl" | "ndjson") => Content::JsonLines,
                _ => {
                    left_out += 1;
                    continue;
                }
            };
            // The path below the directory, so that equal names in different directories stay apart.
            let below = entry.path().strip_prefix(directory).unwrap_or(entry.path());
            let parts: Vec<_> = below
                .with_extension("")
                .iter()
                .map(OsStr::to_owned)
                .collect();
            let parts: Vec<_> = parts.iter().map(|part| part.to_string_lossy()).collect();
            self.inputs.push(Input::File {
                id: parts.join("/"),
                path: entry.into_path(),
                content,
            });
        }
        if self.inputs.len() + self.failures.len() == before {
            self.failures.push(Failure::unusable(
                directory.display(),
                "no .txt or .jsonl file in this directory; name files with other extensions one by one",
            ));
        } else if left_out > 0 {
            let files = if left_out == 1 { "file" } else { "files" };
            self.notes.push(format!(
                "{}: {left_out} {files} left out that are neither .txt nor .jsonl",
                directory.display()
            ));
        }
    }
}

impl Input {
    /// What messages call it.
    pub fn name(&self) -> String {
        match self {
            Input::Stdin(_) => "stdin".to_owned(),
            Input::File { path, .. } => path.display().to_string(),
        }
    }

    /// The file, where it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Input::Stdin(_) => None,
            Input::File { path, .. } => Some(path),
        }
    }
}

fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}
