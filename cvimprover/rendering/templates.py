"""The templates that there are. Their HTML and CSS stand in `templates/cv/`, what each is for in
`cvimprover/data/said_*.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_USUAL: Final = (
    "summary", "work", "education", "projects", "skills", "languages", "certificates", "publications",
    "awards", "volunteer", "interests", "references",
)  # fmt: skip
_BESIDE: Final = ("skills", "languages", "interests")
"""What is short enough for a narrow column: a name that is broken in two reads as two names."""
_WITH_SIDE: Final = tuple(kind for kind in _USUAL if kind not in _BESIDE)


@dataclass(frozen=True, slots=True)
class Template:
    """A way for a CV to look. `main` and `side` are the sections of its columns in their order.

    `size` is that of its text in points, `leading` its lines' height in parts of it, `margin` and
    `side_margin` those of the page in millimetres, `dates` the width of its column of dates.
    """

    name: str
    font: str
    colour: str
    size: float
    leading: float
    margin: float
    side_margin: float
    dates: float
    main: tuple[str, ...] = _USUAL
    side: tuple[str, ...] = ()
    shows_photo: bool = True
    room_for_name: int = 26
    """Letters of a name that stand on one line in full size."""

    @property
    def columns(self) -> int:
        """How many columns of text its pages have."""
        return 2 if self.side else 1


_ACADEMIC: Final = (
    "summary", "education", "work", "publications", "awards", "projects", "certificates", "volunteer",
    "skills", "languages", "interests", "references",
)  # fmt: skip

_ALL: Final = (
    Template("classic", "garamond", "#5b2333", 11, 1.3, 18, 22, 43),
    Template("modern", "lato", "#1f4e79", 9.75, 1.42, 16, 20, 43),
    Template("sidebar", "open-sans", "#2f5d50", 9, 1.45, 15, 15, 41, main=_WITH_SIDE, side=_BESIDE,
             room_for_name=20),
    Template("banner", "lato", "#274060", 9.5, 1.42, 15, 18, 41, main=_WITH_SIDE, side=_BESIDE),
    Template("timeline", "lato", "#0b6e6e", 9.75, 1.42, 16, 20, 46),
    Template("rail", "open-sans", "#b03a2e", 9, 1.5, 18, 20, 42),
    Template("compact", "noto-sans", "#333f50", 8.75, 1.32, 12, 15, 38),
    Template("academic", "garamond", "#1c3f60", 10.75, 1.3, 20, 22, 45, main=_ACADEMIC),
    Template("plain", "carlito", "#000000", 11, 1.3, 20, 22, 40, shows_photo=False),
)  # fmt: skip

TEMPLATES: Final[Mapping[str, Template]] = {template.name: template for template in _ALL}
