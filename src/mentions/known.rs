//! Mentions of what the gazetteers have, with doubts where a name is also something else.

use super::candidate::Candidate;
use super::evidence::{Evidence, Known, Marks};
use crate::gazetteer::{Brief, Flags, HitForm, List};
use crate::rules::Lists;
use crate::text::Shape;
use crate::{Label, MentionKind, Span};

/// A single-word place that is also a word or a personal name counts by itself from this many inhabitants on.
const LARGE: u32 = 1_000_000;

pub(super) fn propose(e: &Evidence<'_>, out: &mut Vec<Candidate>) {
    for known in &e.known {
        if known.joined() && is_part(e, known) {
            continue;
        }
        let entry = e.gazetteer.brief(known.entry);
        let Some(label) = entry.label else { continue };
        // "Ann Lee-Vold" is somebody else than Ann Lee.
        if entry.list == List::People
            && !single(known)
            && known.form.contains(HitForm::HYPHEN_AFTER)
        {
            continue;
        }
        let (score, by) = match entry.list {
            List::User => (0.97, "gazetteer:user"),
            List::People => (0.96, "gazetteer:people"),
            List::Organizations => (organization(e, known, &entry), "gazetteer:organizations"),
            List::Places => (place(e, known, &entry), "gazetteer:places"),
            _ => (demonym(e, known), "gazetteer:demonyms"),
        };
        let range = known.first..known.end;
        let mut candidate = Candidate::name(known.span, range, Some(label), score, by);
        if known.form.contains(HitForm::WEAK) {
            candidate.kind = MentionKind::Short;
        }
        out.push(candidate);
    }
    based(e, out);
}

/// What a place goes before,
const BASED: &str = "-based";
/// and what is no place before it.
const SYSTEMS: [&str; 10] = [
    "Web", "Internet", "Windows", "Linux", "Unix", "Java", "Android", "Intel", "Mac", "Pentium",
];

/// The place of "Zorbik-based", that no list need have.
fn based(e: &Evidence<'_>, out: &mut Vec<Candidate>) {
    for i in (0..e.len()).filter(|&i| e.capital(i) && e.shape(i).contains(Shape::HYPHEN)) {
        let place = e.word(i).strip_suffix(BASED);
        let Some(place) = place.filter(|place| !SYSTEMS.contains(place)) else {
            continue;
        };
        // The rest of it: "Port Zorbik-based".
        let mut first = i;
        while first > 0
            && i - first < 2
            && e.joined(first - 1)
            && e.capital(first - 1)
            && !e.shape(first - 1).contains(Shape::HYPHEN)
            && !e.capital_by_place(first - 1)
            && !e.is(first - 1, Marks::FUNCTION | Marks::CALENDAR | Marks::ORG)
        {
            first -= 1;
        }
        let (start, token) = (e.token(first).span.start, e.token(i).span.start);
        let span = Span::new(start, token + place.len() as u32);
        let label = Some(Label::Place);
        out.push(Candidate::name(
            span,
            first..i + 1,
            label,
            0.9,
            "mention:based",
        ));
    }
}

/// Longer words with hyphens are no names of lists as a whole.
const LONGEST_WORD: u32 = 64;
/// So many tokens before a part of a word a name begins that holds it, at most.
const REACH: usize = 4;

/// Whether it is only part of a word that is a name or ends one: "Guinea" where "Guinea-Bissau" is listed, "KLM" of "Air France-KLM", and "PML" in
/// "PML-N".
fn is_part(e: &Evidence<'_>, known: &Known) -> bool {
    let word = e.token(known.end - 1).span;
    if word.len() > LONGEST_WORD {
        return false;
    }
    let from = e.known.partition_point(|k| k.first + REACH < known.first);
    let near = e.known[from..]
        .iter()
        .take_while(|k| k.first <= known.first);
    let mut whole = near.filter(|k| !k.joined() && k.span.cover(known.span) == k.span);
    if whole.next().is_some() {
        return true;
    }
    let mut rest = e.text[known.span.end as usize..word.end as usize].chars();
    let letter = rest.nth(1).is_some_and(char::is_uppercase) && rest.next().is_none();
    single(known) && letter
}

fn single(known: &Known) -> bool {
    known.end == known.first + 1
}

/// Whether the capital of a one-word name may come from its place in the sentence.
fn doubtful_capital(e: &Evidence<'_>, known: &Known) -> bool {
    single(known) && e.capital_by_place(known.first)
}

fn organization(e: &Evidence<'_>, known: &Known, entry: &Brief<'_>) -> f32 {
    if !single(known) {
        return 0.95;
    }
    let mut score: f32 = if entry.flags.contains(Flags::WORD) {
        0.6
    } else {
        0.92
    };
    if doubtful_capital(e, known) {
        score -= if entry.flags.contains(Flags::WORD) {
            0.5
        } else {
            0.2
        };
    }
    if e.is(known.first, Marks::PLACE) {
        score -= 0.3;
    }
    if e.is(known.first, Marks::SURE_SURNAME | Marks::SURE_GIVEN) {
        score -= 0.2;
    }
    score
}

fn place(e: &Evidence<'_>, known: &Known, entry: &Brief<'_>) -> f32 {
    let country = entry.kind == b"country";
    let large = || e.gazetteer.prior(known.entry).0 >= LARGE;
    if !single(known) {
        return if country { 0.97 } else { 0.93 };
    }
    let i = known.first;
    let other = entry
        .flags
        .intersects(Flags::WORD | Flags::GIVEN_NAME | Flags::SURNAME);
    let mut score: f32 = match (country, other) {
        (true, false) => 0.98,
        (true, true) => 0.93,
        (false, false) => 0.92,
        (false, true) if large() || entry.kind == b"division" => 0.85,
        (false, true) => 0.6,
    };
    if doubtful_capital(e, known) {
        score -= match country {
            true => 0.1,
            false if entry.flags.contains(Flags::WORD) => 0.5,
            false => 0.3,
        };
    }
    // "US $5": a currency.
    if e.word(known.end).starts_with('$') {
        return 0.0;
    }
    // "Sino-US", "China-based": the country; but hardly a small town.
    if known
        .form
        .intersects(HitForm::HYPHEN_BEFORE | HitForm::HYPHEN_AFTER)
    {
        let sure = country || large() || is_place_of(e, known);
        score -= if sure { 0.05 } else { 0.45 };
    }
    let before = if i > 0 && e.joined(i - 1) {
        e.word(i - 1)
    } else {
        ""
    };
    if e.vocabulary.has(Lists::LOCATIVE, before) || matches!(before, "from" | "to" | "at") {
        score += 0.1;
    }
    score
}

/// "Boston-based", "Lyon-born": what only a place goes before.
fn is_place_of(e: &Evidence<'_>, known: &Known) -> bool {
    let word = e.token(known.first).span;
    let rest = &e.text[known.span.end as usize..word.end.max(known.span.end) as usize];
    let rest = rest.trim_start_matches(crate::text::chars::is_hyphen);
    matches!(
        rest,
        "based" | "born" | "bound" | "area" | "educated" | "trained"
    )
}

fn demonym(e: &Evidence<'_>, known: &Known) -> f32 {
    if doubtful_capital(e, known) { 0.4 } else { 0.9 }
}
