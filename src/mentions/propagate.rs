//! What a text makes clear once holds everywhere in it: "Geng" after "Geng Haoran", "WHO" after its full name, a name that
//! was told by its surroundings in one place and stands bare in another.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::acronym;
use super::candidate::{Candidate, THRESHOLD};
use super::evidence::{Evidence, Marks};
use crate::rules::Lists;
use crate::text::Shape;
use crate::words::Classes;
use crate::{Label, MentionKind, Span};

/// Names of more tokens are only found where they were found before.
const LONGEST: usize = 6;

/// How often the text gives evidence for one label of a string.
#[derive(Clone, Copy, Default)]
struct Belief {
    /// The probability that none of the evidence is right, for each label.
    doubt: [f32; 3],
    /// The strongest evidence.
    best: [f32; 3],
}

/// How sure "the League" is, given "League of Rights".
const HEAD_ALONE: f32 = 0.75;

/// How sure "Halvorsen" is, given "Halvorsen Tool Corp", and "Mercury", given "Mercury Energy".
const COMPANY_ALONE: f32 = 0.8;
const FIRST_ALONE: f32 = 0.7;

/// How sure "Brattmoor" is, given "AC Brattmoor".
const LETTERED_ALONE: f32 = 0.9;

/// Somebody who is named in full elsewhere, where his surname is a town's, too.
const OVER_TOWNS: f32 = 0.95;

/// By so much a later full name must be likelier than an earlier one.
const CLEARLY: f32 = 0.1;

/// How sure "Gulls" is, given "Lund Gulls".
const TEAM_ALONE: f32 = 0.98;

/// A string that names something in this text.
#[derive(Clone, Copy)]
struct Name {
    label: Label,
    kind: MentionKind,
    score: f32,
    /// Where the full name stands first.
    full: Span,
    by: &'static str,
}

impl Name {
    fn at(&self, span: Span, tokens: Range<usize>, score: f32) -> Candidate {
        let mut candidate = Candidate::name(span, tokens, Some(self.label), score, self.by);
        candidate.kind = self.kind;
        if self.kind == MentionKind::Short {
            candidate.antecedent = Some(self.full);
        }
        candidate
    }
}

const LABELS: [Label; 3] = [Label::Person, Label::Org, Label::Place];

fn index(label: Label) -> Option<usize> {
    LABELS.iter().position(|&l| l == label)
}

/// Adds candidates for every place where a name of this text stands.
pub(super) fn propose(e: &Evidence<'_>, chosen: &[Candidate], all: &mut Vec<Candidate>) {
    let names = names(e, chosen, all);
    if names.is_empty() {
        return;
    }
    all.retain(|candidate| !is_owner(e, candidate, &names));
    let beginnings = Beginnings::of(names.keys());
    let shouted = shouted(e, &names);
    for first in 0..e.len() {
        if !e.capital(first) {
            continue;
        }
        let shouted = shouted.as_ref().filter(|_| e.shouted(first));
        for end in first + 1..=first + LONGEST {
            if end > first + 1 && !e.joined(end - 2) {
                break;
            }
            let span = e.span(first, end);
            if e.capital(end - 1)
                && beginnings.has(&e.text[span])
                && let Some(name) = names.get(&e.text[span])
            {
                occurrence(e, first, end, span, name, all);
            } else if let Some(name) = shouted.and_then(|names| names.get(&e.text[span]))
                && e.shouted(end - 1)
            {
                // "WILL", "STAR": more often the word.
                let word = end == first + 1 && e.words[first].known;
                let doubt = if word { 0.35 } else { 0.0 };
                all.push(name.at(span, first..end, name.score - doubt));
            }
        }
    }
}

/// Whether a shop's name is what a person of this text owns: "Lowe's plan" beside "Sandra Lowe".
fn is_owner(e: &Evidence<'_>, candidate: &Candidate, names: &FxHashMap<&str, Name>) -> bool {
    let shop = candidate.label == Some(Label::Org)
        && candidate.end == candidate.first + 2
        && e.word(candidate.first + 1).ends_with(['s', 'S'])
        && e.word(candidate.first + 1).len() < 5
        && !e.capital(candidate.first + 1);
    shop && names
        .get(e.word(candidate.first))
        .is_some_and(|name| name.label == Label::Person && name.kind == MentionKind::Short)
}

