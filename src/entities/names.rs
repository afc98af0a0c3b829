//! What of a name its other spellings and short forms share.

use super::Context;
use crate::rules::Lists;

/// The name that spellings of it share: small letters, one space, no full stops, no "the", straight apostrophes.
pub(super) fn fold(name: &str, folded: &mut String) {
    folded.clear();
    for word in name.split_whitespace() {
        let start = folded.len();
        if start > 0 {
            folded.push(' ');
        }
        let first = folded.len();
        let push = |c: char, folded: &mut String| match c {
            '.' | ',' => {}
            '’' => folded.push('\''),
            c => folded.push(c),
        };
        if word.is_ascii() {
            word.chars()
                .for_each(|c| push(c.to_ascii_lowercase(), folded));
        } else {
            word.to_lowercase().chars().for_each(|c| push(c, folded));
        }
        let own = &folded[first..];
        if own.is_empty() || start == 0 && own == "the" {
            folded.truncate(start);
        }
    }
}

/// The folded name of an organization without legal forms at its end: "zorbik" for "Zorbik, Inc."; `None` where it has none.
pub(super) fn plain(context: &Context<'_>, name: &str) -> Option<String> {
    let is_form = |word: &str| {
        let bare = word.trim_end_matches(['.', ',']);
        context.vocabulary.has(Lists::COMPANY, bare)
    };
    let mut rest = name.trim_end();
    while let Some((before, word)) = rest.rsplit_once(char::is_whitespace)
        && is_form(word)
    {
        rest = before.trim_end();
    }
    (rest.len() < name.trim_end().len()).then(|| {
        let mut folded = String::new();
        fold(rest, &mut folded);
        folded
    })
}

/// The first letters of the capitalised words, in small letters: "who".
pub(super) fn initials(name: &str) -> String {
    let firsts = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    firsts
        .filter(|c| c.is_uppercase())
        .flat_map(char::to_lowercase)
        .collect()
}
