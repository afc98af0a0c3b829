"""Files of each format open in the program that they are for.

    cargo build --features parquet -p onrecord-cli
    pip install -r tests/formats/requirements.txt
    ONRECORD=target/debug/onrecord python3 -m unittest discover -s tests/formats
"""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import pandas
import pyarrow.parquet
import spacy
from bratly import EntityAnnotation, EventAnnotation
from bratly.io import read_document_collection_from_folder
from spacy import displacy
from spacy.tokens import Doc, DocBin

ROOT = pathlib.Path(__file__).parents[2]
ONRECORD = os.environ.get("ONRECORD", ROOT / "target" / "debug" / "onrecord")

TEXTS = {
    "quay": "“We will 🎤 pay,” Angela Merkel said.\r\nShe denied that it was late.",
    "cafe": "Cafe\u0301 owners in Oslo, a \"quiet, small\" city, said they were tired.",
    "mixed": "北京 — “It is cold,” said Li Wei, a spokesman for the Ministry of Ice.",
    "nobody": "Nothing happened.",
}


class Formats(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        records = [{"id": id, "text": text, "page": 7} for id, text in TEXTS.items()]
        news = cls.folder / "news.jsonl"
        news.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
        cls.tagged = [json.loads(line) for line in cls.tag("jsonl").read_text("utf-8").splitlines()]
        assert sum(len(record["attributions"]) for record in cls.tagged) >= 3
        assert sum(len(record["mentions"]) for record in cls.tagged) >= 4

    @classmethod
    def tag(cls, format, *more):
        out = cls.folder / format
        call = [ONRECORD, "tag", cls.folder / "news.jsonl", "--format", format, "-o", out, *more]
        subprocess.run(call, check=True, timeout=300)
        return out

    def records(self):
        return zip(self.tagged, TEXTS.values(), strict=True)

    def test_parquet_in_pandas_and_pyarrow(self):
        path = self.tag("parquet", "--with-text")
        table = pyarrow.parquet.read_table(path)
        frame = pandas.read_parquet(path)
        self.assertEqual(list(frame["id"]), list(TEXTS))
        for (record, text), row in zip(self.records(), table.to_pylist(), strict=True):
            self.assertEqual(row["text"], text)
            self.assertEqual(json.loads(row["meta"]), {"page": 7})
            for mention in row["mentions"]:
                self.assertEqual(text[mention["start"] : mention["end"]], mention["text"])
            self.assertEqual([e["name"] for e in row["entities"]], [e["name"] for e in record["entities"]])
            for attribution, expected in zip(row["attributions"], record["attributions"], strict=True):
                for part in ("source", "cue", "content"):
                    spans = [[span["start"], span["end"]] for span in attribution[part]]
                    self.assertEqual(spans, expected[part])
                self.assertEqual(attribution["speaker_name"], expected["speaker_name"])
                self.assertAlmostEqual(attribution["score"], expected["score"], places=5)

    def test_tables_in_pandas(self):
        for parquet, csv in [("parquet-mentions", "csv-mentions"), ("parquet-attributions", "csv")]:
            left = pandas.read_parquet(self.tag(parquet))
            right = pandas.read_csv(self.tag(csv))
            self.assertEqual(list(left.columns), list(right.columns))
            self.assertEqual(len(left), len(right))
            self.assertGreater(len(left), 2)
            for column in left.columns:
                for a, b in zip(left[column], right[column]):
                    if pandas.isna(a) or pandas.isna(b):
                        self.assertTrue(pandas.isna(a) and pandas.isna(b), (column, a, b))
                    elif column == "score":
                        self.assertAlmostEqual(a, b, places=5)
                    else:
                        self.assertEqual(a, b)

    def test_displacy(self):
        lines = self.tag("displacy").read_text("utf-8").splitlines()
        for line, (record, text) in zip(lines, self.records(), strict=True):
            parsed = json.loads(line)
            self.assertEqual(parsed["text"], text)
            for ent in parsed["ents"]:
                self.assertIn(text[ent["start"] : ent["end"]], [m["text"] for m in record["mentions"]])
            if parsed["ents"]:
                self.assertIn("<mark", displacy.render(parsed, style="ent", manual=True, page=True))
            if record["attributions"]:
                self.assertIn("CONTENT", displacy.render(parsed, style="span", manual=True, page=True))

    def test_spacy(self):
        vocab = spacy.blank("en").vocab
        bin = DocBin(store_user_data=True)
        for line in self.tag("spacy").read_text("utf-8").splitlines():
            bin.add(Doc(vocab).from_json(json.loads(line), validate=True))
        read = DocBin(store_user_data=True).from_bytes(bin.to_bytes())
        for doc, (record, text) in zip(read.get_docs(vocab), self.records(), strict=True):
            self.assertEqual(doc.text, text)
            names = {(m["start"], m["end"], m["label"]) for m in record["mentions"]}
            for ent in doc.ents:
                self.assertIn((ent.start_char, ent.end_char, ent.label_), names)
            contents = [span.text for span in doc.spans["attributions"] if span.label_ == "CONTENT"]
            parts = [text[s:e] for a in record["attributions"] for s, e in a["content"]]
            self.assertEqual(sorted(contents), sorted(parts))

    def test_brat(self):
        documents = read_document_collection_from_folder(
            # Its grammar has no hyphens in identifiers, which brat's has.
            str(self.tag("brat")),
            grammar_check_ann=False,
            renumerotize_ann=False,
        )
        self.assertEqual(len(documents.documents), len(TEXTS))
        by_name = {pathlib.Path(document.fullpath).stem: document for document in documents.documents}
        for id, (record, text) in zip(TEXTS, self.records(), strict=True):
            annotations = by_name[id].annotation_collections[0].annotations
            entities = [a for a in annotations if isinstance(a, EntityAnnotation)]
            for entity in entities:
                parts = [text[f.start : f.end] for f in entity.fragments]
                self.assertEqual(" ".join(parts).replace("\r\n", " ").replace("\n", " "), entity.content)
            marks = ("Source", "Cue", "Content", "Attribution")
            names = [(a.label, a.fragments[0].start) for a in entities if a.label not in marks]
            mentions = [(m["label"], m["start"]) for m in record["mentions"]]
            self.assertEqual(sorted(names), sorted(mentions))
            events = [a for a in annotations if isinstance(a, EventAnnotation)]
            self.assertEqual(len(events), len(record["attributions"]))


if __name__ == "__main__":
    unittest.main()
