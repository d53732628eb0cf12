"""`manage.py make_candidates N --seed S`: fictional candidates without files, for trying things at size."""

from __future__ import annotations

import random
import time
import uuid
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Final, cast

from django.core.management.base import BaseCommand
from django.utils import timezone

from candidates.models import Candidate
from candidates.services.facts import values_of
from parsing.facts import facts_of
from parsing.training.careers import LANGUAGES, career
from parsing.training.people import profile_of

AT_ONCE: Final = 1000


class Command(BaseCommand):
    """Writes candidates as a perfect reading of their résumés would; beat tells the search index of them."""

    help = (
        "Make N fictional candidates. The same seed makes the same people, ids too; those who are there stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's options."""
        parser.add_argument("count", type=int, metavar="N")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: object, **options: object) -> None:
        """Make them, a thousand in one statement."""
        count, seed = (cast(int, options[key]) for key in ("count", "seed"))
        begun = time.perf_counter()
        for start in range(0, count, AT_ONCE):
            some = people(range(start, min(count, start + AT_ONCE)), seed)
            Candidate.objects.bulk_create(some, ignore_conflicts=True)
        seconds = time.perf_counter() - begun
        self.stdout.write(f"{count} candidates in {seconds:.1f} s.")


def people(numbers: range, seed: int) -> Iterator[Candidate]:
    """The people of these numbers, not saved. Nobody looks for duplicates among people who are invented."""
    now = timezone.now()
    for number in numbers:
        rng = random.Random(f"{seed}-{number}")  # noqa: S311 - chance of a sample, not of a secret
        told = career(seed * 10_000_000 + number, LANGUAGES[number % len(LANGUAGES)])
        values = values_of(facts_of(profile_of(told)))
        identity = uuid.UUID(int=rng.getrandbits(128), version=4)
        yield Candidate(id=identity, created_at=now, updated_at=now, is_compared=True, **values)
