//! What of a gazetteer deserves a second look.

use super::{EntryId, Gazetteer};
use crate::text::chars::is_word;
use crate::words;

impl Gazetteer {
    /// Names that are common words, too ("Reading", "May"), with the entries, in no order that means anything.
    ///
    /// In the letter case of the list such a name is still found where a sentence begins with the word, and in any case everywhere.
    ///
    /// ```
    /// use onrecord::gazetteer::Gazetteer;
    /// let list = "name\tlabel\nReading\tPLACE\nOslo\tPLACE\n";
    /// let places = Gazetteer::builder().list("places.tsv", list).build()?;
    /// let common: Vec<_> = places.common_names().map(|(name, _)| name).collect();
    /// assert_eq!(common, ["Reading"]);
    /// # Ok::<(), onrecord::BuildError>(())
    /// ```
    pub fn common_names(&self) -> impl Iterator<Item = (&str, Vec<EntryId>)> {
        self.names().filter(|(name, _)| is_common(name))
    }
}

fn is_common(name: &str) -> bool {
    name.chars().all(is_word) && words::look_up(name).known
}
