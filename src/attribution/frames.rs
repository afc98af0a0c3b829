//! The frames of `data/rules/attribution.toml`: in which order source, cue and content stand.

use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;

use super::complement::Complement;
use super::cues::CueKind;
use super::verb_group::VerbForm;
use crate::LoadError;

/// An order of source, cue and content, with the conditions under which it is looked for.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// "rule:" and the id, as the output names it.
    pub by: String,
    /// What stands before the cue, nearest first.
    pub left: Vec<Atom>,
    /// What stands behind the cue, nearest first.
    pub right: Vec<Atom>,
    pub cue: CueKind,
    pub form: VerbForm,
    pub complement: Option<Vec<Complement>>,
    pub classes: Option<Vec<String>>,
    pub lemmas: Option<Vec<String>>,
    /// Whether content may go on behind what the pattern covers: `"No," she said. "Never."`
    pub goes_on: bool,
    scores: [[f32; 8]; 2],
    /// A text with the source in [ ], the cue in < > and the content in { }, which a test runs.
    #[cfg_attr(not(test), allow(dead_code, reason = "for tests and people"))]
    pub example: String,
}

impl Frame {
    /// How much more or less often than the lexicon's strength the whole attribution is right.
    pub fn score(&self, complement: Complement, addressed: bool) -> f32 {
        self.scores[usize::from(addressed)][complement as usize]
    }
}

/// One element of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Atom {
    /// A word, or one of several.
    Words(Vec<String>),
    /// A comma that must stand there.
    Comma,
    /// A comma that may stand there.
    MaybeComma,
    /// The start of the sentence, but for a conjunction.
    Start,
    Source(SourceAtom),
    Content(ContentAtom),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum SourceAtom {
    /// The noun phrase that stands there, with its apposition.
    Np,
    /// The noun phrase without an apposition that could be a clause.
    Strict,
    /// The source of the sentence's cue before this one, or the subject of the sentence.
    Same,
    /// A possessor: "her", "Lee's".
    Owner,
    /// The capitalised line up to here: a speaker's name before a colon.
    Name,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ContentAtom {
    /// Left: the quotation that ends there, with the words of its sentence.
    Quoted,
    /// Left: the clause from the start of the sentence. Right: the clause up to its end.
    Clause,
    /// Left: all of the sentence up to here. Right: whatever follows the cue, by its complement.
    Any,
    /// Left: a noun phrase that is what the cue is about.
    Subject,
    /// Right: the rest of the paragraph.
    Paragraph,
    /// Right: the quotation that follows.
    Quotation,
}

static BUNDLED: LazyLock<Vec<Frame>> = LazyLock::new(|| {
    let path = Path::new("data/rules/attribution.toml");
    parse(include_str!("../../data/rules/attribution.toml"), path)
        .expect("the bundled frames are valid")
});

/// The frames that come with onrecord, in the order in which they are tried.
pub(super) fn bundled() -> &'static [Frame] {
    &BUNDLED
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    frame: Vec<toml::Spanned<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    #[serde(rename = "match")]
    pattern: String,
    #[serde(default = "verb")]
    cue: CueKind,
    #[serde(default)]
    form: Option<String>,
    complement: Option<Vec<String>>,
    classes: Option<Vec<String>>,
    lemmas: Option<Vec<String>>,
    #[serde(default)]
    goes_on: bool,
    score: Score,
    example: String,
}

