//! Mentions to entities: the same identifier, the same name, a short form of an earlier name.

use rustc_hash::FxHashMap;

use super::names::{fold, initials, plain};
use super::{Context, Draft, Facts, gender, kin, one_line};
use crate::gazetteer::{Brief, Entry, Hit, List};
use crate::rules::Lists;
use crate::{Candidate, EntityId, Label, Mention, MentionKind, Span};

/// Gives every mention an entity; returns the entities by first mention.
pub(super) fn group(context: &Context<'_>, mentions: &mut [Mention]) -> Vec<Draft> {
    let mut groups = Groups::default();
    for i in 0..mentions.len() {
        let (before, rest) = mentions.split_at_mut(i);
        let (mention, behind) = rest.split_first_mut().expect("there is one");
        mention.entity = Some(groups.entity(context, before, mention, behind));
    }
    groups.drafts
}

/// The number of a string in [`Groups::strings`].
type Number = u32;

#[derive(Default)]
struct Groups<'a> {
    drafts: Vec<Draft>,
    /// Folded names, words of them and identifiers, with a number for each.
    strings: FxHashMap<String, Number>,
    /// What is known of a mention by how it is written.
    forms: FxHashMap<(Label, &'a str), Form<'a>>,
    by_kb: FxHashMap<(Label, Number), u32>,
    by_name: FxHashMap<(Label, Number), u32>,
    /// For persons: by first and last word, which stay when a middle name comes or goes.
    by_ends: FxHashMap<(Number, Number), u32>,
    /// For organizations: by the name without "Inc." and the like, and by its first word.
    by_plain: FxHashMap<Number, u32>,
    /// For persons: the latest one with this last or only word.
    by_last: FxHashMap<Number, u32>,
    /// For persons: the latest one whose name of several words begins so: "Geng" after "Geng Yansheng".
    by_first: FxHashMap<Number, u32>,
    /// By where the full name will stand, for short forms before it: "Geng" in the headline.
    ahead: FxHashMap<Span, u32>,
    buffer: String,
}

/// A mention as it is written, whatever its place.
#[derive(Clone, Copy)]
struct Form<'a> {
    /// The folded name, and its first and last word.
    name: Number,
    first: Number,
    last: Number,
    /// Whether the folded name has but one, particles aside: "van der Vold".
    one_word: bool,
    /// An organization's name without legal forms at its end, where it has any.
    plain: Option<Number>,
    /// The first letters of the capitalised words of an organization of several words.
    initials: Option<Number>,
    /// What the gazetteer found there.
    hits: &'a [Hit],
    known: Option<Known<'a>>,
}

#[derive(Clone, Copy)]
struct Known<'a> {
    entry: Entry<'a>,
    /// What its entry is grouped by: its identifier, or else its name.
    key: Number,
}

