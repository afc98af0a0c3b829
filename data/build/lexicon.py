"""English words with their parts of speech, from WordNet and generated inflected forms."""

from collections import defaultdict

from common import DATA, Table, read_sections
from wordnet import COGNITION, COMMUNICATION

VOWELS = "aeiou"
# Last parts of compounds that double: sidestep, airdrop.
COMPOUND_ENDS = tuple("step strip ship stop drop map wrap slip clip flip trip chop nap whip snap crop swap plan".split())


def irregular():
    """Hand list of irregular forms: `{section: {lemma: [forms]}}`."""
    forms = defaultdict(dict)
    for section, line in read_sections("irregular.txt"):
        if section == "doubling":
            for word in line.split():
                forms[section][word] = [word]
            continue
        for entry in line.split(","):
            lemma, *rest = entry.split()
            forms[section][lemma] = [form.split("/") for form in rest]
    return forms


def vowel_groups(word):
    """Number of vowel groups, nearly the number of syllables."""
    return sum(c in VOWELS + "y" and (i == 0 or word[i - 1] not in VOWELS + "y") for i, c in enumerate(word))


def add_s(word):
    """Regular plural or third person."""
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and len(word) > 1 and word[-2] not in VOWELS:
        return word[:-1] + "ies"
    return word + "s"


class Inflection:
    """Regular and irregular inflection of English verbs, nouns and adjectives."""

    def __init__(self):
        self.table = irregular()

    def doubles(self, word):
        """Whether the last consonant doubles before -ed and -ing: `stop`, `refer`."""
        if word in self.table["doubling"]:
            return True
        if word.endswith(COMPOUND_ENDS) and word not in COMPOUND_ENDS:
            return True
        word = word.replace("qu", "q")
        if len(word) < 3 or word[-1] in VOWELS + "wxy" or word[-2] not in VOWELS or word[-3] in VOWELS:
            return False
        return vowel_groups(word) == 1

    def verb(self, lemma):
        """`(-s form, past forms, past participles, -ing form)`."""
        stem = lemma + lemma[-1] if self.doubles(lemma) else lemma
        if stem.endswith("e"):
            past = stem + "d"
            ing = stem[:-1] + "ing" if not stem.endswith(("ee", "oe", "ye")) else stem + "ing"
            if stem.endswith("ie"):
                ing = stem[:-2] + "ying"
        elif stem.endswith("y") and stem[-2] not in VOWELS:
            past, ing = stem[:-1] + "ied", stem + "ing"
        elif stem.endswith("c"):
            past, ing = stem + "ked", stem + "king"
        else:
            past, ing = stem + "ed", stem + "ing"
        pasts, participles = self.table["verbs"].get(lemma, ([past], [past]))
        third = "goes" if lemma == "go" else lemma + "es" if lemma in ("do", "veto", "echo", "undergo", "forgo", "torpedo") else add_s(lemma)
        if lemma.endswith("o") and lemma[-2:] in ("go",) and len(lemma) > 2:
            third = lemma + "es"
        return third, pasts, participles, ing

    def plural(self, lemma):
        """Plural of a noun."""
        if lemma in self.table["nouns"]:
            return self.table["nouns"][lemma][0]
        if lemma.endswith("child"):
            return [lemma + "ren"]
        if lemma.endswith("s") and not lemma.endswith(("ss", "us", "is", "as", "os")):
            return [lemma]
        if lemma.endswith(("man", "woman")) and lemma not in ("human", "german", "roman", "talisman", "shaman"):
            return [lemma[:-3] + "men"]
        return [add_s(lemma)]

    def degrees(self, lemma):
        """Comparative and superlative of short adjectives, without `more`."""
        if lemma in self.table["adjectives"]:
            return [form for forms in self.table["adjectives"][lemma] for form in forms]
        groups = vowel_groups(lemma)
        if lemma.endswith("y") and len(lemma) > 3 and lemma[-2] not in VOWELS and groups == 2:
            return [lemma[:-1] + "ier", lemma[:-1] + "iest"]
        if groups != 1 and not (groups == 2 and lemma.endswith("e") and lemma[-2] not in VOWELS):
            return []
        stem = lemma + lemma[-1] if self.doubles(lemma) else lemma
        return [stem + "r", stem + "st"] if stem.endswith("e") else [stem + "er", stem + "est"]


