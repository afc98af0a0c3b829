//! Rules of the kind `frame`: their patterns are matched from the cue outwards, to its left and to its right.

use once_cell::sync::Lazy;
use std::ops::Range;
use std::path::Path;

use super::RuleSet;
use super::checker::Checker;
use super::file::{Row, Score};
use super::load::Loader;
use super::pattern::{Anchor, Atom, Node, Role};
use super::rule::Rule;
use crate::attribution::frames::{self, Conditions, ContentAtom, Frame, Frames, SourceAtom};
use crate::attribution::model;
use crate::attribution::{Complement, CueKind, CueLexicon, VerbForm};

/// The id of the bundled set. A set of a user with this id takes its place, and in the output its rules go by their ids alone.
pub(super) const BUNDLED: &str = "onrecord";

/// A rule file's path in the repository and its text.
macro_rules! file {
    ($name:literal) => {
        (
            concat!("data/rules/", $name),
            include_str!(concat!("../../data/rules/", $name)),
        )
    };
}

static RULES: Lazy<RuleSet> = Lazy::new(|| {
    let mut loader = Loader::of_bundled();
    for (path, toml) in [
        file!("attribution.toml"),
        file!("cues.toml"),
        file!("cues_claims.toml"),
        file!("cues_minds.toml"),
        file!("entities.toml"),
        file!("mentions.toml"),
        file!("mentions_companies.toml"),
        file!("mentions_definitions.toml"),
        file!("mentions_organizations.toml"),
        file!("mentions_people.toml"),
        file!("mentions_places.toml"),
        file!("mentions_results.toml"),
        file!("mentions_teams.toml"),
        file!("mentions_things.toml"),
    ] {
        loader.text(Path::new(path), toml);
    }
    RuleSet::finish(loader).expect("the bundled rules are valid")
});

static FRAMES: Lazy<Frames> = Lazy::new(|| Frames::new(&[], None));

impl RuleSet {
    /// The rules that onrecord itself works by: `data/rules/`. A set with the same id, "onrecord", that is given to a tagger takes
    /// their place.
    pub fn bundled() -> &'static RuleSet {
        &RULES
    }
}

impl Frames {
    /// The bundled frames alone.
    pub(crate) fn bundled() -> &'static Frames {
        &FRAMES
    }

    /// The frames of these rules, and those that are bundled unless some of the rules take their place. With another lexicon than
    /// the bundled one, these look for its cues.
    pub(super) fn new(rules: &[std::sync::Arc<Rule>], lexicon: Option<&CueLexicon>) -> Frames {
        let own = || {
            let enabled = rules.iter().filter(|rule| rule.enabled);
            enabled.filter_map(|rule| Some((rule, rule.frame.as_ref()?)))
        };
        let replaced = |rule: &Rule| rule.name.split('/').next() == Some(BUNDLED);
        let mut frames = Frames::default();
        let mut priorities = vec![];
        if !own().any(|(rule, _)| replaced(rule)) {
            let enabled = RULES.rules.iter().filter(|rule| rule.enabled);
            for rule in enabled.filter(|rule| rule.frame.is_some()) {
                // A frame whose only cue was taken away finds nothing.
                let linked = lexicon.and_then(|lexicon| rule.linked(lexicon)?.frame);
                frames.list.extend(linked.or_else(|| rule.frame.clone()));
                priorities.push(0);
            }
        }
        frames.bundled = frames.list.len();
        for (rule, frame) in own() {
            frames.list.push(frame.clone());
            priorities.push(rule.priority);
        }
        frames.order = (0..frames.list.len() as u32).collect();
        frames
            .order
            .sort_by_key(|&i| std::cmp::Reverse(priorities[i as usize]));
        frames
    }

    /// One frame alone.
    pub(super) fn alone(frame: &Frame) -> Frames {
        Frames {
            list: vec![frame.clone()],
            order: vec![0],
            bundled: 0,
        }
    }
}

/// What is wrong with a pattern as a frame: where in it, what, and the remedy.
pub(super) type Problem = (Range<usize>, String, String);

