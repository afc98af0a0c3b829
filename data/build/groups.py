"""Parties of the CIA World Factbook and groups of WordNet, behind the organizations of the hand lists."""

import re
from collections import Counter

from common import fold, is_latin, read_words, unique
from people import clean_text, factbook_pages
from wordnet import GROUP

# A party whose name is of English words has one of these; without one it is too often a slogan ("New Dawn").
PARTY_WORDS = set(
    """Party Parties Movement Front Union Alliance Rally League Coalition Congress Forum Bloc Democrats Greens Democracy
    Liberals Socialists Social Socialist Democratic Liberal Communist Conservative Conservatives Republican Republicans Labor Labour Worker's Workers
    Federation Confederation Convergence Assembly Independents Reformists Radicals Unionist Nationalist National Convention""".split()
)
# What stands in place of a party.
NO_PARTY = re.compile(r"(?i)^(none|n/?a|note|political part|major|minor|other|parties|independent|all |area |legal|illegal|there |the following)|:")

# Parents in WordNet whose kinds are organizations; "sect", "dynasty" and the like are not.
GROUPS = {
    "terrorist organization": "armed_group", "guerrilla force": "armed_group", "political movement": "party", "party": "party",
    "labor party": "party", "army": "military", "air force": "military", "military unit": "military", "military service": "military",
    "secret society": "organization", "drug cartel": "armed_group", "nongovernmental organization": "ngo", "commando": "military",
    "agency": "agency", "independent agency": "agency", "executive department": "agency", "executive agency": "agency",
    "United Nations agency": "organization", "world organization": "organization", "international intelligence agency": "agency",
    "United States intelligence agency": "agency", "law enforcement agency": "agency", "international law enforcement agency": "agency",
    "Economic and Social Council commission": "organization", "association": "organization", "organization": "organization",
    "federation": "organization", "house": "organization", "academy": "organization", "court": "court", "federal court": "court",
    "corporation": "company", "police": "agency", "central bank": "agency", "administrative unit": "agency", "Russian agency": "agency",
    "Protestant denomination": "organization", "Methodist denomination": "organization", "Baptist denomination": "organization",
    "church": "organization", "Protestant Church": "organization", "Anglican Church": "organization", "service club": "ngo",
    "industrial union": "organization", "secret police": "agency", "parliament": "organization", "ministry": "agency",
    "command": "military", "advisory board": "agency", "legislature": "organization", "union": "organization", "school": "university",
}  # fmt: skip


class Groups:
    """Makes rows `(kind, forms)` of names that no other list has."""

    def __init__(self, sources, wordnet, words, taken):
        """`taken` holds the forms that are spoken for: of the hand lists, places and people's names."""
        self.sources, self.wordnet, self.words = sources, wordnet, words
        self.taken = set(taken) | read_words("group_traps.txt")

    def rows(self):
        """Groups of WordNet first: they are the better known ones."""
        return list(self._take(self._wordnet())) + list(self._take(self._parties()))

    def _take(self, rows):
        for kind, forms in rows:
            forms = [form for form in unique(forms + [fold(form) for form in forms]) if form not in self.taken]
            if forms:
                self.taken.update(forms)
                yield kind, forms

    def acronym(self, form):
        """Whether a form is an acronym or a coined word of at least three letters, and no word of the language."""
        letters = form.replace(".", "").replace("-", "")
        plain = 3 <= len(letters) <= 9 and letters.isalpha() and is_latin(letters) and " " not in form
        capitals = sum(letter.isupper() for letter in letters)
        return plain and form[0].isupper() and (capitals > 1 or len(letters) > 4) and letters.lower() not in self.words

    def name(self, form):
        """Whether a form of several words has a capital on each word of weight."""
        parts = form.split(" ")
        small = [part for part in parts if not part[0].isupper()]
        return len(parts) > 1 and parts[0][0].isupper() and parts[-1][0].isupper() and len(small) <= len(parts) // 2 and is_latin(form)

    def _wordnet(self):
        groups = [s for s in self.wordnet.synsets.values() if s.pos == "n" and s.lexfile == GROUP]
        for synset in sorted(groups, key=lambda s: s.offset):
            kinds = [GROUPS[parent] for parent in self.wordnet.parents(synset) if parent in GROUPS]
            words = [word for word in synset.words if "(" not in word]
            # A first word with a small letter names a kind of thing, not a thing.
            if kinds and words[0][0].isupper() or kinds and synset.instance_of:
                yield kinds[0], [word for word in words if self.name(word) or self.acronym(word)]

    def _parties(self):
        found = []
        for page in factbook_pages(self.sources):
            text = page.get("Government", {}).get("Political parties", {}).get("text", "")
            for part in re.split(r"<br ?/?>", text):
                if forms := self.party(clean_text(part)):
                    found.append(forms)
        # An acronym of several parties is nobody's in particular.
        owners = Counter(form for forms in found for form in forms[1:])
        names = Counter(forms[0] for forms in found)
        for forms in found:
            alone = names[forms[0]] == 1
            yield "party", forms[:1] + [form for form in forms[1:] if alone and owners[form] == 1]
        for form in sorted(form for form, count in owners.items() if count > 1 and form.isupper()):
            yield "party", [form]

    def party(self, text):
        """Names of one party: `People's Party (Parti Rakyat) or PR` gives all three."""
        text = text.replace("’", "'").replace("“", '"').replace("”", '"')
        if NO_PARTY.search(text):
            return []
        text = re.split(r";|\[|, note| - note|, led by|, including", text)[0]
        original = re.findall(r"\(([^()]*)\)", text)
        text = re.sub(r"\([^()]*\)?", " ", text)
        name, *others = [re.sub(r"\s+", " ", part).strip(' ."') for part in re.split(r"\bor\b", text)]
        name = re.sub(r"^(The|the) ", "", name)
        parts = name.split(" ")
        english = any(part.lower() in self.words for part in parts)
        known = any(word in PARTY_WORDS for word in re.split("[ -]", name)) or not english
        if not name or not known or len(parts) > 8 or not (self.name(name) or self.acronym(name)):
            return []
        original = [part for part in original if self.name(part) and "," not in part and not re.match(r"(?i)formerly|also|includ", part)]
        others = [part for part in others if self.acronym(part) or self.name(part)]
        return unique([name] + others + original)