/// The names as a headline in capitals has them; `None` for a text without one.
fn shouted(e: &Evidence<'_>, names: &FxHashMap<&str, Name>) -> Option<FxHashMap<String, Name>> {
    if !e.has_caps_line {
        return None;
    }
    let mut shouted: FxHashMap<String, Name> = FxHashMap::default();
    let mut names: Vec<(&&str, &Name)> = names.iter().collect();
    names.sort_unstable_by_key(|(text, _)| *text);
    for (text, &name) in names {
        let best = shouted.entry(text.to_uppercase()).or_insert(name);
        if name.score > best.score {
            *best = name;
        }
    }
    Some(shouted)
}

/// The first bytes of names, as a set of their hashes: asked before the names, since most words begin none.
struct Beginnings([u64; 64]);

impl Beginnings {
    fn of<'n>(names: impl Iterator<Item = &'n &'n str>) -> Self {
        let mut beginnings = Beginnings([0; 64]);
        for name in names {
            let bit = Self::bit(name);
            beginnings.0[bit / 64] |= 1 << (bit % 64);
        }
        beginnings
    }

    fn has(&self, text: &str) -> bool {
        let bit = Self::bit(text);
        self.0[bit / 64] & 1 << (bit % 64) != 0
    }

    fn bit(text: &str) -> usize {
        let start = match text.as_bytes().first_chunk() {
            Some(start) => u32::from_le_bytes(*start),
            None => text.bytes().fold(0, |all, b| all << 8 | u32::from(b)),
        };
        (start.wrapping_mul(0x9e37_79b1) >> (32 - 12)) as usize
    }
}

fn occurrence(
    e: &Evidence<'_>,
    first: usize,
    end: usize,
    span: Span,
    name: &Name,
    all: &mut Vec<Candidate>,
) {
    let particles = if end == first + 1 {
        particles_before(e, first, name)
    } else {
        0
    };
    if particles > 0 {
        let first = first - particles;
        all.push(name.at(e.span(first, end), first..end, name.score));
        return;
    }
    let mut score = name.score;
    if end == first + 1 && name.label == Label::Org && e.is(first, Marks::ORG_HEAD) {
        let bare = !(e.joined(first) && (e.capital(end) || e.word(end) == "of"));
        if !matches!(e.before(first), "the" | "The") || !bare {
            return;
        }
    }
    // The Gulls of "Lund Gulls" are part of that.
    let of_place = |i: usize| e.capital(i) && e.is(i, Marks::PLACE | Marks::IN_PLACE);
    if name.kind == MentionKind::Short
        && name.label == Label::Org
        && first > 0
        && e.joined(first - 1)
        && of_place(first - 1)
    {
        return;
    }
    if end == first + 1 && e.capital_by_place(first) {
        score -= 0.35;
    }
    // "Li Wei" is hardly the Li of "Li Na".
    if end == first + 1 && name.label == Label::Person {
        let part = |i: usize| {
            e.capital(i)
                && !e.is(
                    i,
                    Marks::TITLE | Marks::DEMONYM | Marks::CALENDAR | Marks::FUNCTION,
                )
        };
        if e.joined(first) && part(end) || first > 0 && e.joined(first - 1) && part(first - 1) {
            score -= 0.35;
        }
    }
    // A person who is named in full goes before a town of that name, but not behind "in".
    if end == first + 1
        && name.label == Label::Person
        && name.kind == MentionKind::Short
        && score >= 0.8
        && e.is(first, Marks::PLACE)
        && !e.words[first.saturating_sub(1)]
            .classes
            .contains(Classes::PREPOSITION)
    {
        score = score.max(OVER_TOWNS);
    }
    all.push(name.at(span, first..end, score));
}

/// How many particles of the full name stand before its surname: "De Wit" for "Joost de Wit", "van der Vold" for "Jan van der Vold".
fn particles_before(e: &Evidence<'_>, surname: usize, name: &Name) -> usize {
    /// No name has more.
    const MOST: usize = 2;
    if name.kind != MentionKind::Short || name.label != Label::Person || surname == 0 {
        return 0;
    }
    let is_particle = |i: usize| {
        let word = e.word(i);
        word.len() <= 5
            && e.vocabulary
                .has(Lists::PARTICLES, word.to_lowercase().as_str())
    };
    let mut count = 0;
    while count < MOST && surname > count && is_particle(surname - count - 1) {
        let whole = e.span(surname - count - 1, surname + 1);
        let full = e.text[name.full].to_lowercase();
        if !full.ends_with(&e.text[whole].to_lowercase()) {
            break;
        }
        count += 1;
    }
    count
}

