//! Tests of the whole gazetteer.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::builder::Engine;
use super::*;
use crate::text::chars::is_space;

mod entries;
mod layers;

/// One gazetteer for each engine.
fn both(builder: GazetteerBuilder<'_>) -> [Gazetteer; 2] {
    [Engine::Automaton, Engine::Table].map(|engine| builder.clone().engine(engine).build().unwrap())
}

/// What both engines find, which must be the same.
fn hits(gazetteers: &[Gazetteer; 2], text: &str) -> Vec<Hit> {
    let [by_automaton, by_table] = gazetteers.each_ref().map(|gazetteer| {
        let mut hits = vec![];
        gazetteer.find(text, &mut hits);
        hits
    });
    assert_eq!(by_automaton, by_table, "the engines differ on {text:?}");
    by_table
}

fn list(names: &[&str]) -> String {
    let rows: String = names.iter().map(|n| format!("{n}\tPLACE\n")).collect();
    format!("name\tlabel\n{rows}")
}

fn gazetteer(names: &[&str]) -> [Gazetteer; 2] {
    both(Gazetteer::builder().list("names.tsv", &list(names)))
}

fn found<'t>(gazetteers: &[Gazetteer; 2], text: &'t str, overlap: Overlap) -> Vec<&'t str> {
    let mut hits = hits(gazetteers, text);
    overlap.apply(&gazetteers[1], &mut hits);
    hits.iter().map(|hit| &text[hit.span]).collect()
}

#[test]
fn a_longer_name_that_ends_inside_a_word_hides_nothing() {
    let saints = gazetteer(&["St. John", "St. John's W"]);
    assert_eq!(
        found(&saints, "At St. John's Way", Overlap::Longest),
        ["St. John"]
    );
    assert_eq!(
        found(&saints, "At St. John’s W, é", Overlap::All),
        ["St. John’s W", "St. John"]
    );
}

#[test]
fn marks_without_a_letter_are_read_alike() {
    // A combining mark that follows no letter stands before an em dash, which is a unit of its own.
    for name in [
        "a:\u{fe20}—a",
        "a \u{301}a",
        "a-\u{301}",
        "a\u{301} b",
        "a.\u{301}—\u{301}b",
    ] {
        let names = both(
            Gazetteer::builder()
                .case(Case::Any)
                .any_accents(true)
                .list("names.tsv", &list(&[name])),
        );
        for text in [
            name.to_owned(),
            format!("x {name} y"),
            format!("{name}{name}"),
        ] {
            hits(&names, &text);
        }
        assert!(!hits(&names, &format!("({name})")).is_empty(), "{name:?}");
    }
}

#[test]
fn whole_words_in_their_case() {
    let names = gazetteer(&["US", "China", "New York", "York", "WHO", "É", "Yahoo!"]);
    for (text, expected) in [
        ("Chinas Chinatown AUS us who", &[][..]),
        ("CHINA'S and China’s", &["CHINA", "China"]),
        ("Sino-US US-led", &["US", "US"]),
        (
            "New\nYork, New\r\nYork",
            &["New\nYork", "York", "New\r\nYork", "York"],
        ),
        ("New\n\nYork", &["York"]),
        ("NEW\u{a0}YORK", &["NEW\u{a0}YORK", "YORK"]),
        ("É É\u{301} aÉ", &["É"]),
        ("«Yahoo!»Chi\u{ad}na", &["Yahoo!", "Chi\u{ad}na"]),
        (
            "Chinaʼs US\u{ad} New\u{200b}York",
            &["China", "US\u{ad}", "New\u{200b}York", "York"],
        ),
    ] {
        assert_eq!(found(&names, text, Overlap::All), expected, "{text:?}");
    }
}

#[test]
fn hits_tell_how_they_are_written() {
    let names = gazetteer(&["US", "China"]);
    let hits = hits(&names, "US-CHINA");
    assert_eq!(hits[0].form, HitForm::HYPHEN_AFTER);
    assert_eq!(hits[1].form, HitForm::HYPHEN_BEFORE | HitForm::CAPITALS);
}

#[test]
fn one_string_may_be_several_entries() {
    let text = "name\tlabel\tid\nWashington\tPLACE\t1\nWashington\tPERSON\t2\n";
    let names = both(Gazetteer::builder().list("x.tsv", text));
    let mut hits = hits(&names, "Washington");
    Overlap::Longest.apply(&names[1], &mut hits);
    let ids: Vec<_> = hits
        .iter()
        .map(|hit| names[1].entry(hit.entry).kb)
        .collect();
    assert_eq!(ids, ["1", "2"]);
}

