"""Keys are shown once, what happened is never edited, and only administrators get there."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import audit, credits
from accounts.models import ApiKey, AuditEvent, CreditEntry
from accounts.services import api_key_for, create_api_key
from tests.admin.conftest import browser_of
from tests.people import person

MODELS = ["user", "apikey", "creditaccount", "auditevent"]


def test_a_key_is_shown_once(root):
    alice = person("alice")
    data = {"user": alice.pk, "name": "laptop", "scope": "read", "expires_at_0": "", "expires_at_1": ""}
    page = root.post(reverse("admin:accounts_apikey_add"), data, follow=True).content.decode()
    (token,) = set(re.findall(r"vitae_[\w-]{43}", page))
    key = api_key_for(token)
    assert key is not None
    assert (key.user, key.scope, key.name) == (alice, "read", "laptop")
    for address in (
        reverse("admin:accounts_apikey_changelist"),
        reverse("admin:accounts_apikey_change", args=[key.pk]),
    ):
        again = root.get(address).content.decode()
        assert token not in again
        assert token[:14] in again
    assert AuditEvent.objects.filter(action="api_key.created", actor=f"user:{person('root').pk}").exists()


def test_a_key_is_revoked_and_never_deleted(root):
    key, token = create_api_key(person("alice"))
    root.post(reverse("admin:accounts_apikey_changelist"), {"action": "revoke", "_selected_action": [key.pk]})
    assert api_key_for(token) is None
    root.post(reverse("admin:accounts_apikey_delete", args=[key.pk]), {"post": "yes"})
    assert ApiKey.objects.filter(pk=key.pk).exists()


def test_credits_are_granted_with_an_entry(root):
    alice = person("alice")
    before = credits.balance_of(alice)
    address = reverse("admin:accounts_creditaccount_changelist")
    root.post(address, {"action": "grant_thousand", "_selected_action": [alice.pk]})
    assert credits.balance_of(alice) == before + 1000
    assert CreditEntry.objects.filter(reason="grant", amount=1000).count() == 1
    assert (
        "1000" in root.get(reverse("admin:accounts_creditaccount_change", args=[alice.pk])).content.decode()
    )


def test_the_trail_cannot_be_edited(root):
    event = audit.record(person("alice"), "resume.deleted", "resume:1")
    address = reverse("admin:accounts_auditevent_change", args=[event.pk])
    assert "resume.deleted" in root.get(address).content.decode()
    root.post(address, {"action": "nothing"})
    root.post(reverse("admin:accounts_auditevent_delete", args=[event.pk]), {"post": "yes"})
    assert list(audit.faults_in_chain()) == []
    assert AuditEvent.objects.get(pk=event.pk).action == "resume.deleted"


def test_a_new_role_is_noted(root):
    vera = person("vera")
    fields = {"username": "vera", "role": "recruiter", "plan": "pro", "is_active": "on"}
    root.post(reverse("admin:accounts_user_change", args=[vera.pk]), fields)
    vera.refresh_from_db()
    assert vera.role == "recruiter"
    assert AuditEvent.objects.get(action="user.changed").details == {"role": "recruiter", "active": True}


@pytest.mark.parametrize("name", ["alice", "vera", "charlie"])
@pytest.mark.parametrize("model", MODELS)
def test_only_administrators_manage_accounts(name, model):
    person("root")
    browser = browser_of(name)
    assert browser.get(reverse(f"admin:accounts_{model}_changelist")).status_code in {302, 403}
    assert browser.get(reverse("admin:accounts_user_add")).status_code in {302, 403}


def test_candidates_stay_out_of_the_admin():
    charlie = browser_of("charlie")
    assert charlie.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize("name", ["alice", "root"])
def test_every_list_opens_for_those_who_may(name):
    browser = browser_of(name)
    for model, model_admin in admin.site._registry.items():
        if name == "alice" and model._meta.app_label not in {"parsing", "candidates"}:
            continue
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert browser.get(address).status_code == 200, model_admin


@pytest.mark.parametrize("name", MODELS)
def test_a_list_costs_the_same_for_one_and_for_many(root, django_assert_num_queries, name):
    def fill(who: str) -> None:
        create_api_key(person(who))
        credits.balance_of(person(who))

    address = reverse(f"admin:accounts_{name}_changelist")
    fill("alice")
    root.get(address)
    with CaptureQueriesContext(connection) as few:
        root.get(address)
    for who in ("bob", "vera", "charlie", "dora"):
        fill(who)
    with django_assert_num_queries(len(few)):
        root.get(address)


def test_too_many_wrong_passwords_are_not_looked_at(client):
    person("alice")
    form = {"username": "alice", "password": "wrong"}
    for _ in range(5):
        client.post(reverse("admin:login"), form)
    form["password"] = "correct horse battery"
    assert client.post(reverse("admin:login"), form).status_code == 200
    assert client.get(reverse("admin:index")).status_code == 302
