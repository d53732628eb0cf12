"""Two checks of fairness: that who somebody is cannot move their score, and how a selection falls on groups.

The first changes a résumé as if it were of another person and scores it again; the second is arithmetic over
what people declared of themselves.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ranking.scoring.applicants import Seen, applicant_of
from ranking.scoring.masking import Masker
from ranking.scoring.packing import canonical
from ranking.scoring.personal import personal_names
from ranking.scoring.scoring import score
from ranking.scoring.types import Group

Resume = Mapping[str, object]

FOUR_FIFTHS: Final = 0.8
"""Below this ratio to the best group's rate selection is evidence of adverse impact (29 CFR 1607.4 D)."""
SMALL_SHARE: Final = 0.02
"""A group with a smaller share of all may be left out of the ratios (New York City, 6 RCNY § 5-301 c)."""
SMALL_COUNT: Final = 5
"""Smaller groups are named, counted and not judged: small numbers prove nothing (as above)."""
OTHERS: Final = (
    ("Amara", "Okonkwo-Bello"), ("Torsten", "Hinrichsen"), ("Mei-Ling", "Huangfu"), ("Youssef", "Benkirane"),
    ("Guadalupe", "Echeverría"), ("Siobhán", "O'Callaghan"), ("Rajeshwari", "Venkataraman"),
    ("Przemysław", "Wójcicki"),
)  # fmt: skip
"""Fictional people whose names stand in for the person's."""
_PAIRS: Final = (
    ("he", "she"), ("him", "her"), ("his", "hers"), ("himself", "herself"), ("er", "sie"), ("ihm", "ihr"),
    ("sein", "ihre"), ("seine", "ihrer"), ("seinen", "ihren"), ("il", "elle"), ("él", "ella"),
    ("mr", "ms"), ("herr", "frau"), ("monsieur", "madame"), ("señor", "señora"),
)  # fmt: skip
_OTHER: Final = {a: b for one, other in _PAIRS for a, b in ((one, other), (other, one))}
_TOLD: Final[Mapping[str, Mapping[str, object]]] = {
    "address": {"location": {"address": "12 Harbour Street", "postalCode": "99999", "city": "Elsewhere"}},
    "birth_date": {"birthDate": "1958-04-03", "dateOfBirth": "1958-04-03"},
    "nationality": {"nationality": "Other", "citizenship": "Other"},
    "photo": {"image": "https://example.org/other.jpg"},
    "marital_status": {"maritalStatus": "widowed", "children": 4},
}
"""What is put in place of what the résumé says of the person, by the name of the swap."""


class Swap(NamedTuple):
    """One change of who the person is, and by how much it moved the score, which must be exactly 0.

    `is_identical` says more: that the score with all its parts and evidence is the same bytes.
    """

    kind: str
    difference: float
    is_identical: bool


class Declared(NamedTuple):
    """Somebody by what they declared of themselves ("" for nothing), their score, whether chosen."""

    group: str
    score: float
    is_selected: bool


@dataclass(frozen=True, slots=True)
class GroupImpact:
    """How a group fared. Ratios are to the best rate among the groups that are judged, None where not judged.

    `scoring_rate` is the share that scores above the median of all.
    """

    group: str
    count: int
    selected: int
    selection_rate: float
    scoring_rate: float
    selection_ratio: float | None
    scoring_ratio: float | None
    is_small: bool

    @property
    def is_below_four_fifths(self) -> bool:
        """Whether either ratio says that a person should look into it; it proves nothing by itself."""
        ratios = (self.selection_ratio, self.scoring_ratio)
        return any(ratio is not None and ratio < FOUR_FIFTHS for ratio in ratios)


@dataclass(frozen=True, slots=True)
class Impact:
    """The groups by name, and how many declared nothing."""

    groups: tuple[GroupImpact, ...]
    undeclared: int
    median_score: float


def counterfactual(resume: Resume, criteria: Group, seen: Seen, as_of: int) -> tuple[Swap, ...]:
    """The score again with two other names, with the other pronouns, and with each of `_TOLD` changed.

    Some 40 ms.
    """
    before = canonical(score(applicant_of(resume, seen, as_of), criteria))
    total = score(applicant_of(resume, seen, as_of), criteria).total
    swaps = []
    for kind, changed, places in _changed(resume, seen):
        after = score(applicant_of(changed, places, as_of), criteria)
        swaps.append(Swap(kind, after.total - total, canonical(after) == before))
    return tuple(swaps)


def impact(people: Iterable[Declared]) -> Impact:
    """How selection and scores fall on the groups that people declared.

    A group is small, named and counted but not judged, with fewer than `SMALL_COUNT` people or less than
    `SMALL_SHARE` of those who declared one.
    """
    everybody = list(people)
    told = [person for person in everybody if person.group]
    median = statistics.median(person.score for person in everybody) if everybody else 0.0
    members: dict[str, list[Declared]] = {}
    for person in told:
        members.setdefault(person.group, []).append(person)
    small = {
        name for name, own in members.items() if len(own) < SMALL_COUNT or len(own) < SMALL_SHARE * len(told)
    }
    judged = [own for name, own in members.items() if name not in small]
    best_selection = max((_selection_rate(own) for own in judged), default=0.0)
    best_scoring = max((_scoring_rate(own, median) for own in judged), default=0.0)
    groups = (
        GroupImpact(
            group=name,
            count=len(own),
            selected=sum(person.is_selected for person in own),
            selection_rate=_selection_rate(own),
            scoring_rate=_scoring_rate(own, median),
            selection_ratio=None if name in small else _ratio(_selection_rate(own), best_selection),
            scoring_ratio=None if name in small else _ratio(_scoring_rate(own, median), best_scoring),
            is_small=name in small,
        )
        for name, own in sorted(members.items())
    )
    return Impact(tuple(groups), len(everybody) - len(told), median)


def _selection_rate(people: Sequence[Declared]) -> float:
    return sum(person.is_selected for person in people) / len(people)


def _scoring_rate(people: Sequence[Declared], median: float) -> float:
    return sum(person.score > median for person in people) / len(people)


def _ratio(rate: float, best: float) -> float | None:
    """The impact ratio; None where nobody was chosen, so that there is nothing to compare."""
    return rate / best if best else None


def _changed(resume: Resume, seen: Seen) -> Iterator[tuple[str, Resume, Seen]]:
    """(what was changed, the résumé, what was read): the same words stand in the same places."""
    names, employers = personal_names(resume)
    masker = Masker(names, employers)
    first = sum(map(ord, "".join(names))) % len(OTHERS)
    for other in (OTHERS[first], OTHERS[(first + 1) % len(OTHERS)]):
        yield "name", *_retold(resume, seen, lambda text, other=other: masker.renamed(text, *other))  # type: ignore[misc]
    yield "pronouns", *_retold(resume, seen, lambda text: masker.reworded(text, _OTHER))
    for kind, told in _TOLD.items():
        basics = resume.get("basics")
        yield kind, {**resume, "basics": {**(basics if isinstance(basics, Mapping) else {}), **told}}, seen


def _retold(resume: Resume, seen: Seen, retell: Callable[[str], str]) -> tuple[Resume, Seen]:
    """The résumé with every text changed, and what was read with it."""
    changed = _each(resume, retell)
    assert isinstance(changed, dict)
    return changed, {" ".join(retell(text).split()): place for text, place in seen.items()}


def _each(value: object, retell: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return retell(value)
    if isinstance(value, Mapping):
        return {key: _each(item, retell) for key, item in value.items()}
    if isinstance(value, list):
        return [_each(item, retell) for item in value]
    return value
