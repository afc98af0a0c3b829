//! Changes as lines for people.

use std::fmt::Write as _;

use super::{Comparison, Counts, Shown, Side};

/// Longer parts are cut in the middle.
const WIDTH: usize = 80;

/// The totals, what made them, and the changes document by document.
pub fn show(comparison: &Comparison) -> String {
    let mut out = String::new();
    let Comparison {
        documents,
        changed_documents,
        mentions,
        attributions,
        ..
    } = comparison;
    let _ = writeln!(out, "{changed_documents} of {documents} documents differ");
    for (what, counts) in [("mentions", mentions), ("attributions", attributions)] {
        let _ = writeln!(out, "{what}: {}", counted(counts));
    }
    if !comparison.by.is_empty() {
        let _ = writeln!(out, "\nby what made it");
        for (by, counts) in &comparison.by {
            let _ = writeln!(out, "  {by}: {}", counted(counts));
        }
    }
    let mut document = None;
    for change in &comparison.changes {
        if document != Some(&change.document) {
            document = Some(&change.document);
            let _ = writeln!(out, "\n{}", change.document);
        }
        out += &shown(change);
    }
    if comparison.hidden() > 0 {
        let _ = writeln!(
            out,
            "\n{} more changes; --most shows more",
            comparison.hidden()
        );
    }
    out
}

fn counted(counts: &Counts) -> String {
    let Counts {
        gained,
        lost,
        changed,
    } = counts;
    format!("{gained} gained, {lost} lost, {changed} changed")
}

fn shown(change: &Shown) -> String {
    let mut out = format!(
        "  line {}: {} {}\n",
        change.line, change.part, change.change
    );
    for (sign, side) in [('-', &change.old), ('+', &change.new)] {
        if let Some(side) = side {
            let _ = writeln!(out, "    {sign} {}", line(side));
        }
    }
    out
}

fn line(side: &Side) -> String {
    let mut parts = vec![];
    if side.label.is_none() {
        for role in ["source", "cue", "content"] {
            let of_role = side.spans.iter().filter(|marked| marked.role == role);
            let texts: Vec<String> = of_role.map(|marked| short(&marked.text)).collect();
            parts.push(match texts.is_empty() {
                true => "(nobody named)".to_owned(),
                false => texts.join(" … "),
            });
        }
    } else {
        parts.extend(
            side.spans
                .iter()
                .map(|m| format!("“{}” {}", short(&m.text), m.role)),
        );
    }
    let name = side
        .name
        .as_ref()
        .map(|name| format!(" = {name}"))
        .unwrap_or_default();
    format!(
        "{}{name} ({:.2}, {})",
        parts.join(" — "),
        side.score,
        side.by
    )
}

/// In one line, cut in the middle where it is long.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters: Vec<char> = line.chars().collect();
    if letters.len() <= WIDTH {
        return line;
    }
    let half = WIDTH / 2;
    let (start, end) = (&letters[..half], &letters[letters.len() - half..]);
    format!("{} … {}", String::from_iter(start), String::from_iter(end))
}
