//! Which files a call means.

use std::ffi::OsStr;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use walkdir::WalkDir;

use crate::args::InputKind;
use crate::report::Failure;
use crate::tag::Fatal;

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
    /// One document a row; the delimiter.
    Csv(u8),
    /// One document a row.
    Parquet,
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
const NOT_TEXT: [&str; 11] = [
    "doc", "docx", "epub", "htm", "html", "json", "odt", "pdf", "rtf", "xml", "zip",
];

impl Inputs {
    /// Finds all files, those of directories in the order of their names. `globs` say which files of directories;
    /// without any, texts and JSON Lines.
    pub fn find(paths: &[PathBuf], kind: InputKind, globs: &[String]) -> Result<Self, Fatal> {
        let mut found = Inputs::default();
        let globs = glob_set(globs)?;
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
                found.add_directory(path, kind, globs.as_ref());
            } else {
                found.add_file(path, kind);
            }
        }
        Ok(found)
    }

    /// The size of all inputs, where it is known.
    pub fn bytes(&self) -> Option<u64> {
        let size = |input: &Input| Some(input.path()?.metadata().ok()?.len());
        self.inputs.iter().map(size).sum()
    }

    fn add_stdin(&mut self, kind: InputKind) {
        self.inputs
            .push(Input::Stdin(said(kind).unwrap_or(Content::Text)));
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
        let name = unpacked_name(path);
        let known = said(kind).or_else(|| by_extension(&name));
        if let (None, Some(other)) = (known, extension(&name))
            && NOT_TEXT.contains(&&*other)
        {
            self.failures.push(Failure::unusable(
                path.display(),
                format!(
                    "a .{other} file is neither plain text nor JSON Lines; convert it, or read it as it is with --input text"
                ),
            ));
            return;
        }
        let id = name.file_stem().unwrap_or(name.as_os_str());
        self.inputs.push(Input::File {
            path: path.to_owned(),
            id: id.to_string_lossy().into_owned(),
            content: known.unwrap_or(Content::Text),
        });
    }

    fn add_directory(&mut self, directory: &Path, kind: InputKind, globs: Option<&GlobSet>) {
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
            // The path below the directory, so that equal names in different directories stay apart.
            let below = entry.path().strip_prefix(directory).unwrap_or(entry.path());
            let name = unpacked_name(below);
            let known = by_extension(&name);
            let wanted = match globs {
                Some(globs) => globs.is_match(below),
                None => matches!(known, Some(Content::JsonLines | Content::Text)),
            };
            if !wanted {
                left_out += 1;
                continue;
            }
            let parts: Vec<_> = name
                .with_extension("")
                .iter()
                .map(OsStr::to_owned)
                .collect();
            let parts: Vec<_> = parts.iter().map(|part| part.to_string_lossy()).collect();
            self.inputs.push(Input::File {
                id: parts.join("/"),
                path: entry.into_path(),
                content: said(kind).or(known).unwrap_or(Content::Text),
            });
        }
        if self.inputs.len() + self.failures.len() == before {
            self.failures.push(Failure::unusable(
                directory.display(),
                match globs {
                    Some(_) => "no file in this directory fits --glob",
                    None => "no .txt or .jsonl file in this directory; name files with other extensions one by one, or with --glob",
                },
            ));
        } else if left_out > 0 && globs.is_none() {
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

    /// What it holds.
    pub fn content(&self) -> Content {
        match self {
            Input::Stdin(content) | Input::File { content, .. } => *content,
        }
    }

    /// The id of its document, where it holds one.
    pub fn id(&self) -> &str {
        match self {
            Input::Stdin(_) => "stdin",
            Input::File { id, .. } => id,
        }
    }
}

/// What the caller says that the inputs hold.
fn said(kind: InputKind) -> Option<Content> {
    match kind {
        InputKind::Auto => None,
        InputKind::Text => Some(Content::Text),
        InputKind::Jsonl => Some(Content::JsonLines),
        InputKind::Csv => Some(Content::Csv(b',')),
        InputKind::Tsv => Some(Content::Csv(b'\t')),
        InputKind::Parquet => Some(Content::Parquet),
    }
}

fn by_extension(name: &Path) -> Option<Content> {
    match extension(name)?.as_str() {
        "txt" => Some(Content::Text),
        "jsonl" | "ndjson" => Some(Content::JsonLines),
        "csv" => Some(Content::Csv(b',')),
        "tsv" => Some(Content::Csv(b'\t')),
        "parquet" => Some(Content::Parquet),
        _ => None,
    }
}

/// The name without what says that the file is packed.
fn unpacked_name(path: &Path) -> PathBuf {
    match extension(path).as_deref() {
        Some("gz" | "bz2" | "zst") => path.with_extension(""),
        _ => path.to_owned(),
    }
}

fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

/// A pattern without a slash fits names in any directory.
fn glob_set(globs: &[String]) -> Result<Option<GlobSet>, Fatal> {
    if globs.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let anywhere = if glob.contains('/') { "" } else { "**/" };
        let glob = GlobBuilder::new(&format!("{anywhere}{glob}"))
            .literal_separator(true)
            .build()
            .map_err(|error| format!("--glob {glob}: {error}"))?;
        set.add(glob);
    }
    let set = set.build().map_err(|error| format!("--glob: {error}"))?;
    Ok(Some(set))
}
