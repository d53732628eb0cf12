"""How far each kind of criterion is met, as tables."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from ranking.scoring.applicants import placed
from ranking.scoring.scoring import score
from ranking.scoring.titles import title_likeness
from tests.ranking.scoring.people import DEVELOPER, NURSE, applicant, asked, part


@pytest.mark.parametrize(
    ("value", "how", "reach"),
    [
        ("Django", "exact", 1.0),
        ("django framework", "alias", 1.0),
        ("Kubernetes", "exact", 1.0),
        ("Python", "child", 1.0),
        ("Terraform", "listed", 0.7),
        ("Perl", "stale", 0.5),
        ("COBOL", "missing", 0.0),
    ],
)
def test_skills_count_by_any_name_and_by_what_is_narrower(value: str, how: str, reach: float) -> None:
    found = part(DEVELOPER, kind="skill", value=value)
    assert (found.how, round(found.reach, 2)) in {(how, reach), ("exact" if how == "alias" else how, reach)}


def test_what_follows_over_more_than_one_step_counts_less_and_says_so() -> None:
    found = part(DEVELOPER, kind="skill", value="SQL")
    assert (found.how, found.reach) == ("implied", 0.7)
    assert found.detail is not None
    assert found.detail["skill"] == "PostgreSQL"


@pytest.mark.parametrize(("months", "reach"), [(0, 1.0), (24, 1.0), (66, 1.0), (132, 0.7), (1200, 0.43)])
def test_months_with_a_skill_count_by_what_is_sure(months: int, reach: float) -> None:
    found = part(DEVELOPER, kind="skill", value="Django", months=months)
    assert found.reach == pytest.approx(reach, abs=0.01)
    assert found.detail is not None
    assert found.detail["least_months"] == 66


def test_years_alone_are_told_as_an_interval_and_count_as_the_least() -> None:
    resume = {**DEVELOPER, "work": [{"position": "Web Developer", "startDate": "2019", "endDate": "2021"}]}
    found = part(resume, kind="years", months=36)
    assert found.detail is not None
    assert (found.detail["least_months"], found.detail["most_months"]) == (14, 36)
    assert found.reach == pytest.approx(14 / 36)


def test_without_dates_years_are_unknown_not_missing() -> None:
    assert part({"work": [{"position": "Nurse"}]}, kind="years", months=36).how == "unknown"
    assert part({}, kind="years", months=36).how == "missing"


def test_saying_it_again_gives_nothing() -> None:
    more = {
        **DEVELOPER,
        "skills": [{"name": "Tools", "keywords": ["Terraform", "terraform", "TERRAFORM"] * 9}],
    }
    assert (
        part(more, kind="skill", value="Terraform").reach
        == part(DEVELOPER, kind="skill", value="Terraform").reach
    )


@pytest.mark.parametrize("count", [60, 80, 200])
def test_the_longer_the_list_the_less_a_listed_skill_counts(count: int) -> None:
    words = [f"Obscure Thing {number}" for number in range(count - 1)]
    more = {**DEVELOPER, "skills": [{"keywords": [*words, "Terraform"]}]}
    reach = part(more, kind="skill", value="Terraform").reach
    assert reach == pytest.approx(0.7 * max(0.0, 2 - count / 40))


@pytest.mark.parametrize(
    ("asked_for", "held", "share"),
    [
        ("Registered Nurse", "Staff Nurse", 1.0),
        ("Nurse", "Gesundheits- und Krankenpflegerin", 1.0),
        ("Software Engineer", "Backend Developer", 1.0),
        ("Backend Developer", "Software Engineer", 0.85),
        ("Sozialarbeiter (m/w/d)", "Trabajadora social", 1.0),
        ("Nurse", "Midwife", 0.6),
        ("Accountant", "Welder", 0.0),
        ("Design Engineer", "Data Engineer", 0.0),
    ],
)
def test_titles_are_compared_by_occupation(asked_for: str, held: str, share: float) -> None:
    assert title_likeness(asked_for, held)[0] == share


def test_a_title_counts_the_same_in_its_forms_for_men_and_women() -> None:
    differing = []
    for language in ("en", "de", "fr", "es"):
        file = resources.files("parsing").joinpath(f"training/words/fields_{language}.toml")
        crafts = tomllib.loads(file.read_text(encoding="utf-8"))
        pairs = [title.split("|") for craft in crafts.values() for title in craft["titles"] if "|" in title]
        for man, woman in pairs:
            for wanted in ("Nurse", "Software Engineer", "Chef", "Accountant", man, woman):
                if title_likeness(wanted, man)[0] != title_likeness(wanted, woman)[0]:
                    differing.append((wanted, man, woman))
    assert differing == []


def test_a_title_of_long_ago_counts_less_and_one_of_a_few_months_too() -> None:
    late = {"work": [{"position": "Nurse", "startDate": "2020-01", "endDate": "2026-05"}]}
    early = {"work": [{"position": "Nurse", "startDate": "2000-01", "endDate": "2006-05"}]}
    brief = {"work": [{"position": "Nurse", "startDate": "2026-01", "endDate": "2026-03"}]}
    reaches = [part(each, kind="title", value="Nurse") for each in (late, early, brief)]
    assert reaches[0].reach == 1.0
    assert (reaches[1].how, reaches[1].reach) == ("stale", 0.5)
    assert 0.5 < reaches[2].reach < 0.6


def test_a_junior_is_not_yet_a_senior_but_years_make_one() -> None:
    junior = {"work": [{"position": "Junior Accountant", "startDate": "2024-06"}]}
    old_hand = {"work": [{"position": "Junior Accountant", "startDate": "2015-06"}]}
    assert part(junior, kind="title", value="Senior Accountant").reach < 0.9
    assert part(old_hand, kind="title", value="Senior Accountant").reach == 1.0


def test_years_are_of_the_work_that_the_job_names() -> None:
    resume = {
        "work": [
            {"position": "Nurse", "startDate": "2024-06", "endDate": "2026-05"},
            {"position": "Welder", "startDate": "2010-01", "endDate": "2019-12"},
        ]
    }
    criteria = asked({"kind": "title", "value": "Nurse"}, {"kind": "years", "months": 60})
    found = score(applicant(resume), criteria).parts[1]
    assert found.detail is not None
    assert found.detail["least_months"] == 144
    assert found.detail["counted_months"] == 36
    assert found.reach == pytest.approx(36 / 60)


@pytest.mark.parametrize(
    ("row", "how", "reach"),
    [
        ({"level": "6"}, "exact", 1.0),
        ({"level": "5"}, "exact", 1.0),
        ({"level": "7"}, "exact", 0.5),
        ({"level": "8"}, "missing", 0.0),
        ({"value": "Nursing"}, "exact", 1.0),
        ({"value": "Nursing", "level": "6"}, "exact", 1.0),
        ({"value": "Quantum chromodynamics", "level": "6"}, "exact", 0.6),
    ],
)
def test_education_counts_by_level_and_field(row: dict[str, object], how: str, reach: float) -> None:
    found = part(NURSE, kind="education", **row)
    assert (found.how, found.reach) == (how, reach)


def test_studies_that_go_on_are_no_degree_yet() -> None:
    resume = {"education": [{"studyType": "Bachelor", "area": "Law", "endDate": "2028"}]}
    assert part(resume, kind="education", level="6").reach == 0.5


@pytest.mark.parametrize(
    ("value", "level", "how", "reach"),
    [
        ("de", "C1", "exact", 1.0),
        ("German", "C2", "exact", 1.0),
        ("en", "B1", "exact", 1.0),
        ("en", "C1", "years", 0.6),
        ("en", "C2", "years", 0.3),
        ("fr", "A1", "missing", 0.0),
    ],
)
def test_languages_count_by_level(value: str, level: str, how: str, reach: float) -> None:
    found = part(NURSE, kind="language", value=value, level=level)
    assert (found.how, found.reach) == (how, reach)


def test_the_language_of_the_page_counts_in_part_where_it_is_not_named() -> None:
    found = part({"x-document": {"language": "fr"}}, kind="language", value="fr", level="C1")
    assert (found.how, found.reach) == ("implied", 0.5)


@pytest.mark.parametrize(
    ("kind", "value", "how"),
    [
        ("certificate", "Advanced Cardiac Life Support", "exact"),
        ("certificate", "ACLS", "exact"),
        ("certificate", "CISSP", "missing"),
        ("licence", "driving B", "exact"),
        ("licence", "driving C", "missing"),
        ("licence", "work permit", "unknown"),
        ("licence", "nursing registration", "missing"),
    ],
)
def test_papers_count_by_name(kind: str, value: str, how: str) -> None:
    assert part(NURSE, kind=kind, value=value).how == how


def test_a_title_that_only_the_registered_have_shows_the_registration() -> None:
    resume = {"work": [{"position": "Registered Nurse", "startDate": "2020"}]}
    assert part(resume, kind="licence", value="nursing registration").how == "alias"


@pytest.mark.parametrize(
    ("place", "row", "how"),
    [
        (("Graz", "AT"), {"value": "Graz", "country_code": "AT"}, "exact"),
        (("Wien", "AT"), {"value": "Graz", "country_code": "AT"}, "country"),
        (("Graz", "AT"), {"value": "Zürich", "country_code": "CH"}, "missing"),
        (("Graz", "AT"), {"country_code": "AT"}, "exact"),
        (("", ""), {"value": "Graz"}, "unknown"),
        (("", ""), {"value": "Graz", "remote": True}, "remote"),
    ],
)
def test_places_count_only_where_they_are_asked_for(
    place: tuple[str, str], row: dict[str, object], how: str
) -> None:
    someone = placed(applicant(DEVELOPER), *place)
    assert score(someone, asked({"kind": "location", **row})).parts[0].how == how


@pytest.mark.parametrize(
    ("summary", "value", "how"),
    [
        ("Available immediately.", "now", "exact"),
        ("Verfügbar ab 09/2026", "2026-10", "exact"),
        ("Notice period: 1 month", "now", "years"),
        ("Notice period: 6 months", "now", "missing"),
        ("A keen cyclist.", "now", "unknown"),
    ],
)
def test_availability_counts_by_when_somebody_can_begin(summary: str, value: str, how: str) -> None:
    assert part({"basics": {"summary": summary}}, kind="availability", value=value).how == how


def test_what_was_done_counts_by_likeness_and_never_in_full() -> None:
    found = part(NURSE, kind="responsibility", value="Train newly qualified nurses in wound care")
    assert found.how == "likeness"
    assert 0.5 < found.reach <= 0.8
    assert found.evidence[0].text == "Trained newly qualified nurses in wound care"
    assert part(NURSE, kind="responsibility", value="Weld pressure vessels").how == "missing"


def test_without_vectors_likeness_is_unknown_and_its_points_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from ranking.scoring import likeness

    likeness.vector_of.cache_clear()
    monkeypatch.setattr(likeness, "embedding", lambda: None)
    found = part(NURSE, kind="responsibility", value="Train newly qualified nurses in wound care")
    likeness.vector_of.cache_clear()
    assert (found.how, found.score, found.most) == ("unknown", 0.0, 100.0)


def test_an_industry_counts_by_its_name_or_by_likeness() -> None:
    resume = {"work": [{"position": "Clerk", "industry": "Retail", "startDate": "2020"}]}
    assert part(resume, kind="industry", value="retail").how == "exact"
    assert part(NURSE, kind="industry", value="aerospace").how == "missing"
