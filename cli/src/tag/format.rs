//! In which format documents are written.

use std::borrow::Cow;
use std::io::{self, IsTerminal};

use anstream::{AutoStream, ColorChoice};
use onrecord::output::{Offsets, Pretty, html};

use crate::args::{Color, Format, TagArgs, Unit};
use crate::columns::Table;
use crate::exchange::Exchange;

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
    pub(super) fn of(args: &TagArgs) -> Self {
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
