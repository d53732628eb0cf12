"""Timelines: a line with dots along the history, dates beside it or in the middle of the page."""

from __future__ import annotations

import random
from typing import Final

from parsing.training.designs.entries import (
    DATE_FIRST,
    TITLE_FIRST,
    UNDATED,
    Form,
    draw_form,
    job_body,
    job_values,
    study_values,
)
from parsing.training.designs.look import BLUES, GREENS, SANS, VIVID, draw_look
from parsing.training.designs.parts import (
    Plan,
    contact_row,
    finish,
    headline,
    name_block,
    order,
    section,
    sections,
)
from parsing.training.designs.pen import Pen
from parsing.training.types import Career, Design

_DOTS: Final = (
    "border-radius: 50%; background: var(--accent)",
    "border-radius: 50%; background: #fff; border: 1.5pt solid var(--accent)",
    "background: var(--accent)",
    "background: var(--accent); transform: rotate(45deg)",
)


def dotted_line(career: Career, rng: random.Random) -> str:
    """A vertical line on the left of work and education, a dot at every entry, dates in its text."""
    pen = Pen(career, rng, draw_look(rng, career.country, colours=(*BLUES, *GREENS, *VIVID)))
    form = draw_form(pen, (*TITLE_FIRST, *DATE_FIRST), rng.choice(["degree", "date"]))
    plan = Plan(
        form,
        skills=rng.choice(["pills", "comma", "bars", "groups"]),
        languages=rng.choice(["levels", "inline", "bars"]),
    )
    css = (
        ".entry { position: relative; padding-left: 7mm; margin: 0; padding-bottom: .8em; border-left: 1.2pt solid var(--accent); margin-left: 2mm }"
        f".entry::before {{ content: ''; position: absolute; left: -1.6mm; top: 1.2mm; width: 3mm; height: 3mm; {rng.choice(_DOTS)} }} .heads {{ position: relative }}"
        "h2 { font-size: 1.3em; color: var(--accent); margin-bottom: 7pt } h1 { font-size: 30pt } header { margin-bottom: 14pt } .dates { color: var(--accent) }"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan))


def dated_line(career: Career, rng: random.Random) -> str:
    """Dates left of a vertical line with dots, entries on its right."""
    pen = Pen(career, rng, draw_look(rng, career.country, faces=SANS))
    form = draw_form(pen, UNDATED, "undated", rail="{dates}")
    plan = Plan(
        form,
        skills=rng.choice(["two columns", "groups", "pills"]),
        languages=rng.choice(["inline", "lines"]),
        item_bullets=False,
    )
    css = (
        ".entry { margin: 0 } .rail { width: 32mm; padding-right: 6mm; text-align: right; color: var(--soft); font-size: .92em } .cell { position: relative; border-left: 1.2pt solid #bbb; padding: 0 0 .8em 6mm }"
        f".cell::before {{ content: ''; position: absolute; left: -1.5mm; top: 1mm; width: 2.7mm; height: 2.7mm; {rng.choice(_DOTS[:3])} }}"
        f"h2 {{ font-size: 1.2em; margin: 4pt 0 7pt; {rng.choice(['padding-left: 38mm', 'border-bottom: .6pt solid #bbb'])}; color: var(--accent) }} h1 {{ font-size: 27pt }} header {{ margin-bottom: 12pt }} .body > p, .body > .pills, .body > .halves {{ padding-left: 38mm }}"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan))


def spine(career: Career, rng: random.Random) -> str:
    """A line down the middle of the page: dates and places on its left, what was done on its right."""
    pen = Pen(career, rng, draw_look(rng, career.country, colours=(*VIVID, *BLUES), sizes=(9.4, 10.2)))
    form = draw_form(pen, UNDATED, "undated")
    left_has = rng.choice(["employer", "title"])
    plan = Plan(
        form,
        skills=rng.choice(["pills", "dots"]),
        languages=rng.choice(["inline", "levels"]),
        item_bullets=True,
    )
    bodies = {"work": _spine_jobs(pen, form, left_has), "education": _spine_studies(pen, left_has)}
    css = (
        ".spined { display: table; table-layout: fixed; width: 100% } .spined > div { display: table-cell; width: 50%; vertical-align: top; padding-bottom: 9pt } .before { text-align: right; padding-right: 6mm; border-right: 1.4pt solid var(--accent) } .after { position: relative; padding-left: 6mm }"
        ".after::before { content: ''; position: absolute; left: -2.1mm; top: .8mm; width: 3.6mm; height: 3.6mm; border-radius: 50%; background: var(--accent) } .before b { display: block }"
        "h2 { text-align: center; font-size: 1.25em; margin-bottom: 7pt; color: var(--accent) } header { text-align: center; margin-bottom: 14pt } h1 { font-size: 30pt; font-weight: 300 } .body > p, .pills { text-align: center }"
    )
    parts = [
        section(pen, key, bodies[key], plan) if key in bodies else sections(pen, (key,), plan)
        for key in order(pen)
    ]
    header = f"<header>{name_block(pen.name(weights=True))}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + "".join(parts))


def _spined(left: str, right: str) -> str:
    return f'<div class="spined"><div class="before">{left}</div><div class="after">{right}</div></div>'


def _spine_jobs(pen: Pen, form: Form, left_has: str) -> str:
    parts = []
    for index, position in enumerate(pen.career.positions):
        shown = job_values(pen, index, position)
        other = "title" if left_has == "employer" else "employer"
        place = f"<div>{shown['place']}</div>" if shown["place"] else ""
        left = f"<b>{shown[left_has]}</b>{place}<div>{shown['dates']}</div>"
        parts.append(_spined(left, f"<b>{shown[other]}</b>{job_body(pen, form, index, position)}"))
    return "".join(parts)


def _spine_studies(pen: Pen, left_has: str) -> str:
    parts = []
    for index, study in enumerate(pen.career.studies):
        shown = study_values(pen, index, study)
        first, second = ("school", "degree") if left_has == "employer" else ("degree", "school")
        grade = f"<div>{shown['grade']}</div>" if shown["grade"] else ""
        parts.append(
            _spined(f"<b>{shown[first]}</b><div>{shown['dates']}</div>", f"<b>{shown[second]}</b>{grade}")
        )
    return "".join(parts)


DESIGNS: Final = (
    Design("dotted-line", "train", 1, dotted_line),
    Design("dated-line", "train", 1, dated_line),
    Design("spine", "kept_out", 1, spine),
)
