//! `onrecord compile` and `onrecord stats`.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use onrecord::gazetteer::{Case, Gazetteer, ListSource};

use crate::args::{CompileArgs, NameCase, StatsArgs};
use crate::tag::Fatal;

/// Shared names that the report shows.
const SHOWN: usize = 20;

/// Compiles lists into a file.
pub fn run(args: &CompileArgs) -> Result<u8, Fatal> {
    let mut builder = Gazetteer::builder()
        .case(match args.case {
            NameCase::Exact => Case::Exact,
            NameCase::Caps => Case::ExactOrCaps,
            NameCase::Smart => Case::Smart,
            NameCase::Any => Case::Any,
        })
        .any_accents(args.any_accents);
    for path in &args.names {
        builder = builder.file(path);
    }
    let compiled = builder.compile().map_err(|error| error.to_string())?;
    replace(&args.output, &compiled)
        .map_err(|error| format!("{}: cannot be written: {error}", args.output.display()))?;
    if args.report {
        let gazetteer = Gazetteer::from_bytes(&args.output, compiled);
        print(&gazetteer.map_err(|error| error.to_string())?)?;
    }
    Ok(0)
}

/// Writes beside the file and then takes its place, since the old one may be mapped by a running program.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    fs::write(beside, bytes)?;
    fs::rename(beside, path).inspect_err(|_| {
        let _ = fs::remove_file(beside);
    })
}

/// Says what is in a compiled file, and whether it is good; the status is 1 if it is not.
pub fn stats(args: &StatsArgs) -> Result<u8, Fatal> {
    let gazetteer = Gazetteer::builder().file(&args.file).build();
    let gazetteer = gazetteer.map_err(|error| error.to_string())?;
    print(&gazetteer)?;
    let mut good = true;
    if !gazetteer.is_intact() {
        good = false;
        let problem = "its content is damaged; copy it again or compile it again";
        crate::report::say("error", format!("{}: {problem}", args.file.display()));
    }
    for source in gazetteer.sources() {
        // A list that is not here need not be: the compiled file does without.
        let Ok(text) = fs::read_to_string(&source.name) else {
            continue;
        };
        if ListSource::of(source.name.clone(), &text) != source {
            good = false;
            let problem = format!(
                "{} has changed since {} was compiled; compile it again",
                source.name,
                args.file.display()
            );
            crate::report::say("error", problem);
        }
    }
    Ok(u8::from(!good))
}

fn print(gazetteer: &Gazetteer) -> Result<(), Fatal> {
    match write(gazetteer, &mut io::stdout().lock()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("standard output: {error}"))
        }
        _ => Ok(()),
    }
}

fn write(gazetteer: &Gazetteer, out: &mut impl Write) -> io::Result<()> {
    let sizes = gazetteer.sizes();
    let each = |bytes: usize| bytes as f64 / sizes.names.max(1) as f64;
    writeln!(out, "entries     {}", sizes.entries)?;
    writeln!(out, "names       {}", sizes.names)?;
    writeln!(
        out,
        "bytes       {} ({:.1} a name)",
        sizes.total,
        each(sizes.total)
    )?;
    writeln!(
        out,
        "  table     {} ({:.1} a name)",
        sizes.table,
        each(sizes.table)
    )?;
    writeln!(
        out,
        "  names     {} ({:.1} a name)",
        sizes.strings,
        each(sizes.strings)
    )?;
    for source in gazetteer.sources() {
        write!(out, "list        {}: {} bytes", source.name, source.bytes)?;
        match source.licence.as_str() {
            "" => writeln!(out)?,
            licence => writeln!(out, ", licence: {licence}")?,
        }
    }
    let mut shared: Vec<_> = gazetteer.shared_names().collect();
    shared.sort_unstable();
    writeln!(
        out,
        "shared      {} names have more than one entry",
        shared.len()
    )?;
    for (name, entries) in shared.iter().take(SHOWN) {
        let labels = entries.iter().map(|&id| {
            let entry = gazetteer.entry(id);
            let label = entry.label.map_or("-", |label| label.as_str());
            match entry.kb {
                "" => label.to_owned(),
                kb => format!("{label} {kb}"),
            }
        });
        writeln!(out, "  {name}: {}", labels.collect::<Vec<_>>().join(", "))?;
    }
    if shared.len() > SHOWN {
        writeln!(out, "  and {} more", shared.len() - SHOWN)?;
    }
    Ok(())
}
