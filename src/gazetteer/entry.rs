//! What a gazetteer knows of a name.

use bitflags::bitflags;
use serde::{Deserialize, Serialize};

use super::extras::{Extras, NewExtras};
use crate::Label;

/// The number of an entry in its [`Gazetteer`](super::Gazetteer).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

impl EntryId {
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The list that an entry stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum List {
    /// A list that the user gave.
    User,
    /// Full names of well-known people.
    People,
    /// Organizations.
    Organizations,
    /// Countries, divisions, cities, regions, waters and mountains.
    Places,
    /// "Chinese", "Germans", "Catholics".
    Demonyms,
    /// Given names: a part of a person's name.
    GivenNames,
    /// Surnames: a part of a person's name.
    Surnames,
    /// "Sen.", "Prime Minister": stand before a name.
    Titles,
    /// "spokesman", "officials": what sources of news are.
    Roles,
    /// "Ministry", "Inc.", "Lake": words that names of organizations and places are made with.
    NameWords,
}

impl List {
    /// All, in the order of compiled files.
    pub(super) const ALL: [List; 10] = [
        List::User,
        List::People,
        List::Organizations,
        List::Places,
        List::Demonyms,
        List::GivenNames,
        List::Surnames,
        List::Titles,
        List::Roles,
        List::NameWords,
    ];

    /// The name of the list, as rules and [`Mention::by`](crate::Mention::by) spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            List::User => "user",
            List::People => "people",
            List::Organizations => "organizations",
            List::Places => "places",
            List::Demonyms => "demonyms",
            List::GivenNames => "given_names",
            List::Surnames => "surnames",
            List::Titles => "titles",
            List::Roles => "roles",
            List::NameWords => "org_words",
        }
    }
}

bitflags! {
    /// What else a name can be, as the lists' column `flags` says.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Flags: u8 {
        /// `w`: a common word too ("Grant", "Reading").
        const WORD = 1;
        /// `g`: a given name too.
        const GIVEN_NAME = 1 << 1;
        /// `s`: a surname too.
        const SURNAME = 1 << 2;
        /// `p`: a place too.
        const PLACE = 1 << 3;
        /// `k`: alone it mostly means somebody widely known ("Gorbachev").
        const KNOWN = 1 << 4;
    }
}

impl Flags {
    pub(super) const fn of_letter(letter: char) -> Option<Flags> {
        Some(match letter {
            'w' => Flags::WORD,
            'g' => Flags::GIVEN_NAME,
            's' => Flags::SURNAME,
            'p' => Flags::PLACE,
            'k' => Flags::KNOWN,
            _ => return None,
        })
    }
}

/// The gender that a given name or title goes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// Mostly women's: "Maria", "Mrs.".
    Female,
    /// Mostly men's: "John", "Sir".
    Male,
}

/// What an entry does to the entries before it: those of earlier layers, and those above it in its own.
///
/// With an identifier it means the entries with the same one, without it those with the same canonical name (whatever the case and
/// accents) and label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Nothing: it is found beside them.
    #[default]
    Add,
    /// It takes their place.
    Override,
    /// It takes them away, and is itself not found. Without a label it means entries of any.
    Remove,
}

impl Action {
    /// As lists spell them.
    pub(super) const ALL: [(&'static str, Action); 3] = [
        ("add", Action::Add),
        ("override", Action::Override),
        ("remove", Action::Remove),
    ];
}

/// An entry of a gazetteer, as [`Gazetteer::entry`](super::Gazetteer::entry) shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry<'g> {
    /// Its list.
    pub list: List,
    /// The canonical name.
    pub name: &'g str,
    /// The list's identifier, such as `iso3166:CN`; for a demonym that of its place or group; empty where there is none.
    pub kb: &'g str,
    /// What it names by itself; `None` for parts of names and titles.
    pub label: Option<Label>,
    /// Its kind within the list ("country", "media", "military", "suffix", ...); may be empty.
    pub kind: &'g str,
    /// What else the name can be.
    pub flags: Flags,
    /// How much there is of it: bearers of a name, inhabitants of a place; 0 where that is unknown.
    pub prior: u32,
    /// The gender of a given name or title that goes with one.
    pub gender: Option<Gender>,
    /// For people and places: the country's ISO 3166-1 code; empty where there is none.
    pub country: &'g str,
    /// For people: the role they are known by; empty where there is none.
    pub role: &'g str,
    /// What few entries have.
    pub(super) extras: Extras<'g>,
}

impl<'g> Entry<'g> {
    /// Its features: whatever its list has under names of its own, to travel to the output.
    ///
    /// ```
    /// use onrecord::gazetteer::Gazetteer;
    /// let list = "name\tlabel\tfeatures\nMV Nordlicht\tORG\tflag=NO|built=1998\n";
    /// let ships = Gazetteer::builder().list("ships.tsv", list).build()?;
    /// let (_, ship) = ships.iter().next().unwrap();
    /// assert_eq!(ship.features().collect::<Vec<_>>(), [("flag", "NO"), ("built", "1998")]);
    /// # Ok::<(), onrecord::BuildError>(())
    /// ```
    pub fn features(&self) -> impl Iterator<Item = (&'g str, &'g str)> + use<'g> {
        self.extras.features()
    }

    /// The languages of texts in which it is found; all if there are none.
    pub fn languages(&self) -> impl Iterator<Item = &'g str> + use<'g> {
        self.extras.languages()
    }

    /// It is not found where one of these comes right behind it.
    pub fn not_before(&self) -> impl Iterator<Item = &'g str> + use<'g> {
        self.extras.not_before()
    }

    /// It is not found where one of these stands right before it.
    pub fn not_after(&self) -> impl Iterator<Item = &'g str> + use<'g> {
        self.extras.not_after()
    }

    /// If there are any, it is found only where one of these stands in the same sentence.
    pub fn with(&self) -> impl Iterator<Item = &'g str> + use<'g> {
        self.extras.with()
    }

    /// It is not found where one of these stands in the same sentence.
    pub fn without(&self) -> impl Iterator<Item = &'g str> + use<'g> {
        self.extras.without()
    }

    /// What it does to the entries before it.
    pub fn action(&self) -> Action {
        self.extras.action()
    }
}

/// What an entry shares with many others: a fraction of the work that an [`Entry`] takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Brief<'g> {
    pub list: List,
    pub label: Option<Label>,
    pub flags: Flags,
    pub gender: Option<Gender>,
    /// As bytes: it is only compared.
    pub kind: &'g [u8],
}

/// An entry while its gazetteer is built.
#[derive(Clone, Debug)]
pub(super) struct NewEntry<'a> {
    pub(super) entry: Entry<'a>,
    /// The further forms it is found by, besides its name.
    pub(super) aliases: Vec<&'a str>,
    pub(super) case: super::Case,
    /// Whether it is found without its accents, too, and with others.
    pub(super) any_accents: bool,
    /// Whether initials are found in all ways in which they are written: "J. K.", "J.K.", "JK".
    pub(super) any_initials: bool,
    pub(super) extras: NewExtras<'a>,
}
