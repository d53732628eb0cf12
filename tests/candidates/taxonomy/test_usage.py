"""Months of use, when a skill was used last, and how well that is shown."""

from __future__ import annotations

from datetime import date

import pytest

from candidates.taxonomy.months import Span, Spell, span_of, spell_of, union, written
from candidates.taxonomy.usage import SkillUse, uses_of

AS_OF = date(2025, 6, 15)
TODAY = 2025 * 12 + 5
RESUME: dict[str, object] = {
    "work": [
        {"name": "Acme", "position": "Platform engineer", "startDate": "2023-01",
         "highlights": ["Moved 40 services to Kubernetes with Helm", "Wrote Go and python tools."]},
        {"name": "Bolt", "position": "Java developer", "startDate": "2019-07", "endDate": "2022-12",
         "summary": "Spring Boot services, ready to go live on k8s."},
        {"name": "Cosy", "position": "Trainee", "startDate": "2018", "endDate": "2019",
         "highlights": ["Reacted to alarms", "Java and SQL"]},
    ],
    "projects": [
        {"name": "Timetable", "description": "A React app", "startDate": "2024-02", "endDate": "2024-04"},
    ],
    "education": [{"institution": "TU", "area": "Informatics", "startDate": "2014", "endDate": "2018",
                   "courses": ["Machine learning"]}],
    "skills": [
        {"name": "Languages", "keywords": ["Python", "Java", "Go", "SQL", "Rust"]},
        {"name": "Tools", "keywords": ["k8s", "Spring Boot", "React", "Quuxinator 3000"]},
        {"name": "Machine Learning"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def uses() -> dict[str, SkillUse]:
    return {use.name: use for use in uses_of(RESUME, AS_OF)}


@pytest.mark.parametrize(
    ("name", "strength", "months", "first", "last", "recency", "found_in"),
    [
        ("Kubernetes", "evidenced", (72, 72), "2019-07", "2025-06", 0, ["work.0", "work.1"]),
        ("Python", "evidenced", (30, 30), "2023-01", "2025-06", 0, ["work.0"]),
        ("Go", "evidenced", (30, 30), "2023-01", "2025-06", 0, ["work.0"]),
        ("Java", "evidenced", (44, 60), "2018-01", "2022-12", 30, ["work.1", "work.2"]),
        ("SQL", "evidenced", (2, 24), "2018-01", "2019-12", 66, ["work.2"]),
        ("React", "evidenced", (3, 3), "2024-02", "2024-04", 14, ["projects.0"]),
        ("Rust", "listed_only", (None, None), "", "", None, []),
        ("Machine learning", "evidenced", (None, None), "", "", None, ["education.0"]),
    ],
)
def test_a_skill_is_used_where_it_stands(uses, name, strength, months, first, last, recency, found_in):
    use = uses[name]
    assert (use.strength, (use.months_min, use.months_max)) == (strength, months)
    assert (use.first_used, use.last_used, use.recency_months) == (first, last, recency)
    assert use.found_in == found_in


def test_what_is_broader_follows_with_the_time_of_what_shows_it(uses):
    containers, spring = uses["Containers"], uses["Spring"]
    assert (containers.strength, containers.implied_by) == ("inferred_parent", ["Kubernetes"])
    assert (spring.months_min, spring.last_used) == (42, "2022-12")
    assert (containers.raw, containers.months_min) == ("", 72)


def test_what_the_taxonomy_does_not_know_stays_as_written(uses):
    unknown = uses["Quuxinator 3000"]
    assert (unknown.skill, unknown.strength, unknown.category) == (None, "listed_only", "Tools")


def test_each_skill_comes_once_and_as_it_was_written():
    resume = {"skills": [{"name": "A", "keywords": ["ReactJS", "React", "react.js", "HTML/CSS"]}]}
    uses = [use for use in uses_of(resume, AS_OF) if use.raw]
    assert [(use.raw, use.name) for use in uses] == [
        ("ReactJS", "React"),
        ("HTML/CSS", "HTML"),
        ("HTML/CSS", "CSS"),
    ]


def test_skills_known_otherwise_are_taken_too():
    resume = {
        "work": [{"position": "Developer", "startDate": "2025-01", "highlights": ["Built it in Elixir."]}]
    }
    (use,) = [use for use in uses_of(resume, AS_OF, also=["Elixir"]) if use.raw]
    assert (use.strength, use.months_min, use.months_max) == ("evidenced", 6, 6)


@pytest.mark.parametrize(
    ("work", "months"),
    [
        ([("2016-01", ""), ("2020-01", "2021-12")], [(114, 114), (24, 24)]),
        ([("2016-01", ""), ("2022-01", ""), ("2014-01", "2015-12")], [(114, 114), (42, 42), (24, 24)]),
        ([("2016-01", "2017-12"), ("2020-01", "")], [(24, 24), (66, 66)]),
        ([("2016-01", ""), ("2018-01", "2019-12"), ("2020-01", "")], [(1, 114), (24, 24), (66, 66)]),
        ([("2020-01", "2021-12"), ("2016-01", "")], [(24, 24), (1, 114)]),
        ([("", ""), ("2016-01", "")], [(None, None), (114, 114)]),
    ],
)
def test_what_says_no_end_goes_on_where_it_stands_first_or_began_last(work, months):
    names = ["Elixir", "Haskell", "Kotlin"][: len(work)]
    resume = {
        "skills": [{"name": "Languages", "keywords": names}],
        "work": [
            {"position": "Developer", "startDate": start, "endDate": end, "summary": f"Used {name}."}
            for (start, end), name in zip(work, names, strict=True)
        ],
    }
    uses = {use.raw: (use.months_min, use.months_max) for use in uses_of(resume, AS_OF)}
    assert [uses[name] for name in names] == months


@pytest.mark.parametrize(
    "resume",
    [
        {},
        {"skills": None, "work": "none"},
        {"skills": [{"keywords": [1, None]}], "work": [None, {"startDate": 3}]},
    ],
)
def test_whatever_a_profile_holds_nothing_breaks(resume):
    assert uses_of(resume, AS_OF) == []


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2019", Span(2019 * 12, 2019 * 12 + 11)),
        ("2019-03", Span(2019 * 12 + 2, 2019 * 12 + 2)),
        ("2019-03-17", Span(2019 * 12 + 2, 2019 * 12 + 2)),
        ("2019-22", Span(2019 * 12 + 5, 2019 * 12 + 7)),
        ("2019-24", Span(2019 * 12 + 11, 2020 * 12 + 1)),
        ("2019-13", None),
        ("20XX", None),
        ("", None),
        ("now", None),
    ],
)
def test_a_date_means_some_months(text, span):
    assert span_of(text) == span


@pytest.mark.parametrize(
    ("start", "end", "goes_on", "months"),
    [
        ("2024-01", "2024-03", False, (3, 3)),
        ("2024", "2024", False, (0, 12)),
        ("2023", "2024", False, (2, 24)),
        ("2025-01", "", True, (6, 6)),
        ("2025-01", "", False, (1, 6)),
        ("2025-01", "2027-01", False, (6, 6)),
        ("2024-05", "2024-01", False, (0, 1)),
    ],
)
def test_a_time_is_at_least_and_at_most_so_long(start, end, goes_on, months):
    spell = spell_of(start, end, today=TODAY, goes_on=goes_on)
    assert spell is not None
    assert union([spell]) == months


@pytest.mark.parametrize("start", ["", "soon", "2026-01"])
def test_without_a_start_there_is_no_time(start):
    assert spell_of(start, "2027", today=TODAY, goes_on=True) is None


def test_months_at_two_places_at_once_count_once():
    year = Spell(Span(0, 11), Span(0, 11))
    assert union([year, Spell(Span(6, 17), Span(6, 17)), year]) == (18, 18)
    assert union([]) == (0, 0)
    assert written(2019 * 12 + 2) == "2019-03"
