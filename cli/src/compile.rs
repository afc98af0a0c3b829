//! `onrecord compile` and `onrecord stats`.

use std::fs;
use std::io;
use std::path::Path;

use onrecord::gazetteer::Gazetteer;

use crate::args::{CompileArgs, StatsArgs};
use crate::inventory::Inventory;
use crate::names;
use crate::report::say;
use crate::tag::Fatal;

/// Compiles lists into a file, and gives the exit status.
pub fn run(args: &CompileArgs) -> Result<u8, Fatal> {
    refuse_lists(args)?;
    let mut lists = names::read(&args.names, &args.lists, args.quiet)?;
    if lists.entries == 0 {
        return Err(format!(
            "{}: not written, since no name was taken",
            args.output.display()
        ));
    }
    let directory = match args.output.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let sources = lists.opened.sources(directory, &lists.licences);
    let sources = sources.map_err(|error| format!("a list cannot be read on: {error}"))?;
    sources
        .into_iter()
        .for_each(|source| lists.import.source(source));
    lists.progress.stage("compiling");
    let compiled = lists.import.compile();
    lists.progress.finish();
    let compiled = compiled.map_err(|error| error.to_string())?;
    replace(&args.output, &compiled)
        .map_err(|error| format!("{}: cannot be written: {error}", args.output.display()))?;
    if let Some(format) = args.report {
        let gazetteer = Gazetteer::from_bytes(&args.output, compiled);
        let gazetteer = gazetteer.map_err(|error| error.to_string())?;
        Inventory::of(&gazetteer, Some(lists.rejects)).print(format)?;
    }
    Ok(match (lists.unusable, lists.rejects) {
        (0, 0) => 0,
        (0, _) => 1,
        _ => 2,
    })
}

/// A list that is also the output would be lost.
fn refuse_lists(args: &CompileArgs) -> Result<(), Fatal> {
    let mut lists = args.names.iter();
    match lists.find(|list| same_file::is_same_file(list, &args.output).unwrap_or(false)) {
        Some(list) => Err(format!(
            "{}: the output is also the list {}; write to another file",
            args.output.display(),
            list.display()
        )),
        None => Ok(()),
    }
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
    if !names::is_compiled(&args.file) {
        // What cannot be read at all has a message of its own.
        fs::File::open(&args.file).map_err(|error| format!("{}: {error}", args.file.display()))?;
        return Err(format!(
            "{}: this is no compiled gazetteer; `onrecord compile` makes one",
            args.file.display()
        ));
    }
    let gazetteer = Gazetteer::builder().file(&args.file).build();
    let gazetteer = gazetteer.map_err(|error| error.to_string())?;
    Inventory::of(&gazetteer, None).print(args.format)?;
    let mut good = true;
    if !gazetteer.is_intact() {
        good = false;
        let problem = "its content is damaged; copy it again or compile it again";
        say("error", format_args!("{}: {problem}", args.file.display()));
    }
    for problem in names::changed(&args.file, &gazetteer, true) {
        good = false;
        say("error", problem);
    }
    Ok(u8::from(!good))
}
