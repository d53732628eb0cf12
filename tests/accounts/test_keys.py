"""API keys open the door until they are revoked, expire or their user is gone; the token is kept nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import ApiKey, AuditEvent, User
from accounts.services import api_key_for, create_api_key, revoke_api_key
from tests.people import person

pytestmark = pytest.mark.django_db


def test_a_token_is_256_bits_and_only_its_digest_is_stored():
    key, token = create_api_key(person("alice"), name="laptop")
    assert len(token) == len("vitae_") + 43
    stored = ApiKey.objects.values().get(pk=key.pk)
    assert token not in str(stored)
    assert token.startswith(stored["prefix"])
    assert token not in str(list(AuditEvent.objects.values()))


def test_a_valid_key_leads_to_its_user_and_notes_its_use():
    key, token = create_api_key(person("alice"))
    assert api_key_for(token).user == person("alice")
    key.refresh_from_db()
    assert key.last_used_at is not None


def test_its_use_is_noted_at_most_once_a_minute(django_assert_num_queries):
    _, token = create_api_key(person("alice"))
    with django_assert_num_queries(2):
        api_key_for(token)
    with django_assert_num_queries(1):
        api_key_for(token)


def test_a_revoked_key_is_refused_at_once():
    key, token = create_api_key(person("alice"))
    revoke_api_key(key, actor=person("root"))
    revoke_api_key(key, actor=person("root"))
    assert api_key_for(token) is None
    assert AuditEvent.objects.filter(action="api_key.revoked").count() == 1


def test_an_expired_key_is_refused():
    key, token = create_api_key(person("alice"), lifetime=timedelta(days=1))
    assert api_key_for(token) is not None
    ApiKey.objects.filter(pk=key.pk).update(expires_at=timezone.now())
    assert api_key_for(token) is None


def test_the_key_of_somebody_who_left_is_refused():
    _, token = create_api_key(person("alice"))
    User.objects.update(is_active=False)
    assert api_key_for(token) is None


@pytest.mark.parametrize("token", ["", "vitae_", "vitae_" + "a" * 43, "Basic YWxpY2U6"])
def test_anything_else_is_refused(token):
    create_api_key(person("alice"))
    assert api_key_for(token) is None


def test_the_command_prints_a_token_that_works(capsys):
    person("alice")
    call_command("create_api_key", "alice", "--days", "30", "--scope", "read")
    key = api_key_for(capsys.readouterr().out.strip())
    assert key is not None
    assert (key.scope, key.user.username) == ("read", "alice")
    with pytest.raises(CommandError, match="no user 'nobody'"):
        call_command("create_api_key", "nobody")
