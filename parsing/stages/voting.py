"""Rules and a model decide together what the lines belong to; where they differ, less is claimed.

A heading that the lexicon knows is stronger than any model. The model decides what no word tells: what
stands below an unknown heading, and where the rules found no heading at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal, NamedTuple

from parsing.stages.headings import heading_of
from parsing.stages.types import Line, Section

Part = Literal["heading", "begin", "body"]


class Vote(NamedTuple):
    """What a model takes a line for. `shares` are its probabilities by kind of section, those over 1 %."""

    kind: str
    part: Part
    shares: Mapping[str, float]

    @property
    def confidence(self) -> float:
        """How sure the model is of the kind."""
        return self.shares.get(self.kind, 0.0)


_ADOPTED: Final = 0.7
_OVERRULED: Final = 0.15
_RUN: Final = 0.8
_SHORTEST_RUN: Final = 2
_MOVABLE: Final = frozenset(
    {"work", "education", "skills", "languages", "projects", "certificates", "summary", "interests"}
)
"""Kinds that a model may name by itself: those whose content speaks for itself."""


def voted(
    sections: Sequence[Section], lines: Sequence[Line], votes: Sequence[Vote], language: str = "en"
) -> tuple[Section, ...]:
    """The sections after the vote: kinds of unknown headings named, headless ones parted, doubt told.

    `votes` has one for each line of the document, [] where there is no model: then nothing changes.
    """
    if not votes:
        return tuple(sections)
    found: list[Section] = []
    for section in sections:
        for part in _parted(section, lines, votes):
            found.append(_named(part, lines, votes, language))
    return tuple(found)


def shares_of(section: Section, votes: Sequence[Vote]) -> dict[str, float]:
    """The model's mean probability for each kind over the section's lines, {} for a section without any."""
    total: dict[str, float] = {}
    for i in section.lines:
        for kind, share in votes[i].shares.items():
            total[kind] = total.get(kind, 0.0) + share / len(section.lines)
    return total


def _named(section: Section, lines: Sequence[Line], votes: Sequence[Vote], language: str) -> Section:
    """The section with the kind that rules and model settle on, and how sure both are."""
    shares = shares_of(section, votes)
    if not shares:
        return section
    best = max(shares, key=lambda kind: shares[kind])
    own = shares.get(section.kind, 0.0)
    if best == section.kind:
        return section
    heading = lines[section.heading] if section.heading is not None else None
    known = heading_of(heading.text, language) if heading is not None else None
    open_to_vote = section.kind == "other" and known is None and best in _MOVABLE
    if open_to_vote and shares[best] >= _ADOPTED and len(section.lines) >= _SHORTEST_RUN:
        return replace(section, kind=best, confidence=round(0.8 * shares[best], 2))
    if own < _OVERRULED and shares[best] >= _ADOPTED:
        return replace(section, confidence=round(section.confidence * (0.5 + own), 2))
    return section


def _parted(section: Section, lines: Sequence[Line], votes: Sequence[Vote]) -> list[Section]:
    """The section cut where, without a heading, lines of another kind begin.

    Only what stands before all headings is cut: below a heading its word holds.
    """
    if section.heading is not None or section.kind not in ("contact", "summary"):
        return [section]
    parts: list[Section] = []
    for kind, run in _runs(section, votes):
        if kind == section.kind:
            own = [part for part in parts if part.kind == kind and part.heading is None]
            if own:
                parts[parts.index(own[0])] = replace(own[0], lines=(*own[0].lines, *run))
                continue
        confidence = section.confidence if kind == section.kind else 0.5
        parts.append(Section(kind, tuple(run), None, confidence))
    return parts


def _runs(section: Section, votes: Sequence[Vote]) -> list[tuple[str, list[int]]]:
    """The section's lines as runs of one kind; short and doubtful ones go with the section's own kind."""
    runs: list[tuple[str, list[int]]] = []
    for i in section.lines:
        vote = votes[i]
        movable = vote.kind in _MOVABLE and vote.kind != section.kind and vote.confidence >= _RUN
        kind = vote.kind if movable else section.kind
        if runs and runs[-1][0] == kind:
            runs[-1][1].append(i)
        else:
            runs.append((kind, [i]))
    kept: list[tuple[str, list[int]]] = []
    for kind, run in runs:
        short = kind != section.kind and len(run) < _SHORTEST_RUN
        kind = section.kind if short else kind
        if kept and kept[-1][0] == kind:
            kept[-1][1].extend(run)
        else:
            kept.append((kind, run))
    return kept
