//! Mentions to entities: the same identifier, the same name, a short form of an earlier name.

use rustc_hash::FxHashMap;

use super::{Context, Draft, Facts, gender, one_line};
use crate::gazetteer::{Entry, List};
use crate::{Candidate, EntityId, Label, Mention, MentionKind, Span};

/// Gives every mention an entity; returns the entities by first mention.
pub(super) fn group(context: &Context<'_>, mentions: &mut [Mention]) -> Vec<Draft> {
    let mut groups = Groups::default();
    for mention in mentions.iter_mut() {
        let id = groups.entity(context, mention);
        mention.entity = Some(id);
    }
    groups.drafts
}

#[derive(Default)]
struct Groups {
    drafts: Vec<Draft>,
    by_kb: FxHashMap<(Label, String), u32>,
    by_name: FxHashMap<(Label, String), u32>,
    /// For persons: by first and last word, which stay when a middle name comes or goes.
    by_ends: FxHashMap<(String, String), u32>,
    /// For persons: the latest one with this last or only word.
    by_last: FxHashMap<String, u32>,
    /// For persons: the latest one whose name of several words begins so: "Geng" after "Geng Yansheng".
    by_first: FxHashMap<String, u32>,
    by_span: FxHashMap<Span, u32>,
}

impl Groups {
    fn entity(&mut self, context: &Context<'_>, mention: &Mention) -> EntityId {
        let label = mention.label;
        let name = folded(context.text(mention.span));
        let known = known(context, mention);
        let words: Vec<&str> = name.split(' ').collect();
        let ends = (words[0].to_owned(), words[words.len() - 1].to_owned());
        let person = label == Label::Person;
        let found = mention
            .antecedent
            .and_then(|full| self.by_span.get(&full).copied())
            .or_else(|| self.by_kb.get(&(label, key(known.as_ref()?))).copied())
            .or_else(|| self.by_name.get(&(label, name.clone())).copied())
            .or_else(|| {
                self.by_ends
                    .get(&ends)
                    .copied()
                    .filter(|_| person && words.len() > 1)
            })
            .or_else(|| {
                self.by_last
                    .get(&ends.1)
                    .copied()
                    .filter(|_| person && (words.len() == 1 || mention.kind == MentionKind::Short))
            })
            .or_else(|| {
                self.by_first
                    .get(&ends.1)
                    .copied()
                    .filter(|_| person && words.len() == 1)
            });
        let id = match found.filter(|&id| self.drafts[id as usize].label == label) {
            Some(id) => id,
            None => self.new_entity(context, mention, &known),
        };
        self.improve(context, mention, id, &known);
        if let Some(kb) = known.as_ref().map(key) {
            self.by_kb.entry((label, kb)).or_insert(id);
        }
        if person {
            self.by_last.insert(ends.1.clone(), id);
            if words.len() > 1 {
                self.by_first.insert(ends.0.clone(), id);
                self.by_ends.entry(ends).or_insert(id);
            }
        }
        if label == Label::Org && words.len() > 1 {
            // "World Health Organization (WHO)": the acronym names the same from here on.
            let initials = initials(context.text(mention.span));
            if initials.len() > 2 {
                self.by_name.entry((label, initials)).or_insert(id);
            }
        }
        self.by_name.entry((label, name)).or_insert(id);
        self.by_span.insert(mention.span, id);
        EntityId(id)
    }

    fn new_entity(
        &mut self,
        context: &Context<'_>,
        mention: &Mention,
        known: &Option<Entry<'_>>,
    ) -> u32 {
        self.drafts.push(Draft {
            label: mention.label,
            name: known.as_ref().map_or_else(
                || one_line(context.text(mention.span)),
                |entry| entry.name.to_owned(),
            ),
            kb: identifier(known),
            role: None,
            affiliation: None,
            gender: None,
            facts: known
                .as_ref()
                .map_or_else(Facts::default, |entry| facts(context, mention, entry)),
        });
        self.drafts.len() as u32 - 1
    }

    /// A later mention may know more: an identifier, a longer name, the name in small letters, a gender.
    fn improve(
        &mut self,
        context: &Context<'_>,
        mention: &Mention,
        id: u32,
        known: &Option<Entry<'_>>,
    ) {
        let draft = &mut self.drafts[id as usize];
        let name = one_line(context.text(mention.span));
        match known {
            Some(entry) if draft.kb.is_none() => {
                draft.kb = identifier(known);
                draft.name = entry.name.to_owned();
                draft.facts = facts(context, mention, entry);
            }
            _ if draft.kb.is_some() => {}
            _ => {
                let shouted = draft.name.chars().all(|c| !c.is_lowercase())
                    && draft.name.len() > 5
                    && name.chars().any(char::is_lowercase);
                let longer = name.chars().count() > draft.name.chars().count()
                    && name.chars().any(char::is_lowercase);
                if shouted && draft.name.eq_ignore_ascii_case(&name) || longer {
                    draft.name = name;
                }
            }
        }
        if mention.label == Label::Person && draft.gender.is_none() {
            draft.gender = gender::of_name(context, mention.span);
        }
    }
}

/// The name that spellings of it share: small letters, one space, no full stops, no "the", straight apostrophes.
fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        let word = word
            .to_lowercase()
            .replace(['.', ','], "")
            .replace('’', "'");
        if word.is_empty() || folded.is_empty() && word == "the" {
            continue;
        }
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&word);
    }
    folded
}

