"""What is known of all people of a job profile or label, a column at once, in one statement.

One statement sees one state of the database: all columns belong together, and to the generation that is read
with them. It passes over the people once, groups nothing and sorts nothing, so it costs the database little.
PostgreSQL and SQLite run the same text but for the functions that put a column together.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple

import orjson
from django.db import connection, transaction
from django.db.models import QuerySet

from candidates.facets.members import NARROW, Kind, Subject
from candidates.facets.ranges import SCORES, UNRANKED
from candidates.models import JobProfile, Label
from config.statements import Slot, column

PLAIN: Final = (
    "SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL random_page_cost = 1.1"
)
"""Compiling a statement, starting a process for it, and reading everybody to find a few thousand people each
take longer than finding them."""
MONTHS: Final = "(experience_months_min + experience_months_max) / 2"
"""The middle of the range, a whole number of months: what a person counts as in a bucket."""
POINTS: Final = (
    f"CASE WHEN score IS NULL THEN '{UNRANKED}'"
    + "".join(f" WHEN score >= {each.least} THEN '{each.value}'" for each in SCORES.values() if each.least)
    + f" ELSE '{list(SCORES)[-1]}' END"
)
"""The range that a score lies in; the best are asked for first."""


class Columns(NamedTuple):
    """A generation, and JSON lists with one element a person; of labels and tags, one a mark.

    Stages and scores are those of applications: one element for each person and stage, or range. `skills` are
    the texts of all `skill_names`, one after the other. None where there is nobody.
    """

    generation: int
    total: int
    months: str | None
    education: str | None
    year: str | None
    country: str | None
    city: str | None
    title: str | None
    skills: str | None
    stage: str | None
    score: str | None
    label: str | None
    label_name: str | None
    tag: str | None


def columns_of(subject: Subject) -> Columns | None:
    """The columns as the database has them now; None when there is no such subject."""
    sql, parameters = _statement(subject.kind, connection.vendor)
    filled: list[Any] = [each.ready(subject.key) if isinstance(each, Slot) else each for each in parameters]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(PLAIN)
        cursor.execute(sql, filled)
        columns = Columns(*cursor.fetchone())
    return None if columns.generation is None else columns


def lowered(texts: list[str]) -> list[str]:
    """The texts in the database's own lower case, by which lists are narrowed; one question for all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT LOWER(%s)", [orjson.dumps(texts).decode()])
        found: list[str] = orjson.loads(cursor.fetchone()[0])
    return found


@cache
def _statement(kind: Kind, vendor: str) -> tuple[str, tuple[object, ...]]:
    """The text and its parameters, with slots in the places of the subject's key; to word it takes 2 ms."""
    subject = Subject(kind, Slot("key", column(JobProfile if kind == "job_profile" else Label, "id")))
    parts: dict[str, QuerySet[Any, Any]] = {
        f"members ({', '.join(NARROW)})": subject.members(),
        "applied (candidate_id, stage, score)": subject.applications(),
        "given (slug, name)": subject.labels(),
        "tagged (name)": subject.tags(),
        "subject (generation)": subject.row.order_by().values_list("generation"),
    }
    worded = {name: rows.query.sql_with_params() for name, rows in parts.items()}
    sql = (
        f"WITH {', '.join(f'{name} AS ({text})' for name, (text, _) in worded.items())} {_told(kind, vendor)}"
    )
    return sql, tuple(each for _, parameters in worded.values() for each in parameters)


def _told(kind: Kind, vendor: str) -> str:
    """What is asked of the parts; who applies to several job profiles counts once a stage and a range."""
    listed, strung = _FUNCTIONS[vendor]
    once = "" if kind == "job_profile" else "DISTINCT candidate_id, "

    def lists(*columns: str) -> str:
        return ", ".join(f"CAST({listed}({each}) AS TEXT)" for each in columns)

    people = lists(MONTHS, "education_level", "graduation_year", "country_code", "city", "current_title")
    return (
        "SELECT (SELECT generation FROM subject), people.*, stages.*, scores.*, labels.*, tags.*"  # noqa: S608
        f" FROM (SELECT COUNT(*), {people}, {strung}(skill_names, '') FROM members) AS people"
        f" CROSS JOIN (SELECT {lists('stage')} FROM (SELECT {once}stage FROM applied) AS a) AS stages"
        f" CROSS JOIN (SELECT {lists('points')} FROM (SELECT {once}{POINTS} AS points FROM applied) AS a)"
        f" AS scores"
        f" CROSS JOIN (SELECT {lists('slug', 'name')} FROM given) AS labels"
        f" CROSS JOIN (SELECT {lists('name')} FROM tagged) AS tags"
    )


_FUNCTIONS: Final = {
    "postgresql": ("json_agg", "string_agg"),
    "sqlite": ("json_group_array", "group_concat"),
}
"""What makes a JSON list of a column, and what strings its texts together."""
