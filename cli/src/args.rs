//! The command line as clap reads it.

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::builder::{PossibleValue, RangedU64ValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use onrecord::gazetteer::import;
use onrecord::{Label, Only};

use crate::exchange::{Exchange, From};
use crate::manual::*;
use crate::names;

#[derive(Debug, Parser)]
#[command(name = "onrecord", version, about = ABOUT, after_help = EXIT_STATUS)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    // What is tagged, then names, rules and the model, as the help lists them.
    /// Print who is named in texts, and who said what
    #[command(after_long_help = TAG_MANUAL)]
    Tag(TagArgs),
    /// Make one page of tagged documents: who is quoted most, with which words, in which articles
    #[command(after_long_help = REPORT_MANUAL)]
    Report(ReportArgs),
    /// Turn annotated documents into another program's format
    #[command(after_long_help = CONVERT_MANUAL)]
    Convert(ConvertArgs),
    /// Say why each name, entity and attribution in a text is there, what competed with it, and why that lost
    #[command(after_help = crate::explain::MANUAL)]
    Explain(crate::explain::ExplainArgs),
    /// Compile lists of names into a file that opens in no time, whatever its size
    #[command(after_long_help = COMPILE_MANUAL)]
    Compile(CompileArgs),
    /// Say what is in a compiled file, and check it and the lists that it was made of
    Stats(StatsArgs),
    /// Run the tests that rules carry
    #[command(after_help = TEST_STATUS)]
    Test(TestArgs),
    /// Say what is wrong with rule files
    #[command(after_help = LINT_STATUS)]
    Lint(LintArgs),
    /// Say why a rule does not match a text: the first part of its pattern that is not there
    #[command(name = "why-not", after_help = WHY_NOT_STATUS)]
    WhyNot(WhyNotArgs),
    /// Show what two rule sets change on texts: mentions and attributions that are gained, lost or changed
    #[command(after_help = crate::diff::MANUAL)]
    Diff(crate::diff::DiffArgs),
    /// Print the JSON Schema of rule files, for editors that check TOML against one
    #[command(after_help = SCHEMA_MANUAL)]
    Schema,
    /// Measure precision, recall and F1 against annotated documents
    #[command(after_long_help = EVAL_MANUAL)]
    Eval(EvalArgs),
    /// Fit the model that finds who said what on documents that people annotated
    #[command(after_long_help = TRAIN_MANUAL)]
    Train(TrainArgs),
    /// Print what makes a shell complete the command's options
    #[command(after_help = COMPLETIONS_MANUAL)]
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Debug, Args)]
pub struct TestArgs {
    /// Rule files, or directories with .toml files
    #[arg(value_name = "RULES", required = true)]
    pub rules: Vec<PathBuf>,

    /// Only the rules whose name (SET/ID) holds this
    #[arg(long, value_name = "ID")]
    pub filter: Option<String>,

    /// Remove each rule, and each atom of its pattern, and say what no test notices
    #[arg(long, conflicts_with = "format")]
    pub mutate: bool,

    /// Show no progress
    #[arg(short, long)]
    pub quiet: bool,

    /// How to write the results
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = TestFormat::People)]
    pub format: TestFormat,
}

#[derive(Debug, Args)]
pub struct WhyNotArgs {
    /// The text itself
    pub text: String,

    /// The rule: SET/ID, or ID alone where that is clear; those of onrecord itself are in the set "onrecord"
    #[arg(long, value_name = "ID")]
    pub rule: String,

    /// Rule files, or directories with .toml files
    #[arg(long, value_name = "FILE|DIR")]
    pub rules: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct LintArgs {
    /// Rule files, or directories with .toml files
    #[arg(value_name = "RULES", required = true)]
    pub rules: Vec<PathBuf>,

    /// How to write what is wrong
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    /// Lines for people
    People,
    /// One JSON object
    Json,
    /// JUnit's XML
    Junit,
    /// The Test Anything Protocol
    Tap,
}

#[derive(Debug, Args)]
pub struct CompileArgs {
    /// Lists of names, in any of the formats of --from, plain or compressed with gzip, bzip2 or zstd
    #[arg(value_name = "NAMES", required = true)]
    pub names: Vec<PathBuf>,

