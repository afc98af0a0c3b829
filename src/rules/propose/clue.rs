//! What makes a name more or less likely that a rule proposes.

use std::ops::Range;

use super::lead;
use crate::rules::checker::Checker;
use crate::rules::compile;
use crate::rules::file::ClueRow;
use crate::rules::matcher::{Matcher, Text};
use crate::rules::pattern::{self, Names, Node, TokenClass};
use crate::rules::program::{Classes, Program, Step};
use crate::rules::useless::{longest, shortest};

/// Words beside a name are looked for so far.
const FARTHEST: usize = 8;

/// What makes a proposal more or less likely.
#[derive(Clone, Debug)]
pub(in crate::rules) struct Clue {
    looks: Vec<Look>,
    effect: Effect,
    /// As it is written, for those who read reports.
    pub written: String,
    /// The list of clues that it is from, if it is from one, and its number there.
    pub shared: Option<(Box<str>, usize)>,
}

#[derive(Clone, Copy, Debug)]
enum Effect {
    Score(f32),
    Least(f32),
    Add(f32),
    /// It goes this share of the way to [`SURE`].
    Trust(f32),
}

/// The score of what is nearly sure.
const SURE: f32 = 0.97;

/// A pattern, and where in or beside the name it must match.
#[derive(Clone, Debug)]
struct Look {
    place: Place,
    node: Node,
    program: Program,
    /// The number of the class that it asks for, where that is all.
    class: Option<u32>,
    /// The class that the token beside the name, or its first one, must be of.
    edge: Option<u32>,
    /// How many tokens it takes.
    length: (usize, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Before,
    Behind,
    Is,
    First,
    Last,
    Has,
    Each,
}

impl Clue {
    /// The same clue, whose programs ask for classes by number.
    pub(super) fn numbered(&self, classes: &mut Classes) -> Clue {
        let mut clue = self.clone();
        for look in &mut clue.looks {
            look.program = classes.number(&look.node, &look.program);
            look.class = match look.program.steps[..] {
                [Step::Class(class), Step::Match] => Some(class),
                _ => None,
            };
            let edge = match look.place {
                Place::Has | Place::Each => None,
                place => lead::edge(&look.node, place == Place::Before),
            };
            look.edge = edge.and_then(|any| classes.add(&TokenClass::Any(any.into())));
        }
        // Where one is missing the others are not asked: first what is soon told.
        clue.looks
            .sort_by_key(|look| (look.class.is_none(), look.edge.is_none()));
        clue
    }

    /// Whether it can make a score higher than this of one that is not.
    pub(super) fn raises_above(&self, least: f32) -> bool {
        match self.effect {
            Effect::Score(score) | Effect::Least(score) => score > least,
            Effect::Add(more) => more > 0.0,
            Effect::Trust(_) => true,
        }
    }

