//! `onrecord eval`: precision, recall and F1 against annotated documents.

mod attribution;
mod figures;
mod gold;
mod names;
mod pronouns;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Value, json};

use crate::args::{EvalArgs, Scored};
use crate::report::say;
use crate::rules::print;
use crate::tag::{self, Fatal};
use attribution::Roles;
use figures::Figures;
use gold::Document;

/// Scores, prints, and gives the exit status.
pub fn run(args: &EvalArgs) -> Result<u8, Fatal> {
    let mut parts = if args.gold.extension().is_some_and(|e| e == "tsv") {
        vec![score_pronouns(args)?]
    } else {
        score_documents(args)?
    };
    for part in &mut parts {
        part.keep(args.errors);
    }
    print(&if args.json {
        let object: serde_json::Map<_, _> = parts.into_iter().map(Part::into_json).collect();
        format!("{:#}\n", Value::Object(object))
    } else {
        parts.iter().map(Part::text).collect::<Vec<_>>().join("\n")
    })?;
    Ok(0)
}

/// What was scored, for people and for programs.
struct Part {
    name: &'static str,
    table: String,
    figures: Value,
    /// By class: how many, and some of them.
    faults: BTreeMap<String, (usize, Vec<(String, Value)>)>,
}

impl Part {
    fn new(name: &'static str, table: String, figures: impl Serialize) -> Self {
        let figures = json!(figures);
        Part {
            name,
            table,
            figures,
            faults: BTreeMap::new(),
        }
    }

    /// Adds faults, each `count` times.
    fn add<F: Serialize>(&mut self, class: impl Serialize, count: usize, shown: String, fault: &F) {
        let class = json!(class).as_str().unwrap_or_default().to_owned();
        let (all, some) = self.faults.entry(class).or_default();
        *all += count;
        some.push((shown, json!(fault)));
    }

    fn keep(&mut self, faults: usize) {
        for (_, some) in self.faults.values_mut() {
            some.truncate(faults);
        }
    }

    fn text(&self) -> String {
        let mut out = self.table.clone();
        if !self.faults.is_empty() {
            out += "  wrong, by class\n";
        }
        for (class, (count, some)) in &self.faults {
            let _ = writeln!(out, "    {class:<20}{count:>7}");
            for (shown, _) in some {
                let _ = writeln!(out, "      {}", shown.replace('\n', " "));
            }
        }
        out
    }

    fn into_json(self) -> (String, Value) {
        let faults = self.faults.into_iter().map(|(class, (count, some))| {
            let some: Vec<Value> = some.into_iter().map(|(_, fault)| fault).collect();
            (class, json!({"count": count, "examples": some}))
        });
        let faults: serde_json::Map<_, _> = faults.collect();
        (
            self.name.to_owned(),
            json!({"figures": self.figures, "errors": faults}),
        )
    }
}

fn score_pronouns(args: &EvalArgs) -> Result<Part, Fatal> {
    let (rows, documents) = pronouns::read(&args.gold)?;
    let (scores, faults) = pronouns::score(&rows, &predictions(args, &documents)?);
    let mut table = format!("Pronouns of {} texts: P, R, F1\n", scores.pronouns);
    row(&mut table, "masculine", scores.masculine);
    row(&mut table, "feminine", scores.feminine);
    row(&mut table, "all", scores.all);
    let _ = writeln!(
        table,
        "  with an entity: {} of {}",
        scores.resolved, scores.pronouns
    );
    let mut part = Part::new("pronouns", table, &scores);
    for fault in &faults {
        let shown = format!("{}: {}, {}", fault.document, fault.pronoun, fault.name);
        part.add(fault.class, 1, shown, fault);
    }
    Ok(part)
}

fn score_documents(args: &EvalArgs) -> Result<Vec<Part>, Fatal> {
    let gold = gold::annotated(&args.gold)?;
    let wanted = |what| args.only.is_none_or(|only| only == what);
    let attributions =
        wanted(Scored::Attributions) && gold.iter().any(|d| d.attributions.is_some());
    let names = wanted(Scored::Names) && gold.iter().any(|d| d.names.is_some());
    if !attributions && !names {
        return Err(format!(
            "{}: nothing to score in it; annotated documents have \"attributions\", \"mentions\" or \"entities\"",
            args.gold.display()
        ));
    }
    let predicted = predictions(args, &gold)?;
    let missing = predicted.iter().filter(|p| p.is_none()).count();
    if missing > 0 {
        say(
            "note",
            format_args!("{missing} documents have no prediction, which counts as an empty one"),
        );
    }
    let mut parts = vec![];
    if attributions {
        parts.push(score_attributions(&gold, &predicted));
    }
    if names {
        parts.push(score_names(args, &gold, &predicted));
    }
    Ok(parts)
}

fn score_attributions(gold: &[Document], predicted: &[Option<Document>]) -> Part {
    let (scores, faults) = attribution::score(gold, predicted);
    let mut table = format!("Attributions in {} documents: P, R, F1\n", scores.documents);
    for (what, roles) in [("words", &scores.token), ("span", &scores.span)] {
        row(&mut table, &format!("source, {what}"), roles.source);
        row(&mut table, &format!("cue, {what}"), roles.cue);
        row(&mut table, &format!("content, {what}"), roles.content);
    }
    row(&mut table, "whole attribution", scores.ar);
    row(&mut table, "the same, exactly", scores.exact);
    let _ = writeln!(
        table,
        "  source right, given the content: {:.1}",
        scores.source_given_content
    );
    for (kind, (recall, all)) in &scores.recall {
        let _ = writeln!(table, "  recall of {all} {kind}: {recall:.1}");
    }
    let mut part = Part::new("attributions", table, &scores);
    for fault in &faults {
        let texts = |roles: &Option<Roles<String>>| match roles {
            Some(Roles {
                source,
                cue,
                content,
            }) => format!("[{source}] [{cue}] [{content}]"),
            None => "-".to_owned(),
        };
        let shown = format!(
            "{}: {} | {}",
            fault.document,
            texts(&fault.annotated),
            texts(&fault.proposed)
        );
        part.add(fault.class, 1, shown, fault);
    }
    part
}

fn score_names(args: &EvalArgs, gold: &[Document], predicted: &[Option<Document>]) -> Part {
    let (lines, faults) = names::score(gold, predicted, args.trim);
    let mut table = format!(
        "Names in {} documents: P, R, F1, annotated, proposed\n",
        gold.len()
    );
    for line in &lines {
        let names::Line {
            name,
            p,
            r,
            f1,
            gold,
            predicted,
        } = line;
        let _ = writeln!(
            table,
            "  {name:<20}{p:8.2}{r:8.2}{f1:8.2}{gold:8}{predicted:8}"
        );
    }
    let mut part = Part::new("names", table, &lines);
    for fault in &faults {
        let shown = format!("{:>4} {} {}", fault.count, fault.label, fault.text);
        part.add(fault.class, fault.count, shown, fault);
    }
    part
}

fn row(out: &mut String, name: &str, figures: Figures) {
    let Figures { p, r, f1 } = figures;
    let _ = writeln!(out, "  {name:<20}{p:8.1}{r:8.1}{f1:8.1}");
}

/// Those of the given file, else what the tagger says now.
fn predictions(args: &EvalArgs, gold: &[Document]) -> Result<Vec<Option<Document>>, Fatal> {
    match &args.predicted {
        Some(path) => gold::predicted(path, gold),
        None => Ok(gold::tagged(&tag::build(&args.tagger)?, gold)),
    }
}
