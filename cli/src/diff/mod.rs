//! `onrecord diff`: what two rule sets change on a corpus.

mod page;
mod text;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use clap::builder::RangedU64ValueParser;
use clap::{Args, ValueEnum};
use onrecord::changes::{Change, ChangeKind, Part};
use onrecord::output::{OffsetMap, Offsets};
use onrecord::{Document, Entity, Scratch, Span, Tagger};
use serde::Serialize;

use crate::args::{TaggerArgs, Unit};
use crate::pipeline::{self, Sink};
use crate::read::{self, Text};
use crate::report::{Failure, Report};
use crate::rules;
use crate::tag::{self, Fatal};

pub const MANUAL: &str = "\
Examples:
  onrecord diff old.toml new.toml --corpus articles/
  onrecord diff none desk.toml --corpus news.jsonl --format html -o changes.html
  git show HEAD:desk.toml > old.toml
  onrecord diff old.toml desk.toml --corpus news.jsonl --exit-code

What counts: a mention's span, label and kind, and the name, identifier, role and affiliation of
its entity; an attribution's source, cue, content and speaker. Scores do not, nor which rule made it.

Exit status:
  0  done
  1  done, but some documents failed; with --exit-code also where something differs
  2  the call or a file could not be used";

#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The old rules: a file, a directory, or `none`
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The new rules: a file, a directory, or `none`
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// Files or directories with texts, as `onrecord tag` reads them; may be given more than once
    #[arg(long, value_name = "DIR|FILE", required = true)]
    corpus: Vec<PathBuf>,

    /// How to write
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,

    /// The unit of all offsets in json
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Unit::Char)]
    offsets: Unit,

    /// Show no more than so many changes; all are counted
    #[arg(long, value_name = "N", default_value_t = 500)]
    most: usize,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// End with status 1 if anything differs
    #[arg(long)]
    exit_code: bool,

    /// How many documents to tag at the same time [default: the number of processors]
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..=1024))]
    threads: Option<usize>,

    #[command(flatten)]
    tagger: TaggerArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for people
    Text,
    /// One JSON object
    Json,
    /// One page that needs nothing else
    Html,
}

/// Compares two rule sets and gives the exit status.
pub fn run(args: &DiffArgs) -> Result<u8, Fatal> {
    let old = tagger(args, &args.old, false)?;
    let new = tagger(args, &args.new, true)?;
    let unit = tag::offsets(args.offsets);
    let mut comparison = Comparison {
        old: args.old.display().to_string(),
        new: args.new.display().to_string(),
        offsets: unit,
        ..Comparison::default()
    };
    let mut gathered = Gathered {
        comparison: &mut comparison,
        most: args.most,
        report: Report::new(false),
    };
    let mut found = Ok(());
    let threads = args
        .threads
        .unwrap_or_else(|| available_parallelism().map_or(1, NonZero::get));
    let run = pipeline::run(
        threads,
        |take| found = read::texts(&args.corpus, take),
        |text| text.as_ref().map_or(0, |text| text.text.len()),
        || {
            let (old, new) = (&old, &new);
            let mut scratch = Scratch::default();
            move |text: Result<Text, Failure>| {
                let text = text?;
                let before = old.tag_into(&text.text, &mut scratch);
                let after = new.tag_into(&text.text, &mut scratch);
                Ok(differences(&text.id, &before, &after, unit))
            }
        },
        &mut gathered,
    );
    let report = gathered.report;
    run.map_err(|error| error.to_string())?;
    found?;
    let shown = match args.format {
        Format::Text => text::show(&comparison),
        Format::Json => {
            serde_json::to_string(&comparison).expect("it has only names as keys") + "\n"
        }
        Format::Html => page::show(&comparison),
    };
    match &args.output {
        Some(path) => {
            fs::write(path, shown)
                .map_err(|error| format!("{}: cannot be written: {error}", path.display()))?;
        }
        None => rules::print(&shown)?,
    }
    let differs = args.exit_code && comparison.changed_documents > 0;
    let status = report.finish().map_err(|error| error.to_string())?;
    Ok(status.max(u8::from(differs)))
}

