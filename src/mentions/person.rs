//! Names of people: by their parts, by titles and roles before them, by what stands around them.

use super::candidate::Candidate;
use super::evidence::{Evidence, Marks};
use crate::Label;
use crate::rules::Lists;
use crate::text::{Shape, TokenKind};
use crate::words::Tag;

/// Longer runs of capitals are headings or lists.
const LONGEST_NAME: usize = 7;

/// What a token is in a person's name.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    Given,
    Surname,
    /// Both a given name and a surname.
    Either,
    Initial,
    /// "van", and what holds a nickname or a hyphen.
    Particle,
    /// A capitalised word that no list has.
    Unknown,
    /// A word of the language.
    Common,
}

impl Part {
    fn is_given(self) -> bool {
        matches!(self, Part::Given | Part::Either)
    }

    fn is_surname(self) -> bool {
        matches!(self, Part::Surname | Part::Either)
    }
}

pub(super) fn propose(e: &Evidence<'_>, out: &mut Vec<Candidate>) {
    let mut i = 0;
    while i < e.len() {
        if !e.capital(i) || !begins(e, i) {
            i += 1;
            continue;
        }
        let end = run_end(e, i);
        run(e, i, end, out);
        i = end;
    }
}

/// Whether a name may begin with token `i`.
fn begins(e: &Evidence<'_>, i: usize) -> bool {
    if !nameable(e, i) {
        return false;
    }
    let named = e.is(i, Marks::NAME);
    match part(e, i) {
        Part::Common => before(e, i).0 > 0.0,
        _ => named || !e.capital_by_place(i),
    }
}

/// Whether token `i` may be part of a person's name.
fn nameable(e: &Evidence<'_>, i: usize) -> bool {
    if !e.capital(i) || e.is(i, Marks::DEMONYM | Marks::CALENDAR) {
        return false;
    }
    let after_given = i > 0 && e.joined(i - 1) && e.is(i - 1, Marks::GIVEN);
    if e.is(i, Marks::TITLE) {
        return after_given && e.is(i, Marks::SURNAME);
    }
    if e.is(i, Marks::FUNCTION) {
        // "Will Smith", "An Nguyen": only before a surname that is no word.
        return e.is(i, Marks::NAME) && !e.starts_sentence(i) && e.is(i + 1, Marks::SURE_SURNAME);
    }
    if e.is(i, Marks::ORG_SUFFIX | Marks::ORG_HEAD | Marks::PLACE_SUFFIX) {
        return after_given && e.is(i, Marks::SURE_SURNAME);
    }
    let shape = e.shape(i);
    if shape.contains(Shape::ALL_CAPS) && !shape.contains(Shape::ABBREVIATION) {
        return e.is(i, Marks::NAME) && (e.word(i).len() > 3 || e.is(i, Marks::CAPS_LINE));
    }
    !(e.listed(i, Lists::THINGS) || shape.contains(Shape::DIGIT))
}

/// The end of the run of tokens that may be one name from `first` on.
fn run_end(e: &Evidence<'_>, first: usize) -> usize {
    let mut end = first + 1;
    while end < first + LONGEST_NAME && e.joined(end - 1) {
        // A word of the language is a surname at most: "Ann Forest".
        if end > first + 1 && part(e, end - 1) == Part::Common {
            break;
        }
        let next = skip_inner(e, end);
        if !nameable(e, next) || !(end..next).all(|i| e.joined(i)) {
            end = hyphenated(e, first, end);
            break;
        }
        let surname = next > end || e.is(end - 1, Marks::GIVEN);
        if part(e, next) == Part::Common && !surname {
            break;
        }
        end = next + 1;
    }
    if end > first + 1 || e.is(first, Marks::NAME) {
        while e.joined(end - 1)
            && (e.listed(end, Lists::NAME_SUFFIXES) || e.listed(end, Lists::NUMERALS))
        {
            end += 1;
        }
    }
    end
}

/// Moves over particles and over a nickname in quotation marks: `William "Turbo" Harmon`.
fn skip_inner(e: &Evidence<'_>, i: usize) -> usize {
    if e.kind(i) == Some(TokenKind::Open) && e.capital(i + 1) {
        for close in [i + 2, i + 3] {
            if e.kind(close) == Some(TokenKind::Close) {
                return close + 1;
            }
        }
    }
    let mut next = i;
    while next < i + 2 && e.listed(next, Lists::PARTICLES) {
        next += 1;
    }
    next
}

