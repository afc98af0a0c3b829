//! Random patterns on random texts: what is found is what trying all ways from left to right finds.

use std::cell::Cell;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use proptest::prelude::*;

use super::Text;
use crate::Span;
use crate::mentions;
use crate::rules::NameRules;
use crate::rules::RuleSet;
use crate::rules::alone::Alone;
use crate::rules::pattern::{Anchor, Atom, Node, Role};
use crate::rules::rule::Rule;
use crate::tagger::{Scratch, Tagger};

/// A way in which a part of a pattern matches.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Way {
    end: usize,
    /// Where the span begins and ends.
    open: Option<usize>,
    close: Option<usize>,
    pivot: Option<usize>,
}

impl Way {
    fn span(&self, start: usize) -> Range<usize> {
        self.open.unwrap_or(start)..self.close.unwrap_or(self.end)
    }
}

/// Repeats of repeats match in more ways than memory holds; patterns for which so many looks do not suffice are left out.
const MOST_LOOKS: u32 = 100_000;

thread_local! {
    static LOOKS: Cell<u32> = const { Cell::new(0) };
}

/// All ways in which a pattern matches what stands behind a way, the preferred first, without any memory of where it was.
fn ways(text: &Text<'_>, node: &Node, start: usize, from: Way) -> Vec<Way> {
    LOOKS.set(LOOKS.get() + 1);
    if LOOKS.get() > MOST_LOOKS {
        return vec![];
    }
    let at = from.end;
    let there = |at: usize| at < text.p.words.len() && (at == start || text.follows(at));
    let one = |fits: bool| match fits {
        true => vec![Way {
            end: at + 1,
            ..from
        }],
        false => vec![],
    };
    match node {
        Node::Atom(Atom::Anchor(Anchor::Pivot), _) => vec![Way {
            pivot: Some(at),
            ..from
        }],
        Node::Atom(Atom::Anchor(anchor), _) => match anchor {
            Anchor::SentenceStart => {
                let first = at < text.p.words.len() && !text.follows(at);
                Vec::from_iter(first.then_some(from))
            }
            other => unreachable!("{other:?} is not made here"),
        },
        Node::Atom(atom, _) => one(there(at) && text.is_single(atom, at).expect("one token")),
        Node::Sequence(nodes) => nodes.iter().fold(vec![from], |all, node| {
            let all = all.into_iter();
            all.flat_map(|way| ways(text, node, start, way)).collect()
        }),
        Node::Either(nodes) => {
            let all = nodes.iter();
            all.flat_map(|node| ways(text, node, start, from)).collect()
        }
        Node::Repeat(node, min, max) => {
            repeated(*min, *max, true, from, &|way| ways(text, node, start, way))
        }
        Node::Gap(min, max, _) => repeated(*min, *max, false, from, &|way| {
            let end = way.end + 1;
            let next = there(way.end).then_some(Way { end, ..way });
            Vec::from_iter(next)
        }),
        Node::Capture(Role::Span, node, _) => {
            let open = Some(at);
            let inner = ways(text, node, start, Way { open, ..from });
            let close = |way: Way| Way {
                close: Some(way.end),
                ..way
            };
            inner.into_iter().map(close).collect()
        }
        Node::Not {
            behind,
            wanted,
            node,
            ..
        } => {
            let begins = if *behind { 0..at + 1 } else { at..at + 1 };
            let mut found = begins.filter(|_| !*behind || at > start || text.follows(at));
            let found = found.any(|begin| {
                let way = Way {
                    end: begin,
                    ..Way::default()
                };
                let mut all = ways(text, node, begin, way).into_iter();
                let one_sentence = begin == at || text.same_sentence(begin, at - 1);
                // What must not stand ahead is no matter where the match could not go on.
                let sees = *wanted || at == start || there(at);
                all.any(|way| match *behind {
                    true => one_sentence && way.end == at,
                    false => sees || way.end == at,
                })
            });
            Vec::from_iter((found == *wanted).then_some(from))
        }
        other => unreachable!("{other:?} is not made here"),
    }
}

fn repeated(
    min: usize,
    max: usize,
    greedy: bool,
    from: Way,
    once: &dyn Fn(Way) -> Vec<Way>,
) -> Vec<Way> {
    let mut further = vec![];
    if max > 0 {
        for way in once(from) {
            further.extend(repeated(min.saturating_sub(1), max - 1, greedy, way, once));
        }
    }
    match (min, greedy) {
        (0, true) => further.push(from),
        (0, false) => further.insert(0, from),
        _ => {}
    }
    further
}

/// The rule with a pattern; none if that can never match.
fn rule(pattern: &str) -> Option<Arc<Rule>> {
    let toml = format!(
        "[ruleset]\nid = 't'\n[[rule]]\nid = 'r'\nkind = 'mention'\naction = 'propose'\nlabel = 'ORG'\nmatch = '{pattern}'\n"
    );
    match RuleSet::parse("t.toml", &toml) {
        Ok(rules) => Some(rules.rules[0].clone()),
        Err(error) if error.to_string().contains("R0013") => None,
        Err(error) => panic!("{pattern}: {error}"),
    }
}

/// The spans that a rule proposes in a text.
fn proposed(text: &str, rule: &Arc<Rule>) -> Vec<Span> {
    let (tagger, mut scratch) = (Tagger::default(), Scratch::default());
    tagger.read(text, &mut scratch);
    let look = tagger.look(text, &scratch, &[]);
    let found = Alone::new(rule.clone()).find(tagger.rules(), &look);
    found.iter().map(|firing| firing.whole).collect()
}

