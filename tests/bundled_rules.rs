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
    assert!(said("The crane is broken.").contains("no word of the text is a cue"));
    assert!(said("The crane is broken, per the port said.").contains("did match"));
}

/// The cues that a tagger without the model finds in a text, with their classes.
fn cues(sets: &[(&str, &str)], text: &str) -> Vec<String> {
    let mut builder = Tagger::builder().model(false);
    for (id, sections) in sets {
        let toml = format!("[ruleset]\nid = '{id}'\n{sections}");
        let rules = RuleSet::parse("cues.toml", &toml).unwrap_or_else(|error| panic!("{error}"));
        builder = builder.rules(rules);
    }
    let tagger = builder.build().unwrap();
    let document = tagger.tag(text);
    let shown = document.attributions.iter().map(|a| {
        let cue = &text[a.cue[0].start as usize..a.cue[0].end as usize];
        format!("{cue}/{}", a.cue_class)
    });
    shown.collect()
}

const YODEL: &str = "[verb.say]\nyodel = { forms = ['yodel', 'yodels', 'yodelled', 'yodelling'], strength = 0.9 }\n";
const NO_SAY: &str = "[verb.say]\nsay = { enabled = false }\n";
const SING: &str = "[class.sing]\nstrength = 0.8\ntakes = { quote = 0.9, after = 0.9, that = 0.9 }\n\
    [verb.sing]\nsay = { forms = ['say', 'said'], strength = 0.8 }\n";

#[test]
fn sections_of_cues_add_replace_and_take_away() {
    let text = "“É tarde,” Zoë Quist said. “No,” the baker yodelled.";
    assert_eq!(cues(&[], text), ["said/say"]);
    assert_eq!(
        cues(&[("desk", YODEL)], text),
        ["said/say", "yodelled/say"],
        "bundled frames for @say know the new verb"
    );
    assert_eq!(
        cues(&[("a", NO_SAY), ("b", YODEL)], text),
        ["yodelled/say"],
        "sets are put together"
    );
    let replaced = cues(&[("desk", SING)], text);
    assert!(replaced.iter().all(|cue| cue != "said/say"), "{replaced:?}");
    assert_eq!(
        cues(
            &[(
                "onrecord",
                &format!("{SING}{YODEL}")
                    .replace("[verb.say]", "[verb.sing]")
                    .replacen("[verb.sing]\nyodel", "yodel", 1)
            )],
            "Zoë Quist warned that it was late."
        ),
        [""; 0],
        "the id of the bundled set takes the place of all its cues"
    );
}

#[test]
fn a_cue_of_one_set_serves_the_patterns_of_another() {
    let rule = "[ruleset]\nid = 'wire'\n[[rule]]\nid = 'a'\nkind = 'attribution'\nmatch = '{source:PERSON} {cue:@say} loudly \\: {content:<sentence>}'\n";
    let toml = format!("[ruleset]\nid = 'desk'\n{YODEL}");
    let parse = |toml: &str| RuleSet::parse("a.toml", toml).unwrap_or_else(|e| panic!("{e}"));
    let tagger = Tagger::builder()
        .rules(parse(rule))
        .rules(parse(&toml))
        .build()
        .unwrap();
    let document = tagger.tag("Zoë Quist yodelled loudly: the cod is gone.");
    assert!(
        document.attributions.iter().any(|a| a.by == "rule:wire/a"),
        "{:?}",
        document.attributions
    );
}

#[test]
fn wrong_sections_of_cues_are_told_with_place_and_remedy() {
    for (sections, code, expected) in [
        (
            "[verb.sya]\nsay = { forms = ['say'], strength = 0.5 }\n",
            "R0042",
            "did you mean say?",
        ),
        ("[class.new]\nabout = 'x'\n", "R0042", "has no strength"),
        (
            "[verb.say]\nyodel = { forms = [], strength = 0.5 }\n",
            "R0043",
            "list its inflected forms",
        ),
        (
            "[verb.say]\nyodel = { forms = ['yo  del'], strength = 0.5 }\n",
            "R0043",
            "single spaces",
        ),
        (
            "[verb.say]\nyodel = { forms = ['yodel'] }\n",
            "R0043",
            "add strength",
        ),
        (
            "[verb.say]\nyodel = { forms = ['yodel'], strength = 7 }\n",
            "R0044",
            "from 0 to 1",
        ),
        (
            "[verb.say]\nyodel = { forms = ['yodel'], strength = 0.5, takes = { thta = 0.5 } }\n",
            "R0044",
            "use one of after",
        ),
        (
            "[noun.say]\nyodel = { forms = ['yodel'], strength = 0.5, takes = { that = 0.5 } }\n",
            "R0044",
            "owned and bare",
        ),
        (
            "[verb.say]\nyodel = { enabled = false }\n",
            "R0006",
            "no cue",
        ),
        (
            "[verb.say]\nyodel = { forms = ['yodel'], strenth = 0.5 }\n",
            "R0002",
            "strenth",
        ),
    ] {
        let toml = format!("[ruleset]\nid = 't'\n{sections}");
        let error = RuleSet::parse("t.toml", &toml).unwrap_err().to_string();
        assert!(error.contains(code) && error.contains(expected), "{error}");
        assert!(error.contains("t.toml:"), "{error}");
    }
    let untested = RuleSet::parse("t.toml", &format!("[ruleset]\nid = 't'\n{YODEL}")).unwrap();
    let codes: Vec<_> = untested.lint().iter().map(|d| d.code).collect();
    assert_eq!(codes, ["R0015", "R0016"]);
}
