//! The command line as clap reads it.

use std::path::PathBuf;

use clap::builder::RangedU64ValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

const ABOUT: &str = "Tags news text with who is named in it and who said what";

const EXIT_STATUS: &str = "\
Exit status:
  0  done
  1  done, but some documents failed
  2  the call or a file could not be used";

const TEST_STATUS: &str = "\
Each rule is run alone and together with all others, on the text of the test and on variants of it
(other quotation marks, line ends, spaces, Unicode forms, other paragraphs around it).

Exit status:
  0  all tests passed
  1  a test failed, a rule lacks a positive or negative test, or no test was run;
     with --mutate, a rule or more than 5 % of the atoms can be removed unnoticed
  2  the call or a file could not be used";

const WHY_NOT_STATUS: &str = "\
Example:
  onrecord why-not 'Ann Lee told us.' --rule briefing --rules desk.toml

Exit status:
  0  the rule does match
  1  it does not, or what it makes does not stay
  2  the call or a file could not be used";

const LINT_STATUS: &str = "\
Exit status:
  0  nothing is wrong, or there are only warnings
  1  a rule lacks a positive or negative test
  2  the call or a file could not be used";

const TAG_MANUAL: &str = "\
Examples:
  onrecord tag article.txt                         on the terminal, for people
  onrecord tag --format html article.txt -o a.html   a page to look at
  onrecord tag articles/ -o tagged.jsonl           a directory, one JSON line each
  pdftotext report.pdf - | onrecord tag -          plain text from a pipe
  onrecord tag --gazetteer players.tsv article.txt   with names of your own
  zcat news.jsonl.gz | onrecord tag --input jsonl - | jq .attributions
  onrecord tag news.jsonl --only attributions --min-score 0.8 --errors failed.jsonl

Input:
  FILE.txt, and files with most other extensions, hold one document each; its id
  is the file's name without the extension. FILE.jsonl holds one JSON object a
  line: its \"text\" is tagged, its \"id\" is the document's id (FILE:LINE where
  there is none), and other fields are not read. Of a directory all .txt and
  .jsonl files are read, also those of directories inside it, in the order of
  their names; the ids of texts then are their paths below the directory.
  Text is UTF-8. Bytes that are not are replaced by U+FFFD, which is said once a
  file on stderr and in the document's \"errors\"; offsets then count in the text
  with the replacements. A byte order mark is part of a text.

Output:
  Documents come out in the order in which they went in, whatever the number of
  threads. A document that could not be read has no line: it is named on stderr
  (the first 20 are) and in the file given with --errors.

Exit status:
  0  done
  1  done, but some documents failed
  2  the call or a file could not be used; files that can be are tagged";

const EVAL_MANUAL: &str = "\
Examples:
  onrecord eval gold.jsonl                     tag the texts and score them
  onrecord eval gold.jsonl tagged.jsonl --errors 10
  onrecord eval names.jsonl --trim --json
  onrecord eval gap-development.tsv            pronouns

GOLD holds one JSON object a line with \"id\", \"text\" and what was annotated:
  \"attributions\": [{\"source\": [[start, end], ...], \"cue\": ..., \"content\": ...}, ...]
  \"mentions\" or \"entities\": [{\"start\": ..., \"end\": ..., \"label\": ...}, ...]
Offsets count characters unless \"offsets\" says byte or utf16. A .tsv is a file of GAP.

Measures:
  words      words that carry the role anywhere in the document
  span       all words of the role in one attribution
  whole      cues share a word, sources and contents each agree by half (Dice)
  exactly    all words of all three roles agree
  MICRO      PERSON, ORG and LOC with exact ends; SPAN without the label; RELAXED overlapping";

const COMPILE_MANUAL: &str = "\
Examples:
  onrecord compile players.tsv clubs.tsv -o sport.gaz --report
  onrecord tag --gazetteer sport.gaz article.txt

Lists:
  Lines that begin with # are comments; one that says \"# licence: ...\" is kept. The
  first other line names the columns, with tabs between them: name and label (PERSON,
  ORG, PLACE, NORP or ROLE), and if need be id, aliases (with | between them), case
  (exact, caps, smart or any) and accents (exact or any), kind, prior (a number),
  features (flag=NO|built=1998), weak_aliases (found only beside the name or an alias
  in the same text), languages, not_before and not_after (words), with and without
  (words of the same sentence), action (add, override or remove: what it does to
  entries before it with the same id, or else the same name and label).

A compiled file holds everything, so the lists are not needed beside it. Give a
program that uses it a new file of the same name, but do not write into the old one.";

const TRAIN_MANUAL: &str = "\
Examples:
  onrecord train annotated.jsonl -o news.model
  onrecord tag --model news.model article.txt
  onrecord eval --model news.model other.jsonl     on articles that it was not trained on

