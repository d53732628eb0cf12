"""Delete questionnaires, improvements and files that nobody has touched for a long time."""

from __future__ import annotations

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cvimprover import keeping


class Command(BaseCommand):
    """`manage.py cleanup_cvs [--days N] [--dry-run]`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How old, and whether to do it."""
        parser.add_argument("--days", type=int, default=settings.CV_KEEP_DAYS, help="untouched for so long")
        parser.add_argument("--dry-run", action="store_true", help="only count them")

    def handle(self, *args: object, **options: object) -> None:
        """Says how many there were."""
        days = options["days"]
        assert isinstance(days, int)
        if days < 1:
            raise CommandError("--days is 1 or more.")
        if options["dry_run"]:
            self.stdout.write(f"{len(keeping.old(days))} questionnaires are older than {days} days")
        else:
            self.stdout.write(f"{keeping.clear_up(days)} questionnaires deleted")
