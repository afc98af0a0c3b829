//! A tagger by the options of `onrecord tag`, for programs that are no command.

use std::ffi::OsString;

use clap::Parser;
use onrecord::{Only, Tagger};

use crate::args::{Half, TaggerArgs};
use crate::report;
use crate::{batch, tag};

/// The options of `onrecord tag` that make a tagger.
#[derive(Debug, Parser)]
#[command(name = "onrecord", no_binary_name = true, disable_help_flag = true)]
struct Options {
    #[command(flatten)]
    tagger: TaggerArgs,

    #[arg(long, value_enum)]
    only: Option<Half>,
}

impl Options {
    fn read(words: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Self, String> {
        Options::try_parse_from(words).map_err(|error| {
            let error = error.to_string();
            // The rest speaks of a command line, which the caller has not seen.
            let first = error.split("\n\n").next().unwrap_or_default();
            first.trim_start_matches("error: ").to_owned()
        })
    }
}

/// A tagger, and what there is to say about it.
#[derive(Debug)]
pub struct MadeTagger {
    /// The tagger.
    pub tagger: Tagger,
    /// What the command would write to stderr: rows of lists that were rejected, what a list was taken for; a line each.
    pub said: Vec<String>,
}

/// Makes the tagger that options such as `--gazetteer names.tsv` ask for.
///
/// # Errors
///
/// In a sentence, with file, line and remedy: an option that is not there, a file that cannot be used, a rule that is wrong.
///
/// ```
/// let made = onrecord_cli::tagger(["--no-pronouns", "--min-score", "0.5"])?;
/// assert_eq!(made.tagger.tag("“Yes,” Ann Lee said.").attributions.len(), 1);
/// let wrong = onrecord_cli::tagger(["--gazetteer", "nowhere.tsv"]).unwrap_err();
/// assert!(wrong.contains("nowhere.tsv"), "{wrong}");
/// # Ok::<(), String>(())
/// ```
pub fn tagger(
    words: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> Result<MadeTagger, String> {
    let options = Options::read(words)?;
    let (built, said) = report::hear(|| {
        let (mut builder, _) = tag::builder(&options.tagger, false)?;
        if let Some(half) = options.only {
            builder = builder.only(Only::from(half));
        }
        builder.build().map_err(|error| error.to_string())
    });
    match built {
        Ok(tagger) => Ok(MadeTagger { tagger, said }),
        // What was said before tells which list it was and why.
        Err(error) => Err([said, vec![error]].concat().join("\n")),
    }
}

/// All files that such options name, each with the SHA-256 of its bytes: what has to be the same for the same tagger.
///
/// # Errors
///
/// As [`tagger`].
pub fn files(
    words: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> Result<Vec<(String, String)>, String> {
    batch::files(&Options::read(words)?.tagger)
}