/// "Wu Mei - ling", as tools that cut texts into words write it.
fn hyphenated(e: &Evidence<'_>, first: usize, end: usize) -> usize {
    let name = end == first + 2 && e.is(first, Marks::NAME);
    let small = e.kind(end + 1) == Some(TokenKind::Word) && !e.capital(end + 1);
    let unknown = small && !e.is(end + 1, Marks::COMMON | Marks::FUNCTION);
    if name && e.word(end) == "-" && unknown && e.word(end + 1).len() < 7 {
        end + 2
    } else {
        end
    }
}

/// Proposes the whole run, and the parts of it that are names by themselves.
fn run(e: &Evidence<'_>, first: usize, end: usize, out: &mut Vec<Candidate>) {
    let (context, by) = before(e, first);
    for start in first..end {
        if start > first && !begins(e, start) {
            continue;
        }
        for stop in (start + 1..=end).rev() {
            let whole = start == first && stop == end;
            let context = if start == first { context } else { 0.0 };
            let score = score(e, start, stop, whole, context);
            if score > 0.3 {
                let by = if start == first && context > 0.0 {
                    by
                } else {
                    "mention:name-parts"
                };
                let range = start..stop;
                let span = e.span(start, stop);
                out.push(Candidate::name(span, range, Some(Label::Person), score, by));
            }
        }
    }
}

/// What stands before a name: how much it speaks for a person.
fn before(e: &Evidence<'_>, first: usize) -> (f32, &'static str) {
    let joined = first > 0 && e.joined(first - 1);
    if !joined {
        return (0.0, "");
    }
    let i = first - 1;
    if e.is(i, Marks::TITLE_END) && e.is(i, Marks::TITLE) {
        (0.6, "mention:title-name")
    } else if e.is(i, Marks::TITLE_END | Marks::ROLE_END) && !e.is(i, Marks::FUNCTION) {
        (0.45, "mention:role-name")
    } else if e.listed(i, Lists::NAMING) {
        (0.3, "mention:role-name")
    } else if e.listed(i, Lists::LOCATIVE) {
        (-0.3, "")
    } else {
        (0.0, "")
    }
}

/// What stands behind a name.
fn after(e: &Evidence<'_>, end: usize) -> f32 {
    if e.listed(end, Lists::SAYING) {
        return 0.12;
    }
    if e.kind(end) != Some(TokenKind::Comma) {
        return 0.0;
    }
    match e.word(end + 1) {
        "who" | "whose" => 0.3,
        age if e.kind(end + 2) == Some(TokenKind::Comma)
            && age
                .parse()
                .is_ok_and(|years: u32| (5..110).contains(&years)) =>
        {
            0.4
        }
        _ => 0.0,
    }
}

fn part(e: &Evidence<'_>, i: usize) -> Part {
    let sure = e.is(i, Marks::SURE_GIVEN | Marks::SURE_SURNAME);
    if !e.capital(i) {
        Part::Particle
    } else if e.shape(i).contains(Shape::INITIAL) {
        Part::Initial
    } else if e.is(i, Marks::GIVEN) && e.is(i, Marks::SURNAME) {
        Part::Either
    } else if e.is(i, Marks::GIVEN) {
        Part::Given
    } else if e.is(i, Marks::SURNAME) {
        Part::Surname
    } else if e.is(i, Marks::COMMON | Marks::SEEN_SMALL | Marks::FUNCTION)
        && !sure
        && !e.vocabulary.has(Lists::PARTICLES, e.before(i))
    {
        Part::Common
    } else {
        Part::Unknown
    }
}

