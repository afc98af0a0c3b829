//! Lists of names in any format, for `compile` and `tag --gazetteer`.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use onrecord::Label;
use onrecord::gazetteer::import::{Format, Import, ImportOptions, Imported, Reject};
use onrecord::gazetteer::{Action, Gazetteer, GazetteerBuilder, SourceReader};
use serde::Serialize;

use crate::args::{ListArgs, NameCase};
use crate::open::Opened;
use crate::progress::Progress;
use crate::report::say;
use crate::tag::Fatal;

/// Rejects, and entries that do nothing, that are named on stderr.
const NAMED: usize = 20;

/// Lists that were read.
pub struct Lists {
    pub import: Import,
    pub opened: Opened,
    pub progress: Progress,
    pub licences: Vec<(PathBuf, String)>,
    pub entries: u64,
    pub rejects: u64,
    /// Files that could not be read to their end.
    pub unusable: usize,
}

/// A row of the file of rejects.
#[derive(Serialize)]
struct Row<'r> {
    file: String,
    line: u64,
    reason: &'r str,
}

/// Where rejects go: the first ones to stderr, all of them to a file.
struct Rejects {
    file: Option<(PathBuf, BufWriter<File>)>,
    count: u64,
    failed: Option<std::io::Error>,
}

impl Rejects {
    fn new(lists: &[PathBuf], args: &ListArgs) -> Result<Self, Fatal> {
        let mut file = None;
        if let Some(path) = &args.rejects {
            let is_it = |list| same_file::is_same_file(list, path).unwrap_or(false);
            if lists.iter().any(is_it) {
                return Err(format!(
                    "{}: the file for rejects is also a list; write to another file",
                    path.display()
                ));
            }
            let created = File::create(path)
                .map_err(|error| format!("{}: cannot be written: {error}", path.display()))?;
            file = Some((path.clone(), BufWriter::new(created)));
        }
        Ok(Rejects {
            file,
            count: 0,
            failed: None,
        })
    }

    fn take(&mut self, reject: &Reject, progress: &Progress) {
        self.count += 1;
        if self.count <= NAMED as u64 {
            progress.suspend(|| say("rejected", reject));
        }
        if let Some((_, file)) = &mut self.file {
            let row = Row {
                file: reject.file.display().to_string(),
                line: reject.line,
                reason: &reject.reason,
            };
            let written = serde_json::to_writer(&mut *file, &row)
                .map_err(std::io::Error::from)
                .and_then(|()| file.write_all(b"\n"));
            self.failed = self.failed.take().or(written.err());
        }
    }

    fn finish(mut self) -> Result<u64, Fatal> {
        if let Some((path, file)) = &mut self.file
            && let Some(error) = self.failed.take().or(file.flush().err())
        {
            return Err(format!("{}: cannot be written: {error}", path.display()));
        }
        if self.count > NAMED as u64 {
            let hint = match &self.file {
                Some((path, _)) => format!("{} has them all", path.display()),
                None => "--rejects FILE keeps them all".to_owned(),
            };
            say(
                "rejected",
                format_args!("{} more; {hint}", self.count - NAMED as u64),
            );
        }
        Ok(self.count)
    }
}

/// Reads lists of any format. One that cannot be used is told, and the others are read.
pub fn read(paths: &[PathBuf], args: &ListArgs, quiet: bool) -> Result<Lists, Fatal> {
    let mut rejects = Rejects::new(paths, args)?;
    let mut lists = Lists {
        import: Import::new(options(args)),
        opened: Opened::default(),
        progress: Progress::new(quiet),
        licences: vec![],
        entries: 0,
        rejects: 0,
        unusable: 0,
    };
    let (progress, opened) = (&lists.progress, &mut lists.opened);
    for path in paths {
        progress.stage(&path.display().to_string());
        let read = opened
            .open(path, progress)
            .map_err(|error| format!("{}: {error}", path.display()))
            .and_then(|source| {
                let mut open = |path: &Path| opened.open(path, progress);
                let mut reject = |reject: Reject| rejects.take(&reject, progress);
                let read = (lists.import).read_with(path, source, &mut open, &mut reject);
                read.map_err(|error| error.to_string())
            });
        match read {
            Ok(read) => {
                if !quiet {
                    progress.suspend(|| tell(path, args, &read));
                }
                if read.entries == 0 && read.rejects > 0 {
                    lists.unusable += 1;
                    let problem = format_args!("{}: no name of it could be taken", path.display());
                    progress.suspend(|| say("error", problem));
                }
                lists.entries += read.entries;
                lists.licences.push((path.clone(), read.licence));
            }
            Err(problem) => {
                lists.unusable += 1;
                progress.suspend(|| say("error", problem));
            }
        }
    }
    progress.finish();
    lists.rejects = rejects.finish()?;
    Ok(lists)
}

/// Adds the files that a call names, in their order: lists are read, what is compiled is opened. Also gives how many rows were rejected.
pub fn gazetteer(
    mut builder: GazetteerBuilder<'static>,
    paths: &[PathBuf],
    args: &ListArgs,
    quiet: bool,
) -> Result<(Gazetteer, u64), Fatal> {
    let mut rejects = 0;
    // Later files can take away what earlier ones have, so that they stay in their order.
    for group in paths.chunk_by(|a, b| !is_compiled(a) && !is_compiled(b)) {
        let built = match group {
            [path] if is_compiled(path) => {
                let opened = Gazetteer::builder().file(path).build();
                let opened = opened.map_err(|error| error.to_string())?;
                if let Some(problem) = changed(path, &opened, false).into_iter().next() {
                    return Err(problem);
                }
                opened
            }
            lists => {
                let lists = read(lists, args, quiet)?;
                if lists.unusable > 0 {
                    return Err("nothing is tagged without all lists of names".to_owned());
                }
                rejects += lists.rejects;
                lists.import.build().map_err(|error| error.to_string())?
            }
        };
        builder = builder.gazetteer(built);
    }
    let built = builder.build().map_err(|error| error.to_string())?;
    if !quiet {
        tell_idle(&built);
    }
    Ok((built, rejects))
}

