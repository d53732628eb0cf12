"""Make the search index anew from the database: python manage.py rebuild_index."""

from __future__ import annotations

import time

from django.core.management.base import BaseCommand, CommandError

from candidates.search.base import IndexBusy
from candidates.search.updating import rebuild


class Command(BaseCommand):
    """Searches are answered from the old index until the new one takes its place in one step."""

    help = "Build the search index anew from the database, beside the old one, and let it take its place."

    def handle(self, *args: object, **options: object) -> None:
        """Build, and tell how many people in how many seconds."""
        begun = time.perf_counter()
        try:
            people = rebuild()
        except IndexBusy as error:
            raise CommandError(str(error)) from error
        seconds = time.perf_counter() - begun
        self.stdout.write(f"{people} people in {seconds:.1f} s ({people / max(seconds, 1e-9):.0f} a second).")
