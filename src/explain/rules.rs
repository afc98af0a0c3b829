//! What came of the matches of rules.

use super::RuleReasons;
use crate::rules::Firing;
use crate::{Document, Tagger};

/// For each match what came of it.
pub(super) fn reasons(
    tagger: &Tagger,
    document: &Document<'_>,
    firings: &[Firing],
) -> Vec<RuleReasons> {
    let reasons = firings.iter().map(|firing| {
        let (rule, winner) = tagger.rules().outcome(firing, document);
        let why = match winner {
            None => "it holds".to_owned(),
            Some(Some(by)) => {
                format!("{by} won there; a higher priority of the rule would change that")
            }
            Some(None) => "nothing came of it: another rule takes it away".to_owned(),
        };
        RuleReasons {
            rule: rule.to_owned(),
            span: firing.whole,
            why,
        }
    });
    reasons.collect()
}
