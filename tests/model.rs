//! The attribution model on texts of our own: it decides, names nobody by heart, and gives the same for the same text.

use onrecord::{QuotationKind, Scratch, Span, Tagger};

fn tagger() -> Tagger {
    Tagger::default()
}

#[test]
fn finds_who_said_what() {
    let text = "“We will not close the bridge — é,” the harbour master, Zoë Quist, told reporters. She added that repairs would begin in May.\n\
        The plan was dead, according to a spokesman for the ministry. 😀";
    let document = tagger().tag(text);
    let slice = |spans: &[Span]| {
        spans
            .iter()
            .map(|s| &text[s.range()])
            .collect::<Vec<_>>()
            .join(" … ")
    };
    let found: Vec<_> = document
        .attributions
        .iter()
        .map(|a| (slice(&a.cue), slice(&a.content), document.speaker_name(a)))
        .collect();
    assert_eq!(found[0].1, "“We will not close the bridge — é,”");
    assert_eq!(found[1].0, "added");
    assert_eq!(found[1].1, "that repairs would begin in May");
    assert_eq!(found[1].2, Some("Zoë Quist"));
    assert_eq!(found[2].1, "The plan was dead");
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(document.attributions[0].kind, QuotationKind::Direct);
    assert!(
        document
            .attributions
            .iter()
            .all(|a| a.by == "model" && a.score > 0.3 && a.score <= 1.0)
    );
}

#[test]
fn finds_what_the_frames_do_not() {
    let text = "In an interview the mayor, Ann Quist, who had just returned, floated the idea that ferries might replace the bridge.";
    let with = tagger().tag(text);
    let frames = Tagger::builder().model(false).build();
    let by_frames = frames.expect("the bundled data is valid").tag(text);
    assert!(
        by_frames
            .attributions
            .iter()
            .all(|a| a.by.starts_with("rule:"))
    );
    assert!(with.attributions.iter().all(|a| a.by == "model"));
}

/// Persons are seen as their label only: another name in the same place changes nothing.
#[test]
fn names_do_not_matter() {
    let tagger = tagger();
    let scores = |name: &str| {
        let text = format!("{name} said on Monday that the bridge was safe.");
        let document = tagger.tag(&text);
        document
            .attributions
            .iter()
            .map(|a| a.score)
            .collect::<Vec<_>>()
    };
    let first = scores("Ann Miller");
    assert!(!first.is_empty());
    assert_eq!(first, scores("John Smith"));
    assert_eq!(first, scores("Maria Garcia"));
}

#[test]
fn the_same_text_gives_the_same() {
    let tagger = tagger();
    let text = include_str!("../examples/article.txt");
    let fresh = tagger.tag(text);
    let mut scratch = Scratch::default();
    tagger.tag_into("“No,” said he. \"\"\" “", &mut scratch);
    assert_eq!(fresh, tagger.tag_into(text, &mut scratch));
    let others: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| tagger.tag(text))).collect();
        threads
            .into_iter()
            .map(|t| t.join().expect("no panic"))
            .collect()
    });
    assert!(others.iter().all(|document| *document == fresh));
}

/// Sentences of cues alone must not cost the square of their length.
#[test]
fn monsters() {
    let tagger = tagger();
    for part in [
        "said ",
        "Lee said that ",
        "“No,” ",
        "\"",
        "he said, ",
        ": ",
        "saying “",
    ] {
        let text = part.repeat(100_000 / part.len());
        for a in tagger.tag(&text).attributions {
            assert!(
                a.cue
                    .iter()
                    .chain(&a.content)
                    .chain(&a.source)
                    .all(|s| text.get(s.range()).is_some())
            );
        }
    }
}
