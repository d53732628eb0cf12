"""E-mails: who gets which, what they say, and how they end."""

from __future__ import annotations

import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import translation
from rest_framework.test import APIClient

from accounts.models import User
from accounts.notices import services
from accounts.notices.delivering import deliver
from accounts.notices.events import FOR_EMAIL, words_of
from accounts.notices.mailing import NO_BACKEND
from accounts.notices.models import Delivery, Notice
from accounts.notices.telling import tell
from tests.accounts.notices.conftest import make_due
from tests.api.conftest import problem
from tests.people import client_of, person

BATCH = "22222222-2222-4222-8222-222222222222"
pytestmark = pytest.mark.django_db


def told(name: str = "Spring & <Summer>", owner: str = "alice") -> int:
    return tell("batch.finished", owner_id=person(owner).pk, name=name, batch=BATCH, items=3, read=2)


@pytest.fixture
def alice() -> User:
    """Alice, who wants e-mails of batches."""
    services.prefer(person("alice"), {"batch.finished": True})
    return person("alice")


def test_nobody_gets_what_they_did_not_ask_for():
    assert told() == 0
    services.prefer(person("bob"), {"batch.finished": True})
    assert told() == 0, "it is Alice's batch"


def test_who_asked_gets_words_and_a_link_in_text_and_html(alice):
    assert told() == 1
    deliver()
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["alice@example.org"], "Your batch is finished")
    assert "The batch “Spring & <Summer>” is finished: 2 of 3 were read." in message.body
    link = f"https://vitae.example.org/admin/parsing/batch/{BATCH}/change/"
    assert link in message.body
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    assert "Spring &amp; &lt;Summer&gt;" in html
    assert link in html
    assert message.extra_headers["Message-ID"] == f"<{Notice.objects.get().pk.hex}@vitae.example.org>"
    assert Delivery.objects.get().state == "delivered"


def test_a_candidate_is_led_to_their_own_pages():
    services.prefer(person("charlie"), {"resume.parsed": True})
    tell("resume.parsed", owner_id=person("charlie").pk, name="cv.pdf", resume="1", status="done")
    deliver()
    assert "https://vitae.example.org/cv/\n" in mail.outbox[0].body


def test_a_name_cannot_add_headers(alice):
    tell(
        "saved_search.matched", owner_id=alice.pk, name="A\r\nBcc: eve@example.org", count=1, saved_search="1"
    )
    deliver()
    (message,) = mail.outbox
    assert message.subject == "1 new person for “A Bcc: eve@example.org”"
    assert message.recipients() == ["alice@example.org"]


def test_one_click_unsubscribes_from_one_kind_without_logging_in(alice, settings):
    services.prefer(alice, {"resume.failed": True})
    told()
    deliver()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix(settings.PUBLIC_URL)
    assert address in mail.outbox[0].body
    page = APIClient().get(address)
    assert page["Content-Type"].startswith("text/html")
    assert b"<form method" in page.content
    assert services.preferences_of(alice)["batch.finished"], "looking at the link changes nothing"
    done = APIClient(enforce_csrf_checks=True).post(
        address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert done.status_code == 200
    assert services.preferences_of(alice) == {
        **dict.fromkeys(FOR_EMAIL, False),
        "resume.failed": True,
        "saved_search.matched": True,
    }
    assert told() == 0
    assert APIClient().post(address).status_code == 200, "safe to repeat"
    assert APIClient().post(address[:-4] + "abc/").status_code == 404


def test_who_unsubscribes_meanwhile_gets_nothing(alice):
    told()
    services.prefer(alice, {"batch.finished": False})
    deliver()
    assert mail.outbox == []
    assert Delivery.objects.get().error_code == "unsubscribed"


def test_saved_searches_are_mailed_unless_refused():
    alice = person("alice")
    assert tell("saved_search.matched", owner_id=alice.pk, name="A", count=2, saved_search="1") == 1
    services.prefer(alice, {"saved_search.matched": False})
    assert tell("saved_search.matched", owner_id=alice.pk, name="A", count=2, saved_search="1") == 0


@pytest.mark.parametrize("left", [{"email": ""}, {"is_active": False}])
def test_who_cannot_be_reached_gets_none(alice, left):
    told()
    User.objects.filter(pk=alice.pk).update(**left)
    deliver()
    assert mail.outbox == []
    assert Delivery.objects.get().error_code == "no_address"


def test_without_a_mail_server_nothing_claims_to_be_delivered(alice, settings):
    settings.EMAIL_BACKEND = NO_BACKEND
    told()
    deliver()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error_code) == ("failed", "no_mail_server")


