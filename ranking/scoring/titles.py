"""How far a title that is asked for was held: by its names in ten languages, by what is near, by likeness.

Forms for men and women are the same title: words are compared without the endings that tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Final, NamedTuple

from candidates.search.synonyms import TITLES, groups_in
from candidates.search.words import STOP_WORDS, words_of
from ranking.scoring.likeness import likeness_of_texts
from ranking.scoring.reach import Reach, best, freshness, missing
from ranking.scoring.types import Applicant, Criterion, Position

BROADER: Final = 0.85
"""What a title counts of which the one asked for is a kind: software developer for backend developer."""
NEAR: Final = 0.6
"""What a title counts from which people move to the one asked for."""
FAMILY: Final = 0.3
"""What a title counts at least that is of the same family: law, logistics."""
ALIKE: Final = 0.6
"""What a title counts at most that is only alike in its words."""
CLOSE: Final = 0.45
"""The likeness from which a title counts."""
SAME: Final = 0.9
"""The likeness at which a title counts most."""
SENIOR_MONTHS: Final = 36
"""Who did the work for so long is senior, whatever the title said."""
LOWER_RANK: Final = 0.8
"""What is left of a title of lower rank than the one asked for."""
LEARNER: Final = 0.5
"""What is left of it for who still learns the work."""
BRIEF: Final = 0.5
"""What is left of a title that was held for no time to speak of; all of it from `BRIEF_MONTHS` on."""
BRIEF_MONTHS: Final = 24
_DATA: Final = Path(__file__).resolve().parent / "data"
_GENDERS: Final = re.compile(
    r"\((?:[mwfdxh](?:[/|*,]\s?[mwfdxh])+|in|innen|e|ne|a)\)"
    r"|[*:_/·](?:-?in(?:nen)?|frau|e|ne|a|trice|euse)\b",
    re.IGNORECASE,
)
_RANKS: Final = {
    0: """student trainee intern internship apprentice praktikum praktikant praktikantin werkstudent
        werkstudentin auszubildende auszubildender azubi student studentin stagiaire apprenti apprentie
        alternant alternante etudiant etudiante becario becaria aprendiz estudiante
        practicas stagista estagiario""",
    1: """junior jr graduate berufseinsteiger debutant debutante""",
    3: """senior sr confirme confirmee expert experte principal leitend leitende leitender erfahrene
        erfahrener""",
    4: """lead leader leiter leiterin head chief director direktor direktorin directeur directrice responsable
        jefe jefa vp teamleiter teamleiterin teamlead supervisor gerente""",
}
_PAIRS: Final = {
    "waitress": "waiter", "barmaid": "barman", "hotesse": "hote", "maitresse": "maitre", "jefa": "jefe",
    "actress": "actor", "hostess": "host", "chairwoman": "chairman", "stewardess": "steward", "ratin": "rat",
}  # fmt: skip
_ENDINGS: Final = (
    ("frau", "mann"), ("euse", "eur"), ("trice", "teur"), ("ive", "if"), ("ain", "ain"), ("in", ""),
)  # fmt: skip
"""Endings of forms for women, with those for men; the first that fits. English "captain" keeps its own."""
_SHORTEST: Final = 4
_PLAIN: Final = 2
"""The rank of a title without a word of rank."""
_LONGEST: Final = 5
_EMPTY: Final = frozenset(
    ("freelance", "freiberuflich", "freiberufliche", "interim", "temporary", "part", "time", "full")
)


Name = tuple[str, ...]
"""The folded words of a name."""


class _Title(NamedTuple):
    """A title taken apart: words without endings, rank, the occupations and families that it names."""

    words: frozenset[str]
    text: str
    rank: int
    occupations: frozenset[str]
    families: frozenset[str]


def title_reach(applicant: Applicant, criterion: Criterion) -> Reach:
    """The best of the applicant's positions for the title."""
    held = [each for each in applicant.positions if each.title]
    months = _months_by_likeness(held, criterion.value)
    return best((_reach(each, criterion, months, applicant.as_of) for each in held), missing())


def _months_by_likeness(positions: Sequence[Position], asked: str) -> dict[float, int]:
    """Likeness → months in positions whose titles are at least so like the one asked for."""
    found = [(title_likeness(asked, each.title)[0], each.stretch) for each in positions]
    return {
        likeness: sum(stretch.least for other, stretch in found if stretch and other >= likeness)
        for likeness, _ in found
    }


def _reach(position: Position, criterion: Criterion, months: Mapping[float, int], as_of: int) -> Reach:
    likeness, how = title_likeness(criterion.value, position.title)
    if not likeness:
        return missing()
    last = as_of if position.is_current or not position.stretch else position.stretch.end - 1
    fresh = freshness(last, as_of)
    held = months[likeness]
    lower = _lower(_title(position.title).rank, _title(criterion.value).rank, held)
    brief = BRIEF + (1 - BRIEF) * min(1.0, held / BRIEF_MONTHS) if position.stretch else 1.0
    detail: dict[str, str | int | float] = {"title": position.title}
    if position.stretch:
        detail["least_months"] = held
    if lower < 1.0:
        detail["rank"] = "lower"
    if fresh < 1.0:
        detail |= {"via": how, "last_used": last}
        how = "stale"
    return Reach(likeness * fresh * lower * brief, how, (position.evidence,), detail)


