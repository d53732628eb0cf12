"""Rails: dates or headings in a narrow column of their own beside the text, left or right, upright or turned."""

from __future__ import annotations

import random
from typing import Final

from parsing.training.designs.entries import EMPLOYER_FIRST, ONE_LINE, TITLE_FIRST, UNDATED, draw_form
from parsing.training.designs.look import BLUES, COLOURS, GREENS, SANS, SERIF, draw_look
from parsing.training.designs.parts import Plan, contact_row, finish, headline, name_block, order, sections
from parsing.training.designs.pen import Pen
from parsing.training.types import Career, Design


def date_rail(career: Career, rng: random.Random) -> str:
    """Dates in a rail on the left, headings led in by a coloured bar over the rail."""
    look = draw_look(rng, career.country, faces=(*SANS, "EB Garamond"), colours=(*BLUES, *GREENS, "#8b1e3f"))
    pen = Pen(career, rng, look)
    form = draw_form(pen, UNDATED, "undated", rail="{dates}", points=("list", "list", "prose"))
    plan = Plan(
        form,
        skills=rng.choice(["table", "groups"]),
        languages=rng.choice(["table", "inline"]),
        item_bullets=False,
    )
    width = rng.uniform(26, 36)
    css = (
        f".rail {{ width: {width:.0f}mm; padding-right: 4mm; text-align: {rng.choice(['left', 'right'])} }} h1 {{ font-size: 30pt; font-weight: 300; color: var(--ink) }} header {{ margin-bottom: 12pt }} .headline {{ color: var(--soft); font-style: italic; font-size: 1.2em }}"
        f"h2 {{ color: var(--accent); font-weight: 400; font-size: 1.35em; margin-bottom: 5pt; padding-left: {width:.0f}mm; position: relative }}"
        f"h2::before {{ content: ''; position: absolute; left: 0; top: .45em; width: {width - 4:.0f}mm; height: 4pt; background: var(--accent) }}"
        f".table .label, td.label {{ width: {width:.0f}mm; padding-right: 4mm; text-align: right; font-weight: 400 }} .body > p, .body > ul, .body > .spoken, .body > .group {{ margin-left: {width:.0f}mm }} .body > table {{ margin-left: 0 }}"
    )
    header = f"<header>{name_block(pen.name(weights=True))}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan))


def heading_rail(career: Career, rng: random.Random) -> str:
    """Headings in a rail on the left, their content on the right; dates flush right or under the title."""
    look = draw_look(rng, career.country, faces=(*SANS, *SERIF))
    pen = Pen(career, rng, look, narrow=True)
    form = draw_form(pen, (*TITLE_FIRST, *EMPLOYER_FIRST), rng.choice(["degree", "school"]))
    plan = Plan(
        form,
        skills=rng.choice(["groups", "comma", "bullets", "pills"]),
        languages=rng.choice(["inline", "lines", "levels"]),
    )
    width = rng.uniform(34, 44)
    css = (
        f".sec {{ display: table; table-layout: fixed; width: 100%; {rng.choice(['border-top: .6pt solid var(--accent); padding-top: 6pt', ''])} }}"
        f".sec > h2 {{ display: table-cell; width: {width:.0f}mm; padding-right: 7mm; font-size: {rng.choice([0.95, 1.1])}em; color: var(--accent); text-align: {rng.choice(['left', 'right'])}; {rng.choice(['text-transform: uppercase; font-size: .85em', ''])} }} .sec > .body {{ display: table-cell }}"
        f"header {{ margin-bottom: 12pt; padding-left: {rng.choice([0, width]):.0f}mm }} h1 {{ font-size: 26pt }}"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan))


def right_rail(career: Career, rng: random.Random) -> str:
    """Dates and places in a rail on the right, under each other."""
    pen = Pen(career, rng, draw_look(rng, career.country))
    heads = (("{title}", "{employer}"), ("{employer}", "{title}"), ("{title}, {employer}",))
    form = draw_form(pen, heads, "undated", rail="{dates}")
    plan = Plan(
        form,
        skills=rng.choice(["comma", "groups", "two columns"]),
        languages=rng.choice(["inline", "bullets"]),
        item_bullets=True,
    )
    css = (
        ".railed > .rail { width: 40mm; text-align: right; color: var(--soft); padding-left: 4mm } .railed { direction: rtl } .railed > * { direction: ltr }"
        "h1 { font-size: 25pt } header { margin-bottom: 12pt; text-align: right } h2 { font-size: 1.2em; color: var(--accent); border-bottom: 2pt solid var(--accent); margin-bottom: 6pt }"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan))


def double_rail(career: Career, rng: random.Random) -> str:
    """Headings over the page, dates with the place under them in a rail on the left."""
    pen = Pen(career, rng, draw_look(rng, career.country, faces=SANS))
    heads = (("{title}", "{employer}"), ("{employer}", "{title}"), ("{title} – {employer}",))
    form = draw_form(
        pen,
        heads,
        "undated",
        rail=rng.choice(["{dates}[<br>{place}]", "{place} {dates}", "{dates}"]).replace("<br>", " "),
    )
    plan = Plan(
        form,
        skills=rng.choice(["groups", "bullets", "bars"]),
        languages=rng.choice(["colon", "bars"]),
        item_bullets=False,
    )
    css = (
        ".rail { width: 30mm; padding-right: 5mm; font-size: .9em; color: var(--accent) } .rail .place { display: block; color: var(--soft) } .rail .dates { display: block }"
        "h1 { font-size: 28pt; text-transform: uppercase } h2 { background: #eef1f4; padding: 3pt 6pt; font-size: 1.1em; margin-bottom: 7pt } header { margin-bottom: 14pt }"
    )
    header = (
        f"<header>{name_block(pen.name(split=rng.random() < 0.3))}{headline(pen)}{contact_row(pen)}</header>"
    )
    return finish(pen, css, header + sections(pen, order(pen), plan))


def turned_headings(career: Career, rng: random.Random) -> str:
    """Headings turned by a right angle along the left edge of their sections."""
    look = draw_look(rng, career.country, faces=("Roboto", "Lato", "Open Sans"), colours=COLOURS)
    pen = Pen(career, rng, look, narrow=True)
    form = draw_form(pen, (*TITLE_FIRST, *ONE_LINE[:3]), rng.choice(["degree", "line"]))
    plan = Plan(form, skills=rng.choice(["groups", "comma"]), languages="inline", item_bullets=True)
    css = (
        ".sec { position: relative; padding-left: 13mm; min-height: 31mm; border-left: 3pt solid var(--accent); margin-bottom: 12pt; break-inside: auto }"
        ".sec > h2 { position: absolute; left: 2mm; top: 31mm; width: 31mm; height: 8mm; transform: rotate(-90deg); transform-origin: 0 0; font-size: .82em; line-height: 1.15; text-align: right; color: var(--accent); text-transform: uppercase }"
        "header { margin-bottom: 14pt } h1 { font-size: 28pt }"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan))


DESIGNS: Final = (
    Design("date-rail", "train", 1, date_rail),
    Design("heading-rail", "train", 1, heading_rail),
    Design("right-rail", "train", 1, right_rail),
    Design("double-rail", "train", 1, double_rail),
    Design("turned-headings", "kept_out", 1, turned_headings),
)
