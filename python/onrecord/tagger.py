"""The tagger."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeVar

from onrecord import _onrecord
from onrecord.types import Document

Path = str | os.PathLike[str]
Context = TypeVar("Context")


class Tagger:
    """Tags texts; made once, used from any number of threads.

    Its arguments are options of ``onrecord tag``, whose manual (``onrecord tag --help``) says more about each.

    Args:
        gazetteer: files with names, in any format that ``onrecord tag --gazetteer`` reads, or made by ``onrecord compile``.
        default_gazetteers: whether the bundled lists are used, too.
        language: languages of the texts, such as ``"en"``: names that a list has for others only are left out.
        label: the label of names whose list gives none: PERSON, ORG, PLACE, NORP or ROLE.
        case: in which letter case names are found where the list does not say: exact, caps, smart or any.
        rules: rule files, or directories with some.
        model: False finds who said what by rules alone; a path names a model that ``onrecord train`` made.
        pronouns: whether "he" and "she" are mentions of whom they mean.
        min_score: the least score of a mention or attribution, from 0 to 1.
        only: ``"entities"`` or ``"attributions"``, to have the other left out.
        offsets: what offsets count: ``"char"`` (as Python does), ``"utf16"`` or ``"byte"``.
        with_text: whether documents have their text under ``"text"``.

    Raises:
        ValueError: if an argument is wrong or a file cannot be used; the message names file, line and remedy. Rows of a list that were left out are
            warnings (`UserWarning`).

    A tagger is pickled by its arguments, not by what is in its files, which must be there and the same where it is unpickled:

    >>> import pickle
    >>> tagger = pickle.loads(pickle.dumps(Tagger(min_score=0.5)))
    >>> tagger
    Tagger(min_score=0.5)
    """

    def __init__(
        self,
        gazetteer: Path | Iterable[Path] = (),
        *,
        default_gazetteers: bool = True,
        language: str | Iterable[str] = (),
        label: str | None = None,
        case: Literal["exact", "caps", "smart", "any"] | None = None,
        rules: Path | Iterable[Path] = (),
        model: bool | Path = True,
        pronouns: bool = True,
        min_score: float = 0.0,
        only: Literal["entities", "attributions"] | None = None,
        offsets: Literal["char", "utf16", "byte"] = "char",
        with_text: bool = False,
    ):
        gazetteer, language, rules = _paths(gazetteer), _paths(language), _paths(rules)
        given = {
            "gazetteer": gazetteer,
            "default_gazetteers": default_gazetteers,
            "language": language,
            "label": label,
            "case": case,
            "rules": rules,
            "model": model if isinstance(model, bool) else os.fspath(model),
            "pronouns": pronouns,
            "min_score": min_score,
            "only": only,
            "offsets": offsets,
            "with_text": with_text,
        }
        defaults = {"gazetteer": (), **Tagger.__init__.__kwdefaults__}
        self._given = {name: value for name, value in given.items() if value != defaults[name]}
        self._options = _options(given)
        self._lines = _onrecord.Lines(self._options, offsets, with_text)

    def tag(self, text: str, id: str = "") -> Document:
        """Tags one text.

        >>> tagger = Tagger()
        >>> text = "“We lend it,” Haugland said."
        >>> [said] = tagger.tag(text)["attributions"]
        >>> [text[start:end] for start, end in said["content"]]
        ['“We lend it,”']
        """
        return json.loads(self._lines.tag(text, id))

    def tag_line(self, text: str, id: str = "") -> str:
        """As `tag`, but gives the document as it is: one JSON object in a line, the same bytes as ``onrecord tag`` writes."""
        return self._lines.tag(text, id)

    def tag_batch(self, texts: Iterable[str], *, ids: Iterable[str] | None = None, threads: int | None = None) -> list[Document]:
        """Tags many texts at the same time, on all processors unless `threads` says otherwise, and gives them in their order.

        All of them are held in memory; `pipe` holds a part.

        >>> [len(document["attributions"]) for document in Tagger().tag_batch(["“Yes,” Lee said.", "Snow fell."])]
        [1, 0]
        """
        texts = list(texts)
        ids = [""] * len(texts) if ids is None else list(ids)
        if len(ids) != len(texts):
            raise ValueError(f"{len(texts)} texts but {len(ids)} ids; give one for each")
        threads = _threads(threads)
        return [json.loads(line) for line in self._lines.tag_all(list(zip(texts, ids)), threads)]

    def pipe(
        self,
        texts: Iterable[Any],
        *,
        as_tuples: bool = False,
        batch_size: int = 256,
        threads: int | None = None,
    ) -> Iterator[Any]:
        """Tags a stream of texts, `batch_size` at a time, and gives each document when its batch is done.

        With `as_tuples` it takes and gives pairs whose second half is the caller's, as spaCy's ``pipe`` does:

        >>> pairs = [("“Yes,” Lee said.", {"row": 7})]
        >>> for document, context in Tagger().pipe(pairs, as_tuples=True):
        ...     print(context["row"], document["attributions"][0]["cue_lemma"])
        7 say
        """
        if batch_size < 1:
            raise ValueError(f"batch_size={batch_size}: at least 1 text a batch")
        threads = _threads(threads)
        stream = iter(texts)
        while batch := list(itertools.islice(stream, batch_size)):
            if as_tuples:
                documents = self.tag_batch([text for text, _ in batch], threads=threads)
                yield from zip(documents, (context for _, context in batch))
            else:
                yield from self.tag_batch(batch, threads=threads)

    def __reduce__(self):
        return _restore, (self._given, _onrecord.files(self._options))

    def __repr__(self):
        return f"Tagger({', '.join(f'{name}={value!r}' for name, value in self._given.items())})"


def _paths(paths):
    """One path or several, as strings."""
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    return tuple(os.fspath(path) for path in paths)


def _options(given):
    """The words of the command line that say the same."""
    options = []
    for name in ("gazetteer", "language", "rules"):
        for value in given[name]:
            options.append(f"--{name}={value}")
    for name in ("label", "case", "only"):
        if given[name] is not None:
            options.append(f"--{name}={given[name]}")
    if not given["default_gazetteers"]:
        options.append("--no-default-gazetteers")
    if not given["pronouns"]:
        options.append("--no-pronouns")
    if given["model"] is False:
        options.append("--no-model")
    elif given["model"] is not True:
        options.append(f"--model={given['model']}")
    options.append(f"--min-score={given['min_score']}")
    return options


def _threads(threads):
    if threads is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if threads < 1:
        raise ValueError(f"threads={threads}: at least 1")
    return threads


def _restore(given, files):
    """A tagger that was pickled."""
    tagger = Tagger(**given)
    now = dict(_onrecord.files(tagger._options))
    for path, pickled in files:
        if now.get(path) != pickled:
            raise ValueError(f"{path} is not the file that the tagger was pickled with; send it along, or pickle the tagger again")
    return tagger
