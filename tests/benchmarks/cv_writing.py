"""How good the writer is, that its lock holds, and what an improvement costs."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from config.llm import Limits, OpenAIChat
from cvimprover.matching import match
from cvimprover.writing import Questionnaire, improve
from cvimprover.writing.llm import ModelWriter
from parsing.training.careers import career
from tests.benchmarks.figures import Figure, cpu_ms
from tests.cvimprover.test_matching import ADVERT, TEMPTING, said, untold
from tests.cvimprover.writing.hostile import LANGUAGES, HostileChat, broken_traces, case, invented, resume_of
from tests.cvimprover.writing.model_server import Reply, completion, model_server
from tests.cvimprover.writing.people import AS_OF
from tests.cvimprover.writing.test_weak import misses, weak_resumes

_PEOPLE: Final = 500
_PEOPLE_QUICK: Final = 120
_TIMED: Final = 60
_SERVED: Final = 20


def figures(*, slow: bool) -> Iterator[Figure]:
    """All of them; the long run, `slow`, is 500 improvements under temptation."""
    yield from quality()
    yield from lock(_PEOPLE if slow else _PEOPLE_QUICK)
    yield served()
    yield from matches(_PEOPLE if slow else _TIMED)
    yield from cost()


def quality() -> Iterator[Figure]:
    """The share of an adviser's judgements on weak résumés that the writer meets."""
    wrong, total, people = 0, 0, 0
    for language in LANGUAGES:
        for weak in weak_resumes(language):
            missed, count = misses(weak)
            wrong, total, people = wrong + len(missed), total + count, people + 1
    yield Figure("cv_weak_resumes", people, 40, "at least")
    yield Figure(
        "cv_rewrites_right", 100 * (total - wrong) / total, 95, "at least", "%", f"{total} judgements"
    )


def lock(people: int) -> Iterator[Figure]:
    """Improvements of generated people for jobs that tempt, by a model that lies in every line."""
    facts, traces, thrown, lies = 0, 0, 0, 0
    first = ""
    for number in range(people):
        each = case(number)
        wrong = invented(each)
        first = first or next(iter(wrong), "")
        facts += len(wrong)
        traces += len(broken_traces(each))
        thrown += len({removed.text for removed in each.told.removed if removed.by == "llm"})
        lies += len(each.chat.said)
    yield Figure(
        "cv_improvements_tempted", people, note=f"{lies} lies told, {thrown} of them thrown out by name"
    )
    yield Figure("cv_untraced_facts", facts, 0, note=first)
    yield Figure("cv_broken_traces", traces, 0)


def served() -> Figure:
    """The same through the real client and a server on loopback."""
    liar = HostileChat(7)

    def answer(request: Mapping[str, Any]) -> Reply:
        told = liar.ask("", request["messages"][1]["content"], {})
        return completion(json.dumps(json.loads(told)))

    facts = 0
    with model_server(answer) as server:
        chat = OpenAIChat(base_url=server.base_url, api_key="", model="liar", limits=Limits(retries=0))
        for number in range(_SERVED):
            profile = resume_of(career(20_000 + number, LANGUAGES[number % len(LANGUAGES)]))
            told = _improved(profile, ModelWriter(chat))
            facts += sum(lie in json.dumps(told.resume, ensure_ascii=False) for lie in liar.said) + len(
                told.notes
            )
        chat.close()
    return Figure("cv_untraced_facts_through_http", facts, 0)


def matches(people: int) -> Iterator[Figure]:
    """Criteria of jobs that tempt which a better résumé meets without words of the input, and the cost."""
    untraced, rises, taken = 0, 0, []
    for number in range(people):
        profile = resume_of(career(40_000 + number, LANGUAGES[number % len(LANGUAGES)]))
        words = said(profile)
        for job in (ADVERT, TEMPTING):
            better = _improved(profile).resume
            taken.append(cpu_ms(partial(match, profile, better, job, as_of=AS_OF)))
            found = match(profile, better, job, as_of=AS_OF)
            untraced += sum(bool(untold(each, words)) for each in found.criteria)
            rises += sum(each.is_seen_better for each in found.criteria)
    yield Figure("cv_match_untraced", untraced, 0, note=f"{people} people, {rises} criteria seen better")
    yield Figure("cv_match_cpu", statistics.median(taken), 100, unit="ms", note="before and after")


def cost() -> Iterator[Figure]:
    """CPU of one improvement by the rules, with an advert; a worker has read its word lists before."""
    profiles = [resume_of(career(30_000 + n, LANGUAGES[n % len(LANGUAGES)])) for n in range(_TIMED)]
    _improved(profiles[0])
    taken = [cpu_ms(partial(_improved, profile)) for profile in profiles]
    yield Figure("cv_improvement_cpu", statistics.median(taken), 300, unit="ms")
    yield Figure("cv_improvement_cpu_worst", max(taken), 300, unit="ms")


def _improved(profile: Mapping[str, object], writer: ModelWriter | None = None) -> Any:
    advert = "We look for experience in planning, Excel, SAP and leading a team. " * 20
    told = Questionnaire(position="Team Leader", industry="Logistics")
    return improve(profile, questionnaire=told, job_text=advert, answers={}, as_of=AS_OF, writer=writer)
