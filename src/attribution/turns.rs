//! Whose turn it is to speak: "she said" behind a report.
//!
//! The scorer of pronouns looks at names and their places. Reports tell more: who is quoted seldom names himself in the quotation, and
//! a name that stands only in what another said is seldom the next to speak; then it is mostly who spoke last (Elson and McKeown 2010).

use crate::gazetteer::Gender;
use crate::text::{Shape, TokenKind};
use crate::words::Phrases;
use crate::{Attribution, Entity, EntityId, Label, Mention, MentionKind, QuotationKind, Span};

/// Who spoke last is looked for so many tokens before the pronoun.
const REACH: usize = 200;
/// Who spoke last speaks on in the same paragraph or in the next one.
const PARAGRAPHS: u32 = 1;
/// Reports with the same words as their source are looked for among so many before.
const SAME: usize = 4;
/// How likely it is, roughly.
const SCORE: f32 = 0.9;

/// Gives the pronouns that are sources to those who spoke last, where the choice so far is somebody who is only talked of. The attributions are by cue.
pub(super) fn take(
    p: &Phrases<'_>,
    mentions: &mut [Mention],
    entities: &mut [Entity],
    attributions: &mut [Attribution],
) {
    let mut last: Option<usize> = None;
    for i in 0..attributions.len() {
        // "he said, adding": the same pronoun, whose turn it may be since.
        let mut near = (i.saturating_sub(SAME)..i).rev();
        let own = &attributions[i].source;
        if !own.is_empty()
            && let Some(same) = near.find(|&before| attributions[before].source == *own)
        {
            attributions[i].speaker = attributions[same].speaker;
        }
        let text = Text {
            p,
            mentions,
            entities,
            attributions,
        };
        let owner = last.and_then(|before| {
            let turn = Turn::new(p, mentions, &attributions[i])?;
            let (speaker, antecedent) = turn.owner(&text, before, i)?;
            Some((turn, speaker, antecedent))
        });
        let described = last.and_then(|before| text.described(before, i));
        if let Some((turn, speaker, antecedent)) = owner {
            let mention = &mut mentions[turn.mention];
            if let Some(old) = mention.entity.replace(speaker) {
                entities[old.index()]
                    .mentions
                    .retain(|&m| m as usize != turn.mention);
            }
            mention.antecedent = Some(antecedent);
            mention.score = SCORE;
            mention.by = "resolve:turn".into();
            let own = &mut entities[speaker.index()].mentions;
            let at = own.partition_point(|&m| (m as usize) < turn.mention);
            own.insert(at, turn.mention as u32);
            attributions[i].speaker = Some(speaker);
        }
        if described.is_some() {
            attributions[i].speaker = described;
        }
        // What is reported within a report is not the next turn, nor is "Asked by Kim whether it was late, he said ...".
        let a = &attributions[i];
        if a.within.is_none() && !a.source.is_empty() && !asks_first(p, a) {
            last = Some(i);
        }
    }
}

/// What is known of a text so far.
struct Text<'a> {
    p: &'a Phrases<'a>,
    mentions: &'a [Mention],
    entities: &'a [Entity],
    /// By cue.
    attributions: &'a [Attribution],
}

impl Text<'_> {
    /// "The Croatian said", "the 52-year-old said": the person who spoke last, where no other one was named since.
    fn described(&self, before: usize, own: usize) -> Option<EntityId> {
        let Text {
            p,
            mentions,
            entities,
            attributions,
        } = *self;
        let source = *attributions[own].source.first()?;
        let spoke = *attributions[before].source.last()?;
        let speaker = attributions[before].speaker?;
        let tokens = &p.views.tokens;
        let first = tokens.partition_point(|t| t.span.end <= source.start);
        let (word, next) = (tokens.get(first + 1)?.span, first + 2);
        let ends = next >= tokens.len()
            || tokens[next].span.start >= source.end
            || p.kind(next) == TokenKind::Comma;
        let from = mentions.partition_point(|m| m.span.start < spoke.end);
        let to = mentions.partition_point(|m| m.span.start < source.start);
        let of_people = mentions[to..]
            .iter()
            .take_while(|m| m.span.start <= word.start)
            .any(|m| m.span == word && m.label == Label::Norp);
        let describes = of_people || p.text[word].ends_with("-year-old");
        let other = |m: &Mention| {
            m.label == Label::Person
                && is_name(m)
                && m.entity != Some(speaker)
                && !quoted(p, m.span)
                && !attributions[before]
                    .content
                    .iter()
                    .any(|c| c.contains(m.span))
        };
        let spoken = tokens.partition_point(|t| t.span.end <= spoke.start);
        if spoke.end > source.start
            || first - spoken > REACH
            || paragraph(p, first) - paragraph(p, spoken) > PARAGRAPHS
        {
            return None;
        }
        (p.is(first, &["the"])
            && ends
            && describes
            && entities[speaker.index()].label == Label::Person
            && !mentions[from..to].iter().any(other))
        .then_some(speaker)
    }
}

