"""Rankings through the API: asked for, followed, read, cancelled, asked for again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import credits
from accounts.models import AuditEvent, CreditEntry, IdempotencyKey
from candidates import services as people
from candidates.models import Application, ApplicationEvent, CandidateLabel, Label, Source
from ranking.models import RankedCandidate, Ranking, ScorerView, Shard
from tests.api.conftest import problem
from tests.people import client_of, person
from tests.ranking.making import TREE, candidate, criteria, crowd, job, run, scores

RANKINGS = "/api/v1/rankings/"


def ask(client, job_profile, people, **more):
    """The answer to a wish."""
    return client.post(
        RANKINGS, {"job": str(job_profile.pk), "candidates": [str(pk) for pk in people], **more}
    )


def test_few_are_ranked_in_the_request(alice):
    good, weak = candidate("Good"), candidate("Weak", skills=("Excel",), since="2025-11")
    answer = ask(alice, job(), [weak.pk, good.pk])
    body = answer.json()
    assert (answer.status_code, body["state"]) == (201, "completed")
    assert body["process_id"] == body["id"]
    assert body["progress"]["by_state"]["scored"] == 2
    results = alice.get(f"{RANKINGS}{body['id']}/results/").json()["results"]
    assert [(each["rank"], each["candidate"]["name"]) for each in results] == [(1, "Good"), (2, "Weak")]
    assert results[1]["has_failed_knock_out"]
    assert results[1]["failed_knock_outs"] == ["c3"]
    for each in results:
        assert abs(sum(part["score"] for part in each["parts"]) - each["score"]) < 1e-9
    detail = alice.get(f"{RANKINGS}{body['id']}/results/{results[0]['id']}/").json()
    assert detail["parts"][0]["evidence"][0]["text"]


def test_many_are_ranked_by_workers(alice):
    people = crowd(23)
    answer = ask(alice, job(), people)
    assert (answer.status_code, answer["Retry-After"]) == (202, "2")
    address = answer["Location"]
    before = alice.get(address).json()
    assert (before["state"], before["total"], before["percent"]) == ("PENDING", 23, 0)
    ranking = run(answer.json()["id"])
    after = alice.get(address).json()
    assert (after["state"], after["status"], after["current"], after["percent"]) == (
        "SUCCESS",
        "completed",
        23,
        100,
    )
    assert [rank for rank, *_ in scores(ranking)] == list(range(1, 24))
    assert [score for _, score, _ in scores(ranking)[:5]] == sorted(
        [score for _, score, _ in scores(ranking)[:5]], reverse=True
    )
    events = alice.get(f"{RANKINGS}{ranking.pk}/events/")
    assert events["Content-Type"] == "text/event-stream"


def test_results_come_page_by_page_and_filtered(alice):
    ranking = run(ask(alice, job(), crowd(24)).json()["id"])
    address = f"{RANKINGS}{ranking.pk}/results/"
    seen, page = [], f"{address}?page_size=7"
    while page:
        body = alice.get(page).json()
        seen += [each["rank"] for each in body["results"]]
        page = body["next"]
    assert seen == list(range(1, 25))
    everybody = alice.get(f"{address}?page_size=200").json()["results"]
    best = everybody[3]["score"]
    for query, holds in {
        f"min_score={best}": lambda each: each["score"] >= best,
        "has_failed_knock_out=true": lambda each: each["has_failed_knock_out"],
        "skill=python": lambda each: each["parts"][0]["reach"] >= 0.5,
        "met=c2": lambda each: each["parts"][1]["reach"] >= 0.5,
        "skill=cobol": lambda each: False,
        "state=failed": lambda each: False,
    }.items():
        found = alice.get(f"{address}?page_size=200&{query}").json()["results"]
        assert [each["id"] for each in found] == [each["id"] for each in everybody if holds(each)], query
    problem(alice.get(f"{address}?state=lost"), 400, "invalid")


def test_a_list_costs_the_same_however_long_it_is(alice, django_assert_max_num_queries):
    from django.db import connection

    job_profile = job()
    counts = []
    for size in (2, 9):
        answer = ask(alice, job_profile, crowd(size))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            alice.get(f"{RANKINGS}{answer.json()['id']}/results/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6
    with django_assert_max_num_queries(5):
        assert len(alice.get(RANKINGS).json()["results"]) == 2


def test_a_shard_costs_few_queries_however_many_are_in_it(alice, django_assert_max_num_queries):
    from ranking import planning, shards

    answer = ask(alice, job(), crowd(40))
    planning.plan(Ranking.objects.get(pk=answer.json()["id"]).pk)
    shard = Shard.objects.get()
    # One UPDATE for each result, and these for all of them together.
    with django_assert_max_num_queries(40 + 37):
        assert shards.work_on(shard.pk)


@pytest.mark.parametrize("source", ["label", "saved_search"])
def test_people_may_be_named_by_a_label_or_a_search(alice, source, settings, tmp_path):
    from candidates.models import SavedSearch
    from candidates.search.indexes import candidate_index
    from candidates.tasks import update_index

    settings.SEARCH_FOLDER = str(tmp_path)
    candidate_index.cache_clear()
    one, other = candidate("Ann Nurse"), candidate("Bob Other", skills=("Excel",))
    if source == "label":
        label = Label.objects.create(slug="team-x", name="Team X")
        CandidateLabel.objects.create(candidate=one, label=label, source=Source.PERSON, stands=True)
        named = "team-x"
    else:
        update_index()
        named = str(SavedSearch.objects.create(owner=person("alice"), name="S", query="skill:python").pk)
    answer = alice.post(RANKINGS, {"job": str(job().pk), source: named})
    assert answer.status_code == 201, answer.content
    assert [pk for *_, pk in scores(Ranking.objects.get())] == [one.pk]
    assert other.pk


def test_what_cannot_be_asked_for_is_refused(alice):
    job_profile = job()
    problem(alice.post(RANKINGS, {"job": str(job_profile.pk)}), 400, "invalid")
    problem(ask(alice, job_profile, [job_profile.pk]), 400, "invalid")  # nobody of that id
    problem(alice.post(RANKINGS, {"job": str(job_profile.pk), "label": "none"}), 404, "not_found")
    someone = candidate()
    job_profile.criteria_versions.all().delete()
    problem(ask(alice, job_profile, [someone.pk]), 409, "not_ready")
    problem(ask(alice, job(), [someone.pk], criteria_version=7), 404, "not_found")
    assert not Ranking.objects.exists()
    assert not CreditEntry.objects.filter(reason="rank").exists()


def test_viewers_read_and_candidates_see_nothing(alice):
    job_profile, someone = job(), candidate()
    ranking = ask(alice, job_profile, [someone.pk]).json()["id"]
    viewer, stranger = client_of("vera"), client_of("charlie")
    assert viewer.get(f"{RANKINGS}{ranking}/results/").status_code == 200
    problem(ask(viewer, job_profile, [someone.pk]), 403, "permission_denied")
    for address in ("", f"{ranking}/", f"{ranking}/results/", f"{ranking}/events/"):
        problem(stranger.get(RANKINGS + address), 403, "permission_denied")


def test_a_cancelled_ranking_gives_back_and_stays_cancelled(alice):
    from ranking import planning, shards

    ranking = Ranking.objects.get(pk=ask(alice, job(), crowd(60)).json()["id"])
    planning.plan(ranking.pk)
    first, second = Shard.objects.order_by("number")
    assert shards.work_on(first.pk)
    before = credits.balance_of(person("alice"))
    answer = alice.post(f"{RANKINGS}{ranking.pk}/cancel/")
    assert answer.json()["state"] == "cancelled"
    assert answer.json()["progress"]["by_state"] == {
        "reading": 0, "pending": 0, "scored": 50, "unreadable": 0, "failed": 0, "cancelled": 10,
    }  # fmt: skip
    assert credits.balance_of(person("alice")) == before + 10
    assert not shards.work_on(second.pk)
    alice.post(f"{RANKINGS}{ranking.pk}/cancel/")
    assert credits.balance_of(person("alice")) == before + 10
    assert len(scores(ranking)) == 50


def test_a_ranking_cancelled_before_it_was_planned_costs_nothing(alice):
    before = credits.balance_of(person("alice"))
    ranking = ask(alice, job(), crowd(12)).json()["id"]
    assert credits.balance_of(person("alice")) == before - 12
    alice.post(f"{RANKINGS}{ranking}/cancel/")
    assert credits.balance_of(person("alice")) == before
    assert run(ranking).state == "cancelled"


def test_the_same_people_are_ranked_again_by_other_criteria(alice):
    job_profile = job()
    first = ask(alice, job_profile, [candidate("A").pk, candidate("B", skills=("SQL",)).pk]).json()
    views = list(ScorerView.objects.values_list("pk", "version"))
    swapped = {**TREE, "members": [{"id": "s", "kind": "skill", "value": "SQL"}]}
    alice.put(f"/api/v1/jobs/{job_profile.pk}/criteria/", {"criteria": swapped})
    again = alice.post(f"{RANKINGS}{first['id']}/again/", {})
    assert (again.status_code, again.json()["criteria_version"]) == (201, 2)
    assert again.json()["id"] != first["id"]
    assert again.json()["progress"]["by_state"]["scored"] == 2
    assert list(ScorerView.objects.values_list("pk", "version")) == views
    old = alice.post(f"{RANKINGS}{first['id']}/again/", {"criteria_version": 1}).json()
    results = [alice.get(f"{RANKINGS}{each}/results/").json()["results"] for each in (first["id"], old["id"])]
    assert [each["score"] for each in results[0]] == [each["score"] for each in results[1]]
    pending = ask(alice, job_profile, crowd(11)).json()["id"]
    problem(alice.post(f"{RANKINGS}{pending}/again/", {}), 409, "wrong_state")
    alice.post(f"{RANKINGS}{pending}/cancel/")
    after = alice.post(f"{RANKINGS}{pending}/again/", {})
    assert (after.status_code, after.json()["progress"]["total"]) == (202, 11)


def test_one_key_pays_and_runs_once(alice):
    job_profile, someone = job(), candidate()
    key = {"HTTP_IDEMPOTENCY_KEY": "k1"}
    body = {"job": str(job_profile.pk), "candidates": [str(someone.pk)]}
    first, again = (alice.post(RANKINGS, body, **key) for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    assert again["Idempotent-Replayed"] == "true"
    assert (Ranking.objects.count(), CreditEntry.objects.filter(reason="rank").count()) == (1, 1)
    problem(alice.post(RANKINGS, {**body, "blind": True}, **key), 422, "idempotency_key_reused")


def test_one_key_pays_once_even_if_whoever_answered_died(alice, monkeypatch):
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt  # as a kill: nobody is answered, and nothing is tidied up

    key = {"HTTP_IDEMPOTENCY_KEY": "k1"}
    body = {"job": str(job().pk), "candidates": [str(candidate().pk)]}
    with monkeypatch.context() as patch:
        patch.setattr("parsing.views.common.finish", die)
        patch.setattr("parsing.views.common.release", die)
        with pytest.raises(KeyboardInterrupt):
            alice.post(RANKINGS, body, **key)
    IdempotencyKey.objects.update(running_until=timezone.now())
    again = alice.post(RANKINGS, body, **key)
    assert (again.status_code, again.json()["state"]) == (201, "completed")
    assert (Ranking.objects.count(), CreditEntry.objects.filter(reason="rank").count()) == (1, 1)
    Ranking.objects.update(created_at=timezone.now() - timedelta(days=2))
    IdempotencyKey.objects.all().delete()
    assert alice.post(RANKINGS, body, **key).json()["id"] != again.json()["id"]


def test_without_credits_nothing_is_run(alice, settings):
    settings.CREDITS_START = 2
    people_asked = [candidate(f"P{n}").pk for n in range(3)]
    problem(ask(alice, job(), people_asked), 402, "no_credits")
    assert not Ranking.objects.exists()
    assert credits.balance_of(person("alice")) == 2
    assert ask(alice, job(), people_asked[:2]).status_code == 201
    assert credits.balance_of(person("alice")) == 0


def test_a_blind_ranking_does_not_say_who_is_who(alice):
    body = ask(alice, job(), [candidate("Secret Name").pk], blind=True).json()
    answers = [
        alice.get(f"{RANKINGS}{body['id']}/results/"),
        alice.get(f"{RANKINGS}{body['id']}/results/{RankedCandidate.objects.get().pk}/"),
    ]
    assert all(answer.status_code == 200 and b"Secret" not in answer.content for answer in answers)


def test_a_ranking_changes_no_stage_no_history_and_no_person(alice):
    job_profile, other, someone = job(), job("Cook"), candidate(since="2026-01")
    people.move([someone.pk], people.Move(job_profile, "interview"), actor=None)
    people.move([someone.pk], people.Move(other), actor=None)

    def decided():
        """All that is known of applications but their scores, all moves, and the person's version."""
        return (
            [{**row, "score": 0, "scored_at": 0} for row in Application.objects.order_by("pk").values()],
            list(ApplicationEvent.objects.order_by("pk").values()),
            type(someone).objects.values_list("version", flat=True).get(pk=someone.pk),
        )

    before = decided()
    run(ask(alice, job_profile, [someone.pk, *crowd(12)]).json()["id"])
    assert decided() == before
    assert Application.objects.get(job_profile=job_profile).score is not None
    assert Application.objects.get(job_profile=other).score is None


