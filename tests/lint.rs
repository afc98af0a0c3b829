//! What `onrecord lint` says of rules that can be used but are there for nothing.

use onrecord::rules::{RuleSet, Severity};

/// Rules with these kinds, patterns and further keys, named a, b, c ...
fn lint(rows: &[(&str, &str, &str)]) -> Vec<String> {
    let mut toml = "[ruleset]\nid = 't'\n[lists]\nfish = ['cod', 'Big Fish', 'Old Cod']\nfew = ['cod']\n\
        [[rule]]\nid = 'uses'\nkind = 'veto'\nlabel = 'NORP'\nmatch = '@fish @few zorb'\nfinds = ['[[span:cod cod zorb]]']\nignores = ['zorb']\n"
        .to_owned();
    for (id, (kind, pattern, more)) in ('a'..).zip(rows) {
        toml += &format!(
            "[[rule]]\nid = '{id}'\nkind = '{kind}'\nmatch = '{pattern}'\nfinds = ['[[span:x]]']\nignores = ['y']\n{more}\n"
        );
    }
    let found = match RuleSet::parse("t.toml", &toml) {
        Ok(rules) => rules.lint().to_vec(),
        Err(error) => error.diagnostics().to_vec(),
    };
    found
        .iter()
        .map(|d| format!("{} {}", d.code, d.message))
        .collect()
}

const ORG: &str = "label = 'ORG'";

#[test]
fn a_rule_that_another_one_always_defeats_is_told() {
    let shadowed = |a: (&str, &str, &str), b: (&str, &str, &str)| {
        let said = lint(&[a, b]);
        assert!(said.len() <= 1, "{said:?}");
        said.first().is_some_and(|said| {
            assert_eq!(
                said,
                "R0045 wherever this matches, t/a does too and goes before it"
            );
            true
        })
    };
    for (general, special) in [
        ("big fish", "Big Fish"),
        ("Big (Fish|Cod)", "Big Fish"),
        ("<Capal>", "Fish"),
        ("<Capital> Fish", "Big Fish !(ale)"),
        ("Big Fish?", "Big Fish"),
        ("Big <word>{1,3}", "Big <word>{2,3}"),
        ("@fish", "cod"),
        ("@fish", "@few"),
        ("{span:PERSON|ORG} sat", "{span:ORG} sat"),
        ("Fish !(ale)", "Fish !(ale|beer)"),
        ("~say ...{0,9} Fish", "~say ...{1,8} Fish"),
    ] {
        let general = general.replace("Capal", "Capital");
        let (a, b) = (("mention", &*general, ORG), ("mention", special, ORG));
        assert!(shadowed(a, b), "{general} before {special}");
        // It need not be so the other way round.
        assert!(!shadowed(b, a), "{special} before {general}");
        // A higher priority changes it.
        let first = format!("{ORG}\npriority = 11");
        assert!(!shadowed(a, ("mention", special, &first)), "{special}");
    }
    for (a, b) in [
        (("mention", "Big Fish", ORG), ("mention", "Big Cod", ORG)),
        (
            ("mention", "{span:Big} Fish", ORG),
            ("mention", "Big Fish", ORG),
        ),
        (("mention", "Fish !(ale)", ORG), ("mention", "Fish", ORG)),
        (
            ("veto", "Big Fish", "label = 'PLACE'"),
            ("mention", "Big Fish", ORG),
        ),
        (
            (
                "mention",
                "big fish",
                "label = 'ORG'\nenabled = true\nwindow = { tokens = 2 }",
            ),
            ("mention", "Big Fish", ORG),
        ),
    ] {
        assert!(!shadowed(a, b), "{a:?} {b:?}");
    }
    assert!(shadowed(("veto", "fish", ""), ("mention", "Fish", ORG)));
}

#[test]
fn alternatives_that_come_too_late_are_told() {
    let late = "R0046 this alternative never comes to its turn: one before it matches the same";
    assert_eq!(lint(&[("mention", "said|Said", ORG)]), [late]);
    assert_eq!(lint(&[("mention", "(a b | c | a b) d", ORG)]), [late]);
    assert_eq!(lint(&[("mention", "Said|said", ORG)]), [""; 0]);
}

#[test]
fn what_contradicts_itself_never_matches() {
    let contradiction =
        "R0013 this can never match: what stands beside it in the pattern is what it rules out";
    for pattern in [
        "!(fish) Big|Fish",
        "!(<Capital>) {span:Fish}",
        "Fish !<(fish)",
    ] {
        let said = lint(&[("mention", pattern, ORG)]);
        let expected = pattern != "!(fish) Big|Fish";
        assert_eq!(
            said.contains(&contradiction.to_owned()),
            expected,
            "{pattern}: {said:?}"
        );
    }
    let window = format!("{ORG}\nwindow = {{ tokens = 2 }}");
    assert_eq!(
        lint(&[("mention", "a (b|c c) d{2}", &window)]),
        ["R0013 this can never match: it needs 5 tokens, and the window has 2"]
    );
}

