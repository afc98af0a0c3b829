//! One self-contained page with the text and everything found in it.
//!
//! The page loads nothing, follows the reader's light or dark theme, prints, fits a telephone and works from the
//! keyboard. Without its script everything can still be read: the marks in the text are numbered, and the lists
//! beside it give each number's speaker, kind, score and deciding rule.
//!
//! ```
//! use onrecord::{Tagger, output::html};
//! let document = Tagger::default().tag("Angela Merkel said no.");
//! let page = html::page("Morning papers", [("first", &document)]);
//! assert!(page.starts_with("<!doctype html>"));
//! ```
//!
//! For more documents than memory holds, write [`start`], then an [`article`] for each, then [`END`].

mod lists;
mod pieces;
mod text;

use std::fmt::Write;

use html_escape::encode_text;

use crate::{Document, Label};

const STYLE: &str = include_str!("page.css");

const LEGEND: &str = r#"<p class="legend"><span class="key"><span class="s">source</span></span>
<span class="key"><span class="c">cue</span><sup class="n">1</sup></span>
<span class="key"><span class="q first">content</span></span>
<span class="key"><span class="q first">content </span><span class="q deep first">within content</span></span>
<span class="key"><span class="m person begin end">person</span></span>
<span class="key"><span class="m org begin end">organization</span></span>
<span class="key"><span class="m place begin end">place</span></span>
<span class="key"><span class="m norp begin end">people</span></span>
<span class="key"><span class="m role begin end">role</span></span></p>
"#;

/// What ends a page.
pub const END: &str = concat!(
    "</main>\n<script>\n",
    include_str!("page.js"),
    "</script>\n</body>\n</html>\n"
);

/// A whole page with these documents, each under its id.
pub fn page<'d>(
    title: &str,
    documents: impl IntoIterator<Item = (&'d str, &'d Document<'d>)>,
) -> String {
    let mut page = start(title);
    for (i, (id, document)) in documents.into_iter().enumerate() {
        page += &article(id, i + 1, document);
    }
    page + END
}

/// What begins a page: the head, the style and the legend.
pub fn start(title: &str) -> String {
    let title = encode_text(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"onrecord {}\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>{title}</h1>\n{LEGEND}</header>\n<main>\n",
        env!("CARGO_PKG_VERSION"),
    )
}

/// One document: its text with all marks, and the lists of who spoke, what was said and who is named.
///
/// `number` must be another one for each document of a page; the anchors are made of it.
pub fn article(id: &str, number: usize, document: &Document<'_>) -> String {
    let mut out = String::with_capacity(document.text.len() * 3);
    write_article(&mut out, id, number, document)
        .expect("a String takes all that is written to it");
    out
}

fn write_article(
    out: &mut String,
    id: &str,
    number: usize,
    document: &Document<'_>,
) -> std::fmt::Result {
    let anchor = format!("d{number}");
    writeln!(
        out,
        "<article id=\"{anchor}\" aria-labelledby=\"{anchor}h\">"
    )?;
    writeln!(out, "<h2 id=\"{anchor}h\">{}</h2>", encode_text(id))?;
    for error in &document.errors {
        writeln!(out, "<p class=\"error\">{}</p>", encode_text(error))?;
    }
    out.push_str("<div class=\"text\">\n");
    text::write(out, &anchor, document)?;
    out.push_str("</div>\n<aside>\n");
    lists::write(out, &anchor, document)?;
    out.push_str("</aside>\n</article>\n");
    Ok(())
}

/// What the style sheet calls the label.
fn class(label: Label) -> &'static str {
    match label {
        Label::Person => "person",
        Label::Org => "org",
        Label::Place => "place",
        Label::Norp => "norp",
        Label::Role => "role",
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::sample;
    use super::*;
    use crate::{Attribution, Mention, Span};

    #[test]
    fn an_article_with_one_of_everything() {
        insta::assert_snapshot!(article("sample", 1, &sample::document()));
    }

    #[test]
    fn a_page_loads_nothing_and_escapes_everything() {
        let mut document = sample::document();
        document.entities[1].name = "<script>alert(\"&\")</script>".into();
        document.attributions[0].by = "\"><script>".into();
        document.errors.push("<script>".into());
        let page = page("<script>", [("<script>\"", &document)]);
        assert_eq!(page.matches("<script>").count(), 1);
        assert_eq!(page.matches("</script>").count(), 1);
        assert!(page.contains("&lt;b&gt;&amp; others&lt;/b&gt;"));
        for outside in ["http:", "https:", "src=", "@import", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
    }

    /// The lines of the text as a browser shows them, without the numbers, which the style sheet adds.
    fn shown_lines(page: &str) -> Vec<String> {
        let start = page.find("<div class=\"text\">").unwrap();
        let mut plain = String::new();
        let mut inside = false;
        for c in page[start..page.find("</div>").unwrap()].chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                c if !inside => plain.push(c),
                _ => {}
            }
        }
        lines(&html_escape::decode_html_entities(&plain))
    }

    fn lines(text: &str) -> Vec<String> {
        let lines = text.lines().filter(|line| !line.is_empty());
        lines.map(String::from).collect()
    }

    /// Checks that every link has its target, and gives their number.
    fn check_anchors(page: &str) -> usize {
        let links = page.split("href=\"#").skip(1);
        links
            .map(|link| {
                let target = link.split('"').next().unwrap();
                let id = format!("id=\"{target}\"");
                assert_eq!(page.matches(&id).count(), 1, "{target}");
            })
            .count()
    }

    #[test]
    fn the_marked_text_is_the_text() {
        let document = sample::document();
        let page = article("sample", 1, &document);
        assert_eq!(shown_lines(&page), lines(document.text));
    }

    proptest! {
        #[test]
        fn marks_may_lie_in_any_way(text in "[ab <&é\"\n🐟]{1,60}", places in vec((0usize..200, 0usize..200), 1..30)) {
            let edges: Vec<u32> = (0..=text.len() as u32)
                .filter(|&i| text.is_char_boundary(i as usize))
                .collect();
            let spans: Vec<Span> = places
                .into_iter()
                .map(|(a, b)| (edges[a % edges.len()], edges[b % edges.len()]))
                .map(|(a, b)| Span::new(a.min(b), a.max(b)).trim(&text))
                .filter(|span| !span.is_empty())
                .collect();
            let mut document = sample::document();
            let (mention, attribution) = (document.mentions[1].clone(), document.attributions[5].clone());
            document.text = &text;
            document.entities.clear();
            document.mentions.clear();
            document.attributions.clear();
            for some in spans.chunks(5) {
                document.mentions.extend(some.iter().map(|&span| Mention { span, ..mention.clone() }));
                document.attributions.push(Attribution {
                    source: some[..some.len() / 2].to_vec(),
                    cue: some.iter().copied().skip(2).take(1).collect(),
                    content: some[some.len() / 2..].to_vec(),
                    ..attribution.clone()
                });
            }
            let page = article("any", 1, &document);
            assert_eq!(shown_lines(&page), lines(&text));
            check_anchors(&page);
        }
    }

    #[test]
    fn every_anchor_that_is_pointed_to_exists_once() {
        let document = sample::document();
        let page = page("two", [("a", &document), ("b", &document)]);
        assert!(check_anchors(&page) > 20);
    }

    #[test]
    fn an_empty_document_has_an_article() {
        let mut document = sample::document();
        document.text = "";
        document.mentions.clear();
        document.attributions.clear();
        document.entities.clear();
        insta::assert_snapshot!(article("empty", 7, &document));
    }
}
