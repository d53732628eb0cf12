"""Classic single columns: serif pages, place and date flush right, small caps, hyphenated justified text."""

from __future__ import annotations

import random
from typing import Final

from parsing.training.designs import entries
from parsing.training.designs.entries import EMPLOYER_FIRST, ONE_LINE, TITLE_FIRST, draw_form
from parsing.training.designs.look import GREYS, MONO, SERIF, WARM, draw_look
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


def classic_serif(career: Career, rng: random.Random) -> str:
    """One column, centred header, hairlines under the headings."""
    look = draw_look(rng, career.country, faces=SERIF, sizes=(10.2, 11.4))
    pen = Pen(career, rng, look)
    form = draw_form(pen, TITLE_FIRST, rng.choice(["degree", "school"]), points=("list", "list", "prose"))
    plan = Plan(
        form, skills=rng.choice(["groups", "comma", "dots"]), languages=rng.choice(["inline", "dash"])
    )
    line = rng.choice([f"border-bottom: {rng.choice([0.5, 1, 1.5])}pt solid var(--accent)", "border-top: .7pt solid var(--accent); padding-top: 3pt", "border-top: .6pt solid; border-bottom: .6pt solid; text-align: center"])  # fmt: skip
    css = (
        f"header {{ text-align: {rng.choice(['center', 'center', 'left'])}; margin-bottom: 12pt }}"
        f"h1 {{ font-size: {rng.uniform(22, 30):.1f}pt; font-weight: {rng.choice([400, 600, 700])}; color: var(--accent) }}"
        f".headline {{ font-style: italic; font-size: 1.15em }} h2 {{ font-size: 1.2em; {line}; color: var(--accent); margin: 0 0 5pt; padding-bottom: 1pt }}"
        ".employer, .school { font-style: italic } .dates { color: var(--soft) }"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan))


def harvard(career: Career, rng: random.Random) -> str:
    """Employer and place on one line, title and date on the next, all flush on both sides; education first at times."""
    look = draw_look(rng, career.country, faces=("Liberation Serif", "Caladea", "EB Garamond"), colours=("#000000",), sizes=(10.2, 11.2), margins=(14, 19), leading=(1.18, 1.3))  # fmt: skip
    pen = Pen(career, rng, look)
    form = draw_form(pen, (("{employer} >> {place}", "{title} >> {dates}"),), "school", tools=0.1)
    plan = Plan(form, skills="groups", languages="inline", item_bullets=rng.random() < 0.5)
    css = (
        f"header {{ text-align: center; margin-bottom: 8pt }} h1 {{ font-size: {rng.uniform(16, 22):.1f}pt; font-weight: 700 }}"
        f"h2 {{ font-size: 1.05em; text-align: {rng.choice(['center', 'left'])}; border-bottom: .8pt solid #000; margin-bottom: 4pt }}"
        ".employer, .school, .place { font-weight: 700 } .place { font-weight: 400 } .title, .degree { font-style: italic; font-weight: 400 } .sec { margin-bottom: .6em } .entry { margin-bottom: .5em }"
    )
    header = f"<header>{name_block(pen.name())}{contact_row(pen, manners=('plain',))}</header>"
    return finish(pen, css, header + sections(pen, order(pen, education_first=0.6), plan))


def small_caps(career: Career, rng: random.Random) -> str:
    """A typeset page: small capitals, ligatures, justified and hyphenated text, old-style figures at times.

    Small capitals stand in a face of their own: WeasyPrint maps the glyphs of a face to one case, which
    would reach the whole page (and EB Garamond's own lose their accents in the text layer).
    """
    look = draw_look(rng, career.country, faces=("EB Garamond",),
        heading_faces=("Caladea", "Liberation Serif", "Lato"), colours=(*GREYS, *WARM), sizes=(10.4, 11.2), leading=(1.25, 1.4))  # fmt: skip
    pen = Pen(career, rng, look)
    form = draw_form(
        pen, (*TITLE_FIRST, *EMPLOYER_FIRST), rng.choice(["degree", "school"]), points=("list", "prose")
    )
    plan = Plan(form, skills=rng.choice(["groups", "comma"]), languages="inline")
    caps = rng.choice(["font-variant: small-caps", "font-variant-caps: all-small-caps; letter-spacing: 1pt"])
    css = (
        f"body {{ hyphens: auto; text-align: justify; font-variant-ligatures: common-ligatures {rng.choice(['', 'discretionary-ligatures'])}; font-variant-numeric: {rng.choice(['lining-nums', 'oldstyle-nums'])} }}"
        f"h1 {{ font-size: 27pt; font-weight: 500; {caps}; text-align: left }} h2 {{ {caps}; font-weight: 600; font-size: 1.3em; color: var(--accent); border-bottom: .5pt solid var(--accent); margin-bottom: 4pt }}"
        "header { margin-bottom: 12pt } .line { text-align: left } .employer, .school { font-style: italic } .contact { text-align: left; font-size: .95em }"
    )
    header = f"<header>{name_block(pen.name(weights=True))}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan))


