from __future__ import annotations

import copy
import random

import pytest

from parsing.stages.json_resume import json_resume
from parsing.training.careers import career
from parsing.training.people import profile_of
from ranking.scoring.fairness import OTHERS, Declared, counterfactual, impact
from ranking.scoring.scoring import score
from tests.ranking.scoring.people import AS_OF, NURSE, applicant, asked

CRITERIA = asked(
    {"kind": "title", "value": "Nurse"},
    {"kind": "years", "months": 36},
    {"kind": "skill", "value": "Wound care"},
    {"kind": "skill", "value": "Python", "tier": "should"},
    {"kind": "language", "value": "en", "level": "B2"},
    {"kind": "responsibility", "value": "Lead a team and train colleagues"},
    {"kind": "responsibility", "value": "Care for people"},
    {"kind": "industry", "value": "hospital", "tier": "nice"},
)


def test_two_hundred_swaps_move_no_score_at_all() -> None:
    swaps = [
        swap
        for seed in range(8)
        for language in ("en", "de", "fr", "es")
        for swap in counterfactual(_third_person(seed, language), CRITERIA, {}, AS_OF)
    ]
    assert len(swaps) >= 200
    assert {swap.kind for swap in swaps} == {
        "name", "pronouns", "address", "birth_date", "nationality", "photo", "marital_status",
    }  # fmt: skip
    assert [swap for swap in swaps if swap.difference != 0.0 or not swap.is_identical] == []


def test_the_check_finds_what_moves_a_score() -> None:
    """A résumé whose skills hang on its name: were names not masked, the check would see it."""
    resume = copy.deepcopy(NURSE)
    resume["skills"] = [{"keywords": ["Ottilie"]}]
    swaps = counterfactual(resume, asked({"kind": "skill", "value": "Ottilie"}), {}, AS_OF)
    assert all(swap.difference == 0.0 for swap in swaps)
    assert score(applicant(resume), asked({"kind": "skill", "value": "Ottilie"})).total == 0.0


def test_what_was_read_of_the_words_moves_with_them() -> None:
    from ranking.scoring.applicants import Place

    line = "Ottilie cared for patients on an acute surgical ward with her team at Larchmont Hospital"
    seen = {line: Place(1, (0.1, 0.1, 0.9, 0.2), 0.8)}
    assert all(swap.is_identical for swap in counterfactual(NURSE, CRITERIA, seen, AS_OF))


def test_the_names_put_in_are_no_words() -> None:
    from ranking.scoring.masking import Masker

    for given, family in OTHERS:
        assert Masker([f"{given} {family}"]).masked(f"{given} led the team") == "… led the team"


def test_impact_is_the_ratio_to_the_best_group() -> None:
    people = [
        *(Declared("a", 80 - n, n < 6) for n in range(10)),
        *(Declared("b", 75 - n, n < 3) for n in range(10)),
        *(Declared("c", 90, True) for _ in range(3)),
        *(Declared("", 10, False) for _ in range(4)),
    ]
    found = impact(people)
    groups = {each.group: each for each in found.groups}
    assert found.undeclared == 4
    assert groups["a"].selection_rate == pytest.approx(0.6)
    assert groups["a"].selection_ratio == 1.0
    assert groups["b"].selection_ratio == pytest.approx(0.5)
    assert groups["b"].is_below_four_fifths
    assert not groups["a"].is_below_four_fifths
    assert groups["c"].is_small
    assert groups["c"].selection_ratio is None
    assert groups["c"].count == 3
    assert not groups["c"].is_below_four_fifths


def test_a_group_below_two_in_a_hundred_is_named_and_not_judged() -> None:
    people = [Declared("many", n % 7, n % 2 == 0) for n in range(400)] + [Declared("few", 1, True)] * 6
    few = next(each for each in impact(people).groups if each.group == "few")
    assert (few.is_small, few.selection_ratio, few.selection_rate) == (True, None, 1.0)


def test_where_nobody_is_chosen_there_is_nothing_to_compare() -> None:
    found = impact([Declared("a", 1, False)] * 9)
    assert found.groups[0].selection_ratio is None
    assert found.groups[0].scoring_rate == 0.0
    assert impact([]).groups == ()


def _third_person(seed: int, language: str) -> dict[str, object]:
    """A factory résumé whose texts name the person, with pronouns and forms of address."""
    someone = career(seed, language)
    resume = json_resume(profile_of(someone))
    rng = random.Random(f"{language}-{seed}")
    name = f"{someone.given} {someone.family}"
    said = {
        "en": (
            f"{name} led the team; he trained his colleagues",
            f"Ms {someone.family} and her team cared for people",
        ),
        "de": (f"{name} leitete das Team; sie schulte ihre Leute", f"Herr {someone.family} und sein Team"),
        "fr": (f"{name} a dirigé l'équipe; elle a formé des collègues", f"Madame {someone.family} et lui"),
        "es": (f"{name} dirigió el equipo; él formó a colegas", f"La señora {someone.family} y ella"),
    }[language]
    for item in resume["work"]:  # type: ignore[attr-defined]
        item["highlights"] = [*item.get("highlights", ()), rng.choice(said)]
    return resume
