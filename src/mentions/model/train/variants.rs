//! The same text in other dress, so that the model learns more than one newspaper's habits.

use super::GoldNames;
use crate::attribution::model::hash::{mix, word};
use crate::gazetteer::Hit;

/// A way to rewrite a text, or to forget what the lists know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variant {
    /// As it is.
    Plain,
    /// A third of the names are taken from the lists: names that no list has must be told by how they look and where they stand.
    Forgetful,
    /// Some lines in capitals, as headlines are.
    Capitals,
    /// Half of the names are taken from the lists, others in each text: what word vectors say must do.
    Ignorant,
    /// White space around hyphens and before "'s", as corpora of tokens have it.
    Apart,
}

impl Variant {
    pub const ALL: &[Variant] = &[
        Variant::Plain,
        Variant::Forgetful,
        Variant::Capitals,
        Variant::Ignorant,
        Variant::Apart,
    ];

    /// Removes hits of some words.
    pub fn forget(self, text: &str, hits: &mut Vec<Hit>) {
        let (seed, share) = match self {
            Variant::Forgetful => (77, 3),
            Variant::Ignorant => (78 + text.len() as u32, 2),
            Variant::Plain | Variant::Capitals | Variant::Apart => return,
        };
        hits.retain(|hit| {
            let name = &text[hit.span];
            !name.starts_with(char::is_uppercase) || !mix(word(name), seed).is_multiple_of(share)
        });
    }

    pub fn rewrite(self, document: &GoldNames) -> GoldNames {
        let mut document = document.clone();
        if self == Variant::Capitals {
            document.text = capitals(&document.text);
        }
        if self == Variant::Apart {
            apart(&mut document);
        }
        document
    }
}

/// Puts white space around hyphens and before "'s".
fn apart(document: &mut GoldNames) {
    let mut out = String::with_capacity(document.text.len());
    let mut moved = vec![];
    let mut chars = document.text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        moved.resize(at, 0);
        let next = chars.peek().map_or(' ', |&(_, c)| c);
        let hyphen = c == '-' && before.is_alphabetic() && next.is_alphabetic();
        let clitic = matches!(c, '\'' | '’') && before.is_alphabetic() && next == 's';
        if hyphen || clitic {
            out.push(' ');
        }
        moved.push(out.len() as u32);
        out.push(c);
        if hyphen {
            out.push(' ');
        }
        before = c;
    }
    moved.resize(document.text.len() + 1, 0);
    let text = std::mem::take(&mut document.text);
    for (span, _) in &mut document.names {
        let last = text[..span.end as usize]
            .char_indices()
            .next_back()
            .map_or(0, |(at, _)| at);
        let size = span.end as usize - last;
        *span = crate::Span::new(moved[span.start as usize], moved[last] + size as u32);
    }
    document.text = out;
}

/// Every eighth line, and the first, in capitals; offsets stay.
fn capitals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let upper = line.to_uppercase();
        let short = line.len() < 150;
        let keeps = line
            .chars()
            .zip(upper.chars())
            .all(|(a, b)| a.len_utf8() == b.len_utf8())
            && upper.len() == line.len();
        out.push_str(
            if keeps && (number == 0 || short && word(line).is_multiple_of(4)) {
                &upper
            } else {
                line
            },
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Label, Span};

    #[test]
    fn names_move_with_the_text() {
        let document = GoldNames {
            text: "“É Yoo-jin’s,” said Lee.".to_owned(),
            names: vec![
                (Span::new(3, 13), Label::Person),
                (Span::new(27, 30), Label::Person),
            ],
        };
        let apart = Variant::Apart.rewrite(&document);
        assert_eq!(apart.text, "“É Yoo - jin ’s,” said Lee.");
        let names: Vec<&str> = apart.names.iter().map(|(s, _)| &apart.text[*s]).collect();
        assert_eq!(names, ["É Yoo - jin", "Lee"]);
    }
}
