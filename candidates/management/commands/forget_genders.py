"""Delete every guess of gender: python manage.py forget_genders."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from candidates.services.gender import forget_all


class Command(BaseCommand):
    """For whoever switches the step off, or is asked to."""

    help = "Delete all genders that were guessed from names."

    def handle(self, *args: object, **options: object) -> None:
        """Delete, and tell how many there were."""
        self.stdout.write(f"{forget_all()} guesses were deleted.")
