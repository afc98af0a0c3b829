//! How right attributions are, by the measures of PolNeAR (Newell, Margolin and Ruths 2018) and Citron.
//!
//! All are over words, so that punctuation at the edges does not matter:
//! - token F1, a role: words that carry the role anywhere in the document;
//! - span F1, a role: the role's whole extent in one attribution;
//! - AR F1: attributions, matched one to one; right where the cues share a word, and source and content each agree
//!   by half (Dice), or are both empty;
//! - AR exact F1: all three roles equal;
//! - source given content: of those whose content was found, how many have the right source.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use onrecord::output::{OffsetMap, Offsets};
use regex::Regex;
use serde::Serialize;

use super::figures::{Figures, Tally, percent};
use super::gold::{Attribution, Document, Range};

/// The figures, under the names that the corpus's own scorer prints.
#[derive(Debug, PartialEq, Serialize)]
pub struct Scores {
    pub documents: usize,
    pub token: Roles<Figures>,
    pub span: Roles<Figures>,
    #[serde(rename = "AR")]
    pub ar: Figures,
    #[serde(rename = "AR_exact")]
    pub exact: Figures,
    pub source_given_content: f64,
    /// Recall in per cent, and the annotated attributions, for direct, indirect and mixed ones.
    #[serde(rename = "AR_recall_by_kind")]
    pub recall: BTreeMap<&'static str, (f64, usize)>,
}

#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Roles<T> {
    pub source: T,
    pub cue: T,
    pub content: T,
}

/// What is wrong with an annotated attribution or a proposed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Nothing was proposed for it.
    Missed,
    /// Nothing was annotated there.
    Spurious,
    /// The cue alone is another.
    Cue,
    /// The source alone disagrees.
    Source,
    /// The content alone disagrees.
    Content,
    /// More than one of the three.
    Several,
}

/// A fault, with the texts of source, cue and content.
#[derive(Debug, Serialize)]
pub struct Fault {
    pub class: Class,
    pub document: String,
    pub annotated: Option<Roles<String>>,
    pub proposed: Option<Roles<String>>,
}

/// The words of source, cue and content, by their numbers in the text.
type Words = Roles<BTreeSet<usize>>;

/// Words as Python's `\w+` finds them, which the corpus's scorer uses.
static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").expect("a pattern"));

/// Scores predictions, in the order of the annotated documents. Faults come in text order.
pub fn score(gold: &[Document], predicted: &[Option<Document>]) -> (Scores, Vec<Fault>) {
    let mut token = Roles::<Tally>::default();
    let mut span = Roles::<Tally>::default();
    let (mut ar, mut exact) = (Tally::default(), Tally::default());
    let (mut found, mut right) = (0, 0);
    let mut kinds: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    let mut faults = vec![];
    for (document, predicted) in gold.iter().zip(predicted) {
        let page = Page::new(&document.text);
        let annotated = document.attributions.as_deref().unwrap_or_default();
        let proposed = predicted.as_ref().and_then(|p| p.attributions.as_deref());
        let proposed = proposed.unwrap_or_default();
        let gold: Vec<Words> = annotated.iter().map(|a| page.roles(a)).collect();
        let own: Vec<Words> = proposed.iter().map(|a| page.roles(a)).collect();
        for (role, tally, spans) in [
            (source as Role, &mut token.source, &mut span.source),
            (cue, &mut token.cue, &mut span.cue),
            (content, &mut token.content, &mut span.content),
        ] {
            add_tokens(tally, role, &gold, &own);
            add_spans(spans, role, &gold, &own);
        }
        ar.add(0, own.len(), gold.len());
        exact.add(0, own.len(), gold.len());
        let pairs = pair(&gold, &own);
        let mut fault = |class, i: Option<usize>, j: Option<usize>| {
            faults.push(Fault {
                class,
                document: document.id.clone(),
                annotated: i.map(|i| page.texts(&annotated[i])),
                proposed: j.map(|j| page.texts(&proposed[j])),
            });
        };
        for (i, gold) in gold.iter().enumerate() {
            let kind = kinds.entry(page.kind(&annotated[i].content)).or_default();
            kind.1 += 1;
            let Some(j) = pairs[i] else {
                fault(Class::Missed, Some(i), None);
                continue;
            };
            let own = &own[j];
            let good_cue = meet(&gold.cue, &own.cue) || gold.cue.is_empty() && own.cue.is_empty();
            let good_source = dice(&gold.source, &own.source) >= 0.5;
            let good_content = dice(&gold.content, &own.content) >= 0.5;
            if good_content {
                found += 1;
                right += usize::from(good_source);
            }
            if gold == own {
                exact.right += 1;
            }
            match (good_cue, good_source, good_content) {
                (true, true, true) => {
                    ar.right += 1;
                    kind.0 += 1;
                }
                (false, true, true) => fault(Class::Cue, Some(i), Some(j)),
                (true, false, true) => fault(Class::Source, Some(i), Some(j)),
                (true, true, false) => fault(Class::Content, Some(i), Some(j)),
                _ => fault(Class::Several, Some(i), Some(j)),
            }
        }
        let paired: BTreeSet<usize> = pairs.into_iter().flatten().collect();
        for j in (0..own.len()).filter(|j| !paired.contains(j)) {
            fault(Class::Spurious, None, Some(j));
        }
    }
    let figures = |roles: Roles<Tally>| Roles {
        source: roles.source.figures(),
        cue: roles.cue.figures(),
        content: roles.content.figures(),
    };
    let scores = Scores {
        documents: gold.len(),
        token: figures(token),
        span: figures(span),
        ar: ar.figures(),
        exact: exact.figures(),
        source_given_content: percent(right, found),
        recall: (kinds.into_iter())
            .map(|(kind, (right, all))| (kind, (percent(right, all), all)))
            .collect(),
    };
    (scores, faults)
}

