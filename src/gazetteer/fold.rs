//! What a name and a text may differ in and still be the same.
//!
//! Keys are folded, the text never: it is read through a [`Folded`] cursor, so offsets stay those of the text. A key has
//! neither letter case nor accents. Whether they matter for a form, [`Case`](super::Case) and the form's accents say afterwards,
//! by reading both the form and the text with a [`Keep`] that leaves them in.

use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

use crate::text::chars::{is_apostrophe, is_hyphen, is_line_break, is_mark, is_space, is_word};

/// Goes up whenever the same name folds to another key, so that files compiled before are refused.
pub(super) const VERSION: u32 = 1;

/// More white space or marks in a row than this end a name; it keeps every step short.
const LONGEST_GAP: usize = 16;

/// A character that names are made of. The modifier letter apostrophe is one by Unicode, but it stands where other
/// writers put an apostrophe.
pub(super) fn is_name_char(c: char) -> bool {
    // Quotation marks and dashes are so frequent that they are worth a case of their own.
    !matches!(c, '\u{2010}'..='\u{205f}' | 'ʼ') && is_word(c)
}

/// What folding leaves in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Keep {
    pub(super) case: bool,
    pub(super) accents: bool,
}

impl Keep {
    /// What keys are made of.
    pub(super) const KEY: Keep = Keep {
        case: false,
        accents: false,
    };
}

/// The folded bytes of one character with its marks.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    bytes: [u8; 48],
    len: u8,
}

impl Piece {
    fn of(c: char) -> Self {
        let mut piece = Piece {
            bytes: [0; 48],
            len: 0,
        };
        piece.push(c);
        piece
    }

    /// Adds a character; what does not fit is left out, in keys and texts alike.
    fn push(&mut self, c: char) {
        let at = usize::from(self.len);
        if at + c.len_utf8() <= self.bytes.len() {
            self.len += c.encode_utf8(&mut self.bytes[at..]).len() as u8;
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

/// Reads a text from a byte offset on, folded.
#[derive(Clone, Copy)]
pub(super) struct Folded<'t> {
    text: &'t str,
    /// The offset of the next character.
    pub(super) at: usize,
    keep: Keep,
    /// Nothing that comes can belong to a name.
    ended: bool,
}

impl<'t> Folded<'t> {
    pub(super) fn new(text: &'t str, at: usize, keep: Keep) -> Self {
        Folded {
            text,
            at,
            keep,
            ended: false,
        }
    }

    fn peek(&self) -> Option<char> {
        match self.text.as_bytes().get(self.at)? {
            b if b.is_ascii() => Some(char::from(*b)),
            _ => self.text[self.at..].chars().next(),
        }
    }

    /// A run of white space with at most one line break in it becomes one space; a longer one ends every name.
    fn space(&mut self) -> Option<Piece> {
        let (mut chars, mut breaks, mut last) = (0, 0, ' ');
        while let Some(c) = self.peek().filter(|&c| is_space(c)) {
            chars += 1;
            if is_line_break(c) && !(last == '\r' && c == '\n') {
                breaks += 1;
            }
            if chars > LONGEST_GAP || breaks > 1 {
                self.ended = true;
                return None;
            }
            last = c;
            self.at += c.len_utf8();
        }
        Some(Piece::of(' '))
    }

    /// Reads over marks, and adds those that count.
    fn marks(&mut self, marks: &mut Marks) {
        let mut seen = 0;
        while let Some(c) = self.peek().filter(|&c| is_mark(c)) {
            seen += 1;
            if seen > LONGEST_GAP {
                self.ended = true;
                return;
            }
            self.at += c.len_utf8();
            marks.push(c);
        }
    }
}

impl Iterator for Folded<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let mut marks = Marks::default();
        self.marks(&mut marks);
        if self.ended {
            return None;
        }
        let c = self.peek()?;
        if is_space(c) {
            return self.space();
        }
        self.at += c.len_utf8();
        let mut piece = Piece {
            bytes: [0; 48],
            len: 0,
        };
        if c.is_ascii() {
            let c = if self.keep.case {
                c
            } else {
                c.to_ascii_lowercase()
            };
            piece.push(if is_apostrophe(c) { '\'' } else { c });
        } else if is_apostrophe(c) {
            piece.push('\'');
        } else if is_dash(c) {
            piece.push('-');
        } else {
            decompose_canonical(c, |part| {
                if is_mark(part) {
                    marks.push(part);
                } else if self.keep.case {
                    piece.push(part);
                } else {
                    // This way round "ß" becomes "ss" and "ﬁ" becomes "fi", as in Unicode's full case folding.
                    for small in part.to_uppercase().flat_map(char::to_lowercase) {
                        if is_mark(small) {
                            marks.push(small);
                        } else {
                            piece.push(small);
                        }
                    }
                }
            });
        }
        if is_word(c) {
            self.marks(&mut marks);
        }
        if self.keep.accents {
            marks.write(&mut piece);
        }
        Some(piece)
    }
}

