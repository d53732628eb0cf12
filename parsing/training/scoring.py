"""How well profiles agree with truth: precision, recall and F1 of each field, in percent.

Both sides are JSON Resume documents. Values agree when they are equal after folding (case, accents,
punctuation) or one edit in ten characters apart. A `role` is right when employer, title, start and end
of a position are all right together. Fields that a truth does not have are not counted for that case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel

from parsing.stages.text import fold

Document = Mapping[str, object]
Entry = Mapping[str, object]

FIELDS: Final = (
    "name", "email", "phone", "city", "headline", "employer", "title", "work_dates", "role", "institution",
    "degree", "education_dates", "skill", "language", "certificate", "project", "publication", "award",
    "volunteer",
)  # fmt: skip
HEADLINE: Final = tuple(
    name for name in FIELDS if name not in ("headline", "publication", "award", "volunteer")
)
_LISTED: Final = {
    "language": ("languages", "language"), "certificate": ("certificates", "name"),
    "project": ("projects", "name"), "publication": ("publications", "name"), "award": ("awards", "title"),
    "volunteer": ("volunteer", "organization"),
}  # fmt: skip
_SHORT: Final = 6
_ALIKE: Final = 0.9
_DIGITS_OF_A_NUMBER: Final = 9


class Rates(NamedTuple):
    """Precision, recall and F1 in percent."""

    precision: float
    recall: float
    f1: float


@dataclass(slots=True)
class Tally:
    """Counts by field: values right, values found, values there are."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, *, right: int, found: int, true: int) -> None:
        """Counts some values of a field."""
        self.right[name] += right
        self.found[name] += found
        self.true[name] += true

    def add_all(self, other: Tally) -> None:
        """Counts what another tally counted."""
        self.right.update(other.right)
        self.found.update(other.found)
        self.true.update(other.true)

    def rates(self, name: str) -> Rates:
        """The field's rates; zeros where nothing was right."""
        right = self.right[name]
        if not right:
            return Rates(0.0, 0.0, 0.0)
        precision, recall = 100 * right / self.found[name], 100 * right / self.true[name]
        return Rates(precision, recall, 2 * precision * recall / (precision + recall))

    def macro(self) -> float:
        """The mean F1 of the headline fields that the truths have, in percent."""
        seen = [self.rates(name).f1 for name in HEADLINE if self.true[name]]
        return sum(seen) / len(seen) if seen else 0.0


def tally_of(profile: Document, truth: Document) -> Tally:
    """The tally of one résumé."""
    tally = Tally()
    _tally_basics(tally, _table(profile, "basics"), _table(truth, "basics"))
    _tally_entries(tally, _WORK, _entries(profile, "work"), _entries(truth, "work"))
    _tally_entries(tally, _STUDIES, _entries(profile, "education"), _entries(truth, "education"))
    _tally_list(tally, "skill", _skills(profile), _skills(truth))
    for name, (section, key) in _LISTED.items():
        values = [
            [text for entry in _entries(doc, section) if (text := _text(entry, key))]
            for doc in (profile, truth)
        ]
        _tally_list(tally, name, *values)
    return tally


def by_group(cases: Iterable[tuple[Tally, Iterable[str]]]) -> dict[str, Tally]:
    """One tally a group; each case comes with the groups it is of. "all" holds every case."""
    groups: dict[str, Tally] = {"all": Tally()}
    for tally, names in cases:
        for name in ("all", *names):
            groups.setdefault(name, Tally()).add_all(tally)
    return groups


def same(one: str, other: str) -> bool:
    """Whether two texts say the same, an OCR slip apart."""
    first, second = fold(one), fold(other)
    if not first or not second:
        return False
    if first.replace(" ", "") == second.replace(" ", ""):
        return True
    return min(len(first), len(second)) >= _SHORT and Indel.normalized_similarity(first, second) >= _ALIKE


def same_phone(one: str, other: str) -> bool:
    """Whether the last nine digits agree, all of them where a number has fewer."""
    first, second = (
        "".join(sign for sign in text if sign.isdigit())[-_DIGITS_OF_A_NUMBER:] for text in (one, other)
    )
    length = min(len(first), len(second))
    return length >= _SHORT and first[-length:] == second[-length:]


def same_date(found: str, true: str) -> bool:
    """Whether a date agrees with the true one in year, and in month where that has one."""
    length = 7 if len(true) >= 7 else 4
    return bool(true) and len(found) >= length and found[:length] == true[:length]


class _Kind(NamedTuple):
    """A kind of entry: keys of who and what, names of the figures ("" for no strict one)."""

    who: str
    what: Callable[[Entry], str]
    same_what: Callable[[str, str], bool]
    figures: tuple[str, str, str, str]


def _degree(entry: Entry) -> str:
    return f"{_text(entry, 'studyType')} {_text(entry, 'area')}".strip()


def _same_degree(found: str, true: str) -> bool:
    """Degree and subject as one text; most words of the truth, and little else, are enough."""
    if same(found, true):
        return True
    there, wanted = set(fold(found).split()), set(fold(true).split())
    common = len(there & wanted)
    return bool(common) and common >= 0.8 * len(wanted) and common >= 0.6 * len(there)