type Role = fn(&Words) -> &BTreeSet<usize>;

fn source(words: &Words) -> &BTreeSet<usize> {
    &words.source
}

fn cue(words: &Words) -> &BTreeSet<usize> {
    &words.cue
}

fn content(words: &Words) -> &BTreeSet<usize> {
    &words.content
}

fn add_tokens(tally: &mut Tally, role: Role, gold: &[Words], own: &[Words]) {
    let all = |list: &[Words]| -> BTreeSet<usize> { list.iter().flat_map(role).copied().collect() };
    let (gold, own) = (all(gold), all(own));
    tally.add(gold.intersection(&own).count(), own.len(), gold.len());
}

fn add_spans(tally: &mut Tally, role: Role, gold: &[Words], own: &[Words]) {
    fn count(list: &[Words], role: Role) -> BTreeMap<&BTreeSet<usize>, usize> {
        let mut counts = BTreeMap::new();
        for words in list.iter().map(role).filter(|words| !words.is_empty()) {
            *counts.entry(words).or_default() += 1;
        }
        counts
    }
    let (gold, own) = (count(gold, role), count(own, role));
    let both = gold
        .iter()
        .filter_map(|(words, n)| own.get(words).map(|m| m.min(n)));
    tally.add(both.sum(), own.values().sum(), gold.values().sum());
}

/// For each annotated attribution the proposed one that fits it best; the best pair of all is taken first.
fn pair(gold: &[Words], own: &[Words]) -> Vec<Option<usize>> {
    let mut candidates = vec![];
    for (i, a) in gold.iter().enumerate() {
        for (j, b) in own.iter().enumerate() {
            let content = dice(&a.content, &b.content);
            let cue = meet(&a.cue, &b.cue);
            if content > 0.0 || cue {
                let fit = content + if cue { 1.0 } else { 0.0 } + 0.1 * dice(&a.source, &b.source);
                candidates.push((fit, i, j));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs = vec![None; gold.len()];
    let mut used = vec![false; own.len()];
    for (_, i, j) in candidates {
        if pairs[i].is_none() && !used[j] {
            pairs[i] = Some(j);
            used[j] = true;
        }
    }
    pairs
}

fn meet(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> bool {
    !a.is_disjoint(b)
}

/// Twice the common part over the sum of the sizes; two empty sets agree.
fn dice(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    2.0 * a.intersection(b).count() as f64 / (a.len() + b.len()) as f64
}

/// A text with its words.
struct Page<'t> {
    text: &'t str,
    map: OffsetMap<'t>,
    /// In characters.
    words: Vec<Range>,
}

impl<'t> Page<'t> {
    fn new(text: &'t str) -> Self {
        let map = OffsetMap::new(text);
        let char_at = |byte: usize| map.offset(byte as u32, Offsets::Char);
        let words = WORD.find_iter(text);
        let words = words
            .map(|m| [char_at(m.start()), char_at(m.end())])
            .collect();
        Page { text, map, words }
    }

    fn roles(&self, attribution: &Attribution) -> Words {
        Roles {
            source: self.words(&attribution.source),
            cue: self.words(&attribution.cue),
            content: self.words(&attribution.content),
        }
    }

    /// The words that ranges touch.
    fn words(&self, ranges: &[Range]) -> BTreeSet<usize> {
        let mut touched = BTreeSet::new();
        for &[start, end] in ranges {
            let first = self.words.partition_point(|word| word[1] <= start);
            let len = self.words[first..].partition_point(|word| word[0] < end);
            touched.extend(first..first + len);
        }
        touched
    }

    fn slice(&self, ranges: &[Range]) -> String {
        let parts = ranges.iter().map(|&[start, end]| {
            let byte = |at| self.map.byte(at, Offsets::Char).map(|byte| byte as usize);
            let range = byte(start).zip(byte(end));
            range
                .and_then(|(start, end)| self.text.get(start..end))
                .unwrap_or_default()
        });
        parts.collect::<Vec<_>>().join(" ")
    }

    fn texts(&self, attribution: &Attribution) -> Roles<String> {
        Roles {
            source: self.slice(&attribution.source),
            cue: self.slice(&attribution.cue),
            content: self.slice(&attribution.content),
        }
    }

    /// Direct between quotation marks, mixed with one somewhere, else indirect.
    fn kind(&self, content: &[Range]) -> &'static str {
        let content = self.slice(content);
        let content = content.trim();
        let mark = |c: char| matches!(c, '"' | '“' | '”');
        if content.starts_with(mark) && content.ends_with(mark) {
            "direct"
        } else if content.contains(mark) {
            "mixed"
        } else {
            "indirect"
        }
    }
}
