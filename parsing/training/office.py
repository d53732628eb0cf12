"""Careers as Word documents: headings, tables, text boxes, headers, tabs; with their truth."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from parsing.training import truth, wordml
from parsing.training.blocks import Block, Habits, contact_of, habits_of, headline_of, name_of, sections_of
from parsing.training.types import Career, Printed, Split
from parsing.training.wordml import BULLET, Pencil

_WIDTH: Final = 9638
"""Between the margins of the page, in dxa."""
_FACES: Final = (
    "Liberation Sans",
    "Lato",
    "Liberation Serif",
    "Open Sans",
    "Calibri",
    "Arial",
    "Times New Roman",
)
_ACCENTS: Final = ("000000", "1F4E79", "7A4B2A", "2F855A", "444444", "8B0000")
_ASIDE: Final = frozenset({"skills", "languages", "interests", "certificates"})


@dataclass(frozen=True, slots=True)
class Structure:
    """A way to build a Word document. `write` gives its file; what the pencil wrote is its truth."""

    name: str
    split: Split
    columns: int
    write: Callable[[Career, Habits, Pencil, random.Random], bytes]


def office_document(career: Career, structure: Structure, rng: random.Random) -> Printed:
    """The career as that structure writes it. It has no pages, so words and regions stay empty."""
    pencil = Pencil(rng.choice(_FACES), rng.choice((10.0, 10.5, 11.0, 12.0)), rng.choice(_ACCENTS))
    content = structure.write(career, habits_of(career, rng), pencil, rng)
    names = truth.renumbered(pencil.values)
    return Printed(pdf=content, truth=truth.assembled({names[k]: v for k, v in pencil.values.items()}))


def _order(career: Career, habits: Habits, rng: random.Random) -> dict[str, list[Block]]:
    """The sections in the order of this document."""
    found = sections_of(career, habits)
    order = list(found)
    if rng.random() < 0.25 and "education" in found and "work" in found:
        order.remove("education")
        order.insert(order.index("work"), "education")
    if rng.random() < 0.3 and "skills" in found:
        order.remove("skills")
        order.insert(1 if "summary" in found else 0, "skills")
    return {section: found[section] for section in order}


def _headings(career: Career, habits: Habits, pencil: Pencil, rng: random.Random) -> bytes:
    """Word's own styles: Title, Heading 1, real lists; dates behind the head or on a line of their own."""
    own_line = rng.random() < 0.5
    body = pencil.paragraph(pencil.runs(name_of(career), grow=2.2), style="Title")
    body += pencil.paragraph(pencil.runs(headline_of(career), italic=True))
    body += pencil.paragraph(
        pencil.runs(rng.choice((" | ", " · ", ", ")).join(contact_of(career, habits, labelled=False)))
    )
    for blocks in _order(career, habits, rng).values():
        body += "".join(_styled(block, pencil, own_line=own_line) for block in blocks)
    return wordml.package(body, pencil, language=career.language)


def _styled(block: Block, pencil: Pencil, *, own_line: bool) -> str:
    if block.kind == "heading":
        return pencil.paragraph(pencil.runs(block.html, grow=1.25, bold=True), style="Heading1")
    if block.kind == "point":
        return pencil.paragraph(pencil.runs(block.html), style="ListParagraph", properties=BULLET)
    if block.kind == "entry":
        if own_line and block.dates:
            head = pencil.paragraph(pencil.runs(block.html, bold=True), style="Heading2")
            return head + pencil.paragraph(pencil.runs(block.dates, italic=True))
        dates = pencil.runs(f" ({block.dates})") if block.dates else ""
        return pencil.paragraph(pencil.runs(block.html, bold=True) + dates, style="Heading2")
    return pencil.paragraph(pencil.runs(block.html))


def _tabbed(block: Block, pencil: Pencil, *, bullet: str = "") -> str:
    """No styles at all: bold headings, dates at a right tab, points with a sign typed in front."""
    if block.kind == "heading":
        return pencil.paragraph(
            pencil.runs(block.html, bold=True, grow=1.15), properties='<w:spacing w:before="240"/>'
        )
    if block.kind == "entry":
        stop, go = wordml.tab(at=_WIDTH)
        dates = go + pencil.runs(block.dates) if block.dates else ""
        return pencil.paragraph(pencil.runs(block.html, bold=True) + dates, properties=stop)
    if block.kind == "point":
        return pencil.paragraph(pencil.runs(f"{bullet}{block.html}"))
    return pencil.paragraph(pencil.runs(block.html))


def _plain(career: Career, habits: Habits, pencil: Pencil, rng: random.Random) -> bytes:
    """As people type who never met a style."""
    bullet = rng.choice(("- ", "• ", "– ", "* ", "o "))
    body = pencil.paragraph(pencil.runs(name_of(career), bold=True, grow=1.6))
    body += pencil.paragraph(pencil.runs(headline_of(career)))
    body += "".join(
        pencil.paragraph(pencil.runs(row)) for row in contact_of(career, habits, labelled=rng.random() < 0.6)
    )
    for blocks in _order(career, habits, rng).values():
        body += "".join(_tabbed(block, pencil, bullet=bullet) for block in blocks)
    return wordml.package(body, pencil, language=career.language)


