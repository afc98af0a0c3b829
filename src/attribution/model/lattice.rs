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

/// What the search for the best sequence leaves behind: for each token and state the score of the best beginning that ends
/// there, and its state before.
#[derive(Clone, Debug, Default)]
pub(super) struct Trellis {
    pub forward: Vec<[i32; STATES]>,
    back: Vec<[u8; STATES]>,
}

/// The best sequence of states for the given scores.
///
/// `emissions` has [`STATES`] numbers for each token, [`FORBIDDEN`] where it cannot have the state; `transitions` has for each token the scores of
/// going from the part of the token before to its own, in multiples of `unit`.
pub(super) fn viterbi(
    emissions: &[[i32; STATES]],
    transitions: &[&[i8]],
    unit: i32,
    trellis: &mut Trellis,
    path: &mut Vec<State>,
) -> i32 {
    let Trellis { forward, back } = trellis;
    path.clear();
    forward.clear();
    back.clear();
    let Some(first) = emissions.first() else {
        return 0;
    };
    let mut scores: [i32; STATES] =
        std::array::from_fn(|s| if may_start(s) { first[s] } else { FORBIDDEN });
    forward.push(scores);
    back.push([0; STATES]);
    for (emission, table) in emissions.iter().zip(transitions).skip(1) {
        let mut next = [FORBIDDEN; STATES];
        let mut from = [0; STATES];
        for b in 0..STATES {
            if emission[b] == FORBIDDEN {
                continue;
            }
            let mut best = i32::MIN;
            for a in predecessors(b) {
                let row = PARTS[a] as usize * COARSE + PARTS[b] as usize;
                let score = scores[a] + i32::from(table[row]) * unit;
                if score > best {
                    best = score;
                    from[b] = a as u8;
                }
            }
            // Never below what is forbidden, so that long windows cannot overflow.
            next[b] = (best + emission[b]).max(FORBIDDEN);
        }
        scores = next;
        forward.push(scores);
        back.push(from);
    }
    let last = (0..STATES)
        .filter(|&s| may_end(s))
        .max_by_key(|&s| (scores[s], std::cmp::Reverse(s)))
        .unwrap_or(0);
    let mut state = last as u8;
    for from in back.iter().rev() {
        path.push(State(state));
        state = from[state as usize];
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
    fn the_best_path_wins() {
        // Content, content, source, cue.
        let mut emissions = vec![[0; STATES]; 4];
        for (t, good) in [(0, 2), (1, 4), (2, 9), (3, 11)] {
            emissions[t][good] = 10;
        }
        let mut path = vec![];
        let tables: Vec<&[i8]> = vec![&[0; COARSE * COARSE]; 4];
        assert_eq!(
            viterbi(&emissions, &tables, 256, &mut Trellis::default(), &mut path),
            40
        );
        assert_eq!(path, [State(2), State(4), State(9), State(11)]);
    }
}
