"""manage.py warm_engines: load every engine that settings name, and say what it is and what it took."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from parsing import registry


class Command(BaseCommand):
    """Loads the engines as a worker would; fails when one cannot be loaded."""

    help = "Load every engine that settings name; exit with an error when one cannot be loaded."

    def handle(self, *args: object, **options: object) -> None:
        """One line an engine: job, name, version, milliseconds."""
        for job in settings.ENGINES:
            begun = time.perf_counter()
            try:
                engine = registry.engine(job)
            except registry.EngineMissing as error:
                raise CommandError(str(error)) from error
            spent = (time.perf_counter() - begun) * 1000
            version = getattr(engine, "version", "")
            self.stdout.write(f"{job}\t{getattr(engine, 'name', '')}\t{version}\t{spent:.0f} ms")