    pub(super) fn apply(
        &self,
        text: &Text<'_>,
        matcher: &mut Matcher,
        tokens: &Range<usize>,
        score: &mut f32,
    ) {
        let mut times = 1;
        for look in &self.looks {
            match look.count(text, matcher, tokens) {
                0 => return,
                count if look.place == Place::Each => times = count,
                _ => {}
            }
        }
        match self.effect {
            Effect::Score(new) => *score = new,
            Effect::Least(least) => *score = score.max(least),
            Effect::Add(more) => *score += more * times as f32,
            Effect::Trust(share) => *score += (SURE - *score) * share,
        }
    }
}

impl Look {
    /// How often it is there: once at most but for what may be at each token.
    fn count(&self, text: &Text<'_>, matcher: &mut Matcher, tokens: &Range<usize>) -> usize {
        let Range { start, end } = *tokens;
        let program = &self.program;
        let (least, most) = self.length;
        if let Some(class) = self.class {
            let mut is = |at| matcher.is(text, class, at);
            return match self.place {
                Place::Before => usize::from(text.follows(start) && is(start - 1)),
                Place::Behind => usize::from(text.follows(end) && is(end)),
                Place::Is => usize::from(end == start + 1 && is(start)),
                Place::First => usize::from(is(start)),
                Place::Last => usize::from(is(end - 1)),
                Place::Has => usize::from((start..end).any(is)),
                Place::Each => (start..end).filter(|&at| is(at)).count(),
            };
        }
        // Most that is looked for is missed at the token where it begins, or where it ends before the name.
        let at = match self.place {
            Place::Before => start.wrapping_sub(1),
            Place::Behind => end,
            Place::Is | Place::First | Place::Has | Place::Each => start,
            Place::Last => end - 1,
        };
        if self.edge.is_some_and(|class| !matcher.is(text, class, at)) {
            return 0;
        }
        let mut fits = |from, to| matcher.fits(text, program, from, to);
        match self.place {
            Place::Before => {
                let first = start.saturating_sub(most.min(FARTHEST));
                let last = (start + 1).saturating_sub(least);
                usize::from(
                    (first..last)
                        .any(|from| text.same_sentence(from, start) && fits(from, Some(start))),
                )
            }
            Place::Behind => usize::from(text.follows(end) && fits(end, None)),
            Place::Is => {
                usize::from((least..=most).contains(&(end - start)) && fits(start, Some(end)))
            }
            Place::First => usize::from(fits(start, None)),
            Place::Last => usize::from(fits(end - 1, None)),
            Place::Has => usize::from((start..end).any(|at| fits(at, None))),
            Place::Each => (start..end).filter(|&at| fits(at, None)).count(),
        }
    }
}

/// Reads a list of clues, which several rules may use; what is wrong with them is told.
pub(in crate::rules) fn read_shared(
    check: &mut Checker<'_>,
    list: &str,
    rows: &[toml::Spanned<ClueRow>],
    names: &dyn Names,
) -> Vec<Clue> {
    let mut clues = read(check, rows, names).unwrap_or_default();
    for (number, clue) in clues.iter_mut().enumerate() {
        clue.shared = Some((list.into(), number));
    }
    clues
}

/// Reads clues, and says what is wrong with them.
pub(super) fn read(
    check: &mut Checker<'_>,
    rows: &[toml::Spanned<ClueRow>],
    names: &dyn Names,
) -> Option<Vec<Clue>> {
    let mut clues = vec![];
    for row in rows {
        let Some(list) = &row.as_ref().list else {
            clues.push(read_one(check, row, names)?);
            continue;
        };
        if !row.as_ref().is_bare() {
            let remedy = "give what it says itself a clue of its own";
            let message = "a clue that uses a list says nothing else";
            check.error("R0049", row.span(), message, remedy);
            return None;
        }
        let Some(shared) = names.clues(list.as_ref()) else {
            let message = format!("there are no clues {:?}", list.as_ref());
            let remedy = "write them under [clues]: name = [{ ... }, ...]";
            check.error("R0006", list.span(), message, remedy);
            return None;
        };
        clues.extend_from_slice(shared);
    }
    Some(clues)
}

fn read_one(
    check: &mut Checker<'_>,
    row: &toml::Spanned<ClueRow>,
    names: &dyn Names,
) -> Option<Clue> {
    let ClueRow {
        before,
        behind,
        is,
        first,
        last,
        has,
        each,
        score,
        least,
        add,
        trust,
        list: _,
    } = row.as_ref();
    let effects = [
        score.map(|score| Effect::Score(score as f32)),
        least.map(|least| Effect::Least(least as f32)),
        add.map(|add| Effect::Add(add as f32)),
        trust.map(|trust| Effect::Trust(trust as f32)),
    ];
    let mut effects = effects.into_iter().flatten();
    let (Some(effect), None) = (effects.next(), effects.next()) else {
        let remedy = "write score = 0.8 (it is that then), least = 0.8 (it is at least that), add = -0.2, or trust = 0.3 (it goes so far towards 0.97)";
        check.error(
            "R0049",
            row.span(),
            "a clue says one thing about the score",
            remedy,
        );
        return None;
    };
    let (Effect::Score(number)
    | Effect::Least(number)
    | Effect::Add(number)
    | Effect::Trust(number)) = effect;
    if !(-1.0..=1.0).contains(&number) {
        let remedy = "write a number such as 0.8, or -0.2 for add";
        check.error(
            "R0020",
            row.span(),
            "the score of a clue is a number from -1 to 1",
            remedy,
        );
        return None;
    }
    let mut clue = Clue {
        looks: vec![],
        effect,
        written: String::new(),
        shared: None,
    };
    for (name, place, given) in [
        ("before", Place::Before, before),
        ("behind", Place::Behind, behind),
        ("is", Place::Is, is),
        ("first", Place::First, first),
        ("last", Place::Last, last),
        ("has", Place::Has, has),
        ("each", Place::Each, each),
    ] {
        let Some(given) = given else { continue };
        let node = pattern::parse(given.as_ref(), names);
        let node = node.map_err(|e| {
            let at = check.inside(given, e.at);
            check.error(e.code, at, e.message, e.remedy);
        });
        let node = node.ok()?;
        let length = (shortest(&node), longest(&node));
        let one = !matches!(place, Place::Before | Place::Behind | Place::Is);
        if one && length != (1, 1) || length.1 == 0 {
            let remedy = "use before, behind or is for more than one token";
            let message = format!("{name} looks for one token");
            check.error("R0049", given.span(), message, remedy);
            return None;
        }
        let mut captured = vec![];
        compile::roles(&node, &mut captured);
        if let Some((_, at)) = captured.into_iter().next() {
            let at = check.inside(given, at);
            check.error(
                "R0011",
                at,
                "a clue has no named parts",
                "remove the {...:}",
            );
            return None;
        }
        let program = Program::new(&node, given.as_ref().len()).map_err(|e| {
            let at = check.inside(given, e.at);
            check.error(e.code, at, e.message, e.remedy);
        });
        if !clue.written.is_empty() {
            clue.written += ", ";
        }
        clue.written += &format!("{name} = '{}'", given.as_ref());
        clue.looks.push(Look {
            place,
            program: program.ok()?,
            class: None,
            edge: None,
            node,
            length,
        });
    }
    if clue.looks.is_empty() {
        let remedy = "write before, behind, is, first, last, has or each with a pattern";
        check.error("R0049", row.span(), "a clue says where to look", remedy);
        return None;
    }
    Some(clue)
}
