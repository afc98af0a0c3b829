//! Files that are damaged or made to do harm.

use proptest::prelude::*;

use super::*;

fn compiled() -> Vec<u8> {
    let list = "name\tlabel\tid\taliases\tweak_aliases\tfeatures\twith\tnot_before\taction\n\
        New York\tPLACE\tQ60\tNYC|New York City\n\
        Zürich\tPLACE\tQ72\t\tYork\ta=b|c=d\tnew|york\tCity|x\toverride\n\
        York\tPERSON\n\
        New\tPERSON\t\t\t\t\t\t\tremove\n";
    Gazetteer::builder().list("x.tsv", list).compile().unwrap()
}

/// Reads all that there is. It may be nonsense, but it must come to an end.
fn read(gazetteer: &Gazetteer) {
    let mut hits = vec![];
    gazetteer.find("New York City, NYC, ZÜRICH. York’s new\nYork", &mut hits);
    for hit in &hits {
        let entry = gazetteer.entry(hit.entry);
        let _ = (entry.action(), entry.features().count());
        gazetteer.candidates(&hits, hit.span);
    }
    Overlap::Priority.apply(gazetteer, &mut hits);
    let _ = gazetteer.iter().take(100).count();
    let _ = gazetteer.shared_names().count();
    let _ = (
        gazetteer.sources(),
        gazetteer.sizes(),
        gazetteer.is_intact(),
    );
}

#[test]
fn a_file_that_is_cut_off_is_refused_at_every_length() {
    let whole = compiled();
    for length in 0..whole.len() {
        let error = Gazetteer::from_bytes("x.gaz", whole[..length].to_vec()).unwrap_err();
        assert!(error.to_string().starts_with("x.gaz: "), "{error}");
    }
    assert!(Gazetteer::from_bytes("x.gaz", whole).is_ok());
}

#[test]
fn every_damaged_byte_of_the_header_is_noticed() {
    let whole = compiled();
    for at in 0..image::HEADER {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        assert!(Gazetteer::from_bytes("x.gaz", damaged).is_err(), "{at}");
    }
}

#[test]
fn every_damaged_byte_behind_it_does_no_harm_and_can_be_found() {
    let whole = compiled();
    for at in image::HEADER..whole.len() {
        for bits in [1, 0x80, 0xff] {
            let mut damaged = whole.clone();
            damaged[at] ^= bits;
            let gazetteer = Gazetteer::from_bytes("x.gaz", damaged).unwrap();
            read(&gazetteer);
            assert!(!gazetteer.is_intact(), "{at}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    /// With checksums that are right, as only an attacker would make them.
    #[test]
    fn hostile_files_do_no_harm(changes in prop::collection::vec((8usize..1000, any::<u8>()), 1..8)) {
        let mut bytes = compiled();
        let length = bytes.len();
        for (at, byte) in changes {
            bytes[at % length] = byte;
        }
        image::seal(&mut bytes);
        if let Ok(gazetteer) = Gazetteer::from_bytes("x.gaz", bytes) {
            read(&gazetteer);
        }
    }
}