/// Names entries that were to take others away and found none.
fn tell_idle(gazetteer: &Gazetteer) {
    let idle = gazetteer.idle_actions();
    for &id in idle.iter().take(NAMED) {
        let entry = gazetteer.entry(id);
        let action = match entry.action() {
            Action::Override => "override",
            _ => "remove",
        };
        let asked = match (entry.kb, entry.label) {
            ("", None) => format!("{:?}", entry.name),
            ("", Some(label)) => format!("{:?} as {}", entry.name, label.as_str()),
            (kb, _) => format!("id {kb:?}"),
        };
        let said =
            format!("the lists before it have no {asked}, so that `{action}` takes nothing away");
        say("note", said);
    }
    if idle.len() > NAMED {
        say("note", format_args!("{} more of these", idle.len() - NAMED));
    }
}

/// Says what a list was taken for, unless it is what everybody expects, and what of it was not.
fn tell(path: &Path, args: &ListArgs, read: &Imported) {
    let place = path.display();
    if let (None, Some(format)) = (args.from, read.format)
        && format != Format::Tsv
    {
        say(
            "note",
            format_args!(
                "{place}: taken as {} ({})",
                format.as_str(),
                format.description()
            ),
        );
    }
    for note in &read.notes {
        say("note", format_args!("{place}: {note}"));
    }
    if read.left_out > 0 {
        say(
            "note",
            format_args!(
                "{place}: {} entries left out that the call does not ask for",
                read.left_out
            ),
        );
    }
    if read.entries == 0 && read.rejects == 0 {
        say("note", format_args!("{place}: no name was taken"));
    }
}

fn options(args: &ListArgs) -> ImportOptions {
    ImportOptions {
        format: args.from,
        case: match args.case {
            NameCase::Exact => onrecord::gazetteer::Case::Exact,
            NameCase::Caps => onrecord::gazetteer::Case::ExactOrCaps,
            NameCase::Smart => onrecord::gazetteer::Case::Smart,
            NameCase::Any => onrecord::gazetteer::Case::Any,
        },
        any_accents: args.any_accents,
        label: args.label,
        labels: args.map_label.clone(),
        delimiter: args.delimiter,
        languages: args.name_language.clone(),
        classes: args.instance_of.clone(),
        min_prior: args.min_prior,
    }
}

/// A label of ours, in any case.
pub fn label(word: &str) -> Result<Label, String> {
    let mut all = Label::ALL.into_iter();
    all.find(|label| label.as_str().eq_ignore_ascii_case(word))
        .ok_or_else(|| {
            let labels = Label::ALL.map(Label::as_str).join(", ");
            format!("the labels are {labels}")
        })
}

/// `FROM=LABEL`.
pub fn mapped_label(word: &str) -> Result<(String, Label), String> {
    match word.rsplit_once('=') {
        Some((from, to)) if !from.is_empty() => Ok((from.to_owned(), label(to)?)),
        _ => Err("write it as FROM=LABEL".to_owned()),
    }
}

/// Whether a file begins as a compiled gazetteer does.
pub fn is_compiled(path: &Path) -> bool {
    let mut magic = [0; 4];
    File::open(path)
        .and_then(|mut file| file.read_exact(&mut magic))
        .is_ok_and(|()| magic == *b"\x89GAZ")
}

/// Larger lists are only read where there is a reason to.
const SMALL: u64 = 1 << 20;

/// What to say of each list of a compiled file that has changed since. Every list is read if `all` is set; else those that are small or were
/// written to after the compiled file was, so that opening takes the same short time for every size.
pub fn changed(path: &Path, gazetteer: &Gazetteer, all: bool) -> Vec<String> {
    let directory = path.parent().unwrap_or(Path::new(""));
    let compiled = path.metadata().and_then(|m| m.modified()).ok();
    let mut changed = vec![];
    for source in gazetteer.sources() {
        let list = directory.join(&source.name);
        // A list that is not here need not be: the compiled file does without.
        let Ok(metadata) = list.metadata() else {
            continue;
        };
        let untouched = || compiled.is_some_and(|compiled| written(&metadata) <= Some(compiled));
        let read = || {
            let file = File::open(&list)?;
            let reader = SourceReader::new(file, metadata.len());
            reader.finish(source.name.clone(), source.licence.clone())
        };
        let same = metadata.len() == source.bytes
            && (!all && metadata.len() > SMALL && untouched()
                || read().is_ok_and(|now| now == source));
        if !same {
            changed.push(format!(
                "{} has changed since {} was compiled; compile it again",
                list.display(),
                path.display()
            ));
        }
    }
    changed
}

/// When a file, or what its name stands for, last changed.
fn written(metadata: &std::fs::Metadata) -> Option<SystemTime> {
    let modified = metadata.modified().ok();
    #[cfg(unix)]
    let modified = {
        use std::os::unix::fs::MetadataExt;
        // An older file that takes the place of the list keeps its time, but not this one.
        let seconds = u64::try_from(metadata.ctime()).ok()?;
        let nanoseconds = u32::try_from(metadata.ctime_nsec()).ok()?;
        modified.max(Some(
            SystemTime::UNIX_EPOCH + std::time::Duration::new(seconds, nanoseconds),
        ))
    };
    modified
}
