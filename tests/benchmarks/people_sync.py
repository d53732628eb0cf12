"""What filters, labels, statistics and the proof of agreement cost with many people."""

from __future__ import annotations

import io
import json
import statistics
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Final
from uuid import UUID

from tests.benchmarks.figures import Figure, cpu_ms

MANY: Final = 100_000
MADE: Final = 5_000
"""So many are made; the others are their copies, which costs the database the same and us less."""
USUAL: Final = 2_000
"""Applicants to a job profile."""
ROUNDS: Final = 20


def figures(*, slow: bool) -> Iterator[Figure]:
    """Every figure, with 100,000 people who all apply to one job profile."""
    from django.core.management import call_command

    call_command("make_candidates", MADE, stdout=io.StringIO())
    yield from labelling_figures()
    _copy(MANY)
    yield from filter_figures()
    yield from sync_figures()
    yield from telling_figures()
    yield from label_figures()


def labelling_figures() -> Iterator[Figure]:
    """What the classifier costs each person, database included."""
    from candidates.labelling.classifier import classifier
    from candidates.models import Label
    from candidates.services.labelling import label_some

    # Where the database was emptied, the labels that a migration made went with it.
    labels = [Label(slug=slug, name=slug) for slug in classifier().slugs]
    Label.objects.bulk_create(labels, ignore_conflicts=True)
    begun = time.process_time()
    labelled = 0
    while some := label_some():
        labelled += some
    own = (time.process_time() - begun) * 1000 / labelled
    yield Figure("labelling_cpu_each", own, 1.0, unit="ms", note=f"{labelled} people, without PostgreSQL")


def filter_figures() -> Iterator[Figure]:
    """The filters of a usual job profile and of one to which everybody applies; the list they narrow."""
    from candidates.models import JobProfile
    from tests.people import client_of

    usual = JobProfile.objects.create(title="Usual")
    _apply(str(usual.pk), USUAL)
    cold = _cold(str(usual.pk), ROUNDS)
    yield Figure("facets_cold_p95", _p95(cold), 50, unit="ms", note=f"{USUAL} applicants, counted anew")
    job = JobProfile.objects.create(title="Everybody")
    _apply(str(job.pk), MANY)
    cold = _cold(str(job.pk), 5)
    note = f"{MANY} applicants, counted anew"
    yield Figure("facets_cold_everybody", statistics.median(cold) / 1000, 2, unit="s", note=note)
    alice = client_of("alice")
    warm = _times(lambda: alice.get(f"/api/v1/job-profiles/{job.pk}/filters/"))
    yield Figure(
        "facets_warm_p95", _p95(warm), 50, unit="ms", note="through the API, one user's marks counted"
    )
    told = alice.get(f"/api/v1/job-profiles/{job.pk}/filters/").json()
    values = [(each["name"], each["values"][0]["value"]) for each in told["filters"] if each["values"]]
    queries = [f"/api/v1/candidates/?job_profile={job.pk}&{name}={value}" for name, value in values]
    taken = [took for query in queries for took in _times(lambda: alice.get(query), 3)]  # noqa: B023
    yield Figure(
        "filtered_list_p95", _p95(taken), 120, unit="ms", note=f"{len(queries)} filters by themselves"
    )


def sync_figures() -> Iterator[Figure]:
    """How long the proof takes, and whether it holds."""
    from django.db import connection

    from candidates import syncing
    from candidates.models import Candidate

    class Versions(dict):  # type: ignore[type-arg]
        """An index that says what the database says."""

        def versions(self) -> Iterator[object]:
            return iter(self.items())

    Candidate.objects.update(synced_version=1, version=1)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # what PostgreSQL does by itself a minute after everybody changed
    index = Versions(Candidate.objects.values_list("pk", "version"))
    found: list[object] = []
    seconds = _seconds(lambda: found.extend(syncing.wrong_in_index(index)))  # type: ignore[arg-type]
    yield Figure("check_sync_index", seconds, unit="s", note=f"{len(index)} people, {len(found)} differences")
    seconds = _seconds(lambda: found.extend(syncing.wrong_filters()))
    yield Figure("check_sync_filters", seconds, unit="s", note="every job profile and label counted anew")
    yield Figure("check_sync_differences", len(found), 0)


def telling_figures() -> Iterator[Figure]:
    """Statistics and exports."""
    from tests.people import client_of

    alice = client_of("alice")
    yield Figure("metrics_p95", _p95(_times(lambda: alice.get("/metrics"))), 150, unit="ms")
    for kind in ("csv", "xlsx"):
        took = cpu_ms(lambda: alice.get(f"/api/v1/candidates/export/?kind={kind}"))  # noqa: B023
        yield Figure(f"export_{kind}_10000_cpu", took / 1000, 6, unit="s")


def label_figures() -> Iterator[Figure]:
    """How often labels are right: on factory people that were not learned from, and on people by hand."""
    from candidates.labelling.classifier import classifier
    from candidates.labelling.fitting import worth_of
    from parsing.training.train_labels import strangers
    from tests.candidates.labelling.test_classifier import judged

    card = json.loads(files("candidates.labelling").joinpath("model", "card.json").read_text())
    for name, people in (("labels", strangers(150)), ("labels_by_hand", judged())):
        worth = worth_of(classifier(), people)
        yield Figure(f"{name}_top_1", worth.top_1 * 100, 85, "at least", "%", f"{worth.people} people")
        yield Figure(f"{name}_top_3", worth.top_3 * 100, 95, "at least", "%", f"{worth.people} people")
    yield Figure("labels_known", len(card["labels"]), 25, "at least")


def _copy(count: int) -> None:
    """Fill up to so many people with copies under new ids."""
    from django.db import connection

    from candidates.models import Candidate

    columns = [field.column for field in Candidate._meta.concrete_fields if field.column != "id"]
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        while (missing := count - Candidate.objects.count()) > 0:
            cursor.execute(
                f"INSERT INTO candidates_candidate (id, {names})"
                f" SELECT gen_random_uuid(), {names} FROM candidates_candidate LIMIT {missing}"
            )
        cursor.execute("VACUUM ANALYZE")


def _cold(job: str, rounds: int) -> list[float]:
    """Milliseconds in which the filters of a job profile are told when something of it has just changed."""
    from django.db import transaction

    from candidates import caches
    from candidates.facets.members import Subject
    from candidates.services import raise_generations

    taken = []
    for _ in range(rounds):
        with transaction.atomic():
            raise_generations(jobs=[UUID(job)])
        taken.append(1000 * _seconds(lambda: caches.filters_of(Subject("job_profile", job))))
    return taken


def _apply(job: str, count: int) -> None:
    """Let so many apply, chosen anyhow."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO candidates_application"
            " (id, candidate_id, job_profile_id, stage, created_at, moved_at)"
            " SELECT gen_random_uuid(), id, %s, 'new', now(), now() FROM"
            " (SELECT id FROM candidates_candidate ORDER BY md5(id::text) LIMIT %s) AS chosen",
            [job, count],
        )
        cursor.execute("VACUUM ANALYZE")


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _times(work: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of each round, after one that is not counted."""
    work()
    return [_seconds(work) * 1000 for _ in range(rounds)]


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
