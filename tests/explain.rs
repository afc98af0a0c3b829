//! Explanations: complete, in agreement with what was tagged, and readable.

use onrecord::explain::{CueReasons, Explanation, Reason};
use onrecord::output::Offsets;
use onrecord::rules::RuleSet;
use onrecord::{MentionKind, Tagger};

const TEXT: &str = "ÉLAN — “The plan is dead,” Zoë Quist, the mayor of Lund, said on Monday. She added that \
    Nordbank Corp. knew the claims were false.\r\nQuist left to say a prayer. 🎤 In the view of the court, the fence must go. \
    “No more snow,” wrote the hiker. Critics fear that the frost will last. 她说不。";

fn taggers() -> [Tagger; 2] {
    let frames = Tagger::builder().model(false).build().unwrap();
    [Tagger::default(), frames]
}

/// Whether the weights of a decision sum up to the logarithm of its odds.
fn adds_up(reasons: &[Reason], probability: f32) -> bool {
    let sum: f32 = reasons.iter().map(|reason| reason.weight).sum();
    let odds = 1.0 / (1.0 + (-sum).exp());
    (odds - probability).abs() < 1e-3
}

fn won(cue: &CueReasons) -> bool {
    cue.readings.iter().any(|reading| reading.lost.is_none())
}

#[test]
fn all_that_is_tagged_is_explained_once_and_as_it_is() {
    for tagger in taggers() {
        let explained = tagger.explain(TEXT);
        let document = tagger.tag(TEXT);
        assert_eq!(explained.document, document);
        assert_eq!(explained.mentions.len(), document.mentions.len());
        assert!(document.attributions.len() >= 4);
        for (index, a) in document.attributions.iter().enumerate() {
            let of = |cue: &&CueReasons| cue.attribution == Some(index as u32);
            let cues: Vec<_> = explained.cues.iter().filter(of).collect();
            assert_eq!(cues.len(), 1, "{index}");
            let reading = cues[0].readings.iter().find(|r| r.lost.is_none());
            let reading = reading.unwrap_or_else(|| panic!("{:?}", cues[0]));
            assert_eq!((&reading.source, &reading.content), (&a.source, &a.content));
            assert!((reading.score - a.score).abs() < 1e-3, "{reading:?}");
        }
        for cue in &explained.cues {
            assert_eq!(won(cue), cue.attribution.is_some(), "{cue:?}");
        }
        assert!(explained.cues.is_sorted_by_key(|cue| cue.span.start));
    }
}

#[test]
fn the_weights_of_a_decision_add_up() {
    let explained = Tagger::default().explain(TEXT);
    let mut readings = 0;
    for cue in &explained.cues {
        let judged = cue.judged.as_ref().unwrap();
        assert!(adds_up(&judged.reasons, judged.probability), "{cue:?}");
        for reading in &cue.readings {
            assert!(adds_up(&reading.reasons, reading.score), "{reading:?}");
            readings += 1;
        }
    }
    assert!(readings > 4);
}

#[test]
fn competitors_and_links_are_told() {
    let explained = Tagger::default().explain(TEXT);
    let Explanation {
        document, mentions, ..
    } = &explained;
    let about = |text: &str, kind: MentionKind| {
        let index = document
            .mentions
            .iter()
            .position(|m| &TEXT[m.span] == text && m.kind == kind);
        &mentions[index.unwrap_or_else(|| panic!("{text}: {:?}", document.mentions))]
    };
    let she = about("She", MentionKind::Pronoun);
    assert_eq!(she.persons[0].name, "Zoë Quist");
    assert!(she.persons[0].probability > 0.5);
    let shares: f32 = she.persons.iter().map(|person| person.probability).sum();
    assert!(shares <= 1.001, "{shares}");
    let short = about("Quist", MentionKind::Short);
    assert_eq!(
        short.entity,
        "Zoë Quist: it is a short form of “Zoë Quist” in line 1"
    );
    let full = about("Zoë Quist", MentionKind::Name);
    let rival = full.rivals.iter().find(|r| &TEXT[r.span] == "Quist");
    assert_eq!(rival.unwrap().lost, "it is part of the longer name");
}

#[test]
fn rules_of_users_say_what_came_of_them() {
    let rules = "[ruleset]\nid = 'desk'\n\
        [[rule]]\nid = 'fish'\nkind = 'mention'\nlabel = 'ORG'\nmatch = 'Big Fish'\n\
        [[rule]]\nid = 'weak'\nkind = 'mention'\nlabel = 'PLACE'\nmatch = 'Big Fish'\npriority = 5\n\
        [[rule]]\nid = 'wire'\nkind = 'attribution'\nmatch = '{source:PERSON} {cue:via} {content:<sentence>}'\n";
    let rules = RuleSet::parse("desk.toml", rules).unwrap();
    let tagger = Tagger::builder().rules(rules).build().unwrap();
    let explained = tagger.explain("Big Fish left. Angela Merkel via cod is gone.");
    let said: Vec<_> = explained
        .rules
        .iter()
        .map(|r| (r.rule.as_str(), r.why.as_str()))
        .collect();
    assert_eq!(said[0], ("desk/fish", "it holds"));
    assert_eq!(said[1].0, "desk/weak");
    assert!(
        said[1].1.starts_with("rule:desk/fish won there"),
        "{said:?}"
    );
    let mention = &explained.mentions[0];
    assert!(
        mention
            .why
            .contains("desk/fish of desk.toml found it: Big Fish"),
        "{mention:?}"
    );
    let cue = explained
        .cues
        .iter()
        .find(|cue| cue.attribution.is_some())
        .unwrap();
    assert_eq!(cue.why, "rule:desk/wire made it");
}

#[test]
fn json_has_the_record_and_offsets_in_the_unit() {
    let explained = Tagger::default().explain("🎤 Zoë Quist said no. She left.");
    for (unit, end) in [
        (Offsets::Byte, 15),
        (Offsets::Char, 11),
        (Offsets::Utf16, 12),
    ] {
        let json: serde_json::Value = serde_json::from_str(&explained.to_json("a", unit)).unwrap();
        assert_eq!(json["id"], "a");
        assert_eq!(json["mentions"].as_array().unwrap().len(), 2);
        let persons = &json["mention_reasons"][1]["persons"][0];
        assert_eq!(persons["nearest"][1], end, "{unit:?}");
        assert_eq!(json["cues"][0]["readings"][0]["source"][0][1], end);
    }
}

#[test]
fn any_text_is_explained() {
    let long = "“No,” he said. ".repeat(300);
    let texts = [
        "",
        " \r\n",
        "said",
        "“”“”“”:::",
        "SAID: SAID SAID",
        "é\u{301}\u{a0}dit",
        &long,
    ];
    for tagger in taggers() {
        for text in texts {
            let explained = tagger.explain(text);
            assert_eq!(explained.document, tagger.tag(text));
            let shown = explained.to_string();
            assert!(shown.starts_with("who and what is named\n"), "{shown}");
            assert!(explained.to_json("", Offsets::Char).starts_with("{\"id\""));
        }
    }
}
