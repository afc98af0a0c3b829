//! Rules of the kind `entity`: what they say of the entities of a whole text.

use onrecord::rules::RuleSet;
use onrecord::{Document, Entity, MentionKind, Tagger};

fn rules(rows: &str) -> RuleSet {
    let toml = format!("[ruleset]\nid = 't'\n{rows}");
    RuleSet::parse("t.toml", &toml).unwrap_or_else(|error| panic!("{error}\n{rows}"))
}

fn tagger(rows: &str) -> Tagger {
    Tagger::builder().rules(rules(rows)).build().unwrap()
}

/// The names by which the entity of the first mention of `text` is mentioned, pronouns and roles left out.
fn names<'d>(document: &'d Document<'_>, text: &str) -> Vec<&'d str> {
    let mentions = document.mentions_of(entity(document, text).id);
    let names = mentions.filter(|m| matches!(m.kind, MentionKind::Name | MentionKind::Short));
    names.map(|m| &document.text[m.span]).collect()
}

fn entity<'d>(document: &'d Document<'_>, text: &str) -> &'d Entity {
    let mut mentions = document.mentions.iter();
    let mention = mentions.find(|m| &document.text[m.span] == text);
    let mention = mention.unwrap_or_else(|| panic!("{text}: {:?}", document.mentions));
    document.entity(mention.entity.unwrap())
}

const QUEEN: &str = "[[rule]]\nid = 'queen'\nkind = 'entity'\nname = 'Rita Holm'\nlabel = 'PERSON'\nkb = 'desk:7'\n\
    match = 'the Harbour Queen'\n";

#[test]
fn an_alias_of_a_named_entity_joins_it_wherever_it_stands() {
    let text = "É: The Harbour Queen left. Rita Holm, 60, was tired, and the Harbour Queen slept. “No,” she said.";
    let document = tagger(QUEEN).tag(text);
    let queen = entity(&document, "The Harbour Queen");
    assert_eq!(
        (&*queen.name, queen.kb.as_deref()),
        ("Rita Holm", Some("desk:7"))
    );
    assert_eq!(
        names(&document, "Rita Holm"),
        ["The Harbour Queen", "Rita Holm", "the Harbour Queen"]
    );
    assert_eq!(document.mentions[0].by, "rule:t/queen");
    for (number, entity) in document.entities.iter().enumerate() {
        assert_eq!(entity.id.index(), number);
        let firsts = |e: &Entity| e.mentions.first().copied();
        assert!(number == 0 || firsts(&document.entities[number - 1]) < firsts(entity));
    }
    let alone = tagger(QUEEN).tag("They met the Harbour Queen.");
    assert_eq!(entity(&alone, "the Harbour Queen").name, "Rita Holm");
}

#[test]
fn two_rules_may_name_one_entity() {
    let bank = "name = 'Bank of Zorbik'\nlabel = 'ORG'\n";
    let rows = ["the Old Lady", "Zorbank"].map(|alias| {
        let id = alias.replace(' ', "");
        format!("[[rule]]\nid = '{id}'\nkind = 'entity'\n{bank}match = '{alias}'\n")
    });
    let document =
        tagger(&rows.concat()).tag("Zorbank fell. Then the Old Lady rose, and Zorbank fell.");
    assert_eq!(
        names(&document, "Zorbank"),
        ["Zorbank", "the Old Lady", "Zorbank"]
    );
}

#[test]
fn two_names_in_one_match_are_one_entity_before_it_and_behind() {
    let text = "Olaf Holm sang. Peter Lindqvist, better known as Olaf Holm, is 60. Holm left.";
    let document = Tagger::default().tag(text);
    let all = ["Olaf Holm", "Peter Lindqvist", "Olaf Holm", "Holm"];
    assert_eq!(names(&document, "Holm"), all);
    assert_eq!(document.entities[0].name, "Peter Lindqvist");
    let other = "Rita Holm sang. Germany, formerly Olaf Holm, is old.";
    let document = Tagger::default().tag(other);
    assert_eq!(
        names(&document, "Olaf Holm"),
        ["Olaf Holm"],
        "two labels are never one"
    );
}

#[test]
fn roles_and_affiliations_of_rules_go_before_those_that_are_found() {
    let row = "[[rule]]\nid = 'a'\nkind = 'entity'\n\
        match = '{name:PERSON}, a farmer, runs the {role:harbour} of {affiliation:PLACE}'\n";
    let text = "Rita Holm, a farmer, runs the harbour of Oslo.";
    let found = |tagger: Tagger| {
        let document = tagger.tag(text);
        let holm = entity(&document, "Rita Holm");
        (holm.role.clone().unwrap(), holm.affiliation.clone())
    };
    assert_eq!(found(Tagger::default()).0, "farmer");
    assert_eq!(
        found(tagger(row)),
        ("harbour".to_owned(), Some("Oslo".to_owned()))
    );
}

#[test]
fn the_total_order_holds_for_aliases() {
    let veto = "[[rule]]\nid = 'no'\nkind = 'veto'\nmatch = 'the Harbour Queen'\n";
    let text = "They met the Harbour Queen.";
    let found = |rows: &str| {
        let document = tagger(rows).tag(text);
        document.mentions.iter().any(|m| m.by == "rule:t/queen")
    };
    assert!(found(QUEEN));
    assert!(
        !found(&format!("{QUEEN}{veto}")),
        "a veto goes before among equals"
    );
    assert!(found(&format!("{QUEEN}priority = 11\n{veto}")));
}

#[test]
fn they_are_explained_and_compared() {
    let text = "They met the Harbour Queen.";
    let (with, without) = (tagger(QUEEN), Tagger::default());
    let explained = with.explain(text);
    assert_eq!(explained.rules.len(), 1);
    assert_eq!(
        (&*explained.rules[0].rule, &*explained.rules[0].why),
        ("t/queen", "it holds")
    );
    assert!(
        with.why_not(text, "t/queen")
            .unwrap()
            .to_string()
            .contains("did match")
    );
    let bundled = without.why_not("Ann Lee, formerly of Lund, left.", "onrecord/formerly");
    assert!(bundled.unwrap().to_string().contains("\"of\" stands where"));
    let other = tagger(&QUEEN.replace("desk:7", "desk:8"));
    let (old, new) = (with.tag(text), other.tag(text));
    assert_eq!(old.changes(&new).len(), 1, "another identifier counts");
}

#[test]
fn a_set_with_the_id_of_the_bundled_one_takes_the_place_of_its_rules_on_entities() {
    let text = "Peter Lindqvist, better known as Olaf Holm, is 60.";
    let toml = format!("[ruleset]\nid = 'onrecord'\n{QUEEN}");
    let own = RuleSet::parse("t.toml", &toml).unwrap();
    let document = Tagger::builder().rules(own).build().unwrap();
    assert_eq!(names(&document.tag(text), "Olaf Holm"), ["Olaf Holm"]);
}