impl<'a> Groups<'a> {
    fn entity(
        &mut self,
        context: &Context<'a>,
        before: &[Mention],
        mention: &Mention,
        behind: &[Mention],
    ) -> EntityId {
        let label = mention.label;
        let form = self.form(context, mention);
        let person = label == Label::Person;
        let single = form.one_word;
        // "Vold" is not "her husband, Ted Vold" who comes later.
        let antecedent = mention.antecedent.filter(|full| {
            full.start < mention.span.start
                || !person
                || !kin::is_relative_of(context, mention.span, *full)
        });
        let found = antecedent
            .and_then(|full| entity_at(before, full))
            .or_else(|| self.by_kb.get(&(label, form.known?.key)).copied())
            .or_else(|| self.by_name.get(&(label, form.name)).copied())
            .or_else(|| {
                let ends = (person && !single).then_some((form.first, form.last))?;
                self.by_ends.get(&ends).copied()
            })
            .or_else(|| {
                let last = person && (single || mention.kind == MentionKind::Short);
                self.by_last.get(&form.last).copied().filter(|_| last)
            })
            .or_else(|| {
                let first = person && single;
                self.by_first.get(&form.last).copied().filter(|_| first)
            })
            .or_else(|| {
                let named = (label == Label::Org).then_some(form.plain)?;
                let plain = |name| self.by_name.get(&(label, name)).copied();
                named.map_or_else(|| self.by_plain.get(&form.name).copied(), plain)
            })
            .or_else(|| self.ahead.remove(&mention.span));
        let own = found.is_some_and(|id| self.defines(context, id, mention));
        let form = Form {
            known: form.known.filter(|_| !own),
            ..form
        };
        let known = form.known.map(|known| known.entry);
        let id = match found.filter(|&id| self.drafts[id as usize].label == label) {
            Some(id) => id,
            None => self.new_entity(context, mention, &known),
        };
        self.improve(context, mention, id, &known);
        let full = antecedent.or_else(|| {
            let alone = person && single && found.is_none();
            alone.then(|| self.full_name_of(context, form.last, behind))?
        });
        if let Some(full) = full.filter(|full| full.start > mention.span.start) {
            self.ahead.insert(full, id);
        }
        if let Some(known) = form.known {
            self.by_kb.entry((label, known.key)).or_insert(id);
        }
        if person {
            self.by_last.insert(form.last, id);
            if !single {
                self.by_first.insert(form.first, id);
                self.by_ends.entry((form.first, form.last)).or_insert(id);
            }
        }
        if let Some(initials) = form.initials {
            // "World Health Organization (WHO)": the acronym names the same from here on.
            self.by_name.entry((label, initials)).or_insert(id);
        }
        if let Some(plain) = form.plain {
            self.by_plain.entry(plain).or_insert(id);
            // "Hartwell" for "Hartwell Homes Plc"
            self.by_plain.entry(form.first).or_insert(id);
        }
        self.by_name.entry((label, form.name)).or_insert(id);
        EntityId(id)
    }

    /// Whether these letters are those of an organization that no list has: the ACC of the "All Citizens Congress", whatever lists call so.
    fn defines(&self, context: &Context<'_>, id: u32, mention: &Mention) -> bool {
        let draft = &self.drafts[id as usize];
        let letters = context.text(mention.span);
        mention.label == Label::Org
            && draft.kb.is_none()
            && letters.len() > 1
            && letters.bytes().all(|b| b.is_ascii_uppercase())
            && initials(&draft.name) == letters.to_ascii_lowercase()
    }

    /// Where the full name of a person stands who is named by this word alone so far: "LEE RESIGNS" above "Ann Lee resigned".
    fn full_name_of(
        &mut self,
        context: &Context<'a>,
        last: Number,
        behind: &[Mention],
    ) -> Option<Span> {
        /// So many mentions are looked at.
        const NEAR: usize = 40;
        let persons = behind.iter().take(NEAR);
        let mut persons = persons.filter(|m| m.label == Label::Person);
        let full = persons.find(|m| {
            let form = self.form(context, m);
            !form.one_word && form.last == last && !kin::is_relative(context, m.span)
        })?;
        Some(full.span)
    }

    fn form(&mut self, context: &Context<'a>, mention: &Mention) -> Form<'a> {
        let text = context.text(mention.span);
        let hits = context.hits_of(mention.span);
        let key = (mention.label, text);
        // The same words may be found in other ways elsewhere: where an entry has conditions.
        let same = |form: &&Form<'_>| {
            form.hits.len() == hits.len()
                && form
                    .hits
                    .iter()
                    .zip(hits)
                    .all(|(a, b)| (a.entry, a.form) == (b.entry, b.form))
        };
        if let Some(form) = self.forms.get(&key).filter(same) {
            return *form;
        }
        let mut name = std::mem::take(&mut self.buffer);
        fold(text, &mut name);
        let mut words = name.split(' ');
        let first = words.next().unwrap_or_default();
        let last = words.next_back().unwrap_or(first);
        let particle = |word: &str| context.vocabulary.has(Lists::PARTICLES, word);
        let one_word = name.rsplit(' ').skip(1).all(particle);
        let plain = (mention.label == Label::Org)
            .then(|| plain(context, text))
            .flatten();
        let form = Form {
            name: self.number(&name),
            first: self.number(first),
            last: self.number(last),
            one_word,
            plain: plain.map(|plain| self.number(&plain)),
            initials: (mention.label == Label::Org && !one_word)
                .then(|| initials(text))
                .filter(|initials| initials.len() > 2)
                .map(|initials| self.number(&initials)),
            hits,
            known: known(context, mention, hits).map(|entry| Known {
                entry,
                key: self.number(key_of(&entry)),
            }),
        };
        self.buffer = name;
        self.forms.insert(key, form);
        form
    }

