from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ranking.scoring.packing import (
    CriteriaError,
    canonical,
    digest,
    group_of,
    pack,
    score_of,
    tree_of,
    unpack,
)
from tests.ranking.scoring.people import DEVELOPER, NURSE, applicant, scored

ROOT = Path(__file__).resolve().parents[3]
TREE = {
    "id": "root",
    "mode": "all",
    "members": [
        {"id": "a", "kind": "skill", "value": "Python", "tier": "must", "months": 36, "knock_out": True,
         "span": {"start": 3, "end": 9, "text": "Python"}},
        {"id": "g", "mode": "any", "members": [
            {"id": "b", "kind": "education", "value": "", "tier": "should", "level": "6"},
            {"id": "c", "kind": "years", "value": "", "tier": "should", "months": 60, "weight": 4.5},
        ]},
        {"id": "d", "kind": "location", "value": "Graz", "tier": "nice", "country_code": "AT"},
    ],
}  # fmt: skip


def test_criteria_come_back_as_they_were() -> None:
    assert tree_of(group_of(TREE)) == TREE


@pytest.mark.parametrize(
    ("tree", "pointer"),
    [
        ([], ""),
        ({"mode": "all", "members": []}, "/id"),
        ({"id": "root", "mode": "some", "members": []}, "/mode"),
        ({"id": "root", "kind": "skill"}, "/mode"),
        ({"id": "root", "members": "abc"}, "/members"),
        ({"id": "root", "members": [{"id": "root", "kind": "skill"}]}, "/members/0/id"),
        ({"id": "root", "members": [{"id": "a", "kind": "age"}]}, "/members/0/kind"),
        ({"id": "root", "members": [{"id": "a", "kind": "skill", "tier": "maybe"}]}, "/members/0/tier"),
        ({"id": "root", "members": [{"id": "a", "kind": "skill", "weight": 11}]}, "/members/0/weight"),
        ({"id": "root", "members": [{"id": "a", "kind": "skill", "weight": True}]}, "/members/0/weight"),
        ({"id": "root", "members": [{"id": "a", "kind": "skill", "weight": math.nan}]}, "/members/0/weight"),
        ({"id": "root", "members": [{"id": "a", "kind": "skill", "months": 1.5}]}, "/members/0/months"),
        ({"id": "root", "members": [{"id": "a", "kind": "skill", "months": -1}]}, "/members/0/months"),
        (
            {"id": "root", "members": [{"id": "a", "kind": "skill", "knock_out": "yes"}]},
            "/members/0/knock_out",
        ),
        ({"id": "root", "members": [{"id": "a", "kind": "skill", "value": "x" * 1001}]}, "/members/0/value"),
        ({"id": "root", "members": [{"id": "a", "kind": "skill", "span": {"start": 1}}]}, "/members/0/span"),
        ({"id": "root", "members": [{"id": "a", "kind": "skill", "gender": "f"}]}, "/members/0/gender"),
    ],
)
def test_criteria_that_cannot_be_read_say_where(tree: object, pointer: str) -> None:
    with pytest.raises(CriteriaError) as error:
        group_of(tree)
    assert error.value.pointer == pointer


def test_groups_may_not_lie_in_each_other_without_end() -> None:
    tree: dict[str, object] = {"id": "x", "members": []}
    for depth in range(20):
        tree = {"id": str(depth), "members": [tree]}
    with pytest.raises(CriteriaError, match="deep"):
        group_of(tree)


def test_there_is_an_end_to_how_many_criteria_there_are() -> None:
    members = [{"id": str(at), "kind": "skill", "value": "x"} for at in range(300)]
    with pytest.raises(CriteriaError, match="more than"):
        group_of({"id": "root", "members": members})


@pytest.mark.parametrize("resume", [NURSE, DEVELOPER, {}])
def test_applicants_and_scores_come_back_as_they_were(resume: dict[str, object]) -> None:
    someone = applicant(resume)
    assert unpack(pack(someone)) == someone
    found = scored(resume, {"kind": "skill", "value": "Wound care"}, {"kind": "years", "months": 24})
    assert score_of(canonical(found)) == found


def test_bytes_that_are_none_of_ours_are_refused() -> None:
    with pytest.raises(ValueError, match=r".+"):
        unpack(b"nonsense")
    with pytest.raises(ValueError, match=r".+"):
        score_of(b"\x80")


def test_the_replay_key_depends_on_everything_and_on_no_order() -> None:
    key = digest(7, {"a": 1, "b": [2]}, "1", 24317)
    assert key == digest(7, {"b": [2], "a": 1}, "1", 24317)
    others = {
        digest(8, {"a": 1, "b": [2]}, "1", 24317), digest(7, {"a": 2, "b": [2]}, "1", 24317),
        digest(7, {"a": 1, "b": [2]}, "2", 24317), digest(7, {"a": 1, "b": [2]}, "1", 24318),
    }  # fmt: skip
    assert len({key, *others}) == 5


def test_another_process_with_another_hash_seed_makes_the_same_bytes() -> None:
    code = (
        "from tests.ranking.scoring.people import *\n"
        "from ranking.scoring.packing import canonical, pack\n"
        "rows = [dict(kind='title', value='Nurse'), dict(kind='skill', value='Wound care', months=12),\n"
        "        dict(kind='responsibility', value='Care for patients'), dict(kind='language', value='de')]\n"
        "for resume in (NURSE, DEVELOPER):\n"
        "    print(pack(applicant(resume)).hex(), canonical(scored(resume, *rows)).hex())\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
        ).stdout
        for seed in ("0", "1", "4711")
    }  # fmt: skip
    assert len(told) == 1
    assert len(next(iter(told))) > 1000
