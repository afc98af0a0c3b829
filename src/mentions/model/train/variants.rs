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
}

impl Variant {
    pub const ALL: &[Variant] = &[
        Variant::Plain,
        Variant::Forgetful,
        Variant::Capitals,
        Variant::Ignorant,
    ];

    /// Removes hits of some words.
    pub fn forget(self, text: &str, hits: &mut Vec<Hit>) {
        let (seed, share) = match self {
            Variant::Forgetful => (77, 3),
            Variant::Ignorant => (78 + text.len() as u32, 2),
            Variant::Plain | Variant::Capitals => return,
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
        document
    }
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
