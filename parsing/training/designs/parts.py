"""Building blocks of designs: sections by name, columns, headers, running page headers, the whole page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from parsing.training import marks
from parsing.training.designs import contacts, entries, items, lists
from parsing.training.designs.entries import Form
from parsing.training.designs.look import page
from parsing.training.designs.pen import Pen

ALL: Final = (
    "summary", "work", "education", "skills", "projects", "certificates", "publications", "awards",
    "volunteer", "languages", "interests", "references",
)  # fmt: skip
SIDE: Final = ("skills", "languages", "certificates", "interests")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a design writes its sections: the entries' form, the lists' forms, what stands in narrow places.

    `side` is the form of entries in a sidebar; `work` replaces the usual way to write the jobs;
    `item_bullets` tells whether other items are bullets (by chance where None); `untitled` sections lack a heading.
    """

    form: Form
    skills: str = "groups"
    languages: str = "inline"
    interests: str = "comma"
    side: Form | None = None
    work: Callable[[Pen, Form], str] = entries.jobs
    item_bullets: bool | None = None
    untitled: frozenset[str] = field(default=frozenset())
    heading_tag: str = "h2"
    before_heading: Callable[[str], str] = field(default=lambda _kind: "")
    skill_limit: int = 24


def order(
    pen: Pen,
    keys: Iterable[str] = ALL,
    *,
    education_first: float = 0.15,
    drop: Sequence[str] = ("interests", "references", "awards", "volunteer"),
) -> tuple[str, ...]:
    """The sections in a drawn order: education sometimes before work, some sections left out at times."""
    rng, kept = pen.rng, list(keys)
    gone = {key for key in drop if rng.random() < 0.35}
    kept = [key for key in kept if key not in gone]
    if "work" in kept and "education" in kept and rng.random() < education_first:
        kept.remove("education")
        kept.insert(kept.index("work"), "education")
    if "skills" in kept and "work" in kept and rng.random() < 0.25:
        kept.remove("skills")
        kept.insert(kept.index("work"), "skills")
    tail = [key for key in kept if key in ("languages", "certificates", "interests", "volunteer", "awards")]
    drawn = iter(rng.sample(tail, len(tail)))
    return tuple(next(drawn) if key in tail else key for key in kept)


def body_of(pen: Pen, key: str, plan: Plan, form: Form) -> str:
    """What stands under the heading of a section; "" where the career has nothing for it."""
    if key == "summary":
        return pen.summary()
    if key == "work":
        return plan.work(pen, form)
    if key == "education":
        return entries.studies(pen, form)
    if key == "skills":
        return lists.skills(pen, plan.skills, limit=plan.skill_limit)
    if key == "languages":
        return lists.languages(pen, plan.languages)
    if key == "interests":
        return lists.interests(pen, plan.interests)
    return items.items(pen, key, form, as_bullets=plan.item_bullets)


def section(pen: Pen, key: str, body: str, plan: Plan) -> str:
    """A section with its heading; "" where its body is empty."""
    if not body:
        return ""
    before = plan.before_heading(key)
    heading = "" if key in plan.untitled else pen.heading(key, tag=plan.heading_tag)
    title = f'<div class="titled">{before}{heading}</div>' if before and heading else heading
    return marks.section(key, f'{title}<div class="body">{body}</div>', cls=f"sec {key}")


def sections(pen: Pen, keys: Iterable[str], plan: Plan, *, side: bool = False) -> str:
    """The sections one after the other; in a narrow place with `side`."""
    form = plan.side if side and plan.side else plan.form
    return "".join(section(pen, key, body_of(pen, key, plan, form), plan) for key in keys)


def columns(*cells: str, cls: str = "") -> str:
    """Columns beside each other as table cells, which break over pages; style them as .col1, .col2 …"""
    html = "".join(f'<div class="col col{number}">{cell}</div>' for number, cell in enumerate(cells, start=1))
    return f'<div class="cols {cls}">{html}</div>'


def sidebar(html: str, *, side: str = "left") -> str:
    """A sidebar's content, marked as one."""
    return marks.region("sidebar", html, cls=f"side {side}")


def name_block(name: str, *rest: str) -> str:
    """The name in its heading, with what stands with it (headline) below."""
    return marks.region("name", f"<h1>{name}</h1>") + "".join(rest)


def headline(pen: Pen, *, shown: float = 0.9) -> str:
    """The headline in its block, left out at times."""
    text = pen.headline() if pen.rng.random() < shown else ""
    return f'<div class="headline">{text}</div>' if text else ""


