"""Blind rankings: nobody is known before somebody asks, in stages, with a reason, on record."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from candidates.models import Candidate
from ranking.blind import Stage, is_revealed, pseudonym_of, shown_as, told_score
from ranking.models import RankedCandidate, Ranking, Reveal
from ranking.scoring.masking import MARK
from ranking.scoring.types import Evidence, Part, Score
from tests.api.conftest import problem
from tests.people import at_once, client_of, person
from tests.ranking.making import TREE, crowd, job, run

RANKINGS = "/api/v1/rankings/"
PERSONAL = ("Erika", "Beispiel", "erika@", "555 0100", "Harbour Street", "erika-b")
PLACES = ("Blumenfeld Logistics", "Harbour College")
PROFILE = {
    "basics": {
        "name": "Erika Beispiel",
        "email": "erika@example.org",
        "phone": "+44 555 0100",
        "url": "https://example.org/erika-b",
        "location": {"address": "12 Harbour Street", "city": "Leeds", "countryCode": "GB"},
    },
    "work": [
        {
            "name": "Blumenfeld Logistics",
            "position": "Engineer",
            "startDate": "2016-01",
            "highlights": [
                "At Blumenfeld Logistics Erika built services with Python and SQL, and she led her team.",
                "Call +44 555 0100 or write to erika@example.org, 12 Harbour Street, for Python and SQL.",
            ],
        }
    ],
    "education": [{"institution": "Harbour College", "studyType": "Bachelor", "area": "Computer Science"}],
    "skills": [{"name": "Python"}, {"name": "SQL"}],
}
WANTED = {
    **TREE,
    "members": [
        *TREE["members"],
        {"id": "r", "kind": "responsibility", "value": "Build services with Python and SQL"},
        {"id": "l", "kind": "location", "value": "Leeds", "country_code": "GB"},
        {"id": "e", "kind": "education", "value": "Computer Science", "level": "6"},
    ],
}


@pytest.fixture
def erika(db: None) -> Candidate:
    return Candidate.objects.create(
        name="Erika Beispiel", profile=PROFILE, skills=["Python", "SQL"], skill_names=["Python", "SQL"],
        city="Leeds", country_code="GB", current_employer="Blumenfeld Logistics",
    )  # fmt: skip


def ranked(client, people, *, blind=True, tree=None):
    """A ranking of these people, at its end."""
    wish = {"job": str(job(tree=tree).pk), "candidates": [str(pk) for pk in people], "blind": blind}
    answer = client.post(RANKINGS, wish)
    assert answer.status_code in (201, 202), answer.content
    return run(answer.json()["id"])


def words_of(client, ranking: Ranking) -> dict[str, str]:
    """Everything that the API tells of the ranking's first candidate, by the address."""
    item = ranking.items.get(rank=1)
    others = [each.pk for each in ranking.items.exclude(pk=item.pk)[:1]]
    root, own = f"{RANKINGS}{ranking.pk}/", f"{RANKINGS}{ranking.pk}/results/{item.pk}/"
    addresses = [
        root, f"{root}results/", own, f"{own}why/", f"{own}why/?audience=candidate", f"{own}why-not/",
        f"{own}replay/", f"{root}replay/", *(f"{root}compare/?a={item.pk}&b={pk}" for pk in others),
    ]  # fmt: skip
    found = {}
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.content)
        found[address] = json.dumps(answer.json(), ensure_ascii=False)
    return found


def ask(client, item, stage, reason="Invited to talk."):
    """The answer to a wish to see more."""
    address = f"{RANKINGS}{item.ranking_id}/results/{item.pk}/reveal/"
    return client.post(address, {"stage": stage, "reason": reason})


