"""Dense and long forms: academic, engineering, functional (skills first), executive, French, federal."""

from __future__ import annotations

import random
from html import escape
from typing import Final

from parsing.training import marks
from parsing.training.designs import contacts, entries
from parsing.training.designs.contacts import portrait
from parsing.training.designs.entries import (
    DATE_FIRST,
    EMPLOYER_FIRST,
    ONE_LINE,
    TITLE_FIRST,
    UNDATED,
    draw_form,
)
from parsing.training.designs.look import BLUES, GREYS, MONO, NARROW, SANS, WARM, draw_look
from parsing.training.designs.parts import (
    Plan,
    columns,
    contact_lines,
    contact_row,
    doc_title,
    finish,
    headline,
    name_block,
    order,
    running_header,
    sections,
)
from parsing.training.designs.pen import Pen
from parsing.training.types import Career, Design


def academic(career: Career, rng: random.Random) -> str:
    """A scholar's long list: education and publications early, small type, name and page on every page."""
    look = draw_look(rng, career.country, faces=("EB Garamond", "Liberation Serif", "Caladea", "DejaVu Serif"), colours=(*GREYS, *WARM[:2]), sizes=(9.6, 10.4), leading=(1.18, 1.32))  # fmt: skip
    pen = Pen(career, rng, look)
    rail = "{dates}" if rng.random() < 0.4 else ""
    heads = UNDATED if rail else (*ONE_LINE, *TITLE_FIRST[:2], *EMPLOYER_FIRST[:2])
    form = draw_form(
        pen,
        heads,
        "undated" if rail else rng.choice(["line", "degree"]),
        rail=rail,
        points=("list", "prose", "none"),
    )
    plan = Plan(
        form,
        skills=rng.choice(["groups", "comma"]),
        languages="inline",
        item_bullets=None if rail else rng.random() < 0.6,
    )
    rules, first = running_header(pen, footer=rng.random() < 0.5)
    keys: tuple[str, ...] = (
        "education",
        "work",
        "publications",
        "awards",
        "projects",
        "volunteer",
        "certificates",
        "skills",
        "languages",
        "references",
    )
    if rng.random() < 0.4:
        keys = ("summary", "work", "education", *keys[2:])
    css = (
        f"{first} .rail {{ width: 36mm; padding-right: 4mm }} h1 {{ font-size: 19pt; font-weight: 400; {rng.choice(['letter-spacing: 1pt', ''])} }} header {{ margin-bottom: 10pt; text-align: {rng.choice(['left', 'center'])} }} .sec {{ margin-bottom: .7em }} .entry {{ margin-bottom: .4em }}"
        f"h2 {{ font-size: 1.08em; {rng.choice(['border-bottom: .4pt solid', 'text-transform: uppercase', 'font-style: italic', 'letter-spacing: 1.5pt; text-transform: uppercase; font-size: .95em'])}; margin-bottom: 3pt; color: var(--accent) }} .body > ul {{ padding-left: 1.6em; list-style: {rng.choice(['decimal', 'none', 'disc'])} }}"
    )
    titled = doc_title(pen) if rng.random() < 0.4 else ""
    header = f"<header>{titled}{name_block(pen.name())}{headline(pen, shown=0.5)}{contact_row(pen, manners=('plain', 'labels'))}</header>"
    return finish(pen, css, header + sections(pen, keys, plan), running=rules)


def engineer(career: Career, rng: random.Random) -> str:
    """Tight one-line heads, skills at the top by category, projects, no summary."""
    look = draw_look(rng, career.country, faces=("Carlito", "EB Garamond", "Roboto", "Liberation Serif", *NARROW[:1]), colours=(*GREYS, "#1f4e79"), sizes=(9.4, 10.2), margins=(11, 15), leading=(1.12, 1.25))  # fmt: skip
    pen = Pen(career, rng, look)
    form = draw_form(pen, (*ONE_LINE[:5], *EMPLOYER_FIRST[:2]), rng.choice(["line", "school"]), tools=0.6)
    plan = Plan(form, skills="groups", languages="inline", item_bullets=False)
    keys: tuple[str, ...] = (
        "skills",
        "work",
        "projects",
        "education",
        "publications",
        "certificates",
        "awards",
        "languages",
    )
    if rng.random() < 0.5:
        keys = ("education", "work", "projects", "skills", "certificates", "publications", "languages")
    css = (
        f"header {{ text-align: {rng.choice(['center', 'left'])}; margin-bottom: 5pt }} h1 {{ font-size: 20pt }} .sec {{ margin-bottom: .45em }} .entry {{ margin-bottom: .35em }} .employer {{ font-weight: {rng.choice([400, 700])} }}"
        f"h2 {{ font-size: 1.1em; border-bottom: .6pt solid var(--accent); margin-bottom: 3pt; color: var(--accent); text-transform: {rng.choice(['uppercase', 'none'])} }} .title, .degree {{ font-style: {rng.choice(['italic', 'normal'])} }}"
    )
    header = f"<header>{name_block(pen.name())}{headline(pen, shown=0.3)}{contact_row(pen, manners=('plain', 'private', 'drawn'))}</header>"
    return finish(pen, css, header + sections(pen, keys, plan))