def contact_section(pen: Pen, html: str, *, titled: bool = True) -> str:
    """The ways to reach the person as a section of their own, as in sidebars."""
    title = pen.heading("contact") if titled else ""
    return marks.section("contact", f'{title}<div class="body">{html}</div>', cls="sec contactsec")


def contact_row(
    pen: Pen,
    *,
    colour: str = "",
    back: str = "#ffffff",
    manners: Sequence[str] = ("plain", "plain", "drawn", "private", "symbols", "labels"),
) -> str:
    """A running row of ways in a drawn manner: separators, icons or labels."""
    rng = pen.rng
    shown = contacts.ways(pen, links=rng.choice(["shown", "shown", "behind"]), address=rng.random() < 0.2)
    manner = rng.choice(list(manners))
    if manner == "plain":
        return contacts.row(shown, rng.choice(contacts.SEPARATORS))
    if manner == "labels":
        return contacts.row(contacts.with_labels(pen, shown), rng.choice([" | ", " · ", "   ", ", "]))
    return contacts.row(contacts.with_icons(pen, shown, manner, colour=colour, back=back), "   ")


def contact_lines(pen: Pen, *, colour: str = "", back: str = "#ffffff", personal: bool = False) -> str:
    """The ways one under the other, plain, with icons or with labels, as sidebars have them."""
    rng = pen.rng
    shown = contacts.ways(
        pen, links=rng.choice(["shown", "behind"]), address=rng.random() < 0.5, personal=personal
    )
    manner = rng.choice(["plain", "drawn", "private", "symbols", "labels", "stacked"])
    if manner == "labels":
        return contacts.lines(contacts.with_labels(pen, shown, strong=True))
    if manner == "stacked":
        return contacts.lines([(kind, f"<b>{pen.label(kind)}</b><br>{html}") for kind, html in shown])
    if manner in ("drawn", "private", "symbols"):
        return contacts.lines(contacts.with_icons(pen, shown, manner, colour=colour, back=back, narrow=True))
    return contacts.lines(shown)


def running_header(pen: Pen, *, footer: bool = False, first: bool = False) -> tuple[str, str]:
    """(@page rules, CSS) of a header or footer "Name – CV – page 2 of 3" on every page, or on all but the first."""
    name = f"{pen.career.given} {pen.career.family}"
    word, of = pen.label("page"), pen.small["of"]
    forms = (
        f'"{name} – {pen.label("resume")} – {word} " counter(page) " {of} " counter(pages)',
        f'"{name}  |  {word} " counter(page)',
        f'"{word} " counter(page) " {of} " counter(pages)',
        f'"{name}    " counter(page) "/" counter(pages)',
    )
    place = "@bottom-center" if footer else pen.rng.choice(["@top-right", "@top-center"])
    rules = f"{place} {{ content: {pen.rng.choice(forms)}; font-size: 8pt; color: {pen.look.soft} }}"
    return rules, "" if first else f"@page :first {{ {place} {{ content: none }} }}"


def finish(pen: Pen, css: str, body: str, *, running: str = "") -> str:
    """The whole page: common CSS of columns and lists, then the design's own."""
    return page(
        pen.look,
        pen.career.language,
        f"{pen.career.given} {pen.career.family}",
        _COMMON + css,
        body,
        running=running,
    )


_COMMON: Final = """
.cols, .halves, .thirds { display: table; width: 100%; table-layout: fixed } .col, .half, .third { display: table-cell; vertical-align: top }
.halves > ul.half { padding-left: 1.25em } .third { padding-right: 1em } h4 { margin: 0; font-size: 1em }
.thirds { table-layout: auto } .pill { display: inline-block; margin: 0 2pt 3pt 0; padding: 1pt 5pt; border-radius: 3pt; border: .6pt solid var(--accent) }
.bar { width: 64pt; height: 4.5pt } .col .bar { width: 40pt } .col .row > span { overflow-wrap: anywhere; hyphens: auto }
.rate { white-space: nowrap; text-align: right; padding-left: 4pt; color: var(--accent) } .stars { font-family: 'DejaVu Sans'; letter-spacing: .5pt } .skillrows .row > * { padding-bottom: 2pt }
.way.phone { white-space: nowrap } .sec { margin-bottom: .9em } .icon { vertical-align: -.1em } .label { padding-right: 1em }
.title, .degree { font-weight: 600 }
"""


def doc_title(pen: Pen, *, cls: str = "doc") -> str:
    """The document's own title ("Lebenslauf"), which is nobody's name."""
    return f'<div class="{cls}">{pen.label("resume")}</div>'
