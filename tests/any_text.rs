//! Tagging holds on any text: it never fails, all spans are inside the text and on character boundaries, all indices exist, and the
//! same text gives the same document.

use onrecord::{Document, Scratch, Span, Tagger};
use proptest::prelude::*;

fn check(document: &Document<'_>) {
    let text = document.text;
    let inside = |span: Span| {
        assert!(
            !span.is_empty() && text.get(span.range()).is_some(),
            "{span:?} in {text:?}"
        )
    };
    for mention in &document.mentions {
        inside(mention.span);
        assert!((0.0..=1.0).contains(&mention.score));
        assert!(
            mention
                .entity
                .is_none_or(|id| id.index() < document.entities.len())
        );
        mention.antecedent.into_iter().for_each(inside);
    }
    assert!(
        document
            .mentions
            .is_sorted_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)))
    );
    for (i, entity) in document.entities.iter().enumerate() {
        assert_eq!(entity.id.index(), i);
        assert!(!entity.name.trim().is_empty());
        assert!(
            entity
                .mentions
                .iter()
                .all(|&m| document.mentions[m as usize].entity == Some(entity.id))
        );
    }
    for (i, attribution) in document.attributions.iter().enumerate() {
        for span in attribution
            .source
            .iter()
            .chain(&attribution.cue)
            .chain(&attribution.content)
        {
            inside(*span);
        }
        assert!(!attribution.content.is_empty());
        assert!((0.0..=1.0).contains(&attribution.score));
        assert!(
            attribution
                .speaker
                .is_none_or(|id| id.index() < document.entities.len())
        );
        assert!(attribution.within.is_none_or(
            |outer| outer as usize != i && (outer as usize) < document.attributions.len()
        ));
    }
}

/// What names, cues and quotations are made of, and what trips programs up.
const PARTS: &[&str] = &[
    "Angela",
    "Merkel",
    "Geng",
    "Yansheng",
    "CHINA'S",
    "the",
    "spokesman",
    "Ministry of",
    "Health",
    "WHO",
    "(WHO)",
    "he",
    "She",
    "her",
    "said",
    "says",
    "told",
    "that",
    "according to",
    "denied",
    "was criticized by",
    "and",
    "but",
    "who",
    ",",
    ".",
    ":",
    ";",
    "?",
    "\"",
    "“",
    "”",
    "'",
    "’",
    "‘",
    "—",
    "-",
    "(",
    ")",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\u{a0}",
    "U.S.",
    "Sen.",
    "J.",
    "Mr.",
    "'s",
    "’s",
    "e\u{301}",
    "\u{301}",
    "😀",
    "沪",
    "İ",
    "ß",
    "ﬁ",
    "\u{200b}",
    "\u{ad}",
    "5",
    "2004",
    "London",
    "Inc.",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn text_of_any_kind(text in "\\PC{0,120}") {
        check(&Tagger::default().tag(&text));
    }

    #[test]
    fn text_that_looks_like_news(parts in prop::collection::vec(prop::sample::select(PARTS), 0..80), space in any::<bool>()) {
        let text = parts.join(if space { " " } else { "" });
        let tagger = Tagger::default();
        let document = tagger.tag(&text);
        check(&document);
        // Buffers of another text leave no trace.
        let mut scratch = Scratch::default();
        tagger.tag_into("“No,” said Angela Merkel. She left Berlin.", &mut scratch);
        prop_assert_eq!(document, tagger.tag_into(&text, &mut scratch));
    }
}

/// Half a megabyte of each of these ends at once where the time grows with the text, and not in hours where it grows with its square.
#[test]
fn long_monsters() {
    let tagger = Tagger::default();
    let parts = [
        "\"",
        "“",
        "”",
        "'",
        "‘",
        "\"'",
        "“‘",
        "(",
        ")",
        ",",
        ".",
        "a",
        "A",
        "é",
        "沪",
        "😀",
        "\u{301}",
        "\n",
        " ",
        "-",
        "said ",
        "Lee said ",
        "he said, ",
        "said that ",
        "Angela Merkel ",
        "Merkel, ",
        "the spokesman ",
        "“No,” he said. ",
        "Lee, who said ",
        "according to ",
        "of the ",
        "and ",
        "A. ",
        "U.S. ",
        "Ministry of ",
        "WHO ",
        "'s ",
        "“No\n",
        "Lee (",
        "who ",
        "not ",
        "on Monday ",
    ];
    let tag = |parts: &[&str]| {
        for part in parts {
            check(&tagger.tag(&part.repeat(500_000 / part.len())));
        }
    };
    // Every other one on a thread of its own, since those of marks take less time than those of words.
    let (even, odd): (Vec<_>, Vec<_>) = parts
        .chunks(2)
        .map(|two| (two[0], two.get(1).copied()))
        .unzip();
    let odd: Vec<&str> = odd.into_iter().flatten().collect();
    std::thread::scope(|scope| {
        scope.spawn(|| tag(&odd));
        tag(&even);
    });
}

/// A long word that is looked back at from each of many marks behind it.
#[test]
fn long_monsters_behind_others() {
    let tagger = Tagger::default();
    for (one, other) in [
        ("1", ".1"),
        ("A", "-A."),
        ("a", ".a"),
        ("1", "-A"),
        ("A", "'A"),
    ] {
        let text = one.repeat(400_000) + &other.repeat(400_000 / other.len());
        check(&tagger.tag(&text));
    }
}
