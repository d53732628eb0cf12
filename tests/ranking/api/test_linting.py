"""What to look at before anybody is ranked: the text, and whom each knock-out removes."""

from __future__ import annotations

from candidates import services
from ranking import linting
from tests.api.conftest import problem
from tests.ranking.making import TREE, candidate, job


def address(of):
    return f"/api/v1/jobs/{of.pk}/criteria/lint/"


def test_knock_outs_are_counted_over_those_who_apply(alice):
    made = job()
    old, new = candidate("Old"), candidate("New", since="2026-01")
    candidate("Elsewhere", since="2026-02")
    services.move([old.pk, new.pk], services.Move(made), actor=None)
    body = alice.get(address(made)).json()
    assert body["knock_outs"] == {
        "of": "applicants", "people": 2, "looked_at": 2, "is_sampled": False, "any": 1,
        "by_criterion": {"c3": 1},
    }  # fmt: skip
    assert body["criteria_version"] == 1
    assert isinstance(body["findings"], list)


def test_where_nobody_applies_everybody_counts_and_a_sample_says_so(alice, monkeypatch):
    monkeypatch.setattr(linting, "LOOKED_AT", 2)
    for since in ("2015-01", "2026-01", "2026-01"):
        candidate(since=since)
    told = alice.get(address(job())).json()["knock_outs"]
    assert (told["of"], told["people"], told["looked_at"], told["is_sampled"]) == ("everybody", 3, 2, True)
    assert told["by_criterion"] == {"c3": 2}


def test_without_knock_outs_nobody_is_looked_at(alice):
    candidate()
    made = job(tree={**TREE, "members": TREE["members"][:2]})
    told = alice.get(address(made)).json()["knock_outs"]
    assert (told["people"], told["looked_at"], told["any"], told["by_criterion"]) == (1, 0, 0, {})


def test_words_of_the_advertisement_are_pointed_at(alice):
    made = job()
    made.description = "We look for a young native speaker who knows Python."
    made.save()
    findings = alice.get(address(made)).json()["findings"]
    assert findings
    for each in findings:
        if span := each["span"]:
            assert made.description[span["start"] : span["end"]] == span["text"]
        assert each["sentence"]
        assert each["fix"]


def test_there_is_nothing_to_look_at_before_there_are_criteria(alice):
    made = job()
    problem(alice.get(address(made) + "?version=2"), 404, "not_found")
    made.criteria_versions.all().delete()
    problem(alice.get(address(made)), 404, "not_found")
