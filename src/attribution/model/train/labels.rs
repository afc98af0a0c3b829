//! Annotated tokens as states of the lattice.

use super::super::lattice::Part::{self, *};

/// The states of labels given for each token: `None` outside, `Some(false)` content, `Some(true)` source; the cue where it is marked.
pub(super) fn encode(labels: &[Label]) -> Vec<usize> {
    let mut seen = false;
    let same = |a: Option<&Label>, b: Label| a.is_some_and(|&a| a == b);
    let mut states = vec![];
    for (i, &label) in labels.iter().enumerate() {
        let before = i > 0 && same(labels.get(i - 1), label);
        let behind = same(labels.get(i + 1), label);
        let place = match (before, behind) {
            (false, true) => 0,
            (true, true) => 1,
            (true, false) => 2,
            (false, false) => 3,
        };
        let offset = if seen { 10 } else { 0 };
        states.push(match label {
            Label::Outside => offset,
            Label::Cue => offset + 1,
            Label::Content => offset + 2 + place,
            Label::Source => 6 + place,
        });
        seen |= label == Label::Source;
    }
    states
}

/// What a token is for a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::attribution::model) enum Label {
    Outside,
    Cue,
    Content,
    Source,
}

/// Which of a feature's weights count for this part.
pub(super) const fn classes(part: Part) -> &'static [usize] {
    match part {
        Outside | Cue => &[],
        ContentBegin => &[0, 1],
        ContentInside => &[0],
        ContentEnd => &[0, 2],
        ContentSingle => &[0, 1, 2],
        SourceBegin => &[3, 4],
        SourceInside => &[3],
        SourceEnd => &[3, 5],
        SourceSingle => &[3, 4, 5],
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::lattice::{may_end, may_follow, may_start};
    use super::*;

    #[test]
    fn encoded_sequences_are_legal() {
        use Label::*;
        for labels in [
            vec![
                Content, Content, Outside, Source, Source, Cue, Content, Outside,
            ],
            vec![Source, Cue, Cue, Content],
            vec![Content, Cue, Source],
            vec![Outside, Cue, Content, Content, Content],
        ] {
            let states = encode(&labels);
            assert!(may_start(states[0]) && may_end(*states.last().unwrap()));
            assert!(
                states.windows(2).all(|w| may_follow(w[0], w[1])),
                "{labels:?} {states:?}"
            );
        }
    }
}
