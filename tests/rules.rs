//! Rule sets as their users write them: what they do, and what is said when they are wrong.

use std::fmt::Write as _;
use std::path::Path;

use onrecord::rules::{Outcome, ReportFormat, RuleSet, Severity};
use onrecord::{Label, Tagger};

/// A rule set with these rules.
fn rules(rows: &str) -> RuleSet {
    let toml = format!("[ruleset]\nid = 't'\n{rows}");
    RuleSet::parse("t.toml", &toml).unwrap_or_else(|error| panic!("{error}\n{rows}"))
}

/// The TOML blocks of the guide.
fn blocks(markdown: &str) -> Vec<&str> {
    let parts = markdown.split("```toml\n").skip(1);
    parts
        .map(|part| part.split("```").next().unwrap())
        .collect()
}

#[test]
fn every_example_of_the_guide_is_tested() {
    let guide = include_str!("../docs/rules.md");
    let blocks = blocks(guide);
    assert!(blocks.len() >= 8, "{}", blocks.len());
    for block in blocks {
        let header = if block.contains("[ruleset]") {
            ""
        } else {
            "[ruleset]\nid = 'guide'\n"
        };
        let rules = RuleSet::parse("rules.toml", &format!("{header}{block}"))
            .unwrap_or_else(|error| panic!("{error}"));
        let report = rules.test(None);
        let said = report.write(ReportFormat::People);
        assert!(report.passed(), "{said}\n{block}");
        assert!(rules.lint().is_empty(), "{:?}", rules.lint());
    }
}

#[test]
fn the_bundled_test_file_passes_alone_and_together() {
    let rules = RuleSet::load(&["tests/data/rules"]).unwrap_or_else(|error| panic!("{error}"));
    let report = rules.test(None);
    assert!(report.tests.len() >= 30);
    assert!(report.passed(), "{}", report.write(ReportFormat::People));
}

