"""A language model that fails or lies beside the ranking: all completes, and no invention is stored."""

from __future__ import annotations

import logging
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import django

from config.llm import OpenAIChat
from ranking.criteria import criteria_of
from ranking.criteria.proposals import SAID
from ranking.scoring.explain import why
from ranking.scoring.scoring import leaves, score
from ranking.scoring.types import Applicant, Criterion, Group
from tests.benchmarks.figures import Figure
from tests.cvimprover.writing.model_server import Reply, completion, model_server
from tests.ranking.llm.adverts import answer, claim
from tests.ranking.llm.faults import AT_ONCE, IN_TIME, QUICK

ADS: Final = Path(__file__).parent.parent / "ranking" / "criteria" / "ads"
SLOW_FAULTS: Final = 5
"""Advertisements that meet the faults that take a second each."""
LIES: Final = (
    "Quantum Basketry",
    "Zeppelin Licence",
    "Master of Teleportation",
    "Glossolalia",
    "TrackPilot 9",
)


def figures(*, slow: bool) -> Iterator[Figure]:
    """All of them; `slow` lets every advertisement meet every fault."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    logging.disable(logging.WARNING)  # every fault is one
    adverts = texts()
    yield Figure("llm_advertisements", len(adverts), 60, "at least")
    yield from faults(adverts, slow=slow)
    yield from lies(adverts)
    yield truths(adverts)


def texts() -> list[str]:
    """The advertisements of the tests."""
    files = [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(ADS.glob("*.toml"))]
    return [row["text"].strip() for file in files for row in file["ad"]]


def faults(adverts: list[str], *, slow: bool) -> Iterator[Figure]:
    """Criteria, a score and its explanation, while the model fails in every way there is."""
    asked = done = 0
    for reply, note in (*AT_ONCE, *IN_TIME):
        met = adverts if slow or (reply, note) in AT_ONCE else adverts[:SLOW_FAULTS]
        with chat_with(cycle([reply])) as chat:
            for text in met:
                asked += 1
                done += _completes(text, note, chat)
    yield Figure("llm_fault_requests", asked)
    yield Figure("llm_fault_requests_completed", 100 * done / asked, 100, "at least", "%")


def _completes(text: str, note: str, chat: OpenAIChat) -> bool:
    """Whether our own criteria, a score by them and its own words come out, with the note."""
    from ranking import llm

    own = criteria_of(text)
    found = llm.propose(text, own, chat=chat)
    told = score(Applicant(), found.criteria)
    sentences = tuple(reason.sentence for reason in why(told, found.criteria, "recruiter"))
    worded = llm.word(sentences, chat=chat)
    return found == (own, 0, (note,)) and worded == (sentences, (note,)) and 0 <= told.total <= 100


def lies(adverts: list[str]) -> Iterator[Figure]:
    """Answers full of words that are not there, not asked for, or not what they are said to be."""
    from ranking import llm

    told = stored = added = 0
    for number, text in enumerate(adverts):
        lying = _lies(text, adverts[number - 1])
        told += len(lying)
        with chat_with(cycle([completion(answer(*lying))])) as chat:
            found = llm.propose(text, criteria_of(text), chat=chat)
        added += found.added
        new = list(leaves(found.criteria))[-found.added :] if found.added else []
        stored += sum(not _is_borne_out(each, text) for each in new)
    yield Figure("llm_lies_told", told, note=f"{added} proposals held, all in the advertisement's words")
    yield Figure("llm_invented_claims_stored", stored, 0)


def _lies(text: str, other: str) -> list[Any]:
    lines = [line.strip("-•* ").strip() for line in text.splitlines() if len(line.split()) > 2]
    foreign = [line.strip("-•* ").strip() for line in other.splitlines() if len(line.split()) > 2]
    lying = [claim("skill", lie, f"Experience with {lie} is a must") for lie in LIES]
    lying += [claim("skill", lie, line) for lie, line in zip(LIES, lines, strict=False)]
    lying += [claim("language", code, line) for code, line in zip(("tlh", "eo", "zu"), lines, strict=False)]
    lying += [claim("years", "20 years", line) for line in lines[:3]]
    lying += [claim("certificate", line.split()[0], line) for line in foreign if line not in text]
    return [*lying, [claim("education", "Master of Teleportation", line) for line in lines[:4]]]


def _is_borne_out(found: Criterion, text: str) -> bool:
    """Whether the words stand where they are said to stand, and are the value where it is one of words."""
    span = found.span
    if span is None or text[span.start : span.end] != span.text or any(lie in found.value for lie in LIES):
        return False
    return found.kind not in SAID or found.value.casefold() in " ".join(span.text.split()).casefold()


def truths(adverts: list[str]) -> Figure:
    """The share of skills that we read ourselves which would be taken from a model, had we not."""
    from ranking import llm

    said = taken = 0
    for text in adverts:
        own = [each for each in criteria_of(text).members if isinstance(each, Criterion)]
        skills = [each for each in own if each.kind == "skill" and each.span and each.tier == "must"]
        for each in skills[:2]:
            assert each.span is not None
            rest = Group("all", "all", tuple(one for one in own if one is not each))
            begin = text.rfind("\n", 0, each.span.start) + 1
            quote = text[begin : text.find("\n", each.span.end) % (len(text) + 1)]
            told = answer(claim("skill", each.span.text, quote.strip("-•* ")))
            with chat_with(cycle([completion(told)])) as chat:
                found = llm.propose(text, rest, chat=chat)
            said += 1
            taken += found.added
    return Figure("llm_true_proposals_taken", 100 * taken / said, 90, "at least", "%", f"{said} skills")


@contextmanager
def chat_with(replies: Iterator[Reply]) -> Iterator[OpenAIChat]:
    """The real client with a server on loopback that gives these replies in turn."""
    from django.core.cache import cache

    cache.clear()

    def reply(_: Mapping[str, Any]) -> Reply:
        return next(replies)

    with model_server(reply) as server:
        chat = OpenAIChat(base_url=server.base_url, api_key="", model="stub", limits=QUICK)
        try:
            yield chat
        finally:
            chat.close()