class Lexicon:
    """Scores of every form and part of speech; the order of the letters is the order of the scores."""

    def __init__(self, wordnet):
        self.scores = defaultdict(lambda: defaultdict(float))
        self.inflection = Inflection()
        self.function = {w.strip() for _, line in read_sections("function.txt") for w in line.split(",")}
        for lemma, by_pos in sorted(wordnet.counts.items()):
            if lemma.isalpha() and lemma.isascii() and len(lemma) > 1:
                for pos, count in sorted(by_pos.items()):
                    if self._wanted(wordnet, lemma, pos, count):
                        self._add(lemma, pos, count + 0.1)
        self._add_hand(wordnet)
        self._add_degrees()

    def _add_hand(self, wordnet):
        """Words that the tagged texts lack; the senses of an untagged word order its parts of speech."""
        for section, line in read_sections("words_extra.txt"):
            for lemma in line.split():
                if section == "wordnet":
                    self._add_untagged(wordnet, lemma)
                else:
                    self._add(lemma, section, 1.0)
        for section, line in read_sections("roles.txt"):
            for role in line.split(","):
                word = role.strip().partition("/")[0]
                if section == "person" and word.isalpha() and word not in self.scores:
                    self._add(word, "n", 1.0)

    def _add_untagged(self, wordnet, lemma):
        """The readings of a word that the tagged texts do not have."""
        for pos, senses in wordnet.senses.get(lemma, {}).items():
            if not self._wanted(wordnet, lemma, pos, wordnet.counts[lemma][pos]):
                self._add(lemma, pos, 0.2 + 0.1 * senses)

    @staticmethod
    def _wanted(wordnet, lemma, pos, count):
        """Tagged readings, and untagged ones of words that are tagged often enough or say and think."""
        total = sum(wordnet.counts[lemma].values())
        saying = pos == "v" and wordnet.lexfiles[lemma] & {COMMUNICATION, COGNITION}
        return count > 0 or total >= 5 or (saying and total > 0)

    def _add(self, lemma, pos, score):
        put = self.scores
        if pos == "n":
            put[lemma]["n"] += score
            if lemma not in self.function and (score >= 2 or not lemma.endswith(("ness", "ism"))):
                for plural in self.inflection.plural(lemma):
                    put[plural]["N"] += score / 3
        elif pos == "v":
            third, pasts, participles, ing = self.inflection.verb(lemma)
            put[lemma]["v"] += score
            put[third]["z"] += score / 2
            put[ing]["g"] += score / 2
            single = lemma[-3:-2] not in VOWELS or lemma in ("fuel", "refuel", "duel", "dial")
            if ing.endswith("ling") and not ing.endswith("lling") and single and lemma[-2:] in ("el", "al", "il", "ol"):
                # British spelling: travelled, signalling
                put[lemma + "ling"]["g"] += score / 4
                pasts, participles = pasts + [lemma + "led"], participles + [lemma + "led"]
            for form in pasts:
                put[form]["d"] += score
            for form in participles:
                put[form]["p"] += score * 0.9
        else:
            put[lemma][pos] += score

    def _add_degrees(self):
        """Comparatives and superlatives of the frequent adjectives that are neither participles nor numerals."""
        for lemma, scores in sorted(self.scores.items()):
            if scores.get("a", 0) >= 3 and lemma not in self.function and not {"d", "p"} & set(scores):
                for form in self.inflection.degrees(lemma):
                    self.scores[form]["a"] += scores["a"] / 5

    def words(self):
        """All forms."""
        return set(self.scores)

    def table(self):
        """The output table."""
        table = Table(
            DATA / "words/words.tsv",
            ("word", "pos"),
            "English words. pos, likeliest first: n noun, N plural noun, v verb, z -s form, d past, p past participle,\n"
            "g -ing form, a adjective, r adverb.",
        )
        for word, scores in self.scores.items():
            best = max(scores.values())
            letters = sorted(scores, key=lambda pos: (-scores[pos], "nNvzdpgar".index(pos)))
            table.add(word, "".join(pos for pos in letters if scores[pos] * 200 >= best))
        return table
