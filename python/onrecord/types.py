"""What a document holds, for people and type checkers: plain dictionaries at run time, as ``json.loads`` makes them of a line that ``onrecord tag``
writes.

Offsets count characters unless the tagger was made with others. All spans are ``[start, end]`` with the end exclusive.
"""

from __future__ import annotations

from typing import Literal, TypedDict

Label = Literal["PERSON", "ORG", "PLACE", "NORP", "ROLE"]


class Mention(TypedDict):
    """A name, or what stands for one."""

    start: int
    end: int
    text: str
    label: Label
    kind: Literal["name", "short", "role", "pronoun"]
    #: The `id` of its entity; None where it could not be resolved.
    entity: int | None
    #: How likely it is right.
    score: float
    #: The rule or list that made it.
    by: str


class Candidate(TypedDict):
    """What a name may mean, by a list."""

    kb: str | None
    label: Label
    name: str
    prior: int


class _EntityExtras(TypedDict, total=False):
    gender: Literal["female", "male"]
    sub_label: str
    #: What a list of yours says of it.
    features: dict[str, str]
    candidates: list[Candidate]


class Entity(_EntityExtras):
    """Who or what mentions refer to. `gender`, `sub_label`, `features` and `candidates` are left out where nothing is known."""

    id: int
    label: Label
    #: The canonical name.
    name: str
    #: The identifier that a list gives it.
    kb: str | None
    role: str | None
    affiliation: str | None
    #: Indices into the document's mentions.
    mentions: list[int]


class _AttributionExtras(TypedDict, total=False):
    also: list[int]


class Attribution(_AttributionExtras):
    """Who said what. `also`, left out where there is nobody, has the `id` of those who speak together with the speaker."""

    #: Who said it, in the text's words; empty where it names nobody.
    source: list[list[int]]
    #: The word or phrase that says that it is a report; empty for a quotation without one.
    cue: list[list[int]]
    #: What was said.
    content: list[list[int]]
    #: The `id` of the entity behind the source; None where it is not known.
    speaker: int | None
    speaker_name: str | None
    kind: Literal["direct", "indirect", "mixed"]
    cue_lemma: str
    cue_class: str
    negated: bool
    #: The index of the attribution whose content holds this one.
    within: int | None
    #: How likely the whole is right.
    score: float
    by: str


class _DocumentExtras(TypedDict, total=False):
    text: str


class Document(_DocumentExtras):
    """A tagged text. `text` is there if the tagger was made with ``with_text=True``."""

    id: str
    offsets: Literal["char", "utf16", "byte"]
    mentions: list[Mention]
    entities: list[Entity]
    attributions: list[Attribution]
    #: What could not be read or tagged and why, in sentences.
    errors: list[str]