def test_nothing_of_a_blind_ranking_tells_who_it_is(alice, erika):
    ranking = ranked(alice, [erika.pk, *crowd(3)], tree=WANTED)
    assert ranking.items.get(rank=1).candidate == erika
    told = words_of(alice, ranking)
    for address, text in told.items():
        for word in (*PERSONAL, *PLACES, str(erika.pk)):
            assert word not in text, (address, word)
    detail = json.loads(told[f"{RANKINGS}{ranking.pk}/results/{ranking.items.get(rank=1).pk}/"])
    evidence = [each["text"] for part in detail["parts"] for each in part["evidence"]]
    assert any("Python and SQL" in text for text in evidence), "what is asked for is left to read"
    assert not any(re.search(r"\b(she|her)\b", text) for text in evidence)
    assert (detail["stage"], detail["candidate"], detail["resume"]) == (0, None, None)
    assert re.fullmatch(r"Candidate [A-Z2-7]{4}-[A-Z2-7]{4}", detail["shown_as"])


def test_an_open_ranking_hides_nothing(alice, erika):
    ranking = ranked(alice, [erika.pk], blind=False, tree=WANTED)
    detail = alice.get(f"{RANKINGS}{ranking.pk}/results/{ranking.items.get().pk}/").json()
    assert (detail["stage"], detail["shown_as"]) == (2, "Erika Beispiel")
    assert detail["candidate"]["id"] == str(erika.pk)
    assert detail["experience"] is None, "the candidate is there to be read"
    problem(ask(alice, ranking.items.get(), 2), 409, "wrong_state")
    assert not Reveal.objects.exists()


SAID = (
    "Erika led her team at Blumenfeld Logistics in Python: +44 555 0100, erika@example.org, 12 Harbour Street"
)


@pytest.mark.parametrize(
    ("stage", "gone", "left"),
    [
        (0, ("Erika", " her ", "Blumenfeld", "555", "erika@", "Harbour"), ("team", "Python")),
        (1, ("Erika", " her ", "555", "erika@", "Harbour"), ("team", "Python", "Blumenfeld Logistics")),
        (2, (), (SAID,)),
    ],
)
def test_what_the_scorer_may_see_is_masked_for_people_too(alice, erika, stage, gone, left):
    item = ranked(alice, [erika.pk]).items.get()
    home = Evidence("12 Harbour Street, Leeds", pointer="/basics/location")
    evidence = (Evidence(SAID, pointer="/work/0/highlights/0", page=1), home)
    part = Part("c1", 5.0, 9.0, 0.5, "exact", evidence=evidence, detail={"skill": "Erika", "level": 6})
    shown = told_score(Score((part,)), item, stage)
    (told,) = shown.parts
    assert (shown.total, told.evidence[0].page, told.detail["level"]) == (5.0, 1, 6)
    assert not [word for word in gone if word in told.evidence[0].text]
    assert not [word for word in left if word not in told.evidence[0].text]
    assert told.evidence[1].text == (home.text if stage == 2 else MARK)
    assert (told.detail["skill"] == "Erika") == (stage == 2)
    item.ranking.is_blind = False
    assert told_score(Score((part,)), item, 0).parts == (part,)


def test_each_stage_shows_more_to_whoever_asked_and_to_nobody_else(alice, erika):
    ranking = ranked(alice, [erika.pk, *crowd(2)], tree=WANTED)
    item = ranking.items.get(rank=1)
    first = ask(alice, item, 1)
    assert first.status_code == 201, first.content
    assert first.json()["experience"]["work"][0]["name"] == "Blumenfeld Logistics"
    assert first.json()["experience"]["education"][0]["institution"] == "Harbour College"
    for address, text in words_of(alice, ranking).items():
        for word in (*PERSONAL, str(erika.pk)):
            assert word not in text, (address, word)
    assert [is_revealed(item, person("alice"), stage) for stage in Stage] == [True, True, False]
    second = ask(alice, item, 2).json()
    assert (second["shown_as"], second["candidate"]["name"]) == ("Erika Beispiel", "Erika Beispiel")
    assert shown_as(item, person("alice")).candidate == erika
    others = alice.get(f"{RANKINGS}{ranking.pk}/results/").json()["results"][1:]
    assert {each["stage"] for each in others} == {0}, "only the one who was asked for"
    for text in words_of(client_of("bob"), ranking).values():
        assert "Erika" not in text
        assert "Blumenfeld" not in text
    assert not is_revealed(item, person("bob"), Stage.EXPERIENCE)