/// The frame of a row; what is wrong with it is told.
pub(super) fn compile(
    check: &mut Checker<'_>,
    row: &Row,
    by: String,
    node: &Node,
    lexicon: &CueLexicon,
) -> Option<Frame> {
    let conditions = conditions(check, row)?;
    match arrange(by, node, conditions, lexicon) {
        Ok(frame) => Some(frame),
        Err((at, message, remedy)) => {
            let at = check.inside(&row.pattern, at);
            check.error("R0040", at, message, remedy);
            None
        }
    }
}

fn conditions(check: &mut Checker<'_>, row: &Row) -> Option<Conditions> {
    let mut kind = CueKind::Verb;
    if let Some(given) = &row.cue {
        const KINDS: [&str; 4] = ["verb", "noun", "adjective", "phrase"];
        let kinds = [
            CueKind::Verb,
            CueKind::Noun,
            CueKind::Adjective,
            CueKind::Phrase,
        ];
        kind = kinds[check.one_of("cue", given, &KINDS)?];
    }
    let mut form = VerbForm::Finite;
    if let Some(given) = &row.form {
        form = VerbForm::ALL[check.one_of(
            "form of a verb",
            given,
            &VerbForm::ALL.map(VerbForm::as_str),
        )?];
    }
    let names = Complement::ALL.map(Complement::as_str);
    let mut complement = None;
    if let Some(given) = &row.complement {
        let all = given
            .iter()
            .map(|name| check.one_of("complement", name, &names));
        complement = Some(
            all.map(|index| index.map(|i| Complement::ALL[i]))
                .collect::<Option<Vec<_>>>()?,
        );
    }
    let mut scores = [[0.0; 8]; 2];
    let given = row.score.as_ref();
    let at = given.map_or(row.kind.span(), toml::Spanned::span);
    match given.map(AsRef::as_ref) {
        None => scores = [[0.9; 8]; 2],
        Some(Score::All(score)) => scores = [[*score as f32; 8]; 2],
        Some(Score::ByComplement(table)) => {
            for (name, score) in table {
                let (addressed, complement) = name
                    .strip_prefix("np-")
                    .map_or((0, name.as_str()), |name| (1, name));
                let named = toml::Spanned::new(at.clone(), complement.to_owned());
                scores[addressed][check.one_of("complement", &named, &names)?] = *score as f32;
            }
        }
    }
    if scores
        .iter()
        .flatten()
        .any(|score| !(0.0..=2.0).contains(score))
    {
        let message = "the score of a frame is a number from 0 to 2: it is multiplied by the strength of the cue";
        check.error("R0020", at, message, "write a number such as 0.9");
        return None;
    }
    Some(Conditions {
        kind,
        form,
        complement,
        goes_on: row.goes_on.unwrap_or(false),
        scores,
    })
}

/// Sorts the parts of a pattern to the left and the right of its cue.
pub(super) fn arrange(
    by: String,
    node: &Node,
    mut conditions: Conditions,
    lexicon: &CueLexicon,
) -> Result<Frame, Problem> {
    let single = std::slice::from_ref(node);
    let nodes = match node {
        Node::Sequence(nodes) => nodes.as_slice(),
        _ => single,
    };
    let is_cue = |node: &Node| matches!(node, Node::Capture(Role::Cue, ..));
    let mut cues = (0..nodes.len()).filter(|&i| is_cue(&nodes[i]));
    let (Some(cue), None) = (cues.next(), cues.next()) else {
        let remedy = "write {cue:@cue}, {cue:@say} or {cue:~say} once, outside any group";
        return Err((0..1, "a frame has one cue".to_owned(), remedy.to_owned()));
    };
    let Node::Capture(_, words, _) = &nodes[cue] else {
        unreachable!("it is a capture");
    };
    let mut allowed = Some(vec![false; lexicon.iter().count()]);
    allow(words, lexicon, &mut conditions.kind, &mut allowed)?;
    let mut left = nodes[..cue]
        .iter()
        .map(|n| atom(n, true))
        .collect::<Result<Vec<_>, _>>()?;
    left.reverse();
    Ok(Frame {
        known: model::known::frame(by.trim_start_matches("rule:")),
        by,
        left,
        right: nodes[cue + 1..]
            .iter()
            .map(|n| atom(n, false))
            .collect::<Result<_, _>>()?,
        cues: allowed,
        conditions,
    })
}

