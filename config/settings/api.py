"""The web side: who is let in, how much, and how the API describes itself."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import ImproperlyConfigured

from config.settings import env


def rate(name: str, default: str) -> str:
    """The variable as a number of requests in a time, such as `600/min`."""
    value = env.text(name, default)
    if not re.fullmatch(r"[1-9]\d*/(s|m|h|d)[a-z]*", value):
        raise ImproperlyConfigured(f"{name}={value!r}: say how many in which time, such as 600/min.")
    return value


AUTHENTICATION_BACKENDS: Final = ["accounts.logins.RoleBackend"]
LOGIN_URL: Final = "/admin/login/"
SESSION_COOKIE_AGE: Final = env.number("SESSION_SECONDS", 1800, least=60)
SESSION_SAVE_EVERY_REQUEST: Final = True
"""Half an hour after the last page somebody has to log in again."""

CREDITS_ENABLED: Final = env.flag("CREDITS_ENABLED", default=True)
CREDITS_START: Final = env.number("CREDITS_START", 100_000)
"""What a new user may have read before somebody grants more."""

PLANS: Final = {
    "free": {
        "questionnaires": rate("PLAN_FREE_QUESTIONNAIRES", "5/day"),
        "improvements": rate("PLAN_FREE_IMPROVEMENTS", "3/day"),
        "documents": rate("PLAN_FREE_DOCUMENTS", "10/hour"),
    },
    "basic": {
        "questionnaires": rate("PLAN_BASIC_QUESTIONNAIRES", "30/day"),
        "improvements": rate("PLAN_BASIC_IMPROVEMENTS", "30/day"),
        "documents": rate("PLAN_BASIC_DOCUMENTS", "60/hour"),
    },
    "pro": {
        "questionnaires": rate("PLAN_PRO_QUESTIONNAIRES", "200/day"),
        "improvements": rate("PLAN_PRO_IMPROVEMENTS", "200/day"),
        "documents": rate("PLAN_PRO_DOCUMENTS", "300/hour"),
    },
    "premium": {
        "questionnaires": rate("PLAN_PREMIUM_QUESTIONNAIRES", "1000/day"),
        "improvements": rate("PLAN_PREMIUM_IMPROVEMENTS", "1000/day"),
        "documents": rate("PLAN_PREMIUM_DOCUMENTS", "1200/hour"),
    },
}
"""Plan of a user → what costs something → how often in an hour or a day."""

UPLOAD_MAX_ARCHIVE_BYTES: Final = env.number("UPLOAD_MAX_ARCHIVE_BYTES", 100_000_000, least=1)
"""A zip of résumés; a single file is limited by LIMIT_BYTES."""
UPLOAD_MAX_REQUEST_BYTES: Final = env.number("UPLOAD_MAX_REQUEST_BYTES", 250_000_000, least=1)
"""All files of one request together."""
WEB_THREADS: Final = env.number("WEB_THREADS", 32, least=1, most=500)
"""Requests that one web process answers at a time, and the most connections to the database that it holds."""
FILE_UPLOAD_HANDLERS: Final = [
    "parsing.receiving.QuotaUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

FETCH_HOSTS: Final = env.words("FETCH_HOSTS")
"""The hosts that https:// addresses may name; [] means every public one."""
S3_IMPORT_BUCKETS: Final = env.words("S3_IMPORT_BUCKETS")
"""What s3:// addresses may name: `bucket` or `bucket/prefix`. Never the product's own bucket as a whole:
it holds everybody's files."""
S3_CLIENT: Final = {
    "endpoint_url": env.text("S3_ENDPOINT") or None,
    "region_name": env.text("S3_REGION") or None,
    "aws_access_key_id": env.text("S3_ACCESS_KEY") or None,
    "aws_secret_access_key": env.text("S3_SECRET_KEY") or None,
}
S3_PREFIX: Final = env.text("S3_PREFIX")

EVENTS_POLL_SECONDS: Final = env.number("EVENTS_POLL_MS", 500, least=50) / 1000
EVENTS_HEARTBEAT_SECONDS: Final = env.number("EVENTS_HEARTBEAT_MS", 15_000, least=100) / 1000
EVENTS_MAX_SECONDS: Final = env.number("EVENTS_MAX_SECONDS", 900, least=1)
"""A stream ends after this long; browsers come back by themselves with Last-Event-ID."""

REST_FRAMEWORK: Final = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.ApiKeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.permissions.MayUse"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "config.api.NewestFirst",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_THROTTLE_CLASSES": ["config.throttling.RateLimit"],
    "DEFAULT_THROTTLE_RATES": {
        "default": rate("THROTTLE_DEFAULT", "6000/min"),
        "uploads": rate("THROTTLE_UPLOADS", "1200/min"),
    },
    "NUM_PROXIES": env.number("NUM_PROXIES", 0, most=10),
    "EXCEPTION_HANDLER": "config.problems.answer_problem",
    "DEFAULT_SCHEMA_CLASS": "config.schema.ProblemSchema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

SPECTACULAR_SETTINGS: Final = {
    "TITLE": "Vitae",
    "DESCRIPTION": "Résumés in, structured candidates out. Errors are RFC 9457 problems with stable codes.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "TaskState": "parsing.serializers.TASK_STATES",
        "ParseStatus": "parsing.models.Parse.Status",
        "BatchState": "parsing.models.Batch.State",
        "ApplicationStage": "candidates.models.Stage",
        "LabelSource": "candidates.models.Source",
        "ResumeSource": "parsing.models.Resume.Source",
    },
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums"],
}
