//! Why rules do not match: the part of the pattern and the place in the text that are named.

use onrecord::Tagger;
use onrecord::attribution::{Complement as Takes, VerbForm};
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
    let yard = "kind = 'mention'\naction = 'propose'\nlabel = 'ORG'\nmatch = '{span:<Name>{1,3} {pivot:Yard} of <Name>}'";
    let sea = "kind = 'entity'\nmatch = '{name:PERSON}, known at sea as {alias:<Capital>}'";
    let mut wrong = String::new();
    for (row, text, atoms, here, failure) in [
        (
            sea,
            "Ann Lee, known as Zorb, left.",
            vec!["at"],
            "as",
            Absent,
        ),
        (
            yard,
            "He left the Zorb Yard for Kiel.",
            vec!["of"],
            "for",
            Absent,
        ),
        (
            yard,
            "He left the old Yard of Kiel.",
            vec!["<Name>"],
            "old",
            Absent,
        ),
        (yard, "Yard of Kiel.", vec!["<Name>"], "", End),
        (yard, "The yard.", vec!["Yard"], "The", Absent),
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

/// A frame stands still where it came furthest: at a part left or right of the cue, or at the cue itself.
#[test]
fn the_first_failing_part_of_a_frame_is_named() {
    use Failure::*;
    let per = "kind = 'frame'\nmatch = '{content:<any>} per {source:np} {cue:@say|~argue}'\ncomplement = ['after']";
    let first = "kind = 'frame'\nmatch = '^ {cue:~according_to} {source:<strict>}, {content:<clause>}'\ncue = 'phrase'";
    let by = "kind = 'frame'\nmatch = '{content:<subject>} {cue:@cue} by {source:np}'\nform = 'passive'\nscore = 1.4";
    let owner = "kind = 'frame'\nmatch = '{source:<owner>} {cue:@cue} {content:<any>}'\ncue = 'noun'\nscore = 0.1";
    let mut wrong = String::new();
    for (row, text, atom, here, failure) in [
        (
            per,
            "The crane is broken, per the port.",
            "{cue:@say|~argue}",
            "",
            NoCue,
        ),
        (
            per,
            "The crane is broken, the port said.",
            "per",
            ",",
            Absent,
        ),
        (
            per,
            "The crane is broken, per say.",
            "{source:np}",
            "per",
            Absent,
        ),
        (per, "Per the port said.", "{content:<any>}", "", End),
        (
            per,
            "The crane broke, per the port saying so.",
            "{cue:@say|~argue}",
            "saying",
            Form(VerbForm::Participle),
        ),
        (
            per,
            "Per the port, it said that cod is good.",
            "{cue:@say|~argue}",
            "said",
            Complement(Takes::That),
        ),
        (
            first,
            "The vase is a fake, according to the museum.",
            "^",
            ",",
            Absent,
        ),
        (
            first,
            "According to the museum the vase is a fake.",
            ",",
            "the",
            Absent,
        ),
        (
            first,
            "According to, the vase is a fake.",
            "{source:<strict>}",
            ",",
            Absent,
        ),
        (first, "According to the museum", ",", "", End),
        (by, "The plan was criticized.", "by", ".", Absent),
        (
            by,
            "The plan was criticized by \"\".",
            "{source:np}",
            "\"",
            Absent,
        ),
        (
            by,
            "Zoë criticized the plan by noon.",
            "{cue:@cue}",
            "criticized",
            Form(VerbForm::Finite),
        ),
        (
            owner,
            "Her claim that cod is bad was wrong.",
            "{cue:@cue}",
            "claim",
            Score,
        ),
        (
            owner,
            "The claim that cod is bad was wrong.",
            "{source:<owner>}",
            "The",
            Absent,
        ),
        (per, "", "", "", Empty),
    ] {
        let answer = tagger(row).why_not(text, "t/a").unwrap();
        let Reason::Atom {
            at,
            atoms,
            failure: how,
            ..
        } = &answer.reason
        else {
            wrong += &format!("{text}: {answer}\n\n");
            continue;
        };
        let found: Vec<&str> = atoms.iter().map(|at| &answer.pattern[at.clone()]).collect();
        if (&*found.join(" "), &text[*at], *how) != (atom, here, failure) {
            wrong += &format!("{answer}\nexpected {atom:?}, {here:?}, {failure:?}\n\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn bundled_rules_can_be_asked_by_name() {
    let answer = Tagger::default().why_not("The vase is a fake.", "onrecord/according-first");
    assert!(
        answer.unwrap().to_string().starts_with(
            "onrecord/according-first did not match: no word of the text is a cue like {cue:~according_to|"
        )
    );
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
