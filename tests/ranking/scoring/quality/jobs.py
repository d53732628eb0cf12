"""The jobs of `jobs.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ranking.scoring.packing import group_of
from ranking.scoring.types import Group

_FILE = Path(__file__).with_name("jobs.toml")


@dataclass(frozen=True, slots=True)
class Job:
    """A job: its advertisement, what a recruiter asks for, and who would be right in the factory's words."""

    id: str
    craft: str
    language: str
    ad: str
    criteria: Group
    speaks: str
    years: int
    occupation: frozenset[str]
    near: frozenset[str]
    musts: tuple[frozenset[str], ...]


@cache
def jobs() -> tuple[Job, ...]:
    """All jobs, in the order of the file."""
    return tuple(
        Job(
            id=each["id"],
            craft=each["craft"],
            language=each["language"],
            ad=each["ad"],
            criteria=criteria_of_rows(each["asked"]),
            speaks=each.get("speaks", ""),
            years=each["years"],
            occupation=frozenset(each["occupation"]),
            near=frozenset(each["near"]),
            musts=tuple(frozenset(name.casefold() for name in names) for names in each["musts"]),
        )
        for each in tomllib.loads(_FILE.read_text(encoding="utf-8"))["job"]
    )


def criteria_of_rows(rows: list[str]) -> Group:
    """The root group of "tier | kind | value | months | level | any:others"."""
    return group_of(
        {"id": "root", "mode": "all", "members": [_member(row, at) for at, row in enumerate(rows)]}
    )


def _member(row: str, at: int) -> dict[str, object]:
    parts = [part.strip() for part in row.split("|")] + [""] * 3
    tier, kind, value, months, level, more = parts[:6]
    others = more.removeprefix("any:").split(",") if more else []
    first = _criterion(f"c{at}", tier, kind, value, months, level)
    if not others:
        return first
    members = [
        first,
        *(_criterion(f"c{at}.{n}", tier, kind, each, months, "") for n, each in enumerate(others)),
    ]
    return {"id": f"g{at}", "mode": "any", "members": members}


def _criterion(identity: str, tier: str, kind: str, value: str, months: str, level: str) -> dict[str, object]:
    return {
        "id": identity,
        "kind": kind,
        "value": value,
        "tier": tier,
        "months": int(months or 0),
        "level": level,
    }