def test_who_ranked_is_in_the_audit_trail(alice):
    ranking = ask(alice, job(), [candidate().pk]).json()["id"]
    event = AuditEvent.objects.get(action="ranking.asked")
    assert (event.actor, event.target) == (f"user:{person('alice').pk}", f"ranking:{ranking}")
    assert event.details["items"] == 1
    assert len(event.details["configuration"]) == 64
    assert "Erika" not in str(event.details)


def test_whoever_cannot_be_scored_costs_nothing_and_stops_nobody(alice, monkeypatch):
    from ranking.scoring import scoring

    evil = candidate("Evil", skills=("COBOL",))
    good = scoring.score

    def score(applicant, wanted):
        if any(each.name == "COBOL" for each in applicant.skills):
            raise ZeroDivisionError
        return good(applicant, wanted)

    monkeypatch.setattr(scoring, "score", score)
    before = credits.balance_of(person("alice"))
    body = ask(alice, job(), [evil.pk, candidate().pk]).json()
    assert body["state"] == "partial"
    assert (body["progress"]["by_state"]["failed"], body["progress"]["by_state"]["scored"]) == (1, 1)
    assert credits.balance_of(person("alice")) == before - 1
    (failed,) = alice.get(f"{RANKINGS}{body['id']}/results/?state=failed").json()["results"]
    assert (failed["error_code"], failed["rank"], failed["parts"]) == ("internal", None, [])


def test_the_criteria_of_a_ranking_stay_what_they_were(alice):
    wanted = criteria()
    body = ask(alice, wanted.job_profile, [candidate().pk]).json()
    alice.put(f"/api/v1/jobs/{wanted.job_profile_id}/criteria/", {"criteria": {**TREE, "mode": "any"}})
    assert alice.get(f"{RANKINGS}{body['id']}/").json()["criteria_version"] == 1
