#![no_main]

mod import;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| import::read(
    onrecord::gazetteer::import::Format::Spacy,
    bytes
));
