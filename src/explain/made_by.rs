//! What made a mention or attribution, in words.

/// The rules and lists that make mentions, and what they say of them.
const MENTIONS: &[(&str, &str)] = &[
    ("gazetteer:user", "it is in a list of yours"),
    ("gazetteer:people", "it is in the list of people"),
    (
        "gazetteer:organizations",
        "it is in the list of organizations",
    ),
    ("gazetteer:places", "it is in the list of places"),
    (
        "gazetteer:demonyms",
        "it is in the list of peoples and parties",
    ),
    ("gazetteer:roles", "it is in the list of roles"),
    ("mention:title-name", "a title stands before the name"),
    ("mention:role-name", "a role stands before the name"),
    ("mention:role", "a role stands for somebody"),
    ("mention:first-last", "a given name stands before a surname"),
    ("mention:name-parts", "its words are parts of names"),
    ("mention:people", "people are named so beside it"),
    (
        "mention:in-text",
        "the text names it so elsewhere, where it is clear what it is",
    ),
    (
        "mention:short-form",
        "it is part of a full name in the text",
    ),
    (
        "mention:enumeration",
        "the names beside it in a row are of this kind",
    ),
    ("mention:definition", "the text says what it is"),
    (
        "mention:org-head",
        "it ends or begins with a word for an organization",
    ),
    (
        "mention:org-suffix",
        "it ends with a legal form such as “Inc.”",
    ),
    (
        "mention:org-noun",
        "a word for an organization stands beside it",
    ),
    ("mention:acronym", "it is an acronym of a name in the text"),
    (
        "mention:acronym-of-words",
        "it is an acronym of words that name no organization",
    ),
    ("mention:acronym-name", "an acronym is part of it"),
    ("mention:lone-acronym", "it is an acronym"),
    (
        "mention:place-head",
        "it has a word for a place, such as “River”",
    ),
    ("mention:place-name", "it stands where places are named"),
    ("mention:place-suffix", "it ends as places do"),
    ("mention:based", "“-based” stands behind it"),
    ("mention:place-context", "it stands where places are named"),
    ("mention:team-place", "it stands where teams are named"),
    ("mention:dateline", "it begins the text as a dateline"),
    ("mention:thing", "it is the name of a thing, such as a law"),
    (
        "mention:model",
        "the model takes its words for a name; no rule proposed it",
    ),
    (
        "mention:beside-pronoun",
        "a pronoun close by makes it a person",
    ),
    ("resolve:pronoun", "it is a pronoun for a person"),
    (
        "resolve:turn",
        "it is the source of a report, and that person spoke last",
    ),
    ("resolve:role", "it is a role that somebody in the text has"),
];

/// What a rule or list says of what it made; `None` for rules of users, which have names of their own.
pub(super) fn in_words(by: &str) -> Option<&'static str> {
    // "mention:definition.place" is of the family "mention:definition".
    let family = by.split('.').next().unwrap_or(by);
    let known = MENTIONS.iter().find(|(name, _)| *name == family);
    known.map(|&(_, words)| words)
}
