"""Paths, table reading and writing, and string helpers shared by every builder."""

import re
import unicodedata
from pathlib import Path

BUILD = Path(__file__).resolve().parent
DATA = BUILD.parent
HAND = BUILD / "hand"


def fold(text):
    """ASCII form of a Latin-script name: `São` becomes `Sao`, `Łódź` becomes `Lodz`."""
    text = text.translate(
        str.maketrans(
            {
                "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss",
                "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "ð": "d", "Ð": "D",
                "þ": "th", "Þ": "Th", "ə": "a", "Ə": "A", "’": "'", "‘": "'", "ʻ": "'",
                "ʼ": "'", "–": "-", "ħ": "h", "Ħ": "H", "ɓ": "b", "Ɓ": "B", "ɗ": "d", "Ɗ": "D",
                "ƙ": "k", "Ƙ": "K", "ŋ": "n",
            }
        )
    )
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def slug(text):
    """Identifier part made from a name: lower-case ASCII words joined by hyphens."""
    text = fold(text).lower().replace("&", " and ").replace("'", "").replace(".", "")
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


def is_latin(text):
    """Whether every letter of the text is of the Latin script."""
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in text)


def read_lines(name):
    """Lines of a hand file without comments and blank lines, with their numbers."""
    path = HAND / name
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.split("  #")[0].rstrip()
        if line and not line.startswith("#"):
            yield number, line


def read_sections(name):
    """Yield `(section, line)` of a hand file whose headings look like `[section]`."""
    section = None
    for number, line in read_lines(name):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif section is None:
            raise SystemExit(f"hand/{name}:{number}: a line stands before the first [section]")
        else:
            yield section, line.strip()


def read_words(name, section=None):
    """Set of the words of a hand file, all sections or one."""
    words = set()
    for found, line in read_sections(name):
        if section is None or found == section:
            words.update(part.strip() for part in line.split(",") if part.strip())
    return words


def unique(items):
    """The items in their first order, each once, without empty ones."""
    return [item for item in dict.fromkeys(items) if item]


class Table:
    """One output file: a header and rows that are written sorted, each key once."""

    def __init__(self, path, header, comment, key=1):
        self.path = path
        self.header = header
        self.comment = comment
        self.key = key
        self.rows = {}

    def add(self, *row, key=None):
        """Add a row, by its first fields or by another key; a second row with the same key is an error."""
        row = tuple(str(field) for field in row)
        if len(row) != len(self.header):
            raise SystemExit(f"{self.path}: {row!r} has not {len(self.header)} fields")
        if any("\t" in field or "\n" in field or field != field.strip() for field in row):
            raise SystemExit(f"{self.path}: {row!r} holds a tab, a newline or outer spaces")
        key = row[: self.key] if key is None else (key,)
        if key in self.rows:
            raise SystemExit(f"{self.path}: two rows for {key!r}: {self.rows[key]!r} and {row!r}")
        self.rows[key] = row

    def render(self):
        """The bytes of the file."""
        lines = [f"# {line}" for line in self.comment.splitlines()]
        lines.append("\t".join(self.header))
        lines += ["\t".join(row) for _, row in sorted(self.rows.items())]
        return ("\n".join(lines) + "\n").encode("utf-8")