/// Hyphens and the dashes that are used for them within names. The em dash stands between clauses.
fn is_dash(c: char) -> bool {
    is_hyphen(c)
        || matches!(
            c,
            '\u{2012}' | '\u{2013}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}'
        )
}

/// The combining marks of one character, in canonical order.
#[derive(Default)]
struct Marks {
    marks: [char; 8],
    len: usize,
}

impl Marks {
    /// Joiners, soft hyphens and variation selectors count for nothing; neither do marks beyond the eighth.
    fn push(&mut self, c: char) {
        let invisible = matches!(
            c,
            '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}'
        );
        if !invisible && self.len < self.marks.len() {
            self.marks[self.len] = c;
            self.len += 1;
        }
    }

    fn write(&mut self, piece: &mut Piece) {
        let marks = &mut self.marks[..self.len];
        marks.sort_by_key(|&c| canonical_combining_class(c));
        for &mut mark in marks {
            piece.push(mark);
        }
    }
}

/// The folded bytes of a whole name: its key.
pub(super) fn fold(name: &str) -> Vec<u8> {
    let mut folded = vec![];
    // Most names are of letters that nothing but their case is folded of.
    if name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        folded.extend(name.bytes().map(|b| b.to_ascii_lowercase()));
        return folded;
    }
    for piece in Folded::new(name, 0, Keep::KEY) {
        folded.extend_from_slice(piece.bytes());
    }
    folded
}

/// Whether two strings are the same but for what is folded.
pub(super) fn same(a: &str, b: &str, keep: Keep) -> bool {
    let begin = same_ascii(a.as_bytes(), b.as_bytes(), keep.case);
    let mut a = Folded::new(a, begin, keep);
    let mut b = Folded::new(b, begin, keep);
    loop {
        // One character may fold to what is two in the other string ("ß", "ss"): compare bytes, not pieces.
        match (a.next(), b.next()) {
            (None, None) => return !a.ended && !b.ended,
            (Some(x), Some(y)) if x.bytes() == y.bytes() => {}
            (Some(x), Some(y)) => return same_rest(x, a, y, b),
            _ => return false,
        }
    }
}

/// Where two strings need to be folded from: before the last letter or digit of those that are surely the same. Marks may follow it.
fn same_ascii(a: &[u8], b: &[u8], case: bool) -> usize {
    let same = |(a, b): (&u8, &u8)| a.is_ascii() && (a == b || !case && a.eq_ignore_ascii_case(b));
    let same = a.iter().zip(b).take_while(|&(a, b)| same((a, b))).count();
    let last = a[..same].iter().rposition(u8::is_ascii_alphanumeric);
    last.unwrap_or_default()
}

fn same_rest(x: Piece, a: Folded<'_>, y: Piece, b: Folded<'_>) -> bool {
    let bytes = |first: Piece, rest| {
        let pieces = std::iter::once(first).chain(rest);
        pieces.flat_map(|piece: Piece| piece.bytes.into_iter().take(usize::from(piece.len)))
    };
    bytes(x, a).eq(bytes(y, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_writers_vary() {
        for (a, b) in [
            ("St. John’s", "ST. JOHN'S"),
            ("New\u{a0}York", "new \r\n york"),
            ("Sino\u{2011}US", "sino-us"),
            ("Austria–Hungary", "Austria-Hungary"),
            ("Ko\u{ad}sovo\u{ad}", "Kosovo"),
            ("ÉCOLE", "e\u{301}cole"),
            ("İzmir", "izmir"),
            ("Ngô Đình Diệm", "Ngo\u{302} Đi\u{300}nh Die\u{302}\u{323}m"),
            ("Weißensee", "WEISSENSEE"),
            ("Oﬃce", "office"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
            ("O\u{2bc}Brien", "O'Brien"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        assert_ne!(fold("Ab c"), fold("Abc"));
        assert_eq!(fold("New\n\nYork"), b"new"); // not across a blank line
    }

    #[test]
    fn keeps_what_is_to_be_kept() {
        let same = |a, b, case, accents| same(a, b, Keep { case, accents });
        assert!(same("Diệm’s", "Die\u{302}\u{323}m's", true, true));
        assert!(!same("Zürich", "Zurich", true, true));
        assert!(same("Zürich", "Zurich", true, false));
        assert!(!same("Zürich", "zurich", true, false));
        assert!(same("Weiß", "WEISS", false, true));
        assert!(!same("Weiß", "WEISSE", false, true));
        assert!(same("Cafe Rene", "Cafe\u{301} Rene\u{301}", true, false));
        assert!(!same("Cafe Rene", "Cafe Rene\u{301}", true, true));
        assert!(!same("Cafe Rene\u{301}", "cafe rene", false, true));
        assert!(!same("New", "New York", false, false));
    }
}