fn names<'a>(
    e: &Evidence<'a>,
    chosen: &[Candidate],
    all: &[Candidate],
) -> FxHashMap<&'a str, Name> {
    let mut names = FxHashMap::default();
    for (text, belief, full) in beliefs(e, all) {
        let Some((label, score)) = belief.verdict() else {
            continue;
        };
        let name = Name {
            label,
            kind: MentionKind::Name,
            score,
            full,
            by: "mention:in-text",
        };
        names.insert(text, name);
    }
    let acronyms = (0..e.len())
        .filter(|&i| e.capital(i) && e.word(i).len() > 2 && acronym::is_name(e, i))
        .map(|i| e.word(i))
        .collect();
    for candidate in chosen {
        let Some(label) = candidate.label else {
            continue;
        };
        match label {
            Label::Person => person_forms(e, candidate, &mut names),
            Label::Org => organization_forms(e, candidate, &acronyms, &mut names),
            _ => {}
        }
    }
    names
}

impl Belief {
    fn verdict(&self) -> Option<(Label, f32)> {
        // Never above the best direct evidence where that is good: it explains its own mention better.
        let score = |i: usize| (1.0 - self.doubt[i]).min(0.8).max(self.best[i]);
        let best = (0..3).max_by(|&a, &b| score(a).total_cmp(&score(b)).then(b.cmp(&a)))?;
        let rival = (0..3).filter(|&i| i != best).map(score).fold(0.0, f32::max);
        let score = score(best) - 0.25 * rival;
        (score >= THRESHOLD).then_some((LABELS[best], score))
    }
}

/// All strings that were proposed, in text order, with the evidence for each label.
fn beliefs<'a>(e: &Evidence<'a>, all: &[Candidate]) -> Vec<(&'a str, Belief, Span)> {
    let mut at: FxHashMap<&str, usize> = FxHashMap::default();
    let mut beliefs: Vec<(&str, Belief, Span)> = vec![];
    for candidate in all {
        let Some(label) = candidate.label.and_then(index) else {
            continue;
        };
        if candidate.score < 0.3 {
            continue;
        }
        let text = &e.text[candidate.span];
        let i = *at.entry(text).or_insert_with(|| {
            let belief = Belief {
                doubt: [1.0; 3],
                best: [0.0; 3],
            };
            beliefs.push((text, belief, candidate.span));
            beliefs.len() - 1
        });
        let belief = &mut beliefs[i].1;
        belief.best[label] = belief.best[label].max(candidate.score);
        // Weak evidence adds up slowly: its errors repeat with the string.
        belief.doubt[label] *= 1.0 - 0.4 * candidate.score;
    }
    beliefs
}

/// "Geng" and "Haoran" for "Geng Haoran"; "Smith" and "Ann" for "Ann Smith".
fn person_forms<'a>(e: &Evidence<'a>, full: &Candidate, names: &mut FxHashMap<&'a str, Name>) {
    let mut end = full.end;
    let suffix = |i: usize| e.listed(i, Lists::NAME_SUFFIXES) || e.listed(i, Lists::NUMERALS);
    while end > full.first && suffix(end - 1) {
        end -= 1;
    }
    if end < full.first + 2 {
        return;
    }
    let surname_first = !e.is(full.first, Marks::GIVEN)
        || e.is(full.first, Marks::SURNAME) && !e.is(end - 1, Marks::SURNAME);
    // Without particles: "Gogh" for "Vincent van Gogh".
    add_short(e, end - 1, full, 0.92, names);
    add_short(
        e,
        full.first,
        full,
        if surname_first { 0.88 } else { 0.75 },
        names,
    );
    for i in full.first + 1..end - 1 {
        add_short(e, i, full, 0.7, names);
    }
}

fn add_short<'a>(
    e: &Evidence<'a>,
    i: usize,
    full: &Candidate,
    score: f32,
    names: &mut FxHashMap<&'a str, Name>,
) {
    let text = e.word(i);
    if text.len() < 2 || !e.capital(i) || e.is(i, Marks::TITLE | Marks::FUNCTION | Marks::CALENDAR)
    {
        return;
    }
    keep_better(names, text, short_name(full, score));
}

