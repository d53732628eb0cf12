"""E-mails of notices: a sentence and a link, no personal data but what the reader's own things are called."""

from __future__ import annotations

import smtplib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.notices.events import EVENTS, page_of, title_of, words_of
from accounts.notices.models import Notice

SALT: Final = "accounts.notices.unsubscribe"
NO_BACKEND: Final = "django.core.mail.backends.dummy.EmailBackend"


class TokenRefused(Exception):
    """No address for unsubscribing that we ever gave out."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an address for unsubscribing stands for."""

    user_id: int
    event: str


def message_of(notice: Notice, owner: User) -> EmailMultiAlternatives:
    """The e-mail in its reader's language, as text and as HTML.

    Its headers are those that mail programs unsubscribe by (RFC 8058).
    """
    with translation.override(owner.language or settings.LANGUAGE_CODE):
        return _message(notice, owner)


def _message(notice: Notice, owner: User) -> EmailMultiAlternatives:
    subject, text = words_of(notice.event, notice.name, notice.data)
    context = {
        "subject": subject,
        "text": text,
        "link": settings.PUBLIC_URL + (page_of(notice.event, notice.data) if owner.is_staff else "/cv/"),
        "unsubscribe": "",
        "title": title_of(notice.event),
    }
    headers = {"Message-ID": f"<{notice.pk.hex}@{_host()}>", "Auto-Submitted": "auto-generated"}
    if EVENTS[notice.event].by_email != "always":
        context["unsubscribe"] = unsubscribe_address(Wish(owner.pk, notice.event))
        headers |= {
            "List-Unsubscribe": f"<{context['unsubscribe']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    message = EmailMultiAlternatives(
        subject,
        render_to_string("email/notice.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [owner.email],
        headers=headers,
    )
    message.attach_alternative(render_to_string("email/notice.html", context), "text/html")
    return message


def send_all(messages: Iterable[EmailMultiAlternatives]) -> Iterator[str]:
    """What came of each, over one connection: a code that is empty where the mail server took it.

    `mail_refused` is final, `mail_deferred` passes. After `mail_server`, which would meet the others as well,
    nothing more comes.
    """
    connection = get_connection()
    if settings.EMAIL_BACKEND == NO_BACKEND:
        yield from ("no_mail_server" for _ in messages)
        return
    try:
        for message in messages:
            code = _sent(message, connection)
            yield code
            if code == "mail_server":
                return
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.close()


def unsubscribe_address(wish: Wish) -> str:
    """The address under which whoever holds it ends these e-mails, without logging in."""
    token = signing.dumps([wish.user_id, wish.event], salt=SALT)
    return settings.PUBLIC_URL + reverse("api:unsubscribe", args=[token])


def wish_in(token: str) -> Wish:
    """What the token stands for. Raises TokenRefused."""
    try:
        user_id, event = signing.loads(token, salt=SALT)
        return Wish(int(user_id), str(event))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise TokenRefused from error


def _sent(message: EmailMultiAlternatives, connection: BaseEmailBackend) -> str:
    try:
        connection.open()
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        return "mail_refused" if codes and min(codes) >= 500 else "mail_deferred"
    except (OSError, smtplib.SMTPException):
        return "mail_server"
    return ""


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
