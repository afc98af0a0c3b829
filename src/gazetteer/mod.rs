//! Gazetteers: lists of names with labels and identifiers, and the matcher that finds them all in a text.
//!
//! Everything that is known by name stands in one [`Gazetteer`]: people, organizations, places and demonyms, and also
//! the parts that names are made of (given names, surnames, titles, "Ministry", "Inc.") and the roles of sources. One pass of the
//! matcher over the text finds every entry at word boundaries, all overlaps included; [`Overlap`] then says which to keep.
//!
//! ```
//! use onrecord::gazetteer::{Gazetteer, List};
//! let text = "CHINA’S army";
//! let mut hits = vec![];
//! Gazetteer::bundled().find(text, &mut hits);
//! let hit = hits.iter().find(|hit| &text[hit.span] == "CHINA").unwrap();
//! let entry = Gazetteer::bundled().entry(hit.entry);
//! assert_eq!((entry.list, entry.name, entry.kb), (List::Places, "China", "iso3166:CN"));
//! ```

mod automaton;
mod builder;
mod bundled;
mod case;
mod compile;
mod conditions;
mod edges;
mod entry;
mod extras;
mod filter;
mod first_words;
mod fold;
mod forms;
mod hash;
mod heaps;
#[cfg(test)]
mod hostile;
mod image;
pub mod import;
mod initials;
mod list;
mod lookup;
mod overlap;
mod overlay;
mod report;
mod search;
mod slots;
mod source;
mod table;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::path::Path;
use std::sync::Arc;

use bitflags::bitflags;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

pub use builder::GazetteerBuilder;
pub(crate) use bundled::COMPILED;
pub use case::Case;
pub(crate) use entry::Brief;
pub use entry::{Action, Entry, EntryId, Flags, Gender, List};
#[cfg(fuzzing)]
pub use image::seal;
pub use overlap::Overlap;
pub use source::SourceReader;

use crate::text::Views;
use crate::text::chars::{is_hyphen, is_word};
use crate::{LoadError, Span};
use automaton::Automaton;
use case::{Found, accepts, accepts_short};
use conditions::Surroundings;
use image::{Form, FormFlags, Forms, Image};
use overlay::Overlay;
use search::search;

/// Compiled lists of names. Immutable and cheap to clone, so it can be shared between threads.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    layers: Vec<Layer>,
    /// What its entries take away from each other, if anything.
    overlay: Option<Arc<Overlay>>,
    /// The languages of the texts; any if there are none.
    languages: Arc<[String]>,
}

/// What was compiled together. The entries of a layer are numbered from those of the layers before it on.
#[derive(Clone, Debug)]
struct Layer {
    image: Image,
    /// Looks for names in place of the image's flat table, where there is one.
    automaton: Option<Arc<Automaton>>,
}

/// How large the compiled form of a [`Gazetteer`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sizes {
    /// The number of entries.
    pub entries: usize,
    /// The number of names and aliases.
    pub names: usize,
    /// Bytes that finding names takes: the set of first words and the table.
    pub table: usize,
    /// Bytes of the names themselves, with which all that is found is compared.
    pub strings: usize,
    /// Bytes of everything.
    pub total: usize,
}

impl Sizes {
    fn add(self, other: Sizes) -> Sizes {
        Sizes {
            entries: self.entries + other.entries,
            names: self.names + other.names,
            table: self.table + other.table,
            strings: self.strings + other.strings,
            total: self.total + other.total,
        }
    }
}

/// A list that a [`Gazetteer`] was compiled from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ListSource {
    /// Its file, as it was named when it was compiled.
    pub name: String,
    /// How many bytes it had.
    pub bytes: u64,
    /// A checksum of them, which [`ListSource::of`] computes.
    pub checksum: String,
    /// What its comments say after `licence:`; empty if nothing.
    pub licence: String,
}

