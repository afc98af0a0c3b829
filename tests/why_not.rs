//! Why rules do not match: the part of the pattern and the place in the text that are named.

use onrecord::Tagger;
use onrecord::rules::{Failure, Reason, RuleSet};

/// A tagger with a rule t/a.
fn tagger(row: &str) -> Tagger {
    let toml = format!(
        "[ruleset]\nid = 't'\n[lists]\nships = ['Polar Wind']\n[[rule]]\nid = 'a'\n{row}\n"
    );
    let rules = RuleSet::parse("t.toml", &toml).unwrap_or_else(|error| panic!("{error}"));
    Tagger::builder().rules(rules).build().unwrap()
}

#[test]
fn the_first_failing_atom_is_named() {
    use Failure::*;
    let briefing =
        "kind = 'attribution'\nmatch = '^^ {source:PERSON} {cue:BRIEFING:} {content:<sentence>}'";
    let quote =
        "kind = 'attribution'\nmatch = '{content:quote}, {source:PERSON|ROLE} {cue:@say} on'";
    let ale = "kind = 'mention'\nlabel = 'ORG'\nmatch = '{span:@ships} !(beer|ale)'";
    let old = "kind = 'mention'\nlabel = 'ORG'\nmatch = '!<(old) {span:Zorb}'";
    let gap = "kind = 'mention'\nlabel = 'ORG'\nmatch = 'cod ...{0,2} {span:Zorb}'";
    let narrow = "kind = 'mention'\nlabel = 'ORG'\nmatch = 'cod ...{0,9} {span:Zorb}'\nwindow = { tokens = 3 }";
    let end = "kind = 'mention'\nlabel = 'ORG'\nmatch = '{span:Zorb} $'";
    let many = "kind = 'mention'\nlabel = 'ORG'\nmatch = 'the (old|new) {span:<Capal>{2}}'";
    let many = many.replace("Capal", "Capital");
    let mut wrong = String::new();
    for (row, text, atoms, here, failure) in [
        (
            briefing,
            "Ann Lee told BRIEFING: no.",
            vec!["BRIEFING:"],
            "told",
            Absent,
        ),
        (
            briefing,
            "🐟 Then Ann Lee BRIEFING: no.",
            vec!["PERSON"],
            "🐟",
            Absent,
        ),
        (briefing, "Ann Lee", vec!["BRIEFING:"], "", End),
        (
            quote,
            "“Zoë,” Ann Lee sang on.",
            vec!["@say"],
            "sang",
            Absent,
        ),
        (
            quote,
            "\"No,\" the cat said on.",
            vec!["PERSON", "ROLE"],
            "the",
            Absent,
        ),
        (quote, "\"No,\" Ann Lee said.", vec!["on"], ".", Absent),
        (quote, "No, Ann Lee said.", vec!["quote"], ".", Absent),
        (
            ale,
            "Zoë drank Polar Wind ale.",
            vec!["!(beer|ale)"],
            "ale",
            Forbidden,
        ),
        (ale, "A POLAR night.", vec!["@ships"], ".", Absent),
        (old, "The old Zorb.", vec!["!<(old)"], "Zorb", Forbidden),
        (gap, "Cod in the sea by Zorb.", vec!["Zorb"], "sea", Absent),
        (
            narrow,
            "Cod in the sea Zorb.",
            vec!["...{0,9}", "Zorb"],
            "sea",
            Window,
        ),
        (end, "Zorb went.", vec!["$"], "went", Absent),
        (
            &many,
            "The new Zoë club.",
            vec!["<Capital>"],
            "club",
            Absent,
        ),
        (
            &many,
            "The big Zoë Club.",
            vec!["old", "new"],
            "big",
            Absent,
        ),
        (end, "", vec![], "", Empty),
        (end, "\u{a0}\r\n", vec![], "", Empty),
    ] {
        let answer = tagger(row).why_not(text, "t/a").unwrap();
        let Reason::Atom {
            at,
            atoms: found,
            failure: how,
            ..
        } = &answer.reason
        else {
            panic!("{text}: {answer}");
        };
        let mut found: Vec<&str> = found.iter().map(|at| &answer.pattern[at.clone()]).collect();
        let mut atoms = atoms;
        found.sort_unstable();
        atoms.sort_unstable();
        if (&found, &text[*at], *how) != (&atoms, here, failure) {
            wrong += &format!("{answer}\nexpected {atoms:?}, {here:?}, {failure:?}\n\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn answers_are_shown_with_carets() {
    let row =
        "kind = 'attribution'\nmatch = '^^ {source:PERSON} {cue:BRIEFING:} {content:<sentence>}'";
    let answer = tagger(row).why_not("Zoë Lee told us.", "t/a").unwrap();
    assert_eq!(
        answer.to_string(),
        "t/a did not match: \"told\" stands where the pattern asks for BRIEFING:
    Zoë Lee told us.
            ^^^^
    ^^ {source:PERSON} {cue:BRIEFING:} {content:<sentence>}
                            ^^^^^^^^^
matched up to there: \"Zoë Lee\""
    );
}

#[test]
fn what_matches_but_loses_or_is_off_is_told() {
    let fired = tagger("kind = 'mention'\nlabel = 'ORG'\nmatch = 'Zorb'");
    let text = "Zorb met Zorb.";
    let Reason::Fired(spans) = fired.why_not(text, "t/a").unwrap().reason else {
        panic!("it matches");
    };
    assert_eq!(
        spans.iter().map(|&s| &text[s]).collect::<Vec<_>>(),
        ["Zorb", "Zorb"]
    );

    let lost = tagger("kind = 'mention'\nlabel = 'ORG'\npriority = -5\nmatch = 'Germany'");
    let answer = lost.why_not("In Germany.", "t/a").unwrap();
    assert!(
        matches!(&answer.reason, Reason::Lost(_, Some(by)) if by.starts_with("gazetteer:")),
        "{answer}"
    );

    let off = tagger("kind = 'mention'\nlabel = 'ORG'\nenabled = false\nmatch = 'Zorb'");
    assert_eq!(off.why_not("Zorb.", "t/a").unwrap().reason, Reason::Off);
    assert!(off.why_not("Zorb.", "t/b").is_none());
}
