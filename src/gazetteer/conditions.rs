//! Where an entry with conditions is found: its neighbours, the words of its sentence, the language.
//!
//! Words are compared by the hashes of their folded [units](super::hash), so that however many words an entry has and however
//! often it stands in a sentence, that sentence is read once.

use rustc_hash::FxHashSet;

use super::entry::Entry;
use super::fold::is_name_char;
use super::hash::{phrase, phrases};
use crate::Span;
use crate::text::Views;
use crate::text::chars::{is_hyphen, is_line_break, is_space};

/// Bytes that the words before a name are looked for in.
const REACH: usize = 256;

/// White space and hyphens in a row that still stand between neighbours.
const LONGEST_GAP: usize = 16;

/// What stands around the names of a text, as far as it has been asked for.
pub(super) struct Surroundings<'t, V> {
    text: &'t str,
    /// Gives the sentences, which few lists need.
    views: V,
    sentence: Words,
    before: Words,
    after: Words,
}

/// The hashes of the words and phrases in or beside a span.
#[derive(Default)]
struct Words {
    of: Option<Span>,
    hashes: FxHashSet<u64>,
}

impl Words {
    /// Whether one of the phrases is among them; `read` reads them where they are of another span.
    fn any<'p>(
        &mut self,
        of: Span,
        mut asked: impl Iterator<Item = &'p str>,
        read: impl FnOnce(&mut FxHashSet<u64>),
    ) -> bool {
        if self.of != Some(of) {
            self.of = Some(of);
            self.hashes.clear();
            read(&mut self.hashes);
        }
        asked.any(|words| phrase(words).is_some_and(|hash| self.hashes.contains(&hash)))
    }
}

impl<'t, 'v, V: FnMut() -> &'v Views> Surroundings<'t, V> {
    pub(super) fn new(text: &'t str, views: V) -> Self {
        Surroundings {
            text,
            views,
            sentence: Words::default(),
            before: Words::default(),
            after: Words::default(),
        }
    }

    /// Whether the conditions of an entry hold where it stands, in texts of these languages.
    pub(super) fn allow(&mut self, entry: &Entry<'_>, span: Span, languages: &[String]) -> bool {
        let text = self.text;
        let mut own = entry.languages().peekable();
        if own.peek().is_some()
            && !languages.is_empty()
            && !own.any(|own| languages.iter().any(|asked| same_language(own, asked)))
        {
            return false;
        }
        if entry.not_before().next().is_some()
            && self.after.any(span, entry.not_before(), |all| {
                words_after(text, span.end as usize, all);
            })
        {
            return false;
        }
        if entry.not_after().next().is_some()
            && self.before.any(span, entry.not_after(), |all| {
                words_before(text, span.start as usize, all);
            })
        {
            return false;
        }
        let (with, without) = (entry.with().next(), entry.without().next());
        if with.is_none() && without.is_none() {
            return true;
        }
        let sentences = &(self.views)().sentences;
        let i = sentences.partition_point(|sentence| sentence.span.end <= span.start);
        let sentence = sentences.get(i).map_or(span, |sentence| sentence.span);
        let mut holds = |words: &mut dyn Iterator<Item = &str>| {
            self.sentence
                .any(sentence, words, |all| words_in(&text[sentence], all))
        };
        (with.is_none() || holds(&mut entry.with()))
            && (without.is_none() || !holds(&mut entry.without()))
    }
}

/// "en" is the language of "en-GB" and the other way round.
fn same_language(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let len = a.len().min(b.len());
    let rest = [a.get(len), b.get(len)];
    a[..len].eq_ignore_ascii_case(&b[..len])
        && rest
            .into_iter()
            .flatten()
            .all(|&byte| byte == b'-' || byte == b'_')
}

/// The bytes of what may stand between two neighbours, read from `chars`; none if nothing does, or too much.
fn gap(chars: impl Iterator<Item = char>) -> Option<usize> {
    let (mut bytes, mut count, mut breaks, mut last) = (0, 0, 0, ' ');
    for c in chars.take_while(|&c| is_space(c) || is_hyphen(c)) {
        count += 1;
        if is_line_break(c) && !matches!((last, c), ('\r', '\n') | ('\n', '\r')) {
            breaks += 1;
        }
        if count > LONGEST_GAP || breaks > 1 {
            return None;
        }
        last = c;
        bytes += c.len_utf8();
    }
    (bytes > 0).then_some(bytes)
}

fn words_after(text: &str, at: usize, all: &mut FxHashSet<u64>) {
    if let Some(gap) = gap(text[at..].chars()) {
        phrases(text, at + gap, |_, hash| {
            all.insert(hash);
        });
    }
}

fn words_before(text: &str, at: usize, all: &mut FxHashSet<u64>) {
    let Some(gap) = gap(text[..at].chars().rev()) else {
        return;
    };
    let before = &text[..at - gap];
    for start in before.char_indices().rev().map(|(i, _)| i) {
        if before.len() - start > REACH {
            break;
        }
        if begins_word(before, start) {
            phrases(before, start, |end, hash| {
                if end == before.len() {
                    all.insert(hash);
                }
            });
        }
    }
}

fn words_in(sentence: &str, all: &mut FxHashSet<u64>) {
    for (start, _) in sentence.char_indices() {
        if begins_word(sentence, start) {
            phrases(sentence, start, |_, hash| {
                all.insert(hash);
            });
        }
    }
}

fn begins_word(text: &str, at: usize) -> bool {
    text[at..].starts_with(is_name_char) && !text[..at].ends_with(is_name_char)
}
