//! `onrecord tag`.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::thread::available_parallelism;

use anstream::{AutoStream, ColorChoice};
use onrecord::gazetteer::Gazetteer;
use onrecord::output::{Offsets, Pretty, Record, html};
use onrecord::{BuildError, Document, Model, Only, Scratch, Tagger, TaggerBuilder};
use same_file::Handle;

use crate::args::{Color, Format, Half, TagArgs, TaggerArgs, Unit};
use crate::documents::{self, Text};
use crate::input::Inputs;
use crate::pipeline::{self, Sink};
use crate::report::{Failure, Report};
use crate::rules;

/// What the call cannot go on with, in a sentence.
pub type Fatal = String;

/// Tags everything that is asked for and gives the exit status.
pub fn run(args: &TagArgs) -> Result<u8, Fatal> {
    let found = Inputs::find(&args.inputs, args.input);
    let out = args.output.as_deref();
    refuse_same_files(&found, out, args.errors.as_deref())?;
    let mut tagger = builder(&args.tagger)?;
    if let Some(half) = args.only {
        tagger = tagger.only(match half {
            Half::Entities => Only::Entities,
            Half::Attributions => Only::Attributions,
        });
    }
    let tagger = tagger.build().map_err(|error| error.to_string())?;

    let mut report = Report::new(args.quiet);
    if let Some(path) = &args.errors {
        report.keep_in(Box::new(create(path)?));
    }
    let errors_name = || name(args.errors.as_deref());
    for note in &found.notes {
        report.note(note);
    }
    for failure in &found.failures {
        report
            .fail(failure)
            .map_err(|e| format!("{}: {e}", errors_name()))?;
    }
    if !found.inputs.is_empty() {
        let format = OutputFormat::of(args);
        let mut writer = Writer {
            out: match out {
                Some(path) => Box::new(create(path)?),
                None => Box::new(BufWriter::new(io::stdout().lock())),
            },
            format,
            documents: 0,
            report: &mut report,
        };
        let written = writer.begin().and_then(|()| {
            pipeline::run(
                threads(args),
                |take| read_all(&found, take),
                || worker(&tagger, format),
                &mut writer,
            )?;
            writer.end()
        });
        match written {
            // Whoever read our output has enough of it.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            written => written.map_err(|error| format!("{}: {error}", name(out)))?,
        }
    }
    report
        .finish()
        .map_err(|e| format!("{}: {e}", errors_name()))
}

/// The tagger that the options ask for.
pub fn build(args: &TaggerArgs) -> Result<Tagger, Fatal> {
    builder(args)?.build().map_err(|error| error.to_string())
}

fn builder(args: &TaggerArgs) -> Result<TaggerBuilder, Fatal> {
    let mut builder = Tagger::builder()
        .min_score(args.min_score)
        .model(!args.no_model);
    if let Some(path) = &args.model {
        builder = builder.own_model(Model::open(path).map_err(|error| error.to_string())?);
    }
    if !args.gazetteer.is_empty() {
        builder = builder.gazetteer(gazetteer(args).map_err(|error| error.to_string())?);
    }
    if !args.rules.is_empty() {
        builder = builder.rules(rules::load(&args.rules)?);
    }
    Ok(builder)
}

