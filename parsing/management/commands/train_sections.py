"""manage.py train_sections: train the model of sections on the résumé factory and write it with its card."""

from __future__ import annotations

from argparse import ArgumentParser
from importlib import resources
from pathlib import Path
from typing import cast

from django.core.management.base import BaseCommand

from parsing.engines.section_crf import FILE, FOLDER, SectionCrf

_MEASURED = 7919
"""Added to the seed for the documents that measure: none of them is one that trains."""


class Command(BaseCommand):
    """Makes the documents, learns, measures on designs that were kept out of training."""

    help = "Train the model that votes on sections. The same options give the same bytes."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's options."""
        parser.add_argument("--count", type=int, default=900, help="documents to learn from")
        parser.add_argument("--measure", type=int, default=150, help="documents a split to measure on")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--iterations", type=int, default=120)
        parser.add_argument("--jobs", type=int, default=1, help="processes that make documents")
        parser.add_argument(
            "--out", type=Path, default=Path(str(resources.files("parsing").joinpath(FOLDER)))
        )

    def handle(self, *args: object, **options: object) -> None:
        """Says how each step goes and prints the figures."""
        from parsing.training.train_cards import write_card
        from parsing.training.train_examples import documents
        from parsing.training.train_sections import score, train

        count, measured, seed, iterations, jobs = (
            cast(int, options[key]) for key in ("count", "measure", "seed", "iterations", "jobs")
        )
        out = Path(str(options["out"]))
        out.mkdir(parents=True, exist_ok=True)
        train(
            documents(count, seed=seed, split="train", jobs=jobs),
            out / FILE,
            seed=seed,
            iterations=iterations,
        )
        self.stdout.write(f"learned from {count} documents: {(out / FILE).stat().st_size / 1e6:.2f} MB")
        model = SectionCrf(out / FILE)
        figures: dict[str, object] = {}
        for split in ("train", "kept_out"):
            held = list(documents(measured, seed=seed + _MEASURED, split=split, jobs=jobs))
            for with_headings in (True, False):
                name = f"{split}{'' if with_headings else ', no heading known'}"
                figures[name] = score(model, held, with_headings=with_headings)._asdict()
                self.stdout.write(f"{name}: {figures[name]}")
        command = f"manage.py train_sections --count {count} --seed {seed} --iterations {iterations}"
        data = {"made by": "parsing/training", "documents": count, "split": "train", "seed": seed}
        write_card(out, command=command, data=data, figures=figures, made_with=("python-crfsuite",))