fn short_name(full: &Candidate, score: f32) -> Name {
    Name {
        label: Label::Person,
        kind: MentionKind::Short,
        score: score * full.score,
        full: full.span,
        by: "mention:short-form",
    }
}

fn keep_better<'a>(names: &mut FxHashMap<&'a str, Name>, text: &'a str, name: Name) {
    match names.get_mut(text) {
        // What is known to stand for a longer name says so, however sure its label is without that.
        Some(old) if old.label == name.label && old.kind == MentionKind::Name => {
            let score = name.score.max(old.score);
            *old = Name { score, ..name };
        }
        // Of two with the same surname the one who is named first is meant, unless that is doubtful.
        Some(old) if old.score + CLEARLY >= name.score && old.label == name.label => {}
        Some(old) if old.score >= name.score => {}
        Some(old) => *old = name,
        None => {
            names.insert(text, name);
        }
    }
}

/// The acronym of the capitals, the name without its company suffix, its first word, and "the League" for "League of Rights".
fn organization_forms<'a>(
    e: &Evidence<'a>,
    full: &Candidate,
    acronyms: &FxHashSet<&'a str>,
    names: &mut FxHashMap<&'a str, Name>,
) {
    let length = full.end - full.first;
    if length < 2 {
        return;
    }
    let short = |text: &'a str, score: f32, names: &mut FxHashMap<&'a str, Name>| {
        let name = Name {
            label: Label::Org,
            kind: MentionKind::Short,
            score: score * full.score,
            full: full.span,
            by: "mention:short-form",
        };
        keep_better(names, text, name);
    };
    let company = |i: usize| {
        e.vocabulary
            .has(Lists::COMPANY, e.word(i).trim_end_matches('.'))
    };
    let mut end = full.end;
    let comma = |i: usize| e.word(i) == ",";
    while end > full.first + 1 && (company(end - 1) || end < full.end && comma(end - 1)) {
        end -= 1;
    }
    let plain = Marks::COMMON | Marks::DEMONYM | Marks::PLACE;
    if end < full.end && !(full.first..end).all(|i| e.is(i, plain)) {
        short(&e.text[e.span(full.first, end)], 0.9, names);
    }
    // "Halvorsen" for "Halvorsen Tool Corp", "Mercury" for "Mercury Energy".
    let telling = e.capital(full.first)
        && !e.is(
            full.first,
            plain | Marks::FUNCTION | Marks::TITLE | Marks::GIVEN,
        )
        && e.word(full.first).len() > 3
        && !acronym::is_name(e, full.first);
    if telling && end < full.end {
        short(e.word(full.first), COMPANY_ALONE, names);
    } else if telling && e.is(full.end - 1, Marks::ORG_SUFFIX) {
        short(e.word(full.first), FIRST_ALONE, names);
    }
    // "Brattmoor" for "AC Brattmoor".
    let last = full.end - 1;
    let lettered = length == 2
        && (2..=3).contains(&e.word(full.first).len())
        && e.shape(full.first).contains(Shape::ALL_CAPS)
        && !e.is(full.first, Marks::CAPS_LINE);
    let named = e.capital(last)
        && !e.is(
            last,
            plain | Marks::FUNCTION | Marks::TITLE | Marks::ORG_SUFFIX | Marks::ORG_HEAD,
        )
        && e.word(last).len() > 3
        && !acronym::is_name(e, last);
    if lettered && named {
        short(e.word(last), LETTERED_ALONE, names);
    }
    // "Gulls" for "Lund Gulls", a place and those who play for it.
    let of_place = e.is(full.first, Marks::PLACE | Marks::IN_PLACE);
    if of_place
        && e.is(last, Marks::COMMON | Marks::DEMONYM)
        && e.words[last].classes.contains(Classes::PLURAL)
        && !e.is(last, Marks::ORG_SUFFIX | Marks::ORG_HEAD)
    {
        short(e.word(last), TEAM_ALONE, names);
    }
    // "the League": said with the article only.
    for i in full.first..full.end {
        if e.is(i, Marks::ORG_HEAD) && !company(i) {
            short(e.word(i), HEAD_ALONE, names);
        }
    }
    let initials: String = (full.first..full.end)
        .filter(|&i| e.capital(i))
        .filter_map(|i| e.word(i).chars().next())
        .collect();
    if let Some(&acronym) = acronyms.get(initials.as_str()) {
        short(acronym, 0.9, names);
    }
}
