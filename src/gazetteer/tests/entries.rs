//! Tests of entries with weak aliases, conditions, languages and actions, over both engines and a plain definition.

use proptest::prelude::*;

use super::super::builder::Engine;
use super::super::*;
use super::{both, hits};

/// What is found, in each case with the canonical name.
fn named<'t>(gazetteers: &[Gazetteer; 2], text: &'t str) -> Vec<(&'t str, String)> {
    let hits = hits(gazetteers, text);
    let name = |hit: &Hit| gazetteers[1].entry(hit.entry).name.to_owned();
    hits.iter()
        .map(|hit| (&text[hit.span], name(hit)))
        .collect()
}

fn found<'t>(gazetteers: &[Gazetteer; 2], text: &'t str) -> Vec<&'t str> {
    named(gazetteers, text)
        .into_iter()
        .map(|(slice, _)| slice)
        .collect()
}

fn list(text: &str) -> [Gazetteer; 2] {
    both(Gazetteer::builder().list("x.tsv", text))
}

#[test]
fn weak_aliases_wait_for_a_strong_mention() {
    let names = list(
        "name\tlabel\tid\taliases\tweak_aliases\n\
        Élodie Bär\tPERSON\tp:1\tE. Bär\tBär|La Bär\n\
        Bär AG\tORG\to:1\t\tBär\n\
        Bärli\tPERSON\tp:1\n",
    );
    for (text, expected) in [
        ("La Bär and Bär’s dog 🐻", &[][..]),
        ("Bär spoke. É́lodie Bär did.", &[]),
        ("Bär spoke. ÉLODIE BÄR did.", &["Bär", "ÉLODIE BÄR", "BÄR"]),
        ("La Bär, E Bär", &["La Bär", "Bär", "E Bär", "Bär"]),
        // By another entry with the same identifier.
        ("Bär is Bärli", &["Bär", "Bärli"]),
        ("Bär AG", &["Bär AG", "Bär"]),
    ] {
        assert_eq!(found(&names, text), expected, "{text}");
    }
    let text = "Bär and Élodie Bär";
    let weak: Vec<_> = hits(&names, text)
        .iter()
        .map(|hit| (&text[hit.span], hit.form.contains(HitForm::WEAK)))
        .collect();
    assert_eq!(weak, [("Bär", true), ("Élodie Bär", false), ("Bär", true)]);
    // Only the entry that has a strong mention.
    assert_eq!(named(&names, "Bär, Bär AG").len(), 3);
    assert_eq!(named(&names, "Bär, Bär AG")[0].1, "Bär AG");
}

#[test]
fn of_entries_that_share_a_name_only_the_largest_are_found_by_it() {
    let most = 64;
    for name in ["Åmot", "First Église"] {
        let mut rows = String::from("name\tlabel\tid\tprior\taliases\n");
        for i in 0..2 * most {
            let prior = if i == 100 { 7 } else { i % 2 };
            rows += &format!("{name}\tPLACE\tx:{i}\t{prior}\tÉtang {i}\n");
        }
        let names = list(&rows);
        let text = format!("In {name} 🐻");
        let found = hits(&names, &text);
        let ids: Vec<&str> = (found.iter().map(|hit| names[1].entry(hit.entry).kb)).collect();
        let odd = (0..2 * most).filter(|i| i % 2 == 1 && *i != 2 * most - 1);
        let mut expected: Vec<usize> = odd.chain([100]).collect();
        expected.sort_unstable();
        let expected: Vec<String> = expected.iter().map(|i| format!("x:{i}")).collect();
        assert_eq!(ids, expected);
        // By the rest of its names each is.
        let text = "Étang 2";
        assert_eq!(named(&names, text), [(text, name.to_owned())]);
    }
}

#[test]
fn a_form_that_is_strong_and_weak_is_strong() {
    let names = list("name\tlabel\taliases\tweak_aliases\nBär AG\tORG\tBär\tBär\n");
    assert_eq!(found(&names, "Bär"), ["Bär"]);
}

