//! What to do where hits overlap.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Gazetteer, Hit};
use crate::{Label, Span};

/// Which of the hits that overlap are kept.
///
/// Hits come in a total order: by start, then longer first, then by the number of the entry. Whatever is kept stays in that order.
/// Hits with one and the same span go together: they are all kept or none of them, so that the candidates of a name stay.
///
/// ```
/// use onrecord::gazetteer::{Gazetteer, Overlap};
/// let list = "name\tlabel\tprior\n\
///     University of York\tORG\t5\n\
///     York\tPLACE\t150000\n\
///     York Minster\tPLACE\t7\n";
/// let names = Gazetteer::builder().list("york.tsv", list).build()?;
/// let text = "the University of York Minster";
/// let kept = |overlap: Overlap| {
///     let mut hits = vec![];
///     names.find(text, &mut hits);
///     overlap.apply(&names, &mut hits);
///     hits.iter().map(|hit| &text[hit.span]).collect::<Vec<_>>()
/// };
/// assert_eq!(kept(Overlap::All), ["University of York", "York Minster", "York"]);
/// assert_eq!(kept(Overlap::Longest), ["University of York"]);
/// assert_eq!(kept(Overlap::Priority), ["York"]);
/// assert_eq!(kept(Overlap::PerLabel), ["University of York", "York Minster"]);
/// # Ok::<(), onrecord::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Overlap {
    /// All.
    #[default]
    All,
    /// The longest of those that start first; the next one starts where it ends or later.
    Longest,
    /// Those that come first by [rank](Gazetteer::candidates), then the longer ones, then those that start first: each is kept
    /// if it overlaps none that is kept already.
    Priority,
    /// The longest of those that start first among those of one label, so that names may nest that have different ones: "York" in
    /// "University of York". Parts of names without a label are taken together, too.
    PerLabel,
}

impl Overlap {
    /// Applies the policy to hits of a gazetteer that are in their order, as [`Gazetteer::find`] leaves them.
    pub fn apply(self, gazetteer: &Gazetteer, hits: &mut Vec<Hit>) {
        match self {
            Overlap::All => {}
            Overlap::Longest => {
                let mut kept = Span::default();
                hits.retain(|hit| longest(&mut kept, hit));
            }
            Overlap::PerLabel => {
                let mut kept: FxHashMap<Option<Label>, Span> = FxHashMap::default();
                hits.retain(|hit| {
                    let label = gazetteer.entry(hit.entry).label;
                    longest(kept.entry(label).or_default(), hit)
                });
            }
            Overlap::Priority => {
                let kept = by_priority(gazetteer, hits);
                hits.retain(|hit| kept.get(&hit.span.start) == Some(&hit.span.end));
            }
        }
    }
}

fn longest(kept: &mut Span, hit: &Hit) -> bool {
    let keep = hit.span == *kept || hit.span.start >= kept.end;
    if keep {
        *kept = hit.span;
    }
    keep
}

/// The ends of the spans that are kept, by their starts.
fn by_priority(gazetteer: &Gazetteer, hits: &[Hit]) -> BTreeMap<u32, u32> {
    let mut ranked: Vec<_> = hits
        .iter()
        .map(|hit| {
            let (user, prior, weak, _) = gazetteer.rank(hit);
            let length = std::cmp::Reverse(hit.span.end - hit.span.start);
            ((user, prior, weak), length, hit.span.start, hit.span.end)
        })
        .collect();
    ranked.sort_unstable();
    let mut kept = BTreeMap::new();
    for (.., start, end) in ranked {
        let before = kept.range(..end).next_back();
        if before.is_none_or(|(_, &before)| before <= start) {
            kept.insert(start, end);
        }
    }
    kept
}
