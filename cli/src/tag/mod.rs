//! `onrecord tag`.

mod format;
mod work;

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal};
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::AtomicUsize;
use std::thread::available_parallelism;

use onrecord::gazetteer::Gazetteer;
use onrecord::{Model, Only, Tagger, TaggerBuilder};
use same_file::Handle;

use crate::args::{ReadArgs, TagArgs, TaggerArgs};
use crate::batch::{self, Batch, Call, Kept, Opened, Progress, Wanted, interrupt};
use crate::columns::{Table, Tables};
use crate::exchange::{BratDirectory, Exchange};
use crate::names;
use crate::pipeline;
use crate::read::{Fields, Inputs, Keep};
use crate::report::Report;
use crate::rules;
use crate::writer::{Out, Writer};
pub use format::{OutputFormat, offsets};
pub use work::Outcome;
use work::{Produce, worker};

/// What the call cannot go on with, in a sentence.
pub type Fatal = String;

/// Tags everything that is asked for and gives the exit status.
pub fn run(args: &TagArgs) -> Result<u8, Fatal> {
    let found = Inputs::find(&args.inputs, args.input, &args.reading.glob)?;
    let out = args.output.as_deref();
    refuse_same_files(&found, out, args.errors.as_deref())?;
    let (mut tagger, rejects) = builder(&args.tagger, args.quiet)?;
    let rejected = u8::from(rejects > 0);
    if let Some(half) = args.only {
        tagger = tagger.only(Only::from(half));
    }
    let tagger = tagger.build().map_err(|error| error.to_string())?;
    let format = OutputFormat::of(args);

    let mut report = Report::new(args.quiet);
    report.hint = "; --errors FILE keeps them all";
    let mut batch = None;
    let brat = matches!(format, OutputFormat::Exchange(Exchange::Brat));
    if format.table().is_some() {
        Tables::new(Table::Documents, io::sink()).map_err(|error| error.to_string())?;
        if !out.is_some_and(batch::can_be_resumed) {
            return Err(format!(
                "{}: Parquet is written as a whole; name a file with -o",
                name(out)
            ));
        }
    }
    let resumable = out.filter(|path| !brat && batch::can_be_resumed(path));
    if args.resume && resumable.is_none() {
        return Err(format!(
            "{}: only a run into a file can be resumed; leave --resume out",
            name(out)
        ));
    }
    if let Some(output) = resumable
        && !found.inputs.is_empty()
    {
        let opened = Batch::open(Wanted {
            output,
            call: Call::new(args, &found, &format!("{format:?}"))?,
            resume: args.resume,
            every: args.checkpoint,
            manifest: !matches!(format, OutputFormat::Pretty(_) | OutputFormat::Html),
        })?;
        match opened {
            Opened::Begun(begun) => batch = Some(begun),
            Opened::Complete(counts) => {
                report.note(format_args!(
                    "{}: complete, nothing is left to do",
                    name(out)
                ));
                report.go_on(&counts);
                return report.finish().map_err(|error| error.to_string());
            }
        }
    }
    let resumed = batch
        .as_ref()
        .filter(|batch| batch.state.output_bytes > 0 || batch.state.counts.read > 0);
    if let Some(path) = &args.errors {
        report.errors = Some(match resumed {
            Some(batch) => Kept::resume(path, batch.state.errors_bytes)?,
            None => Kept::create(path).map_err(cannot_be_written(path))?,
        });
    }
    let errors_name = || name(args.errors.as_deref());
    for note in &found.notes {
        report.note(note);
    }
    match resumed {
        // They were said and counted before.
        Some(batch) => report.go_on(&batch.state.counts),
        None => {
            for failure in &found.failures {
                report
                    .fail(failure)
                    .map_err(|e| format!("{}: {e}", errors_name()))?;
            }
        }
    }
    if found.inputs.is_empty() {
        let status = report
            .finish()
            .map_err(|e| format!("{}: {e}", errors_name()))?;
        return Ok(status.max(rejected));
    }
    interrupt::listen();
    if !args.quiet && (out.is_some() || !io::stdout().is_terminal()) {
        report.progress = Some(Progress::new(found.bytes()));
    }
    let out = match (batch, out) {
        (Some(batch), _) => Out::File(batch),
        (None, None) if brat => {
            return Err("brat has two files a document; name a directory with -o".to_owned());
        }
        (None, Some(path)) if brat => {
            Out::Brat(BratDirectory::create(path).map_err(cannot_be_written(path))?)
        }
        (None, out) => Out::Stream(match out {
            Some(path) => Box::new(BufWriter::new(
                File::create(path).map_err(cannot_be_written(path))?,
            )),
            None => Box::new(BufWriter::new(io::stdout().lock())),
        }),
    };
    let fields = fields(&args.reading);
    let sent = AtomicUsize::new(0);
    let mut writer = Writer::new(out, format, report, &sent);
    let (done, chain) = writer.done();
    let keeps_checkpoints = matches!(writer.out, Out::File(_));
    let written = writer.begin().and_then(|()| {
        pipeline::run(
            threads(args),
            |take| {
                let mut produce = Produce {
                    number: 0,
                    done,
                    chain,
                    sent: &sent,
                    take,
                };
                produce.all(&found, args.reading.max_bytes, keeps_checkpoints);
            },
            |(_, raw)| raw.bytes(),
            || worker(&tagger, format, args.with_text, &fields),
            &mut writer,
        )
    });
    let status = writer.end(
        written,
        threads(args),
        &name(args.output.as_deref()),
        &errors_name(),
    )?;
    Ok(status.max(rejected))
}