fn gazetteer(args: &TaggerArgs) -> Result<Gazetteer, BuildError> {
    let mut builder = Gazetteer::builder().languages(args.language.clone());
    if !args.no_default_gazetteers {
        builder = builder.bundled();
    }
    for path in &args.gazetteer {
        builder = builder.file(path);
    }
    builder.build()
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

fn create(path: &Path) -> Result<BufWriter<File>, Fatal> {
    match File::create(path) {
        Ok(file) => Ok(BufWriter::new(file)),
        Err(error) => Err(format!("{}: cannot be written: {error}", path.display())),
    }
}

fn name(path: Option<&Path>) -> String {
    path.map_or_else(
        || "standard output".to_owned(),
        |path| path.display().to_string(),
    )
}

/// How documents are written, with everything that it takes.
#[derive(Clone, Copy)]
enum OutputFormat {
    JsonLines(Offsets),
    Pretty(Pretty),
    Html,
}

impl OutputFormat {
    fn of(args: &TagArgs) -> Self {
        let stdout = io::stdout();
        let on_terminal = args.output.is_none() && stdout.is_terminal();
        match args.format {
            Some(Format::Html) => OutputFormat::Html,
            Some(Format::Pretty) => OutputFormat::Pretty(pretty(args, on_terminal)),
            None if on_terminal => OutputFormat::Pretty(pretty(args, on_terminal)),
            Some(Format::Jsonl) | None => OutputFormat::JsonLines(match args.offsets {
                Unit::Byte => Offsets::Byte,
                Unit::Char => Offsets::Char,
                Unit::Utf16 => Offsets::Utf16,
            }),
        }
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

/// A text or its failure, and its number from 1.
type Task = (usize, Result<Text, Failure>);

fn read_all(found: &Inputs, take: &mut dyn FnMut(Task) -> bool) {
    let mut number = 0;
    let mut open = true;
    for input in &found.inputs {
        documents::read(input, &mut |document| {
            number += 1;
            open = take((number, document));
            open
        });
        if !open {
            break;
        }
    }
}

/// A document as it is to be written, and what there is to say about it.
#[derive(Default)]
struct Outcome {
    shown: Option<String>,
    failure: Option<Failure>,
    note: Option<String>,
}

fn worker(tagger: &Tagger, format: OutputFormat) -> impl FnMut(Task) -> Outcome {
    let mut scratch = Scratch::default();
    move |(number, text)| {
        let text = match text {
            Ok(text) => text,
            Err(failure) => {
                return Outcome {
                    failure: Some(failure),
                    ..Outcome::default()
                };
            }
        };
        let fail = |error| Failure {
            file: text.file.clone(),
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
            (show(format, number, &text.id, &document), failed)
        }));
        match tagged {
            Ok((shown, failed)) => Outcome {
                shown: Some(shown),
                failure: failed.map(fail),
                note: (text.note.as_deref()).map(|note| format!("{}: {note}", text.place())),
            },
            Err(_) => {
                scratch = Scratch::default();
                let error = "a fault of onrecord: please report it with this text".to_owned();
                Outcome {
                    failure: Some(fail(error)),
                    ..Outcome::default()
                }
            }
        }
    }
}

fn show(format: OutputFormat, number: usize, id: &str, document: &Document<'_>) -> String {
    match format {
        OutputFormat::JsonLines(unit) => Record::new(id, document, unit).to_json() + "\n",
        OutputFormat::Pretty(pretty) => pretty.show(id, document),
        OutputFormat::Html => html::article(id, number, document),
    }
}

struct Writer<'r> {
    out: Box<dyn Write>,
    format: OutputFormat,
    documents: usize,
    report: &'r mut Report,
}

impl Writer<'_> {
    fn begin(&mut self) -> io::Result<()> {
        match self.format {
            OutputFormat::Html => self.out.write_all(html::start("Who said what").as_bytes()),
            OutputFormat::JsonLines(_) | OutputFormat::Pretty(_) => Ok(()),
        }
    }

    fn end(&mut self) -> io::Result<()> {
        if let OutputFormat::Html = self.format {
            self.out.write_all(html::END.as_bytes())?;
        }
        self.out.flush()
    }
}

impl Sink<Outcome> for Writer<'_> {
    fn take(&mut self, outcome: Outcome) -> io::Result<()> {
        if let Some(note) = outcome.note {
            self.report.note(note);
        }
        if let Some(failure) = outcome.failure {
            let fault = |error| io::Error::other(format!("the file for errors: {error}"));
            self.report.fail(&failure).map_err(fault)?;
        }
        if let Some(shown) = outcome.shown {
            if self.documents > 0 && matches!(self.format, OutputFormat::Pretty(_)) {
                self.out.write_all(b"\n")?;
            }
            self.documents += 1;
            self.out.write_all(shown.as_bytes())?;
        }
        Ok(())
    }

    fn idle(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
