//! Records with strings of their own.

use std::borrow::Cow;

use super::{AttributionRecord, CandidateRecord, EntityRecord, MentionRecord, Record};

impl Record<'_> {
    /// The same with strings of its own, so that it outlives the text and the document that it was made of.
    ///
    /// ```
    /// use onrecord::Tagger;
    /// use onrecord::output::{Offsets, Record};
    ///
    /// fn answer(tagger: &Tagger, text: String) -> Record<'static> {
    ///     let document = tagger.tag(&text);
    ///     Record::new("request", &document, Offsets::Char).into_owned()
    /// }
    /// let record = answer(&Tagger::default(), "Zoë Lee said no.".to_owned());
    /// assert_eq!(record.mentions[0].text, "Zoë Lee");
    /// ```
    #[must_use]
    pub fn into_owned(self) -> Record<'static> {
        Record {
            id: owned(self.id),
            offsets: self.offsets,
            text: self.text.map(owned),
            mentions: self.mentions.into_iter().map(mention).collect(),
            entities: self.entities.into_iter().map(entity).collect(),
            attributions: self.attributions.into_iter().map(attribution).collect(),
            errors: self.errors.into_iter().map(owned).collect(),
            meta: self.meta,
        }
    }
}

fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

fn mention(m: MentionRecord<'_>) -> MentionRecord<'static> {
    MentionRecord {
        text: owned(m.text),
        by: owned(m.by),
        start: m.start,
        end: m.end,
        label: m.label,
        kind: m.kind,
        entity: m.entity,
        score: m.score,
    }
}

fn entity(e: EntityRecord<'_>) -> EntityRecord<'static> {
    let features = e.features.into_iter();
    EntityRecord {
        name: owned(e.name),
        kb: e.kb.map(owned),
        role: e.role.map(owned),
        affiliation: e.affiliation.map(owned),
        sub_label: e.sub_label.map(owned),
        features: features.map(|(k, v)| (owned(k), owned(v))).collect(),
        candidates: e.candidates.into_iter().map(candidate).collect(),
        id: e.id,
        label: e.label,
        gender: e.gender,
        mentions: e.mentions,
    }
}

fn candidate(c: CandidateRecord<'_>) -> CandidateRecord<'static> {
    CandidateRecord {
        kb: c.kb.map(owned),
        sub_label: c.sub_label.map(owned),
        name: owned(c.name),
        label: c.label,
        prior: c.prior,
    }
}

fn attribution(a: AttributionRecord<'_>) -> AttributionRecord<'static> {
    AttributionRecord {
        speaker_name: a.speaker_name.map(owned),
        cue_lemma: owned(a.cue_lemma),
        cue_class: owned(a.cue_class),
        by: owned(a.by),
        source: a.source,
        cue: a.cue,
        content: a.content,
        speaker: a.speaker,
        also: a.also,
        kind: a.kind,
        negated: a.negated,
        within: a.within,
        score: a.score,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Offsets, sample};
    use super::*;

    #[test]
    fn nothing_changes() {
        let document = sample::document();
        let mut record = Record::new("sample", &document, Offsets::Utf16);
        record.text = Some(document.text.into());
        record.meta.insert("day".to_owned(), "Monday".into());
        assert_eq!(record.clone().into_owned(), record);
    }
}
