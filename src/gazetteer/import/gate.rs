//! GATE's gazetteers: an index (`lists.def`) that names lists (`.lst`) with their types.

use std::path::{Component, Path};

use super::fields::{self, Record};
use super::lines::{LONGEST, Lines};
use super::sink::Sink;
use super::{OpenList, Problem, each_line, sniff};

/// A line of the index: `file.lst:majorType:minorType:languages:annotationType`, of which the last three need not be there.
pub(super) fn index_line(
    line: &str,
    open: &mut OpenList<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Problem> {
    let mut parts = line.split(':').map(str::trim);
    let mut part = || parts.next().unwrap_or_default();
    let (file, major, minor) = (part(), part(), part());
    if file.is_empty() || major.is_empty() {
        return Err(Problem::Row(
            "no list or no type; write file.lst:majorType:minorType".to_owned(),
        ));
    }
    let mut record = Record::default();
    if let Err(reason) = sink.label(major, &mut record) {
        return Err(Problem::Row(format!(
            "{reason} (the list {file} was left out)"
        )));
    }
    if !minor.is_empty() {
        record.kind = minor.to_owned();
    }
    let below = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    if !Path::new(file).components().all(below) {
        return Err(Problem::Row(format!(
            "the list {file} is outside of the directory of the index; put it there"
        )));
    }
    let path = sink.path.parent().unwrap_or(Path::new("")).join(file);
    let opened = open(&path).and_then(sniff::Sniffed::new);
    let mut list = match opened {
        Ok(list) => list,
        Err(error) => {
            return Err(Problem::Row(format!(
                "the list {} cannot be read: {error}; put it there or remove the line",
                path.display()
            )));
        }
    };
    if let Some(what) = list.not_text() {
        return Err(Problem::Row(format!(
            "the list {} is {what}",
            path.display()
        )));
    }
    let index = sink.enter(&path);
    let read = self::list(&mut list, &record, sink);
    sink.back(index);
    match read {
        Err(Problem::Io(error)) => Err(Problem::Row(format!(
            "the list {} cannot be read on: {error}",
            path.display()
        ))),
        read => read,
    }
}

/// A list by itself: a name a line, and its features behind it.
pub(super) fn list(
    source: &mut dyn std::io::BufRead,
    all: &Record,
    sink: &mut Sink<'_>,
) -> Result<(), Problem> {
    each_line(&mut Lines::new(source, LONGEST), sink, |line, sink| {
        if line.trim().is_empty() {
            return Ok(());
        }
        let mut record = all.clone();
        let delimiter = sink.options.delimiter.unwrap_or('\t');
        let mut fields = line.split(delimiter);
        record.name = fields.next().unwrap_or_default().trim().to_owned();
        for feature in fields.map(str::trim).filter(|f| !f.is_empty()) {
            let Some((key, value)) = feature.split_once('=') else {
                return Err(Problem::Row(format!(
                    "the feature {feature:?} has no \"=\"; write feature=value"
                )));
            };
            feature_of(&mut record, key.trim(), value.trim());
        }
        Ok(sink.take(record)?)
    })
}

fn feature_of(record: &mut Record, key: &str, value: &str) {
    match key {
        "id" | "uri" | "URI" | "inst" => record.id = value.to_owned(),
        "geonameid" => record.id = format!("geonames:{value}"),
        "gender" if fields::gender(value).is_some() => record.gender = fields::gender(value),
        "country" => record.country = value.to_owned(),
        "minorType" => record.kind = value.to_owned(),
        _ => record.features.push((key.to_owned(), value.to_owned())),
    }
}
