//! The scores of all states of the chain, four side by side.
//!
//! A step of the search over one token goes 42 ways from state to state. Laid out so that four of them begin and end side by side they are
//! 18 additions and as many comparisons, for which every processor has instructions; see [`WAYS`].

use super::lattice::{COARSE, PARTS, STATES, may_follow};

/// The emission of a state that a token cannot have.
pub(super) const FORBIDDEN: f32 = -1e30;

/// Four numbers side by side, which compilers add and compare at once. They are whole numbers, and far from those that 32 bits cannot hold exactly; only
/// of these do all processors compare four in one step.
type Four = [f32; 4];

/// A score for each state, in the order of [`LANES`].
pub(super) type Scores = [Four; 4];

/// The states in the order of their scores: outside of runs before and behind the source, where runs go on, where they end.
const LANES: [[usize; 4]; 4] = [[0, 2, 5, 1], [10, 12, 15, 11], [6, 3, 7, 13], [9, 4, 8, 14]];

/// Where the score of each state stands.
const PLACES: [(usize, usize); STATES] = {
    let mut places = [(0, 0); STATES];
    let mut lane = 0;
    while lane < STATES {
        places[LANES[lane / 4][lane % 4]] = (lane / 4, lane % 4);
        lane += 1;
    }
    places
};

/// The score of a state.
#[inline(always)]
pub(super) const fn score(scores: &Scores, state: usize) -> f32 {
    let (four, lane) = PLACES[state];
    scores[four][lane]
}

/// All scores, of a function of the state.
#[inline(always)]
pub(super) fn scores(of: impl Fn(usize) -> f32) -> Scores {
    let mut all = [[0.0; 4]; 4];
    for (state, &(four, lane)) in PLACES.iter().enumerate() {
        all[four][lane] = of(state);
    }
    all
}

/// The ways from state to state: which four of [`LANES`] are reached, and from which state each of them.
const WAYS: [(usize, [usize; 4]); 18] = [
    (0, [0; 4]),
    (0, [4; 4]),
    (0, [5; 4]),
    (0, [1; 4]),
    (1, [8; 4]),
    (1, [9; 4]),
    (1, [10; 4]),
    (1, [14; 4]),
    (1, [15; 4]),
    (1, [11; 4]),
    (2, [0, 2, 6, 12]),
    (2, [4, 3, 7, 13]),
    (2, [5; 4]),
    (2, [1; 4]),
    (3, [0, 2, 6, 12]),
    (3, [4, 3, 7, 13]),
    (3, [5; 4]),
    (3, [1; 4]),
];

/// A step from one state to another one.
#[derive(Clone, Copy)]
struct Step {
    from: u8,
    /// Where the score of that state stands, and where that of the step, each in the order of its table.
    score: u8,
    way: u8,
}

/// The steps to each state, by the first one, and how many these are.
static STEPS: ([[Step; STATES]; STATES], [usize; STATES]) = {
    let none = Step {
        from: 0,
        score: 0,
        way: 0,
    };
    let (mut lists, mut counts) = ([[none; STATES]; STATES], [0; STATES]);
    let mut pair = 0;
    while pair < STATES * STATES {
        let (b, a) = (pair / STATES, pair % STATES);
        let mut k = 0;
        while k < WAYS.len() * 4 {
            let (four, from) = WAYS[k / 4];
            if from[k % 4] == a && LANES[four][k % 4] == b && may_follow(a, b) {
                lists[b][counts[b]] = Step {
                    from: a as u8,
                    score: (PLACES[a].0 * 4 + PLACES[a].1) as u8,
                    way: k as u8,
                };
                counts[b] += 1;
            }
            k += 1;
        }
        pair += 1;
    }
    (lists, counts)
};

/// The steps to a state.
#[inline(always)]
fn steps_to(state: usize) -> &'static [Step] {
    let (lists, counts) = &STEPS;
    &lists[state][..counts[state]]
}