def resume_letter(career: Career, rng: random.Random) -> str:
    """American, one column, dense: bold one-line heads, rules over and under the headings."""
    look = draw_look(rng, career.country, faces=("Carlito", "Caladea", "Liberation Sans", "Liberation Serif"), colours=(*GREYS, "#1f4e79"), sizes=(9.6, 10.4), margins=(12, 16), leading=(1.15, 1.28), sheet="Letter")  # fmt: skip
    pen = Pen(career, rng, look)
    form = draw_form(pen, (*ONE_LINE, *EMPLOYER_FIRST[:2]), rng.choice(["line", "school"]), tools=0.3)
    plan = Plan(form, skills=rng.choice(["groups", "pipes", "two columns", "comma"]), languages="inline", untitled=frozenset({"summary"} if rng.random() < 0.6 else ()))  # fmt: skip
    css = (
        f"header {{ text-align: {rng.choice(['center', 'left'])}; margin-bottom: 6pt }} h1 {{ font-size: {rng.uniform(18, 24):.1f}pt; text-transform: {rng.choice(['uppercase', 'none'])} }}"
        f"h2 {{ font-size: 1.02em; text-transform: uppercase; {rng.choice(['border-top: 1pt solid var(--accent);', ''])} border-bottom: 1pt solid var(--accent); margin-bottom: 3pt; color: var(--accent) }}"
        ".sec { margin-bottom: .5em } .entry { margin-bottom: .4em } .employer { font-weight: 700 }"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen, shown=0.5)}{contact_row(pen, manners=('plain', 'plain', 'labels'))}</header>"
    return finish(pen, css, header + sections(pen, order(pen, education_first=0.1), plan))


def manuscript(career: Career, rng: random.Random) -> str:
    """Typed: one width for every letter, no colour, headings underlined or in capitals, hyphens for bullets."""
    look = draw_look(
        rng,
        career.country,
        faces=MONO,
        colours=("#000000", "#1b1b1b"),
        sizes=(9.6, 10.2),
        leading=(1.25, 1.45),
    )
    pen = Pen(career, rng, look)
    heads = (("{title}", "{employer}[, {place}]", "{dates}"), ("{dates}", "{title}, {employer}"), ("{employer}[ ({place})]", "{title}, {dates}"), ("{title} {at} {employer} >> {dates}",))  # fmt: skip
    form = draw_form(
        pen, heads, rng.choice(["degree", "date", "school"]), points=("dashes", "dashes", "list")
    )
    plan = Plan(
        form,
        skills=rng.choice(["groups", "comma", "lines"]),
        languages=rng.choice(["dash", "inline", "colon"]),
    )
    heading = rng.choice(["text-decoration: underline", "text-transform: uppercase", "border-bottom: 1pt dashed #000", "text-transform: uppercase; letter-spacing: 2pt"])  # fmt: skip
    css = (
        "h1 { font-size: 1.5em } header { margin-bottom: 14pt } .title, .degree { font-weight: 400 }"
        f"h2 {{ font-size: 1em; {heading}; margin-bottom: 5pt }} .dash {{ padding-left: 1.3em; text-indent: -1.3em }} .body {{ padding-left: {rng.choice([0, 0, 18])}pt }}"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen, manners=('plain', 'labels'))}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan))


def consultant(career: Career, rng: random.Random) -> str:
    """Several positions under one employer's line, with a page header from the second page on."""
    look = draw_look(
        rng, career.country, faces=("Caladea", "Liberation Serif", "Carlito", "Lato"), sizes=(9.8, 10.8)
    )
    pen = Pen(career, rng, look)
    form = draw_form(pen, TITLE_FIRST[:1], rng.choice(["degree", "school"]))
    plan = Plan(form, skills=rng.choice(["groups", "stacked groups", "two columns"]), languages="inline", work=entries.nested_jobs)  # fmt: skip
    rules, first = running_header(pen, footer=rng.random() < 0.4)
    css = (
        f"{first} h1 {{ font-size: 24pt; color: var(--accent) }} header {{ border-bottom: 2pt solid var(--accent); padding-bottom: 6pt; margin-bottom: 10pt }}"
        "h2 { font-size: 1.15em; color: var(--accent); margin-bottom: 4pt; text-transform: uppercase; letter-spacing: .6pt }"
        ".over { font-weight: 700; font-size: 1.05em; break-after: avoid } .held { padding-left: 10pt; border-left: 1.5pt solid #ddd } .title { font-style: italic }"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan), running=rules)


DESIGNS: Final = (
    Design("classic-serif", "train", 1, classic_serif),
    Design("harvard", "train", 1, harvard),
    Design("small-caps", "train", 1, small_caps),
    Design("resume-letter", "train", 1, resume_letter),
    Design("consultant", "train", 1, consultant),
    Design("manuscript", "kept_out", 1, manuscript),
)
