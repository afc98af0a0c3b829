//! A document for a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::OffsetMap;
use crate::{Attribution, Document, Entity, Label, Span};

/// Shows who is named and who said what in lines for people.
///
/// ```
/// use onrecord::{Tagger, output::Pretty};
/// let document = Tagger::default().tag("Angela Merkel said no.");
/// let shown = Pretty { color: false, width: 80 }.show("first", &document);
/// assert!(shown.starts_with("first"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pretty {
    /// Whether to colour with ANSI escape sequences.
    pub color: bool,
    /// In how many columns lines are to fit.
    pub width: usize,
}

impl Default for Pretty {
    /// Without colour, in 100 columns.
    fn default() -> Self {
        Pretty {
            color: false,
            width: 100,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Plain,
    Title,
    Faint,
    Cue,
    Label(Label),
    Warning,
}

impl Style {
    /// The parameters of its escape sequence; colours of the terminal's own palette, so that its theme holds.
    const fn ansi(self) -> &'static str {
        match self {
            Style::Plain => "0",
            Style::Title => "1",
            Style::Faint => "2",
            Style::Cue => "3;31",
            Style::Label(Label::Person) => "1;34",
            Style::Label(Label::Org) => "1;35",
            Style::Label(Label::Place) => "1;32",
            Style::Label(Label::Norp) => "1;36",
            Style::Label(Label::Role) => "1",
            Style::Warning => "1;31",
        }
    }
}

impl Pretty {
    /// The document under its id, ending with a line break.
    pub fn show(&self, id: &str, document: &Document<'_>) -> String {
        let mut lines = Lines::new(self);
        lines.start(0);
        lines.words(Style::Title, id);
        for error in &document.errors {
            lines.start(2);
            lines.words(Style::Warning, "!");
            lines.words(Style::Plain, error);
        }
        if document.mentions.is_empty() && document.attributions.is_empty() {
            lines.start(2);
            lines.words(Style::Faint, "nobody is named and nothing is quoted");
        }
        if !document.mentions.is_empty() {
            lines.blank();
            lines.start(2);
            lines.words(Style::Faint, "who and what is named");
            show_entities(&mut lines, document);
        }
        if !document.attributions.is_empty() {
            lines.blank();
            lines.start(2);
            lines.words(Style::Faint, "who said what");
            show_attributions(&mut lines, document);
        }
        lines.finish()
    }
}

/// One line an entity, by label, in columns.
fn show_entities(lines: &mut Lines, document: &Document<'_>) {
    let longest = document.entities.iter().map(|e| e.name.width()).max();
    // One very long name shall not push all the others' roles to the edge.
    let column = longest.unwrap_or(0).min(lines.width / 3);
    let mut entities: Vec<&Entity> = document.entities.iter().collect();
    entities.sort_by_key(|e| e.label);
    for entity in entities {
        lines.start(2);
        lines.words(Style::Faint, &entity.label.as_str().to_lowercase());
        lines.hang(10);
        lines.pad_to(10);
        lines.words(Style::Label(entity.label), &entity.name);
        let times = format!("{}×", entity.mentions.len());
        lines.pad_to(10 + column + 5 - times.width().min(4));
        lines.words(Style::Faint, &times);
        if entity.role.is_some() || entity.affiliation.is_some() {
            lines.pad_to(10 + column + 6);
        }
        if let Some(role) = &entity.role {
            lines.words(Style::Plain, role);
        }
        if let Some(affiliation) = &entity.affiliation {
            if entity.role.is_some() {
                lines.words(Style::Faint, "·");
            }
            lines.words(Style::Plain, affiliation);
        }
    }
}

/// Speaker, cue and content on the first line, how it is known on the next.
fn show_attributions(lines: &mut Lines, document: &Document<'_>) {
    let map = OffsetMap::new(document.text);
    let digits = document.attributions.len().to_string().len();
    for (i, attribution) in document.attributions.iter().enumerate() {
        let indent = 2 + 2 * depth(document, i);
        let hang = indent + digits + 2;
        lines.start(indent);
        lines.words(Style::Faint, &format!("{:>digits$}", i + 1));
        lines.hang(hang);
        lines.pad_to(hang);
        let source = document.join(&attribution.source);
        match attribution.speaker {
            None if source.is_empty() => lines.words(Style::Faint, "(nobody named)"),
            None => lines.words(Style::Title, &source),
            Some(_) => {
                for (nth, id) in attribution.speakers().enumerate() {
                    if nth > 0 {
                        lines.words(Style::Faint, "and");
                    }
                    let entity = document.entity(id);
                    lines.words(Style::Label(entity.label), &entity.name);
                }
            }
        }
        if !attribution.cue.is_empty() {
            lines.words(Style::Faint, "—");
            lines.words(Style::Cue, &join(document, &attribution.cue));
        }
        lines.words(Style::Faint, "—");
        lines.words(Style::Plain, &join(document, &attribution.content));

        lines.start(hang);
        lines.words(Style::Faint, &how(document, attribution, &source, &map));
    }
}

/// Kind, cue, place and rule; and the source where it says more than the speaker's name.
fn how(
    document: &Document<'_>,
    attribution: &Attribution,
    source: &str,
    map: &OffsetMap<'_>,
) -> String {
    let mut parts = vec![attribution.kind.as_str().to_owned()];
    if !attribution.cue_class.is_empty() {
        let not = if attribution.negated { "not " } else { "" };
        parts.push(format!("{not}{}", attribution.cue_class));
    }
    if let Some(outer) = attribution.within {
        parts.push(format!("within {}", outer + 1));
    }
    let spans = [&attribution.cue, &attribution.content, &attribution.source];
    if let Some(first) = spans.into_iter().flatten().next() {
        parts.push(format!("line {}", map.line_column(first.start).line));
    }
    parts.push(format!("{:.2} {}", attribution.score, attribution.by));
    match document.speaker_name(attribution) {
        Some(name) if name != source && !source.is_empty() => {
            parts.push(format!("source: {source}"))
        }
        None if !source.is_empty() => parts.push("no name".to_owned()),
        _ => {}
    }
    parts.join(" · ")
}

/// In how many other attributions this one stands; no more than fit beside each other on a line.
fn depth(document: &Document<'_>, mut i: usize) -> usize {
    const DEEPEST: usize = 4;
    for depth in 0..DEEPEST {
        match document.attributions[i].within {
            Some(outer) => i = outer as usize,
            None => return depth,
        }
    }
    DEEPEST
}

fn join(document: &Document<'_>, spans: &[Span]) -> String {
    let parts: Vec<&str> = spans.iter().map(|&span| &document.text[span]).collect();
    parts.join(" … ")
}

/// Fills lines with words. What comes from the text cannot break the layout or command the terminal: white space of
/// any kind becomes a space, and control characters become U+FFFD.
struct Lines {
    out: String,
    color: bool,
    width: usize,
    column: usize,
    hang: usize,
}

impl Lines {
    fn new(pretty: &Pretty) -> Self {
        Lines {
            out: String::new(),
            color: pretty.color,
            width: pretty.width.max(20),
            column: 0,
            hang: 0,
        }
    }

