"""The only place that reads the environment. A bad value stops the start and names itself."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import environ  # type: ignore[import-untyped]
from django.core.exceptions import ImproperlyConfigured

ROOT: Final = Path(__file__).resolve().parent.parent.parent

_env = environ.Env()
if (ROOT / ".env").is_file():
    _env.read_env(ROOT / ".env")


def text(name: str, default: str = "") -> str:
    """The variable as text."""
    return str(_env.str(name, default=default))


def flag(name: str, *, default: bool) -> bool:
    """The variable as true or false; anything but the usual words is an error."""
    value = text(name, "true" if default else "false").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: say true or false.")


def number(name: str, default: int, *, least: int = 0, most: int = 10**12) -> int:
    """The variable as a whole number between `least` and `most`."""
    value = text(name, str(default))
    try:
        result = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r}: a whole number is needed.") from None
    if not least <= result <= most:
        raise ImproperlyConfigured(f"{name}={result}: must lie between {least} and {most}.")
    return result


def words(name: str, default: str = "") -> list[str]:
    """The variable as a list, split at commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """The variable, which must be one of `allowed`."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r}: choose one of {', '.join(allowed)}.")
    return value


def database(default: str) -> dict[str, object]:
    """Django's DATABASES entry for DATABASE_URL."""
    try:
        return dict(_env.db_url_config(text("DATABASE_URL", default)))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}") from error


def s3_client_config() -> object:
    """botocore's Config when S3 is used, else None.

    Newer botocore adds checksums that some S3 servers refuse (django-storages #1482): only where required.
    A server that takes connections and never answers holds a request for ten seconds, not for a minute.
    """
    if not text("S3_BUCKET"):
        return None
    from botocore.config import Config

    return Config(
        connect_timeout=2,
        read_timeout=5,
        retries={"total_max_attempts": 2, "mode": "standard"},
        signature_version="s3v4",
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
