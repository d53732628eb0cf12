"""What nobody owns is removed from storage, once it is old enough; nothing else is."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage

from parsing import files, removal, services
from parsing.models import BatchItem
from tests.engines import letter
from tests.people import person

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Iterator[Path]:
    """A folder for files."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(key: str, *, age: float, root: Path) -> str:
    """A file of this age, in seconds, that no row knows."""
    files.save(key, b"left behind")
    os.utime(root / key, (time.time() - age,) * 2)
    return key


def aged(root: Path, age: float) -> None:
    """Everything there is of this age."""
    for path in root.rglob("*"):
        os.utime(path, (time.time() - age,) * 2)


def there(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_what_a_crash_left_is_removed_when_it_is_a_day_old(media: Path) -> None:
    identity = UUID(int=7)
    old = [files.key_for(identity), files.preview_key_for(identity), f"incoming/7/{uuid4()}", "health/0af3"]
    for key in old:
        stored(key, age=DAY + 60, root=media)
    young = stored(files.key_for(uuid4()), age=DAY - 60, root=media)
    others = stored("reports/2026.csv", age=100 * DAY, root=media)
    assert removal.collect() == len(old)
    assert there(media) == {young, others}
    assert removal.collect() == 0


def test_what_a_resume_or_a_batch_still_needs_stays(media: Path) -> None:
    parse = services.receive(person("alice"), "cv.txt", letter(1)).parse
    assert parse is not None
    resume = parse.resume
    resume.preview_key = files.preview_key_for(resume.pk)
    resume.save()
    files.save(resume.preview_key, b"%PDF-")
    batch = services.create_batch(person("alice"), files=[(f"{n}.txt", letter(n)) for n in range(2, 16)])
    aged(media, 10 * DAY)
    kept = {resume.storage_key, resume.preview_key}
    kept |= set(BatchItem.objects.filter(batch=batch).values_list("storage_key", flat=True))
    assert len(kept) == 16
    assert removal.collect() == 0
    assert there(media) == kept


def test_a_deleted_resume_whose_removal_was_lost_is_removed_all_the_same(media: Path) -> None:
    parse = services.receive(person("alice"), "cv.txt", letter(1)).parse
    assert parse is not None
    services.delete(parse.resume, actor=person("alice"))
    assert default_storage.exists(parse.resume.storage_key)
    aged(media, 2 * DAY)
    assert removal.collect() == 1


def test_an_empty_storage_is_nothing_to_collect() -> None:
    assert removal.collect() == 0