/// How the output names a rule: the bundled ones by their ids alone.
pub(super) fn shown(set: &str, id: &str) -> String {
    if set == BUNDLED {
        id.to_owned()
    } else {
        format!("{set}/{id}")
    }
}

/// Tells of keys that only other kinds of rules have: a frame's, or those that a frame lacks.
pub(super) fn foreign_keys(check: &mut Checker<'_>, row: &Row, frame: bool) {
    let mut extra: Vec<(&str, Range<usize>)> = vec![];
    if frame {
        extra.extend(row.label.as_ref().map(|key| ("label", key.span())));
        extra.extend(row.like.as_ref().map(|key| ("like", key.span())));
        extra.extend(row.window.tokens.as_ref().map(|key| ("window", key.span())));
        extra.extend(row.window.within.as_ref().map(|key| ("window", key.span())));
        for (key, at) in extra {
            check.error("R0041", at, format!("a frame has no {key}"), "remove it");
        }
        return;
    }
    extra.extend(row.cue.as_ref().map(|key| ("cue", key.span())));
    extra.extend(row.form.as_ref().map(|key| ("form", key.span())));
    let complement = row.complement.as_ref().and_then(|all| all.first());
    extra.extend(complement.map(|key| ("complement", key.span())));
    extra.extend(row.goes_on.map(|_| ("goes_on", row.id.span())));
    let table = row
        .score
        .as_ref()
        .filter(|score| matches!(score.as_ref(), Score::ByComplement(_)));
    extra.extend(table.map(|key| ("score with complements", key.span())));
    for (key, at) in extra {
        let message = format!("only a frame has a {key}");
        check.error("R0041", at, message, "remove it, or write kind = \"frame\"");
    }
}

/// The first atom that only frames can look for.
pub(super) fn first_finder(node: &Node) -> Option<Range<usize>> {
    match node {
        Node::Atom(Atom::Source(_) | Atom::Content(_), at) => Some(at.clone()),
        Node::Atom(..) | Node::Gap(..) => None,
        Node::Sequence(nodes) | Node::Either(nodes) => nodes.iter().find_map(first_finder),
        Node::Repeat(node, ..)
        | Node::Capture(_, node, _)
        | Node::Not { node, .. }
        | Node::Part(node, _) => first_finder(node),
    }
}

/// Which cues the inside of `{cue:...}` stands for; `None` for all.
fn allow(
    node: &Node,
    lexicon: &CueLexicon,
    kind: &mut CueKind,
    allowed: &mut Option<Vec<bool>>,
) -> Result<(), Problem> {
    let mut mark = |accept: &dyn Fn(&crate::attribution::Cue) -> bool| {
        for (cue, allowed) in lexicon.iter().zip(allowed.iter_mut().flatten()) {
            *allowed |= accept(cue);
        }
    };
    match node {
        Node::Either(nodes) => {
            for node in nodes {
                allow(node, lexicon, kind, allowed)?;
            }
        }
        Node::Atom(Atom::CueClass(None), _) => *allowed = None,
        Node::Atom(Atom::CueClass(Some(class)), _) => mark(&|cue| *cue.class == **class),
        Node::Atom(Atom::Lemma(lemma), _) => mark(&|cue| *cue.lemma == **lemma),
        Node::Atom(Atom::Literal(word), _) if &*word.key == ":" => {
            *kind = CueKind::Mark;
            *allowed = None;
        }
        other => {
            let remedy = "write @cue for any, a class (@say), a cue (~say), several with bars (@say|~call_for), or a colon";
            return Err((
                place(other),
                "this is no cue of the lexicon".to_owned(),
                remedy.to_owned(),
            ));
        }
    }
    Ok(())
}

