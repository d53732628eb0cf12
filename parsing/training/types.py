"""What passes between the parts of the factory: careers, designs, printed résumés.

A career is what is true of a fictional person. A design prints some of it as HTML in which every
shown value stands in an element with `data-field` (a JSON Resume path such as `work.0.position`),
so that the truth of a printed résumé is read off what it shows, never off what the career holds.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Split = Literal["train", "kept_out"]


@dataclass(frozen=True, slots=True)
class Position:
    """One job. Dates are EDTF (`2019`, `2019-03`); `end` is None while it lasts, `start` "" where unknown."""

    employer: str
    title: str
    start: str
    end: str | None
    place: str = ""
    summary: str = ""
    highlights: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Study:
    """One education. `grade` is as written, with its scale where one is usual."""

    school: str
    degree: str
    field_of_study: str
    start: str
    end: str | None
    place: str = ""
    grade: str = ""
    courses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A project, certificate, publication, award, volunteering, interest group or reference.

    `by` is its issuer, publisher, organisation; `role` what the person was in it.
    """

    name: str
    by: str = ""
    role: str = ""
    start: str = ""
    end: str | None = ""
    summary: str = ""
    url: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Career:
    """A fictional person: who, where, what they did and can. Language as ISO 639-1, country as ISO 3166-1."""

    language: str
    country: str
    given: str
    family: str
    headline: str
    email: str
    phone: str
    city: str
    postcode: str
    street: str
    region: str
    summary: str
    urls: Mapping[str, str]
    positions: tuple[Position, ...]
    studies: tuple[Study, ...]
    skills: Mapping[str, tuple[str, ...]]
    spoken: tuple[tuple[str, str], ...]
    certificates: tuple[Item, ...] = ()
    projects: tuple[Item, ...] = ()
    publications: tuple[Item, ...] = ()
    awards: tuple[Item, ...] = ()
    volunteering: tuple[Item, ...] = ()
    interests: tuple[str, ...] = ()
    references: tuple[Item, ...] = ()
    born: str = ""
    nationality: str = ""


@dataclass(frozen=True, slots=True)
class Design:
    """A way to print a career.

    `draw` gives a whole HTML page with `data-*` marks; all its chance comes from the rng.
    Marks: `data-field="work.0.startDate"` (with `data-value` where the written form is not the value),
    `data-section="work"` around a section, `data-heading` on its heading, and
    `data-region="name|contact|sidebar|header|footer|figure|table|list"` where one is.
    """

    name: str
    split: Split
    columns: int
    draw: Callable[[Career, random.Random], str]


@dataclass(frozen=True, slots=True)
class Region:
    """A block of a printed page: its class, page (from 1) and box in points, origin top left."""

    kind: str
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """A word on a page, the field and section it belongs to ("" for none)."""

    text: str
    page: int
    box: tuple[float, float, float, float]
    field: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A résumé with its truth: JSON Resume of what is shown, every word with its field, every region."""

    pdf: bytes
    truth: Mapping[str, object]
    words: tuple[PrintedWord, ...] = field(default=())
    regions: tuple[Region, ...] = field(default=())
