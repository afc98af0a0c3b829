//! Tags English news text with **who is named** in it and **who said what**.
//!
//! A [`Tagger`] reads a text and returns a [`Document`]: [`Mention`]s of people, organizations and places; [`Entity`]s, to
//! which the mentions of a text belong, with their roles; and [`Attribution`]s, each with its source, cue and content and, where it
//! could be found, the entity that speaks. The notions of source, cue and content are those of the PolNeAR corpus (Newell, Margolin and
//! Ruths 2018).
//!
//! # Example: tag and print
//!
//! ```
//! use onrecord::Tagger;
//!
//! let document = Tagger::default().tag("Prices will fall, minister Ann Lee said. “Soon,” she added.");
//! let mut lines = vec![];
//! for attribution in &document.attributions {
//!     let speaker = document.speaker_name(attribution).unwrap_or("somebody");
//!     lines.push(format!("{speaker}: {}", document.join(&attribution.content)));
//! }
//! assert_eq!(lines, ["Ann Lee: Prices will fall", "Ann Lee: “Soon,”"]);
//! ```
//!
//! # Example: a gazetteer of your own
//!
//! All that can fail fails here, with a message that names the file, the line and the remedy.
//!
//! ```
//! use onrecord::Tagger;
//! use onrecord::gazetteer::Gazetteer;
//!
//! let ships = "name\tlabel\tid\taliases\nNordlicht\tORG\tship:7\tMS Nordlicht|NLT\n";
//! let gazetteer = Gazetteer::builder().bundled().list("ships.tsv", ships).build()?;
//! let tagger = Tagger::builder().gazetteer(gazetteer).build()?;
//!
//! let document = tagger.tag("The MS Nordlicht left Kiel. NORDLICHT DELAYED, said the port. NLT shares fell.");
//! let ship = document.entities.iter().find(|e| e.kb.as_deref() == Some("ship:7")).unwrap();
//! let forms: Vec<&str> = ship.mentions.iter().map(|&i| &document.text[document.mentions[i as usize].span]).collect();
//! assert_eq!(forms, ["MS Nordlicht", "NORDLICHT", "NLT"]);
//!
//! let wrong = Gazetteer::builder().list("ships.tsv", "name\tlabel\nNordlicht\tSHIP\n").build();
//! assert!(wrong.unwrap_err().to_string().starts_with("ships.tsv:2: unknown label \"SHIP\""));
//! # Ok::<(), onrecord::BuildError>(())
//! ```
//!
//! # Example: spans and offsets
//!
//! A [`Span`] is a range of **bytes** of the text that was given, on character boundaries, and indexes it. For programs that
//! count otherwise, [`output::OffsetMap`] converts, and [`output::Record`] is the JSON contract with offsets in the unit of your choice.
//!
//! ```
//! use onrecord::Tagger;
//! use onrecord::output::{OffsetMap, Offsets, Record};
//!
//! let text = "🐟 “No,” Zoë Müller said.";
//! let document = Tagger::default().tag(text);
//! let name = document.mentions[0].span;
//! assert_eq!(&text[name], "Zoë Müller");
//! assert_eq!((name.start, name.end), (15, 27));
//!
//! let map = OffsetMap::new(text);
//! assert_eq!(map.span(name, Offsets::Char), [8, 18]); // Python
//! assert_eq!(map.span(name, Offsets::Utf16), [9, 19]); // JavaScript
//!
//! let line = Record::new("fish", &document, Offsets::Char).to_json();
//! assert!(line.contains(r#""start":8,"end":18,"text":"Zoë Müller""#));
//! ```
//!
//! # The types, stage by stage
//!
//! | stage | module | in | out |
//! |---|---|---|---|
//! | text | [`text`] | `&str` | [`Views`](text::Views): tokens, sentences, paragraphs, quotations |
//! | words | [`words`] | views | a [`Word`](words::Word) for each token: its part of speech here and what else it can be; [`Phrases`](words::Phrases) asks questions about noun phrases |
//! | gazetteer | [`gazetteer`] | `&str`, a [`Gazetteer`](gazetteer::Gazetteer) | [`Hit`](gazetteer::Hit)s: every [`Entry`](gazetteer::Entry) at word boundaries |
//! | mentions | [`mentions`] | views, words, hits | [`Mention`]s that do not overlap |
//! | entities | (private) | mentions | [`Entity`]s; role mentions and pronouns added |
//! | attribution | [`attribution`] | words, a [`CueLexicon`](attribution::CueLexicon), frames | [`Attribution`]s and their speakers |
//! | (all) | [`explain`] | `&str` | [`Explanation`](explain::Explanation): the document with the reasons for all of it |
//! | output | [`output`] | a [`Document`] | [`Record`](output::Record) (JSON), [`html`](output::html), [`Pretty`](output::Pretty) (terminal) |
//!
//! [`Tagger::tag`] runs them all; those with a public module can be run by themselves. [`TaggerBuilder`] chooses the
//! gazetteer, a least score and what to leave out ([`Only`]); [`Scratch`] keeps buffers from text to text. Every
//! type is `Send + Sync`, and a tagger is cheap to clone.
//!
//! # What never fails
//!
//! Tagging: any `&str` gives a document, without a panic, in time and memory that grow linearly with the text, be it 50 MB on one line, nothing but
//! quotation marks, or one endless word. A text longer than the 4 GiB that 32-bit offsets reach is tagged up to there, and [`Document::errors`]
//! says so. What can fail are lists and files; it does so when they are built, as a [`BuildError`] or [`LoadError`].
//!
//! # Determinism
//!
//! The same text and the same tagger give the same document: on every machine, in any number of threads, with fresh buffers or reused ones.
//! Ties are broken by a documented order (by start, then longer first, then the order of lists and rules), never by the order of a hash table.
//!
//! # Scores
//!
//! Every mention and attribution has a score in [0, 1] that is meant as the probability that it is right, and `by`, the name of the rule or list
//! that made it. [`TaggerBuilder::min_score`] and [`Document::retain_scores`] trade recall for precision.
//!
//! # Cost
//!
//! The bundled lists are part of the program, compiled: nothing waits for them, and all taggers share them. A
//! gazetteer of your own is compiled when it is built. The library reads no files but those that it is told to
//! ([`GazetteerBuilder::file`](gazetteer::GazetteerBuilder::file), [`RuleSet::load`](rules::RuleSet::load), [`Model::open`]); command-line and
//! thread crates are the command's alone.
//!
//! # Versions
//!
//! Versions follow [semantic versioning](https://semver.org). Within a major version fields of results, in Rust and in JSON, and formats are only ever
//! added; types that may grow are `#[non_exhaustive]`.
//!
//! # Crate features
//!
//! - **`train`** (off by default) adds the module `train`, which fits the attribution model on documents that you annotated; it brings no
//!   further crates.

#![forbid(unsafe_code)]
#![deny(missing_docs, rustdoc::broken_intra_doc_links)]

pub mod attribution;
pub mod bundled;
pub mod changes;
mod document;
mod entities;
mod error;
pub mod explain;
pub mod gazetteer;
pub mod interchange;
pub mod mentions;
mod model;
pub mod output;
pub mod rules;
mod selection;
mod span;
mod tagger;
pub mod text;
#[cfg(feature = "train")]
pub mod train;
pub mod words;

pub use document::{
    Attribution, Candidate, Document, Entity, EntityId, Label, Mention, MentionKind, QuotationKind,
};
pub use error::{BuildError, LoadError};
pub use model::Model;
pub use selection::Only;
pub use span::Span;
pub use tagger::{Scratch, Tagger, TaggerBuilder};

/// Runs the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
