//! `onrecord convert`.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use crate::args::ConvertArgs;
use crate::exchange::{BratDirectory, Exchange, From};
use crate::report::Report;
use crate::tag::Fatal;

/// Converts all documents and gives the exit status.
pub fn run(args: &ConvertArgs) -> Result<u8, Fatal> {
    let to = args.to;
    let mut report = Report::new(false);
    let out_name = match &args.output {
        Some(path) => path.display().to_string(),
        None => "standard output".to_owned(),
    };
    let fault = |error: io::Error| format!("{out_name}: {error}");
    let mut brat = None;
    let mut out: Box<dyn Write> = Box::new(io::sink());
    match (&args.output, to) {
        (None, Exchange::Brat) => {
            return Err("brat has two files a document; name a directory with -o".to_owned());
        }
        (Some(path), Exchange::Brat) => brat = Some(BratDirectory::create(path).map_err(fault)?),
        (Some(path), _) => out = Box::new(BufWriter::new(File::create(path).map_err(fault)?)),
        (None, _) => out = Box::new(BufWriter::new(io::stdout().lock())),
    }
    let mut written = out.write_all(to.begin().as_bytes());
    let mut documents = 0;
    for input in &args.inputs {
        let name = input.display();
        let from = match args.from {
            Some(from) => from,
            None => From::guess(input).map_err(|error| format!("{name}: {error}"))?,
        };
        let read = from.read(input, &mut |annotated| {
            written = match (annotated, &mut brat) {
                (Err(failure), _) => report.fail(&failure),
                (Ok(annotated), Some(brat)) => {
                    brat.add(&annotated.record.id, &annotated.text, &to.write(&annotated))
                }
                (Ok(annotated), None) => {
                    let between = if documents > 0 { to.between() } else { "" };
                    documents += 1;
                    out.write_all(between.as_bytes())
                        .and_then(|()| out.write_all(to.write(&annotated).as_bytes()))
                }
            };
            written.is_ok()
        });
        read.map_err(|error| format!("{name}: {error}"))?;
    }
    match written
        .and_then(|()| out.write_all(to.end().as_bytes()))
        .and_then(|()| out.flush())
    {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        written => written.map_err(fault)?,
    }
    report.finish().map_err(|error| error.to_string())
}