fn verb() -> CueKind {
    CueKind::Verb
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Score {
    All(f32),
    ByComplement(std::collections::BTreeMap<String, f32>),
}

/// Reads frames in the format of `data/rules/attribution.toml`.
pub(super) fn parse(toml: &str, path: &Path) -> Result<Vec<Frame>, LoadError> {
    let file: File = toml::from_str(toml).map_err(|error| LoadError::toml(path, toml, &error))?;
    let mut frames: Vec<Frame> = vec![];
    for row in file.frame {
        let line = toml[..row.span().start].matches('\n').count() + 1;
        let row = row.into_inner();
        let id = row.id.clone();
        let frame = frame(row)
            .map_err(|problem| LoadError::line(path, line, format!("frame {id:?}: {problem}")))?;
        if frames.iter().any(|earlier| earlier.by == frame.by) {
            return Err(LoadError::line(
                path,
                line,
                format!("frame {id:?} is there twice; rename one of them"),
            ));
        }
        frames.push(frame);
    }
    Ok(frames)
}

fn frame(row: Row) -> Result<Frame, String> {
    let (left, right) = row
        .pattern
        .split_once("{cue}")
        .filter(|(_, right)| !right.contains("{cue}"))
        .ok_or("the pattern must hold {cue} once")?;
    let mut left = atoms(left)?;
    left.reverse();
    let form = match &row.form {
        None => VerbForm::Finite,
        Some(name) => VerbForm::ALL
            .into_iter()
            .find(|form| form.as_str() == name)
            .ok_or_else(|| {
                format!(
                    "{name:?} is no form; use one of {}",
                    VerbForm::ALL.map(VerbForm::as_str).join(", ")
                )
            })?,
    };
    let complement = row
        .complement
        .map(|names| {
            names
                .iter()
                .map(|name| complement(name))
                .collect::<Result<Vec<_>, _>>()
        })
        .transpose()?;
    let mut scores = [[0.0; 8]; 2];
    match row.score {
        Score::All(score) => scores = [[score; 8]; 2],
        Score::ByComplement(table) => {
            for (name, score) in table {
                let (addressed, name) = name
                    .strip_prefix("np-")
                    .map_or((0, name.as_str()), |name| (1, name));
                scores[addressed][complement_index(name)?] = score;
            }
        }
    }
    Ok(Frame {
        by: format!("rule:{}", row.id),
        left,
        right: atoms(right)?,
        cue: row.cue,
        form,
        complement,
        classes: row.classes,
        lemmas: row.lemmas,
        goes_on: row.goes_on,
        scores,
        example: row.example,
    })
}

fn complement(name: &str) -> Result<Complement, String> {
    Complement::from_name(name).ok_or_else(|| {
        format!(
            "{name:?} is no complement; use one of {}",
            Complement::ALL.map(Complement::as_str).join(", ")
        )
    })
}

fn complement_index(name: &str) -> Result<usize, String> {
    complement(name).map(|c| c as usize)
}

fn atoms(pattern: &str) -> Result<Vec<Atom>, String> {
    pattern.split_whitespace().map(atom).collect()
}

fn atom(word: &str) -> Result<Atom, String> {
    let inner = word.strip_prefix('{').and_then(|w| w.strip_suffix('}'));
    Ok(match (word, inner) {
        (",", _) => Atom::Comma,
        (",?", _) => Atom::MaybeComma,
        ("^", _) => Atom::Start,
        (_, Some(inner)) => {
            let (role, kind) = inner.split_once(':').ok_or_else(|| {
                format!("{word} has no kind; write {{source:np}} or {{content:clause}}")
            })?;
            let named = |what: &str| {
                format!("{kind:?} is no kind of {what}; see the top of the file for those that are")
            };
            match role {
                "source" => Atom::Source(named_variant(kind).ok_or_else(|| named("source"))?),
                "content" => Atom::Content(named_variant(kind).ok_or_else(|| named("content"))?),
                _ => return Err(format!("{role:?} is no role; use source, cue or content")),
            }
        }
        _ if word.contains(['{', '}']) => {
            return Err(format!("{word:?} has a brace too many or too few"));
        }
        _ => Atom::Words(word.split('|').map(str::to_owned).collect()),
    })
}

/// A variant by its name in the file.
fn named_variant<T: for<'de> Deserialize<'de>>(name: &str) -> Option<T> {
    T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(name)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(row: &str) -> String {
        parse(
            &format!("# frames\n[[frame]]\n{row}\n"),
            Path::new("f.toml"),
        )
        .unwrap_err()
        .to_string()
    }

    #[test]
    fn patterns_are_read_from_the_cue_outwards() {
        let toml = "[[frame]]\nid = 'a'\nmatch = '{content:quoted} ,? {source:np} {cue} by|from {content:any}'\nscore = 0.5\nexample = ''\n";
        let frames = parse(toml, Path::new("f.toml")).unwrap();
        assert_eq!(
            frames[0].left,
            [
                Atom::Source(SourceAtom::Np),
                Atom::MaybeComma,
                Atom::Content(ContentAtom::Quoted)
            ]
        );
        assert_eq!(
            frames[0].right,
            [
                Atom::Words(vec!["by".into(), "from".into()]),
                Atom::Content(ContentAtom::Any)
            ]
        );
        assert_eq!(frames[0].by, "rule:a");
    }

    #[test]
    fn errors_name_the_line_and_the_remedy() {
        for (row, expected) in [
            (
                "id = 'a'\nmatch = 'x'\nscore = 1\nexample = ''",
                "f.toml:2: frame \"a\": the pattern must hold {cue} once",
            ),
            (
                "id = 'a'\nmatch = '{cue} {sauce:np}'\nscore = 1\nexample = ''",
                "\"sauce\" is no role; use source, cue or content",
            ),
            (
                "id = 'a'\nmatch = '{cue} {source:pn}'\nscore = 1\nexample = ''",
                "\"pn\" is no kind of source",
            ),
            (
                "id = 'a'\nmatch = '{cue} {source}'\nscore = 1\nexample = ''",
                "has no kind",
            ),
            (
                "id = 'a'\nmatch = '{cue}'\nform = 'x'\nscore = 1\nexample = ''",
                "\"x\" is no form; use one of finite",
            ),
            (
                "id = 'a'\nmatch = '{cue}'\nsocre = 1\nexample = ''",
                "f.toml:5: unknown field",
            ),
        ] {
            let found = error(row);
            assert!(
                found.contains(expected),
                "{found:?} does not hold {expected:?}"
            );
        }
    }
}
