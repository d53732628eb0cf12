"""Two equal columns, wide and narrow ones, newspapers, cards and skill grids."""

from __future__ import annotations

import random
from typing import Final

from parsing.training.designs.entries import DATE_FIRST, EMPLOYER_FIRST, TITLE_FIRST, Form, draw_form
from parsing.training.designs.look import SANS, SERIF, VIVID, draw_look
from parsing.training.designs.parts import (
    ALL,
    Plan,
    body_of,
    columns,
    contact_lines,
    contact_row,
    contact_section,
    finish,
    headline,
    name_block,
    order,
    section,
    sections,
)
from parsing.training.designs.pen import Pen
from parsing.training.types import Career, Design

_NARROW_HEADS: Final = (
    *TITLE_FIRST[4:6],
    *DATE_FIRST[:1],
    ("{employer}", "{title}", "{dates}"),
    ("{title}", "{employer}", "{dates}[ | {place}]"),
)


def equal_halves(career: Career, rng: random.Random) -> str:
    """Two columns of one width: work on one side, the rest on the other."""
    look = draw_look(rng, career.country, sizes=(9.3, 10.2), margins=(12, 17))
    pen = Pen(career, rng, look, narrow=True)
    form = draw_form(pen, _NARROW_HEADS, rng.choice(["date", "undated"]), tools=0.1)
    form = Form(job=form.job, study=("{degree}", "{school}", "{dates}"), points=form.points)
    plan = Plan(
        form,
        skills=rng.choice(["groups", "pills", "two columns", "bars", "comma"]),
        languages=rng.choice(["lines", "levels", "inline"]),
    )
    right = [key for key in order(pen) if key not in ("summary", "work")]
    first, second = ("summary", "work"), right
    swap = rng.random() < 0.3
    cells = (sections(pen, first, plan), sections(pen, second, plan))
    css = (
        ".col1 { padding-right: 5mm } .col2 { padding-left: 5mm; border-left: .6pt solid #bbb } header { margin-bottom: 12pt; text-align: center } h1 { font-size: 27pt }"
        f"h2 {{ color: var(--accent); font-size: 1.15em; margin-bottom: 5pt; {rng.choice(['text-transform: uppercase', 'border-bottom: 1pt solid var(--accent)'])} }}"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + columns(*(reversed(cells) if swap else cells)))


def wide_and_narrow(career: Career, rng: random.Random) -> str:
    """A wide column with the history, a narrow one without any ground for the rest."""
    pen = Pen(
        career,
        rng,
        draw_look(rng, career.country, faces=(*SANS, *SERIF[1:3]), sizes=(9.6, 10.6)),
        narrow=True,
    )
    form = draw_form(
        pen, (*TITLE_FIRST[2:], *DATE_FIRST[:3], *EMPLOYER_FIRST[2:4]), rng.choice(["degree", "date"])
    )
    side = Form(
        job=form.job,
        study=rng.choice([("{degree}", "{school}", "{dates}"), ("{school}", "{degree}", "{dates}")]),
    )
    plan = Plan(
        form,
        skills=rng.choice(["lines", "stacked groups", "pills", "bars"]),
        languages=rng.choice(["lines", "bars"]),
        side=side,
        skill_limit=16,
    )
    narrow_keys = ["education", "skills", "languages", "certificates", "interests"]
    rng.shuffle(narrow_keys)
    wide = sections(pen, [key for key in order(pen) if key not in narrow_keys], plan)
    narrow = contact_section(pen, contact_lines(pen)) + sections(pen, narrow_keys, plan, side=True)
    css = (
        ".col2 { width: 58mm; padding-left: 8mm } .col2 p { overflow-wrap: anywhere } header { border-bottom: 3pt solid var(--accent); margin-bottom: 12pt; padding-bottom: 6pt } h1 { font-size: 30pt; font-weight: 300 }"
        "h2 { font-size: 1.1em; margin-bottom: 5pt; text-transform: uppercase; letter-spacing: .8pt }"
    )
    header = f"<header>{name_block(pen.name(weights=True))}{headline(pen)}</header>"
    return finish(pen, css, header + columns(wide, narrow))


def skill_grid(career: Career, rng: random.Random) -> str:
    """Skills in a grid right under the header, the history below in one column; lists three abreast at the end."""
    pen = Pen(career, rng, draw_look(rng, career.country), narrow=True)
    form = draw_form(pen, (*EMPLOYER_FIRST, *TITLE_FIRST), rng.choice(["school", "degree"]))
    plan = Plan(
        form,
        skills="grid",
        languages=rng.choice(["lines", "bullets"]),
        item_bullets=True,
        interests="bullets",
    )
    last = ("languages", "certificates", "interests")
    history = [key for key in order(pen) if key not in (*last, "skills", "summary")]
    feet = [section(pen, key, body_of(pen, key, plan, form), plan) for key in last]
    css = (
        "header { margin-bottom: 12pt } h1 { font-size: 26pt; color: var(--accent) } .thirds { background: #f4f6f8; padding: 6pt 8pt } .thirds h4 { color: var(--accent); margin-bottom: 2pt }"
        "h2 { font-size: 1.2em; border-bottom: 1pt solid var(--accent); margin-bottom: 6pt } .feet { break-inside: avoid } .feet .col { padding-right: 5mm }"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen)}</header>"
    body = sections(pen, ("summary", "skills", *history), plan) + columns(*filter(None, feet), cls="feet")
    return finish(pen, css, header + body)


