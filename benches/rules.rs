//! What a large rule set costs: the time to load it, and how much slower tagging becomes.
//!
//! `cargo bench --bench rules` writes 5,000 rules of five makes, each about words of its own, loads them, and tags the example article
//! with and without them in turns. The article has no word of theirs but for one paragraph that is added, in which a few must match.

use std::time::Duration;

use cpu_time::ProcessTime;
use onrecord::rules::RuleSet;
use onrecord::{Scratch, Tagger};

const RULES: usize = 5000;
const COPIES: usize = 200;
const ROUNDS: usize = 5;
/// Five rules, one of each make, match here.
const OURS: &str = "The Zorb5 Nine club left. Ann Lee, zorbed6 all is lost. \"Cod,\" he zorbed7. \
    In the Zed8 of Ann Lee. He left United Nations of Zorb9.\n\n";

/// One rule of the five makes.
fn row(i: usize) -> String {
    let rest = match i % 5 {
        0 => format!(
            "kind = 'mention'\nlabel = 'ORG'\nmatch = 'Zorb{i} {{span:<Capital>}} (group|club)?'"
        ),
        1 => format!(
            "kind = 'attribution'\nmatch = '{{source:PERSON}}, {{cue:zorbed{i}}} {{content:<sentence>}}'"
        ),
        2 => format!(
            "kind = 'attribution'\nmatch = '{{content:quote}}, {{source:np}} {{cue:zorbed{i}}}'"
        ),
        3 => format!(
            "kind = 'veto'\nlabel = 'PLACE'\nmatch = 'the {{span:Zed{i}}} ...{{0,3}} PERSON'"
        ),
        _ => format!("kind = 'mention'\naction = 'extend'\nmatch = '{{span:ORG of Zorb{i}}}'"),
    };
    format!("[[rule]]\nid = 'r{i}'\n{rest}\n")
}

fn main() {
    let mut toml = "[ruleset]\nid = 'generated'\n".to_owned();
    (0..RULES).for_each(|i| toml += &row(i));
    let start = ProcessTime::now();
    let rules = RuleSet::parse("generated.toml", &toml).expect("the rules are right");
    println!(
        "{RULES} rules, {:.1} MB: loaded in {:.0} ms",
        toml.len() as f64 / 1e6,
        ms(start.elapsed())
    );

    let text = format!("{}{OURS}", include_str!("../examples/article.txt")).repeat(COPIES);
    let plain = Tagger::default();
    let ruled = Tagger::builder()
        .rules(rules)
        .build()
        .expect("the names differ");
    let mut scratch = Scratch::default();
    let mut time = |tagger: &Tagger, matched: usize| {
        let start = ProcessTime::now();
        let document = tagger.tag_into(&text, &mut scratch);
        let elapsed = start.elapsed();
        let ours = |by: &str| usize::from(by.starts_with("rule:generated/"));
        let found: usize = document.mentions.iter().map(|m| ours(&m.by)).sum::<usize>()
            + document
                .attributions
                .iter()
                .map(|a| ours(&a.by))
                .sum::<usize>();
        assert_eq!(found, matched * COPIES);
        elapsed
    };
    let (mut without, mut with) = (Duration::MAX, Duration::MAX);
    time(&plain, 0);
    for _ in 0..ROUNDS {
        without = without.min(time(&plain, 0));
        with = with.min(time(&ruled, 4));
    }
    println!(
        "{:.2} MB: {:.0} ms without rules, {:.0} ms with them: {:.2} times slower",
        text.len() as f64 / 1e6,
        ms(without),
        ms(with),
        with.as_secs_f64() / without.as_secs_f64()
    );
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
