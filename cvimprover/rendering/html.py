"""A CV as one HTML page that needs nothing else: what WeasyPrint prints and what a browser shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cvimprover.rendering.cleaning import width_of
from cvimprover.rendering.cv import Cv
from cvimprover.rendering.look import Look
from cvimprover.rendering.pictures import data_uri
from cvimprover.rendering.types import Letterhead

_SMALLEST_NAME: Final = 0.55
_KEPT: Final = re.compile(
    r"((?<!\S)(?=\S{3,28}(?!\S))\S*\w-\w\S*"
    r"|(?<!\S)\d{1,3}(?: \d{3})+(?: [%€$£])?(?!\w)|(?<!\S)\d[\d.,]* [%€$£])"
)
"""Short hyphenated words, numbers in groups, numbers with their sign."""
_SHORTEST_WRAPPED: Final = 40
_LONGEST_END: Final = 26
_WHOLE: Final = Markup('<span class="whole">{}</span>')
FOLDER: Final = Path(__file__).resolve().parents[2] / "templates" / "cv"


def page_of(
    cv: Cv, look: Look, *, title: str, photo: bytes | None = None, letterhead: Letterhead | None = None
) -> str:
    """The page. `photo` and the letterhead's logo are JPEG or PNG that `pictures` made."""
    template = look.template
    return (
        _pages()
        .get_template(f"{template.name}.html")
        .render(
            cv=cv,
            look=look,
            css=Markup(css_of(look, cv.name)),  # noqa: S704 - our own CSS, filled with numbers and known names
            title=title,
            author=cv.name,
            dot="|" if template.name == "plain" else "·",
            main=cv.ordered(template.main),
            side=cv.ordered(template.side),
            photo=data_uri(photo) if photo and template.shows_photo else "",
            letterhead=_sender(letterhead),
        )
    )


def css_of(look: Look, name: str) -> str:
    """The CSS of a template: what all share, then its own. A long name is set smaller, for one line."""
    scale = max(_SMALLEST_NAME, min(1.0, look.template.room_for_name / max(1, width_of(name))))
    sheets = (_sheets().get_template(file) for file in ("base.css", f"{look.template.name}.css"))
    return "".join(sheet.render(look=look, name_scale=scale) for sheet in sheets)


def _sender(letterhead: Letterhead | None) -> Mapping[str, object] | None:
    if letterhead is None:
        return None
    logo = data_uri(letterhead.logo) if letterhead.logo else ""
    return {"company": letterhead.company, "lines": letterhead.lines, "logo": logo}


def unbroken(text: str) -> Markup:
    """The text, escaped, with numbers and short hyphenated words on one line, and no word alone on the last.

    A line that ends in "B-" would be read as the first half of a word, and a lone last word as something
    new, by machines and by people.
    """
    end = _start_of_last_words(text)
    pieces = _KEPT.split(text[:end])
    kept = (_WHOLE.format(piece) if number % 2 else piece for number, piece in enumerate(pieces))
    return Markup("").join(kept) + (_WHOLE.format(text[end:]) if end < len(text) else Markup(""))


def _start_of_last_words(text: str) -> int:
    """Where the last two words begin, of a text that may have several lines; its end for others."""
    start = text.rfind(" ", 0, max(0, text.rfind(" "))) + 1
    if text[start : start + 1].isdigit() and text[start - 2 : start - 1].isdigit():  # "40 000 users"
        start = text.rfind(" ", 0, start - 1) + 1
    is_kept = start and len(text) >= _SHORTEST_WRAPPED and len(text) - start <= _LONGEST_END
    return start if is_kept else len(text)


@cache
def _pages() -> Environment:
    pages = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["unbroken"] = unbroken
    return pages


@cache
def _sheets() -> Environment:
    """CSS is no HTML: escaping would spoil it. Only a Look goes in, never a text of the CV."""
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
