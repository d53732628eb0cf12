"""How sure each value is: what the rules say of themselves, made into a probability of being right.

A small model, fitted on fictional résumés (`manage.py calibrate`), takes a rule's own confidence together
with signs of how the reading went: the scan, the section, the entry around the value, what was left over.
One logistic map a kind of field, then a monotone one, so that of the values with 0.9 nine in ten are right.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from operator import mul
from typing import Final, NamedTuple, TypedDict, cast

from parsing.stages.envelope import Envelope, is_leaf
from parsing.stages.types import Line, Section

FOLDER: Final = "data/confidence"
FILE: Final = "maps.json"
REVIEW_BELOW: Final = 0.95
"""A value that is wrong more often than once in twenty is to be looked at by a person."""

KINDS: Final[Mapping[str, str]] = {
    "basics.name": "name",
    "basics.label": "headline",
    "basics.email": "contact", "basics.emails": "contact", "basics.phone": "contact",
    "basics.phones": "contact", "basics.url": "contact", "basics.urls": "contact",
    "basics.profiles": "contact",
    "basics.location": "place",
    "basics.summary": "text", "highlights": "text", "summary": "text", "description": "text",
    "startDate": "date", "endDate": "date", "date": "date", "releaseDate": "date",
    "work.name": "employer", "volunteer.organization": "employer",
    "work.position": "title", "volunteer.position": "title",
    "education.institution": "school", "education.studyType": "degree", "education.area": "degree",
    "skills": "skill", "interests": "skill", "keywords": "skill",
    "languages": "language",
}  # fmt: skip
"""The kind of field by its path without numbers, by its section, or by its last name; else "named"."""
OTHERS: Final = "named"
CORE: Final[Mapping[str, tuple[str, ...]]] = {
    "work": ("name", "position", "startDate"),
    "volunteer": ("organization", "position", "startDate"),
    "education": ("institution", "studyType", "endDate"),
}
"""What an entry usually says: one that lacks it may be cut wrongly."""

PERSONAL: Final = frozenset(
    {"name", "email", "emails", "phone", "phones", "url", "urls", "location", "profiles"}
)

SIGNS: Final = (
    "one", "own", "unsure_ink", "is_scan", "section", "entry", "entries", "left_over", "foreign", "words",
    "begins_low", "comma", "digit", "sentence", "places",
)  # fmt: skip
"""The names of what the model is told, in order."""


class _Place(TypedDict):
    """What is asked of an item of evidence here."""

    line: int


class Leaf(NamedTuple):
    """An envelope of a profile and where it stands."""

    path: tuple[str, ...]
    envelope: Envelope


class Map(NamedTuple):
    """A kind's logistic weights, one a sign, and the knots of the monotone map behind them."""

    weights: tuple[float, ...]
    scores: tuple[float, ...]
    shares: tuple[float, ...]

    def probability(self, signs: Sequence[float]) -> float:
        """The share of values with such signs that are right, 0–1."""
        score: float = sum(map(mul, self.weights, signs))
        at = bisect_right(self.scores, score)
        if at == 0:
            return self.shares[0]
        if at == len(self.scores):
            return self.shares[-1]
        part = (score - self.scores[at - 1]) / (self.scores[at] - self.scores[at - 1])
        return self.shares[at - 1] + part * (self.shares[at] - self.shares[at - 1])


class Signs:
    """What the model is told of each value of one profile."""

    def __init__(
        self, profile: Mapping[str, object], lines: Sequence[Line], sections: Sequence[Section]
    ) -> None:
        self._profile = profile
        self._lines = lines
        self._sections = {line: section.confidence for section in sections for line in section.lines}
        self._entries = {name: _completeness(profile.get(name), core) for name, core in CORE.items()}
        self._means = {name: sum(each) / len(each) if each else 1.0 for name, each in self._entries.items()}
        document = profile.get("document")
        language = document.get("language") if isinstance(document, Mapping) else ""
        self._foreign = float(language not in ("", "en"))
        extras = profile.get("extras")
        loose = extras.get("unmapped_text") if isinstance(extras, Mapping) else None
        self._left_over = min(1.0, len(loose) / max(1, len(lines))) if isinstance(loose, list) else 0.0

    def parts(self, leaf: Leaf) -> tuple[float, float, float]:
        """How sure the rule is, the recognised text, and the section; each 0–1."""
        ink = section = 1.0
        told = cast("Mapping[str, float] | None", leaf.envelope.get("confidence_parts"))
        if told:
            return told["extraction"], told["ocr"], told["classification"]
        for item in _evidence(leaf.envelope):
            number = item["line"]
            ink = min(ink, self._lines[number].confidence)
            section = min(section, self._sections.get(number, 0.5))
        raw = float(cast(float, leaf.envelope["confidence"]))
        return min(1.0, raw / max(ink, 0.01)), ink, section

    def of(self, leaf: Leaf, parts: tuple[float, float, float] | None = None) -> list[float]:
        """The signs of a value, in the order of SIGNS; `parts` are its parts, where they are known."""
        own, ink, section = parts or self.parts(leaf)
        held = min(max(own, 0.02), 0.99)
        value = str(leaf.envelope["value"])
        evidence = _evidence(leaf.envelope)
        is_scan = bool(evidence) and self._lines[evidence[0]["line"]].source == "ocr"
        name = leaf.path[0]
        entries = self._entries.get(name, [])
        entry = entries[int(leaf.path[1])] if entries and len(leaf.path) > 1 else 1.0
        return [
            1.0,
            math.log(held / (1 - held)),
            min(1.0, 5 * (1 - ink)),
            float(is_scan),
            section,
            entry,
            self._means.get(name, 1.0),
            self._left_over,
            self._foreign,
            math.log1p(min(len(value.split()), 40)),
            float(value[:1].islower()),
            float("," in value),
            float(any(map(str.isdigit, value))),
            float(value.rstrip()[-1:] in (".", "!", ":", "-")),
            float(len(evidence) > 1),
        ]