    fn number(&mut self, string: &str) -> Number {
        if let Some(&number) = self.strings.get(string) {
            return number;
        }
        let number = self.strings.len() as Number;
        self.strings.insert(string.to_owned(), number);
        number
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
                || one_line(context.text(mention.span)).into_owned(),
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
        match known {
            Some(entry) if draft.kb.is_none() => {
                draft.kb = identifier(known);
                draft.name = entry.name.to_owned();
                draft.facts = facts(context, mention, entry);
            }
            _ if draft.kb.is_some() => {}
            _ => {
                let name = one_line(context.text(mention.span));
                if *name != *draft.name {
                    let small = || name.chars().any(char::is_lowercase);
                    let shouted =
                        || draft.name.len() > 5 && draft.name.chars().all(|c| !c.is_lowercase());
                    let longer = name.chars().count() > draft.name.chars().count() && small();
                    if longer || draft.name.eq_ignore_ascii_case(&name) && shouted() && small() {
                        draft.name = name.into_owned();
                    }
                }
            }
        }
        if mention.label == Label::Person && draft.gender.is_none() {
            draft.gender = gender::of_name(context, mention.span);
        }
    }
}

/// The entity of the mention with this span.
fn entity_at(mentions: &[Mention], span: Span) -> Option<u32> {
    let at = mentions.partition_point(|m| m.span.start < span.start);
    let found = mentions.get(at).filter(|m| m.span == span)?;
    found.entity.map(|id| id.0)
}

fn key_of<'a>(entry: &Entry<'a>) -> &'a str {
    if entry.kb.is_empty() {
        entry.name
    } else {
        entry.kb
    }
}

/// The identifier of a gazetteer's entry, where it has one.
fn identifier(known: &Option<Entry<'_>>) -> Option<String> {
    filled(known.as_ref()?.kb)
}

fn filled(field: &str) -> Option<String> {
    (!field.is_empty()).then(|| field.to_owned())
}

/// Whether a hit is something by itself that can be told from others: a user's entry is known by its name where it has no identifier.
fn is_candidate(context: &Context<'_>, hit: &Hit, entry: &Brief<'_>) -> bool {
    entry.label.is_some()
        && entry.list != List::Demonyms
        && (entry.list == List::User || context.gazetteer.prior(hit.entry).1)
}

/// The likeliest that has the mention's label.
fn known<'a>(context: &Context<'a>, mention: &Mention, hits: &[Hit]) -> Option<Entry<'a>> {
    let gazetteer = context.gazetteer;
    let fitting = hits.iter().filter(|hit| {
        let entry = gazetteer.brief(hit.entry);
        entry.label == Some(mention.label) && is_candidate(context, hit, &entry)
    });
    let best = fitting.min_by_key(|hit| gazetteer.rank(hit))?;
    Some(gazetteer.entry(best.entry))
}

fn facts(context: &Context<'_>, mention: &Mention, entry: &Entry<'_>) -> Facts {
    let mut candidates: Vec<Candidate> = vec![];
    // What the gazetteer has for exactly this mention, the likeliest first.
    for hit in context.gazetteer.candidates(context.hits, mention.span) {
        if !is_candidate(context, &hit, &context.gazetteer.brief(hit.entry)) {
            continue;
        }
        let entry = context.gazetteer.entry(hit.entry);
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
    fn a_short_form_in_the_headline_waits_for_the_full_name() {
        let text = "Haugland to leave in May\n\nErling Haugland will leave in May, Norway said. Haugland is 60.";
        let document = Tagger::default().tag(text);
        let named = |m: &&crate::Mention| text[m.span].contains("Haugland");
        let entities = document.mentions.iter().filter(named).map(|m| m.entity);
        assert_eq!(
            entities.collect::<Vec<_>>(),
            [document.mentions[0].entity; 3]
        );
        assert_eq!(document.entities[0].name, "Erling Haugland");
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
