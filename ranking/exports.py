"""A ranking as a table that goes out: XLSX, CSV and PDF, one row a candidate, one column a criterion.

Points have one decimal and still add up: what rounding leaves over goes to the parts that lost most by it.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Final, Literal, cast

from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from candidates.exchange.tables import harmless
from config.languages import current
from parsing.errors import MESSAGES
from ranking.answers import criteria_of, score_in
from ranking.blind import Sight
from ranking.models import RankedCandidate, Ranking
from ranking.scoring.explain import in_words
from ranking.scoring.scoring import leaves, weights
from ranking.scoring.types import Criterion, Score
from ranking.selectors import items_in_order

Format = Literal["xlsx", "csv", "pdf"]
FORMATS: Final[tuple[Format, ...]] = ("xlsx", "csv", "pdf")
MIME: Final[dict[Format, str]] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
MOST_PRINTED: Final = 100
"""Candidates in a PDF, the best: paper is for reading, tables are for all."""
_BEFORE, _AFTER = (_("Rank"), _("Name"), _("Score")), (_("Knock-outs not met"), _("State"), _("Note"))
_ABOUT: Final = (
    _("Criterion"), _("Id"), _("Tier"), _("Weight"), _("Knock-out"), _("Words of the advertisement"),
)  # fmt: skip
TIERS: Final = {"must": _("must"), "should": _("should"), "nice": _("nice to have")}
_MARGIN_MM, _TEXT_MM, _COLUMN_MM, _LEAST_MM = 12, 130, 11, 297
_NOTES: Final = {
    "duplicate": _("A file of somebody who is ranked already."),
    "internal": _("Something went wrong on our side."),
    "poison": _("It stopped three workers."),
    "not_found": _("It is gone."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate. `points` are in the order of the criteria and add up to `score`; none without a score."""

    rank: int | None
    name: str
    score: float | None
    points: tuple[float, ...]
    failed: tuple[str, ...]
    state: str
    note: str = ""


def export(ranking: Ranking, kind: Format, *, actor: User) -> IO[bytes]:
    """The ranking as an open file on disk, noted in the audit trail. Some 2 s for 10,000 candidates."""
    file = cast(IO[bytes], TemporaryFile())  # noqa: SIM115 - it goes out open
    try:
        _WRITERS[kind](ranking, rows_of(ranking, actor), file)
    except BaseException:
        file.close()
        raise
    audit.record(actor, "ranking.exported", f"ranking:{ranking.pk}", kind=kind, blind=ranking.is_blind)
    return file


def rows_of(ranking: Ranking, user: User) -> Iterator[Row]:
    """Everybody as this user may see them, the best first; those without a score at the end, with why."""
    criteria = criteria_of(ranking)
    known = {each.id: each for each in leaves(criteria)}
    sight = Sight(ranking, user)
    for item in items_in_order(ranking).iterator(chunk_size=500):
        item.ranking = ranking
        state, name = str(RankedCandidate.State(item.state).label), sight.shown_as(item).name
        if item.result:
            score = score_in(item)
            points = shown_points(score)
            failed = tuple(in_words(known[each], current()) for each in score.failed)
            yield Row(item.rank, name, tenth(sum(points)), points, failed, state)
        else:
            code = item.error_code
            note = gettext(MESSAGES[code]) if code in MESSAGES else str(_NOTES.get(code, code))
            yield Row(None, name, None, (), (), state, note)


def shown_points(score: Score) -> tuple[float, ...]:
    """The points of each part with one decimal; they add up to the score with one decimal."""
    tenths = [part.score * 10 for part in score.parts]
    whole = [math.floor(each + 1e-9) for each in tenths]
    left = round(score.total * 10) - sum(whole)
    order = sorted(range(len(tenths)), key=lambda at: whole[at] - tenths[at])
    for at in order[:left]:
        whole[at] += 1
    return tuple(each / 10 for each in whole)


def tenth(value: float) -> float:
    """The value with one decimal."""
    return round(value, 1)


def headings(criteria: Sequence[Criterion]) -> list[str]:
    """The names of the columns; each criterion in words, and a number where two read the same."""
    words = [in_words(each, current()) for each in criteria]
    told = [
        f"{word} ({words[: at + 1].count(word)})" if words.count(word) > 1 else word
        for at, word in enumerate(words)
    ]
    return [*map(str, _BEFORE), *map(harmless, told), *map(str, _AFTER)]


def _cells(row: Row, count: int) -> list[object]:
    """The row's cells: numbers as numbers, texts as texts that nothing runs."""
    points: tuple[object, ...] = row.points or (None,) * count
    failed = harmless("; ".join(row.failed))
    return [row.rank, harmless(row.name), row.score, *points, failed, row.state, harmless(row.note)]


def _write_csv(ranking: Ranking, rows: Iterator[Row], file: IO[bytes]) -> None:
    """UTF-8 with the mark that Excel wants."""
    criteria = list(leaves(criteria_of(ranking)))
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(headings(criteria))
    for row in rows:
        writer.writerow(["" if cell is None else cell for cell in _cells(row, len(criteria))])
    text.detach()


def _write_xlsx(ranking: Ranking, rows: Iterator[Row], file: IO[bytes]) -> None:
    """A sheet of candidates, and one that says what each column asks for."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    criteria = list(leaves(criteria_of(ranking)))
    sheet = book.create_sheet(gettext("Ranking"))
    sheet.freeze_panes = "D2"
    for letter, width in (("B", 28), ("C", 9)):
        sheet.column_dimensions[letter].width = width
    sheet.append([_cell(each) for each in headings(criteria)])
    for row in rows:
        sheet.append([_cell(each) for each in _cells(row, len(criteria))])
    about = book.create_sheet(gettext("Criteria"))
    about.append(list(map(str, _ABOUT)))
    shares = weights(criteria_of(ranking))
    for each in criteria:
        words, share = harmless(in_words(each, current())), tenth(shares[each.id])
        knock_out, span = gettext("yes") if each.knock_out else "", each.span.text if each.span else ""
        told = (words, harmless(each.id), str(TIERS[each.tier]), share, knock_out, harmless(span))
        about.append([_cell(cell) for cell in told])
    book.save(file)


def _cell(value: object) -> object:
    """A number as it is; a text without what XML cannot hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


def _write_pdf(ranking: Ranking, rows: Iterator[Row], file: IO[bytes]) -> None:
    """The best on pages wide enough for all criteria, which are numbers there and words below."""
    from parsing.engines.printing import laid_out

    criteria = list(leaves(criteria_of(ranking)))
    shown = list(islice(rows, MOST_PRINTED))
    everybody = RankedCandidate.objects.filter(ranking=ranking).count()
    context = {
        "ranking": ranking,
        "job": ranking.criteria.job_profile.title,
        "rows": shown,
        "criteria": [
            (number, in_words(each, current()), TIERS[each.tier], each)
            for number, each in enumerate(criteria, start=1)
        ],
        "left": everybody - len(shown),
        "width": max(_LEAST_MM, 2 * _MARGIN_MM + _TEXT_MM + _COLUMN_MM * len(criteria)),
    }
    laid_out(render_to_string("ranking/table.html", context)).write_pdf(file, pdf_variant="pdf/ua-1")


_WRITERS: Final[dict[Format, Callable[[Ranking, Iterator[Row], IO[bytes]], None]]] = {
    "xlsx": _write_xlsx,
    "csv": _write_csv,
    "pdf": _write_pdf,
}