/// A pronoun that is the source of an attribution.
struct Turn {
    mention: usize,
    gender: Gender,
    token: usize,
}

impl Turn {
    fn new(p: &Phrases<'_>, mentions: &[Mention], attribution: &Attribution) -> Option<Self> {
        let [source] = attribution.source[..] else {
            return None;
        };
        let word = &p.text[source];
        let gender = if word.eq_ignore_ascii_case("he") {
            Gender::Male
        } else if word.eq_ignore_ascii_case("she") {
            Gender::Female
        } else {
            return None;
        };
        let mention = mentions.partition_point(|m| m.span.start < source.start);
        let is_it = |m: &Mention| m.span == source && m.kind == MentionKind::Pronoun;
        mentions.get(mention).filter(|m| is_it(m))?;
        let tokens = &p.views.tokens;
        let token = tokens.partition_point(|t| t.span.end <= source.start);
        Some(Turn {
            mention,
            gender,
            token,
        })
    }

    /// The person whose turn it is, if not the one who was chosen so far, and where that person is named as the source.
    fn owner(&self, text: &Text<'_>, before: usize, own: usize) -> Option<(EntityId, Span)> {
        let Text {
            p,
            mentions,
            entities,
            attributions,
        } = *text;
        let speaker = attributions[before].speaker?;
        let source = *attributions[before].source.first()?;
        let pronoun = &mentions[self.mention];
        let entity = &entities[speaker.index()];
        let fits = entity.label == Label::Person && entity.gender.is_none_or(|g| g == self.gender);
        let first = p
            .views
            .tokens
            .partition_point(|t| t.span.end <= source.start);
        // A quotation may be several paragraphs long.
        let said = attributions[before].content.last();
        let end = said.map_or(first, |said| {
            let last = p.views.tokens.partition_point(|t| t.span.end < said.end);
            last.max(first)
        });
        if !fits
            || pronoun.entity == Some(speaker)
            || source.start >= pronoun.span.start
            || self.token.saturating_sub(end) > REACH
            || paragraph(p, self.token).saturating_sub(paragraph(p, end)) > PARAGRAPHS
        {
            return None;
        }
        let Some(chosen) = pronoun.entity else {
            return Some((speaker, source));
        };
        let named_in = |content: &Span| {
            let from = mentions.partition_point(|m| m.span.start < content.start);
            let inside = mentions[from..]
                .iter()
                .take_while(|m| m.span.start < content.end);
            let mut inside = inside.take(REACH);
            inside.any(|m| m.entity == Some(chosen) && is_name(m) && quoted(p, m.span))
        };
        // "Lee said Kim had waited. “We were late,” he said.": in the same paragraph also who is named in what is told without marks.
        let same = paragraph(p, self.token) == paragraph(p, first);
        let told = |m: &Mention| {
            let reports = attributions[before..own].iter();
            let mut content = reports.flat_map(|a| &a.content);
            quoted(p, m.span)
                || same
                    && attributions[own].kind == QuotationKind::Direct
                    && content.any(|span| span.contains(m.span))
        };
        // Whoever is named in the source itself does not speak: "Kim's lawyer, Lee, said so. “Yes,” he added."
        let from = mentions.partition_point(|m| m.span.start < source.end);
        let mut between = mentions[from.min(self.mention)..self.mention].iter();
        let talked_of = attributions[own].content.iter().any(named_in)
            || !between.any(|m| m.entity == Some(chosen) && !told(m));
        talked_of.then_some((speaker, source))
    }
}

