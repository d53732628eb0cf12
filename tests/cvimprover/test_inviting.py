"""Invitations: who may make one, what its link opens, and when it opens nothing any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.logins import TRIES_PER_ADDRESS
from accounts.models import AuditEvent, Role, User
from candidates.models import Candidate
from cvimprover import inviting
from cvimprover.models import Invitation, Questionnaire
from tests.cvimprover.test_web import logged_in
from tests.people import client_of, person

PROFILE = {"basics": {"name": "Erika Beispiel"}, "work": [{"name": "Acme Ltd", "position": "Clerk"}]}


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


def invited(**begun: object) -> tuple[Invitation, str]:
    """An invitation of Alice's, and the path of its link."""
    row = inviting.invite(person("alice"), **begun)  # type: ignore[arg-type]
    return row, inviting.path_of(row)


def asked() -> Questionnaire:
    """What Alice wants for somebody."""
    return Questionnaire.objects.create(owner=person("alice"), profile=PROFILE, position="Head Clerk")


def test_a_link_from_the_api_leads_to_a_cv_of_ones_own():
    answer = client_of("alice").post("/api/v1/invitations/", {"questionnaire": str(asked().pk), "hours": 24})
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["state"], answer["Location"]) == ("sent", f"/api/v1/invitations/{told['id']}/")
    visitor = Client()
    path = told["url"].removeprefix("http://testserver")
    page = visitor.get(path)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert not User.objects.filter(invitation=told["id"]).exists(), "to look at a link does nothing"
    begun = visitor.post(path)
    assert "Erika Beispiel" in visitor.get(begun["Location"]).content.decode()
    account = User.objects.get(invitation=told["id"])
    assert (account.role, account.has_usable_password(), account.is_staff) == (Role.CANDIDATE, False, False)
    own = Questionnaire.objects.get(owner=account)
    assert (own.position, own.profile) == ("Head Clerk", PROFILE)
    assert client_of("alice").get(f"/api/v1/invitations/{told['id']}/").json()["state"] == "opened"
    actions = AuditEvent.objects.filter(target=f"invitation:{told['id']}").order_by("id")
    assert list(actions.values_list("action", "actor")) == [
        ("invitation.made", f"user:{person('alice').pk}"),
        ("invitation.opened", f"user:{account.pk}"),
    ]


def test_it_begins_with_what_is_known_of_a_person_or_with_an_upload():
    known = Candidate.objects.create(name="Erika Beispiel", profile={})
    visitor = Client()
    assert visitor.post(invited(candidate=known)[1])["Location"] == "/cv/"
    assert visitor.get("/cv/").status_code == 200
    assert Client().post(invited()[1])["Location"] == "/cv/"


def test_opened_again_it_leads_to_the_same_person_and_never_to_a_second():
    row, path = invited(questionnaire=asked())
    first = Client().post(path)["Location"]
    later = Client()
    assert later.post(path)["Location"] == first
    assert later.get(first).status_code == 200
    assert User.objects.filter(role=Role.CANDIDATE).count() == 1
    assert Questionnaire.objects.filter(owner__invitation=row).count() == 1


def test_who_comes_by_a_link_sees_nothing_of_others():
    theirs = Questionnaire.objects.create(owner=person("charlie"), profile=PROFILE)
    visitor = Client()
    visitor.post(invited()[1])
    assert visitor.get(f"/cv/{theirs.pk}/read/").status_code == 404
    assert visitor.get(f"/cv/{asked().pk}/read/").status_code == 404
    assert visitor.get("/admin/").status_code == 302


def test_who_was_logged_in_is_somebody_else_afterwards():
    client = logged_in("charlie")
    row, path = invited()
    client.post(path)
    assert client.session["_auth_user_id"] == str(User.objects.get(invitation=row).pk)


