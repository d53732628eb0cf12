"""Neighbours of skills: hand-judged probes, arithmetic, and how the vectors are learnt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from candidates.taxonomy import Skill, Taxonomy, find, taxonomy
from candidates.taxonomy.making.learning import vectors_of
from candidates.taxonomy.train import packed
from candidates.taxonomy.vectors import Neighbourhood, neighbourhood

PROBES = Path(__file__).with_name("probes.txt")
TOP = 5
SENSIBLE = 0.9
FAR = [
    ("React", "Nursing"), ("Python", "Welding"), ("Kubernetes", "Cooking"), ("Accounting", "Docker"),
    ("Wound care", "Java"), ("Forklift operation", "Machine learning"), ("Teaching", "Terraform"),
    ("Contract law", "Photoshop"), ("SEO", "PLC"), ("PCR", "Salesforce"), ("Carpentry", "SQL"),
    ("French", "C++"),
]  # fmt: skip
NEAR = [
    ("React", "Vue.js"), ("Docker", "Kubernetes"), ("TensorFlow", "PyTorch"), ("pandas", "NumPy"),
    ("SEO", "SEM"),
    ("Accounting", "Bookkeeping"), ("AutoCAD", "Revit"), ("Welding", "Machining"), ("Scrum", "Kanban"),
    ("Oracle Database", "PL/SQL"), ("Nursing", "Vital signs"), ("Recruiting", "Onboarding"),
    ("German", "French"),
]  # fmt: skip


def skill(name: str) -> Skill:
    found = find(name)
    assert found is not None, name
    return found


def names(
    positive: list[str], negative: list[str] | None = None, *, domain: str = "", limit: int = TOP
) -> list[str]:
    near = neighbourhood().near(
        [*map(skill, positive)], [*map(skill, negative or [])], domain=domain, limit=limit
    )
    return [neighbour.skill.name for neighbour in near]


def probes() -> dict[str, set[str]]:
    lines = PROBES.read_text(encoding="utf-8").splitlines()
    cells = [line.split(" | ") for line in lines if not line.startswith("#")]
    return {name: set(sensible.split("; ")) for name, sensible in cells}


def test_nine_in_ten_of_the_top_five_are_sensible():
    judged = probes()
    found = {name: names([name]) for name in judged}
    good = sum(neighbour in judged[name] for name, near in found.items() for neighbour in near)
    assert len(judged) >= 50
    assert all(len(near) == TOP for near in found.values())
    assert good / (TOP * len(judged)) >= SENSIBLE


@pytest.mark.parametrize(("one", "other"), NEAR)
def test_what_belongs_together_is_near(one, other):
    assert other in names([one], limit=40)


@pytest.mark.parametrize(("one", "other"), FAR)
def test_what_has_nothing_in_common_is_far(one, other):
    assert other not in names([one], limit=50)


@pytest.mark.parametrize(
    ("positive", "negative", "expected"),
    [
        (["React", "PHP"], ["jQuery"], {"TypeScript", "Laravel", "Vue.js"}),
        (["Spring Boot", "Python"], ["Java"], {"Django", "Flask"}),
        (["Django", "PHP"], ["Python"], {"Symfony", "Laravel"}),
        (["Xcode", "Android"], ["iOS"], {"Android Studio"}),
        (["NumPy", "R"], ["Python"], {"Stata", "SAS"}),
        (["AKS", "AWS"], ["Microsoft Azure"], {"Amazon EKS"}),
    ],
)
def test_skills_are_added_and_taken_away(positive, negative, expected):
    found = names(positive, negative, limit=10)
    assert expected <= set(found)
    assert not {*positive, *negative} & set(found)


def test_only_one_domain_when_asked():
    near = neighbourhood().near([skill("Python")], domain="data", limit=20)
    assert near
    assert {neighbour.skill.domain for neighbour in near} == {"data"}


def test_closeness_is_at_most_one_and_the_same_every_time():
    near = neighbourhood().near([skill("Docker")], limit=50)
    assert all(-1 <= neighbour.closeness <= 1.0001 for neighbour in near)
    assert near == neighbourhood().near([skill("Docker")], limit=50)


def test_a_skill_without_a_vector_stands_where_what_is_broader_stands():
    lonely = next(
        each
        for each in taxonomy()
        if each not in neighbourhood()
        and any(broader in neighbourhood() for broader in taxonomy().parents(each))
    )
    assert neighbourhood().near([lonely])


def small() -> Taxonomy:
    rows = (f"{name}\t{name.upper()}\ttool\t\t5\t\t\t\t{name}\n" for name in "abcdefgx")
    return Taxonomy("".join(rows).encode())


def test_two_trades_that_never_meet_stay_apart():
    pairs = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)]
    places, vectors = vectors_of(dict.fromkeys(pairs, 3.0), size=2, seed=1)
    assert places == [0, 1, 2, 3, 4, 5]
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    again = vectors_of(dict.fromkeys(pairs, 3.0), size=2, seed=1)[1]
    assert np.array_equal(vectors, again)
    everything = small()
    near = Neighbourhood(everything, [everything.at(place).id for place in places], packed(vectors))
    a, d = everything.at(0), everything.at(3)
    assert {neighbour.skill.name for neighbour in near.near([a], limit=2)} == {"B", "C"}
    assert {neighbour.skill.name for neighbour in near.near([d], limit=2)} == {"E", "F"}


def test_nobody_near_when_nothing_is_known():
    everything = small()
    unknown = everything.get("x")
    assert unknown is not None
    empty = Neighbourhood(everything, ["a", "gone"], np.ones((2, 3), np.int8))
    assert empty.near([unknown]) == []
    assert len(empty) == 1
