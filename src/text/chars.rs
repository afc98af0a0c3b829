//! Character classes that tokens and quotations are built from.

/// White space, and the characters of no width that stand between words.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

/// Ends a line: LF, CR, the form feeds and Unicode's own line and paragraph separators.
pub fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// A mark that belongs to the letter before it: combining accents, joiners, soft hyphens, variation selectors.
pub fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}'
        | '\u{ad}' | '\u{200c}' | '\u{200d}')
}

/// What words are made of: letters, digits and their marks.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        c.is_alphanumeric() || is_mark(c)
    }
}

/// An apostrophe of any make; most of them are used as quotation marks too.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '′' | '`' | '\u{201b}')
}

/// A hyphen that joins two parts of a word.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// A letter outside the Latin, Greek and Cyrillic scripts, which the lists and rules know nothing of.
pub fn is_foreign(c: char) -> bool {
    c as u32 >= 0x530
        && c.is_alphabetic()
        && !matches!(c, '\u{1d00}'..='\u{1fff}' | '\u{2071}'..='\u{218f}' | '\u{2c60}'..='\u{2c7f}' | '\u{a640}'..='\u{a7ff}' | '\u{ab30}'..='\u{ab6f}' | '\u{fb00}'..='\u{fb06}' | '\u{ff21}'..='\u{ff5a}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts() {
        for c in "aéßİøŁПжΩﬁẞʼ".chars() {
            assert!(!is_foreign(c), "{c}");
        }
        for c in "沪中あ한عאक".chars() {
            assert!(is_foreign(c), "{c}");
        }
        for c in "-1|©“😀 ".chars() {
            assert!(!is_foreign(c), "{c}");
        }
    }
}
