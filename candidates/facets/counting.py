"""How many people each filter leaves, counted by the database in one statement.

One statement sees one state of the database: all counts belong together, and to the generation that is read
with them. PostgreSQL and SQLite run the same text but for how they open a JSON list.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final, NamedTuple, NotRequired, TypedDict

from django.db import connection, transaction

from candidates.facets.members import NARROW, Subject
from candidates.facets.ranges import EDUCATION, EXPERIENCE, SCORES, UNKNOWN, UNRANKED, Bucket
from candidates.models import Stage

MOST_VALUES: Final = 50
"""So many values of a filter are told, the most frequent ones; `more` says how many others there are."""
PLAIN: Final = (
    "SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL random_page_cost = 1.1"
)
"""Compiling a statement, starting a process for it, and reading everybody to find a few thousand people each
take longer than counting them."""


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


class Row(NamedTuple):
    """One counted value; `distinct` says how many values its filter has in all."""

    name: str
    value: str
    title: str
    people: int
    distinct: int


def count_members(subject: Subject) -> Counted | None:
    """The filters of a subject as the database has them now; None when there is no such subject."""
    sql, parameters = _statement(subject)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(PLAIN)
        cursor.execute(sql, parameters)
        rows = [Row(*row) for row in cursor.fetchall()]
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.name].append(row)
    if not found["generation"]:
        return None
    return Counted(
        generation=found["generation"][0].people,
        total=found["total"][0].people,
        filters=_filters(subject, found),
    )


def _filters(subject: Subject, found: dict[str, list[Row]]) -> list[Filter]:
    """The filters in the order in which they are shown."""
    filters = [
        _experience(found["experience"]),
        _education(found["education"]),
        _plain("title", "Current title", found["title"]),
        _places(found["country"], found["city"]),
        _plain("graduation_year", "Passing year", sorted(found["year"], key=_newest_first)),
        _plain("skill", "Skills", found["skill"]),
        _plain("label", "Label", found["label"]),
        _plain("tag", "Tags", found["tag"]),
    ]
    if subject.kind == "job_profile":
        filters += [_stages(found["stage"]), _scores(found["score"])]
    return filters


def _plain(name: str, title: str, rows: list[Row]) -> Filter:
    values = [FilterValue(value=row.value, title=row.title, count=row.people) for row in rows]
    more = rows[0].distinct - len(rows) if rows else 0
    return Filter(name=name, title=title, values=values, more=more)


def _newest_first(row: Row) -> tuple[bool, int]:
    return (row.value == UNKNOWN, -int(row.value) if row.value.isdigit() else 0)


def _experience(rows: list[Row]) -> Filter:
    months = [(int(row.value), row.people) for row in rows if row.value != UNKNOWN]
    values = [value for bucket in EXPERIENCE if (value := _bucket(bucket, months))["count"]]
    return Filter(name="experience", title="Experience", values=[*values, *_unknown(rows)], more=0)


def _bucket(bucket: Bucket, months: list[tuple[int, int]]) -> FilterValue:
    count = sum(people for month, people in months if bucket.holds(month))
    value = FilterValue(value=bucket.value, title=bucket.title, count=count)
    if bucket.parts:
        value["values"] = [part for each in bucket.parts if (part := _bucket(each, months))["count"]]
    return value


def _unknown(rows: list[Row]) -> list[FilterValue]:
    return [
        FilterValue(value=UNKNOWN, title="Unknown", count=row.people) for row in rows if row.value == UNKNOWN
    ]


def _education(rows: list[Row]) -> Filter:
    levels = sorted((row for row in rows if row.value != UNKNOWN), key=lambda row: -int(row.value))
    values = [
        FilterValue(value=row.value, title=EDUCATION.get(int(row.value), row.value), count=row.people)
        for row in levels
    ]
    return Filter(name="education", title="Education", values=[*values, *_unknown(rows)], more=0)


def _places(countries: list[Row], cities: list[Row]) -> Filter:
    """Countries, each with its most frequent cities."""
    inside: dict[str, list[FilterValue]] = defaultdict(list)
    for row in cities:
        country = row.value.partition("/")[0] or UNKNOWN
        inside[country].append(FilterValue(value=row.value, title=row.title, count=row.people))
    values = [
        FilterValue(value=row.value, title=row.title, count=row.people, values=inside[row.value])
        for row in countries
    ]
    more = cities[0].distinct - len(cities) if cities else 0
    return Filter(name="place", title="Place", values=values, more=more)


def _stages(rows: list[Row]) -> Filter:
    known = {row.value: row.people for row in rows}
    values = [
        FilterValue(value=stage.value, title=str(stage.label), count=known[stage.value])
        for stage in Stage
        if stage.value in known
    ]
    return Filter(name="stage", title="Stage", values=values, more=0)


def _scores(rows: list[Row]) -> Filter:
    known = {row.value: row.people for row in rows}
    titles = {**{value: each.title for value, each in SCORES.items()}, UNRANKED: "Not ranked"}
    values = [
        FilterValue(value=value, title=title, count=known[value])
        for value, title in titles.items()
        if value in known
    ]
    return Filter(name="score", title="Score", values=values, more=0)


# --- the statement


def _statement(subject: Subject) -> tuple[str, list[str | int]]:
    """The text and its parameters."""
    members, of_members = subject.members().query.sql_with_params()
    generation, of_generation = subject.row.values_list("generation").query.sql_with_params()
    skills = (
        "(SELECT jsonb_array_elements_text(skill_names) AS value FROM members) AS item"
        if connection.vendor == "postgresql"
        else "members, json_each(skill_names) AS item"
    )
    parts = [
        f"SELECT 'generation', '', '', ({generation}), 0 WHERE EXISTS ({generation})",
        "SELECT 'total', '', '', COUNT(*), 0 FROM members",
        _grouped("experience", f"COALESCE(CAST({MONTHS} AS VARCHAR(20)), '{UNKNOWN}')", most=None),
        _grouped("education", f"COALESCE(CAST(education_level AS VARCHAR(20)), '{UNKNOWN}')", most=None),
        _grouped("year", f"COALESCE(CAST(graduation_year AS VARCHAR(20)), '{UNKNOWN}')", most=None),
        _grouped("stage", "stage", most=None),
        _grouped("score", POINTS, most=None),
        _grouped("country", f"CASE country_code WHEN '' THEN '{UNKNOWN}' ELSE country_code END", most=None),
        _spelled(
            "city", "k || '/' || LOWER(s)", "city", "members WHERE city <> ''", key="country_code", most=200
        ),
        _spelled("title", "LOWER(s)", "current_title", "members WHERE current_title <> ''"),
        _spelled("skill", "LOWER(s)", "item.value", skills),
        _spelled("label", "k", "name", LABELS, key="slug"),
        _spelled("tag", "LOWER(s)", "name", TAGS),
    ]
    columns = ", ".join(("candidate_id", "stage", "score", *NARROW))
    sql = f"WITH members ({columns}) AS MATERIALIZED ({members}) " + " UNION ALL ".join(parts)
    return sql, [*of_members, *of_generation, *of_generation]


MONTHS: Final = "((experience_months_min + experience_months_max) / 2)"
"""The middle of the range, a whole number of months: what a person counts as in a bucket."""
POINTS: Final = (
    f"CASE WHEN score IS NULL THEN '{UNRANKED}'"
    + "".join(f" WHEN score >= {each.least} THEN '{each.value}'" for each in SCORES.values() if each.least)
    + f" ELSE '{list(SCORES)[-1]}' END"
)
"""The range that a score lies in; the best are asked for first."""
LABELS: Final = (
    "members JOIN candidates_candidatelabel given USING (candidate_id)"
    " JOIN candidates_label label ON label.id = given.label_id AND given.stands"
)
TAGS: Final = "members JOIN candidates_tag USING (candidate_id)"


def _grouped(name: str, value: str, *, most: int | None = MOST_VALUES) -> str:
    """How many people have each value."""
    limit = f" LIMIT {most}" if most else ""
    return (
        f"SELECT * FROM (SELECT '{name}', {value} AS v, {value}, COUNT(*) AS n, COUNT(*) OVER ()"  # noqa: S608
        f" FROM members GROUP BY 2 ORDER BY n DESC, v{limit}) AS of_{name}"
    )


def _spelled(
    name: str, value: str, spelling: str, source: str, *, key: str = "''", most: int = MOST_VALUES
) -> str:
    """How many people have each value, told as most of them spell it.

    Spellings `s` (and keys `k`) are counted first and folded to values afterwards, as there are far fewer of
    them than people. The count stands before the spelling in a fixed width: the greatest text is the
    commonest.
    """
    counted = f"SELECT {key} AS k, {spelling} AS s, COUNT(*) AS c FROM {source} GROUP BY 1, 2"  # noqa: S608
    return (
        f"SELECT * FROM (SELECT '{name}', v, SUBSTR(MAX(CAST(1000000000 + c AS VARCHAR(20)) || s), 11),"  # noqa: S608
        f" CAST(SUM(c) AS BIGINT) AS n, COUNT(*) OVER ()"
        f" FROM (SELECT {value} AS v, s, c FROM ({counted}) AS counted) AS spelled"
        f" GROUP BY v ORDER BY n DESC, v LIMIT {most}) AS of_{name}"
    )
