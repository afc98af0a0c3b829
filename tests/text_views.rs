//! The text views hold on any text: spans on character boundaries, in order, every token in one sentence and paragraph.

use onrecord::text::Views;
use proptest::prelude::*;

fn check(text: &str) {
    let views = Views::new(text);
    let mut at = 0;
    for token in &views.tokens {
        assert!(token.span.start >= at && !token.span.is_empty());
        assert!(
            text.get(token.span.range()).is_some(),
            "{:?} in {text:?}",
            token.span
        );
        let gap = &text[at as usize..token.span.start as usize];
        assert!(
            gap.chars().all(onrecord::text::chars::is_space),
            "lost {gap:?} of {text:?}"
        );
        at = token.span.end;
    }
    let mut token = 0;
    for (i, sentence) in views.sentences.iter().enumerate() {
        assert_eq!(sentence.first, token);
        assert!(sentence.end > sentence.first);
        assert!(
            views.tokens[sentence.first as usize..sentence.end as usize]
                .iter()
                .all(|t| t.sentence == i as u32)
        );
        token = sentence.end;
    }
    assert_eq!(token as usize, views.tokens.len());
    let mut sentence = 0;
    for paragraph in &views.paragraphs {
        assert_eq!(paragraph.first_sentence, sentence);
        sentence = paragraph.end_sentence;
    }
    assert_eq!(sentence as usize, views.sentences.len());
    for (i, quotation) in views.quotations.iter().enumerate() {
        assert!(text.get(quotation.span.range()).is_some());
        assert!(quotation.open < quotation.close);
        if let Some(parent) = quotation.parent {
            assert!((parent as usize) < i);
        }
        if let Some(earlier) = quotation.continues {
            assert!((earlier as usize) < i && !views.quotations[earlier as usize].closed);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text(text in "\\PC{0,80}") {
        check(&text);
    }

    /// Texts made of what quotation and sentence rules look at.
    #[test]
    fn hostile_text(parts in prop::collection::vec(prop::sample::select(vec![
        "\"", "“", "”", "'", "’", "‘", "«", "»", "„", "``", "''", " ", "\n", "\n\n", "\r\n", "\u{a0}", ".", "...", "?", "!", ",", "-", "—", "|",
        "(", ")", "Sen.", "U.S.", "J.", "He", "said", "workers", "s", "the", "90s", "5", "e\u{301}", "\u{301}", "😀", "沪", "İ", "ß", "\u{200b}", "\u{ad}",
    ]), 0..60)) {
        check(&parts.concat());
    }
}
