//! `onrecord tag`.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal};
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;

use anstream::{AutoStream, ColorChoice};
use onrecord::gazetteer::Gazetteer;
use onrecord::interchange::AnnotatedText;
use onrecord::output::{Offsets, Pretty, Record, html};
use onrecord::{Document, Model, Only, Scratch, Tagger, TaggerBuilder};
use same_file::Handle;

use crate::args::{Color, Format, Half, ReadArgs, TagArgs, TaggerArgs, Unit};
use crate::batch::{self, Batch, Call, Kept, Opened, Progress, Wanted, interrupt};
use crate::columns::{Table, Tables};
use crate::exchange::{BratDirectory, Exchange};
use crate::names;
use crate::pipeline;
use crate::read::{Body, Fields, Inputs, Keep, Note, Raw, Reader, Text};
use crate::report::{Failure, Report};
use crate::rules;
use crate::writer::{Out, Writer};

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
        tagger = tagger.only(match half {
            Half::Entities => Only::Entities,
            Half::Attributions => Only::Attributions,
        });
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

/// How documents are written, with everything that it takes.
#[derive(Clone, Copy, Debug)]
pub enum OutputFormat {
    JsonLines(Offsets),
    Pretty(Pretty),
    Html,
    Exchange(Exchange),
    /// JSON Lines that become Parquet when they are complete.
    Parquet(Table, Offsets),
}

impl OutputFormat {
    fn of(args: &TagArgs) -> Self {
        let stdout = io::stdout();
        let on_terminal = args.output.is_none() && stdout.is_terminal();
        match args.format {
            Some(Format::Html) => OutputFormat::Html,
            Some(Format::Pretty) => OutputFormat::Pretty(pretty(args, on_terminal)),
            None if on_terminal => OutputFormat::Pretty(pretty(args, on_terminal)),
            Some(Format::Exchange(Exchange::Jsonl)) | None => {
                OutputFormat::JsonLines(offsets(args.offsets))
            }
            Some(Format::Exchange(exchange)) => match exchange.table() {
                Some(Table::Documents) => {
                    OutputFormat::Parquet(Table::Documents, offsets(args.offsets))
                }
                Some(table) => OutputFormat::Parquet(table, Offsets::Char),
                None => OutputFormat::Exchange(exchange),
            },
        }
    }

    /// What a Parquet file has rows for.
    pub fn table(self) -> Option<Table> {
        match self {
            OutputFormat::Parquet(table, _) => Some(table),
            _ => None,
        }
    }

    /// What stands before all documents.
    pub fn begin(self) -> Cow<'static, str> {
        match self {
            OutputFormat::Html => html::start("Who said what").into(),
            OutputFormat::Exchange(exchange) => exchange.begin().into(),
            _ => "".into(),
        }
    }

    /// What stands between two documents.
    pub fn between(self) -> &'static str {
        match self {
            OutputFormat::Pretty(_) => "\n",
            OutputFormat::Exchange(exchange) => exchange.between(),
            _ => "",
        }
    }

    /// What stands behind all documents.
    pub fn end(self) -> &'static str {
        match self {
            OutputFormat::Html => html::END,
            OutputFormat::Exchange(exchange) => exchange.end(),
            _ => "",
        }
    }
}

/// The unit of offsets that is asked for.
pub fn offsets(unit: Unit) -> Offsets {
    match unit {
        Unit::Byte => Offsets::Byte,
        Unit::Char => Offsets::Char,
        Unit::Utf16 => Offsets::Utf16,
    }
}

fn pretty(args: &TagArgs, on_terminal: bool) -> Pretty {
    let color = match args.color {
        Color::Always => true,
        Color::Never => false,
        // Asks for NO_COLOR, CLICOLOR, CLICOLOR_FORCE and TERM=dumb, too.
        Color::Auto if args.output.is_none() => {
            AutoStream::choice(&io::stdout()) != ColorChoice::Never
        }
        Color::Auto => false,
    };
    /// Longer lines are hard to read.
    const WIDEST: usize = 110;
    let width = match terminal_size::terminal_size() {
        Some((width, _)) if on_terminal => usize::from(width.0).min(WIDEST),
        _ => Pretty::default().width,
    };
    Pretty { color, width }
}

/// A document's number from 1 and what there is of it.
type Task = (usize, Raw);

/// Numbers the documents and leaves out those that an earlier run has done.
struct Produce<'p> {
    number: usize,
    done: usize,
    /// What the documents that are done must hash to.
    chain: u64,
    sent: &'p AtomicUsize,
    take: &'p mut dyn FnMut(Task) -> bool,
}

