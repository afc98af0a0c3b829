"""What is written, against what `onrecord tag` says in its own JSON; test_formats.py says how to run this."""

import csv
import io
import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import pyarrow.json

ROOT = Path(__file__).resolve().parents[2]
ONRECORD = os.environ.get("ONRECORD", str(ROOT / "target/debug/onrecord"))

TEXT = """“We 🎤 will  pay,” Ingrid Moe, a spokeswoman for Tidewatch Ltd., said in Zürich.\r
\tShe added: “Now, \"or never\".”

According to Zoë Brandt, Norway’s fishermen — all of them — agree.
"""


def tag(*options):
    documents = [{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT * 3}, {"id": "empty", "text": " "}]
    lines = "".join(json.dumps(document) + "\n" for document in documents)
    call = [ONRECORD, "tag", "-", "--input", "jsonl", *options]
    return subprocess.run(call, input=lines.encode(), check=True, capture_output=True).stdout.decode()


def records():
    return [json.loads(line) for line in tag("--with-text").splitlines()]


class Tables(unittest.TestCase):
    def test_csv(self):
        rows = list(csv.DictReader(io.StringIO(tag("--format", "csv"), newline="")))
        attributions = [(r, a) for r in records() for a in r["attributions"]]
        self.assertEqual(len(rows), len(attributions))
        for row, (record, a) in zip(rows, attributions):
            self.assertEqual(row["content"], " … ".join(record["text"][s:e] for s, e in a["content"]))
            self.assertEqual(row["speaker_name"], a["speaker_name"] or "")

    def test_arrow(self):
        lines = tag("--with-text").encode()
        table = pyarrow.json.read_json(io.BytesIO(lines))
        self.assertEqual(table.column("id").to_pylist(), ["a", "b", "empty"])
        self.assertEqual(table.column("mentions").to_pylist()[0][0]["text"], records()[0]["mentions"][0]["text"])


class Brat(unittest.TestCase):
    """By the rules of brat's own parser: the text of a span is that of its offsets, in code points, with spaces for line breaks."""

    def test_standoff(self):
        with tempfile.TemporaryDirectory() as directory:
            tag("--format", "brat", "-o", directory)
            texts = sorted(Path(directory).glob("*.txt"))
            self.assertEqual([path.name for path in texts], ["a.txt", "b.txt", "empty.txt"])
            for path in texts:
                text = path.read_bytes().decode()
                ids = {}
                for line in path.with_suffix(".ann").read_text(encoding="utf-8").splitlines():
                    key, what, *rest = line.split("\t")
                    self.assertNotIn(key, ids)
                    ids[key] = what
                    if key.startswith("T"):
                        self.assertRegex(what, r"^[\w-]+ \d+ \d+(;\d+ \d+)*$")
                        spans = [tuple(map(int, span.split())) for span in what.split(" ", 1)[1].split(";")]
                        self.assertEqual(rest[0], re.sub(r"[\r\n\t]", " ", " ".join(text[s:e] for s, e in spans)))
                for key, what in ids.items():
                    if key.startswith("E"):
                        for argument in what.split():
                            role, target = argument.split(":")
                            self.assertEqual(ids[target].split()[0], role)


class JsonFormats(unittest.TestCase):
    def test_offsets_are_code_points(self):
        for line in tag("--format", "citron").splitlines():
            page = json.loads(line)
            for quote in page["quotes"]:
                for piece in [quote["cue"], *quote["sources"], *quote["contents"], *quote["coreferences"]]:
                    self.assertEqual(page["text"][piece["start"]:piece["end"]], piece["text"])
        for task in json.loads(tag("--format", "labelstudio")):
            ids = {item["id"] for item in task["predictions"][0]["result"] if item["type"] == "labels"}
            for item in task["predictions"][0]["result"]:
                if item["type"] == "labels":
                    value = item["value"]
                    self.assertEqual(task["data"]["text"][value["start"]:value["end"]], value["text"])
                else:
                    self.assertLessEqual({item["from_id"], item["to_id"]}, ids)
        texts = {r["id"]: r["text"] for r in records()}
        for line in tag("--format", "w3c").splitlines():
            page = json.loads(line)
            for item in page["items"]:
                targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
                for target in targets:
                    position, quote = target["selector"]
                    self.assertEqual(texts[page["id"]][position["start"]:position["end"]], quote["exact"])


if __name__ == "__main__":
    unittest.main()
