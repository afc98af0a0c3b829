"""A component for spaCy's pipelines: ``nlp.add_pipe("onrecord")``, which needs no import once both packages are installed.

>>> import spacy
>>> nlp = spacy.blank("en")
>>> component = nlp.add_pipe("onrecord")
>>> doc = nlp("“We lend it,” Erling Haugland said in Zürich.")
>>> [(ent.text, ent.label_, ent.kb_id_) for ent in doc.ents]
[('Erling Haugland', 'PERSON', ''), ('Zürich', 'GPE', 'geonames:2657896')]
>>> [said] = doc._.attributions
>>> said.speaker, said.cue, said.content
('Erling Haugland', [said], [“We lend it,”])

It sets

- ``doc.ents``, by the setting `ents`: the names. ``"keep"`` leaves what others have set and adds what does not overlap it, ``"replace"`` takes it
  away, ``"none"`` leaves it alone.
- ``doc.spans["onrecord"]``: all mentions, also roles and pronouns.
- ``doc._.attributions``: who said what, a list of `Attribution`.
- ``doc._.onrecord``: the document as `onrecord.Tagger.tag` gives it, which is also what is stored with ``to_bytes``.

The setting `options` holds arguments of `onrecord.Tagger`; `labels` gives labels other names, as in ``{"PLACE": "LOC"}``. Where spaCy has one token that
only begins in a span, the span is made larger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from onrecord.tagger import Tagger

#: Under which names the labels appear: as in spaCy's own models, where most places are GPE.
LABELS = {"PERSON": "PERSON", "ORG": "ORG", "PLACE": "GPE", "NORP": "NORP", "ROLE": "ROLE"}


@dataclass(frozen=True)
class Attribution:
    """Who said what, as spans of a `Doc`."""

    #: The speaker's name; None where it is not known.
    speaker: str | None
    #: Who said it, in the text's words; empty where it names nobody.
    source: list[Span]
    #: The word or phrase that says that it is a report; empty for a quotation without one.
    cue: list[Span]
    #: What was said.
    content: list[Span]
    #: direct, indirect or mixed.
    kind: str
    #: The cue's dictionary form.
    lemma: str
    #: How likely the whole is right.
    score: float


@Language.factory("onrecord", default_config={"options": {}, "ents": "keep", "labels": {}, "spans_key": "onrecord"})
def make(nlp: Language, name: str, options: dict[str, Any], ents: str, labels: dict[str, str], spans_key: str) -> Component:
    """The component, by the settings of a pipeline."""
    return Component(options, ents, labels, spans_key)


class Component:
    """Tags the texts of a pipeline."""

    def __init__(self, options: dict[str, Any], ents: str, labels: dict[str, str], spans_key: str):
        if ents not in ("keep", "replace", "none"):
            raise ValueError(f'ents={ents!r}: use "keep", "replace" or "none"')
        if options.get("offsets", "char") != "char" or options.get("only") == "attributions":
            raise ValueError("the component needs offsets in characters and the mentions: leave `offsets` and `only` out of the options")
        self.tagger = Tagger(**options)
        self.ents, self.labels, self.spans_key = ents, {**LABELS, **labels}, spans_key
        if not Doc.has_extension("onrecord"):
            Doc.set_extension("onrecord", default=None)
        if not Doc.has_extension("attributions"):
            Doc.set_extension("attributions", getter=attributions)

    def __call__(self, doc: Doc) -> Doc:
        return self._set(doc, self.tagger.tag(doc.text))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """As spaCy calls it: many documents at a time."""
        pairs = ((doc.text, doc) for doc in stream)
        for document, doc in self.tagger.pipe(pairs, as_tuples=True, batch_size=batch_size):
            yield self._set(doc, document)

    def _set(self, doc: Doc, document: dict[str, Any]) -> Doc:
        doc._.onrecord = document
        entities = document["entities"]
        spans, names = [], []
        for mention in document["mentions"]:
            entity = None if mention["entity"] is None else entities[mention["entity"]]
            kb = (entity or {}).get("kb") or ""
            label = self.labels[mention["label"]]
            span = doc.char_span(mention["start"], mention["end"], label, kb_id=kb, alignment_mode="expand")
            if span is not None:
                spans.append(span)
                if mention["kind"] in ("name", "short") and mention["label"] != "ROLE":
                    names.append(span)
        doc.spans[self.spans_key] = spans
        if self.ents == "replace":
            doc.set_ents(filter_spans(names))
        elif self.ents == "keep":
            taken = {token.i for ent in doc.ents for token in ent}
            free = [span for span in filter_spans(names) if not taken.intersection(range(span.start, span.end))]
            doc.set_ents([*doc.ents, *free])
        return doc


def attributions(doc: Doc) -> list[Attribution]:
    """What ``doc._.attributions`` gives."""

    def spans(pairs):
        found = (doc.char_span(start, end, alignment_mode="expand") for start, end in pairs)
        return [span for span in found if span is not None]

    document = doc._.onrecord or {"attributions": []}
    return [
        Attribution(
            speaker=said["speaker_name"],
            source=spans(said["source"]),
            cue=spans(said["cue"]),
            content=spans(said["content"]),
            kind=said["kind"],
            lemma=said["cue_lemma"],
            score=said["score"],
        )
        for said in document["attributions"]
    ]
