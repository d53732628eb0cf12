"""Sidebars: dark or light, left or right, with a portrait, contact, lists and bars beside the history."""

from __future__ import annotations

import random
from typing import Final

from parsing.training import marks
from parsing.training.designs import contacts
from parsing.training.designs.entries import (
    DATE_FIRST,
    EMPLOYER_FIRST,
    ONE_LINE,
    TITLE_FIRST,
    Form,
    draw_form,
)
from parsing.training.designs.look import NARROW, SANS, draw_look
from parsing.training.designs.parts import (
    ALL,
    SIDE,
    Plan,
    columns,
    contact_lines,
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

_DARK: Final = ("#243b53", "#1b4332", "#2d3748", "#3b1f2b", "#0f3d3e", "#37306b", "#333333", "#1f4e79")
_LIGHT: Final = ("#f3e9dc", "#e9eef2", "#eef4ed", "#f4f1f8", "#f2f2f2", "#fdf0e6")
_MAIN_KEYS: Final = tuple(key for key in ALL if key not in SIDE)
_SIDE_SKILLS: Final = (
    "lines",
    "bullets",
    "bars",
    "levels",
    "stacked groups",
    "group bullets",
    "pills",
    "stars",
    "comma",
    "percent",
)


def _bar_css(side: str, width: float, colour: str, ink: str) -> str:
    """The sidebar's ground on every page (.ground), and its column's room."""
    ground = (
        "@page { margin-left: 0; margin-right: 0 }"
        f".ground {{ position: fixed; z-index: -1; top: -30mm; height: 360mm; {side}: 0; width: {width}mm; background: {colour} }}"
    )
    bar, main = ("col1", "col2") if side == "left" else ("col2", "col1")
    return (
        f"{ground} .{bar} {{ width: {width}mm; color: {ink}; padding: 0 7mm; font-size: .93em }} .{main} {{ padding: 0 11mm }}"
        f".{bar} h2 {{ font-size: 1.1em; margin-bottom: 5pt }} .{bar} p {{ margin-bottom: 2pt; overflow-wrap: anywhere }} .{bar} .rate {{ color: {ink} }} .{bar} .pill {{ border-color: {ink} }}"
    )


def _accented(pen: Pen, ink: str) -> str:
    """CSS for headings of bar and history, in the drawn manner."""
    rng = pen.rng
    case = rng.choice(
        ["text-transform: uppercase; letter-spacing: 1pt", "", "font-weight: 400; font-size: 1.3em"]
    )
    rule = rng.choice(
        [
            "border-bottom: 1pt solid currentColor; padding-bottom: 2pt",
            "",
            "border-bottom: 2pt solid currentColor",
        ]
    )
    return f".sec > h2 {{ {case}; {rule} }} .main h2 {{ color: {ink}; font-size: 1.2em; margin-bottom: 6pt }} .dates, .place {{ color: inherit; opacity: .85 }}"


def _side_order(pen: Pen) -> tuple[str, ...]:
    keys = [key for key in SIDE if key != "interests" or pen.rng.random() < 0.6]
    pen.rng.shuffle(keys)
    return tuple(keys)


def _with_bar(
    career: Career,
    rng: random.Random,
    *,
    side: str,
    colour: str,
    ink: str,
    name_in_bar: bool,
    education_in_bar: bool,
    portrait: bool,
) -> str:
    look = draw_look(rng, career.country, faces=(*SANS, *NARROW[:1]), sizes=(9.4, 10.3), margins=(13, 18))
    pen = Pen(career, rng, look, narrow=True)
    pen.meter = ink
    form = draw_form(pen, (*TITLE_FIRST, *EMPLOYER_FIRST[1:4], *DATE_FIRST[:3]), rng.choice(["degree", "school", "date"]), points=("list", "list", "prose"))  # fmt: skip
    narrow_study = rng.choice(
        [
            ("{degree}", "{school}", "{dates}"),
            ("{dates}", "{degree}", "{school}"),
            ("{school}", "{degree}", "{dates}[ · {grade}]"),
        ]
    )
    side_form = Form(job=("{title}", "{employer}", "{dates}"), study=narrow_study, points="list")
    plan = Plan(form, skills=rng.choice(_SIDE_SKILLS), languages=rng.choice(["lines", "bars", "levels", "colon", "dash", "bullets"]), interests=rng.choice(["comma", "bullets"]), side=side_form, skill_limit=14)  # fmt: skip
    side_keys = (*(("education",) if education_in_bar else ()), *_side_order(pen))
    main_keys = [key for key in order(pen, _MAIN_KEYS) if key not in side_keys]
    name, head = name_block(pen.name(split=name_in_bar)), headline(pen)
    picture = (
        contacts.portrait(ink, colour, size=rng.uniform(26, 36), square=rng.random() < 0.4)
        if portrait
        else ""
    )
    reach = contact_section(pen, contact_lines(pen, colour=ink, back=colour), titled=rng.random() < 0.75)
    lists = sections(pen, side_keys, plan, side=True)
    bar_parts = [reach, lists] if rng.random() < 0.8 else [lists, reach]
    bar = sidebar(picture + (name + head if name_in_bar else "") + "".join(bar_parts), side=side)
    main = f'<div class="main">{"" if name_in_bar else name + head}{sections(pen, main_keys, plan)}</div>'
    width = round(rng.uniform(58, 72), 1)
    css = (
        _bar_css(side, width, colour, ink)
        + _accented(pen, look.accent)
        + f"h1 {{ font-size: {rng.uniform(20, 23) if name_in_bar else rng.uniform(24, 32):.1f}pt }} .headline {{ font-size: 1.1em; margin-bottom: 10pt }} .portrait {{ text-align: center; margin-bottom: 12pt }}"
    )
    cells = (bar, main) if side == "left" else (main, bar)
    return finish(pen, css, f'<div class="ground"></div>{columns(*cells)}')


def dark_left(career: Career, rng: random.Random) -> str:
    """A dark bar on the left with portrait, contact and lists in white."""
    return _with_bar(
        career,
        rng,
        side="left",
        colour=rng.choice(_DARK),
        ink="#ffffff",
        name_in_bar=False,
        education_in_bar=False,
        portrait=rng.random() < 0.7,
    )


def light_right(career: Career, rng: random.Random) -> str:
    """A pale bar on the right."""
    return _with_bar(
        career,
        rng,
        side="right",
        colour=rng.choice(_LIGHT),
        ink="#3d2c29",
        name_in_bar=False,
        education_in_bar=rng.random() < 0.5,
        portrait=rng.random() < 0.4,
    )


def named_left(career: Career, rng: random.Random) -> str:
    """A bar on the left that holds the name on two lines, contact, lists and education."""
    dark = rng.random() < 0.5
    colour = rng.choice(_DARK if dark else _LIGHT)
    return _with_bar(
        career,
        rng,
        side="left",
        colour=colour,
        ink="#ffffff" if dark else "#22303c",
        name_in_bar=True,
        education_in_bar=rng.random() < 0.7,
        portrait=rng.random() < 0.5,
    )


def dark_right(career: Career, rng: random.Random) -> str:
    """A dark bar on the right; the name on the left above the history."""
    return _with_bar(
        career,
        rng,
        side="right",
        colour=rng.choice(_DARK),
        ink="#f5f5f5",
        name_in_bar=rng.random() < 0.3,
        education_in_bar=rng.random() < 0.5,
        portrait=rng.random() < 0.5,
    )


def crowned(career: Career, rng: random.Random) -> str:
    """A coloured header over the whole width, a bare narrow column beside the history below it."""
    look = draw_look(rng, career.country, sizes=(9.4, 10.4))
    pen = Pen(career, rng, look, narrow=True)
    form = draw_form(pen, (*TITLE_FIRST, *ONE_LINE[:2]), rng.choice(["degree", "date"]))
    side_form = draw_form(pen, TITLE_FIRST[4:5], "undated")
    plan = Plan(
        form,
        skills=rng.choice(_SIDE_SKILLS),
        languages=rng.choice(["lines", "dash", "levels"]),
        side=side_form,
        skill_limit=14,
    )
    left = rng.random() < 0.5
    side_keys = _side_order(pen)
    bar = sidebar(contact_section(pen, contact_lines(pen)) + sections(pen, side_keys, plan, side=True))
    main = sections(pen, order(pen, _MAIN_KEYS), plan)
    top, edge, _, _ = look.margins
    narrow = "col1" if left else "col2"
    css = (
        f".crown {{ background: var(--accent); color: #fff; margin: -{top}mm -{edge}mm 12pt; padding: 9mm {edge}mm }} h1 {{ font-size: 28pt }}"
        f".{narrow} {{ width: 56mm; {'padding-right' if left else 'padding-left'}: 7mm; {'border-right' if left else 'border-left'}: .7pt solid #ccc }} .col2 {{ padding-left: 7mm }} .col1 {{ padding-right: 7mm }}"
        "h2 { font-size: 1.15em; color: var(--accent); margin-bottom: 5pt } .side p { overflow-wrap: anywhere; margin-bottom: 2pt }"
    )
    crown = marks.region("header", name_block(pen.name()) + headline(pen), cls="crown")
    return finish(pen, css, crown + columns(*((bar, main) if left else (main, bar))))


DESIGNS: Final = (
    Design("dark-left", "train", 2, dark_left),
    Design("light-right", "train", 2, light_right),
    Design("named-left", "train", 2, named_left),
    Design("dark-right", "kept_out", 2, dark_right),
    Design("crowned", "train", 2, crowned),
)
