"""A laptop: SQLite, files on disk, plain HTTP."""

from __future__ import annotations

from config.settings import env
from config.settings.base import *  # noqa: F403

DEBUG = env.flag("DEBUG", default=True)
SECRET_KEY = env.text("SECRET_KEY", "local-only-not-a-secret-0123456789-abcdefghijklmnop")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
INTERNAL_IPS = ["127.0.0.1"]
# Static files straight from the packages: a laptop needs no collectstatic.
WHITENOISE_USE_FINDERS = True
