//! Mends what the decisions for single cues cannot know of each other: who a quotation belongs to, and where source and content end beside other reports.

mod beside;
mod content;
mod source;

use super::cue::Scene;
use super::decode::Candidate;
use crate::text::TokenKind;

/// Mends the candidates that are kept; they are by head, one for each. Who is left without content goes.
pub(super) fn mend(scene: &Scene<'_>, candidates: &mut Vec<Candidate>) {
    for candidate in candidates.iter_mut() {
        source::begin_behind_conjunction(scene, candidate);
        source::begin_before_object(scene, candidate);
        source::begin_behind_time(scene, candidate);
        source::begin_at_subject(scene, candidate);
        source::end_at_bracket(scene, candidate);
        source::take_in_name(scene, candidate);
        source::take_cited(scene, candidate);
        source::take_agent(scene, candidate);
        source::take_in_apposition(scene, candidate);
        content::go_on_behind_quotation(scene, candidate);
        content::leave_out_manner(scene, candidate);
        content::end_behind_noun(scene, candidate);
    }
    beside::leave_to_nearer_cues(scene, candidates);
    beside::take_over_sources(scene, candidates);
    beside::part_around_reports(scene, candidates);
    beside::end_before_participles(scene, candidates);
    beside::end_before_semicolons(scene, candidates);
    beside::end_relative_clauses(scene, candidates);
    candidates.retain(|c| !c.content.is_empty() && !content::is_time(scene, c));
}

fn is_comma(scene: &Scene<'_>, i: usize) -> bool {
    scene.p.kind(i) == TokenKind::Comma
}

#[cfg(test)]
mod tests {
    use crate::Tagger;

    /// Who says what is said by the cue with this lemma.
    fn source(text: &str, lemma: &str) -> String {
        let document = Tagger::default().tag(text);
        let mut all = document.attributions.iter();
        let found = all.find(|a| a.cue_lemma == lemma);
        found.map_or_else(String::new, |a| document.join(&a.source))
    }

    #[test]
    fn what_a_preposition_governs_is_no_subject() {
        for (text, lemma, expected) in [
            (
                "A Leeds firm that lets bakers move to bigger shops reported that sales had doubled.",
                "report",
                "A Leeds firm that lets bakers move to bigger shops",
            ),
            (
                "Two bakers and a grocer have in recent months accused the minister of lying.",
                "accuse",
                "Two bakers and a grocer",
            ),
            (
                "In recent years critics accused the minister of lying.",
                "accuse",
                "critics",
            ),
        ] {
            assert_eq!(source(text, lemma), expected);
        }
    }

    #[test]
    fn a_name_belongs_to_what_describes_it() {
        let text = "Major General Peter Novak, deputy head of the harbour and second keeper of the Lund club said that prices would fall.";
        assert_eq!(
            source(text, "say"),
            "Major General Peter Novak, deputy head of the harbour and second keeper of the Lund club"
        );
        let text = "Angela Merkel, officials said, was late.";
        assert_eq!(source(text, "say"), "officials");
    }

    #[test]
    fn who_is_cited_says_it() {
        let text =
            "Angela Merkel cited the Zürich council as saying that it would build more homes.";
        assert_eq!(source(text, "say"), "the Zürich council");
        let text = "Angela Merkel was quoted as saying that it would build more homes.";
        assert_ne!(source(text, "say"), "the Zürich council");
    }

    #[test]
    fn a_source_begins_behind_the_day() {
        let text = "But in a post on Monday the 29-year-old said: “I sang every note.”";
        assert_eq!(source(text, "say"), "the 29-year-old");
        let text = "Tuesday’s report said that prices would fall.";
        assert_eq!(source(text, "say"), "Tuesday’s report");
    }

    #[test]
    fn what_is_denied_may_be_only_this() {
        assert_eq!(
            said("The regional government denies this.", "denies"),
            ["this"]
        );
    }

    #[test]
    fn content_does_not_end_before_its_noun() {
        let text =
            "Siemens announced a net profit of 33 million euros for the three months to June.";
        assert_eq!(
            said(text, "announced"),
            ["a net profit of 33 million euros for the three months to June"]
        );
    }

    /// What is said by the cue that ends with this word.
    fn said(text: &str, cue: &str) -> Vec<String> {
        let document = Tagger::default().tag(text);
        let mut all = document.attributions.iter();
        let found = all.find(|a| a.cue.iter().any(|&span| text[span].ends_with(cue)));
        let contents = found.iter().flat_map(|a| &a.content);
        contents.map(|&span| text[span].to_owned()).collect()
    }