impl ListSource {
    /// Describes a list: a file that has changed since it was compiled is described in another way.
    pub fn of(name: impl Into<String>, list: &str) -> Self {
        let comments = list.match_indices('#').filter_map(|(at, _)| {
            let begins = at == 0 || list.as_bytes()[at - 1] == b'\n';
            list[at + 1..].lines().next().filter(|_| begins)
        });
        let mut licences = comments.filter_map(|comment| comment.trim().strip_prefix("licence:"));
        ListSource {
            name: name.into(),
            bytes: list.len() as u64,
            checksum: format!("{:016x}", hash::checksum(list.as_bytes())),
            licence: licences.next().unwrap_or_default().trim().to_owned(),
        }
    }
}

/// An entry found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where, in bytes of the text. It begins and ends at the edge of a word.
    pub span: Span,
    /// What.
    pub entry: EntryId,
    /// How it is written there.
    pub form: HitForm,
}

bitflags! {
    /// How an entry is written where it was found.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct HitForm: u8 {
        /// In capitals, though the list has small letters: "CHINA".
        const CAPITALS = 1;
        /// In another case than in the list, but not all in capitals.
        const OTHER_CASE = 1 << 1;
        /// A hyphen joins it to a word before it: "US" in "Sino-US".
        const HYPHEN_BEFORE = 1 << 2;
        /// A hyphen joins it to a word behind it: "US" in "US-led".
        const HYPHEN_AFTER = 1 << 3;
        /// By an alias that counts only because another form of the entry stands in the text, too.
        const WEAK = 1 << 4;
        /// By an entry that is found in some places only, of which this is one.
        const CONDITIONAL = 1 << 5;
    }
}

