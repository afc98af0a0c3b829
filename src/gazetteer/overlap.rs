//! What to do where hits overlap.

use super::Hit;

/// Which of the hits that overlap are kept.
///
/// Hits come in a total order: by start, then longer first, then by the number of the entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Overlap {
    /// All.
    #[default]
    All,
    /// The longest of those that start first; the next one starts where it ends or later. Several entries with
    /// one and the same span are all kept, in their order.
    Longest,
}

impl Overlap {
    /// Applies the policy to hits that are in their order, as [`Gazetteer::find`](super::Gazetteer::find) leaves them.
    pub fn apply(self, hits: &mut Vec<Hit>) {
        if self == Overlap::All {
            return;
        }
        let mut kept = crate::Span::default();
        hits.retain(|hit| {
            let keep = hit.span == kept || hit.span.start >= kept.end;
            if keep {
                kept = hit.span;
            }
            keep
        });
    }
}
