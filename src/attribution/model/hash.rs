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

/// The hash of a word in small letters; of the first 24 bytes where it is longer.
pub(crate) fn word(word: &str) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for byte in word.bytes().take(24) {
        hash = (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193);
    }
    hash
}

/// The features of one decision, as hashes.
pub(crate) type Features = Vec<u32>;

/// The row of a hash in a table of `1 << bits` rows.
#[inline(always)]
pub(crate) const fn row(hash: u32, bits: u32) -> usize {
    ((hash ^ (hash >> 15)).wrapping_mul(0x846c_a68b) >> (32 - bits)) as usize
}
