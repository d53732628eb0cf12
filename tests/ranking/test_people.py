"""People who change while they are ranked: deleted, merged, taken apart again."""

from __future__ import annotations

import pytest

from candidates import services as people
from candidates.models import Candidate
from ranking import planning, services
from ranking.models import RankedCandidate, Ranking, ScorerView
from ranking.progress import progress_of_ranking
from ranking.scoring import ENGINE_VERSION
from tests.people import person
from tests.ranking.making import DAY, candidate, criteria, crowd, run

pytestmark = pytest.mark.django_db


def ranking(ids: list[object]) -> Ranking:
    wish = services.Wish({"candidates": [str(pk) for pk in ids]}, as_of=DAY)
    return services.ask(person("alice"), criteria(), wish)


def rows(made: Ranking) -> list[tuple[object, ...]]:
    found = RankedCandidate.objects.filter(ranking=made).order_by("id")
    return [
        (pk, person_id, rank, score, bytes(result))
        for pk, person_id, rank, score, result in found.values_list(
            "pk", "candidate_id", "rank", "score", "result"
        )
    ]


def test_whoever_is_erased_before_being_scored_stops_nobody():
    ids = crowd(12)
    made = ranking(ids)
    assert planning.plan(made.pk)
    people.erase(ids[3], actor=None)
    done = run(made)
    assert done.state == "completed"
    progress = progress_of_ranking(done)
    assert (progress["current"], progress["total"], progress["percent"]) == (11, 11, 100)


def test_what_was_found_goes_with_the_person():
    someone, other = candidate("Ann"), candidate("Ben")
    made = ranking([someone.pk, other.pk])
    people.erase(someone.pk, actor=None)
    assert [row[1] for row in rows(made)] == [other.pk]
    assert list(ScorerView.objects.values_list("pk", flat=True)) == [other.pk]


def test_two_who_are_merged_and_taken_apart_have_their_ranks_again():
    someone, double, other = candidate("Ann"), candidate("Anne", skills=("SQL",)), candidate("Ben")
    made = ranking([someone.pk, double.pk, other.pk])
    alone = ranking([double.pk])
    before, before_alone = rows(made), rows(alone)
    merged = people.merge(someone.pk, double.pk, actor=None)
    assert {row[1] for row in rows(made)} == {someone.pk, other.pk}
    assert [row[1] for row in rows(alone)] == [someone.pk]
    people.unmerge(merged, actor=None)
    assert (rows(made), rows(alone)) == (before, before_alone)
    assert Candidate.objects.count() == 3


def test_a_person_who_changed_is_prepared_anew_and_only_they():
    ids = [candidate("Ann").pk, candidate("Ben").pk]
    ranking(ids)
    before = dict(ScorerView.objects.values_list("pk", "version"))
    people.edit(ids[0], {"headline": "Engineer of the year"}, actor=person("alice"))
    ranking(ids)
    after = dict(ScorerView.objects.values_list("pk", "version"))
    assert after[ids[0]] > before[ids[0]]
    assert after[ids[1]] == before[ids[1]]
    ScorerView.objects.update(engine_version="0")
    ranking(ids)
    assert set(ScorerView.objects.values_list("engine_version", flat=True)) == {ENGINE_VERSION}
