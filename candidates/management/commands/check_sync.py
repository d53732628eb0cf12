"""Prove that cache, search index and database agree: python manage.py check_sync [--repair]."""

from __future__ import annotations

from typing import Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from candidates import syncing
from candidates.search.indexes import candidate_index
from candidates.search.updating import rebuild, update

MOST_TOLD: Final = 50


class Command(BaseCommand):
    """Exit code 0: they agree, or were made to. 1: they differ."""

    help = "Compare cached filters and the search index with the database; every difference is told."

    def add_arguments(self, parser: CommandParser) -> None:
        """What may be asked for."""
        parser.add_argument("--repair", action="store_true", help="make them agree again")

    def handle(self, *, repair: bool, **options: object) -> None:
        """Compare, tell and, if asked, mend."""
        differences = self._mend() if repair else self._compare()
        state = "mended" if repair and differences else "found"
        self.stdout.write(f"{differences} differences {state}, {syncing.waiting()} changes on their way.")
        if differences and not repair:
            raise CommandError("Cache, index and database differ; --repair mends that.", returncode=1)

    def _compare(self) -> int:
        """How many differences there are."""
        index = candidate_index()
        filters = [told for _, told in syncing.wrong_filters()]
        people = [each.told() for each in syncing.wrong_in_index(index)] if index.exists() else []
        if not index.exists():
            people = [syncing.Difference("index", "everybody", "nothing", "it was never built")]
        return self._tell([*filters, *people, *syncing.wrong_in_database()])

    def _mend(self) -> int:
        """How many differences there were."""
        differences = self._compare()
        index = candidate_index()
        syncing.mend_database()
        syncing.mend_filters(subject for subject, _ in syncing.wrong_filters())
        if index.exists():
            syncing.mend_index(syncing.wrong_in_index(index))
            update()
        if not index.exists() or syncing.wrong_in_index(index):
            rebuild()  # there was none, or it holds that somebody is gone who is not
        return differences

    def _tell(self, differences: list[syncing.Difference]) -> int:
        for difference in differences[:MOST_TOLD]:
            self.stdout.write(str(difference))
        if len(differences) > MOST_TOLD:
            self.stdout.write(f"… and {len(differences) - MOST_TOLD} more")
        return len(differences)