#[test]
fn forbidden_neighbours() {
    let names = list(
        "name\tlabel\tnot_before\tnot_after\n\
        Paris\tPLACE\tHilton|Saint-Germain FC|O'Shea\tFort|St.|Plaster of\n",
    );
    for (text, stands) in [
        ("Paris", true),
        ("Paris Hilton", false),
        ("PARIS\u{a0}HILTON’S", false),
        ("Paris\r\n  Hilton", false),
        ("Paris\n\nHilton", true),
        ("Paris, Hilton", true),
        ("Paris-Hilton", false),
        ("Paris Hiltons", true),
        ("Paris Saint-Germain", true),
        ("Paris saint–germain fc", false),
        ("Paris O’Shea", false),
        ("Fort Paris", false),
        ("Comfort Paris", true),
        ("fort Paris", false),
        ("Fort. Paris", true),
        ("Fo\u{ad}rt Paris", false),
        ("St. Paris", false),
        ("plaster  of Paris", false),
        ("Fort “Paris”", true),
        ("“Paris” Hilton", true),
        ("é Fort é Paris", true),
    ] {
        let expected = if stands { &["Paris"][..] } else { &[] };
        let found: Vec<String> = found(&names, text)
            .iter()
            .map(|s| s.to_uppercase())
            .collect();
        let expected: Vec<String> = expected.iter().map(|s| s.to_uppercase()).collect();
        assert_eq!(found, expected, "{text:?}");
    }
}

#[test]
fn words_of_the_sentence() {
    let names = list(
        "name\tlabel\twith\twithout\n\
        Apple\tORG\tiPhone|chief executive|Café Ω\tpie|orchard\n\
        Amazon\tPLACE\t\tshares\n",
    );
    for (text, expected) in [
        ("An Apple a day.", &[][..]),
        ("Apple sold one iPhone.", &["Apple"]),
        ("Its Chief\u{a0}Executive left Apple.", &["Apple"]),
        ("The chief of Apple. An executive left.", &[]),
        ("An iPhone rang. Apple fell.", &[]),
        ("Apple and café\u{a0}ω", &["Apple"]),
        ("Apple iPhone pie.", &[]),
        ("“Apple iPhones” he said", &[]),
        ("The Amazon rose.", &["Amazon"]),
        ("Amazon SHARES rose.", &[]),
        (
            "Amazon rose. Shares fell. Amazon, 🍎 Apple, iPhone.",
            &["Amazon", "Amazon", "Apple"],
        ),
        ("iPhone\n\nApple", &[]),
    ] {
        assert_eq!(found(&names, text), expected, "{text:?}");
    }
}

#[test]
fn the_languages_of_texts() {
    let text = "name\tlabel\tlanguages\nDie Zeit\tORG\tde|nl\nTime\tORG\ten-US\nEl País\tORG\n";
    let all = ["Die Zeit", "Time", "El País"];
    for (languages, expected) in [
        (&[][..], &all[..]),
        (&["de-AT"], &["Die Zeit", "El País"]),
        (&["en"], &["Time", "El País"]),
        (&["e"], &["El País"]),
        (&["fr", "NL", "en-us"], &all),
    ] {
        let builder = Gazetteer::builder().list("x.tsv", text);
        let names = both(builder.languages(languages.iter().copied()));
        assert_eq!(
            found(&names, "Die Zeit, Time, El País"),
            expected,
            "{languages:?}"
        );
    }
}

#[test]
fn initials_are_found_in_all_ways_and_possessives_left_outside() {
    let names = list("name\tlabel\tcase\nJ. K. Rówe\tPERSON\nU.S.\tPLACE\tany\nBoss\tPERSON\n");
    for (text, expected) in [
        (
            "JK Rówe, J.K. Rówe, J. K. Rówe",
            &["JK Rówe", "J.K. Rówe", "J. K. Rówe"][..],
        ),
        ("J.K.RÓWE JK RÓWE", &["JK RÓWE"]),
        ("the US, u.s. and US's; us, Us", &["US", "u.s.", "US"]),
        ("U.S.-led", &["U.S."]),
        ("Boss’s, BOSS’ and Boss' Bosss", &["Boss", "BOSS", "Boss"]),
        (
            "B\u{200b}oss \u{200b}Boss\u{200b} Boss\u{feff}’s",
            &["Boss", "Boss"],
        ),
        (
            "J.\u{200b}K.\u{200b}Rówe J.\u{200b}\u{a0}K. Rówe",
            &["J.\u{200b}K.\u{200b}Rówe", "J.\u{200b}\u{a0}K. Rówe"],
        ),
    ] {
        assert_eq!(found(&names, text), expected, "{text:?}");
    }
    let builder = Gazetteer::builder().any_initials(false);
    let names = both(builder.list("x.tsv", "name\tlabel\nU.S.\tPLACE\n"));
    assert_eq!(found(&names, "US, U.S."), ["U.S."]);
}

