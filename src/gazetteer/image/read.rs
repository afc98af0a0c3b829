//! Numbers, strings and forms as bytes.

use super::{Form, FormFlags};
use crate::gazetteer::entry::EntryId;

/// Reads numbers and strings, as far as there are any.
pub(super) struct Reader<'g> {
    pub(super) bytes: &'g [u8],
    pub(super) at: usize,
}

impl<'g> Reader<'g> {
    #[inline]
    pub(super) fn take(&mut self, len: usize) -> Option<&'g [u8]> {
        let end = self.at.checked_add(len)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    #[inline]
    pub(super) fn array<const N: usize>(&mut self) -> Option<&'g [u8; N]> {
        self.take(N)?.first_chunk()
    }

    #[inline]
    pub(super) fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|&[b]| b)
    }

    #[inline]
    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(|b| u32::from_le_bytes(*b))
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.array().map(|b| u64::from_le_bytes(*b))
    }

    pub(super) fn varint(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let b = self.u8()?;
            number |= u64::from(b & 0x7f) << shift;
            if b < 0x80 {
                return u32::try_from(number).ok();
            }
        }
        None
    }

    #[inline]
    pub(super) fn form(&mut self) -> Option<Form<'g>> {
        let &[e, n, t, r, flags, len] = self.array()?;
        let entry = EntryId(u32::from_le_bytes([e, n, t, r]));
        let flags = FormFlags::from_bits_truncate(flags);
        let len = match len {
            255 => usize::from(u16::from_le_bytes(*self.array()?)),
            len => usize::from(len),
        };
        let text = self.take(len)?;
        Some(Form { entry, flags, text })
    }
}

/// Adds a number in seven bits a byte.
pub(in crate::gazetteer) fn push_varint(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// The number that stands there as [`push_varint`] writes it.
pub(in crate::gazetteer) fn read_varint(bytes: &[u8], at: usize) -> Option<u32> {
    Reader { bytes, at }.varint()
}

/// Where the flags of a form stand in its bytes.
pub(in crate::gazetteer) const FLAGS: usize = 4;

/// The form that stands there, and where it ends.
pub(in crate::gazetteer) fn read_form(bytes: &[u8], at: usize) -> Option<(Form<'_>, usize)> {
    let mut read = Reader { bytes, at };
    let form = read.form()?;
    Some((form, read.at))
}

/// Adds a form, as [`Image::forms`] reads it.
pub(in crate::gazetteer) fn push_form(bytes: &mut Vec<u8>, form: Form<'_>) {
    bytes.extend_from_slice(&form.entry.0.to_le_bytes());
    bytes.push(form.flags.bits());
    match u8::try_from(form.text.len()) {
        Ok(len) if len < 255 => bytes.push(len),
        _ => {
            bytes.push(255);
            bytes.extend_from_slice(&(form.text.len() as u16).to_le_bytes());
        }
    }
    bytes.extend_from_slice(form.text);
}