    #[test]
    fn a_relative_clause_ends_before_the_verb_around_it() {
        for (text, cue, content) in [
            (
                "Angela Merkel, who declined to be named, said prices would fall.",
                "declined",
                "to be named",
            ),
            (
                "Angela Merkel, who had threatened to veto it, was in Oslo.",
                "threatened",
                "to veto it",
            ),
        ] {
            assert_eq!(said(text, cue), [content]);
        }
    }

    #[test]
    fn a_quotation_is_said_by_the_nearer_cue() {
        let text = "According to Angela Merkel, he stayed for an hour. “He told us it would be rebuilt,” she recalls.";
        assert_eq!(said(text, "to"), ["he stayed for an hour"]);
        assert_eq!(said(text, "recalls"), ["“He told us it would be rebuilt,”"]);
    }

    #[test]
    fn of_two_reports_the_one_in_the_middle_is_around_the_other() {
        let text = "The findings suggest that people lived there, the researchers write.";
        assert_eq!(said(text, "suggest"), ["that people lived there"]);
        assert_eq!(
            said(text, "write"),
            ["The findings suggest that people lived there"]
        );
    }

    #[test]
    fn who_said_it_noted_it() {
        let text = "Analysts had hoped for more, said Angela Merkel, noting that prices had risen.";
        let document = Tagger::default().tag(text);
        let sources: Vec<&str> = document
            .attributions
            .iter()
            .filter(|a| matches!(&*a.cue_lemma, "say" | "note"))
            .map(|a| &text[a.source[0]])
            .collect();
        assert_eq!(sources, ["Angela Merkel", "Angela Merkel"]);
    }

    #[test]
    fn a_cue_ends_before_the_next_phrase() {
        let text = "Angela Merkel told almost no one what she had seen.";
        let document = Tagger::default().tag(text);
        assert_eq!(&text[document.attributions[0].cue[0]], "told almost");
    }

    #[test]
    fn a_source_begins_behind_its_time() {
        let text = "The president praised the deal with Norway, a day after critics questioned whether it was new.";
        let document = Tagger::default().tag(text);
        let asked = document
            .attributions
            .iter()
            .find(|a| a.cue_lemma == "question");
        assert_eq!(&text[asked.unwrap().source[0]], "critics");
    }

    #[test]
    fn how_it_is_said_is_no_part_of_it() {
        let text = "“It was a sort of ticking,” Angela Merkel says, curled up on the sofa.";
        assert_eq!(said(text, "says"), ["“It was a sort of ticking,”"]);
    }

    #[test]
    fn the_next_report_of_the_same_speaker_is_another() {
        let text = "Angela Merkel said the numbers were high, telling reporters the market would cool by Christmas.";
        assert_eq!(said(text, "said"), ["the numbers were high"]);
    }

    #[test]
    fn what_is_left_of_a_report_is_what_the_frames_read() {
        let text = "Angela Merkel agreed that closer ties were needed, but cautioned against a cartel. “Cartels invite lawsuits,” she told the paper.";
        assert_eq!(said(text, "against"), ["a cartel"]);
        assert_eq!(said(text, "told"), ["“Cartels invite lawsuits,”"]);
    }

    #[test]
    fn quoted_words_are_said_with_their_noun() {
        let text = "Angela Merkel blamed “naive” planning.";
        assert_eq!(said(text, "blamed"), ["“naive” planning"]);
    }

    #[test]
    fn what_is_reported_behind_a_semicolon_is_another_report() {
        let text = "Angela Merkel asked whether bikes could be stored inside; Peter Novak promised to look into it.";
        assert_eq!(
            said(text, "asked"),
            ["whether bikes could be stored inside"]
        );
    }

    #[test]
    fn where_it_is_said_is_no_part_of_it() {
        let text = "“This was not an easy decision,” our chief executive Angela Merkel said at yesterday's meeting.";
        let document = Tagger::default().tag(text);
        let content = &document.attributions[0].content;
        assert_eq!(content.len(), 1, "{content:?}");
    }

    #[test]
    fn a_report_may_stand_behind_a_comma() {
        let text = "The harbour is closed for good, notes Angela Merkel.";
        assert_eq!(said(text, "notes"), ["The harbour is closed for good"]);
    }
}
