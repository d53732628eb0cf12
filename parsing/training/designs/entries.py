"""Entries of a résumé – jobs, studies, projects … – with their heads in any order on one to three lines.

A head is a tuple of patterns, one a line: `"{title} >> {dates}"` puts the title left and the dates flush right;
`"{employer}[, {place}]"` leaves out what stands in brackets when it has nothing to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

from parsing.training.designs.pen import Pen
from parsing.training.types import Position, Study

_TOKEN: Final = re.compile(r"\[([^\[\]]*)\]|\{(\w+)\}|([^\[\]{}]+)")

Head = tuple[str, ...]

TITLE_FIRST: Final[tuple[Head, ...]] = (
    ("{title} >> {dates}", "{employer}[, {place}]"),
    ("{title} >> {dates}", "{employer} >> {place}"),
    ("{title}", "{employer}[, {place}] >> {dates}"),
    ("{title}", "{employer}[ | {place}] | {dates}"),
    ("{title}", "{employer}[, {place}]", "{dates}"),
    ("{title}", "{dates}", "{employer}[ – {place}]"),
    ("{title} ({dates})", "{employer}[, {place}]"),
)
EMPLOYER_FIRST: Final[tuple[Head, ...]] = (
    ("{employer} >> {place}", "{title} >> {dates}"),
    ("{employer}[, {place}] >> {dates}", "{title}"),
    ("{employer}", "{title} >> {dates}", "[{place}]"),
    ("{employer}[ · {place}]", "{title}", "{dates}"),
    ("{employer}[, {place}] | {title} | {dates}",),
    ("{employer}[ ({place})]", "{title}, {dates}"),
)
ONE_LINE: Final[tuple[Head, ...]] = (
    ("{title}, {employer}[, {place}] >> {dates}",),
    ("{title} {at} {employer}[ ({place})] >> {dates}",),
    ("{employer} — {title}[, {place}] >> {dates}",),
    ("{employer}[, {place}] | {title} | {dates}",),
    ("{title} – {employer} ({dates})",),
    ("{dates}: {title}, {employer}[, {place}]",),
)
DATE_FIRST: Final[tuple[Head, ...]] = (
    ("{dates}", "{title}", "{employer}[, {place}]"),
    ("{dates} | {title}", "{employer}[, {place}]"),
    ("{dates}[ · {place}]", "{employer}", "{title}"),
    ("{dates}  {title}, {employer}[, {place}]",),
)
UNDATED: Final[tuple[Head, ...]] = (
    ("{title}", "{employer}[, {place}]"),
    ("{employer}[, {place}]", "{title}"),
    ("{title}, {employer}[, {place}]",),
    ("{title}", "{employer}", "[{place}]"),
    ("{employer} | {title}[ | {place}]",),
    ("{title} >> {place}", "{employer}"),
)

STUDY_OF: Final[dict[str, tuple[Head, ...]]] = {
    "degree": (
        ("{degree} >> {dates}", "{school}[, {place}]", "[{grade}]"),
        ("{degree} >> {dates}", "{school} >> {place}", "[{grade}]"),
        ("{degree}", "{school}[, {place}] >> {dates}", "[{grade}]"),
        ("{degree}", "{school}[, {place}]", "{dates}[ | {grade}]"),
    ),
    "school": (
        ("{school} >> {place}", "{degree} >> {dates}", "[{grade}]"),
        ("{school}[, {place}] >> {dates}", "{degree}[ ({grade})]"),
        ("{school}", "{degree}", "{dates}[ · {grade}]"),
        ("{school}[, {place}]", "{degree} >> {dates}", "[{grade}]"),
    ),
    "line": (
        ("{degree}, {school}[, {place}] >> {dates}", "[{grade}]"),
        ("{school} — {degree}[, {grade}] >> {dates}",),
        ("{degree} – {school} ({dates})", "[{grade}]"),
    ),
    "date": (
        ("{dates}", "{degree}", "{school}[, {place}]", "[{grade}]"),
        ("{dates} | {degree}", "{school}[, {place}][ – {grade}]"),
    ),
    "undated": (
        ("{degree}", "{school}[, {place}]", "[{grade}]"),
        ("{school}[, {place}]", "{degree}[, {grade}]"),
        ("{degree}, {school}[, {place}][, {grade}]",),
    ),
}


@dataclass(frozen=True, slots=True)
class Form:
    """How entries are written: heads of jobs and studies, what stands in a rail beside them, how points look.

    `points` is one of "list", "dashes" (typed hyphens), "prose" (one paragraph) and "none".
    """

    job: Head
    study: Head
    rail: str = ""
    points: str = "list"
    floated: bool = False
    tools: bool = False
    limit: int = 9


def draw_form(
    pen: Pen,
    jobs: Sequence[Head],
    studies: str,
    *,
    rail: str = "",
    points: Sequence[str] = ("list",),
    tools: float = 0.25,
    limit: int = 9,
) -> Form:
    """A form drawn from the given heads and manners of points."""
    rng = pen.rng
    return Form(
        job=rng.choice(list(jobs)),
        study=rng.choice(list(STUDY_OF[studies])),
        rail=rail,
        points=rng.choice(list(points)),
        floated=rng.random() < 0.3,
        tools=rng.random() < tools,
        limit=limit,
    )


def fill(pattern: str, shown: Mapping[str, str]) -> str:
    """The pattern with its places filled by HTML; bracketed parts with an empty place are left out."""
    parts: list[str] = []
    for optional, key, literal in _TOKEN.findall(pattern):
        if optional:
            keys = re.findall(r"\{(\w+)\}", optional)
            if all(shown.get(k) for k in keys):
                parts.append(fill(optional, shown))
        elif key:
            parts.append(f'<span class="{key}">{shown[key]}</span>' if shown.get(key) else "")
        else:
            parts.append(escape(literal))
    return "".join(parts)


def head_lines(head: Head, shown: Mapping[str, str], *, floated: bool = False) -> str:
    """The lines of a head as HTML; a line with nothing to show is left out."""
    lines = []
    for number, pattern in enumerate(head, start=1):
        left, _, right = (fill(part.strip(), shown) for part in (*pattern.partition(" >> "),))
        if not left and not right:
            continue
        if " >> " not in pattern or not right:
            lines.append(f'<div class="line line{number}">{left}</div>')
        elif floated:
            lines.append(
                f'<div class="line line{number} floated"><span class="right">{right}</span><span class="left">{left}</span></div>'
            )
        else:
            lines.append(
                f'<div class="line line{number} split"><span class="left">{left}</span><span class="right">{right}</span></div>'
            )
    return f'<div class="heads">{"".join(lines)}</div>' if lines else ""


def entry(rail: str, cell: str, *, cls: str = "") -> str:
    """An entry, with what stands beside it in a rail where there is one."""
    if not rail:
        return f'<div class="entry {cls}">{cell}</div>'
    return (
        f'<div class="entry railed {cls}"><div class="rail">{rail}</div><div class="cell">{cell}</div></div>'
    )


def jobs(pen: Pen, form: Form, positions: Iterable[tuple[int, Position]] | None = None) -> str:
    """The positions as entries, each under its own head."""
    chosen = enumerate(pen.career.positions) if positions is None else positions
    return "".join(_job(pen, form, index, position) for index, position in chosen)


def _job(pen: Pen, form: Form, index: int, position: Position) -> str:
    shown = job_values(pen, index, position)
    rail = fill(form.rail, shown) if form.rail else ""
    return entry(
        rail, head_lines(form.job, shown, floated=form.floated) + job_body(pen, form, index, position)
    )


def job_values(pen: Pen, index: int, position: Position) -> dict[str, str]:
    base = f"work.{index}"
    return {
        "title": pen.value(f"{base}.position", position.title),
        "employer": pen.value(f"{base}.name", position.employer),
        "place": pen.value(f"{base}.location", position.place),
        "dates": pen.period(base, position.start, position.end),
        "at": escape(pen.small["at"]),
    }


def nested_jobs(pen: Pen, form: Form) -> str:
    """Positions that follow each other at one employer, under one line with its name; others as ever."""
    blocks: list[str] = []
    indexed = list(enumerate(pen.career.positions))
    for employer, group in groupby(indexed, key=lambda pair: pair[1].employer):
        held = list(group)
        places = {position.place for _, position in held}
        shared = pen.shared([f"work.{index}.name" for index, _ in held], employer)
        place = (
            pen.shared([f"work.{index}.location" for index, _ in held], held[0][1].place)
            if len(places) == 1
            else ""
        )
        shown = {"employer": shared, "place": place}
        blocks.append(
            f'<div class="group"><div class="over">{fill("{employer}[, {place}]", shown)}</div>'
            + "".join(_held(pen, form, index, position) for index, position in held)
            + "</div>"
        )
    return "".join(blocks)


def _held(pen: Pen, form: Form, index: int, position: Position) -> str:
    shown = {
        "title": pen.value(f"work.{index}.position", position.title),
        "dates": pen.period(f"work.{index}", position.start, position.end),
    }
    head = head_lines(("{title} >> {dates}",), shown, floated=form.floated)
    return entry("", head + job_body(pen, form, index, position), cls="held")


def job_body(pen: Pen, form: Form, index: int, position: Position) -> str:
    """What stands under a job's head: its summary, its points and sometimes its tools."""
    base = f"work.{index}"
    summary = (
        f'<p class="summary">{pen.value(f"{base}.summary", position.summary)}</p>' if position.summary else ""
    )
    points = bullets(
        pen,
        form,
        [(f"{base}.highlights.{n}", text) for n, text in enumerate(position.highlights[: form.limit])],
    )
    tools = ""
    if form.tools and position.skills:
        tools = f'<p class="tools"><b>{pen.label("keywords")}:</b> {escape(", ".join(position.skills))}</p>'
    return summary + points + tools


