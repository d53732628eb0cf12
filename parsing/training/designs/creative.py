"""Pages that want to be seen: dark ground, slanted bars, framed pages, posters with big type, infographics."""

from __future__ import annotations

import random
from typing import Final

from parsing.training import marks
from parsing.training.designs import contacts
from parsing.training.designs.entries import DATE_FIRST, EMPLOYER_FIRST, TITLE_FIRST, Form, draw_form
from parsing.training.designs.look import SANS, SERIF, VIVID, draw_look
from parsing.training.designs.parts import (
    ALL,
    Plan,
    columns,
    contact_lines,
    contact_row,
    contact_section,
    finish,
    headline,
    name_block,
    order,
    sections,
    sidebar,
)
from parsing.training.designs.pen import Pen
from parsing.training.types import Career, Design


def night(career: Career, rng: random.Random) -> str:
    """Light type on a dark page, headings in a bright colour."""
    look = draw_look(rng, career.country, paper=rng.choice(["#16161d", "#1b2430", "#222222", "#10231f"]), colours=("#ffb454", "#7fdbca", "#ff7eb6", "#9ecbff", "#d4e157"))  # fmt: skip
    pen = Pen(career, rng, look)
    form = draw_form(pen, (*TITLE_FIRST, *DATE_FIRST[:3]), rng.choice(["degree", "date"]))
    plan = Plan(
        form,
        skills=rng.choice(["pills", "two columns", "bars", "groups"]),
        languages=rng.choice(["levels", "inline", "lines"]),
    )
    css = (
        "body { color: #ececec } .dates, .place, .contact { color: #b9bec6 } h1 { font-size: 32pt; font-weight: 800 } .headline { color: var(--accent); font-size: 1.2em } header { margin-bottom: 16pt }"
        "h2 { color: var(--accent); font-size: 1.2em; margin-bottom: 6pt; border-bottom: .6pt solid #555 }"
    )
    header = f"<header>{name_block(pen.name(split=rng.random() < 0.4))}{headline(pen)}{contact_row(pen, back=look.paper)}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan))


def slanted(career: Career, rng: random.Random) -> str:
    """A slanted coloured bar behind the head of the first page, another at its foot."""
    look = draw_look(rng, career.country, colours=VIVID, heading_faces=("Lato", "Roboto Condensed"))
    pen = Pen(career, rng, look)
    form = draw_form(pen, (*EMPLOYER_FIRST, *TITLE_FIRST[:4]), rng.choice(["school", "degree"]))
    plan = Plan(
        form,
        skills=rng.choice(["pills", "dots", "levels", "two columns"]),
        languages=rng.choice(["bars", "inline"]),
    )
    top, side, _, _ = look.margins
    slant = rng.choice(["0,0 100,0 100,55 0,100", "0,0 100,0 100,100 0,84", "0,0 82,0 66,100 0,100"])
    css = (
        f".slant {{ position: absolute; z-index: -1; top: -{top}mm; left: -{side}mm; width: {look.width}mm; height: 58mm }} header {{ color: #fff; min-height: {58 - top:.0f}mm; margin-bottom: 3mm; width: 62% }}"
        "h1 { font-size: 30pt; line-height: 1.05 } .headline { font-size: 1.25em } .reach { margin-bottom: 12pt } h2 { font-size: 1.25em; color: var(--accent); margin-bottom: 6pt; text-transform: uppercase }"
    )
    shape = f'<svg class="slant" viewBox="0 0 100 100" preserveAspectRatio="none"><polygon points="{slant}" fill="{look.accent}"/></svg>'
    header = f"<header>{name_block(pen.name(split=True))}{headline(pen)}</header>"
    return finish(
        pen,
        css,
        f'{shape}{header}<div class="reach">{contact_row(pen)}</div>{sections(pen, order(pen), plan)}',
    )


def framed(career: Career, rng: random.Random) -> str:
    """A frame around every page, ornaments between the sections, everything centred but the history."""
    look = draw_look(rng, career.country, faces=(*SERIF[:3], "Cantarell"), margins=(21, 25))
    pen = Pen(career, rng, look)
    form = draw_form(
        pen,
        TITLE_FIRST[4:] if rng.random() < 0.5 else TITLE_FIRST,
        rng.choice(["degree", "school"]),
        points=("list", "prose"),
    )
    plan = Plan(
        form, skills=rng.choice(["dots", "pipes", "comma"]), languages=rng.choice(["inline", "names"])
    )
    centred = (
        ".entry { text-align: center } .split { display: block } .split > .right { max-width: none } .entry ul { text-align: left; }"
        if rng.random() < 0.35
        else ""
    )
    css = (
        f".frame {{ position: fixed; z-index: -1; top: -12mm; left: -12mm; right: -12mm; bottom: -12mm; border: {rng.choice(['1pt solid', '3pt double', '2.5pt solid'])} var(--accent) }}"
        f"header {{ text-align: center; margin-bottom: 12pt }} h1 {{ font-size: 28pt; font-weight: 400 }} h2 {{ text-align: center; font-weight: 400; font-size: 1.3em; color: var(--accent); margin-bottom: 6pt }} {centred} .body > p {{ text-align: center }}"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, f'<div class="frame"></div>{header}{sections(pen, order(pen), plan)}')