    /// The compiled file, by custom with the extension .gaz
    #[arg(short, long, value_name = "X.gaz")]
    pub output: PathBuf,

    /// Say what was compiled: sizes, lists, rejects, names that several entries share and names that are common words
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    pub report: Option<ReportFormat>,

    /// Say nothing on stderr but errors and rejects
    #[arg(short, long)]
    pub quiet: bool,

    #[command(flatten)]
    pub lists: ListArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Lines for people
    Text,
    /// One JSON object
    Json,
}

/// How lists of names are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Lists of names")]
pub struct ListArgs {
    /// The format of the lists [default: each file shows its own]: tsv, csv, jsonl, spacy, spark-jsonl, spark-csv, gate, gate-list,
    /// regexner, characters, flashtext-json, flashtext, geonames or wikidata
    #[arg(long, value_name = "FORMAT")]
    pub from: Option<import::Format>,

    /// The label of names whose list says none: PERSON, ORG, PLACE, NORP or ROLE
    #[arg(long, value_name = "LABEL", value_parser = names::label)]
    pub label: Option<Label>,

    /// What a label of the lists means, such as ship=ORG; may be given more than once
    #[arg(long, value_name = "FROM=LABEL", value_parser = names::mapped_label)]
    pub map_label: Vec<(String, Label)>,

    /// In which letter case names are found, where the list does not say
    #[arg(long, value_enum, value_name = "CASE", default_value_t = NameCase::Caps)]
    pub case: NameCase,

    /// Find names with and without their accents, where the list does not say
    #[arg(long)]
    pub any_accents: bool,

    /// What stands between the columns of csv, spark-csv and GATE's lists
    #[arg(long, value_name = "CHARACTER")]
    pub delimiter: Option<char>,

    /// Leave out entries with a smaller prior: inhabitants in geonames, site links in wikidata
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub min_prior: u32,

    /// Of wikidata: take the instances of this class, such as Q5=PERSON; may be given more than once [default: people and the most
    /// frequent classes of places and organizations]
    #[arg(long, value_name = "CLASS=LABEL", value_parser = names::mapped_label)]
    pub instance_of: Vec<(String, Label)>,

    /// Of wikidata: the languages whose names are taken, the most important first [default: en]
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub name_language: Vec<String>,

    /// Write a JSON line to this file for each row that was rejected: file, line, reason
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct TrainArgs {
    /// Annotated documents: JSON Lines, or what brat, Citron or Label Studio wrote
    #[arg(value_name = "GOLD", required = true)]
    pub gold: Vec<PathBuf>,

    /// The model file
    #[arg(short, long, value_name = "MODEL")]
    pub output: PathBuf,

    /// How often the examples are gone through
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = RangedU64ValueParser::<usize>::new().range(1..=100))]
    pub epochs: usize,

    /// The last decision is trained on the output of models for so many parts of the documents, which have not seen them
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = RangedU64ValueParser::<usize>::new().range(2..=20))]
    pub folds: usize,

    /// The seed of the order of the examples
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    /// Say nothing on stderr but errors
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// Files, or directories of brat's
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<PathBuf>,

    /// What they are [default: what they look like]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub from: Option<From>,

    /// What to write
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub to: Exchange,

    /// Write to this file (for brat: directory) instead of standard output
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ReportArgs {
    /// What `onrecord tag --with-text` wrote
    #[arg(value_name = "TAGGED", required = true)]
    pub inputs: Vec<PathBuf>,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// What the page is called
    #[arg(long, value_name = "TITLE", default_value = "Who is quoted")]
    pub title: String,

    /// Put the text of so many articles into the page; of the others it has the counts
    #[arg(long, value_name = "N", default_value_t = 2000)]
    pub articles: usize,
}

#[derive(Debug, Args)]
pub struct StatsArgs {
    /// A compiled file
    #[arg(value_name = "X.gaz")]
    pub file: PathBuf,