fn asks_first(p: &Phrases<'_>, attribution: &Attribution) -> bool {
    let cue = attribution.cue.first();
    cue.is_some_and(|&cue| {
        let first = p.views.tokens.partition_point(|t| t.span.end <= cue.start);
        attribution.cue_lemma == "ask" && p.token(first).shape.contains(Shape::SENTENCE_START)
    })
}

fn is_name(mention: &Mention) -> bool {
    matches!(mention.kind, MentionKind::Name | MentionKind::Short)
}

fn quoted(p: &Phrases<'_>, span: Span) -> bool {
    let token = p.views.tokens.partition_point(|t| t.span.end <= span.start);
    p.token(token).quoted()
}

fn paragraph(p: &Phrases<'_>, token: usize) -> u32 {
    p.views.sentences[p.token(token).sentence as usize].paragraph
}

#[cfg(test)]
mod tests {
    use super::super::speaker::checked;
    use crate::Tagger;

    /// Who speaks, attribution by attribution.
    fn speakers(text: &str) -> Vec<String> {
        let document = checked(&Tagger::default(), text);
        let name = |a| document.speaker_name(a).unwrap_or("nobody").to_owned();
        document.attributions.iter().map(name).collect()
    }

    #[test]
    fn who_spoke_last_speaks_on() {
        let text = "Peter Sands won the race in May. “The river was high this year, and I know that Sands had trained on the lake all winter,” \
            said Ron Alder, a coach.\n\nThe club is “looking for a second boat before the summer begins,” he said.";
        assert_eq!(speakers(text).last().unwrap(), "Ron Alder");
    }

    #[test]
    fn who_spoke_for_two_paragraphs_speaks_on() {
        let text = "Peter Sands won the race. Ron Alder, a coach, said: “I know that Peter Sands had trained on the lake.\n\n\
            “The river was high this year.”\n\nHe added that the club was looking for a second boat.";
        assert_eq!(speakers(text), ["Ron Alder", "Ron Alder"]);
    }

    #[test]
    fn one_pronoun_is_one_speaker() {
        let text = "Paul Castro spoke in Ohio. “The schools are full,” he said, adding “This is because Frank Moore built none.”\n\n\
            “We wait,” he said, adding “Frank Moore does not.”";
        assert_eq!(speakers(text), ["Paul Castro"; 4]);
    }

    #[test]
    fn nobody_names_himself_in_his_own_quotation() {
        let text = "Frank Moore spoke in Ohio. “The schools are full,” Paul Castro said.\n\n“Most parents here like Frank Moore,” he said.";
        assert_eq!(speakers(text), ["Paul Castro", "Paul Castro"]);
    }

    #[test]
    fn somebody_who_comes_in_between_may_speak() {
        let text = "“The schools are full,” Paul Castro said. Then Frank Moore came in. “They are not,” he said.";
        assert_eq!(speakers(text), ["Paul Castro", "Frank Moore"]);
        // Nor does anybody speak on whose name does not fit.
        let text = "“Ships are late,” said Rita Holm. “Paul Castro is not to blame,” he said.";
        assert_ne!(speakers(text)[1], "Rita Holm");
    }

    #[test]
    fn who_spoke_last_is_described() {
        let text = "Frank Moore said that he was glad. “I would do it again,” said the Scot. The 52-year-old, who left early, said it was late.";
        assert_eq!(speakers(text), ["Frank Moore"; 3]);
        // Another name comes in between.
        let text = "Frank Moore said that he was glad. Paul Castro won. “Never,” said the Scot.";
        assert_ne!(speakers(text)[1], "Frank Moore");
    }

    #[test]
    fn a_relative_clause_speaks_for_the_name_before_it() {
        let text = "The list came from Ann Berg, who said that it was too long.";
        assert_eq!(speakers(text), ["Ann Berg"]);
        let text = "Officials were late, said Ann Berg, an analyst at Tidewatch, who noted that prices had risen.";
        assert_eq!(speakers(text), ["Ann Berg", "Ann Berg"]);
        let text = "The list came from farmers, who said that it was too long.";
        assert_eq!(speakers(text), ["nobody"]);
    }
}
