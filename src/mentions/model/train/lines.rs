//! Made-up news: the texts of `news/` with names put in.

use super::GoldNames;
use crate::gazetteer::{Flags, Gazetteer, List};
use crate::{Label, Span};

/// Blocks of lines; the first text says how names are written in them. What these news say of whom is made up.
pub(super) const TERSE: &[&str] = &[
    include_str!("news/lines.txt"),
    include_str!("news/agency.txt"),
];

/// These and blocks of prose.
pub(super) const ALL: &[&str] = &[
    TERSE[0],
    TERSE[1],
    include_str!("news/newswire.txt"),
    include_str!("news/american.txt"),
    include_str!("news/online.txt"),
];

/// How often each block is filled in.
pub(super) const COPIES: usize = 2;

/// The names to choose from.
struct Names {
    given: Vec<&'static str>,
    surnames: Vec<&'static str>,
    well_known: Vec<&'static str>,
    cities: Vec<&'static str>,
    large: Vec<&'static str>,
    states: Vec<&'static str>,
    placelike: Vec<&'static str>,
    countries: Vec<&'static str>,
    teams: Vec<&'static str>,
    nicknames: Vec<&'static str>,
    organizations: Vec<&'static str>,
    peoples: Vec<&'static str>,
}

/// Words of the language that names are made with.
const WORDS: [&str; 64] = [
    "Summit",
    "Pioneer",
    "Horizon",
    "Apex",
    "Liberty",
    "Granite",
    "Falcon",
    "Evening",
    "Silver",
    "Harbour",
    "Northern",
    "Popular",
    "United",
    "Green",
    "Standard",
    "Royal",
    "National",
    "Eagle",
    "Morning",
    "Crystal",
    "Golden",
    "Iron",
    "Atlas",
    "Beacon",
    "Frontier",
    "General",
    "Global",
    "Heritage",
    "Imperial",
    "Independent",
    "Sun",
    "Union",
    "Justice",
    "Land",
    "Mercury",
    "Modern",
    "New",
    "Ocean",
    "Olympic",
    "Orange",
    "Pacific",
    "Patriotic",
    "People",
    "Phoenix",
    "Premier",
    "Progress",
    "Reform",
    "River",
    "Rock",
    "Shield",
    "Solar",
    "Southern",
    "Star",
    "Swift",
    "Trust",
    "Unity",
    "Valley",
    "Vanguard",
    "Victory",
    "Western",
    "Wind",
    "World",
    "Young",
    "Zenith",
];

/// States, counties and towns whose names stand for their teams.
const TEAM_PLACES: [&str; 98] = [
    "Essex",
    "Surrey",
    "Kent",
    "Middlesex",
    "Sussex",
    "Hampshire",
    "Somerset",
    "Gloucestershire",
    "Worcestershire",
    "Warwickshire",
    "Derbyshire",
    "Nottinghamshire",
    "Leicestershire",
    "Northamptonshire",
    "Lancashire",
    "Yorkshire",
    "Durham",
    "Glamorgan",
    "Victoria",
    "Queensland",
    "Tasmania",
    "New South Wales",
    "Indiana",
    "Utah",
    "Colorado",
    "Minnesota",
    "Texas",
    "Florida",
    "Arizona",
    "Carolina",
    "New Jersey",
    "Golden State",
    "Tampa Bay",
    "New England",
    "California",
    "Michigan",
    "Nebraska",
    "Ohio State",
    "Penn State",
    "Virginia Tech",
    "Florida State",
    "Notre Dame",
    "Alabama",
    "Tennessee",
    "Georgia",
    "Iowa",
    "Kansas",
    "Kentucky",
    "Boston",
    "Atlanta",
    "Detroit",
    "Cleveland",
    "Milwaukee",
    "Sacramento",
    "Orlando",
    "Oakland",
    "Baltimore",
    "Seattle",
    "Pittsburgh",
    "Buffalo",
    "Hartford",
    "Montreal",
    "Ottawa",
    "Edmonton",
    "Calgary",
    "Vancouver",
    "Toronto",
    "Anaheim",
    "San Jose",
    "St Louis",
    "St. Louis",
    "Cincinnati",
    "Green Bay",
    "Blackburn",
    "Leicester",
    "Derby",
    "Coventry",
    "Sunderland",
    "Middlesbrough",
    "Bolton",
    "Stoke",
    "Bradford",
    "Swindon",
    "Reading",
    "Oldham",
    "Southend",
    "Leeds",
    "Norwich",
    "Ipswich",
    "Barnsley",
    "Huddersfield",
    "Wigan",
    "St Helens",
    "Halifax",
    "Perth",
    "Dundee",
    "Utrecht",
    "Nantes",
];