#[test]
fn the_alias_as_written_wins() {
    let text = "name\tlabel\taliases\nWho Is\tORG\tWho|WHO\n";
    let names = both(Gazetteer::builder().list("x.tsv", text));
    let hits = hits(&names, "WHO");
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].form, HitForm::empty());
}

#[test]
fn the_bundled_lists_load() {
    let bundled = Gazetteer::bundled();
    let lists = |list| bundled.iter().filter(|(_, e)| e.list == list).count();
    for list in [
        List::People,
        List::Organizations,
        List::Places,
        List::Demonyms,
        List::GivenNames,
        List::Surnames,
        List::Titles,
        List::Roles,
        List::NameWords,
    ] {
        assert!(lists(list) > 100, "{list:?}");
    }
    let text = "The USA, GERMANY and Paris";
    let mut hits = vec![];
    bundled.find(text, &mut hits);
    let names: Vec<_> = hits
        .iter()
        .map(|hit| bundled.entry(hit.entry))
        .filter(|entry| entry.kind == "country")
        .map(|entry| (entry.name, entry.kb))
        .collect();
    assert_eq!(
        names,
        [("United States", "iso3166:US"), ("Germany", "iso3166:DE")]
    );
}

#[test]
fn case_and_accents_of_an_entry() {
    let text = "name\tlabel\tcase\taccents\n\
        Zoë\tPERSON\texact\tany\n\
        Müller\tPERSON\tany\texact\n\
        Reuters\tORG\tsmart\n\
        Ito\tPERSON\tsmart\n\
        Weißensee\tPLACE\n";
    let names = both(Gazetteer::builder().list("x.tsv", text));
    for (text, expected) in [
        (
            "Zoe Zoë Zo\u{eb} Zoe\u{308} zoe ZOE",
            &["Zoe", "Zoë", "Zo\u{eb}", "Zoe\u{308}"][..],
        ),
        (
            "müller Mu\u{308}ller MÜLLER Muller",
            &["müller", "Mu\u{308}ller", "MÜLLER"],
        ),
        ("reuters ReUters ito Ito", &["reuters", "ReUters", "Ito"]),
        ("WEISSENSEE Weissensee weißensee", &["WEISSENSEE"]),
    ] {
        assert_eq!(found(&names, text, Overlap::All), expected, "{text:?}");
    }
    let plain = "name\tlabel\nZoe\tPERSON\n";
    let builder = Gazetteer::builder().case(Case::Any).any_accents(true);
    let names = both(builder.list("x.tsv", plain));
    assert_eq!(found(&names, "ZOË zo", Overlap::All), ["ZOË"]);
}

#[test]
fn malformed_lists_say_where_and_what_to_do() {
    for (text, expected) in [
        (
            "",
            "x.tsv:1: the file has no rows; its first line must name the columns",
        ),
        ("# only\n", "x.tsv:1: the file has no rows"),
        (
            "name\tlabel\tcolour\n",
            "x.tsv:1: unknown column \"colour\"; the columns are",
        ),
        ("name\tname\n", "x.tsv:1: the column \"name\" stands twice"),
        ("#\nname\n", "x.tsv:2: the column \"label\" is missing"),
        (
            "name\tlabel\nOslo\tplace\n",
            "x.tsv:2: unknown label \"place\"; use one of PERSON, ORG",
        ),
        (
            "name\tlabel\n\n\tPLACE\n",
            "x.tsv:3: the column \"name\" is empty",
        ),
        (
            "name\tlabel\n--\tPLACE\n",
            "x.tsv:2: \"--\" in column \"name\" has no letter",
        ),
        (
            "name\tlabel\nOslo\tPLACE\t\t\n",
            "x.tsv:2: 4 fields, but the header has 2 columns",
        ),
        (
            "name\tlabel\taliases\nOslo\tPLACE\tChristiania|?\n",
            "x.tsv:2: \"?\" in column \"aliases\"",
        ),
        (
            "name\tlabel\tcase\nOslo\tPLACE\tlower\n",
            "x.tsv:2: \"lower\" in column \"case\" is not one of exact, caps, smart, any",
        ),
    ] {
        let error = Gazetteer::builder()
            .list("x.tsv", text)
            .build()
            .unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}");
    }
    let error = Gazetteer::builder()
        .file("no/such.tsv")
        .build()
        .unwrap_err();
    assert!(error.to_string().starts_with("no/such.tsv: "), "{error}");
}

