//! Changes as one self-contained page.

use std::fmt::Write as _;

use html_escape::{encode_double_quoted_attribute, encode_text};

use super::{Comparison, Counts, Marked, Shown, Side};

const HEAD: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");

/// The page.
pub fn show(comparison: &Comparison) -> String {
    let title = format!("What {} changes against {}", comparison.new, comparison.old);
    let mut body = String::new();
    let _ = write!(
        body,
        "<p>{} of {} documents differ.</p>\n<table><tr><th><th>gained<th>lost<th>changed</tr>\n",
        comparison.changed_documents, comparison.documents
    );
    row(&mut body, "mentions", &comparison.mentions);
    row(&mut body, "attributions", &comparison.attributions);
    body += "</table>\n";
    if !comparison.by.is_empty() {
        body += "<h2>By what made it</h2>\n<table><tr><th><th>gained<th>lost<th>changed</tr>\n";
        for (by, counts) in &comparison.by {
            row(&mut body, by, counts);
        }
        body += "</table>\n";
    }
    body += "<h2>Changes</h2>\n";
    let mut document = None;
    for change in &comparison.changes {
        if document != Some(&change.document) {
            document = Some(&change.document);
            let _ = writeln!(body, "<h3>{}</h3>", encode_text(&change.document));
        }
        shown(&mut body, change);
    }
    if comparison.hidden() > 0 {
        let _ = writeln!(
            body,
            "<p>{} more changes are not shown.</p>",
            comparison.hidden()
        );
    }
    HEAD.replace("{{version}}", env!("CARGO_PKG_VERSION"))
        .replace("{{style}}", STYLE)
        .replace("{{title}}", &encode_text(&title))
        .replace("{{body}}", &body)
}

fn row(body: &mut String, name: &str, counts: &Counts) {
    let name = encode_text(name);
    let Counts {
        gained,
        lost,
        changed,
    } = counts;
    let _ = writeln!(
        body,
        "<tr><th>{name}<td>{gained}<td>{lost}<td>{changed}</tr>"
    );
}

fn shown(body: &mut String, change: &Shown) {
    let _ = writeln!(
        body,
        "<article class=\"{} {}\"><p class=\"meta\">line {} · {} {}</p>",
        change.part, change.change, change.line, change.part, change.change
    );
    for (class, sign, side) in [("old", "−", &change.old), ("new", "+", &change.new)] {
        if let Some(side) = side {
            let name = side
                .name
                .as_deref()
                .map(|name| format!(" · {}", encode_text(name)));
            let _ = writeln!(
                body,
                "<p class=\"{class}\"><span class=\"sign\">{sign}</span> {} <span class=\"meta\">{}{} · {:.2}</span></p>",
                excerpt(change, side),
                encode_text(&side.by),
                name.unwrap_or_default(),
                side.score
            );
        }
    }
    *body += "</article>\n";
}

/// The excerpt with what one side has marked in it.
fn excerpt(change: &Shown, side: &Side) -> String {
    let text = &change.excerpt;
    let place = |at: u32| (at.saturating_sub(change.excerpt_start) as usize).min(text.len());
    let mut marks: Vec<(usize, usize, &Marked)> = side
        .spans
        .iter()
        .map(|marked| (place(marked.span.start), place(marked.span.end), marked))
        .filter(|(from, to, _)| from < to && text.is_char_boundary(*to))
        .collect();
    marks.sort_by_key(|&(from, to, _)| (from, to));
    let mut out = String::new();
    let mut at = 0;
    for (from, to, marked) in marks {
        // The parts of one attribution do not overlap, but a rule may make them do so.
        let from = from.max(at);
        if from >= to {
            continue;
        }
        let class = marked.role.to_lowercase();
        let _ = write!(
            out,
            "{}<mark class=\"{}\" title=\"{}\">{}</mark>",
            encode_text(&text[at..from]),
            encode_double_quoted_attribute(&class),
            encode_double_quoted_attribute(marked.role),
            encode_text(&text[from..to])
        );
        at = to;
    }
    out += &encode_text(&text[at..]);
    out
}