def functional(career: Career, rng: random.Random) -> str:
    """What the person can do comes first, at length; the jobs are a bare list at the end."""
    pen = Pen(career, rng, draw_look(rng, career.country))
    form = draw_form(
        pen, ONE_LINE, rng.choice(["line", "undated"]), points=("none", "none", "list"), tools=0, limit=1
    )
    plan = Plan(form, skills=rng.choice(["group bullets", "grid", "stacked groups", "two columns"]), languages=rng.choice(["inline", "bullets"]))  # fmt: skip
    keys = ("summary", "skills", "projects", "certificates", "work", "education", "languages", "volunteer")
    css = "h1 { font-size: 25pt } header { margin-bottom: 12pt; border-left: 6pt solid var(--accent); padding-left: 10pt } h2 { color: var(--accent); font-size: 1.2em; margin-bottom: 5pt } .skills .group { margin-bottom: 4pt } .work .entry { margin-bottom: .3em }"
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen)}</header>"
    return finish(pen, css, header + sections(pen, keys, plan))


def executive(career: Career, rng: random.Random) -> str:
    """A roomy serif page: name and contact in two cells, each employer's line on a tinted ground."""
    look = draw_look(rng, career.country, faces=("Caladea", "EB Garamond", "Liberation Serif"), heading_faces=("Lato", "Caladea", "Open Sans"), colours=(*BLUES, *WARM), sizes=(10.2, 11.2))  # fmt: skip
    pen = Pen(career, rng, look)
    nested = rng.random() < 0.5
    form = draw_form(pen, EMPLOYER_FIRST[:3], "school", tools=0.1)
    plan = Plan(
        form,
        skills=rng.choice(["two columns", "dots", "grid"]),
        languages="inline",
        work=entries.nested_jobs if nested else entries.jobs,
    )
    rules, first = running_header(pen, footer=True, first=True)
    css = (
        f"{first} .top .col1 {{ width: 60% }} .top .col2 {{ text-align: right; font-size: .93em }} .top {{ border-bottom: 1.5pt solid var(--accent); padding-bottom: 6pt; margin-bottom: 12pt }} h1 {{ font-size: 27pt; font-weight: 400; color: var(--accent) }}"
        ".line1, .over { background: #f3f4f6; padding: 1pt 4pt } .held .line1 { background: none; padding: 0 } .employer { font-weight: 700 } h2 { font-size: 1.1em; letter-spacing: 1pt; text-transform: uppercase; color: var(--accent); margin-bottom: 6pt; text-align: center }"
    )
    top = columns(name_block(pen.name()) + headline(pen), contact_lines(pen), cls="top")
    return finish(pen, css, top + sections(pen, order(pen, education_first=0.05), plan), running=rules)


def french(career: Career, rng: random.Random) -> str:
    """A page in the French manner: civil status and portrait on top, arrowed headings, pastimes at the end."""
    look = draw_look(rng, career.country, faces=(*SANS[:5], "Caladea"), colours=(*BLUES, *WARM), sheet="A4")
    pen = Pen(career, rng, look)
    form = draw_form(
        pen,
        (*DATE_FIRST, *TITLE_FIRST[3:], *ONE_LINE[4:]),
        rng.choice(["date", "degree"]),
        points=("list", "dashes"),
    )
    plan = Plan(form, skills=rng.choice(["groups", "bullets", "comma", "levels"]), languages=rng.choice(["colon", "bullets", "levels", "dash"]), interests=rng.choice(["comma", "bullets"]))  # fmt: skip
    shown = contacts.ways(pen, links=rng.choice(["shown", "none"]), address=True, personal=True)
    if rng.random() < 0.5:
        shown = contacts.with_labels(pen, shown)
    picture = portrait("#cfd8dc", "#78909c", size=28, square=rng.random() < 0.6) if rng.random() < 0.7 else ""
    keys = [key for key in order(pen, drop=("references", "awards")) if key != "interests"] + ["interests"]
    css = (
        ".top .col2 { width: 34mm; text-align: right } .top { margin-bottom: 6pt } h1 { font-size: 21pt } .title-line { text-align: center; font-size: 1.5em; font-weight: 700; margin: 6pt 0 12pt; color: var(--accent); border: 1pt solid var(--accent); padding: 3pt }"
        f"h2 {{ font-size: 1.2em; color: var(--accent); {rng.choice(['text-transform: uppercase', 'border-bottom: 1.4pt solid var(--accent)', 'background: #eceff1; padding: 2pt 6pt'])}; margin-bottom: 6pt }} h2::before {{ content: '{rng.choice(['➤ ', '', '❖ ', '■ '])}'; font-family: 'DejaVu Sans' }}"
    )
    head = pen.headline()
    title = f'<div class="title-line">{head}</div>' if head else ""
    left = name_block(pen.name(family_first=False)) + contacts.lines(shown)
    top = columns(left, picture, cls="top") if picture else left
    return finish(pen, css, top + title + sections(pen, keys, plan))


