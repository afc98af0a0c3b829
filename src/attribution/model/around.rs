//! What else stands in the sentence of each token: read once, since every cue decision asks for it.

use super::atoms::Atom;
use crate::attribution::candidates::Candidates;
use crate::words::Phrases;

/// What else stands in a token's sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Around {
    /// How many other verbs of the cue lexicon, up to 3.
    pub verbs: u8,
    /// How many verbs with a tense stand before it, up to 3.
    pub finite: u8,
    /// The stem of the nearest verb of the lexicon before it, and of the nearest behind it; 0 for none.
    pub earlier: u32,
    pub later: u32,
    /// Whether there is any quotation.
    pub quotes: bool,
}

/// Fills `out` for each token.
pub(super) fn read(
    p: &Phrases<'_>,
    atoms: &[Atom],
    candidates: &Candidates,
    out: &mut Vec<Around>,
) {
    out.clear();
    out.resize(atoms.len(), Around::default());
    for sentence in &p.views.sentences {
        let tokens = sentence.first as usize..sentence.end as usize;
        let (mut verbs, mut finite, mut earlier, mut quotes) = (0_u32, 0_u8, 0, false);
        for i in tokens.clone() {
            out[i].earlier = earlier;
            out[i].finite = finite.min(3);
            if candidates.verb_at(i) {
                earlier = atoms[i].stem;
                verbs += 1;
            }
            finite = finite.saturating_add(u8::from(atoms[i].finite));
            quotes |= atoms[i].quoted != 0;
        }
        let mut later = 0;
        for i in tokens.rev() {
            let own = candidates.verb_at(i);
            out[i].later = later;
            out[i].verbs = (verbs - u32::from(own)).min(3) as u8;
            out[i].quotes = quotes;
            if own {
                later = atoms[i].stem;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::CueLexicon;
    use crate::attribution::model::atoms;
    use crate::text::Views;
    use crate::words;

    #[test]
    fn verbs_tenses_and_quotations_of_the_same_sentence_count() {
        let text = "Lee said Kim had warned him. \"No,\" she added.";
        let views = Views::new(text);
        let mut tagged = vec![];
        words::tag(text, &views, &mut tagged);
        let p = Phrases {
            text,
            views: &views,
            words: &tagged,
        };
        let (mut own, mut candidates, mut around) = (vec![], Candidates::default(), vec![]);
        atoms::read(&p, &[], &mut own);
        candidates.find(&p, CueLexicon::bundled(), &[]);
        read(&p, &own, &candidates, &mut around);
        let at = |word: &str| (0..tagged.len()).find(|&i| p.word(i) == word).unwrap();
        let (said, warned, added) = (at("said"), at("warned"), at("added"));
        assert_eq!(
            around[said],
            Around {
                verbs: 1,
                finite: 0,
                earlier: 0,
                later: own[warned].stem,
                quotes: false
            }
        );
        assert_eq!(
            (around[warned].earlier, around[warned].later),
            (own[said].stem, 0)
        );
        assert_eq!(
            around[added],
            Around {
                verbs: 0,
                finite: 0,
                earlier: 0,
                later: 0,
                quotes: true
            }
        );
    }
}
