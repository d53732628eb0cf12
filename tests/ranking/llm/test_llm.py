"""The model beside the ranking, through the real client and a server on loopback: whatever it does, there is
our answer and a note."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache

from accounts.models import ModelUse
from accounts.spending import DayLedger, settings_chat
from config.chat import OVER_BUDGET
from config.llm import OpenAIChat
from ranking import llm
from ranking.criteria import criteria_of
from ranking.criteria.proposals import QUOTE_UNKNOWN, SCHEMA
from ranking.scoring.types import Criterion
from ranking.scoring.wordings import WORDING_REFUSED
from tests.cvimprover.writing.model_server import ModelServer, Reply, completion, model_server
from tests.ranking.llm.adverts import NURSE, answer, claim
from tests.ranking.llm.faults import FAULTS, GOOD, QUICK

INVENTED = answer(claim("skill", "Python", "Five years of Python"))
OWN = ("Python is missing.", "English is B2, C1 is asked for.")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@contextmanager
def chat_with(reply: Callable[[dict[str, Any]], Reply]) -> Iterator[tuple[OpenAIChat, ModelServer]]:
    with model_server(reply) as server:
        chat = OpenAIChat(base_url=server.base_url, api_key="k", model="small", limits=QUICK)
        try:
            yield chat, server
        finally:
            chat.close()


def test_a_proposal_that_holds_is_added() -> None:
    with chat_with(lambda _: completion(GOOD)) as (chat, server):
        found = llm.propose(NURSE, criteria_of(NURSE), chat=chat)
    assert (found.added, found.notes) == (1, ())
    last = found.criteria.members[-1]
    assert isinstance(last, Criterion)
    assert last.value == "imedone"
    (asked,) = server.asked
    assert asked["response_format"]["json_schema"]["schema"] == SCHEMA
    assert asked["response_format"]["json_schema"]["strict"] is True
    assert "jobs@hillside" not in json.dumps(asked)


@pytest.mark.parametrize(("reply", "note"), FAULTS)
def test_a_fault_ends_in_our_own_criteria_and_a_note(reply: Reply, note: str) -> None:
    own = criteria_of(NURSE)
    with chat_with(lambda _: reply) as (chat, _):
        begun = time.monotonic()
        found = llm.propose(NURSE, own, chat=chat)
        assert time.monotonic() - begun < 3
    assert found == (own, 0, (note,))


def test_an_invention_is_not_stored() -> None:
    own = criteria_of(NURSE)
    with chat_with(lambda _: completion(INVENTED)) as (chat, _):
        assert llm.propose(NURSE, own, chat=chat) == (own, 0, (QUOTE_UNKNOWN,))


@pytest.mark.parametrize(("reply", "note"), FAULTS)
def test_a_fault_ends_in_our_own_words_and_a_note(reply: Reply, note: str) -> None:
    with chat_with(lambda _: reply) as (chat, _):
        assert llm.word(OWN, chat=chat) == (OWN, (note,))


def test_an_invented_wording_is_not_taken() -> None:
    told = [{"number": 1, "text": "Python is excellent."}, {"number": 2, "text": "English B2, C1 is asked."}]
    with chat_with(lambda _: completion(json.dumps({"sentences": told}))) as (chat, _):
        assert llm.word(OWN, chat=chat) == ((OWN[0], "English B2, C1 is asked."), (WORDING_REFUSED,))


def test_the_same_advertisement_is_asked_about_once_and_a_bad_answer_is_not_kept() -> None:
    replies = iter([completion("nonsense"), completion(GOOD)])
    own = criteria_of(NURSE)
    with chat_with(lambda _: next(replies)) as (chat, server):
        assert [llm.propose(NURSE, own, chat=chat).added for _ in range(4)] == [0, 1, 1, 1]
        assert len(server.asked) == 2
    # What was kept is checked again against what we read now.
    other = NURSE.replace("imedone", "iMedTwo")
    with chat_with(lambda _: completion(GOOD)) as (chat, server):
        assert llm.propose(other, criteria_of(other), chat=chat).added == 0
        assert len(server.asked) == 1


def test_explanations_are_about_people_and_never_kept() -> None:
    with chat_with(lambda _: completion('{"sentences": []}')) as (chat, server):
        for _ in range(2):
            assert llm.word(OWN, chat=chat) == (OWN, ())
        assert len(server.asked) == 2


def test_off_unless_settings_say_otherwise(settings) -> None:
    settings.LLM_MODEL, settings.LLM_RANKING = "small", False
    own = criteria_of(NURSE)
    assert llm.propose(NURSE, own) == (own, 0, (llm.OFF,))
    assert llm.word(OWN) == (OWN, (llm.OFF,))


@pytest.mark.django_db
def test_settings_name_the_model_and_every_call_is_counted(settings) -> None:
    with model_server(lambda _: completion(GOOD)) as server:
        settings.LLM_MODEL, settings.LLM_RANKING = "small", True
        settings.LLM_BASE_URL = server.base_url
        settings_chat.cache_clear()
        try:
            assert llm.propose(NURSE, criteria_of(NURSE)).added == 1
        finally:
            chat = settings_chat()
            assert chat is not None
            chat.close()
            settings_chat.cache_clear()
    assert ModelUse.objects.values_list("model", "calls", "tokens").get() == ("small", 1, 120)


@pytest.mark.django_db
def test_a_spent_day_asks_nothing() -> None:
    with model_server(lambda _: completion(GOOD)) as server:
        ledger = DayLedger("small", 10)
        chat = OpenAIChat(base_url=server.base_url, api_key="k", model="small", limits=QUICK, ledger=ledger)
        assert llm.propose(NURSE, criteria_of(NURSE), chat=chat).notes == (OVER_BUDGET,)
        assert server.asked == []
