"""Modern single columns: sans faces, banners, minimal pages, spaced headings, monograms, cards."""

from __future__ import annotations

import random
from typing import Final

from parsing.training import marks
from parsing.training.designs import contacts
from parsing.training.designs.entries import DATE_FIRST, EMPLOYER_FIRST, ONE_LINE, TITLE_FIRST, draw_form
from parsing.training.designs.look import BLUES, GREENS, GREYS, NARROW, SANS, draw_look
from parsing.training.designs.parts import (
    Plan,
    contact_row,
    finish,
    headline,
    name_block,
    order,
    running_header,
    sections,
)
from parsing.training.designs.pen import Pen
from parsing.training.types import Career, Design


def plain_sans(career: Career, rng: random.Random) -> str:
    """A large light name on the left, coloured headings, no rules."""
    pen = Pen(career, rng, draw_look(rng, career.country))
    form = draw_form(
        pen,
        (*TITLE_FIRST, *EMPLOYER_FIRST),
        rng.choice(["degree", "school"]),
        points=("list", "list", "none"),
    )
    plan = Plan(form, skills=rng.choice(["comma", "groups", "pills", "two columns", "dots"]), languages=rng.choice(["inline", "lines", "bullets"]))  # fmt: skip
    css = (
        f"h1 {{ font-size: {rng.uniform(26, 36):.1f}pt; font-weight: {rng.choice([300, 400, 800])} }} header {{ margin-bottom: 14pt }}"
        f".headline {{ color: var(--accent); font-size: 1.2em }} h2 {{ color: var(--accent); font-size: {rng.uniform(1.1, 1.4):.2f}em; font-weight: {rng.choice([400, 700])}; margin-bottom: 5pt }}"
        ".dates, .place { color: var(--soft) } .contact { margin-top: 4pt; color: var(--soft) }"
    )
    header = f"<header>{name_block(pen.name(weights=rng.random() < 0.3))}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan))


def banner(career: Career, rng: random.Random) -> str:
    """A coloured band across the page with the name in white, then one column."""
    look = draw_look(rng, career.country, colours=(*BLUES, *GREENS, "#2d3748", "#8b1e3f"))
    pen = Pen(career, rng, look)
    form = draw_form(
        pen, (*TITLE_FIRST, *DATE_FIRST), rng.choice(["degree", "date"]), points=("list", "list", "dashes")
    )
    plan = Plan(form, skills=rng.choice(["pills", "groups", "bars", "two columns"]), languages=rng.choice(["inline", "bars", "lines"]))  # fmt: skip
    top, side, _, _ = look.margins
    css = (
        f".band {{ background: var(--accent); color: #fff; margin: -{top}mm -{side}mm 14pt; padding: {rng.uniform(8, 14):.1f}mm {side}mm; text-align: {rng.choice(['left', 'center', 'right'])} }}"
        f"h1 {{ font-size: {rng.uniform(24, 34):.1f}pt; text-transform: {rng.choice(['uppercase', 'none', 'none'])} }} .headline {{ font-size: 1.2em; opacity: .9; {rng.choice(['letter-spacing: 2pt; text-transform: uppercase', ''])} }}"
        "h2 { color: var(--accent); font-size: 1.2em; margin-bottom: 5pt } .contact { margin-top: 6pt }"
    )
    head = headline(pen)
    name = name_block(pen.name())
    stack = head + name if rng.random() < 0.25 else name + head
    band = marks.region("header", stack + contact_row(pen, colour="#ffffff", back=look.accent), cls="band")
    return finish(pen, css, band + sections(pen, order(pen), plan))


