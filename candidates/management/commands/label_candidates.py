"""Let the classifier say now what beat would ask it for: python manage.py label_candidates [--all]."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandParser

from candidates.services.labelling import label_everybody_anew, label_some


class Command(BaseCommand):
    """Labels that people gave or refused are left as they are."""

    help = "Label whoever changed since the classifier saw them; with --all everybody, after a new training."

    def add_arguments(self, parser: CommandParser) -> None:
        """What may be asked for."""
        parser.add_argument("--all", action="store_true", dest="everybody", help="everybody anew")

    def handle(self, *, everybody: bool, **options: object) -> None:
        """Label, and say how many."""
        if everybody:
            label_everybody_anew()
        total = 0
        while some := label_some():
            total += some
        self.stdout.write(f"{total} people were looked at.")
