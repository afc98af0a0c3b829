//! The attribution model: linear models over hashed surface features decide what is a cue and which tokens are its source and content.
//!
//! Three decisions follow each other: a logistic regression for each word that may be a cue, two more for how far the cue reaches, a
//! linear-chain conditional random field over the tokens around it for source and content, and a last logistic regression over the
//! whole attribution, whose probability is the score. What the frames propose is a feature of all three, so the rules and the model
//! work on one path. There is no parser and no part-of-speech tagger; names are seen as their labels only.

mod argument;
mod around;
mod atoms;
mod cue;
mod decode;
mod emissions;
mod explain;
pub(crate) mod hash;
pub(crate) mod known;
mod lanes;
mod lattice;
mod mend;
mod ranker;
pub(crate) mod sums;
mod sureness;
#[cfg(feature = "train")]
pub(crate) mod train;
pub(crate) mod weights;

use once_cell::sync::Lazy;

use super::candidates::Candidates;
use super::engine::{self, Found};
use super::verb_group::verb_group;
use crate::Mention;
use crate::words::Phrases;
use cue::Scene;
pub(super) use explain::{Aspect, Sum, Trial};
pub(crate) use weights::Weights;

pub(crate) static FILE: &[u8] = include_bytes!("../../../data/model/attribution.bin");

static BUNDLED: Lazy<Weights> =
    Lazy::new(|| Weights::from_bytes(FILE).expect("the bundled model is valid"));

/// The model that comes with onrecord.
pub(crate) fn bundled() -> &'static Weights {
    &BUNDLED
}

/// Words that are less likely cues are not looked at further.
const LEAST_CUE: f32 = 0.08;
/// Less likely attributions are left out: the threshold that gives the best F1 on held-out articles.
pub(super) const LEAST_SCORE: f32 = 0.35;

/// Buffers of the model.
#[derive(Clone, Debug, Default)]
pub(crate) struct Buffers {
    reading: Reading,
    decode: decode::Buffers,
    candidates: Vec<decode::Candidate>,
}

/// What is computed once for each token.
#[derive(Clone, Debug, Default)]
struct Reading {
    atoms: Vec<atoms::Atom>,
    around: Vec<around::Around>,
    roles: Vec<[u8; 3]>,
    proposal_at: Vec<u32>,
    holder_at: Vec<u32>,
}

impl Reading {
    /// Reads a text, and what all feature functions look at of it.
    fn scene<'a>(
        &'a mut self,
        p: Phrases<'a>,
        mentions: &[Mention],
        candidates: &'a Candidates,
        proposals: &'a [Found],
    ) -> Scene<'a> {
        atoms::read(&p, mentions, &mut self.atoms);
        around::read(&p, &self.atoms, candidates, &mut self.around);
        self.roles.clear();
        self.roles.resize(p.words.len(), [0; 3]);
        argument::roles(proposals, &mut self.roles);
        self.proposal_at = engine::by_token(&p, proposals);
        self.holder_at.clear();
        self.holder_at.resize(p.words.len(), 0);
        cue::holders(proposals, &mut self.holder_at);
        Scene {
            p,
            atoms: &self.atoms,
            around: &self.around,
            candidates,
            proposal_at: &self.proposal_at,
            holder_at: &self.holder_at,
            proposals,
            roles: &self.roles,
        }
    }
}

/// The attributions that the model finds, given what the frames propose (with any score, by cue).
pub(super) fn attributions(
    p: Phrases<'_>,
    mentions: &[Mention],
    cues: &Candidates,
    proposals: &[Found],
    weights: &Weights,
    buffers: &mut Buffers,
) -> Vec<Found> {
    let Buffers {
        reading,
        decode,
        candidates,
    } = buffers;
    let scene = reading.scene(p, mentions, cues, proposals);
    decode::candidates(weights, &scene, LEAST_CUE, decode, candidates);
    decode::rank(weights, &scene, LEAST_SCORE, decode, candidates);
    // What a rule says is a cue is one, whatever the model thinks of it.
    let ruled = proposals
        .iter()
        .filter(|f| f.score >= engine::LEAST_SCORE && cues.at(f.head).is_some_and(|cue| cue.ruled));
    let ruled: Vec<Found> = ruled
        .filter(|f| candidates.iter().all(|c| !c.cue.contains(&f.head)))
        .cloned()
        .collect();
    candidates
        .drain(..)
        .map(|candidate| Found {
            head: candidate.head,
            entry: cues.at(candidate.head).and_then(|c| c.cue),
            negated: verb_group(&p, candidate.head, scene.sentence(candidate.head).start).negated,
            source: candidate.source,
            cue: candidate.cue,
            content: candidate.content,
            score: candidate.score,
            frame: None,
            known: known::NO_FRAME,
        })
        .chain(ruled)
        .collect()
}

/// What the model thinks of each word that may be a cue; see [`attributions`].
pub(super) fn trials(
    p: Phrases<'_>,
    mentions: &[Mention],
    cues: &Candidates,
    proposals: &[Found],
    weights: &Weights,
) -> Vec<Trial> {
    let mut reading = Reading::default();
    explain::trials(weights, &reading.scene(p, mentions, cues, proposals))
}
