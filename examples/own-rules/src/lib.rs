//! A tagger with the rules of the desk built in.

use onrecord::Tagger;
use onrecord::rules::RuleSet;

/// The tagger: no file is needed where the program runs.
///
/// ```
/// let document = own_rules::tagger().tag("Ann Lee BRIEFING: We will pay.");
/// assert_eq!(document.attributions[0].by, "rule:desk/briefing");
/// ```
pub fn tagger() -> Tagger {
    let rules = RuleSet::parse("rules/desk.toml", include_str!("../rules/desk.toml"))
        .expect("cargo test has read the rules");
    Tagger::builder()
        .rules(rules)
        .build()
        .expect("the names of the rules differ")
}
