"""The project's own scorer."""

from __future__ import annotations

import pytest

from parsing.training.scoring import by_group, same, same_date, same_phone, tally_of

JOB = {"name": "Kestrel Labs", "position": "Data Engineer", "startDate": "2019-03", "endDate": "2021-08"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Éclair & Söhne", "eclair sohne", True),
        ("C++", "C", False),
        ("Nord licht", "Nordlicht", True),
        ("Certified Nurse Prescriber", "Certified Nurse Prescribcr", True),
        ("Java", "Lava", False),
        ("", "", False),
    ],
)
def test_texts_agree_but_for_case_accents_and_a_slip(one: str, other: str, expected: bool) -> None:
    assert same(one, other) is expected


@pytest.mark.parametrize(
    ("found", "true", "expected"),
    [
        ("2019-03", "2019-03", True),
        ("2019-03-01", "2019-03", True),
        ("2019", "2019-03", False),
        ("2019-03", "2019", True),
        ("", "2019", False),
    ],
)
def test_a_date_is_compared_at_the_precision_of_the_truth(found: str, true: str, expected: bool) -> None:
    assert same_date(found, true) is expected


def test_a_number_agrees_with_or_without_its_country() -> None:
    assert same_phone("+44 20 7946 0182", "020 7946 0182")
    assert not same_phone("+44 20 7946 0182", "020 7946 0183")


def test_a_role_is_right_only_when_all_of_it_is() -> None:
    wrong_end = tally_of({"work": [JOB | {"endDate": "2021-09"}]}, {"work": [JOB]})
    assert wrong_end.rates("employer").f1 == 100
    assert wrong_end.rates("work_dates").f1 == 50
    assert wrong_end.rates("role").f1 == 0
    assert tally_of({"work": [JOB]}, {"work": [JOB]}).rates("role").f1 == 100


def test_an_end_that_was_never_told_makes_a_role_wrong() -> None:
    still = {key: value for key, value in JOB.items() if key != "endDate"}
    assert tally_of({"work": [JOB]}, {"work": [still]}).rates("role").f1 == 0


def test_what_the_truth_does_not_have_is_not_counted() -> None:
    tally = tally_of({"skills": [{"keywords": ["Java"]}], "basics": {"name": "A"}}, {"basics": {}})
    assert not tally.true
    assert not tally.found


def test_a_groups_name_counts_as_a_skill_where_it_has_no_keywords() -> None:
    truth: dict[str, object] = {"skills": [{"name": "Baking"}, {"name": "IT", "keywords": ["Excel", "SQL"]}]}
    found: dict[str, object] = {"skills": [{"name": "All", "keywords": ["Baking", "Excel", "Excel", "Word"]}]}
    rates = tally_of(found, truth).rates("skill")
    assert (round(rates.precision), round(rates.recall)) == (67, 67)


def test_groups_hold_their_cases_and_all_holds_every_case() -> None:
    right = tally_of({"work": [JOB]}, {"work": [JOB]})
    missed = tally_of({}, {"work": [JOB]})
    groups = by_group([(right, ("pdf", "en")), (missed, ("scan",))])
    assert set(groups) == {"all", "pdf", "en", "scan"}
    assert groups["pdf"].macro() == 100
    assert groups["scan"].macro() == 0
    assert 0 < groups["all"].macro() < 100
