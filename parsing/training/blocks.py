"""A career as blocks of marked text, for documents that flow: headings, entries, points, lines.

Printed designs lay a career out themselves; an office document sets these blocks in paragraphs,
tables and boxes. Every block's text is HTML with marks (see marks.py), inline only.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

from parsing.training import marks, written
from parsing.training.types import Career, Item, Position, Study
from parsing.training.written import Style

Kind = Literal["heading", "entry", "line", "text", "point"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph. An `entry` begins one; `dates` stand apart from its text, at a tab or in a cell."""

    kind: Kind
    html: str
    dates: str = ""


@dataclass(frozen=True, slots=True)
class Habits:
    """What one document does everywhere: who comes first in an entry, how much is on its first line."""

    style: Style
    starts_with_title: bool
    on_one_line: bool
    glue: str
    skills: str


def habits_of(career: Career, rng: random.Random) -> Habits:
    """The habits of one document, by chance."""
    return Habits(
        style=written.style_of(career.language, career.country, rng),
        starts_with_title=rng.random() < 0.6,
        on_one_line=rng.random() < 0.45,
        glue=rng.choice((", ", " | ", " – ", " · ")),
        skills=rng.choice(("groups", "groups", "line", "points")),
    )


def sections_of(career: Career, habits: Habits) -> dict[str, list[Block]]:
    """Section → its blocks, the heading first; sections that the career has nothing for are left out."""
    makers: dict[str, Callable[[], Iterator[Block]]] = {
        "summary": lambda: _summary(career),
        "work": lambda: _work(career.positions, habits),
        "education": lambda: _studies(career.studies, habits),
        "skills": lambda: _skills(career, habits),
        "languages": lambda: _languages(career, habits),
        "certificates": lambda: _items("certificates", "name", "issuer", "date", career.certificates, habits),
        "projects": lambda: _projects(career.projects, habits),
        "publications": lambda: _items(
            "publications", "name", "publisher", "releaseDate", career.publications, habits
        ),
        "awards": lambda: _items("awards", "title", "awarder", "date", career.awards, habits),
        "volunteer": lambda: _volunteering(career.volunteering, habits),
        "interests": lambda: _interests(career),
    }
    found = {}
    for section, make in makers.items():
        blocks = list(make())
        if blocks:
            found[section] = [Block("heading", written.heading(section, habits.style)), *blocks]
    return found


def name_of(career: Career) -> str:
    """The marked name."""
    return marks.field("basics.name", f"{career.given} {career.family}".strip())


def headline_of(career: Career) -> str:
    """The marked headline."""
    return marks.field("basics.label", career.headline)


def contact_of(career: Career, habits: Habits, *, labelled: bool) -> list[str]:
    """Marked ways to reach the person, each with a label in front where wanted."""
    style = habits.style
    place = marks.field("basics.location.city", career.city)
    if career.region and career.country in ("US", "CA", "AU", "BR"):
        place += ", " + marks.field("basics.location.region", career.region)
    rows = [
        ("address", place),
        ("phone", written.phone(career.phone, style)),
        ("email", marks.field("basics.email", career.email)),
    ]
    rows += [("", html) for html in _links(career)]
    return [
        f"{written.label(kind, style)}: {html}" if labelled and kind else html for kind, html in rows if html
    ]


_SITE: Final = "website"


def _links(career: Career) -> Iterator[str]:
    kinds = [kind for kind in career.urls if kind != _SITE]
    for kind, url in career.urls.items():
        path = "basics.url" if kind == _SITE else f"basics.profiles.{kinds.index(kind)}.url"
        yield marks.field(path, url, value=f"https://{url}")


def _summary(career: Career) -> Iterator[Block]:
    if career.summary:
        yield Block("text", marks.field("basics.summary", career.summary))


def _work(positions: Sequence[Position], habits: Habits) -> Iterator[Block]:
    for number, position in enumerate(positions):
        path = f"work.{number}"
        title = marks.field(f"{path}.position", position.title)
        employer = marks.field(f"{path}.name", position.employer)
        place = marks.field(f"{path}.location", position.place)
        dates = written.period(path, position.start, position.end, habits.style)
        yield from _entry(
            [title, employer] if habits.starts_with_title else [employer, title], place, dates, habits
        )
        yield from _lines("text", marks.field(f"{path}.summary", position.summary))
        for at, text in enumerate(position.highlights):
            yield Block("point", marks.field(f"{path}.highlights.{at}", text))


