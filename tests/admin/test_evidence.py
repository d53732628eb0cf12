"""What was read, as a list for people."""

from __future__ import annotations

from parsing.evidence import Place, Reading, readings_in


def leaf(value: str, *evidence: dict[str, object], confidence: float = 0.9) -> dict[str, object]:
    return {"value": value, "confidence": confidence, "rule": "r", "evidence": list(evidence)}


def test_every_leaf_has_a_path_a_trust_and_its_places():
    here = {"page": 2, "bbox": [0.1, 0.2, 0.5, 0.25], "text": "x"}
    profile = {
        "meta": {"as_of": "2026-01-01"},
        "work": [{"position": leaf("Engineer", here), "highlights": [leaf("Built it")]}],
        "basics": {"name": leaf("Erika", {"page": 1, "bbox": None, "text": "x"}, confidence=0.555)},
        "extras": {"unmapped_text": [{"text": "z"}]},
    }
    assert readings_in(profile) == [
        Reading("basics", "name", "Erika", 56, "r", ()),
        Reading("work", "1 · position", "Engineer", 90, "r", (Place(2, 10, 20, 40, 5),)),
        Reading("work", "1 · highlights 1", "Built it", 90, "r", ()),
    ]


def test_a_profile_of_nothing_has_no_readings():
    assert readings_in({}) == []
