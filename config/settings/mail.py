"""How e-mails leave. Without a host none does; what they would say is found through the API all the same."""

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
DEFAULT_FROM_EMAIL: Final = env.text("EMAIL_FROM", "vitae@localhost")
