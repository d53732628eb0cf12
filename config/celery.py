"""The Celery application. Settings, and the reasons for them, stand in `config.settings.base`."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import celeryd_init, setup_logging, worker_process_init

# One thread a process: N processes times all cores make each résumé slower.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_THREAD_LIMIT"):
    os.environ.setdefault(name, "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("vitae")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def be_patient(conf: dict[str, object], **_: object) -> None:
    """A worker may wait longer for its broker than a web request may: it has BRPOP and reconnects to do."""
    options = dict(app.conf.broker_transport_options or {})
    if "socket_timeout" in options:
        options |= {"socket_timeout": 5, "retry_on_timeout": True}
        app.conf.broker_transport_options = options


@setup_logging.connect
def use_django_logging(**_: object) -> None:
    """Celery's processes log as the web does."""
    from logging.config import dictConfig

    from django.conf import settings

    dictConfig(settings.LOGGING)


@worker_process_init.connect
def keep_connections(**_: object) -> None:
    """A new pool child opens its own database connection and keeps it from task to task.

    Celery's Django fixup would close it around every task, which costs more than the queries of a résumé.
    """
    for fixup in getattr(app, "_fixups", ()):
        worker = getattr(fixup, "worker_fixup", None)
        if worker is not None:
            worker.db_reuse_max = app.conf.get("db_reuse_max") or 500
