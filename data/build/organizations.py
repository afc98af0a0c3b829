"""Organizations of the hand lists, with ids, aliases and ambiguity flags."""

import re

from common import DATA, Table, fold, read_sections, slug, unique

KINDS = {
    "organization", "agency", "company", "media", "party", "university", "team", "armed_group", "ngo", "court", "military",
}
FILES = (
    "org_bodies.txt", "org_government.txt", "org_companies.txt", "org_media.txt", "org_parties.txt", "org_teams.txt",
    "org_learning.txt", "org_countries.txt",
)


def expand(form):
    """`.FBI` stands for `FBI` and `F.B.I.`; `*Guardian` for `Guardian` and `The Guardian`."""
    if form.startswith("."):
        return [form[1:], ".".join(form[1:]) + "."]
    if form.startswith("*"):
        return [form[1:], "The " + form[1:]]
    return [form]


def apart(form):
    """`Moody 's` for `Moody's`: texts that were cut into words have it so."""
    return re.sub(r"(?<=\w)'s\b", " 's", form)


def hand_forms():
    """All forms of the hand lists."""
    lines = (line for file in FILES for _, line in read_sections(file))
    return {form for line in lines for part in line.split("|") for form in expand(part.strip())}


def table(words, given, surnames, groups):
    """The output table: the hand lists first, then what `groups` adds."""
    result = Table(
        DATA / "gazetteer/organizations.tsv",
        ("id", "name", "aliases", "kind", "flags"),
        "Organizations. id: empty where it is that of the name: org:bank-of-zorbik. aliases: separated by |. kind: " + ", ".join(sorted(KINDS)) + ".\n"
        "flags: w a form is also a common word, a given name or a surname.",
    )
    rows, owner = {}, {}
    for file in FILES:
        for kind, line in read_sections(file):
            if kind not in KINDS:
                raise SystemExit(f"hand/{file}: unknown kind [{kind}]")
            forms = [form for part in line.split("|") for form in expand(part.strip())]
            forms = unique(forms + [fold(form) for form in forms])
            for form in forms:
                if form in owner:
                    raise SystemExit(f"hand/{file}: {form!r} of {line!r} already belongs to {owner[form]!r}")
                owner[form] = line
            rows["org:" + slug(forms[0])] = kind, forms
    for kind, forms in groups.rows():
        rows.setdefault("org:" + slug(forms[0]), (kind, forms))
    for ident, (kind, forms) in rows.items():
        risky = any(form.lower() in words or form in given or form in surnames for form in forms if " " not in form)
        forms = unique(forms + [apart(form) for form in forms])
        # An id that anybody can make of the name would be a tenth of all lists.
        written = "" if forms[0].isascii() else ident
        result.add(written, forms[0], "|".join(forms[1:]), kind, "w" if risky else "", key=ident)
    return result