#[test]
fn facts_come_back_from_a_compiled_file() {
    let text = "name\tlabel\tid\tkind\tprior\tfeatures\tlanguages\tnot_before\tnot_after\twith\twithout\n\
        Óslo\tPLACE\tno:1\tcity\t700000\tcapital=yes|note=\u{201c}a=b\u{201d}\tno\tFjord\tNew\tnorth\tbank\n\
        Bergen\tPLACE\n";
    let compiled = Gazetteer::builder().list("x.tsv", text).compile().unwrap();
    let names = Gazetteer::from_bytes("x.gaz", compiled).unwrap();
    let (_, oslo) = names.iter().next().unwrap();
    assert_eq!((oslo.kb, oslo.kind, oslo.prior), ("no:1", "city", 700_000));
    let features: Vec<_> = oslo.features().collect();
    assert_eq!(features, [("capital", "yes"), ("note", "“a=b”")]);
    assert_eq!(oslo.languages().collect::<Vec<_>>(), ["no"]);
    assert_eq!(oslo.not_before().collect::<Vec<_>>(), ["Fjord"]);
    assert_eq!(oslo.not_after().collect::<Vec<_>>(), ["New"]);
    assert_eq!(oslo.with().collect::<Vec<_>>(), ["north"]);
    assert_eq!(oslo.without().collect::<Vec<_>>(), ["bank"]);
    assert_eq!(names.iter().nth(1).unwrap().1.features().count(), 0);
}

#[test]
fn wrong_facts_say_where_and_what_to_do() {
    for (columns, row, expected) in [
        (
            "prior",
            "0.5",
            "\"0.5\" in column \"prior\" is no whole number",
        ),
        ("features", "a=b|c", "the feature \"c\" has no \"=\""),
        (
            "features",
            "=b",
            "the feature with the value \"b\" has no name",
        ),
        (
            "action",
            "delete",
            "\"delete\" in column \"action\" is not one of add, override, remove",
        ),
        ("with", "…", "\"…\" in \"with\" can never be found"),
        (
            "weak_aliases",
            "—",
            "\"—\" in column \"weak_aliases\" has no letter",
        ),
    ] {
        let list = format!("name\tlabel\t{columns}\nOslo\tPLACE\t{row}\n");
        let error = Gazetteer::builder()
            .list("x.tsv", &list)
            .build()
            .unwrap_err();
        let expected = format!("x.tsv:2: {expected}");
        assert!(error.to_string().starts_with(&expected), "{error}");
    }
}

/// Whatever of the entry's name and conditions a text holds, as plainly as it can be said: all words in small letters.
fn plain(text: &str, rows: &[Row]) -> Vec<(usize, usize, usize)> {
    let mut words: Vec<(usize, usize)> = vec![];
    for (i, c) in text.char_indices() {
        if c.is_alphanumeric() {
            match words.last_mut() {
                Some(last) if last.1 == i => last.1 = i + c.len_utf8(),
                _ => words.push((i, i + c.len_utf8())),
            }
        }
    }
    let word = |i: usize| &text[words[i].0..words[i].1];
    let mut all = vec![];
    for (i, &(start, end)) in words.iter().enumerate() {
        let gap = |a: usize, b: usize| {
            text[words[a].1..words[b].0]
                .chars()
                .all(|c| " -".contains(c))
        };
        let after = (i + 1 < words.len() && gap(i, i + 1)).then(|| word(i + 1));
        let before = (i > 0 && gap(i - 1, i)).then(|| word(i - 1));
        let sentence_start = text[..start].rfind("\n\n").map_or(0, |at| at + 2);
        let sentence_end = text[end..].find("\n\n").map_or(text.len(), |at| end + at);
        let here = |wanted: &String| {
            (0..words.len()).any(|i| {
                words[i].0 >= sentence_start && words[i].1 <= sentence_end && word(i) == *wanted
            })
        };
        for (n, row) in rows.iter().enumerate() {
            let strong = word(i) == row.name;
            let weak = word(i) == row.weak && row.weak != row.name;
            if (strong || weak)
                && !after.is_some_and(|word| row.not_before.iter().any(|w| w == word))
                && !before.is_some_and(|word| row.not_after.iter().any(|w| w == word))
                && (row.with.is_empty() || row.with.iter().any(here))
                && !row.without.iter().any(here)
            {
                all.push((start, end, n, strong));
            }
        }
    }
    let strong = |n: usize| all.iter().any(|&(.., other, strong)| other == n && strong);
    let kept = all
        .iter()
        .filter(|&&(.., n, is_strong)| is_strong || strong(n));
    kept.map(|&(start, end, n, _)| (start, end, n)).collect()
}

