"""`manage.py make_resumes N --seed S --out DIR`: fictional résumés with exact truth."""

from __future__ import annotations

import logging
import multiprocessing
import time
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Final, cast

from django.core.management.base import BaseCommand, CommandError

from parsing.training.careers import LANGUAGES
from parsing.training.cases import KINDS, Choice, Kind, case
from parsing.training.designs import DESIGNS
from parsing.training.office import STRUCTURES

_SPLITS: Final = ("train", "kept_out", "all")


class Command(BaseCommand):
    """Writes cases laid out as the third-party ones: résumé, truth, meta, lines, regions."""

    help = "Writes N fictional résumés with truth into DIR. The same seed and options give the same bytes."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's options."""
        parser.add_argument("count", type=int, metavar="N")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--languages", default=",".join(LANGUAGES), help="ISO 639-1 codes with commas")
        parser.add_argument("--designs", default="", help="names of designs with commas; all where empty")
        parser.add_argument("--split", choices=_SPLITS, default="all")
        parser.add_argument("--kinds", default="pdf", help=f"of {', '.join(KINDS)}, with commas")
        parser.add_argument("--jobs", type=int, default=1, help="processes to make them with")

    def handle(self, *args: object, **options: object) -> None:
        """Makes the cases, each from its own number, so that the number of processes changes nothing."""
        count, seed, out, jobs = (cast(int, options[key]) for key in ("count", "seed", "out", "jobs"))
        choice = _choice(options)
        logging.getLogger("weasyprint").setLevel(logging.ERROR)
        begun = time.perf_counter()
        make = partial(_write, seed=seed, choice=choice, out=Path(str(out)))
        if jobs > 1:
            with multiprocessing.get_context("fork").Pool(jobs) as pool:
                pool.map(make, range(count), chunksize=4)
        else:
            for number in range(count):
                make(number)
        self.stdout.write(f"{count} résumés in {time.perf_counter() - begun:.1f} s under {out}")


def _write(number: int, *, seed: int, choice: Choice, out: Path) -> None:
    case(seed, number, choice).write_into(out)


def _choice(options: dict[str, object]) -> Choice:
    languages = _listed(options, "languages", LANGUAGES)
    kinds = cast(list[Kind], _listed(options, "kinds", KINDS))
    split = options["split"]
    known = tuple(design.name for design in DESIGNS) + tuple(found.name for found in STRUCTURES)
    names = _listed(options, "designs", known) or known
    designs = [design for design in DESIGNS if split in ("all", design.split) and design.name in names]
    structures = [found for found in STRUCTURES if split in ("all", found.split) and found.name in names]
    if ("docx" in kinds and not structures) or ({"pdf", "scan"} & set(kinds) and not designs):
        raise CommandError("No design of that kind is of that name and of that split.")
    return Choice(languages, designs, kinds, structures)


def _listed(options: dict[str, object], key: str, known: tuple[str, ...]) -> list[str]:
    """The words of an option with commas; an unknown one stops the command and names those known."""
    words = [word.strip() for word in str(options[key]).split(",") if word.strip()]
    for word in words:
        if word not in known:
            raise CommandError(f"--{key}: {word!r} is none of {', '.join(known)}.")
    return words