GOLD holds one JSON object a line with \"text\" and
  \"attributions\": [{\"source\": [[start, end], ...], \"cue\": ..., \"content\": ...}, ...]
as `onrecord tag` prints them. Offsets count characters.

Some 700 articles take a few minutes. The same documents and options give the same bytes.";

#[derive(Debug, Parser)]
#[command(name = "onrecord", version, about = ABOUT, after_help = EXIT_STATUS)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print who is named in texts, and who said what
    #[command(after_long_help = TAG_MANUAL)]
    Tag(TagArgs),
    /// Run the tests that rules carry
    #[command(after_help = TEST_STATUS)]
    Test(TestArgs),
    /// Say what is wrong with rule files
    #[command(after_help = LINT_STATUS)]
    Lint(LintArgs),
    /// Measure precision, recall and F1 against annotated documents
    #[command(after_long_help = EVAL_MANUAL)]
    Eval(EvalArgs),
    /// Say why a rule does not match a text: the first part of its pattern that is not there
    #[command(name = "why-not", after_help = WHY_NOT_STATUS)]
    WhyNot(WhyNotArgs),
    /// Compile lists of names into a file that opens in no time, whatever its size
    #[command(after_long_help = COMPILE_MANUAL)]
    Compile(CompileArgs),
    /// Fit the model that finds who said what on documents that people annotated
    #[command(after_long_help = TRAIN_MANUAL)]
    Train(TrainArgs),
    /// Say what is in a compiled file, and check it and the lists that it was made of
    Stats(StatsArgs),
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

    /// The rule: SET/ID, or ID alone where that is clear
    #[arg(long, value_name = "ID")]
    pub rule: String,

    /// Rule files, or directories with .toml files
    #[arg(long, value_name = "FILE|DIR", required = true)]
    pub rules: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct LintArgs {
    /// Rule files, or directories with .toml files
    #[arg(value_name = "RULES", required = true)]
    pub rules: Vec<PathBuf>,
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
    /// Lists of names: tables with tabs
    #[arg(value_name = "NAMES", required = true)]
    pub names: Vec<PathBuf>,

    /// The compiled file, by custom with the extension .gaz
    #[arg(short, long, value_name = "X.gaz")]
    pub output: PathBuf,

    /// In which letter case names are found, where the list has no column for it
    #[arg(long, value_enum, value_name = "CASE", default_value_t = NameCase::Caps)]
    pub case: NameCase,

    /// Find names with and without their accents, where the list has no column for it
    #[arg(long)]
    pub any_accents: bool,

    /// Say what was compiled: sizes, lists, and names that several entries share
    #[arg(long)]
    pub report: bool,
}

#[derive(Debug, Args)]
pub struct TrainArgs {
    /// Annotated documents: JSON Lines
    #[arg(value_name = "GOLD", required = true)]
    pub gold: Vec<PathBuf>,

    /// The model file
    #[arg(short, long, value_name = "MODEL")]
    pub output: PathBuf,

    /// How often the examples are gone through
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = RangedU64ValueParser::<usize>::new().range(1..=100))]
    pub epochs: usize,

    /// The last decision is trained on the output of models for so many parts of the documents, which have not seen them
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = RangedU64ValueParser::<usize>::new().range(2..=20))]
    pub folds: usize,

    /// The seed of the order of the examples
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    /// Say nothing on stderr but errors
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub struct StatsArgs {
    /// A compiled file
    #[arg(value_name = "X.gaz")]
    pub file: PathBuf,
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

    #[command(flatten)]
    pub tagger: TaggerArgs,

    /// How to write [default: pretty on a terminal, else jsonl]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,

    /// The unit of all offsets in jsonl
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Unit::Char)]
    pub offsets: Unit,

    /// Leave out the other half
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

    /// Say nothing on stderr but errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// What makes a tagger.
#[derive(Debug, Args)]
pub struct TaggerArgs {
    /// Add the names of a list, or of a file that `onrecord compile` made, whose help says what lists look like; may be
    /// given more than once: later ones can take away what earlier ones have
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

    /// Leave out mentions and attributions that are less likely than this, from 0 to 1
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = score)]
    pub min_score: f32,
}

#[derive(Debug, Args)]
pub struct EvalArgs {
    /// Annotated documents: JSON Lines, or a GAP file (.tsv) for pronouns
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
    /// By the extension: .jsonl and .ndjson are JSON Lines, others text; standard input is text
    Auto,
    /// One document of plain text
    Text,
    /// JSON Lines: one document a line, in the fields "text" and "id"
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// JSON Lines: one object a document, without the text
    Jsonl,
    /// Lines for people, coloured on a terminal
    Pretty,
    /// One self-contained page with the text and all marks
    Html,
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
