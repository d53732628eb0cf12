"""The report on adverse impact: by declared data alone, exact, for administrators, on record."""

from __future__ import annotations

from statistics import median

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from candidates.models import Candidate
from candidates.models.declarations import Declaration
from candidates.services.declaring import Said, bring_declarations
from ranking.models import RankedCandidate, Ranking
from tests.api.conftest import problem
from tests.people import client_of, person
from tests.ranking.making import DAY, candidate, criteria, crowd, job, run, scores

RANKINGS = "/api/v1/rankings/"
ROWS = [
    # (gender, ethnicity, score); the first eight are the first choice
    ("male", "white", 95), ("male", "asian", 90), ("female", "white", 88), ("male", "white", 84),
    ("male", "asian", 80), ("female", "asian", 75), ("non_binary", "white", 74), ("", "white", 70),
    ("female", "white", 60), ("male", "", 55), ("female", "asian", 50), ("female", "white", 45),
    ("male", "white", 40), ("female", "white", 35), ("", "", 30), ("female", "white", 20),
]  # fmt: skip


@pytest.fixture
def ranking(db) -> Ranking:
    """A ranking whose results are `ROWS`; whoever has 40 points fails a knock-out."""
    cache.clear()
    made = Ranking.objects.create(
        criteria=criteria(), owner=person("alice"), as_of=DAY, state=Ranking.State.COMPLETED
    )
    said = []
    for rank, (gender, ethnicity, score) in enumerate(ROWS, 1):
        one = Candidate.objects.create(name=f"Person {rank}")
        said += [
            Said(one.pk, category, value)
            for category, value in (("gender", gender), ("ethnicity", ethnicity))
            if value
        ]
        RankedCandidate.objects.create(
            ranking=made, candidate=one, state="scored", rank=rank, score=score,
            has_failed_knock_out=score == 40,
        )  # fmt: skip
    RankedCandidate.objects.create(ranking=made, state="unreadable")
    bring_declarations(said, actor=person("root"))
    return made


def report(of: Ranking, query: str, name: str = "root"):
    return client_of(name).get(f"{RANKINGS}{of.pk}/impact/?{query}")


def falls(body) -> dict[tuple[str, ...], dict[str, dict[str, object]]]:
    """The groups by name, by categories."""
    return {
        tuple(each["categories"]): {group["group"]: group for group in each["groups"]}
        for each in body["falls"]
    }


def test_rates_and_ratios_are_those_counted_by_hand(ranking):
    body = report(ranking, "top=8").json()
    middle = median(score for *_, score in ROWS)
    assert (body["looked_at"], body["selected"], body["median_score"]) == (16, 8, middle)
    by_gender = falls(body)[("gender",)]
    male, female = by_gender["male"], by_gender["female"]
    # 6 men, 4 chosen; 7 women, 2 chosen; the median lies between 60 and 70, so they are those above it too.
    assert (male["count"], male["selected"], female["count"], female["selected"]) == (6, 4, 7, 2)
    for rate, ratio in (("selection_rate", "selection_ratio"), ("scoring_rate", "scoring_ratio")):
        assert male[rate] == pytest.approx(4 / 6, abs=1e-12)
        assert male[ratio] == 1.0
        assert female[rate] == pytest.approx(2 / 7, abs=1e-12)
        assert female[ratio] == pytest.approx((2 / 7) / (4 / 6), abs=1e-12)
    assert (male["is_below_four_fifths"], female["is_below_four_fifths"]) == (False, True)
    undeclared = {tuple(each["categories"]): each["undeclared"] for each in body["falls"]}
    assert undeclared == {("gender",): 2, ("ethnicity",): 2, ("gender", "ethnicity"): 3}


def test_small_groups_are_named_and_nothing_else_is_told_of_them(ranking):
    (other,) = [g for name, g in falls(report(ranking, "top=8").json())[("gender",)].items() if "non" in name]
    assert (other["count"], other["is_small"]) == (1, True)
    hidden = {name: value for name, value in other.items() if name not in ("group", "count", "is_small")}
    assert set(hidden.values()) == {None}


