//! flashtext's keywords: a JSON object, or lines of `variant=>name`.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::Problem;
use super::fields::Record;
use super::json::texts;
use super::lines::LONGEST;
use super::sink::Sink;

/// `java_2e=>java`, or a keyword alone. The name is found by itself, too.
pub(super) fn line(line: &str, sink: &mut Sink<'_>) -> Result<(), String> {
    let mut record = Record::default();
    match line.split_once("=>") {
        Some((variant, name)) => {
            record.name = name.trim().to_owned();
            record.aliases = vec![variant.trim().to_owned()];
        }
        None => record.name = line.trim().to_owned(),
    }
    sink.label("", &mut record)?;
    sink.take(record)
}

/// `{"java": ["java_2e", "java programing"], ...}`, however it is broken into lines.
pub(super) fn object(source: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<(), Problem> {
    let place = Rc::new(Place::default());
    let bounded = Bounded {
        source,
        place: Rc::clone(&place),
    };
    let mut json = serde_json::Deserializer::from_reader(bounded);
    let visitor = Keywords {
        sink,
        place: Rc::clone(&place),
    };
    let read = json.deserialize_map(visitor).and_then(|()| json.end());
    match read {
        Ok(()) => Ok(()),
        Err(error) if error.is_io() && !place.too_long.get() => Err(Problem::Io(error.into())),
        Err(error) => {
            sink.line = place.line.get() + 1;
            Err(Problem::Line(if place.too_long.get() {
                format!("more than {LONGEST} bytes for one name; shorten it")
            } else {
                // The parser says the line once more.
                format!("broken JSON: {error}; mend it")
            }))
        }
    }
}

/// Where the reading is.
#[derive(Default)]
struct Place {
    /// Line breaks read.
    line: Cell<u64>,
    /// Bytes since the last name.
    bytes: Cell<usize>,
    too_long: Cell<bool>,
}

/// Gives no more bytes for a name than it may have, so that a hostile file does not fill the memory.
struct Bounded<'r> {
    source: &'r mut dyn BufRead,
    place: Rc<Place>,
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // The parser asks for a byte at a time, so that the line is exact.
        let read = self.source.read(buffer)?;
        let breaks = buffer[..read].iter().filter(|&&b| b == b'\n').count();
        let place = &self.place;
        place.line.set(place.line.get() + breaks as u64);
        place.bytes.set(place.bytes.get() + read);
        if place.bytes.get() > LONGEST {
            place.too_long.set(true);
            return Err(io::Error::other("too long"));
        }
        Ok(read)
    }
}

struct Keywords<'k, 's> {
    sink: &'k mut Sink<'s>,
    place: Rc<Place>,
}

impl<'de> Visitor<'de> for Keywords<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of names, each with a list of its variants")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            self.sink.line = self.place.line.get() + 1;
            let variants = map.next_value::<Value>()?;
            let taken = take(name, &variants, self.sink);
            if let Err(reason) = taken {
                self.sink.reject(reason);
            }
            self.place.bytes.set(0);
        }
        Ok(())
    }
}

fn take(name: String, variants: &Value, sink: &mut Sink<'_>) -> Result<(), String> {
    let mut record = Record {
        aliases: texts(&name, variants)?,
        name,
        ..Record::default()
    };
    sink.label("", &mut record)?;
    sink.take(record)
}