/// The states that may come before a state.
#[cfg(feature = "train")]
pub(super) fn predecessors(b: usize) -> impl Iterator<Item = usize> + Clone {
    steps_to(b).iter().map(|step| step.from as usize)
}

/// The scores of going from each state to each other one between two tokens, by [`WAYS`].
type Ahead = [Four; WAYS.len()];

/// The scores of going from state to state between two tokens.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Steps {
    ahead: Ahead,
    /// The same for the chain read from its end; see [`MIRROR`].
    back: Ahead,
}

impl Steps {
    /// By the scores of going from a part to another one.
    pub fn new(by_parts: impl Fn(usize, usize) -> f32) -> Self {
        let lay_out = |step: &dyn Fn(usize, usize) -> f32| -> Ahead {
            WAYS.map(|(four, from)| {
                std::array::from_fn(|lane| match (from[lane], LANES[four][lane]) {
                    (a, b) if may_follow(a, b) => step(a, b),
                    _ => FORBIDDEN,
                })
            })
        };
        let step = |a: usize, b: usize| by_parts(PARTS[a] as usize, PARTS[b] as usize);
        Steps {
            ahead: lay_out(&step),
            back: lay_out(&|a, b| step(MIRROR[b], MIRROR[a])),
        }
    }

    /// The score of going from state `a` to state `b`, which may follow it.
    pub fn step(&self, a: usize, b: usize) -> f32 {
        let step = steps_to(b).iter().find(|step| step.from as usize == a);
        step.map_or(FORBIDDEN, |step| self.score(step))
    }

    #[inline(always)]
    fn score(&self, step: &Step) -> f32 {
        self.ahead.as_flattened()[step.way as usize]
    }

    /// The state before this one in the best sequence.
    #[inline(always)]
    pub fn best_before(&self, scores: &Scores, state: usize) -> usize {
        let (mut from, mut best) = (0, f32::NEG_INFINITY);
        for step in steps_to(state) {
            let here = scores.as_flattened()[step.score as usize % STATES] + self.score(step);
            if here > best {
                (from, best) = (step.from, here);
            }
        }
        from as usize
    }

    /// For each state of a token the score of the best sequence up to the one before it, with the step, without what the token itself says.
    #[inline(always)]
    pub fn ahead(&self, scores: &Scores, next: &mut Scores) {
        advance(scores, &self.ahead, next);
    }

    /// The same for the chain read from its end.
    #[inline(always)]
    pub fn back(&self, scores: &Scores, next: &mut Scores) {
        advance(scores, &self.back, next);
    }
}

/// Read from its end, the chain is itself with other names: what begins ends there, what is before the source is behind it.
pub(super) const MIRROR: [usize; STATES] = [10, 11, 14, 13, 12, 15, 8, 7, 6, 9, 0, 1, 4, 3, 2, 5];

// By itself, so that compilers see from the layout which numbers to take together.
#[inline(never)]
fn advance(scores: &Scores, ways: &Ahead, next: &mut Scores) {
    *next = [
        best(scores, ways, [0, 1, 2, 3]),
        best(scores, ways, [4, 5, 6, 7, 8, 9]),
        best(scores, ways, [10, 11, 12, 13]),
        best(scores, ways, [14, 15, 16, 17]),
    ];
}

/// The best of some ways to the same four states.
#[inline(always)]
fn best<const N: usize>(scores: &Scores, ways: &Ahead, chosen: [usize; N]) -> Four {
    // Never below what is forbidden, so that nothing grows without bounds.
    let mut best = [FORBIDDEN; 4];
    for way in chosen {
        for lane in 0..4 {
            let here = score(scores, WAYS[way].1[lane]) + ways[way][lane];
            best[lane] = if here > best[lane] { here } else { best[lane] };
        }
    }
    best
}

/// The scores of a token's parts; [`FORBIDDEN`] where it cannot have the part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Emission {
    /// Those of the states outside of runs, and of runs that go on and that end.
    outside: Four,
    going_on: Four,
    ending: Four,
}

