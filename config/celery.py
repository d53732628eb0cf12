"""The Celery application. Settings, and the reasons for them, stand in `config.settings.base`."""

from __future__ import annotations

import os
from importlib import import_module

import django
from celery import Celery
from celery.signals import celeryd_init, setup_logging, worker_process_init
from django.apps import apps

from config.garbage import spare_what_is_loaded

# One thread a process: N processes times all cores make each résumé slower.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_THREAD_LIMIT"):
    os.environ.setdefault(name, "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("vitae")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["consumer"].add("config.events.EventsTogether")
app.steps["consumer"].add("parsing.devices.Watch")

if not (apps.ready or apps.loading):
    django.setup()  # a worker or a script began here; elsewhere Django itself imports this module


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
def settle_in(**_: object) -> None:
    """A new pool child keeps its database connection from task to task, and what is loaded out of gc's way.

    Celery's Django fixup would close the connection around every task, which costs more than the queries of
    a résumé; one that broke is noticed when a claim is made.
    """
    for fixup in getattr(app, "_fixups", ()):
        worker = getattr(fixup, "worker_fixup", None)
        if worker is not None:
            worker.db_reuse_max = app.conf.get("db_reuse_max") or 500
    import_module("parsing.stages.flow")
    spare_what_is_loaded()