def bullets(pen: Pen, form: Form, texts: Sequence[tuple[str, str]]) -> str:
    """Marked texts in the form's manner; "" where it has none."""
    marked = [pen.value(path, text) for path, text in texts]
    if not marked or form.points == "none":
        return ""
    if form.points == "prose":
        return f'<p class="points prose">{" ".join(marked)}</p>'
    if form.points == "dashes":
        return "".join(f'<p class="dash">- {text}</p>' for text in marked)
    return f'<ul class="points" data-region="list">{"".join(f"<li>{text}</li>" for text in marked)}</ul>'


def studies(pen: Pen, form: Form) -> str:
    """The education as entries."""
    return "".join(_study(pen, form, index, study) for index, study in enumerate(pen.career.studies))


def _study(pen: Pen, form: Form, index: int, study: Study) -> str:
    shown = study_values(pen, index, study)
    rail = fill(form.rail, shown) if form.rail else ""
    courses = ""
    if study.courses and form.points == "list":
        names = ", ".join(pen.value(f"education.{index}.courses.{n}", c) for n, c in enumerate(study.courses))
        courses = f'<p class="courses">{pen.label("courses")}: {names}</p>'
    return entry(rail, head_lines(form.study, shown, floated=form.floated) + courses)


def study_values(pen: Pen, index: int, study: Study) -> dict[str, str]:
    base = f"education.{index}"
    grade = pen.value(f"{base}.score", study.grade)
    return {
        "degree": pen.degree(base, study.degree, study.field_of_study),
        "school": pen.value(f"{base}.institution", study.school),
        "place": pen.value(f"{base}.location", study.place),
        "dates": pen.period(base, study.start, study.end),
        "grade": f"{pen.label('grade')}: {grade}" if study.grade[:1].isdigit() else grade,
    }
