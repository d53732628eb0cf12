"""The outbox forgets what went out long ago, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from parsing import outbox
from parsing.models import Outbox

pytestmark = pytest.mark.django_db


def test_only_rows_that_went_out_long_ago_are_forgotten() -> None:
    now = timezone.now()
    long_ago, lately = now - outbox.REMEMBERED - timedelta(minutes=1), now - timedelta(minutes=1)
    for task, sent_at in (("old", long_ago), ("new", lately), ("unsent", None)):
        Outbox.objects.create(task=task, queue="bulk", created_at=long_ago, sent_at=sent_at)
    assert outbox.forget() == 1
    assert set(Outbox.objects.values_list("task", flat=True)) == {"new", "unsent"}