def _studies(studies: Sequence[Study], habits: Habits) -> Iterator[Block]:
    for number, study in enumerate(studies):
        path = f"education.{number}"
        degree = habits.glue.join(
            filter(
                None,
                (
                    marks.field(f"{path}.studyType", study.degree),
                    marks.field(f"{path}.area", study.field_of_study),
                ),
            )
        )
        school = marks.field(f"{path}.institution", study.school)
        place = marks.field(f"{path}.location", study.place)
        dates = written.period(path, study.start, study.end, habits.style)
        yield from _entry(
            [degree, school] if habits.starts_with_title else [school, degree], place, dates, habits
        )
        yield from _lines("line", marks.field(f"{path}.score", study.grade))
        if study.courses:
            courses = (marks.field(f"{path}.courses.{at}", text) for at, text in enumerate(study.courses))
            yield Block("line", f"{written.label('courses', habits.style)}: {', '.join(courses)}")


def _entry(parts: Sequence[str], place: str, dates: str, habits: Habits) -> Iterator[Block]:
    """An entry's head on one line or two; its place stands with the second part."""
    first, second = parts
    second = f"{second}, {place}" if place else second
    if habits.on_one_line:
        yield Block("entry", f"{first}{escape(habits.glue)}{second}", dates)
    else:
        yield Block("entry", first, dates)
        yield Block("line", second)


def _skills(career: Career, habits: Habits) -> Iterator[Block]:
    if habits.skills == "groups":
        for number, (group, names) in enumerate(career.skills.items()):
            head = marks.field(f"skills.{number}.name", group)
            listed = (marks.field(f"skills.{number}.keywords.{at}", name) for at, name in enumerate(names))
            yield Block("line", f"{head}: {', '.join(listed)}")
        return
    every = dict.fromkeys(name for group in career.skills.values() for name in group)
    each = [marks.field(f"skills.{number}.name", name) for number, name in enumerate(every)]
    if habits.skills == "points":
        yield from (Block("point", html) for html in each)
    else:
        yield Block("line", ", ".join(each))


def _languages(career: Career, habits: Habits) -> Iterator[Block]:
    each = []
    for number, (name, level) in enumerate(career.spoken):
        language = marks.field(f"languages.{number}.language", name)
        each.append(f"{language} ({marks.field(f'languages.{number}.fluency', level)})")
    if habits.on_one_line and each:
        yield Block("line", ", ".join(each))
    else:
        yield from (Block("line", html) for html in each)


def _items(
    section: str, what: str, by: str, when: str, items: Sequence[Item], habits: Habits
) -> Iterator[Block]:
    for number, item in enumerate(items):
        path = f"{section}.{number}"
        parts = [
            marks.field(f"{path}.{what}", item.name),
            marks.field(f"{path}.{by}", item.by),
            written.date(f"{path}.{when}", item.start, habits.style),
        ]
        yield Block("point", ", ".join(filter(None, parts)))


def _projects(items: Sequence[Item], habits: Habits) -> Iterator[Block]:
    for number, item in enumerate(items):
        path = f"projects.{number}"
        dates = written.period(path, item.start, item.end, habits.style) if item.start or item.end else ""
        yield Block("entry", marks.field(f"{path}.name", item.name), dates)
        yield from _lines("text", marks.field(f"{path}.description", item.summary))


def _volunteering(items: Sequence[Item], habits: Habits) -> Iterator[Block]:
    for number, item in enumerate(items):
        path = f"volunteer.{number}"
        role = marks.field(f"{path}.position", item.role)
        who = marks.field(f"{path}.organization", item.by)
        dates = written.period(path, item.start, item.end, habits.style)
        yield from _entry([role, who] if habits.starts_with_title else [who, role], "", dates, habits)
        yield from _lines("text", marks.field(f"{path}.summary", item.summary))


def _interests(career: Career) -> Iterator[Block]:
    each = (marks.field(f"interests.{number}.name", name) for number, name in enumerate(career.interests))
    yield from _lines("line", ", ".join(each))


def _lines(kind: Kind, html: str) -> Iterator[Block]:
    """The block, unless it is empty."""
    if html:
        yield Block(kind, html)
