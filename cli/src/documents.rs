//! Documents out of inputs.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use serde_json::Value;

use crate::input::{Content, Input};
use crate::report::Failure;

/// A document to tag.
#[derive(Debug, PartialEq)]
pub struct Text {
    pub id: String,
    pub text: String,
    pub file: String,
    pub line: Option<usize>,
    /// What the document's `errors` shall say.
    pub remarks: Vec<String>,
    /// What stderr shall say: a remark that was not made on this file before.
    pub note: Option<String>,
}

impl Text {
    /// The file, and the line where the file holds many documents.
    pub fn place(&self) -> String {
        match self.line {
            Some(line) => format!("{}:{line}", self.file),
            None => self.file.clone(),
        }
    }
}

/// Spans are 32 bits wide.
const LONGEST: usize = u32::MAX as usize;

const REPLACED: &str = "bytes that are not UTF-8 were replaced by U+FFFD; offsets count in the text with the replacements";
const JSON_AS_TEXT: &str =
    "tagged as one plain text, though it looks like JSON; --input jsonl reads JSON Lines";
const EMPTY: &str = "the document is empty";

/// Reads all documents of an input one after the other. `take` says whether to go on.
pub fn read(input: &Input, take: &mut dyn FnMut(Result<Text, Failure>) -> bool) {
    let opened: io::Result<Box<dyn Read>> = match input {
        Input::Stdin(_) => Ok(Box::new(io::stdin().lock())),
        Input::File { path, .. } => File::open(path).map(|file| Box::new(file) as Box<dyn Read>),
    };
    let (content, id) = match input {
        Input::Stdin(content) => (*content, "stdin"),
        Input::File { content, id, .. } => (*content, id.as_str()),
    };
    let name = input.name();
    let read = opened.and_then(|mut source| match content {
        Content::Text => {
            let mut bytes = Vec::new();
            source.read_to_end(&mut bytes)?;
            let looks_like_json = bytes.starts_with(b"{\"");
            let mut document = text(&name, id, bytes);
            if let (Input::Stdin(_), Ok(document), true) = (input, &mut document, looks_like_json) {
                document.note.get_or_insert(JSON_AS_TEXT.to_owned());
            }
            take(document);
            Ok(())
        }
        Content::JsonLines => json_lines(&name, source, take),
    });
    if let Err(error) = read {
        take(Err(Failure::unusable(name, error.to_string())));
    }
}

fn text(file: &str, id: &str, bytes: Vec<u8>) -> Result<Text, Failure> {
    let unusable = |problem: &str| Err(Failure::unusable(file, problem));
    if bytes.len() > LONGEST {
        return unusable("longer than 4 GiB; split it into documents");
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return unusable(
            "UTF-16 text; convert it to UTF-8, for example with iconv -f UTF-16 -t UTF-8",
        );
    }
    if bytes.contains(&0) {
        return unusable("not a text: it holds zero bytes");
    }
    let mut remarks = Vec::new();
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            remarks.push(REPLACED.to_owned());
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        }
    };
    if text.trim().is_empty() {
        remarks.push(EMPTY.to_owned());
    }
    Ok(Text {
        id: id.to_owned(),
        text,
        file: file.to_owned(),
        line: None,
        note: (!remarks.is_empty()).then(|| remarks.join("; ")),
        remarks,
    })
}

fn json_lines(
    file: &str,
    source: Box<dyn Read>,
    take: &mut dyn FnMut(Result<Text, Failure>) -> bool,
) -> io::Result<()> {
    let mut source = BufReader::with_capacity(1 << 16, source);
    let mut bytes = Vec::new();
    let mut replaced_before = false;
    for number in 1.. {
        bytes.clear();
        if source.read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let line = bytes.strip_prefix(b"\xEF\xBB\xBF").filter(|_| number == 1);
        let line = String::from_utf8_lossy(line.unwrap_or(&bytes));
        if line.trim().is_empty() {
            continue;
        }
        let mut document = json_line(file, number, &line);
        if let Ok(document) = &mut document
            && matches!(line, Cow::Owned(_))
        {
            document.remarks.insert(0, REPLACED.to_owned());
            if !replaced_before {
                let note = format!("{REPLACED} (said once for each file)");
                document.note.get_or_insert(note);
            }
            replaced_before = true;
        }
        if !take(document) {
            break;
        }
    }
    Ok(())
}

fn json_line(file: &str, number: usize, line: &str) -> Result<Text, Failure> {
    let mut known_id = None;
    let fail = |id: Option<String>, error: String| {
        Err(Failure {
            file: file.to_owned(),
            line: Some(number),
            id,
            error,
            whole_file: false,
        })
    };
    let mut object = match serde_json::from_str(line) {
        Ok(Value::Object(object)) => object,
        Ok(_) => {
            return fail(
                None,
                "a JSON value that is not an object with a \"text\"".to_owned(),
            );
        }
        Err(error) => {
            // Every line is line 1 to the parser.
            let error = error
                .to_string()
                .replace(" at line 1 column ", " at column ");
            return fail(None, format!("broken JSON: {error}"));
        }
    };
    match object.remove("id") {
        None | Some(Value::Null) => {}
        Some(Value::String(id)) => known_id = Some(id),
        Some(Value::Number(id)) => known_id = Some(id.to_string()),
        Some(_) => return fail(None, "\"id\" is neither a string nor a number".to_owned()),
    }
    let text = match object.remove("text") {
        Some(Value::String(text)) => text,
        Some(_) => return fail(known_id, "\"text\" is not a string".to_owned()),
        None => {
            let fields: Vec<&str> = object.keys().map(String::as_str).collect();
            let fields = fields.join(", ");
            return fail(
                known_id,
                format!("no \"text\"; rename the field that holds it (there are: {fields})"),
            );
        }
    };
    if text.len() > LONGEST {
        return fail(
            known_id,
            "longer than 4 GiB; split it into documents".to_owned(),
        );
    }
    let mut remarks = Vec::new();
    if text.trim().is_empty() {
        remarks.push(EMPTY.to_owned());
    }
    Ok(Text {
        id: known_id.unwrap_or_else(|| format!("{file}:{number}")),
        text,
        file: file.to_owned(),
        line: Some(number),
        note: remarks.first().cloned(),
        remarks,
    })
}
