//! Fits the mention model on texts whose names are marked, and counts what a model finds.
//!
//! `cargo run --release --features train --example train_mentions -- MODEL.bin GOLD.jsonl... [--count HELD_OUT.jsonl...] [--errors HELD_OUT.jsonl...]`, where each line of GOLD.jsonl
//! has `text` and `entities`, each of these with `start` and `end` in characters and a `label`. The same texts give the same bytes. Without GOLD.jsonl
//! MODEL.bin is read. `--errors` prints what is wrong and what is missed, a line each. The model that
//! comes with onrecord (`data/model/mentions.bin`) was fitted so on 257 articles of world news (Shan et al. 2023) and 123 of wikigold.

use std::process::ExitCode;

use onrecord::train::{AnnotatedNames, Settings, find_mentions, train_mentions};
use onrecord::{Label, Mention, Span};

const LABELS: [Label; 3] = [Label::Person, Label::Org, Label::Place];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let files = |option: &'static str| {
        let behind = arguments.iter().skip_while(move |a| *a != option).skip(1);
        behind.take_while(|a| !a.starts_with("--")).cloned()
    };
    let mut gold = arguments.iter().take_while(|a| !a.starts_with("--"));
    let model = gold.next().ok_or(
        "usage: train_mentions MODEL.bin GOLD.jsonl... [--count FILE...] [--errors FILE...]",
    )?;
    let mut texts = vec![];
    for path in gold {
        texts.extend(read(path)?);
    }
    let problem = |error: std::io::Error| format!("{model}: {error}");
    let bytes = if texts.is_empty() {
        std::fs::read(model).map_err(problem)?
    } else {
        let settings = Settings {
            epochs: 10,
            folds: 5,
            seed: 1,
        };
        let bytes = train_mentions(&texts, &settings, |step| eprintln!("{step}"));
        std::fs::write(model, &bytes).map_err(problem)?;
        bytes
    };
    for path in files("--count") {
        let texts = read(&path)?;
        count(&path, &texts, &find(&texts, &bytes)?);
    }
    for path in files("--errors") {
        let texts = read(&path)?;
        for (text, found) in texts.iter().zip(find(&texts, &bytes)?) {
            errors(text, &found);
        }
    }
    Ok(())
}

fn find(texts: &[AnnotatedNames], model: &[u8]) -> Result<Vec<Vec<Mention>>, String> {
    let mut found = find_mentions(texts, model).ok_or("the model cannot be read")?;
    for mentions in &mut found {
        mentions.retain(|m| LABELS.contains(&m.label));
    }
    Ok(found)
}

fn read(path: &str) -> Result<Vec<AnnotatedNames>, String> {
    let lines = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let lines = lines.lines().enumerate();
    lines
        .map(|(number, line)| {
            AnnotatedNames::from_json(line)
                .map_err(|problem| format!("{path}:{}: {problem}", number + 1))
        })
        .collect()
}

/// Prints how many names are right, found and marked.
fn count(path: &str, texts: &[AnnotatedNames], found: &[Vec<Mention>]) {
    let mut all = [0; 3];
    for label in LABELS {
        let mut counts = [0; 3];
        for (text, found) in texts.iter().zip(found) {
            let found = found.iter().filter(|m| m.label == label);
            let right = |m: &&Mention| text.names().contains(&(m.span, label));
            counts[0] += found.clone().filter(right).count();
            counts[1] += found.count();
            counts[2] += text.names().iter().filter(|n| n.1 == label).count();
        }
        print_counts(path, label.as_str(), counts);
        for (total, count) in all.iter_mut().zip(counts) {
            *total += count;
        }
    }
    print_counts(path, "all", all);
}

fn print_counts(path: &str, what: &str, [right, found, marked]: [usize; 3]) {
    let f1 = 200.0 * right as f64 / (found + marked).max(1) as f64;
    println!("{path} {what}: {right} right, {found} found, {marked} marked, F1 {f1:.2}");
}

/// Prints, a line each: wrong or missed, its label, the text with it in brackets, what overlaps it on the other side, and the deciding rule.
fn errors(text: &AnnotatedNames, found: &[Mention]) {
    let overlapping = |span: Span| {
        let names = text.names().iter().filter(move |n| n.0.overlaps(span));
        let names = names.map(|n| format!("{} {}", n.1.as_str(), &text.text()[n.0]));
        names.collect::<Vec<_>>().join(" + ")
    };
    for m in found {
        if !text.names().contains(&(m.span, m.label)) {
            let (label, place) = (m.label.as_str(), context(text.text(), m.span));
            println!(
                "wrong {label}\t{place}\t{}\t{} {:.2}",
                overlapping(m.span),
                m.by,
                m.score
            );
        }
    }
    for &(span, label) in text.names() {
        if !found.iter().any(|m| m.span == span && m.label == label) {
            let over = found.iter().filter(|m| m.span.overlaps(span));
            let over = over.map(|m| format!("{} {}", m.label.as_str(), &text.text()[m.span]));
            let over = over.collect::<Vec<_>>().join(" + ");
            println!(
                "missed {}\t{}\t{over}",
                label.as_str(),
                context(text.text(), span)
            );
        }
    }
}

/// The span in brackets with 40 characters on both sides.
fn context(text: &str, span: Span) -> String {
    let (before, rest) = text.split_at(span.start as usize);
    let (name, behind) = rest.split_at(span.len() as usize);
    let from = before.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    let behind: String = behind.chars().take(40).collect();
    format!("{}[{name}]{behind}", &before[from..]).replace(['\n', '\t'], " ")
}