/// The first letters of the capitalised words, in small letters: "who".
fn initials(name: &str) -> String {
    let firsts = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    firsts
        .filter(|c| c.is_uppercase())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What a gazetteer's entry is grouped by: its identifier, or else its name.
fn key(entry: &Entry<'_>) -> String {
    let key = if entry.kb.is_empty() {
        entry.name
    } else {
        entry.kb
    };
    key.to_owned()
}

/// The identifier of a gazetteer's entry, where it has one.
fn identifier(known: &Option<Entry<'_>>) -> Option<String> {
    filled(known.as_ref()?.kb)
}

fn filled(field: &str) -> Option<String> {
    (!field.is_empty()).then(|| field.to_owned())
}

/// What the gazetteer has for exactly this mention, the likeliest first: entries that are something by themselves.
fn candidates<'a>(context: &Context<'a>, mention: &Mention) -> Vec<Entry<'a>> {
    let hits = context.gazetteer.candidates(context.hits, mention.span);
    let entries = hits.iter().map(|hit| context.gazetteer.entry(hit.entry));
    // A user's entry is known by its name where it has no identifier.
    let known = entries.filter(|entry| !entry.kb.is_empty() || entry.list == List::User);
    known
        .filter(|entry| entry.label.is_some() && entry.list != List::Demonyms)
        .collect()
}

/// The likeliest that has the mention's label.
fn known<'a>(context: &Context<'a>, mention: &Mention) -> Option<Entry<'a>> {
    let candidates = candidates(context, mention);
    let mut fitting = candidates.into_iter();
    fitting.find(|entry| entry.label == Some(mention.label))
}

fn facts(context: &Context<'_>, mention: &Mention, entry: &Entry<'_>) -> Facts {
    let mut candidates: Vec<Candidate> = vec![];
    for entry in self::candidates(context, mention) {
        let candidate = Candidate {
            kb: filled(entry.kb),
            label: entry.label.unwrap_or(mention.label),
            sub_label: filled(entry.kind),
            name: entry.name.to_owned(),
            prior: entry.prior,
        };
        // Two lists may have the same entity.
        let same = |other: &Candidate| {
            other.kb == candidate.kb && (candidate.kb.is_some() || *other == candidate)
        };
        if !candidates.iter().any(same) {
            candidates.push(candidate);
        }
    }
    if candidates.len() < 2 {
        candidates.clear();
    }
    let features = entry.features();
    Facts {
        sub_label: filled(entry.kind),
        features: features
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .collect(),
        candidates,
    }
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::Gazetteer;
    use crate::{MentionKind, Tagger};

    #[test]
    fn aliases_of_an_entry_without_identifier_are_one_entity() {
        let list = "name\tlabel\taliases\nPolar Wind Shipping\tORG\tPolwind\n";
        let gazetteer = Gazetteer::builder()
            .bundled()
            .list("ships.tsv", list)
            .build()
            .unwrap();
        let tagger = Tagger::builder().gazetteer(gazetteer).build().unwrap();
        let document = tagger.tag("Polwind sold a ship — é. Polar Wind Shipping kept two.");
        let ship = document
            .entities
            .iter()
            .find(|e| e.name == "Polar Wind Shipping")
            .unwrap();
        assert_eq!((ship.mentions.len(), &ship.kb), (2, &None));
    }
    #[test]
    fn what_lists_say_travels_to_the_entity() {
        let list = "name\tlabel\tid\tkind\tprior\tfeatures\tweak_aliases\n\
            Rovík\tPLACE\tno:1\ttown\t900\tcounty=Møre\n\
            Rovík\tPLACE\tno:2\ttown\t20000\n\
            Rovík\tPERSON\tp:1\n\
            Rovík Shipping\tORG\tship:1\tshipping line\t\tflag=NO|ceo=Å. Dahl\tthe Line\n";
        let gazetteer = Gazetteer::builder()
            .bundled()
            .list("ships.tsv", list)
            .build()
            .unwrap();
        let tagger = Tagger::builder().gazetteer(gazetteer).build().unwrap();
        let document =
            tagger.tag("“Rovík Shipping left Rovík,” said a man. It was the Line’s last ship.");
        let entity = |name| document.entities.iter().find(|e| e.name == name).unwrap();
        let line = entity("Rovík Shipping");
        assert_eq!(line.sub_label.as_deref(), Some("shipping line"));
        assert_eq!(line.features["ceo"], "Å. Dahl");
        assert_eq!(line.features.len(), 2);
        assert!(line.candidates.is_empty());
        let mentions = line
            .mentions
            .iter()
            .map(|&i| &document.mentions[i as usize]);
        let mentions: Vec<_> = mentions.map(|m| (&document.text[m.span], m.kind)).collect();
        assert_eq!(
            mentions,
            [
                ("Rovík Shipping", MentionKind::Name),
                ("the Line", MentionKind::Short)
            ]
        );
        let town = entity("Rovík");
        assert_eq!(town.kb.as_deref(), Some("no:2"));
        let candidates: Vec<_> = town
            .candidates
            .iter()
            .map(|c| c.kb.as_deref().unwrap())
            .collect();
        assert_eq!(candidates, ["no:2", "no:1", "p:1"]);
    }
}