#[test]
fn wrong_files_are_told_with_place_code_and_remedy() {
    let row = |pattern: &str| {
        format!(
            "[ruleset]\nid = 't'\n\n[[rule]]\nid = 'a'\nkind = 'mention'\nlabel = 'ORG'\nmatch = {pattern}\nfinds = ['[[span:x]]']\nignores = ['y']\n"
        )
    };
    let attribution =
        |pattern: &str| row(pattern).replace("'mention'\nlabel = 'ORG'", "'attribution'");
    let entity = |keys: &str| row("'{name:PERSON} x'").replace("'mention'\nlabel = 'ORG'", keys);
    let propose = |clue: &str| row(&format!("'x'\naction = 'propose'\nclues = [{clue}]"));
    let two = "[ruleset]\nid = 't'\n\n[[rule]]\nid = 'a'\nkind = 'veto'\nmatch = 'x'\nfinds = ['[[span:x]]']\nignores = ['y']\n";
    let cases = [
        ("broken TOML", "[ruleset]\nid = 't\n".to_owned()),
        ("an unknown key", row("'x'\nprioriti = 3")),
        (
            "a missing key",
            row("'x'").replace("kind = 'mention'\n", ""),
        ),
        (
            "an unknown capture",
            attribution("'{sorce:np} {cue:said} {content:quote}'"),
        ),
        ("a capture of another kind", row("'{source:PERSON} said'")),
        ("no content", attribution("'{source:PERSON} {cue:said}'")),
        ("an unknown list", row("'@titels'")),
        ("an unknown cue", row("'~sayy'")),
        ("the empty string", row("'x? (y)?'")),
        ("never", row("'the ^ x'")),
        ("never behind the end", row("'x $ y'")),
        ("an open group", row("'(x|y z'")),
        ("a bar", row("'x| y'")),
        ("no limit", row("'x ...{3,1} y'")),
        ("too many steps", row("'((x{1,60} y){1,60} z){1,60}'")),
        ("an unknown shape", row("'<capital>'")),
        ("quotation marks", row("'\"x\"'")),
        ("an unknown label", row("'x'").replace("'ORG'", "'Org'")),
        (
            "an unknown kind",
            row("'x'").replace("'mention'", "'mentions'"),
        ),
        (
            "a broken mark",
            row("'x'").replace("[[span:x]]", "é [[spam:x]]"),
        ),
        ("an unmarked find", row("'x'").replace("[[span:x]]", "x")),
        (
            "no tests",
            row("'x'").replace("finds = ['[[span:x]]']\nignores = ['y']\n", ""),
        ),
        (
            "a rule twice",
            format!("{two}{}", &two[two.find("[[rule]]").unwrap()..]),
        ),
        (
            "a missing list file",
            format!("{two}[lists]\nl = {{ file = 'nowhere.txt' }}\n"),
        ),
        ("an empty list", format!("{two}[lists]\nl = []\n")),
        (
            "a missing import",
            "[ruleset]\nid = 't'\nimports = ['nowhere.toml']\n[lists]\nl = ['x']\n".to_owned(),
        ),
        ("an open regular expression", row("'{span:/[A-Z]+}'")),
        ("a broken regular expression", row("'/x(y/'")),
        ("an empty regular expression", row("'{span:/x*/}'")),
        (
            "a missing fixture",
            row("'x'").replace("['y']", "[{ file = 'nowhere.txt' }]"),
        ),
        ("no rules", "[ruleset]\nid = 't'\n".to_owned()),
        ("a score", row("'x'\nscore = 90")),
        (
            "a cue rule",
            row("'{cue:x}'").replace("'mention'\nlabel = 'ORG'", "'cue'\nlike = 'sey'"),
        ),
        ("nothing of an entity", entity("'entity'")),
        ("an identifier alone", entity("'entity'\nkb = 'x:1'")),
        ("two names", entity("'entity'\nname = 'X'\nlabel = 'ORG'")),
        ("no label", entity("'entity'\nname = 'X'")),
        ("no clues", propose("{ use = 'nowhere' }")),
        ("clues and more", propose("{ use = 'x', add = 0.1 }")),
        (
            "a score of what is no proposal",
            row("'x'").replace("['[[span:x]]']", "[{ test = '[[span:x]]', score = 0.5 }]"),
        ),
        (
            "a named mention",
            entity("'mention'\nlabel = 'ORG'\nname = 'X'"),
        ),
    ];
    let mut said = String::new();
    for (name, toml) in cases {
        let problems = match RuleSet::parse("t.toml", &toml) {
            Err(error) => error.diagnostics().to_vec(),
            Ok(rules) => rules.lint().to_vec(),
        };
        assert!(
            problems.iter().any(|p| p.severity == Severity::Error),
            "{name}"
        );
        let _ = writeln!(said, "## {name}\n");
        for problem in problems {
            let _ = writeln!(said, "{problem}\n");
        }
    }
    insta::assert_snapshot!(said);
}

#[test]
fn an_import_loop_is_told() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("loop");
    std::fs::create_dir_all(&directory).unwrap();
    for (name, other) in [("a", "b"), ("b", "a")] {
        let toml =
            format!("[ruleset]\nid = '{name}'\nimports = ['{other}.toml']\n[lists]\nl = ['x']\n");
        std::fs::write(directory.join(format!("{name}.toml")), toml).unwrap();
    }
    let error = RuleSet::load(&[directory.join("a.toml")]).unwrap_err();
    assert_eq!(error.diagnostics()[0].code, "R0008");
    assert!(error.to_string().contains("import each other"), "{error}");
}

