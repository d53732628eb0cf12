"""Tables: the German tabular form, label/value rows, ruled ledgers, shaded heading rows."""

from __future__ import annotations

import random
from html import escape
from typing import Final

from parsing.training import marks
from parsing.training.designs import contacts
from parsing.training.designs.entries import (
    Form,
    bullets,
    draw_form,
    fill,
    job_body,
    job_values,
    study_values,
)
from parsing.training.designs.look import BLUES, GREYS, SANS, WARM, draw_look
from parsing.training.designs.parts import (
    Plan,
    contact_row,
    doc_title,
    finish,
    headline,
    name_block,
    order,
    section,
    sections,
)
from parsing.training.designs.pen import Pen
from parsing.training.types import Career, Design

_CELLS: Final = (
    ("{title}", "{employer}[, {place}]"),
    ("{employer}[, {place}]", "{title}"),
    ("{title} {at} {employer}[, {place}]",),
)
_SCHOOLS: Final = (
    ("{degree}", "{school}[, {place}]", "[{grade}]"),
    ("{school}[, {place}]", "{degree}[, {grade}]"),
)


def _table(rows: list[tuple[str, str]], *, cls: str = "") -> str:
    html = "".join(f"<tr><td class=label>{left}</td><td>{right}</td></tr>" for left, right in rows if right)
    return marks.region("table", f'<table class="grid {cls}">{html}</table>') if html else ""


def _cell(head: tuple[str, ...], shown: dict[str, str]) -> str:
    return "".join(
        f'<div class="line line{n}">{fill(pattern, shown)}</div>'
        for n, pattern in enumerate(head, 1)
        if fill(pattern, shown)
    )


def _job_rows(pen: Pen, form: Form, head: tuple[str, ...]) -> list[tuple[str, str]]:
    found = []
    for index, position in enumerate(pen.career.positions):
        shown = job_values(pen, index, position)
        found.append((shown["dates"], _cell(head, shown) + job_body(pen, form, index, position)))
    return found


def _study_rows(pen: Pen, head: tuple[str, ...]) -> list[tuple[str, str]]:
    shown = [study_values(pen, index, study) for index, study in enumerate(pen.career.studies)]
    return [(values["dates"], _cell(head, values)) for values in shown]


def _personal(pen: Pen, *, named: bool = True) -> list[tuple[str, str]]:
    """Name, address, birth and so on as label/value rows."""
    ways = contacts.ways(pen, links=pen.rng.choice(["none", "shown"]), address=True, personal=True)
    rows = (
        [
            (
                escape(pen.small["name"]),
                marks.region("name", pen.name(family_first=pen.rng.random() < 0.1), tag="span"),
            )
        ]
        if named
        else []
    )
    return rows + [(pen.label(kind), html) for kind, html in ways]


def lebenslauf(career: Career, rng: random.Random) -> str:
    """A titled page with personal data as a table, dates in the left cells, bordered, striped or bare."""
    pen = Pen(
        career,
        rng,
        draw_look(
            rng,
            career.country,
            faces=("Open Sans", "Liberation Sans", "Carlito", "Liberation Serif"),
            colours=(*GREYS, *BLUES, *WARM),
        ),
    )
    form = draw_form(pen, _CELLS, "undated", points=("list", "list", "dashes", "none"))
    plan = Plan(form, skills="table", languages="table", item_bullets=True)
    job_head, study_head = rng.choice(_CELLS), rng.choice(_SCHOOLS)
    bodies = {
        "work": lambda: _table(_job_rows(pen, form, job_head)),
        "education": lambda: _table(_study_rows(pen, study_head)),
    }
    titled = rng.random() < 0.8
    top = doc_title(pen) if titled else name_block(pen.name()) + headline(pen)
    picture = contacts.portrait("#c9d1d9", "#5f6b76", size=32, square=True) if rng.random() < 0.4 else ""
    personal = marks.section(
        "contact",
        pen.heading("contact") + marks.region("contact", _table(_personal(pen, named=titled))),
        cls="sec",
    )
    border = rng.choice(["border: .6pt solid #999; padding: 3pt 6pt", "border-bottom: .5pt solid #ccc; padding: 3pt 0", "padding: 2pt 0", "padding: 3pt 6pt; border: .4pt solid #ddd"])  # fmt: skip
    css = (
        f".grid td, .skilltable td, table.spoken td {{ {border} }} td.label {{ width: {rng.uniform(38, 50):.0f}mm; {rng.choice(['background: #f4f6f8', '', 'color: var(--accent)', 'font-weight: 700'])} }}"
        ".doc { font-size: 25pt; color: var(--accent); margin-bottom: 8pt } .portrait { float: right; margin-left: 6mm } h1 { font-size: 24pt } h2 { font-size: 1.2em; color: var(--accent); margin-bottom: 4pt } .line1 { font-weight: 600 } tr { break-inside: avoid }"
    )
    parts = [
        section(pen, key, bodies[key](), plan) if key in bodies else sections(pen, (key,), plan)
        for key in order(pen)
    ]
    signed = (
        f'<p class="signed">{escape(career.city)}, ____________________</p>'
        if rng.random() < 0.3 and career.language == "de"
        else ""
    )
    return finish(pen, css, picture + top + personal + "".join(parts) + signed)


