"""Confidences are probabilities, and what is doubtful is said to need a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsing.stages.confidence import (
    REVIEW_BELOW,
    SIGNS,
    Map,
    Signs,
    fitted,
    kind_of,
    leaves_of,
    sensitivity_of,
)
from parsing.stages.flow import Reading, read

FILES = Path(__file__).parents[2] / "samples" / "files"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read((FILES / "single-column.pdf").read_bytes(), "single-column.pdf")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("basics.name", "name"),
        ("basics.location.city", "place"),
        ("basics.profiles.0.url", "contact"),
        ("work.2.name", "employer"),
        ("work.2.startDate", "date"),
        ("work.0.highlights.3", "text"),
        ("work.0.keywords.3", "skill"),
        ("education.1.area", "degree"),
        ("skills.0.keywords.4", "skill"),
        ("skills.0.name", "skill"),
        ("languages.0.fluency", "language"),
        ("awards.0.title", "named"),
    ],
)
def test_the_kind_of_a_field(path: str, kind: str) -> None:
    assert kind_of(tuple(path.split("."))) == kind


@pytest.mark.parametrize(
    ("path", "sensitive"),
    [
        ("basics.name", "pii"),
        ("basics.emails.0", "pii"),
        ("basics.location.city", "pii"),
        ("references.0.name", "pii"),
        ("basics.summary", "none"),
        ("work.0.name", "none"),
    ],
)
def test_what_tells_who_somebody_is_is_marked(path: str, sensitive: str) -> None:
    assert sensitivity_of(path.split(".")) == sensitive


def test_every_value_has_a_probability_its_parts_and_a_status(reading: Reading) -> None:
    for leaf in leaves_of(reading.profile):
        envelope = leaf.envelope
        confidence = envelope["confidence"]
        assert isinstance(confidence, float)
        assert 0 < confidence <= 1
        assert envelope["status"] == ("auto" if confidence >= REVIEW_BELOW else "needs_review")
        assert set(envelope["confidence_parts"]) == {"extraction", "ocr", "classification"}  # type: ignore[call-overload]
        assert envelope["sensitive"] in ("none", "pii")


def test_the_profile_says_what_a_person_should_look_at(reading: Reading) -> None:
    derived = reading.profile["derived"]
    assert isinstance(derived, dict)
    told = {
        ".".join(leaf.path)
        for leaf in leaves_of(reading.profile)
        if leaf.envelope["status"] == "needs_review" and leaf.path[0] != "extras"
    }
    assert set(derived["needs_review"]) == told
    assert 0 < derived["parse_confidence"] <= 1


def test_derived_facts_name_the_values_that_they_follow_from(reading: Reading) -> None:
    derived = reading.profile["derived"]
    assert isinstance(derived, dict)
    paths = {".".join(leaf.path) for leaf in leaves_of(reading.profile)}
    named = {path for inputs in derived["inputs"].values() for path in inputs}
    assert "work.0.position" in named
    assert named - {"skills"} <= paths


def test_a_map_rises_with_its_score_and_stays_between_its_ends() -> None:
    weights = (0.0, 1.0, *[0.0] * (len(SIGNS) - 2))
    rising = Map(weights, (-1.0, 0.0, 2.0), (0.2, 0.5, 0.9))
    told = [rising.probability([1.0, own, *[0.0] * (len(SIGNS) - 2)]) for own in (-5, -1, -0.5, 0, 1, 2, 9)]
    assert told == pytest.approx([0.2, 0.2, 0.35, 0.5, 0.7, 0.9, 0.9])


def test_the_shipped_maps_rise(reading: Reading) -> None:
    assert {"name", "employer", "title", "date", "skill", "named"} <= fitted().keys()
    for each in fitted().values():
        assert len(each.weights) == len(SIGNS)
        assert list(each.scores) == sorted(each.scores)
        assert list(each.shares) == sorted(each.shares)
        assert 0 < each.shares[0] <= each.shares[-1] < 1


def test_a_reading_gives_the_same_signs_when_asked_again(reading: Reading) -> None:
    leaf = next(iter(leaves_of(reading.profile)))
    signs = Signs(reading.profile, reading.lines, reading.sections)
    assert signs.of(leaf) == Signs(reading.profile, reading.lines, reading.sections).of(leaf)
    assert len(signs.of(leaf)) == len(SIGNS)
