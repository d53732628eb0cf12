"""manage.py train_layout: train the model of regions on the résumé factory, export and measure it."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from django.core.management import call_command
from django.core.management.base import BaseCommand

from parsing.engines.region_models import shipped

if TYPE_CHECKING:
    from parsing.training.layout_pages import Sheet

SIZE: Final = (192, 768)
"""Width and height, in pixels, of the pictures that the model is shown."""
_MEASURED: Final = 5000
"""Added to the seed for the résumés that measure: none of them is one that trains."""


class Command(BaseCommand):
    """Makes the pages, learns, exports, measures on designs that were kept out of training."""

    help = "Train the model that finds regions of pages. Needs Detectron2 (docs/models.md)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's options."""
        parser.add_argument("--count", type=int, default=3000, help="résumés to learn from")
        parser.add_argument("--measure", type=int, default=260, help="résumés to measure on")
        parser.add_argument("--seed", type=int, default=4101)
        parser.add_argument("--steps", type=int, default=4200, help="steps of eight pages")
        parser.add_argument("--rate", type=float, default=1.5e-3)
        parser.add_argument("--begin", type=Path, help="weights to go on from")
        parser.add_argument("--jobs", type=int, default=1, help="processes that make résumés")
        parser.add_argument("--threads", type=int, default=1, help="threads that learn")
        parser.add_argument("--work", type=Path, required=True, help="where pages are kept, one gigabyte")
        parser.add_argument("--out", type=Path, default=shipped())

    def handle(self, *args: object, **options: object) -> None:
        """Says how each step goes and prints the figures."""
        from parsing.engines.layout_detectron2 import CONFIG, WEIGHTS
        from parsing.training.export_layout import export
        from parsing.training.train_layout import Plan, train, write_layout_card

        count, measured, seed, steps, jobs, threads = (
            cast(int, options[key]) for key in ("count", "measure", "seed", "steps", "jobs", "threads")
        )
        rate, work, out = cast(float, options["rate"]), Path(str(options["work"])), Path(str(options["out"]))
        learned = self._pages(work / "train", count, seed, "train", jobs)
        plan = Plan(steps=steps, rate=rate, threads=threads, seed=seed)
        begun, spent = time.monotonic(), time.process_time()
        first = cast("Path | None", options["begin"])
        train(learned, out / CONFIG, out / WEIGHTS, plan, say=self.stdout.write, begin=first)
        hours = {
            "hours": round((time.monotonic() - begun) / 3600, 2),
            "cpu_hours": round((time.process_time() - spent) / 3600, 2),
        }
        export(out, size=SIZE)
        held = self._pages(work / "kept_out", measured, seed + _MEASURED, "kept_out", jobs)
        figures = write_layout_card(
            out,
            held,
            size=SIZE,
            command=f"manage.py train_layout --count {count} --seed {seed} --steps {steps} --rate {rate}",
            data={
                "made by": "parsing/training",
                "resumes": count,
                "pages": len(learned),
                "split": "train",
                "seed": seed,
                "steps": steps,
                **hours,
            },
        )
        for name, kinds in figures.items():
            self.stdout.write(f"{name}: {kinds}")

    def _pages(self, work: Path, count: int, seed: int, split: str, jobs: int) -> list[Sheet]:
        """The pages of a split, made and drawn where they are not there yet."""
        from parsing.training.layout_pages import PAGES, pack, packed

        cases = work / f"cases-{seed}-{count}"
        if not cases.is_dir():
            cases.mkdir(parents=True)
            call_command("make_resumes", count, seed=seed, kinds="pdf", split=split, out=cases, jobs=jobs)
        if not (work / PAGES).is_file():
            pack(cases, work, size=SIZE)
        return packed(work)