def test_two_categories_are_crossed(ranking):
    crossed = falls(report(ranking, "top=8").json())[("gender", "ethnicity")]
    counts = {name: group["count"] for name, group in crossed.items()}
    assert counts == {
        "female / asian": 2, "female / white": 5, "male / asian": 2, "male / white": 3,
        "non_binary / white": 1,
    }  # fmt: skip
    assert [name for name, group in crossed.items() if not group["is_small"]] == ["female / white"]
    assert crossed["female / white"]["selection_rate"] == pytest.approx(1 / 5)


def test_a_threshold_takes_whoever_has_the_points_and_fails_no_knock_out(ranking):
    for threshold, selected in ((40, 12), (40.5, 12), (35, 13), (0, 15), (100, 0)):
        assert report(ranking, f"threshold={threshold}").json()["selected"] == selected, threshold
    nobody = falls(report(ranking, "threshold=100").json())[("gender",)]["male"]
    assert (nobody["selection_rate"], nobody["selection_ratio"]) == (0.0, None)


@pytest.mark.parametrize("query", ["", "top=0", "top=x", "threshold=101", "top=3&threshold=50"])
def test_a_report_wants_one_choice(ranking, query):
    problem(report(ranking, query), 400, "invalid")


@pytest.mark.parametrize("name", ["alice", "vera", "charlie"])
def test_only_an_administrator_reads_it(ranking, name):
    problem(report(ranking, "top=5", name), 403, "permission_denied")
    assert not AuditEvent.objects.filter(action="ranking.impact_read").exists()


def test_each_report_is_on_record(ranking):
    report(ranking, "top=5")
    report(ranking, "threshold=62.5")
    events = AuditEvent.objects.filter(action="ranking.impact_read").order_by("id")
    assert [each.details for each in events] == [{"top": 5}, {"threshold": "62.5"}]
    assert {each.target for each in events} == {f"ranking:{ranking.pk}"}


def test_before_its_end_a_ranking_has_no_report(ranking):
    Ranking.objects.update(state="running")
    problem(report(ranking, "top=5"), 409, "not_ready")


def test_whoever_declared_nothing_is_counted(ranking):
    Declaration.objects.all().delete()
    body = report(ranking, "top=5").json()
    assert (body["looked_at"], body["falls"]) == (16, [])


def test_it_costs_the_same_however_many_there_are(ranking, django_assert_max_num_queries):
    client = client_of("root")
    with django_assert_max_num_queries(12) as few:
        client.get(f"{RANKINGS}{ranking.pk}/impact/?top=5")
    assert sum(Declaration._meta.db_table in each["sql"] for each in few.captured_queries) == 1
    for rank in range(17, 60):
        one = candidate(f"More {rank}")
        RankedCandidate.objects.create(ranking=ranking, candidate=one, state="scored", rank=rank, score=1.0)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(f"{RANKINGS}{ranking.pk}/impact/?top=5")


def test_no_score_knows_what_was_declared_and_no_ranking_reads_it(alice):
    people = crowd(12)
    job_profile = job()

    def ranked():
        wish = {"job": str(job_profile.pk), "candidates": [str(pk) for pk in people]}
        with CaptureQueriesContext(connection) as queries:
            made = run(alice.post(RANKINGS, wish).json()["id"])
            item = made.items.get(rank=1).pk
            for path in ("", "results/", f"results/{item}/", f"results/{item}/why/", "replay/"):
                assert alice.get(f"{RANKINGS}{made.pk}/{path}").status_code == 200
        assert not [each for each in queries if Declaration._meta.db_table in each["sql"]]
        return made

    before = ranked()
    values = ("female", "male", "non_binary")
    bring_declarations(
        [Said(pk, "gender", values[at % 3]) for at, pk in enumerate(people)], actor=person("root")
    )
    after = ranked()
    assert scores(before) == scores(after)
    digests = [list(each.items.order_by("rank").values_list("digest", "result")) for each in (before, after)]
    assert digests[0] == digests[1]
