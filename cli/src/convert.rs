//! `onrecord convert`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use onrecord::interchange::AnnotatedText;

use crate::args::ConvertArgs;
use crate::columns::Tables;
use crate::exchange::{BratDirectory, Exchange, From};
use crate::report::Report;
use crate::tag::Fatal;

/// What is written to.
enum Out {
    Brat(BratDirectory),
    Parquet(Box<Tables<BufWriter<File>>>),
    Lines(Box<dyn Write>),
}

impl Out {
    fn create(to: Exchange, path: Option<&Path>) -> Result<Self, Fatal> {
        let fault = |error: io::Error| match path {
            Some(path) => format!("{}: {error}", path.display()),
            None => format!("standard output: {error}"),
        };
        let create = |path| File::create(path).map(BufWriter::new).map_err(fault);
        Ok(match (path, to, to.table()) {
            (None, Exchange::Brat, _) => {
                return Err("brat has two files a document; name a directory with -o".to_owned());
            }
            (None, _, Some(_)) => {
                return Err("Parquet is written as a whole; name a file with -o".to_owned());
            }
            (Some(path), Exchange::Brat, _) => {
                Out::Brat(BratDirectory::create(path).map_err(fault)?)
            }
            (Some(path), _, Some(table)) => {
                Out::Parquet(Box::new(Tables::new(table, create(path)?).map_err(fault)?))
            }
            (Some(path), ..) => Out::Lines(Box::new(create(path)?)),
            (None, ..) => Out::Lines(Box::new(BufWriter::new(io::stdout().lock()))),
        })
    }

    fn add(&mut self, to: Exchange, first: bool, annotated: &AnnotatedText<'_>) -> io::Result<()> {
        match self {
            Out::Brat(brat) => {
                brat.add(&annotated.record.id, &annotated.text, &to.write(annotated))
            }
            Out::Parquet(tables) => tables.add(annotated),
            Out::Lines(out) => {
                let before = if first { to.begin() } else { to.between() };
                out.write_all(before.as_bytes())?;
                out.write_all(to.write(annotated).as_bytes())
            }
        }
    }

    fn end(self, to: Exchange, first: bool) -> io::Result<()> {
        match self {
            Out::Brat(_) => Ok(()),
            Out::Parquet(tables) => tables.finish()?.flush(),
            Out::Lines(mut out) => {
                let before = if first { to.begin() } else { "" };
                out.write_all(before.as_bytes())?;
                out.write_all(to.end().as_bytes())?;
                out.flush()
            }
        }
    }
}

/// Converts all documents and gives the exit status.
pub fn run(args: &ConvertArgs) -> Result<u8, Fatal> {
    let to = args.to;
    let mut report = Report::new(false);
    let mut out = Out::create(to, args.output.as_deref())?;
    let (mut written, mut first) = (Ok(()), true);
    for input in &args.inputs {
        let name = input.display();
        let from = match args.from {
            Some(from) => from,
            None => From::guess(input).map_err(|error| format!("{name}: {error}"))?,
        };
        let read = from.read(input, &mut |annotated| {
            written = match annotated {
                Err(failure) => report.fail(&failure),
                Ok(annotated) => {
                    let added = out.add(to, first, &annotated);
                    first = false;
                    added
                }
            };
            written.is_ok()
        });
        read.map_err(|error| format!("{name}: {error}"))?;
    }
    match written.and_then(|()| out.end(to, first)) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        written => written.map_err(|error| match &args.output {
            Some(path) => format!("{}: {error}", path.display()),
            None => format!("standard output: {error}"),
        })?,
    }
    report.finish().map_err(|error| error.to_string())
}