@pytest.mark.parametrize("over", ["expired", "withdrawn", "deleted", "of somebody deleted"])
def test_what_is_over_opens_nothing(over):
    row, path = invited(candidate=Candidate.objects.create(name="Erika", profile={}))
    inside = Client()
    assert inside.post(path).status_code == 302
    if over == "expired":
        Invitation.objects.filter(pk=row.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    elif over == "withdrawn":
        assert inviting.withdraw(row, actor=person("bob"))
        assert not inviting.withdraw(row, actor=person("bob"))
        assert inside.get("/cv/").status_code == 302, "who came by it is shut out"
    elif over == "deleted":
        row.delete()
    else:
        row.candidate.delete()
    for send in (Client().get, Client().post):
        answer = send(path)
        assert answer.status_code == 410
        assert "invitation is over" in answer.content.decode()


def test_what_was_changed_or_signed_for_something_else_is_no_link():
    row, path = invited()
    other = links.token_of(links.Link(row.pk, row.invited_by_id), "parsing.resume.file")
    changed = path[:-2] + ("A/" if path[-2] != "A" else "B/")
    for wrong in (reverse("cv:invited", args=[other]), changed, reverse("cv:invited", args=["x"])):
        assert Client().post(wrong).status_code == 404
    bobs = links.token_of(links.Link(row.pk, person("bob").pk), inviting.PURPOSE)
    assert Client().post(reverse("cv:invited", args=[bobs])).status_code == 410
    assert not User.objects.filter(invitation__isnull=False).exists()


def test_links_are_not_tried_without_end():
    path = reverse("cv:invited", args=["x"])
    client = Client()
    assert [client.get(path).status_code for _ in range(TRIES_PER_ADDRESS)] == [404] * TRIES_PER_ADDRESS
    assert client.get(invited()[1]).status_code == 429


@pytest.mark.parametrize(
    ("who", "made", "seen", "withdrawn"),
    [
        ("root", 201, 200, 204), ("alice", 201, 200, 204), ("bob", 201, 200, 204),
        ("vera", 403, 200, 403), ("charlie", 403, 403, 403), (None, 401, 401, 401),
    ],
)  # fmt: skip
def test_recruiters_invite_and_withdraw_and_viewers_see_no_link(who, made, seen, withdrawn):
    row, _ = invited()
    client = client_of(who)
    assert client.post("/api/v1/invitations/").status_code == made
    answer = client.get(f"/api/v1/invitations/{row.pk}/")
    assert answer.status_code == seen
    if seen == 200:
        assert (answer.json()["url"] is None) == (who == "vera")
    assert client.delete(f"/api/v1/invitations/{row.pk}/").status_code == withdrawn
    row.refresh_from_db()
    assert row.state == ("withdrawn" if withdrawn == 204 else "sent")


@pytest.mark.parametrize("told", [{"hours": 0}, {"hours": 10_000}, {"candidate": "x"}])
def test_what_makes_no_sense_is_refused(told):
    assert client_of("alice").post("/api/v1/invitations/", told).status_code == 400


def test_a_list_of_many_costs_as_little_as_one_of_few(django_assert_max_num_queries):
    for _ in range(12):
        invited()
    client = client_of("alice")
    with django_assert_max_num_queries(4):
        assert len(client.get("/api/v1/invitations/").json()["results"]) == 12


@pytest.mark.parametrize(("who", "links_shown"), [("alice", 1), ("root", 1), ("vera", 0)])
@pytest.mark.parametrize("kind", ["cvimprover/questionnaire", "candidates/candidate"])
def test_an_action_of_the_admin_shows_the_link(kind, who, links_shown):
    row = asked() if "questionnaire" in kind else Candidate.objects.create(name="Erika", profile={})
    data = {"action": "invite", "_selected_action": str(row.pk)}
    answer = logged_in(who).post(f"/admin/{kind}/", data, follow=True)
    assert answer.content.decode().count("/cv/invited/") == links_shown
    assert Invitation.objects.count() == links_shown


def test_the_admin_withdraws():
    row, path = invited()
    data = {"action": "withdraw", "_selected_action": str(row.pk)}
    logged_in("bob").post("/admin/cvimprover/invitation/", data)
    assert Client().post(path).status_code == 410
