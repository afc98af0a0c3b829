//! Leaving out what is not likely enough or not asked for.

use crate::{Attribution, Document, EntityId};

/// The half of a document that is asked for, where it is not the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Only {
    /// Mentions and entities: nothing is looked for that is said.
    Entities,
    /// Attributions and their speakers; see [`Document::retain_attributions`].
    Attributions,
}

/// How many outer attributions are looked at: more than anybody reports within each other, and few enough to keep the
/// time linear whatever the text.
const DEEPEST: usize = 64;

impl Document<'_> {
    /// Leaves out all mentions and attributions that score less than `min_score`.
    ///
    /// Entities without a remaining mention go with them, and a speaker who goes becomes unknown. An attribution whose
    /// outer one goes stands within the next outer one that remains. Numbers and indices are given anew.
    ///
    /// ```
    /// use onrecord::Tagger;
    /// let mut document = Tagger::default().tag("Angela Merkel said no.");
    /// document.retain_scores(0.5);
    /// assert!(document.mentions.iter().all(|mention| mention.score >= 0.5));
    /// ```
    pub fn retain_scores(&mut self, min_score: f32) {
        let new = renumber(self.mentions.iter().map(|m| m.score >= min_score));
        self.mentions.retain(|m| m.score >= min_score);
        let kept: Vec<bool> = (self.entities.iter_mut())
            .map(|entity| {
                let had_some = !entity.mentions.is_empty();
                entity.mentions = (entity.mentions.iter())
                    .filter_map(|&i| new[i as usize])
                    .collect();
                !had_some || !entity.mentions.is_empty()
            })
            .collect();
        self.retain_entities(&kept);

        let new = renumber(self.attributions.iter().map(|a| a.score >= min_score));
        let outer: Vec<Option<u32>> = self.attributions.iter().map(|a| a.within).collect();
        for attribution in &mut self.attributions {
            let mut within = attribution.within;
            for _ in 0..DEEPEST {
                match within {
                    Some(i) if new[i as usize].is_none() => within = outer[i as usize],
                    _ => break,
                }
            }
            attribution.within = within.and_then(|i| new[i as usize]);
        }
        self.attributions.retain(|a| a.score >= min_score);
    }

    /// Leaves out all mentions, and the entities that say nothing: the attributions and their speakers remain.
    ///
    /// ```
    /// use onrecord::Tagger;
    /// let mut document = Tagger::default().tag("Angela Merkel said Oslo was cold.");
    /// document.retain_attributions();
    /// assert!(document.mentions.is_empty());
    /// assert!(document.entities.iter().all(|entity| entity.name != "Oslo"));
    /// ```
    pub fn retain_attributions(&mut self) {
        self.mentions.clear();
        let mut speaks = vec![false; self.entities.len()];
        for id in self.attributions.iter().flat_map(Attribution::speakers) {
            speaks[id.index()] = true;
        }
        self.retain_entities(&speaks);
        for entity in &mut self.entities {
            entity.mentions.clear();
        }
    }

    /// Leaves out the entities that are not `kept`, and gives those that are their new numbers everywhere.
    fn retain_entities(&mut self, kept: &[bool]) {
        let new = renumber(kept.iter().copied());
        let moved = |id: EntityId| new[id.index()].map(EntityId);
        self.entities.retain_mut(|entity| match moved(entity.id) {
            Some(id) => {
                entity.id = id;
                true
            }
            None => false,
        });
        for mention in &mut self.mentions {
            mention.entity = mention.entity.and_then(moved);
        }
        for attribution in &mut self.attributions {
            let mut kept = attribution.speakers().filter_map(moved);
            (attribution.speaker, attribution.also) = (kept.next(), kept.collect());
        }
    }
}

/// The new index of everything that is kept.
fn renumber(kept: impl Iterator<Item = bool>) -> Vec<Option<u32>> {
    let mut next = 0;
    kept.map(|keep| {
        keep.then(|| {
            next += 1;
            next - 1
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use crate::output::sample;

    #[test]
    fn everything_still_points_to_the_same() {
        let before = sample::document();
        for min_score in [0.0, 0.5, 0.7, 0.9, 0.96, 1.1] {
            let mut after = before.clone();
            after.retain_scores(min_score);
            for m in &after.mentions {
                assert!(m.score >= min_score);
                let old = before.mentions.iter().find(|o| o.span == m.span).unwrap();
                let name = |d: &crate::Document<'_>, m: &crate::Mention| {
                    m.entity.map(|id| d.entity(id).name.clone())
                };
                assert_eq!(name(&after, m), name(&before, old));
            }
            for (i, entity) in after.entities.iter().enumerate() {
                assert_eq!(entity.id.index(), i);
                for &m in &entity.mentions {
                    assert_eq!(after.mentions[m as usize].entity, Some(entity.id));
                }
            }
            let kept = |score: f32| score >= min_score;
            let mentions = before.mentions.iter().filter(|m| kept(m.score));
            assert_eq!(after.mentions.len(), mentions.count());
            let attributions = before.attributions.iter().filter(|a| kept(a.score));
            assert_eq!(after.attributions.len(), attributions.count());
        }
    }

    #[test]
    fn a_speaker_who_goes_becomes_unknown() {
        let mut document = sample::document();
        for &i in &document.entities[1].mentions.clone() {
            document.mentions[i as usize].score = 0.1;
        }
        document.retain_scores(0.2);
        assert!(document.entities.iter().all(|e| e.name != "Ingrid Moe"));
        assert!(document.attributions.iter().all(|a| a.speaker.is_none()));
    }

    #[test]
    fn the_next_outer_attribution_takes_over() {
        let mut document = sample::document();
        document.attributions[4].within = Some(3); // 4 in 3, 3 in 2
        document.attributions[1].score = 0.0;
        document.retain_scores(0.6); // 1, 3 and 5 go
        let within: Vec<_> = document.attributions.iter().map(|a| a.within).collect();
        assert_eq!(within, [None, None, Some(1)]);
    }

    #[test]
    fn attributions_keep_their_speakers() {
        let before = sample::document();
        let mut after = before.clone();
        after.retain_attributions();
        assert!(after.mentions.is_empty());
        let names: Vec<&str> = after.entities.iter().map(|e| e.name.as_str()).collect();
        assert_eq!(names, ["Ingrid Moe"]);
        for (old, new) in before.attributions.iter().zip(&after.attributions) {
            assert_eq!(before.speaker_name(old), after.speaker_name(new));
        }
        after.retain_scores(0.0);
        assert_eq!(after.entities.len(), 1);
    }
}
