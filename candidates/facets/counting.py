"""How many people each filter leaves."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple, NotRequired, TypeAlias, TypedDict

import orjson

from candidates.facets.columns import Columns, columns_of, lowered
from candidates.facets.members import Subject
from candidates.facets.ranges import EDUCATION, EXPERIENCE, SCORES, UNKNOWN, UNRANKED, Bucket, smallest_of
from candidates.models import Stage
from candidates.models.names import BETWEEN

MOST_VALUES: Final = 50
"""So many values of a filter are told, the most frequent ones; `more` says how many others there are."""
MOST_CITIES: Final = 200
"""The same for cities, which stand within their countries."""
PIECE: Final = 1_000_000
"""So many characters of names are parted at once: the names of everybody take no more memory than that."""

Spelled: TypeAlias = Mapping[tuple[str, str], int]
"""(What stands before a value, a spelling of it) → how many people have it."""


class FilterValue(TypedDict):
    """What can be chosen, and how many people that leaves."""

    value: str
    title: str
    count: int
    values: NotRequired[list[FilterValue]]


class Filter(TypedDict):
    """One filter; `name` is also the parameter of the list of candidates."""

    name: str
    title: str
    values: list[FilterValue]
    more: int


class Counted(TypedDict):
    """All filters of a subject as they were at a generation."""

    generation: int
    total: int
    filters: list[Filter]


class Values(NamedTuple):
    """How many people have each value of a filter, and what it is called."""

    people: Mapping[str, int]
    titles: Mapping[str, str]

    def most(self, count: int) -> list[FilterValue]:
        """So many of them, the most frequent first."""
        some = heapq.nsmallest(count, [(-people, value) for value, people in self.people.items()])
        return [FilterValue(value=value, title=self.titles[value], count=-people) for people, value in some]


def count_members(subject: Subject) -> Counted | None:
    """The filters of a subject as the database has them now; None when there is no such subject.

    2,000 people cost some 12 ms of CPU, half of it the database's.
    """
    columns = columns_of(subject)
    if columns is None:
        return None
    return Counted(generation=columns.generation, total=columns.total, filters=_filters(columns))


def _filters(columns: Columns) -> list[Filter]:
    """The filters in the order in which they are shown."""
    countries = _listed(columns.country)
    titles, skills, tags, cities = _folded(
        _plainly(_listed(columns.title)),
        _plainly(_names(columns.skills or "")),
        _plainly(_listed(columns.tag)),
        Counter(
            (f"{country}/", city) for country, city in zip(countries, _listed(columns.city), strict=True)
        ),
    )
    slugs = _listed(columns.label)
    labels = Values(Counter(slugs), dict(zip(slugs, _listed(columns.label_name), strict=True)))
    return [
        _experience(Counter(_listed(columns.months))),
        _education(Counter(_listed(columns.education))),
        _plain("title", "Current title", titles),
        _places(Counter(countries), cities),
        _years(Counter(_listed(columns.year))),
        _plain("skill", "Skills", skills),
        _plain("label", "Label", labels),
        _plain("tag", "Tags", tags),
        _stages(Counter(_listed(columns.stage))),
        _scores(Counter(_listed(columns.score))),
    ]


def _listed(column: str | None) -> list[Any]:
    """The elements of a JSON list."""
    found: list[Any] = orjson.loads(column or "[]")
    return found


def _names(text: str) -> Counter[str]:
    """How many people have each name."""
    counts: Counter[str] = Counter()
    start = 0
    while start < len(text):
        end = text.find(BETWEEN, start + PIECE)
        piece = text[start:] if end < 0 else text[start:end]
        counts.update(piece.split(BETWEEN))
        start += len(piece)
    return counts


def _plainly(spellings: Iterable[str]) -> Spelled:
    """The spellings, before which nothing stands."""
    return {("", text): people for text, people in Counter(spellings).items()}


def _folded(*all_spelled: Spelled) -> list[Values]:
    """The values of each, whatever their case, called as most people spell them; an empty text is none."""
    texts = list({text for spelled in all_spelled for _, text in spelled if text})
    low = dict(zip(texts, lowered(texts), strict=True))
    return [_values(spelled, low) for spelled in all_spelled]


def _values(spelled: Spelled, low: Mapping[str, str]) -> Values:
    counts: dict[str, int] = {}
    usual: dict[str, tuple[int, str]] = {}
    for (before, text), people in spelled.items():
        if text:
            value = before + low[text]
            counts[value] = counts.get(value, 0) + people
            if value not in usual or (people, text) > usual[value]:
                usual[value] = people, text
    return Values(counts, {value: text for value, (_, text) in usual.items()})


def _plain(name: str, title: str, values: Values) -> Filter:
    told = values.most(MOST_VALUES)
    return Filter(name=name, title=title, values=told, more=len(values.people) - len(told))


def _experience(months: Counter[int | None]) -> Filter:
    shares: Counter[str] = Counter()
    for month, people in months.items():
        if month is not None:
            shares[smallest_of(month).value] += people
    values = [value for bucket in EXPERIENCE if (value := _bucket(bucket, shares))["count"]]
    return Filter(name="experience", title="Experience", values=[*values, *_unknown(months)], more=0)


def _bucket(bucket: Bucket, shares: Mapping[str, int]) -> FilterValue:
    if not bucket.parts:
        return FilterValue(value=bucket.value, title=bucket.title, count=shares.get(bucket.value, 0))
    parts = [part for each in bucket.parts if (part := _bucket(each, shares))["count"]]
    count = sum(part["count"] for part in parts)
    return FilterValue(value=bucket.value, title=bucket.title, count=count, values=parts)


def _unknown(counts: Counter[int | None]) -> list[FilterValue]:
    return [FilterValue(value=UNKNOWN, title="Unknown", count=counts[None])] if counts[None] else []


def _education(levels: Counter[int | None]) -> Filter:
    values = [
        FilterValue(value=str(level), title=EDUCATION.get(level, str(level)), count=levels[level])
        for level in sorted((level for level in levels if level is not None), reverse=True)
    ]
    return Filter(name="education", title="Education", values=[*values, *_unknown(levels)], more=0)


def _years(years: Counter[int | None]) -> Filter:
    """Years, the newest first."""
    values = [
        FilterValue(value=str(year), title=str(year), count=years[year])
        for year in sorted((year for year in years if year is not None), reverse=True)
    ]
    return Filter(name="graduation_year", title="Passing year", values=[*values, *_unknown(years)], more=0)


def _places(countries: Counter[str], cities: Values) -> Filter:
    """Countries, each with its most frequent cities."""
    inside: dict[str, list[FilterValue]] = defaultdict(list)
    shown = cities.most(MOST_CITIES)
    for city in shown:
        inside[city["value"].partition("/")[0]].append(city)
    values = [
        FilterValue(value=code or UNKNOWN, title=code or UNKNOWN, count=people, values=inside[code])
        for code, people in sorted(countries.items(), key=lambda each: (-each[1], each[0]))
    ]
    return Filter(name="place", title="Place", values=values, more=len(cities.people) - len(shown))


def _stages(known: Counter[str]) -> Filter:
    values = [
        FilterValue(value=stage.value, title=str(stage.label), count=known[stage.value])
        for stage in Stage
        if stage.value in known
    ]
    return Filter(name="stage", title="Stage", values=values, more=0)


def _scores(known: Counter[str]) -> Filter:
    titles = {**{value: each.title for value, each in SCORES.items()}, UNRANKED: "Not ranked"}
    values = [
        FilterValue(value=value, title=title, count=known[value])
        for value, title in titles.items()
        if value in known
    ]
    return Filter(name="score", title="Score", values=values, more=0)
