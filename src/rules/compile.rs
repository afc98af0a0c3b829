//! From a row of a rule file to a rule, with the check of all that it says.

use std::ops::Range;

use super::Severity;
use super::checker::{Checker, inside};
use super::diagnostic::{Diagnostic, Source, nearest};
use super::entity;
use super::file::{Row, Score};
use super::frame;
use super::matcher::Window;
use super::pattern::{self, MOST_REPEATS, Names, Node, Role};
use super::program::{First, Program, impossible};
use super::propose::{self, Proposal};
use super::rule::{Action, Rule};
use super::test_rows::{TestRows, tests};
use super::useless;
use crate::Label;
use crate::attribution::CueLexicon;

/// Compiles a row, and says everything that is wrong with it; `None` if it cannot be used.
pub(super) fn compile(
    source: &Source<'_>,
    set: &str,
    row: &Row,
    names: &dyn Names,
    lexicon: &CueLexicon,
    problems: &mut Vec<Diagnostic>,
) -> Option<Rule> {
    let before = problems.len();
    let mut check = Checker { source, problems };
    let pattern = row.pattern.as_ref();
    let in_pattern = |at| inside(source, row.pattern.span(), pattern, at);
    let node = pattern::parse(pattern, names);
    let node = match node {
        Ok(node) => Some(node),
        Err(e) => {
            check.error(e.code, in_pattern(e.at), e.message, e.remedy);
            None
        }
    };
    let mut compiled = None;
    let mut captured = vec![];
    if let Some(node) = &node {
        roles(node, &mut captured);
        if let Some((at, why)) = impossible(node) {
            let remedy = "remove it, or move it to where the match begins or ends";
            check.error(
                "R0013",
                in_pattern(at),
                format!("this can never match: {why}"),
                remedy,
            );
        }
        let frame = row.kind.as_ref() == "frame";
        let finder = frame::first_finder(node).filter(|_| !frame);
        if let Some(at) = finder {
            let message = "this is found from a cue on, which only frames do";
            let remedy = "write kind = \"frame\", or use another atom";
            check.error("R0040", in_pattern(at), message, remedy);
        }
        let found = if frame {
            (
                Some(First::default()),
                Program::new(&Node::Sequence(vec![]), 0),
            )
        } else {
            (First::of(node, lexicon), Program::new(node, pattern.len()))
        };
        match found {
            (None, _) => check.error(
                "R0012",
                row.pattern.span(),
                "the pattern matches the empty string",
                "make one part of it obligatory: remove a ?, or write a limit that begins with 1",
            ),
            (_, Err(e)) => check.error(e.code, in_pattern(e.at), e.message, e.remedy),
            (Some(first), Ok(program)) => {
                compiled = Some((first, program));
            }
        }
    }
    let action = action(&mut check, row, &captured, lexicon, node.is_some());
    let is_frame = action == Some(Action::Frame);
    let mut frame = None;
    if let Some(node) = node.as_ref().filter(|_| is_frame) {
        let by = format!("rule:{}", frame::shown(set, row.id.as_ref()));
        frame = frame::compile(&mut check, row, by, node, lexicon);
    }
    frame::foreign_keys(&mut check, row, is_frame);
    let proposes = matches!(action, Some(Action::Propose(_)));
    let proposal = if proposes {
        propose::compile(&mut check, row, node.as_ref(), names)
    } else {
        propose::foreign(&mut check, row, node.as_ref());
        Some(Proposal::default())
    };
    if !matches!(action, Some(Action::Entity(_))) {
        entity::foreign(&mut check, row);
    }
    let score = match row.score.as_ref().map(AsRef::as_ref) {
        Some(Score::All(score)) => *score,
        _ => 0.9,
    };
    let no_share = !(0.0..=1.0).contains(&score) && !is_frame;
    if let Some(given) = row.score.as_ref().filter(|_| no_share) {
        let remedy = "write the share of its finds that are right, such as 0.9";
        check.error(
            "R0020",
            given.span(),
            "a score is a number from 0 to 1",
            remedy,
        );
    }
    let window = window(&mut check, row);
    if let Some(node) = node.as_ref().filter(|_| !is_frame) {
        let least = useless::shortest(node);
        if least > window.tokens {
            let message = format!(
                "this can never match: it needs {least} tokens, and the window has {}",
                window.tokens
            );
            let remedy = "add window = { tokens = 100 }, or make the pattern shorter";
            check.error("R0013", row.pattern.span(), message, remedy);
        }
        let mut late = vec![];
        useless::late_alternatives(node, &mut late);
        for at in late {
            let at = check.inside(&row.pattern, at);
            let message =
                "this alternative never comes to its turn: one before it matches the same";
            check.warn("R0046", at, message, "remove it, or put it first");
        }
    }
    let mut roles: Vec<Role> = captured.iter().map(|&(role, _)| role).collect();
    if matches!(action, Some(Action::Entity(_))) {
        roles.push(Role::Alias); // all of the match, if no part is named
    }
    let free = node.is_none() || row.kind.as_ref() == "cue";
    let rows = TestRows {
        finds: &row.finds,
        ignores: &row.ignores,
        todo: &row.todo,
        at: row.id.span(),
        enabled: row.enabled,
        scored: proposes,
        roles: (!free).then_some(&roles),
    };
    let tests = tests(&mut check, &rows);
    let failed = check.problems[before..]
        .iter()
        .any(|p| p.severity == Severity::Error && !matches!(p.code, "R0015" | "R0016"));
    if failed {
        return None;
    }
    let (first, program) = compiled?;
    let (node, action, proposal) = (node?, action?, proposal?);
    Some(Rule {
        name: format!("{set}/{}", row.id.as_ref()),
        trigger: action.trigger(&node, lexicon),
        action,
        priority: row.priority,
        score: score as f32,
        enabled: row.enabled,
        window,
        pattern: pattern.clone(),
        node,
        program,
        first,
        frame,
        proposal,
        tests,
        path: source.path.to_owned(),
    })
}

