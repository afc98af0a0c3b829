//! Every format: what is taken, what is rejected and what is said about it.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

use super::{Format, Import, ImportOptions, Imported};
use crate::gazetteer::{Case, Gazetteer, Gender};
use crate::{Label, LoadError};

/// Reads a list with small pieces of it in the buffer. What is taken, as `NAME LABEL id kind prior: form, ...`, then the rejects.
fn read(
    format: Format,
    list: &str,
    options: ImportOptions,
) -> Result<(Gazetteer, Vec<String>, Imported), LoadError> {
    let mut import = Import::new(ImportOptions {
        format: Some(format),
        ..options
    });
    let mut rejects = vec![];
    let source = BufReader::with_capacity(5, list.as_bytes());
    let done = import.read("list", source, &mut |reject| {
        rejects.push(reject.to_string())
    })?;
    assert_eq!(done.rejects as usize, rejects.len());
    let built = import.build().unwrap();
    assert_eq!(done.entries as usize, built.len());
    Ok((built, rejects, done))
}

/// The entries that stand in a text, as `found text|name|label|id|kind|prior`.
fn found(names: &Gazetteer, text: &str) -> Vec<String> {
    let mut hits = vec![];
    names.find(text, &mut hits);
    let shown = hits.iter().map(|hit| {
        let e = names.entry(hit.entry);
        let label = e.label.map_or("-", Label::as_str);
        format!(
            "{}|{}|{label}|{}|{}|{}",
            &text[hit.span], e.name, e.kb, e.kind, e.prior
        )
    });
    shown.collect()
}

fn org() -> ImportOptions {
    ImportOptions {
        label: Some(Label::Org),
        ..ImportOptions::default()
    }
}

/// A list, a text, what of the text is found, and the beginnings of what is said of the rejects.
struct Example<'c> {
    format: Format,
    list: &'c str,
    text: &'c str,
    found: &'c [&'c str],
    rejects: &'c [&'c str],
}

