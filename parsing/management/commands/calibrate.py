"""`manage.py calibrate`: fits what makes probabilities of confidences, on fictional résumés."""

from __future__ import annotations

import json
import multiprocessing
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from django.core.management.base import BaseCommand

from parsing.stages.confidence import FILE, FOLDER, fitted

if TYPE_CHECKING:
    from parsing.stages.flow import Engines
    from parsing.training.calibrating import Sample
    from parsing.training.cases import Choice

_MEASURED: Final = 7919
"""Added to the seed for the résumés that measure: none of them is one that trains."""


class Command(BaseCommand):
    """Makes résumés, reads them, learns how often each kind of value is right, and measures on others."""

    help = "Fit the confidence of each kind of field. The same options give the same bytes."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's options."""
        parser.add_argument("--count", type=int, default=300, help="résumés to learn from")
        parser.add_argument(
            "--measure", type=int, default=100, help="résumés of designs kept out to measure on"
        )
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--cases", type=Path, help="a folder that make_resumes wrote, instead of new ones"
        )
        parser.add_argument("--jobs", type=int, default=1, help="processes that make and read résumés")
        parser.add_argument(
            "--out", type=Path, default=Path(str(resources.files("parsing").joinpath(FOLDER)))
        )

    def handle(self, *args: object, **options: object) -> None:
        """Prints the reliability on what was kept out."""
        from parsing.training import calibrating
        from parsing.training.train_cards import write_card

        count, measured, seed, jobs = (
            cast(int, options[key]) for key in ("count", "measure", "seed", "jobs")
        )
        out, cases = Path(str(options["out"])), cast("Path | None", options["cases"])
        learned = list(_samples_in(cases, "train") if cases else _samples(count, seed, "train", jobs))
        maps = calibrating.fit(learned)
        out.mkdir(parents=True, exist_ok=True)
        told = {kind: each._asdict() for kind, each in maps.items()}
        (out / FILE).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        fitted.cache_clear()
        held = list(
            _samples_in(cases, "kept_out")
            if cases
            else _samples(measured, seed + _MEASURED, "kept_out", jobs)
        )
        report = calibrating.reliability_of(maps, held)
        self.stdout.write(calibrating.table_of(report))
        write_card(
            out,
            command=f"python manage.py calibrate --count {count} --measure {measured} --seed {seed}"
            + (" --cases DIR" if cases else ""),
            data={"source": "parsing/training", "seed": seed, "split": "train", "values": len(learned)},
            figures={"kept_out": calibrating.figures_of(report)},
            made_with=("numpy",),
        )


def _samples_in(folder: Path, split: str) -> Iterator[Sample]:
    """The judged values of the folder's cases of a split."""
    for meta in sorted(folder.glob("*/meta.json")):
        told = json.loads(meta.read_text(encoding="utf-8"))
        if told["split"] == split:
            truth = json.loads((meta.parent / "truth.json").read_text(encoding="utf-8"))
            file = meta.parent / told["file"]
            yield from _judged_content(file.read_bytes(), file.name, truth)


def _samples(count: int, seed: int, split: str, jobs: int) -> Iterator[Sample]:
    """The judged values of so many résumés of the factory: text, office and scanned ones."""
    from parsing.training.careers import LANGUAGES
    from parsing.training.cases import Choice
    from parsing.training.designs import DESIGNS

    designs = [design for design in DESIGNS if design.split == split]
    choice = Choice(LANGUAGES, designs, ("pdf", "pdf", "docx", "scan"))
    judge = partial(_judged, seed=seed, choice=choice)
    if jobs > 1:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            for found in pool.imap(judge, range(count)):
                yield from found
    else:
        for number in range(count):
            yield from judge(number)


def _judged(number: int, *, seed: int, choice: Choice) -> list[Sample]:
    from parsing.training.cases import case

    made = case(seed, number, choice)
    return _judged_content(made.content, made.file, made.printed.truth)


def _judged_content(content: bytes, name: str, truth: Mapping[str, object]) -> list[Sample]:
    from parsing.errors import StageError
    from parsing.stages.flow import read
    from parsing.training.calibrating import samples_of

    try:
        return samples_of(read(content, name, engines=_engines()), truth)
    except StageError:
        return []  # a scan may be larger than what is taken


@cache
def _engines() -> Engines:
    """The engines of this process."""
    from parsing.stages.flow import Engines

    return Engines()
