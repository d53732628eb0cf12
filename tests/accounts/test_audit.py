"""The audit chain shows every change."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from accounts import audit
from accounts.models import AuditEvent, AuditHead
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def _chain():
    for number in range(1, 6):
        audit.record(person("alice"), "resume.deleted", f"resume:{number}", reason="asked for")


def tamper(statement: str) -> None:
    """Change rows as somebody with rights on the tables would, triggers off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE accounts_auditevent DISABLE TRIGGER accounts_audit_append_only")
        cursor.execute(statement)


@pytest.mark.usefixtures("_chain")
def test_an_untouched_chain_has_no_faults(capsys):
    assert list(audit.faults_in_chain()) == []
    call_command("verify_audit")
    assert "5 events, unbroken" in capsys.readouterr().out


@pytest.mark.usefixtures("_chain")
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE accounts_auditevent SET actor = 'user:9' WHERE id = 3", "Event 3 was changed"),
        ("DELETE FROM accounts_auditevent WHERE id = 2", "Events 2 to 2 are missing"),
        ("DELETE FROM accounts_auditevent WHERE id = 5", "ends at event 4, but 5 were written"),
        ("UPDATE accounts_auditevent SET previous_hash = hash WHERE id = 4", "does not follow"),
    ],
)
def test_a_change_behind_our_back_is_found(statement, said):
    tamper(statement)
    with pytest.raises(CommandError, match=said):
        call_command("verify_audit")


def test_an_event_that_is_rolled_back_leaves_no_gap():
    audit.record(None, "a", "x:1")
    with transaction.atomic():
        audit.record(None, "b", "x:1")
        transaction.set_rollback(True)
    audit.record(None, "c", "x:1")
    assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True)) == ["a", "c"]
    assert list(audit.faults_in_chain()) == []
    assert AuditHead.objects.get().count == 2


@pytest.mark.usefixtures("_chain")
def test_postgresql_refuses_to_change_or_delete_an_event():
    if connection.vendor != "postgresql":
        pytest.skip("the trigger is PostgreSQL's")
    for change in (lambda: AuditEvent.objects.update(actor="x"), lambda: AuditEvent.objects.all().delete()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