def trusted(
    profile: dict[str, object], lines: Sequence[Line], sections: Sequence[Section]
) -> dict[str, object]:
    """The profile with `confidence` as a probability, its parts beside it, and what to do about each value:
    `status` (auto or needs_review) and `sensitive` (none or pii).

    The envelopes are changed in place: nobody else holds them yet. Where no maps were fitted the rules'
    own confidences stay. `derived` tells the mean as `parse_confidence`, and what `needs_review`.
    """
    maps = fitted()
    signs = Signs(profile, lines, sections)
    leaves = leaves_of(profile)
    for leaf in leaves:
        own, ink, section = parts = signs.parts(leaf)
        envelope = leaf.envelope
        if maps:
            probability = maps[kind_of(leaf.path)].probability(signs.of(leaf, parts))
            envelope["confidence"] = round(probability, 3)
        envelope["confidence_parts"] = {
            "extraction": round(own, 3), "ocr": round(ink, 3), "classification": round(section, 3)
        }  # fmt: skip
        is_sure = cast(float, envelope["confidence"]) >= REVIEW_BELOW
        envelope["status"] = "auto" if is_sure else "needs_review"
        envelope["sensitive"] = sensitivity_of(leaf.path)
    profile["derived"] = {**cast(Envelope, profile["derived"]), **_summed(leaves)}
    return profile


def sensitivity_of(path: Sequence[str]) -> str:
    """ "pii" for what tells who somebody is or how to reach them, "none" for the rest."""
    is_person = path[0] == "references" or (path[0] == "basics" and path[1] in PERSONAL)
    return "pii" if is_person else "none"


def _summed(leaves: Sequence[Leaf]) -> dict[str, object]:
    """What all values say together: the mean of their confidences, and those that a person should see."""
    told = [leaf for leaf in leaves if leaf.path[0] != "extras"]
    sure = [cast(float, leaf.envelope["confidence"]) for leaf in told]
    return {
        "parse_confidence": round(sum(sure) / len(sure), 3) if sure else 0.0,
        "needs_review": [".".join(leaf.path) for leaf in told if leaf.envelope["status"] == "needs_review"],
    }


@lru_cache(maxsize=4096)
def kind_of(path: tuple[str, ...]) -> str:
    """The kind of field that a path leads to."""
    names = [step for step in path if not step.isdigit()]
    for key in (".".join(names[:2]), names[-1], names[0]):
        if key in KINDS:
            return KINDS[key]
    return OTHERS


def leaves_of(profile: Mapping[str, object]) -> list[Leaf]:
    """Every envelope of the sections and the basics, with its path."""
    found: list[Leaf] = []
    for name, section in profile.items():
        if name not in _NOT_READ:
            _gather(section, (name,), found)
    return found


_NOT_READ: Final = frozenset({"derived", "document", "sections", "quality_findings", "meta"})


def _gather(value: object, path: tuple[str, ...], found: list[Leaf]) -> None:
    if is_leaf(value):
        found.append(Leaf(path, cast(Envelope, value)))
    elif isinstance(value, dict):
        for name, item in value.items():
            _gather(item, (*path, name), found)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            _gather(item, (*path, str(number)), found)


@lru_cache(maxsize=1)
def fitted() -> Mapping[str, Map]:
    """The map of each kind, {} where none were fitted."""
    file = resources.files("parsing").joinpath(FOLDER, FILE)
    if not file.is_file():
        return {}
    told: dict[str, dict[str, list[float]]] = json.loads(file.read_text(encoding="utf-8"))
    return {
        kind: Map(tuple(each["weights"]), tuple(each["scores"]), tuple(each["shares"]))
        for kind, each in told.items()
    }


def _completeness(entries: object, core: Sequence[str]) -> list[float]:
    """For each entry the share of the core fields that it has."""
    if not isinstance(entries, list):
        return []
    return [sum(name in entry for name in core) / len(core) for entry in entries]


def _evidence(envelope: Envelope) -> list[_Place]:
    return envelope["evidence"]  # type: ignore[return-value]  # a cast would cost as much as the look-up