impl Emission {
    /// By the part.
    #[inline(always)]
    pub fn new(parts: [f32; COARSE]) -> Self {
        let [none, cue, begin, inside, end, single, ..] = parts;
        let [.., s_begin, s_inside, s_end, s_single] = parts;
        Emission {
            outside: [none, begin, single, cue],
            going_on: [s_begin, inside, s_inside, inside],
            ending: [s_single, end, s_end, end],
        }
    }

    /// Whether a token is none of the cue's, as most are.
    pub fn is_open(&self) -> bool {
        self.outside[0] != FORBIDDEN
    }

    /// Leaves only content.
    pub fn forbid_all_but_content(&mut self) {
        for (four, scores) in [
            (0, &mut self.outside),
            (2, &mut self.going_on),
            (3, &mut self.ending),
        ] {
            for (score, state) in scores.iter_mut().zip(LANES[four]) {
                if !PARTS[state].is_content() {
                    *score = FORBIDDEN;
                }
            }
        }
    }

    /// Adds them to the scores of the states.
    #[inline(always)]
    pub fn add_to(&self, scores: &mut Scores) {
        add(
            scores,
            [self.outside, self.outside, self.going_on, self.ending],
        );
    }

    /// The same for the chain read from its end.
    #[inline(always)]
    pub fn add_to_mirrored(&self, scores: &mut Scores) {
        let [none, begin, single, cue] = self.outside;
        let [s_begin, inside, s_inside, _] = self.going_on;
        let [s_single, end, s_end, _] = self.ending;
        let outside = [none, end, single, cue];
        let going_on = [s_end, inside, s_inside, inside];
        add(
            scores,
            [
                outside,
                outside,
                going_on,
                [s_single, begin, s_begin, begin],
            ],
        );
    }
}

/// Adds to the scores of the states those of the chain read from its end.
#[inline(always)]
pub(super) fn add_mirrored(scores: &mut Scores, mirrored: &Scores) {
    for four in 0..4 {
        for lane in 0..4 {
            scores[four][lane] += score(mirrored, MIRROR[LANES[four][lane]]);
        }
    }
}

#[inline(always)]
fn add(scores: &mut Scores, more: Scores) {
    for four in 0..4 {
        for lane in 0..4 {
            scores[four][lane] += more[four][lane];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_are_gone_forwards_and_backwards() {
        let by_parts = |a: usize, b: usize| ((a * COARSE + b) * 53 % 31) as f32;
        let steps = Steps::new(by_parts);
        let by_states = |a: usize, b: usize| by_parts(PARTS[a] as usize, PARTS[b] as usize);
        let of = |state: usize| (state * 37 % 23) as f32;
        let (mut ahead, mut back) = (scores(of), scores(of));
        steps.ahead(&scores(of), &mut ahead);
        steps.back(&scores(|state| of(MIRROR[state])), &mut back);
        for (s, &mirrored) in MIRROR.iter().enumerate() {
            let ways = (0..STATES).filter(|&a| may_follow(a, s));
            let best = ways.map(|a| of(a) + by_states(a, s));
            assert_eq!(score(&ahead, s), best.fold(FORBIDDEN, f32::max), "{s}");
            let ways = (0..STATES).filter(|&b| may_follow(s, b));
            let best = ways.map(|b| of(b) + by_states(s, b));
            assert_eq!(
                score(&back, mirrored),
                best.fold(FORBIDDEN, f32::max),
                "{s}"
            );
            for step in steps_to(s) {
                assert_eq!(steps.score(step), by_states(step.from as usize, s));
            }
        }
    }

    #[test]
    fn emissions_are_those_of_the_parts() {
        let emission = Emission::new(std::array::from_fn(|part| part as f32));
        let (mut plain, mut mirrored) = (scores(|_| 0.0), scores(|_| 0.0));
        emission.add_to(&mut plain);
        emission.add_to_mirrored(&mut mirrored);
        for (s, &part) in PARTS.iter().enumerate() {
            assert_eq!(score(&plain, s), part as u8 as f32);
            assert_eq!(score(&mirrored, MIRROR[s]), part as u8 as f32);
        }
    }
}
