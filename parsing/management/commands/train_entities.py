"""manage.py train_entities: train the spaCy pipeline of entities on the résumé factory, with its card."""

from __future__ import annotations

from argparse import ArgumentParser
from importlib import resources
from pathlib import Path
from typing import cast

from django.core.management.base import BaseCommand

from parsing.engines.spacy_ner import FOLDER, SpacyEntities

_MEASURED = 7919
"""Added to the seed for the documents that measure: none of them is one that trains."""


class Command(BaseCommand):
    """Makes the documents, learns, measures on designs that were kept out of training."""

    help = "Train the model that tells what lines name. The same options give the same results."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's options."""
        parser.add_argument("--count", type=int, default=900, help="documents to learn from")
        parser.add_argument("--measure", type=int, default=150, help="documents a split to measure on")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--rounds", type=int, default=8)
        parser.add_argument("--jobs", type=int, default=1, help="processes that make documents")
        parser.add_argument(
            "--out", type=Path, default=Path(str(resources.files("parsing").joinpath(FOLDER)))
        )

    def handle(self, *args: object, **options: object) -> None:
        """Says how each round goes and prints the figures."""
        from parsing.training.train_cards import write_card
        from parsing.training.train_entities import score, train
        from parsing.training.train_examples import documents

        count, measured, seed, rounds, jobs = (
            cast(int, options[key]) for key in ("count", "measure", "seed", "rounds", "jobs")
        )
        out = Path(str(options["out"]))
        learned = documents(count, seed=seed, split="train", jobs=jobs)
        train(learned, out, seed=seed, rounds=rounds, say=self.stdout.write)
        model = SpacyEntities(out)
        figures: dict[str, object] = {}
        for split in ("train", "kept_out"):
            scores = score(model, documents(measured, seed=seed + _MEASURED, split=split, jobs=jobs))
            figures[split] = {label: each._asdict() for label, each in scores.items()}
            self.stdout.write(f"{split}: {scores['all']}")
        command = f"manage.py train_entities --count {count} --seed {seed} --rounds {rounds}"
        data = {"made by": "parsing/training", "documents": count, "split": "train", "seed": seed}
        write_card(out, command=command, data=data, figures=figures, made_with=("spacy", "thinc"))
