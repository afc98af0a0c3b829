//! The rules that come with onrecord, `data/rules/`: each carries tests, and frames of users are tried before them.

use onrecord::Tagger;
use onrecord::rules::{ReportFormat, RuleSet};

#[test]
fn all_pass_alone_and_together() {
    let rules = RuleSet::load(&["data/rules"]).unwrap_or_else(|error| panic!("{error}"));
    assert!(rules.lint().is_empty(), "{:?}", rules.lint());
    let report = rules.test(None);
    assert!(report.tests.len() >= 400, "{}", report.tests.len());
    assert!(report.passed(), "{}", report.write(ReportFormat::People));
    assert_eq!(rules.len(), RuleSet::bundled().len());
}

#[test]
fn their_tests_notice_what_is_removed() {
    let report = RuleSet::bundled().mutate(None);
    assert!(report.rules >= 17);
    assert!(report.passed(), "{report}");
}

const FRAME: &str = "[ruleset]\nid = 'ID'\n[[rule]]\nid = 'wire'\nkind = 'frame'\n\
    match = '{content:<any>} per|via {source:np} {cue:@say}'\ncomplement = ['after']\nscore = 1.5\n";

/// The rules that find attributions in a text, by a tagger with this rule set.
fn found(toml: &str, text: &str, model: bool) -> Vec<String> {
    let rules = RuleSet::parse("wire.toml", toml).unwrap_or_else(|error| panic!("{error}"));
    let tagger = Tagger::builder().rules(rules).model(model).build().unwrap();
    let document = tagger.tag(text);
    let by = document.attributions.iter().map(|a| a.by.to_string());
    by.collect()
}

#[test]
fn a_frame_of_the_user_goes_before_the_bundled_ones_and_the_model() {
    let own = FRAME.replace("ID", "desk");
    let text = "The crane is broken, per the port said. “É tarde,” Zoë Quist said.";
    assert_eq!(
        found(&own, text, false),
        ["rule:desk/wire", "rule:quote-source-cue"]
    );
    assert_eq!(found(&own, text, true), ["rule:desk/wire", "model"]);
}

#[test]
fn a_set_with_the_id_of_the_bundled_one_takes_its_place() {
    let own = FRAME.replace("ID", "onrecord");
    let text = "The crane is broken, per the port said. “É tarde,” Zoë Quist said.";
    assert_eq!(found(&own, text, false), ["rule:wire"]);
}

#[test]
fn wrong_frames_are_told_with_their_remedy() {
    let frame = |pattern: &str, more: &str| {
        let toml = format!(
            "[ruleset]\nid = 't'\n[[rule]]\nid = 'a'\nkind = 'frame'\nmatch = '{pattern}'\n{more}"
        );
        RuleSet::parse("t.toml", &toml).unwrap_err().to_string()
    };
    let plain = "{source:np} {cue:@say} {content:<any>}";
    for (pattern, more, expected) in [
        ("{source:np} said {content:<any>}", "", "R0014"),
        (
            "({source:np} {cue:@say}) {content:<any>}",
            "",
            "a frame has one cue",
        ),
        (
            "{source:np} {cue:said} {content:<any>}",
            "",
            "this is no cue of the lexicon",
        ),
        (
            "{source:np} {cue:@say} {content:<quoted>}",
            "",
            "this cannot stand right of the cue",
        ),
        (
            "{content:<quotation>} {cue:@say}",
            "",
            "this cannot stand left of the cue",
        ),
        (
            "{source:np} ... {cue:@say} {content:<any>}",
            "",
            "this cannot stand in a frame",
        ),
        (plain, "form = 'finit'", "\"finit\" is no form of a verb"),
        (plain, "complement = ['thta']", "\"thta\" is no complement"),
        (
            plain,
            "score = { np-thta = 1 }",
            "\"thta\" is no complement",
        ),
        (plain, "score = 3", "from 0 to 2"),
        (plain, "label = 'ORG'", "a frame has no label"),
    ] {
        let found = frame(pattern, more);
        assert!(found.contains(expected), "{pattern} {more}: {found}");
        assert!(found.contains("t.toml:"), "{found}");
    }
    let other = "[ruleset]\nid = 't'\n[[rule]]\nid = 'a'\nkind = 'attribution'\nmatch = '{cue:say} {content:<any>}'\nform = 'passive'\n";
    let found = RuleSet::parse("t.toml", other).unwrap_err().to_string();
    assert!(
        found.contains("which only frames do") && found.contains("only a frame has a form"),
        "{found}"
    );
}

#[test]
fn why_not_knows_frames() {
    let own = FRAME.replace("ID", "desk");
    let rules = RuleSet::parse("wire.toml", &own).unwrap_or_else(|error| panic!("{error}"));
    let tagger = Tagger::builder().rules(rules).build().unwrap();
    let said = |text: &str| tagger.why_not(text, "desk/wire").unwrap().to_string();
    assert!(said("The crane is broken.").contains("at no cue of the text"));
    assert!(!said("The crane is broken, per the port said.").contains("at no cue"));
}
