"""What the classifier learns from, as far as it stands in files: titles and occupations with their label.

`data/handbook.tsv`, `data/occupations.txt`: the A–Z index of the Occupational Outlook Handbook (U.S. Bureau
of Labor Statistics, public domain), each of its occupations put under one label by us. `data/titles.txt`: our
own list of today's titles in ten languages. ESCO (CC BY 4.0) is read from a file outside of the repository.
"""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple
from zlib import crc32

from candidates.labelling.classifier import Classifier
from candidates.labelling.fitting import Example
from candidates.labelling.signs import Person, words_in

KEPT_OUT: Final = 5
"""Every fifth title is kept out where the classifier is measured."""
SURE: Final = 0.7
"""An occupation of ESCO gets the label of which a classifier of titles is this sure, or is left out."""
DOMAINS: Final = {
    **dict.fromkeys(
        ("software", "web", "mobile", "games", "blockchain", "embedded", "testing"), "software-developer"
    ),
    **dict.fromkeys(("data", "ai", "analytics"), "data"),
    **dict.fromkeys(("cloud", "devops", "systems", "networks"), "devops"),
    "security": "it-security",
    "design": "design",
    "finance": "finance",
    "education": "teaching",
    "sales": "sales",
    "marketing": "marketing",
    "logistics": "logistics",
    "construction": "construction",
    "hospitality": "hospitality",
    "legal": "legal",
    "hr": "human-resources",
    "manufacturing": "manufacturing",
    "science": "research",
    "engineering": "mechanical-engineering",
}
"""Domain of a skill → the label that such skills speak for; domains of several trades are left out."""
_DESCRIPTION: Final = re.compile(r"(?<=[a-z)/]) (?=[A-Z][a-z]+\b)")


class Titles(NamedTuple):
    """Titles with their label, and where they are from."""

    handbook: list[Example]
    own: list[Example]


def slugs() -> list[str]:
    """The labels that the classifier knows, in order."""
    return sorted({slug for slug, _ in _lists("titles.txt")})


@cache
def titles() -> Titles:
    """Every title as a person of whom only that is known."""
    label_of = {occupation: slug for slug, known in _lists("occupations.txt") for occupation in known}
    rows = [line.split("\t") for line in _lines("handbook.tsv")]
    return Titles(
        [Example(Person([title]), label_of[occupation]) for title, occupation in rows],
        [Example(Person([title]), slug) for slug, known in _lists("titles.txt") for title in known],
    )


def is_kept_out_title(title: str) -> bool:
    """Whether the title is one of every fifth; forms of one title share their beginning, and their fate."""
    return crc32(" ".join(words_in(title))[:9].encode()) % KEPT_OUT == 0


def occupations(path: Path, judge: Classifier) -> Iterator[Example]:
    """ESCO's occupations with the label that `judge` is sure of from their titles alone.

    The file (`id,description`) has titles and description in one text; the description begins with a capital.
    What is learned from it is the description: how the tasks of such work are told.
    """
    with path.open(encoding="utf-8", newline="") as file:
        texts = [" ".join(row["description"].split()) for row in csv.DictReader(file)]
    parts = [(text[: cut.start()], text[cut.end() :]) for text in texts if (cut := _DESCRIPTION.search(text))]
    heads = [Person([" ".join(names.split()[:12])]) for names, _ in parts]
    for (names, description), guesses in zip(parts, judge.label(heads, most=1), strict=True):
        if guesses and guesses[0].probability >= SURE:
            first = " ".join(description.split()[:4])
            yield Example(Person([first], texts=[description, names]), guesses[0].slug, 0.7)
            yield Example(Person(texts=[description, names]), guesses[0].slug, 0.7)


def skill_sets(count: int, seed: int) -> Iterator[Example]:
    """So many sets of skills a label: chosen by chance among those of the domains that speak for one label.

    The skills are those of `candidates/data/skills.tsv`.
    """
    chance = random.Random(seed)  # noqa: S311 - chance of a sample, not of a secret
    known: dict[str, list[str]] = defaultdict(list)
    for line in files("candidates").joinpath("data", "skills.tsv").read_text(encoding="utf-8").splitlines():
        _, name, _, domain, *_ = line.split("\t")
        if domain in DOMAINS:
            known[DOMAINS[domain]].append(name)
    for slug, names in sorted(known.items()):
        for _ in range(count):
            chosen = chance.sample(names, min(len(names), chance.randint(2, 9)))
            yield Example(Person(skills=chosen), slug, 0.4)


def _lists(name: str) -> Iterator[tuple[str, list[str]]]:
    for line in _lines(name):
        slug, _, known = line.partition(": ")
        yield slug, known.split("; ")


def _lines(name: str) -> list[str]:
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
