//! Which bytes of a text are letters and digits, 64 at a time.
//!
//! One of the two crates of onrecord that need unsafe code: the instructions that it is about are only to be had that way.

#![deny(missing_docs)]

/// The bytes looked at together.
pub const BLOCK: usize = 64;

/// Which bytes are ASCII letters or digits, and which are not ASCII: bit `i` says it of byte `i`.
///
/// ```
/// let mut block = [b' '; onrecord_simd::BLOCK];
/// block[..6].copy_from_slice("a-9 é".as_bytes());
/// assert_eq!(onrecord_simd::classify(&block), (0b101, 0b11_0000));
/// ```
#[inline(always)]
pub fn classify(block: &[u8; BLOCK]) -> (u64, u64) {
    #[cfg(target_arch = "x86_64")]
    {
        // SAFETY: Every x86-64 processor has SSE2. What is called is otherwise safe code: it reads through the reference only.
        #[allow(unsafe_code)]
        unsafe {
            classify_sse2(block)
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    classify_portably(block)
}

/// Asks the processor to fetch what stands there, because it will be read soon. Changes nothing but the time that takes.
#[inline(always)]
pub fn prefetch<T>(place: &T) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: Every x86-64 processor has SSE. A prefetch reads nothing that the program could see, and the place is a valid one.
        #[allow(unsafe_code)]
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(place).cast());
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    std::hint::black_box(place);
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "sse2")]
fn classify_sse2(block: &[u8; BLOCK]) -> (u64, u64) {
    use std::arch::x86_64::{
        __m128i, _mm_and_si128, _mm_cmpgt_epi8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x,
        _mm_set1_epi8,
    };
    // The comparisons are signed, so that what is not ASCII comes before all letters.
    #[inline]
    #[target_feature(enable = "sse2")]
    fn within(bytes: __m128i, first: u8, last: u8) -> __m128i {
        let from = _mm_cmpgt_epi8(bytes, _mm_set1_epi8(first as i8 - 1));
        let to = _mm_cmpgt_epi8(_mm_set1_epi8(last as i8 + 1), bytes);
        _mm_and_si128(from, to)
    }
    let (mut words, mut foreign) = (0, 0);
    for (i, part) in block.as_chunks::<16>().0.iter().enumerate() {
        let part = u128::from_le_bytes(*part);
        let bytes = _mm_set_epi64x((part >> 64) as i64, part as i64);
        let small = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
        let word = _mm_or_si128(within(small, b'a', b'z'), within(bytes, b'0', b'9'));
        words |= u64::from(_mm_movemask_epi8(word) as u16) << (16 * i);
        foreign |= u64::from(_mm_movemask_epi8(bytes) as u16) << (16 * i);
    }
    (words, foreign)
}

/// The same for all processors, in loops that the compiler turns into vector instructions.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn classify_portably(block: &[u8; BLOCK]) -> (u64, u64) {
    let mut word = [0; BLOCK];
    let mut foreign = 0;
    for (flag, &b) in word.iter_mut().zip(block) {
        let letter = (b | 0x20).wrapping_sub(b'a') < 26;
        let digit = b.wrapping_sub(b'0') < 10;
        *flag = u8::from(letter | digit);
        foreign |= b & 0x80;
    }
    let foreign = if foreign == 0 {
        0
    } else {
        pack(&block.map(|b| b >> 7))
    };
    (pack(&word), foreign)
}

/// The lowest bits of 64 bytes.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn pack(flags: &[u8; BLOCK]) -> u64 {
    let mut packed = 0;
    for (i, eight) in flags.as_chunks().0.iter().enumerate() {
        // The product moves the bit of byte `i` to bit 56 + `i`; no two terms meet, so nothing is carried.
        let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        packed |= bits << (8 * i);
    }
    packed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one_by_one(block: &[u8; BLOCK]) -> (u64, u64) {
        let mask = |is: fn(&u8) -> bool| {
            let bits = block.iter().enumerate().map(|(i, b)| u64::from(is(b)) << i);
            bits.fold(0, |mask, bit| mask | bit)
        };
        (mask(u8::is_ascii_alphanumeric), mask(|b| !b.is_ascii()))
    }

    #[test]
    fn every_byte_at_every_place() {
        for b in 0..=u8::MAX {
            for place in 0..BLOCK {
                let mut block = [b' '; BLOCK];
                block[place] = b;
                assert_eq!(classify(&block), one_by_one(&block), "{b} at {place}");
                assert_eq!(
                    classify_portably(&block),
                    one_by_one(&block),
                    "{b} at {place}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn all_ways_agree(halves in any::<[[u8; 32]; 2]>()) {
            let block: [u8; BLOCK] = std::array::from_fn(|i| halves[i / 32][i % 32]);
            prop_assert_eq!(classify(&block), one_by_one(&block));
            prop_assert_eq!(classify_portably(&block), one_by_one(&block));
        }
    }
}
