//! The label sequences of a cue's surroundings: which tokens are its source and its content.
//!
//! A linear chain (Lafferty et al. 2001) with sixteen states. Each state but the sources exists twice, before and behind the source, so that
//! there is at most one source; content may come in several runs.

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

/// The states that may follow each state, as lists.
pub(super) const fn successors() -> [[bool; STATES]; STATES] {
    let mut table = [[false; STATES]; STATES];
    let mut a = 0;
    while a < STATES {
        let mut b = 0;
        while b < STATES {
            table[a][b] = may_follow(a, b);
            b += 1;
        }
        a += 1;
    }
    table
}

/// Whether a sequence may begin with the state.
pub(super) const fn may_start(state: usize) -> bool {
    !PARTS[state].goes_on() && state < 10
}

/// Whether a sequence may end with the state.
pub(super) const fn may_end(state: usize) -> bool {
    !PARTS[state].opens()
}

/// The predecessors of each state, and how many these are.
static PREDECESSORS: ([[u8; STATES]; STATES], [usize; STATES]) = {
    let table = successors();
    let (mut lists, mut counts) = ([[0; STATES]; STATES], [0; STATES]);
    let mut pair = 0;
    while pair < STATES * STATES {
        let (b, a) = (pair / STATES, pair % STATES);
        if table[a][b] {
            lists[b][counts[b]] = a as u8;
            counts[b] += 1;
        }
        pair += 1;
    }
    (lists, counts)
};

/// The states that may come before a state.
pub(super) fn predecessors(b: usize) -> impl Iterator<Item = usize> + Clone {
    let (lists, counts) = &PREDECESSORS;
    // The mask says to the compiler that no state is outside of the tables.
    lists[b][..counts[b]].iter().map(|&a| a as usize % STATES)
}

/// The scores of a token's parts; [`FORBIDDEN`] where it cannot have the part.
pub(super) type Emission = [i32; COARSE];
/// The scores of going from a part to another one, by both.
pub(super) type Steps = [i32; COARSE * COARSE];
/// For each state the score of the best beginning that ends there.
pub(super) type Scores = [i32; STATES];

/// A step's score.
#[inline(always)]
pub(super) fn step(steps: &Steps, a: usize, b: usize) -> i32 {
    steps[PARTS[a] as usize * COARSE + PARTS[b] as usize]
}

/// Whether a token may have every part but the cue's, as most do.
#[inline(always)]
pub(super) fn is_open(emission: &Emission) -> bool {
    emission[Outside as usize] != FORBIDDEN
}

/// States outside of runs and at their ends, before the source; the last is the cue's.
pub(super) const BEFORE: [usize; 4] = [0, 4, 5, 1];
/// The same from the source's end on.
pub(super) const BEHIND: [usize; 6] = [8, 9, 10, 14, 15, 11];
/// These without the cue's: all that an open token can have.
pub(super) const OPEN_BEFORE: [usize; 3] = [0, 4, 5];
pub(super) const OPEN_BEHIND: [usize; 5] = [8, 9, 10, 14, 15];

/// The search goes over one token.
struct Forward<'a> {
    scores: &'a Scores,
    steps: &'a Steps,
    emission: &'a Emission,
}

impl Forward<'_> {
    /// The score of state `b` behind the best of these.
    #[inline(always)]
    fn best<const N: usize>(&self, from: [usize; N], b: usize) -> i32 {
        let mut best = i32::MIN;
        for a in from {
            best = best.max(self.scores[a] + step(self.steps, a, b));
        }
        best + self.emission[PARTS[b] as usize]
    }

    /// The scores of all states of an open token behind one that has these states; the same as [`Forward::closed`], but known to the compiler.
    #[inline(always)]
    fn open<const N: usize, const M: usize>(
        &self,
        before: [usize; N],
        behind: [usize; M],
    ) -> Scores {
        [
            self.best(before, 0),
            FORBIDDEN,
            self.best(before, 2),
            self.best([2, 3], 3),
            self.best([2, 3], 4),
            self.best(before, 5),
            self.best(before, 6),
            self.best([6, 7], 7),
            self.best([6, 7], 8),
            self.best(before, 9),
            self.best(behind, 10),
            FORBIDDEN,
            self.best(behind, 12),
            self.best([12, 13], 13),
            self.best([12, 13], 14),
            self.best(behind, 15),
        ]
    }

    /// The scores of all states.
    fn closed(&self) -> Scores {
        let mut scores = [FORBIDDEN; STATES];
        for (b, score) in scores.iter_mut().enumerate() {
            let emission = self.emission[PARTS[b] as usize];
            if emission == FORBIDDEN {
                continue;
            }
            for a in predecessors(b) {
                // Never below what is forbidden, so that long windows cannot overflow.
                *score = (*score).max(self.scores[a] + step(self.steps, a, b) + emission);
            }
        }
        scores
    }
}

