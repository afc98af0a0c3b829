"""The component for spaCy, where spaCy is installed."""

import doctest
import pickle
import unittest

try:
    import spacy
    from spacy.tokens import Doc, DocBin
except ImportError:
    spacy = None

TEXT = "“We lend it,” Erling Haugland said in Zürich. He (then of Zorbik-Vold) said nothing else."


def load_tests(loader, tests, pattern):
    if spacy:
        import onrecord.spacy

        tests.addTests(doctest.DocTestSuite(onrecord.spacy))
    return tests


@unittest.skipUnless(spacy, "spaCy is not installed")
class Component(unittest.TestCase):
    def blank(self, **config):
        nlp = spacy.blank("en")
        nlp.add_pipe("onrecord", config=config)
        return nlp

    def test_all_mentions_and_attributions(self):
        doc = self.blank()(TEXT)
        mentions = [(span.text, span.label_) for span in doc.spans["onrecord"]]
        self.assertIn(("Erling Haugland", "PERSON"), mentions)
        self.assertIn(("He", "PERSON"), mentions)
        self.assertNotIn("He", [ent.text for ent in doc.ents])
        said = doc._.attributions[0]
        self.assertEqual([span.text for span in said.source + said.cue + said.content], ["Erling Haugland", "said", "“We lend it,”"])
        self.assertEqual((said.speaker, said.kind, said.lemma), ("Erling Haugland", "direct", "say"))

    def test_ents_of_others(self):
        nlp = spacy.blank("en")
        ruler = nlp.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": "SPOKESMAN", "pattern": "Haugland"}, {"label": "VERB", "pattern": "lend"}])
        nlp.add_pipe("onrecord", config={"ents": "keep"})
        self.assertEqual([(e.text, e.label_) for e in nlp(TEXT).ents][:3], [("lend", "VERB"), ("Haugland", "SPOKESMAN"), ("Zürich", "GPE")])
        nlp.remove_pipe("onrecord")
        nlp.add_pipe("onrecord", config={"ents": "replace", "labels": {"PLACE": "LOC"}})
        self.assertEqual([(e.text, e.label_) for e in nlp(TEXT).ents][:2], [("Erling Haugland", "PERSON"), ("Zürich", "LOC")])
        nlp.remove_pipe("onrecord")
        nlp.add_pipe("onrecord", config={"ents": "none"})
        self.assertEqual([e.text for e in nlp(TEXT).ents], ["lend", "Haugland"])

    def test_one_by_one_and_by_pipe(self):
        nlp = self.blank(options={"pronouns": False})
        texts = [TEXT, "", "Snow fell."] * 3
        one = [nlp(text).to_bytes() for text in texts]
        self.assertEqual([doc.to_bytes() for doc in nlp.pipe(texts, batch_size=2)], one)

    def test_stored_and_read_again(self):
        nlp = self.blank()
        doc = nlp(TEXT)
        stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
        [read] = DocBin(store_user_data=True).from_bytes(stored).get_docs(nlp.vocab)
        self.assertEqual([a.speaker for a in read._.attributions], [a.speaker for a in doc._.attributions])
        self.assertEqual([s.text for s in read.spans["onrecord"]], [s.text for s in doc.spans["onrecord"]])
        again = spacy.blank("en").from_config(nlp.config)
        self.assertEqual([e.text for e in again(TEXT).ents], [e.text for e in doc.ents])

    def test_documents_without_the_component(self):
        self.blank()
        self.assertEqual(spacy.blank("en")("Nobody said so.")._.attributions, [])

    def test_wrong_settings(self):
        for config in ({"ents": "all"}, {"options": {"offsets": "byte"}}, {"options": {"only": "attributions"}}, {"options": {"min_score": 2}}):
            with self.assertRaises(ValueError, msg=config):
                self.blank(**config)


if __name__ == "__main__":
    unittest.main()