impl Gazetteer {
    /// A builder without any list.
    pub fn builder() -> GazetteerBuilder<'static> {
        GazetteerBuilder::default()
    }

    /// The lists that come with onrecord, shipped compiled.
    pub fn bundled() -> &'static Gazetteer {
        bundled::gazetteer()
    }

    /// Opens what [`GazetteerBuilder::compile`] gave, without reading through it; `name` stands for the path in error messages.
    ///
    /// ```
    /// use onrecord::gazetteer::Gazetteer;
    /// let list = "name\tlabel\nOslo\tPLACE\n";
    /// let bytes = Gazetteer::builder().list("places.tsv", list).compile()?;
    /// let places = Gazetteer::from_bytes("places.gaz", bytes)?;
    /// let mut hits = vec![];
    /// places.find("In Oslo", &mut hits);
    /// assert_eq!(places.entry(hits[0].entry).name, "Oslo");
    /// # Ok::<(), onrecord::BuildError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If these are not the bytes of a gazetteer, or those of one that another version of onrecord compiled. Only the header is
    /// checked, so that opening takes the same short time for every size; [`is_intact`](Gazetteer::is_intact) checks the rest.
    /// Bytes that are damaged there can make it find wrong names, but nothing worse.
    pub fn from_bytes(
        name: impl AsRef<Path>,
        bytes: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Result<Gazetteer, LoadError> {
        let image = Image::open(name.as_ref(), Arc::new(bytes))?;
        Ok(Gazetteer::of(vec![Layer {
            image,
            automaton: None,
        }]))
    }

    fn of(layers: Vec<Layer>) -> Self {
        let mut gazetteer = Gazetteer {
            layers,
            overlay: None,
            languages: Arc::default(),
        };
        let mut overlay = Overlay::default();
        for (first, layer) in gazetteer.numbered() {
            for id in layer.image.acting() {
                if let Some(entry) = layer.image.entry(id) {
                    overlay.push(EntryId(first + id.0), &entry);
                }
            }
        }
        if !overlay.is_empty() {
            gazetteer.overlay = Some(Arc::new(overlay));
        }
        gazetteer
    }

    /// Reads through what was compiled and tells whether it is as it was then.
    pub fn is_intact(&self) -> bool {
        self.layers.iter().all(|layer| layer.image.is_intact())
    }

    /// How many names there are, and what they take.
    pub fn sizes(&self) -> Sizes {
        let sizes = self.layers.iter().map(|layer| layer.image.sizes());
        sizes.fold(Sizes::default(), Sizes::add)
    }

    /// The lists that it was compiled from.
    pub fn sources(&self) -> Vec<ListSource> {
        let layers = self.layers.iter();
        layers.flat_map(|layer| layer.image.sources()).collect()
    }

    /// How many entries it has, with those that others take away.
    pub fn len(&self) -> usize {
        self.layers
            .iter()
            .map(|layer| layer.image.len() as usize)
            .sum()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The layers with the numbers of their first entries.
    fn numbered(&self) -> impl Iterator<Item = (u32, &Layer)> {
        let mut next = 0;
        self.layers.iter().map(move |layer| {
            let first = next;
            next += layer.image.len();
            (first, layer)
        })
    }

    /// The layer of an entry, and its number there.
    fn place(&self, id: EntryId) -> Option<(&Image, EntryId)> {
        let mut number = id.0;
        for layer in &self.layers {
            let len = layer.image.len();
            if number < len {
                return Some((&layer.image, EntryId(number)));
            }
            number -= len;
        }
        None
    }

    /// What it knows of an entry.
    ///
    /// # Panics
    ///
    /// If the number is not from this gazetteer.
    pub fn entry(&self, id: EntryId) -> Entry<'_> {
        self.place(id)
            .and_then(|(image, id)| image.entry(id))
            .expect("the number of an entry is from its gazetteer")
    }

    /// What the name at a span may mean, the likeliest first: entries of lists that the user gave, then the larger prior, then strong
    /// forms before weak ones, then the entry that comes first. `hits` are what [`find`](Gazetteer::find) found.
    ///
    /// ```
    /// use onrecord::gazetteer::Gazetteer;
    /// let list = "name\tlabel\tid\tprior\nYork\tPLACE\tpa\t45000\nYork\tPLACE\tuk\t150000\nYork\tPERSON\tduke\n";
    /// let names = Gazetteer::builder().list("york.tsv", list).build()?;
    /// let mut hits = vec![];
    /// names.find("In York", &mut hits);
    /// let candidates = names.candidates(&hits, hits[0].span);
    /// let ids: Vec<_> = candidates.iter().map(|hit| names.entry(hit.entry).kb).collect();
    /// assert_eq!(ids, ["uk", "pa", "duke"]);
    /// # Ok::<(), onrecord::BuildError>(())
    /// ```
    pub fn candidates(&self, hits: &[Hit], span: Span) -> Vec<Hit> {
        let mut candidates = hits_at(hits, span).to_vec();
        if candidates.len() > 1 {
            candidates.sort_by_cached_key(|hit| self.rank(hit));
        }
        candidates
    }

    /// What says which of several entries a name means.
    pub(crate) fn rank(&self, hit: &Hit) -> (bool, Reverse<u32>, bool, EntryId) {
        let entry = self.brief(hit.entry);
        let weak = hit.form.contains(HitForm::WEAK);
        let bundled = entry.list != List::User;
        (bundled, Reverse(self.prior(hit.entry).0), weak, hit.entry)
    }

    /// The prior of an entry, and whether it has an identifier.
    pub(crate) fn prior(&self, id: EntryId) -> (u32, bool) {
        self.place(id)
            .and_then(|(image, id)| image.prior(id))
            .unwrap_or_default()
    }

    /// What an entry shares with others, in less time than [`entry`](Gazetteer::entry) takes.
    pub(crate) fn brief(&self, id: EntryId) -> Brief<'_> {
        self.place(id)
            .and_then(|(image, id)| image.brief(id))
            .expect("the number of an entry is from its gazetteer")
    }

    /// The list of an entry, without the rest.
    pub(crate) fn list(&self, id: EntryId) -> List {
        self.place(id)
            .map_or(List::User, |(image, id)| image.list(id))
    }

    /// All entries that can be found, with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (EntryId, Entry<'_>)> {
        let all = (0..self.len() as u32).map(|i| (EntryId(i), self.entry(EntryId(i))));
        all.filter(|(id, entry)| !self.hides(*id, entry))
    }

    /// The entries that are to [take others away](Action) and find none: most likely their identifier, name or label is not written as in the other list.
    /// Looks at every entry, if any has an action.
    ///
    /// ```
    /// use onrecord::gazetteer::Gazetteer;
    /// let base = "name\tlabel\tid\nBergen\tPLACE\tno:2\n";
    /// let changes = "name\tlabel\tid\taction\nBergen\tPLACE\t\tremove\nBergen\tORG\t\tremove\n\t\tno:3\tremove\n";
    /// let names = Gazetteer::builder().list("base.tsv", base).list("changes.tsv", changes).build()?;
    /// let idle = names.idle_actions().into_iter().map(|id| names.entry(id));
    /// assert_eq!(idle.map(|entry| (entry.name, entry.kb)).collect::<Vec<_>>(), [("Bergen", ""), ("", "no:3")]);
    /// # Ok::<(), onrecord::BuildError>(())
    /// ```
    pub fn idle_actions(&self) -> Vec<EntryId> {
        let Some(overlay) = &self.overlay else {
            return vec![];
        };
        overlay.idle((0..self.len() as u32).map(|i| (EntryId(i), self.entry(EntryId(i)))))
    }

    fn hides(&self, id: EntryId, entry: &Entry<'_>) -> bool {
        let overlay = self.overlay.as_ref();
        overlay.is_some_and(|overlay| overlay.hides(id, entry))
    }

    /// Puts every entry that `text` holds at word boundaries into `hits`, in place of what was there: by start, then longer
    /// first, then by number. Linear in the length of the text; the longest name of the lists is the constant.
    ///
    /// A name may go over a line break, but not over a blank line. A possessive ending is no part of it. Entries with conditions are left out where these do
    /// not hold, weak aliases where no other form of their entry (or of one with the same identifier) stands anywhere in the text, and
    /// so are entries that others [take away](Action). [`Overlap::apply`] takes out what overlaps.
    pub fn find(&self, text: &str, hits: &mut Vec<Hit>) {
        let views = OnceCell::new();
        self.find_with(text, || views.get_or_init(|| Views::new(text)), hits);
    }

    /// As [`find`](Gazetteer::find), in a text whose views are there already.
    pub(crate) fn find_in(&self, text: &str, views: &Views, hits: &mut Vec<Hit>) {
        self.find_with(text, || views, hits);
    }

    fn find_with<'v>(&self, text: &str, views: impl FnMut() -> &'v Views, hits: &mut Vec<Hit>) {
        self.find_all(text, hits);
        if self.overlay.is_some() {
            hits.retain(|hit| !self.hides(hit.entry, &self.entry(hit.entry)));
        }
        if self.layers.iter().any(|layer| layer.image.has_extras()) {
            let mut surroundings = Surroundings::new(text, views);
            hits.retain(|hit| {
                !hit.form.contains(HitForm::CONDITIONAL)
                    || surroundings.allow(&self.entry(hit.entry), hit.span, &self.languages)
            });
            self.drop_weak(hits);
        }
    }

    /// Drops what is found by weak aliases alone.
    fn drop_weak(&self, hits: &mut Vec<Hit>) {
        let weak = |hit: &Hit| hit.form.contains(HitForm::WEAK);
        if !hits.iter().any(weak) {
            return;
        }
        let strong = hits.iter().filter(|hit| !weak(hit)).map(|hit| hit.entry);
        let strong: FxHashSet<EntryId> = strong.collect();
        let kb = |id| self.entry(id).kb;
        let named: FxHashSet<&str> = strong.iter().map(|&id| kb(id)).collect();
        hits.retain(|hit| {
            let same = || {
                let kb = kb(hit.entry);
                !kb.is_empty() && named.contains(kb)
            };
            !weak(hit) || strong.contains(&hit.entry) || same()
        });
    }

    fn find_all(&self, text: &str, hits: &mut Vec<Hit>) {
        hits.clear();
        let text = within_offsets(text);
        for (first, layer) in self.numbered() {
            layer.find(text, first, hits);
        }
        if self.layers.len() > 1 {
            // Each layer's hits are in their order, so that there is little to sort.
            hits.sort_by_key(|hit| (hit.span.start, Reverse(hit.span.end), hit.entry));
        }
    }
}