/// Surnames that are also the last words of places.
const HILLS: [&str; 24] = [
    "Hill", "Park", "Lake", "Rivers", "Field", "Marsh", "Banks", "Beach", "Forest", "Brook",
    "Wells", "Heath", "Bay", "Ford", "Street", "Lane", "Wood", "Woods", "Bridges", "Castle",
    "Church", "Court", "Fields", "Falls",
];

/// The inhabitants of a city whose team is called like it.
const LARGE: u32 = 400_000;

impl Names {
    fn bundled() -> Self {
        let gazetteer = Gazetteer::bundled();
        let choose = |wanted: &dyn Fn(&crate::gazetteer::Entry<'_>) -> bool| {
            gazetteer
                .iter()
                .filter(|(_, entry)| wanted(entry))
                .map(|(_, entry)| entry.name)
                .collect()
        };
        Names {
            given: choose(&|e| e.list == List::GivenNames && (e.prior == 0 || e.prior > 5000)),
            surnames: choose(&|e| e.list == List::Surnames),
            well_known: choose(&|e| e.flags.contains(Flags::KNOWN)),
            cities: choose(&|e| e.list == List::Places && e.kind == "city"),
            large: choose(&|e| e.list == List::Places && e.kind == "city" && e.prior > LARGE),
            states: choose(&|e| e.list == List::Places && matches!(e.kind, "division" | "region")),
            placelike: choose(&|e| {
                e.list == List::Surnames && e.flags.contains(Flags::PLACE) && e.prior > 8000
            }),
            countries: choose(&|e| {
                e.list == List::Places && e.kind == "country" && e.prior > 1_000_000
            }),
            teams: choose(&|e| e.list == List::Organizations && e.kind == "team"),
            nicknames: choose(&|e| e.list == List::Organizations && e.kind == "team")
                .into_iter()
                .filter_map(|name| name.rsplit_once(' '))
                .map(|(_, nickname)| nickname)
                .filter(|nickname| nickname.ends_with('s'))
                .collect(),
            organizations: choose(&|e| e.list == List::Organizations && e.kind != "team"),
            peoples: choose(&|e| {
                e.list == List::Demonyms && e.name.ends_with(['n', 'h', 'e', 'i'])
            }),
        }
    }

    /// The name of a slot such as "P1", and its label; the same in all of a copy.
    fn fill(&self, slot: &str, copy: u64) -> (String, Option<Label>) {
        let (kind, number) = slot.split_at(1);
        let seed = random(copy * 64 + number.parse::<u64>().unwrap_or(0));
        let of =
            |list: &[&str], salt: u64| list[random(seed ^ salt) as usize % list.len()].to_owned();
        let surname = || of(&self.surnames, 3);
        match kind {
            "P" => (
                format!("{} {}", of(&self.given, 2), surname()),
                Some(Label::Person),
            ),
            "S" => (surname(), Some(Label::Person)),
            "K" => (of(&self.well_known, 11), Some(Label::Person)),
            "C" => (of(&self.cities, 4), Some(Label::Place)),
            "N" => (of(&self.countries, 5), Some(Label::Place)),
            "c" => (of(&self.large, 6), Some(Label::Org)),
            "t" if seed.is_multiple_of(2) => (of(&TEAM_PLACES, 12), Some(Label::Org)),
            "t" => (of(&self.large, 6), Some(Label::Org)),
            "M" => (of(&self.states, 13), Some(Label::Place)),
            "Q" => (
                format!("{} {}", of(&self.given, 2), of(&self.placelike, 14)),
                Some(Label::Person),
            ),
            "q" => (of(&self.placelike, 14), Some(Label::Person)),
            "H" => (
                format!("{} {}", of(&self.given, 2), of(&HILLS, 15)),
                Some(Label::Person),
            ),
            "T" => (of(&self.teams, 7), Some(Label::Org)),
            "b" => (of(&self.nicknames, 16), Some(Label::Org)),
            "O" => (of(&self.organizations, 8), Some(Label::Org)),
            "D" => (of(&self.peoples, 9), None),
            "W" => (of(&WORDS, 10), None),
            "A" => (acronym(seed), None),
            _ => (unknown(seed), None),
        }
    }
}

