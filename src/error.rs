//! The errors of loading and building. Tagging has none.

use std::path::{Path, PathBuf};

/// A gazetteer, lexicon or rule file could not be read.
///
/// Its text names the file, the line where there is one, what is wrong and what to do about it.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct LoadError(#[from] LoadErrorKind);

#[derive(Debug, thiserror::Error)]
enum LoadErrorKind {
    #[error("{}: {source}", path.display())]
    Io {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{}: {problem}", path.display())]
    File { path: PathBuf, problem: String },
    #[error("{}:{line}: {problem}", path.display())]
    Line {
        path: PathBuf,
        line: usize,
        problem: String,
    },
}

impl LoadError {
    pub(crate) fn io(path: &Path, source: std::io::Error) -> Self {
        LoadErrorKind::Io {
            path: path.to_owned(),
            source,
        }
        .into()
    }

    /// What is wrong with a whole file, and the remedy.
    pub(crate) fn file(path: &Path, problem: impl Into<String>) -> Self {
        LoadErrorKind::File {
            path: path.to_owned(),
            problem: problem.into(),
        }
        .into()
    }

    /// `line` counts from 1; `problem` says what is wrong and the remedy.
    pub(crate) fn line(path: &Path, line: usize, problem: impl Into<String>) -> Self {
        LoadErrorKind::Line {
            path: path.to_owned(),
            line,
            problem: problem.into(),
        }
        .into()
    }

    /// The file that could not be read.
    pub fn path(&self) -> &Path {
        match &self.0 {
            LoadErrorKind::Io { path, .. }
            | LoadErrorKind::File { path, .. }
            | LoadErrorKind::Line { path, .. } => path,
        }
    }
}

/// A [`Tagger`](crate::Tagger) could not be built from what its builder was given.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct BuildError(#[from] BuildErrorKind);

#[derive(Debug, thiserror::Error)]
enum BuildErrorKind {
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error(
        "the names do not fit into one automaton ({0}); split the gazetteer or drop long aliases"
    )]
    Automaton(String),
    #[error("{0}")]
    Rules(String),
    #[error("the names take more than four GiB; split the gazetteer")]
    TooLarge,
}

impl From<LoadError> for BuildError {
    fn from(error: LoadError) -> Self {
        BuildErrorKind::Load(error).into()
    }
}

impl BuildError {
    pub(crate) fn too_large() -> Self {
        BuildErrorKind::TooLarge.into()
    }

    pub(crate) fn automaton(error: impl std::fmt::Display) -> Self {
        BuildErrorKind::Automaton(error.to_string()).into()
    }

    pub(crate) fn rules(problem: String) -> Self {
        BuildErrorKind::Rules(problem).into()
    }
}
