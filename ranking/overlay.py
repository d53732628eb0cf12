"""A résumé's pages with the words marked that a score stands on: a colour and a number for each criterion.

The picture of a page, boxes over it and the legend beside it are one page of HTML, printed; a PNG is drawn
from that, so both are the same.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.template.loader import render_to_string

from accounts import audit
from accounts.models import User
from config.languages import current
from parsing.models import Resume
from parsing.pictures import drawn, page_picture, page_total
from ranking.answers import criteria_of, score_in
from ranking.blind import is_revealed
from ranking.models import RankedCandidate
from ranking.scoring.explain import in_words
from ranking.scoring.scoring import leaves
from ranking.scoring.types import Part

Format = Literal["pdf", "png"]
FORMATS: Final[tuple[Format, ...]] = ("pdf", "png")
MOST_PAGES: Final = 10
"""Pages in one PDF; any other page can be asked for by its number."""
MET: Final = 0.5
"""From this reach on a criterion is met; below, in part (as the filter `met` of results has it)."""
COLOURS: Final = (
    "#005a9c", "#a4343a", "#1b6e3c", "#6a3d9a", "#8a4b00", "#00687a", "#9c1f6e", "#4d4d4d",
)  # fmt: skip
"""White and black text is read on all of them at 5:1; numbers tell criteria apart beyond eight."""
SHEET_MM: Final = 210.0
LEGEND_MM: Final = 80
_HEAD_MM, _ENTRY_MM, _BADGE_MM = 34, 14, 4.6


class Blind(Exception):
    """The ranking is blind and it was not revealed to this user who it is: the picture would show it."""


class NoPages(Exception):
    """There is no such page: the résumé is gone, has no pages in its format, or not so many."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words on a page, in percent of its width and height; its number stands `beside` mm from their left."""

    number: int
    colour: str
    is_met: bool
    left: float
    top: float
    width: float
    height: float
    beside: float = 0.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend."""

    number: int
    colour: str
    words: str
    points: float
    most: float
    is_met: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its picture as a data address, its size in mm, the marks on it and what they mean."""

    number: int
    picture: str
    height: float
    marks: tuple[Mark, ...]
    entries: tuple[Entry, ...]

    @property
    def page_height(self) -> float:
        """Of the page that is printed: the legend may be longer than the picture."""
        return max(self.height, _HEAD_MM + _ENTRY_MM * len(self.entries))


def overlay(item: RankedCandidate, kind: Format, page: int | None, *, user: User) -> bytes:
    """The page, or in a PDF the first MOST_PAGES; noted in the audit trail. Some 0.3 s a page.

    Raises NotScored, Blind, NoPages, and StageError for a file that cannot be drawn.
    """
    parts = score_in(item).parts
    if not is_revealed(item, user):
        raise Blind
    resume = item.resume
    total = page_total(resume) if resume and resume.deleted_at is None and resume.storage_key else 0
    if resume is None or not 1 <= (page or 1) <= total:
        raise NoPages
    numbers = [page or 1] if page or kind == "png" else range(1, min(total, MOST_PAGES) + 1)
    data = _printed(item, resume, parts, numbers, total)
    told: dict[str, str | int | bool] = {"ranking": str(item.ranking_id), "item": item.pk, "kind": kind}
    audit.record(user, "candidate.overlay_seen", f"candidate:{item.candidate_id}", **told)
    return data if kind == "pdf" else drawn(data, "pdf", 1)


def marks_on(parts: Sequence[Part], page: int) -> tuple[Mark, ...]:
    """Where evidence stands on this page, each part by its number from 1; what gives nothing has none."""
    found: list[Mark] = []
    for number, part in enumerate(parts, start=1):
        for x0, y0, x1, y1 in _boxes(part, page):
            place = (100 * x0, 100 * y0, 100 * (x1 - x0), 100 * (y1 - y0))
            there = sum(abs(each.left - place[0]) < 1 and abs(each.top - place[1]) < 1 for each in found)
            # Left of the words as far as the page goes, each further out than the one before.
            beside = max(-_BADGE_MM * (1 + there), -x0 * SHEET_MM)
            found.append(Mark(number, colour_of(number), part.reach >= MET, *place, beside))
    return tuple(found)


def colour_of(number: int) -> str:
    """The colour of the criterion of this number."""
    return COLOURS[(number - 1) % len(COLOURS)]


def _boxes(part: Part, page: int) -> Iterator[tuple[float, float, float, float]]:
    """The places of the words of a part on this page, each once, within the page."""
    if part.score <= 0:
        return
    places = (each.box for each in part.evidence if each.page == page and each.box is not None)
    for x0, y0, x1, y1 in dict.fromkeys(places):
        yield max(0.0, x0), max(0.0, y0), min(1.0, max(x0, x1)), min(1.0, max(y0, y1))


def _printed(
    item: RankedCandidate, resume: Resume, parts: Sequence[Part], pages: Iterable[int], total: int
) -> bytes:
    """The PDF of these pages."""
    from parsing.engines.printing import laid_out

    words = [in_words(each, current()) for each in leaves(criteria_of(item.ranking))]
    sheets = [_sheet(resume, number, parts, words) for number in pages]
    context = {
        "item": item,
        "job": item.ranking.criteria.job_profile.title,
        "sheets": sheets,
        "total": total,
        "width": SHEET_MM + LEGEND_MM,
        "sheet_width": SHEET_MM,
        "legend_width": LEGEND_MM,
    }
    pdf: bytes = laid_out(render_to_string("ranking/overlay.html", context)).write_pdf()
    return pdf


def _sheet(resume: Resume, number: int, parts: Sequence[Part], words: Sequence[str]) -> Sheet:
    picture = page_picture(resume, number)
    width, height = _size_of(picture)
    marks = marks_on(parts, number)
    marked = sorted({mark.number for mark in marks})
    entries = tuple(
        Entry(at, colour_of(at), words[at - 1], part.score, part.most, part.reach >= MET)
        for at in marked
        for part in (parts[at - 1],)
    )
    address = "data:image/png;base64," + base64.b64encode(picture).decode()
    return Sheet(number, address, SHEET_MM * height / width, marks, entries)


def _size_of(picture: bytes) -> tuple[int, int]:
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as image:
        return image.size
