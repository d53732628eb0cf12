from __future__ import annotations

import pytest

from ranking.scoring.explain import compare, why, why_not_higher
from ranking.scoring.packing import group_of
from ranking.scoring.scoring import score
from tests.ranking.scoring.people import DEVELOPER, NURSE, applicant

TREE = {
    "id": "root",
    "mode": "all",
    "members": [
        {"id": "title", "kind": "title", "value": "Backend Developer"},
        {"id": "years", "kind": "years", "months": 96},
        {"id": "python", "kind": "skill", "value": "Python", "months": 96},
        {"id": "cobol", "kind": "skill", "value": "COBOL", "knock_out": True},
        {"id": "tf", "kind": "skill", "value": "Terraform", "tier": "should"},
        {"id": "any", "mode": "any", "members": [
            {"id": "go", "kind": "skill", "value": "Go", "tier": "nice"},
            {"id": "rust", "kind": "skill", "value": "Rust", "tier": "nice"},
        ]},
        {"id": "degree", "kind": "education", "value": "Computer science", "level": "6", "tier": "should"},
        {"id": "german", "kind": "language", "value": "de", "level": "C1", "tier": "nice"},
        {"id": "place", "kind": "location", "value": "Graz", "tier": "nice"},
        {"id": "duty", "kind": "responsibility", "value": "Build APIs for billing", "tier": "nice"},
    ],
}  # fmt: skip
CRITERIA = group_of(TREE)
FOUND = score(applicant(DEVELOPER), CRITERIA)


@pytest.mark.parametrize("audience", ["recruiter", "candidate"])
def test_every_criterion_has_a_sentence_and_the_points_add_up(audience: str) -> None:
    reasons = why(FOUND, CRITERIA, "recruiter" if audience == "recruiter" else "candidate")
    assert len(reasons) == len(FOUND.parts)
    assert sum(each.points for each in reasons) == pytest.approx(FOUND.total, abs=1e-9)
    assert [each.points for each in reasons] == sorted((each.points for each in reasons), reverse=True)
    for each in reasons:
        assert each.sentence[0].isupper() or not each.sentence[0].isalpha()
        assert each.sentence.endswith((".", "?"))
        assert "{" not in each.sentence
        assert "None" not in each.sentence


def test_the_words_say_what_the_score_knows() -> None:
    said = {each.criterion: each.sentence for each in why(FOUND, CRITERIA, "recruiter")}
    assert said["title"] == "Experience as Backend Developer: held the title Senior Backend Developer."
    assert said["years"].startswith("8 years of experience: the dates add up to 8 years and 6 months")
    assert said["python"] == "Python for 8 years: used (5 years and 6 months), which is shorter."
    assert said["cobol"] == "COBOL: the résumé does not show it."
    assert "only listed" in said["tf"]
    assert said["german"] == "German at C1: the résumé does not show it."


def test_candidates_are_told_what_they_can_do() -> None:
    said = {each.criterion: each.sentence for each in why(FOUND, CRITERIA, "candidate")}
    assert "If you have used it at work, say where" in said["tf"]
    assert said["cobol"] == "COBOL: it was not found in your résumé. If you have it, add it."


def test_what_is_missing_is_told_with_exactly_what_it_would_add() -> None:
    changes = why_not_higher(FOUND, CRITERIA, "recruiter")
    assert changes[0].criterion == "cobol"
    assert changes[0].is_knock_out
    assert (
        changes[0].sentence == "COBOL is a knock-out and is not met, so everybody who meets it ranks above."
    )
    duty = next(each for each in FOUND.parts if each.criterion == "duty")
    assert sum(each.gain for each in changes) + FOUND.total == pytest.approx(100 - 0.2 * duty.most, abs=1e-9)
    gains = [each.gain for each in changes if not each.is_knock_out]
    assert gains == sorted(gains, reverse=True)
    assert any("or another of its group" in each.sentence for each in changes)


def test_the_gain_is_what_a_résumé_that_shows_it_would_score_more() -> None:
    gain = next(
        each.gain for each in why_not_higher(FOUND, CRITERIA, "candidate") if each.criterion == "german"
    )
    languages = [*DEVELOPER["languages"], {"language": "German", "fluency": "C1"}]  # type: ignore[misc]
    better = score(applicant({**DEVELOPER, "languages": languages}), CRITERIA)
    assert better.total - FOUND.total == pytest.approx(gain, abs=1e-9)


def test_two_people_are_compared_by_what_parts_them() -> None:
    other = score(applicant(NURSE), CRITERIA)
    rows = compare(FOUND, other, CRITERIA, "recruiter")
    assert sum(each.gap for each in rows) == pytest.approx(FOUND.total - other.total, abs=1e-9)
    assert [abs(each.gap) for each in rows] == sorted((abs(each.gap) for each in rows), reverse=True)
    assert next(each for each in rows if each.criterion == "german").sentence.startswith(
        "German at C1: B has"
    )
    assert compare(FOUND, FOUND, CRITERIA, "candidate") == ()


def test_a_language_without_sentences_is_told_in_english() -> None:
    assert why(FOUND, CRITERIA, "recruiter", "xx") == why(FOUND, CRITERIA, "recruiter", "en")