/// The tagger that the options ask for, with these rules; what is wrong with lists of names is said once.
fn tagger(args: &DiffArgs, rules: &Path, quiet: bool) -> Result<Tagger, Fatal> {
    let (mut builder, _) = tag::builder(&args.tagger, quiet)?;
    if rules != Path::new("none") {
        builder = builder.rules(rules::load(&[rules.to_owned()])?);
    }
    builder.build().map_err(|error| error.to_string())
}

/// What is known of all documents.
#[derive(Default, Serialize)]
struct Comparison {
    old: String,
    new: String,
    offsets: Offsets,
    documents: usize,
    changed_documents: usize,
    mentions: Counts,
    attributions: Counts,
    /// By what made it: for what was lost in the old document, for all else in the new one.
    by: BTreeMap<String, Counts>,
    changes: Vec<Shown>,
}

#[derive(Clone, Copy, Default, Serialize)]
struct Counts {
    gained: usize,
    lost: usize,
    changed: usize,
}

impl Counts {
    fn count(&mut self, kind: ChangeKind) {
        match kind {
            ChangeKind::Gained => self.gained += 1,
            ChangeKind::Lost => self.lost += 1,
            ChangeKind::Changed => self.changed += 1,
        }
    }

    fn all(self) -> usize {
        self.gained + self.lost + self.changed
    }
}

/// A change as it is shown.
#[derive(Serialize)]
struct Shown {
    document: String,
    line: u32,
    part: &'static str,
    change: &'static str,
    #[serde(skip)]
    kind: ChangeKind,
    #[serde(skip)]
    of: Part,
    old: Option<Side>,
    new: Option<Side>,
    /// A piece of the text that holds all of it, and where it begins, in bytes.
    #[serde(skip)]
    excerpt: String,
    #[serde(skip)]
    excerpt_start: u32,
}

/// How one of the documents has it.
#[derive(Serialize)]
struct Side {
    by: String,
    score: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'static str>,
    /// The name of the entity, with what is known of it, or of the speaker.
    name: Option<String>,
    spans: Vec<Marked>,
}

#[derive(Clone, Serialize)]
struct Marked {
    role: &'static str,
    start: u32,
    end: u32,
    text: String,
    #[serde(skip)]
    span: Span,
}

/// Longer excerpts are cut.
const EXCERPT: u32 = 600;
/// So much of the text, in bytes, is shown around what changed.
const AROUND: u32 = 60;

fn differences(id: &str, old: &Document<'_>, new: &Document<'_>, unit: Offsets) -> Vec<Shown> {
    let changes = old.changes(new);
    if changes.is_empty() {
        return vec![];
    }
    let map = OffsetMap::new(old.text);
    changes
        .iter()
        .map(|change| shown(id, change, old, new, &map, unit))
        .collect()
}

fn shown(
    id: &str,
    change: &Change,
    old: &Document<'_>,
    new: &Document<'_>,
    map: &OffsetMap<'_>,
    unit: Offsets,
) -> Shown {
    let side = |document: &Document<'_>, index: u32| match change.part {
        Part::Mention => mention(document, index, map, unit),
        Part::Attribution => attribution(document, index, map, unit),
    };
    let old_side = change.old.map(|index| side(old, index));
    let new_side = change.new.map(|index| side(new, index));
    let spans = [&old_side, &new_side]
        .into_iter()
        .flatten()
        .flat_map(|side| &side.spans);
    let whole = spans
        .map(|marked| marked.span)
        .reduce(Span::cover)
        .unwrap_or_default();
    let (excerpt_start, excerpt) = excerpt(old.text, whole);
    let kind = change.kind();
    Shown {
        document: id.to_owned(),
        line: map.line_column(whole.start).line,
        part: match change.part {
            Part::Mention => "mention",
            Part::Attribution => "attribution",
        },
        change: match kind {
            ChangeKind::Gained => "gained",
            ChangeKind::Lost => "lost",
            ChangeKind::Changed => "changed",
        },
        kind,
        of: change.part,
        old: old_side,
        new: new_side,
        excerpt,
        excerpt_start,
    }
}

