//! Whether one pattern matches wherever another does: what makes a rule or an alternative useless.

use super::pattern::{Atom, Node, Shape};

/// Whether wherever `special` matches, `general` matches the same words, as far as can be seen from the patterns. Where it says no, that
/// may be so all the same.
pub(super) fn covers(general: &Node, special: &Node) -> bool {
    match (general, special) {
        (Node::Part(general, _), _) => covers(general, special),
        (_, Node::Part(special, _)) => covers(general, special),
        (_, Node::Either(all)) => all.iter().all(|one| covers(general, one)),
        (Node::Sequence(_), _) | (_, Node::Sequence(_)) => {
            sequences(parts(general), parts(special))
        }
        (Node::Either(all), _) => all.iter().any(|one| covers(one, special)),
        (Node::Capture(a, general, _), Node::Capture(b, special, _)) => {
            a == b && covers(general, special)
        }
        (Node::Repeat(general, a, b), Node::Repeat(special, c, d)) => {
            a <= c && b >= d && covers(general, special)
        }
        (Node::Repeat(general, 0 | 1, 1..), _) => covers(general, special),
        (Node::Gap(a, b, _), Node::Gap(c, d, _)) => a <= c && b >= d,
        (
            Node::Not {
                behind,
                wanted,
                node,
                ..
            },
            Node::Not {
                behind: b,
                wanted: w,
                node: more,
                ..
            },
        ) => {
            // What rules out less lets more match.
            let less = if *wanted {
                covers(node, more)
            } else {
                covers(more, node)
            };
            (b, w) == (behind, wanted) && less
        }
        (Node::Atom(general, _), Node::Atom(special, _)) => atoms(general, special),
        _ => false,
    }
}

fn parts(node: &Node) -> &[Node] {
    match node {
        Node::Sequence(nodes) => nodes,
        other => std::slice::from_ref(other),
    }
}

/// Part by part; what only the special one rules out makes it more special still.
fn sequences(general: &[Node], special: &[Node]) -> bool {
    let mut rest = special.iter();
    for part in general {
        let mut found = rest.next();
        while let Some(Node::Not { .. }) = found
            && !found.is_some_and(|other| covers(part, other))
        {
            found = rest.next();
        }
        if !found.is_some_and(|other| covers(part, other)) {
            return false;
        }
    }
    rest.all(|part| matches!(part, Node::Not { .. }))
}

fn atoms(general: &Atom, special: &Atom) -> bool {
    match (general, special) {
        (Atom::Literal(a), Atom::Literal(b)) => a.covers(b),
        (Atom::List(a), Atom::Literal(b)) => a.covers(std::slice::from_ref(b)),
        (Atom::List(a), Atom::List(b)) => b.phrases().all(|phrase| a.covers(phrase)),
        (Atom::Shape(Shape::Capital), Atom::Literal(b)) => b.has_capital(),
        (Atom::Shape(a), Atom::Shape(b)) => a == b,
        (Atom::CueClass(None), Atom::CueClass(_) | Atom::Lemma(_)) => true,
        (Atom::CueClass(a), Atom::CueClass(b)) => a == b,
        (Atom::Lemma(a), Atom::Lemma(b)) => a == b,
        (Atom::Gazetteer(a), Atom::Gazetteer(b)) => a == b,
        (Atom::Label(a), Atom::Label(b)) => a == b,
        (Atom::Regex(a), Atom::Regex(b)) => a.as_str() == b.as_str(),
        (Atom::Anchor(a), Atom::Anchor(b)) => a == b,
        (Atom::Quote, Atom::Quote)
        | (Atom::NounPhrase, Atom::NounPhrase)
        | (Atom::RestOfSentence, Atom::RestOfSentence)
        | (Atom::RestOfParagraph, Atom::RestOfParagraph) => true,
        _ => false,
    }
}
