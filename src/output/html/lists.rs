//! The lists beside the text: who spoke, what was said, who and what is named.

use std::fmt::{Result, Write};

use html_escape::encode_text;

use crate::{Attribution, Document, Entity, EntityId, Label};

/// Writes all lists. `anchor` is the article's.
pub(super) fn write(out: &mut String, anchor: &str, document: &Document<'_>) -> Result {
    // The script shows here what the reader points at; where there is no script the style sheet hides it.
    out.push_str("<div class=\"detail\" aria-live=\"polite\"></div>\n");
    if document.mentions.is_empty() && document.attributions.is_empty() {
        out.push_str("<p class=\"none\">Nobody is named and nothing is quoted.</p>\n");
    }
    write_speakers(out, anchor, document)?;
    write_attributions(out, anchor, document)?;
    write_entities(out, anchor, document)
}

/// Who speaks how often, the most frequent first; those without a name last.
fn write_speakers(out: &mut String, anchor: &str, document: &Document<'_>) -> Result {
    let mut said: Vec<(Option<EntityId>, Vec<usize>)> = Vec::new();
    for entity in &document.entities {
        said.push((Some(entity.id), Vec::new()));
    }
    said.push((None, Vec::new()));
    for (i, attribution) in document.attributions.iter().enumerate() {
        for id in attribution.speakers() {
            said[id.index()].1.push(i + 1);
        }
        if attribution.speaker.is_none() {
            said[document.entities.len()].1.push(i + 1);
        }
    }
    said.retain(|(_, numbers)| !numbers.is_empty());
    said.sort_by_key(|(speaker, numbers)| (speaker.is_none(), usize::MAX - numbers.len()));

    if said.is_empty() {
        return Ok(());
    }
    out.push_str("<h3>Speakers</h3>\n<ul class=\"speakers\">\n");
    for (speaker, numbers) in said {
        out.push_str("<li>");
        match speaker {
            Some(id) => {
                let entity = document.entity(id);
                write_name(out, entity)?;
            }
            None => out.push_str("<i>not named</i>"),
        }
        let times = if numbers.len() == 1 { "time" } else { "times" };
        write!(
            out,
            " <span class=\"count\">· {} {times}</span>",
            numbers.len()
        )?;
        for n in numbers {
            write!(
                out,
                " <a href=\"#{anchor}a{n}\" data-a=\"{n}\" aria-label=\"attribution {n}\">{n}</a>"
            )?;
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
    Ok(())
}

fn write_attributions(out: &mut String, anchor: &str, document: &Document<'_>) -> Result {
    if document.attributions.is_empty() {
        return Ok(());
    }
    out.push_str("<h3>Who said what</h3>\n<ol class=\"attributions\">\n");
    for (i, attribution) in document.attributions.iter().enumerate() {
        let n = i + 1;
        write!(
            out,
            "<li id=\"{anchor}a{n}\" data-a=\"{n}\"><a class=\"n\" href=\"#{anchor}r{n}\" data-a=\"{n}\" aria-label=\"attribution {n} in the text\"></a> "
        )?;
        for (nth, id) in attribution.speakers().enumerate() {
            if nth > 0 {
                out.push_str(" and ");
            }
            write_name(out, document.entity(id))?;
        }
        if attribution.speaker.is_none() {
            out.push_str("<i>not named</i>");
        }
        write_said(out, document, attribution)?;
        write_meta(out, anchor, attribution)?;
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
    Ok(())
}

/// The three parts in the text's own words.
fn write_said(out: &mut String, document: &Document<'_>, attribution: &Attribution) -> Result {
    out.push_str("<p class=\"said\" dir=\"auto\">");
    for (class, spans) in [
        ("s", &attribution.source),
        ("c", &attribution.cue),
        ("q", &attribution.content),
    ] {
        if spans.is_empty() {
            continue;
        }
        let parts: Vec<_> = spans
            .iter()
            .map(|&span| encode_text(&document.text[span]))
            .collect();
        write!(out, "<span class=\"{class}\">{}</span> ", parts.join(" … "))?;
    }
    out.push_str("</p>");
    Ok(())
}

fn write_meta(out: &mut String, anchor: &str, attribution: &Attribution) -> Result {
    write!(out, "<p class=\"meta\">{}", attribution.kind.as_str())?;
    if !attribution.cue_lemma.is_empty() {
        let not = if attribution.negated { "not " } else { "" };
        write!(out, " · {not}{}", encode_text(&attribution.cue_lemma))?;
        if attribution.cue_class != attribution.cue_lemma {
            write!(out, " ({})", encode_text(&attribution.cue_class))?;
        }
    }
    if let Some(outer) = attribution.within {
        let n = outer + 1;
        write!(out, " · within <a href=\"#{anchor}a{n}\">{n}</a>")?;
    }
    write!(
        out,
        " · {:.2} · <code>{}</code></p>",
        attribution.score,
        encode_text(&attribution.by)
    )
}

/// All entities, by label; each opens to its mentions and the rules that made them.
fn write_entities(out: &mut String, anchor: &str, document: &Document<'_>) -> Result {
    if document.mentions.is_empty() {
        return Ok(());
    }
    out.push_str("<h3>Who and what is named</h3>\n");
    for label in Label::ALL {
        let mut entities = document
            .entities
            .iter()
            .filter(|e| e.label == label)
            .peekable();
        if entities.peek().is_none() {
            continue;
        }
        writeln!(out, "<h4>{}</h4>\n<ul class=\"entities\">", title(label))?;
        for entity in entities {
            let n = entity.id.0 + 1;
            write!(
                out,
                "<li id=\"{anchor}e{n}\" data-e=\"{n}\"><details><summary>"
            )?;
            write_name(out, entity)?;
            write!(
                out,
                " <span class=\"count\">{}</span></summary>",
                entity.mentions.len()
            )?;
            if let Some(kb) = &entity.kb {
                write!(
                    out,
                    "<p class=\"meta\"><code>{}</code></p>",
                    encode_text(kb)
                )?;
            }
            out.push_str("<ol>");
            for &i in &entity.mentions {
                write_mention(out, anchor, document, i as usize)?;
            }
            out.push_str("</ol></details></li>\n");
        }
        out.push_str("</ul>\n");
    }
    let mut unresolved = (0..document.mentions.len())
        .filter(|&i| document.mentions[i].entity.is_none())
        .peekable();
    if unresolved.peek().is_some() {
        out.push_str("<h4>Not resolved</h4>\n<ol class=\"entities\">\n");
        for i in unresolved {
            write_mention(out, anchor, document, i)?;
        }
        out.push_str("</ol>\n");
    }
    Ok(())
}

fn write_mention(out: &mut String, anchor: &str, document: &Document<'_>, i: usize) -> Result {
    let mention = &document.mentions[i];
    let n = i + 1;
    writeln!(
        out,
        "<li data-m=\"{n}\"><a class=\"{}\" href=\"#{anchor}m{n}\">{}</a> <span class=\"meta\">{} · {:.2} · <code>{}</code></span></li>",
        super::class(mention.label),
        encode_text(&document.text[mention.span]),
        mention.kind.as_str(),
        mention.score,
        encode_text(&mention.by)
    )
}

/// The name with what the text says of it.
fn write_name(out: &mut String, entity: &Entity) -> Result {
    write!(
        out,
        "<b class=\"name {}\" dir=\"auto\">{}</b>",
        super::class(entity.label),
        encode_text(&entity.name)
    )?;
    let about: Vec<_> = [&entity.role, &entity.affiliation]
        .into_iter()
        .flatten()
        .map(encode_text)
        .collect();
    if !about.is_empty() {
        write!(out, " <span class=\"about\">{}</span>", about.join(", "))?;
    }
    Ok(())
}

fn title(label: Label) -> &'static str {
    match label {
        Label::Person => "Persons",
        Label::Org => "Organizations",
        Label::Place => "Places",
        Label::Norp => "Peoples",
        Label::Role => "Roles",
    }
}
