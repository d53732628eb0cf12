"""One résumé of the factory in three forms, and how far what is read of one is read of another.

The forms are the DOCX, the PDF that an office prints of it, and a scan of that.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from parsing.engines.office import OfficeConverter
from parsing.stages.confidence import leaves_of
from parsing.stages.flow import Engines, read
from parsing.stages.text import fold
from parsing.stages.types import Limits
from parsing.training import scans
from parsing.training.cases import Choice, case
from parsing.training.designs import DESIGNS
from parsing.training.types import Printed

Form = Literal["docx", "pdf", "scan"]
FORMS: tuple[Form, ...] = ("docx", "pdf", "scan")


class File(NamedTuple):
    """A file's name and bytes."""

    name: str
    content: bytes


class Value(NamedTuple):
    """A value of a profile: its field ("work.name"), what it says, and the words of the page that say it."""

    field: str
    text: str
    raw: str


class Told(NamedTuple):
    """What was read of a file: every value of the profile, as often as it is given, and all text."""

    values: tuple[Value, ...]
    text: str


class Agreement(NamedTuple):
    """Of how many values of one form the other gives as many, and which it does not.

    `lost` are those of which the other's text lacks a word: no reading could give them. `missed` are the
    rest: the words are there, and the profile says otherwise.
    """

    shared: int
    missed: tuple[Value, ...]
    lost: tuple[Value, ...]

    @property
    def share(self) -> float:
        """The values given by both in percent of those that the other could give."""
        return 100 * self.shared / max(1, self.shared + len(self.missed))

    @property
    def lost_share(self) -> float:
        """The values that the other could not give, in percent of all."""
        return 100 * len(self.lost) / max(1, self.shared + len(self.missed) + len(self.lost))


def in_three_forms(
    seed: int, number: int, languages: tuple[str, ...], office: OfficeConverter
) -> Mapping[Form, File]:
    """The files of the person of that number; what depends on chance depends on seed and number only."""
    made = case(seed, number, Choice(languages, DESIGNS, ("docx",)))
    pdf, _ = office.to_pdf(made.content, "docx", Limits())
    scan = scans.scanned(Printed(pdf=pdf, truth={}), random.Random(f"{seed}-{number}"))
    return {
        "docx": File("resume.docx", made.content),
        "pdf": File("resume.pdf", pdf),
        "scan": File(f"resume.{scan.suffix}", scan.content),
    }


def told_of(file: File, engines: Engines) -> Told:
    """What is read of it."""
    reading = read(file.content, file.name, engines=engines)
    values = tuple(
        Value(
            ".".join(step for step in leaf.path if not step.isdigit()),
            str(leaf.envelope.get("value")),
            str(leaf.envelope.get("raw") or leaf.envelope.get("value")),
        )
        for leaf in leaves_of(reading.profile)
    )
    return Told(values, "\n".join(line.text for line in reading.lines))


def agreement(one: Told, other: Told) -> Agreement:
    """How far the other gives the values of the one, whatever their order, case, accents and signs."""
    left = Counter(map(_said, other.values))
    words = set(fold(other.text).split())
    letters = "".join(fold(other.text).split())
    missed, lost = [], []
    for value in one.values:
        if left[_said(value)]:
            left[_said(value)] -= 1
        elif set(fold(value.raw).split()) <= words or "".join(fold(value.raw).split()) in letters:
            missed.append(value)
        else:
            lost.append(value)
    return Agreement(len(one.values) - len(missed) - len(lost), tuple(missed), tuple(lost))


def together(found: Iterable[Agreement]) -> Agreement:
    """The agreements of several people as one."""
    each = list(found)
    return Agreement(
        sum(one.shared for one in each),
        tuple(value for one in each for value in one.missed),
        tuple(value for one in each for value in one.lost),
    )


def _said(value: Value) -> tuple[str, str]:
    return value.field, "".join(fold(value.text).split())
