"""One résumé's hand: writes a career's values, each with its mark, in one style and one look."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Final

from parsing.training import marks, written
from parsing.training.designs.labels import small_words
from parsing.training.designs.look import Look
from parsing.training.types import Career

_JOINERS: Final = (", ", ", ", " · ", " | ", " / ")
_CEFR_RANK: Final = {"A1": 1, "A2": 2, "B1": 3, "B2": 4, "C1": 5, "C2": 6}


class Pen:
    """What a design writes with. `style` holds the habits of dates and headings, `look` faces and colours.

    `narrow` tells that headings stand in narrow columns; `meter` is the colour of bars and dots.
    """

    def __init__(self, career: Career, rng: random.Random, look: Look, *, narrow: bool = False) -> None:
        self.career = career
        self.rng = rng
        self.look = look
        self.meter = look.accent
        style = written.style_of(career.language, career.country, rng)
        if narrow and style.heading_case == "spaced":  # letters set apart would wrap within words
            style = replace(style, heading_case="upper")
        self.style = style
        self.small = small_words(career.language)
        self.joiner = rng.choice(_JOINERS)
        self._degree_form = rng.choice(
            ("{degree}{gap}{of}", "{degree}, {of}", "{degree} ({of})", "{degree} – {of}")
        )

    def value(self, path: str, text: str) -> str:
        """The text as the value of a path; "" for none."""
        return marks.field(path, text)

    def name(self, *, split: bool = False, family_first: bool = False, weights: bool = False) -> str:
        """The person's name: on one line or two, in one weight or two. Family first is still the same name."""
        given, family = self.career.given, self.career.family
        full = f"{given} {family}".strip()
        parts = [(text, cls) for text, cls in ((given, "given"), (family, "family")) if text]
        if family_first:
            parts.reverse()
        glue = "<br>" if split else ", " if family_first else " "
        if split or weights or family_first:
            html = glue.join(f'<span class="{cls}">{escape(text)}</span>' for text, cls in parts)
            return marks.wrapped("basics.name", html, value=full)
        return marks.field("basics.name", full)

    def headline(self) -> str:
        """What the person is, as they say it."""
        return marks.field("basics.label", self.career.headline)

    def summary(self) -> str:
        """The opening paragraph; "" for none."""
        return marks.field("basics.summary", self.career.summary, tag="p")

    def email(self) -> str:
        """The e-mail address, linked."""
        address = self.career.email
        return marks.link("basics.email", address, f"mailto:{address}") if address else ""

    def phone(self) -> str:
        """The telephone number in the résumé's form."""
        return written.phone(self.career.phone, self.style)

    def place(self) -> str:
        """The town, sometimes with its region or country's code."""
        career = self.career
        city = marks.field("basics.location.city", career.city)
        if career.region and career.country in {"US", "CA", "BR", "AU", "MX"}:
            return f"{city}, {marks.field('basics.location.region', career.region)}"
        return city

    def address(self) -> str:
        """Street, code and town in the order of the country."""
        career = self.career
        street = marks.field("basics.location.address", career.street)
        code = marks.field("basics.location.postalCode", career.postcode)
        city = marks.field("basics.location.city", career.city)
        if career.country in {"US", "CA", "AU"}:
            region = marks.field("basics.location.region", career.region)
            town = f"{city}, {region} {code}" if region else f"{city} {code}"
        elif career.country in {"GB", "IE"}:
            town = f"{city} {code}"
        else:
            town = f"{code} {city}"
        return f"{street}, {town.strip()}" if street else town.strip()

    def url(self, kind: str, url: str, *, behind: str = "") -> str:
        """A link of that kind, shown without its scheme or behind a word."""
        target = url if "://" in url else f"https://{url}"
        path, profiles = "basics.url", [k for k in self.career.urls if not _is_site(k)]
        if not _is_site(kind):
            path = f"basics.profiles.{profiles.index(kind)}.url"
        if behind:
            return marks.link(path, behind, target, value=target)
        return marks.link(path, target.removeprefix("https://").removeprefix("http://"), target, value=target)

    def born(self) -> str:
        """The date of birth as day, month and year; "" where the career has none."""
        born = self.career.born
        if not born:
            return ""
        year, _, rest = born.partition("-")
        month, _, day = rest.partition("-")
        if not day:
            return marks.field("basics.x-born", year, value=born)
        dot = "." if self.career.language == "de" else "/"
        return marks.field("basics.x-born", f"{day}{dot}{month}{dot}{year}", value=born)

    def nationality(self) -> str:
        """The nationality as written."""
        return marks.field("basics.x-nationality", self.career.nationality)

    def period(self, base: str, start: str, end: str | None) -> str:
        """Start and end of an entry; "" where neither is known."""
        return written.period(base, start, end, self.style) if start or end else ""

    def date(self, path: str, edtf: str) -> str:
        """One date."""
        return written.date(path, edtf, self.style)

    def degree(self, base: str, degree: str, field_of_study: str) -> str:
        """Degree and field of study as one text, each marked."""
        what = marks.field(f"{base}.studyType", degree)
        of = marks.field(f"{base}.area", field_of_study)
        if not what or not of:
            return what or of
        gap = f" {_IN[self.career.language]} " if self.career.language in _IN else " "
        return self._degree_form.format(degree=what, of=of, gap=gap)

    def shared(self, paths: Sequence[str], text: str) -> str:
        """A text shown once that is the value of several paths; "" for none."""
        html = escape(text)
        for path in paths:
            html = marks.wrapped(path, html)
        return html if text else ""

    def label(self, kind: str) -> str:
        """The word before a value of that kind, escaped, with no colon."""
        if kind in written.LABELS:
            return written.label(kind, self.style)
        if kind == "place" or _is_site(kind):
            return written.label("address" if kind == "place" else "url", self.style)
        return escape(self.small.get(kind, kind))

    def heading(self, section: str, *, cls: str = "", tag: str = "h2") -> str:
        """The heading of a section in the résumé's words."""
        return marks.heading(written.heading(section, self.style), cls=cls, tag=tag)

    def spoken(self, *, levels: bool = True) -> list[tuple[str, str, int]]:
        """(marked language, marked level, rank from 1 to 6) of each spoken language; no level unless asked."""
        return [
            (
                marks.field(f"languages.{number}.language", name),
                marks.field(f"languages.{number}.fluency", fluency) if levels else "",
                _CEFR_RANK.get(fluency[:2].upper(), 6 if number == 0 else 4),
            )
            for number, (name, fluency) in enumerate(self.career.spoken)
        ]


_IN: Final = {"en": "in", "fr": "en", "es": "en", "pt": "em", "it": "in"}


def _is_site(kind: str) -> bool:
    return kind.casefold() in {"website", "site", "portfolio", "url", "web", "homepage"}
