"""How far a title that is asked for was held: by its names in ten languages, its family, its likeness."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Final, NamedTuple

from candidates.search.synonyms import TITLES, groups_in
from candidates.search.words import STOP_WORDS, words_of
from ranking.scoring.likeness import likeness_of_texts
from ranking.scoring.reach import Reach, best, freshness, missing
from ranking.scoring.types import Applicant, Criterion, Position

FAMILY: Final = 0.5
"""What a title of the same family counts: a paralegal's of a solicitor's."""
ALIKE: Final = 0.7
"""What a title counts at most that is only alike in its words."""
CLOSE: Final = 0.45
"""The likeness from which a title counts."""
SAME: Final = 0.9
"""The likeness at which a title counts most."""
SENIOR_MONTHS: Final = 60
"""Who did the work for so long is senior, whatever the title said."""
LOWER_RANK: Final = 0.8
_GENDERS: Final = re.compile(
    r"\((?:[mwfdxh](?:[/|*,]\s?[mwfdxh])+|in|innen|e|ne|a)\)"
    r"|[*:_/·](?:-?in(?:nen)?|frau|e|ne|a|trice|euse)\b",
    re.IGNORECASE,
)
_RANKS: Final = {
    1: """junior jr trainee intern internship apprentice graduate praktikant praktikantin werkstudent
        werkstudentin auszubildende auszubildender azubi stagiaire apprenti apprentie alternant alternante
        becario becaria aprendiz stagista estagiario estagiaria""",
    3: """senior sr confirme confirmee expert experte principal leitend leitende leitender erfahrene
        erfahrener""",
    4: """lead leader leiter leiterin head chief director direktor direktorin directeur directrice responsable
        jefe jefa vp teamleiter teamleiterin teamlead supervisor gerente""",
}
_RANK_OF: Final = {word: rank for rank, words in _RANKS.items() for word in words.split()}
_PLAIN: Final = 2
"""The rank of a title without a word of rank."""
_LONGEST: Final = 5
_EMPTY: Final = frozenset(
    ("freelance", "freiberuflich", "freiberufliche", "interim", "temporary", "part", "time", "full")
)


Name = tuple[str, ...]
"""The folded words of a name."""


class _Title(NamedTuple):
    """A title taken apart."""

    words: frozenset[str]
    rank: int
    groups: frozenset[str]
    families: frozenset[str]


def title_reach(applicant: Applicant, criterion: Criterion) -> Reach:
    """The best of the applicant's positions for the title."""
    months = sum(
        each.stretch.least
        for each in applicant.positions
        if each.stretch and title_likeness(criterion.value, each.title)[0] >= FAMILY
    )
    return best(
        (
            _reach(position, criterion, months, applicant.as_of)
            for position in applicant.positions
            if position.title
        ),
        missing(),
    )


def _reach(position: Position, criterion: Criterion, months: int, as_of: int) -> Reach:
    likeness, how = title_likeness(criterion.value, position.title)
    if not likeness:
        return missing()
    last = as_of if position.is_current or not position.stretch else position.stretch.end - 1
    fresh = freshness(last, as_of)
    is_lower = _title(position.title).rank < _title(criterion.value).rank
    lower = LOWER_RANK if is_lower and months < SENIOR_MONTHS else 1.0
    detail: dict[str, str | int | float] = {"title": position.title}
    if lower < 1.0:
        detail["rank"] = "lower"
    if fresh < 1.0:
        detail |= {"via": how, "last_used": last}
        how = "stale"
    return Reach(likeness * fresh * lower, how, (position.evidence,), detail)


@lru_cache(maxsize=40_000)
def title_likeness(asked: str, held: str) -> tuple[float, str]:
    """How far a title is the one asked for, whatever the rank, 0 to 1, and how it was told."""
    wanted, has = _title(asked), _title(held)
    if wanted.words and wanted.words == has.words:
        return 1.0, "exact"
    if wanted.groups & has.groups:
        return 1.0, "alias"
    alike = likeness_of_texts(" ".join(sorted(wanted.words)), " ".join(sorted(has.words)))
    share = 0.0 if alike is None else ALIKE * min(1.0, max(0.0, (alike - CLOSE) / (SAME - CLOSE)))
    if wanted.families & has.families:
        share = max(share, FAMILY)
    return (round(share, 3), "likeness") if share else (0.0, "missing")


@lru_cache(maxsize=20_000)
def _title(text: str) -> _Title:
    words = [word for word in words_of(_GENDERS.sub(" ", text)) if word not in STOP_WORDS | _EMPTY]
    kept = [word for word in words if word not in _RANK_OF]
    return _Title(
        frozenset(kept or words),
        max((_RANK_OF[word] for word in words if word in _RANK_OF), default=_PLAIN),
        frozenset(_named(words, _occupations())),
        frozenset(_named(words, _families())),
    )


def _named(words: Sequence[str], names: Mapping[Name, frozenset[str]]) -> Iterator[str]:
    """What the names in the words stand for, the longest name at each place."""
    at = 0
    while at < len(words):
        size = next((size for size in range(_LONGEST, 0, -1) if tuple(words[at : at + size]) in names), 0)
        yield from names.get(tuple(words[at : at + size]), ())
        at += size or 1


@cache
def _occupations() -> dict[Name, frozenset[str]]:
    """Name → the occupations that it is a name of, as numbers of lines."""
    return _table((str(number), names) for number, names in enumerate(groups_in(TITLES)))


@cache
def _families() -> dict[Name, frozenset[str]]:
    """Name → the families of occupations that it belongs to (`candidates.labelling`)."""
    text = resources.files("candidates").joinpath("labelling/data/titles.txt").read_text(encoding="utf-8")
    lines = (line.partition(":") for line in text.splitlines() if line and not line.startswith("#"))
    return _table((family, names.split(";")) for family, _, names in lines)


def _table(groups: Iterable[tuple[str, Sequence[str]]]) -> dict[Name, frozenset[str]]:
    found: dict[Name, set[str]] = {}
    for key, names in groups:
        for name in names:
            words = tuple(word for word in words_of(name) if word not in STOP_WORDS and word not in _RANK_OF)
            if words:
                found.setdefault(words, set()).add(key)
    return {name: frozenset(keys) for name, keys in found.items()}