fn place(node: &Node) -> Range<usize> {
    match node {
        Node::Atom(_, at) | Node::Gap(_, _, at) | Node::Capture(_, _, at) | Node::Part(_, at) => {
            at.clone()
        }
        Node::Sequence(nodes) | Node::Either(nodes) => nodes.first().map_or(0..1, place),
        Node::Repeat(node, ..) => place(node),
        Node::Not { place, .. } => place.clone(),
    }
}

fn atom(node: &Node, left: bool) -> Result<frames::Atom, Problem> {
    use frames::Atom as Part;
    let wrong = |at: Range<usize>, message: &str, remedy: &str| {
        Err((at, message.to_owned(), remedy.to_owned()))
    };
    Ok(match node {
        Node::Atom(Atom::Literal(word), _) if word.is_comma() => Part::Comma,
        Node::Repeat(inner, 0, 1) if matches!(&**inner, Node::Atom(Atom::Literal(word), _) if word.is_comma()) => {
            Part::MaybeComma
        }
        Node::Atom(Atom::Anchor(Anchor::SentenceStart), _) if left => Part::Start,
        Node::Atom(Atom::Literal(word), _) => Part::Words(vec![word.key.clone()]),
        Node::Either(nodes) => {
            let words = nodes.iter().map(|node| match node {
                Node::Atom(Atom::Literal(word), _) => Ok(word.key.clone()),
                other => Err((
                    place(other),
                    "only single words can stand beside each other here".to_owned(),
                    "write by|from".to_owned(),
                )),
            });
            Part::Words(words.collect::<Result<_, _>>()?)
        }
        Node::Capture(role, inner, at) => match (role, &**inner) {
            (Role::Source, Node::Atom(Atom::NounPhrase, _)) => Part::Source(SourceAtom::Np),
            (Role::Content, Node::Atom(Atom::RestOfParagraph, _)) if !left => {
                Part::Content(ContentAtom::Paragraph)
            }
            (Role::Source, Node::Atom(Atom::Source(kind), _))
                if left || *kind == SourceAtom::Strict =>
            {
                Part::Source(*kind)
            }
            (Role::Content, Node::Atom(Atom::Content(kind), _)) if fits(*kind, left) => {
                Part::Content(*kind)
            }
            _ => {
                return wrong(
                    at.clone(),
                    if left {
                        "this cannot stand left of the cue in a frame"
                    } else {
                        "this cannot stand right of the cue in a frame"
                    },
                    "left: {source:np}, <strict>, <same>, <owner>, <speaker>, {content:<quoted>}, <clause>, <any>, <subject>; right: {source:np}, <strict>, {content:<any>}, <clause>, <quotation>, <paragraph>",
                );
            }
        },
        other => {
            return wrong(
                place(other),
                "this cannot stand in a frame",
                "a frame has named parts, words, commas and ^; other patterns are for rules of kind \"attribution\"",
            );
        }
    })
}

/// Where the parts of a frame stand in its pattern, each list from the cue outwards: left of it, the cue itself, right of it.
pub(super) fn places(node: &Node) -> (Vec<Range<usize>>, Range<usize>, Vec<Range<usize>>) {
    let single = std::slice::from_ref(node);
    let nodes = match node {
        Node::Sequence(nodes) => nodes.as_slice(),
        _ => single,
    };
    let is_cue = |node: &Node| matches!(node, Node::Capture(Role::Cue, ..));
    let cue = nodes.iter().position(is_cue).unwrap_or(0);
    let left = nodes[..cue].iter().rev().map(place).collect();
    let right = nodes[cue + 1..].iter().map(place).collect();
    (left, place(&nodes[cue]), right)
}

fn fits(kind: ContentAtom, left: bool) -> bool {
    match kind {
        ContentAtom::Quoted | ContentAtom::Subject => left,
        ContentAtom::Clause | ContentAtom::Any => true,
        ContentAtom::Paragraph | ContentAtom::Quotation => !left,
    }
}
