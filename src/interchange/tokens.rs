//! Tokens in characters, for formats that stand on tokens.

use super::AnnotatedText;
use crate::output::{OffsetMap, Offsets};
use crate::text::Views;

pub struct Tokens {
    /// `[start, end)` of each token.
    pub spans: Vec<[u32; 2]>,
    /// The first token of each sentence.
    pub sentences: Vec<usize>,
}

impl Tokens {
    pub fn of(annotated: &AnnotatedText<'_>) -> Self {
        let views = Views::new(&annotated.text);
        let map = OffsetMap::new(&annotated.text);
        Tokens {
            spans: views
                .tokens
                .iter()
                .map(|token| map.span(token.span, Offsets::Char))
                .collect(),
            sentences: views
                .sentences
                .iter()
                .map(|sentence| sentence.first as usize)
                .collect(),
        }
    }

    /// The tokens that a span touches.
    pub fn touched(&self, [start, end]: [u32; 2]) -> std::ops::Range<usize> {
        let first = self.spans.partition_point(|span| span[1] <= start);
        let last = self.spans.partition_point(|span| span[0] < end);
        first..last.max(first)
    }
}
