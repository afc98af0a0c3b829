"""Tables that are written by hand as a whole: titles, roles, organization words, function words, abbreviations."""

from common import DATA, Table, read_sections
from lexicon import Inflection


def titles():
    """Titles that stand before a name. A line is `title` or `title m` / `title f`."""
    table = Table(
        DATA / "gazetteer/titles.tsv",
        ("title", "kind", "gender"),
        "Titles that stand before a name. gender: m, f or u (either).",
    )
    for kind, line in read_sections("titles.txt"):
        for title in line.split(","):
            title = title.strip()
            if not title:
                continue
            gender = "u"
            if title[-2:] in (" m", " f"):
                title, gender = title[:-2], title[-1]
            table.add(title, kind, gender)
    return table


def roles():
    """News roles. An entry is `role` or `role/plural`; only `group+` among the groups has a regular plural."""
    table = Table(
        DATA / "gazetteer/roles.tsv",
        ("role", "plural", "kind"),
        "Roles of sources in news. kind: person, group (a plural or collective), office.",
    )
    inflection = Inflection()
    for kind, line in read_sections("roles.txt"):
        for role in line.split(","):
            role, _, plural = role.strip().partition("/")
            if not role:
                continue
            regular = role.endswith("+") if kind == "group" else not plural
            role = role.removesuffix("+")
            if regular:
                *first, last = role.split(" ")
                plural = " ".join(first + [inflection.plural(last)[0]])
            table.add(role, plural, kind)
    return table


def pairs(file, path, header, comment):
    """A table of `(word, section)`; entries of a line are separated by commas."""
    table = Table(DATA / path, header, comment, key=2)
    for section, line in read_sections(file):
        for word in line.split(","):
            if word.strip():
                table.add(word.strip(), section)
    return table


def org_words():
    """Words that begin or end names of organizations and places."""
    return pairs(
        "org_words.txt",
        "gazetteer/org_words.tsv",
        ("word", "position"),
        "Words of names. position: head (first, with of or for), suffix (last), place_head, place_suffix.",
    )


def function_words():
    """Function words by class."""
    return pairs("function.txt", "words/function.tsv", ("word", "class"), "English function words by class.")


def abbreviations():
    """Abbreviations with a full stop."""
    return pairs(
        "abbreviations.txt",
        "words/abbreviations.tsv",
        ("form", "kind"),
        "Abbreviations with a full stop that does not end a sentence (kind company, and place, may end one).",
    )
