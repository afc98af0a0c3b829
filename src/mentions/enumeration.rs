//! Names in a row are of one sort: "Lund, Blorvik and Malmö".

use super::candidate::Candidate;
use super::evidence::{Evidence, Marks};
use crate::Label;
use crate::text::TokenKind;

/// A member is at most so many tokens long.
const LONGEST: usize = 4;

/// Proposes what is not among the chosen, by start, but stands in a row with them.
pub(super) fn propose(e: &Evidence<'_>, chosen: &[Candidate], all: &mut Vec<Candidate>) {
    let mut next = 0;
    let mut i = 0;
    let mut row: Vec<Member> = vec![];
    while i < e.len() {
        if !starts_member(e, i) {
            i += 1;
            continue;
        }
        row.clear();
        loop {
            let end = member_end(e, i);
            while next < chosen.len() && chosen[next].first < i {
                next += 1;
            }
            let label = chosen
                .get(next)
                .filter(|c| c.first == i && c.end == end)
                .and_then(|c| c.label);
            row.push(Member {
                first: i,
                end,
                label,
            });
            match separator(e, end) {
                Some(start) => i = start,
                None => {
                    i = end;
                    break;
                }
            }
        }
        settle(e, &row, all);
    }
}

struct Member {
    first: usize,
    end: usize,
    label: Option<Label>,
}

fn starts_member(e: &Evidence<'_>, i: usize) -> bool {
    e.capital(i)
        && !e.capital_by_place(i)
        && !e.is(
            i,
            Marks::DEMONYM | Marks::CALENDAR | Marks::TITLE | Marks::TITLE_CASE | Marks::CAPS_LINE,
        )
        && !(e.is(i, Marks::FUNCTION) && !e.is(i, Marks::NAME))
}

fn member_end(e: &Evidence<'_>, first: usize) -> usize {
    let mut end = first + 1;
    while end < first + LONGEST && e.joined(end - 1) && e.capital(end) {
        end += 1;
    }
    end
}

/// The start of the next member, behind a comma or "and".
fn separator(e: &Evidence<'_>, end: usize) -> Option<usize> {
    if end >= e.len() || !e.joined(end - 1) {
        return None;
    }
    let mut i = end;
    if e.kind(i) == Some(TokenKind::Comma) {
        i += 1;
    }
    if matches!(e.word(i), "and" | "or" | "&") {
        i += 1;
    }
    let apart = i > end && (end..i).all(|i| e.joined(i));
    (apart && starts_member(e, i)).then_some(i)
}

/// Gives the label that all labelled members share to the others.
fn settle(e: &Evidence<'_>, row: &[Member], all: &mut Vec<Candidate>) {
    let mut labels = row.iter().filter_map(|member| member.label);
    let Some(label) = labels.next() else { return };
    if row.len() < 2 || labels.any(|other| other != label) {
        return;
    }
    let known = row.iter().filter(|m| m.label.is_some()).count();
    let open = row.len() - known;
    // A row of two says little: "Smith and Congress".
    if known < 2 || label == Label::Norp {
        return;
    }
    let score = if known >= open { 0.66 } else { 0.52 };
    for member in row.iter().filter(|m| m.label.is_none()) {
        let span = e.span(member.first, member.end);
        let range = member.first..member.end;
        let common = range.clone().any(|i| e.is(i, Marks::COMMON));
        let score = if common { score - 0.15 } else { score };
        let by = "mention:enumeration";
        all.push(Candidate::name(span, range, Some(label), score, by));
    }
}
