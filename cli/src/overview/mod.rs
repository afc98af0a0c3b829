//! `onrecord report`: one page over a batch.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::{self, Write};

use html_escape::encode_text;
use onrecord::gazetteer::Gender;
use onrecord::interchange::AnnotatedText;
use onrecord::output::{OffsetMap, Offsets};
use onrecord::{Label, MentionKind, QuotationKind};
use serde::Serialize;

use crate::args::ReportArgs;
use crate::exchange::From;
use crate::report::Report;
use crate::tag::Fatal;

const HEAD: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Writes the page and gives the exit status.
pub fn run(args: &ReportArgs) -> Result<u8, Fatal> {
    let mut report = Report::new(false);
    let mut overview = Overview::new(args.articles);
    for input in &args.inputs {
        let name = input.display();
        let mut fault = Ok(());
        From::Jsonl
            .read(input, &mut |annotated| {
                match annotated {
                    Ok(annotated) => overview.add(&annotated),
                    Err(failure) => fault = report.fail(&failure),
                }
                fault.is_ok()
            })
            .and(fault)
            .map_err(|error| format!("{name}: {error}"))?;
    }
    if overview.documents.is_empty() {
        report.finish().map_err(|error| error.to_string())?;
        return Err("there is no document to report on, so no page was written".into());
    }
    let page = overview.page(&args.title);
    match &args.output {
        Some(path) => {
            fs::write(path, page).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        None => match io::stdout().write_all(page.as_bytes()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            written => written.map_err(|error| format!("standard output: {error}"))?,
        },
    }
    report.finish().map_err(|error| error.to_string())
}

/// What the page's script draws.
#[derive(Default, Serialize)]
struct Overview {
    documents: Vec<Article>,
    speakers: Vec<Speaker>,
    cues: Vec<String>,
    /// How many articles have their text in the page.
    #[serde(skip)]
    texts: usize,
    #[serde(skip)]
    known: HashMap<(Label, String), usize>,
    #[serde(skip)]
    cue_numbers: HashMap<String, usize>,
}

#[derive(Serialize)]
struct Article {
    id: String,
    title: Option<String>,
    text: Option<String>,
    mentions: Vec<(u32, u32, Label)>,
    attributions: Vec<Said>,
}

type Spans = Vec<[u32; 2]>;

/// Who speaks, kind, cue, words of content, and where all stand, in UTF-16 units.
#[derive(Serialize)]
struct Said(Vec<usize>, u8, usize, usize, Spans, Spans, Spans);

#[derive(Serialize)]
struct Speaker {
    name: String,
    label: Label,
    /// The role that most articles give.
    role: Option<String>,
    gender: Option<&'static str>,
    #[serde(skip)]
    roles: BTreeMap<String, usize>,
    #[serde(skip)]
    articles: usize,
    #[serde(skip)]
    pronouns: [usize; 2],
    /// In how many articles a title, noun or given name says so.
    #[serde(skip)]
    told: [usize; 2],
}

impl Overview {
    fn new(texts: usize) -> Self {
        Overview {
            texts,
            ..Overview::default()
        }
    }

    fn add(&mut self, annotated: &AnnotatedText<'_>) {
        let record = &annotated.record;
        let mut speakers: HashMap<u32, usize> = HashMap::new();
        let with_text = self.documents.len() < self.texts;
        let map = OffsetMap::new(&annotated.text);
        let byte = |at: u32| {
            map.byte(at, Offsets::Char)
                .unwrap_or(annotated.text.len() as u32)
        };
        let unit = |at: u32| map.offset(byte(at), Offsets::Utf16);
        let places = |spans: &[[u32; 2]]| -> Spans {
            let spans = if with_text { spans } else { &[] };
            spans
                .iter()
                .map(|&[start, end]| [unit(start), unit(end)])
                .collect()
        };
        let mut attributions = vec![];
        for a in &record.attributions {
            let all = a.speaker.iter().chain(&a.also);
            let entities = all.filter_map(|&id| record.entities.iter().find(|e| e.id == id));
            let who = entities.map(|entity| {
                *speakers.entry(entity.id.0).or_insert_with(|| {
                    let speaker = self.speaker(entity.label, entity.kb.as_deref(), &entity.name);
                    let known = &mut self.speakers[speaker];
                    known.articles += 1;
                    match entity.gender {
                        Some(Gender::Female) => known.told[0] += 1,
                        Some(Gender::Male) => known.told[1] += 1,
                        None => {}
                    }
                    if let Some(role) = &entity.role {
                        *known.roles.entry(role.to_string()).or_default() += 1;
                    }
                    for m in record
                        .mentions
                        .iter()
                        .filter(|m| m.entity == Some(entity.id))
                    {
                        if m.kind == MentionKind::Pronoun {
                            match m.text.to_lowercase().as_str() {
                                "she" | "her" | "hers" | "herself" => known.pronouns[0] += 1,
                                "he" | "him" | "his" | "himself" => known.pronouns[1] += 1,
                                _ => {}
                            }
                        }
                    }
                    speaker
                })
            });
            let mut who: Vec<usize> = who.collect();
            // Two of the article may be one for the page.
            let mut seen = HashSet::new();
            who.retain(|&speaker| seen.insert(speaker));
            let words = (a.content.iter())
                .map(|&[start, end]| &annotated.text[byte(start) as usize..byte(end) as usize])
                .flat_map(str::split_whitespace)
                .filter(|word| word.contains(char::is_alphanumeric));
            attributions.push(Said(
                who,
                match a.kind {
                    QuotationKind::Direct => 0,
                    QuotationKind::Indirect => 1,
                    QuotationKind::Mixed => 2,
                },
                self.cue(&a.cue_lemma),
                words.count(),
                places(&a.source),
                places(&a.cue),
                places(&a.content),
            ));
        }
        let mentions = record.mentions.iter().filter(|_| with_text);
        self.documents.push(Article {
            id: record.id.to_string(),
            title: ["title", "headline"]
                .iter()
                .find_map(|name| Some(record.meta.get(*name)?.as_str()?.to_owned())),
            text: with_text.then(|| annotated.text.to_string()),
            mentions: mentions
                .map(|m| (unit(m.start), unit(m.end), m.label))
                .collect(),
            attributions,
        });
    }

    /// Somebody in one article is somebody in another where both have the same identifier, or the same name.
    fn speaker(&mut self, label: Label, kb: Option<&str>, name: &str) -> usize {
        let key = (label, kb.unwrap_or(name).to_owned());
        *self.known.entry(key).or_insert_with(|| {
            self.speakers.push(Speaker {
                name: name.to_owned(),
                label,
                role: None,
                gender: None,
                roles: BTreeMap::new(),
                articles: 0,
                pronouns: [0; 2],
                told: [0; 2],
            });
            self.speakers.len() - 1
        })
    }

    fn cue(&mut self, lemma: &str) -> usize {
        if let Some(&number) = self.cue_numbers.get(lemma) {
            return number;
        }
        self.cues.push(lemma.to_owned());
        self.cue_numbers
            .insert(lemma.to_owned(), self.cues.len() - 1);
        self.cues.len() - 1
    }

    fn page(mut self, title: &str) -> String {
        for speaker in &mut self.speakers {
            // What one of many articles says is often of the day. Of roles that are as frequent, the first in the alphabet.
            let least = if speaker.articles > 1 { 2 } else { 1 };
            let role = speaker
                .roles
                .iter()
                .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
            let role = role.filter(|(_, count)| **count >= least);
            speaker.role = role.map(|(role, _)| role.clone());
            // What the texts call them counts for more than how names are usually given.
            let tells = [speaker.pronouns, speaker.told].map(|[she, he]| she.cmp(&he));
            let told = tells.into_iter().find(|told| told.is_ne());
            speaker.gender = match told.filter(|_| speaker.label == Label::Person) {
                Some(Ordering::Greater) => Some("f"),
                Some(_) => Some("m"),
                None => None,
            };
        }
        let head = HEAD
            .replace("{{version}}", env!("CARGO_PKG_VERSION"))
            .replace("{{title}}", &encode_text(title))
            .replace("{{style}}", STYLE);
        // In JSON, `<` occurs in strings only, and must not begin a tag.
        let data = serde_json::to_string(&self)
            .expect("the overview serialises")
            .replace('<', "\\u003c");
        format!("{head}{data}</script>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n")
    }
}
