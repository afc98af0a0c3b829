//! Wikidata's dump: an item a line, in an array or without.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::fields::Record;
use super::json::broken;
use super::sink::Sink;
use crate::Label;
use crate::gazetteer::Gender;

/// Bytes of the longest item.
pub(super) const LONGEST: usize = 64 << 20;

pub(super) const LICENCE: &str = "CC0-1.0";

/// What of an item is read. All else is passed over, not kept.
#[derive(Deserialize)]
struct Item<'j> {
    #[serde(borrow)]
    id: Cow<'j, str>,
    #[serde(borrow, default, deserialize_with = "or_empty")]
    labels: BTreeMap<Cow<'j, str>, Term>,
    #[serde(borrow, default, deserialize_with = "or_empty")]
    aliases: BTreeMap<Cow<'j, str>, Vec<Term>>,
    #[serde(default, deserialize_with = "or_empty")]
    claims: Claims,
    #[serde(default, deserialize_with = "or_empty")]
    sitelinks: Count,
}

#[derive(Deserialize)]
struct Term {
    value: String,
}

#[derive(Default, Deserialize)]
struct Claims {
    /// Instance of.
    #[serde(rename = "P31", default)]
    classes: Vec<Claim>,
    /// Sex or gender.
    #[serde(rename = "P21", default)]
    genders: Vec<Claim>,
}

#[derive(Deserialize)]
struct Claim {
    #[serde(default)]
    rank: String,
    mainsnak: Snak,
}

#[derive(Deserialize)]
struct Snak {
    datavalue: Option<DataValue>,
}

#[derive(Deserialize)]
struct DataValue {
    value: ItemValue,
}

#[derive(Deserialize)]
struct ItemValue {
    id: Option<String>,
}

impl Claims {
    fn ids(claims: &[Claim]) -> impl Iterator<Item = &str> {
        let claims = claims.iter().filter(|claim| claim.rank != "deprecated");
        claims.filter_map(|claim| claim.mainsnak.datavalue.as_ref()?.value.id.as_deref())
    }
}

/// How many members an object has.
#[derive(Default)]
struct Count(u32);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(CountVisitor)
    }
}

struct CountVisitor;

impl<'de> Visitor<'de> for CountVisitor {
    type Value = Count;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Count, A::Error> {
        let mut count = 0;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(Count(count))
    }
}

/// An object, or what PHP writes for an empty one: `[]`.
fn or_empty<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    struct OrEmpty<T>(std::marker::PhantomData<T>);

    impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for OrEmpty<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object, or an empty array")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(serde::de::value::MapAccessDeserializer::new(map))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<T, A::Error> {
            match seq.next_element::<IgnoredAny>()? {
                None => Ok(T::default()),
                Some(_) => Err(serde::de::Error::invalid_length(1, &self)),
            }
        }
    }

    deserializer.deserialize_any(OrEmpty(std::marker::PhantomData))
}

/// An item, or the brackets around all.
pub(super) fn line(line: &str, sink: &mut Sink<'_>) -> Result<(), String> {
    let line = line.trim();
    let json = line.strip_suffix(',').unwrap_or(line);
    if matches!(json, "" | "[" | "]") {
        return Ok(());
    }
    let item: Item<'_> = serde_json::from_str(json).map_err(|error| broken(&error))?;
    let classes: Vec<&str> = Claims::ids(&item.claims.classes).collect();
    let Some((class, label)) = find_class(&classes, sink) else {
        sink.done.left_out += 1;
        return Ok(());
    };
    // "mul" has the names that are the same in all languages.
    let languages = || {
        let asked = sink.options.languages.iter().map(String::as_str);
        asked.chain(["mul"])
    };
    let mut names: Vec<&str> = vec![];
    names.extend(languages().filter_map(|l| Some(item.labels.get(l)?.value.as_str())));
    if names.is_empty() {
        // Without a name in these languages it is none of this list.
        sink.done.left_out += 1;
        return Ok(());
    }
    let aliases = languages().filter_map(|l| item.aliases.get(l)).flatten();
    for alias in aliases.map(|alias| alias.value.as_str()) {
        if !names.contains(&alias) {
            names.push(alias);
        }
    }
    let mut names = names.into_iter();
    let gender = Claims::ids(&item.claims.genders).find_map(|id| match id {
        "Q6581072" | "Q1052281" => Some(Gender::Female),
        "Q6581097" | "Q2449503" => Some(Gender::Male),
        _ => None,
    });
    let record = Record {
        name: names.next().unwrap_or_default().to_owned(),
        label: Some(label),
        kind: class.to_owned(),
        id: format!("wikidata:{}", item.id),
        aliases: names.map(str::to_owned).collect(),
        prior: item.sitelinks.0,
        gender,
        ..Record::default()
    };
    sink.take(record)
}

/// The label of the first class that has one, and what it is called.
fn find_class(classes: &[&str], sink: &Sink<'_>) -> Option<(&'static str, Label)> {
    classes.iter().find_map(|class| {
        let mut asked = sink.options.classes.iter();
        if let Some((_, label)) = asked.find(|(id, _)| id == class) {
            let known = CLASSES.iter().find(|(id, ..)| id == class);
            return Some((known.map_or("", |known| known.1), *label));
        }
        if !sink.options.classes.is_empty() {
            return None;
        }
        let known = CLASSES.iter().find(|(id, ..)| id == class);
        known.map(|&(_, kind, label)| (kind, label))
    })
}

/// Classes that are taken where the call names none, with what the bundled lists call them.
const CLASSES: [(&str, &str, Label); 38] = [
    ("Q5", "", Label::Person),
    ("Q6256", "country", Label::Place),
    ("Q3624078", "country", Label::Place),
    ("Q515", "city", Label::Place),
    ("Q1549591", "city", Label::Place),
    ("Q200250", "city", Label::Place),
    ("Q1093829", "city", Label::Place),
    ("Q3957", "city", Label::Place),
    ("Q532", "city", Label::Place),
    ("Q486972", "city", Label::Place),
    ("Q35657", "division", Label::Place),
    ("Q10864048", "division", Label::Place),
    ("Q47168", "division", Label::Place),
    ("Q82794", "region", Label::Place),
    ("Q5107", "region", Label::Place),
    ("Q23442", "island", Label::Place),
    ("Q8502", "mountain", Label::Place),
    ("Q46831", "mountain", Label::Place),
    ("Q4022", "water", Label::Place),
    ("Q23397", "water", Label::Place),
    ("Q165", "water", Label::Place),
    ("Q43229", "organization", Label::Org),
    ("Q4830453", "company", Label::Org),
    ("Q6881511", "company", Label::Org),
    ("Q783794", "company", Label::Org),
    ("Q891723", "company", Label::Org),
    ("Q22687", "company", Label::Org),
    ("Q46970", "company", Label::Org),
    ("Q3918", "university", Label::Org),
    ("Q7278", "party", Label::Org),
    ("Q476028", "team", Label::Org),
    ("Q163740", "ngo", Label::Org),
    ("Q79913", "ngo", Label::Org),
    ("Q327333", "agency", Label::Org),
    ("Q484652", "organization", Label::Org),
    ("Q245065", "organization", Label::Org),
    ("Q11032", "media", Label::Org),
    ("Q192283", "media", Label::Org),
];
