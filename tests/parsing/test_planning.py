"""A batch whose planning stopped is planned to its end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from parsing import batches, planning, services
from parsing.errors import StageError
from parsing.models import Batch, Outbox
from tests.engines import letter
from tests.parsing.engines.office_files import zipped
from tests.people import person

pytestmark = pytest.mark.django_db
LONG = planning.STALLED_AFTER + timedelta(seconds=5)


def large_batch() -> Batch:
    return services.create_batch(person("alice"), files=[(f"{n}.txt", letter(n)) for n in range(14)])


def ago(batch: Batch, *, created: timedelta, asked: timedelta | None) -> None:
    """As if the batch had come so long ago, and its planning had last been sent so long ago, or not yet."""
    now = timezone.now()
    Batch.objects.filter(pk=batch.pk).update(created_at=now - created)
    Outbox.objects.update(sent_at=None if asked is None else now - asked)


def test_a_planning_that_was_lost_is_asked_for_again() -> None:
    batch = large_batch()
    ago(batch, created=LONG, asked=LONG)
    assert planning.go_on() == 1
    again = Outbox.objects.order_by("-id")[0]
    assert (again.args, again.sent_at) == ([str(batch.pk)], None)
    assert planning.go_on() == 0
    while batches.plan(batch.pk):
        pass
    batch.refresh_from_db()
    assert (batch.state, batch.items.filter(parse=None).count()) == (Batch.State.RUNNING, 0)
    ago(batch, created=LONG, asked=LONG)
    assert planning.go_on() == 0


@pytest.mark.parametrize(
    ("created", "asked"),
    [
        (timedelta(seconds=1), timedelta(0)),
        (LONG, timedelta(seconds=1)),
        (LONG, None),
    ],
    ids=["a new batch", "one that is being planned", "one whose message still waits"],
)
def test_nobody_is_asked_twice_at_a_time(created: timedelta, asked: timedelta | None) -> None:
    ago(large_batch(), created=created, asked=asked)
    assert planning.go_on() == 0


@pytest.mark.parametrize("name", ["cv.txt", "cvs.zip"])
def test_a_storage_that_is_away_refuses_no_member(settings, tmp_path, name: str) -> None:
    data = letter(1) if name == "cv.txt" else zipped({"cv.txt": letter(1)})
    batch = services.create_batch(person("alice"), files=[(name, data)] + [("b.txt", letter(2))] * 11)
    away = tmp_path / "a file"
    away.touch()
    settings.MEDIA_ROOT = str(away)  # below a file nothing can be read: no missing file, but an error
    with pytest.raises(StageError) as caught:
        batches.plan(batch.pk)
    assert caught.value.code == "storage_unavailable"
    assert not batch.items.exclude(error_code="").exists()