_WORK: Final = _Kind(
    "name", lambda entry: _text(entry, "position"), same, ("employer", "title", "work_dates", "role")
)
_STUDIES: Final = _Kind(
    "institution", _degree, _same_degree, ("institution", "degree", "education_dates", "")
)
_DATES: Final = ("startDate", "endDate")


def _tally_basics(tally: Tally, found: Entry, true: Entry) -> None:
    alike: tuple[tuple[str, str, Callable[[str, str], bool]], ...] = (
        ("name", "name", same),
        ("email", "email", lambda one, other: one.casefold() == other.casefold()),
        ("phone", "phone", same_phone),
        ("headline", "label", same),
    )
    for name, key, equal in alike:
        _tally_one(tally, name, _text(found, key), _text(true, key), equal)
    _tally_one(
        tally, "city", _text(_table(found, "location"), "city"), _text(_table(true, "location"), "city"), same
    )


def _tally_one(tally: Tally, name: str, found: str, true: str, equal: Callable[[str, str], bool]) -> None:
    if true:
        tally.add(name, right=int(bool(found) and equal(found, true)), found=int(bool(found)), true=1)


def _tally_list(tally: Tally, name: str, found: Sequence[str], true: Sequence[str]) -> None:
    if true:
        right = len(_pairs(len(found), len(true), lambda i, j: int(same(found[i], true[j]))))
        tally.add(name, right=right, found=len(found), true=len(true))


def _tally_entries(tally: Tally, kind: _Kind, found: Sequence[Entry], true: Sequence[Entry]) -> None:
    if not true:
        return

    def likeness(i: int, j: int) -> int:
        one, other = found[i], true[j]
        dates = sum(same_date(_text(one, key), _text(other, key)) for key in _DATES)
        return 2 * _is_same_who(kind, one, other) + 2 * _is_same_what(kind, one, other) + dates

    pairs = [(found[i], true[j]) for i, j in _pairs(len(found), len(true), likeness)]
    who, what, dates, strict = kind.figures
    tally.add(
        who,
        right=sum(_is_same_who(kind, one, other) for one, other in pairs),
        found=sum(bool(_text(entry, kind.who)) for entry in found),
        true=sum(bool(_text(entry, kind.who)) for entry in true),
    )
    tally.add(
        what,
        right=sum(_is_same_what(kind, one, other) for one, other in pairs),
        found=sum(bool(kind.what(entry)) for entry in found),
        true=sum(bool(kind.what(entry)) for entry in true),
    )
    tally.add(
        dates,
        right=sum(same_date(_text(a, key), _text(b, key)) for a, b in pairs for key in _DATES),
        found=sum(bool(_text(entry, key)) for entry in found for key in _DATES),
        true=sum(bool(_text(entry, key)) for entry in true for key in _DATES),
    )
    if strict:
        right = sum(_is_whole(kind, one, other) for one, other in pairs)
        tally.add(strict, right=right, found=len(found), true=len(true))


def _is_whole(kind: _Kind, found: Entry, true: Entry) -> bool:
    """Whether who, what and both dates are right; a date that there is not must not be found."""
    return (
        (not _text(true, kind.who) or _is_same_who(kind, found, true))
        and (not kind.what(true) or _is_same_what(kind, found, true))
        and all(
            same_date(_text(found, key), _text(true, key)) if _text(true, key) else not _text(found, key)
            for key in _DATES
        )
    )


def _is_same_who(kind: _Kind, found: Entry, true: Entry) -> bool:
    return same(_text(found, kind.who), _text(true, kind.who))


def _is_same_what(kind: _Kind, found: Entry, true: Entry) -> bool:
    return kind.same_what(kind.what(found), kind.what(true))


def _pairs(found: int, true: int, likeness: Callable[[int, int], int]) -> list[tuple[int, int]]:
    """One-to-one matches of like entries, the most alike first."""
    ranked = sorted(
        ((likeness(i, j), i, j) for i in range(found) for j in range(true)), key=lambda m: (-m[0], m[1:])
    )
    used_found: set[int] = set()
    used_true: set[int] = set()
    pairs = []
    for score, i, j in ranked:
        if score > 0 and i not in used_found and j not in used_true:
            used_found.add(i)
            used_true.add(j)
            pairs.append((i, j))
    return pairs


def _skills(document: Document) -> list[str]:
    """The keywords of each group, or its name where it has none; each skill once."""
    names: dict[str, str] = {}
    for group in _entries(document, "skills"):
        keywords = group.get("keywords")
        texts = (
            list(map(str, keywords)) if isinstance(keywords, list) and keywords else [_text(group, "name")]
        )
        for text in texts:
            if fold(text):
                names.setdefault(fold(text), text)
    return list(names.values())


def _entries(document: Document, section: str) -> list[Entry]:
    listed = document.get(section)
    return [entry for entry in listed if isinstance(entry, Mapping)] if isinstance(listed, list) else []


def _table(document: Entry, key: str) -> Entry:
    value = document.get(key)
    return value if isinstance(value, Mapping) else {}


def _text(entry: Entry, key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