def federal(career: Career, rng: random.Random) -> str:
    """A form for a public office: labels before every value inside entries, plain type, all in one column."""
    look = draw_look(
        rng,
        career.country,
        faces=("Liberation Sans", "Liberation Serif", "Carlito"),
        colours=("#000000",),
        leading=(1.25, 1.4),
    )
    pen = Pen(career, rng, look)
    heads = (
        ("{employer}[, {place}]", "{title}", "{dates}"),
        ("{title}", "{employer}", "[{place}]", "{dates}"),
    )
    form = draw_form(pen, heads, "undated", points=("list", "prose", "dashes"))
    plan = Plan(
        form,
        skills=rng.choice(["lines", "bullets", "comma"]),
        languages=rng.choice(["colon", "dash"]),
        work=_labelled_jobs,
        item_bullets=False,
    )
    shown = contacts.with_labels(
        pen, contacts.ways(pen, address=True, personal=True), strong=rng.random() < 0.5
    )
    css = "h1 { font-size: 16pt } header { margin-bottom: 12pt } h2 { font-size: 1.05em; text-transform: uppercase; text-decoration: underline; margin-bottom: 5pt } .lab { font-weight: 700 } .title { font-weight: 400 }"
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contacts.lines(shown)}</header>"
    return finish(pen, css, header + sections(pen, order(pen), plan))


def _labelled_jobs(pen: Pen, form: entries.Form) -> str:
    """Jobs whose every value stands behind its label on a line of its own."""
    keys = (("employer", "{employer}[, {place}]"), ("position", "{title}"), ("period", "{dates}"))
    if pen.rng.random() < 0.5:
        keys = (keys[1], keys[0], keys[2])
    blocks = []
    for index, position in enumerate(pen.career.positions):
        shown = entries.job_values(pen, index, position)
        lines = "".join(
            f'<div class="line"><span class="lab">{escape(pen.small[label])}:</span> {entries.fill(pattern, shown)}</div>'
            for label, pattern in keys
        )
        blocks.append(entries.entry("", lines + entries.job_body(pen, form, index, position)))
    return "".join(blocks)


def source_code(career: Career, rng: random.Random) -> str:
    """A programmer's page: one-width type, headings marked like code or Markdown, values after keys."""
    dark = rng.random() < 0.4
    paper, ink = ("#1e1e2e", "#e4e4ef") if dark else ("#ffffff", "#222222")
    look = draw_look(
        rng,
        career.country,
        faces=MONO,
        colours=("#40a02b", "#d6336c", "#1098ad", "#b5651d"),
        sizes=(9.0, 9.6),
        paper=paper,
    )
    pen = Pen(career, rng, look)
    form = draw_form(
        pen,
        (*ONE_LINE[:3], *TITLE_FIRST[3:5], *DATE_FIRST[1:2]),
        rng.choice(["line", "degree"]),
        points=("dashes", "list"),
    )
    plan = Plan(
        form, skills=rng.choice(["groups", "pipes", "comma"]), languages=rng.choice(["colon", "inline"])
    )
    sign = rng.choice(["## ", "> ", "// ", "$ ", "# "])
    css = f"body {{ color: {ink} }} h1 {{ font-size: 1.7em; color: var(--accent) }} h2 {{ font-size: 1.1em; color: var(--accent); margin-bottom: 4pt }} h2::before {{ content: '{sign}' }} header {{ margin-bottom: 12pt }} .dates {{ opacity: .8 }} .dash {{ padding-left: 1.3em; text-indent: -1.3em }}"
    header = f"<header>{name_block(pen.name())}{headline(pen)}{contact_row(pen, manners=('plain', 'labels'))}</header>"
    return finish(pen, css, marks.region("header", header) + sections(pen, order(pen), plan))


DESIGNS: Final = (
    Design("academic", "train", 1, academic),
    Design("engineer", "train", 1, engineer),
    Design("functional", "train", 1, functional),
    Design("executive", "train", 1, executive),
    Design("french", "train", 1, french),
    Design("federal", "train", 1, federal),
    Design("source-code", "kept_out", 1, source_code),
)