/// The hits of exactly this span, among those that [`Gazetteer::find`] found.
pub(crate) fn hits_at(hits: &[Hit], span: Span) -> &[Hit] {
    let order = |hit: &Hit| (hit.span.start, Reverse(hit.span.end));
    let asked = (span.start, Reverse(span.end));
    let first = hits.partition_point(|hit| order(hit) < asked);
    let len = hits[first..].partition_point(|hit| order(hit) == asked);
    &hits[first..first + len]
}

/// The text as far as offsets of 32 bits go.
fn within_offsets(text: &str) -> &str {
    let mut end = text.len().min(u32::MAX as usize);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

impl Layer {
    /// Adds the hits of this layer; `first` is the number of its first entry.
    fn find(&self, text: &str, first: u32, hits: &mut Vec<Hit>) {
        let forms = self.image.forms();
        let automaton = self.automaton.as_deref();
        search(&self.image, automaton, text, |span, key| {
            if let Some((form, found)) = short(forms, key, text, span) {
                hits.push(Hit {
                    span,
                    entry: EntryId(first + form.entry.0),
                    form: hit_form(text, span, found, form.flags),
                });
                return;
            }
            let slice = &text[span];
            let first_of_key = hits.len();
            for form in forms.of_key(key) {
                let Some(found) = accepts(form.flags, form.text, slice) else {
                    continue;
                };
                let hit = Hit {
                    span,
                    entry: EntryId(first + form.entry.0),
                    form: hit_form(text, span, found, form.flags),
                };
                // The forms of one entry stand together, and the entries in their order; strong ones win, then the one as written.
                let rank = |hit: &Hit| {
                    let other = HitForm::CAPITALS | HitForm::OTHER_CASE;
                    (hit.form.contains(HitForm::WEAK), hit.form.intersects(other))
                };
                match hits[first_of_key..].last_mut() {
                    Some(last) if last.entry == hit.entry => {
                        if rank(&hit) < rank(last) {
                            *last = hit;
                        }
                    }
                    _ => hits.push(hit),
                }
            }
        });
    }
}

/// By far the most hits: the key has one form, a short one of ASCII, and the text accepts it.
#[inline(always)]
fn short<'g>(forms: Forms<'g>, key: u32, text: &str, span: Span) -> Option<(Form<'g>, Found)> {
    let (form, window) = forms.short(key)?;
    let (start, len) = (span.start as usize, span.len() as usize);
    let text = text.as_bytes().get(start..)?.first_chunk()?;
    if form.text.len() != len {
        return None;
    }
    let found = accepts_short(form.flags, window, text, len)?;
    Some((form, found))
}

