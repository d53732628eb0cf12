"""What nobody touches goes after its time, with its files; what is used stays."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Role, User
from cvimprover import inviting, keeping
from cvimprover.models import CvDocument, Improvement, Invitation, Questionnaire
from parsing import removal
from parsing.models import Outbox
from tests.people import person


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path


def asked(days: int, *, improved: int | None = None) -> Questionnaire:
    """A questionnaire last touched so many days ago, and its last improvement."""
    row = Questionnaire.objects.create(owner=person("charlie"), photo_key="cvs/aa/photo")
    then = timezone.now() - timedelta(days=days)
    if improved is not None:
        version = Improvement.objects.create(questionnaire=row, number=1)
        Improvement.objects.update(created_at=timezone.now() - timedelta(days=improved))
        CvDocument.objects.create(improvement=version, kind="pdf", storage_key="cvs/aa/file")
    Questionnaire.objects.filter(pk=row.pk).update(updated_at=then)
    return row


def test_only_what_is_old_goes_and_its_files_follow():
    old, used, new = asked(100, improved=95), asked(100), asked(10)
    Improvement.objects.create(questionnaire=used, number=1)
    for key in ("cvs/aa/photo", "cvs/aa/file"):
        default_storage.save(key, ContentFile(b"x"))
    Questionnaire.objects.exclude(pk=old.pk).update(photo_key="")
    assert keeping.clear_up(90) == 1
    assert set(Questionnaire.objects.values_list("pk", flat=True)) == {used.pk, new.pk}
    for args in Outbox.objects.filter(task="cvimprover.tasks.remove_file").values_list("args", flat=True):
        keeping.remove_file(*args)
    assert default_storage.listdir("cvs/aa") == ([], [])


def test_a_file_that_a_row_names_stays():
    asked(1)
    default_storage.save("cvs/aa/photo", ContentFile(b"x"))
    keeping.remove_file("cvs/aa/photo")
    assert default_storage.exists("cvs/aa/photo")


def test_files_of_people_who_are_gone_are_collected(settings):
    asked(1)
    for key in ("cvs/aa/photo", "cvs/bb/theirs"):
        default_storage.save(key, ContentFile(b"x"))
        os.utime(settings.MEDIA_ROOT / key, (time.time() - 2 * 86_400,) * 2)
    assert removal.collect() == 1
    assert default_storage.exists("cvs/aa/photo")
    assert not default_storage.exists("cvs/bb/theirs")


def test_the_settings_may_keep_everything(settings):
    settings.CV_KEEP_DAYS = 0
    asked(10_000)
    assert keeping.clear_up() == 0


def test_the_command_counts_before_it_deletes():
    asked(100)
    out = StringIO()
    call_command("cleanup_cvs", "--days", "90", "--dry-run", stdout=out)
    call_command("cleanup_cvs", "--days", "90", stdout=out)
    assert out.getvalue().splitlines() == [
        "1 questionnaires are older than 90 days",
        "1 questionnaires deleted",
    ]
    with pytest.raises(CommandError, match="1 or more"):
        call_command("cleanup_cvs", "--days", "0")


def test_files_of_a_user_who_is_deleted_go_at_once():
    version = Improvement.objects.create(questionnaire=asked(1), number=1)
    CvDocument.objects.create(improvement=version, kind="pdf", storage_key="cvs/aa/file")
    for key in ("cvs/aa/photo", "cvs/aa/file"):
        default_storage.save(key, ContentFile(b"x"))
    person("charlie").delete()
    assert not Questionnaire.objects.exists()
    for args in Outbox.objects.filter(task="cvimprover.tasks.remove_file").values_list("args", flat=True):
        keeping.remove_file(*args)
    assert default_storage.listdir("cvs/aa") == ([], [])


def test_who_was_invited_and_kept_nothing_goes_with_the_invitation():
    opened, _sent, used, new = (inviting.invite(person("alice")) for _ in range(4))
    for row in (opened, used, new):
        inviting.accept(row)
    used.refresh_from_db()
    Questionnaire.objects.create(owner=used.account)
    past = timezone.now() - timedelta(days=91)
    Invitation.objects.exclude(pk=new.pk).update(expires_at=past)
    keeping.clear_up(90)
    assert set(Invitation.objects.values_list("pk", flat=True)) == {used.pk, new.pk}
    assert User.objects.filter(role=Role.CANDIDATE).count() == 2
