#!/usr/bin/env python3
"""Matches the same names in the same text with the peers in Python and with the command line.

    pip install -r requirements.txt
    cargo build --release -p onrecord-cli
    python3 peers.py --onrecord ../../target/release/onrecord --text ../../examples/article.txt

Each peer runs in a process of its own, and peak memory is all that this process ever held, Python and the peer's package included. The names are made of random syllables, the same for each run, and the text is the file given, repeated to the size asked for, with a
name after every fifth line, so that there is something to find. Matches are counted; they need not agree, since each peer
has its own idea of where a word begins, and of what overlaps. The command does more than the peers: it tags all mentions
and makes entities of them.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

PEERS = ["onrecord", "flashtext", "pyahocorasick", "spacy-phrase", "spacy-ruler"]
# spaCy's tokeniser refuses longer texts than a million characters, and users give it articles.
PIECE = 100_000


def syllables(rng):
    onset = "b br c ch d f g gr h j k kl l m n p pr r s st t tr v w z".split()
    vowel = "a e i o u ai ea ou ø é".split()
    coda = ["", "", "n", "r", "s", "l", "rd", "nt", "ck", "m"]
    return "".join(rng.choice(onset) + rng.choice(vowel) + rng.choice(coda) for _ in range(rng.choice([1, 2, 2, 3])))


def make_names(count):
    """Names of one to three words, no two the same."""
    rng = random.Random(20)
    names = {}
    while len(names) < count:
        words = [syllables(rng).capitalize() for _ in range(rng.choice([1, 2, 2, 2, 3]))]
        if sum(map(len, words)) > 4:
            names[" ".join(words)] = None
    return list(names)


def make_text(path, names, megabytes):
    """The text of the file again and again, with some of the names in it."""
    rng = random.Random(21)
    lines = open(path, encoding="utf-8").read().splitlines()
    out, size = [], 0
    while size < megabytes * 1_000_000:
        for number, line in enumerate(lines):
            if number % 5 == 0:
                line = f"{line} {rng.choice(names)} was there."
            out.append(line)
            size += len(line.encode()) + 1
    return "\n".join(out)


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def pieces(text):
    """The text in pieces that end with a line."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + PIECE)
        end = len(text) if end < 0 else end + 1
        yield text[start:end]
        start = end


def flashtext(names):
    from flashtext import KeywordProcessor

    yield
    processor = KeywordProcessor(case_sensitive=True)
    processor.add_keywords_from_list(names)
    yield lambda text: len(processor.extract_keywords(text, span_info=True))


def pyahocorasick(names):
    import ahocorasick

    yield
    automaton = ahocorasick.Automaton()
    for number, name in enumerate(names):
        automaton.add_word(name, (number, len(name)))
    automaton.make_automaton()

    def find(text):
        count = 0
        for end, (_, length) in automaton.iter(text):
            # It knows no words, so that they are checked here, as its users do.
            start = end + 1 - length
            before = start == 0 or not text[start - 1].isalnum()
            count += before and not text[end + 1 : end + 2].isalnum()
        return count

    yield find


def spacy_phrase(names):
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    yield
    matcher = PhraseMatcher(nlp.vocab)
    matcher.add("NAME", list(nlp.tokenizer.pipe(names)))
    yield lambda text: sum(len(matcher(nlp.make_doc(piece))) for piece in pieces(text))


def spacy_ruler(names):
    import spacy

    nlp = spacy.blank("en")
    yield
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": name} for name in names])
    yield lambda text: sum(len(nlp(piece).ents) for piece in pieces(text))


def run_python(peer, names, text):
    """In a process of its own: build, match, print the figures."""
    names = json.load(open(names, encoding="utf-8"))
    steps = globals()[peer.replace("-", "_")](names)
    next(steps)
    started = time.process_time()
    find = next(steps)
    built = time.process_time()
    held = peak()
    text = open(text, encoding="utf-8").read()
    read = time.process_time()
    found = find(text)
    done = time.process_time()
    figures = {"build": built - started, "memory": [held, peak()], "match": done - read, "found": found}
    print(json.dumps(figures))


def cpu_and_peak(command):
    """CPU seconds and peak resident bytes of a command."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, out


def run_onrecord(command, directory, names, text):
    """Compiles the names, and tags the text with them: what there is for one mention and more, in one thread."""
    table = os.path.join(directory, "names.tsv")
    compiled = os.path.join(directory, "names.gaz")
    with open(table, "w", encoding="utf-8") as out:
        out.write("name\tlabel\tcase\n" + "".join(f"{name}\tORG\texact\n" for name in names))
    build, memory, _ = cpu_and_peak([command, "compile", table, "-o", compiled, "--quiet"])
    documents = os.path.join(directory, "documents.jsonl")
    with open(documents, "w", encoding="utf-8") as out:
        for number, piece in enumerate(pieces(open(text, encoding="utf-8").read())):
            out.write(json.dumps({"id": str(number), "text": piece}) + "\n")
    empty = os.path.join(directory, "empty.jsonl")
    open(empty, "w").close()
    tag = [command, "tag", "--only", "entities", "--threads", "1", "--no-default-gazetteers", "--gazetteer", compiled]
    start, _, _ = cpu_and_peak(tag + [empty])
    match, tagging, out = cpu_and_peak(tag + [documents])
    mentions = (mention for line in out.splitlines() for mention in json.loads(line)["mentions"])
    found = sum(mention["by"] == "gazetteer:user" for mention in mentions)
    return {"build": build, "memory": [memory, tagging], "match": match - start, "found": found}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--onrecord", default="../../target/release/onrecord", help="the command, built with --release")
    parser.add_argument("--text", required=True, help="a text that the names are looked for in")
    parser.add_argument("--names", type=int, nargs="+", default=[10_000, 100_000], help="how many names")
    parser.add_argument("--megabytes", type=float, default=10, help="how much text is made of the file")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=PEERS)
    parser.add_argument("--worker", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.worker:
        run_python(args.worker[0], args.worker[1], args.text)
        return
    print("| names | | build, CPU s | peak memory built, MB | and matched, MB | MB/s | found |")
    print("|---|---|---|---|---|---|---|")
    for count in args.names:
        names = make_names(count)
        with tempfile.TemporaryDirectory() as directory:
            text = os.path.join(directory, "text.txt")
            listed = os.path.join(directory, "names.json")
            with open(text, "w", encoding="utf-8") as out:
                out.write(make_text(args.text, names, args.megabytes))
            with open(listed, "w", encoding="utf-8") as out:
                json.dump(names, out)
            size = os.path.getsize(text) / 1e6
            for peer in args.peers:
                if peer == "onrecord":
                    figures = run_onrecord(args.onrecord, directory, names, text)
                else:
                    worker = [sys.executable, __file__, "--text", text, "--worker", peer, listed]
                    figures = json.loads(subprocess.run(worker, check=True, capture_output=True, text=True).stdout)
                speed = size / figures["match"] if figures["match"] > 0 else float("inf")
                built, matched = (f"{bytes / 1e6:.0f}" for bytes in figures["memory"])
                cells = [f"{count:,}", peer, f"{figures['build']:.2f}", built, matched, f"{speed:.1f}", f"{figures['found']:,}"]
                print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
