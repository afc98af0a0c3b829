"""Demonyms: adjectives and nouns of countries, regions, cities, and of groups and parties."""

import re

from common import DATA, Table, read_lines
from people import clean_text, factbook_pages, short_name


def factbook_forms(text):
    """`(singular, plural)` pairs of a Factbook noun such as `Afghan(s)` or `Briton(s), British`."""
    text = re.sub(r"\((?:singular and plural|collective plural|plural)\)", " SAME", text)
    for part in re.split(r",|;| or ", clean_text(text)):
        part = part.strip()
        if part.endswith(" SAME"):
            yield part[: -len(" SAME")].strip(), ""
        elif part.endswith("(s)"):
            yield part[:-3], part[:-3] + "s"


def hand_forms(text):
    """`(form, pos, plural)` of the marked forms of a hand row; the file's head explains the marks."""
    for form in text.split(","):
        form = form.strip()
        if form.endswith("+"):
            yield form[:-1], "both", form[:-1] + "s"
        elif form.endswith("="):
            yield form[:-1], "both", form[:-1]
        elif form.startswith("-"):
            form, _, plural = form[1:].partition("/")
            yield form, "noun", plural or form + "s"
        elif "/" in form:
            form, plural = form.split("/")
            yield form, "both", plural
        else:
            yield form, "adj", ""


def hand_words():
    """All forms of the hand rows."""
    return {form for _, line in read_lines("demonyms.txt") for form, _, _ in hand_forms(line.split("|")[1])}


class Demonyms:
    """Forms with what they belong to; hand rows win over Factbook rows."""

    def __init__(self, sources, places):
        self.rows = {}
        self.places = places
        self.owner = {}
        for ident, (name, aliases, *_rest) in places.entries.items():
            for form in [name] + aliases:
                self.owner.setdefault(form, ident)
        self._add_hand()
        self._add_factbook(sources)

    def _resolve(self, target, where):
        if ":" in target:
            if target.split(":")[0] not in ("group", "party") and target not in self.places.entries:
                raise SystemExit(f"{where}: no place has the id {target}")
            return target
        if target not in self.owner:
            raise SystemExit(f"{where}: no place is called {target}")
        return self.owner[target]

    def _add_hand(self):
        for number, line in read_lines("demonyms.txt"):
            where = f"hand/demonyms.txt:{number}"
            fields = line.split("|")
            target = self._resolve(fields[0], where)
            for form, pos, plural in hand_forms(fields[1]):
                if form in self.rows:
                    raise SystemExit(f"{where}: {form} is given twice")
                self.rows[form] = (target, pos, plural)

    def _add_factbook(self, sources):
        for page in factbook_pages(sources):
            target = self.owner.get(short_name(page.get("Government", {})))
            nationality = page.get("People and Society", {}).get("Nationality", {})
            if not target:
                continue
            adjectives = [
                a.strip()
                for a in re.split(r",| or |;", clean_text(nationality.get("adjective", {}).get("text", "")))
            ]
            nouns = dict(factbook_forms(nationality.get("noun", {}).get("text", "")))
            for form in adjectives + list(nouns):
                if form in self.rows or not re.fullmatch(r"[A-Z][A-Za-zé-]+( [A-Z][A-Za-z]+)*", form):
                    continue
                if form in self.owner:
                    continue
                pos = "both" if form in adjectives and form in nouns else "noun" if form in nouns else "adj"
                self.rows[form] = (target, pos, nouns.get(form, ""))

    def forms(self):
        """All forms, plurals included."""
        return set(self.rows) | {plural for _, _, plural in self.rows.values() if plural}

    def table(self):
        """The output table."""
        table = Table(
            DATA / "gazetteer/demonyms.tsv",
            ("form", "place_id", "pos", "plural"),
            "Demonyms. place_id: an id of places.tsv, or group:... (religious and ethnic), or party:...\n"
            "pos: adj, noun or both. plural: plural of the noun, empty if there is none.",
        )
        for form, (target, pos, plural) in self.rows.items():
            table.add(form, target, pos, plural)
        return table