def label_rows(career: Career, rng: random.Random) -> str:
    """Every entry as rows of a label and a value: dates, position, employer, duties, one under the other."""
    pen = Pen(
        career,
        rng,
        draw_look(rng, career.country, faces=(*SANS[:4], "Liberation Sans Narrow"), colours=(*BLUES, *GREYS)),
        narrow=True,
    )
    form = draw_form(pen, _CELLS, "undated", points=("list", "prose"))
    plan = Plan(form, skills="table", languages="table", item_bullets=True)
    swap = rng.random() < 0.4
    jobs = "".join(
        _table(_job_labels(pen, form, index, swap=swap), cls="entry")
        for index in range(len(career.positions))
    )
    schools = "".join(_table(_study_labels(pen, index), cls="entry") for index in range(len(career.studies)))
    bodies = {"work": jobs, "education": schools}
    personal = marks.section(
        "contact", pen.heading("contact") + marks.region("contact", _table(_personal(pen))), cls="sec"
    )
    width = rng.uniform(44, 56)
    css = (
        f"td.label {{ width: {width:.0f}mm; text-align: right; padding: 1.5pt 5mm 1.5pt 0; color: var(--accent); {rng.choice(['border-right: .8pt solid var(--accent)', ''])} }} .grid td + td, .skilltable td + td, .spoken td + td {{ padding: 1.5pt 0 1.5pt 5mm }}"
        f"h2 {{ font-size: 1.15em; color: var(--accent); width: {width:.0f}mm; text-align: right; padding-right: 5mm; margin-bottom: 4pt }} .doc {{ font-size: 18pt; color: var(--accent); margin-bottom: 8pt; padding-left: {width:.0f}mm }} .body > ul, .body > p {{ margin-left: {width + 5:.0f}mm }}"
    )
    parts = [
        section(pen, key, bodies[key], plan) if key in bodies else sections(pen, (key,), plan)
        for key in order(pen)
    ]
    return finish(pen, css, doc_title(pen) + personal + "".join(parts))


def _job_labels(pen: Pen, form: Form, index: int, *, swap: bool) -> list[tuple[str, str]]:
    position = pen.career.positions[index]
    shown = job_values(pen, index, position)
    say = {key: escape(word) for key, word in pen.small.items()}
    who = [(say["position"], shown["title"]), (say["employer"], fill("{employer}[, {place}]", shown))]
    return [
        (say["period"], shown["dates"]),
        *(reversed(who) if swap else who),
        (say["tasks"], job_body(pen, form, index, position)),
    ]


def _study_labels(pen: Pen, index: int) -> list[tuple[str, str]]:
    shown = study_values(pen, index, pen.career.studies[index])
    say = {key: escape(word) for key, word in pen.small.items()}
    return [(say["period"], shown["dates"]), (say["degree"], shown["degree"]), (say["school"], fill("{school}[, {place}]", shown)), ("", shown["grade"])]  # fmt: skip