fn mention(document: &Document<'_>, index: u32, map: &OffsetMap<'_>, unit: Offsets) -> Side {
    let m = &document.mentions[index as usize];
    Side {
        by: m.by.to_string(),
        score: thousandths(m.score),
        label: Some(m.label.as_str()),
        name: m.entity.map(|id| described(document.entity(id))),
        spans: vec![marked(m.label.as_str(), m.span, map, unit)],
    }
}

/// An entity by its name, with its role, affiliation and identifier.
fn described(entity: &Entity) -> String {
    let more = [&entity.role, &entity.affiliation, &entity.kb];
    let all = std::iter::once(&entity.name).chain(more.into_iter().flatten());
    all.map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn attribution(document: &Document<'_>, index: u32, map: &OffsetMap<'_>, unit: Offsets) -> Side {
    let a = &document.attributions[index as usize];
    let mut spans = vec![];
    for (role, all) in [
        ("source", &a.source),
        ("cue", &a.cue),
        ("content", &a.content),
    ] {
        spans.extend(all.iter().map(|&span| marked(role, span, map, unit)));
    }
    Side {
        by: a.by.to_string(),
        score: thousandths(a.score),
        label: None,
        name: document.speaker_name(a).map(str::to_owned),
        spans,
    }
}

fn marked(role: &'static str, span: Span, map: &OffsetMap<'_>, unit: Offsets) -> Marked {
    let [start, end] = map.span(span, unit);
    let text = map.text()[span].to_owned();
    Marked {
        role,
        start,
        end,
        text,
        span,
    }
}

fn thousandths(score: f32) -> f32 {
    (score * 1000.0).round() / 1000.0
}

/// The text around a span, within its lines.
fn excerpt(text: &str, span: Span) -> (u32, String) {
    let (start, end) = (span.start as usize, span.end as usize);
    let mut from = start.saturating_sub(AROUND as usize);
    let mut to = text
        .len()
        .min(end.min(start + EXCERPT as usize) + AROUND as usize);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let line = text[from..start]
        .rfind('\n')
        .map_or(from, |at| from + at + 1);
    let line_end = match text[end.min(to)..to].find('\n') {
        Some(at) => end.min(to) + at,
        None => to,
    };
    (line as u32, text[line..line_end].to_owned())
}

/// Puts the changes of all documents together.
struct Gathered<'c> {
    comparison: &'c mut Comparison,
    most: usize,
    report: Report,
}

impl Sink<Result<Vec<Shown>, Failure>> for Gathered<'_> {
    fn take(&mut self, result: Result<Vec<Shown>, Failure>) -> io::Result<()> {
        let changes = match result {
            Ok(changes) => changes,
            Err(failure) => return self.report.fail(&failure),
        };
        let all = &mut *self.comparison;
        all.documents += 1;
        all.changed_documents += usize::from(!changes.is_empty());
        for change in changes {
            match change.of {
                Part::Mention => all.mentions.count(change.kind),
                Part::Attribution => all.attributions.count(change.kind),
            }
            if let Some(side) = change.new.as_ref().or(change.old.as_ref()) {
                all.by
                    .entry(side.by.clone())
                    .or_default()
                    .count(change.kind);
            }
            if all.changes.len() < self.most {
                all.changes.push(change);
            }
        }
        Ok(())
    }

    fn idle(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Comparison {
    /// How many changes are counted but not shown.
    fn hidden(&self) -> usize {
        self.mentions.all() + self.attributions.all() - self.changes.len()
    }
}
