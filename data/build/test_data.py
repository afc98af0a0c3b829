"""Tests of the committed lists: `python3 -m unittest` in this folder, no network needed."""

import re
import unittest
from collections import defaultdict

from common import DATA, slug

HEADERS = {
    "gazetteer/given_names.tsv": "name gender count flags",
    "gazetteer/surnames.tsv": "name count flags",
    "gazetteer/titles.tsv": "title kind gender",
    "gazetteer/roles.tsv": "role plural kind",
    "gazetteer/people.tsv": "id name aliases role country",
    "gazetteer/organizations.tsv": "id name aliases kind flags",
    "gazetteer/org_words.tsv": "word position",
    "gazetteer/places.tsv": "id name aliases kind population country flags",
    "gazetteer/demonyms.tsv": "form place_id pos plural",
    "words/words.tsv": "word pos",
    "words/function.tsv": "word class",
    "words/abbreviations.tsv": "form kind",
}
TWO_COLUMN_KEY = ("gazetteer/org_words.tsv", "words/function.tsv", "words/abbreviations.tsv")
MAX_BYTES = 3_000_000


def read(name):
    """Rows of a file as dictionaries."""
    lines = (DATA / name).read_text(encoding="utf-8").split("\n")
    lines = [line for line in lines[:-1] if not line.startswith("#")]
    header = lines[0].split("\t")
    rows = [dict(zip(header, line.split("\t"))) for line in lines[1:]]
    for row in rows:
        if row.get("id") == "":
            row["id"] = ("place:" if name.endswith("places.tsv") else "org:") + slug(row["name"])
    return rows


def forms(row):
    """Name and aliases of a row."""
    return [row["name"]] + [alias for alias in row["aliases"].split("|") if alias]


class Form(unittest.TestCase):
    """Every file is plain, sorted, unique and small enough."""

    def test_headers_and_columns(self):
        for name, header in HEADERS.items():
            text = (DATA / name).read_bytes().decode("utf-8")
            self.assertNotIn("\r", text, name)
            self.assertTrue(text.endswith("\n"), name)
            lines = [line for line in text.split("\n")[:-1] if not line.startswith("#")]
            self.assertEqual(lines[0].split("\t"), header.split(), name)
            for line in lines[1:]:
                fields = line.split("\t")
                self.assertEqual(len(fields), len(header.split()), f"{name}: {line!r}")
                self.assertEqual(fields, [field.strip() for field in fields], f"{name}: {line!r}")
                self.assertTrue(fields[0] or fields[1], f"{name}: {line!r}")

    def test_sorted_and_unique(self):
        for name in HEADERS:
            keys = [tuple(row.values())[: 2 if name in TWO_COLUMN_KEY else 1] for row in read(name)]
            self.assertEqual(keys, sorted(set(keys)), name)

    def test_size(self):
        size = sum((DATA / name).stat().st_size for name in HEADERS if name.startswith("gazetteer/"))
        self.assertLess(size, MAX_BYTES)

    def test_closed_vocabularies(self):
        allowed = {
            ("gazetteer/given_names.tsv", "gender"): "m f u",
            ("gazetteer/titles.tsv", "gender"): "m f u",
            ("gazetteer/titles.tsv", "kind"): "honorific political military academic religious royal legal police business sport other",
            ("gazetteer/roles.tsv", "kind"): "person group office",
            ("gazetteer/organizations.tsv", "kind"): "organization agency company media party university team armed_group ngo court military",
            ("gazetteer/org_words.tsv", "position"): "head suffix place_head place_suffix",
            ("gazetteer/places.tsv", "kind"): "country region division city water mountain other",
            ("gazetteer/demonyms.tsv", "pos"): "adj noun both",
        }
        for (name, column), values in allowed.items():
            self.assertEqual({row[column] for row in read(name)} - set(values.split()), set(), name)
        for row in read("words/words.tsv"):
            self.assertRegex(row["pos"], "^[nNvzdpgar]+$", row["word"])

    def test_ids(self):
        patterns = {
            "gazetteer/people.tsv": r"person:[a-z0-9]+(-[a-z0-9]+)*",
            "gazetteer/organizations.tsv": r"org:[a-z0-9]+(-[a-z0-9]+)*",
            "gazetteer/places.tsv": r"(iso3166:[A-Z]{2}|iso3166-2:[A-Z]{2}-[A-Z0-9]{1,3}|unm49:\d{3}|geonames:\d+"
            r"|wordnet:n\d{8}|place:[a-z0-9]+(-[a-z0-9]+)*)",
        }
        for name, pattern in patterns.items():
            for row in read(name):
                self.assertRegex(row["id"], f"^{pattern}$")

    def test_aliases_are_not_repeated(self):
        for name in ("gazetteer/people.tsv", "gazetteer/organizations.tsv", "gazetteer/places.tsv"):
            for row in read(name):
                self.assertEqual(len(forms(row)), len(set(forms(row))), row["id"])