#[test]
fn texts_that_are_nothing_but_trouble() {
    let bundled = Gazetteer::bundled();
    let mut hits = vec![];
    for text in [
        "",
        "\u{301}",
        "\u{ad}\u{ad}",
        "New",
        "St. ",
        "’’’’",
        "🇨🇳",
        "Al Al Al",
    ] {
        for repeat in [1, 500] {
            bundled.find(&text.repeat(repeat), &mut hits);
        }
    }
}

/// The definition of a match, as plainly as it can be said, for texts without white space in runs.
fn brute_force(names: &[String], case: Case, text: &str) -> Vec<(usize, usize, u32)> {
    let plain = |s: &str| -> String {
        let composed = s.nfd().filter(|c| *c != '\u{ad}').nfc();
        composed
            .map(|c| match c {
                _ if is_space(c) => ' ',
                '’' | 'ʼ' => '\'',
                '–' => '-',
                c => c,
            })
            .collect()
    };
    let small = |s: &str| plain(&s.to_uppercase().to_lowercase());
    let word = |c: char| is_word(c) && c != 'ʼ';
    let starts: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    let edge = |at: usize| {
        let before = text[..at].chars().next_back().is_some_and(word);
        let after = text[at..].chars().next().is_some_and(word);
        !(before && after)
    };
    let begins_word = |at: usize| text[at..].chars().next().is_some_and(word);
    let forms: Vec<[String; 2]> = names.iter().map(|s| [plain(s), small(s)]).collect();
    let mut found = vec![];
    for &start in starts.iter().filter(|&&at| begins_word(at) && edge(at)) {
        for &end in ends.iter().rev().filter(|&&at| at > start && edge(at)) {
            let slice = &text[start..end];
            let shouted = slice.chars().filter(|c| c.is_uppercase()).count() > 1
                && !slice.contains(char::is_lowercase);
            let (as_written, in_small) = (plain(slice), small(slice));
            for (i, (name, form)) in names.iter().zip(&forms).enumerate() {
                let capitals = case != Case::Exact && shouted && name.contains(char::is_lowercase);
                let any = capitals || case == Case::Any;
                if as_written == form[0] || any && in_small == form[1] {
                    found.push((start, end, i as u32));
                }
            }
        }
    }
    found
}

fn spans(hits: &[Hit]) -> Vec<(usize, usize, u32)> {
    let span = |hit: &Hit| (hit.span.start as usize, hit.span.end as usize, hit.entry.0);
    hits.iter().map(span).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn finds_what_brute_force_finds(
        names in prop::collection::vec("[aAbBéß]{1,2}([ .'&-][aBé]{1,2}){0,2}[.!]?", 1..12),
        text in "([aAbBÉé]{1,3}|e\u{301}|SS|ß|[ .'’ʼ–&!-]|\u{a0}|[a-b]\u{ad}){0,40}",
        case in prop::sample::select(vec![Case::Exact, Case::ExactOrCaps, Case::Any]),
    ) {
        // Runs of white space fold into one; the reference has single ones only.
        let text = text.replace('\u{a0}', " ").split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join("\u{a0}");
        let rows: Vec<&str> = names.iter().map(String::as_str).collect();
        let list = list(&rows);
        let builder = Gazetteer::builder().case(case).any_initials(false);
        let gazetteers = both(builder.list("names.tsv", &list));
        prop_assert_eq!(spans(&hits(&gazetteers, &text)), brute_force(&names, case, &text));
    }

    #[test]
    fn both_engines_find_the_same_in_anything(
        names in prop::collection::vec("(\\PC|[a-cA-C .'\u{301}\u{ad}ʼ’]){1,8}a", 1..20),
        pick in prop::collection::vec((0usize..20, "(\\PC|[ .\n\u{301}\u{ad}]){0,3}"), 0..20),
    ) {
        let rows: Vec<String> = names.iter().map(|name| name.replace(['\t', '|', '#'], " ")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let list = list(&rows);
        let builder = Gazetteer::builder().case(Case::Any).any_accents(true);
        let gazetteers = both(builder.list("names.tsv", &list));
        let text: String = pick.iter().map(|(i, other)| format!("{}{other}", rows[i % rows.len()])).collect();
        hits(&gazetteers, &text);
    }
}