    /// How to write it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NameCase {
    /// As written only
    Exact,
    /// As written or, unless they are acronyms, in capitals
    Caps,
    /// In any case, but acronyms and names of less than four letters as with caps
    Smart,
    /// In any case
    Any,
}

#[derive(Debug, Args)]
pub struct TagArgs {
    /// Files, directories, or - for standard input; without any, what is piped in is read
    #[arg(value_name = "FILES|DIRS|-")]
    pub inputs: Vec<PathBuf>,

    /// What the named files and standard input hold
    #[arg(long, value_enum, value_name = "KIND", default_value_t = InputKind::Auto)]
    pub input: InputKind,

    /// How to write [default: pretty on a terminal, else jsonl]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,

    /// The unit of all offsets in jsonl
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Unit::Char)]
    pub offsets: Unit,

    /// Put the text into jsonl, too, which `report` and `convert` need
    #[arg(long)]
    pub with_text: bool,

    /// Give this half alone
    #[arg(long, value_enum, value_name = "HALF")]
    pub only: Option<Half>,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Write a JSON line to this file for each document or file that failed: file, line, id, error
    #[arg(long, value_name = "FILE")]
    pub errors: Option<PathBuf>,

    /// Whether to colour the pretty format; auto asks the terminal and NO_COLOR
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub color: Color,

    /// How many documents to tag at the same time [default: the number of processors]
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..=1024))]
    pub threads: Option<usize>,

    /// Go on with a run that was interrupted, where its last complete document ended
    #[arg(long, requires = "output")]
    pub resume: bool,

    /// Note every so many seconds how far the run has got, so that it can be resumed from there
    #[arg(long, value_name = "SECONDS", default_value_t = 5.0, value_parser = seconds)]
    pub checkpoint: f64,

    /// Say nothing on stderr but errors
    #[arg(short, long)]
    pub quiet: bool,

    #[command(flatten)]
    pub reading: ReadArgs,

    #[command(flatten)]
    pub tagger: TaggerArgs,
}

/// What is read of the inputs.
// What flattens a group has it last: the heading goes on until the next one.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub struct ReadArgs {
    /// Of directories take the files that fit, such as '*.csv' or '2024/**/*.txt', instead of .txt and .jsonl; may be given
    /// more than once
    #[arg(long, value_name = "PATTERN")]
    pub glob: Vec<String>,

    /// The field or column that holds the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub text_field: String,

    /// The field or column that holds the document's id
    #[arg(long, value_name = "NAME", default_value = "id")]
    pub id_field: String,

    /// Which other fields go to the output, as "meta": all, none, or names with commas between them
    #[arg(long, value_name = "FIELDS", default_value = "all")]
    pub keep: String,

    /// Refuse documents (in JSON Lines: lines) that are longer; K, M and G are understood
    #[arg(long, value_name = "N", default_value = "256M", value_parser = bytes)]
    pub max_bytes: u64,
}

/// What makes a tagger.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tagging")]
pub struct TaggerArgs {
    /// Add the names of a list in any of the formats of --from, or of a file that `onrecord compile` made; may be given more
    /// than once: later ones can take away what earlier ones have
    #[arg(long, value_name = "FILE")]
    pub gazetteer: Vec<PathBuf>,

    /// The language of the texts, such as en: leaves out names whose list says that they are of others; may be given more than once
    #[arg(long, value_name = "LANGUAGE", requires = "gazetteer")]
    pub language: Vec<String>,

    /// Use the names given with --gazetteer alone
    #[arg(long, requires = "gazetteer")]
    pub no_default_gazetteers: bool,

    /// Add the rules of a file, or of the .toml files of a directory; may be given more than once
    #[arg(long, value_name = "FILE|DIR")]
    pub rules: Vec<PathBuf>,

    /// Find who said what by a model that `onrecord train` made, in place of the bundled one
    #[arg(long, value_name = "MODEL", conflicts_with = "no_model")]
    pub model: Option<PathBuf>,

    /// Find who said what by the rules that can all be read, without the trained model: less is found, faster
    #[arg(long)]
    pub no_model: bool,

    /// Leave pronouns alone: none is a mention, and "she said" has no speaker
    #[arg(long)]
    pub no_pronouns: bool,