/// SplitMix64.
fn random(seed: u64) -> u64 {
    let mut z = seed
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A word that no list has, of two or three syllables.
fn unknown(seed: u64) -> String {
    const STARTS: [&str; 16] = [
        "b", "d", "f", "g", "h", "k", "l", "m", "n", "r", "s", "t", "v", "z", "kr", "sch",
    ];
    const MIDDLES: [&str; 8] = ["a", "e", "i", "o", "u", "ai", "ou", "y"];
    const ENDS: [&str; 12] = ["n", "r", "sk", "ng", "x", "", "l", "th", "m", "v", "rt", ""];
    let mut word = String::new();
    for i in 0..2 + seed % 2 {
        let r = random(seed + 100 + i) as usize;
        word += STARTS[r % 16];
        word += MIDDLES[r / 16 % 8];
        word += ENDS[r / 128 % 12];
    }
    word[..1].to_uppercase() + &word[1..]
}

/// Two to five capitals.
fn acronym(seed: u64) -> String {
    let letter = |i| char::from(b'A' + (random(seed + 200 + i) % 26) as u8);
    (0..2 + seed % 4).map(letter).collect()
}

/// All blocks of these texts, filled in.
pub(super) fn documents(texts: &[&str]) -> Vec<GoldNames> {
    let names = Names::bundled();
    let lines = texts
        .iter()
        .flat_map(|text| text.lines().chain([""]))
        .filter(|line| !line.starts_with('#'));
    let text = lines.collect::<Vec<_>>().join("\n");
    let blocks = text.split("\n\n").filter(|block| !block.trim().is_empty());
    blocks
        .enumerate()
        .flat_map(|(number, block)| {
            (0..COPIES).map(move |copy| (block, (number * COPIES + copy) as u64))
        })
        .map(|(block, copy)| fill(block, copy, &names))
        .collect()
}

fn fill(block: &str, copy: u64, names: &Names) -> GoldNames {
    let mut document = GoldNames {
        text: String::new(),
        names: vec![],
    };
    let upper = |text: &str, capitals: bool| {
        if capitals {
            text.to_uppercase()
        } else {
            text.to_owned()
        }
    };
    for line in block.lines() {
        let mut capitals = false;
        let mut open: Option<(u32, Label)> = None;
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let at = document.text.len() as u32;
            match c {
                '^' => capitals = true,
                '{' => {
                    let end = rest.find('}').expect("a slot is closed");
                    let (name, label) = names.fill(&rest[1..end], copy);
                    document.text += &upper(&name, capitals);
                    if let Some(label) = label.filter(|_| open.is_none()) {
                        document
                            .names
                            .push((Span::new(at, document.text.len() as u32), label));
                    }
                    rest = &rest[end + 1..];
                    continue;
                }
                '[' => {
                    let label = match &rest[1..2] {
                        "P" => Label::Person,
                        "O" => Label::Org,
                        _ => Label::Place,
                    };
                    open = Some((at, label));
                    rest = &rest[3..];
                    continue;
                }
                ']' => {
                    let (start, label) = open.take().expect("a name is opened before it is closed");
                    document.names.push((Span::new(start, at), label));
                }
                c => document.text += &upper(c.encode_utf8(&mut [0; 4]), capitals),
            }
            rest = &rest[c.len_utf8()..];
        }
        document.text.push('\n');
    }
    document
}