/// The named parts of a pattern.
pub(super) fn roles(node: &Node, captured: &mut Vec<(Role, Range<usize>)>) {
    match node {
        Node::Capture(role, node, at) => {
            captured.push((*role, at.clone()));
            roles(node, captured);
        }
        Node::Sequence(nodes) | Node::Either(nodes) => {
            nodes.iter().for_each(|node| roles(node, captured));
        }
        Node::Repeat(node, ..) | Node::Part(node, _) => roles(node, captured),
        Node::Atom(..) | Node::Gap(..) | Node::Not { .. } => {}
    }
}

fn action(
    check: &mut Checker<'_>,
    row: &Row,
    captured: &[(Role, Range<usize>)],
    lexicon: &CueLexicon,
    parsed: bool,
) -> Option<Action> {
    let has = |role| !parsed || captured.iter().any(|&(r, _)| r == role);
    let label = match &row.label {
        None => None,
        Some(given) => {
            let name = given.as_ref().as_str();
            let found = Label::ALL.into_iter().find(|label| label.as_str() == name);
            if found.is_none() {
                let known = Label::ALL.map(Label::as_str).join(", ");
                let message = format!("{name:?} is no label");
                check.error(
                    "R0017",
                    given.span(),
                    message,
                    format!("use one of {known}"),
                );
                return None;
            }
            found
        }
    };
    let action = match (row.kind.as_ref().as_str(), row.action.as_ref()) {
        ("mention", None) => match label {
            Some(label) => Action::Mention(label),
            None => {
                check.error(
                    "R0014",
                    row.kind.span(),
                    "a mention rule needs a label",
                    "add label = \"PERSON\" (or ORG, PLACE, NORP, ROLE), or action = \"extend\" or \"remove\"",
                );
                return None;
            }
        },
        ("mention", Some(action)) if action.as_ref() == "propose" => Action::Propose(label),
        ("mention", Some(action)) if action.as_ref() == "extend" => Action::Extend,
        ("mention", Some(action)) if action.as_ref() == "remove" => Action::RemoveMentions(label),
        ("mention", Some(action)) => {
            let message = format!("{:?} is no action", action.as_ref());
            let remedy =
                "use \"propose\", \"extend\" or \"remove\", or give a label alone to add one";
            check.error("R0017", action.span(), message, remedy);
            return None;
        }
        (kind, Some(action)) => {
            let message = format!("a rule of kind {kind:?} has no action");
            check.error("R0017", action.span(), message, "remove it");
            return None;
        }
        ("attribution", None) => Action::Attribution,
        ("veto", None) if captured.iter().any(|&(role, _)| role == Role::Cue) => {
            Action::RemoveAttributions
        }
        ("veto", None) => Action::RemoveMentions(label),
        ("frame", None) => Action::Frame,
        ("entity", None) => Action::Entity(entity::named(check, row, label, captured, parsed)?),
        ("cue", None) => Action::Cue(like(check, row, lexicon)?),
        (kind, None) => {
            let known = ["mention", "entity", "attribution", "cue", "veto", "frame"];
            let remedy = match nearest(kind, known.into_iter()) {
                Some(near) => format!("did you mean {near:?}?"),
                None => format!("use one of {}", known.join(", ")),
            };
            check.error(
                "R0017",
                row.kind.span(),
                format!("{kind:?} is no kind of rule"),
                remedy,
            );
            return None;
        }
    };
    let (needs, allowed): (&[Role], &[Role]) = match action {
        Action::Attribution => (&[Role::Content], &[Role::Content, Role::Source, Role::Cue]),
        Action::Frame => (
            &[Role::Content, Role::Cue],
            &[Role::Content, Role::Source, Role::Cue],
        ),
        Action::Cue(_) => (&[Role::Cue], &[Role::Cue]),
        Action::RemoveAttributions => (&[], &[Role::Cue]),
        Action::Entity(Some(_)) => (&[], &[Role::Alias, Role::Position, Role::Affiliation]),
        Action::Entity(None) => (
            &[Role::Name],
            &[Role::Name, Role::Alias, Role::Position, Role::Affiliation],
        ),
        _ => (&[], &[Role::Span]),
    };
    for &role in needs.iter().filter(|&&role| !has(role)) {
        let remedy = format!(
            "put {{{}:...}} around that part of the pattern",
            role.as_str()
        );
        let message = format!("the pattern does not say what the {} is", role.as_str());
        check.error("R0014", row.pattern.span(), message, remedy);
    }
    if action == Action::Attribution && !has(Role::Source) && !has(Role::Cue) {
        let message = "an attribution needs a source or a cue";
        let remedy = "put {source:...} or {cue:...} around that part of the pattern";
        check.error("R0014", row.pattern.span(), message, remedy);
    }
    for (role, at) in captured.iter().filter(|(role, _)| !allowed.contains(role)) {
        let allowed: Vec<_> = allowed
            .iter()
            .map(|role| format!("{{{}:}}", role.as_str()))
            .collect();
        let at = inside(
            check.source,
            row.pattern.span(),
            row.pattern.as_ref(),
            at.clone(),
        );
        let message = format!("a rule of this kind has no {}", role.as_str());
        check.error(
            "R0011",
            at,
            message,
            format!("it may have {}", allowed.join(", ")),
        );
    }
    Some(action)
}

