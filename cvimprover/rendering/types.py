"""What goes into a rendering and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Kind = Literal["pdf", "docx", "html", "md", "txt", "json"]
KINDS: Final[tuple[Kind, ...]] = ("pdf", "docx", "html", "md", "txt", "json")
PageSize = Literal["A4", "Letter"]

Resume = Mapping[str, object]
"""A JSON Resume v1, as `parsing.stages.json_resume` makes it."""


class RenderingError(Exception):
    """What asks for the impossible: `code` is stable, the message a sentence that says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Notice(NamedTuple):
    """Something that the reader of a rendering should know; `values` are what its sentence tells of.

    Codes are stable; sentences stand in `cvimprover/data/said_*.toml`.
    """

    code: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The company that sends a candidate's CV: its name, a few lines of address, its logo (PNG or JPEG)."""

    company: str
    lines: tuple[str, ...] = ()
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How a CV is to look; what is empty is chosen: colour and font by the template, language by the CV.

    `colour` is `#rrggbb`, `font` a name in `fonts.FONTS`, `language` an ISO 639-1 code, `photo` a PNG,
    JPEG or WebP. `one_page` tightens size and spacing as far as can still be read. `anonymous` leaves out
    who it is.
    """

    template: str = "classic"
    page: PageSize = "A4"
    colour: str = ""
    font: str = ""
    language: str = ""
    one_page: bool = False
    photo: bytes | None = None
    anonymous: bool = False
    letterhead: Letterhead | None = None


@dataclass(frozen=True, slots=True)
class Rendering:
    """A file. `pages` is None for kinds without pages."""

    content: bytes
    mime: str
    file_name: str
    pages: int | None = None
    warnings: tuple[Notice, ...] = ()