def ledger(career: Career, rng: random.Random) -> str:
    """Ruled tables with a header row: dates, position, employer, place, each in a column of its own."""
    pen = Pen(
        career,
        rng,
        draw_look(
            rng,
            career.country,
            faces=("Liberation Sans", "Roboto", "Carlito", "Cantarell"),
            colours=(*GREYS, *BLUES),
        ),
    )
    form = draw_form(pen, _CELLS, "undated")
    plan = Plan(form, skills="table", languages="table", item_bullets=True)
    columns = rng.choice([("dates", "title", "employer", "place"), ("employer", "title", "dates"), ("dates", "employer", "title"), ("title", "employer", "place", "dates")])  # fmt: skip
    work = _ledger_of(pen, form, columns)
    schools = _school_ledger(
        pen, tuple({"title": "degree", "employer": "school"}.get(column, column) for column in columns)
    )
    css = (
        ".ledger th, .ledger td, .skilltable td, table.spoken td { border: .6pt solid #888; padding: 3pt 5pt; text-align: left } .ledger th { background: var(--accent); color: #fff; font-weight: 600 } .ledger .wide { border-top: none }"
        "h2 { font-size: 1.2em; margin-bottom: 4pt; color: var(--accent) } h1 { font-size: 24pt } header { margin-bottom: 12pt } td.label { width: 42mm }"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen, manners=('plain', 'labels'))}</header>"
    bodies = {"work": work, "education": schools}
    parts = [
        section(pen, key, bodies[key], plan) if key in bodies else sections(pen, (key,), plan)
        for key in order(pen)
    ]
    return finish(pen, css, header + "".join(parts))


_HEADER_WORDS: Final = {
    "dates": "period",
    "title": "position",
    "employer": "employer",
    "place": "place",
    "degree": "degree",
    "school": "school",
}


def _header_row(pen: Pen, columns: tuple[str, ...]) -> str:
    return (
        "<tr>"
        + "".join(f"<th>{escape(pen.small[_HEADER_WORDS[column]])}</th>" for column in columns)
        + "</tr>"
    )


def _ledger_of(pen: Pen, form: Form, columns: tuple[str, ...]) -> str:
    rows = []
    for index, position in enumerate(pen.career.positions):
        shown = job_values(pen, index, position)
        rows.append("<tr>" + "".join(f"<td>{shown[column]}</td>" for column in columns) + "</tr>")
        below = bullets(
            pen, form, [(f"work.{index}.highlights.{n}", text) for n, text in enumerate(position.highlights)]
        )
        if below:
            rows.append(f'<tr><td class="wide" colspan="{len(columns)}">{below}</td></tr>')
    return marks.region("table", f'<table class="ledger">{_header_row(pen, columns)}{"".join(rows)}</table>')


def _school_ledger(pen: Pen, columns: tuple[str, ...]) -> str:
    rows = []
    for index, study in enumerate(pen.career.studies):
        shown = study_values(pen, index, study)
        rows.append("<tr>" + "".join(f"<td>{shown[column]}</td>" for column in columns) + "</tr>")
    return marks.region("table", f'<table class="ledger">{_header_row(pen, columns)}{"".join(rows)}</table>')


def shaded_rows(career: Career, rng: random.Random) -> str:
    """One table over the page without lines: headings as shaded rows over both cells, dates left or right."""
    pen = Pen(
        career, rng, draw_look(rng, career.country, faces=("Carlito", "Liberation Sans", "Lato", "Caladea"))
    )
    form = draw_form(pen, _CELLS, "undated", points=("list", "dashes"))
    plan = Plan(
        form,
        skills=rng.choice(["groups", "comma", "two columns"]),
        languages=rng.choice(["inline", "lines"]),
        item_bullets=True,
    )
    right = rng.random() < 0.4
    job_head, study_head = rng.choice(_CELLS), rng.choice(_SCHOOLS)
    rows = {"work": _job_rows(pen, form, job_head), "education": _study_rows(pen, study_head)}
    tables = {key: _table([(b, a) if right else (a, b) for a, b in found]) for key, found in rows.items()}
    narrow = "td + td" if right else "td.label"
    css = (
        f".grid td {{ padding: 0 0 5pt }} .grid {narrow} {{ width: 36mm; {'text-align: right' if right else ''}; font-weight: 400 }} h2 {{ background: {rng.choice(['#e5e7eb', '#dde6ee', '#efe6dd'])}; padding: 2pt 5pt; font-size: 1.08em; margin-bottom: 5pt }}"
        ".line1 { font-weight: 600 } h1 { font-size: 23pt } header { margin-bottom: 12pt; text-align: center }"
    )
    parts = [
        section(pen, key, tables[key], plan) if key in tables else sections(pen, (key,), plan)
        for key in order(pen)
    ]
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + "".join(parts))


DESIGNS: Final = (
    Design("lebenslauf", "train", 1, lebenslauf),
    Design("label-rows", "train", 1, label_rows),
    Design("shaded-rows", "train", 1, shaded_rows),
    Design("ledger", "kept_out", 1, ledger),
)
