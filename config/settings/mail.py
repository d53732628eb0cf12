"""How people and programs are told what happened. Without a mail host no e-mail leaves; what they would say
is found through the API all the same."""

from __future__ import annotations

from typing import Final

from config.settings import env

EMAIL_HOST: Final = env.text("EMAIL_HOST")
EMAIL_PORT: Final = env.number("EMAIL_PORT", 587, least=1, most=65_535)
EMAIL_HOST_USER: Final = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD: Final = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS: Final = env.flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT: Final = 10
EMAIL_BACKEND: Final = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
PUBLIC_URL: Final = env.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")
"""Where people reach this Vitae: links in e-mails and webhooks begin with it."""
WEBHOOK_INSIDE_HOSTS: Final = env.words("WEBHOOK_INSIDE_HOSTS")
"""Hosts of our own network, `host` or `host:port`, that webhooks may call, also by http."""
NOTICES_KEEP_DAYS: Final = env.number("NOTICES_KEEP_DAYS", 30, least=7)
"""How long what was told can be sent again; longer than the last attempt takes."""
DEFAULT_FROM_EMAIL: Final = env.text("EMAIL_FROM", "vitae@localhost")