    /// Leave out mentions and attributions that are less likely than this, from 0 to 1
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = score)]
    pub min_score: f32,

    #[command(flatten)]
    pub lists: ListArgs,
}

#[derive(Debug, Args)]
pub struct EvalArgs {
    /// Annotated documents: JSON Lines, what brat, Citron or Label Studio wrote, or a GAP file (.tsv) for pronouns
    #[arg(value_name = "GOLD")]
    pub gold: PathBuf,

    /// What was proposed for them, as `onrecord tag` prints it; without it the documents are tagged now
    #[arg(value_name = "PRED")]
    pub predicted: Option<PathBuf>,

    /// Score this alone
    #[arg(long, value_enum, value_name = "WHAT")]
    pub only: Option<Scored>,

    /// Leave leading articles and titles and trailing possessives out of names, annotated and proposed, before they are
    /// compared, since corpora differ in that
    #[arg(long)]
    pub trim: bool,

    /// Show this many of the errors of each class
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub errors: usize,

    /// Print JSON
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub tagger: TaggerArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Scored {
    /// Who said what
    Attributions,
    /// Persons, organizations and places
    Names,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InputKind {
    /// By the extension: .jsonl and .ndjson are JSON Lines, .csv, .tsv and .parquet tables, others text; standard input is text
    Auto,
    /// One document of plain text
    Text,
    /// JSON Lines: one document a line
    Jsonl,
    /// A table with commas or semicolons: one document a row, under the names of the columns
    Csv,
    /// A table with tabs
    Tsv,
    /// Parquet: one document a row
    Parquet,
}

/// How `tag` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Pretty,
    Html,
    /// JSON Lines among them, though without the text if it is not asked for.
    Exchange(Exchange),
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: LazyLock<Vec<Format>> = LazyLock::new(|| {
            let exchanges = Exchange::value_variants().iter().copied();
            let own = [Format::Pretty, Format::Html].into_iter();
            own.chain(exchanges.map(Format::Exchange)).collect()
        });
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let own = |name, help| Some(PossibleValue::new(name).help(help));
        match self {
            Format::Pretty => own("pretty", "Lines for people, coloured on a terminal"),
            Format::Html => own(
                "html",
                "One self-contained page with the text and all marks",
            ),
            Format::Exchange(Exchange::Jsonl) => own("jsonl", "JSON Lines: one object a document"),
            Format::Exchange(exchange) => exchange.to_possible_value(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    /// Bytes of UTF-8, as in Rust and Go
    Byte,
    /// Unicode code points, as in Python
    Char,
    /// UTF-16 code units, as in JavaScript and Java
    Utf16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Half {
    /// Mentions and entities
    Entities,
    /// Attributions and their speakers
    Attributions,
}

impl std::convert::From<Half> for Only {
    fn from(half: Half) -> Only {
        match half {
            Half::Entities => Only::Entities,
            Half::Attributions => Only::Attributions,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

fn score(value: &str) -> Result<f32, String> {
    match value.parse::<f32>() {
        Ok(score) if (0.0..=1.0).contains(&score) => Ok(score),
        _ => Err("a score is a number from 0 to 1".to_owned()),
    }
}

fn seconds(value: &str) -> Result<f64, String> {
    match value.parse::<f64>() {
        Ok(seconds) if (0.0..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("a number of seconds from 0 to 86400".to_owned()),
    }
}

fn bytes(value: &str) -> Result<u64, String> {
    let (digits, unit) = match value.strip_suffix(['K', 'k']) {
        Some(digits) => (digits, 1 << 10),
        None => match value.strip_suffix(['M', 'm']) {
            Some(digits) => (digits, 1 << 20),
            None => match value.strip_suffix(['G', 'g']) {
                Some(digits) => (digits, 1 << 30),
                None => (value, 1),
            },
        },
    };
    let number = digits.parse::<u64>().ok().filter(|&number| number > 0);
    let bytes = number.and_then(|number| number.checked_mul(unit));
    bytes.ok_or_else(|| "a number of bytes, such as 500000, 64K or 256M".to_owned())
}