def _header(career: Career, habits: Habits, pencil: Pencil, rng: random.Random) -> bytes:
    """Name and contact in the page's header, a line at its foot."""
    header = pencil.paragraph(pencil.runs(name_of(career), bold=True, grow=2.0))
    header += pencil.paragraph(
        pencil.runs(" | ".join(contact_of(career, habits, labelled=rng.random() < 0.4)))
    )
    footer = pencil.paragraph(pencil.runs(habits.style.labels["resume"], italic=True))
    body = pencil.paragraph(pencil.runs(headline_of(career), italic=True, grow=1.2))
    for blocks in _order(career, habits, rng).values():
        body += "".join(_tabbed(block, pencil, bullet="• ") for block in blocks)
    return wordml.package(body, pencil, header=header, footer=footer, language=career.language)


def _boxed(career: Career, habits: Habits, pencil: Pencil, rng: random.Random) -> bytes:
    """Contact in a text box beside the name."""
    rows = contact_of(career, habits, labelled=rng.random() < 0.5)
    lines = "".join(pencil.paragraph(pencil.runs(row)) for row in rows)
    box = wordml.text_box(
        lines, width_pt=190, height_pt=24 + 16 * len(rows), left_pt=290, modern=rng.random() < 0.6
    )
    body = box + pencil.paragraph(pencil.runs(name_of(career), bold=True, grow=2.0))
    body += pencil.paragraph(pencil.runs(headline_of(career), italic=True))
    for blocks in _order(career, habits, rng).values():
        body += "".join(_styled(block, pencil, own_line=False) for block in blocks)
    return wordml.package(body, pencil, language=career.language)


def _rail(career: Career, habits: Habits, pencil: Pencil, rng: random.Random) -> bytes:
    """A table for each section: dates in the narrow left column, all else on the right."""
    body = pencil.paragraph(pencil.runs(name_of(career), grow=2.2), style="Title")
    labelled = contact_of(career, habits, labelled=True)
    body += "".join(pencil.paragraph(pencil.runs(row)) for row in labelled)
    borders = rng.random() < 0.3
    for blocks in _order(career, habits, rng).values():
        body += pencil.paragraph(pencil.runs(blocks[0].html, bold=True, grow=1.25), style="Heading1")
        rows = [_rail_row(group, pencil) for group in _grouped(blocks[1:])]
        body += wordml.table(rows, (2400, _WIDTH - 2400), borders=borders)
    return wordml.package(body, pencil, language=career.language)


def _grouped(blocks: Iterable[Block]) -> list[list[Block]]:
    """An entry with the blocks that follow it; blocks before the first entry stand alone."""
    groups: list[list[Block]] = []
    for block in blocks:
        if block.kind == "entry" or not groups or groups[-1][0].kind != "entry":
            groups.append([block])
        else:
            groups[-1].append(block)
    return groups


def _rail_row(group: Sequence[Block], pencil: Pencil) -> list[str]:
    dates = pencil.paragraph(pencil.runs(group[0].dates)) if group[0].dates else ""
    cell = "".join(
        pencil.paragraph(
            pencil.runs(block.html, bold=block.kind == "entry"),
            properties=BULLET if block.kind == "point" else "",
        )
        for block in group
    )
    return [dates, cell]


def _sidebar(career: Career, habits: Habits, pencil: Pencil, rng: random.Random) -> bytes:
    """One table row across the page: contact, skills and languages in the narrow cell, the rest beside it."""
    found = _order(career, habits, rng)
    narrow = "".join(pencil.paragraph(pencil.runs(row)) for row in contact_of(career, habits, labelled=False))
    wide = pencil.paragraph(pencil.runs(name_of(career), grow=2.0, bold=True))
    wide += pencil.paragraph(pencil.runs(headline_of(career), italic=True))
    for section, blocks in found.items():
        xml = "".join(_styled(block, pencil, own_line=True) for block in blocks)
        narrow, wide = (narrow + xml, wide) if section in _ASIDE else (narrow, wide + xml)
    if rng.random() < 0.5:
        table = wordml.table([[narrow, wide]], (3200, _WIDTH - 3200), borders=False)
    else:
        table = wordml.table([[wide, narrow]], (_WIDTH - 3200, 3200), borders=False)
    return wordml.package(table, pencil, language=career.language)


STRUCTURES: Final = (
    Structure("docx-headings", "train", 1, _headings),
    Structure("docx-header", "train", 1, _header),
    Structure("docx-boxed", "train", 1, _boxed),
    Structure("docx-rail", "train", 1, _rail),
    Structure("docx-sidebar", "train", 2, _sidebar),
    Structure("docx-plain", "kept_out", 1, _plain),
)
