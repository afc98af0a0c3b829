"""The package's tagger, beside the command that it shares its code with."""

import contextlib
import doctest
import io
import json
import pickle
import re
import subprocess
import sys
import tempfile
import threading
import unittest
import warnings
from pathlib import Path

import onrecord
from onrecord import Tagger
from onrecord import tagger as module

TEXTS = [
    "“We lend our equipment, and we get it back,” ministry spokesman Erling Haugland said in Zürich. 😀 He added that it was late.",
    "Snow fell.",
    "",
    "PILAR QUINTANA: “NO COMMENT”\r\n\r\nShe said\u00a0nothing else. “Unclosed, Lee said.",
    "外交部发言人说，“没有”。 Tidewatch said it would go on.",
]


def load_tests(loader, tests, pattern):
    tests.addTests(doctest.DocTestSuite(onrecord))
    tests.addTests(doctest.DocTestSuite(module))
    return tests


def write(directory, name, text):
    path = Path(directory) / name
    path.write_text(text, encoding="utf-8")
    return path


class Documents(unittest.TestCase):
    def test_offsets_are_pythons(self):
        for text in TEXTS:
            for mention in Tagger().tag(text)["mentions"]:
                self.assertEqual(text[mention["start"] : mention["end"]], mention["text"])

    def test_who_said_what(self):
        text = TEXTS[0]
        document = Tagger().tag(text, id="7")
        self.assertEqual(document["id"], "7")
        first, second = document["attributions"]
        self.assertEqual([text[a:b] for a, b in first["content"]], ["“We lend our equipment, and we get it back,”"])
        self.assertEqual(first["speaker_name"], "Erling Haugland")
        self.assertEqual(second["speaker"], first["speaker"])

    def test_the_same_bytes_as_the_command(self):
        lines = "".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(TEXTS))
        command = [sys.executable, "-m", "onrecord", "tag", "--input", "jsonl", "--quiet", "-"]
        told = subprocess.run(command, input=lines.encode(), capture_output=True, check=True)
        tagger = Tagger()
        own = [tagger.tag_line(text, id=str(i)) for i, text in enumerate(TEXTS)]
        theirs = told.stdout.decode().splitlines()
        # The command also says that a document is empty.
        self.assertIn("empty", json.loads(theirs[2])["errors"][0])
        del own[2], theirs[2]
        self.assertEqual(own, theirs)

    def test_other_offsets_and_the_text(self):
        text = "😀 Erling Haugland said so."
        found = {}
        for unit in ("char", "utf16", "byte"):
            document = Tagger(offsets=unit, with_text=True).tag(text)
            self.assertEqual((document["text"], document["offsets"]), (text, unit))
            found[unit] = document["mentions"][0]["start"]
        self.assertEqual(found, {"char": 2, "utf16": 3, "byte": 5})


