//! The label sequences of a cue's surroundings: which tokens are its source and its content.
//!
//! A linear chain (Lafferty et al. 2001) with sixteen states. Each state but the sources exists twice, before and behind the source, so that
//! there is at most one source; content may come in several runs.

#[cfg(feature = "train")]
pub(super) use super::lanes::predecessors;
pub(super) use super::lanes::{Emission, FORBIDDEN, Scores, Steps};
use super::lanes::{score, scores};

/// A state of the chain: its part, and whether the source has been seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State(pub u8);

/// What a token is for a cue, with its place in the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Part {
    Outside,
    Cue,
    ContentBegin,
    ContentInside,
    ContentEnd,
    ContentSingle,
    SourceBegin,
    SourceInside,
    SourceEnd,
    SourceSingle,
}

use Part::*;

/// How many states there are.
pub(super) const STATES: usize = 16;
/// How many weights a feature has: content, its begin, its end; source, its begin, its end.
pub(super) const CLASSES: usize = 6;
/// How many parts transitions tell apart.
pub(super) const COARSE: usize = 10;

/// The part of each state; the first six before the source, the next four the source, the last six behind it.
pub(super) const PARTS: [Part; STATES] = [
    Outside,
    Cue,
    ContentBegin,
    ContentInside,
    ContentEnd,
    ContentSingle,
    SourceBegin,
    SourceInside,
    SourceEnd,
    SourceSingle,
    Outside,
    Cue,
    ContentBegin,
    ContentInside,
    ContentEnd,
    ContentSingle,
];

impl Part {
    pub const fn is_content(self) -> bool {
        matches!(
            self,
            ContentBegin | ContentInside | ContentEnd | ContentSingle
        )
    }

    pub const fn is_source(self) -> bool {
        matches!(self, SourceBegin | SourceInside | SourceEnd | SourceSingle)
    }

    const fn opens(self) -> bool {
        matches!(
            self,
            ContentBegin | ContentInside | SourceBegin | SourceInside
        )
    }

    const fn goes_on(self) -> bool {
        matches!(self, ContentInside | ContentEnd | SourceInside | SourceEnd)
    }
}

/// Whether state `b` may follow state `a`.
pub(super) const fn may_follow(a: usize, b: usize) -> bool {
    let (from, to) = (PARTS[a], PARTS[b]);
    if from.opens() != to.goes_on() {
        return false;
    }
    let seen = a >= 10 || from.is_source();
    if from.opens() {
        // Within a run.
        from.is_content() == to.is_content() && (from.is_source() || (a >= 10) == (b >= 10))
    } else if to.is_source() {
        !seen
    } else {
        seen == (b >= 10)
    }
}

/// Whether a sequence may begin with the state.
pub(super) const fn may_start(state: usize) -> bool {
    !PARTS[state].goes_on() && state < 10
}

/// Whether a sequence may end with the state.
pub(super) const fn may_end(state: usize) -> bool {
    !PARTS[state].opens()
}

/// The best sequence of states for the given scores.
///
/// `emissions` has the scores of each token, `steps` those of going from the token before to it. Leaves in `forward` the scores of all tokens.
pub(super) fn viterbi(
    emissions: &[Emission],
    steps: &[&Steps],
    forward: &mut Vec<Scores>,
    path: &mut Vec<State>,
) -> f32 {
    path.clear();
    forward.clear();
    let Some(first) = emissions.first() else {
        return 0.0;
    };
    let start = scores(|state| if may_start(state) { 0.0 } else { FORBIDDEN });
    forward.resize(emissions.len(), start);
    first.add_to(&mut forward[0]);
    for t in 1..emissions.len() {
        let (done, next) = forward.split_at_mut(t);
        steps[t].ahead(&done[t - 1], &mut next[0]);
        emissions[t].add_to(&mut next[0]);
    }
    let (mut state, mut best) = (0, f32::NEG_INFINITY);
    let last = &forward[emissions.len() - 1];
    for end in (0..STATES).filter(|&s| may_end(s)) {
        if score(last, end) > best {
            (state, best) = (end, score(last, end));
        }
    }
    path.push(State(state as u8));
    // Which way the best scores came is asked of these few only.
    for (before, steps) in forward[..forward.len() - 1].iter().zip(&steps[1..]).rev() {
        state = steps.best_before(before, state);
        path.push(State(state as u8));
    }
    path.reverse();
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_source() {
        assert!(!may_follow(9, 9) && !may_follow(8, 6) && !may_follow(10, 6));
        assert!(may_follow(9, 11) && may_follow(0, 6) && !may_follow(0, 10));
    }

    #[test]
    fn the_best_path_wins() {
        // Content, content, source, cue.
        let mut emissions = [[0.0; COARSE]; 4];
        for (t, good) in [
            (0, ContentBegin),
            (1, ContentEnd),
            (2, SourceSingle),
            (3, Cue),
        ] {
            emissions[t][good as usize] = 10.0;
        }
        emissions[3][Outside as usize] = FORBIDDEN;
        let mut path = vec![];
        let steps = Steps::new(|_, _| 0.0);
        let best = viterbi(
            &emissions.map(Emission::new),
            &[&steps; 4],
            &mut vec![],
            &mut path,
        );
        assert_eq!(best, 40.0);
        assert_eq!(path, [State(2), State(4), State(9), State(11)]);
    }
}