class Content(unittest.TestCase):
    """Known traps stay out and what news needs stays in."""

    def setUp(self):
        self.given = {row["name"]: row for row in read("gazetteer/given_names.tsv")}
        self.surnames = {row["name"]: row for row in read("gazetteer/surnames.tsv")}
        self.places = {row["id"]: row for row in read("gazetteer/places.tsv")}
        self.demonyms = {row["form"]: row for row in read("gazetteer/demonyms.tsv")}
        self.organizations = read("gazetteer/organizations.tsv")
        self.words = {row["word"]: row["pos"] for row in read("words/words.tsv")}

    def test_calendar_and_function_words_are_no_names(self):
        for word in "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March July He An The So To".split():
            self.assertNotIn(word, self.given)
            self.assertNotIn(word, self.surnames)
        for word in "April May June August".split():
            self.assertIn("w", self.given[word]["flags"] if word in self.given else "w", word)
            self.assertIn("w", self.surnames[word]["flags"] if word in self.surnames else "w", word)

    def test_demonyms_are_no_surnames(self):
        plurals = {row["plural"] for row in self.demonyms.values()}
        self.assertEqual(set(self.surnames) & (set(self.demonyms) | plurals), set())

    def test_demonyms_belong_to_known_places(self):
        for row in self.demonyms.values():
            if not re.match("(group|party):", row["place_id"]):
                self.assertIn(row["place_id"], self.places)

    def test_common_words_are_flagged(self):
        for name in "Mark Grace Rose Bill Will Hope Faith Frank Grant Summer".split():
            self.assertIn("w", self.given[name]["flags"], name)

    def test_unknown_names_are_no_common_words(self):
        # Only frequent or hand-picked names may also be common words.
        rare = [n for n, r in self.given.items() if r["count"] == "0" and "w" in r["flags"]]
        self.assertLess(len(rare), 40, rare)

    def test_small_one_word_places_do_not_collide(self):
        # A city that is a name too is large, a capital, or one of the well-known ones kept by hand.
        small = [
            row["name"]
            for row in self.places.values()
            if row["kind"] == "city" and row["flags"] and " " not in row["name"] and int(row["population"]) < 300_000
        ]
        self.assertLess(len(small), 100, small)
        names = {row["name"] for row in self.places.values()}
        for trap in ("Reading", "Of", "Deal", "Best", "Mobile", "Split", "Canadian", "Jewish", "Male"):
            self.assertNotIn(trap, names)

    def test_names_are_recased(self):
        for name in "McDonald O'Brien MacArthur DeSantis Wang Nguyen Gadhafi Zelensky Okonkwo".split():
            self.assertIn(name, self.surnames)
        for name in "Mohammed Yuriko Xiaoping Olusegun Oleksandr Narendra".split():
            self.assertIn(name, self.given)

    def test_collisions_between_entities_are_few(self):
        owners = defaultdict(set)
        for row in list(self.places.values()) + self.organizations + read("gazetteer/people.tsv"):
            for form in forms(row):
                owners[form].add(row["id"])
        shared = {form: sorted(ids) for form, ids in owners.items() if len(ids) > 1}
        self.assertLess(len(shared), 60, shared)

    def test_well_known_names(self):
        places = {form: row["id"] for row in self.places.values() for form in forms(row)}
        for form, ident in {"U.S.": "iso3166:US", "Britain": "iso3166:GB", "Calif.": "iso3166-2:US-CA", "Kiev": "geonames:703448"}.items():
            self.assertEqual(places[form], ident)
        organizations = {form for row in self.organizations for form in forms(row)}
        for form in ("United Nations", "U.N.", "FBI", "Renmin University of China", "Ministry of Public Security", "The Washington Post"):
            self.assertIn(form, organizations)

    def test_well_known_names_are_flagged(self):
        flagged = {name for names in (self.given, self.surnames) for name, row in names.items() if "k" in row["flags"]}
        for name in "Gorbachev Arafat Netanyahu Mugabe Suharto Clinton Merkel Maradona Agassi Tendulkar Bush".split():
            self.assertIn(name, flagged)
        for name in "Ford Washington Jordan Love Page Smithson".split():
            self.assertNotIn(name, flagged)
        words = [name for name in flagged if "w" in (self.surnames.get(name) or self.given[name])["flags"]]
        self.assertLess(len(words), 20, words)

    def test_parties_and_groups(self):
        owners = {form: row for row in self.organizations for form in forms(row)}
        for form in ("Basque Nationalist Party", "PNV", "Uganda People's Congress", "American Legion", "Immigration and Naturalization Service"):
            self.assertTrue(form in owners, form)
        # An acronym of many parties belongs to none of them.
        self.assertEqual(owners["PDC"]["name"], "PDC")
        places = {form for row in self.places.values() for form in forms(row)}
        parties = {form for form, row in owners.items() if row["kind"] == "party"}
        self.assertEqual(parties & (places | set(self.demonyms)), set())
        for form in ("Base", "Europe", "USA", "Tigers", "none", "Major parties"):
            self.assertFalse(form in owners, form)

    def test_word_readings(self):
        expected = {"said": "dp", "report": "v", "reports": "zN", "according": "g", "went": "d", "stopped": "dp", "children": "N", "quickly": "r", "admitted": "dp"}
        for word, letters in expected.items():
            self.assertTrue(set(letters) <= set(self.words[word]), f"{word}: {self.words[word]}")


if __name__ == "__main__":
    unittest.main()