#[test]
fn lists_of_cues_are_imported() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cue-lists");
    std::fs::create_dir_all(&directory).unwrap();
    for (name, toml) in [
        (
            "lists",
            "[lists]\nsayers = { cues = ['said', 'told'] }\n".to_owned(),
        ),
        (
            "rules",
            format!(
                "imports = ['lists.toml']\n{}",
                rule_with("'{span:<Capital>} @sayers'")
            ),
        ),
    ] {
        let toml = format!("[ruleset]\nid = '{name}'\n{toml}");
        std::fs::write(directory.join(format!("{name}.toml")), toml).unwrap();
    }
    let rules = RuleSet::load(&[directory.join("rules.toml")]).unwrap();
    assert!(rules.test(None).passed());
}

/// A rule with this pattern, whose tests fit words that speak.
fn rule_with(pattern: &str) -> String {
    format!(
        "[[rule]]\nid = 'a'\nkind = 'mention'\nlabel = 'ORG'\nmatch = {pattern}\n\
        finds = ['The [[span:Fish]] said no.']\nignores = ['The Fish left.']\n"
    )
}

#[test]
fn outcomes() {
    for (finds, ignores, outcome, shown) in [
        ("[[span:Big Fish]] left.", "x", Outcome::Validated, ""),
        (
            "The [[span:Big Fish]] left a [[span:fish]].",
            "x",
            Outcome::Missing,
            "The Big Fish left a fish.\n                    ^^^^ span expected",
        ),
        (
            "Zoë ate [[span:one Big Fish]] now.",
            "x",
            Outcome::WrongSpan,
            "Zoë ate one Big Fish now.\n        ^^^^^^^^^^^^ span expected\n            ^^^^^^^^ span found",
        ),
        (
            "[[span:Big Fish]] left.",
            "The Big Fish",
            Outcome::Noisy,
            "The Big Fish\n    ^^^^^^^^ span found",
        ),
    ] {
        let rules = rules(&format!(
            "[[rule]]\nid = 'a'\nkind = 'mention'\nlabel = 'ORG'\nmatch = 'Big Fish'\nfinds = ['{finds}']\nignores = ['{ignores}']\n"
        ));
        let report = rules.test(None);
        let failed = report.tests.iter().find(|test| test.failed());
        let (found, text) =
            failed.map_or((Outcome::Validated, ""), |t| (t.outcome, t.shown.as_str()));
        assert_eq!((found, text), (outcome, shown));
        assert_eq!(report.passed(), outcome == Outcome::Validated);
    }
}

#[test]
fn a_rule_that_another_one_defeats_fails_in_the_full_set_alone() {
    let rules = rules(
        "[[rule]]\nid = 'a'\nkind = 'mention'\nlabel = 'ORG'\nmatch = 'Big Fish'\nfinds = ['[[span:Big Fish]]']\nignores = ['Fish']\n
         [[rule]]\nid = 'b'\npriority = 20\nkind = 'mention'\nlabel = 'PLACE'\nmatch = 'Big'\nfinds = ['[[span:Big]]']\nignores = ['Fish']\n",
    );
    let report = rules.test(None);
    let failed: Vec<_> = report.tests.iter().filter(|t| t.failed()).collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(
        (failed[0].rule.as_str(), failed[0].setting.as_str()),
        ("t/a", "in the full set")
    );
    assert!(rules.test(Some("t/b")).passed());
    let none = rules.test(Some("nothing"));
    assert!(none.tests.is_empty() && !none.passed());
}

#[test]
fn todo_tests_do_not_fail_and_are_told_when_they_pass() {
    let rules = rules(
        "[[rule]]\nid = 'a'\nkind = 'mention'\nlabel = 'ORG'\nmatch = 'Big Fish'\nfinds = ['[[span:Big Fish]]']\nignores = ['Fish']\n
         todo = [{ test = '[[span:Bigger Fish]]', reason = 'later' }, { test = 'A fish.', reason = 'once' }]\n",
    );
    let report = rules.test(None);
    assert!(report.passed());
    let said = report.write(ReportFormat::People);
    assert!(
        said.contains("passes now") && said.contains("It was: once"),
        "{said}"
    );
    assert!(!said.contains("later"), "{said}");
    assert!(
        report
            .write(ReportFormat::Tap)
            .contains("not ok 3 - t/a t.toml:11 # TODO later")
    );
    assert!(
        report
            .write(ReportFormat::Junit)
            .contains("<skipped message=\"later\"/>")
    );
}

