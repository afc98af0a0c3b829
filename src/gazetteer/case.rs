//! Which letter case of a name counts.

use super::fold::{Keep, same};
use super::hash::MASKS;
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
        let acronym = || !form.chars().any(char::is_lowercase);
        let short = || form.chars().filter(|c| c.is_alphanumeric()).count() < Case::SHORT;
        match self {
            Case::Any => FormFlags::ANY_CASE,
            Case::Smart if !acronym() && !short() => FormFlags::ANY_CASE,
            Case::Smart | Case::ExactOrCaps if !acronym() => FormFlags::CAPS,
            _ => FormFlags::empty(),
        }
    }
}

/// How `slice` of a text is this form; `None` where it is not.
#[inline]
pub(super) fn accepts(flags: FormFlags, form: &[u8], slice: &str) -> Option<Found> {
    // By far the most frequent difference needs no folding: letters of ASCII in another case.
    let difference = Difference::of(form, slice.as_bytes());
    if difference.any == 0 {
        return Some(Found::AsWritten);
    }
    if difference.more != 0 {
        return accepts_folded(flags, std::str::from_utf8(form).ok()?, slice);
    }
    let any_case = flags.contains(FormFlags::ANY_CASE);
    let caps = any_case || flags.contains(FormFlags::CAPS);
    if difference.small == 0 && caps && is_caps(slice) {
        Some(Found::InCapitals)
    } else {
        any_case.then_some(Found::InAnotherCase)
    }
}

/// As [`accepts`], where `form` and `text` are followed by so much that sixteen bytes can be read of both, of which the first `len` count;
/// without a branch that depends on them. `None` also where this does not suffice to tell.
#[inline(always)]
pub(super) fn accepts_short(
    flags: FormFlags,
    form: &[u8; 16],
    text: &[u8; 16],
    len: usize,
) -> Option<Found> {
    let mask = MASKS.get(len)?;
    let mut difference = Difference::default();
    let mut capitals = 0;
    for (half, mask) in mask.iter().enumerate() {
        let at = |bytes: &[u8; 16]| {
            let bytes = u128::from_le_bytes(*bytes);
            (bytes >> (64 * half)) as u64 & mask
        };
        let (form, text) = (at(form), at(text));
        let letters = difference.add(form, text);
        capitals |= (letters & !(text << 2)) >> half;
    }
    let any_case = flags.contains(FormFlags::ANY_CASE);
    let caps = any_case | flags.contains(FormFlags::CAPS);
    let differ = difference.any != 0;
    let two = capitals & capitals.wrapping_sub(1) != 0;
    let in_capitals = differ & caps & (difference.small == 0) & two;
    if (difference.more != 0) | (differ & !in_capitals & !any_case) {
        return None;
    }
    Some(match (differ, in_capitals) {
        (false, _) => Found::AsWritten,
        (true, true) => Found::InCapitals,
        (true, false) => Found::InAnotherCase,
    })
}

/// What the bytes of a form and of a text differ in: bits that are not zero if they do.
#[derive(Clone, Copy, Default)]
struct Difference {
    /// In anything.
    any: u64,
    /// In more than the case of letters, or not all is ASCII.
    more: u64,
    /// The text has small letters. Means nothing if there is more.
    small: u64,
}

impl Difference {
    /// Eight bytes at a time; it does no harm to look at some twice.
    #[inline]
    fn of(form: &[u8], text: &[u8]) -> Self {
        let mut difference = Difference::default();
        if form.len() != text.len() {
            difference.any = 1;
            difference.more = 1;
            return difference;
        }
        if let (Some(form_end), Some(text_end)) = (form.last_chunk(), text.last_chunk()) {
            let (form, text) = (form.as_chunks().0, text.as_chunks().0);
            for (form, text) in form.iter().zip(text) {
                difference.add(u64::from_le_bytes(*form), u64::from_le_bytes(*text));
            }
            difference.add(u64::from_le_bytes(*form_end), u64::from_le_bytes(*text_end));
        } else {
            difference.add(few(form), few(text));
        }
        difference
    }

    /// Gives the highest bits of the bytes that are letters.
    #[inline(always)]
    fn add(&mut self, form: u64, text: u64) -> u64 {
        const SMALL: u64 = u64::from_le_bytes([0x20; 8]);
        const HIGHEST: u64 = u64::from_le_bytes([0x80; 8]);
        let different = form ^ text;
        // The highest bit of a byte says whether it is a letter: whether a sum reaches it, which never goes beyond.
        let small = form & !HIGHEST | SMALL;
        let from_a = small + u64::from_le_bytes([0x80 - b'a'; 8]);
        let beyond_z = small + u64::from_le_bytes([0x80 - b'z' - 1; 8]);
        let letters = (from_a ^ beyond_z) & HIGHEST;
        self.any |= different;
        self.more |= different & !SMALL | (different << 2) & !letters & HIGHEST | form & HIGHEST;
        self.small |= (text << 2) & letters;
        letters
    }
}

/// All bytes of less than eight, some of them twice. Nothing goes through memory, where the processor would wait for it.
#[inline(always)]
fn few(bytes: &[u8]) -> u64 {
    if let (Some(start), Some(end)) = (bytes.first_chunk(), bytes.last_chunk()) {
        u64::from(u32::from_le_bytes(*start)) | u64::from(u32::from_le_bytes(*end)) << 32
    } else if let [first, .., last] = *bytes {
        u64::from_le_bytes([first, bytes[bytes.len() / 2], last, 0, 0, 0, 0, 0])
    } else {
        bytes.first().copied().unwrap_or_default().into()
    }
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn letters_of_ascii_need_no_folding(form in "([a-cA-C]|[@`{z0 .éß’]){1,20}", other in "[a-cA-C@`{z0 .éß’]{1,20}", change in any::<[bool; 20]>(), bits in 0..4_u8) {
            let flags = FormFlags::from_bits_truncate(bits);
            let in_another_case = form.chars().zip(change).map(|(c, change)| match c.to_ascii_lowercase() {
                small if change && c == small => c.to_ascii_uppercase(),
                small if change => small,
                _ => c,
            });
            for slice in [&form, &in_another_case.collect(), &form.to_uppercase(), &other] {
                let expected = if form == *slice { Some(Found::AsWritten) } else { accepts_folded(flags, &form, slice) };
                prop_assert_eq!(accepts(flags, form.as_bytes(), slice), expected, "{} {}", form, slice);
                if form.len() == slice.len() && form.len() <= 16 {
                    let window = |text: &str, behind| std::array::from_fn(|i| text.as_bytes().get(i).copied().unwrap_or(behind));
                    let found = accepts_short(flags, &window(&form, b'a'), &window(slice, b'B'), form.len());
                    let sure = form.is_ascii() && form.eq_ignore_ascii_case(slice);
                    prop_assert_eq!(found, expected.filter(|_| sure || form == *slice && form.is_ascii()), "{} {}", form, slice);
                }
            }
        }
    }

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
