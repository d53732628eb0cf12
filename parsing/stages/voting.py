"""Rules and a model decide together what the lines belong to; where they differ, less is claimed.

A heading that the lexicon knows is stronger than any model. The model decides what no word tells: what
stands below an unknown heading, and where the rules found no heading at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal, NamedTuple

from parsing.stages.dates import periods_in
from parsing.stages.entries.lexicon import degree_score, org_score, school_score, title_score
from parsing.stages.headings import heading_of
from parsing.stages.types import Line, Section

Part = Literal["heading", "begin", "body"]


class Vote(NamedTuple):
    """What a model takes a line for: `part` of a section of `kind`.

    `shares` are its probabilities by kind, those over 1 %; `heading` is that of a heading of any kind.
    """

    kind: str
    part: Part
    shares: Mapping[str, float]
    heading: float = 0.0

    @property
    def confidence(self) -> float:
        """How sure the model is of the kind."""
        return self.shares.get(self.kind, 0.0)


_ADOPTED: Final = 0.75
_SURER: Final = 0.9
_OVERRULED: Final = 0.15
_SURE: Final = 0.85
_HEADED: Final = 0.7
_NAMEABLE: Final = {
    "work": _ADOPTED,
    "education": _ADOPTED,
    "skills": _ADOPTED,
    "languages": _ADOPTED,
    "certificates": _SURER,
    "interests": _SURER,
    "projects": _SURER,
    "volunteer": _SURER,
}
"""Kinds that a model may give to a section whose heading tells none, and how sure it must be."""
_SHORTEST_HEADED: Final = 2
_HEADLESS: Final = {"work": 3, "education": 3, "languages": 2, "skills": 3}
"""Kinds of which a section may begin where the rules saw none; how many lines it has if it is headless."""
_ALIKE: Final[Mapping[str, frozenset[str]]] = {
    "work": frozenset({"volunteer", "projects", "awards", "publications", "certificates", "references"}),
    "education": frozenset({"certificates", "awards", "publications", "volunteer"}),
    "skills": frozenset({"interests", "projects"}),
}
"""Kind → those whose entries look like its own: their own headings know better."""


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
    open_to_vote = section.kind == "other" and known is None and len(section.lines) > 1
    if open_to_vote and shares[best] >= _NAMEABLE.get(best, 2.0) and _speaks_of(best, section.lines, lines):
        return replace(section, kind=best, confidence=round(0.8 * shares[best], 2))
    if own < _OVERRULED and shares[best] >= _ADOPTED:
        return replace(section, confidence=round(section.confidence * (0.5 + own), 2))
    return section


class _Run(NamedTuple):
    """Lines in a row that the model takes for one kind."""

    kind: str
    lines: tuple[int, ...]


def _speaks_of(kind: str, own: Sequence[int], lines: Sequence[Line]) -> bool:
    """True where words do not contradict: schools are named, positions dated, and skills have no dates."""
    texts = [_without_dates(lines[i].text) for i in own]
    is_dated = any(periods_in(lines[i].text) for i in own)
    if kind == "education":
        return any(school_score(text) or degree_score(text) for text in texts)
    if kind == "work":
        return is_dated and any(title_score(text) or org_score(text) for text in texts)
    return kind not in ("skills", "languages", "interests") or not is_dated


def _without_dates(text: str) -> str:
    for period in reversed(periods_in(text)):
        text = text[: period.span_start] + text[period.span_end :]
    return text


def _parted(section: Section, lines: Sequence[Line], votes: Sequence[Vote]) -> list[Section]:
    """The section cut where the model is sure that another begins: at a heading that the rules passed over,
    or, where no heading stands above, at the first of several lines of another kind.
    """
    parts: list[Section] = [replace(section, lines=())]
    for run in _runs(section, votes):
        own = parts[0] if section.heading is None else parts[-1]
        if run.kind != section.kind and _begins(run, section, lines, votes):
            headed = votes[run.lines[0]].part == "heading"
            parts.append(Section(run.kind, run.lines[headed:], run.lines[0] if headed else None, 0.5))
        else:
            parts[parts.index(own)] = replace(own, lines=(*own.lines, *run.lines))
    return [part for part in parts if part.lines or part.heading is not None]


def _begins(run: _Run, section: Section, lines: Sequence[Line], votes: Sequence[Vote]) -> bool:
    """True where the run is a section of its own."""
    votes_on = [votes[i] for i in run.lines]
    is_headed = votes_on[0].part == "heading"
    body = votes_on[is_headed:]
    if run.kind not in _HEADLESS or section.kind in _ALIKE.get(run.kind, ()):
        return False
    if not _speaks_of(run.kind, run.lines[is_headed:], lines):
        return False
    if sum(vote.shares.get(run.kind, 0.0) for vote in body) < _SURE * len(body):
        return False
    if run.kind in ("work", "education") and not any(vote.part == "begin" for vote in body):
        return False
    if is_headed and votes_on[0].heading >= _HEADED:
        return len(body) >= _SHORTEST_HEADED
    return section.heading is None and len(body) >= _HEADLESS[run.kind]


def _runs(section: Section, votes: Sequence[Vote]) -> list[_Run]:
    """The section's lines as runs of one kind; each heading begins a run; lines of no kind go along."""
    runs: list[_Run] = []
    for i in section.lines:
        vote = votes[i]
        goes_on = runs and vote.part != "heading" and vote.kind in (runs[-1].kind, "none")
        if goes_on:
            runs[-1] = _Run(runs[-1].kind, (*runs[-1].lines, i))
        else:
            runs.append(_Run(vote.kind, (i,)))
    return runs