def test_each_reveal_is_on_record_once_with_its_reason(alice, erika):
    ranking = ranked(alice, [erika.pk])
    item = ranking.items.get()
    assert [ask(alice, item, stage).status_code for stage in (2, 2, 1)] == [201, 200, 200]
    (reveal,) = Reveal.objects.all()
    assert (reveal.user, reveal.stage, reveal.reason) == (person("alice"), 2, "Invited to talk.")
    (event,) = AuditEvent.objects.filter(action="ranking.revealed")
    assert event.target == f"ranking:{ranking.pk}"
    assert event.details == {"item": item.pk, "stage": 2}, "no personal data, so no reason"
    listed = client_of("vera").get(f"{RANKINGS}{ranking.pk}/results/{item.pk}/reveal/").json()
    assert [(each["user"], each["stage"], each["reason"]) for each in listed] == [
        ("alice", 2, "Invited to talk.")
    ]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"stage": 1},
        {"stage": 1, "reason": "  "},
        {"stage": 0, "reason": "x"},
        {"stage": 3, "reason": "x"},
    ],
)
def test_without_stage_and_reason_nothing_is_shown(alice, erika, body):
    item = ranked(alice, [erika.pk]).items.get()
    problem(alice.post(f"{RANKINGS}{item.ranking_id}/results/{item.pk}/reveal/", body), 400, "invalid")
    assert not Reveal.objects.exists()


def test_who_only_reads_reveals_nobody(alice, erika):
    item = ranked(alice, [erika.pk]).items.get()
    problem(ask(client_of("vera"), item, 1), 403, "permission_denied")
    problem(ask(client_of("charlie"), item, 1), 403, "permission_denied")
    assert not Reveal.objects.exists()


def test_pseudonyms_stay_within_a_ranking_and_lead_nowhere(alice, erika, settings):
    first, second = (ranked(alice, [erika.pk, *crowd(30)]) for _ in range(2))
    names = {item.pk: pseudonym_of(item) for item in first.items.all()}
    assert names == {item.pk: pseudonym_of(item) for item in first.items.all()}
    assert len(set(names.values())) == 31
    assert not {*names.values()} & {pseudonym_of(item) for item in second.items.all()}
    settings.SECRET_KEY = "another-" + settings.SECRET_KEY
    assert not {*names.values()} & {pseudonym_of(item) for item in first.items.all()}, "not without the key"


def test_many_blind_results_cost_the_same_as_few(alice):
    counts = []
    for size in (2, 9):
        ranking = ranked(alice, crowd(size))
        ask(alice, ranking.items.get(rank=1), 2)
        with CaptureQueriesContext(connection) as queries:
            alice.get(f"{RANKINGS}{ranking.pk}/results/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_reveals_go_with_the_person(alice, erika):
    item = ranked(alice, [erika.pk]).items.get()
    ask(alice, item, 2)
    assert alice.delete(f"/api/v1/candidates/{erika.pk}/").status_code == 204
    assert not Reveal.objects.exists()
    assert not RankedCandidate.objects.exists()


@pytest.mark.real
def test_two_clicks_at_once_are_one_reveal(many_connections, erika):
    client = client_of("alice")
    item = ranked(client, [erika.pk]).items.get()
    token = client._credentials

    def click(_: int) -> int:
        other = type(client)()
        other.credentials(**token)
        return int(ask(other, item, 2).status_code)

    assert sorted(at_once(click, 4, threads=4)) == [200, 200, 200, 201]
    assert Reveal.objects.count() == 1
    assert AuditEvent.objects.filter(action="ranking.revealed").count() == 1
