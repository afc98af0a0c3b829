fn main() {
    onrecord::rules::write_cargo_tests("rules").unwrap_or_else(|error| panic!("{error}"));
}