def minimal(career: Career, rng: random.Random) -> str:
    """Nothing but type: small grey headings, no bullets, generous leading."""
    look = draw_look(rng, career.country, faces=("Lato", "Cantarell", "Roboto", "EB Garamond"), colours=GREYS, leading=(1.45, 1.6), margins=(20, 27))  # fmt: skip
    pen = Pen(career, rng, look)
    form = draw_form(
        pen,
        (*ONE_LINE[:3], *TITLE_FIRST, *EMPLOYER_FIRST),
        rng.choice(["line", "school"]),
        points=("prose", "none", "prose"),
    )
    plan = Plan(
        form,
        skills=rng.choice(["comma", "dots", "lines"]),
        languages=rng.choice(["inline", "lines"]),
        item_bullets=False,
    )
    css = (
        f"h1 {{ font-size: {rng.uniform(15, 22):.1f}pt; font-weight: 400 }} h2 {{ font-size: .85em; color: var(--soft); font-weight: 400; {rng.choice(['letter-spacing: 2pt; text-transform: uppercase', ''])}; margin-bottom: 6pt }}"
        "header { margin-bottom: 22pt } .contact, .headline { color: var(--soft) } .sec { margin-bottom: 1.5em } .sep { color: #bbb } .title, .degree { font-weight: 400 }"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen, manners=('plain',))}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan))


def spaced_headings(career: Career, rng: random.Random) -> str:
    """Centred letter-spaced headings between two rules, the name spaced too, on one line or two."""
    look = draw_look(rng, career.country, faces=("Lato", "Open Sans", "EB Garamond", "Cantarell"))
    pen = Pen(career, rng, look)
    form = draw_form(pen, TITLE_FIRST, "degree")
    plan = Plan(
        form,
        skills=rng.choice(["dots", "pipes", "two columns", "grid"]),
        languages=rng.choice(["inline", "names"]),
    )
    spacing = rng.uniform(2, 4.5)
    css = (
        f"header {{ text-align: center; margin-bottom: 12pt }} h1 {{ font-size: {rng.uniform(20, 26):.1f}pt; letter-spacing: {spacing:.1f}pt; text-transform: uppercase; font-weight: {rng.choice([300, 400, 700])} }}"
        f"h2 {{ text-align: center; letter-spacing: {spacing:.1f}pt; text-transform: uppercase; font-size: 1em; border-top: .6pt solid var(--accent); border-bottom: .6pt solid var(--accent); padding: 3pt 0; margin-bottom: 7pt; color: var(--accent); font-weight: 400 }}"
        ".headline { letter-spacing: 1pt; margin: 3pt 0 }"
    )
    split = rng.random() < 0.35
    above = rng.random() < 0.25
    head = headline(pen)
    name = name_block(pen.name(split=split))
    header = f"<header>{head if above else ''}{name}{'' if above else head}{contact_row(pen)}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan))


def monogram(career: Career, rng: random.Random) -> str:
    """Big initials in a box beside the name; contact at the right edge of the header."""
    look = draw_look(rng, career.country, heading_faces=(*SANS[:3], "EB Garamond"))
    pen = Pen(career, rng, look)
    form = draw_form(pen, (*EMPLOYER_FIRST, *TITLE_FIRST), rng.choice(["school", "degree"]))
    plan = Plan(
        form, skills=rng.choice(["groups", "pills", "comma"]), languages=rng.choice(["inline", "levels"])
    )
    initials = "".join(part[0] for part in (career.given, career.family) if part)
    css = (
        f".mono {{ width: 24mm }} .mono div {{ width: 19mm; height: 19mm; {rng.choice(['border: 2pt solid var(--accent); color: var(--accent)', 'background: var(--accent); color: #fff', 'background: var(--accent); color: #fff; border-radius: 10mm'])}; font: 700 20pt/19mm '{look.heading_face}'; text-align: center }}"
        ".reach { width: 64mm; text-align: right; font-size: .92em } .top { margin-bottom: 14pt } .top td { vertical-align: middle } h1 { font-size: 24pt } .headline { color: var(--accent) }"
        "h2 { font-size: 1.15em; border-left: 4pt solid var(--accent); padding-left: 6pt; margin-bottom: 6pt }"
    )
    ways = contacts.lines(contacts.ways(pen, links=rng.choice(["shown", "behind"])))
    header = (
        f'<table class="top"><tr><td class="mono"><div>{initials}</div></td>'
        f'<td>{name_block(pen.name())}{headline(pen)}</td><td class="reach">{ways}</td></tr></table>'
    )
    return finish(pen, css, header + sections(pen, order(pen), plan))