#[test]
fn removed_names_leave_no_trace_and_the_rest_stands() {
    let rules = rules(
        "[[rule]]\nid = 'a'\nkind = 'veto'\nmatch = '{span:Angela Merkel}'\nfinds = ['[[span:Angela Merkel]] left.']\nignores = ['x']\n",
    );
    let text = "Angela Merkel left. Merkel said Germany would pay. She left Zoë Coe.";
    let document = Tagger::builder().rules(rules).build().unwrap().tag(text);
    let names: Vec<_> = document.mentions.iter().map(|m| &text[m.span]).collect();
    assert!(
        !names.contains(&"Angela Merkel") && names.contains(&"Germany"),
        "{names:?}"
    );
    for mention in &document.mentions {
        let full = mention.antecedent.map(|span| &text[span]);
        assert!(full.is_none_or(|full| names.contains(&full)), "{full:?}");
    }
}

#[test]
fn an_attribution_by_a_cue_of_a_rule_names_it() {
    let row = "[[rule]]\nid = 'rapped'\nkind = 'cue'\nlike = 'say'\nmatch = '{cue:rapped}'\n";
    for model in [true, false] {
        let builder = Tagger::builder().rules(rules(row)).model(model);
        let text = "🐟 “We will act,” Ann Lee rapped. “Now,” said Zoë.";
        let document = builder.build().unwrap().tag(text);
        let by: Vec<&str> = document.attributions.iter().map(|a| &*a.by).collect();
        assert_eq!(by[0], "rule:t/rapped");
        assert!(by.len() == 2 && !by[1].contains('/'), "{by:?}");
    }
}

#[test]
fn rules_see_names_of_the_users_gazetteer() {
    let list = "name\tlabel\nZorbaland\tPLACE\nZorba Lines\tORG\n";
    let gazetteer = onrecord::gazetteer::Gazetteer::builder()
        .bundled()
        .list("own.tsv", list)
        .build()
        .unwrap();
    let row = |id, pattern| {
        format!("[[rule]]\nid = '{id}'\nkind = 'mention'\nlabel = 'ORG'\nmatch = '{pattern}'\n")
    };
    let set = rules(&(row("a", "{span:bank of @places}") + &row("b", "{span:@user} ferry")));
    let tagger = Tagger::builder().gazetteer(gazetteer).rules(set).build();
    let text = "Zoë, the bank of Zorbaland and the Zorba Lines ferry.";
    let document = tagger.unwrap().tag(text);
    let ruled = document
        .mentions
        .iter()
        .filter(|m| m.by.starts_with("rule:"));
    let ruled: Vec<&str> = ruled.map(|m| &text[m.span]).collect();
    assert_eq!(ruled, ["bank of Zorbaland", "Zorba Lines"]);
}

/// Mentions as "LABEL:text by".
fn mentions(tagger: &Tagger, text: &str) -> Vec<String> {
    let all = tagger.tag(text).mentions;
    let shown = all
        .iter()
        .map(|m| format!("{}:{} {}", m.label.as_str(), &text[m.span], m.by));
    shown.collect()
}

#[test]
fn a_rule_that_proposes_competes_and_its_clues_decide() {
    let row = |score: f32| {
        rules(&format!(
            "[[rule]]\nid = 'a'\nkind = 'mention'\naction = 'propose'\nlabel = 'ORG'\nmatch = '{{span:<Name>{{2}}}} sank'\nscore = {score}\n\
             clues = [{{ before = 'ship', add = 0.5 }}, {{ has = '<given>', score = 0.0 }}]\n"
        ))
    };
    let found = |score, text| {
        let tagger = Tagger::builder().rules(row(score)).build().unwrap();
        mentions(&tagger, text)
    };
    assert_eq!(
        found(0.4, "🐟 The ship Vrondel Quist sank."),
        ["ORG:Vrondel Quist rule:t/a"]
    );
    assert!(
        !found(0.0, "The Vrondel Quist sank.").contains(&"ORG:Vrondel Quist rule:t/a".to_owned())
    );
    // What is sure without it wins.
    let ann = found(0.4, "The ship Ann Lee sank.");
    assert_eq!(ann, ["PERSON:Ann Lee mention:name-parts"]);
}

