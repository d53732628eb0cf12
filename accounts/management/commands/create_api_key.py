"""`manage.py create_api_key USER`: prints a new API key, once."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError

from accounts.models import ApiKey, User
from accounts.services import create_api_key


class Command(BaseCommand):
    """Make an API key for a user and print its token. It cannot be shown again."""

    help = "Make an API key for a user and print its token. It cannot be shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """USER and how far and how long the key reaches."""
        parser.add_argument("username")
        parser.add_argument("--name", default="")
        parser.add_argument("--scope", choices=ApiKey.Scope.values, default=ApiKey.Scope.FULL)
        parser.add_argument("--days", type=int, help="The key ends after this many days.")

    def handle(
        self, *args: object, username: str, name: str, scope: str, days: int | None, **options: object
    ) -> None:
        """Print the token alone, so that a script can take it."""
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username!r}.")
        lifetime = timedelta(days=days) if days else None
        _, token = create_api_key(user, name=name, scope=scope, lifetime=lifetime)
        self.stdout.write(token)