fn score(e: &Evidence<'_>, first: usize, end: usize, whole: bool, context: f32) -> f32 {
    let parts = || (first..end).map(|i| part(e, i));
    let last = last_part(e, first, end);
    let (head, tail) = (part(e, first), part(e, last));
    let length = (first..=last).filter(|&i| e.capital(i)).count();
    let open = e.word(last + 1) != "-" || last + 1 >= end;
    if tail == Part::Initial || head == Part::Particle || tail == Part::Particle && open {
        return 0.0;
    }
    if length == 1 {
        return alone(e, first, end, whole, context, head);
    }
    let mut score = match (head, tail) {
        (Part::Initial, t) if t.is_surname() => 0.92,
        (Part::Initial, Part::Unknown) => 0.75,
        (h, t) if h.is_given() && t.is_surname() => 0.94,
        (h, Part::Unknown) if h.is_given() => 0.86,
        (h, t) if h.is_surname() && t.is_given() => 0.85,
        (Part::Unknown, t) if t.is_surname() => 0.74,
        (Part::Unknown, t) if t.is_given() => 0.7,
        (h, t) if h.is_surname() && t.is_surname() => 0.72,
        (h, Part::Unknown) if h.is_surname() => 0.68,
        (Part::Unknown, Part::Unknown) => unknown(e, first, end),
        (h, Part::Common) if h.is_given() => 0.55,
        _ => 0.2,
    };
    let uncertain = |i: usize| {
        e.is(
            i,
            Marks::COMMON | Marks::SEEN_SMALL | Marks::PLACE | Marks::ORG,
        ) && !e.is(i, Marks::SURE_GIVEN | Marks::SURE_SURNAME)
            && !e.vocabulary.has(Lists::PARTICLES, e.before(i))
    };
    score -= 0.12 * (first..end).filter(|&i| uncertain(i)).count() as f32;
    score -= 0.15 * parts().filter(|&p| p == Part::Common).count() as f32;
    // A part of a longer run of capitals needs parts that are names.
    if !whole {
        score -= if head.is_given() && tail.is_surname() {
            0.15
        } else {
            0.3
        };
    }
    if e.is(first, Marks::TITLE_CASE | Marks::CAPS_LINE)
        && !(e.is(first, Marks::SURE_GIVEN) && e.is(last, Marks::SURNAME))
    {
        score -= 0.4;
    }
    if e.before(first) == "the" {
        score -= 0.35;
    }
    if e.listed(first, Lists::GEOGRAPHIC) {
        score -= 0.3;
    }
    let around = context + if whole { after(e, end) } else { 0.0 };
    if around > 0.0 {
        score + (0.97 - score) * around.min(0.9)
    } else {
        score + around
    }
}

/// The last token of the name proper.
fn last_part(e: &Evidence<'_>, first: usize, end: usize) -> usize {
    let suffix = |i: usize| e.listed(i, Lists::NAME_SUFFIXES) || e.listed(i, Lists::NUMERALS);
    let last = (first..end).rev().find(|&i| !suffix(i)).unwrap_or(first);
    if last > first + 1 && e.word(last - 1) == "-" {
        last - 2
    } else {
        last
    }
}

/// Two or more words that nothing is known of.
fn unknown(e: &Evidence<'_>, first: usize, end: usize) -> f32 {
    let subject = e.tag(end).is_finite() || e.kind(end) == Some(TokenKind::BracketOpen);
    let object =
        matches!(e.tag(first.saturating_sub(1)), Tag::Preposition) && e.before(first) != "by";
    match (subject, object) {
        (true, false) => 0.56,
        (false, true) => 0.42,
        _ => 0.5,
    }
}

/// A single word: a name only with a title or role before it, or where it can hardly be anything else.
fn alone(e: &Evidence<'_>, i: usize, end: usize, whole: bool, context: f32, part: Part) -> f32 {
    if !whole || e.is(i, Marks::COUNTRY) {
        return 0.0;
    }
    // "a Qorvi leader": an adjective.
    let adjective = matches!(e.tag(end), Tag::Noun | Tag::Plural) && e.joined(end - 1);
    if context > 0.0 {
        let mut score = 0.5 + 0.6 * context;
        if part == Part::Common {
            score -= 0.5;
        }
        if e.is(i, Marks::PLACE | Marks::ORG) {
            score -= 0.25;
        }
        if adjective && !e.is(i, Marks::NAME) {
            score -= 0.35;
        }
        return score;
    }
    let sure = e.is(i, Marks::SURE_GIVEN) || e.is(i, Marks::SURE_SURNAME);
    let only = !e.is(i, Marks::PLACE | Marks::IN_PLACE | Marks::ORG);
    let plain = only && !e.is(i, Marks::COMMON | Marks::TITLE_CASE | Marks::CAPS_LINE);
    let base = match e.is(i, Marks::WELL_KNOWN) {
        true if only && !e.capital_by_place(i) => 0.65,
        true => 0.4,
        false if sure && plain && !adjective => 0.42,
        false => 0.25,
    };
    base + after(e, end) + context
}