#[test]
fn a_rule_set_extends_a_bundled_list() {
    let text = "They saw Zorbik skerry and the cod.";
    let tagger = |lists: &str| Tagger::builder().rules(rules(lists)).build().unwrap();
    let found = |lists: &str| mentions(&tagger(lists), text);
    let extended = found("[lists]\nplace-nouns = { extend = ['skerry'] }\n");
    assert_eq!(extended, ["PLACE:Zorbik mention:place-context"]);
    assert_ne!(found("[lists]\nplace-nouns = ['skerry']\n"), extended);
    let named = "[[rule]]\nid = 'a'\nkind = 'mention'\nlabel = 'NORP'\nmatch = '{span:the cod}|(old @place-nouns)'\n";
    assert!(mentions(&tagger(named), text).contains(&"NORP:the cod rule:t/a".to_owned()));
}

#[test]
fn names_of_rules_must_differ() {
    let one = rules(
        "[[rule]]\nid = 'a'\nkind = 'veto'\nmatch = 'x'\nfinds = ['[[span:x]]']\nignores = ['y']\n",
    );
    let error = Tagger::builder()
        .rules(one.clone())
        .rules(one)
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the rule t/a is there twice; give the rule sets different ids"
    );
}

/// Patterns that would take for ever if the matcher tried every way.
#[test]
fn hostile_patterns_and_texts_end() {
    let mut rows = String::new();
    for (i, pattern) in [
        "(fish? fish?){1,30} stop",
        "(fish|fish fish){1,40} stop",
        "fish ...{0,60} fish ...{0,60} stop",
        "<word>{0,60} <word>{0,60} stop !(fish)",
        "!<(fish ...{0,8}) np np stop",
        "quote ...{0,60} quote",
    ]
    .iter()
    .enumerate()
    {
        let _ = writeln!(
            rows,
            "[[rule]]\nid = 'r{i}'\nkind = 'mention'\nlabel = 'ORG'\nmatch = '{pattern}'\nwindow = {{ tokens = 200, within = 'paragraph' }}\n"
        );
    }
    let tagger = Tagger::builder().rules(rules(&rows)).build().unwrap();
    for text in [
        "fish ".repeat(20_000),
        "\"fish\" ".repeat(10_000),
        "\"".repeat(20_000),
        "Fish. ".repeat(10_000),
    ] {
        let document = tagger.tag(&text);
        assert!(
            document
                .mentions
                .iter()
                .all(|m| text.is_char_boundary(m.span.end as usize))
        );
    }
}

#[test]
fn thousands_of_rules_find_their_words() {
    let mut rows = String::new();
    for i in 0..5000 {
        let _ = writeln!(
            rows,
            "[[rule]]\nid = 'r{i}'\nkind = 'mention'\nlabel = 'ORG'\nmatch = 'Zorb{i} {{span:<Capital>}} (group|club)?'"
        );
    }
    let tagger = Tagger::builder().rules(rules(&rows)).build().unwrap();
    let text = "The Zorb4711 Nine club met Zorb12 Ten.";
    let document = tagger.tag(text);
    let found: Vec<_> = document
        .mentions
        .iter()
        .filter(|m| m.by.starts_with("rule:") && m.label == Label::Org)
        .map(|m| (&text[m.span], m.by.as_ref()))
        .collect();
    assert_eq!(found, [("Nine", "rule:t/r4711"), ("Ten", "rule:t/r12")]);
}
