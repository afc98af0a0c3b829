"""Build the bundled word and name lists from registry packages and the hand files.

    python3 build.py            write the files under data/
    python3 build.py --check    say which committed files differ from a fresh build
"""

import argparse
import sys
from pathlib import Path

import lists
import organizations
import people
from common import BUILD, DATA, read_words
from demonyms import Demonyms, hand_words
from fetch import Sources
from groups import Groups
from lexicon import Lexicon
from names import Names
from places import Places
from wordnet import WordNet

MONTHS = "january february march april may june july august september october november december".split()
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()


def common_words(wordnet, lexicon):
    """Lower-case words that make a capitalised name ambiguous at the start of a sentence or in a headline."""
    words = wordnet.common_words(2)
    words |= {w for w, scores in lexicon.scores.items() if max(scores.values()) >= 2}
    words |= {row[0] for row in lists.function_words().rows.values()}
    words |= read_words("common_extra.txt")
    return words | set(MONTHS) | set(DAYS)


def tables(sources):
    """All output tables, each list built on those it must not collide with."""
    wordnet = WordNet(sources)
    lexicon = Lexicon(wordnet)
    words = common_words(wordnet, lexicon)
    names = Names(sources, words)
    places = Places(sources, wordnet, words, names, hand_words(), organizations.hand_forms())
    demonyms = Demonyms(sources, places)
    given, surnames = names.tables(set(places.taken), demonyms.forms(), organizations.hand_forms())
    taken = organizations.hand_forms() | set(places.taken) | demonyms.forms() | set(names.given) | set(names.surnames)
    groups = Groups(sources, wordnet, words, taken)
    return [
        lists.titles(), lists.roles(), lists.org_words(), lists.function_words(), lists.abbreviations(),
        lexicon.table(), given, surnames, places.table(), demonyms.table(),
        people.table(sources, places), organizations.table(words, names.frequent_given, names.frequent_surnames, groups),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the committed files, write nothing")
    parser.add_argument("--cache", type=Path, default=BUILD / "cache", help="folder for the downloaded packages")
    options = parser.parse_args()
    sources = Sources(options.cache)
    sources.fetch()
    stale = 0
    for table in tables(sources):
        content = table.render()
        name = table.path.relative_to(DATA.parent)
        if options.check:
            same = table.path.exists() and table.path.read_bytes() == content
            stale += not same
            print(f"{'up to date' if same else 'DIFFERS   '}  {name}")
        else:
            table.path.write_bytes(content)
            print(f"{len(table.rows):6} rows {len(content):8} bytes  {name}")
    if stale:
        sys.exit(f"{stale} files differ: run `python3 data/build/build.py` and commit the result")


if __name__ == "__main__":
    main()
