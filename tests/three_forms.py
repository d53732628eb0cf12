"""One résumé of the factory in three forms: the DOCX, the PDF that an office prints of it, a scan of that."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Literal, NamedTuple

from parsing.engines.office import OfficeConverter
from parsing.stages.flow import Engines, read
from parsing.stages.json_resume import json_resume
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


def profile_of(file: File, engines: Engines) -> Mapping[str, object]:
    """What is read of it, as JSON Resume."""
    return json_resume(read(file.content, file.name, engines=engines).profile)
