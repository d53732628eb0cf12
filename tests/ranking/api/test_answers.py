"""Why this rank, why not higher, two compared, and the same again."""

from __future__ import annotations

import pytest

from candidates.models import Candidate
from ranking import preparing
from ranking.models import RankedCandidate
from tests.api.conftest import problem
from tests.ranking.api.test_rankings import RANKINGS, ask
from tests.ranking.making import candidate, job


@pytest.fixture
def ranked(alice):
    """The address of a ranking of three, and its items by name."""
    people = [
        candidate("Ann"),
        candidate("Ben", skills=("SQL",)),
        candidate("Cem", skills=("Excel",), since="2025-10"),
    ]
    body = ask(alice, job(), [each.pk for each in people]).json()
    items = {each.candidate.name: each for each in RankedCandidate.objects.select_related("candidate")}
    return f"{RANKINGS}{body['id']}/", items


@pytest.mark.parametrize("audience", ["recruiter", "candidate"])
def test_the_reasons_add_up_to_the_score(alice, ranked, audience):
    address, items = ranked
    for item in items.values():
        why = alice.get(f"{address}results/{item.pk}/why/?audience={audience}").json()
        assert abs(sum(each["points"] for each in why["reasons"]) - item.score) < 1e-9
        assert all(each["sentence"] for each in why["reasons"])
        missing = alice.get(f"{address}results/{item.pk}/why-not/?audience={audience}").json()
        assert abs(sum(each["gain"] for each in missing["changes"]) - (100 - item.score)) < 1e-9
    first = missing["changes"][0]
    assert (first["criterion"], first["is_knock_out"]) == ("c3", True)


def test_without_a_model_our_sentences_stand(alice, ranked):
    address, items = ranked
    ours = alice.get(f"{address}results/{items['Ann'].pk}/why/").json()
    worded = alice.get(f"{address}results/{items['Ann'].pk}/why/?worded=true").json()
    assert (ours["notes"], worded["notes"]) == ([], ["llm_off"])
    assert worded["reasons"] == ours["reasons"]


def test_two_are_compared(alice, ranked):
    address, items = ranked
    a, b = items["Ann"], items["Cem"]
    body = alice.get(f"{address}compare/?a={a.pk}&b={b.pk}").json()
    assert abs(sum(each["gap"] for each in body["differences"]) - (a.score - b.score)) < 1e-9
    problem(alice.get(f"{address}compare/?a={a.pk}"), 400, "invalid")
    problem(alice.get(f"{address}compare/?a={a.pk}&b={b.pk}&audience=press"), 400, "invalid")
    problem(alice.get(f"{address}compare/?a={a.pk}&b=999999"), 404, "not_found")


def test_the_same_comes_out_again(alice, ranked):
    address, items = ranked
    body = alice.get(f"{address}replay/").json()
    assert (body["looked_at"], body["identical"], body["others"]) == (3, 3, [])
    one = alice.get(f"{address}results/{items['Ann'].pk}/replay/").json()
    assert one["is_identical"]
    assert one["digest_then"] == one["digest_now"]
    assert one["changed"] == []


def test_a_replay_says_which_input_has_changed(alice, ranked, monkeypatch):
    address, items = ranked
    item = items["Ann"]
    changed = item.candidate.profile | {"skills": []}
    changed["work"][0]["highlights"] = ["Sat there."]
    Candidate.objects.filter(pk=item.candidate_id).update(profile=changed, version=7)
    Candidate.objects.filter(pk=items["Ben"].candidate_id).update(version=9)
    body = alice.get(f"{address}replay/").json()
    assert (body["looked_at"], body["identical"]) == (3, 2)
    (other,) = body["others"]
    assert (other["item"], other["changed"]) == (item.pk, ["candidate"])
    assert other["digest_then"] != other["digest_now"]
    assert other["score_now"] < other["score_then"]
    # A change that does not count is told, and the bytes are the same.
    ben = alice.get(f"{address}results/{items['Ben'].pk}/replay/").json()
    assert (ben["is_identical"], ben["changed"]) == (True, ["candidate"])
    for module in ("ranking.answers", "ranking.preparing"):
        monkeypatch.setattr(f"{module}.ENGINE_VERSION", "0")
    assert alice.get(f"{address}results/{item.pk}/replay/").json()["changed"] == ["candidate", "engine"]
    assert preparing.ENGINE_VERSION == "0"


def test_whoever_has_no_score_has_no_answers(alice, ranked):
    address, items = ranked
    RankedCandidate.objects.filter(pk=items["Ann"].pk).update(state="failed", result=b"", score=None)
    for answer in ("why", "why-not", "replay"):
        problem(alice.get(f"{address}results/{items['Ann'].pk}/{answer}/"), 409, "not_ready")
    problem(alice.get(f"{RANKINGS}{job().pk}/results/{items['Ben'].pk}/why/"), 404, "not_found")


@pytest.mark.parametrize(
    ("language", "said"),
    [("de", "Der Lebenslauf"), ("fr", "le CV"), ("es", "el currículum"), ("en", "the résumé")],
)
def test_answers_are_worded_as_asked_and_the_same_comes_out_again(alice, ranked, language, said):
    address, items = ranked
    item, header = items["Cem"], {"accept-language": language}
    stored = bytes(item.result)
    why = alice.get(f"{address}results/{item.pk}/why/", headers=header)
    assert why["Content-Language"] == language
    assert any(said in each["sentence"] for each in why.json()["reasons"])
    plain = alice.get(f"{address}results/{item.pk}/why/").json()
    told = why.json()
    for ours, theirs in zip(told["reasons"], plain["reasons"], strict=True):
        assert ours | {"sentence": ""} == theirs | {"sentence": ""}
    for path in (f"results/{item.pk}/why-not/", f"compare/?a={item.pk}&b={items['Ann'].pk}"):
        assert alice.get(f"{address}{path}", headers=header)["Content-Language"] == language
    again = alice.get(f"{address}results/{item.pk}/replay/", headers=header).json()
    item.refresh_from_db()
    assert again["is_identical"]
    assert again["digest_then"] == again["digest_now"]
    assert bytes(item.result) == stored
