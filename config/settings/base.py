"""Settings that every deployment shares; the environment decides the rest."""

from __future__ import annotations

from datetime import timedelta

from config.settings import env, queues
from config.settings.api import *  # noqa: F403
from config.settings.engines import *  # noqa: F403
from config.settings.mail import *  # noqa: F403
from config.settings.queues import *  # noqa: F403
from config.settings.search import *  # noqa: F403

ROOT = env.ROOT
VAR = ROOT / "var"

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "config",
    "accounts",
    "candidates",
    "parsing",
    "ranking",
    "cvimprover",
]

MIDDLEWARE = [
    "config.api.request_id",
    "config.browsers.content_policy",
    "config.languages.in_their_language",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

LANGUAGE_CODE = "en"
# Each named as its speakers name it. What is said in them: docs/languages.md.
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español")]
LOCALE_PATHS = [ROOT / "config" / "locale"]
FORMAT_MODULE_PATH = "config.formats"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_PATH = "/cv/"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(VAR / "static"))
MEDIA_ROOT = env.text("MEDIA_ROOT", str(VAR / "media"))

# --- database: SQLite without a server by default, PostgreSQL by DATABASE_URL

DATABASES = {"default": env.database(f"sqlite:///{VAR / 'vitae.sqlite3'}")}
_database = DATABASES["default"]
if str(_database["ENGINE"]).endswith("sqlite3"):
    _database["OPTIONS"] = {
        # A writer that begins as a reader cannot wait for the lock: it fails at once. So begin as a writer.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
            "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True
    _database["DISABLE_SERVER_SIDE_CURSORS"] = env.flag("DATABASE_POOLED", default=False)
    _database["OPTIONS"] = {
        "connect_timeout": 5,
        "options": "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s",
    }

# --- cache: Redis where there is one, the process's own memory otherwise. Never the broker's instance:
# a cache may forget, a queue may not.

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": (
        {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {
                "SOCKET_CONNECT_TIMEOUT": 2,
                "SOCKET_TIMEOUT": 2,
                "IGNORE_EXCEPTIONS": True,
            },
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# --- files: on disk, or in S3 with the same code

_S3 = env.text("S3_BUCKET")
STORAGES: dict[str, dict[str, object]] = {
    "default": (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": _S3,
                "endpoint_url": env.text("S3_ENDPOINT") or None,
                "region_name": env.text("S3_REGION") or None,
                "access_key": env.text("S3_ACCESS_KEY") or None,
                "secret_key": env.text("S3_SECRET_KEY") or None,
                "location": env.text("S3_PREFIX"),
                "file_overwrite": False,
                "querystring_auth": True,
                "querystring_expire": 300,
                "default_acl": None,
                "client_config": env.s3_client_config(),
            },
        }
        if _S3
        else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    ),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FILES = 100

# --- what is done with uploads

GENDER_FROM_NAMES = env.flag("GENDER_FROM_NAMES", default=False)
BATCH_SYNC_MAX = env.number("BATCH_SYNC_MAX", 10, most=50)
BATCH_PLAN_CHUNK = 25
RANKING_SYNC_MAX = env.number("RANKING_SYNC_MAX", 10, most=50)
RANKING_SHARD = env.number("RANKING_SHARD", 50, least=1, most=500)
RANKING_SHARDS_AT_ONCE = env.number("RANKING_SHARDS_AT_ONCE", 8, least=1, most=100)
RANKING_MOST = env.number("RANKING_MOST", 20_000, least=1, most=100_000)

# --- the ledger of stage runs (seconds); see docs/architecture.md

LEDGER = {
    "heartbeat": env.number("LEDGER_HEARTBEAT_MS", 2_000, least=50) / 1000,
    "lease": env.number("LEDGER_LEASE_MS", 8_000, least=200) / 1000,
    "sweep": env.number("LEDGER_SWEEP_MS", 1_000, least=50) / 1000,
    "resend": env.number("LEDGER_RESEND_MS", 10_000, least=100) / 1000,
    "deadline": env.number("LEDGER_DEADLINE_S", 600, least=1),
    "deaths": env.number("LEDGER_DEATHS", 3, least=1),
    "retries": env.number("LEDGER_RETRIES", 5, least=1),
}
FAULTS = env.text("FAULTS")
DEBUG_FAULTS = env.flag("DEBUG_FAULTS", default=False)

# --- Celery. Every key is checked at start: Celery itself ignores those that it does not know.

BROKER_URL = env.text("BROKER_URL", "redis://127.0.0.1:6379/0")
VISIBILITY_TIMEOUT = 300
"""Seconds after which Redis hands out a message again that nobody acknowledged: longer than any task."""
_ON_REDIS = BROKER_URL.startswith(("redis", "valkey"))
CELERY_BROKER_URL = BROKER_URL
CELERY_RESULT_BACKEND = env.text("RESULT_BACKEND", BROKER_URL if _ON_REDIS else REDIS_URL) or None
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = queues.PARSING
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_TASK_ROUTES = {
    **{
        f"parsing.tasks.{stage}": {"queue": queue or queues.PARSING}
        for stage, queue in queues.STAGE_QUEUES.items()
    },
    **{task: {"queue": queue} for task, queue in queues.TASK_QUEUES.items()},
}
CELERY_TASK_ANNOTATIONS = {
    f"parsing.tasks.{stage}": {"soft_time_limit": soft, "time_limit": hard}
    for stage, (soft, hard) in queues.STAGE_LIMITS.items()
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT = True
# A killer page would come back for ever (celery #9082); the ledger counts attempts and sends again.
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_ERRORS_EVEN_IF_IGNORED = False
CELERY_TASK_TRACK_STARTED = False
# Workers' events are enough for Flower; one more for every message that is sent would cost the sender twice.
CELERY_TASK_SEND_SENT_EVENT = False
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_TIME_LIMIT = 150
CELERY_TASK_PUBLISH_RETRY = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0.1,
    "interval_step": 0.1,
    "interval_max": 0.2,
}
CELERY_RESULT_EXPIRES = 7200
CELERY_RESULT_CHORD_JOIN_TIMEOUT = 30
CELERY_RESULT_BACKEND_ALWAYS_RETRY = False
CELERY_REDIS_SOCKET_TIMEOUT = 2
CELERY_REDIS_SOCKET_CONNECT_TIMEOUT = 2
CELERY_REDIS_RETRY_ON_TIMEOUT = False
CELERY_REDIS_BACKEND_HEALTH_CHECK_INTERVAL = 10
# Opened only as they are needed. Flower asks its workers nine things at once, and each takes a connection and
# then a producer that wants another: with a small pool all of them wait for ever, and Flower stays empty.
CELERY_BROKER_POOL_LIMIT = 32
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_HEARTBEAT = 30
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": VISIBILITY_TIMEOUT,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "queue_order_strategy": "priority",
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 10,
        "retry_on_timeout": False,
        "global_keyprefix": env.text("BROKER_PREFIX", "vitae:"),
        "max_retries": 1,
    }
    if _ON_REDIS
    else {"confirm_publish": True}
)
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": VISIBILITY_TIMEOUT,
        "global_keyprefix": env.text("BROKER_PREFIX", "vitae:"),
        "retry_policy": {"max_retries": 1, "interval_start": 0.1, "interval_step": 0.1, "interval_max": 0.2},
    }
    if str(CELERY_RESULT_BACKEND or "").startswith(("redis", "valkey"))
    else {}
)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DISABLE_PREFETCH = _ON_REDIS
CELERY_WORKER_MAX_TASKS_PER_CHILD = env.number("WORKER_MAX_TASKS_PER_CHILD", 200, least=1)
CELERY_WORKER_MAX_MEMORY_PER_CHILD = env.number("WORKER_MAX_MEMORY_KB", 1_500_000, least=100_000)
CELERY_WORKER_SEND_TASK_EVENTS = True
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 120
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
# Claims keep a task that the broker hands out again from running twice: no reason to kill the first.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_ETA_TASK_LIMIT = 1000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_ENABLE_UTC = True
CELERY_DB_REUSE_MAX = 500
CELERY_BEAT_SCHEDULER = "config.beat:SweepingScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "parsing.sweeping.sweep",
        "schedule": timedelta(seconds=LEDGER["sweep"]),
    },
    "clear_up": {"task": "parsing.tasks.clear_up", "schedule": timedelta(hours=1)},
    # Many at once cost a fraction of one by one, and nobody waits for it.
    "find_duplicates": {"task": "candidates.tasks.find_duplicates", "schedule": timedelta(seconds=5)},
    "update_index": {"task": "candidates.tasks.update_index", "schedule": timedelta(seconds=1)},
    "send_overdue_cvs": {"task": "cvimprover.tasks.send_overdue", "schedule": timedelta(seconds=15)},
    "clear_up_cvs": {"task": "cvimprover.tasks.clear_up", "schedule": timedelta(days=1)},
    "run_saved_searches": {"task": "candidates.tasks.run_saved_searches", "schedule": timedelta(minutes=1)},
    "label_candidates": {"task": "candidates.tasks.label_candidates", "schedule": timedelta(seconds=3)},
    "infer_genders": {"task": "candidates.tasks.infer_genders", "schedule": timedelta(seconds=30)},
    "deliver_notices": {"task": "accounts.tasks.deliver_notices", "schedule": timedelta(seconds=1)},
    "forget_notices": {"task": "accounts.tasks.forget_notices", "schedule": timedelta(days=1)},
    "rebuild_filters": {"task": "candidates.tasks.rebuild_filters", "schedule": timedelta(hours=1)},
    "go_on_ranking": {"task": "ranking.tasks.go_on", "schedule": timedelta(seconds=2)},
}

BEAT_ASKS = {
    "accounts.tasks.deliver_notices": "accounts.notices.delivering.has_due",
    "candidates.tasks.find_duplicates": "candidates.services.duplicates.has_work",
    "candidates.tasks.update_index": "candidates.search.updating.has_work",
    "candidates.tasks.label_candidates": "candidates.services.labelling.has_work",
    "candidates.tasks.infer_genders": "candidates.services.gender.has_work",
    "candidates.tasks.run_saved_searches": "candidates.search.saved.has_work",
    "cvimprover.tasks.send_overdue": "cvimprover.working.has_overdue",
    "ranking.tasks.go_on": "ranking.upkeep.has_work",
}
"""Task → what beat asks first, in its own process; without work no message is sent."""

# --- logs: one event, one line, no personal data

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "celery.worker.strategy": {"level": "WARNING"},
        "elastic_transport": {"level": "ERROR"},
        "weasyprint.progress": {"level": "WARNING"},
        "celery.app.trace": {"level": env.text("TASK_LOG_LEVEL", "WARNING")},
    },
}
