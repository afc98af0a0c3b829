//! A document made by hand, so that the tests of the output do not depend on what the tagger finds.

use crate::gazetteer::Gender;
use crate::{
    Attribution, Candidate, Document, Entity, EntityId, Label, Mention, MentionKind, QuotationKind,
    Span,
};

const TEXT: &str = "\
NORWAY’S fishermen “sold out”
Quotas will fall, Ingrid Moe, a spokeswoman for the Ministry of Fisheries in Oslo, said on Monday 🐟.
\u{201c}We,\u{201d} she said, \u{201c}did not choose this.\u{201d}

Moe denied the union’s claim that Denmark <b>& others</b> had been asked.
According to an official, talks go on. \u{201c}Enough!\u{201d}
";

/// One of everything: all labels and kinds of mention, discontinuous content, a report within a report, a speaker
/// without a name, a quotation without a source, a mention within a mention, and text that HTML must escape.
pub(crate) fn document() -> Document<'static> {
    use Label::{Norp, Org, Person, Place, Role};
    use MentionKind::{Name, Pronoun, Short};
    let mentions = vec![
        mention("NORWAY", Place, Name, Some(0), 0.98, "gazetteer:places"),
        mention("fishermen", Norp, Name, None, 0.41, "mention:people"),
        mention(
            "Ingrid Moe",
            Person,
            Name,
            Some(1),
            0.97,
            "mention:first-last",
        ),
        mention(
            "a spokeswoman for the Ministry of Fisheries",
            Role,
            MentionKind::Role,
            Some(1),
            0.8,
            "mention:role",
        ),
        mention(
            "Ministry of Fisheries",
            Org,
            Name,
            Some(2),
            0.95,
            "mention:org-head",
        ),
        mention("Oslo", Place, Name, Some(3), 0.99, "gazetteer:places"),
        mention(
            "[she] said",
            Person,
            Pronoun,
            Some(1),
            0.9,
            "resolve:pronoun",
        ),
        mention(
            "[Moe] denied",
            Person,
            Short,
            Some(1),
            0.93,
            "resolve:surname",
        ),
        mention(
            "Denmark",
            Place,
            Name,
            Some(4),
            2.0 / 3.0,
            "gazetteer:places",
        ),
    ];
    let entities = vec![
        entity(0, Place, "Norway", Some("iso3166:NO"), &[0]),
        Entity {
            role: Some("spokeswoman".into()),
            affiliation: Some("Ministry of Fisheries".into()),
            gender: Some(Gender::Female),
            ..entity(1, Person, "Ingrid Moe", None, &[2, 3, 6, 7])
        },
        entity(2, Org, "Ministry of Fisheries", None, &[4]),
        Entity {
            sub_label: Some("city".into()),
            features: [("mayor".into(), "Å. Dahl".into())].into(),
            candidates: vec![
                candidate("geonames:3143244", Place, Some("city"), 580_000),
                candidate("ship:7", Org, None, 0),
            ],
            ..entity(3, Place, "Oslo", Some("geonames:3143244"), &[5])
        },
        entity(4, Place, "Denmark", Some("iso3166:DK"), &[8]),
    ];
    let indirect = Attribution {
        source: vec![find(
            "Ingrid Moe, a spokeswoman for the Ministry of Fisheries in Oslo",
        )],
        cue: vec![find("[said] on")],
        content: vec![find("Quotas will fall")],
        speaker: Some(EntityId(1)),
        also: vec![],
        kind: QuotationKind::Indirect,
        cue_lemma: "say".into(),
        cue_class: "say".into(),
        negated: false,
        within: None,
        score: 0.97,
        by: "frame:content-source-cue".into(),
    };
    let direct = Attribution {
        source: vec![find("[she] said")],
        cue: vec![find("[said], \u{201c}did")],
        content: vec![
            find("\u{201c}We,\u{201d}"),
            find("\u{201c}did not choose this.\u{201d}"),
        ],
        kind: QuotationKind::Direct,
        by: "frame:split".into(),
        ..indirect.clone()
    };
    let denial = Attribution {
        source: vec![find("[Moe] denied")],
        cue: vec![find("denied")],
        content: vec![find(
            "the union’s claim that Denmark <b>& others</b> had been asked",
        )],
        cue_lemma: "deny".into(),
        cue_class: "deny".into(),
        score: 0.8125,
        by: "frame:source-cue-content".into(),
        ..indirect.clone()
    };
    let claim = Attribution {
        source: vec![find("the union")],
        cue: vec![find("claim")],
        content: vec![find("that Denmark <b>& others</b> had been asked")],
        speaker: None,
        also: vec![],
        cue_lemma: "claim".into(),
        cue_class: "claim".into(),
        within: Some(2),
        score: 0.55,
        by: "frame:noun".into(),
        ..indirect.clone()
    };
    let official = Attribution {
        source: vec![find("an official")],
        cue: vec![find("According to")],
        content: vec![find("talks go on")],
        speaker: None,
        also: vec![],
        cue_lemma: "according to".into(),
        by: "frame:according-to".into(),
        ..indirect.clone()
    };
    let unsourced = Attribution {
        source: vec![],
        cue: vec![],
        content: vec![find("\u{201c}Enough!\u{201d}")],
        speaker: None,
        also: vec![],
        kind: QuotationKind::Direct,
        cue_lemma: "".into(),
        cue_class: "".into(),
        score: 0.3,
        by: "frame:quotation-alone".into(),
        ..indirect.clone()
    };
    Document {
        text: TEXT,
        mentions,
        entities,
        attributions: vec![indirect, direct, denial, claim, official, unsourced],
        errors: vec!["2 bytes were not UTF-8".into()],
    }
}

/// The first place of `part`, which must be there; of what stands in brackets in it, where something does.
fn find(part: &str) -> Span {
    let whole = part.replace(['[', ']'], "");
    let start = TEXT.find(&whole);
    let start = start.unwrap_or_else(|| panic!("{whole:?} is not in the sample"));
    let from = part.find('[').unwrap_or(0);
    let to = part.find(']').map_or(whole.len(), |end| end - 1);
    Span::new((start + from) as u32, (start + to) as u32)
}

fn mention(
    part: &str,
    label: Label,
    kind: MentionKind,
    entity: Option<u32>,
    score: f32,
    by: &'static str,
) -> Mention {
    Mention {
        span: find(part),
        label,
        kind,
        entity: entity.map(EntityId),
        antecedent: None,
        score,
        by: by.into(),
    }
}

fn entity(id: u32, label: Label, name: &str, kb: Option<&str>, mentions: &[u32]) -> Entity {
    Entity {
        id: EntityId(id),
        label,
        name: name.into(),
        kb: kb.map(String::from),
        role: None,
        affiliation: None,
        gender: None,
        sub_label: None,
        features: [].into(),
        candidates: vec![],
        mentions: mentions.to_vec(),
    }
}

fn candidate(kb: &str, label: Label, sub_label: Option<&str>, prior: u32) -> Candidate {
    Candidate {
        kb: Some(kb.into()),
        label,
        sub_label: sub_label.map(String::from),
        name: "Oslo".into(),
        prior,
    }
}
