//! An explanation for programs.

use serde::{Serialize, Serializer};

use super::{CueReasons, Explanation, MentionReasons, Reason, RuleReasons};
use crate::Span;
use crate::output::{OffsetMap, Offsets, Record};

/// What `onrecord explain --format json` prints: the [`Record`] of the document with the reasons beside it.
#[derive(Serialize)]
struct ExplanationRecord<'e> {
    #[serde(flatten)]
    record: Record<'e>,
    mention_reasons: Vec<MentionReasons>,
    cues: Vec<CueReasons>,
    rules: Vec<RuleReasons>,
}

impl Explanation<'_> {
    /// The document as one line of JSON, as [`Record`] has it, with three more fields: `mention_reasons`, one for each mention; `cues`;
    /// and `rules`. Spans are `[start, end]` in the unit; numbers are rounded to three decimals.
    ///
    /// ```
    /// use onrecord::{Tagger, output::Offsets};
    /// let explained = Tagger::default().explain("Angela Merkel left.");
    /// let json = explained.to_json("note", Offsets::Char);
    /// assert!(json.contains(r#""mention_reasons":[{"why":"#));
    /// ```
    pub fn to_json(&self, id: &str, unit: Offsets) -> String {
        let map = OffsetMap::new(self.document.text);
        let span = |span: &mut Span| {
            let [start, end] = map.span(*span, unit);
            *span = Span::new(start, end);
        };
        let number = |number: &mut f32| *number = (*number * 1000.0).round() / 1000.0;
        let reasons = |reasons: &mut Vec<Reason>| {
            reasons.iter_mut().for_each(|r| number(&mut r.weight));
        };
        let mut record = ExplanationRecord {
            record: Record::new(id, &self.document, unit),
            mention_reasons: self.mentions.clone(),
            cues: self.cues.clone(),
            rules: self.rules.clone(),
        };
        for mention in &mut record.mention_reasons {
            for rival in &mut mention.rivals {
                span(&mut rival.span);
                number(&mut rival.score);
            }
            for person in &mut mention.persons {
                span(&mut person.nearest);
                number(&mut person.probability);
                reasons(&mut person.reasons);
            }
        }
        for cue in &mut record.cues {
            span(&mut cue.span);
            if let Some(judged) = &mut cue.judged {
                number(&mut judged.probability);
                reasons(&mut judged.reasons);
            }
            for reading in &mut cue.readings {
                reading.source.iter_mut().for_each(&span);
                reading.content.iter_mut().for_each(&span);
                number(&mut reading.score);
                reasons(&mut reading.source_reasons);
                reasons(&mut reading.content_reasons);
                reasons(&mut reading.reasons);
            }
        }
        record
            .rules
            .iter_mut()
            .for_each(|rule| span(&mut rule.span));
        serde_json::to_string(&record).expect("it has no map with other keys than strings")
    }
}

/// A span as `[start, end]`.
pub(super) fn pair<S: Serializer>(span: &Span, serializer: S) -> Result<S::Ok, S::Error> {
    [span.start, span.end].serialize(serializer)
}

/// Spans as `[[start, end], ...]`.
pub(super) fn pairs<S: Serializer>(spans: &[Span], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(spans.iter().map(|span| [span.start, span.end]))
}