fn like(check: &mut Checker<'_>, row: &Row, lexicon: &CueLexicon) -> Option<Box<str>> {
    let Some(like) = &row.like else {
        let remedy = "add like = \"say\": the cue whose source and content stand as they do here";
        check.error(
            "R0014",
            row.kind.span(),
            "a cue rule needs a known cue that it is like",
            remedy,
        );
        return None;
    };
    let lemma = like.as_ref().as_str();
    let known = lexicon.number(lemma).is_some();
    if !known {
        let remedy = match nearest(lemma, lexicon.iter().map(|cue| cue.lemma.as_str())) {
            Some(near) => format!("did you mean {near:?}?"),
            None => "use the base form of a cue of data/rules/cues.toml".to_owned(),
        };
        check.error(
            "R0006",
            like.span(),
            format!("there is no cue {lemma:?}"),
            remedy,
        );
    }
    known.then(|| lemma.into())
}

fn window(check: &mut Checker<'_>, row: &Row) -> Window {
    let mut window = Window {
        tokens: MOST_REPEATS,
        paragraph: false,
    };
    if let Some(tokens) = &row.window.tokens {
        match usize::try_from(*tokens.as_ref()) {
            Ok(n) if (1..=200).contains(&n) => window.tokens = n,
            _ => check.error(
                "R0019",
                tokens.span(),
                "a window has 1 to 200 tokens",
                "write a number in between",
            ),
        }
    }
    if let Some(within) = &row.window.within {
        match within.as_ref().as_str() {
            "sentence" => {}
            "paragraph" => window.paragraph = true,
            other => check.error(
                "R0017",
                within.span(),
                format!("{other:?} is no boundary"),
                "use \"sentence\" or \"paragraph\"",
            ),
        }
    }
    window
}
