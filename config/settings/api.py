"""The web side: who is let in, how much, and how the API describes itself."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import ImproperlyConfigured

from config.settings import env


def rate(name: str, default: str) -> str:
    """The variable as a number of requests in a time, such as `600/min`."""
    return checked_rate(name, env.text(name, default))


def checked_rate(name: str, value: str) -> str:
    """The value, if it says how many in which time. Raises ImproperlyConfigured."""
    if not re.fullmatch(r"[1-9]\d*/(s|m|h|d)[a-z]*", value):
        raise ImproperlyConfigured(f"{name}={value!r}: say how many in which time, such as 600/min.")
    return value


def plan(name: str, default: str) -> dict[str, str]:
    """The variable as what a plan gives: `improvements=3/day, documents=10/hour`."""
    wanted = {each.partition("=")[0].strip() for each in default.split(",")}
    given = {what.strip(): often for what, _, often in (each.partition("=") for each in env.words(name))}
    told = dict(each.strip().split("=") for each in default.split(",")) | given
    if set(told) != wanted:
        raise ImproperlyConfigured(f"{name}: a plan tells of {', '.join(sorted(wanted))}.")
    return {what: checked_rate(name, often) for what, often in told.items()}


AUTHENTICATION_BACKENDS: Final = ["accounts.logins.RoleBackend"]
LOGIN_URL: Final = "/admin/login/"
SESSION_COOKIE_AGE: Final = env.number("SESSION_SECONDS", 1800, least=60)
SESSION_SAVE_EVERY_REQUEST: Final = True
"""Half an hour after the last page somebody has to log in again."""

CREDITS_ENABLED: Final = env.flag("CREDITS_ENABLED", default=True)
CREDITS_START: Final = env.number("CREDITS_START", 100_000)
"""What a new user may have read before somebody grants more."""

PLANS: Final = {
    "free": plan("PLAN_FREE", "questionnaires=5/day, improvements=3/day, documents=10/hour"),
    "basic": plan("PLAN_BASIC", "questionnaires=30/day, improvements=30/day, documents=60/hour"),
    "pro": plan("PLAN_PRO", "questionnaires=200/day, improvements=200/day, documents=300/hour"),
    "premium": plan("PLAN_PREMIUM", "questionnaires=1000/day, improvements=1000/day, documents=1200/hour"),
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

CV_FOLDER: Final = "cvs"
"""Where storage keeps the files and photos of better CVs."""
CV_KEEP_DAYS: Final = env.number("CV_KEEP_DAYS", 90)
"""Days after which a questionnaire that nobody touches goes with all its CVs; 0 keeps them."""
LLM_MODEL: Final = env.text("LLM_MODEL")
LLM_BASE_URL: Final = env.text("LLM_BASE_URL", "http://127.0.0.1:8000/v1")
LLM_API_KEY: Final = env.text("LLM_API_KEY", "none")
"""A language model that may word lines of CVs, behind OpenAI's chat completions; no model, no call."""
LLM_DAY_TOKENS: Final = env.number("LLM_DAY_TOKENS", 500_000)
"""What all processes together may spend on it in a day (UTC)."""
LLM_RANKING: Final = env.flag("LLM_RANKING", default=False)
"""Whether it may also propose criteria for advertisements and word why somebody has a rank."""
COMPANY_NAME: Final = env.text("COMPANY_NAME")
COMPANY_LINES: Final = env.words("COMPANY_LINES")
"""The letterhead of CVs that a recruiter sends on: a name and a few lines, comma separated."""

METRICS_TOKEN: Final = env.text("METRICS_TOKEN")
"""What Prometheus sends as bearer token; without one only this machine is answered."""
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
        "WorkState": "parsing.work.State",
        "RankingState": "ranking.models.Ranking.State",
        "CriteriaSource": "ranking.models.CriteriaVersion.Source",
        "RankedState": "ranking.models.RankedCandidate.State",
    },
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums"],
}