class Batches(unittest.TestCase):
    def test_any_number_of_threads(self):
        tagger = Tagger()
        texts = TEXTS * 20
        one = [tagger.tag(text, id=str(i)) for i, text in enumerate(texts)]
        for threads in (1, 3, 200):
            self.assertEqual(tagger.tag_batch(texts, ids=map(str, range(len(texts))), threads=threads), one)
        self.assertEqual(tagger.tag_batch([]), [])

    def test_pipe_takes_a_stream_as_it_comes(self):
        taken = []

        def stream():
            for i in range(10):
                taken.append(i)
                yield TEXTS[0], i

        piped = Tagger().pipe(stream(), as_tuples=True, batch_size=4)
        self.assertEqual(taken, [])
        document, context = next(piped)
        self.assertEqual((context, taken), (0, [0, 1, 2, 3]))
        self.assertEqual(document["attributions"][0]["speaker_name"], "Erling Haugland")
        self.assertEqual([context for _, context in piped], list(range(1, 10)))
        self.assertEqual(len(list(Tagger().pipe(TEXTS, batch_size=2))), len(TEXTS))

    def test_from_many_threads_of_python(self):
        tagger = Tagger()
        right = [tagger.tag(text) for text in TEXTS]
        results = [None] * 8

        def work(k):
            results[k] = [tagger.tag(text) for text in TEXTS]

        threads = [threading.Thread(target=work, args=(k,)) for k in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(results, [right] * 8)

    def test_wrong_calls(self):
        tagger = Tagger()
        for call, message in [
            (lambda: tagger.tag_batch(["a", "b"], ids=["1"]), "2 texts but 1 ids"),
            (lambda: tagger.tag_batch(["a"], threads=0), "threads=0"),
            (lambda: list(tagger.pipe(["a"], batch_size=0)), "batch_size=0"),
        ]:
            with self.assertRaisesRegex(ValueError, message):
                call()
        with self.assertRaises(TypeError):
            tagger.tag(None)
        with self.assertRaises(UnicodeEncodeError):
            tagger.tag("half a character: \ud83d")


class Options(unittest.TestCase):
    def test_lists_and_rules(self):
        with tempfile.TemporaryDirectory() as directory:
            names = write(directory, "names.tsv", "name\tlabel\tid\nZorbik Works\tORG\torg:1\n")
            document = Tagger(names).tag("Zorbik Works is in Oslo.")
            self.assertEqual([(e["name"], e["kb"]) for e in document["entities"]], [("Zorbik Works", "org:1"), ("Oslo", "geonames:3143244")])
            alone = Tagger([names], default_gazetteers=False).tag("Zorbik Works is in Oslo.")
            self.assertEqual([e["kb"] for e in alone["entities"]][:1], ["org:1"])

    def test_rules(self):
        rule = """
            [ruleset]
            id = "desk"

            [[rule]]
            id = "briefing"
            kind = "attribution"
            match = '^^ {source:PERSON} {cue:BRIEFING:} {content:<sentence>}'
            finds = ['[[source:Ann Lee]] [[cue:BRIEFING:]] [[content:Cod is safe]].']
            ignores = ['The briefing: a long one.']
        """
        with tempfile.TemporaryDirectory() as directory:
            write(directory, "desk.toml", rule)
            [said] = Tagger(rules=directory).tag("Erling Haugland BRIEFING: Cod is safe.")["attributions"]
            self.assertEqual((said["by"], said["speaker_name"]), ("rule:desk/briefing", "Erling Haugland"))
            write(directory, "desk.toml", rule.replace("{cue:", "{clue:"))
            with self.assertRaisesRegex(ValueError, r"desk\.toml:8"):
                Tagger(rules=directory)

    def test_halves_and_scores(self):
        only = Tagger(only="entities").tag(TEXTS[0])
        self.assertEqual((len(only["attributions"]), only["entities"][0]["name"]), (0, "Erling Haugland"))
        self.assertEqual(Tagger(only="attributions").tag(TEXTS[0])["mentions"], [])
        self.assertTrue(all(a["by"] != "model" for a in Tagger(model=False).tag(TEXTS[0])["attributions"]))
        self.assertNotIn("pronoun", [m["kind"] for m in Tagger(pronouns=False).tag(TEXTS[0])["mentions"]])
        self.assertEqual(Tagger(min_score=1.0).tag(TEXTS[0])["attributions"], [])

    def test_what_a_list_says_is_a_warning(self):
        with tempfile.TemporaryDirectory() as directory:
            names = write(directory, "names.tsv", "name\tlabel\nZorbik\tORG\nVold\tCOMPANY\n")
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                tagger = Tagger(names)
            self.assertEqual(len(caught), 1)
            self.assertRegex(str(caught[0].message), r'names\.tsv:3: unknown label "COMPANY"; use one of')
            # It points at the caller's line.
            self.assertEqual(Path(caught[0].filename), Path(__file__))
            self.assertEqual(tagger.tag("Zorbik grew.")["mentions"][0]["label"], "ORG")

    def test_wrong_options(self):
        for options, message in [
            ({"gazetteer": "nowhere.tsv"}, "nowhere.tsv"),
            ({"rules": "nowhere"}, "nowhere"),
            ({"model": "nowhere.bin"}, "nowhere.bin"),
            ({"min_score": 2}, "min-score"),
            ({"only": "verbs"}, "only"),
            ({"offsets": "words"}, "offsets='?\"?words"),
            ({"label": "COMPANY"}, "PERSON, ORG"),
        ]:
            with self.assertRaisesRegex(ValueError, message, msg=options):
                Tagger(**options)


class Pickles(unittest.TestCase):
    def test_by_arguments(self):
        tagger = pickle.loads(pickle.dumps(Tagger(pronouns=False, offsets="byte")))
        self.assertEqual(repr(tagger), "Tagger(pronouns=False, offsets='byte')")
        self.assertEqual(tagger.tag("😀 He said so.")["offsets"], "byte")

    def test_files_must_be_the_same(self):
        with tempfile.TemporaryDirectory() as directory:
            names = write(directory, "names.tsv", "name\tlabel\nZorbik\tORG\n")
            pickled = pickle.dumps(Tagger(names))
            self.assertEqual(pickle.loads(pickled).tag("Zorbik grew.")["mentions"][0]["text"], "Zorbik")
            write(directory, "names.tsv", "name\tlabel\nVold\tORG\n")
            with self.assertRaisesRegex(ValueError, "names.tsv is not the file that the tagger was pickled with"):
                pickle.loads(pickled)
            names.unlink()
            with self.assertRaisesRegex(ValueError, "names.tsv"):
                pickle.loads(pickled)


class Readme(unittest.TestCase):
    def test_the_first_example(self):
        readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
        code, told = (re.search(f"```{kind}\n(.*?)```", readme, re.DOTALL)[1] for kind in ("python", "text"))
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(code, {})
        self.assertEqual(out.getvalue(), told)


class Command(unittest.TestCase):
    def test_statuses(self):
        def status(*call):
            return subprocess.run([sys.executable, "-m", "onrecord", *call], capture_output=True, input=b"").returncode

        self.assertEqual(status("--version"), 0)
        self.assertEqual(status("tag", "--no-such-option"), 2)
        self.assertEqual(status("tag", "nowhere.txt"), 2)

    def test_version(self):
        told = subprocess.run([sys.executable, "-m", "onrecord", "--version"], capture_output=True, text=True, check=True)
        self.assertEqual(told.stdout, f"onrecord {onrecord.__version__}\n")


if __name__ == "__main__":
    unittest.main()
