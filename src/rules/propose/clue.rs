//! What makes a name more or less likely that a rule proposes.

use std::ops::Range;

use crate::rules::file::ClueRow;
use crate::rules::matcher::{Matcher, Text};
use crate::rules::pattern::{self, Names, Node};
use crate::rules::program::{Classes, Program};
use crate::rules::rule::{self, Checker};
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
}

#[derive(Clone, Copy, Debug)]
enum Effect {
    Score(f32),
    Least(f32),
    Add(f32),
}

/// A pattern, and where in or beside the name it must match.
#[derive(Clone, Debug)]
struct Look {
    place: Place,
    node: Node,
    program: Program,
    /// How many tokens it takes.
    length: (usize, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Before,
    Behind,
    Is,
    Has,
    Each,
}

impl Clue {
    /// The same clue, whose programs ask for classes by number.
    pub(super) fn numbered(&self, classes: &mut Classes) -> Clue {
        let mut clue = self.clone();
        for look in &mut clue.looks {
            look.program = classes.number(&look.node, &look.program);
        }
        clue
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
        }
    }
}

impl Look {
    /// How often it is there: once at most but for what may be at each token.
    fn count(&self, text: &Text<'_>, matcher: &mut Matcher, tokens: &Range<usize>) -> usize {
        let Range { start, end } = *tokens;
        let program = &self.program;
        let (least, most) = self.length;
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
            Place::Has => usize::from((start..end).any(|at| fits(at, None))),
            Place::Each => (start..end).filter(|&at| fits(at, None)).count(),
        }
    }
}

/// Reads a clue, and says what is wrong with it.
pub(super) fn read(
    check: &mut Checker<'_>,
    row: &toml::Spanned<ClueRow>,
    names: &dyn Names,
) -> Option<Clue> {
    let ClueRow {
        before,
        behind,
        is,
        has,
        each,
        score,
        least,
        add,
    } = row.as_ref();
    let effects = [
        score.map(|score| Effect::Score(score as f32)),
        least.map(|least| Effect::Least(least as f32)),
        add.map(|add| Effect::Add(add as f32)),
    ];
    let mut effects = effects.into_iter().flatten();
    let (Some(effect), None) = (effects.next(), effects.next()) else {
        let remedy =
            "write score = 0.8 (it is that then), least = 0.8 (it is at least that) or add = -0.2";
        check.error(
            "R0049",
            row.span(),
            "a clue says one thing about the score",
            remedy,
        );
        return None;
    };
    let (Effect::Score(number) | Effect::Least(number) | Effect::Add(number)) = effect;
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
    };
    for (name, place, given) in [
        ("before", Place::Before, before),
        ("behind", Place::Behind, behind),
        ("is", Place::Is, is),
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
        let one = matches!(place, Place::Has | Place::Each);
        if one && length != (1, 1) || length.1 == 0 {
            let remedy = "use before, behind or is for more than one token";
            let message = format!("{name} looks for one token");
            check.error("R0049", given.span(), message, remedy);
            return None;
        }
        let mut captured = vec![];
        rule::roles(&node, &mut captured);
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
            node,
            length,
        });
    }
    if clue.looks.is_empty() {
        let remedy = "write before, behind, is, has or each with a pattern";
        check.error("R0049", row.span(), "a clue says where to look", remedy);
        return None;
    }
    Some(clue)
}