def _lower(rank: int, asked: int, held_months: int) -> float:
    """What is left for a rank below the one asked for; time makes up for it, but not for still learning."""
    if rank >= asked:
        return 1.0
    if not rank:
        return LEARNER
    return 1.0 if held_months >= SENIOR_MONTHS else LOWER_RANK


@lru_cache(maxsize=40_000)
def title_likeness(asked: str, held: str) -> tuple[float, str]:
    """How far a title is the one asked for, whatever the rank, 0 to 1, and how it was told."""
    wanted, has = _title(asked), _title(held)
    if wanted.words and wanted.words == has.words:
        return 1.0, "exact"
    if wanted.occupations & has.occupations:
        return 1.0, "alias"
    pairs = [(one, other) for one in wanted.occupations for other in has.occupations]
    kinds, near = _relations()
    if any((one, other) in kinds for one, other in pairs):
        return 1.0, "child"
    share = FAMILY if wanted.families & has.families else 0.0
    if any((other, one) in kinds for one, other in pairs):
        share = BROADER
    elif any(pair in near for pair in pairs):
        share = NEAR
    elif not pairs and (alike := likeness_of_texts(wanted.text, has.text)):
        # Of occupations that are both known, likeness of words ("engineer") says nothing more.
        share = max(share, ALIKE * min(1.0, max(0.0, (alike - CLOSE) / (SAME - CLOSE))))
    return (round(share, 3), "likeness") if share else (0.0, "missing")


@lru_cache(maxsize=20_000)
def _title(text: str) -> _Title:
    words = [word for word in words_of(_GENDERS.sub(" ", text)) if word not in STOP_WORDS | _EMPTY]
    stems = [stem_of(word) for word in words]
    kept = [stem for stem in stems if stem not in _ranks()]
    occupations = frozenset(_named(stems, _occupations()))
    return _Title(
        frozenset(kept or stems),
        # Vectors are those of English words: the English name stands for all names of an occupation.
        ", ".join(sorted(occupations)) or " ".join(map(_manly, words)),
        max((_ranks()[stem] for stem in stems if stem in _ranks()), default=_PLAIN),
        occupations,
        frozenset(_named(stems, _families())),
    )


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """What the forms of a folded word for men and women have in common: "leiterin", "leiter" → "leit".

    For comparing titles only; other words that it makes the same seldom stand in one title.
    """
    word = _manly(word)
    if len(word) < _SHORTEST:
        return word
    word = word.rstrip("aeo")
    word = word.removesuffix("er").removesuffix("es") if len(word) > _SHORTEST else word
    return word[:-1] if len(word) > 2 and word[-1] == word[-2] else word


@cache
def _ranks() -> dict[str, int]:
    return {stem_of(word): rank for rank, words in _RANKS.items() for word in words.split()}


def _manly(word: str) -> str:
    """The folded word with the ending of its form for men, where the ending alone tells."""
    if word in _PAIRS:
        return _PAIRS[word]
    for ending, other in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + 3:
            return word[: -len(ending)] + other
    return word


def _named(words: Sequence[str], names: Mapping[Name, frozenset[str]]) -> Iterator[str]:
    """What the names in the words stand for, the longest name at each place."""
    at = 0
    while at < len(words):
        size = next((size for size in range(_LONGEST, 0, -1) if tuple(words[at : at + size]) in names), 0)
        yield from names.get(tuple(words[at : at + size]), ())
        at += size or 1


@cache
def _occupations() -> dict[Name, frozenset[str]]:
    """Name → the English names of the occupations that it is a name of."""
    groups = [*groups_in(TITLES), *groups_in(_DATA / "occupations.txt")]
    return _table((names[0], names) for names in groups)


@cache
def _families() -> dict[Name, frozenset[str]]:
    """Name → the families of occupations that it belongs to (`candidates.labelling`)."""
    text = resources.files("candidates").joinpath("labelling/data/titles.txt").read_text(encoding="utf-8")
    lines = (line.partition(":") for line in text.splitlines() if line and not line.startswith("#"))
    return _table((family, names.split(";")) for family, _, names in lines)


@cache
def _relations() -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """(occupation, a kind of it) and (occupation, one near it), in both orders."""
    kinds: set[tuple[str, str]] = set()
    near: set[tuple[str, str]] = set()
    for line in (_DATA / "near_occupations.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        above, _, below = line.rpartition(":")
        names = [name.strip() for name in below.split(";")]
        if above:
            kinds |= {(above, name) for name in names}
        else:
            near |= {(one, other) for one in names for other in names if one != other}
    return frozenset(kinds), frozenset(near)


def _table(groups: Iterable[tuple[str, Sequence[str]]]) -> dict[Name, frozenset[str]]:
    found: dict[Name, set[str]] = {}
    for key, names in groups:
        for name in names:
            words = (word for word in words_of(_GENDERS.sub(" ", name)) if word not in STOP_WORDS)
            stems = tuple(stem_of(word) for word in words)
            if stems:
                found.setdefault(stems, set()).add(key)
    return {stems: frozenset(keys) for stems, keys in found.items()}