#[test]
fn a_list_that_nothing_uses_is_told_unless_the_file_is_for_others() {
    let parse = |toml: &str| RuleSet::parse("t.toml", toml).unwrap();
    let lists = "[ruleset]\nid = 't'\n[lists]\nfish = ['cod']\n";
    assert!(parse(lists).lint().is_empty());
    let rules = parse(&format!(
        "{lists}[[rule]]\nid = 'a'\nkind = 'veto'\nmatch = 'x'\nfinds = ['[[span:x]]']\nignores = ['y']\n"
    ));
    let shown = rules.lint()[0].to_string();
    assert_eq!(rules.lint().len(), 1);
    assert_eq!(rules.lint()[0].severity, Severity::Warning);
    assert!(
        shown.starts_with(
            "warning[R0047]: no pattern names the list @fish\n --> t.toml:4:8\n4 | fish = ['cod']\n"
        ),
        "{shown}"
    );
}

#[test]
fn wrong_parts_lists_and_clues_are_told() {
    let parts = |parts: &str| format!("[parts]\n{parts}\n");
    let propose = |more: &str| {
        format!(
            "[[rule]]\nid = 'a'\nkind = 'mention'\naction = 'propose'\nmatch = '<Name>'\n{more}\n"
        )
    };
    for (toml, expected) in [
        (
            "[lists]\nplace-noun = { extend = ['x'] }\n".to_owned(),
            "R0048]: no list place-noun is bundled",
        ),
        (
            "[lists]\nsaid = { cues = ['swam'] }\n".to_owned(),
            "R0006]: \"swam\" is no form of a cue",
        ),
        (
            parts("a = '<b>'\nb = '<a> x'") + &propose(""),
            "R0008]: the part a needs itself",
        ),
        (
            parts("a = '<Name> x'") + &propose("").replace("<Name>", "<a !common>"),
            "the part a is more than one token",
        ),
        (
            propose("clues = [{ has = 'x' }]"),
            "R0049]: a clue says one thing about the score",
        ),
        (
            propose("clues = [{ add = 0.1 }]"),
            "R0049]: a clue says where to look",
        ),
        (
            propose("clues = [{ has = 'x y', add = 0.1 }]"),
            "R0049]: has looks for one token",
        ),
        (
            propose("clues = [{ has = 'x', add = 7.5 }]"),
            "R0020]: the score of a clue",
        ),
        (
            propose("every = 'word'"),
            "R0017]: \"word\" is no choice of matches",
        ),
        (
            propose("").replace("action = 'propose'", "label = 'ORG'"),
            "R0049]: this is known only before names are chosen",
        ),
        (
            propose("every = 'end'")
                .replace("action = 'propose'", "label = 'ORG'")
                .replace("<Name>", "x"),
            "R0041]: only a rule that proposes has every",
        ),
        (
            propose("").replace("<Name>", "<Name>? {pivot:x} {pivot:y}"),
            "R0050]: a pattern has one pivot",
        ),
        (
            propose("").replace("<Name>", "x ({pivot:y} z)?"),
            "R0050]: a pivot stands in every match, and once",
        ),
        (
            propose("").replace("<Name>", "@places {pivot:y}"),
            "R0050]: left of a pivot stand single tokens",
        ),
        (
            propose("every = 'end'").replace("<Name>", "{pivot:y} z"),
            "R0050]: a rule with a pivot has no every",
        ),
        (
            propose("").replace("<Name>", "x {pivot:y?}"),
            "R0012]: the pattern matches the empty string",
        ),
        (
            propose("")
                .replace("action = 'propose'", "label = 'ORG'")
                .replace("<Name>", "x {pivot:y}"),
            "R0041]: only a rule that proposes has a pivot",
        ),
    ] {
        let toml = format!("[ruleset]\nid = 't'\n{toml}");
        let said = RuleSet::parse("t.toml", &toml).unwrap_err().to_string();
        assert!(said.contains(expected), "{toml}\n{said}");
    }
}

#[test]
fn a_hundred_thousand_rules_load() {
    let mut toml = "[ruleset]\nid = 'big'\n".to_owned();
    for i in 0..100_000 {
        toml += &format!(
            "[[rule]]\nid = 'r{i}'\nkind = 'mention'\nlabel = 'ORG'\nmatch = 'Zorb Word{i}'\nfinds = ['[[span:Zorb Word{i}]]']\nignores = ['x']\n"
        );
    }
    let rules = RuleSet::parse("big.toml", &toml).unwrap();
    assert_eq!((rules.len(), rules.lint().len()), (100_000, 0));
}
