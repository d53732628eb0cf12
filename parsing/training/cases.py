"""Cases: a résumé file with its truth, laid out as third-party cases are."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from parsing.training import scans
from parsing.training.careers import career
from parsing.training.office import STRUCTURES, Structure, office_document
from parsing.training.printing import HEADING, printed
from parsing.training.types import Career, Design, Printed, PrintedWord

Kind = Literal["pdf", "docx", "scan"]
KINDS: Final[tuple[Kind, ...]] = ("pdf", "docx", "scan")
_SAME_ROW: Final = 0.5


@dataclass(frozen=True, slots=True)
class Case:
    """A file's name and content, its truth and what is known of it."""

    name: str
    file: str
    content: bytes
    printed: Printed
    meta: Mapping[str, object]

    def write_into(self, folder: Path) -> None:
        """Writes `<folder>/<name>/` with the résumé, truth, meta, lines and regions."""
        place = folder / self.name
        place.mkdir(parents=True, exist_ok=True)
        (place / self.file).write_bytes(self.content)
        _write(place / "truth.json", self.printed.truth)
        _write(place / "meta.json", self.meta)
        if self.printed.words:
            _write(place / "lines.json", list(lines_of(self.printed.words)))
            _write(place / "regions.json", _regions(self.printed))


@dataclass(frozen=True, slots=True)
class Choice:
    """What to draw cases from. Structures are those of office documents."""

    languages: Sequence[str]
    designs: Sequence[Design]
    kinds: Sequence[Kind]
    structures: Sequence[Structure] = STRUCTURES


def case(seed: int, number: int, choice: Choice) -> Case:
    """The case of that number; it depends on nothing but the seed, the number and the choice."""
    rng = random.Random(f"{seed}-{number}")  # noqa: S311 - chance of a sample, not of a secret
    kind = rng.choice(choice.kinds)
    person = career(rng.getrandbits(32), rng.choice(choice.languages))
    design: Design | Structure
    if kind == "docx":
        design = rng.choice(choice.structures)
        page, suffix = office_document(person, design, rng), "docx"
    else:
        design = rng.choice(choice.designs)
        page, suffix = printed(design.draw(person, rng)), "pdf"
    if kind == "scan":
        scan = scans.scanned(page, rng)
        page, suffix = scan.printed, scan.suffix
    name = f"{number:05}-{person.language}-{design.name}-{kind}"
    file = f"resume.{suffix}"
    return Case(name, file, page.pdf, page, _meta(name, file, person, design, kind, page))


def _meta(
    name: str, file: str, person: Career, design: Design | Structure, kind: Kind, page: Printed
) -> dict[str, object]:
    return {
        "case": name,
        "file": file,
        "group": f"factory-{kind}",
        "template": design.name,
        "persona": f"{person.given} {person.family}".strip(),
        "language": person.language,
        "country": person.country,
        "columns": design.columns,
        "personal_data": "fictional",
        "licence": "Apache-2.0",
        "source": "parsing/training",
        "truth_origin": "read off the page as it was printed",
        "pages": max((word.page for word in page.words), default=None),
        "text_layer": kind != "scan",
        "split": design.split,
        "unscored": [],
    }


def lines_of(words: Sequence[PrintedWord]) -> Iterator[dict[str, object]]:
    """The printed lines with box and label (section, item, fields), in the order of the page's boxes."""
    row: list[PrintedWord] = []
    for word in words:
        if row and not _goes_on(row[-1], word):
            yield _line(row)
            row = []
        row.append(word)
    if row:
        yield _line(row)


def _goes_on(last: PrintedWord, word: PrintedWord) -> bool:
    """Whether a word stands behind another on the same line, near it, in the same section."""
    height = last.box[3] - last.box[1]
    overlap = min(last.box[3], word.box[3]) - max(last.box[1], word.box[1])
    gap = word.box[0] - last.box[2]
    return (
        word.page == last.page
        and word.section == last.section
        and overlap > _SAME_ROW * height
        and -1 <= gap < 1.5 * height
    )


def _line(row: Sequence[PrintedWord]) -> dict[str, object]:
    lefts, tops, rights, bottoms = zip(*(word.box for word in row), strict=True)
    return {
        "page": row[0].page,
        "bbox": [min(lefts), min(tops), max(rights), max(bottoms)],
        "text": " ".join(word.text for word in row),
        "label": _label(row),
    }


def _label(row: Sequence[PrintedWord]) -> dict[str, object] | None:
    paths = list(dict.fromkeys(word.field for word in row if word.field))
    section = row[0].section
    if not section and not paths:
        return None
    if paths == [HEADING]:
        return {"section": "heading", "of": section}
    steps = [path.split(".") for path in paths]
    numbers = [int(path[1]) for path in steps if len(path) > 1 and path[1].isdigit()]
    return {
        "section": section or steps[0][0],
        "item": numbers[0] if numbers else None,
        "fields": [".".join(step for step in path[1:] if not step.isdigit()) for path in steps if path[1:]],
    }


def _regions(page: Printed) -> list[dict[str, object]]:
    return [{"page": region.page, "kind": region.kind, "bbox": list(region.box)} for region in page.regions]


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
