//! Opens the bytes as a compiled gazetteer, and uses it.
//!
//! A checksum over the header would keep the fuzzer outside for ever: each input is tried as it is, and once more as a change to a good file
//! whose header is made right again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::gazetteer::Gazetteer;

const GOOD: [&[u8]; 2] = [
    include_bytes!("../../tests/compat/gazetteer-7.gaz"),
    include_bytes!("../../tests/compat/gazetteer-8.gaz"),
];
const TEXT: &str =
    "Zürich Group, ZIG Street and Polar\nWind met Ngo Đinh; the Group’s premium, NGÔ ĐÌNH 中文";

fuzz_target!(|bytes: &[u8]| {
    open(bytes.to_vec());
    let mut changed = GOOD[bytes.len() % GOOD.len()].to_vec();
    // Three bytes say what to change: where (two) and into what.
    for change in bytes.chunks_exact(3) {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % changed.len();
        changed[at] = change[2];
    }
    onrecord::gazetteer::seal(&mut changed);
    open(changed);
});

fn open(bytes: Vec<u8>) {
    let Ok(gazetteer) = Gazetteer::from_bytes("fuzz.gaz", bytes) else {
        return;
    };
    let mut hits = vec![];
    gazetteer.find(TEXT, &mut hits);
    for hit in &hits {
        assert!(
            TEXT.get(hit.span.start as usize..hit.span.end as usize)
                .is_some()
        );
        let _ = gazetteer.entry(hit.entry).name.len();
    }
    for (_, entry) in gazetteer.iter().take(100) {
        let _ = (entry.name.len(), entry.kb.len(), entry.kind.len());
    }
    let _ = gazetteer.shared_names().take(100).count();
    let _ = (
        gazetteer.sizes(),
        gazetteer.sources(),
        gazetteer.is_intact(),
    );
}