    fn finish(mut self) -> String {
        self.out.push('\n');
        self.out
    }

    fn blank(&mut self) {
        self.out.push('\n');
    }

    /// Begins a line; those that follow it begin in the same column until [`hang`](Self::hang) says otherwise.
    fn start(&mut self, indent: usize) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.column = 0;
        self.hang = indent;
        self.pad_to(indent);
    }

    fn hang(&mut self, indent: usize) {
        self.hang = indent;
    }

    fn pad_to(&mut self, column: usize) {
        while self.column < column {
            self.out.push(' ');
            self.column += 1;
        }
    }

    /// Adds the words of `text`, each after a space unless the line already ends with one.
    fn words(&mut self, style: Style, text: &str) {
        let mut on = false;
        for word in text.split_whitespace() {
            let width = word.width();
            let gap = usize::from(!self.out.ends_with([' ', '\n']) && self.column > self.hang);
            if self.column > self.hang && self.column + gap + width > self.width {
                self.switch(style, &mut on, false);
                self.out.truncate(self.out.trim_end_matches(' ').len());
                self.out.push('\n');
                self.column = 0;
                self.pad_to(self.hang);
            } else if gap > 0 {
                self.out.push(' ');
                self.column += 1;
            }
            self.switch(style, &mut on, true);
            for c in word.chars() {
                self.out.push(if c.is_control() {
                    char::REPLACEMENT_CHARACTER
                } else {
                    c
                });
                self.column += c.width().unwrap_or(1);
            }
        }
        self.switch(style, &mut on, false);
    }

    fn switch(&mut self, style: Style, on: &mut bool, to: bool) {
        if self.color && style != Style::Plain && *on != to {
            let code = if to { style.ansi() } else { "0" };
            self.out += &format!("\x1b[{code}m");
        }
        *on = to;
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn show(color: bool, width: usize) -> String {
        Pretty { color, width }.show("sample", &sample::document())
    }

    #[test]
    fn one_of_everything() {
        insta::assert_snapshot!(show(false, 80));
    }

    #[test]
    fn in_colour() {
        insta::assert_snapshot!(show(true, 100).replace('\x1b', "^"));
    }

    #[test]
    fn lines_fit() {
        for width in [30, 50, 80] {
            for line in show(false, width).lines() {
                // A word longer than the line stands on a line of its own.
                let alone = line.trim_start().split(' ').count() == 1;
                assert!(line.width() <= width || alone, "{width}: {line}");
                assert_eq!(line, line.trim_end());
            }
        }
    }

    #[test]
    fn colour_changes_no_letter() {
        let mut plain = String::new();
        let mut escaped = false;
        for c in show(true, 80).chars() {
            match c {
                '\x1b' => escaped = true,
                'm' if escaped => escaped = false,
                c if !escaped => plain.push(c),
                _ => {}
            }
        }
        assert_eq!(plain, show(false, 80));
    }

    #[test]
    fn the_text_cannot_command_the_terminal() {
        let mut document = sample::document();
        document.entities[0].name = "Nor\x1b[2Jway\u{9b}31m".into();
        let shown = Pretty::default().show("bad\x07id", &document);
        assert!(!shown.contains(|c: char| c.is_control() && c != '\n'));
        assert!(shown.contains("Nor\u{fffd}[2Jway\u{fffd}31m"));
    }

    #[test]
    fn nothing_found() {
        let mut document = sample::document();
        document.mentions.clear();
        document.attributions.clear();
        document.errors.clear();
        let shown = Pretty::default().show("empty", &document);
        assert_eq!(shown, "empty\n  nobody is named and nothing is quoted\n");
    }
}
