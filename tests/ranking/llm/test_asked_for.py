"""The model through the API: asked only where somebody wants it, and never in the way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from accounts.spending import settings_chat
from config.chat import UNAVAILABLE
from ranking.criteria.proposals import QUOTE_UNKNOWN
from ranking.llm import OFF
from ranking.models import CriteriaVersion, RankedCandidate
from ranking.scoring.wordings import WORDING_REFUSED
from tests.cvimprover.writing.model_server import ModelServer, Reply, completion, model_server
from tests.people import client_of
from tests.ranking.api.test_rankings import RANKINGS, ask
from tests.ranking.llm.adverts import NURSE, answer, claim
from tests.ranking.making import candidate, job

GOOD = answer(claim("skill", "imedone", "Experience with Epic or imedone is a plus"))
MIXED = json.dumps(
    {"requirements": [*json.loads(GOOD)["requirements"], {"any_of": [claim("skill", "Go", "Go is a must")]}]}
)


@pytest.fixture
def alice(db) -> APIClient:
    cache.clear()
    return client_of("alice")


@pytest.fixture
def served(settings) -> Callable[..., object]:
    """A way to serve a model that settings name."""

    @contextmanager
    def serve(reply: Callable[[dict[str, Any]], Reply]) -> Iterator[ModelServer]:
        with model_server(reply) as server:
            settings.LLM_MODEL, settings.LLM_RANKING = "small", True
            settings.LLM_BASE_URL = server.base_url
            settings_chat.cache_clear()
            try:
                yield server
            finally:
                if chat := settings_chat():
                    chat.close()
                settings_chat.cache_clear()

    return serve


@pytest.fixture
def address(alice) -> str:
    made = alice.post("/api/v1/jobs/", {"title": "Senior Nurse", "description": NURSE}).json()
    return f"/api/v1/jobs/{made['id']}/criteria/"


def test_proposals_are_stored_as_such_with_notes(alice, address, served):
    own = alice.post(address).json()
    with served(lambda _: completion(MIXED)) as server:
        made = alice.post(address + "?propose=true")
        assert alice.post(address).json()["source"] == "extracted"
        assert len(server.asked) == 1, "only where somebody asks for it"
    assert made.status_code == 201
    body = made.json()
    assert (body["number"], body["source"], body["notes"]) == (2, "proposed", [QUOTE_UNKNOWN])
    members = body["criteria"]["members"]
    assert members[:-1] == own["criteria"]["members"]
    assert members[-1]["value"] == "imedone"
    assert alice.get(address + "2/").json()["notes"] == [QUOTE_UNKNOWN]


def test_a_model_that_fails_leaves_our_own_criteria(alice, address, served):
    own = alice.post(address).json()
    with served(lambda _: Reply(500, "oops")):
        body = alice.post(address + "?propose=true").json()
    assert (body["source"], body["notes"]) == ("extracted", [UNAVAILABLE])
    assert body["criteria"] == own["criteria"]


def test_without_a_model_it_says_so(alice, address):
    body = alice.post(address + "?propose=true").json()
    assert (body["source"], body["notes"]) == ("extracted", [OFF])
    assert alice.post(address + "?propose=perhaps").status_code == 400
    assert CriteriaVersion.objects.count() == 1


def test_reasons_in_better_words_where_they_say_the_same(alice, served):
    body = ask(alice, job(), [candidate("Ann").pk]).json()
    item = RankedCandidate.objects.get()
    why = f"{RANKINGS}{body['id']}/results/{item.pk}/why/"
    own = alice.get(why).json()
    assert own["notes"] == []
    first, *others = [each["sentence"] for each in own["reasons"]]
    told = [{"number": 1, "text": f"{first[:-1]}, too"}, {"number": 2, "text": f"And the {others[0]}"}]
    with served(lambda _: completion(json.dumps({"sentences": told}))) as server:
        worded = alice.get(why + "?worded=true").json()
    assert [each["sentence"] for each in worded["reasons"]] == [first, f"And the {others[0]}", *others[1:]]
    assert worded["notes"] == [WORDING_REFUSED]
    assert [each["points"] for each in worded["reasons"]] == [each["points"] for each in own["reasons"]]
    assert "Ann" not in json.dumps(server.asked)
