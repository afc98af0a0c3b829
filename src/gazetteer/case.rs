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
#[inline]
pub(super) fn accepts(flags: FormFlags, form: &[u8], slice: &str) -> Option<Found> {
    if form == slice.as_bytes() {
        return Some(Found::AsWritten);
    }
    let any_case = flags.contains(FormFlags::ANY_CASE);
    let caps = any_case || flags.contains(FormFlags::CAPS);
    // By far the most frequent difference needs no folding: letters of ASCII in another case.
    if form.is_ascii() && form.eq_ignore_ascii_case(slice.as_bytes()) {
        let capitals = caps && is_caps(slice) && form.iter().any(u8::is_ascii_lowercase);
        return if capitals {
            Some(Found::InCapitals)
        } else {
            any_case.then_some(Found::InAnotherCase)
        };
    }
    accepts_folded(flags, std::str::from_utf8(form).ok()?, slice)
}

#[cold]
fn accepts_folded(flags: FormFlags, form: &str, slice: &str) -> Option<Found> {
    let accents = !flags.contains(FormFlags::ANY_ACCENTS);
    let any_case = flags.contains(FormFlags::ANY_CASE);
    let equal = |case| same(form, slice, Keep { case, accents });
    if equal(true) {
        return Some(Found::AsWritten);
    }
    let caps = any_case || flags.contains(FormFlags::CAPS);
    let capitals = caps && is_caps(slice) && form.contains(char::is_lowercase);
    if !(capitals || any_case) || !equal(false) {
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