/// All ways to match it, by start and as it prefers them: the first token, the way and the span. None if there are too many.
fn all_ways(text: &str, rule: &Rule) -> Option<Vec<(usize, Way, Span)>> {
    LOOKS.set(0);
    let (tagger, mut scratch) = (Tagger::default(), Scratch::default());
    tagger.read(text, &mut scratch);
    let look = tagger.look(text, &scratch, &[]);
    let marks = &mentions::marks(&look, NameRules::bundled());
    let look = Text { marks, ..look };
    let mut all = vec![];
    for start in 0..look.p.words.len() {
        let from = Way {
            end: start,
            ..Way::default()
        };
        for way in ways(&look, &rule.node, start, from) {
            let tokens = &look.p.views.tokens[way.span(start)];
            let ends = tokens.first().zip(tokens.last());
            let span = ends.map(|(first, last)| first.span.cover(last.span));
            all.push((start, way, span.unwrap_or_default()));
        }
    }
    (LOOKS.get() <= MOST_LOOKS).then_some(all)
}

fn sorted(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable_by_key(|span| (span.start, span.end));
    spans.dedup();
    spans
}

/// A part of a pattern, or nothing.
fn part() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        4 => prop_oneof![Just("ash"), Just("birch"), Just("cedar")].prop_map(str::to_owned),
        2 => prop_oneof![Just("<word>"), Just("<Name>"), Just("<lower>")].prop_map(str::to_owned),
        1 => prop_oneof![Just("...{0,2}"), Just("..."), Just("...{1,3}")].prop_map(str::to_owned),
        1 => (
            prop_oneof![Just("!("), Just("&("), Just("!<("), Just("&<(")],
            prop_oneof![Just("ash"), Just("<Name>"), Just("birch ash"), Just("cedar ash?")],
        )
            .prop_map(|(look, inside)| format!("{look}{inside})")),
    ];
    let part = atom.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} {b}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} | {b})")),
            (inner, 0..3usize, 1..3usize)
                .prop_map(|(a, min, more)| format!("(ash? {a}){{{min},{}}}", min + more)),
        ]
    });
    prop_oneof![Just(String::new()), part]
}

fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => Just("ash "), 4 => Just("birch "), 2 => Just("cedar "), 2 => Just("Ash "), 2 => Just("Birch "),
        1 => Just("ash. Birch "), 1 => Just("birch.\n\nCedar "),
    ];
    proptest::collection::vec(word, 1..12).prop_map(|words| words.concat())
}

#[test]
fn what_a_look_ahead_needs_may_stand_behind_the_sentence() {
    for (pattern, text) in [
        (
            "{span:{pivot:birch}} ...{0,2} &(<Name>)",
            "birch.\n\nCedar ",
        ),
        (
            "{span:birch} ...{0,2} &(<Name> ash)",
            "birch.\n\nCedar ash ",
        ),
        ("{span:birch} . &(cedar <Name>)", "birch. cedar Ash "),
    ] {
        let rule = rule(pattern).unwrap();
        let found = proposed(text, &rule);
        assert_eq!(found.len(), 1, "{pattern}");
        assert_eq!(&text[found[0]], "birch", "{pattern}");
    }
}

#[test]
fn what_must_not_stand_ahead_is_no_matter_behind_the_sentence() {
    let rule = rule("{span:birch} !(<Name>)").unwrap();
    let found = |text| proposed(text, &rule).len();
    assert_eq!(found("birch\n\nCedar "), 1);
    assert_eq!(found("birch Cedar "), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn from_the_pivot_outwards_is_as_from_left_to_right(
        [a, b, c, d] in [part(), part(), part(), part()],
        pivot in prop_oneof![Just("ash"), Just("<Name>"), Just("birch|cedar ash?")],
        start in prop_oneof![3 => Just(""), 1 => Just("^")],
        text in text(),
    ) {
        let pattern = format!("{start} {a} {{span:{b} {{pivot:{pivot}}} {c}}} {d}");
        let rule = rule(&pattern);
        prop_assume!(rule.is_some());
        let rule = rule.unwrap();
        let all = all_ways(&text, &rule);
        prop_assume!(all.is_some());
        let all = all.unwrap();
        // With each pivot what begins first, and of that what the pattern prefers: they stand in this order.
        let mut seen = HashSet::new();
        let first = all.iter().filter(|(_, way, _)| seen.insert(way.pivot));
        let expected = first.map(|(.., span)| *span).collect();
        prop_assert_eq!(sorted(proposed(&text, &rule)), sorted(expected), "{}", pattern);
    }

    #[test]
    fn matches_that_do_not_overlap_are_found_as_the_pattern_prefers(
        [a, b, c] in [part(), part(), part()],
        text in text(),
    ) {
        let pattern = format!("{a} {{span:{b} ash}} {c}");
        let rule = rule(&pattern);
        prop_assume!(rule.is_some());
        let rule = rule.unwrap();
        let mut end = 0;
        let expected = all_ways(&text, &rule);
        prop_assume!(expected.is_some());
        let mut expected = expected.unwrap();
        expected.retain(|(start, way, _)| {
            let first = *start >= end;
            end = if first { way.end } else { end };
            first
        });
        let expected = expected.into_iter().map(|(.., span)| span).collect();
        prop_assert_eq!(sorted(proposed(&text, &rule)), sorted(expected), "{}", pattern);
    }
}
