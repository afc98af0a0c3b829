//! What only few entries have: features, languages, conditions, an action.
//!
//! They lie behind the facts of an entry as strings, each after a byte that says what it is and its length.

use super::entry::Action;
use super::hash::{LONGEST_WORD, MOST_UNITS, phrase};
use super::image::push_varint;

/// The most bytes of all extras of an entry.
const LONGEST: usize = 1 << 16;

/// What a string is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Feature,
    /// The value of the feature before it.
    Value,
    Language,
    NotBefore,
    NotAfter,
    With,
    Without,
    Action,
}

impl Kind {
    const ALL: [Kind; 8] = [
        Kind::Feature,
        Kind::Value,
        Kind::Language,
        Kind::NotBefore,
        Kind::NotAfter,
        Kind::With,
        Kind::Without,
        Kind::Action,
    ];
}

/// The extras of an entry of a gazetteer, as their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Extras<'g> {
    pub(super) bytes: &'g [u8],
}

impl<'g> Extras<'g> {
    /// What there is, as far as the bytes make sense.
    fn strings(self) -> impl Iterator<Item = (Kind, &'g str)> {
        let mut bytes = self.bytes;
        std::iter::from_fn(move || {
            let (&kind, rest) = bytes.split_first()?;
            let (&[low, high], rest) = rest.split_first_chunk()?;
            let (string, rest) =
                rest.split_at_checked(usize::from(u16::from_le_bytes([low, high])))?;
            bytes = rest;
            Some((
                *Kind::ALL.get(usize::from(kind))?,
                std::str::from_utf8(string).ok()?,
            ))
        })
    }

    fn of(self, kind: Kind) -> impl Iterator<Item = &'g str> {
        self.strings()
            .filter(move |(other, _)| *other == kind)
            .map(|(_, string)| string)
    }

    pub(super) fn features(self) -> impl Iterator<Item = (&'g str, &'g str)> {
        self.of(Kind::Feature).zip(self.of(Kind::Value))
    }

    pub(super) fn languages(self) -> impl Iterator<Item = &'g str> {
        self.of(Kind::Language)
    }

    pub(super) fn not_before(self) -> impl Iterator<Item = &'g str> {
        self.of(Kind::NotBefore)
    }

    pub(super) fn not_after(self) -> impl Iterator<Item = &'g str> {
        self.of(Kind::NotAfter)
    }

    pub(super) fn with(self) -> impl Iterator<Item = &'g str> {
        self.of(Kind::With)
    }

    pub(super) fn without(self) -> impl Iterator<Item = &'g str> {
        self.of(Kind::Without)
    }

    pub(super) fn action(self) -> Action {
        let word = self.of(Kind::Action).next();
        let action = Action::ALL.iter().find(|(a, _)| Some(*a) == word);
        action.map_or(Action::Add, |(_, action)| *action)
    }
}

/// The extras of an entry while its gazetteer is built. [`check`](NewExtras::check) says whether they are good.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct NewExtras<'a> {
    /// Forms that count only where another form of the entry stands in the text.
    pub(super) weak: Vec<&'a str>,
    /// Keys and values that travel to the output.
    pub(super) features: Vec<(&'a str, &'a str)>,
    /// The languages of texts in which it is found; all if there are none.
    pub(super) languages: Vec<&'a str>,
    /// It is not found where one of these comes right behind it.
    pub(super) not_before: Vec<&'a str>,
    /// It is not found where one of these stands right before it.
    pub(super) not_after: Vec<&'a str>,
    /// It is found only where one of these stands in its sentence.
    pub(super) with: Vec<&'a str>,
    /// It is not found where one of these stands in its sentence.
    pub(super) without: Vec<&'a str>,
    /// What it does to the entries before it.
    pub(super) action: Action,
}

