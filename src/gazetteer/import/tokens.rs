//! Names out of tokens, which some formats have in place of names.

use crate::text::chars::is_apostrophe;

/// A token can be one of several words.
pub(super) type Choice = Vec<String>;

/// More names than this are not made of one pattern.
const MOST: usize = 256;

/// All names that tokens make, each token being one of its words; an empty word is no token.
pub(super) fn names(tokens: &[Choice]) -> Result<Vec<String>, String> {
    let count = tokens
        .iter()
        .try_fold(1_usize, |count, words| count.checked_mul(words.len()))
        .filter(|&count| count <= MOST);
    if count.is_none() {
        return Err(format!(
            "the pattern stands for more than {MOST} names; split it"
        ));
    }
    let mut all: Vec<Vec<&str>> = vec![vec![]];
    for words in tokens {
        let mut longer = vec![];
        for before in &all {
            for word in words {
                let mut tokens = before.clone();
                tokens.extend((!word.is_empty()).then_some(word.as_str()));
                longer.push(tokens);
            }
        }
        all = longer;
    }
    let mut names: Vec<String> = vec![];
    for tokens in all {
        let name = join(&tokens);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

/// Writes tokens as a text has them: "McDonald 's" is "McDonald's", "( UK )" is "(UK)", "Coca - Cola" is "Coca-Cola".
fn join(tokens: &[&str]) -> String {
    let mut name = String::new();
    let mut close = true;
    for &token in tokens {
        let token = match token {
            "-LRB-" => "(",
            "-RRB-" => ")",
            token => token,
        };
        let joined = matches!(
            token,
            "," | "." | ")" | ":" | ";" | "!" | "?" | "-" | "–" | "/" | "n't"
        ) || token.starts_with(is_apostrophe);
        if !close && !joined {
            name.push(' ');
        }
        name.push_str(token);
        close = matches!(token, "(" | "-" | "–" | "/" | "$" | "#");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_become_names() {
        let choice = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
        let made = |tokens: &[&[&str]]| {
            names(&tokens.iter().map(|t| choice(t)).collect::<Vec<_>>()).unwrap()
        };
        assert_eq!(made(&[&["McDonald"], &["'s"]]), ["McDonald's"]);
        assert_eq!(
            made(&[&["Acme"], &[",", ""], &["Inc."]]),
            ["Acme, Inc.", "Acme Inc."]
        );
        assert_eq!(made(&[&["Coca"], &["-"], &["Cola"]]), ["Coca-Cola"]);
        assert_eq!(made(&[&["Oslo", "Bergen"]]), ["Oslo", "Bergen"]);
        assert_eq!(
            made(&[&["Bank"], &["-LRB-"], &["UK"], &["-RRB-"]]),
            ["Bank (UK)"]
        );
        let many = vec![choice(&["a", "b"]); 9];
        assert!(names(&many).unwrap_err().contains("more than 256"));
    }
}
