//! The lists that come with onrecord.
//!
//! They are shipped compiled, so that starting a program does not wait for them; `lists` makes the file from
//! the tables in `data/gazetteer/`.

use once_cell::sync::Lazy;

use super::Gazetteer;

#[cfg(test)]
mod lists;

/// What `lists` compiled from `data/gazetteer/*.tsv`, where the lines of the processor's cache begin.
pub(crate) static COMPILED: &[u8] =
    &Aligned(*include_bytes!("../../../data/gazetteer/bundled.gaz")).0;

#[repr(align(64))]
struct Aligned<const N: usize>([u8; N]);

pub(super) fn gazetteer() -> &'static Gazetteer {
    static BUNDLED: Lazy<Gazetteer> = Lazy::new(|| {
        Gazetteer::from_bytes("the bundled lists", COMPILED)
            .expect("the shipped lists have the format of this version")
    });
    &BUNDLED
}