class FailingBackend(EmailBackend):
    """A mail server in a bad mood."""

    error: Exception = OSError("away")
    opened = 0

    def open(self) -> bool:
        FailingBackend.opened += 1
        return True

    def send_messages(self, messages: object) -> int:
        raise self.error


@pytest.mark.parametrize(
    ("error", "code", "state"),
    [
        (OSError("away"), "mail_server", "pending"),
        (smtplib.SMTPServerDisconnected("bye"), "mail_server", "pending"),
        (smtplib.SMTPRecipientsRefused({"a": (451, b"later")}), "mail_deferred", "pending"),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"unknown")}), "mail_refused", "failed"),
    ],
)
def test_a_mail_server_that_refuses(alice, settings, monkeypatch, error, code, state):
    settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
    monkeypatch.setattr(FailingBackend, "error", error)
    told()
    deliver()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error_code, delivery.attempts) == (state, code, 1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_due()
    deliver()
    assert len(mail.outbox) == (state == "pending")


def test_a_mail_server_that_is_away_is_asked_once_for_all(alice, settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
    monkeypatch.setattr(FailingBackend, "opened", 0)
    for _ in range(5):
        told()
    assert deliver() == 5
    assert FailingBackend.opened == 1
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}


def test_preferences_in_the_api(django_assert_max_num_queries):
    client = client_of("charlie")
    client.get("/api/v1/notifications/preferences/")
    with django_assert_max_num_queries(2):
        shown = client.get("/api/v1/notifications/preferences/").json()
    assert shown["email"] == "charlie@example.org"
    assert shown["events"] == {**dict.fromkeys(FOR_EMAIL, False), "saved_search.matched": True}
    changed = client.patch("/api/v1/notifications/preferences/", {"events": {"resume.parsed": True}})
    assert changed.json()["events"]["resume.parsed"] is True
    assert services.preferences_of(person("dora"))["resume.parsed"] is False
    for wrong in ({"candidate.created": True}, {"resume.parsed": "perhaps"}):
        problem(client.patch("/api/v1/notifications/preferences/", {"events": wrong}), 400, "invalid")


@pytest.mark.parametrize(
    ("language", "subject", "text", "foot"),
    [
        ("de", "2 neue Personen für „Nurses“",
         "Ihre gespeicherte Suche „Nurses“ hat 2 neue Personen gefunden.", "Keine weiteren dieser Art"),
        ("fr", "2 nouvelles personnes pour «\u00a0Nurses\u00a0»",
         "Votre recherche enregistrée «\u00a0Nurses\u00a0» a trouvé 2 nouvelles personnes.",
         "Ne plus en recevoir"),
        ("es", "2 personas nuevas para «Nurses»",
         "Su búsqueda guardada «Nurses» ha encontrado 2 personas nuevas.", "No recibir más de estos"),
        ("", "2 new people for “Nurses”",
         "Your saved search “Nurses” found 2 new people.", "No more of these"),
    ],
)  # fmt: skip
def test_e_mails_come_in_the_language_of_their_reader(language, subject, text, foot):
    address = "/api/v1/notifications/preferences/"
    alice = client_of("alice")
    assert (
        alice.patch(address, {"language": language}, headers={"accept-language": "fr"}).json()["language"]
        == language
    )
    owner = person("alice")
    tell("saved_search.matched", owner_id=owner.pk, name="Nurses", saved_search=BATCH, count=2)
    deliver()
    (message,) = mail.outbox
    assert " ".join(message.subject.split()) == " ".join(subject.split())
    assert text in message.body
    assert foot in message.body
    html = message.alternatives[0][0]
    assert f'<html lang="{language or "en"}">' in html
    assert foot in html


def test_a_language_that_nobody_here_speaks_is_refused():
    address = "/api/v1/notifications/preferences/"
    problem(client_of("alice").patch(address, {"language": "tlh"}), 400, "invalid")


def test_one_and_the_end_of_a_ranking_are_told_in_words():
    assert words_of("saved_search.matched", "Nurses", {"count": 1})[0] == "1 new person for “Nurses”"
    with translation.override("de"):
        assert words_of("ranking.finished", "", {"state": "partial"})[1] == (
            "Die Rangliste für „ohne Namen“ ist fertig: einige konnten nicht gelesen oder eingeordnet werden."
        )
        assert words_of("ranking.finished", "Koch", {"state": "new"})[1].endswith("fertig: new.")