#[derive(Clone, Debug)]
struct Row {
    name: String,
    weak: String,
    not_before: Vec<String>,
    not_after: Vec<String>,
    with: Vec<String>,
    without: Vec<String>,
}

fn row() -> impl Strategy<Value = Row> {
    let few = || prop::collection::vec("[a-cé]", 0..2);
    ("[a-cé]", "[a-cé]", few(), few(), few(), few()).prop_map(
        |(name, weak, not_before, not_after, with, without)| Row {
            name,
            weak,
            not_before,
            not_after,
            with,
            without,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn finds_what_the_definition_says(
        rows in prop::collection::vec(row(), 1..5),
        text in "([a-cé]|[a-cé][ ,;-]|\n\n){0,30}",
        engine in prop::sample::select(vec![Engine::Automaton, Engine::Table]),
    ) {
        let mut list = "name\tlabel\tweak_aliases\tnot_before\tnot_after\twith\twithout\n".to_owned();
        for row in &rows {
            let lists = [&row.not_before, &row.not_after, &row.with, &row.without].map(|list| list.join("|"));
            list += &format!("{}\tORG\t{}\t{}\n", row.name, row.weak, lists.join("\t"));
        }
        let names = Gazetteer::builder().any_initials(false).list("x.tsv", &list).engine(engine).build().unwrap();
        let mut hits = vec![];
        names.find(&text, &mut hits);
        let hits: Vec<_> = hits.iter().map(|hit| (hit.span.start as usize, hit.span.end as usize, hit.entry.index())).collect();
        prop_assert_eq!(hits, plain(&text, &rows));
    }
}

/// One sentence of many names, each of which asks for its words: linear all the same.
#[test]
fn conditions_on_large_texts() {
    let names = list(
        "name\tlabel\twith\tnot_after\tweak_aliases\n\
        Paris\tPLACE\tnowhere|o'brien o'brien\tfort|x\tBar\n",
    );
    for text in [
        "Paris ",
        "Paris-",
        "o’brien",
        "Bar Paris",
        "Paris\u{301}",
        "é",
    ] {
        let text = format!("{}Paris{}", text.repeat(20_000), "x".repeat(200_000));
        assert_eq!(found(&names, &text), [""; 0]);
    }
}

/// Each policy as plainly as it can be said, over hits with all their facts.
fn plain_overlap(names: &Gazetteer, hits: &[Hit], overlap: Overlap) -> Vec<Hit> {
    let entry = |hit: &Hit| names.entry(hit.entry);
    let mut order: Vec<&Hit> = hits.iter().collect();
    if overlap == Overlap::Priority {
        order.sort_by_key(|hit| {
            let length = hit.span.end - hit.span.start;
            let prior = std::cmp::Reverse(entry(hit).prior);
            (prior, std::cmp::Reverse(length), hit.span.start)
        });
    }
    let mut kept: Vec<&Hit> = vec![];
    for hit in order {
        let free = kept.iter().all(|other| {
            let apart = other.span.end <= hit.span.start || hit.span.end <= other.span.start;
            let other_label =
                overlap == Overlap::PerLabel && entry(other).label != entry(hit).label;
            apart || other.span == hit.span || other_label
        });
        if free || overlap == Overlap::All {
            kept.push(hit);
        }
    }
    hits.iter()
        .filter(|hit| kept.contains(hit))
        .copied()
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn policies_keep_what_their_definition_says(
        rows in prop::collection::vec(("[ab]( [ab]){0,3}", 0..3_u32, any::<bool>()), 1..8),
        text in "[ab]( [ab]){0,20}",
        overlap in prop::sample::select(vec![Overlap::All, Overlap::Longest, Overlap::Priority, Overlap::PerLabel]),
    ) {
        let mut list = "name\tlabel\tprior\n".to_owned();
        for (name, prior, org) in &rows {
            let label = if *org { "ORG" } else { "PLACE" };
            list += &format!("{name}\t{label}\t{prior}\n");
        }
        let names = Gazetteer::builder().list("x.tsv", &list).build().unwrap();
        let mut hits = vec![];
        names.find(&text, &mut hits);
        let expected = plain_overlap(&names, &hits, overlap);
        overlap.apply(&names, &mut hits);
        prop_assert_eq!(hits, expected);
    }
}