/// The best sequence of states for the given scores.
///
/// `emissions` has the scores of each token, `steps` those of going from the token before to it. Leaves in `forward` the scores of all tokens.
pub(super) fn viterbi(
    emissions: &[Emission],
    steps: &[&Steps],
    forward: &mut Vec<Scores>,
    path: &mut Vec<State>,
) -> i32 {
    path.clear();
    forward.clear();
    let Some(first) = emissions.first() else {
        return 0;
    };
    let mut scores: Scores = std::array::from_fn(|s| {
        if may_start(s) {
            first[PARTS[s] as usize]
        } else {
            FORBIDDEN
        }
    });
    forward.push(scores);
    let mut behind_open = is_open(first);
    for (emission, steps) in emissions.iter().zip(steps).skip(1) {
        let forward_step = Forward {
            scores: &scores,
            steps,
            emission,
        };
        scores = match (is_open(emission), behind_open) {
            (true, true) => forward_step.open(OPEN_BEFORE, OPEN_BEHIND),
            (true, false) => forward_step.open(BEFORE, BEHIND),
            (false, _) => forward_step.closed(),
        };
        behind_open = is_open(emission);
        forward.push(scores);
    }
    let last = (0..STATES)
        .filter(|&s| may_end(s))
        .max_by_key(|&s| (scores[s], std::cmp::Reverse(s)))
        .unwrap_or(0);
    // Which way the best scores came is asked of these few only.
    let mut state = last;
    path.push(State(state as u8));
    for (before, steps) in forward[..forward.len() - 1].iter().zip(&steps[1..]).rev() {
        let mut best = (i32::MIN, 0);
        for a in predecessors(state) {
            let score = before[a] + step(steps, a, state);
            if score > best.0 {
                best = (score, a);
            }
        }
        state = best.1;
        path.push(State(state as u8));
    }
    path.reverse();
    scores[last]
}

/// The emission of a state that a token cannot have.
pub(super) const FORBIDDEN: i32 = i32::MIN / 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_source() {
        assert!(!may_follow(9, 9) && !may_follow(8, 6) && !may_follow(10, 6));
        assert!(may_follow(9, 11) && may_follow(0, 6) && !may_follow(0, 10));
    }

    #[test]
    fn the_unrolled_step_is_the_same_as_the_lists() {
        let scores: Scores = std::array::from_fn(|s| (s as i32 * 37 % 23) * 100);
        let steps: Steps = std::array::from_fn(|k| (k as i32 * 53 % 31) * 10);
        let mut emission: Emission = std::array::from_fn(|k| k as i32 * 29 % 17);
        emission[Cue as usize] = FORBIDDEN;
        let forward = Forward {
            scores: &scores,
            steps: &steps,
            emission: &emission,
        };
        assert_eq!(forward.open(BEFORE, BEHIND), forward.closed());
        let mut without_cue = scores;
        (without_cue[1], without_cue[11]) = (FORBIDDEN, FORBIDDEN);
        let forward = Forward {
            scores: &without_cue,
            ..forward
        };
        assert_eq!(
            forward.open(OPEN_BEFORE, OPEN_BEHIND),
            forward.open(BEFORE, BEHIND)
        );
    }

    #[test]
    fn the_best_path_wins() {
        // Content, content, source, cue.
        let mut emissions = vec![[0; COARSE]; 4];
        for (t, good) in [
            (0, ContentBegin),
            (1, ContentEnd),
            (2, SourceSingle),
            (3, Cue),
        ] {
            emissions[t][good as usize] = 10;
        }
        emissions[3][Outside as usize] = FORBIDDEN;
        let mut path = vec![];
        let steps: Vec<&Steps> = vec![&[0; COARSE * COARSE]; 4];
        let best = viterbi(&emissions, &steps, &mut vec![], &mut path);
        assert_eq!(best, 40);
        assert_eq!(path, [State(2), State(4), State(9), State(11)]);
    }
}
