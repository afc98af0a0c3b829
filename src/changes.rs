//! What differs between two documents of the same text: how `onrecord diff` compares rule sets.

use std::collections::HashMap;

use crate::{Attribution, Document, Span};

/// A mention or attribution that one of two documents has and the other has not, or not so.
///
/// ```
/// use onrecord::{Tagger, changes::{ChangeKind, Part}};
/// use onrecord::rules::RuleSet;
///
/// let rules = "[ruleset]\nid = 'desk'\n[[rule]]\nid = 'fish'\nkind = 'mention'\nlabel = 'ORG'\nmatch = 'Big Fish'\n";
/// let rules = RuleSet::parse("desk.toml", rules)?;
/// let (old, new) = (Tagger::default(), Tagger::builder().rules(rules).build()?);
/// let text = "The Big Fish of Lund left.";
/// let (old, new) = (old.tag(text), new.tag(text));
/// let changes = old.changes(&new);
/// assert_eq!(changes.len(), 1);
/// assert_eq!((changes[0].part, changes[0].kind()), (Part::Mention, ChangeKind::Gained));
/// assert_eq!(&text[new.mentions[changes[0].new.unwrap() as usize].span], "Big Fish");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Change {
    /// What it is.
    pub part: Part,
    /// Its index in the old document.
    pub old: Option<u32>,
    /// Its index in the new document.
    pub new: Option<u32>,
}

/// What can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A mention: its span, label, kind, or the name, identifier, role or affiliation of its entity.
    Mention,
    /// An attribution: its spans, or the name of its speaker.
    Attribution,
}

/// How it changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Only the new document has it.
    Gained,
    /// Only the old document has it.
    Lost,
    /// Both have it, but not the same.
    Changed,
}

impl Change {
    /// How it changed.
    pub fn kind(&self) -> ChangeKind {
        match (self.old, self.new) {
            (None, _) => ChangeKind::Gained,
            (_, None) => ChangeKind::Lost,
            _ => ChangeKind::Changed,
        }
    }
}

impl Document<'_> {
    /// What a newer document of the same text has more, less, or not as this one: mentions, then attributions, each in the order of the
    /// text. Scores and what made something do not count.
    ///
    /// Mentions belong together where their spans are the same or, failing that, overlap; attributions where their cues do.
    pub fn changes(&self, new: &Document<'_>) -> Vec<Change> {
        let attribution = |document: &Document<'_>, a: &Attribution| {
            let speaker = document.speaker_name(a).map(str::to_owned);
            (a.source.clone(), a.cue.clone(), a.content.clone(), speaker)
        };
        let spans = |document: &Document<'_>| -> Vec<Span> {
            document.mentions.iter().map(|m| m.span).collect()
        };
        let mut changes = compare(Part::Mention, &spans(self), &spans(new), |i, j| {
            of_mention(self, i) == of_mention(new, j)
        });
        let cues = |document: &Document<'_>| -> Vec<Span> {
            document.attributions.iter().map(anchor).collect()
        };
        changes.extend(compare(
            Part::Attribution,
            &cues(self),
            &cues(new),
            |i, j| {
                attribution(self, &self.attributions[i]) == attribution(new, &new.attributions[j])
            },
        ));
        changes
    }
}

/// All of a mention that counts.
fn of_mention<'d>(document: &'d Document<'_>, index: usize) -> impl PartialEq + use<'d> {
    let m = &document.mentions[index];
    let entity = m.entity.map(|id| {
        let entity = document.entity(id);
        let (role, affiliation) = (&entity.role, &entity.affiliation);
        (entity.name.as_str(), &entity.kb, role, affiliation)
    });
    (m.span, m.label, m.kind, entity)
}

/// What an attribution is known by: its cue, or its content where it has none.
fn anchor(a: &Attribution) -> Span {
    let place = a.cue.first().or(a.content.first());
    place.copied().unwrap_or_default()
}

/// Pairs what belongs together, and keeps the pairs that differ and what is alone. The spans are by start.
fn compare(
    part: Part,
    old: &[Span],
    new: &[Span],
    same: impl Fn(usize, usize) -> bool,
) -> Vec<Change> {
    let mut at: HashMap<Span, Vec<usize>> = HashMap::new();
    for (j, &span) in new.iter().enumerate().rev() {
        at.entry(span).or_default().push(j);
    }
    let mut partner: Vec<Option<usize>> = vec![None; old.len()];
    let mut free = vec![true; new.len()];
    for (i, span) in old.iter().enumerate() {
        if let Some(j) = at.get_mut(span).and_then(Vec::pop) {
            partner[i] = Some(j);
            free[j] = false;
        }
    }
    // What is left over is short against what was there, so that a second walk over both is enough.
    let alone: Vec<usize> = (0..new.len()).filter(|&j| free[j]).collect();
    let mut next = 0;
    for (i, span) in old.iter().enumerate() {
        while alone.get(next).is_some_and(|&j| new[j].end <= span.start) {
            next += 1;
        }
        if partner[i].is_none()
            && let Some(&j) = alone.get(next).filter(|&&j| new[j].overlaps(*span))
        {
            partner[i] = Some(j);
            free[j] = false;
            next += 1;
        }
    }
    let mut changes: Vec<(u32, Change)> = vec![];
    let index = |i: usize| Some(i as u32);
    for (i, &j) in partner.iter().enumerate() {
        if j.is_none_or(|j| !same(i, j)) {
            let change = Change {
                part,
                old: index(i),
                new: j.and_then(index),
            };
            changes.push((old[i].start, change));
        }
    }
    for j in (0..new.len()).filter(|&j| free[j]) {
        let change = Change {
            part,
            old: None,
            new: index(j),
        };
        changes.push((new[j].start, change));
    }
    changes.sort_by_key(|&(start, change)| (start, change.old, change.new));
    changes.into_iter().map(|(_, change)| change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(pairs: &[(u32, u32)]) -> Vec<Span> {
        pairs.iter().map(|&(a, b)| Span::new(a, b)).collect()
    }

    #[test]
    fn equal_spans_pair_before_overlapping_ones() {
        let old = spans(&[(0, 3), (5, 9), (20, 25), (30, 31)]);
        let new = spans(&[(0, 3), (4, 7), (8, 9), (20, 25), (40, 41)]);
        // The third pair is there in both, but differs.
        let changes = compare(Part::Mention, &old, &new, |i, _| i != 2);
        let shown: Vec<_> = changes.iter().map(|c| (c.old, c.new, c.kind())).collect();
        assert_eq!(
            shown,
            [
                (None, Some(2), ChangeKind::Gained),
                (Some(2), Some(3), ChangeKind::Changed),
                (Some(3), None, ChangeKind::Lost),
                (None, Some(4), ChangeKind::Gained),
            ]
        );
    }

    #[test]
    fn what_overlaps_and_is_nowhere_else_has_changed() {
        let changes = compare(
            Part::Mention,
            &spans(&[(5, 9)]),
            &spans(&[(0, 7)]),
            |_, _| false,
        );
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].kind(), ChangeKind::Changed);
    }

    #[test]
    fn the_same_is_no_change_also_where_spans_stand_twice() {
        let all = spans(&[(0, 9), (0, 9), (3, 5)]);
        assert_eq!(compare(Part::Attribution, &all, &all, |i, j| i == j), []);
    }
}