impl NewExtras<'_> {
    /// Whether an entry is found in some places only.
    pub(super) fn conditional(&self) -> bool {
        [
            &self.languages,
            &self.not_before,
            &self.not_after,
            &self.with,
            &self.without,
        ]
        .iter()
        .any(|list| !list.is_empty())
    }

    /// Whether they are good; if not, what is wrong and what to do. Weak forms are checked as names are.
    pub(super) fn check(&self) -> Result<(), String> {
        for (field, phrases) in [
            ("not_before", &self.not_before),
            ("not_after", &self.not_after),
            ("with", &self.with),
            ("without", &self.without),
        ] {
            if let Some(wrong) = phrases.iter().find(|words| phrase(words).is_none()) {
                return Err(format!(
                    "{wrong:?} in {field:?} can never be found: write one to {MOST_UNITS} words, the first of which begins with a letter or digit, and none has more than {LONGEST_WORD} bytes"
                ));
            }
        }
        if let Some((_, value)) = self.features.iter().find(|(key, _)| key.is_empty()) {
            return Err(format!(
                "the feature with the value {value:?} has no name; write it as name=value"
            ));
        }
        let mut keys: Vec<&str> = self.features.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        if let Some(twice) = keys.windows(2).find(|two| two[0] == two[1]) {
            return Err(format!(
                "the feature {:?} stands twice; write one value, or give them different names",
                twice[0]
            ));
        }
        let strings = self.strings().map(|(_, string)| string.len() + 3);
        match strings.sum::<usize>() {
            0..=LONGEST => Ok(()),
            bytes => Err(format!(
                "features, languages, neighbours and context words take {bytes} bytes, and {LONGEST} are the most; shorten them"
            )),
        }
    }

    fn strings(&self) -> impl Iterator<Item = (Kind, &str)> {
        let action = Action::ALL
            .iter()
            .find(|(_, action)| *action == self.action);
        let action = action.filter(|_| self.action != Action::Add);
        let lists = [
            (Kind::Language, &self.languages),
            (Kind::NotBefore, &self.not_before),
            (Kind::NotAfter, &self.not_after),
            (Kind::With, &self.with),
            (Kind::Without, &self.without),
        ];
        action
            .map(|(word, _)| (Kind::Action, *word))
            .into_iter()
            .chain(
                self.features
                    .iter()
                    .flat_map(|(key, value)| [(Kind::Feature, *key), (Kind::Value, *value)]),
            )
            .chain(
                lists
                    .into_iter()
                    .flat_map(|(kind, list)| list.iter().map(move |string| (kind, *string))),
            )
    }

    /// Adds their length and their bytes. [`check`](NewExtras::check) must have found them good.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        let mut written = vec![];
        for (kind, string) in self.strings() {
            written.push(kind as u8);
            written.extend_from_slice(&(string.len() as u16).to_le_bytes());
            written.extend_from_slice(string.as_bytes());
        }
        push_varint(bytes, written.len() as u32);
        bytes.extend_from_slice(&written);
    }

    /// Whether there is nothing to write.
    pub(super) fn is_empty(&self) -> bool {
        self.action == Action::Add && self.features.is_empty() && !self.conditional()
    }
}

/// Takes a field with features apart: `party=CDU|born=1954`.
///
/// # Errors
///
/// If a part has no `=`.
pub(super) fn features(field: &str) -> Result<Vec<(&str, &str)>, String> {
    let parts = field.split('|').map(str::trim);
    let parts = parts.filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (key, value) = part.split_once('=').ok_or_else(|| {
                format!("the feature {part:?} has no \"=\"; write it as name=value")
            })?;
            Ok((key.trim(), value.trim()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_wrote() {
        let new = NewExtras {
            features: features("party = CDU| born=1954|note=").unwrap(),
            languages: vec!["de"],
            not_before: vec!["Hilton", "Saint-Germain"],
            without: vec!["œuvre"],
            action: Action::Override,
            ..NewExtras::default()
        };
        new.check().unwrap();
        let mut bytes = vec![];
        new.write(&mut bytes);
        let extras = Extras { bytes: &bytes[1..] };
        let features: Vec<_> = extras.features().collect();
        assert_eq!(features, [("party", "CDU"), ("born", "1954"), ("note", "")]);
        assert_eq!(extras.languages().collect::<Vec<_>>(), ["de"]);
        assert_eq!(extras.not_before().collect::<Vec<_>>(), new.not_before);
        assert_eq!(extras.not_after().count() + extras.with().count(), 0);
        assert_eq!(extras.without().collect::<Vec<_>>(), ["œuvre"]);
        assert_eq!(extras.action(), Action::Override);
    }

    #[test]
    fn says_what_is_wrong() {
        let wrong = |new: NewExtras<'_>| new.check().unwrap_err();
        let long = "x".repeat(70_000);
        for (new, expected) in [
            (
                NewExtras {
                    with: vec!["a b c d e f g"],
                    ..NewExtras::default()
                },
                "\"a b c d e f g\" in \"with\" can never be found",
            ),
            (
                NewExtras {
                    not_after: vec!["--"],
                    ..NewExtras::default()
                },
                "\"--\" in \"not_after\" can never be found",
            ),
            (
                NewExtras {
                    features: vec![("a", "x"), ("b", ""), ("a", "y")],
                    ..NewExtras::default()
                },
                "the feature \"a\" stands twice",
            ),
            (
                NewExtras {
                    features: vec![("", "x")],
                    ..NewExtras::default()
                },
                "the feature with the value \"x\" has no name",
            ),
            (
                NewExtras {
                    features: vec![("x", &long)],
                    ..NewExtras::default()
                },
                "features, languages, neighbours and context words take 70007 bytes",
            ),
        ] {
            assert!(wrong(new).starts_with(expected));
        }
        assert!(
            features("party")
                .unwrap_err()
                .starts_with("the feature \"party\" has no")
        );
    }
}