def cards(career: Career, rng: random.Random) -> str:
    """Every section in a bordered card; short ones two abreast."""
    look = draw_look(rng, career.country, sizes=(9.4, 10.4), margins=(12, 16))
    pen = Pen(career, rng, look)
    form = draw_form(pen, TITLE_FIRST, "degree", points=("list", "dashes"))
    plan = Plan(form, skills=rng.choice(["pills", "comma", "bullets", "stars"]), languages=rng.choice(["lines", "stars", "bars", "bullets"]).replace("stars", "levels"), item_bullets=True)  # fmt: skip
    keys = order(pen, ALL)
    short = [
        key
        for key in keys
        if key in ("skills", "languages", "certificates", "interests", "awards", "volunteer")
    ]
    long = [key for key in keys if key not in short]
    half = (len(short) + 1) // 2
    radius, line = rng.choice([0, 4, 8]), rng.choice(["solid #c9d1d9", "solid var(--accent)", "dashed #aaa"])
    css = (
        f".sec, header {{ border: .8pt {line}; border-radius: {radius}pt; padding: 7pt 9pt; margin-bottom: 8pt }} h2 {{ font-size: 1.1em; color: var(--accent); margin-bottom: 4pt }}"
        ".col1 { padding-right: 2mm } .col2 { padding-left: 2mm } h1 { font-size: 24pt }"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen)}</header>"
    below = columns(sections(pen, short[:half], plan), sections(pen, short[half:], plan))
    return finish(pen, css, header + sections(pen, long, plan) + below)


def newspaper(career: Career, rng: random.Random) -> str:
    """Text that flows through two columns with a rule between them, under a masthead."""
    look = draw_look(
        rng,
        career.country,
        faces=("EB Garamond", "Liberation Serif", "Caladea"),
        sizes=(9.8, 10.6),
        leading=(1.22, 1.35),
    )
    pen = Pen(career, rng, look, narrow=True)
    form = draw_form(
        pen,
        (*_NARROW_HEADS, ("{title}, {employer}", "{dates}[, {place}]")),
        "undated",
        points=("prose", "list"),
    )
    form = Form(
        job=form.job,
        study=rng.choice([("{degree}", "{school}, {dates}"), ("{school}", "{degree}", "{dates}")]),
        points=form.points,
    )
    plan = Plan(form, skills=rng.choice(["comma", "groups", "dots"]), languages="inline", item_bullets=True)
    css = (
        ".flow { columns: 2; column-gap: 8mm; column-rule: .5pt solid #555; text-align: justify; hyphens: auto } .line { text-align: left }"
        "header { text-align: center; border-top: 3pt double #000; border-bottom: 3pt double #000; padding: 5pt 0; margin-bottom: 10pt } h1 { font-size: 34pt; font-weight: 400 } .headline { font-style: italic }"
        "h2 { font-size: 1.1em; text-align: center; text-transform: uppercase; letter-spacing: 1.5pt; margin-bottom: 4pt }"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen, manners=('plain',))}</header>"
    return finish(pen, css, f'{header}<div class="flow">{sections(pen, order(pen), plan)}</div>')


def three_columns(career: Career, rng: random.Random) -> str:
    """A poster: portrait of lists left, history in the middle, lists right, vivid colours."""
    look = draw_look(
        rng,
        career.country,
        colours=VIVID,
        sizes=(8.9, 9.6),
        margins=(10, 13),
        faces=("Roboto Condensed", "Carlito", "Lato"),
    )
    pen = Pen(career, rng, look, narrow=True)
    form = draw_form(pen, _NARROW_HEADS, "undated")
    form = Form(job=form.job, study=("{degree}", "{school}", "{dates}"), points=form.points)
    plan = Plan(
        form,
        skills=rng.choice(["bars", "levels", "lines", "pills"]),
        languages=rng.choice(["lines", "levels"]),
        item_bullets=True,
        skill_limit=12,
    )
    left = contact_section(pen, contact_lines(pen)) + sections(pen, ("skills", "languages"), plan)
    right = sections(pen, ("education", "certificates", "awards", "interests"), plan)
    css = (
        ".col1, .col3 { width: 47mm } .col p { overflow-wrap: anywhere } .col2 { padding: 0 5mm } h1 { font-size: 38pt; font-weight: 800; color: var(--accent); line-height: 1; margin-bottom: .12em } header { margin-bottom: 14pt }"
        "h2 { font-size: 1.2em; color: #fff; background: var(--accent); padding: 1pt 5pt; margin-bottom: 5pt }"
    )
    header = f"<header>{name_block(pen.name(split=True))}{headline(pen)}</header>"
    middle = sections(pen, ("summary", "work", "projects", "publications", "volunteer"), plan)
    return finish(pen, css, header + columns(left, middle, right))


DESIGNS: Final = (
    Design("equal-halves", "train", 2, equal_halves),
    Design("wide-and-narrow", "train", 2, wide_and_narrow),
    Design("skill-grid", "train", 1, skill_grid),
    Design("cards", "train", 2, cards),
    Design("newspaper", "kept_out", 2, newspaper),
    Design("three-columns", "kept_out", 3, three_columns),
)
