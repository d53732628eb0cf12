from __future__ import annotations

import pytest

from ranking.scoring.packing import group_of
from ranking.scoring.scoring import LIKENESS_SHARE, Result, leaves, ordering, score, weights
from ranking.scoring.types import Applicant, Score
from tests.ranking.scoring.people import DEVELOPER, NURSE, applicant, asked, part, scored

EVERYTHING: list[dict[str, object]] = [
    {"kind": "title", "value": "Registered Nurse"},
    {"kind": "years", "months": 60},
    {"kind": "skill", "value": "Wound care", "months": 24},
    {"kind": "skill", "value": "Phlebotomy", "tier": "should"},
    {"kind": "education", "value": "Nursing", "level": "6"},
    {"kind": "language", "value": "en", "level": "C1"},
    {"kind": "certificate", "value": "ACLS", "tier": "nice"},
    {"kind": "licence", "value": "driving B", "tier": "nice"},
    {"kind": "location", "value": "Graz", "country_code": "AT", "tier": "nice"},
    {"kind": "availability", "value": "now", "tier": "nice"},
    {"kind": "industry", "value": "hospital", "tier": "nice"},
    {"kind": "responsibility", "value": "Care for patients after surgery", "tier": "should"},
]


@pytest.mark.parametrize("resume", [NURSE, DEVELOPER, {}])
def test_the_parts_add_up_to_the_score_and_what_is_possible_to_a_hundred(resume: dict[str, object]) -> None:
    found = scored(resume, *EVERYTHING)
    assert abs(sum(each.score for each in found.parts) - found.total) < 1e-9
    assert abs(sum(each.most for each in found.parts) - 100) < 1e-9
    assert all(abs(each.score - each.most * each.reach) < 1e-9 for each in found.parts)
    assert [each.criterion for each in found.parts] == [f"c{at}" for at in range(len(EVERYTHING))]
    assert 0 <= found.total <= 100


def test_no_criteria_give_no_points_and_no_error() -> None:
    assert score(applicant(NURSE), asked()).total == 0
    assert score(Applicant(), asked(*EVERYTHING)).total == 0


def test_the_same_is_scored_the_same() -> None:
    assert scored(NURSE, *EVERYTHING) == scored(NURSE, *EVERYTHING)


def test_every_part_that_gives_points_shows_why() -> None:
    for each in scored(NURSE, *EVERYTHING).parts:
        if each.score and each.how not in ("remote",):
            assert each.evidence or each.detail, each


def test_of_a_group_of_any_the_best_member_counts_for_all() -> None:
    tree = {
        "id": "root",
        "mode": "all",
        "members": [
            {"id": "g", "mode": "any", "members": [
                {"id": "java", "kind": "skill", "value": "Java"},
                {"id": "python", "kind": "skill", "value": "Django"},
            ]},
            {"id": "other", "kind": "skill", "value": "COBOL"},
        ],
    }  # fmt: skip
    found = {each.criterion: each for each in score(applicant(DEVELOPER), group_of(tree)).parts}
    assert found["java"].how == "not_needed"
    assert (found["java"].score, found["java"].most) == (0, 0)
    assert found["python"].most == pytest.approx(50)
    assert found["python"].score == pytest.approx(50)


def test_groups_lie_within_groups() -> None:
    tree = {
        "id": "root",
        "mode": "any",
        "members": [
            {"id": "both", "mode": "all", "members": [
                {"id": "a", "kind": "skill", "value": "Django"},
                {"id": "b", "kind": "skill", "value": "COBOL"},
            ]},
            {"id": "c", "kind": "skill", "value": "Fortran"},
        ],
    }  # fmt: skip
    found = {each.criterion: each for each in score(applicant(DEVELOPER), group_of(tree)).parts}
    assert found["a"].score == pytest.approx(50)
    assert found["b"].score == 0
    assert sum(each.most for each in found.values()) == pytest.approx(100)


@pytest.mark.parametrize(
    ("row", "fails"),
    [
        ({"kind": "skill", "value": "COBOL"}, True),
        ({"kind": "skill", "value": "Django"}, False),
        ({"kind": "licence", "value": "driving B"}, True),
        ({"kind": "licence", "value": "work permit"}, False),
        ({"kind": "location", "value": "Graz"}, False),
        ({"kind": "availability", "value": "now"}, False),
    ],
)
def test_a_knock_out_is_failed_by_what_is_missing_never_by_what_is_unknown(
    row: dict[str, object], fails: bool
) -> None:
    assert scored(DEVELOPER, {**row, "knock_out": True}).failed == (("c0",) if fails else ())


def test_a_knock_out_that_another_of_its_group_stands_for_is_not_failed() -> None:
    tree = {
        "id": "root",
        "mode": "any",
        "members": [
            {"id": "a", "kind": "skill", "value": "COBOL", "knock_out": True},
            {"id": "b", "kind": "skill", "value": "Django", "knock_out": True},
        ],
    }
    assert score(applicant(DEVELOPER), group_of(tree)).failed == ()


def test_failed_knock_outs_come_last_then_the_score_decides_then_the_id() -> None:
    good, bad = scored(DEVELOPER, {"kind": "skill", "value": "Django"}), Score(())
    out = Score(good.parts, failed=("x",))
    results = [Result("d", bad), Result("a", out), Result("c", good), Result("b", good)]
    assert [each.id for each in ordering(results)] == ["b", "c", "d", "a"]
    assert ordering(results) == ordering(reversed(results))


def test_likeness_never_holds_more_than_its_share_unless_nothing_else_is_asked() -> None:
    duties: list[dict[str, object]] = [{"kind": "responsibility", "value": f"Do this {n}"} for n in range(12)]
    criteria = asked({"kind": "skill", "value": "Django"}, *duties)
    found = weights(criteria)
    alike = sum(found[each.id] for each in leaves(criteria) if each.kind == "responsibility")
    assert alike / found["root"] == pytest.approx(LIKENESS_SHARE)
    assert weights(asked(*duties))["root"] == pytest.approx(36)


def test_more_than_is_asked_for_gives_no_more() -> None:
    row: dict[str, object] = {"kind": "title", "value": "Nurse"}
    for months in (6, 12, 24):
        assert part(NURSE, kind="years", months=months).reach == 1.0
        found = scored(NURSE, row, {"kind": "years", "months": months})
        assert found.parts[1].reach == 1.0


def test_points_are_those_of_the_tier_unless_a_recruiter_says_otherwise() -> None:
    found = scored(
        DEVELOPER,
        {"kind": "skill", "value": "a"},
        {"kind": "skill", "value": "b", "tier": "should"},
        {"kind": "skill", "value": "c", "tier": "nice"},
        {"kind": "skill", "value": "d", "tier": "nice", "weight": 6},
    )
    assert [each.most for each in found.parts] == pytest.approx([25, 100 / 6, 100 / 12, 50])
