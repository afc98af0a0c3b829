//! Each test of each rule in `rules/`, by name: `cargo test briefing`.

include!(concat!(env!("OUT_DIR"), "/rule_tests.rs"));
