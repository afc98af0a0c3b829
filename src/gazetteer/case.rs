//! Which letter case of a name counts.

use super::fold::{Keep, same};
use super::image::FormFlags;

/// The cases in which a form of an entry is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// As written only.
    Exact,
    /// As written or in capitals, as headlines and datelines have it: "CHINA" for "China". A form that is itself in
    /// capitals is an acronym, found as written only: "US" is never "us", "WHO" never "who".
    #[default]
    ExactOrCaps,
    /// In any case, but acronyms and names of less than four letters as [`ExactOrCaps`](Case::ExactOrCaps) has them.
    Smart,
    /// In any case.
    Any,
}

/// How a form was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    AsWritten,
    InCapitals,
    InAnotherCase,
}

impl Case {
    /// Shorter names are too often other words.
    const SHORT: usize = 4;

    /// What it means for a form.
    pub(super) fn flags(self, form: &str) -> FormFlags {
        let acronym = !form.chars().any(char::is_lowercase);
        let short = form.chars().filter(|c| c.is_alphanumeric()).count() < Case::SHORT;
        match self {
            Case::Any => FormFlags::ANY_CASE,
            Case::Smart if !acronym && !short => FormFlags::ANY_CASE,
            Case::Smart | Case::ExactOrCaps if !acronym => FormFlags::CAPS,
            _ => FormFlags::empty(),
        }
    }
}

/// How `slice` of a text is this form; `None` where it is not.
pub(super) fn accepts(flags: FormFlags, form: &[u8], slice: &str) -> Option<Found> {
    if form == slice.as_bytes() {
        return Some(Found::AsWritten);
    }
    let form = std::str::from_utf8(form).ok()?;
    let accents = !flags.contains(FormFlags::ANY_ACCENTS);
    let any_case = flags.contains(FormFlags::ANY_CASE);
    // By far the most frequent difference needs no folding: letters of ASCII in another case.
    let ascii = form.eq_ignore_ascii_case(slice);
    let equal = |case| same(form, slice, Keep { case, accents });
    if !any_case && !flags.contains(FormFlags::CAPS) {
        return (!ascii && equal(true)).then_some(Found::AsWritten);
    }
    let capitals = is_caps(slice) && form.contains(char::is_lowercase);
    if !ascii && equal(true) {
        Some(Found::AsWritten)
    } else if !capitals && !any_case || !ascii && !equal(false) {
        None
    } else if capitals {
        Some(Found::InCapitals)
    } else {
        Some(Found::InAnotherCase)
    }
}

/// Whether a form with these flags can begin with a small letter in the text.
pub(super) fn may_begin_small(flags: FormFlags, form: &str) -> bool {
    flags.contains(FormFlags::ANY_CASE) || !form.starts_with(char::is_uppercase)
}

/// The cases in which a form with these flags can have two letters of ASCII in the text; some may come twice.
pub(super) fn letter_cases(flags: FormFlags, letters: [u8; 2]) -> [[u8; 2]; 5] {
    let [small, large] = [
        letters.map(|b| b.to_ascii_lowercase()),
        letters.map(|b| b.to_ascii_uppercase()),
    ];
    if flags.contains(FormFlags::ANY_CASE) {
        let mixed = [[small[0], large[1]], [large[0], small[1]]];
        [letters, small, large, mixed[0], mixed[1]]
    } else if flags.contains(FormFlags::CAPS) {
        [letters, large, letters, letters, letters]
    } else {
        [letters; 5]
    }
}

fn is_caps(slice: &str) -> bool {
    if slice.is_ascii() {
        let capitals = slice.bytes().filter(u8::is_ascii_uppercase).count();
        return capitals >= 2 && !slice.bytes().any(|b| b.is_ascii_lowercase());
    }
    slice.chars().filter(|c| c.is_uppercase()).count() >= 2 && !slice.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies() {
        use Found::{AsWritten, InAnotherCase, InCapitals};
        for (case, form, slice, expected) in [
            (Case::ExactOrCaps, "China", "CHINA", Some(InCapitals)),
            (Case::ExactOrCaps, "McDonald", "MCDONALD", Some(InCapitals)),
            (Case::ExactOrCaps, "Gießen", "GIESSEN", Some(InCapitals)),
            (Case::ExactOrCaps, "China", "china", None),
            (Case::ExactOrCaps, "US", "us", None),
            (Case::ExactOrCaps, "WHO", "Who", None),
            (Case::ExactOrCaps, "Y", "y", None),
            (Case::Exact, "China", "CHINA", None),
            (
                Case::Exact,
                "Women's Wear",
                "Women’s\u{a0}\u{a0}Wear",
                Some(AsWritten),
            ),
            (Case::Smart, "Reuters", "reuters", Some(InAnotherCase)),
            (Case::Smart, "Reuters", "REUTERS", Some(InCapitals)),
            (Case::Smart, "WHO", "who", None),
            (Case::Smart, "Ito", "ito", None),
            (Case::Smart, "Ito", "ITO", Some(InCapitals)),
            (Case::Any, "spokesman", "Spokesman", Some(InAnotherCase)),
            (Case::Any, "Zoë", "Zoe", None),
        ] {
            let found = accepts(case.flags(form), form.as_bytes(), slice);
            assert_eq!(found, expected, "{case:?} {form} {slice}");
        }
        let any_accents = FormFlags::ANY_ACCENTS;
        assert_eq!(
            accepts(any_accents, "Zoë".as_bytes(), "Zoe"),
            Some(AsWritten)
        );
    }
}
