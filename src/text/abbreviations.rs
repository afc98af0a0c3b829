//! Abbreviations that end in a full stop, from `data/words/abbreviations.tsv`.

use once_cell::sync::Lazy;

use rustc_hash::FxHashMap;

/// What an abbreviation stands for, which decides whether a sentence may end with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// A title: a name follows, so no sentence ends here.
    Title,
    /// A month or weekday.
    Month,
    /// "Inc.", "Corp.": the name ends here, and the sentence may.
    Company,
    /// "Calif.", "Ont.": the sentence may end here.
    Place,
    /// "e.g.", "vs.": the sentence goes on.
    Latin,
    /// "p.m.", "ft.": the sentence may end here.
    Unit,
    /// "No. 3": an abbreviation only before a number.
    Number,
    /// Anything else: "St.", "Jr.", "Dept.".
    Other,
}

static FORMS: Lazy<FxHashMap<&'static str, Abbreviation>> = Lazy::new(|| {
    let mut forms = FxHashMap::default();
    for line in include_str!("../../data/words/abbreviations.tsv").lines() {
        let Some((form, kind)) = line.split_once('\t').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let kind = match kind.trim() {
            "title" => Abbreviation::Title,
            "month" => Abbreviation::Month,
            "company" => Abbreviation::Company,
            "place" => Abbreviation::Place,
            "latin" => Abbreviation::Latin,
            "unit" => Abbreviation::Unit,
            "number" => Abbreviation::Number,
            _ => Abbreviation::Other,
        };
        forms.insert(form.trim_end_matches('.'), kind);
    }
    forms
});

/// What the word before a full stop abbreviates, if it does: `kind("Sen")` is a title.
pub fn kind(word: &str) -> Option<Abbreviation> {
    FORMS.get(word).copied()
}