fn hit_form(text: &str, span: Span, found: Found, flags: FormFlags) -> HitForm {
    let mut form = match found {
        Found::AsWritten => HitForm::empty(),
        Found::InCapitals => HitForm::CAPITALS,
        Found::InAnotherCase => HitForm::OTHER_CASE,
    };
    form.set(HitForm::WEAK, flags.contains(FormFlags::WEAK));
    form.set(HitForm::CONDITIONAL, flags.contains(FormFlags::CONDITIONAL));
    // Most names stand between spaces and commas.
    let bytes = text.as_bytes();
    let plain = |b: Option<&u8>| b.is_none_or(|&b| b.is_ascii() && b != b'-');
    let (start, end) = (span.start as usize, span.end as usize);
    if plain(bytes.get(start.wrapping_sub(1))) && plain(bytes.get(end)) {
        return form;
    }
    let joined = |hyphen: Option<char>, word: Option<char>| {
        hyphen.is_some_and(is_hyphen) && word.is_some_and(is_word)
    };
    let mut before = text[..span.start as usize].chars().rev();
    if joined(before.next(), before.next()) {
        form |= HitForm::HYPHEN_BEFORE;
    }
    let mut after = text[span.end as usize..].chars();
    if joined(after.next(), after.next()) {
        form |= HitForm::HYPHEN_AFTER;
    }
    form
}