def infographic(career: Career, rng: random.Random) -> str:
    """Round portrait in the middle of a coloured head, meters for everything that can be measured, icons before headings."""
    look = draw_look(rng, career.country, faces=SANS, colours=VIVID, sizes=(9.4, 10.2))
    pen = Pen(career, rng, look, narrow=True)
    form = draw_form(pen, (*TITLE_FIRST, *DATE_FIRST), rng.choice(["degree", "date"]))
    side = Form(
        job=form.job,
        study=rng.choice([("{degree}", "{school}", "{dates}"), ("{dates}", "{degree}", "{school}")]),
    )
    plan = Plan(form, skills=rng.choice(["bars", "levels", "stars", "percent"]), languages=rng.choice(["bars", "levels"]), side=side, interests="bullets", before_heading=lambda kind: _heading_icon(kind, look.accent))  # fmt: skip
    top, edge, _, _ = look.margins
    narrow = ("skills", "languages", "education", "certificates", "interests")
    css = (
        f".head {{ background: {look.accent}22; margin: -{top}mm -{edge}mm 14pt; padding: 9mm {edge}mm; text-align: center }} .portrait {{ margin-bottom: 5pt }} h1 {{ font-size: 26pt; color: var(--accent) }}"
        ".titled { display: table; margin-bottom: 6pt } .titled > * { display: table-cell; vertical-align: middle } .titled svg { margin-right: 5pt } h2 { font-size: 1.2em } .col1 { width: 62mm; padding-right: 8mm } .col p { overflow-wrap: anywhere }"
    )
    head = (
        contacts.portrait(look.accent, "#ffffff", size=30)
        + name_block(pen.name())
        + headline(pen)
        + contact_row(pen)
    )
    wide = [key for key in order(pen) if key not in narrow]
    body = columns(sidebar(sections(pen, narrow, plan, side=True)), sections(pen, wide, plan))
    return finish(pen, css, marks.region("header", head, cls="head") + body)


def _heading_icon(kind: str, colour: str) -> str:
    """A small shape before a heading, another for each kind."""
    shapes = ('<circle cx="8" cy="8" r="7" fill="C"/>', '<rect x="1" y="3" width="14" height="11" rx="2" fill="C"/><rect x="5" y="1" width="6" height="4" fill="none" stroke="C"/>', '<path d="M8 1l7 5-7 5-7-5z" fill="C"/><path d="M3 9v4q5 3 10 0V9" fill="none" stroke="C"/>')  # fmt: skip
    shape = shapes[len(kind) % len(shapes)].replace("C", colour)
    return f'<span><svg width="13pt" height="13pt" viewBox="0 0 16 16">{shape}</svg></span>'


def poster(career: Career, rng: random.Random) -> str:
    """A huge name on two lines over a third of the page, the contact turned to the right edge of it."""
    look = draw_look(
        rng, career.country, faces=("Roboto Condensed", "Open Sans Condensed", "Lato", "EB Garamond")
    )
    pen = Pen(career, rng, look)
    form = draw_form(
        pen, (*TITLE_FIRST, *EMPLOYER_FIRST), rng.choice(["degree", "school"]), points=("list", "prose")
    )
    plan = Plan(
        form, skills=rng.choice(["comma", "pills", "two columns"]), languages=rng.choice(["inline", "lines"])
    )
    css = (
        f"h1 {{ font-size: {rng.uniform(44, 60):.0f}pt; line-height: 1; margin-bottom: .2em; font-weight: {rng.choice([300, 700, 800])}; color: var(--accent) }} .top {{ margin-bottom: 18pt }} .top .col2 {{ width: 62mm; vertical-align: bottom; font-size: .95em; padding-left: 6mm }} .top p {{ overflow-wrap: anywhere }}"
        ".headline { font-size: 1.3em; margin-top: 4pt } h2 { font-size: 1.5em; font-weight: 300; margin-bottom: 6pt } .family { font-weight: 300 }"
    )
    top = columns(name_block(pen.name(split=True)) + headline(pen), contact_lines(pen), cls="top")
    return finish(pen, css, top + sections(pen, order(pen), plan))


def mirrored(career: Career, rng: random.Random) -> str:
    """Everything set flush right, or a narrow text block with wide blank room on the left for headings above."""
    look = draw_look(rng, career.country, margins=(18, 24))
    pen = Pen(career, rng, look)
    form = draw_form(
        pen,
        (*TITLE_FIRST[4:6], *DATE_FIRST, *EMPLOYER_FIRST[3:4]),
        rng.choice(["date", "undated"]),
        points=("prose", "none", "dashes"),
    )
    plan = Plan(
        form,
        skills=rng.choice(["lines", "comma", "dots"]),
        languages=rng.choice(["lines", "inline"]),
        item_bullets=False,
    )
    manner = rng.choice(
        [
            "body { text-align: right } .dates { color: var(--accent) }",
            ".sec, header, .contactsec { margin-left: 45mm } h2 { margin-left: -12mm }",
        ]
    )
    css = f"{manner} h1 {{ font-size: 29pt }} header {{ margin-bottom: 16pt }} h2 {{ font-size: 1.35em; color: var(--accent); margin-bottom: 5pt; font-weight: 400 }}"
    header = f"<header>{name_block(pen.name())}{headline(pen)}</header>"
    end = contact_section(pen, contact_lines(pen))
    keys = order(pen, ALL)
    first = rng.random() < 0.5
    return finish(
        pen, css, header + (end if first else "") + sections(pen, keys, plan) + ("" if first else end)
    )


DESIGNS: Final = (
    Design("framed", "train", 1, framed),
    Design("infographic", "train", 2, infographic),
    Design("poster", "train", 1, poster),
    Design("night", "kept_out", 1, night),
    Design("slanted", "kept_out", 1, slanted),
    Design("mirrored", "kept_out", 1, mirrored),
)