def black_tabs(career: Career, rng: random.Random) -> str:
    """Headings in white on filled bars or tabs, contact in a boxed header."""
    look = draw_look(rng, career.country, faces=(*NARROW, "Liberation Sans"), colours=(*GREYS, *BLUES))
    pen = Pen(career, rng, look)
    form = draw_form(pen, (*TITLE_FIRST, *ONE_LINE), rng.choice(["degree", "line"]))
    plan = Plan(
        form,
        skills=rng.choice(["table", "groups", "bullets", "two columns"]),
        languages=rng.choice(["inline", "bullets"]),
    )
    tab = rng.choice(
        [
            "display: block",
            "display: inline-block; padding-right: 22pt; border-top-right-radius: 9pt",
            "display: block; border-radius: 4pt",
        ]
    )
    css = (
        f"header {{ border: 1.2pt solid var(--accent); padding: 8pt 10pt; margin-bottom: 10pt }} h2 {{ background: var(--accent); color: #fff; padding: 2pt 7pt; font-size: 1.05em; margin-bottom: 6pt; {tab} }}"
        "h1 { font-size: 23pt } .contact { font-size: .95em }"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan))


def foot_contact(career: Career, rng: random.Random) -> str:
    """The name alone on top; the ways to reach the person in a band at the foot of the last page."""
    pen = Pen(career, rng, draw_look(rng, career.country, margins=(16, 22)))
    form = draw_form(pen, (*TITLE_FIRST, *DATE_FIRST[:3]), rng.choice(["degree", "date"]))
    plan = Plan(form, skills=rng.choice(["groups", "comma", "two columns"]), languages="inline")
    css = (
        "h1 { font-size: 30pt; text-align: center } .headline { text-align: center; margin-bottom: 14pt; color: var(--accent) } h2 { font-size: 1.15em; text-align: center; margin-bottom: 6pt }"
        "h2::after { content: ''; display: block; width: 22mm; border-bottom: 1.5pt solid var(--accent); margin: 3pt auto 0 }"
        "footer { margin-top: 14pt; border-top: 2pt solid var(--accent); padding-top: 6pt; text-align: center }"
    )
    foot = marks.region("footer", contact_row(pen), tag="footer")
    return finish(pen, css, name_block(pen.name()) + headline(pen) + sections(pen, order(pen), plan) + foot)


def headed_pages(career: Career, rng: random.Random) -> str:
    """A roomy page that runs over several, each with the person's name and page number at top or bottom."""
    look = draw_look(rng, career.country, sizes=(10.8, 11.8), margins=(20, 25), leading=(1.4, 1.55))
    pen = Pen(career, rng, look)
    form = draw_form(
        pen, (*TITLE_FIRST, *EMPLOYER_FIRST, *DATE_FIRST), rng.choice(["degree", "school", "date"]), tools=0.5
    )
    plan = Plan(
        form,
        skills=rng.choice(["group bullets", "bullets", "groups"]),
        languages=rng.choice(["lines", "bullets", "table"]),
    )
    rules, first = running_header(pen, footer=rng.random() < 0.5, first=rng.random() < 0.5)
    css = (
        f"{first} h1 {{ font-size: 26pt; color: var(--accent) }} header {{ margin-bottom: 16pt }} h2 {{ font-size: 1.3em; margin-bottom: 6pt; {rng.choice(['border-bottom: 1pt solid #999', 'color: var(--accent)', 'text-transform: uppercase'])} }}"
        ".entry { break-inside: avoid }"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan), running=rules)


DESIGNS: Final = (
    Design("plain-sans", "train", 1, plain_sans),
    Design("banner", "train", 1, banner),
    Design("minimal", "train", 1, minimal),
    Design("spaced-headings", "train", 1, spaced_headings),
    Design("monogram", "train", 1, monogram),
    Design("black-tabs", "train", 1, black_tabs),
    Design("foot-contact", "train", 1, foot_contact),
    Design("headed-pages", "train", 1, headed_pages),
)