impl Produce<'_> {
    fn all(&mut self, found: &Inputs, max_bytes: u64, keeps_checkpoints: bool) {
        let mut take = |raw: Raw| self.one(raw);
        let mut reader = Reader::new(max_bytes, keeps_checkpoints, &mut take);
        let ended = !found.inputs.iter().all(|input| reader.read(input));
        if !ended && self.number < self.done {
            self.stop("the inputs have become shorter");
        }
    }

    fn one(&mut self, raw: Raw) -> bool {
        if interrupt::asked() {
            return false;
        }
        self.number += 1;
        let lost = matches!(raw.body, Body::Lost(_));
        if self.number < self.done && !lost {
            return true;
        }
        if self.number == self.done && !lost {
            if raw.chain != self.chain {
                self.stop("the inputs are not those that the run began with");
            }
            return raw.chain == self.chain;
        }
        self.sent.fetch_add(1, Ordering::Relaxed);
        (self.take)((self.number, raw))
    }

    fn stop(&mut self, error: &str) {
        let failure = Failure::unusable("--resume", error);
        self.sent.fetch_add(1, Ordering::Relaxed);
        (self.take)((
            self.number,
            Raw {
                file: "".into(),
                line: None,
                body: Body::Lost(failure),
                chain: 0,
                position: 0,
            },
        ));
    }
}

/// A document as it is to be written, and what there is to say about it.
#[derive(Default)]
pub struct Outcome {
    pub shown: Option<String>,
    pub failure: Option<Failure>,
    /// The run cannot go on behind the document before this.
    pub lost: Option<Failure>,
    pub note: Option<(Arc<str>, String, Note)>,
    pub chain: u64,
    pub position: u64,
    pub text_bytes: u64,
    /// Id and text, where they are written, too.
    pub beside: Option<(String, String)>,
    /// How many mentions, entities and attributions.
    pub found: [u64; 3],
}

fn worker(
    tagger: &Tagger,
    format: OutputFormat,
    with_text: bool,
    fields: &Fields,
) -> impl FnMut(Task) -> Outcome {
    let mut scratch = Scratch::default();
    move |(number, raw)| {
        let mut outcome = Outcome {
            chain: raw.chain,
            position: raw.position,
            ..Outcome::default()
        };
        if let Body::Lost(failure) = raw.body {
            outcome.lost = Some(failure);
            return outcome;
        }
        let mut text = match Text::read(raw, fields) {
            Ok(text) => text,
            Err(failure) => {
                outcome.failure = Some(failure);
                return outcome;
            }
        };
        let fail = |error| Failure {
            file: text.file.to_string(),
            line: text.line,
            id: Some(text.id.clone()),
            error,
            whole_file: false,
        };
        // No text makes the tagger panic; if one ever does, the others shall not pay for it.
        let tagged = catch_unwind(AssertUnwindSafe(|| {
            let mut document = tagger.tag_into(&text.text, &mut scratch);
            let failed = (!document.errors.is_empty()).then(|| document.errors.join("; "));
            document.errors.splice(0..0, text.remarks.iter().cloned());
            let found = [
                document.mentions.len(),
                document.entities.len(),
                document.attributions.len(),
            ];
            let shown = show(format, number, &text, with_text, &document);
            (shown, failed, found.map(|count| count as u64))
        }));
        match tagged {
            Ok((shown, failed, found)) => {
                outcome.shown = Some(shown);
                outcome.failure = failed.map(fail);
                outcome.found = found;
                outcome.text_bytes = text.text.len() as u64;
                let place = text.place();
                if let OutputFormat::Exchange(Exchange::Brat) = format {
                    outcome.beside = Some((text.id.clone(), std::mem::take(&mut text.text)));
                }
                outcome.note = text.note.take().map(|note| (text.file, place, note));
            }
            Err(_) => {
                scratch = Scratch::default();
                let error = "a fault of onrecord: please report it with this text".to_owned();
                outcome.failure = Some(fail(error));
            }
        }
        outcome
    }
}

fn show(
    format: OutputFormat,
    number: usize,
    text: &Text,
    with_text: bool,
    document: &Document<'_>,
) -> String {
    match format {
        OutputFormat::JsonLines(unit) | OutputFormat::Parquet(_, unit) => {
            let mut record = Record::new(&text.id, document, unit);
            // Tables have words of it.
            let words = !matches!(format.table(), None | Some(Table::Documents));
            record.text = (with_text || words).then_some(document.text.into());
            let mut line = record.to_json();
            if !text.meta.is_empty() {
                // As they came: their numbers may be longer than any that we could hold.
                line.pop();
                line += ",\"meta\":";
                line += &text.meta;
                line.push('}');
            }
            line + "\n"
        }
        OutputFormat::Exchange(exchange) => {
            let mut record = Record::new(&text.id, document, Offsets::Char);
            record.meta = serde_json::from_str(&text.meta).unwrap_or_default();
            let annotated = AnnotatedText::new(document.text, record);
            exchange.write(&annotated.expect("the tagger's spans lie in the text"))
        }
        OutputFormat::Pretty(pretty) => pretty.show(&text.id, document),
        OutputFormat::Html => html::article(&text.id, number, document),
    }
}