const CASES: &[Example<'static>] = &[
    Example {
        format: Format::Tsv,
        list: "\u{feff}# licence: CC0-1.0\r\nname\tlabel\tid\taliases\tkind\tprior\tcase\r\n\
               Sørlandet\tORG\tship:1\tFullrigger Sørlandet|Søla\tship\t7\texact\r\n\
               Nobody\tSHIP\r\n\
               \tORG\r\n\
               !?\tORG\r\n\
               Oslo\tPLACE\tx\ty\tz\t1\texact\ttoo many\r\n\
               Oslo\tPLACE\t\t\t\tmany\r\n\
               Oslo\tPLACE\t\t\t\t\tsometimes\r\n\
               Polar \"Wind\tORG\r\n",
        text: "Fullrigger Sørlandet and “Søla” met Polar \"Wind and SØRLANDET.",
        found: &[
            "Fullrigger Sørlandet|Sørlandet|ORG|ship:1|ship|7",
            "Sørlandet|Sørlandet|ORG|ship:1|ship|7",
            "Søla|Sørlandet|ORG|ship:1|ship|7",
            "Polar \"Wind|Polar \"Wind|ORG|||0",
        ],
        rejects: &[
            "list:4: unknown label \"SHIP\"; use one of PERSON, ORG, PLACE, NORP, ROLE, or say which it is: --map-label SHIP=LABEL",
            "list:5: the name is empty; write one or remove it",
            "list:6: the name \"!?\" has no letter or digit, so it can never be found; remove it",
            "list:7: 8 fields, but the header has 7 columns",
            "list:8: \"many\" in \"prior\" is no whole number",
            "list:9: \"sometimes\" in \"case\" is not one of exact, caps, smart, any",
        ],
    },
    Example {
        format: Format::Csv,
        list: "name,label,aliases\n\"Acme, Inc.\",ORG,\"Acme \"\"Rockets\"\"|Acme\"\n\
               \"Two\nLines\",ORG\nTwo,\"open\nThree Fish,ORG\nThree Fish,ORG\n",
        text: "Acme, Inc., once Acme \"Rockets\", bought Two Lines and Three Fish.",
        found: &[
            "Acme, Inc.|Acme, Inc.|ORG|||0",
            "Acme|Acme, Inc.|ORG|||0",
            "Acme \"Rockets\"|Acme, Inc.|ORG|||0",
            "Acme|Acme, Inc.|ORG|||0",
            "Two Lines|Two Lines|ORG|||0",
            "Three Fish|Three Fish|ORG|||0",
        ],
        rejects: &[
            "list:5: a quotation mark opens a field here and none closes it",
            "list:7: \"Three Fish\" stands in the lists before, with the same in all fields; remove one",
        ],
    },
    Example {
        format: Format::JsonLines,
        list: r#"{"name": "Angela Ødegård", "label": "person", "id": 7, "aliases": ["A. Ødegård", "…"], "gender": "f", "prior": 12}
{"name": "Oslo", "type": "GPE", "aliases": "Christiania"}
{"name": "Oslo", "lable": "PLACE"}
{"name": "Oslo", "label": "PLACE"
["Oslo"]
{"name": ["Oslo"], "label": "PLACE"}
{"label": "PLACE"}
"#,
        text: "A. Ødegård of Christiania",
        found: &[
            "A. Ødegård|Angela Ødegård|PERSON|7||12",
            "Christiania|Oslo|PLACE||GPE|0",
        ],
        rejects: &[
            "list:1: the alias \"…\" has no letter or digit, so it can never be found; remove it (the rest was taken)",
            "list:3: unknown key \"lable\"; the keys are: name, label",
            "list:4: broken JSON: EOF while parsing an object at column",
            "list:5: this is no JSON object",
            "list:6: \"name\" is no text; write it in quotation marks",
            "list:7: the name is empty",
        ],
    },
    Example {
        format: Format::Spacy,
        list: r#"{"label": "ORG", "pattern": "Apple", "id": "apple"}
{"label": "GPE", "pattern": [{"LOWER": "san"}, {"LOWER": {"IN": ["fran", "francisco"]}}], "id": "sf"}
{"label": "ORG", "pattern": [{"TEXT": "Acme"}, {"TEXT": ",", "OP": "?"}, {"ORTH": "Inc."}]}
{"label": "GPE", "pattern": [{"LOWER": "Oslo"}]}
{"label": "GPE", "pattern": [{"LOWER": "new york"}]}
{"label": "GPE", "pattern": [{"IS_ALPHA": true}]}
{"label": "GPE", "pattern": [{"LOWER": "oslo", "OP": "+"}]}
{"label": "GPE", "pattern": [{"LOWER": "new"}, {"TEXT": "York"}]}
{"label": "GPE", "pattern": [{}]}
{"label": "GPE"}
{"label": "VIBE", "pattern": "Oslo"}
"#,
        text: "San Fran, SAN FRANCISCO; Apple; Acme, Inc. and Acme Inc. but not acme inc.",
        found: &[
            "San Fran|san fran|PLACE|sf|GPE|0",
            "SAN FRANCISCO|san fran|PLACE|sf|GPE|0",
            "Apple|Apple|ORG|apple||0",
            "Acme, Inc.|Acme, Inc.|ORG|||0",
            "Acme Inc.|Acme, Inc.|ORG|||0",
        ],
        rejects: &[
            "list:4: LOWER with capitals (\"Oslo\") can never match; write it small, or use TEXT",
            "list:5: \"new york\" is not one token, so it can never match",
            "list:6: the key \"IS_ALPHA\" of a token cannot be a name",
            "list:7: the operator \"OP\": \"+\" cannot be a name; only \"?\" can",
            "list:8: the pattern mixes LOWER with ORTH or TEXT",
            "list:9: a token without a word stands for any word",
            "list:10: the key \"pattern\" is missing",
            "list:11: unknown label \"VIBE\"",
        ],
    },
    Example {
        format: Format::SparkJson,
        list: r#"{"id": "j", "label": "PERSON", "patterns": ["Jon Snöw", "John"]}
{"label": "PERSON", "patterns": ["[A-Z].*"], "regex": true}
{"label": "PERSON", "patterns": ["Jane", ""], "regex": false}
{"label": "PERSON"}
"#,
        text: "Jon Snöw, John, Jane",
        found: &[
            "Jon Snöw|Jon Snöw|PERSON|j||0",
            "John|John|PERSON|j||0",
            "Jane|Jane|PERSON|||0",
        ],
        rejects: &[
            "list:2: the patterns are regular expressions",
            "list:3: the name is empty",
            "list:4: the key \"patterns\" is missing",
        ],
    },
    Example {
        format: Format::SparkCsv,
        list: "PERSON|Jon Snöw\nPERSON\nORG|\n",
        text: "Jon Snöw",
        found: &["Jon Snöw|Jon Snöw|PERSON|||0"],
        rejects: &[
            "list:2: no '|' between label and name",
            "list:3: the name is empty",
        ],
    },
    Example {
        format: Format::GateList,
        list: "Bank of Hälle\tid=b7\tminorType=bank\tage=9\n\nBank of Oslo\tage\n",
        text: "the BANK OF HÄLLE",
        found: &["BANK OF HÄLLE|Bank of Hälle|ORG|b7|bank|0"],
        rejects: &["list:3: the feature \"age\" has no \"=\"; write feature=value"],
    },
    Example {
        format: Format::RegexNer,
        list: "Bachelor of (Arts|Science)\tTITLE\tMISC\t2.0\nHälle[- ]X\tCITY\nHälle\tCITY\n\
               ( /University/ /of/ [ {ner:LOCATION} ] )\tORG\nOslo CITY\n.*\tCITY\n",
        text: "Bachelor of Science, Hälle",
        found: &[
            "Bachelor of Science|Bachelor of Arts|ROLE||TITLE|0",
            "Hälle|Hälle|PLACE||CITY|0",
        ],
        rejects: &[
            "list:2: ",
            "list:4: this is TokensRegex",
            "list:5: no tab between pattern and label; maybe there are spaces in its place",
            "list:6: \".\" makes this a regular expression",
        ],
    },
    Example {
        format: Format::Characters,
        list: "Connor;M;Connor;Connor Wells\nMäri;;\nX;Y;Z\n",
        text: "Connor Wells and Märi",
        found: &[
            "Connor Wells|Connor|PERSON|||0",
            "Connor|Connor|PERSON|||0",
            "Märi|Märi|PERSON|||0",
        ],
        rejects: &["list:3: \"Y\" is no gender"],
    },
    Example {
        format: Format::Flashtext,
        list: "java_2e=>Java\nJava Programing=>Java\nRüst\n=>\n",
        text: "Java Programing, java_2e and Rüst",
        found: &[
            "Java Programing|Java|ORG|||0",
            "Java|Java|ORG|||0",
            "Java|Java|ORG|||0",
            "java_2e|Java|ORG|||0",
            "Rüst|Rüst|ORG|||0",
        ],
        rejects: &["list:4: the name is empty"],
    },
    Example {
        format: Format::FlashtextJson,
        list: "{\n  \"Java\": [\"java_2e\",\n     \"Java Programing\"],\n  \"…\": [],\n  \"Rüst\": \"Rost\",\n  \"Go\": [[]]\n}",
        text: "Java Programing, java_2e and Rost",
        found: &[
            "Java Programing|Java|ORG|||0",
            "Java|Java|ORG|||0",
            "java_2e|Java|ORG|||0",
            "Rost|Rüst|ORG|||0",
        ],
        rejects: &[
            "list:4: the name \"…\" has no letter",
            "list:6: \"Go\" is no text",
        ],
    },
    Example {
        format: Format::GeoNames,
        list: "3133880\tTrondheim\tTrondheim\tTRD,Drontheim,Тронхейм,https://x.org/Trondheim\t63.4\t10.4\tP\tPPLA\tNO\t\t21\t\t\t\t147139\t\t18\tEurope/Oslo\t2024-01-01\nx\ty\n",
        text: "Drontheim (Тронхейм), not TRD",
        found: &[
            "Drontheim|Trondheim|ORG|geonames:3133880|city|147139",
            "Тронхейм|Trondheim|ORG|geonames:3133880|city|147139",
        ],
        rejects: &["list:2: 2 columns, but a line of GeoNames has 19"],
    },
    Example {
        format: Format::Wikidata,
        list: concat!(
            "[\n",
            r#"{"type":"item","id":"Q1","labels":{"en":{"language":"en","value":"Ada Ödman"},"de":{"value":"Frau Ödman"}},"aliases":{"en":[{"value":"A. Ödman"}]},"claims":{"P31":[{"rank":"normal","mainsnak":{"datavalue":{"value":{"id":"Q5"}}}}],"P21":[{"mainsnak":{"datavalue":{"value":{"id":"Q6581072"}}}}]},"sitelinks":{"enwiki":{"title":"x"},"dewiki":{"title":"y"}}},"#,
            "\n",
            r#"{"type":"item","id":"Q2","labels":[],"aliases":[],"claims":[],"sitelinks":[]},"#,
            "\n",
            r#"{"type":"item","id":"Q3","labels":{"en":{"value":"A Paper"}},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q13442814"}}}}]}},"#,
            "\n",
            r#"{"type":"item","id":"#,
            "\n]\n"
        ),
        text: "Ada Ödman, A. Ödman, Frau Ödman",
        found: &[
            "Ada Ödman|Ada Ödman|PERSON|wikidata:Q1||2",
            "A. Ödman|Ada Ödman|PERSON|wikidata:Q1||2",
        ],
        rejects: &["list:5: broken JSON"],
    },
];

#[test]
fn every_format_gives_its_names_and_rejects_with_lines() {
    let mut formats: Vec<Format> = CASES.iter().map(|case| case.format).collect();
    formats.push(Format::Gate); // has a test of its own
    formats.sort_unstable();
    let mut all = Format::ALL.to_vec();
    all.sort_unstable();
    assert_eq!(formats, all);
    let mut wrong = vec![];
    for case in CASES {
        let labelled = !matches!(
            case.format,
            Format::Characters | Format::Wikidata | Format::Tsv | Format::Csv | Format::JsonLines
        );
        let options = if labelled {
            org()
        } else {
            ImportOptions::default()
        };
        let (names, rejects, _) = read(case.format, case.list, options).unwrap();
        let hits = found(&names, case.text);
        if hits != case.found {
            wrong.push(format!("{:?} finds {hits:#?}", case.format));
        }
        let mut expected = case.rejects.iter();
        let as_expected = rejects.len() == case.rejects.len()
            && (rejects.iter())
                .all(|reject| expected.next().is_some_and(|e| reject.starts_with(e)));
        if !as_expected {
            wrong.push(format!("{:?} rejects {rejects:#?}", case.format));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_no_list_says_so() {
    for (format, list, expected) in [
        (
            Format::Tsv,
            "",
            "list:1: the file has no rows; its first line must name the columns, out of: name, label",
        ),
        (
            Format::Tsv,
            "nmae\tlabel\n",
            "list:1: unknown column \"nmae\"; the columns are: name,",
        ),
        (
            Format::Csv,
            "# x\nname,name\n",
            "list:2: the column \"name\" stands twice",
        ),
        (
            Format::Csv,
            "name\nOslo\n",
            "list:1: the column \"label\" is missing; add it to the header line",
        ),
        (
            Format::FlashtextJson,
            "{\"a\": [],\n\"b\" ",
            "list:1: the label is empty; write one or give one for all with --label",
        ),
        (Format::Tsv, "\u{feff}\u{0}", "list: this is no text"),
    ] {
        match read(format, list, ImportOptions::default()) {
            Ok((_, rejects, _)) => assert!(!rejects.is_empty(), "{list:?}"),
            Err(error) => assert!(error.to_string().starts_with(expected), "{error}"),
        }
    }
    let broken = read(Format::FlashtextJson, "{\"a\": [],\n\"b\" ", org());
    let error = broken.err().unwrap().to_string();
    assert!(error.starts_with("list:2: broken JSON: EOF"), "{error}");
    let mut import = Import::new(ImportOptions::default());
    for (bytes, expected) in [
        (
            &b"\x89PNG\r\n\x1a\n\0\0"[..],
            "x: this is a PNG picture, not a list of names; give the list itself",
        ),
        (b"\x89GAZ\r\n", "x: this is compiled already"),
        (
            b"\xFF\xFEn\0a\0",
            "x: this is UTF-16 text; convert it with iconv",
        ),
        (
            b"Oslo\nBergen\n",
            "x: neither its name nor its beginning tells what format it has; say so with --from, one of tsv, csv",
        ),
    ] {
        let error = import.read("x", bytes, &mut |_| {}).unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}");
    }
}

#[test]
fn what_the_format_leaves_open_the_call_says() {
    let options = ImportOptions {
        case: Case::Any,
        any_accents: true,
        labels: vec![("ship".to_owned(), Label::Org)],
        ..ImportOptions::default()
    };
    let list = "name\tlabel\nMölle\tShip\n";
    let (names, rejects, done) = read(Format::Tsv, list, options).unwrap();
    assert_eq!((rejects.len(), done.entries), (0, 1));
    assert_eq!(found(&names, "the molle"), ["molle|Mölle|ORG||Ship|0"]);

    let wikidata = CASES.last().unwrap().list;
    let options = |languages: &[&str], classes: &[(&str, Label)], min_prior| ImportOptions {
        languages: languages.iter().map(|&l| l.to_owned()).collect(),
        classes: classes.iter().map(|&(c, l)| (c.to_owned(), l)).collect(),
        min_prior,
        ..ImportOptions::default()
    };
    let text = "Frau Ödman wrote A Paper";
    let german = read(Format::Wikidata, wikidata, options(&["de", "en"], &[], 2)).unwrap();
    assert_eq!(
        found(&german.0, text),
        ["Frau Ödman|Frau Ödman|PERSON|wikidata:Q1||2"]
    );
    assert_eq!(german.2.left_out, 2);
    assert_eq!(german.2.licence, "CC0-1.0");
    let papers = options(&[], &[("Q13442814", Label::Org)], 0);
    let papers = read(Format::Wikidata, wikidata, papers).unwrap();
    assert_eq!(
        found(&papers.0, text),
        ["A Paper|A Paper|ORG|wikidata:Q3||0"]
    );
    let large = read(Format::Wikidata, wikidata, options(&[], &[], 3)).unwrap();
    assert_eq!((large.2.entries, large.2.left_out), (0, 3));
    let (_, ada) = german.0.iter().next().unwrap();
    assert_eq!(ada.gender, Some(Gender::Female));

    let semicolons = ImportOptions {
        delimiter: Some(';'),
        ..ImportOptions::default()
    };
    let list = "PERSON;Jon Snöw\n";
    let (names, ..) = read(Format::SparkCsv, list, semicolons).unwrap();
    assert_eq!(found(&names, "Jon Snöw"), ["Jon Snöw|Jon Snöw|PERSON|||0"]);
}

#[test]
fn an_index_of_gate_leads_to_its_lists() {
    let files = BTreeMap::from([
        ("lists/city.lst", "Hälle\tcountry=DE\n…\n"),
        ("lists/female.lst", "Märi\n"),
    ]);
    let index = "city.lst :location:city\nfemale.lst:person:female:English:Person\n\
                 none.lst:location\n../x.lst:location\ncity.lst:vibe\n:location\n";
    let mut open = |path: &Path| -> io::Result<Box<dyn BufRead>> {
        let path = path.to_str().unwrap().replace('\\', "/");
        match files.get(path.as_str()) {
            Some(list) => Ok(Box::new(Cursor::new(list.as_bytes()))),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    };
    let mut import = Import::new(ImportOptions::default());
    let mut rejects = vec![];
    let done = import.read_with(
        "lists/lists.def",
        index.as_bytes(),
        &mut open,
        &mut |reject| {
            rejects.push(reject.to_string().replace('\\', "/"));
        },
    );
    let done = done.unwrap();
    assert_eq!((done.format, done.entries), (Some(Format::Gate), 2));
    for (reject, expected) in rejects.iter().zip([
        "lists/city.lst:2: the name \"…\" has no letter",
        "lists/lists.def:3: the list lists/none.lst cannot be read: ",
        "lists/lists.def:4: the list ../x.lst is outside of the directory of the index",
        "lists/lists.def:5: unknown label \"vibe\"",
        "lists/lists.def:6: no list or no type",
    ]) {
        assert!(reject.starts_with(expected), "{reject}\nis not\n{expected}");
    }
    assert_eq!(rejects.len(), 5);
    let names = import.build().unwrap();
    assert_eq!(
        found(&names, "Märi of Hälle"),
        ["Märi|Märi|PERSON||female|0", "Hälle|Hälle|PLACE||city|0"]
    );
}

/// So many bytes of one letter, which nobody needs to hold.
fn endless(bytes: u64) -> impl BufRead {
    BufReader::new(io::repeat(b'x').take(bytes))
}

#[test]
fn a_line_without_end_is_rejected_and_not_kept() {
    let gigantic = 32 << 20;
    for (format, before) in [
        (Format::Tsv, "name\tlabel\n"),
        (Format::JsonLines, ""),
        (Format::Spacy, ""),
        (Format::GateList, ""),
    ] {
        let mut import = Import::new(ImportOptions {
            format: Some(format),
            ..org()
        });
        // Zero bytes would be no text; the last line shows that reading goes on.
        let source = before
            .as_bytes()
            .chain(endless(gigantic))
            .chain(&b"\n!\n"[..]);
        let mut rejects = vec![];
        let read = import.read("x", source, &mut |reject| rejects.push(reject));
        read.unwrap();
        assert_eq!(rejects.len(), 2, "{format:?}: {rejects:?}");
        assert!(
            rejects[0]
                .reason
                .starts_with("the line has 33554432 bytes, and it may have")
        );
        assert_eq!(rejects[1].line, rejects[0].line + 1);
    }
    let mut import = Import::new(ImportOptions {
        format: Some(Format::FlashtextJson),
        ..org()
    });
    let source = (&b"{\"a\": [], \""[..]).chain(endless(gigantic));
    let error = import.read("x", source, &mut |_| {}).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("x:1: more than 1048576 bytes for one name"),
        "{error}"
    );
    let mut import = Import::new(org());
    let source = (&b"name,label\n\"a"[..]).chain(endless(gigantic));
    let mut rejects = 0;
    let read = import.read("x.csv", source, &mut |_| rejects += 1).unwrap();
    assert_eq!((read.entries, rejects), (0, 1));
}

#[test]
fn lines_that_are_no_utf_8_are_rejected_alone() {
    let mut import = Import::new(ImportOptions::default());
    let mut rejects = vec![];
    let list = b"name\tlabel\nM\xE4ri\tPERSON\nOslo\tPLACE\n";
    let read = import
        .read("x.tsv", &list[..], &mut |r| rejects.push(r.to_string()))
        .unwrap();
    assert_eq!(read.entries, 1);
    assert_eq!(
        rejects,
        ["x.tsv:2: byte 2 of the line is not valid UTF-8; save the list as UTF-8 text"]
    );
}

#[test]
fn the_same_entry_in_two_lists_is_taken_once() {
    let mut import = Import::new(ImportOptions::default());
    let mut rejects = vec![];
    for (name, list) in [
        ("a.tsv", "name\tlabel\nOslo\tPLACE\nOslo\tORG\n"),
        ("b.csv", "label,name\nPLACE,Oslo\n"),
    ] {
        let read = import.read(name, list.as_bytes(), &mut |r| rejects.push(r.to_string()));
        read.unwrap();
    }
    assert_eq!(rejects.len(), 1);
    assert!(rejects[0].starts_with("b.csv:2: \"Oslo\" stands in the lists before"));
    assert_eq!(import.build().unwrap().len(), 2);
}

#[test]
fn what_few_entries_have_is_kept() {
    let json = r#"{"name": "MV Märi", "label": "ORG", "aliases": [{"t": "Märi", "weak": true}, {"t": "Old Märi"}], "features": {"flag": "NO", "built": 1998}, "not_before": ["Hilton"], "languages": "en"}
{"name": "MV Märi", "label": "ORG", "aliases": [{"text": "Märi"}]}
{"action": "remove", "id": "x"}
{"name": "Oslo", "label": "PLACE", "with": ["a b c d e f g"]}
"#;
    let table = "name\tlabel\tweak_aliases\tfeatures\tnot_before\tlanguages\taliases\taction\n\
                 MV Märi\tORG\tMäri\tflag=NO|built=1998\tHilton\ten\tOld Märi\n\
                 MV Märi\tORG\t\tflag\n\
                 Oslo\t\t\t\t\t\t\tremove\n";
    let gate = "MV Märi\tflag=NO\tbuilt=1998\nMV Märi\tflag\nOld Märi\tbuilt=1998\tbuilt=2003\n";
    for (format, list, rejected) in [
        (Format::JsonLines, json, &[2, 4][..]),
        (Format::Tsv, table, &[3]),
        (Format::GateList, gate, &[2, 3]),
    ] {
        let options = match format {
            Format::GateList => org(),
            _ => ImportOptions::default(),
        };
        let (names, rejects, _) = read(format, list, options).unwrap();
        let (_, entry) = names.iter().next().unwrap();
        let mut features: Vec<_> = entry.features().collect();
        features.sort_unstable();
        assert_eq!(features, [("built", "1998"), ("flag", "NO")]);
        if format != Format::GateList {
            assert_eq!(entry.not_before().collect::<Vec<_>>(), ["Hilton"]);
            assert_eq!(entry.languages().collect::<Vec<_>>(), ["en"]);
            let old = found(&names, "the Old Märi");
            assert_eq!(old[0], "Old Märi|MV Märi|ORG|||0");
        }
        let lines: Vec<_> = rejected
            .iter()
            .map(|line| format!("list:{line}: "))
            .collect();
        assert_eq!(rejects.len(), lines.len(), "{rejects:?}");
        for (reject, line) in rejects.iter().zip(&lines) {
            assert!(reject.starts_with(line), "{reject}");
        }
    }
}
