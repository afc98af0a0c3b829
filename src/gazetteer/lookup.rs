//! Entries by name.

use super::fold::fold;
use super::search::search;
use super::{EntryId, Gazetteer, Layer};

impl Gazetteer {
    /// The entries that have a name or alias that is the same but for what folding takes away: letter case, accents, the makes of
    /// apostrophes, dashes and spaces. In their order.
    ///
    /// ```
    /// use onrecord::gazetteer::Gazetteer;
    /// let list = "name\tlabel\nZürich\tPLACE\nZurich\tORG\n";
    /// let names = Gazetteer::builder().list("x.tsv", list).build()?;
    /// assert_eq!(names.look_up("ZÜRICH").len(), 2);
    /// assert!(names.look_up("Zürich Nord").is_empty());
    /// # Ok::<(), onrecord::BuildError>(())
    /// ```
    pub fn look_up(&self, name: &str) -> Vec<EntryId> {
        let layers = self.numbered();
        let found = layers.flat_map(|(first, layer)| {
            let own = layer.look_up(name).into_iter();
            own.map(move |id| EntryId(first + id.0))
        });
        found
            .filter(|&id| !self.hides(id, &self.entry(id)))
            .collect()
    }

    /// Names that several entries share, each with the entries; in no order that means anything. Compiled lists are read once, so
    /// that this takes a while for large ones.
    ///
    /// ```
    /// use onrecord::gazetteer::Gazetteer;
    /// let cities = Gazetteer::builder().list("a.tsv", "name\tlabel\nOslo\tPLACE\nBonn\tPLACE\n").build()?;
    /// let ships = Gazetteer::builder().gazetteer(cities).list("b.tsv", "name\tlabel\nOSLO\tORG\n").build()?;
    /// let shared: Vec<_> = ships.shared_names().collect();
    /// assert_eq!(shared.len(), 1);
    /// assert_eq!((shared[0].0, shared[0].1.len()), ("Oslo", 2));
    /// # Ok::<(), onrecord::BuildError>(())
    /// ```
    pub fn shared_names(&self) -> impl Iterator<Item = (&str, Vec<EntryId>)> {
        self.names().filter(|(_, entries)| entries.len() > 1)
    }

    /// Each name once, with all its entries.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, Vec<EntryId>)> {
        let layers = self.numbered().enumerate();
        layers.flat_map(move |(nth, (first, layer))| {
            layer.image.keys().filter_map(move |(at, form)| {
                let name = form.as_str();
                let before = &self.layers[..nth];
                if before.iter().any(|layer| !layer.look_up(name).is_empty()) {
                    return None;
                }
                let mut entries = if self.layers.len() > 1 || self.overlay.is_some() {
                    self.look_up(name)
                } else {
                    let forms = layer.image.forms().of_key(at);
                    forms.map(|form| EntryId(first + form.entry.0)).collect()
                };
                entries.dedup();
                (!entries.is_empty()).then_some((name, entries))
            })
        })
    }
}

impl Layer {
    /// Its entries with this name, by their numbers here.
    fn look_up(&self, name: &str) -> Vec<EntryId> {
        let mut entries = vec![];
        let automaton = self.automaton.as_deref();
        // With a small first letter few names are looked for.
        let mut chars = name.chars();
        let first = chars.next().into_iter().flat_map(char::to_uppercase);
        let name = &first.chain(chars).collect::<String>();
        let forms = self.image.forms();
        search(&self.image, automaton, name, |span, at| {
            if span.start == 0 && span.end as usize == name.len() {
                let same = forms
                    .of_key(at)
                    .filter(|form| fold(form.as_str()) == fold(name));
                entries.extend(same.map(|form| form.entry));
            }
        });
        entries.sort_unstable();
        entries.dedup();
        entries
    }
}
