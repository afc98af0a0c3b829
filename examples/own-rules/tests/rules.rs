//! Each test of each rule in `rules/`, by name: `cargo test presser`.

include!(concat!(env!("OUT_DIR"), "/rule_tests.rs"));