/// The tagger that the options ask for.
pub fn build(args: &TaggerArgs) -> Result<Tagger, Fatal> {
    let (builder, _) = builder(args, false)?;
    builder.build().map_err(|error| error.to_string())
}

/// And how many rows of its lists of names were rejected.
pub fn builder(args: &TaggerArgs, quiet: bool) -> Result<(TaggerBuilder, u64), Fatal> {
    let mut builder = Tagger::builder()
        .min_score(args.min_score)
        .pronouns(!args.no_pronouns)
        .model(!args.no_model);
    if let Some(path) = &args.model {
        builder = builder.own_model(Model::open(path).map_err(|error| error.to_string())?);
    }
    let mut rejects = 0;
    if !args.gazetteer.is_empty() {
        let mut lists = Gazetteer::builder().languages(args.language.clone());
        if !args.no_default_gazetteers {
            lists = lists.bundled();
        }
        let gazetteer;
        (gazetteer, rejects) = names::gazetteer(lists, &args.gazetteer, &args.lists, quiet)?;
        builder = builder.gazetteer(gazetteer);
    }
    if !args.rules.is_empty() {
        builder = builder.rules(rules::load(&args.rules)?);
    }
    Ok((builder, rejects))
}

fn threads(args: &TagArgs) -> usize {
    let processors = || available_parallelism().map_or(1, NonZero::get);
    args.threads.unwrap_or_else(processors)
}

/// Writing into a file while it is read would lose its text, or never end.
fn refuse_same_files(
    found: &Inputs,
    out: Option<&Path>,
    errors: Option<&Path>,
) -> Result<(), Fatal> {
    let written = [(out, "output"), (errors, "file for errors")];
    let mut handles: Vec<(Handle, String, &str)> = Vec::new();
    for (path, role) in written {
        // What does not exist yet is no input.
        let handle = match path {
            Some(path) => Handle::from_path(path).ok(),
            None if role == "output" && !io::stdout().is_terminal() => Handle::stdout().ok(),
            None => None,
        };
        let handle = handle.filter(|handle| handle.as_file().metadata().is_ok_and(|m| m.is_file()));
        if let Some(handle) = handle {
            handles.push((handle, name(path), role));
        }
    }
    if out.is_some() && out == errors
        || matches!(&handles[..], [(out, ..), (errors, ..)] if out == errors)
    {
        return Err(format!(
            "{}: output and errors would write over each other; give them different files",
            name(errors)
        ));
    }
    if handles.is_empty() {
        return Ok(());
    }
    for path in found.inputs.iter().filter_map(|input| input.path()) {
        let Ok(read) = Handle::from_path(path) else {
            continue;
        };
        if let Some((_, written, role)) = handles.iter().find(|(handle, ..)| *handle == read) {
            return Err(format!(
                "{written}: the {role} is also the input {}; write to another file",
                path.display()
            ));
        }
    }
    Ok(())
}

fn cannot_be_written(path: &Path) -> impl Fn(io::Error) -> Fatal {
    move |error| format!("{}: cannot be written: {error}", path.display())
}

fn fields(args: &ReadArgs) -> Fields {
    Fields {
        text: args.text_field.clone(),
        id: args.id_field.clone(),
        keep: match args.keep.as_str() {
            "all" => Keep::All,
            "none" => Keep::None,
            names => Keep::These(
                names
                    .split(',')
                    .map(|name| name.trim().to_owned())
                    .collect(),
            ),
        },
    }
}

fn name(path: Option<&Path>) -> String {
    path.map_or_else(
        || "standard output".to_owned(),
        |path| path.display().to_string(),
    )
}
