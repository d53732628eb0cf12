"""Rankings as XLSX, CSV and PDF."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import AuditEvent
from parsing.engines.pdfium import read_pdf
from parsing.errors import MESSAGES
from parsing.stages.types import Limits
from ranking.exports import MOST_PRINTED, shown_points
from ranking.models import RankedCandidate, Ranking
from ranking.scoring.types import Part, Score
from tests.api.conftest import problem
from tests.people import person
from tests.ranking.api.test_rankings import RANKINGS, ask
from tests.ranking.making import candidate, crowd, job, run

CRITERIA = ["Python", "SQL", "3 years of experience"]
HEADINGS = ["Rank", "Name", "Score", *CRITERIA, "Knock-outs not met", "State", "Note"]


@pytest.fixture
def ranked(alice) -> Ranking:
    """Three people, the last with a name that a spreadsheet would run, and a file nobody could read."""
    names = (("Ann", ("Python", "SQL"), "2016-01"), ("Ben", ("SQL",), "2016-01"),
             ("=HYPERLINK(\"http://x\")", ("Excel",), "2025-10"))  # fmt: skip
    people = [candidate(name, skills=skills, since=since).pk for name, skills, since in names]
    ranking = Ranking.objects.get(pk=ask(alice, job(), people).json()["id"])
    RankedCandidate.objects.create(ranking=ranking, state="unreadable", error_code="pdf_encrypted")
    return ranking


def bytes_of(response) -> bytes:
    assert response.status_code == 200, response.content
    return b"".join(response)


def take(client, ranking: Ranking, kind: str) -> bytes:
    response = client.get(f"{RANKINGS}{ranking.pk}/export/?format={kind}")
    data = bytes_of(response)
    assert f'filename="ranking-{ranking.pk}.{kind}"' in response["Content-Disposition"]
    assert response["Cache-Control"] == "no-store"
    return data


def rows_in(data: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(data))["Ranking"].iter_rows(values_only=True))


def text_of(data: bytes) -> str:
    pages = read_pdf(data, Limits()).pages
    return " ".join(word.text for page in pages for word in page.words)


def told(cell: object) -> str:
    return "" if cell is None else str(cell)


def test_an_xlsx_has_a_column_a_criterion_and_the_columns_add_up(alice, ranked):
    head, *rows = rows_in(take(alice, ranked, "xlsx"))
    assert list(head) == HEADINGS
    assert [row[0] for row in rows] == [1, 2, 3, None]
    assert [row[1] for row in rows[:2]] == ["Ann", "Ben"]
    for row in rows[:3]:
        assert sum(row[3:6]) == pytest.approx(row[2], abs=1e-9)
    exact = dict(RankedCandidate.objects.exclude(rank=None).values_list("rank", "score"))
    assert [row[2] for row in rows[:3]] == [pytest.approx(exact[n], abs=0.051) for n in (1, 2, 3)]
    assert rows[2][6:8] == ("3 years of experience", "Scored")


def test_nothing_in_a_table_is_a_formula(alice, ranked):
    book = load_workbook(io.BytesIO(take(alice, ranked, "xlsx")))
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert rows_in(take(alice, ranked, "xlsx"))[3][1].startswith("'=")
    table = list(csv.reader(io.StringIO(take(alice, ranked, "csv").decode("utf-8-sig"))))
    assert table[3][1].startswith("'=")


def test_a_csv_says_the_same(alice, ranked):
    table = list(csv.reader(io.StringIO(take(alice, ranked, "csv").decode("utf-8-sig"))))
    sheet = [[told(cell) for cell in row] for row in rows_in(take(alice, ranked, "xlsx"))]
    assert [[cell.removesuffix(".0") for cell in row] for row in table] == sheet


def test_what_could_not_be_read_stands_at_the_end_and_is_no_refusal(alice, ranked):
    last = rows_in(take(alice, ranked, "xlsx"))[-1]
    assert last[:6] == (None, None, None, None, None, None)
    assert last[7] == "Could not be read"
    assert "password" in last[8]
    assert not last[6]


def test_a_sheet_says_what_the_columns_ask_for(alice, ranked):
    book = load_workbook(io.BytesIO(take(alice, ranked, "xlsx")))
    rows = list(book["Criteria"].iter_rows(values_only=True))[1:]
    assert [row[0] for row in rows] == CRITERIA
    assert [row[4] or "" for row in rows] == ["", "", "yes"]


def test_a_pdf_has_the_best_and_says_so(alice, ranked):
    data = take(alice, ranked, "pdf")
    assert data.startswith(b"%PDF-1.7")
    text = text_of(data)
    for shown in ("Ann", "Ben", "Python", "3 years of experience", "Could not be read"):
        assert shown in text, shown
    assert "are the first" not in text


def test_a_long_pdf_ends_after_the_first_and_tells_how_many_are_left(alice, ranked):
    more = [RankedCandidate(ranking=ranked, state="failed") for _ in range(MOST_PRINTED + 6)]
    RankedCandidate.objects.bulk_create(more)
    assert "first 100; 10 more" in text_of(take(alice, ranked, "pdf"))


def test_a_blind_ranking_tells_no_names(alice):
    people = [candidate("Ann").pk, candidate("Ben", skills=("SQL",)).pk]
    ranking = Ranking.objects.get(pk=ask(alice, job(), people, blind=True).json()["id"])
    names = [row[1] for row in rows_in(take(alice, ranking, "xlsx"))[1:]]
    assert len(set(names)) == 2
    assert all(name.startswith("Candidate ") for name in names)
    assert names == [row[1] for row in rows_in(take(alice, ranking, "xlsx"))[1:]]
    for kind in ("csv", "pdf"):
        data = take(alice, ranking, kind)
        assert b"Ann" not in (text_of(data).encode() if kind == "pdf" else data)


def test_exports_are_noted(alice, ranked):
    take(alice, ranked, "csv")
    event = AuditEvent.objects.get(action="ranking.exported")
    assert (event.actor, event.target) == (f"user:{person('alice').pk}", f"ranking:{ranked.pk}")
    assert event.details == {"kind": "csv", "blind": False}


def test_what_is_refused(alice, ranked):
    address = f"{RANKINGS}{ranked.pk}/export/"
    problem(alice.get(f"{address}?format=exe"), 400, "invalid")
    problem(alice.get(f"{RANKINGS}{job().pk}/export/"), 404, "not_found")
    Ranking.objects.filter(pk=ranked.pk).update(state="running")
    problem(alice.get(address), 409, "not_ready")


def test_a_crowd_costs_no_more_queries(alice):
    counts = []
    for size in (3, 40):
        ranking = run(ask(alice, job(), crowd(size)).json()["id"])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            take(alice, ranking, "csv")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ((33.333333, 33.333333, 33.333334), (33.3, 33.3, 33.4)),
        ((0.05, 0.05, 0.05), (0.1, 0.1, 0.0)),
        ((6.02, 6.02, 0.0), (6.0, 6.0, 0.0)),
        ((0.0, 16.66, 8.36), (0.0, 16.7, 8.3)),
        ((), ()),
    ],
)
def test_shown_points_add_up_to_the_shown_score(parts, shown):
    score = Score(tuple(Part(str(n), points, 50.0, 0.5, "exact") for n, points in enumerate(parts)))
    assert shown_points(score) == shown
    assert sum(shown) == pytest.approx(round(score.total, 1), abs=1e-9)


@pytest.mark.parametrize(
    ("language", "first", "asked", "last", "sheets"),
    [
        ("de", "Rang", "3 Jahre Berufserfahrung", "Anmerkung", ["Rangliste", "Kriterien"]),
        ("fr", "Rang", "3 ans d'expérience", "Remarque", ["Classement", "Critères"]),
        ("es", "Puesto", "3 años de experiencia", "Nota", ["Clasificación", "Criterios"]),
    ],
)
def test_tables_are_headed_in_the_language_that_is_asked_for(
    alice, ranked, language, first, asked, last, sheets
):
    def taken(kind: str) -> bytes:
        address = f"{RANKINGS}{ranked.pk}/export/?format={kind}"
        return bytes_of(alice.get(address, headers={"accept-language": language}))

    heading, *rows = csv.reader(io.StringIO(taken("csv").decode("utf-8-sig")))
    assert (heading[0], heading[5], heading[-1]) == (first, asked, last)
    assert [float(row[2]) for row in rows[:3]] == [
        each[2] for each in rows_in(take(alice, ranked, "xlsx"))[1:4]
    ]
    assert rows[3][-1] != MESSAGES["pdf_encrypted"]
    assert load_workbook(io.BytesIO(taken("xlsx"))).sheetnames == sheets
    printed = text_of(taken("pdf"))
    assert sheets[1] in printed
    assert "Criteria" not in printed
