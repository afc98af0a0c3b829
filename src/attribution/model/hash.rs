//! Features as hashes: a template's number and the values of its atoms, mixed into 32 bits (Weinberger et al. 2009).

/// Starts the hash of a feature: its template.
#[inline(always)]
pub(crate) const fn template(number: u32) -> u32 {
    number.wrapping_mul(0x9e37_79b9) ^ 0x85eb_ca6b
}

/// Mixes one more value into a hash: one rotation and one multiplication, since the model does little else; [`row`] spreads the bits.
#[inline(always)]
pub(crate) const fn mix(hash: u32, value: u32) -> u32 {
    (hash.rotate_left(5) ^ value).wrapping_mul(0x9e37_79b1)
}

/// Adds one more value to the hash of a feature of attributions: an addition and a multiplication, since that model does little else.
/// The product's high bits depend on all that came in, and [`row`] takes those.
#[inline(always)]
pub(crate) const fn with(hash: u32, value: u32) -> u32 {
    hash.wrapping_add(value).wrapping_mul(0x9e37_79b1)
}

/// The hash of a feature: of its template and its values. Inlined, so that what the template begins is a constant.
#[inline(always)]
pub(crate) fn feature<const N: usize>(number: u32, values: [u32; N]) -> u32 {
    let mut hash = template(number);
    for value in values {
        hash = with(hash, value);
    }
    hash
}

/// So many bytes of a word are looked at.
const LETTERS: usize = 24;

/// The hash of a word in small letters; of its first bytes where it is longer than 24 (FNV-1a).
pub(crate) fn word(word: &str) -> u32 {
    letters(0x811c_9dc5, word, LETTERS)
}

/// The hashes of a word and of its beginning of so many bytes.
pub(crate) fn word_and_beginning(whole: &str, length: usize) -> [u32; 2] {
    let (beginning, rest) = whole.split_at(length);
    let hash = word(beginning);
    [letters(hash, rest, LETTERS.saturating_sub(length)), hash]
}

fn letters(mut hash: u32, text: &str, most: usize) -> u32 {
    for &byte in &text.as_bytes()[..text.len().min(most)] {
        hash = (hash ^ u32::from(SMALL[byte as usize])).wrapping_mul(0x0100_0193);
    }
    hash
}

/// Each byte, ASCII letters as small ones.
static SMALL: [u8; 256] = {
    let (mut small, mut byte) = ([0; 256], 0);
    while byte < 256 {
        small[byte] = (byte as u8).to_ascii_lowercase();
        byte += 1;
    }
    small
};

/// The features of one decision, as hashes.
pub(crate) type Features = Vec<u32>;

/// The row of a hash in a table of `1 << bits` rows.
#[inline(always)]
pub(crate) const fn row(hash: u32, bits: u32) -> usize {
    (hash >> (32 - bits)) as usize
}
